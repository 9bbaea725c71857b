"""What is shown of one person, and of whom they live with."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.urls import reverse

from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.rules import Actor
from prossimo.citizens import names, rules
from prossimo.citizens.choices import HouseholdRole
from prossimo.citizens.models import Person, PersonQuerySet
from prossimo.citizens.queries.numbers import went_to
from prossimo.citizens.queries.reach import reach_of
from prossimo.citizens.queries.search import years
from prossimo.core.periods import today
from prossimo.core.prepared import prepared


@dataclass(frozen=True, slots=True)
class PersonCard:
    """What a desk is shown of a person while they talk; above the ceiling, nothing."""

    id: uuid.UUID
    version: int
    full_name: str
    listed_name: str
    born_on: dt.date | None
    age: int | None
    sex: str
    place: str
    municipality_id: uuid.UUID | None
    neighbourhood_id: uuid.UUID | None
    household_id: uuid.UUID | None
    household: str
    citizenships: tuple[str, ...]
    languages: tuple[str, ...]
    needs_interpreter: bool
    contact_warning: str  # every caution, in sentences: what must not be done when one calls
    phones: tuple[tuple[str, str], ...]
    target_groups: tuple[str, ...]

    @property
    def is_minor(self) -> bool:
        return self.age is not None and self.age < rules.ADULT

    @property
    def url(self) -> str:
        return reverse("citizens:person", args=[self.id])


def seen_person(actor: Actor, person_id: uuid.UUID | str) -> Person | None:
    """The person of a number as it was written, or of the file into which that was merged.

    None for who is absent or not for these eyes.
    """
    try:
        wanted = uuid.UUID(str(person_id))
    except ValueError:
        return None
    person = person_in_sight.first(actor, wanted)
    if person is None and (kept := went_to(wanted)):
        person = person_in_sight.first(actor, kept)
    return person


def person_card(
    actor: Actor, person_id: uuid.UUID | str, *, purpose: str = ""
) -> PersonCard | None:
    """The card of a person, journalled as read; None for who is absent or not for these eyes."""
    person = seen_person(actor, person_id)
    if person is None:
        return None
    journal.shown(Action.READ, [person], purpose=purpose)
    reach = reach_of(actor, person)
    age = None if person.died_on else rules.age_on(person.born_on, today())
    return PersonCard(
        id=person.pk,
        version=person.version,
        full_name=person.full_name,
        listed_name=person.listed_name,
        born_on=person.born_on,
        age=age,
        sex=person.sex,
        place=place_line(person),
        municipality_id=person.municipality_id,
        neighbourhood_id=person.neighbourhood_id,
        household_id=person.household_id,
        household=household_line(actor, person),
        citizenships=tuple(map(names.country, person.citizenships)),
        languages=tuple(map(names.language, person.languages)),
        needs_interpreter=person.needs_interpreter,
        contact_warning=" ".join(reach.cautions),
        phones=tuple(
            (way.shown, way.whose) for way in reach.ways if way.is_phone and not way.never
        ),
        target_groups=rules.target_groups(age),
    )


@prepared
def person_in_sight(actor: Actor, person_id: uuid.UUID) -> PersonQuerySet:
    people = Person.objects.visible_to(actor).for_list()
    return people.select_related("household").filter(pk=person_id)


@prepared
def people_of_household(actor: Actor, household_id: uuid.UUID) -> PersonQuerySet:
    return Person.objects.visible_to(actor).for_list().filter(household=household_id)


def place_line(person: Person) -> str:
    """«Celadina, Bergamo»."""
    parts = [person.neighbourhood, person.municipality]
    return ", ".join(str(part) for part in parts if part)


def members_of(
    actor: Actor, household_id: uuid.UUID | None, *, but: uuid.UUID | None = None
) -> list[Person]:
    """The members of a household that the actor may see, each journalled."""
    if household_id is None:
        return []
    members = [person for person in people_of_household(actor, household_id) if person.pk != but]
    members.sort(key=_place_in_household)
    journal.shown(Action.LIST, members)
    return members


ROLES = [str(role) for role in HouseholdRole]


def _place_in_household(person: Person) -> tuple[int, dt.date, str]:
    place = ROLES.index(person.household_role) if person.household_role in ROLES else len(ROLES)
    return place, person.born_on or dt.date.max, person.sort_key


def household_line(actor: Actor, person: Person) -> str:
    """The household in a line: «vive con Maria (figlia o figlio, 12 anni)», or nothing known."""
    others = members_of(actor, person.household_id, but=person.pk)
    return ", ".join(member_line(other) for other in others)


def member_line(person: Person) -> str:
    age = rules.age_on(person.born_on, today())
    facts = [str(person.get_household_role_display()) if person.household_role else "", years(age)]
    said = ", ".join(filter(None, facts))
    return f"{person.full_name} ({said})" if said else person.full_name
