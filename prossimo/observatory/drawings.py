"""What a chart shows, decided here without drawing it: kind, values, words. The engine draws it."""

import json
from dataclasses import asdict, dataclass
from typing import Literal

from django.utils.translation import gettext as _

from prossimo.core.indicators import dimensions
from prossimo.core.periods import today
from prossimo.observatory.answers import Answer, Row

Kind = Literal["columns", "bars", "multiples", "map"]
MOST_BARS = 15
MOST_MULTIPLES = 9


@dataclass(frozen=True, slots=True)
class Mark:
    """One bar, column or area: its size, and the number written beside it."""

    label: str
    value: float
    said: str
    year: int
    at: str = ""  # the value of the dimension as an address names it
    strong: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart: what it says in a sentence stands for it where it cannot be seen."""

    kind: Kind
    title: str
    summary: str
    ambito: str
    unit: str
    marks: tuple[Mark, ...]

    def as_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)


def from_json(text: str) -> Drawing:
    said = json.loads(text)
    return Drawing(**{**said, "marks": tuple(Mark(**mark) for mark in said["marks"])})


def _mark(answer: Answer, row: Row, *, strong: bool = False, label: str = "") -> Mark:
    return Mark(
        label=label or row.label,
        value=float(row.value or 0),
        said=answer.shown(row),
        year=row.year,
        at="".join(row.at.values()),
        strong=strong,
        hidden=row.hidden,
    )


def columns(answer: Answer, ambito: str, year: int | None) -> Drawing:
    """Year after year, the one in question stronger."""
    marks = tuple(
        _mark(answer, row, strong=year in {None, row.year}, label=_short_year(row.year))
        for row in answer.rows
    )
    return _drawing("columns", answer, ambito, marks)


def _short_year(year: int) -> str:
    """The year under way bears a star: the page says why."""
    return f"{year}*" if year == today().year else str(year)


def bars(answer: Answer, ambito: str, year: int) -> Drawing:
    """The values of one dimension in one year, the largest first."""
    rows = answer.of_year(year)
    marks = tuple(_mark(answer, row, strong=True) for row in rows[:MOST_BARS])
    return _drawing("bars", answer, ambito, marks)


def multiples(answer: Answer, ambito: str, year: int) -> Drawing:
    """A small chart by year for each value, on the same scale; the largest of the year first."""
    order = [row.label for row in answer.of_year(year)]
    order += [row.label for row in answer.rows if row.label not in order]
    chosen = list(dict.fromkeys(order))[:MOST_MULTIPLES]
    marks = tuple(
        _mark(answer, row, strong=row.year == year)
        for label in chosen
        for row in answer.rows
        if row.label == label
    )
    return _drawing("multiples", answer, ambito, marks)


def chart_map(answer: Answer, ambito: str, year: int) -> Drawing:
    """The places on their boundaries; those without any are white."""
    marks = tuple(_mark(answer, row) for row in answer.of_year(year))
    return _drawing("map", answer, ambito, marks)


def _drawing(kind: Kind, answer: Answer, ambito: str, marks: tuple[Mark, ...]) -> Drawing:
    return Drawing(
        kind=kind,
        title=_title(answer),
        summary=_summary(marks, answer.unit),
        ambito=ambito,
        unit=answer.unit,
        marks=marks,
    )


def _title(answer: Answer) -> str:
    if not answer.by:
        return _("%(label)s, per anno") % {"label": answer.label}
    names = ", ".join(str(dimensions[name].label) for name in answer.by)
    return _("%(label)s, per %(dimension)s") % {"label": answer.label, "dimension": names}


def _summary(marks: tuple[Mark, ...], unit: str) -> str:
    """The first few numbers in words; the whole of it is in the table."""
    years = {mark.year for mark in marks}
    several = len(years) > 1 and any(mark.label != str(mark.year) for mark in marks)
    said = [
        f"{mark.label} {mark.year}: {mark.said}" if several else f"{mark.label}: {mark.said}"
        for mark in marks[:12]
    ]
    more = _(" e altri nella tabella") if len(marks) > len(said) else ""
    return _("In %(unit)s. %(values)s%(more)s.") % {
        "unit": unit,
        "values": "; ".join(said),
        "more": more,
    }
