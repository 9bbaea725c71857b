"""Reads of what was answered and signed: what holds today, and what came before."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from prossimo.accounts.rules import Actor
from prossimo.cases.choices import Answer, SignerRole
from prossimo.cases.models import Goal, GoalConsent, Plan, PlanSignature
from prossimo.cases.queries.pact import goal_fingerprint

ORDER = [str(role) for role in SignerRole]  # the person first


@dataclass(frozen=True, slots=True)
class LastAnswer:
    """The last answer on a goal, and whether it was given to these very words."""

    consent: GoalConsent
    holds: bool

    @property
    def answer(self) -> str:
        return self.consent.answer

    @property
    def is_yes(self) -> bool:
        return self.holds and self.answer == Answer.YES


def answers_of(actor: Actor, goals: Iterable[Goal]) -> dict[Any, LastAnswer]:
    """The last answer of each goal that has one."""
    by_key = {goal.pk: goal for goal in goals}
    rows = GoalConsent.objects.visible_to(actor).filter(goal__in=list(by_key))
    found: dict[Any, LastAnswer] = {}
    for row in rows.select_related("member__person").order_by("at", "pk"):
        said = row.fingerprint == goal_fingerprint(by_key[row.goal_id])
        found[row.goal_id] = LastAnswer(row, said)
    return found


def signatures_of(actor: Actor, plan: Plan) -> list[PlanSignature]:
    """Every signature that was gathered, those under an earlier text too."""
    rows = PlanSignature.objects.visible_to(actor).filter(plan=plan)
    found = list(rows.select_related("representation", "noted_by"))
    return sorted(found, key=lambda row: ORDER.index(row.role))


def holding_signatures(actor: Actor, plan: Plan) -> list[PlanSignature]:
    """Those under the text as it stands."""
    if not plan.fingerprint:
        return []
    return [row for row in signatures_of(actor, plan) if row.fingerprint == plan.fingerprint]
