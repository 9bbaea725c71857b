"""Finding people while somebody waits, and telling who may already be known."""

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet, prefetch_related_objects
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.rules import Actor, Reach, Right
from prossimo.citizens import asking, rules
from prossimo.citizens.asking import Asked
from prossimo.citizens.models import NameToken, Person, PersonQuerySet
from prossimo.citizens.taxcode import compact
from prossimo.core.periods import today
from prossimo.core.text import next_prefix

HINT = 11  # of a fiscal code: up to the day of birth, without the place


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """A line of the results: enough to tell homonyms apart without opening the file."""

    id: uuid.UUID
    listed_name: str
    born_on: dt.date | None
    age: int | None
    neighbourhood: str
    tax_code_hint: str
    why: str

    @property
    def url(self) -> str:
        return reverse("citizens:person", args=[self.id])

    @property
    def born(self) -> str:
        """«12/05/1960, 64 anni», or a word where the date is not known."""
        if self.born_on is None:
            return _("data di nascita non nota")
        return f"{date_format(self.born_on, 'd/m/Y')}, {years(self.age)}"

    @property
    def detail(self) -> str:
        return " · ".join(filter(None, [self.born, self.neighbourhood, self.tax_code_hint]))


def years(age: int | None) -> str:
    if age is None:
        return ""
    return ngettext("%(age)s anno", "%(age)s anni", age) % {"age": age}


def find_people(
    actor: Actor,
    text: str,
    *,
    limit: int = 10,
    neighbourhood: uuid.UUID | None = None,
) -> list[FoundPerson]:
    """People whom the words, the date or the code may mean, best first; each id is journalled.

    Every step is a range on an index, made of comparisons that PostgreSQL may run below the wall.
    """
    asked = asking.understand(text, today())
    if not asked:
        return []
    people = Person.objects.visible_to(actor)
    if neighbourhood:
        people = people.filter(neighbourhood=neighbourhood)
    found: dict[uuid.UUID, tuple[Person, str]] = {}
    for candidates, why in _steps(people, asked, actor):
        wanted = candidates.exclude(pk__in=found) if found else candidates
        for person in wanted[: limit - len(found)]:
            found[person.pk] = (person, why)
        if len(found) >= limit:
            break
    people_found = [person for person, _why in found.values()]
    prefetch_related_objects(people_found, "neighbourhood", "municipality")
    journal.shown(Action.SEARCH, people_found)
    return [found_person(person, why) for person, why in found.values()]


def found_person(person: Person, why: str = "") -> FoundPerson:
    return FoundPerson(
        id=person.pk,
        listed_name=person.listed_name,
        born_on=person.born_on,
        age=rules.age_on(person.born_on, today()),
        neighbourhood=str(person.neighbourhood or person.municipality or ""),
        tax_code_hint=f"{person.tax_code[:HINT]}…" if person.tax_code else "",
        why=why,
    )


Step = tuple[PersonQuerySet, str]


def _steps(people: PersonQuerySet, asked: Asked, actor: Actor) -> Iterator[Step]:
    """Where to look and why it would match, the most certain first."""
    if asked.number:
        yield people.filter(pk=asked.number), _("numero di scheda")
        return
    if asked.born:
        people = people.filter(_born(asked))
    also = _("data di nascita") if asked.one_day else _("anno di nascita")
    if asked.code:
        people = people.filter(_begins("tax_code", asked.code))
        whole = len(asked.code) == 16
        reason = _("codice fiscale") if whole else _("inizio del codice fiscale")
        also = f"{reason}, {also}" if asked.born else reason
    if not asked.words:
        yield people.order_by("sort_key", "pk"), also
        return
    for candidates, why in _by_words(people, asked.words, actor):
        yield candidates, f"{why}, {also}" if asked.born or asked.code else why
    if len(asked.words) == 1 and 3 <= len(asked.words[0]) <= 6 and not asked.code:
        beginning = _begins("tax_code", asked.words[0].upper())
        yield people.filter(beginning).order_by("tax_code"), _("inizio del codice fiscale")


