"""For what hangs on a file too, verdict, set and second wall say the same, role by role."""

import itertools
import uuid

import pytest

from prossimo.accounts.choices import RoleKey
from prossimo.accounts.identity import enter
from prossimo.citizens import policies
from prossimo.citizens.models import (
    Address,
    BenefitHeld,
    DuplicatePair,
    IseeCertificate,
    IseeMember,
    Kinship,
    Merge,
    RegistryBatch,
    Representation,
    ReviewTask,
    SealOpening,
)
from tests.accounts.factories import post_of
from tests.arranging import arranging
from tests.citizens.factories import (
    AddressFactory,
    BenefitHeldFactory,
    IseeCertificateFactory,
    IseeMemberFactory,
    KinshipFactory,
    PersonFactory,
    RepresentationFactory,
    ReviewTaskFactory,
)
from tests.citizens.files import SealOpeningFactory
from tests.citizens.test_policies import ROLES, Town, pks
from tests.standing import standing

pytestmark = pytest.mark.django_db
OF_PERSON = (Address, Representation, ReviewTask)
OF_MEANS = (IseeCertificate, BenefitHeld)


class House(Town):
    """The people of every belonging, each with one of everything, tied two by two."""

    def __init__(self):
        super().__init__()
        stranger = self.people[-1]
        self.people.append(PersonFactory(ambito=stranger.ambito, household=stranger.household))
        self.worker = post_of(RoleKey.SOCIAL_DESK, self.ambito)
        for person in self.people:
            AddressFactory(person=person)
            RepresentationFactory(person=person)
            ReviewTaskFactory(person=person)
            IseeMemberFactory(certificate=IseeCertificateFactory(person=person))
            BenefitHeldFactory(person=person)
            SealOpeningFactory(person=person, asked_by=self.worker.user)
        for one, other in itertools.pairwise(self.people):
            if one.ambito_id == other.ambito_id:
                self.tied(one, other)
        with arranging():
            for town in (self.here, None):
                RegistryBatch(
                    ambito=self.ambito, municipality=town, uploaded_by=self.worker.user
                ).save(force_insert=True)
            RegistryBatch(ambito=self.people[-1].ambito, uploaded_by=self.worker.user).save(
                force_insert=True
            )

    def tied(self, one, other):
        KinshipFactory(person=one, relative=other)
        left, right = sorted((one, other), key=lambda person: uuid.UUID(str(person.pk)).int)
        with arranging():
            DuplicatePair(
                ambito=one.ambito, left=left, right=right, score=0.5, found_by="bulk"
            ).save(force_insert=True)
            Merge(ambito=one.ambito, kept=one, gone=other, by=self.worker.user).save(
                force_insert=True
            )

    def all(self, model):
        with arranging():
            rows = model.objects.all()
            rows = rows.unscoped("everything") if hasattr(rows, "unscoped") else rows
            return list(rows)


@pytest.fixture(scope="module")
def standing_house(django_db_setup, django_db_blocker):
    with standing(django_db_blocker, House) as house:
        yield house


@pytest.fixture
def house(standing_house, db):
    return standing_house


def by_wall(model):
    rows = model.objects.all()
    return pks(rows.unscoped("the second wall alone") if hasattr(rows, "unscoped") else rows)


@pytest.mark.parametrize(("role", "limited"), ROLES)
def test_verdict_set_and_wall_agree(house, role, limited):
    post = house.post(role, limited)
    actor = enter(post.user_id, post.pk)
    verdicts = {
        **dict.fromkeys(OF_PERSON, lambda row: policies.may_read_part(actor, row, "access")),
        **dict.fromkeys(OF_MEANS, lambda row: policies.may_read_economy(actor, row.person)),
        IseeMember: lambda row: policies.may_read_economy(actor, row.certificate.person),
        Kinship: lambda row: policies.may_read_kinship(actor, row),
        DuplicatePair: lambda row: policies.may_read_pair(actor, row),
        SealOpening: lambda row: policies.may_read_opening(actor, row),
        RegistryBatch: lambda row: policies.may_see_batch(actor, row),
        Merge: lambda row: policies.may_read_person(actor, row.kept, "access"),
    }

    for model, verdict in verdicts.items():
        everything = house.all(model)
        with arranging():  # the ends of a row are read whoever looks; the verdict is the actor's
            allowed = pks(row for row in everything if verdict(row))
        seen = pks(model.objects.visible_to(actor))

        assert seen == allowed, model
        assert seen == by_wall(model), model
        assert len(seen) < len(everything), model


@pytest.mark.parametrize(
    ("model", "role"),
    [
        (Kinship, RoleKey.PARTNER),
        (DuplicatePair, RoleKey.CASEWORKER),
        (IseeMember, RoleKey.CASEWORKER),
        (SealOpening, RoleKey.AREA_MANAGER),
        (RegistryBatch, RoleKey.AREA_MANAGER),
        (Merge, RoleKey.FRONT_DESK),
    ],
)
def test_and_it_is_not_by_showing_nothing(house, model, role):
    post = house.post(role, limited=False)
    actor = enter(post.user_id, post.pk)

    assert model.objects.visible_to(actor).exists()
