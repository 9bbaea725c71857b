"""Who may read and keep the services run together with other bodies, and bring cases into them."""

from django.utils.translation import gettext as _

from prossimo.accounts.policies import REASONS, may
from prossimo.accounts.rules import Actor, Right
from prossimo.cases.models import Case, CaseActivity, JointService
from prossimo.cases.policies.cases import may_read_case, may_write_case
from prossimo.core.policy import GRANTED, Verdict, refused

KEEPERS = (Right.CASE_ASSIGN, Right.NETWORK_MANAGE)


def may_keep_joints(actor: Actor) -> Verdict:
    """Who coordinates cases, and who keeps the network."""
    if any(actor.has(right) for right in KEEPERS):
        return GRANTED
    return refused(str(REASONS["no_right"]))


def may_read_joint(actor: Actor, service: JointService) -> Verdict:
    """Twin of `JointServiceQuerySet.visible_to`: agreements are no secret to who works here."""
    if not (held := may(actor, Right.NETWORK_READ)):
        return held
    if service.ambito_id != actor.ambito_id:
        return refused(str(REASONS["other_ambito"]))
    return GRANTED


def may_keep_joint(actor: Actor, service: JointService) -> Verdict:
    if not (readable := may_read_joint(actor, service)):
        return readable
    return may_keep_joints(actor)


def may_attach(actor: Actor, case: Case) -> Verdict:
    """Bring a case into an activity: who writes in it, while it is open."""
    if not (writable := may_write_case(actor, case)):
        return writable
    return GRANTED if case.is_live else refused(_("La presa in carico è chiusa."))


def may_read_case_activity(actor: Actor, row: CaseActivity) -> Verdict:
    """Twin of `OfCase.visible_to`."""
    return may_read_case(actor, row.case)
