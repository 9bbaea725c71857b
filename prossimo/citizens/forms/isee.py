"""Why the ISEE of somebody is asked of INPS: for which benefit, which application, which day."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prossimo.accounts.forms import OnceFormMixin
from prossimo.citizens.exchange.isee import (
    BENEFITS,
    LONGEST_APPLICATION,
    ApplicationState,
    IseeQuery,
)
from prossimo.citizens.exchange.wording import BENEFITS as LABELS
from prossimo.citizens.fields import LineField
from prossimo.core.periods import today
from prossimo.ui.forms import DateInput, RadioChips

STATES = [
    (ApplicationState.TO_GRANT.value, gettext_lazy("da dare: la domanda è in valutazione")),
    (ApplicationState.GRANTED.value, gettext_lazy("già data: si controlla")),
]


class IseeAskForm(OnceFormMixin, forms.Form):
    """The reason travels with the question: INPS keeps it, and so does the journal."""

    benefit = forms.ChoiceField(label=gettext_lazy("Per quale prestazione"))
    application = LineField(
        label=gettext_lazy("Protocollo della domanda"),
        max_length=LONGEST_APPLICATION,
        help_text=gettext_lazy("Il numero della domanda o della pratica: resta all'INPS."),
    )
    state = forms.ChoiceField(
        label=gettext_lazy("La prestazione è"), choices=STATES, widget=RadioChips,
        initial=ApplicationState.TO_GRANT.value,
    )  # fmt: skip
    valid_on = forms.DateField(
        label=gettext_lazy("ISEE in vigore il"), widget=DateInput, localize=False, initial=today,
        help_text=gettext_lazy("Di solito oggi, o il giorno della domanda."),
    )  # fmt: skip

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        listed = [(code, f"{code} · {LABELS[code]}") for code in BENEFITS]
        self.fields["benefit"].choices = [("", _("scegli")), *listed]  # type: ignore[attr-defined]

    def clean_application(self) -> str:
        typed = str(self.cleaned_data["application"])
        if len(typed) < 3:
            raise ValidationError(_("Scrivi il numero per intero: almeno 3 caratteri."))
        return typed

    def clean_valid_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["valid_on"]
        if day > today():
            raise ValidationError(_("La data è nel futuro: controllala."))
        if day.year < 2015:
            raise ValidationError(_("Prima del 2015 l'ISEE era un altro: controlla la data."))
        return day

    def query(self, tax_code: str) -> IseeQuery:
        given = self.cleaned_data
        return IseeQuery(
            tax_code,
            given["valid_on"],
            given["benefit"],
            given["application"],
            ApplicationState(given["state"]),
        )
