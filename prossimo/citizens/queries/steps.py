"""Where the search looks, and in which order: the surest and cheapest look-up first."""

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator
from functools import reduce
from operator import or_

from django.db.models import Q

from prossimo.accounts.rules import Actor, Reach, Right
from prossimo.citizens.asking import Asked
from prossimo.citizens.models import PersonQuerySet
from prossimo.citizens.queries import marks, reasons, words
from prossimo.citizens.queries.probes import Sieve
from prossimo.citizens.queries.words import Why, begins

Steps = Iterator[list[Why]]
SHORTEST_WHOLE = 14  # characters of a code that may lack some
ROUGHLY = 200  # people born in a month or a year: who asks for no more means nobody in particular


def steps(
    actor: Actor, asked: Asked, people: PersonQuerySet, neighbourhood: uuid.UUID | None
) -> Steps:
    if asked.number:
        yield marks.by_number(actor, people, asked.number)
        return
    if asked.street:
        yield from marks.by_address(actor, people, asked)
        return
    if asked.born:
        people = people.filter(reduce(or_, (_between(first, after) for first, after in asked.born)))
    if asked.code or asked.phone:
        yield from _by_marks(actor, asked, people)
    elif asked.words:
        yield from _by_words(actor, asked, people, neighbourhood)
    else:
        listed = people.order_by("born_on", "sort_key", "pk").values_list("pk", flat=True)
        yield [(pk, _born_reason(asked)) for pk in listed[:ROUGHLY]]


def _between(first: dt.date, after: dt.date) -> Q:
    return Q(born_on__gte=first, born_on__lt=after)


def code_reason(code: str) -> reasons.Reason:
    return reasons.CODE if len(code) in marks.WHOLE else reasons.CODE_BEGUN


def _born_reason(asked: Asked) -> reasons.Reason:
    return reasons.BIRTH if asked.one_day else reasons.BIRTH_YEAR


def _by_marks(actor: Actor, asked: Asked, people: PersonQuerySet) -> Steps:
    if asked.phone:
        yield _named(people, marks.by_phone(actor, asked.phone), asked)
    if not (code := asked.code):
        return
    listed = people.filter(begins("tax_code", code)).order_by("tax_code", "pk")
    exact = [(pk, code_reason(code)) for pk in listed.values_list("pk", flat=True)[:ROUGHLY]]
    yield _named(people, exact, asked)
    if not exact:
        yield from other_codes(actor, asked, people)


def other_codes(actor: Actor, asked: Asked, people: PersonQuerySet) -> Steps:
    """Nobody has this code: who had it, or has nearly the same."""
    if len(asked.code) < SHORTEST_WHOLE:
        yield _named(people, marks.by_former_code(actor, asked.code), asked)
        return
    for step in marks.by_near_code(actor, asked.code):
        yield _named(people, step, asked)
        if step:
            return


def _named(people: PersonQuerySet, found: list[Why], asked: Asked) -> list[Why]:
    """Of those found, who also bears the words that were typed."""
    if not (asked.words and found):
        return found
    because = dict(found)
    return [
        (pk, why + because[pk])
        for pk, why in words.among(people.filter(pk__in=because), asked.words)
    ]


def _by_words(
    actor: Actor, asked: Asked, people: PersonQuerySet, neighbourhood: uuid.UUID | None
) -> Steps:
    if actor.reach(Right.PERSON_READ) is Reach.DESKS or asked.one_day:
        # Few people: those whom a partner met, those born on a day. They are looked through.
        yield _dated(words.among(people, asked.words), asked)
        return
    sieve = Sieve(actor.ambito_id, neighbourhood=neighbourhood)
    if asked.born:
        years = [first.year for first, _after in asked.born]
        sieve = sieve._replace(years=(min(years), max(years)))
    for step in words.by_names(actor, asked.words, sieve, people):
        yield _dated(step, asked)
    if len(asked.words) == 1 and 3 <= len(asked.words[0]) <= 6 and not asked.born:
        code = begins("tax_code", asked.words[0].upper())
        listed = people.filter(code).order_by("tax_code", "pk").values_list("pk", flat=True)
        yield [(pk, reasons.CODE_BEGUN) for pk in listed[:ROUGHLY]]


def _dated(found: Iterable[Why], asked: Asked) -> list[Why]:
    if not asked.born:
        return list(found)
    return [(pk, why + _born_reason(asked)) for pk, why in found]
