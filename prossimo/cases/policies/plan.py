"""Who may read, write and sign the project of a case."""

from django.utils.translation import gettext as _

from prossimo.accounts.rules import Actor
from prossimo.cases.models import Case, Goal, Plan
from prossimo.cases.policies.cases import may_lead_case, may_read_plan, may_write_case
from prossimo.core.policy import GRANTED, Verdict, refused


def may_read_project(actor: Actor, plan: Plan) -> Verdict:
    """Twin of `PlanQuerySet.visible_to`."""
    return may_read_plan(actor, plan.case)


def may_read_goal(actor: Actor, goal: Goal) -> Verdict:
    """Twin of `OfPlan.visible_to`."""
    return may_read_plan(actor, goal.plan.case)


def may_write_plan(actor: Actor, case: Case) -> Verdict:
    """Write goals, gather answers and signatures: who follows the case and was given its project."""
    if not (readable := may_read_plan(actor, case)):
        return readable
    if not (writable := may_write_case(actor, case)):
        return writable
    return GRANTED if case.is_live else refused(_("La presa in carico è chiusa."))


def may_lead_plan(actor: Actor, case: Case) -> Verdict:
    """Let a project begin, suspend it, end it: the owner of the case."""
    if not (writable := may_write_plan(actor, case)):
        return writable
    return may_lead_case(actor, case)
