"""Indicators: what is counted, by which dimensions, declared once in the app that owns the facts.

The observatory runs, protects, shows and exports them. A declaration imports no engine: it receives
Ibis tables and calls their methods, so that a web process may know every indicator and stay small.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from prossimo.core.registry import Registry

if TYPE_CHECKING:
    import ibis

Tables = Mapping[str, "ibis.Table"]
Counting = Callable[["ibis.Table"], Any]

MIN_CELL = 5
MIN_CELL_OF_MINORS_IN_A_PLACE = 10
MOST_DIMENSIONS = 2  # beside the year: with more, cells cannot be proved safe from their margins


@dataclass(frozen=True, slots=True)
class Dimension:
    """A way to split an indicator (per sportello, per motivo).

    Its values are a closed vocabulary (`choices`) or the rows of a fact (`entity`). `link` names
    the fact that holds them when a record may have several; `parent` the dimension into whose
    cells its own add up.
    """

    key: str
    label: Any
    choices: tuple[tuple[str, Any], ...] = ()
    entity: str = ""
    link: str = ""
    repeats: bool = False  # in the link a record may repeat a value: it still counts once
    parent: str = ""
    ordered: bool = False  # shown in its own order, not by size
    place: bool = False  # a small place: with minors, cells need more people
    minors: frozenset[str] = frozenset()
    unknown: Any = ""  # how a record without a value is called

    def labels(self) -> dict[str, str]:
        """Labels of a closed vocabulary, in the language in use."""
        return {value: str(label) for value, label in self.choices}


dimensions: Registry[Dimension] = Registry("dimensions")


class Measure(StrEnum):
    COUNT = "count"  # how many
    SHARE = "share"  # a part of a whole, in hundredths
    GROWTH = "growth"  # against an earlier year, in hundredths
    QUANTILE = "quantile"  # how long: for a half of them, or for nine in ten


@dataclass(frozen=True, slots=True)
class Counted:
    """What one indicator counts: the records, and how a group of them is measured.

    `people` says how many persons stand behind a group (a contact with nobody named is one): it
    decides whether the cell may be published. `part` is the numerator of a share, over `value`.
    `records` says how many records a group stands for, where a row is not one of them. `shown` is
    the number to read where it is not `value`: a quantile, which adds up to nothing.
    """

    rows: "ibis.Table"
    value: Counting
    people: Counting
    part: Counting | None = None
    records: Counting | None = None
    shown: Counting | None = None


@dataclass(frozen=True, slots=True)
class Drill:
    """The live records behind a cell: where, and in which days (both included)."""

    where: Mapping[str, str | None]
    first: dt.date
    last: dt.date


@dataclass(frozen=True, slots=True)
class Indicator:
    """One figure of the observatory, ready to be asked."""

    key: str
    label: Any
    question: Any  # the title of its page
    unit: Any
    definition: Any  # how it is counted, in the words of the trade
    limits: Any  # what it cannot say
    in_words: Any  # «%(value)s persone nel %(year)s»
    grain: tuple[str, ...]
    reads: tuple[str, ...]
    count: Callable[[Tables], Counted]
    records: Callable[[Any, Drill], Any] | None
    measure: Measure = Measure.COUNT
    min_cell: int = MIN_CELL
    standing: bool = False  # what is at the end of the year, or today: not what happened in it
    on_day: tuple[int, int] | None = None  # month and day on which a year is looked at
    any_day: bool = True  # with a day of its own, whether another one may be asked

    @property
    def decimals(self) -> int:
        return 0 if self.measure is Measure.COUNT else 1

    def all_reads(self) -> set[str]:
        """The facts of the count and of every dimension."""
        return {*self.reads, *(link for d in self.grain if (link := dimensions[d].link))}


indicators: Registry[Indicator] = Registry("indicators")


def indicator(
    *,
    key: str,
    label: Any,
    question: Any,
    unit: Any,
    definition: Any,
    grain: tuple[str, ...],
    reads: tuple[str, ...],
    limits: Any = "",
    in_words: Any = "",
    records: Callable[[Any, Drill], Any] | None = None,
    measure: Measure = Measure.COUNT,
    min_cell: int = MIN_CELL,
    standing: bool = False,
    on_day: tuple[int, int] | None = None,
    any_day: bool = True,
) -> Callable[[Callable[[Tables], Counted]], Indicator]:
    """Declare the decorated function, which says what is counted, as an indicator."""

    def declare(count: Callable[[Tables], Counted]) -> Indicator:
        return indicators.add(
            Indicator(
                key=key,
                label=label,
                question=question,
                unit=unit,
                definition=definition,
                limits=limits,
                in_words=in_words,
                grain=grain,
                reads=reads,
                count=count,
                records=records,
                measure=measure,
                min_cell=min_cell,
                standing=standing,
                on_day=on_day,
                any_day=any_day,
            )
        )

    return declare
