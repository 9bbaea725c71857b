"""Fiscal codes by the thousand: which are right in their form, checked column by column."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from stdnum.it import codicefiscale

LENGTH = 16
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
DIGITS = "0123456789"
OMOCODIC = "LMNPQRSTUV"
MONTHS = "ABCDEHLMPRST"
DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
PLACES = (6, 7, 9, 10, 12, 13, 14)  # where a digit stands, or the letter that replaces it

Bytes = npt.NDArray[np.uint8]
Flags = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]


def _allowed() -> Flags:
    """By place and character: whether it may stand there."""
    table = np.zeros((LENGTH, 128), dtype=np.bool_)
    for place in range(LENGTH):
        signs = DIGITS + OMOCODIC if place in PLACES else MONTHS if place == 8 else LETTERS
        table[place, [ord(sign) for sign in signs]] = True
    return table


def _worth() -> Ints:
    """The value of each character in odd and even places, asked of python-stdnum once."""
    table = np.zeros((2, 128), dtype=np.int64)
    blank = "0" * (LENGTH - 1)
    zero = ord(codicefiscale.calc_check_digit(blank))
    for sign in LETTERS + DIGITS:
        for place in (0, 1):
            code = blank[:place] + sign + blank[place + 1 :]
            table[place, ord(sign)] = (ord(codicefiscale.calc_check_digit(code)) - zero) % 26
    return table


ALLOWED, WORTH = _allowed(), _worth()
START = ord(codicefiscale.calc_check_digit("0" * (LENGTH - 1))) - ord("A")
DIGIT = np.zeros(128, dtype=np.int64)
DIGIT[[ord(sign) for sign in DIGITS]] = np.arange(10)
DIGIT[[ord(sign) for sign in OMOCODIC]] = np.arange(10)
MONTH = np.zeros(128, dtype=np.int64)
MONTH[[ord(sign) for sign in MONTHS]] = np.arange(12)


def all_compact(codes: Sequence[str]) -> bool:
    """Whether all of these stand as codes are kept: sixteen capitals and digits.

    >>> all_compact(["RSSMRA60E52A794X"]), all_compact(["RSSMRA60E52A794x"]), all_compact([""])
    (True, False, False)
    """
    together = "".join(codes)
    return set(map(len, codes)) == {LENGTH} and together.isupper() and together.isalnum()


def right(codes: Sequence[str]) -> Flags:
    """Of these codes, which are ordinary or omocodic ones without a fault.

    >>> right(["RSSMRA60E52A794X", "RSSMRA60E52A79QU", "RSSMRA60E52A794A", "01234567897"]).tolist()
    [True, True, False, False]
    """
    count = len(codes)
    plain = "".join(codes)
    if plain.isascii() and set(map(len, codes)) == {LENGTH}:
        fit = np.ones(count, np.bool_)
    else:
        fit = np.fromiter((len(c) == LENGTH and c.isascii() for c in codes), np.bool_, count)
        plain = "".join(code for code, whole in zip(codes, fit.tolist(), strict=True) if whole)
    if not fit.any():
        return fit
    signs = np.frombuffer(plain.encode(), dtype=np.uint8).reshape(-1, LENGTH)
    good = ALLOWED[np.arange(LENGTH), signs].all(axis=1)
    good &= _days_exist(signs)
    total = START + sum(WORTH[place % 2, signs[:, place]] for place in range(LENGTH - 1))
    good &= signs[:, LENGTH - 1] == ord("A") + total % 26
    fit[fit] = good
    return fit


def _days_exist(signs: Bytes) -> Flags:
    day = 10 * DIGIT[signs[:, 9]] + DIGIT[signs[:, 10]]
    year = 10 * DIGIT[signs[:, 6]] + DIGIT[signs[:, 7]]
    month = MONTH[signs[:, 8]]
    number = day % 40
    # The 29th of February of some century: 1900 was no leap year, 2000 was.
    leap = year % 4 == 0
    exists = (number >= 1) & (number <= np.array(DAYS)[month]) & (day <= 71)
    exists &= (month != 1) | (number < 29) | leap
    return np.asarray(exists)
