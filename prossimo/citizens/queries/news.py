"""What we know of the people of the registry, as it is compared, and the last reading of the news."""

import uuid
from collections import defaultdict
from typing import Any

from django.db import connection

from prossimo.accounts.rules import Actor, Right
from prossimo.citizens.exchange.registry import KnownPerson, RegistryAddress
from prossimo.citizens.models import NewsReading, Person

READ = (
    "pk", "registry_id", "tax_code", "died_on", "household_id", "street", "street_number",
    "postcode", "municipality__istat_code", "municipality__name", "surname", "given_name",
)  # fmt: skip


def last_reading(actor: Actor) -> NewsReading | None:
    """The last time the news of this scope were asked for."""
    mine = NewsReading.objects.visible_to(actor).filter(municipality=actor.municipality_id)
    return mine.order_by("-asked_at", "-pk").first()


def cursor_of(actor: Actor, origin: str) -> str:
    """Up to where this source was read; empty where it never was."""
    mine = (
        NewsReading.objects.visible_to(actor)
        .filter(municipality=actor.municipality_id, origin=origin)
        .exclude(cursor="")
    )
    last = mine.order_by("-asked_at", "-pk").first()
    return last.cursor if last else ""


def known_people(actor: Actor) -> list[KnownPerson]:
    """Everybody who has a number in the registry, without what is protected.

    A household is compared only where all its members have a number: the others would look like
    people who left.
    """
    rows = _rows(actor)
    households: dict[uuid.UUID, set[str]] = defaultdict(set)
    for row in rows:
        if row["household_id"] and not row["died_on"]:
            households[row["household_id"]].add(row["registry_id"])
    return [
        KnownPerson(
            row["registry_id"],
            row["tax_code"],
            row["died_on"] is not None,
            _home(row),
            _household(households.get(row["household_id"])),
        )
        for row in rows
        if row["registry_id"]
    ]


def _household(members: set[str] | None) -> frozenset[str] | None:
    return frozenset(members) if members and "" not in members else None


def _home(row: dict[str, Any]) -> RegistryAddress | None:
    """Where they live, if we know it well enough to say that the registry says otherwise."""
    if not row["street"] or not row["municipality__istat_code"]:
        return None
    return RegistryAddress(
        row["municipality__istat_code"],
        row["municipality__name"],
        row["street"],
        row["street_number"],
        row["postcode"],
    )


def people_by_number(actor: Actor, numbers: set[str]) -> dict[str, Person]:
    """The files of these numbers of the registry, among those that the actor may correct."""
    people = Person.objects.visible_to(actor, Right.PERSON_WRITE).filter(registry_id__in=numbers)
    return {each.registry_id: each for each in people.select_related("household")}


def protected_people() -> set[uuid.UUID]:
    """Those whose residence nobody may read: of them no new address is ever written down."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT person FROM wall.sealed_people() AS s (person)")
        return {row[0] for row in cursor.fetchall()}


def _rows(actor: Actor) -> list[dict[str, Any]]:
    people = Person.objects.visible_to(actor, Right.PERSON_WRITE).order_by()
    numbered = people.exclude(registry_id="").values("household_id")
    with_them = people.filter(household_id__in=numbered) | people.exclude(registry_id="")
    return list(with_them.values(*READ).iterator(chunk_size=5000))
