"""What is typed about the texts that pages of diary begin from."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from prossimo.accounts.forms import OnceFormMixin
from prossimo.cases.choices import EntryKind
from prossimo.cases.forms.cases import long_words
from prossimo.ui.forms import RadioChips, Words


class TemplateForm(OnceFormMixin, forms.Form):
    """For which kind of page, how it is called, what it says."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("Per quali pagine"), choices=EntryKind.choices, widget=RadioChips
    )
    title = Words(label=gettext_lazy("Titolo"), max_length=80)
    text = long_words(
        gettext_lazy("Testo"), rows=10, most=8000,
        help_text=gettext_lazy("Le domande o i punti da cui si comincia: chi scrive li completa."),
    )  # fmt: skip

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("kind", "title", "text")}


class EndTemplateForm(OnceFormMixin, forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
