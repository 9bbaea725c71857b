"""Finding people while somebody waits, each line enough to tell homonyms apart."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.rules import Actor
from prossimo.citizens import asking, rules
from prossimo.citizens.models import Person
from prossimo.citizens.queries import marks, reasons
from prossimo.citizens.queries.scope import Listed, Scope, listed
from prossimo.citizens.queries.steps import code_reason, other_codes, steps
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
    died_on: dt.date | None = None

    @property
    def url(self) -> str:
        return reverse("citizens:person", args=[self.id])

    @property
    def born(self) -> str:
        """«12/05/1960, 64 anni», or a word where the date is not known."""
        if self.born_on is None:
            return _("data di nascita non nota")
        born = date_format(self.born_on, "d/m/Y")
        if self.died_on:
            day = {"day": date_format(self.died_on, "d/m/Y")}
            return f"{born} · {_('deceduta il %(day)s') % day}"
        return f"{born}, {years(self.age)}"

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

    Every step is a few ranges on an index, made of comparisons that PostgreSQL may run below the
    wall; a step further from what was typed is taken only while there is room.
    """
    asked = asking.understand(text, today())
    found = _found(actor, asked, limit, neighbourhood) if asked else []
    if not found and asked.street:
        found = _found(actor, asked.all_names(), limit, neighbourhood)
    return shown(found)


def _found(
    actor: Actor, asked: asking.Asked, limit: int, neighbourhood: uuid.UUID | None
) -> list[tuple[Listed, str]]:
    scope = Scope(actor, neighbourhood, asked.born)
    where = steps(asked, scope)
    if asked.code and not (asked.words or asked.born or asked.phone or neighbourhood):
        # The whole code or its beginning is the commonest look-up of all, and goes the short way.
        if there := marks.beginning_with(actor, asked.code, limit):
            told = reasons.told(code_reason(asked.code))
            return [(person, told) for person in there]
        where = other_codes(asked, scope)
    because: dict[uuid.UUID, reasons.Reason] = {}
    for step in where:
        for person, why in step:
            because.setdefault(person, why)
        if len(because) >= limit:
            break
    return read(scope, because, limit)


def read(
    scope: Scope, because: dict[uuid.UUID, reasons.Reason], limit: int
) -> list[tuple[Listed, str]]:
    """The people themselves, in the order in which they were found.

    The words of a file merged into another one still lead to it, and it is left out here: then the
    next ones are read.
    """
    found: list[tuple[Listed, str]] = []
    wanted = list(because)
    for start in range(0, len(wanted), limit):
        several = wanted[start : start + limit]
        # Always as many places, so that the query is written once; nobody has the last numbers.
        full = [*several, *(uuid.UUID(int=n) for n in range(limit - len(several)))]
        there = {row.pk: row for row in map(Listed._make, listed(scope.actor, *full))}
        found += [
            (there[pk], reasons.told(because[pk]))
            for pk in several
            if pk in there and scope.holds(there[pk])
        ]
        if len(found) >= limit:
            break
    return found[:limit]


def shown(found: Iterable[tuple[Listed, str]]) -> list[FoundPerson]:
    """The lines of the results, each of which the journal remembers."""
    lines = [_line(person, why) for person, why in found]
    for line in lines:
        journal.note(Action.SEARCH, Person._meta.label_lower, line.id)
    return lines


def _line(person: Listed, why: str) -> FoundPerson:
    return FoundPerson(
        id=person.pk,
        listed_name=f"{person.surname} {person.given_name}".strip() or _("Senza nome"),
        born_on=person.born_on,
        age=None if person.died_on else rules.age_on(person.born_on, today()),
        neighbourhood=person.neighbourhood or person.municipality or "",
        tax_code_hint=f"{person.tax_code[:HINT]}…" if person.tax_code else "",
        why=why,
        died_on=person.died_on,
    )
