"""Where a person lived and lives besides the residence: left homes, domicile, letters, structures."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.rules import Actor, Right
from prossimo.citizens import search_words
from prossimo.citizens.choices import AddressKind, Compartment
from prossimo.citizens.models import Address, Person
from prossimo.citizens.operations.identity import period_of
from prossimo.citizens.operations.locking import locked_person
from prossimo.core.concurrency import save_versioned
from prossimo.core.periods import today
from prossimo.core.text import fold

HOUSE = ("street", "street_number")
HOME = (*HOUSE, "postcode", "municipality_id", "neighbourhood_id", "latitude", "longitude")
GIVEN = {
    "kind", "street", "street_number", "postcode", "municipality", "neighbourhood", "place",
    "structure", "at_whom", "period",
}  # fmt: skip


def other_house(before: Person, changed: Mapping[str, Any]) -> bool:
    """Whether the values are of another house, not the same one said better.

    A street where only the town was known tells more of the same home; another town is a move.
    """
    town = changed.get("municipality", before.municipality)
    if before.municipality_id and (town is None or town.pk != before.municipality_id):
        return True
    if not before.street:
        return False
    return any(fold(changed.get(name, was)) != fold(was) for name, was in _house(before))


def _house(person: Person) -> list[tuple[str, str]]:
    return [(name, getattr(person, name)) for name in HOUSE]


def moved(before: Person, changed: dict[str, Any], *, mistaken: bool) -> dt.date | None:
    """Puts among the changes what follows from another house; the day of the move if it is one.

    The coordinates of another house are not known until somebody says them.
    """
    other = other_house(before, changed)
    if other or any(fold(changed.get(name, was)) != fold(was) for name, was in _house(before)):
        changed.setdefault("latitude", None)
        changed.setdefault("longitude", None)
    if not other or mistaken:
        return None
    told = changed.get("resides_since")
    if told is None or told == before.resides_since:
        changed["resides_since"] = told = today()
    return told


def keep_left_home(before: Person, left_on: dt.date) -> Address:
    """The home that was left, with the days in which the person lived there."""
    home = Address(
        person=before,
        kind=AddressKind.RESIDENCE,
        period=period_of(before.resides_since, left_on - dt.timedelta(days=1)),
        **{name: getattr(before, name) for name in HOME},
    )
    home.save(force_insert=True)
    return home


@transaction.atomic
def add_address(person_id: uuid.UUID, *, by: Actor, sealed: bool = False, **values: Any) -> Address:
    """Add a domicile, an address for letters, a reception structure, or a former home.

    A protected one is written by who may not read it back. Raises `Person.DoesNotExist`,
    `PermissionDenied` with the reason, `ValidationError`.
    """
    person = locked_person(person_id, by)
    if sealed and not by.has(Right.SEAL_OPEN):
        raise PermissionDenied(_("Un indirizzo lo protegge chi può chiedere di aprirlo."))
    address = Address(person=person, **_given(values))
    address.compartment = Compartment.ADDRESS if sealed else ""
    _check(by, person, address)
    address.full_clean(exclude=["person"])
    address.save(force_insert=True)
    journal.shown(Action.CHANGE, [person])
    if not sealed:  # of a protected one not even the number is told
        search_words.file_streets(person.ambito_id, filter(None, [address.street]))
        journal.note(Action.CREATE, "citizens.address", address.pk)
    return address


@transaction.atomic
def change_address(address_id: uuid.UUID, *, by: Actor, expected: int, **values: Any) -> Address:
    """Correct an address, or end it by its period; a protected one is not found here.

    Raises `Address.DoesNotExist` and as `add_address`; `StaleVersion` where somebody saved first.
    """
    addresses = Address.objects.visible_to(by).filter(compartment="")
    person = locked_person(addresses.get(pk=address_id).person_id, by)
    address = addresses.select_for_update(of=("self",)).get(pk=address_id)
    given = _given(values)
    for name, value in given.items():
        setattr(address, name, value)
    _check(by, person, address)
    save_versioned(address, given, expected=expected)
    if given.get("street"):
        search_words.file_streets(person.ambito_id, [address.street])
    journal.shown(Action.CHANGE, [person, address])
    return address


def _given(values: Mapping[str, Any]) -> dict[str, Any]:
    if unknown := set(values) - GIVEN:
        raise TypeError(f"not given from outside: {sorted(unknown)}")
    return dict(values)


def _check(by: Actor, person: Person, address: Address) -> None:
    """It says a place, its parts agree, and the body that houses is one of this ambito."""
    town, quarter, body = address.municipality, address.neighbourhood, address.structure
    if not (address.street or town or address.place or body):
        raise ValidationError({"street": _("Scrivi almeno la via, il Comune o la struttura.")})
    if town and town.ambito_id != person.ambito_id:
        raise ValidationError({"municipality": _("Questo Comune è di un altro Ambito.")})
    if quarter and (town is None or quarter.municipality_id != town.pk):
        raise ValidationError({"neighbourhood": _("Questo quartiere non è nel Comune scelto.")})
    if body and body.ambito_id != by.ambito_id:
        raise ValidationError({"structure": _("Questa struttura è di un altro Ambito.")})
    if address.kind == AddressKind.STRUCTURE and body is None:
        raise ValidationError({"structure": _("Scegli la struttura che la accoglie.")})
