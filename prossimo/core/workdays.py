"""Working days in Italy: national holidays, Saturdays and Sundays, and the closures of a town.

Terms of the proceeding run in calendar days (L. 241/1990, art. 2) and end on the first working day
after a holiday (art. 2963 c.c.); what an office promises runs in working days.
"""

import datetime as dt
from collections.abc import Callable
from functools import cache

import holidays

Closed = Callable[[dt.date], bool]


def never(_day: dt.date) -> bool:
    return False


@cache
def _italy(year: int) -> frozenset[dt.date]:
    return frozenset(holidays.country_holidays("IT", years=year))


def is_working_day(day: dt.date, closed: Closed = never) -> bool:
    """Whether offices are open on the day.

    >>> is_working_day(dt.date(2026, 4, 6)), is_working_day(dt.date(2026, 4, 7))  # Easter Monday
    (False, True)
    """
    return day.isoweekday() <= 5 and day not in _italy(day.year) and not closed(day)


def is_holiday(day: dt.date, closed: Closed = never) -> bool:
    """A national holiday or a closure of the town; a plain Saturday or Sunday is none.

    >>> is_holiday(dt.date(2026, 8, 15)), is_holiday(dt.date(2026, 8, 16))
    (True, False)
    """
    return day in _italy(day.year) or closed(day)


def after_working_days(day: dt.date, count: int, closed: Closed = never) -> dt.date:
    """The day that comes so many working days later.

    >>> after_working_days(dt.date(2026, 4, 3), 1)  # Good Friday: the next is Easter Tuesday
    datetime.date(2026, 4, 7)
    """
    while count > 0:
        day += dt.timedelta(days=1)
        if is_working_day(day, closed):
            count -= 1
    return day


def working_days_between(first: dt.date, last: dt.date, closed: Closed = never) -> int:
    """How many working days from the day after the first to the last; negative when it is past.

    >>> working_days_between(dt.date(2026, 4, 3), dt.date(2026, 4, 8))
    2
    """
    if last < first:
        return -working_days_between(last, first, closed)
    span = ((last - first).days) + 1
    days = (first + dt.timedelta(days=ahead) for ahead in range(1, span))
    return sum(is_working_day(day, closed) for day in days)


def term(day: dt.date, calendar_days: int, closed: Closed = never) -> dt.date:
    """When a term of so many calendar days ends: on a holiday or a Sunday it waits for the next day.

    >>> term(dt.date(2026, 11, 8), 30)  # 8 December is a holiday
    datetime.date(2026, 12, 9)
    """
    last = day + dt.timedelta(days=calendar_days)
    while last.isoweekday() == 7 or is_holiday(last, closed):
        last += dt.timedelta(days=1)
    return last
