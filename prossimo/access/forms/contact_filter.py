"""The filters of the list of contacts, read as a sentence."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

import django_filters
from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prossimo.access.choices import Channel, Given, Subject, TargetGroup
from prossimo.access.models import Contact, Desk, Reason
from prossimo.access.models.contacts import ContactQuerySet
from prossimo.accounts.rules import Actor, Right
from prossimo.citizens.queries import find_people
from prossimo.core import wording
from prossimo.core.periods import today
from prossimo.core.text import clean
from prossimo.ui.forms import DateInput

MOST_PEOPLE = 50
TOP = ("period", "desk", "reason")
TODAY, WEEK, MONTH, YEAR, DATES, EVER = "oggi", "settimana", "mese", "anno", "date", "sempre"
PERIODS = [
    (TODAY, gettext_lazy("oggi")),
    (WEEK, gettext_lazy("questa settimana")),
    (MONTH, gettext_lazy("questo mese")),
    (YEAR, gettext_lazy("quest'anno")),
    (DATES, gettext_lazy("dal giorno al giorno")),
    (EVER, gettext_lazy("sempre")),
]


def bounds(period: str, day: dt.date) -> tuple[dt.date | None, dt.date | None]:
    """First and last day of a period that contains the day.

    >>> bounds("settimana", dt.date(2026, 6, 3))
    (datetime.date(2026, 6, 1), datetime.date(2026, 6, 7))
    """
    if period == TODAY:
        return day, day
    if period == WEEK:
        monday = day - dt.timedelta(days=day.weekday())
        return monday, monday + dt.timedelta(days=6)
    if period == MONTH:
        after = (day.replace(day=28) + dt.timedelta(days=4)).replace(day=1)
        return day.replace(day=1), after - dt.timedelta(days=1)
    if period == YEAR:
        return dt.date(day.year, 1, 1), dt.date(day.year, 12, 31)
    return None, None


class ContactFilter(django_filters.FilterSet):
    """Which contacts: when, where, why, for whom; without a period, this week's."""

    period = django_filters.ChoiceFilter(
        label=gettext_lazy("di"), choices=PERIODS, method="by_period", empty_label=None
    )
    desk = django_filters.ChoiceFilter(
        label=gettext_lazy("allo sportello"), empty_label=gettext_lazy("qualunque")
    )
    reason = django_filters.ChoiceFilter(
        label=gettext_lazy("per"), method="by_reason", empty_label=gettext_lazy("qualunque motivo")
    )
    since = django_filters.DateFilter(
        label=gettext_lazy("Dal"), method="untouched", widget=DateInput
    )
    until = django_filters.DateFilter(
        label=gettext_lazy("Al"), method="untouched", widget=DateInput
    )
    q = django_filters.CharFilter(label=gettext_lazy("Persona"), method="by_person")
    channel = django_filters.ChoiceFilter(
        label=gettext_lazy("Canale"), choices=Channel.choices, empty_label=gettext_lazy("qualunque")
    )
    target_group = django_filters.ChoiceFilter(
        label=gettext_lazy("Gruppo di riferimento"),
        choices=TargetGroup.choices,
        empty_label=gettext_lazy("qualunque"),
    )
    given = django_filters.ChoiceFilter(
        label=gettext_lazy("Esito"),
        choices=Given.choices,
        method="by_given",
        empty_label=gettext_lazy("qualunque"),
    )
    mine = django_filters.BooleanFilter(
        label=gettext_lazy("Solo i miei"), method="by_me", widget=forms.CheckboxInput
    )
    no_service = django_filters.BooleanFilter(
        label=gettext_lazy("Solo bisogni senza un servizio"),
        method="by_unanswered",
        widget=forms.CheckboxInput,
    )
    nobody = django_filters.BooleanFilter(
        label=gettext_lazy("Solo senza nome"), method="by_nobody", widget=forms.CheckboxInput
    )
    person = django_filters.UUIDFilter(field_name="person", widget=forms.HiddenInput)

    class Meta:
        model = Contact
        fields: Sequence[str] = ()

    def __init__(self, asked: QueryDict, queryset: ContactQuerySet, *, actor: Actor) -> None:
        data = asked.copy()
        if not data.get("period"):
            data["period"] = DATES if data.get("since") or data.get("until") else WEEK
        super().__init__(data, queryset)
        self.actor = actor
        desks = Desk.objects.within(actor, Right.CONTACT_READ)
        reasons = Reason.objects.of_ambito(actor.ambito_id)
        self.filters["desk"].extra["choices"] = [(str(desk.pk), desk.name) for desk in desks]
        self.filters["reason"].extra["choices"] = [(str(one.pk), one.label) for one in reasons]

    def by_period(self, contacts: ContactQuerySet, name: str, value: str) -> ContactQuerySet:
        first, last = bounds(value, today())
        if value == DATES:
            told = self.form.cleaned_data
            first, last = told.get("since"), told.get("until")
        if first:
            contacts = contacts.filter(day__gte=first)
        return contacts.filter(day__lte=last) if last else contacts

    def untouched(self, contacts: ContactQuerySet, name: str, value: Any) -> ContactQuerySet:
        """The two dates are read together, with the period."""
        return contacts

    def by_reason(self, contacts: ContactQuerySet, name: str, value: str) -> ContactQuerySet:
        return contacts.filter(reasons__reason=uuid.UUID(value))

    def by_person(self, contacts: ContactQuerySet, name: str, value: str) -> ContactQuerySet:
        people = find_people(self.actor, clean(value), limit=MOST_PEOPLE)
        return contacts.filter(person__in=[person.id for person in people])

    def by_given(self, contacts: ContactQuerySet, name: str, value: str) -> ContactQuerySet:
        return contacts.filter(given__contains=[value])

    def by_me(self, contacts: ContactQuerySet, name: str, value: bool) -> ContactQuerySet:
        return contacts.filter(author=self.actor.user_id) if value else contacts

    def by_unanswered(self, contacts: ContactQuerySet, name: str, value: bool) -> ContactQuerySet:
        return contacts.unanswered() if value else contacts

    def by_nobody(self, contacts: ContactQuerySet, name: str, value: bool) -> ContactQuerySet:
        return contacts.filter(subject=Subject.NOBODY) if value else contacts

    def sentence(self) -> str:
        """The filters in words: «di questa settimana, allo sportello Pass»."""
        told = getattr(self.form, "cleaned_data", {})
        parts = [self._period_in_words(told)]
        for name, lead in (("desk", _("allo sportello")), ("reason", _("per"))):
            if told.get(name):
                parts.append(f"{lead} «{self._label(name, told[name])}»")
        for name in ("channel", "target_group", "given"):
            if told.get(name):
                parts.append(
                    f"{str(self.filters[name].label).lower()} «{self._label(name, told[name])}»"
                )
        if told.get("q"):
            parts.append(_("persona «%(text)s»") % {"text": told["q"]})
        parts += [
            str(self.filters[name].label).lower()
            for name in ("mine", "no_service", "nobody")
            if told.get(name)
        ]
        return ", ".join(part for part in parts if part)

    def _period_in_words(self, told: dict[str, Any]) -> str:
        period = told.get("period", "")
        if period != DATES:
            return _("di %(period)s") % {"period": dict(PERIODS).get(period, period)}
        ends = []
        if told.get("since"):
            ends.append(_("dal %(day)s") % {"day": wording.day(told["since"])})
        if told.get("until"):
            ends.append(_("al %(day)s") % {"day": wording.day(told["until"])})
        return " ".join(ends)

    def _label(self, name: str, value: object) -> str:
        choices = dict(self.filters[name].extra["choices"])
        return str(choices.get(str(value), value))

    @property
    def on_top(self) -> list[Any]:
        """The words of the sentence."""
        return [self.form[name] for name in TOP]

    @property
    def below(self) -> list[Any]:
        """The filters behind «Altri filtri»."""
        return [bound for bound in self.form.visible_fields() if bound.name not in TOP]

    @property
    def narrowed(self) -> bool:
        """Whether anything beyond the sentence on top is asked."""
        told = getattr(self.form, "cleaned_data", {})
        return any(value for name, value in told.items() if name not in TOP)


def asked_uuid(text: str) -> uuid.UUID | None:
    """An identifier that came in an address, nothing where it is not one."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
