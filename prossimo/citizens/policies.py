"""Verdicts on people: who may know of a person, correct the file, and see the household."""

from django.utils.translation import gettext_lazy as _

from prossimo.accounts.policies import verdict
from prossimo.accounts.rules import Actor, Reach, Resource, Right
from prossimo.citizens.models import Household, Person, PersonShare, Phone
from prossimo.core.policy import GRANTED, Verdict, refused

NO_MEMBER = _("Nessuna persona di questo nucleo è fra quelle che puoi vedere.")


def may_read_person(actor: Actor, person: Person, purpose: str = "") -> Verdict:
    """Twin of `PersonQuerySet.visible_to`, which knows no purpose."""
    return verdict(actor, Right.PERSON_READ, resource_of(actor, Right.PERSON_READ, person), purpose)


def may_write_person(actor: Actor, person: Person) -> Verdict:
    """Twin of `PersonQuerySet.visible_to` with the right to write."""
    return verdict(actor, Right.PERSON_WRITE, resource_of(actor, Right.PERSON_WRITE, person))


def may_register(actor: Actor, person: Person) -> Verdict:
    """Whether a new file may be born here: a partner's desk is where it happens, so it is its own."""
    place = Resource(person.ambito_id, person.municipality_id, at_own_desk=True)
    return verdict(actor, Right.PERSON_WRITE, place)


def may_read_phone(actor: Actor, phone: Phone, purpose: str = "") -> Verdict:
    """Twin of `PhoneQuerySet.visible_to`."""
    return may_read_person(actor, phone.person, purpose)


def may_read_household(actor: Actor, household: Household) -> Verdict:
    """Twin of `HouseholdQuerySet.visible_to`: a household is seen through its members."""
    members = Person.objects.visible_to(actor).filter(household=household)
    return GRANTED if members.exists() else refused(str(NO_MEMBER))


def resource_of(actor: Actor, right: Right, person: Person) -> Resource:
    """What the decision must know of a person; the shares are asked only where they count."""
    at_own_desk = (
        actor.reach(right) is Reach.DESKS
        and PersonShare.objects.with_post(actor).filter(person=person).exists()
    )
    return Resource(person.ambito_id, person.municipality_id, at_own_desk)
