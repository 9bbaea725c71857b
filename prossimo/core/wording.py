"""Dates, hours and amounts as people write them: «mar 3 giu 2025», «€ 1.234,50»."""

import datetime as dt
from decimal import Decimal

from django.utils import formats, timezone
from django.utils.translation import get_language

CENT = Decimal("0.01")


def local(moment: dt.datetime) -> dt.datetime:
    """The civil time of the office; an instant without a zone is already that."""
    return timezone.localtime(moment) if timezone.is_aware(moment) else moment


def day(value: dt.date) -> str:
    """«mar 3 giu 2025»; Italian writes days and months small."""
    return _small(formats.date_format(value, "D j M Y"))


def long_day(value: dt.date) -> str:
    """«martedì 3 giugno 2025»."""
    return _small(formats.date_format(value, "l j F Y"))


def _small(said: str) -> str:
    return said if (get_language() or "").startswith("en") else said.lower()


def moment(value: dt.datetime) -> str:
    """«mar 3 giu 2025, 09:30»."""
    here = local(value)
    return f"{day(here.date())}, {here:%H:%M}"


def when(value: dt.date | dt.datetime) -> str:
    """A day, with its hour where there is one."""
    return moment(value) if isinstance(value, dt.datetime) else day(value)


def number(value: int | Decimal | float, places: int = 0) -> str:
    """«9.559», «2,70»."""
    return formats.number_format(value, decimal_pos=places, use_l10n=True, force_grouping=True)


def euro(cents: int) -> str:
    """«€ 1.234,50» from whole cents: money is never a float."""
    return f"€ {number(euros(cents), 2)}"


def euros(cents: int) -> Decimal:
    """
    >>> euros(123450)
    Decimal('1234.50')
    """
    return Decimal(cents) * CENT
