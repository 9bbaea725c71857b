"""What is typed about the archive: terms, choices among what stands on a shelf, acts and reasons."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from prossimo.accounts.choices import UserArea
from prossimo.accounts.forms import OnceFormMixin
from prossimo.core.periods import today
from prossimo.ui.forms import Chips, DateInput, Words, field_of


class TermForm(OnceFormMixin, forms.Form):
    """For how many years the cases of an area are kept: decided with an act, from a day."""

    user_area = forms.ChoiceField(
        label=gettext_lazy("Area"),
        choices=[("", gettext_lazy("tutte le altre")), *UserArea.choices],
        required=False,
    )
    years = forms.IntegerField(
        label=gettext_lazy("Anni dopo la chiusura"), min_value=1, max_value=150
    )
    since = forms.DateField(label=gettext_lazy("Dal"), widget=DateInput, initial=today)
    act = Words(label=gettext_lazy("Atto che lo stabilisce"), max_length=200)


class ShelfForm(OnceFormMixin, forms.Form):
    """Which ones, and what the act asks beside."""

    rows = forms.MultipleChoiceField(label=gettext_lazy("Quali"), widget=Chips)
    why = Words(label=gettext_lazy("Perché"), max_length=300)
    act = Words(
        label=gettext_lazy("Autorizzazione della Soprintendenza"), max_length=160,
        help_text=gettext_lazy("Numero e ufficio: senza, niente si scarta (D.Lgs 42/2004)."),
    )  # fmt: skip
    act_on = forms.DateField(label=gettext_lazy("Autorizzata il"), widget=DateInput)
    until = forms.DateField(
        label=gettext_lazy("Fino al"), required=False, widget=DateInput,
        help_text=gettext_lazy("Vuoto: finché qualcuno non lo toglie."),
    )  # fmt: skip

    def __init__(self, *args: Any, rows: Any, asks: tuple[str, ...], **more: Any) -> None:
        super().__init__(*args, **more)
        field_of(self, "rows").choices = rows
        for name in {"why", "act", "act_on", "until"} - set(asks):
            del self.fields[name]
