"""What the registry of residents (ANPR, or its export) tells, and how it differs from what we know."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from prossimo.citizens.exchange.parties import Asking
from prossimo.core.text import fold


class ChangeKind(StrEnum):
    """What happened in a life; the values are those of the review tasks where they agree."""

    DIED = "died"
    MOVED = "moved"
    LEFT = "left"  # abroad, or no longer registered anywhere
    HOUSEHOLD = "household"
    CODE = "code"  # a new tax code
    DOUBT = "doubt"  # something changed that we cannot name


# Codes of kinship of the national registry; the labels stand in `wording`.
HEAD, SPOUSE, CHILD = "1", "2", "3"


@dataclass(frozen=True, slots=True)
class RegistryAddress:
    """A residence; abroad has a state and no ISTAT code."""

    municipality_code: str = ""  # ISTAT, six digits
    municipality: str = ""
    street: str = ""
    number: str = ""
    postal_code: str = ""
    state_code: str = ""
    state: str = ""
    since: dt.date | None = None

    @property
    def abroad(self) -> bool:
        return bool(self.state_code or self.state)

    @property
    def key(self) -> str:
        """The same for the same place, however it is written.

        >>> RegistryAddress("016024", "Bergamo", "VIA TASSO", "8").key
        '016024|via tasso|8'
        """
        place = self.municipality_code or fold(self.municipality) or self.state_code
        return "|".join([place or fold(self.state), fold(self.street), fold(self.number)])

    def __str__(self) -> str:
        street = " ".join(filter(None, [self.street, self.number]))
        town = " ".join(filter(None, [self.postal_code, self.municipality or self.state]))
        return ", ".join(filter(None, [street, town]))


@dataclass(frozen=True, slots=True)
class RegistryPerson:
    registry_id: str  # idANPR: it never changes, whatever happens to the tax code
    tax_code: str = ""
    surname: str = ""
    given_name: str = ""
    sex: str = ""  # M, F
    born_on: dt.date | None = None
    birth_place_code: str = ""  # ISTAT, or the state
    birth_place: str = ""
    died_on: dt.date | None = None
    dead: bool = False  # also where the day is not told
    address: RegistryAddress | None = None


@dataclass(frozen=True, slots=True)
class FamilyMember:
    person: RegistryPerson
    bond: str = ""  # code of kinship with the reference person
    since: dt.date | None = None


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """What we have on file of somebody, as far as it may be compared."""

    registry_id: str
    tax_code: str = ""
    dead: bool = False
    address: RegistryAddress | None = None
    household: frozenset[str] | None = None  # registry ids; None where we do not keep it


@dataclass(frozen=True, slots=True)
class RegistryChange:
    """One change of one person, with the registry's fresh answer beside it."""

    source_key: str  # the same change has always the same key
    kind: ChangeKind
    registry_id: str
    tax_code: str = ""
    happened_on: dt.date | None = None
    person: RegistryPerson | None = None
    family: tuple[FamilyMember, ...] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    items: tuple[RegistryChange, ...] = ()
    cursor: str = ""  # to be given back the next time
    more: bool = False  # others wait already: ask again
    compare_all: bool = False  # some may have gone unseen: compare everybody once


class RegistryNotifications(Protocol):
    """A registry of residents that may be read: the national one, or a file of its export."""

    @property
    def origin(self) -> str:
        """«ANPR», or the name of the file."""

    def person(
        self, asking: Asking, *, tax_code: str = "", registry_id: str = ""
    ) -> RegistryPerson | None:
        """The person of this code or number, `None` where the registry has nobody."""

    def household(self, asking: Asking, *, registry_id: str) -> tuple[FamilyMember, ...]:
        """Who lives with them today, themselves included; empty where it is not known."""

    def changes(self, asking: Asking, *, since: str, known: Iterable[KnownPerson]) -> Changes:
        """What has changed, after this cursor, for the people we know."""


def differences(
    known: KnownPerson, person: RegistryPerson, family: Iterable[FamilyMember] = ()
) -> list[tuple[ChangeKind, dt.date | None]]:
    """What the registry says otherwise than we do, with the day where it is told.

    >>> here = RegistryAddress("016024", "Bergamo", "Via Tasso", "8")
    >>> there = RegistryAddress("015146", "Milano", "Via Dante", "1", since=dt.date(2025, 3, 1))
    >>> us = KnownPerson("AB1", "RSSMRA60E52A794X", address=here)
    >>> differences(us, RegistryPerson("AB1", "RSSMRA60E52A794X", address=there))
    [(<ChangeKind.MOVED: 'moved'>, datetime.date(2025, 3, 1))]
    >>> differences(us, RegistryPerson("AB1", "RSSMRA60E52A79QU", address=here))
    [(<ChangeKind.CODE: 'code'>, None)]
    """
    found: list[tuple[ChangeKind, dt.date | None]] = []
    if person.dead and not known.dead:
        found.append((ChangeKind.DIED, person.died_on))
    if person.tax_code and known.tax_code and person.tax_code != known.tax_code:
        found.append((ChangeKind.CODE, None))
    theirs, ours = person.address, known.address
    if theirs and ours and theirs.key != ours.key and not person.dead:
        kind = ChangeKind.LEFT if theirs.abroad and not ours.abroad else ChangeKind.MOVED
        found.append((kind, theirs.since))
    members = frozenset(member.person.registry_id for member in family)
    if members and known.household is not None and members != known.household:
        latest = max((m.since for m in family if m.since), default=None)
        found.append((ChangeKind.HOUSEHOLD, latest))
    return found
