"""The copy of one's data as one file (GDPR art. 15 and 20): to read, to compute with, and what it is."""

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from prossimo.core import csvfiles
from prossimo.core.cells import Grid, Heading, Kind
from prossimo.core.letterheads import Letterhead
from prossimo.core.pdf import Section
from prossimo.core.wording import local

FORMAT = "prossimo.copia/1"  # raised when a key of `dati.json` changes its meaning
MOST_BYTES = 40 * 1024 * 1024  # of documents in one file: it is built in memory, whole
MOST_OPENINGS_TOLD = 200
PDF_NAME, DATA_NAME, README_NAME = "copia-dei-dati.pdf", "dati.json", "LEGGIMI.txt"


@dataclass(frozen=True, slots=True)
class Chapter:
    """What an app holds: its key never changes, its title is for people."""

    key: str
    title: str
    sections: Sequence[Section]


@dataclass(frozen=True, slots=True)
class Contents:
    """All that goes into the file; `unread` are the documents that do not open any more."""

    name: str
    number: str
    paper: bytes
    chapters: Sequence[Chapter]
    openings: Section
    files: Mapping[str, bytes]
    unread: Sequence[str] = ()
    with_files: bool = True


def packed(told: Contents, head: Letterhead) -> bytes:
    """The file itself, whole."""
    chapters = [*told.chapters, Chapter("openings", told.openings.title, [told.openings])]
    tables = _tables(chapters)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
        box.writestr(README_NAME, "\ufeff" + readme(told, list(tables), head))
        box.writestr(PDF_NAME, told.paper)
        box.writestr(DATA_NAME, _as_json(told, chapters, head))
        for path, content in tables.items():
            box.writestr(path, content)
        for path, content in told.files.items():
            box.writestr(path, content, zipfile.ZIP_STORED)
    return out.getvalue()


def readme(told: Contents, tables: Sequence[str], head: Letterhead) -> str:
    """What is in it, who opened the file, how to have it corrected: for anybody."""
    parts = [
        _("COPIA DEI TUOI DATI"),
        _("%(name)s, copia %(number)s, preparata da %(body)s il %(day)s "
          "(Regolamento UE 2016/679, articolo 15).")
        % {"name": told.name, "number": told.number, "body": head.body,
           "day": local(head.printed_at).strftime("%d/%m/%Y %H:%M")},
        *head.warnings(),
        _("CHE COSA C'È"),
        "\n".join(_contents(told, tables)),
        _("CHE COSA NON C'È"),
        "\n".join(_left_out(told)),
        _("CHI HA APERTO LA TUA SCHEDA"),
        "\n".join(_opened(told.openings)),
        _("SE QUALCOSA È SBAGLIATO"),
        _("Chiedi la correzione all'ufficio che ti ha dato questa copia, a voce o per iscritto: "
          "deve risponderti entro un mese (articoli 12 e 16). Puoi chiedere anche ciò che qui è "
          "omesso, o scrivere al responsabile della protezione dei dati dell'ente. Se non sei "
          "d'accordo con la risposta puoi fare reclamo al Garante per la protezione dei dati "
          "personali (www.garanteprivacy.it)."),
    ]  # fmt: skip
    return "\r\n\r\n".join(parts).replace("\r\n", "\n").replace("\n", "\r\n") + "\r\n"


def _contents(told: Contents, tables: Sequence[str]) -> list[str]:
    lines = [
        _("- %(file)s: tutto, da leggere o stampare") % {"file": PDF_NAME},
        _("- %(file)s: le stesse cose per un altro sistema informatico") % {"file": DATA_NAME},
        ngettext("- csv: la stessa cosa in una tabella", "- csv: le stesse cose in %(n)s tabelle",
                 len(tables)) % {"n": len(tables)},
    ]  # fmt: skip
    if told.files:
        lines.append(
            ngettext("- documenti: un documento; l'indice è nel PDF",
                     "- documenti: %(n)s documenti; l'indice è nel PDF", len(told.files))
            % {"n": len(told.files)}
        )  # fmt: skip
    sections = [section.title for chapter in told.chapters for section in chapter.sections]
    return [*lines, _("Le parti sono: %(parts)s.") % {"parts": "; ".join(sections)}]


