"""What goes into the copy of one's data, piece by piece: given, or left out with a reason."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prossimo.accounts.forms import OnceFormMixin
from prossimo.cases.choices import OmitReason
from prossimo.cases.operations.copies import Decision
from prossimo.cases.queries.copies import Piece
from prossimo.ui.forms import RadioChips, Words

LATER, GIVEN, LEFT_OUT = "", "yes", "no"
WAYS = [(GIVEN, gettext_lazy("si dà")), (LEFT_OUT, gettext_lazy("si omette"))]


@dataclass(frozen=True, slots=True)
class Line:
    """A piece with the fields that stand beside it."""

    piece: Piece[Any]
    way: BoundField
    reason: BoundField
    words: BoundField


class CopyForm(OnceFormMixin, forms.Form):
    """As many lines as there are pieces on the page; those left for later stay as they are."""

    def __init__(self, *args: Any, pieces: Sequence[Piece[Any]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.pieces = list(pieces)
        for piece in self.pieces:
            self._ask(piece)

    def _ask(self, piece: Piece[Any]) -> None:
        chosen = piece.choice if piece.decided else None
        later = [] if chosen else [(LATER, gettext_lazy("ancora da decidere"))]
        way = (GIVEN if chosen.given else LEFT_OUT) if chosen else LATER
        self.fields[f"way_{piece.key}"] = forms.ChoiceField(
            label=gettext_lazy("Nella copia"), choices=[*later, *WAYS], required=bool(chosen),
            widget=RadioChips, initial=way,
        )  # fmt: skip
        self.fields[f"reason_{piece.key}"] = forms.ChoiceField(
            label=gettext_lazy("Se si omette, perché"), required=False,
            choices=[("", "—"), *OmitReason.choices], initial=chosen.reason if chosen else "",
        )  # fmt: skip
        self.fields[f"words_{piece.key}"] = Words(
            label=gettext_lazy("Parole per la persona"), required=False, max_length=300,
            initial=chosen.words if chosen else "",
            help_text=gettext_lazy("Facoltative. Le legge la persona: non ripetere ciò che si omette."),
        )  # fmt: skip
        self.fields[f"seen_{piece.key}"] = forms.CharField(
            label=gettext_lazy("versione"), widget=forms.HiddenInput, initial=piece.seen
        )

    def lines(self) -> Iterator[Line]:
        for piece in self.pieces:
            ways = (self[f"{name}_{piece.key}"] for name in ("way", "reason", "words"))
            yield Line(piece, *ways)

    def clean(self) -> dict[str, Any]:
        told = self.cleaned_data
        for piece in self.pieces:
            key = piece.key
            if told.get(f"seen_{key}") != piece.seen:
                self._shown_again(piece)
            if told.get(f"way_{key}") != LEFT_OUT:
                continue
            reason = told.get(f"reason_{key}")
            if not reason:
                self.add_error(f"reason_{key}", _("Scegli perché si omette: lo legge la persona."))
            elif reason == OmitReason.OTHER and not told.get(f"words_{key}"):
                self.add_error(f"words_{key}", _("Scrivi quale motivo: lo legge la persona."))
        return told

    def _shown_again(self, piece: Piece[Any]) -> None:
        """The page that comes back shows the text as it is now: what is chosen there counts."""
        name = f"seen_{piece.key}"
        self.data = dict(self.data.items()) | {name: piece.seen}
        said = _("È cambiata mentre la rileggevi: rileggila e scegli di nuovo.")
        self.add_error(f"way_{piece.key}", said)

    def decisions(self) -> list[Decision]:
        """Only what was chosen now, or chosen otherwise than before."""
        told, found = self.cleaned_data, []
        for piece in self.pieces:
            way = told[f"way_{piece.key}"]
            changed = {f"{name}_{piece.key}" for name in ("way", "reason", "words")}
            if way and changed & set(self.changed_data):
                given = way == GIVEN
                reason, words = told[f"reason_{piece.key}"], told[f"words_{piece.key}"]
                found.append(Decision(piece.key, piece.seen, given, reason, words))
        return found
