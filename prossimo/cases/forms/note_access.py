"""What is typed to open a private note by law: which one, by which law, why, and who is asking."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from prossimo.accounts.forms import ProofFormMixin
from prossimo.cases.choices.diary import NoteGround
from prossimo.cases.forms.cases import long_words
from prossimo.cases.operations.note_access import check_ground
from prossimo.cases.queries.note_access import Kept
from prossimo.ui.forms import RadioChips, field_of


class NoteAccessForm(ProofFormMixin, forms.Form):
    """One note, the reason in two ways, and one's own password."""

    note = forms.TypedChoiceField(label=gettext_lazy("Quale annotazione"), widget=RadioChips)
    ground = forms.ChoiceField(
        label=gettext_lazy("Per quale legge"), choices=NoteGround.choices, widget=RadioChips
    )
    why = long_words(
        gettext_lazy("Con quale motivo"), rows=3, most=500,
        help_text=gettext_lazy(
            "Lo leggono chi l'ha scritta e il DPO: scrivi del motivo, non della persona."
        ),
    )  # fmt: skip

    def __init__(self, *args: Any, notes: Sequence[Kept], **more: Any) -> None:
        super().__init__(*args, **more)
        field_of(self, "note").choices = [(str(each.id), str(each)) for each in notes]

    def check_first(self, told: dict[str, Any]) -> None:
        check_ground(told["ground"], told["why"])
