"""XLSX written straight into its archive: real dates and numbers, text that never computes.

Office Open XML (ISO/IEC 29500). Strings are inline, so that a row is written once and forgotten.
"""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from decimal import Decimal
from xml.sax.saxutils import escape

from prossimo.core import cells, wording, xlsxparts
from prossimo.core.cells import Cell, Grid, Heading, Kind
from prossimo.core.sheets import About
from prossimo.core.xlsxparts import SHEET_CLOSING, Style, decimal_style

DAY_ZERO = dt.date(1899, 12, 30)
FIRST_DAY = dt.date(1900, 3, 1)  # before it, spreadsheets count days wrongly or not at all
LONGEST = 32_767
PORTION = 1000  # rows written to the archive at a time
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def write(grid: Grid, about: About) -> bytes:
    out = io.BytesIO()
    names = [about.sheet_name, about.facts_name]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive:
        for path, part in xlsxparts.parts(names, about).items():
            archive.writestr(path, part)
        for number, pieces in enumerate([_table(grid), _facts(about)], start=1):
            with archive.open(f"xl/worksheets/sheet{number}.xml", "w") as sheet:
                for piece in pieces:
                    sheet.write(piece.encode("utf-8"))
    return out.getvalue()


def _table(grid: Grid) -> Iterator[str]:
    letters = [letter(n) for n in range(len(grid.headings))]
    yield xlsxparts.sheet_opening([_width(heading) for heading in grid.headings], frozen=True)
    labels = zip(letters, grid.headings, strict=True)
    yield _line(1, "".join(_text(f"{at}1", heading.label, Style.BOLD) for at, heading in labels))
    portion: list[str] = []
    for number, row in enumerate(grid.rows, start=2):
        portion.append(_line(number, _row(number, row, letters, grid.headings)))
        if len(portion) >= PORTION:
            yield "".join(portion)
            portion.clear()
    yield "".join(portion) + SHEET_CLOSING


def _facts(about: About) -> Iterator[str]:
    yield xlsxparts.sheet_opening([24, 90], frozen=False)
    for number, (label, value) in enumerate(about.facts(), start=1):
        bold = _text(f"A{number}", label, Style.BOLD)
        yield _line(number, bold + _text(f"B{number}", value))
    yield SHEET_CLOSING


def _line(number: int, written: str) -> str:
    return f'<row r="{number}">{written}</row>'


def _row(number: int, row: Iterable[Cell], letters: list[str], headings: list[Heading]) -> str:
    return "".join(
        _cell(f"{at}{number}", cell, heading)
        for at, cell, heading in zip(letters, row, headings, strict=True)
    )


def _cell(at: str, cell: Cell, heading: Heading) -> str:
    match heading.kind, cell:
        case _, None | "" | []:
            return ""
        case _, dt.date():
            return _date(at, cell)
        case Kind.MONEY, int():
            return _number(at, wording.euros(cell), Style.EURO)
        case Kind.INTEGER, int():
            return _number(at, cell, Style.INTEGER)
        case Kind.DECIMAL, Decimal():
            return _number(at, cell, decimal_style(heading.places))
    return _text(at, cells.in_words(cell))


def _date(at: str, day: dt.date) -> str:
    if isinstance(day, dt.datetime):
        seconds = day.hour * 3600 + day.minute * 60 + day.second
        count, style = serial(day.date()) + round(seconds / 86_400, 10), Style.INSTANT
    else:
        count, style = serial(day), Style.DAY
    if count < serial(FIRST_DAY):
        return _text(at, day.isoformat()[:10])
    return f'<c r="{at}" s="{style}"><v>{count}</v></c>'


def serial(day: dt.date) -> int:
    """How spreadsheets number days.

    >>> serial(dt.date(2025, 6, 3))
    45811
    """
    return (day - DAY_ZERO).days


def _number(at: str, value: int | Decimal, style: int) -> str:
    return f'<c r="{at}" s="{style}"><v>{cells.digits(value)}</v></c>'


def _text(at: str, text: str, style: int = Style.PLAIN) -> str:
    """A string by type, and marked as such so that it stays one also after somebody edits it."""
    if cells.is_formula_like(text) and style == Style.PLAIN:
        style = Style.QUOTED
    safe = escape(_LOOKS_ESCAPED.sub("_x005F_", text[:LONGEST]))
    return f'<c r="{at}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{safe}</t></is></c>'


def letter(number: int) -> str:
    """The name of a column.

    >>> letter(0), letter(25), letter(26)
    ('A', 'Z', 'AA')
    """
    name = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


def _width(heading: Heading) -> int:
    wide = 28 if heading.kind in (Kind.TEXT, Kind.MANY) else 18
    return max(wide, min(len(heading.label) + 4, 60))
