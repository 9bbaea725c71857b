"""Tax codes by the thousand: composed and checked column by column (decree of 23 December 1976)."""

import datetime as dt

import numpy as np
from stdnum.it import codicefiscale

from prossimo.core.text import fold
from prossimo.web.demo.draws import Dice, Ints, Names

VOWELS = set("AEIOU")
MONTHS = np.frombuffer(b"ABCDEHLMPRST", dtype=np.uint8)
# Where a digit may give way to a letter, when two people would bear the same code (omocodia).
DIGIT_PLACES = (14, 13, 12, 10, 9, 7, 6)
OMOCODIC = np.frombuffer(b"LMNPQRSTUV", dtype=np.uint8)
LENGTH = 16


def surname_letters(surname: str) -> str:
    """Three letters of a surname: consonants, then vowels, then X.

    >>> surname_letters("D'Angelo"), surname_letters("Fo"), surname_letters("Wu")
    ('DNG', 'FOX', 'WUX')
    """
    letters = fold(surname).upper().replace(" ", "")
    return (_consonants(letters) + _vowels(letters) + "XXX")[:3]


def given_letters(name: str) -> str:
    """Three letters of a given name; of four consonants or more the second is skipped.

    >>> given_letters("Giovanni"), given_letters("Ugo")
    ('GNN', 'GUO')
    """
    letters = fold(name).upper().replace(" ", "")
    consonants = _consonants(letters)
    if len(consonants) > 3:
        return consonants[0] + consonants[2:4]
    return (consonants + _vowels(letters) + "XXX")[:3]


def _consonants(letters: str) -> str:
    return "".join(c for c in letters if c.isascii() and c.isalpha() and c not in VOWELS)


def _vowels(letters: str) -> str:
    return "".join(c for c in letters if c in VOWELS)


def _check_table() -> Ints:
    """The value of each character in odd and even places, asked of python-stdnum once."""
    values = np.zeros((2, 128), dtype=np.int64)
    blank = "0" * 15
    for character in "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789":
        for place in (0, 1):
            code = blank[:place] + character + blank[place + 1 :]
            sign = ord(codicefiscale.calc_check_digit(code)) - ord("A")
            zero = ord(codicefiscale.calc_check_digit(blank)) - ord("A")
            values[place, ord(character)] = (sign - zero) % 26
    return values


def compose(surname: Names, given: Names, born: Names, female: Names, birth_code: Names) -> Names:
    """The code of each person: three columns of letters, the day of birth, the place, the check."""
    size = len(surname)
    out = np.empty((size, LENGTH), dtype=np.uint8)
    out[:, 0:3] = surname.view(np.uint8).reshape(size, 3)
    out[:, 3:6] = given.view(np.uint8).reshape(size, 3)
    months = born.astype("datetime64[M]")
    year = months.astype("datetime64[Y]").astype(np.int64) + 1970
    month = months.astype(np.int64) % 12
    day = (born - months.astype("datetime64[D]")).astype(np.int64) + 1 + 40 * female
    out[:, 6], out[:, 7] = 48 + year // 10 % 10, 48 + year % 10
    out[:, 8] = MONTHS[month]
    out[:, 9], out[:, 10] = 48 + day // 10, 48 + day % 10
    out[:, 11:15] = birth_code.view(np.uint8).reshape(size, 4)
    _seal(out)
    return _told_apart(out)


def _seal(codes: Names) -> None:
    values = _check_table()
    zero = ord(codicefiscale.calc_check_digit("0" * 15)) - ord("A")
    total = np.full(len(codes), zero)
    for place in range(LENGTH - 1):
        total += values[place % 2, codes[:, place]]
    codes[:, LENGTH - 1] = ord("A") + total % 26


def _told_apart(codes: Names) -> Names:
    """Of people with the same code, those after the first give one digit more for a letter."""
    plain = codes.copy().view(f"S{LENGTH}").ravel()
    order = np.argsort(plain, kind="stable")
    ordered = plain[order]
    repeated = np.flatnonzero(np.r_[False, ordered[1:] == ordered[:-1]])
    turn = 0
    before = -1
    for place in repeated.tolist():
        turn = turn + 1 if place == before + 1 else 1
        before = place
        make_omocodic(codes, np.array([order[place]]), turn)
    return codes.view(f"S{LENGTH}").ravel()


def make_omocodic(codes: Names, rows: Ints, turn: int) -> None:
    """The `turn`-th substitution: the bits of the number say which digits become letters."""
    for bit, place in enumerate(DIGIT_PLACES):
        if turn >> bit & 1:
            codes[rows, place] = OMOCODIC[codes[rows, place] - 48]
    part = codes[rows]
    _seal(part)
    codes[rows] = part


def temporary(rng: Dice, size: int) -> list[str]:
    """Provisional codes, eleven digits that end with their own check digit."""
    found = []
    for number in rng.integers(1_000_000, 9_999_999, size).tolist():
        digits = f"{number}001"
        doubled = sum(sum(divmod(2 * int(digit), 10)) for digit in digits[1::2])
        plain = sum(int(digit) for digit in digits[0::2])
        found.append(f"{digits}{-(doubled + plain) % 10}")
    return found


def days(first: dt.date) -> np.datetime64:
    return np.datetime64(first, "D")
