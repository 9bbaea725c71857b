"""A project told on a screen: how it stands, each goal with what was answered and who does what."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prossimo.accounts.rules import Actor
from prossimo.cases.choices import Answer, BudgetPeriod, GoalState, PlanState, Side
from prossimo.cases.models import BudgetLine, Commitment, Goal, Plan, PlanAction, PlanStep
from prossimo.cases.queries.agreed import LastAnswer, answers_of
from prossimo.cases.queries.pact import (
    actions_of,
    budget_of,
    commitments_of,
    doer_name,
    goals_of,
)
from prossimo.core import wording
from prossimo.core.privacy import NARRATIVE
from prossimo.ui.parts import Entry, Fact, Tone

TONES: dict[str, Tone] = {
    PlanState.DRAFT: "neutral",
    PlanState.SHARED: "info",
    PlanState.SIGNED: "info",
    PlanState.ACTIVE: "good",
    PlanState.IN_REVISION: "warning",
    PlanState.SUSPENDED: "warning",
    PlanState.INTERRUPTED: "bad",
}
GOAL_TONES: dict[str, Tone] = {
    GoalState.OPEN: "info",
    GoalState.REACHED: "good",
    GoalState.PARTLY: "warning",
    GoalState.NOT: "bad",
}
STEPS = {
    "make": gettext_lazy("Progetto cominciato"),
    "share": gettext_lazy("Progetto condiviso"),
    "take_back": gettext_lazy("Progetto da riscrivere"),
    "sign": gettext_lazy("Progetto firmato"),
    "activate": gettext_lazy("Progetto in corso"),
    "suspend": gettext_lazy("Progetto sospeso"),
    "resume": gettext_lazy("Progetto ripreso"),
    "revise": gettext_lazy("Progetto in revisione"),
    "keep": gettext_lazy("Progetto tenuto com'è"),
    "supersede": gettext_lazy("Progetto sostituito da una nuova versione"),
    "end": gettext_lazy("Progetto concluso"),
    "interrupt": gettext_lazy("Progetto interrotto"),
}
A_YEAR = {
    BudgetPeriod.ONCE: 1,
    BudgetPeriod.WEEKLY: 52,
    BudgetPeriod.MONTHLY: 12,
    BudgetPeriod.YEARLY: 1,
}


@dataclass(slots=True)
class ToldAction:
    action: PlanAction
    who: str
    kind: str  # of doer, said only where the name does not say it


@dataclass(slots=True)
class ToldGoal:
    """A goal with everything that hangs on it, ready to be shown."""

    goal: Goal
    tone: Tone
    answer: LastAnswer | None
    actions: list[ToldAction] = field(default_factory=list)

    @property
    def answer_tone(self) -> Tone:
        if self.answer is None or not self.answer.holds:
            return "neutral"
        return "good" if self.answer.answer == Answer.YES else "warning"

    @property
    def answered(self) -> str:
        """«sì, Rosa Bianchi» or what is missing."""
        if self.answer is None:
            return _("nessuna risposta")
        if not self.answer.holds:
            return _("da richiedere: l'obiettivo è cambiato")
        said = self.answer.consent
        who = said.member.person.full_name if said.member else said.name
        return f"{said.get_answer_display()}, {who}"


def told_goals(actor: Actor, plan: Plan) -> list[ToldGoal]:
    goals = goals_of(actor, plan)
    answers = answers_of(actor, goals)
    told = {
        goal.pk: ToldGoal(goal, GOAL_TONES.get(goal.state, "neutral"), answers.get(goal.pk))
        for goal in goals
    }
    for action in actions_of(actor, plan):
        if action.goal_id in told:
            kind = str(action.get_doer_display()) if action.name else ""
            told[action.goal_id].actions.append(ToldAction(action, doer_name(action), kind))
    return list(told.values())


def told_commitments(actor: Actor, plan: Plan) -> list[tuple[str, list[Commitment]]]:
    """What each side commits to."""
    rows = commitments_of(actor, plan)
    return [(str(side.label), [each for each in rows if each.side == side]) for side in Side]


def told_budget(actor: Actor, plan: Plan) -> dict[str, Any]:
    """The lines, each with its words, and what they make in a year."""
    rows = budget_of(actor, plan)
    return {
        "budget": [(row, wording.euro(row.cents)) for row in rows],
        "a_year": wording.euro(in_a_year(rows)) if rows else "",
    }


def in_a_year(rows: Sequence[BudgetLine]) -> int:
    """What the lines make in twelve months; what is given once counts once."""
    return sum(row.cents * A_YEAR[BudgetPeriod(row.period)] for row in rows)


def plan_facts(actor: Actor, plan: Plan) -> list[Fact]:
    tells = actor.ceiling >= NARRATIVE
    days = (
        (_("Condiviso il"), plan.shared_on),
        (_("Firmato il"), plan.signed_on),
        (_("Vale dal"), plan.valid_from),
        (_("Fino al"), plan.valid_to),
        (_("Da rivedere il"), plan.review_on),
        (_("Sospeso dal"), plan.suspended_on),
        (_("Finito il"), plan.ended_on),
    )
    found = [
        *[Fact(label, wording.day(day)) for label, day in days if day],
        Fact(_("Si rivede ogni"), _("%(n)s giorni") % {"n": plan.review_every}),
        Fact(_("Com'è andato"), str(plan.get_outcome_display()) if plan.outcome else ""),
        Fact(_("Che cosa si è concluso"), plan.ending if tells else "", wide=True),
        Fact(_("Perché questa versione"), plan.reason if tells else "", wide=True),
    ]
    return [fact for fact in found if fact.value]


def step_entries(steps: Sequence[PlanStep], *, tells: bool, url: str = "") -> list[Entry]:
    return [
        Entry(
            title=str(STEPS.get(step.name, step.name)),
            when=step.at,
            text=step.note if tells else "",
            kind=_("progetto"),
            icon="check-circle",
            url=url,
            by=step.by.get_full_name() if step.by else "",
        )
        for step in steps
    ]
