"""Hours that cannot be had: past, on a holiday, taken meanwhile, too far, at a desk that closed."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from prossimo.access.models import Appointment, Desk, Motive
from prossimo.access.operations import appointments
from prossimo.accounts import identity
from prossimo.core.periods import ROME, between, today
from tests.access.agenda_factories import AppointmentFactory, LocalHolidayFactory
from tests.arranging import arranging
from tests.portal.test_booking import Town, fill, hours_on, rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(db):
    yield Town()
    if not connection.needs_rollback:
        identity.leave()


@pytest.fixture
def citizen():
    return Client(REMOTE_ADDR="203.0.113.77")


def moved_by(choice, **how):
    """The same place of the same opening, at another instant."""
    stamp, _dot, opening = choice.partition(".")
    then = dt.datetime.fromtimestamp(int(stamp), ROME) + dt.timedelta(**how)
    return f"{int(then.timestamp())}.{opening}"


def refused(citizen, town, choice):
    """Neither the page nor the post gives the hour; the citizen is led back to those that are free."""
    url = f"{reverse('portal:details', args=[town.motive.pk])}?hour={choice}"
    page = citizen.get(url, follow=True)
    told = {"name": "Ada Rossi", "email": "a@example.org", "mode": "office"}
    told["idempotency_key"] = "0190c0de-0000-7000-8000-0000000000bb"
    posted = citizen.post(url, told)
    return (
        "non è più libera" in page.content.decode()
        and posted.status_code == 302
        and posted["Location"] == reverse("portal:hours", args=[town.motive.pk])
        and rows() == []
    )


def test_an_hour_of_last_week_is_not_booked(town, citizen):
    assert refused(citizen, town, moved_by(hours_on(citizen, town)[0], weeks=-2))


def test_an_hour_beyond_the_horizon_is_not_booked(town, citizen):
    assert refused(citizen, town, moved_by(hours_on(citizen, town)[0], weeks=20))


def test_a_minute_between_two_hours_is_not_booked(town, citizen):
    assert refused(citizen, town, moved_by(hours_on(citizen, town)[0], minutes=7, hours=-6))


def test_an_hour_of_a_day_that_became_a_holiday_is_not_booked(town, citizen):
    choice = hours_on(citizen, town)[0]
    day = dt.datetime.fromtimestamp(int(choice.partition(".")[0]), ROME)
    LocalHolidayFactory(ambito=town.ambito, month=day.month, day=day.day)

    assert refused(citizen, town, choice)


def test_an_hour_of_a_desk_that_closed_is_not_booked(town, citizen):
    choice = hours_on(citizen, town)[0]
    with arranging():
        Desk.objects.filter(pk=town.desk.pk).update(
            period=between(dt.date(2014, 1, 1), today() - dt.timedelta(days=1))
        )

    assert refused(citizen, town, choice)


def test_a_motive_that_is_no_longer_offered_is_not_there(town, citizen):
    with arranging():
        Motive.objects.filter(pk=town.motive.pk).update(is_online=False)

    for page in ("hours", "details"):
        answer = citizen.get(reverse(f"portal:{page}", args=[town.motive.pk]))
        assert answer.status_code == 404


def test_as_many_places_as_there_are_and_not_one_more(town, citizen):
    with arranging():
        town.motive.openings.update(seats=2)
    choice = hours_on(citizen, town)[0]
    others = [Client(REMOTE_ADDR=f"203.0.113.{n}") for n in (1, 2)]

    first = fill(others[0], town, choice, email="uno@example.org")
    second = fill(others[1], town, choice, email="due@example.org")

    assert "/prenota/codice/" in first["Location"]
    assert "/prenota/codice/" in second["Location"]
    assert choice not in hours_on(citizen, town)
    url = f"{reverse('portal:details', args=[town.motive.pk])}?hour={choice}"
    told = {"name": "Tre", "email": "tre@example.org", "mode": "office",
            "idempotency_key": "0190c0de-0000-7000-8000-0000000000cc"}  # fmt: skip
    assert citizen.post(url, told)["Location"] == reverse("portal:hours", args=[town.motive.pk])
    assert len(rows()) == 2


@pytest.mark.parametrize(
    ("starts", "reminded"),
    [
        # the clock goes forward in the night between, then back: ten is ten by the clock of the wall
        (dt.datetime(2027, 3, 28, 9, tzinfo=ROME), dt.datetime(2027, 3, 27, 9, tzinfo=dt.UTC)),
        (dt.datetime(2027, 3, 29, 9, tzinfo=ROME), dt.datetime(2027, 3, 28, 8, tzinfo=dt.UTC)),
        (dt.datetime(2027, 10, 31, 9, tzinfo=ROME), dt.datetime(2027, 10, 30, 8, tzinfo=dt.UTC)),
        (dt.datetime(2027, 11, 1, 0, 30, tzinfo=ROME), dt.datetime(2027, 10, 31, 9, tzinfo=dt.UTC)),
    ],
)
def test_the_reminder_is_at_ten_of_the_day_before_whatever_the_night(starts, reminded, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: dt.datetime(2027, 1, 1, tzinfo=dt.UTC))
    expected = Appointment(starts_at=starts, ends_at=starts + dt.timedelta(minutes=30))

    assert appointments.reminder_at(expected) == reminded


def test_who_was_expected_at_a_desk_that_closed_still_finds_their_page(town, citizen):
    from prossimo.access import links

    made = AppointmentFactory(desk=town.desk, motive=town.motive)
    with arranging():
        Desk.objects.filter(pk=town.desk.pk).update(
            period=between(dt.date(2014, 1, 1), today() - dt.timedelta(days=1))
        )
    signed = links.sign(links.APPOINTMENT, made.ambito_id, made.pk, made.link_serial)
    address = reverse("portal:appointment", args=[signed])

    assert citizen.get(address).status_code == 200
    assert citizen.get(f"{address}sposta/").status_code == 200
    citizen.post(f"{address}annulla/", {"version": made.version})
    assert rows(pk=made.pk)[0].state == "cancelled"
