"""Among whom a search looks, and the columns that a line of its results shows."""

import datetime as dt
import uuid
from functools import cached_property, reduce
from operator import or_
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from prossimo.accounts.rules import Actor
from prossimo.citizens.asking import Days
from prossimo.citizens.models import Person, PersonQuerySet
from prossimo.citizens.queries.probes import Sieve
from prossimo.core.prepared import prepared


class Listed(NamedTuple):
    """A person as a list tells one from another."""

    pk: uuid.UUID
    surname: str
    given_name: str
    born_on: dt.date | None
    died_on: dt.date | None
    tax_code: str
    neighbourhood: str | None
    municipality: str | None


Rows = QuerySet[Person, tuple[Any, ...]]
COLUMNS = (*Listed._fields[:-2], "neighbourhood__name", "municipality__name")


@prepared
def listed(actor: Actor, *numbers: uuid.UUID) -> Rows:
    return Person.objects.reached_by(actor).filter(pk__in=numbers).values_list(*COLUMNS)


class Scope:
    """Who asks, and what else is known of whom is sought: where they live, when they were born."""

    def __init__(
        self,
        actor: Actor,
        neighbourhood: uuid.UUID | None = None,
        born: tuple[Days, ...] = (),
    ) -> None:
        self.actor, self.neighbourhood, self.born = actor, neighbourhood, born

    @cached_property
    def people(self) -> PersonQuerySet:
        """Written only by those who look through people: most look-ups ask for words and codes."""
        people = Person.objects.reached_by(self.actor)
        if self.neighbourhood:
            people = people.filter(neighbourhood=self.neighbourhood)
        if self.born:
            people = people.filter(reduce(or_, (_between(*days) for days in self.born)))
        return people

    @property
    def sieve(self) -> Sieve:
        sieve = Sieve(self.actor.ambito_id, neighbourhood=self.neighbourhood)
        if not self.born:
            return sieve
        years = [first.year for first, _after in self.born]
        return sieve._replace(years=(min(years), max(years)))

    def holds(self, person: Listed) -> bool:
        """Whether somebody found by a name was born when it was said."""
        born = person.born_on
        if not self.born:
            return True
        return born is not None and any(first <= born < after for first, after in self.born)


def _between(first: dt.date, after: dt.date) -> Q:
    return Q(born_on__gte=first, born_on__lt=after)
