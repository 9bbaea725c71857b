"""From a table to a file: CSV, XLSX, ODS, JSON or PDF, whole and inside the request's transaction."""

import datetime as dt
import json
import re
import unicodedata
from collections.abc import Callable, Iterable
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from prossimo.core import cells, csvfiles, letterheads, ods, pdf, wording, xlsx
from prossimo.core.cells import Cell, Grid
from prossimo.core.periods import today
from prossimo.core.sheets import About
from prossimo.core.tables import Table

PARAMETER = "formato"
MAX_ROWS = 50_000
MAX_ROWS_ON_PAPER = 2_000
_UNSAFE = re.compile(r"[^a-z0-9]+")


class Format(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"
    ODS = "ods"
    JSON = "json"
    PDF = "pdf"


MEDIA_TYPES = {
    Format.CSV: "text/csv; charset=utf-8",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.ODS: "application/vnd.oasis.opendocument.spreadsheet",
    Format.JSON: "application/json",
    Format.PDF: "application/pdf",
}


def asked(request: HttpRequest) -> Format | None:
    """The format that the address asks for; raises `BadRequest` for one that does not exist."""
    word = request.GET.get(PARAMETER, "")
    if not word:
        return None
    try:
        return Format(word)
    except ValueError:
        raise BadRequest("no such format") from None


def respond(
    request: HttpRequest,
    table: Table,
    format_: Format,
    *,
    name: str,
    title: Any,
    filters: Any = "",
    notes: Iterable[Any] = (),
    seen: Callable[[Any], object] | None = None,
) -> HttpResponse:
    """The table as a file to keep; a page (413) in its place when it would be too long.

    `seen` is called with each record that goes into the file, for the journal of readings.
    """
    rows = table.height()
    most = MAX_ROWS_ON_PAPER if format_ is Format.PDF else MAX_ROWS
    if rows > most:
        return too_long(request, rows, most)
    table.order_as_asked(request)
    head = letterheads.of(request)
    about = About(
        title=cells.plain(title),
        made_at=head.printed_at,
        filters=cells.plain(filters),
        by=cells.plain(head.printed_by),
        body=cells.plain(head.body),
        rows=rows,
        notes=(*(cells.plain(note) for note in notes), *head.warnings()),
    )
    return attachment(build(table, format_, about, seen=seen), name=name, format_=format_)


def build(
    table: Table,
    format_: Format,
    about: About,
    *,
    seen: Callable[[Any], object] | None = None,
) -> bytes:
    """The file itself, also where there is no request (commands, jobs)."""
    grid = table.grid(seen)
    if format_ is Format.CSV:
        return csvfiles.write(grid)
    if format_ is Format.XLSX:
        return xlsx.write(grid, about)
    if format_ is Format.ODS:
        return ods.write(grid, about)
    if format_ is Format.JSON:
        return as_json(grid, about)
    return pdf.listing(grid, about)


def attachment(content: bytes, *, name: str, format_: Format) -> HttpResponse:
    response = HttpResponse(content, content_type=MEDIA_TYPES[format_])
    disposition = content_disposition_header(as_attachment=True, filename=file_name(name, format_))
    response["Content-Disposition"] = str(disposition)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def file_name(name: str, format_: Format) -> str:
    """Letters, digits and hyphens, the day, the ending: safe on every system."""
    folded = unicodedata.normalize("NFKD", cells.plain(name)).encode("ascii", "ignore").decode()
    bare = _UNSAFE.sub("-", folded.lower()).strip("-")[:60].strip("-")
    return f"{bare or 'elenco'}-{today():%Y-%m-%d}.{format_}"


def too_long(request: HttpRequest, rows: int, most: int) -> HttpResponse:
    reason = _(
        "L'elenco ha %(rows)s righe e un file può averne al massimo %(most)s: "
        "restringi i filtri (per esempio a un mese o a uno sportello) e riprova."
    ) % {"rows": wording.number(rows), "most": wording.number(most)}
    context = {"reason": reason, "title": _("L'elenco è troppo lungo per un file")}
    return render(request, "core/too_long.html", context, status=413)


def as_json(grid: Grid, about: About) -> bytes:
    """Columns with their kinds, then rows by column name; money in whole cents."""
    names = [heading.name for heading in grid.headings]
    document = {
        "title": about.title,
        "filters": about.filters,
        "body": about.body,
        "made_at": timezone.localtime(about.made_at).isoformat(timespec="seconds"),
        "made_by": about.by,
        "notes": list(about.notes),
        "columns": [
            {"name": heading.name, "label": heading.label, "kind": str(heading.kind)}
            for heading in grid.headings
        ],
        "rows": [dict(zip(names, map(_for_json, row), strict=True)) for row in grid.rows],
    }
    return json.dumps(document, ensure_ascii=False).encode("utf-8")


def _for_json(cell: Cell) -> Any:
    if isinstance(cell, Decimal):
        return float(cell)
    if isinstance(cell, dt.datetime):
        return cell.isoformat(timespec="seconds")
    if isinstance(cell, dt.date):
        return cell.isoformat()
    return cell