def _by_words(people: PersonQuerySet, words: tuple[str, ...], actor: Actor) -> Iterator[Step]:
    """First as names are listed, then every word whole in any order, then their beginnings."""
    by_name = people.order_by("sort_key", "pk")
    beginning = by_name
    for word in words:
        beginning = beginning.filter(pk__in=_with_token(actor, _begins("token", word)))
    if actor.reach(Right.PERSON_READ) is Reach.DESKS:
        yield beginning, _("nome")  # a few people: one look is enough
        return
    orders = (
        [words] if len(words) == 1 else [words, (*words[1:], words[0]), (words[-1], *words[:-1])]
    )
    listed = [" ".join(order) for order in dict.fromkeys(orders)]
    exactly = reduce(or_, (Q(sort_key=name) | _begins("sort_key", f"{name} ") for name in listed))
    why = _("cognome") if len(words) == 1 else _("cognome e nome")
    yield by_name.filter(exactly), why
    whole = by_name
    for word in words:
        whole = whole.filter(pk__in=_with_token(actor, Q(token=word)))
    yield whole, _("nome") if len(words) == 1 else _("tutte le parole del nome")
    if len(words) == 1:
        yield by_name.filter(_begins("sort_key", words[0])), _("inizio del cognome")
    yield beginning, _("inizio del nome")


def _with_token(actor: Actor, match: Q) -> "QuerySet[NameToken, uuid.UUID]":
    return NameToken.objects.filter(match, ambito=actor.ambito_id).values_list(
        "person_id", flat=True
    )


def _begins(field: str, beginning: str) -> Q:
    return Q(**{f"{field}__gte": beginning, f"{field}__lt": next_prefix(beginning)})


def _born(asked: Asked) -> Q:
    return reduce(or_, (Q(born_on__gte=first, born_on__lt=after) for first, after in asked.born))


def alike(
    actor: Actor,
    *,
    surname: str = "",
    given_name: str = "",
    born_on: dt.date | None = None,
    tax_code: str = "",
    limit: int = 6,
) -> list[FoundPerson]:
    """People already known who may be the one about to be registered, the likeliest first."""
    people = Person.objects.visible_to(actor)
    words = tuple(rules.name_tokens(surname, given_name))[: asking.MAX_WORDS]
    found: dict[uuid.UUID, tuple[Person, str]] = {}
    for candidates, why in _alike_steps(people, words, born_on, compact(tax_code), actor):
        for person in candidates.exclude(pk__in=found).order_by("sort_key", "pk")[:limit]:
            found.setdefault(person.pk, (person, why))
    kept = list(found.values())[:limit]
    prefetch_related_objects([person for person, _why in kept], "neighbourhood", "municipality")
    journal.shown(Action.SEARCH, (person for person, _why in kept))
    return [found_person(person, why) for person, why in kept]


def _alike_steps(
    people: PersonQuerySet,
    words: tuple[str, ...],
    born_on: dt.date | None,
    code: str,
    actor: Actor,
) -> Iterator[Step]:
    if len(code) in {11, 16}:
        yield people.filter(tax_code=code), _("stesso codice fiscale")
    if not words:
        return
    named = people
    for word in words:
        named = named.filter(pk__in=_with_token(actor, Q(token=word)))
    if born_on is None:
        yield named, _("stesso nome")
        return
    yield named.filter(born_on=born_on), _("stesso nome e stessa data di nascita")
    one_word = reduce(or_, (Q(pk__in=_with_token(actor, Q(token=word))) for word in words))
    yield people.filter(one_word, born_on=born_on), _("stessa data di nascita, nome simile")
    yield named.filter(born_on=None), _("stesso nome, data di nascita non nota")
    year = Q(born_on__gte=dt.date(max(born_on.year - 1, 1), 1, 1))
    year &= Q(born_on__lt=dt.date(born_on.year + 2, 1, 1))
    yield named.filter(year), _("stesso nome e quasi la stessa età")


def same_tax_code(actor: Actor, person: Person) -> list[Person]:
    """Other files with the fiscal code of this one: an alarm to look into, not an error."""
    if not person.tax_code:
        return []
    people = Person.objects.visible_to(actor).filter(tax_code=person.tax_code)
    others = list(people.exclude(pk=person.pk).for_list()[:5])
    journal.shown(Action.LIST, others)
    return others
