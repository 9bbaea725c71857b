"""Reads of scales: the sheets of a case, one with its answers, a series over time."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from prossimo.accounts.rules import Actor
from prossimo.cases.choices import ScaleState
from prossimo.cases.declared import scales
from prossimo.cases.models import Case, ScaleAnswer, ScaleSheet
from prossimo.cases.queries.workers import in_the_case
from prossimo.cases.scoring import Scale, Score, Sheet, told
from prossimo.citizens.models import Person
from prossimo.citizens.models.people import PersonQuerySet

SHOWN = [ScaleState.DRAFT, ScaleState.COMPLETED]


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
    """Those that stand, and drafts; neither dropped nor corrected."""
    rows = ScaleSheet.objects.visible_to(actor, case)
    return list(rows.filter(state__in=SHOWN).for_list())


def corrected_like(actor: Actor, sheet: ScaleSheet) -> list[ScaleSheet]:
    """Those of the same scale and person of a case that another took the place of."""
    rows = ScaleSheet.objects.visible_to(actor).filter(
        case=sheet.case_id, person=sheet.person_id, scale=sheet.scale, state=ScaleState.CORRECTED
    )
    return list(rows.for_list())


def whom_it_may_be_about(actor: Actor, case: Case, sheet: ScaleSheet) -> PersonQuerySet:
    """Who is in the case today, and whom the sheet was filled in about."""
    inside = in_the_case(actor, case).order_by().values("pk")
    people = Person.objects.visible_to(actor).filter(Q(pk__in=inside) | Q(pk=sheet.person_id))
    return people.order_by("sort_key", "pk")


def series_of(rows: Iterable[ScaleSheet]) -> list[Series]:
    """The sheets by person and scale, in the order of the scales."""
    groups: dict[tuple[Any, str], list[ScaleSheet]] = {}
    for row in rows:
        groups.setdefault((row.person_id, row.scale), []).append(row)
    found = []
    for (_person, key), group in sorted(
        groups.items(), key=lambda pair: (pair[1][0].person.sort_key, scales[pair[0][1]].order)
    ):
        done = [row for row in group if row.state == ScaleState.COMPLETED]
        done.sort(key=lambda row: (row.done_on, row.created_at))
        draft = next((row for row in group if row.state == ScaleState.DRAFT), None)
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
