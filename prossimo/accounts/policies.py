"""Verdicts of accounts in Italian, and the thin words over the one pure decision."""

import uuid

from django.utils.translation import gettext_lazy as _

from prossimo.accounts.models import JournalLine, Post
from prossimo.accounts.rules import Actor, Answer, Resource, Right, decide
from prossimo.core.policy import GRANTED, Verdict, refused

REASONS = {
    "no_right": _("Il tuo ruolo non lo prevede: chiedi al responsabile di area."),
    "other_ambito": _("Appartiene a un altro Ambito."),
    "other_municipality": _("È di competenza di un altro Comune dell'Ambito."),
    "other_desk": _("Non riguarda i tuoi sportelli."),
    "purpose": _("Prima di aprire, indica per quale finalità."),
}


def verdict(actor: Actor, right: Right, resource: Resource, purpose: str = "") -> Verdict:
    """The decision as a verdict with its Italian reason."""
    decision = decide(actor, right, resource, purpose)
    if decision.answer is Answer.ALLOW:
        return GRANTED
    return refused(str(REASONS[decision.reason]))


def may(actor: Actor, right: Right) -> Verdict:
    """Whether the right is held at all, wherever it reaches."""
    return GRANTED if actor.has(right) else refused(str(REASONS["no_right"]))


def may_manage_post(actor: Actor, post: Post) -> Verdict:
    return verdict(actor, Right.STAFF_MANAGE, Resource(ambito_id=post.ambito_id))


def may_read_journal_line(actor: Actor, line: JournalLine) -> Verdict:
    return verdict(actor, Right.JOURNAL_READ, Resource(ambito_id=line.ambito_id))


def needs_purpose(actor: Actor, right: Right) -> bool:
    return actor.role is not None and right in actor.role.states_purpose


def same_user(actor: Actor, user_id: uuid.UUID | None) -> bool:
    return actor.user_id is not None and actor.user_id == user_id
