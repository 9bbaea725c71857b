"""What is typed about protection: orders, what they ask, minors placed in safety."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from prossimo.accounts.forms import OnceFormMixin
from prossimo.cases.choices import RemovalAct, RemovalOutcome
from prossimo.cases.choices.protection import AUTHORITIES, EFFECTS, ORDER_KINDS
from prossimo.cases.forms.cases import CHOOSE, long_words
from prossimo.cases.models import CourtOrder
from prossimo.citizens.models import Person
from prossimo.core.periods import between, today
from prossimo.ui.forms import DateInput, RadioChips, Words, field_of


class Suggested(forms.TextInput):
    """Words of one's own, with the usual ones at hand."""

    template_name = "cases/forms/suggested.html"

    def __init__(self, words: Sequence[Any]) -> None:
        super().__init__()
        self.words = words

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["list"] = f"{name}-words"
        context["widget"]["words"] = self.words
        return context


class MomentField(forms.DateTimeField):
    """A day with its hour, as the browser asks for it."""

    def __init__(self, **more: Any) -> None:
        shown = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=shown, initial=_now, **more)


def _now() -> dt.datetime:
    return timezone.localtime().replace(second=0, microsecond=0)


def _words(label: Any, *, most: int = 120, words: Sequence[Any] = (), **more: Any) -> Words:
    return Words(label=label, max_length=most, widget=Suggested(words) if words else None, **more)


class OrderForm(OnceFormMixin, forms.Form):
    """An order as it was received, with the first thing it asks of the services."""

    person = forms.ModelChoiceField(
        label=gettext_lazy("Per chi"), queryset=Person.objects.none(), empty_label=CHOOSE
    )
    authority = _words(gettext_lazy("Autorità"), words=AUTHORITIES)
    kind = _words(gettext_lazy("Che cosa dispone"), words=ORDER_KINDS)
    effect = _words(gettext_lazy("Sulla responsabilità genitoriale"), words=EFFECTS, required=False)
    number = _words(gettext_lazy("Numero"), most=60, required=False)
    issued_on = forms.DateField(label=gettext_lazy("Emesso il"), widget=DateInput)
    notified_on = forms.DateField(
        label=gettext_lazy("Ricevuto il"), required=False, widget=DateInput
    )
    since = forms.DateField(
        label=gettext_lazy("Vale dal"), required=False, widget=DateInput,
        help_text=gettext_lazy("Vuoto: dal giorno in cui è emesso."),
    )  # fmt: skip
    until = forms.DateField(
        label=gettext_lazy("Vale fino al"), required=False, widget=DateInput,
        help_text=gettext_lazy("Vuoto: finché non è revocato."),
    )  # fmt: skip
    text = long_words(gettext_lazy("Che cosa dice"), rows=5, most=8000, required=False)
    replaces = forms.ModelChoiceField(
        label=gettext_lazy("Prende il posto di"), queryset=CourtOrder.objects.none(),
        required=False, empty_label=gettext_lazy("nessuno"),
    )  # fmt: skip
    what = Words(
        label=gettext_lazy("Che cosa chiede ai servizi"), required=False, max_length=300,
        help_text=gettext_lazy("Per esempio: relazione di aggiornamento. Altre si aggiungono poi."),
    )  # fmt: skip
    due_on = forms.DateField(label=gettext_lazy("Entro il"), required=False, widget=DateInput)

    def __init__(self, *args: Any, people: Any, orders: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field_of(self, "person").queryset = people
        field_of(self, "replaces").queryset = orders

    def values(self) -> dict[str, Any]:
        told = self.cleaned_data
        names = ("authority", "kind", "effect", "number", "issued_on", "notified_on", "text")
        begun = told["since"] or told["issued_on"]
        until = told["until"]
        if until is not None and until < begun:
            until = begun - dt.timedelta(days=1)  # the operation says what is wrong
        return {name: told[name] for name in names} | {"period": between(begun, until)}


class RevokeForm(OnceFormMixin, forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    day = forms.DateField(label=gettext_lazy("Revocato il"), widget=DateInput, initial=today)
    why = Words(label=gettext_lazy("Con quale atto, e perché"), max_length=300)


class AskedForm(OnceFormMixin, forms.Form):
    """One more thing that an order asks."""

    what = Words(label=gettext_lazy("Che cosa chiede"), max_length=300)
    whose = Words(label=gettext_lazy("A chi"), required=False, max_length=160)
    due_on = forms.DateField(label=gettext_lazy("Entro il"), required=False, widget=DateInput)


class FulfilForm(OnceFormMixin, forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    day = forms.DateField(label=gettext_lazy("Fatto il"), widget=DateInput, initial=today)
    note = Words(label=gettext_lazy("Com'è andata"), required=False, max_length=500)


class RemovalForm(OnceFormMixin, forms.Form):
    """A minor placed in safety: from the hour given here the terms run."""

    person = forms.ModelChoiceField(
        label=gettext_lazy("Per chi"), queryset=Person.objects.none(), empty_label=CHOOSE
    )
    at = MomentField(label=gettext_lazy("Collocamento: giorno e ora"))
    authority = Words(label=gettext_lazy("Chi l'ha disposto"), max_length=160)
    why = long_words(gettext_lazy("Perché"), rows=4)
    place = Words(
        label=gettext_lazy("Dove"), required=False, max_length=300,
        help_text=gettext_lazy("Lo legge solo chi è titolare e chi lo scrive: in nessun elenco."),
    )  # fmt: skip
    paper = Words(label=gettext_lazy("Estremi dell'atto"), required=False, max_length=160)

    def __init__(self, *args: Any, people: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field_of(self, "person").queryset = people


class StepForm(OnceFormMixin, forms.Form):
    """An act was done: which, at what hour, with which paper."""

    act = forms.ChoiceField(
        label=gettext_lazy("Che cosa è stato fatto"),
        choices=[each for each in RemovalAct.choices if each[0] != RemovalAct.PLACED],
        widget=RadioChips,
    )
    at = MomentField(label=gettext_lazy("Giorno e ora"))
    paper = Words(label=gettext_lazy("Estremi dell'atto"), required=False, max_length=160)

    def __init__(self, *args: Any, done: Sequence[str], **more: Any) -> None:
        super().__init__(*args, **more)
        left = [each for each in field_of(self, "act").choices if each[0] not in done]
        field_of(self, "act").choices = left


class CorrectForm(OnceFormMixin, forms.Form):
    at = MomentField(label=gettext_lazy("Giorno e ora giusti"))
    paper = Words(label=gettext_lazy("Estremi dell'atto"), required=False, max_length=160)
    why = Words(label=gettext_lazy("Perché si corregge"), max_length=300)


class EndRemovalForm(OnceFormMixin, forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    outcome = forms.ChoiceField(
        label=gettext_lazy("Com'è finito"), choices=RemovalOutcome.choices, widget=RadioChips
    )
    day = forms.DateField(label=gettext_lazy("Il giorno"), widget=DateInput, initial=today)
    why = Words(label=gettext_lazy("Con quale atto, e perché"), max_length=500)
