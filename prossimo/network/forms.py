"""What is typed about an organisation, and how the list is searched."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from stdnum.it import codicefiscale, iva

from prossimo.core.text import clean
from prossimo.network.choices import OrganisationKind
from prossimo.network.models import Organisation

FIELDS = ("name", "kind", "tax_code", "email", "phone", "active")


class OrganisationForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable in 5.2
    version = forms.IntegerField(widget=forms.HiddenInput, initial=1)

    class Meta:
        model = Organisation
        fields = FIELDS

    def clean_name(self) -> str:
        return clean(self.cleaned_data["name"]).strip()

    def clean_tax_code(self) -> str:
        code = str(self.cleaned_data["tax_code"]).upper().replace(" ", "")
        if code and not (iva.is_valid(code) or codicefiscale.is_valid(code)):
            raise forms.ValidationError(
                _("Il codice non torna: sono 11 cifre (o 16 caratteri). Controlla o lascia vuoto.")
            )
        return code

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in FIELDS}


class OrganisationFilter(forms.Form):
    """The list of organisations, read as a sentence."""

    q = forms.CharField(
        label=_("che si chiamano"), required=False, max_length=100, widget=forms.SearchInput
    )
    kind = forms.ChoiceField(
        label=_("di tipo"),
        required=False,
        choices=[("", _("qualunque")), *OrganisationKind.choices],
    )
    state = forms.ChoiceField(
        label=_("e che sono"),
        required=False,
        choices=[("", _("attive")), ("all", _("attive o no"))],
    )
