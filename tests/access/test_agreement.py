"""What passes through the door: verdict, set and second wall say the same, role by role."""

import datetime as dt

import pytest

from prossimo.access.models import (
    Absence,
    Appointment,
    CaseProposal,
    DirectService,
    EarlierWish,
    Orientation,
    Review,
    ReviewNote,
    UnmetNeed,
)
from prossimo.access.policies import agenda, requests, supervision
from prossimo.accounts.choices import RoleKey
from prossimo.accounts.identity import enter
from prossimo.core.periods import between
from tests.access.agenda_factories import (
    AbsenceFactory,
    AppointmentFactory,
    EarlierWishFactory,
    OpeningFactory,
)
from tests.access.factories import ContactFactory, DeskDutyFactory, DeskFactory
from tests.access.rota_factories import RotaPatternFactory
from tests.access.segretariato_factories import (
    CaseProposalFactory,
    DirectServiceFactory,
    OrientationFactory,
    UnmetNeedFactory,
)
from tests.access.supervision_factories import ReviewNoteFactory
from tests.accounts.factories import PostFactory, post_of
from tests.arranging import arranging
from tests.catalogue.factories import NeedFactory
from tests.citizens.factories import PersonFactory
from tests.standing import standing
from tests.territory.factories import AmbitoFactory, MunicipalityFactory, NeighbourhoodFactory

pytestmark = pytest.mark.django_db

ROLES = [(role, limited) for role in RoleKey for limited in (False, True)]
OVER = between(dt.date(2020, 1, 1), dt.date(2021, 1, 1))


class Door:
    """Desks of every belonging in two ambiti, and at each of them one of everything."""

    def __init__(self):
        self.ambito, elsewhere = AmbitoFactory(), AmbitoFactory()
        self.here, there = (MunicipalityFactory(ambito=self.ambito) for _ in range(2))
        self.quarter = NeighbourhoodFactory(municipality=self.here)
        self.body = post_of(RoleKey.PARTNER, self.ambito).organisation
        self.posts = {key: self.post(*key) for key in ROLES}
        self.need = NeedFactory()
        mine = {"ambito": self.ambito}
        self.on_duty, self.left = DeskFactory(**mine), DeskFactory(**mine)
        desks = [
            DeskFactory(**mine, municipality=self.here),
            DeskFactory(**mine, municipality=there),
            DeskFactory(**mine, organisation=self.body),
            DeskFactory(**mine, neighbourhood=self.quarter),
            self.on_duty,
            self.left,
        ]
        for post in self.posts.values():
            DeskDutyFactory(desk=self.on_duty, post=post)
            DeskDutyFactory(desk=self.left, post=post, period=OVER)
        for desk in desks:
            self.fill(desk)
        for post in self.posts.values():  # what they wrote at a desk that is no longer theirs
            self.fill(self.left, post)
            AppointmentFactory(desk=self.left, with_post=post)
        for town in (self.here, there, None):
            self.ask(self.ambito, town)
        far = DeskFactory(ambito=elsewhere)
        self.fill(far)
        for desk in (*desks, far):
            self.away(desk)
        for post in self.posts.values():  # what they wrote in another ambito
            self.fill(far, post)
        self.ask(elsewhere, MunicipalityFactory(ambito=elsewhere))

    def post(self, role, limited):
        more = {"municipality": self.here} if limited else {}
        if role == RoleKey.PARTNER:
            more["organisation"] = self.body
        if role == RoleKey.NEIGHBOURHOOD:
            more["neighbourhood"] = self.quarter
        return post_of(role, self.ambito, **more)

    def fill(self, desk, post=None):
        who = {"author": post.user} if post else {}
        both = {"post": post, **who} if post else {}
        ReviewNoteFactory(review__contact=ContactFactory(desk=desk, **both))
        EarlierWishFactory(appointment=AppointmentFactory(desk=desk, **both))
        UnmetNeedFactory(ambito=desk.ambito, desk=desk, need=self.need, **who)
        UnmetNeedFactory(ambito=desk.ambito, need=self.need, **who)

    def away(self, desk):
        """Somebody away who is on duty there, who receives there, who has a shift there."""
        on_duty, receives, takes_shifts, left = (PostFactory(ambito=desk.ambito) for _ in range(4))
        DeskDutyFactory(desk=desk, post=on_duty)
        DeskDutyFactory(desk=desk, post=left, period=OVER)
        OpeningFactory(desk=desk, post=receives)
        RotaPatternFactory(desk=desk, post=takes_shifts)
        for post in (on_duty, receives, takes_shifts, left):
            AbsenceFactory(post=post)

    def ask(self, ambito, town):
        person = PersonFactory(ambito=ambito, municipality=town)
        where = {"ambito": ambito, "municipality": town}
        OrientationFactory(**where, person=person)
        OrientationFactory(**where, nameless=True)
        CaseProposalFactory(
            orientation=OrientationFactory(**where, person=person, state="proposed")
        )
        DirectServiceFactory(**where, person=person)

    def all(self, model):
        with arranging():
            return list(unscoped(model))


@pytest.fixture(scope="module")
def standing_door(django_db_setup, django_db_blocker):
    with standing(django_db_blocker, Door) as door:
        yield door


@pytest.fixture
def everywhere(standing_door, db):
    return standing_door


def unscoped(model):
    rows = model.objects.all()
    return rows.unscoped("the second wall alone") if hasattr(rows, "unscoped") else rows


def pks(rows):
    return {row.pk for row in rows}


VERDICTS = {
    Review: supervision.may_read_review,
    ReviewNote: supervision.may_read_review_note,
    Appointment: agenda.may_read_appointment,
    Absence: agenda.may_read_absence,
    EarlierWish: lambda actor, wish: agenda.may_read_appointment(actor, wish.appointment),
    Orientation: requests.may_read_orientation,
    CaseProposal: requests.may_read_proposal,
    DirectService: requests.may_read_direct,
    UnmetNeed: requests.may_read_unmet,
}


@pytest.mark.parametrize(("role", "limited"), ROLES)
def test_verdict_set_and_wall_agree(everywhere, role, limited):
    post = everywhere.posts[role, limited]
    actor = enter(post.user_id, post.pk)

    for model, verdict in VERDICTS.items():
        everything = everywhere.all(model)
        with arranging():  # the ends of a row are read whoever looks; the verdict is the actor's
            allowed = pks(row for row in everything if verdict(actor, row))
        seen = pks(model.objects.visible_to(actor))

        assert seen == allowed, model
        assert seen == pks(unscoped(model)), model
        assert len(seen) < len(everything), model


@pytest.mark.parametrize(
    ("model", "role", "limited"),
    [
        (Review, RoleKey.PARTNER, False),
        (ReviewNote, RoleKey.SOCIAL_DESK, True),
        (Appointment, RoleKey.PARTNER, True),
        (Absence, RoleKey.PARTNER, False),
        (Absence, RoleKey.FRONT_DESK, True),
        (EarlierWish, RoleKey.NEIGHBOURHOOD, False),
        (Orientation, RoleKey.SOCIAL_DESK, True),
        (CaseProposal, RoleKey.CASEWORKER, True),
        (DirectService, RoleKey.AREA_MANAGER, True),
        (UnmetNeed, RoleKey.PARTNER, False),
        (UnmetNeed, RoleKey.PLANNING, False),
    ],
)
def test_and_it_is_not_by_showing_nothing(everywhere, model, role, limited):
    post = everywhere.posts[role, limited]
    actor = enter(post.user_id, post.pk)

    assert model.objects.visible_to(actor).exists()
