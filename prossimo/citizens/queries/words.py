"""Where the search looks, step by step: each a range on an index that works below the wall.

A range of plain comparisons is leakproof, so that PostgreSQL uses the index before it asks the wall.
Words in any order are found among the words alone, which are few bytes each, and only the people
they lead to are then read.
"""

import uuid
from collections.abc import Iterator
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from prossimo.accounts.rules import Actor, Reach, Right
from prossimo.citizens.asking import Asked
from prossimo.citizens.models import NameToken, PersonQuerySet, PersonShare
from prossimo.core.text import next_prefix

Step = tuple[PersonQuerySet, str]
Words = tuple[str, ...]
CANDIDATES = 600  # words that mean more people than these mean nobody in particular
CANDIDATES_TO_SIFT = 5000  # where many of them will not be for these eyes, or not of that place
AFTER_A_BLANK = "!"  # the first letter after the blank: «rossi» and «rossi …», not «rossini»


def steps(people: PersonQuerySet, asked: Asked, actor: Actor, *, sifted: bool) -> Iterator[Step]:
    """Where to look and why it would match, the most certain first."""
    if asked.number:
        yield people.filter(pk=asked.number), _("numero di scheda")
        return
    by_name = people.order_by("sort_key", "pk")
    if asked.born or asked.code:
        yield _narrowed(by_name, asked, actor)
        return
    if actor.reach(Right.PERSON_READ) is Reach.DESKS:
        # A few people are shared with a partner: they are looked through at once.
        shared = PersonShare.objects.with_post(actor).order_by().values_list("person_id", flat=True)
        parts = [_holders(actor, begins("token", word)) for word in asked.words]
        yield by_name.filter(pk__in=list(shared.intersection(*parts))), _("nome")
    else:
        yield from _by_words(by_name, asked.words, actor, sifted or bool(actor.municipality_id))
    if len(asked.words) == 1 and 3 <= len(asked.words[0]) <= 6:
        beginning = begins("tax_code", asked.words[0].upper())
        yield people.filter(beginning).order_by("tax_code", "pk"), _("inizio del codice fiscale")


def _narrowed(people: PersonQuerySet, asked: Asked, actor: Actor) -> Step:
    """A date or a code leaves few people: the words are looked for among those."""
    why = [_("nome")] if asked.words else []
    if asked.code:
        people = people.filter(begins("tax_code", asked.code))
        whole = len(asked.code) == 16
        why.append(_("codice fiscale") if whole else _("inizio del codice fiscale"))
    if asked.born:
        people = people.filter(
            reduce(or_, (Q(born_on__gte=first, born_on__lt=after) for first, after in asked.born))
        )
        why.append(_("data di nascita") if asked.one_day else _("anno di nascita"))
    return with_words(people, asked.words, actor), ", ".join(why)


def _by_words(people: PersonQuerySet, words: Words, actor: Actor, sifted: bool) -> Iterator[Step]:
    """First as names are listed, then every word whole in any order, then their beginnings."""
    most = CANDIDATES_TO_SIFT if sifted else CANDIDATES
    one = len(words) == 1
    listed = _listed(words)
    exactly = (Q(sort_key__gte=name, sort_key__lt=name + AFTER_A_BLANK) for name in listed)
    yield people.filter(reduce(or_, exactly)), _("cognome") if one else _("cognome e nome")
    if not one:
        beginning = (begins("sort_key", name) for name in listed)
        yield people.filter(reduce(or_, beginning)), _("inizio di cognome e nome")
    whole = _candidates(actor, [Q(token=word) for word in words], most)
    yield people.filter(pk__in=whole), _("nome") if one else _("tutte le parole del nome")
    if one:
        yield people.filter(begins("sort_key", words[0])), _("inizio del cognome")
    parts = _candidates(actor, [begins("token", word) for word in words], most)
    yield people.filter(pk__in=parts), _("inizio del nome")


def _listed(words: Words) -> list[str]:
    """The orders in which a name is commonly said: as typed, first word last, last word first."""
    orders = [words, (*words[1:], words[0]), (words[-1], *words[:-1])]
    return [" ".join(order) for order in dict.fromkeys(orders)]


def _candidates(actor: Actor, matches: list[Q], most: int) -> list[uuid.UUID]:
    """People that hold a word for every match: the sets of words are intersected by themselves."""
    first, *others = (_holders(actor, match) for match in matches)
    held = first.intersection(*others) if others else first
    return list(held[:most])


def with_words(people: PersonQuerySet, words: Words, actor: Actor) -> PersonQuerySet:
    """Of these few people, those whose names hold a word beginning with each of the words."""
    for word in words:
        people = people.filter(pk__in=_holders(actor, begins("token", word)))
    return people


def with_exact_words(people: PersonQuerySet, words: Words, actor: Actor) -> PersonQuerySet:
    """People whose names hold all the words, whole."""
    return people.filter(
        pk__in=_candidates(actor, [Q(token=word) for word in words], CANDIDATES_TO_SIFT)
    )


def with_any_word(people: PersonQuerySet, words: Words, actor: Actor) -> PersonQuerySet:
    """Of these few people, those whose names hold at least one of the words."""
    return people.filter(pk__in=_holders(actor, Q(token__in=words)))


def _holders(actor: Actor, match: Q) -> "QuerySet[NameToken, uuid.UUID]":
    words = NameToken.objects.filter(match, ambito=actor.ambito_id).order_by()
    return words.values_list("person_id", flat=True)


def begins(field: str, beginning: str) -> Q:
    return Q(**{f"{field}__gte": beginning, f"{field}__lt": next_prefix(beginning)})
