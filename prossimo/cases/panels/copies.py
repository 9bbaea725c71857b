"""What a case lends to the copy of one's data: its diary and documents, once they were read again."""

from functools import partial

import structlog
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.rules import Actor
from prossimo.cases.case_words import kind_and_size
from prossimo.cases.models import Case, CaseDocument
from prossimo.cases.operations.papers import open_document
from prossimo.cases.page import CaseLink, case_links
from prossimo.cases.policies.copies import may_review_copy
from prossimo.cases.queries.copies import Piece, pages_for, papers_for, undecided_by_case
from prossimo.citizens.models import Person
from prossimo.citizens.panels import (
    Copied,
    CopiedFiles,
    CopyStep,
    GivenFile,
    copied_files,
    copy_steps,
    person_copies,
)
from prossimo.core import pdf, vault, wording

log = structlog.get_logger(__name__)


def diary_copied(actor: Actor, person: Person) -> list[pdf.Section]:
    """The pages that are given, and of the others why not; who was there and private notes stay out."""
    pieces = pages_for(actor, case__person=person)
    journal.shown(Action.EXPORT, [piece.row for piece in pieces if piece.given])
    moments = [
        pdf.Moment(
            when=wording.local(piece.row.happened_at).strftime("%d/%m/%Y"),
            title=f"{piece.kind}; {piece.row.case.number}",
            text=piece.row.text if piece.given else piece.why,
            by=piece.row.post.get_role_display() if piece.row.post else "",
        )
        for piece in pieces
        if piece.decided
    ]
    waiting = sum(not piece.decided for piece in pieces)
    told = [
        ngettext("Una pagina non è ancora stata riletta da chi segue la cartella: non è in questa "
                 "copia, si può chiedere.",
                 "%(n)s pagine non sono ancora state rilette da chi segue la cartella: non sono in "
                 "questa copia, si possono chiedere.", waiting) % {"n": waiting}
    ] if waiting else []  # fmt: skip
    title = _("Diario delle prese in carico")
    return [pdf.Section(title, moments=moments, paragraphs=told, empty=_("Nessuna pagina."))]


def papers_copied(actor: Actor, person: Person) -> list[pdf.Section]:
    """The index of the documents: those given with their file, of the others why not."""
    pieces = papers_for(actor, case__person=person)
    journal.shown(Action.EXPORT, [piece.row for piece in pieces if piece.given])
    paths = _paths(pieces)
    listed = [
        pdf.Moment(
            when=f"{piece.row.dated_on:%d/%m/%Y}",
            title=piece.row.title if piece.given else f"{piece.kind}; {piece.row.case.number}",
            text=_indexed(piece, paths.get(piece.key, "")),
        )
        for piece in pieces
    ]
    return [pdf.Section(_("Documenti conservati"), moments=listed, empty=_("Nessuno."))]


def papers_given(actor: Actor, person: Person) -> list[GivenFile]:
    """The files themselves, each with the name that the index says."""
    pieces = papers_for(actor, case__person=person)
    paths = _paths(pieces)
    return [
        GivenFile(paths[piece.key], piece.row.file.size, partial(_read, actor, piece.row))
        for piece in pieces
        if piece.given
    ]


def to_read_again(actor: Actor, person: Person) -> list[tuple[str, str]]:
    """The cases of which pages or documents wait for who keeps them."""
    told = []
    for case, count in undecided_by_case(actor, person).items():
        said = ngettext("Cartella %(number)s: una pagina o documento da rileggere",
                        "Cartella %(number)s: %(n)s pagine e documenti da rileggere", count)  # fmt: skip
        if count:
            told.append((said % {"number": case.number, "n": count}, review_url(actor, case)))
    return told


def review_url(actor: Actor, case: Case) -> str:
    return reverse("cases:copy_review", args=[case.pk]) if may_review_copy(actor, case) else ""


def _indexed(piece: Piece[CaseDocument], path: str) -> str:
    row = piece.row
    if piece.given:
        told = {"what": f"{piece.kind}, {kind_and_size(row)}; {row.case.number}", "path": path}
        return _("%(what)s. File: %(path)s") % told
    return piece.why or _("non ancora riletto: si può chiedere")


def _paths(pieces: list[Piece[CaseDocument]]) -> dict[str, str]:
    """«documenti/001-certificato.pdf»: numbered, so that no two are called the same."""
    given = [piece for piece in pieces if piece.given]
    found = {}
    for number, piece in enumerate(given, 1):
        row = piece.row
        ending = row.file.name.rpartition(".")[2].lower()
        bare = slugify(row.title)[:60].strip("-") or "documento"
        found[piece.key] = f"documenti/{number:03}-{bare}.{ending}"
    return found


def _read(actor: Actor, row: CaseDocument) -> bytes | None:
    try:
        return open_document(row, by=actor)
    except vault.Unreadable as error:
        log.error("documento illeggibile", document=str(row.pk), error=str(error))
        return None


person_copies.add(Copied(key="diary", label=gettext_lazy("Diario"), order=42, build=diary_copied))
person_copies.add(
    Copied(key="papers", label=gettext_lazy("Documenti"), order=43, build=papers_copied)
)
copied_files.add(CopiedFiles(key="papers", build=papers_given))
copy_steps.add(CopyStep(key="cases", order=10, build=to_read_again))
case_links.add(
    CaseLink(
        key="copy_review",
        label=gettext_lazy("Rileggi per la copia dei dati"),
        order=95,
        url=review_url,
        icon="file",
    )
)
