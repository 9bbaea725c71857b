"""Which cases the list shows, read as a sentence."""

from collections.abc import Sequence

import django_filters
from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from prossimo.accounts.choices import UserArea
from prossimo.accounts.rules import Actor
from prossimo.cases.choices import CaseState, Intensity
from prossimo.cases.models import Case
from prossimo.cases.models.case import CaseQuerySet
from prossimo.cases.policies.cases import sees_all
from prossimo.core.periods import today
from prossimo.core.text import fold

LIVE = "aperte"
ANY = gettext_lazy("tutte")


class CaseFilter(django_filters.FilterSet):
    """By name or number, state, area, intensity; the silent ones, those that nobody has."""

    q = django_filters.CharFilter(
        label=gettext_lazy("di chi si chiama"), method="by_name", widget=forms.SearchInput
    )
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("che sono"),
        choices=[(LIVE, gettext_lazy("aperte")), *CaseState.choices],
        method="by_state",
        empty_label=ANY,
    )
    user_area = django_filters.ChoiceFilter(
        label=gettext_lazy("area"), choices=UserArea.choices, empty_label=ANY
    )
    intensity = django_filters.ChoiceFilter(
        label=gettext_lazy("intensità"), choices=Intensity.choices, empty_label=ANY
    )
    silent = django_filters.BooleanFilter(
        label=gettext_lazy("solo senza notizie"), method="by_silence", widget=forms.CheckboxInput
    )
    mine = django_filters.BooleanFilter(
        label=gettext_lazy("solo di cui sono titolare"), method="by_owner",
        widget=forms.CheckboxInput,
    )  # fmt: skip

    class Meta:
        model = Case
        fields: Sequence[str] = ()

    def __init__(self, asked: QueryDict, queryset: CaseQuerySet, *, actor: Actor) -> None:
        data = asked.copy()
        if "state" not in data:
            data["state"] = LIVE
        super().__init__(data, queryset)
        self.actor = actor
        if sees_all(actor):
            del self.filters["mine"]

    def by_name(self, rows: CaseQuerySet, name: str, value: str) -> CaseQuerySet:
        for word in fold(value).split():
            rows = rows.filter(person__sort_key__contains=word) | rows.filter(number__contains=word)
        return rows

    def by_state(self, rows: CaseQuerySet, name: str, value: str) -> CaseQuerySet:
        return rows.live() if value == LIVE else rows.filter(state=value)

    def by_silence(self, rows: CaseQuerySet, name: str, value: bool) -> CaseQuerySet:
        return rows.silent_on(today()) if value else rows

    def by_owner(self, rows: CaseQuerySet, name: str, value: bool) -> CaseQuerySet:
        return rows.filter(owner=self.actor.post_id) if value else rows

    def sentence(self) -> str:
        """The filters in words."""
        told = getattr(self.form, "cleaned_data", {})
        parts = [f"«{told['q']}»"] if told.get("q") else []
        for name in ("state", "user_area", "intensity"):
            if told.get(name):
                parts.append(str(dict(self.filters[name].extra["choices"]).get(told[name], "")))
        for name in ("silent", "mine"):
            if told.get(name):
                parts.append(str(self.filters[name].label))
        return ", ".join(parts)
