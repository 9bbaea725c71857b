"""Two versions of a project side by side: each thread in both, and what changed on it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from prossimo.accounts.rules import Actor
from prossimo.cases.models import Plan
from prossimo.cases.queries.pact import (
    actions_of,
    budget_of,
    commitments_of,
    doer_name,
    goals_of,
)
from prossimo.core import wording

ADDED, DROPPED, CHANGED, SAME = "added", "dropped", "changed", "same"


@dataclass(frozen=True, slots=True)
class Both:
    """One thread in two versions: its words on the left, on the right, and how they stand."""

    before: str
    after: str
    how: str

    @property
    def left(self) -> list[tuple[str, bool]]:
        """The lines of before, each with whether it is said no more."""
        return self._lines(self.before, self.after)

    @property
    def right(self) -> list[tuple[str, bool]]:
        """The lines of after, each with whether it was not said before."""
        return self._lines(self.after, self.before)

    def _lines(self, said: str, beside: str) -> list[tuple[str, bool]]:
        others = set(beside.splitlines())
        return [(line, self.how == CHANGED and line not in others) for line in said.splitlines()]


@dataclass(frozen=True, slots=True)
class Part:
    title: str
    rows: list[Both]


def compared(actor: Actor, before: Plan, after: Plan) -> list[Part]:
    """Aim, goals, actions, commitments, money: what is the same too, so that nothing is missing."""

    def part(title: str, read: Callable[[Actor, Plan], Sequence[Any]], say: Any) -> Part:
        return Part(title, _threads(read(actor, before), read(actor, after), say))

    parts = [
        Part(_("Dove si vuole arrivare"), [_both(before.aim, after.aim)]),
        part(_("Obiettivi"), goals_of, _goal),
        part(_("Chi fa che cosa"), actions_of, _action),
        part(_("Impegni"), commitments_of, _commitment),
        part(_("Budget"), budget_of, _money),
    ]
    return [each for each in parts if each.rows]


def _threads(left: Sequence[Any], right: Sequence[Any], say: Callable[[Any], str]) -> list[Both]:
    here, there = {row.line: row for row in left}, {row.line: row for row in right}
    lines = [*there, *(line for line in here if line not in there)]
    return [
        _both(say(here[line]) if line in here else "", say(there[line]) if line in there else "")
        for line in lines
    ]


def _both(before: str, after: str) -> Both:
    if before == after:
        return Both(before, after, SAME)
    if not before:
        return Both(before, after, ADDED)
    return Both(before, after, CHANGED if after else DROPPED)


def _goal(row: Any) -> str:
    until = _("entro il %(day)s") % {"day": wording.day(row.horizon_on)}
    who = row.member.person.full_name if row.member else ""
    parts = [row.statement, row.indicator, row.baseline, row.target, who, until]
    return "\n".join(filter(None, parts))


def _action(row: Any) -> str:
    days = [wording.day(day) for day in (row.from_on, row.to_on) if day]
    return "\n".join(filter(None, [doer_name(row), row.what, row.frequency, " – ".join(days)]))


def _commitment(row: Any) -> str:
    who = row.member.person.full_name if row.member else str(row.get_side_display())
    return f"{who}\n{row.what}"


def _money(row: Any) -> str:
    said = [wording.euro(row.cents), str(row.get_period_display()), str(row.get_source_display())]
    return f"{row.item}\n{', '.join(said)}"
