"""What is typed to read a case in an emergency, and to say afterwards how it was."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from prossimo.accounts.forms import OnceFormMixin
from prossimo.accounts.proof import asks_code, prove
from prossimo.cases.choices import GlassCategory, GlassOutcome
from prossimo.cases.forms.cases import long_words
from prossimo.cases.operations.glass import check_reason
from prossimo.core.http import Request
from prossimo.ui.forms import RadioChips
from prossimo.ui.telling import tell


class GlassForm(forms.Form):
    """What urges, why it cannot wait, and who is asking, proved again."""

    category = forms.ChoiceField(
        label=gettext_lazy("Che cosa urge"), choices=GlassCategory.choices, widget=RadioChips
    )
    why = long_words(
        gettext_lazy("Perché non si può aspettare chi la segue"), rows=3, most=500,
        help_text=gettext_lazy(
            "Lo legge chi verifica: scrivi del motivo, non della persona."
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

    def __init__(self, *args: Any, request: Request, **more: Any) -> None:
        super().__init__(*args, **more)
        self.request = request
        if not asks_code(request.user):
            del self.fields["code"]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if self.errors:
            return told
        try:
            check_reason(told["category"], told["why"])
            prove(
                self.request,
                self.request.user,
                password=told["password"],
                code=told.get("code", ""),
            )
        except ValidationError as error:
            tell(self, error)
        return told


class ReviewForm(OnceFormMixin, forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    outcome = forms.ChoiceField(
        label=gettext_lazy("Com'è risultato"), choices=GlassOutcome.choices, widget=RadioChips
    )
    note = long_words(gettext_lazy("Che cosa hai verificato"), rows=3, most=500)
