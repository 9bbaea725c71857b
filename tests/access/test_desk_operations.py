"""Desks and reasons are kept by who manages them, with dates and without overlaps."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from prossimo.access import operations
from prossimo.access.choices import DeskKind, ReasonGroup
from prossimo.access.models import Contact, Desk, DeskDuty, Reason
from prossimo.accounts import identity
from prossimo.accounts.choices import RoleKey
from prossimo.core.concurrency import StaleVersion
from prossimo.core.periods import last_day, since, today
from tests.access.factories import ContactFactory, DeskFactory, ReasonFactory
from tests.accounts.factories import PostFactory
from tests.arranging import arranging
from tests.territory.factories import MunicipalityFactory

pytestmark = pytest.mark.django_db
MORNING = (1, dt.time(9), dt.time(12))
AFTERNOON = (1, dt.time(14), dt.time(17))
LONG_AGO = dt.date(2014, 1, 1)


@pytest.fixture
def manager(db):
    post = PostFactory(role=RoleKey.AREA_MANAGER)
    return identity.enter(post.user_id, post.pk)


@pytest.fixture
def desk(manager):
    return DeskFactory(ambito_id=manager.ambito_id, ambito=None, period=since(LONG_AGO))


def test_a_manager_opens_a_desk(manager):
    opened = operations.open_desk(
        by=manager, opens_on=today(), name="Pass di Redona", kind=DeskKind.SEAT
    )

    assert Desk.objects.get(pk=opened.pk).ambito_id == manager.ambito_id


def test_two_desks_of_one_name_are_refused_in_words(manager, desk):
    with pytest.raises(ValidationError, match="già uno sportello"):
        operations.open_desk(by=manager, opens_on=today(), name=desk.name, kind=DeskKind.PASS)


def test_who_does_not_manage_opens_and_changes_nothing(door):
    with pytest.raises(PermissionDenied):
        operations.open_desk(by=door.actor, opens_on=today(), name="Mio", kind=DeskKind.PASS)
    with pytest.raises(PermissionDenied):
        operations.change_desk(door.desk, by=door.actor, expected=1, name="Mio")
    assert Desk.objects.filter(pk=door.desk.pk).update(name="Mio") == 0  # the wall alone


def test_a_manager_of_one_municipality_opens_no_desk_in_another(db):
    here = MunicipalityFactory()
    post = PostFactory(role=RoleKey.AREA_MANAGER, ambito=here.ambito, municipality=here)
    there = MunicipalityFactory(ambito=here.ambito)

    with pytest.raises(PermissionDenied, match="altro Comune"):
        operations.open_desk(
            by=identity.enter(post.user_id, post.pk),
            opens_on=today(),
            name="Oltre confine",
            kind=DeskKind.SEAT,
            municipality=there,
        )


def test_the_second_of_two_who_change_a_desk_is_told(manager, desk):
    stale = Desk.objects.get(pk=desk.pk)
    operations.change_desk(desk, by=manager, expected=1, place="via San Lazzaro")

    with pytest.raises(StaleVersion):
        operations.change_desk(stale, by=manager, expected=1, place="altrove")


def test_hours_are_replaced_all_at_once(manager, desk):
    operations.set_hours(desk, by=manager, openings=[MORNING])
    operations.set_hours(desk, by=manager, openings=[AFTERNOON, MORNING, MORNING])

    assert [hour.opens_at for hour in desk.hours.all()] == [MORNING[1], AFTERNOON[1]]


def test_openings_that_overlap_are_refused(manager, desk):
    with pytest.raises(ValidationError, match="sovrappongono"):
        operations.set_hours(desk, by=manager, openings=[MORNING, (1, dt.time(11), dt.time(13))])


def test_a_duty_gives_sight_of_the_desk_and_its_end_takes_it(manager, desk):
    post = PostFactory(ambito_id=manager.ambito_id, ambito=None)
    ContactFactory(desk=desk)
    duty = operations.assign_duty(desk, by=manager, post=post, first=today())
    actor = identity.enter(post.user_id, post.pk)
    during = Contact.objects.visible_to(actor).count()

    operations.end_duty(
        duty, by=identity.enter(manager.user_id, manager.post_id), last=today() - dt.timedelta(1)
    )

    after = identity.enter(post.user_id, post.pk)
    assert during == 1
    assert Contact.objects.visible_to(after).count() == 0
    assert Contact.objects.unscoped("the second wall alone").count() == 0


def test_one_does_not_serve_twice_at_once(manager, desk):
    post = PostFactory(ambito_id=manager.ambito_id, ambito=None)
    operations.assign_duty(desk, by=manager, post=post, first=today())

    with pytest.raises(ValidationError, match="già a questo sportello"):
        operations.assign_duty(desk, by=manager, post=post, first=today() + dt.timedelta(5))


def test_a_post_of_another_ambito_does_not_serve_here(manager, desk):
    with pytest.raises(ValidationError):
        operations.assign_duty(desk, by=manager, post=PostFactory(), first=today())


def test_a_closed_desk_ends_its_duties(manager, desk):
    post = PostFactory(ambito_id=manager.ambito_id, ambito=None)
    operations.assign_duty(desk, by=manager, post=post, first=today())
    last = today() + dt.timedelta(days=10)

    operations.close_desk(desk, by=manager, expected=1, last=last)

    assert Desk.objects.get(pk=desk.pk).closes_on == last
    assert last_day(DeskDuty.objects.get(desk=desk).period) == last
    operations.reopen_desk(desk, by=manager, expected=2)
    assert Desk.objects.get(pk=desk.pk).closes_on is None


def test_a_reason_renamed_keeps_the_words_of_before(manager):
    with arranging():
        reason = ReasonFactory(ambito_id=manager.ambito_id, label="RdC", period=since(LONG_AGO))

    renamed = operations.rename_reason(
        reason, by=manager, expected=1, label="ADI", since_day=today()
    )

    before = Reason.objects.get(pk=reason.pk)
    assert (before.label, renamed.label) == ("RdC", "ADI")
    assert before.ends_on == today() - dt.timedelta(days=1)
    assert renamed.replaces == before
    assert set(Reason.objects.usable_in(manager.ambito_id)) == {renamed}


def test_a_reason_renamed_on_its_first_day_is_only_put_right(manager):
    reason = operations.add_reason(
        by=manager, label="Csa", group=ReasonGroup.HOME_WORK, since_day=today()
    )

    right = operations.rename_reason(
        reason, by=manager, expected=1, label="Casa", since_day=today()
    )

    assert right.pk == reason.pk


def test_two_reasons_of_the_same_words_have_keys_of_their_own(manager):
    first, second = (
        operations.add_reason(by=manager, label="Casa", group="other", since_day=today())
        for _time in range(2)
    )

    assert (first.key, second.key) == ("casa", "casa-2")


def test_a_reason_out_of_use_is_no_longer_offered(manager):
    reason = ReasonFactory(ambito_id=manager.ambito_id, period=since(LONG_AGO))

    operations.close_reason(reason, by=manager, expected=1, last=today() - dt.timedelta(days=1))

    assert not Reason.objects.usable_in(manager.ambito_id).exists()


def test_who_manages_one_ambito_touches_no_common_reason(manager):
    with pytest.raises(PermissionDenied, match="comuni"):
        operations.close_reason(ReasonFactory(), by=manager, expected=1, last=today())
