"""A case is closed: what became of its projects, goal by goal, of its tasks, and how it went."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from prossimo.accounts.rules import Actor
from prossimo.cases.choices import FORCE_STATES, GoalState
from prossimo.cases.models import Case, Goal, Plan
from prossimo.cases.operations.ending import live_projects, settle_tasks
from prossimo.cases.operations.moving import case_moved, locked_case, not_ahead
from prossimo.cases.operations.plan_lines import state_line
from prossimo.cases.operations.planning import end_plan, interrupt_plan
from prossimo.cases.policies.cases import may_staff_case
from prossimo.cases.policies.plan import may_lead_plan
from prossimo.cases.rules import outcome_of_project
from prossimo.core.periods import today

CONCLUDED, STOPPED = "end", "stop"


@dataclass(frozen=True, slots=True)
class Ending:
    """What becomes of a project: it is concluded goal by goal, or stopped with a reason."""

    how: str
    why: str = ""
    goals: Mapping[UUID, tuple[str, str]] = field(default_factory=dict)  # state, its evidence


Endings = Mapping[UUID, Ending]


@transaction.atomic
def close_case(
    case: Case,
    *,
    by: Actor,
    expected: int,
    outcome: str,
    closing: str,
    day: dt.date | None = None,
    follow_up_on: dt.date | None = None,
    tasks: str = "",
    tasks_why: str = "",
    endings: Endings | None = None,
    plans_why: str = "",
) -> Case:
    """Conclude with an outcome, in words, and say when the person is heard again.

    `plans_why` stops the projects of which nothing else is said, those that one may not read too.
    Raises `ValidationError` where the words or the dates are missing or disagree, or tasks or
    projects are open and nobody says what becomes of them.
    """
    held = locked_case(case, by, may_staff_case)
    if not outcome:
        raise ValidationError({"outcome": _("Scegli com'è andata.")})
    if not closing.strip():
        raise ValidationError({"closing": _("Scrivi che cosa si è concluso.")})
    when = not_ahead(day or today())
    if when < (held.taken_on or held.reported_on):
        raise ValidationError({"day": _("Non può chiudersi prima di cominciare.")})
    settle_tasks(held, state=tasks, why=tasks_why)
    for plan in projects_to_end(by, held):
        said = (endings or {}).get(plan.pk) or Ending(
            STOPPED if plans_why.strip() else "", plans_why
        )
        _settle(plan, by, said, when, closing)
    _stop_the_others(held, plans_why)
    changes = {
        "closed_on": when, "outcome": outcome, "closing": closing.strip(), "suspended_on": None,
        "follow_up_on": follow_up_on,
    }  # fmt: skip
    return case_moved(held, "close", by, expected, changes)


def projects_to_end(by: Actor, case: Case) -> list[Plan]:
    """The projects in force that one may lead: of the others the database tells how many they are."""
    if not may_lead_plan(by, case):
        return []
    rows = Plan.objects.visible_to(by).filter(case=case, state__in=FORCE_STATES)
    return list(rows.select_related("case").order_by("kind", "number"))


def goals_to_end(by: Actor, plans: Iterable[Plan]) -> dict[UUID, list[Goal]]:
    """Project by project, the goals of which nobody has said yet how they went."""
    found: dict[UUID, list[Goal]] = {plan.pk: [] for plan in plans}
    rows = Goal.objects.visible_to(by).filter(plan__in=found, state=GoalState.OPEN)
    for goal in rows.select_related("plan__case").order_by("position", "pk"):
        found[goal.plan_id].append(goal)
    return found


def _settle(plan: Plan, by: Actor, said: Ending, when: dt.date, closing: str) -> None:
    key = f"plan_{plan.pk.hex}"
    if said.how == STOPPED:
        if not said.why.strip():
            raise ValidationError({f"{key}_why": _("Scrivi perché si interrompe.")})
        interrupt_plan(plan, by=by, expected=plan.version, why=said.why)
    elif said.how == CONCLUDED:
        states = _goals_told(plan, by, said, when)
        outcome = outcome_of_project(states)
        ending = said.why.strip() or closing.strip()
        end_plan(plan, by=by, expected=plan.version, outcome=outcome, ending=ending, day=when)
    else:
        raise ValidationError({key: _("C'è un progetto in corso: scegli che cosa ne è.")})


def _goals_told(plan: Plan, by: Actor, said: Ending, when: dt.date) -> list[str]:
    """Each goal that is still open is told now; how all of them went."""
    for goal in goals_to_end(by, [plan])[plan.pk]:
        key = f"goal_{goal.pk.hex}"
        state, why = said.goals.get(goal.pk, ("", ""))
        if not state or state == GoalState.OPEN:
            raise ValidationError(
                {key: _("Scrivi com'è andata: %(goal)s") % {"goal": goal.statement}}
            )
        if not why.strip():
            raise ValidationError(
                {
                    f"{key}_why": _("Scrivi da che cosa lo si vede: %(goal)s")
                    % {"goal": goal.statement}
                }
            )
        state_line(goal, by=by, expected=goal.version, state=state, why=why, day=when)
    goals = Goal.objects.visible_to(by).filter(plan=plan)
    return [str(state) for state in goals.values_list("state", flat=True)]


def _stop_the_others(case: Case, why: str) -> None:
    """What was still being written, and what one may not read: stopped, with the reason that was given."""
    projects = live_projects(case)
    if projects.in_force and not why.strip():
        raise ValidationError(
            {
                "plans_why": _(
                    "C'è un progetto in corso che non puoi leggere: scrivi perché si interrompe."
                )
            }
        )
    if projects.any:
        said = why.strip() or _("La presa in carico si è chiusa.")
        with connection.cursor() as cursor:
            cursor.execute("SELECT wall.stop_projects(%s, %s)", [case.pk, said])
