"""What is typed to open a private note by law: which one, by which law, why, and who is asking."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from prossimo.accounts.proof import asks_code, prove
from prossimo.cases.choices.diary import NoteGround
from prossimo.cases.forms.cases import long_words
from prossimo.cases.operations.note_access import check_ground
from prossimo.cases.queries.note_access import Kept
from prossimo.core.http import Request
from prossimo.ui.forms import RadioChips, field_of
from prossimo.ui.telling import tell


class NoteAccessForm(forms.Form):
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
    password = forms.CharField(
        label=gettext_lazy("La tua password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        max_length=4096,
        strip=False,
    )
    code = forms.CharField(
        label=gettext_lazy("Codice del secondo fattore"),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        max_length=20,
    )

    def __init__(self, *args: Any, request: Request, notes: Sequence[Kept], **more: Any) -> None:
        super().__init__(*args, **more)
        self.request = request
        field_of(self, "note").choices = [(str(each.id), str(each)) for each in notes]
        if not asks_code(request.user):
            del self.fields["code"]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if self.errors:
            return told
        try:
            check_ground(told["ground"], told["why"])
            prove(
                self.request,
                self.request.user,
                password=told["password"],
                code=told.get("code", ""),
            )
        except ValidationError as error:
            tell(self, error)
        return told
