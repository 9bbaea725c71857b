"""Periods with an open end: who holds a role, since when a reason exists, when a desk is open."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.postgres.fields import DateRangeField
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

ROME = ZoneInfo("Europe/Rome")


def today() -> dt.date:
    """The civil day in Italy, whatever the clock of the machine says."""
    return timezone.now().astimezone(ROME).date()


def since(day: dt.date) -> DateRange:
    """From this day on, with no end."""
    return DateRange(day, None, "[)")


def between(first: dt.date, last: dt.date | None) -> DateRange:
    """From the first to the last day, both included; `None` leaves it open.

    >>> between(dt.date(2018, 1, 1), dt.date(2018, 12, 31)).upper
    datetime.date(2019, 1, 1)
    """
    return DateRange(first, last + dt.timedelta(days=1) if last else None, "[)")


def from_today() -> DateRange:
    return since(today())


def last_day(period: DateRange) -> dt.date | None:
    """The last day that belongs to the period, or `None` while it is open."""
    return period.upper - dt.timedelta(days=1) if period.upper else None


class PeriodField(DateRangeField):
    """A range of days, lower bound included and upper excluded, open when not ended."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if not args:
            kwargs.setdefault("verbose_name", _("periodo"))
        kwargs.setdefault("default", from_today)
        super().__init__(*args, **kwargs)
