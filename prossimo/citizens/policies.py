"""Verdicts on people: who may know of a person, correct the file, and see the household."""

from typing import Protocol

from django.utils.translation import gettext_lazy as _

from prossimo.accounts.policies import may, verdict
from prossimo.accounts.rules import Actor, Reach, Resource, Right
from prossimo.citizens.models import (
    DuplicatePair,
    Household,
    Kinship,
    Merge,
    Person,
    PersonShare,
    RegistryBatch,
    SealOpening,
)
from prossimo.citizens.sights import in_sight
from prossimo.core.policy import GRANTED, Verdict, refused

ABSORBED = _("Questa scheda è confluita in un'altra.")
OWN_OPENING = _("L'hai chiesta tu: la approva un'altra persona.")
NO_OPENING = _("Questa richiesta l'ha fatta un'altra persona.")
NO_BATCH = _("Non è un'importazione che puoi vedere.")
READING = "read"  # the purpose was stated when the file was opened
NO_MEMBER = _("Nessuna persona di questo nucleo è fra quelle che puoi vedere.")


def may_read_person(actor: Actor, person: Person, purpose: str = "") -> Verdict:
    """Twin of `PersonQuerySet.visible_to`, which knows no purpose."""
    if person.merged_into_id:
        return refused(str(ABSORBED))
    return verdict(actor, Right.PERSON_READ, resource_of(actor, Right.PERSON_READ, person), purpose)


def may_know_person(actor: Actor, person: Person) -> Verdict:
    """Who they are and how they are reached: twin of `PersonQuerySet.known_to`."""
    readable = may_read_person(actor, person, READING)
    if readable or person.merged_into_id:
        return readable
    return GRANTED if is_in_sight(actor, person) else readable


def may_write_person(actor: Actor, person: Person) -> Verdict:
    """Twin of `PersonQuerySet.visible_to` with the right to write."""
    if person.merged_into_id:
        return refused(str(ABSORBED))
    return verdict(actor, Right.PERSON_WRITE, resource_of(actor, Right.PERSON_WRITE, person))


def may_register(actor: Actor, person: Person) -> Verdict:
    """Whether a new file may be born here: a partner's desk is where it happens, so it is its own."""
    place = Resource(person.ambito_id, person.municipality_id, at_own_desk=True)
    return verdict(actor, Right.PERSON_WRITE, place)


class OfPerson(Protocol):
    """A row that belongs to a person: telephone, address, representation, task."""

    @property
    def person(self) -> Person: ...


def may_read_part(actor: Actor, part: OfPerson, purpose: str = "") -> Verdict:
    """Twin of `OfPersonQuerySet.visible_to`; what is sealed is the second wall's to hide."""
    return may_read_person(actor, part.person, purpose)


def may_reach_person(actor: Actor, way: OfPerson) -> Verdict:
    """Twin of `WayQuerySet.visible_to`: telephones and e-mail."""
    return may_know_person(actor, way.person)


def may_read_kinship(actor: Actor, tie: Kinship) -> Verdict:
    """Twin of `KinshipQuerySet.visible_to`: both ends."""
    one = may_read_person(actor, tie.person, READING)
    return may_read_person(actor, tie.relative, READING) if one else one


def may_read_economy(actor: Actor, person: Person) -> Verdict:
    """Twin of `EconomyQuerySet.visible_to`: means are a compartment of their own."""
    seen = may_read_person(actor, person, READING)
    if not seen:
        return seen
    right = Right.ECONOMY_READ
    return verdict(actor, right, resource_of(actor, right, person), READING)


def may_write_economy(actor: Actor, person: Person) -> Verdict:
    right = Right.ECONOMY_WRITE
    return verdict(actor, right, resource_of(actor, right, person), READING)


def may_merge(actor: Actor, person: Person) -> Verdict:
    """Whether the actor may judge whether this file is a double."""
    if person.merged_into_id:
        return refused(str(ABSORBED))
    right = Right.PERSON_MERGE
    return verdict(actor, right, resource_of(actor, right, person), READING)


def may_read_pair(actor: Actor, pair: DuplicatePair) -> Verdict:
    """Twin of `DuplicatePairQuerySet.visible_to`."""
    left = may_merge(actor, pair.left)
    return may_merge(actor, pair.right) if left else left


def may_undo(actor: Actor, merge: Merge) -> Verdict:
    """Whether the actor may separate what was merged: the right on both files, as they are now."""
    right = Right.PERSON_MERGE
    if not (held := may(actor, right)):
        return held
    for person in (merge.kept, merge.gone):
        seen = verdict(actor, right, resource_of(actor, right, person), READING)
        if not seen:
            return seen
    return GRANTED


def may_ask_opening(actor: Actor, person: Person) -> Verdict:
    """Who may seal may ask to open, for people whose file they may correct."""
    right = Right.SEAL_OPEN
    return verdict(actor, right, resource_of(actor, right, person), READING)


def may_read_opening(actor: Actor, opening: SealOpening) -> Verdict:
    """Twin of `SealOpeningQuerySet.visible_to`: who asked, and who may approve."""
    seen = may_read_person(actor, opening.person, READING)
    if not seen or actor.has(Right.SEAL_APPROVE):
        return seen
    mine = actor.has(Right.SEAL_OPEN) and actor.user_id == opening.asked_by_id
    return GRANTED if mine else refused(str(NO_OPENING))


def may_decide_opening(actor: Actor, opening: SealOpening) -> Verdict:
    """Never one's own request: two people open what is sealed."""
    if actor.user_id == opening.asked_by_id:
        return refused(str(OWN_OPENING))
    right = Right.SEAL_APPROVE
    return verdict(actor, right, resource_of(actor, right, opening.person), READING)


def may_see_batch(actor: Actor, batch: RegistryBatch) -> Verdict:
    """Twin of `RegistryBatchQuerySet.visible_to`."""
    for right in (Right.REGISTRY_IMPORT, Right.REGISTRY_APPROVE):
        seen = verdict(actor, right, Resource(batch.ambito_id, batch.municipality_id))
        if seen and not (actor.municipality_id and batch.municipality_id is None):
            return seen
    return refused(str(NO_BATCH))


def may_read_household(actor: Actor, household: Household) -> Verdict:
    """Twin of `HouseholdQuerySet.visible_to`: a household is seen through its members."""
    members = Person.objects.known_to(actor).filter(household=household)
    return GRANTED if members.exists() else refused(str(NO_MEMBER))


def resource_of(actor: Actor, right: Right, person: Person) -> Resource:
    """What the decision must know of a person; the shares are asked only where they count."""
    at_own_desk = (
        actor.reach(right) is Reach.DESKS
        and PersonShare.objects.with_post(actor).filter(person=person).exists()
    )
    place = person.municipality_id
    moved = actor.municipality_id is not None and place not in {None, actor.municipality_id}
    if moved and right is Right.PERSON_READ and actor.reach(right) is Reach.AMBITO:
        place = None if is_in_sight(actor, person) else place
    return Resource(person.ambito_id, place, at_own_desk)


def is_in_sight(actor: Actor, person: Person) -> bool:
    """Whether something given to the post shows this person to it."""
    if not actor.has(Right.PERSON_READ) or person.ambito_id != actor.ambito_id:
        return False
    return Person.objects.filter(in_sight(actor), pk=person.pk).scoped("actor").exists()
