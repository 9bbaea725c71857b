"""Free hours, by table: weeks, clock changes, holidays, exceptions, absences, what is taken."""

import datetime as dt
import uuid

import pytest

from prossimo.access.slots import Busy, Hours, free_on, instant, span_on, together
from prossimo.core.periods import ROME

DESK, POST, KEY = uuid.UUID(int=1), uuid.UUID(int=2), uuid.UUID(int=3)
HALF = dt.timedelta(minutes=30)
EVER = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
SUNDAY = 7


def hours(starts="09:00", ends="11:00", weekday=1, **more):
    told = {"first": dt.date(2026, 1, 5), "post": None, **more}
    return Hours(
        KEY, DESK, told.pop("post"), weekday, dt.time.fromisoformat(starts),
        dt.time.fromisoformat(ends), **told,
    )  # fmt: skip


def free(day, opening, busy=None, after=EVER, length=HALF, closed=lambda *_: False):
    found = free_on(day, [opening], length, busy or Busy(), closed, after)
    return [f"{slot.starts.astimezone(ROME):%H:%M}" for slot in found]


def at(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=ROME).astimezone(dt.UTC)


def test_an_opening_is_cut_into_hours():
    assert free(dt.date(2026, 1, 5), hours()) == ["09:00", "09:30", "10:00", "10:30"]
    assert free(dt.date(2026, 1, 6), hours()) == []


@pytest.mark.parametrize(
    ("every", "weeks"),
    [(1, [0, 1, 2, 3, 4]), (2, [0, 2, 4]), (3, [0, 3]), (4, [0, 4])],
)
def test_it_comes_every_so_many_weeks(every, weeks):
    opening = hours(every=every)

    held = [w for w in range(5) if free(dt.date(2026, 1, 5) + dt.timedelta(weeks=w), opening)]

    assert held == weeks


def test_the_weeks_are_counted_from_the_opening_though_the_worker_came_later():
    opening = hours(every=2, anchor=dt.date(2026, 1, 5), first=dt.date(2026, 1, 12))

    assert free(dt.date(2026, 1, 12), opening) == []
    assert free(dt.date(2026, 1, 19), opening)


@pytest.mark.parametrize(
    ("starts", "ends", "found"),
    [
        ("02:30", "02:50", []),
        ("02:30", "04:00", ["03:00", "03:30"]),
        ("01:00", "04:00", ["01:00", "01:30", "03:00", "03:30"]),
    ],
)
def test_the_hour_that_a_spring_night_skips_does_not_exist(starts, ends, found):
    assert free(dt.date(2026, 3, 29), hours(starts, ends, SUNDAY)) == found


@pytest.mark.parametrize(
    ("starts", "ends", "found"),
    [
        ("02:00", "03:00", ["02:00", "02:30"]),
        ("01:30", "03:30", ["01:30", "02:00", "02:30", "03:00"]),
    ],
)
def test_the_hour_that_an_autumn_night_repeats_is_given_once(starts, ends, found):
    assert free(dt.date(2026, 10, 25), hours(starts, ends, SUNDAY)) == found


def test_nine_is_nine_before_and_after_the_clock_changes():
    assert instant(dt.date(2026, 3, 27), dt.time(9)).hour == 8
    assert instant(dt.date(2026, 3, 30), dt.time(9)).hour == 7


def test_one_date_may_be_shut_or_have_other_hours():
    day = dt.date(2026, 1, 12)
    tuesday = dt.date(2026, 1, 13)
    opening = hours(changed={day: None, tuesday: (dt.time(15), dt.time(16))})

    assert free(day, opening) == []
    assert free(tuesday, opening) == ["15:00", "15:30"]


def test_a_period_begins_and_ends():
    opening = hours(first=dt.date(2026, 1, 12), after=dt.date(2026, 1, 19))

    assert span_on(opening, dt.date(2026, 1, 5)) is None
    assert span_on(opening, dt.date(2026, 1, 12)) is not None
    assert span_on(opening, dt.date(2026, 1, 19)) is None


def test_closed_days_give_nothing():
    assert free(dt.date(2026, 4, 6), hours(), closed=lambda day, desk: desk == DESK) == []


def test_what_is_taken_moves_the_next_one_to_its_end():
    busy = Busy()
    busy.add((KEY, 1), at("2026-01-05 09:15"), at("2026-01-05 09:45"))

    assert free(dt.date(2026, 1, 5), hours(), busy) == ["09:45", "10:15"]


def test_an_absence_of_the_worker_takes_the_whole_morning():
    busy = Busy()
    busy.add(POST, at("2026-01-05 00:00"), at("2026-01-06 00:00"))

    assert free(dt.date(2026, 1, 5), hours(post=POST), busy) == []


def test_each_place_is_taken_by_itself():
    busy = Busy()
    busy.add((KEY, 1), at("2026-01-05 09:00"), at("2026-01-05 11:00"))

    assert free(dt.date(2026, 1, 5), hours(seats=2), busy) == ["09:00", "09:30", "10:00", "10:30"]


def test_nothing_comes_before_the_notice():
    assert free(dt.date(2026, 1, 5), hours(), after=at("2026-01-05 10:10")) == ["10:30"]


def test_two_workers_are_found_only_where_two_are_free():
    other = Hours(
        uuid.UUID(int=9), DESK, uuid.UUID(int=8), 1, dt.time(10), dt.time(11),
        dt.date(2026, 1, 5),
    )  # fmt: skip
    slots = list(
        free_on(
            dt.date(2026, 1, 5), [hours(post=POST), other], HALF, Busy(), lambda *_: False, EVER
        )
    )

    pairs = together(slots, 2)

    assert [f"{pair[0].starts.astimezone(ROME):%H:%M}" for pair in pairs] == ["10:00", "10:30"]
    assert all({slot.post for slot in pair} == {POST, uuid.UUID(int=8)} for pair in pairs)


def test_for_one_worker_an_opening_of_many_places_is_named_once():
    slots = list(
        free_on(dt.date(2026, 1, 5), [hours(seats=5)], HALF, Busy(), lambda *_: False, EVER)
    )

    assert len(slots) == 20
    assert len(together(slots, 1)) == 4