def _left_out(told: Contents) -> list[str]:
    lines = [
        _("- Le annotazioni che ogni operatore tiene per sé e gli indirizzi protetti."),
        _("- Ciò che è scritto «omesso»: accanto c'è il motivo."),
        _("- Le pagine e i documenti che chi segue la cartella non ha ancora riletto: "
          "si possono chiedere."),
        _("- Ciò che l'ufficio che ti dà questa copia non può vedere: se ti segue anche un altro "
          "servizio, chiedi anche lì."),
    ]  # fmt: skip
    if not told.with_files:
        lines.append(_("- I documenti: l'ufficio te li dà a parte."))
    lines.extend(
        _("- %(path)s: il file non si apre più, lo stiamo verificando.") % {"path": path}
        for path in told.unread
    )
    return lines


def _opened(openings: Section) -> list[str]:
    if openings.rows is None:
        return [openings.empty]
    body = openings.rows.body
    lines = ["- " + ", ".join(filter(None, row)) for row in body[:MOST_OPENINGS_TOLD]]
    if len(body) > MOST_OPENINGS_TOLD:
        more = len(body) - MOST_OPENINGS_TOLD
        lines.append(_("e altre %(n)s volte, scritte nel PDF e nelle tabelle.") % {"n": more})
    return [_("Uffici e ruoli, non i nomi di chi vi lavora."), *lines]


def _as_json(told: Contents, chapters: Sequence[Chapter], head: Letterhead) -> str:
    document = {
        "format": FORMAT,
        "number": told.number,
        "person": told.name,
        "body": head.body,
        "made_at": local(head.printed_at).isoformat(timespec="seconds"),
        "chapters": [
            {
                "key": chapter.key,
                "title": chapter.title,
                "sections": [_section(section) for section in chapter.sections],
            }
            for chapter in chapters
        ],
        "files": list(told.files),
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def _section(section: Section) -> dict[str, Any]:
    """Always the same keys, empty where there is nothing."""
    rows = section.rows
    return {
        "key": slugify(section.title),
        "title": section.title,
        "facts": [{"label": label, "value": _said(value)} for label, value in section.facts],
        "texts": list(section.paragraphs),
        "events": [
            {"when": each.when, "title": each.title, "text": each.text, "by": each.by}
            for each in section.moments
        ],
        "signatures": [
            {"name": each.name, "role": each.role, "how": each.how} for each in section.signatures
        ],
        "rows": [dict(zip(rows.head, line, strict=True)) for line in rows.body] if rows else [],
    }


def _tables(chapters: Sequence[Chapter]) -> dict[str, bytes]:
    """A table for each kind of thing that a section holds, numbered in the order of the PDF."""
    found: dict[str, bytes] = {}
    sections = [section for chapter in chapters for section in chapter.sections]
    for number, section in enumerate(sections, 1):
        kinds = {
            "": (section.rows.head, section.rows.body) if section.rows else ([], []),
            "-dati": (
                [_("Voce"), _("Valore")],
                [[label, _said(value)] for label, value in section.facts],
            ),
            "-testi": ([_("Testo")], [[text] for text in section.paragraphs]),
            "-fatti": (
                [_("Quando"), _("Che cosa"), _("Testo"), _("Chi")],
                [[each.when, each.title, each.text, each.by] for each in section.moments],
            ),
        }
        for ending, (heads, body) in kinds.items():
            if body:
                path = f"csv/{number:02}-{slugify(section.title)[:50]}{ending}.csv"
                found[path] = _csv(heads, body)
    return found


def _csv(heads: Sequence[str], body: Sequence[Sequence[str]]) -> bytes:
    headings = [Heading(f"c{n}", str(label), Kind.TEXT) for n, label in enumerate(heads)]
    return csvfiles.write(Grid(headings, [tuple(row) for row in body]))


def _said(value: Any) -> str:
    return "" if value is None else str(value)
