"""The text of a project as it is put before who signs it: data, not yet words of ours."""

import hashlib
import json
from typing import Any

from prossimo.accounts.rules import Actor
from prossimo.cases.choices import Doer, GoalState
from prossimo.cases.models import (
    BudgetLine,
    Case,
    CaseMember,
    Commitment,
    Goal,
    GoalNeed,
    Plan,
    PlanAction,
)
from prossimo.core.periods import today

Told = dict[str, Any]


def fingerprint_of(told: Told) -> str:
    """The same text has the same fingerprint, wherever and whenever it is read."""
    plain = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def goal_fingerprint(goal: Goal) -> str:
    """What a yes was said to: changed words ask for a new answer."""
    said = [
        goal.theme, goal.statement, goal.indicator, goal.baseline, goal.target,
        str(goal.horizon_on), str(goal.member_id or ""),
    ]  # fmt: skip
    return hashlib.sha256("\x1f".join(said).encode()).hexdigest()


def text_of(actor: Actor, plan: Plan) -> Told:
    """Everything that is agreed, with the names as they are known today; no word of ours in it."""
    goals = goals_of(actor, plan)
    actions = actions_of(actor, plan)
    return {
        "kind": plan.kind,
        "number": plan.number,
        "case": plan.case.number,
        "body": plan.case.ambito.name,
        "person": plan.case.person.full_name,
        "born_on": _iso(plan.case.person.born_on),
        "people": [each.person.full_name for each in _people(actor, plan.case)],
        "worker": plan.case.owner.user.get_full_name() if plan.case.owner else "",
        "aim": plan.aim,
        "reason": plan.reason,
        "review_every": plan.review_every,
        "goals": [
            _goal(goal, [each for each in actions if each.goal_id == goal.pk]) for goal in goals
        ],
        "commitments": [
            {"side": each.side, "who": _member(each.member), "what": each.what}
            for each in commitments_of(actor, plan)
        ],
        "budget": [
            {"source": each.source, "item": each.item, "cents": each.cents, "period": each.period}
            for each in budget_of(actor, plan)
        ],
    }


def goals_of(actor: Actor, plan: Plan) -> list[Goal]:
    rows = Goal.objects.visible_to(actor).filter(plan=plan).exclude(state=GoalState.DROPPED)
    goals = list(rows.select_related("member__person"))
    answered = GoalNeed.objects.visible_to(actor).filter(goal__in=goals)
    named: dict[Any, list[str]] = {}
    for each in answered.select_related("need__need"):
        named.setdefault(each.goal_id, []).append(str(each.need.need))
    for goal in goals:
        goal.need_names = named.get(goal.pk, [])
    return goals


def actions_of(actor: Actor, plan: Plan) -> list[PlanAction]:
    rows = PlanAction.objects.visible_to(actor).filter(plan=plan)
    return list(
        rows.select_related("member__person", "post__user", "service__organisation", "organisation")
    )


def commitments_of(actor: Actor, plan: Plan) -> list[Commitment]:
    rows = Commitment.objects.visible_to(actor).filter(plan=plan)
    return list(rows.select_related("member__person"))


def budget_of(actor: Actor, plan: Plan) -> list[BudgetLine]:
    return list(BudgetLine.objects.visible_to(actor).filter(plan=plan).select_related("goal"))


def doer_name(action: PlanAction) -> str:
    """Who does it, by name; what kind of doer they are is said beside it."""
    if action.doer == Doer.MEMBER:
        return _member(action.member)
    if action.doer == Doer.WORKER and action.post is not None:
        return action.post.user.get_full_name()
    if action.doer == Doer.SERVICE and action.service is not None:
        return f"{action.service.name}, {action.service.organisation.name}"
    if action.doer == Doer.BODY and action.organisation is not None:
        return action.organisation.name
    return action.name


def _goal(goal: Goal, actions: list[PlanAction]) -> Told:
    return {
        "theme": goal.theme,
        "statement": goal.statement,
        "indicator": goal.indicator,
        "baseline": goal.baseline,
        "target": goal.target,
        "horizon_on": _iso(goal.horizon_on),
        "who": _member(goal.member),
        "needs": goal.need_names,
        "actions": [
            {
                "what": each.what,
                "doer": each.doer,
                "who": doer_name(each),
                "from_on": _iso(each.from_on),
                "to_on": _iso(each.to_on),
                "frequency": each.frequency,
            }
            for each in actions
        ],
    }


def _people(actor: Actor, case: Case) -> list[CaseMember]:
    rows = CaseMember.objects.visible_to(actor, case).filter(period__contains=today())
    return list(rows.select_related("person").order_by("person__sort_key", "pk"))


def _member(member: CaseMember | None) -> str:
    return member.person.full_name if member is not None else ""


def _iso(day: Any) -> str:
    return day.isoformat() if day else ""
