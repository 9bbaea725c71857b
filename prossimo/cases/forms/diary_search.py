"""Which words are looked for in the diary, read as a sentence."""

from django import forms
from django.utils.translation import gettext_lazy

from prossimo.cases.choices import EntryKind
from prossimo.ui.forms import Words


class SearchForm(forms.Form):
    """Words, kind of page, and perhaps the one case."""

    case = forms.UUIDField(required=False, widget=forms.HiddenInput)
    q = Words(
        label=gettext_lazy("che dicono"), required=False, max_length=200, widget=forms.SearchInput
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("in"), required=False,
        choices=[("", gettext_lazy("qualsiasi pagina")), *EntryKind.choices],
    )  # fmt: skip
