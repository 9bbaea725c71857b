"""What changed in a person's file, when, and by whom."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Model
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from prossimo.accounts.models import Post, User
from prossimo.accounts.rules import Actor, Reach, Right
from prossimo.citizens import names, rules
from prossimo.citizens.models import (
    Address,
    Citizenship,
    EmailAddress,
    FormerTaxCode,
    Household,
    Person,
    Phone,
)
from prossimo.citizens.queries.addresses import days_said
from prossimo.core.periods import last_day
from prossimo.core.privacy import FieldClass, visible_fields
from prossimo.network.models import Organisation
from prossimo.territory.models import Municipality, Neighbourhood

MOST = 200
LOOKUPS: dict[str, type[Model]] = {
    "household_id": Household,
    "municipality_id": Municipality,
    "neighbourhood_id": Neighbourhood,
    "structure_id": Organisation,
}
INSERTED, DELETED = "insert", "delete"
OTHERS: tuple[type[Model], ...] = (Phone, EmailAddress, Address, FormerTaxCode, Citizenship)
TITLES: dict[type[Model], tuple[Any, Any, Any]] = {  # model → added, taken away, corrected
    Person: (_l("Scheda aperta"), _l("Scheda tolta"), _l("Scheda corretta")),
    Phone: (_l("Telefono aggiunto"), _l("Telefono tolto"), _l("Telefono corretto")),
    EmailAddress: (_l("E-mail aggiunta"), _l("E-mail tolta"), _l("E-mail corretta")),
    Address: (_l("Indirizzo aggiunto"), _l("Indirizzo tolto"), _l("Indirizzo corretto")),
    FormerTaxCode: (
        _l("Codice fiscale sostituito"),
        _l("Codice fiscale tornato in uso"),
        _l("Codice fiscale sostituito di nuovo"),
    ),
    Citizenship: (
        _l("Date di una cittadinanza aggiunte"),
        _l("Date di una cittadinanza tolte"),
        _l("Date di una cittadinanza corrette"),
    ),
}


@dataclass(frozen=True, slots=True)
class FieldChange:
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """One saving: who, when, and what it changed among the fields that the reader may have."""

    at: dt.datetime
    by: str
    title: str
    fields: tuple[FieldChange, ...]
    first: bool = False

    @property
    def opening(self) -> list[tuple[str, str]]:
        """What was written when there was nothing before: values, not changes."""
        return [(field.label, field.after) for field in self.fields] if self.first else []


@dataclass(frozen=True, slots=True)
class _Step:
    """A row of a history table with the one before it."""

    model: type[Model]
    now: Any
    before: Any


def history_of(actor: Actor, person: Person) -> list[Change]:
    """The changes of a file the actor has been allowed to read, the last first.

    Who works for a partner sees what their own body wrote: not since when, nor by whom, it is known.
    """
    steps = [*_steps(Person, pgh_obj_id=person.pk)]
    for model in OTHERS:
        steps += _steps(model, person_id=person.pk)
    if actor.organisation_id and actor.reach(Right.PERSON_READ) is Reach.DESKS:
        own = set(
            Post.objects.filter(organisation=actor.organisation_id).values_list("user", flat=True)
        )
        steps = [step for step in steps if step.now.pgh_user in own]
    steps.sort(key=lambda step: (step.now.pgh_created_at, step.now.pgh_id), reverse=True)
    steps = steps[:MOST]
    who = _names_of({step.now.pgh_user for step in steps})
    shown = _Values(actor, steps)
    changes = [shown.change(step, who.get(step.now.pgh_user, "")) for step in steps]
    return [change for change in changes if change is not None]


def state_at(person: Person, version: int) -> Person | None:
    """The file as it was at a version, as far as its history knows."""
    events: Any = apps.get_model("citizens", "PersonHistoryEvent")
    row = events.objects.filter(pgh_obj_id=person.pk, version=version).order_by("-pgh_id").first()
    if row is None:
        return None
    columns = {field.attname for field in Person._meta.concrete_fields}
    return Person(**{name: getattr(row, name) for name in columns})


def last_writer(person: Person) -> str:
    """Who saved the file last, or nothing where the history does not know."""
    events: Any = apps.get_model("citizens", "PersonHistoryEvent")
    row = events.objects.filter(pgh_obj_id=person.pk).order_by("-pgh_id").first()
    return _names_of({row.pgh_user}).get(row.pgh_user, "") if row else ""


def _steps(model: type[Model], **which: Any) -> Iterable[_Step]:
    events: Any = apps.get_model("citizens", f"{model.__name__}HistoryEvent")
    rows = events.objects.filter(**which).order_by("pgh_obj_id", "pgh_id")
    if model is Address:
        rows = _never_sealed(rows, which["person_id"])
    before = None
    for row in rows:
        same = before is not None and before.pgh_obj_id == row.pgh_obj_id
        yield _Step(model, row, before if same else None)
        before = row


def _never_sealed(rows: Any, person_id: uuid.UUID) -> Any:
    """Without the addresses that are protected now, even while they are open to the reader.

    Of one that was protected for a time, only what was written before and after.
    """
    protected = Address.objects.unscoped("only to leave them out").exclude(compartment="")
    hidden = protected.filter(person=person_id).values("pk")
    return rows.filter(compartment="").exclude(pgh_obj_id__in=hidden)


def _names_of(users: set[uuid.UUID | None]) -> dict[uuid.UUID | None, str]:
    known = User.objects.filter(pk__in=[pk for pk in users if pk])
    return {user.pk: user.get_full_name() for user in known}


class _Values:
    """Puts the values of history rows into words, with one look-up for each kind of reference."""

    def __init__(self, actor: Actor, steps: list[_Step]) -> None:
        ceiling = FieldClass(actor.ceiling)
        self.fields = {model: self._fields(model, ceiling) for model in (Person, *OTHERS)}
        self.names = {name: self._look_up(name, model, steps) for name, model in LOOKUPS.items()}

    @staticmethod
    def _fields(model: Any, ceiling: FieldClass) -> list[Any]:
        grades = model.field_classes
        shown = visible_fields(model, ceiling)
        return [
            field
            for field in model._meta.concrete_fields
            if field.name in shown and grades[field.name] > FieldClass.TECHNICAL
        ]

    @staticmethod
    def _look_up(name: str, model: Any, steps: list[_Step]) -> dict[Any, str]:
        ids = {getattr(row, name, None) for step in steps for row in (step.now, step.before)}
        known = model._base_manager.filter(pk__in=[pk for pk in ids if pk])
        return {row.pk: str(row) for row in known}

    def change(self, step: _Step, by: str) -> Change | None:
        fields = tuple(self._changed(step))
        if not fields and step.before is not None and step.now.pgh_label != DELETED:
            return None
        first = step.before is None and step.now.pgh_label != DELETED
        who = by or _("il sistema")
        return Change(step.now.pgh_created_at, who, self._title(step), fields, first)

    @staticmethod
    def _title(step: _Step) -> str:
        added, taken, corrected = TITLES[step.model]
        return str({INSERTED: added, DELETED: taken}.get(step.now.pgh_label, corrected))

    def _changed(self, step: _Step) -> Iterable[FieldChange]:
        for field in self.fields[step.model]:
            after = getattr(step.now, field.attname)
            before = getattr(step.before, field.attname) if step.before else None
            if step.now.pgh_label == DELETED:
                before, after = after, None
            if (before or None) != (after or None):
                yield FieldChange(
                    capfirst(str(field.verbose_name)),
                    self.said(field, before),
                    self.said(field, after),
                )

    def said(self, field: Any, value: Any) -> str:
        """A value in the words of the screen."""
        if value in (None, "", []):
            return ""
        if field.attname in self.names:
            return self.names[field.attname].get(value, "")
        if field.choices:
            return str(dict(field.flatchoices).get(value, value))
        return SAID.get(field.name, _plainly)(value)


def _plainly(value: Any) -> str:
    if isinstance(value, DateRange):
        return days_said(value.lower, last_day(value))
    if isinstance(value, bool):
        return _("sì") if value else _("no")
    return date_format(value, "d/m/Y") if isinstance(value, dt.date) else str(value)


def _countries(codes: list[str]) -> str:
    return ", ".join(map(names.country, codes))


def _languages(codes: list[str]) -> str:
    return ", ".join(map(names.language, codes))


SAID: dict[str, Callable[[Any], str]] = {
    "citizenships": _countries,
    "languages": _languages,
    "number": rules.shown_phone,
    "country": names.country,
}
