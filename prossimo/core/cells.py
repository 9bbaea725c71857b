"""What a table holds once its columns are known: the one shape from which every file is written."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from prossimo.core import wording
from prossimo.core.text import clean

Cell = str | int | Decimal | dt.date | dt.datetime | bool | list[str] | None
Row = tuple[Cell, ...]

FORMULA_OPENINGS = "=+-@\t\r\n＝＋－＠"
_NO_XML = re.compile("[\ufffe\uffff]")


class Kind(StrEnum):
    TEXT = "text"
    DAY = "day"
    INSTANT = "instant"
    INTEGER = "integer"
    DECIMAL = "decimal"
    MONEY = "money"  # whole cents
    YES_NO = "yes_no"
    MANY = "many"


NUMBERS = frozenset({Kind.INTEGER, Kind.DECIMAL, Kind.MONEY})


@dataclass(frozen=True, slots=True)
class Heading:
    """One column: its name for programs, its label for people, what its cells are."""

    name: str
    label: str
    kind: Kind = Kind.TEXT
    places: int = 2


@dataclass(frozen=True, slots=True)
class Grid:
    """A table without a screen: headings, and rows of typed cells read once."""

    headings: list[Heading]
    rows: Iterable[Row]


def plain(value: Any) -> str:
    r"""Text that any file may hold: clean, line ends of one kind, nothing XML forbids.

    >>> plain("Rosa\x00\r\nBianchi\ufffe")
    'Rosa\nBianchi'
    """
    return _NO_XML.sub("", clean(str(value))).replace("\r", "\n")


def is_formula_like(text: str) -> bool:
    """Whether a spreadsheet might compute this text instead of showing it.

    >>> is_formula_like("=1+1"), is_formula_like("  @SUM(A1)"), is_formula_like("Rosa")
    (True, True, False)
    """
    return text.lstrip(" ")[:1] in tuple(FORMULA_OPENINGS)


def digits(value: int | Decimal) -> str:
    """A number for programs: a point, no thousands, no exponent.

    >>> digits(9559), digits(Decimal("1E+3"))
    ('9559', '1000')
    """
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def worded(cell: Cell, heading: Heading) -> str:
    """The cell as a person reads it, on paper."""
    match heading.kind, cell:
        case Kind.DAY, dt.date():
            return wording.day(cell)
        case Kind.INSTANT, dt.datetime():
            return wording.moment(cell)
        case Kind.MONEY, int():
            return wording.euro(cell)
        case Kind.DECIMAL | Kind.INTEGER, int() | Decimal():
            return wording.number(cell, heading.places if heading.kind is Kind.DECIMAL else 0)
    return in_words(cell)


def in_words(cell: Cell) -> str:
    """Yes and no, lists and whatever else is text, in words."""
    if isinstance(cell, bool):
        return _("sì") if cell else _("no")
    if isinstance(cell, list):
        return ", ".join(plain(item) for item in cell)
    return "" if cell is None else plain(cell)
