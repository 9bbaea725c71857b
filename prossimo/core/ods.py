"""ODS written straight into its archive: the format of public bodies, twenty thousand rows in a second.

OpenDocument 1.3 (ISO/IEC 26300): cells carry their type and value, so that dates are dates, numbers
are numbers and text stays text whatever it looks like.
"""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

from prossimo.core import cells, wording
from prossimo.core.cells import Cell, Grid, Heading, Kind
from prossimo.core.odsparts import (
    CONTENT_CLOSING,
    MANIFEST,
    MIMETYPE,
    STYLES,
    content_opening,
    meta,
    settings,
)
from prossimo.core.sheets import About

_SPACES = re.compile(r" {2,}|^ | $")
PORTION = 1000  # rows written to the archive at a time
DECIMAL_STYLES = 6


def write(grid: Grid, about: About) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive:
        # The type comes first and uncompressed, so that the file is known by its first bytes.
        archive.writestr(zipfile.ZipInfo("mimetype"), MIMETYPE, zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", MANIFEST)
        archive.writestr("meta.xml", meta(about))
        archive.writestr("settings.xml", settings(about.sheet_name))
        archive.writestr("styles.xml", STYLES)
        with archive.open("content.xml", "w") as content:
            for piece in _content(grid, about):
                content.write(piece.encode("utf-8"))
    return out.getvalue()


def _content(grid: Grid, about: About) -> Iterator[str]:
    yield content_opening()
    yield f'<table:table table:name={quoteattr(about.sheet_name)} table:style-name="ta">'
    for heading in grid.headings:
        wide = "co-wide" if heading.kind in (Kind.TEXT, Kind.MANY) else "co"
        yield f'<table:table-column table:style-name="{wide}"/>'
    yield "<table:table-header-rows><table:table-row>"
    yield "".join(_text(heading.label, style="head") for heading in grid.headings)
    yield "</table:table-row></table:table-header-rows>"
    yield from _rows(grid)
    yield "</table:table>"
    yield f'<table:table table:name={quoteattr(about.facts_name)} table:style-name="ta">'
    yield '<table:table-column table:style-name="co"/><table:table-column table:style-name="co-wide"/>'
    for label, value in about.facts():
        yield f"<table:table-row>{_text(label, style='head')}{_text(value)}</table:table-row>"
    yield "</table:table>"
    yield CONTENT_CLOSING


def _rows(grid: Grid) -> Iterator[str]:
    portion: list[str] = []
    for row in grid.rows:
        portion.append(f"<table:table-row>{_row(row, grid.headings)}</table:table-row>")
        if len(portion) >= PORTION:
            yield "".join(portion)
            portion.clear()
    yield "".join(portion)
    if not grid.headings:
        yield "<table:table-row><table:table-cell/></table:table-row>"


def _row(row: Iterable[Cell], headings: list[Heading]) -> str:
    return "".join(_cell(cell, heading) for cell, heading in zip(row, headings, strict=True))


def _cell(cell: Cell, heading: Heading) -> str:
    if cell is None or cell in ("", []):
        return "<table:table-cell/>"
    if isinstance(cell, dt.datetime):
        value = cell.replace(tzinfo=None, microsecond=0).isoformat()
        return _date(value, "instant", f"{cell:%d/%m/%Y %H:%M}")
    if isinstance(cell, dt.date):
        return _date(cell.isoformat(), "day", f"{cell:%d/%m/%Y}")
    if isinstance(cell, int | Decimal) and not isinstance(cell, bool):
        return _number(cell, heading)
    return _text(cells.in_words(cell))


def _date(value: str, style: str, shown: str) -> str:
    return (
        f'<table:table-cell table:style-name="{style}" office:value-type="date" '
        f'office:date-value="{value}"><text:p>{shown}</text:p></table:table-cell>'
    )


def _number(value: int | Decimal, heading: Heading) -> str:
    if heading.kind is Kind.MONEY:
        amount = wording.euros(int(value))
        return (
            f'<table:table-cell table:style-name="euro" office:value-type="currency" '
            f'office:currency="EUR" office:value="{amount}">'
            f"<text:p>{str(amount).replace('.', ',')} €</text:p></table:table-cell>"
        )
    places = 0 if heading.kind is Kind.INTEGER else min(heading.places, DECIMAL_STYLES)
    written = cells.digits(value)
    return (
        f'<table:table-cell table:style-name="n{places}" office:value-type="float" '
        f'office:value="{written}"><text:p>{written.replace(".", ",")}</text:p></table:table-cell>'
    )


def _text(text: str, style: str = "") -> str:
    named = f' table:style-name="{style}"' if style else ""
    return f'<table:table-cell{named} office:value-type="string">{_paragraphs(text)}</table:table-cell>'


def _paragraphs(text: str) -> str:
    return "".join(f"<text:p>{_line(line)}</text:p>" for line in escape(text).split("\n"))


def _line(text: str) -> str:
    """Runs of spaces, and those at the edges, must be spelt out or they are lost."""
    if "  " in text or text[:1] == " " or text[-1:] == " ":
        text = _SPACES.sub(lambda run: f'<text:s text:c="{len(run.group())}"/>', text)
    return text.replace("\t", "<text:tab/>")
