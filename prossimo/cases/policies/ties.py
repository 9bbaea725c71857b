"""Who may read and draw the network around a case."""

from prossimo.accounts.rules import Actor, Right
from prossimo.cases.models import Case, CaseTie
from prossimo.cases.policies.cases import may_read_part, may_write_case
from prossimo.core.policy import Verdict


def may_read_network(actor: Actor, case: Case) -> Verdict:
    """Who was given that part of the case."""
    return may_read_part(actor, case, "network", Right.CASE_READ)


def may_read_tie(actor: Actor, tie: CaseTie) -> Verdict:
    """Twin of `CaseTieQuerySet.visible_to`."""
    return may_read_network(actor, tie.case)


def may_write_network(actor: Actor, case: Case) -> Verdict:
    if not (readable := may_read_network(actor, case)):
        return readable
    return may_write_case(actor, case)
