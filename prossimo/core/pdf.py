"""Documents on paper: PDF/A-2a and PDF/UA-1 in Italian, set by typst from data and never from source.

Typesetting takes hundreds of megabytes for a long list, so it happens in a process that ends with
the document (`press.py`); a web process stays small.
"""

import json
import math
import subprocess
import sys
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from prossimo.core import cells, letterheads
from prossimo.core.cells import Grid
from prossimo.core.letterheads import Letterhead
from prossimo.core.sheets import About

PRESS = Path(__file__).with_name("press.py")
SECONDS = 60
LANGUAGE = "it"  # what the body hands over is in Italian, whatever the screen speaks
FAMILIES = ["Titillium Web", "Libertinus Serif", "DejaVu Sans Mono"]


class CannotPrint(RuntimeError):
    """The typesetter failed or took too long: a fault of ours, never of the text."""


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happened, as paper shows it: everything already in words."""

    when: str
    title: str
    text: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Rows:
    """A small table inside a section."""

    head: list[str]
    body: list[list[str]]
    right: frozenset[int] = frozenset()  # columns of figures


@dataclass(frozen=True, slots=True)
class Signed:
    """A place for a signature: the drawing that was made there, or a line to sign by hand."""

    name: str
    role: str = ""
    how: str = ""
    drawing: str = ""  # as SVG
    drawing_says: str = ""  # the same for who does not see it


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    facts: list[tuple[str, Any]] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)
    moments: list[Moment] = field(default_factory=list)
    rows: Rows | None = None
    signatures: list[Signed] = field(default_factory=list)
    empty: str = ""  # what to say when there is nothing


@dataclass(frozen=True, slots=True)
class Sheet:
    """A record on paper."""

    title: str
    subtitle: str = ""
    notes: list[str] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)

    def as_data(self) -> dict[str, Any]:
        return {
            "title": _words(self.title) or _("Senza titolo"),
            "subtitle": _words(self.subtitle),
            "notes": [_words(note) for note in self.notes],
            "sections": [_section(section) for section in self.sections],
        }


@dataclass(frozen=True, slots=True)
class Poster:
    """One page to hang on a door, with a code for telephones."""

    title: str
    subtitle: str
    call: str  # what the code is for
    code: str  # the drawing, as SVG
    code_says: str  # the same for who does not see it
    steps: list[str]
    address_says: str
    address: str
    notes: list[str] = field(default_factory=list)
    facts_title: str = ""
    facts: list[tuple[str, Any]] = field(default_factory=list)

    def as_data(self) -> dict[str, Any]:
        told = asdict(self)
        worded = {name: _words(value) for name, value in told.items() if isinstance(value, str)}
        return {
            **worded,
            "code": self.code,
            "steps": [_words(step) for step in self.steps],
            "notes": [_words(note) for note in self.notes],
            "facts": [[_words(label), _words(value)] for label, value in self.facts],
        }


def render(
    template: str, data: dict[str, Any], head: Letterhead, *, language: str = LANGUAGE
) -> bytes:
    """The document as bytes; raises `CannotPrint` when the typesetter fails."""
    with translation.override(language):
        order = {
            "template": template,
            "fonts": font_folders(),
            "made_at": int(head.printed_at.timestamp()),
            "missing": _("Il segno □ sta per un carattere che i font installati non disegnano."),
            "data": {**data, "fonts": FAMILIES, "head": _head(head), "language": language},
        }
    return _pressed(json.dumps(order))


def sheet(record: Sheet, head: Letterhead, *, language: str = LANGUAGE) -> bytes:
    """In Italian, unless it is a courtesy copy: then what stands between «» is Italian in it."""
    with translation.override(language):
        data = record.as_data()
    return render("sheet", data, head, language=language)


def poster(record: Poster, head: Letterhead) -> bytes:
    """Who printed it stays unsaid: it hangs where everybody passes."""
    with translation.override(LANGUAGE):
        data = record.as_data()
    return render("poster", data, replace(head, printed_by=""))


def listing(grid: Grid, about: About) -> bytes:
    """A whole table, on wide paper."""
    head = Letterhead(about.body, about.by, about.made_at)
    with translation.override(LANGUAGE):
        body = [
            [cells.worded(cell, heading) for cell, heading in zip(row, grid.headings, strict=True)]
            for row in grid.rows
        ]
        numeric = frozenset(
            n for n, heading in enumerate(grid.headings) if heading.kind in cells.NUMBERS
        )
        rows = Rows([heading.label for heading in grid.headings], body, numeric)
        data = {
            "title": _words(about.title) or _("Elenco"),
            "subtitle": _words(about.filters),
            "notes": [_words(note) for note in about.notes],
            "empty": "" if body and grid.headings else _("Nessuna riga."),
            "rows": _rows(rows),
        }
    return render("listing", data, head)


def respond(request: HttpRequest, record: Sheet, *, name: str) -> HttpResponse:
    """The sheet as a file of its own name."""
    from prossimo.core.exports import Format, attachment

    return attachment(sheet(record, letterheads.of(request)), name=name, format_=Format.PDF)


def _pressed(order: str) -> bytes:
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(PRESS)],
            input=order.encode("utf-8", "replace"),
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env={},  # the press needs no secret of ours
        )
    except subprocess.TimeoutExpired:
        raise CannotPrint("the typesetter took too long") from None
    if done.returncode != 0 or not done.stdout.startswith(b"%PDF"):
        # The last line names the fault; the text of the document does not go into logs.
        raise CannotPrint(f"the typesetter stopped with {done.returncode}")
    return done.stdout


@cache
def font_folders() -> list[str]:
    """The face of Italian public sites, from the package of the theme; typst carries its own."""
    from importlib.util import find_spec

    spec = find_spec("bootstrap_italia_template")
    if spec is None or not spec.submodule_search_locations:
        return []
    folder = Path(spec.submodule_search_locations[0]) / "static" / "fonts" / "Titillium_Web"
    return [str(folder)] if folder.is_dir() else []


def _head(head: Letterhead) -> dict[str, str]:
    when = timezone.localtime(head.printed_at).strftime("%d/%m/%Y %H:%M")
    who = _words(head.printed_by)
    printed = _("Stampato da %(who)s il %(when)s") if who else _("Stampato il %(when)s")
    return {
        "body": _words(head.body) or "Prossimo",
        "printed": printed % {"who": who, "when": when},
        "page": _("pagina"),
        "invented": _("Dati inventati") if head.invented else "",
    }


def _section(section: Section) -> dict[str, Any]:
    held = (section.facts, section.paragraphs, section.moments, section.rows, section.signatures)
    nothing = not any(held)
    return {
        "title": _words(section.title),
        "facts": [
            [_words(label), _words(value) or _("non noto")] for label, value in section.facts
        ],
        "paragraphs": [_words(text) for text in section.paragraphs if _words(text)],
        "moments": [
            {name: _words(value) for name, value in asdict(moment).items()}
            for moment in section.moments
        ],
        "rows": _rows(section.rows) if section.rows else None,
        "signatures": [
            {
                **{name: _words(value) for name, value in asdict(each).items()},
                "drawing": each.drawing,
            }
            for each in section.signatures
        ],
        "empty": (_words(section.empty) or _("Niente da mostrare.")) if nothing else "",
    }


def _rows(rows: Rows) -> dict[str, Any]:
    body = [[_words(cell) for cell in row] for row in rows.body]
    return {
        "head": [_words(label) for label in rows.head],
        "body": body,
        "right": [n in rows.right for n in range(len(rows.head))],
        "widths": [_width(n, rows.head[n], body) for n in range(len(rows.head))],
    }


def _width(column: int, label: str, body: list[list[str]]) -> float:
    """Room by what the column holds: the root, so that long texts do not starve short ones."""
    longest = max((len(row[column]) for row in body[:500]), default=0)
    return round(math.sqrt(min(max(longest, len(label), 4), 120)), 2)


def _words(value: Any) -> str:
    return "" if value is None else cells.plain(value)
