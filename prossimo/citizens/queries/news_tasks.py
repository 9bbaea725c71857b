"""What a change of the registry asks somebody to look at: which check, and what it says."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from prossimo.accounts.rules import Actor
from prossimo.citizens.choices import TaskKind
from prossimo.citizens.exchange.registry import (
    CHILD,
    ChangeKind,
    FamilyMember,
    RegistryChange,
)
from prossimo.citizens.models import Person
from prossimo.core.periods import today

KINDS = {
    ChangeKind.DIED: TaskKind.DIED,
    ChangeKind.MOVED: TaskKind.MOVED,
    ChangeKind.LEFT: TaskKind.LEFT,
    ChangeKind.DOUBT: TaskKind.DOUBT,
}
NEWBORN = dt.timedelta(days=2 * 366)  # a child found later has come from somewhere else
Facts = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Check:
    """A check to be left to somebody."""

    person: Person
    kind: TaskKind
    facts: Facts
    happened_on: dt.date | None
    source_key: str


def check_of(actor: Actor, person: Person, change: RegistryChange, *, protected: bool) -> Check:
    """The check of a change; of who is protected it says what happened, never where nor with whom."""
    kind, facts = _said(actor, person, change)
    if protected:
        facts = {"before": {}, "after": {}}
    return Check(person, kind, facts, change.happened_on, change.source_key)


def _said(actor: Actor, person: Person, change: RegistryChange) -> tuple[TaskKind, Facts]:
    if change.kind is ChangeKind.HOUSEHOLD:
        return _household(actor, person, change)
    if change.kind is ChangeKind.CODE:
        return _code(actor, person, change)
    if change.kind in {ChangeKind.MOVED, ChangeKind.LEFT}:
        return KINDS[change.kind], _moved(person, change)
    if change.kind is ChangeKind.DIED:
        day = change.person.died_on if change.person else None
        died = day or change.happened_on
        return TaskKind.DIED, _facts({}, {"died_on": died.isoformat() if died else ""})
    return KINDS[change.kind], _facts({}, {})


def _moved(person: Person, change: RegistryChange) -> Facts:
    here = {
        "municipality": person.municipality.name if person.municipality else "",
        "street": person.street,
        "street_number": person.street_number,
        "postcode": person.postcode,
    }
    home = change.person.address if change.person else None
    if home is None:
        return _facts(here, {})
    there = {
        "municipality": home.municipality or home.state,
        "street": home.street,
        "street_number": home.number,
        "postcode": home.postal_code,
    }
    return _facts(here, there)


def _code(actor: Actor, person: Person, change: RegistryChange) -> tuple[TaskKind, Facts]:
    """Another tax code is to be looked at; where somebody else bears it already, it is an alarm."""
    code = change.person.tax_code if change.person else change.tax_code
    others = Person.objects.visible_to(actor).filter(tax_code=code).exclude(pk=person.pk)
    kind = TaskKind.CODE if code and others.exists() else TaskKind.DOUBT
    return kind, _facts({"tax_code": person.tax_code}, {"tax_code": code})


def _household(actor: Actor, person: Person, change: RegistryChange) -> tuple[TaskKind, Facts]:
    """A child just born, somebody who lives elsewhere now, or another change of the household."""
    ours = _ours(actor, person)
    theirs = {each.person.registry_id: each for each in change.family}
    arrived = [each for number, each in theirs.items() if number not in ours]
    if arrived and not set(ours) - set(theirs) and all(map(_is_newborn, arrived)):
        names = ", ".join(_name(each) for each in arrived)
        return TaskKind.CHILD, _facts({}, {"with": names})
    facts = _facts(
        {"with": ", ".join(sorted(each.listed_name for each in ours.values()))},
        {"with": ", ".join(sorted(_name(each) for each in change.family))},
    )
    split = bool(set(ours) - set(theirs)) and bool(theirs)
    return TaskKind.SPLIT if split else TaskKind.DOUBT, facts


def _ours(actor: Actor, person: Person) -> dict[str, Person]:
    """Who lives in the household by our files."""
    if person.household_id is None:
        return {person.registry_id: person}
    people = Person.objects.visible_to(actor).filter(household=person.household_id, died_on=None)
    return {each.registry_id: each for each in people}


def _is_newborn(member: FamilyMember) -> bool:
    born = member.person.born_on
    counted_from = member.since or today()
    return member.bond == CHILD and born is not None and counted_from - born < NEWBORN


def _name(member: FamilyMember) -> str:
    told = member.person
    name = f"{told.surname} {told.given_name}".strip() or told.tax_code or told.registry_id
    return f"{name} ({told.born_on:%d/%m/%Y})" if told.born_on else name


def _facts(before: dict[str, Any], after: dict[str, Any]) -> Facts:
    """Only what is said: an empty field is not a change."""
    return {
        "before": {name: value for name, value in before.items() if value},
        "after": {name: value for name, value in after.items() if value},
    }
