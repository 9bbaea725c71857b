"""What is typed about direct services: filters, a new one, its moves."""

from collections.abc import Sequence
from typing import Any

import django_filters
from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from prossimo.access.choices import DirectState, Urgency
from prossimo.access.forms.requests import ANY
from prossimo.access.models import DirectService
from prossimo.access.models.direct import DirectServiceQuerySet
from prossimo.access.operations.direct import SAY_WHY
from prossimo.accounts.forms import OnceFormMixin
from prossimo.accounts.rules import Actor
from prossimo.catalogue.models import Service
from prossimo.core.periods import today
from prossimo.ui.forms import DateInput, RadioChips, Words

LIVE = "in-corso"


class DirectFilter(django_filters.FilterSet):
    """Which direct services: in which state, of which service, to be looked at again."""

    state = django_filters.ChoiceFilter(
        label=gettext_lazy("che sono"),
        choices=[(LIVE, gettext_lazy("in corso")), *DirectState.choices],
        method="by_state",
        empty_label=gettext_lazy("tutte"),
    )
    service = django_filters.ChoiceFilter(label=gettext_lazy("servizio"), empty_label=ANY)
    review = django_filters.BooleanFilter(
        label=gettext_lazy("solo da rivedere"), method="by_review", widget=forms.CheckboxInput
    )

    class Meta:
        model = DirectService
        fields: Sequence[str] = ()

    def __init__(self, asked: QueryDict, queryset: DirectServiceQuerySet, *, actor: Actor) -> None:
        data = asked.copy()
        if "state" not in data:
            data["state"] = LIVE
        super().__init__(data, queryset)
        services = Service.objects.filter(ambito=actor.ambito_id, is_direct=True)
        self.filters["service"].extra["choices"] = [(str(s.pk), s.name) for s in services]

    def by_state(self, rows: DirectServiceQuerySet, name: str, value: str) -> DirectServiceQuerySet:
        return rows.live() if value == LIVE else rows.filter(state=value)

    def by_review(
        self, rows: DirectServiceQuerySet, name: str, value: bool
    ) -> DirectServiceQuerySet:
        return rows.live().filter(review_on__lte=today()) if value else rows

    def sentence(self) -> str:
        """The filters in words."""
        told = getattr(self.form, "cleaned_data", {})
        parts = []
        for name in ("state", "service"):
            if told.get(name):
                parts.append(str(dict(self.filters[name].extra["choices"]).get(told[name], "")))
        if told.get("review"):
            parts.append(str(self.filters["review"].label))
        return ", ".join(parts)


class DirectForm(OnceFormMixin, forms.Form):
    """What is granted, how much, with which care."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    service = forms.ModelChoiceField(
        label=gettext_lazy("Prestazione"),
        queryset=Service.objects.none(),
        empty_label=gettext_lazy("scegli"),
    )
    urgency = forms.TypedChoiceField(
        label=gettext_lazy("Urgenza"),
        choices=Urgency,
        coerce=int,
        widget=RadioChips,
        initial=Urgency.ORDINARY,
    )
    quantity = Words(
        label=gettext_lazy("Quanto"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("Per esempio: «5 pasti a settimana»."),
    )
    needs = Words(
        label=gettext_lazy("Attenzioni"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Per esempio: «dieta senza sale», «citofono al secondo nome»."),
    )
    review_on = forms.DateField(
        label=gettext_lazy("Da rivedere il"), required=False, widget=DateInput
    )

    def __init__(self, *args: Any, actor: Actor, **more: Any) -> None:
        super().__init__(*args, actor=actor, **more)
        offered: Any = self.fields["service"]
        offered.queryset = Service.objects.visible_to(actor).on_offer().direct()

    def values(self) -> dict[str, Any]:
        names = ("service", "urgency", "quantity", "needs", "review_on")
        return {name: self.cleaned_data[name] for name in names}


class DirectMoveForm(OnceFormMixin, forms.Form):
    """When, and why."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    day = forms.DateField(label=gettext_lazy("Da quando"), widget=DateInput, initial=today)
    why = Words(label=gettext_lazy("Motivo"), required=False, max_length=300)
    review_on = forms.DateField(
        label=gettext_lazy("Da rivedere il"), required=False, widget=DateInput
    )

    def __init__(self, *args: Any, move: str, **more: Any) -> None:
        super().__init__(*args, **more)
        if move not in {"activate", "resume"}:
            del self.fields["review_on"]
        if move not in SAY_WHY:
            del self.fields["why"]
        if move == "wait":
            del self.fields["day"]
