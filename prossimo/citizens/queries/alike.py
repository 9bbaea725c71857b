"""Who may already be known, looked for before a file is opened."""

import datetime as dt
import uuid
from collections.abc import Iterator

from django.db.models import Q, prefetch_related_objects
from django.utils.translation import gettext as _

from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.rules import Actor
from prossimo.citizens import asking, rules
from prossimo.citizens.models import Person, PersonQuerySet
from prossimo.citizens.queries.search import FoundPerson, found_person
from prossimo.citizens.queries.words import Step, with_any_word, with_exact_words
from prossimo.citizens.taxcode import compact
from prossimo.core.prepared import prepared


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
    named = with_exact_words(people, words, actor)
    if born_on is None:
        yield named, _("stesso nome")
        return
    yield named.filter(born_on=born_on), _("stesso nome e stessa data di nascita")
    same_day = people.filter(born_on=born_on)
    yield with_any_word(same_day, words, actor), _("stessa data di nascita, nome simile")
    yield named.filter(born_on=None), _("stesso nome, data di nascita non nota")
    year = Q(born_on__gte=dt.date(max(born_on.year - 1, 1), 1, 1))
    year &= Q(born_on__lt=dt.date(born_on.year + 2, 1, 1))
    yield named.filter(year), _("stesso nome e quasi la stessa età")


def same_tax_code(actor: Actor, person: Person) -> list[Person]:
    """Other files with the fiscal code of this one: an alarm to look into, not an error."""
    if not person.tax_code:
        return []
    others = with_tax_code(actor, person.tax_code, person.pk)
    journal.shown(Action.LIST, others)
    return others


@prepared
def with_tax_code(actor: Actor, tax_code: str, but: uuid.UUID) -> PersonQuerySet:
    people = Person.objects.visible_to(actor).for_list().filter(tax_code=tax_code)
    return people.exclude(pk=but)[:5]
