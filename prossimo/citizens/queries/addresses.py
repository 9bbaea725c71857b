"""Where a person lives, receives letters, is housed, and lived before; never what is protected."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from prossimo.accounts.rules import Actor
from prossimo.citizens.choices import AddressKind
from prossimo.citizens.models import Address, OfPersonQuerySet, Person
from prossimo.citizens.queries.reach import may_reach
from prossimo.core.periods import last_day, today
from prossimo.core.prepared import prepared


@dataclass(frozen=True, slots=True)
class Place:
    """An address in words, with its days."""

    id: uuid.UUID
    kind: str
    label: str
    where: str
    days: str
    now: bool


def addresses_of(actor: Actor, person: Person) -> list[Place]:
    """The addresses besides the residence of today, those in force first."""
    if not may_reach(actor):
        return []
    held = [place_of(address) for address in addresses_in_sight(actor, person.pk)]
    return sorted(held, key=lambda place: not place.now)


def place_of(address: Address) -> Place:
    first, last = address.period.lower, last_day(address.period)
    now = (first is None or first <= today()) and (last is None or last >= today())
    label = str(address.get_kind_display())
    if address.kind == AddressKind.RESIDENCE:
        label = _("residenza") if now else _("residenza di prima")
    return Place(address.pk, address.kind, label, where(address), days_said(first, last), now)


def where(address: Address) -> str:
    """«presso Bianchi, via dei Tigli 5, 24127, Celadina, Bergamo»."""
    at_whom = _("presso %(whom)s") % {"whom": address.at_whom} if address.at_whom else ""
    street = " ".join(filter(None, [address.street, address.street_number]))
    parts = [
        str(address.structure or ""), at_whom, street, address.postcode, address.neighbourhood,
        address.municipality, address.place,
    ]  # fmt: skip
    return ", ".join(str(part) for part in parts if part)


def days_said(first: dt.date | None, last: dt.date | None) -> str:
    """The days of a period in words; nothing where neither end is known."""
    told = {
        "first": date_format(first, "d/m/Y") if first else "",
        "last": date_format(last, "d/m/Y") if last else "",
    }
    if first and last:
        return _("dal %(first)s al %(last)s") % told
    if first:
        return _("dal %(first)s") % told
    return _("fino al %(last)s") % told if last else ""


@prepared
def addresses_in_sight(actor: Actor, person_id: uuid.UUID) -> "OfPersonQuerySet[Address]":
    """What is protected is left out even while it is open: it has a page of its own."""
    addresses = Address.objects.visible_to(actor).filter(person=person_id, compartment="")
    places = ("neighbourhood", "municipality", "structure")
    return (
        addresses.select_related(*places)
        .defer("neighbourhood__boundary", "municipality__boundary")
        .order_by("-period", "pk")
    )
