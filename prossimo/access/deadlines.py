"""The terms of a request: when it is due, when somebody is reminded, how long remarks may take.

The proceeding lasts thirty calendar days (L. 241/1990, art. 2); who is told that the answer will be
no has ten days for remarks (art. 10-bis), and the term stands still meanwhile. Pure: no Django.
"""

import datetime as dt

from prossimo.core.workdays import (
    Closed,
    after_working_days,
    is_working_day,
    never,
    term,
    working_days_between,
)

IN_A_DAY, IN_A_WEEK = 10, 20  # the keys of `choices.Urgency`; any other has the whole term
WHOLE_TERM, WEEK, REMARKS = 30, 7, 10  # calendar days
NEAR = 3  # working days before the end
HALF, NEARLY, LATE = "half", "near", "late"


def due_on(received: dt.date, urgency: int, closed: Closed = never) -> dt.date:
    """The last day to answer what arrived on the day.

    >>> due_on(dt.date(2026, 11, 8), 30), due_on(dt.date(2026, 11, 8), 10)  # a Sunday
    (datetime.date(2026, 12, 9), datetime.date(2026, 11, 9))
    """
    days = {IN_A_DAY: 0, IN_A_WEEK: WEEK}.get(urgency, WHOLE_TERM)
    return term(received, days, closed)


def remarks_until(noticed: dt.date, closed: Closed = never) -> dt.date:
    """The last day for remarks after the notice of rejection.

    >>> remarks_until(dt.date(2026, 11, 25))
    datetime.date(2026, 12, 5)
    """
    return term(noticed, REMARKS, closed)


def suspended(due: dt.date, noticed: dt.date, closed: Closed = never) -> dt.date:
    """The term, moved on by the days given for remarks.

    >>> suspended(dt.date(2026, 12, 9), dt.date(2026, 11, 25))
    datetime.date(2026, 12, 19)
    """
    return term(due, (remarks_until(noticed, closed) - noticed).days, closed)


def days_left(due: dt.date, today: dt.date, closed: Closed = never) -> int:
    """Working days that are left, today not counted; negative when it is late.

    >>> days_left(dt.date(2026, 11, 27), dt.date(2026, 11, 24))
    3
    """
    return working_days_between(today, due, closed)


def reminders(received: dt.date, due: dt.date, closed: Closed = never) -> dict[str, dt.date]:
    """From which day each reminder is owed; a short term has no half.

    >>> list(reminders(dt.date(2026, 11, 2), dt.date(2026, 12, 2)).items())[0]
    ('half', datetime.date(2026, 11, 17))
    >>> list(reminders(dt.date(2026, 11, 2), dt.date(2026, 11, 2)))
    ['late']
    """
    found = {}
    span = (due - received).days
    if span >= WEEK * 2:
        found[HALF] = received + dt.timedelta(days=span // 2)
    if span >= WEEK:
        found[NEARLY] = _before(due, closed)
    found[LATE] = due + dt.timedelta(days=1)
    return found


def owed(received: dt.date, due: dt.date, today: dt.date, closed: Closed = never) -> list[str]:
    """The reminders whose day has come, the gravest last.

    >>> owed(dt.date(2026, 11, 2), dt.date(2026, 12, 2), dt.date(2026, 11, 27))
    ['half', 'near']
    """
    return [kind for kind, day in reminders(received, due, closed).items() if day <= today]


def _before(due: dt.date, closed: Closed) -> dt.date:
    day = due
    # A day on which somebody is there to be reminded.
    while after_working_days(day, NEAR, closed) > due or not is_working_day(day, closed):
        day -= dt.timedelta(days=1)
    return day
