"""What the supervision is asked: which contacts to show, a comment, how urgent a request is."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from prossimo.access.choices import ReviewState, Urgency
from prossimo.access.models import Desk
from prossimo.access.queries.supervision import supervised_desks
from prossimo.accounts.rules import Actor
from prossimo.ui.forms import field_of

ALL = "tutte"


class ReviewFilter(forms.Form):
    """In which state, at which desk."""

    stato = forms.ChoiceField(
        label=gettext_lazy("Stato"),
        choices=[*ReviewState.choices, (ALL, gettext_lazy("tutte"))],
        required=False,
    )
    sportello = forms.ModelChoiceField(
        label=gettext_lazy("Sportello"),
        queryset=Desk.objects.none(),
        required=False,
        empty_label=gettext_lazy("tutti gli sportelli"),
    )

    def __init__(self, *args: Any, actor: Actor, **more: Any) -> None:
        super().__init__(*args, **more)
        field_of(self, "sportello").queryset = supervised_desks(actor)


class SeenForm(forms.Form):
    """The version that was on the screen: who looked second is told."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class CommentForm(SeenForm):
    """Some words to the other."""

    text = forms.CharField(
        label=gettext_lazy("Commento"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class TakeForm(SeenForm):
    """How soon the person must be heard."""

    urgency = forms.TypedChoiceField(
        label=gettext_lazy("Urgenza"),
        choices=Urgency.choices,
        coerce=int,
        initial=Urgency.ORDINARY,
    )
