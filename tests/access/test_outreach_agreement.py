"""Of what telephones hand in, verdict, set and second wall say the same, role by role."""

import pytest

from prossimo.access.models import OutreachPhone, Parcel
from prossimo.access.policies import outreach as policies
from prossimo.accounts.choices import RoleKey
from prossimo.accounts.identity import enter, enter_by_the_door, follow_link
from prossimo.accounts.rules import Right
from tests.access.factories import DeskFactory
from tests.access.outreach_factories import OutreachPhoneFactory, ParcelFactory
from tests.accounts.factories import PostFactory, post_of
from tests.arranging import arranging
from tests.citizens.test_policies import ROLES, pks
from tests.standing import standing
from tests.territory.factories import AmbitoFactory, MunicipalityFactory, NeighbourhoodFactory

pytestmark = pytest.mark.django_db


class Street:
    """Two ambiti, two municipalities: of each a telephone, and parcels in time and late."""

    def __init__(self):
        self.ambito, other = AmbitoFactory(), AmbitoFactory()
        self.here = MunicipalityFactory(ambito=self.ambito)
        there = MunicipalityFactory(ambito=self.ambito)
        self.quarter = NeighbourhoodFactory(municipality=self.here)
        self.body = post_of(RoleKey.PARTNER, self.ambito).organisation
        self.phones, self.parcels = [], []
        for ambito, town in (
            (self.ambito, self.here), (self.ambito, there), (self.ambito, None), (other, None),
        ):  # fmt: skip
            phone = OutreachPhoneFactory(post=PostFactory(ambito=ambito))
            desk = DeskFactory(ambito=ambito, municipality=town)
            self.phones.append(phone)
            for more in ({"late": True, "state": "held"}, {"late": True, "state": "accepted"},
                         {"late": True, "desk": None}, {}, {"state": "conflict"}):  # fmt: skip
                self.parcels.append(ParcelFactory(phone=phone, **({"desk": desk} | more)))

    def post(self, role, limited):
        more = {"municipality": self.here} if limited else {}
        if role == RoleKey.PARTNER:
            more["organisation"] = self.body
        if role == RoleKey.NEIGHBOURHOOD:
            more["neighbourhood"] = self.quarter
        return post_of(role, self.ambito, **more)


@pytest.fixture(scope="module")
def standing_street(django_db_setup, django_db_blocker):
    with standing(django_db_blocker, Street) as street:
        yield street


@pytest.fixture
def street(standing_street, db):
    return standing_street


def mine(post):
    """A telephone and a refused parcel of this very person."""
    phone = OutreachPhoneFactory(post=post)
    return phone, ParcelFactory(phone=phone)


@pytest.mark.parametrize(("role", "limited"), ROLES)
def test_verdict_set_and_wall_agree(street, role, limited):
    post = street.post(role, limited)
    phone, parcel = mine(post)
    actor = enter(post.user_id, post.pk)
    parcels, phones = [*street.parcels, parcel], [*street.phones, phone]

    with arranging():
        allowed = pks(row for row in parcels if policies.may_read_parcel(actor, row))
    seen = pks(Parcel.objects.visible_to(actor))

    assert seen == allowed == pks(Parcel.objects.unscoped("the second wall alone"))
    assert parcel.pk in seen
    late = (7 if limited else 9) if actor.has(Right.CONTACT_REVIEW) else 0
    assert len(seen) == 1 + late
    held = pks(row for row in phones if policies.may_read_phone(actor, row))
    assert pks(OutreachPhone.objects.visible_to(actor)) == held == pks(OutreachPhone.objects.all())


@pytest.mark.parametrize(("role", "limited"), ROLES)
def test_they_agree_on_who_settles_what_arrived_late(street, role, limited):
    post = street.post(role, limited)
    actor = enter(post.user_id, post.pk)
    with arranging():
        allowed = pks(row for row in street.parcels if policies.may_settle_late(actor, row))

    touched = Parcel.objects.unscoped("the second wall alone").filter(late=True, state="held")

    assert pks(touched) == allowed
    assert touched.update(why="visto") == len(allowed)


def test_without_an_identity_nothing_is_there(street):
    assert not Parcel.objects.unscoped("nobody asks").exists()
    assert not OutreachPhone.objects.exists()


def test_the_door_reads_nothing_of_what_it_receives(street):
    phone = street.phones[0]
    enter_by_the_door(street.ambito.pk)
    assert not OutreachPhone.objects.exists()

    follow_link(phone.pk)

    assert pks(OutreachPhone.objects.all()) == {phone.pk}
    assert not Parcel.objects.unscoped("the second wall alone").exists()
