"""What is asked of the vocabulary of reasons."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from prossimo.access.choices import ReasonGroup
from prossimo.accounts.forms import OnceFormMixin
from prossimo.accounts.rules import Actor, Right
from prossimo.core.periods import today
from prossimo.ui.forms import DateInput, Words


class ReasonForm(OnceFormMixin, forms.Form):
    """A new reason."""

    label = Words(label=gettext_lazy("Motivo"), max_length=120)
    group = forms.ChoiceField(
        label=gettext_lazy("Famiglia"),
        choices=ReasonGroup.choices,
        help_text=gettext_lazy("Come l'Osservatorio lo conta insieme ad altri."),
    )
    since_day = forms.DateField(label=gettext_lazy("In uso dal"), widget=DateInput, initial=today)
    rank = forms.IntegerField(
        label=gettext_lazy("Ordine"),
        min_value=0,
        max_value=9999,
        initial=100,
        help_text=gettext_lazy("I numeri più bassi vengono prima."),
    )
    common = forms.BooleanField(label=gettext_lazy("Vale per tutti gli Ambiti"), required=False)

    def __init__(self, *args: Any, actor: Actor, **more: Any) -> None:
        super().__init__(*args, actor=actor, **more)
        if not actor.has(Right.STAFF_MANAGE):
            del self.fields["common"]


class RenameForm(OnceFormMixin, forms.Form):
    """Other words for the same reason, from a day on."""

    label = Words(label=gettext_lazy("Nuove parole"), max_length=120)
    since_day = forms.DateField(
        label=gettext_lazy("Dal"),
        widget=DateInput,
        initial=today,
        help_text=gettext_lazy("I contatti già registrati tengono le parole del loro giorno."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
