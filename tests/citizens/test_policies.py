"""What a verdict says of one person, the set says of all, and the second wall says again."""

import datetime as dt

import pytest

from prossimo.accounts.choices import RoleKey
from prossimo.accounts.identity import enter
from prossimo.accounts.rules import Right
from prossimo.citizens import policies
from prossimo.citizens.models import Household, NameToken, Person, PersonShare, Phone
from prossimo.core.periods import between, since
from tests.accounts.factories import post_of
from tests.arranging import arranging, become
from tests.citizens.factories import (
    HouseholdFactory,
    PersonFactory,
    PersonShareFactory,
    PhoneFactory,
)
from tests.standing import standing
from tests.territory.factories import AmbitoFactory, MunicipalityFactory, NeighbourhoodFactory

pytestmark = pytest.mark.django_db

PAST = between(dt.date(2020, 1, 1), dt.date(2021, 1, 1))
FUTURE = since(dt.date(2100, 1, 1))
ROLES = [(role, limited) for role in RoleKey for limited in (False, True)]


class Town:
    """People of every belonging: two ambiti, two municipalities, shares past, present, to come."""

    def __init__(self):
        self.ambito, other = AmbitoFactory(), AmbitoFactory()
        self.here = MunicipalityFactory(ambito=self.ambito)
        there = MunicipalityFactory(ambito=self.ambito)
        self.quarter = NeighbourhoodFactory(municipality=self.here)
        self.body = post_of(RoleKey.PARTNER, self.ambito).organisation
        near, far = ({"neighbourhood": self.quarter}, {"organisation": self.body})
        self.people = []
        for town in (self.here, there, None):
            for shares in ([], [near], [far], [near, far], [far | {"period": PAST}],
                           [near | {"period": FUTURE}]):  # fmt: skip
                person = self.person(municipality=town)
                self.people.append(person)
                for share in shares:
                    PersonShareFactory(
                        person=person, **({"period": since(dt.date(2020, 1, 1))} | share)
                    )
        stranger = PersonFactory(ambito=other, household=HouseholdFactory(ambito=other))
        self.people.append(stranger)
        for person in self.people:
            PhoneFactory(person=person)

    def person(self, **more):
        household = HouseholdFactory(ambito=self.ambito)
        return PersonFactory(ambito=self.ambito, household=household, **more)

    def post(self, role, limited):
        more = {"municipality": self.here} if limited else {}
        if role == RoleKey.PARTNER:
            more["organisation"] = self.body
        if role == RoleKey.NEIGHBOURHOOD:
            more["neighbourhood"] = self.quarter
        return post_of(role, self.ambito, **more)


@pytest.fixture(scope="module")
def standing_town(django_db_setup, django_db_blocker):
    with standing(django_db_blocker, Town) as town:
        yield town


@pytest.fixture
def town(standing_town, db):
    return standing_town


def pks(things):
    return {thing.pk for thing in things}


@pytest.mark.parametrize(("role", "limited"), ROLES)
def test_the_verdict_the_set_and_the_wall_agree_on_people(town, role, limited):
    post = town.post(role, limited)
    actor = enter(post.user_id, post.pk)

    by_set = pks(Person.objects.visible_to(actor))
    by_verdict = pks(p for p in town.people if policies.may_read_person(actor, p, "access"))
    by_wall = pks(Person.objects.unscoped("the second wall alone"))

    assert by_set == by_verdict == by_wall
    assert bool(by_set) == actor.has(Right.PERSON_READ)
    assert len(by_set) < len(town.people)


@pytest.mark.parametrize(("role", "limited"), ROLES)
def test_they_agree_on_who_may_be_corrected(town, role, limited):
    post = town.post(role, limited)
    actor = enter(post.user_id, post.pk)

    by_set = pks(Person.objects.visible_to(actor, Right.PERSON_WRITE))
    by_verdict = pks(p for p in town.people if policies.may_write_person(actor, p))
    touched = Person.objects.unscoped("the second wall alone").update(postcode="24100")

    assert by_set == by_verdict
    assert touched == len(by_set)


@pytest.mark.parametrize(("role", "limited"), ROLES)
def test_they_agree_on_telephones_and_households(town, role, limited):
    post = town.post(role, limited)
    actor = enter(post.user_id, post.pk)
    with arranging():
        phones = list(Phone.objects.unscoped("all").select_related("person"))
        households = list(Household.objects.unscoped("all"))

    assert pks(Phone.objects.visible_to(actor)) == pks(Phone.objects.unscoped("wall")) == pks(
        phone for phone in phones if policies.may_read_part(actor, phone, "access")
    )  # fmt: skip
    assert pks(Household.objects.visible_to(actor)) == pks(
        household for household in households if policies.may_read_household(actor, household)
    )
    assert pks(Household.objects.visible_to(actor)) <= pks(Household.objects.unscoped("wall"))


def test_without_an_identity_nothing_is_there(town):
    for model in (Person, Household, Phone):
        assert not model.objects.unscoped("nobody asks").exists()


def test_nobody_shares_by_hand(town):
    post = town.post(RoleKey.PARTNER, limited=False)
    enter(post.user_id, post.pk)
    become("prossimo_app")

    with pytest.raises(Exception, match="permission denied"):
        PersonShareFactory._meta.model.objects.create(
            ambito=town.ambito, person=town.people[0], organisation=town.body, source="decision"
        )


def test_the_reason_of_a_refusal_is_a_sentence(town):
    limited = town.post(RoleKey.FRONT_DESK, limited=True)
    actor = enter(limited.user_id, limited.pk)
    elsewhere = next(p for p in town.people if p.municipality_id not in {None, town.here.pk})

    assert "altro Comune" in policies.may_read_person(actor, elsewhere).reason
    assert "altro Ambito" in policies.may_read_person(actor, town.people[-1]).reason
    manager = town.post(RoleKey.AREA_MANAGER, limited=False)
    boss = enter(manager.user_id, manager.pk)
    assert "finalità" in policies.may_read_person(boss, town.people[0]).reason
    assert "ruolo" in policies.may_write_person(boss, town.people[0]).reason


@pytest.mark.parametrize(("role", "limited"), ROLES)
def test_the_words_of_a_name_stand_behind_the_wall_of_the_person(town, role, limited):
    post = town.post(role, limited)
    actor = enter(post.user_id, post.pk)

    held = set(NameToken.objects.values_list("person_id", flat=True))

    assert held == pks(Person.objects.visible_to(actor))


def test_a_partner_is_not_told_with_whom_else_a_person_is_shared(town):
    post = town.post(RoleKey.PARTNER, limited=False)
    enter(post.user_id, post.pk)

    shares = set(PersonShare.objects.values_list("organisation_id", "neighbourhood_id"))

    assert shares == {(town.body.pk, None)}


def test_who_reads_only_writes_no_telephone(town):
    manager = town.post(RoleKey.AREA_MANAGER, limited=False)
    actor = enter(manager.user_id, manager.pk)

    phones = Phone.objects.visible_to(actor)

    assert phones.count() > 0
    assert phones.update(number="000") == 0
    assert phones.delete()[0] == 0
