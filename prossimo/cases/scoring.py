"""Scales of functioning, as published: items, options, points, bands; how a sheet is totalled. No Django.

A scale is data (`declared/`): adding one writes no code. A sheet that lacks an answer has no total.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

Sheet = Mapping[str, str]  # key of the item → key of the option


class CannotScore(ValueError):
    """The sheet cannot be totalled; `items` are those to be mended."""

    def __init__(self, items: Iterable[str]) -> None:
        self.items = tuple(items)
        super().__init__(", ".join(self.items))


class Incomplete(CannotScore):
    """An item that is asked has no answer."""


class Contradiction(CannotScore):
    """An answer to an item that, with the others, is not asked; or an option that is not one."""


@dataclass(frozen=True, slots=True)
class Option:
    key: str
    points: int
    label: Any  # translated when shown


@dataclass(frozen=True, slots=True)
class Condition:
    """The item is asked only where another one was answered so."""

    item: str
    option: str


@dataclass(frozen=True, slots=True)
class Item:
    key: str
    label: Any
    options: tuple[Option, ...]
    only_if: Condition | None = None

    @property
    def most(self) -> int:
        return max(option.points for option in self.options)

    def option(self, key: str) -> Option | None:
        return next((option for option in self.options if option.key == key), None)


@dataclass(frozen=True, slots=True)
class Band:
    """What a total means: from a number of points to another, both included."""

    key: str
    low: int
    high: int
    label: Any
    tone: str = "neutral"


@dataclass(frozen=True, slots=True)
class Convention:
    """How the sheet is counted: over which items, and whether what is kept is told, or what is lost."""

    key: str
    label: Any
    leaves_out: frozenset[str] = frozenset()
    tells_lost: bool = False


@dataclass(frozen=True, slots=True)
class Scale:
    """A published scale, in one edition; more points, more is done alone."""

    key: str
    label: Any
    edition: str
    since: dt.date
    publication: str
    what: Any  # what it looks at, in a sentence
    unit: Any  # of what the points are kept: «funzioni», «punti»
    items: tuple[Item, ...]
    bands: tuple[Band, ...] = ()
    conventions: tuple[Convention, ...] = ()
    order: int = 0
    both: bool = False  # each point is a function: what is lost is told beside what is kept

    def item(self, key: str) -> Item | None:
        return next((item for item in self.items if item.key == key), None)

    def convention(self, key: str) -> Convention:
        """Raises `LookupError` for a convention that is not one of the scale's."""
        found = next((each for each in self.conventions if each.key == key), None)
        if found is None:
            raise LookupError(f"{self.key} has no convention {key}")
        return found

    def band_of(self, points: int) -> Band | None:
        return next((band for band in self.bands if band.low <= points <= band.high), None)


@dataclass(frozen=True, slots=True)
class Score:
    """A total: what is kept out of how much, and its band where the scale has published any."""

    kept: int
    most: int
    band: Band | None = None
    tells_lost: bool = False

    @property
    def lost(self) -> int:
        return self.most - self.kept

    @property
    def told(self) -> int:
        """The number that the convention puts first."""
        return self.lost if self.tells_lost else self.kept


def counted(scale: Scale, convention: str) -> tuple[Item, ...]:
    """The items that the convention counts."""
    left_out = scale.convention(convention).leaves_out
    return tuple(item for item in scale.items if item.key not in left_out)


def is_asked(item: Item, sheet: Sheet) -> bool:
    condition = item.only_if
    return condition is None or sheet.get(condition.item) == condition.option


def missing(scale: Scale, sheet: Sheet, convention: str) -> tuple[str, ...]:
    """The items that are asked and have no answer yet, in the order of the sheet."""
    return tuple(
        item.key
        for item in counted(scale, convention)
        if is_asked(item, sheet) and not sheet.get(item.key)
    )


def contradictions(scale: Scale, sheet: Sheet, convention: str) -> tuple[str, ...]:
    """The answers that cannot stand with the others: of an item not asked, or not among its options."""
    asked = {item.key: item for item in counted(scale, convention) if is_asked(item, sheet)}
    return tuple(
        key
        for key, option in sheet.items()
        if option and (key not in asked or asked[key].option(option) is None)
    )


def most_of(scale: Scale, convention: str) -> int:
    """The highest total: an item asked only where another fails adds nothing to it."""
    return sum(item.most for item in counted(scale, convention) if item.only_if is None)


def score(scale: Scale, sheet: Sheet, convention: str) -> Score:
    """The total of a whole sheet.

    Raises `Incomplete` where an answer is missing, `Contradiction` where two cannot stand together.
    """
    if wrong := contradictions(scale, sheet, convention):
        raise Contradiction(wrong)
    if lacking := missing(scale, sheet, convention):
        raise Incomplete(lacking)
    kept = sum(points for _item, points in points_of(scale, sheet, convention))
    return told(scale, kept, convention)


def told(scale: Scale, kept: int, convention: str) -> Score:
    """A total already made, with its band."""
    chosen = scale.convention(convention)
    band = None if chosen.leaves_out else scale.band_of(kept)
    return Score(kept, most_of(scale, convention), band, chosen.tells_lost)


def points_of(scale: Scale, sheet: Sheet, convention: str) -> Iterator[tuple[Item, int]]:
    """The points of each item that was answered."""
    for item in counted(scale, convention):
        option = item.option(sheet.get(item.key, ""))
        if option is not None and is_asked(item, sheet):
            yield item, option.points


def faults_of(scale: Scale) -> list[str]:
    """What is wrong in a declaration: keys twice, conditions on nothing, bands with gaps."""
    found = []
    keys = [item.key for item in scale.items]
    if len(keys) != len(set(keys)):
        found.append("an item stands twice")
    for item in scale.items:
        options = [option.key for option in item.options]
        if len(options) != len(set(options)) or not options:
            found.append(f"{item.key}: options")
        condition = item.only_if
        if condition is not None:
            other = scale.item(condition.item)
            if other is None or other.option(condition.option) is None:
                found.append(f"{item.key}: asked on nothing")
    if not scale.conventions:
        found.append("no convention")
    found.extend(
        f"{each.key}: leaves out what is not there"
        for each in scale.conventions
        if not each.leaves_out <= set(keys)
    )
    return found + _faults_of_bands(scale)


def _faults_of_bands(scale: Scale) -> list[str]:
    if not scale.bands:
        return []
    ordered = sorted(scale.bands, key=lambda band: band.low)
    found = [f"{band.key}: upside down" for band in ordered if band.low > band.high]
    found.extend(
        f"gap or overlap between {one.key} and {other.key}"
        for one, other in pairwise(ordered)
        if other.low != one.high + 1
    )
    whole = next(each for each in scale.conventions if not each.leaves_out)
    if (ordered[0].low, ordered[-1].high) != (0, most_of(scale, whole.key)):
        found.append("the bands do not cover every total")
    return found
