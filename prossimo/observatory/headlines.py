"""The big number of a page, with its change in words: «9.559 persone nel 2018, 251 più del 2017»."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from prossimo.core import wording
from prossimo.core.indicators import Indicator, Measure
from prossimo.core.periods import today
from prossimo.observatory.answers import Answer, Row, hidden_reason
from prossimo.observatory.rules import hundredths


@dataclass(frozen=True, slots=True)
class Headline:
    """A number as it is read, what it counts, and how it changed."""

    value: str
    label: str
    change: str = ""
    note: str = ""


def headline(indicator: Indicator, by_year: Answer, year: int | None) -> Headline | None:
    """The number of the year; nothing where the year has none."""
    rows = {row.year: row for row in by_year.rows}
    row = rows.get(year or 0)
    if row is None:
        return None
    label = _label(indicator, row.year)
    if row.hidden:
        return Headline(_("nascosto"), label, note=hidden_reason())
    if row.year == today().year and not indicator.standing:
        return Headline(by_year.shown(row), label, note=_("L'anno non è finito."))
    before = rows.get(row.year - 1)
    change = "" if before is None or before.hidden else _change(indicator, by_year, row, before)
    return Headline(by_year.shown(row), label, change=change)


def headline_of_day(indicator: Indicator, answer: Answer, day: dt.date) -> Headline:
    """The number of one day, however few the rows of it."""
    label = _on(indicator, day)
    if not answer.rows:
        return Headline("0" if indicator.measure is Measure.COUNT else "—", label)
    (row,) = answer.rows
    note = hidden_reason() if row.hidden else ""
    return Headline(answer.shown(row), label, note=note)


def _on(indicator: Indicator, day: dt.date) -> str:
    return _("%(what)s il %(day)s") % {"what": indicator.in_words, "day": wording.day(day)}


def _label(indicator: Indicator, year: int) -> str:
    if indicator.measure is Measure.GROWTH:
        return _("nel %(year)s rispetto al %(before)s") % {"year": year, "before": year - 1}
    words = {"what": indicator.in_words, "year": year}
    if indicator.on_day and not indicator.standing:
        return _on(indicator, dt.date(year, *indicator.on_day))
    if not indicator.standing:
        return _("%(what)s nel %(year)s") % words
    if year == today().year:
        return _("%(what)s finora") % words
    return _("%(what)s alla fine del %(year)s") % words


def _change(indicator: Indicator, answer: Answer, row: Row, before: Row) -> str:
    if row.value is None or before.value is None:
        return ""
    if indicator.measure is not Measure.COUNT:
        return _("nel %(year)s era %(value)s") % {
            "year": before.year,
            "value": answer.number(before.value),
        }
    difference = int(row.value) - int(before.value)
    if difference == 0:
        return _("quanti nel %(year)s") % {"year": before.year}
    share = hundredths(difference, int(before.value))
    words = {
        "number": answer.number(abs(difference)),
        "year": before.year,
        "share": f", {signed(share)}" if share else "",
    }
    if difference > 0:
        return _("%(number)s più del %(year)s%(share)s") % words
    return _("%(number)s in meno del %(year)s%(share)s") % words


def signed(share: float) -> str:
    """«+2,7 %»."""
    return f"{'+' if share > 0 else ''}{wording.number(share, 1)} %"
