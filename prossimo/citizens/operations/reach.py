"""Telephones and e-mail addresses of a person: whose they are, and whether using them may harm."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from prossimo.citizens.choices import ContactSafety
from prossimo.citizens.models import EmailAddress, Person, Phone


@dataclass(frozen=True, slots=True)
class PhoneEntry:
    """A telephone as it was typed; with the id of the one that it corrects or takes away."""

    number: str
    whose: str = ""
    id: uuid.UUID | None = None
    safety: str = ContactSafety.FREE
    care: str = ""


@dataclass(frozen=True, slots=True)
class EmailEntry:
    """An e-mail address as it was typed; with the id of the one that it corrects or takes away."""

    address: str
    whose: str = ""
    id: uuid.UUID | None = None
    safety: str = ContactSafety.FREE
    care: str = ""


def write_phones(person: Person, entries: Iterable[PhoneEntry]) -> None:
    """Correct and add the telephones given; one left without a number is taken away."""
    _write(Phone, "number", person, entries)


def write_emails(person: Person, entries: Iterable[EmailEntry]) -> None:
    _write(EmailAddress, "address", person, entries)


def _write(model: Any, name: str, person: Person, entries: Iterable[Any]) -> None:
    held = model.objects.unscoped("the person is locked and allowed").filter(person=person)
    known = {row.pk: row for row in held}
    columns = (name, "whose", "safety", "care")
    for entry in entries:
        row = known.get(entry.id) if entry.id else None
        if not getattr(entry, name):
            if row:
                held.filter(pk=row.pk).delete()
            continue
        if row and all(getattr(row, each) == getattr(entry, each) for each in columns):
            continue
        row = row or model(person=person)
        for each in columns:
            setattr(row, each, getattr(entry, each))
        row.clean_fields(exclude=["person"])
        row.save()
