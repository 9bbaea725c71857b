"""People by what is not their name: fiscal code, telephone, address, number of the file."""

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet
from rapidfuzz.distance import OSA

from prossimo.accounts.rules import Actor
from prossimo.citizens import asking, rules, sounds, taxcode
from prossimo.citizens.models import (
    Address,
    FormerTaxCode,
    Person,
    PersonQuerySet,
    Phone,
)
from prossimo.citizens.queries import reasons
from prossimo.citizens.queries.numbers import went_to
from prossimo.citizens.queries.probes import like_codes, resembling
from prossimo.citizens.queries.scope import COLUMNS, Listed, Rows, Scope
from prossimo.citizens.queries.spelling import UNLIKE, closeness
from prossimo.citizens.queries.words import Why, among, begins, names_in
from prossimo.core.prepared import prepared
from prossimo.core.text import next_prefix

WHOLE = (11, 16)
NEAR_CODES = 3000  # codes that begin with the same six letters
ERRORS = 2  # a digit turned into a letter for homocody changes the last character too
MOST = 60
STREETS = 2000  # that begin with a letter


def by_number(scope: Scope, number: uuid.UUID) -> list[Why]:
    """The file itself, or the one into which it went."""
    if scope.people.filter(pk=number).exists():
        return [(number, reasons.NUMBER)]
    went = went_to(number)
    return [(went, reasons.NUMBER_GONE)] if went else []


# --- fiscal codes -----------------------------------------------------------------------------


@prepared
def with_code_between(actor: Actor, low: str, high: str, limit: int) -> Rows:
    people = Person.objects.visible_to(actor).filter(tax_code__gte=low, tax_code__lt=high)
    return people.order_by("tax_code", "pk").values_list(*COLUMNS)[:limit]


def beginning_with(actor: Actor, code: str, limit: int) -> list[Listed]:
    return list(map(Listed._make, with_code_between(actor, code, next_prefix(code), limit)))


def by_former_code(actor: Actor, code: str) -> list[Why]:
    """Who had a code that begins so before the one of today."""
    former = FormerTaxCode.objects.visible_to(actor).filter(begins("code", code)).order_by("code")
    return [(pk, reasons.CODE_FORMER) for pk in former.values_list("person", flat=True)[:MOST]]


def by_near_code(actor: Actor, code: str) -> Iterator[list[Why]]:
    """Who had this code, or has nearly this one: what precedes or what follows the error is right.

    First letters and date of birth, or the date alone (the error is in the letters), then the
    letters alone (it is in the date).
    """
    swapped = [code[:i] + code[i + 1] + code[i] + code[i + 2 :] for i in range(len(code) - 1)]
    births = list(_births(code))
    yield _near(code, like_codes(actor, code, swapped, code[:11], births))
    yield _near(code, like_codes(actor, code, [], code[:6], []))


def _births(code: str) -> Iterator[dt.date]:
    """The days of birth that the end of the code tells, whatever the letters before."""
    plain = taxcode.without_omocodia("X" * 6 + code[-10:-1])[6:]
    year, month, day = plain[:2], taxcode.MONTHS.find(plain[2:3]) + 1, plain[3:5]
    if len(plain) == 9 and month and (year + day).isdecimal():
        for century in (1900, 2000):
            if born := taxcode.day_or_none(century + int(year), month, int(day) % 40):
                yield born


def _near(code: str, rows: list[tuple[uuid.UUID, str, int]]) -> list[Why]:
    why = {0: reasons.CODE_NEAR, 1: reasons.CODE_FORMER, 2: reasons.CODE_GONE}
    near = sorted(
        (errors, other, pk, how)
        for pk, other, how in rows
        if (errors := OSA.distance(code, other, score_cutoff=ERRORS)) <= ERRORS
    )
    return [(pk, why[how]) for _errors, _other, pk, how in near]


# --- telephones and addresses -----------------------------------------------------------------


def by_phone(actor: Actor, digits: str) -> list[Why]:
    kept = rules.kept_phone(digits)
    number = Q(number=kept)
    if not kept.startswith("+"):
        number |= begins("number", f"+39{digits}")
    else:
        number |= begins("number", kept) | Q(number=digits)
    held = Phone.objects.visible_to(actor).filter(number).order_by("number", "pk")
    return [(pk, reasons.PHONE) for pk in held.values_list("person", flat=True)[:MOST]]


def by_address(scope: Scope, asked: asking.Asked) -> Iterator[list[Why]]:
    """Who lives there, and who lived there or has it as another address; never a protected one.

    A street that is nowhere as it was typed is looked for among those that resemble it.
    """
    if streets := _streets(scope.actor, asked.street):
        yield from _living_in(scope, asked, streets, reasons.ADDRESS, reasons.OTHER_ADDRESS)
    elif streets := _near_streets(scope.actor, asked.street):
        yield from _living_in(scope, asked, streets, reasons.NEAR_ADDRESS, reasons.NEAR_ADDRESS)


def _living_in(
    scope: Scope, asked: asking.Asked, streets: list[str], *why: reasons.Reason
) -> Iterator[list[Why]]:
    there = Q(street__in=streets)
    if digits := "".join(c for c in asked.house if c.isdigit()):
        there &= begins("street_number", digits)
    living = scope.people.filter(there).order_by("street", "street_number", "sort_key", "pk")
    yield _housed(living.values_list("pk", "street_number"), scope.people, asked, why[0])
    others = Address.objects.visible_to(scope.actor).filter(there, compartment="")
    lived = others.order_by("street", "street_number", "pk").values_list("person", "street_number")
    yield _housed(lived, scope.people, asked, why[1])


def _streets(actor: Actor, words: tuple[str, ...]) -> list[str]:
    """Streets, spelled as on the files, that hold all the words."""
    *whole, last = words
    keys = [sounds.STREET + word for word in whole]
    rows = resembling(actor, [*keys, sounds.STREET + last], [sounds.STREET + last])
    spelled = dict.fromkeys(street for key, street in rows if key[0] == sounds.STREET)
    return [
        street
        for street in spelled
        if (parts := sounds.words_of(street))
        and set(whole) <= set(parts)
        and any(part.startswith(last) for part in parts)
    ]


def _near_streets(actor: Actor, words: tuple[str, ...]) -> list[str]:
    """The streets nearest to what was typed: by a word that is right, or by a first letter."""
    letters = {sounds.STREET + word[0] for word in words if len(word) >= sounds.SHORT}
    keys = [sounds.STREET + word for word in words]
    rows = resembling(actor, keys, sorted(letters), each=STREETS)
    far = {street: closeness(words, sounds.words_of(street)) for street in {row[1] for row in rows}}
    nearest = min(far.values(), default=UNLIKE)
    return sorted(street for street in far if far[street] == nearest < UNLIKE)[:MOST]


def _housed(
    rows: QuerySet[Any, tuple[uuid.UUID, str]],
    people: PersonQuerySet,
    asked: asking.Asked,
    reason: reasons.Reason,
) -> list[Why]:
    here = [
        pk
        for pk, number in rows[:NEAR_CODES]
        if not asked.house or _same_house(asked.house, number)
    ]
    if asked.words:
        named = dict(among(names_in(people.filter(pk__in=here)), asked.words))
        return [(pk, why + reason) for pk, why in named.items()]
    return [(pk, reason) for pk in here[:MOST]]


def _same_house(asked: str, number: str) -> bool:
    kept = asking.house_number(number)
    return kept == asked or (asked.isdigit() and kept.rstrip("abcdefghijklmnopqrstuvwxyz") == asked)
