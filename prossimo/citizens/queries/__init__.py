"""Reads of people: the search, the card, the household."""

from prossimo.citizens.queries.alike import alike, same_tax_code
from prossimo.citizens.queries.cards import (
    PersonCard,
    household_line,
    member_line,
    members_of,
    person_card,
    person_in_sight,
    place_line,
    seen_person,
)
from prossimo.citizens.queries.search import FoundPerson, find_people, years

__all__ = [
    "FoundPerson",
    "PersonCard",
    "alike",
    "find_people",
    "household_line",
    "member_line",
    "members_of",
    "person_card",
    "person_in_sight",
    "place_line",
    "same_tax_code",
    "seen_person",
    "years",
]
