"""Finding people while somebody waits, each line enough to tell homonyms apart."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.rules import Actor
from prossimo.citizens import asking, rules
from prossimo.citizens.models import Person
from prossimo.citizens.queries.numbers import went_to
from prossimo.citizens.queries.words import steps
from prossimo.core.periods import today

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
    for candidates, why in steps(people, asked, actor, sifted=neighbourhood is not None):
        wanted = candidates.exclude(pk__in=found) if found else candidates
        for person in wanted[: limit - len(found)]:
            found[person.pk] = (person, why)
        if len(found) >= limit:
            break
    if asked.number and not found and (kept := went_to(asked.number)):
        for person in people.filter(pk=kept):
            found[person.pk] = (person, _("numero di una scheda confluita in questa"))
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
