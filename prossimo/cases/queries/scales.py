"""Reads of scales: the sheets of a case, one with its answers, a series over time."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from prossimo.accounts.rules import Actor
from prossimo.cases.choices import SheetState
from prossimo.cases.declared import scales
from prossimo.cases.models import Case, ScaleAnswer, ScaleSheet
from prossimo.cases.scoring import Scale, Score, Sheet, told
from prossimo.citizens.models import Person


@dataclass(frozen=True, slots=True)
class Scored:
    """A sheet with its scale and, once it is whole, its total in the band of its edition."""

    sheet: ScaleSheet
    scale: Scale
    score: Score | None


@dataclass(frozen=True, slots=True)
class Series:
    """The sheets of one scale about one person, the first of them first."""

    scale: Scale
    person: Person
    sheets: list[Scored]  # completed
    draft: ScaleSheet | None = None

    @property
    def latest(self) -> Scored | None:
        return self.sheets[-1] if self.sheets else None


def scored(sheet: ScaleSheet) -> Scored:
    scale = scales[sheet.scale]
    score = None if sheet.total is None else told(scale, sheet.total, sheet.convention)
    return Scored(sheet, scale, score)


def sheets_of(actor: Actor, case: Case) -> list[ScaleSheet]:
    rows = ScaleSheet.objects.visible_to(actor).filter(case=case)
    return list(rows.exclude(state=SheetState.DROPPED).for_list())


def series_of(rows: Iterable[ScaleSheet]) -> list[Series]:
    """The sheets by person and scale, in the order of the scales."""
    groups: dict[tuple[Any, str], list[ScaleSheet]] = {}
    for row in rows:
        groups.setdefault((row.person_id, row.scale), []).append(row)
    found = []
    for (_person, key), group in sorted(
        groups.items(), key=lambda pair: (pair[1][0].person.sort_key, scales[pair[0][1]].order)
    ):
        done = [row for row in group if row.state == SheetState.COMPLETED]
        done.sort(key=lambda row: (row.done_on, row.created_at))
        draft = next((row for row in group if row.state == SheetState.DRAFT), None)
        found.append(Series(scales[key], group[0].person, [scored(row) for row in done], draft))
    return found


def answers_of(actor: Actor, sheet: ScaleSheet) -> dict[str, str]:
    """The option of each item, as the scale wants it."""
    rows = ScaleAnswer.objects.visible_to(actor).filter(sheet=sheet).exclude(option="")
    return dict(rows.values_list("item", "option"))


def answers_of_all(actor: Actor, sheets: Iterable[ScaleSheet]) -> dict[Any, Sheet]:
    """The same for several sheets, in one reading."""
    found: dict[Any, dict[str, str]] = {}
    rows = ScaleAnswer.objects.visible_to(actor).filter(sheet__in=list(sheets)).exclude(option="")
    for row in rows:
        found.setdefault(row.sheet_id, {})[row.item] = row.option
    return {**found}
