"""An appointment's life: each state by each move, who may, what is told, what is freed."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from prossimo.access.choices import AppointmentState, MessageKind
from prossimo.access.models import Appointment, AppointmentSeat, Message
from prossimo.access.operations import appointments
from prossimo.access.queries.slots import Wanted, first_free, free_hours
from prossimo.access.workflow import APPOINTMENT
from prossimo.accounts import identity
from prossimo.accounts.choices import RoleKey
from prossimo.core.concurrency import StaleVersion
from prossimo.core.periods import ROME, since
from prossimo.core.workflow import IllegalMove
from tests.access.agenda_factories import (
    LONG_AGO,
    AbsenceFactory,
    AppointmentFactory,
    LocalHolidayFactory,
    MotiveFactory,
    OpeningFactory,
)
from tests.access.factories import DeskFactory
from tests.accounts.factories import PostFactory
from tests.arranging import arranging

pytestmark = pytest.mark.django_db
MONDAY = dt.datetime(2027, 6, 7, 7, tzinfo=ROME)


@pytest.fixture
def morning(door, it_is):
    """A Monday at seven; the desk gives appointments from nine to eleven."""
    it_is(MONDAY)
    door.motive = MotiveFactory(ambito=door.desk.ambito)
    door.opening = OpeningFactory(desk=door.desk, motives=[door.motive])
    return door


def booked(door, at=0, **more):
    places = free_hours(Wanted(door.motive))[at]
    told = {"person": door.person, "mode": "office", **more}
    return appointments.book(by=door.actor, motive=door.motive, places=places, **told)


def reread(appointment):
    with arranging():
        rows = Appointment.objects.unscoped("test").select_related("desk", "motive")
        return rows.get(pk=appointment.pk)


def hour(appointment):
    return f"{appointment.starts_at.astimezone(ROME):%a %d %H:%M}"


def test_the_first_free_hour_is_booked_and_no_longer_free(morning):
    first = booked(morning)

    assert hour(first) == "Mon 07 09:00"
    assert first_free(Wanted(morning.motive))[0].starts == first.ends_at


def test_the_same_hour_is_not_given_twice(morning):
    places = first_free(Wanted(morning.motive))
    told = {"by": morning.actor, "motive": morning.motive, "places": places, "mode": "office"}
    appointments.book(**told, name="Prima")

    with pytest.raises(ValidationError, match="appena stato preso"):
        appointments.book(**told, name="Seconda")


def test_a_worker_has_one_appointment_at_a_time_whatever_the_desk(morning):
    other = DeskFactory(ambito=morning.desk.ambito)
    for desk in (morning.desk, other):
        OpeningFactory(desk=desk, motives=[morning.motive], post=morning.post, weekday=2)
    here = first_free(Wanted(morning.motive, desk=morning.desk.pk, post=morning.post.pk))
    there = first_free(Wanted(morning.motive, desk=other.pk, post=morning.post.pk))
    told = {"by": morning.actor, "motive": morning.motive, "mode": "office", "name": "Chi viene"}
    appointments.book(places=here, **told)

    assert there[0].starts == here[0].starts
    with pytest.raises(ValidationError, match="ha già un appuntamento"):
        appointments.book(places=there, **told)


def test_the_past_is_not_booked(morning, it_is):
    places = first_free(Wanted(morning.motive))
    it_is(MONDAY + dt.timedelta(hours=5))

    with pytest.raises(ValidationError, match="già passata"):
        appointments.book(
            by=morning.actor, motive=morning.motive, places=places, name="Tardi", mode="office"
        )


def test_holidays_the_patron_saint_and_absences_give_no_hours(morning, it_is):
    it_is(dt.datetime(2027, 8, 22, 7, tzinfo=ROME))  # a Sunday
    LocalHolidayFactory(ambito=morning.desk.ambito, month=8, day=23)
    assert first_free(Wanted(morning.motive))[0].starts.astimezone(ROME).day == 30

    OpeningFactory(desk=morning.desk, motives=[morning.motive], post=morning.post, weekday=2)
    assert morning.actor.post_id  # whoever asks is at work: absences are no stranger's business
    away = AbsenceFactory(post=morning.post)
    with arranging():
        type(away).objects.update(
            during=(
                dt.datetime(2027, 8, 24, tzinfo=ROME),
                dt.datetime(2027, 8, 25, tzinfo=ROME),
            )
        )
    found = first_free(Wanted(morning.motive, post=morning.post.pk))
    assert found[0].starts.astimezone(ROME).date() == dt.date(2027, 8, 31)


def test_a_national_holiday_gives_none(morning, it_is):
    it_is(dt.datetime(2027, 3, 29, 7, tzinfo=ROME))  # Easter Monday

    assert first_free(Wanted(morning.motive))[0].starts.astimezone(ROME).day == 5


def test_notice_and_horizon_bind_citizens_not_operators(morning):
    with arranging():
        type(morning.motive).objects.update(notice_hours=24, horizon_days=3)
    morning.motive.refresh_from_db()

    assert hour_of(first_free(Wanted(morning.motive))) == "Mon 07"
    assert first_free(Wanted(morning.motive, notice=True)) is None


def hour_of(places):
    return f"{places[0].starts.astimezone(ROME):%a %d}"


def test_who_left_gives_no_more_hours(morning):
    OpeningFactory(desk=morning.desk, motives=[morning.motive], post=morning.post, weekday=2)
    wanted = Wanted(morning.motive, post=morning.post.pk)
    assert first_free(wanted)
    with arranging():
        type(morning.post.user).objects.filter(pk=morning.post.user_id).update(is_active=False)

    assert first_free(wanted) is None


def test_two_professionals_sit_at_one_appointment(morning, colleague):
    with arranging():
        type(morning.motive).objects.update(workers=2)
    morning.motive.refresh_from_db()
    OpeningFactory(desk=morning.desk, motives=[morning.motive], post=morning.post, weekday=3)
    assert first_free(Wanted(morning.motive)) is None

    OpeningFactory(desk=morning.desk, motives=[morning.motive], post=colleague(), weekday=3)
    made = booked(morning)

    assert hour(made) == "Wed 09 09:00"
    assert AppointmentSeat.objects.live().filter(appointment=made).count() == 2


def test_a_colleague_added_by_hand_must_be_free(morning, colleague):
    guest = colleague()
    first = booked(morning, also=[guest.pk])

    found = first_free(Wanted(morning.motive, also=(guest.pk,)))

    assert found[0].starts == first.ends_at


def test_moved_it_keeps_the_new_hour_and_frees_the_old(morning):
    made = booked(morning, remind_by="email", email="a@example.org")
    old, places = made.starts_at, free_hours(Wanted(morning.motive))[2]

    moved = appointments.move(made, by=morning.actor, places=places, expected=made.version)

    assert moved.starts_at == places[0].starts
    assert first_free(Wanted(morning.motive))[0].starts == old
    kinds = [m.kind for m in told_about(made) if m.cancelled_at is None]
    assert MessageKind.MOVED in kinds


def told_about(appointment):
    with arranging():
        return list(Message.objects.unscoped("test").filter(object_id=appointment.pk))


def test_cancelled_it_frees_the_hour_and_nothing_is_reminded(morning):
    made = booked(morning, at=5, remind_by="email", email="a@example.org")
    assert {m.kind for m in told_about(made)} == {"booked", "reminder"}

    appointments.cancel(made, by=morning.actor, expected=made.version, why="malattia")

    waiting = {m.kind for m in told_about(made) if m.cancelled_at is None}
    assert waiting == {"cancelled"}
    assert not AppointmentSeat.objects.live().filter(appointment=made).exists()


def test_an_office_says_why_it_cancels(morning):
    made = booked(morning)

    with pytest.raises(ValidationError, match="perché"):
        appointments.cancel(made, by=morning.actor, expected=made.version)


def test_the_second_of_two_who_move_is_told(morning):
    made = booked(morning)
    version, later = made.version, free_hours(Wanted(morning.motive))
    appointments.move(made, by=morning.actor, places=later[0], expected=version)

    with pytest.raises(StaleVersion):
        appointments.move(made, by=morning.actor, places=later[1], expected=version)


def test_nobody_is_absent_before_the_hour(morning, it_is):
    made = booked(morning)
    with pytest.raises(ValidationError, match="non è ancora passata"):
        appointments.miss(made, by=morning.actor, expected=made.version)
    it_is(MONDAY + dt.timedelta(hours=4))

    assert appointments.miss(made, by=morning.actor, expected=made.version).state == "no_show"


MOVES = {
    "cancel": lambda a, by: appointments.cancel(a, by=by, expected=a.version, why="perché sì"),
    "arrive": lambda a, by: appointments.arrive(a, by=by, expected=a.version),
    "finish": lambda a, by: appointments.finish(a, by=by, expected=a.version),
    "miss": lambda a, by: appointments.miss(a, by=by, expected=a.version),
}


@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize("state", AppointmentState)
def test_each_state_takes_the_moves_of_the_table_and_no_other(door, state, move):
    held = state in (AppointmentState.HELD, AppointmentState.OFFERED)
    now = timezone.now()
    made = AppointmentFactory(
        desk=door.desk, state=state, held_until=now if held else None,
        starts_at=now - dt.timedelta(hours=2), ends_at=now - dt.timedelta(hours=1),
    )  # fmt: skip
    allowed = {each.name: each.target for each in APPOINTMENT.open_to(state)}

    if move in allowed:
        MOVES[move](made, door.actor)
        assert reread(made).state == allowed[move]
    else:
        with pytest.raises(IllegalMove):
            MOVES[move](made, door.actor)


def test_who_does_not_serve_there_books_but_does_not_read_the_others(morning):
    stranger = PostFactory(ambito=morning.desk.ambito, period=since(LONG_AGO))
    theirs = booked(morning)
    actor = identity.enter(stranger.user_id, stranger.pk)
    mine = appointments.book(
        by=actor, motive=morning.motive, places=first_free(Wanted(morning.motive)),
        name="Per un altro sportello", mode="office",
    )  # fmt: skip

    assert [a.pk for a in Appointment.objects.visible_to(actor)] == [mine.pk]
    with pytest.raises((PermissionDenied, Appointment.DoesNotExist)):
        appointments.cancel(theirs, by=actor, expected=theirs.version, why="no")


def test_a_role_without_the_agenda_books_nothing(morning):
    role = RoleKey.PLANNING
    planner = PostFactory(ambito=morning.desk.ambito, role=role, period=since(LONG_AGO))
    places = first_free(Wanted(morning.motive))
    actor = identity.enter(planner.user_id, planner.pk)

    with pytest.raises(PermissionDenied):
        appointments.book(by=actor, motive=morning.motive, places=places, name="No", mode="office")
