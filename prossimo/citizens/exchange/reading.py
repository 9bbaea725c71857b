"""Reads the small things of other people's files: dates, amounts in cents, numbers with a comma."""

import datetime as dt
import re
from decimal import Decimal, InvalidOperation

_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?", re.ASCII)
_ITALIAN = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
LARGEST_CENTS = 10**14


def day(text: str) -> dt.date | None:
    """A day as registries write it; empty is `None`, anything else is a `ValueError`.

    >>> day("2025-06-03"), day("2025-06-03T10:00:00Z"), day("03/06/2025"), day(" ")
    (datetime.date(2025, 6, 3), datetime.date(2025, 6, 3), datetime.date(2025, 6, 3), None)
    >>> day("2025-02-30")
    Traceback (most recent call last):
    ValueError: day is out of range for month
    """
    text = text.strip()
    if not text:
        return None
    if found := _ISO.fullmatch(text):
        year, month, number = map(int, found.groups())
    elif found := _ITALIAN.fullmatch(text):
        number, month, year = map(int, found.groups())
    else:
        raise ValueError("not a day")
    return dt.date(year, month, number)


def decimal(text: str) -> Decimal | None:
    """A number, with a point or a comma.

    >>> decimal("2.46"), decimal("2,46"), decimal("1.234,50"), decimal("")
    (Decimal('2.46'), Decimal('2.46'), Decimal('1234.50'), None)
    """
    text = text.strip()
    if not text:
        return None
    if "," in text:
        text = text.replace(".", "").replace(",", ".")
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise ValueError("not a number") from None
    if not number.is_finite():
        raise ValueError("not a number")
    return number


def cents(text: str) -> int | None:
    """An amount in euros, as whole cents.

    >>> cents("12345.67"), cents("12.345,67"), cents("0"), cents("")
    (1234567, 1234567, 0, None)
    """
    number = decimal(text)
    if number is None:
        return None
    amount = int((number * 100).to_integral_value())
    if abs(amount) > LARGEST_CENTS:
        raise ValueError("too large")
    return amount
