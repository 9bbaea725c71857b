"""What is written in a project while it is a draft, and how each thing went once it holds."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from prossimo.access.faults import in_words
from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.rules import Actor
from prossimo.cases.choices import Doer, GoalState, PlanState
from prossimo.cases.models import CaseNeed, Goal, GoalNeed, Plan, PlanAction
from prossimo.cases.models.plan import PlanPiece
from prossimo.cases.operations.planning import KIND, locked_plan
from prossimo.cases.policies.plan import may_write_plan
from prossimo.core.concurrency import save_versioned
from prossimo.core.periods import today

P = TypeVar("P", bound=PlanPiece)
OF_DOER = {
    Doer.MEMBER: "member",
    Doer.WORKER: "post",
    Doer.SERVICE: "service",
    Doer.BODY: "organisation",
}


@transaction.atomic
def add_goal(
    plan: Plan, *, by: Actor, values: Mapping[str, Any], needs: Iterable[CaseNeed] = ()
) -> Goal:
    """Something to reach, said so that one can see it."""
    _check_horizon(values)
    goal = _added(Goal, plan, by, values)
    _answer_needs(goal, needs)
    return goal


@transaction.atomic
def change_goal(
    goal: Goal, *, by: Actor, expected: int, values: Mapping[str, Any],
    needs: Iterable[CaseNeed] | None = None,
) -> Goal:  # fmt: skip
    """Raises `StaleVersion` with both texts where somebody else changed it meanwhile."""
    _check_horizon(values)
    saved = _changed(goal, by, expected, values)
    if needs is not None:
        wanted = {need.pk for need in needs}
        kept = GoalNeed.objects.visible_to(by).filter(goal=saved)
        for row in kept.exclude(need__in=wanted):
            row.delete()
        known = set(kept.values_list("need", flat=True))
        _answer_needs(saved, [need for need in needs if need.pk not in known])
    return saved


@transaction.atomic
def add_action(goal: Goal, *, by: Actor, values: Mapping[str, Any]) -> PlanAction:
    """Who does what for a goal, with what stands for its kind of doer and nothing else."""
    return _added(PlanAction, goal.plan, by, {**_done_by(values), "goal": goal})


@transaction.atomic
def change_action(
    action: PlanAction, *, by: Actor, expected: int, values: Mapping[str, Any]
) -> PlanAction:
    return _changed(action, by, expected, _done_by(values))


@transaction.atomic
def add_line(model: type[P], plan: Plan, *, by: Actor, values: Mapping[str, Any]) -> P:
    """A commitment, or a line of the budget."""
    return _added(model, plan, by, values)


@transaction.atomic
def change_line(piece: P, *, by: Actor, expected: int, values: Mapping[str, Any]) -> P:
    return _changed(piece, by, expected, values)


@transaction.atomic
def remove_line(piece: PlanPiece, *, by: Actor) -> None:
    """Take away from a draft: a version that was shared keeps what it said."""
    held = _draft(piece.plan, by)
    piece.delete()
    journal.note(Action.CHANGE, KIND, held.pk)


@transaction.atomic
def state_line(
    piece: P, *, by: Actor, expected: int, state: str, why: str = "", day: dt.date | None = None
) -> P:
    """How a goal, an action, a commitment went: seen on a day, from something."""
    held = locked_plan(piece.plan, by, may_write_plan)
    if not held.in_force:
        raise ValidationError(_("Il progetto non è in corso: non c'è ancora niente da vedere."))
    when = day or today()
    if when > today():
        raise ValidationError({"day": _("Si segna quando è accaduto: non nel futuro.")})
    closed = state not in {"open", "planned"}
    if isinstance(piece, Goal) and state != GoalState.OPEN and not why.strip():
        raise ValidationError({"why": _("Scrivi da che cosa lo si vede.")})
    values = {"state": state, "stated_on": when if closed else None, "stated_why": why.strip()}
    saved = save_versioned(piece, values, expected=expected)
    journal.note(Action.CHANGE, KIND, held.pk)
    return saved


def _added(model: type[P], plan: Plan, by: Actor, values: Mapping[str, Any]) -> P:
    held = _draft(plan, by)
    siblings: Any = model._default_manager.filter(plan=held)
    last = siblings.unscoped("told by the project").aggregate(last=Max("position"))["last"]
    row = model(plan=held, position=(last or 0) + 1, **values)
    _of_the_case(row, held)
    row.clean_fields(exclude=set(_relations(model)))
    with in_words(model):
        row.save(force_insert=True)
    journal.note(Action.CREATE, KIND, held.pk)
    return row


def _changed(piece: P, by: Actor, expected: int, values: Mapping[str, Any]) -> P:
    held = _draft(piece.plan, by)
    with in_words(type(piece)):
        saved = save_versioned(piece, values, expected=expected)
    _of_the_case(saved, held)
    journal.note(Action.CHANGE, KIND, held.pk)
    return saved


def _draft(plan: Plan, by: Actor) -> Plan:
    held = locked_plan(plan, by, may_write_plan)
    if held.state != PlanState.DRAFT:
        raise ValidationError(_("È già stato condiviso: per cambiarlo, torna a scriverlo."))
    return held


def _of_the_case(piece: Any, plan: Plan) -> None:
    """Nobody of another case, no goal of another project."""
    member, goal = getattr(piece, "member", None), getattr(piece, "goal", None)
    if member is not None and member.case_id != plan.case_id:
        raise ValidationError({"member": _("Non è in questa presa in carico.")})
    if goal is not None and goal.plan_id != plan.pk:
        raise ValidationError({"goal": _("È l'obiettivo di un altro progetto.")})


def _done_by(values: Mapping[str, Any]) -> dict[str, Any]:
    kept = dict(values)
    wanted = OF_DOER.get(Doer(kept["doer"]))
    for name in OF_DOER.values():
        if name != wanted:
            kept[name] = None
    if wanted:
        kept["name"] = ""
    if not kept.get(wanted or "name"):
        raise ValidationError({wanted or "name": _("Scrivi chi lo fa.")})
    return kept


def _answer_needs(goal: Goal, needs: Iterable[CaseNeed]) -> None:
    for need in needs:
        if need.case_id != goal.plan.case_id:
            raise ValidationError({"needs": _("È il bisogno di un'altra presa in carico.")})
        GoalNeed(goal=goal, need=need).save(force_insert=True)


def _check_horizon(values: Mapping[str, Any]) -> None:
    horizon = values.get("horizon_on")
    if horizon is not None and horizon < today():
        raise ValidationError({"horizon_on": _("Serve un giorno da oggi in poi.")})


def _relations(model: type[PlanPiece]) -> list[str]:
    return [field.name for field in model._meta.concrete_fields if field.is_relation]
