"""Verdicts of accounts in Italian, and the thin words over the one pure decision."""

import uuid

from django.utils.translation import gettext_lazy as _

from prossimo.accounts.models import JournalLine, OutboxMessage, Post, User
from prossimo.accounts.rules import Actor, Answer, Resource, Right, decide
from prossimo.core.policy import GRANTED, Verdict, refused

REASONS = {
    "no_right": _("Il tuo ruolo non lo prevede: chiedi al responsabile di area."),
    "other_ambito": _("Appartiene a un altro Ambito."),
    "other_municipality": _("È di competenza di un altro Comune dell'Ambito."),
    "other_desk": _("Non riguarda i tuoi sportelli."),
    "other_case": _("Non è tra le prese in carico che segui."),
    "purpose": _("Prima di aprire, indica per quale finalità."),
}
OWN_POST = _("Gli incarichi propri li assegna e li modifica un altro amministratore.")
ELSEWHERE = _(
    "Lavora anche per un altro Ambito o un altro Comune: puoi concludere gli incarichi presso il "
    "tuo, il resto spetta agli altri amministratori."
)
ONESELF = _("Il tuo accesso lo può sospendere solo un altro amministratore.")


def verdict(actor: Actor, right: Right, resource: Resource, purpose: str = "") -> Verdict:
    """The decision as a verdict with its Italian reason."""
    decision = decide(actor, right, resource, purpose)
    if decision.answer is Answer.ALLOW:
        return GRANTED
    return refused(str(REASONS[decision.reason]))


def may(actor: Actor, right: Right) -> Verdict:
    """Whether the right is held at all, wherever it reaches."""
    return GRANTED if actor.has(right) else refused(str(REASONS["no_right"]))


def may_see_post(actor: Actor, post: Post) -> Verdict:
    """Twin of `PostQuerySet.visible_to`: the administrator's own ambito, or own municipality."""
    resource = Resource(ambito_id=post.ambito_id, municipality_id=post.municipality_id)
    if not (seen := verdict(actor, Right.STAFF_MANAGE, resource)):
        return seen
    if actor.municipality_id and post.municipality_id != actor.municipality_id:
        return refused(str(REASONS["other_municipality"]))
    return GRANTED


def may_manage_post(actor: Actor, post: Post) -> Verdict:
    """See it, and it is not one's own: nobody gives a role to themself."""
    if not (seen := may_see_post(actor, post)):
        return seen
    return refused(str(OWN_POST)) if same_user(actor, post.user_id) else GRANTED


def may_manage_user(actor: Actor, user: User) -> Verdict:
    """Change, suspend or let in again someone who works under this administrator alone."""
    if not (held := may(actor, Right.STAFF_MANAGE)):
        return held
    if same_user(actor, user.pk):
        return refused(str(ONESELF))
    # Posts are public to staff, so that what lies beyond one's own is seen and respected.
    others = user.posts.in_force().exclude(pk__in=Post.objects.visible_to(actor).values("pk"))
    return refused(str(ELSEWHERE)) if others.exists() else GRANTED


def may_read_journal_line(actor: Actor, line: JournalLine) -> Verdict:
    """Twin of `JournalLineQuerySet.visible_to`: what happened outside any post is everyone's."""
    return verdict(actor, Right.JOURNAL_READ, Resource(line.ambito_id or actor.ambito_id))


def may_see_delivery(actor: Actor, message: OutboxMessage) -> Verdict:
    return verdict(actor, Right.STAFF_MANAGE, Resource(ambito_id=message.ambito_id))


def needs_purpose(actor: Actor, right: Right) -> bool:
    return actor.role is not None and right in actor.role.states_purpose


def same_user(actor: Actor, user_id: uuid.UUID | None) -> bool:
    return actor.user_id is not None and actor.user_id == user_id
