"""Arithmetic of the door: civil days, minutes, opening hours. Pure: no Django in here."""

import datetime as dt
from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

ROME = ZoneInfo("Europe/Rome")
LONGEST_MEASURED = dt.timedelta(hours=4)
Opening = tuple[int, dt.time, dt.time]  # weekday as in the calendar (1 Monday), opens, closes


def civil_day(day: dt.date) -> tuple[dt.datetime, dt.datetime]:
    """From midnight to midnight in Italy: 23 or 25 hours on the days when the clock changes.

    >>> start, end = civil_day(dt.date(2026, 3, 29))
    >>> (end.astimezone(dt.UTC) - start.astimezone(dt.UTC)).total_seconds() / 3600
    23.0
    """
    start = dt.datetime.combine(day, dt.time(), ROME)
    end = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), ROME)
    return start, end


def on_civil_day(moment: dt.datetime, day: dt.date) -> bool:
    """Whether an instant belongs to the civil day.

    >>> on_civil_day(dt.datetime(2026, 6, 2, 22, 30, tzinfo=dt.UTC), dt.date(2026, 6, 3))
    True
    """
    start, end = civil_day(day)
    return start <= moment < end


def minutes_between(opened: dt.datetime, closed: dt.datetime) -> int | None:
    """Whole minutes begun; nothing where the page was left open too long to mean anything.

    >>> noon = dt.datetime(2026, 6, 3, 12, tzinfo=dt.UTC)
    >>> minutes_between(noon, noon + dt.timedelta(seconds=61))
    2
    >>> minutes_between(noon, noon + dt.timedelta(hours=5)) is None
    True
    """
    spent = closed - opened
    if not dt.timedelta() <= spent <= LONGEST_MEASURED:
        return None
    return max(1, -(-int(spent.total_seconds()) // 60))


def is_open(openings: Iterable[Opening], moment: dt.datetime) -> bool:
    """Whether one of the weekly openings holds at the instant, by the clock in Italy.

    >>> friday = [(5, dt.time(9), dt.time(12))]
    >>> is_open(friday, dt.datetime(2026, 6, 5, 7, 30, tzinfo=dt.UTC))
    True
    """
    here = moment.astimezone(ROME)
    return any(
        weekday == here.isoweekday() and opens <= here.time() < closes
        for weekday, opens, closes in openings
    )


def next_opening(openings: Sequence[Opening], moment: dt.datetime) -> dt.datetime | None:
    """When the next weekly opening begins, within a week.

    >>> friday = [(5, dt.time(9), dt.time(12))]
    >>> next_opening(friday, dt.datetime(2026, 6, 5, 8, tzinfo=dt.UTC)).date()
    datetime.date(2026, 6, 12)
    """
    here = moment.astimezone(ROME)
    starts = [
        dt.datetime.combine(here.date() + dt.timedelta(days=ahead), opens, ROME)
        for ahead in range(8)
        for weekday, opens, _closes in openings
        if weekday == (here.date() + dt.timedelta(days=ahead)).isoweekday()
    ]
    return min((start for start in starts if start > here), default=None)


def shift_during(day: dt.date, starts: dt.time, ends: dt.time) -> tuple[dt.datetime, dt.datetime]:
    """A turn by the clock in Italy; in the night when an hour is missing it keeps its length.

    >>> shift_during(dt.date(2026, 3, 29), dt.time(2, 30), dt.time(3, 0))[1].hour
    2
    """
    first = dt.datetime.combine(day, starts, ROME).astimezone(dt.UTC)
    last = dt.datetime.combine(day, ends, ROME).astimezone(dt.UTC)
    if last <= first:
        told = dt.datetime.combine(day, ends) - dt.datetime.combine(day, starts)
        last = first + told
    return first, last


def falls_in_week(day: dt.date, first: dt.date, every: int) -> bool:
    """Whether the week of the day is one of those counted from the week of the first day.

    >>> falls_in_week(dt.date(2026, 6, 16), dt.date(2026, 6, 4), 2)
    True
    """
    mondays = [each - dt.timedelta(days=each.weekday()) for each in (day, first)]
    return (mondays[0] - mondays[1]).days // 7 % every == 0


def gaps(
    opening: tuple[dt.datetime, dt.datetime], taken: Iterable[tuple[dt.datetime, dt.datetime]]
) -> list[tuple[dt.datetime, dt.datetime]]:
    """What of an opening no turn reaches, in order.

    >>> nine = dt.datetime(2026, 6, 3, 9)
    >>> hour = dt.timedelta(hours=1)
    >>> left = gaps((nine, nine + 3 * hour), [(nine + hour, nine + 2 * hour)])
    >>> [(begins.hour, ends.hour) for begins, ends in left]
    [(9, 10), (11, 12)]
    """
    here, closes = opening
    left = []
    for begins, ends in sorted(taken):
        if begins > here:
            left.append((here, min(begins, closes)))
        here = max(here, ends)
        if here >= closes:
            return left
    return [*left, (here, closes)]
