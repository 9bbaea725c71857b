"""Projects in every state, with goals, actions, commitments, money, answers and signatures."""

import datetime as dt

import factory

from prossimo.cases.choices import FORCE_STATES, OVER_STATES, MemberRole, PlanState
from prossimo.cases.models import (
    BudgetLine,
    CaseMember,
    Commitment,
    Goal,
    GoalConsent,
    GoalNeed,
    Plan,
    PlanAction,
    PlanSignature,
    PlanStep,
)
from prossimo.cases.queries.pact import goal_fingerprint
from prossimo.core.periods import today
from tests.arranging import ArrangedFactory
from tests.cases.factories import CaseFactory, CaseNeedFactory

S = PlanState
TOLD = {
    "kind": "inclusion_pact", "number": 1, "case": "2026/00001", "body": "Ambito", "person": "Rosa",
    "born_on": "", "people": [], "worker": "Ugo", "aim": "Una casa in cui stare", "reason": "",
    "review_every": 90, "goals": [], "commitments": [], "budget": [],
}  # fmt: skip
UNSIGNED = {S.DRAFT, S.SHARED, S.INTERRUPTED}


def subject_of(case):
    """Who the case is about, as a member of it."""
    rows = CaseMember.objects.unscoped("for a test").filter(case=case, role=MemberRole.SUBJECT)
    return rows.get(person=case.person_id)


class PlanFactory(ArrangedFactory):
    """A version of a project, filled as far as its state asks."""

    class Meta:
        model = Plan

    case = factory.SubFactory(CaseFactory)
    kind = "inclusion_pact"
    state = S.DRAFT
    aim = "Una casa in cui stare"
    made_by = factory.LazyAttribute(
        lambda plan: plan.case.owner.user if plan.case.owner else plan.case.opened_by
    )
    agreed = factory.LazyAttribute(lambda plan: None if plan.state == S.DRAFT else TOLD)
    fingerprint = factory.LazyAttribute(lambda plan: "" if plan.state == S.DRAFT else "f" * 64)
    shared_on = factory.LazyAttribute(
        lambda plan: None if plan.state == S.DRAFT else today() - dt.timedelta(days=20)
    )
    signed_on = factory.LazyAttribute(
        lambda plan: None if plan.state in UNSIGNED else today() - dt.timedelta(days=10)
    )
    valid_from = factory.LazyAttribute(
        lambda plan: (
            today() - dt.timedelta(days=10)
            if plan.state in {*FORCE_STATES, S.ENDED, S.SUPERSEDED}
            else None
        )
    )
    suspended_on = factory.LazyAttribute(
        lambda plan: today() if plan.state == S.SUSPENDED else None
    )
    ended_on = factory.LazyAttribute(lambda plan: today() if plan.state in OVER_STATES else None)


class GoalFactory(ArrangedFactory):
    class Meta:
        model = Goal

    plan = factory.SubFactory(PlanFactory)
    theme = "home"
    statement = "Trovare una casa che costi meno di un terzo di quanto entra"
    indicator = "Contratto firmato"
    baseline = "Sfratto a marzo"
    target = "Contratto di quattro anni"
    horizon_on = factory.LazyFunction(lambda: today() + dt.timedelta(days=90))


class GoalNeedFactory(ArrangedFactory):
    class Meta:
        model = GoalNeed

    goal = factory.SubFactory(GoalFactory)
    need = factory.SubFactory(CaseNeedFactory, case=factory.SelfAttribute("..goal.plan.case"))


class PlanActionFactory(ArrangedFactory):
    class Meta:
        model = PlanAction

    goal = factory.SubFactory(GoalFactory)
    plan = factory.SelfAttribute("goal.plan")
    what = "Accompagna a vedere le case"
    doer = "neighbour"
    name = "La signora Pina"


class CommitmentFactory(ArrangedFactory):
    class Meta:
        model = Commitment

    plan = factory.SubFactory(PlanFactory)
    side = "person"
    what = "Andare agli appuntamenti dell'agenzia"


class BudgetLineFactory(ArrangedFactory):
    class Meta:
        model = BudgetLine

    plan = factory.SubFactory(PlanFactory)
    source = "town"
    item = "Contributo per la caparra"
    cents = 90_000
    period = "once"


class GoalConsentFactory(ArrangedFactory):
    class Meta:
        model = GoalConsent

    goal = factory.SubFactory(GoalFactory)
    answer = "yes"
    member = factory.LazyAttribute(lambda row: subject_of(row.goal.plan.case))
    fingerprint = factory.LazyAttribute(lambda row: goal_fingerprint(row.goal))
    noted_by = factory.SelfAttribute("goal.plan.made_by")


class PlanSignatureFactory(ArrangedFactory):
    class Meta:
        model = PlanSignature

    plan = factory.SubFactory(PlanFactory, state=S.SHARED)
    role = "person"
    member = factory.LazyAttribute(lambda row: subject_of(row.plan.case))
    name = factory.LazyAttribute(lambda row: row.plan.case.person.full_name)
    way = "paper"
    fingerprint = factory.SelfAttribute("plan.fingerprint")
    noted_by = factory.SelfAttribute("plan.made_by")


class PlanStepFactory(ArrangedFactory):
    class Meta:
        model = PlanStep

    plan = factory.SubFactory(PlanFactory)
    name = "make"
    target = "draft"
    by = factory.SelfAttribute("plan.made_by")


def project_of(case, **more):
    """A project of the case with a row of everything a project is made of."""
    goal = GoalFactory(plan=PlanFactory(case=case, **{"state": S.SHARED, **more}))
    GoalNeedFactory(goal=goal)
    PlanActionFactory(goal=goal)
    CommitmentFactory(plan=goal.plan)
    BudgetLineFactory(plan=goal.plan)
    GoalConsentFactory(goal=goal)
    PlanSignatureFactory(plan=goal.plan)
    PlanStepFactory(plan=goal.plan)
    return goal.plan


def projects_in_the_world(case, words):
    """A draft, one put before who signs, one in force with the draft's kind: full of these words."""
    running = project_of(case, state=S.IN_REVISION, aim=words, ending=words)
    plan = PlanFactory(case=case, number=2, previous=running, aim=words, reason=words)
    goal = GoalFactory(plan=plan, statement=words, indicator=words, baseline=words, target=words)
    PlanActionFactory(goal=goal, what=words)
    CommitmentFactory(plan=plan, what=words)
    BudgetLineFactory(plan=plan, item=words)
    return {
        "plan": plan,
        "goal": goal,
        "running": running,
        "running_goal": GoalFactory(plan=running, statement=words, stated_why=words),
        "shared": GoalFactory(
            plan=PlanFactory(case=case, kind="care_plan", state=S.SHARED), statement=words
        ).plan,
    }
