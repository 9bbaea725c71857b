"""The clock of art. 403 c.c.: exact hours, nights when clocks move, what lapses and what does not."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prossimo.cases.removal_rules import (
    LAW_206,
    ROME,
    Standing,
    clock_of,
    comes_of_age,
    terms_on,
)

ORDER = ["placed", *(term.key for term in LAW_206.table)]
FIRST = dt.datetime(2022, 7, 1, tzinfo=dt.UTC)
MOMENTS = st.integers(0, 18 * 365 * 24 * 60).map(lambda n: FIRST + dt.timedelta(minutes=n))


def rome(*when):
    return dt.datetime(*when, tzinfo=ROME)


def of(clock, key):
    return next(step for step in clock.steps if step.key == key)


@pytest.mark.parametrize(
    ("placed", "due"),
    [
        (rome(2026, 5, 4, 10), rome(2026, 5, 5, 10)),
        (rome(2026, 3, 28, 10), rome(2026, 3, 29, 11)),  # an hour is lost in the night
        (rome(2026, 10, 24, 10), rome(2026, 10, 25, 9)),  # an hour is lived twice
        (rome(2026, 12, 31, 23, 30), rome(2027, 1, 1, 23, 30)),
        (rome(2028, 2, 28, 12), rome(2028, 2, 29, 12)),
    ],
)
def test_twenty_four_hours_are_twenty_four_hours(placed, due):
    assert of(clock_of({"placed": placed}, placed), "sent").due == due


def test_days_end_at_midnight_in_rome():
    decreed = rome(2026, 10, 20, 9)
    done = {"placed": rome(2026, 10, 15, 9), "told": rome(2026, 10, 15, 9),
            "sent": rome(2026, 10, 16, 8), "asked": rome(2026, 10, 18, 9), "decreed": decreed}  # fmt: skip

    in_time = clock_of(done, rome(2026, 11, 4, 23, 59))
    late = clock_of(done, rome(2026, 11, 5, 0, 0))

    assert of(in_time, "heard").standing == Standing.DUE
    assert of(late, "heard").standing == Standing.MISSED


def test_the_oral_notice_is_at_once_and_makes_nothing_lapse():
    placed = rome(2026, 5, 4, 10)
    clock = clock_of({"placed": placed}, placed + dt.timedelta(hours=30))

    assert of(clock, "told").standing == Standing.DUE
    assert clock.next.key == "told"
    assert clock.fallen.key == "sent"


def test_a_term_runs_from_the_act_that_was_done_and_not_from_its_end():
    placed = rome(2026, 5, 4, 10)
    sent = placed + dt.timedelta(hours=2)

    early = clock_of({"placed": placed, "told": placed, "sent": sent}, sent)
    waiting = clock_of({"placed": placed, "told": placed}, placed)

    assert of(early, "asked").due == sent + dt.timedelta(hours=72)
    assert not of(early, "asked").foreseen
    assert of(waiting, "asked").due == placed + dt.timedelta(hours=96)
    assert of(waiting, "asked").foreseen
    assert of(waiting, "asked").standing == Standing.AHEAD


def test_what_is_done_late_has_lapsed_all_the_same():
    placed = rome(2026, 5, 4, 10)
    late = {"placed": placed, "told": placed, "sent": placed + dt.timedelta(hours=24, minutes=1)}

    assert clock_of(late, late["sent"]).fallen.standing == Standing.DONE_LATE
    late["sent"] = placed + dt.timedelta(hours=24)
    assert clock_of(late, late["sent"]).fallen is None


def test_before_the_law_there_are_no_terms():
    with pytest.raises(LookupError):
        terms_on(dt.date(2022, 6, 21))
    assert terms_on(dt.date(2022, 6, 22)) is LAW_206


@given(MOMENTS, st.lists(st.integers(0, 20_000), max_size=6), st.integers(0, 200_000))
def test_the_clock_holds_for_any_story(placed, gaps, later):
    """Done in order or not at all: what is due comes after, the next is the first undone."""
    done, when = {"placed": placed}, placed
    for key, gap in zip(ORDER[1:], gaps, strict=False):
        when += dt.timedelta(minutes=gap)
        done[key] = when
    now = when + dt.timedelta(minutes=later)

    clock = clock_of(done, now)

    assert [step.key for step in clock.steps] == ORDER[1:]
    missing = [key for key in ORDER[1:] if key not in done]
    assert (clock.next.key if clock.next else None) == (missing[0] if missing else None)
    for step in clock.steps:
        assert step.due >= placed
        assert (step.done is not None) == (step.standing in {Standing.DONE, Standing.DONE_LATE})
        if step.falls:
            assert (step.done or now) >= step.due
        elif step.lapses and step.done is None:
            assert now <= step.due
    assert clock.fallen is None or clock.fallen.lapses


@given(MOMENTS, st.integers(0, 100_000), st.integers(0, 100_000))
def test_what_lapsed_stays_lapsed_as_time_goes_on(placed, sooner, more):
    first = placed + dt.timedelta(minutes=sooner)
    second = first + dt.timedelta(minutes=more)
    before = {step.key for step in clock_of({"placed": placed}, first).steps if step.falls}
    after = {step.key for step in clock_of({"placed": placed}, second).steps if step.falls}

    assert before <= after


@given(MOMENTS)
def test_twenty_four_hours_never_depend_on_the_wall(placed):
    due = of(clock_of({"placed": placed}, placed), "sent").due

    assert due - placed == dt.timedelta(hours=24)


@pytest.mark.parametrize(
    ("born", "day"),
    [
        (dt.date(2008, 2, 29), dt.date(2026, 3, 1)),
        (dt.date(2008, 2, 28), dt.date(2026, 2, 28)),
        (dt.date(2010, 12, 31), dt.date(2028, 12, 31)),
    ],
)
def test_somebody_is_eighteen_on_a_day_that_exists(born, day):
    assert comes_of_age(born) == day
