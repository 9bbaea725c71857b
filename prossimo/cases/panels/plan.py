"""The project on the page of a case: its sheet, what was agreed, what was promised, what happened."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.rules import Actor
from prossimo.cases.choices import (
    FORCE_STATES,
    ActionState,
    CaseState,
    GoalState,
    Intensity,
    PlanKind,
    PlanState,
)
from prossimo.cases.models import Case, Goal, GoalConsent, Plan, PlanAction, PlanStep
from prossimo.cases.page import (
    CaseMoments,
    CasePanel,
    CasePromises,
    CaseTab,
    Promise,
    case_moments,
    case_panels,
    case_promises,
    case_tabs,
)
from prossimo.cases.plan_rules import sign_by
from prossimo.cases.plan_words import GOAL_TONES, step_entries
from prossimo.cases.policies.cases import may_read_plan
from prossimo.cases.queries.pact import doer_name
from prossimo.citizens.models import Person
from prossimo.citizens.panels import Copied, person_copies
from prossimo.core import pdf, wording
from prossimo.core.privacy import NARRATIVE
from prossimo.ui.parts import Entry, Tone

IN_HAND = (PlanState.DRAFT, PlanState.SHARED, PlanState.SIGNED, *FORCE_STATES)
STILL = (ActionState.PLANNED, ActionState.GOING)


@dataclass(frozen=True, slots=True)
class Linked:
    """A goal and where it is told."""

    row: Goal
    url: str

    @property
    def tone(self) -> Tone:
        return GOAL_TONES.get(self.row.state, "neutral")


def agreed_panel(actor: Actor, case: Case) -> dict[str, Any] | None:
    """The goals of what is in force; before that, of what is being written."""
    rows = list(
        Goal.objects.visible_to(actor)
        .filter(plan__case=case, plan__state__in=IN_HAND)
        .select_related("plan")
    )
    in_force = {goal.plan.kind for goal in rows if goal.plan.in_force}
    rows = [goal for goal in rows if goal.plan.in_force or goal.plan.kind not in in_force]
    if not rows:
        return None
    journal.shown(Action.LIST, rows)
    return {"goals": [Linked(goal, f"{_address(case, goal.plan_id)}#{goal.line}") for goal in rows]}


def plan_moments(actor: Actor, case: Case, most: int) -> list[Entry]:
    """The moves of the projects, and each answer on a goal."""
    tells = actor.ceiling >= NARRATIVE
    steps = PlanStep.objects.visible_to(actor, case).select_related("by")
    entries = []
    for step in steps.order_by("-at", "-pk")[:most]:
        entries += step_entries([step], tells=tells, url=_address(case, step.plan_id))
    answers = GoalConsent.objects.visible_to(actor, case)
    rows = answers.select_related("goal", "member__person", "noted_by").order_by("-at", "-pk")
    for row in rows[:most]:
        who = row.member.person.full_name if row.member else row.name
        said = {"who": who, "answer": row.get_answer_display()}
        entries.append(
            Entry(
                title=_("%(who)s dice %(answer)s a un obiettivo") % said,
                when=row.at,
                text=row.goal.statement if tells else "",
                kind=_("progetto"),
                icon="comment",
                url=_address(case, row.goal.plan_id),
                by=row.noted_by.get_full_name(),
            )
        )
    return entries


def plan_promises(actor: Actor, case: Case) -> list[Promise]:
    """Open goals and actions of what is in force, its review, its end; and the pact still to sign."""
    plans = list(Plan.objects.visible_to(actor, case).order_by("created_at", "pk"))
    found = _to_sign(case, plans)
    in_force = {plan.pk: plan for plan in plans if plan.in_force}
    for plan in in_force.values():
        if plan.review_on and plan.state == PlanState.ACTIVE:
            found.append(_of(case, plan, _("Rivedere il progetto"), plan.review_on))
        if plan.valid_to:
            found.append(_of(case, plan, _("Fine del progetto"), plan.valid_to))
    if in_force:
        found += _of_goals(actor, case, in_force)
    return found


def _of_goals(actor: Actor, case: Case, plans: dict[Any, Plan]) -> list[Promise]:
    goals = Goal.objects.visible_to(actor).filter(plan__in=plans, state=GoalState.OPEN)
    found = [
        _of(case, plans[goal.plan_id], goal.statement, goal.horizon_on,
            who=goal.member.person.full_name if goal.member else "", kind=_("obiettivo"))
        for goal in goals.select_related("member__person")
    ]  # fmt: skip
    actions = PlanAction.objects.visible_to(actor).filter(
        plan__in=plans, state__in=STILL, to_on__isnull=False
    )
    for action in actions.select_related(
        "member__person", "post__user", "service__organisation", "organisation"
    ):
        plan = plans[action.plan_id]
        who = doer_name(action)
        found.append(_of(case, plan, action.what, action.to_on, who=who, kind=_("azione")))
    return found


def _to_sign(case: Case, plans: list[Plan]) -> list[Promise]:
    """By when the first project of a case has to be signed, until one is."""
    asked = case.state in {CaseState.IN_CHARGE, CaseState.SUSPENDED}
    if not asked or case.taken_on is None or any(plan.signed_on for plan in plans):
        return []
    making = next((plan for plan in reversed(plans) if not plan.is_over), None)
    if making is None and case.intensity == Intensity.PREVENTION:
        return []
    kind = making.kind if making else ""
    label = PlanKind(kind).label if kind else _("progetto")
    title = _("%(what)s da firmare") % {"what": str(label).capitalize()}
    due = sign_by(case.taken_on, kind)
    return [Promise(title, due, url=reverse("cases:plans", args=[case.pk]), kind=_("progetto"))]


def _of(
    case: Case, plan: Plan, title: str, due: dt.date | None, *, who: str = "", kind: str = ""
) -> Promise:
    url = _address(case, plan.pk)
    return Promise(title, due, who=who, url=url, kind=kind or str(plan.get_kind_display()))


def _address(case: Case, plan_id: Any) -> str:
    return reverse("cases:plan", args=[case.pk, plan_id])


def plan_printed(actor: Actor, case: Case) -> list[pdf.Section]:
    """What is in hand, goal by goal, with how each stands: the pact is a sheet of its own."""
    rows = [
        [
            goal.statement,
            str(goal.get_theme_display()),
            wording.day(goal.horizon_on),
            str(goal.get_state_display()),
            goal.stated_why,
        ]
        for goal in Goal.objects.visible_to(actor, case).filter(plan__state__in=IN_HAND)
    ]
    head = [_("Obiettivo"), _("Tema"), _("Entro il"), _("A che punto è"), _("Da che cosa si vede")]
    title = _("Il progetto")
    if not rows:
        return [pdf.Section(title, empty=_("Nessun progetto in corso."))]
    return [pdf.Section(title, rows=pdf.Rows(head, rows))]


def plans_copied(actor: Actor, person: Person) -> list[pdf.Section]:
    """The projects of a person as they get them back (GDPR art. 15): goals, how each went."""
    plans = Plan.objects.visible_to(actor).filter(case__person=person)
    rows = list(plans.order_by("created_at", "pk"))
    if not rows:
        return []
    journal.shown(Action.EXPORT, rows)
    goals: dict[Any, list[Goal]] = {}
    for goal in Goal.objects.visible_to(actor).filter(plan__in=rows):
        goals.setdefault(goal.plan_id, []).append(goal)
    moments = [
        pdf.Moment(
            when=wording.day(plan.valid_from or plan.created_at.date()),
            title=f"{plan}: {plan.get_state_display()}",
            text="\n".join([plan.aim, *map(_told, goals.get(plan.pk, [])), plan.ending]).strip(),
        )
        for plan in rows
    ]
    return [pdf.Section(_("Progetti"), moments=moments)]


def _told(goal: Goal) -> str:
    said = f"{goal.statement}: {goal.get_state_display()}"
    return f"{said} ({goal.stated_why})" if goal.stated_why else said


case_tabs.add(
    CaseTab(
        key="project",
        label=gettext_lazy("Progetto"),
        order=10,
        url_name="cases:plans",
        policy=may_read_plan,
    )
)
case_panels.add(
    CasePanel(
        key="agreed",
        label=gettext_lazy("Che cosa abbiamo concordato"),
        order=10,
        build=agreed_panel,
        template="cases/parts/plan_panel.html",
        policy=may_read_plan,
    )
)
case_moments.add(
    CaseMoments(
        key="progetto",
        label=gettext_lazy("Progetto"),
        order=20,
        build=plan_moments,
        policy=may_read_plan,
    )
)
case_promises.add(CasePromises(key="project", order=10, build=plan_promises, policy=may_read_plan))
person_copies.add(Copied(key="plans", label=gettext_lazy("Progetti"), order=41, build=plans_copied))
