"""Reads for the copy of one's data: the pages and documents of a case, and what was chosen for each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from prossimo.accounts.rules import Actor
from prossimo.cases.models import Case, CaseDocument, CopyChoice, DiaryEntry
from prossimo.citizens.models import Person

R = TypeVar("R", DiaryEntry, CaseDocument)


@dataclass(frozen=True, slots=True)
class Piece(Generic[R]):
    """A page of diary or a document, with what was chosen for it."""

    row: R
    choice: CopyChoice | None = None

    @property
    def key(self) -> str:
        return self.row.pk.hex

    @property
    def page(self) -> bool:
        """A page of diary, and not a document."""
        return isinstance(self.row, DiaryEntry)

    @property
    def seen(self) -> str:
        """What was in front of who chose: the text and the choice as they stood."""
        return f"{self.row.version}.{self.choice.version if self.choice else 0}"

    @property
    def decided(self) -> bool:
        """A text that changed after it was read again is to be read once more."""
        return self.choice is not None and self.choice.of_version == self.row.version

    @property
    def given(self) -> bool:
        return self.choice is not None and self.decided and self.choice.given

    @property
    def why(self) -> str:
        """«omesso: parla di altre persone (Il vicino)», as the person reads it."""
        if self.choice is None or not self.decided or self.choice.given:
            return ""
        reason = self.choice.get_reason_display()
        told = f"{reason} ({self.choice.words})" if self.choice.words else reason
        return _("omesso: %(why)s") % {"why": told}

    @property
    def kind(self) -> str:
        return str(capfirst(self.row.get_kind_display()))


def pages_for(actor: Actor, **of: Any) -> list[Piece[DiaryEntry]]:
    """The pages of diary, the first first; `of` says of which case or person."""
    rows = DiaryEntry.objects.visible_to(actor).filter(**of).select_related("case", "post")
    return _chosen(actor, list(rows.order_by("happened_at", "pk")), "entry")


def papers_for(actor: Actor, **of: Any) -> list[Piece[CaseDocument]]:
    """The documents that still count, the first first."""
    rows = CaseDocument.objects.visible_to(actor).filter(**of).held()
    found = rows.select_related("case", "file").order_by("dated_on", "pk")
    return _chosen(actor, list(found), "document")


def pieces_of(actor: Actor, case: Case) -> list[Piece[Any]]:
    """Everything of a case that is to be read again before it is given."""
    return [*pages_for(actor, case=case), *papers_for(actor, case=case)]


def undecided_by_case(actor: Actor, person: Person) -> dict[Case, int]:
    """How many pieces nobody has read again yet, case by case."""
    found: dict[Case, int] = {}
    pieces: list[Piece[Any]] = [
        *pages_for(actor, case__person=person),
        *papers_for(actor, case__person=person),
    ]
    for piece in pieces:
        found[piece.row.case] = found.get(piece.row.case, 0) + (not piece.decided)
    return found


def _chosen(actor: Actor, rows: Sequence[R], way: str) -> list[Piece[R]]:
    choices = CopyChoice.objects.visible_to(actor).filter(**{f"{way}__in": rows})
    by_row = {getattr(choice, f"{way}_id"): choice for choice in choices}
    return [Piece(row, by_row.get(row.pk)) for row in rows]
