"""Who keeps the archive of cases, and who approves that something is disposed of: never the same person."""

from django.utils.translation import gettext as _

from prossimo.accounts.policies import may, same_user, verdict
from prossimo.accounts.rules import Actor, Resource, Right
from prossimo.cases.models import CaseArchive, LegalHold
from prossimo.core.policy import Verdict, refused


def may_see_archive(actor: Actor, row: CaseArchive) -> Verdict:
    """Twin of `OfArchive.visible_to`."""
    where = Resource(row.ambito_id)
    keeps = verdict(actor, Right.RETENTION_MANAGE, where)
    return keeps or verdict(actor, Right.RETENTION_APPROVE, where)


def may_see_hold(actor: Actor, row: LegalHold) -> Verdict:
    return may_see_archive(actor, row.archive)


def may_keep_archive(actor: Actor) -> Verdict:
    """Archive, call back, propose; set the terms."""
    return may(actor, Right.RETENTION_MANAGE)


def may_open_archive(actor: Actor) -> Verdict:
    """See what is in the archive and hold it back."""
    keeps = may_keep_archive(actor)
    return keeps or may(actor, Right.RETENTION_APPROVE)


def may_dispose(actor: Actor, row: CaseArchive) -> Verdict:
    """Approve what somebody else has proposed."""
    if not (held := verdict(actor, Right.RETENTION_APPROVE, Resource(row.ambito_id))):
        return held
    if row.proposed_by_id is not None and same_user(actor, row.proposed_by_id):
        return refused(_("Lo scarto lo approva una persona diversa da chi lo propone."))
    return held
