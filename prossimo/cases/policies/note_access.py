"""Who may read by law what only its author reads, and who sees that it was read."""

from django.utils.translation import gettext as _

from prossimo.accounts.policies import REASONS, same_user, verdict
from prossimo.accounts.rules import Actor, Reach, Resource, Right
from prossimo.cases.models import Case, NoteAccess
from prossimo.cases.policies.cases import may_assign_case
from prossimo.core.policy import GRANTED, Verdict, refused


def may_open_note(actor: Actor, case: Case) -> Verdict:
    """Who coordinates the place of the case; never of one that is reserved."""
    if not (assigns := may_assign_case(actor, case)):
        return assigns
    if actor.reach(Right.CASE_ASSIGN) is not Reach.AMBITO:
        return refused(_("Lo fa chi coordina il servizio."))
    if not (
        here := verdict(actor, Right.CASE_ASSIGN, Resource(case.ambito_id, case.municipality_id))
    ):
        return here
    return refused(str(REASONS["other_case"])) if case.restricted else GRANTED


def may_read_access(actor: Actor, access: NoteAccess) -> Verdict:
    """Twin of `NoteAccessQuerySet.visible_to`."""
    if same_user(actor, access.user_id) or same_user(actor, access.author_id):
        return GRANTED
    where = Resource(access.ambito_id, access.municipality_id)
    return verdict(actor, Right.GLASS_REVIEW, where)
