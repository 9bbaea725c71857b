"""Tax codes by the million: which are right in form, what they are without omocodia, which are temporary."""

import functools
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from stdnum.it.codicefiscale import calc_check_digit

from prossimo.citizens.taxcode import DIGIT_PLACES, MONTHS, OMOCODIC

LENGTH, PLAIN = 16, 15  # with and without the check character
TEMPORARY_LENGTH = 11
_SHAPE = "LLLLLLDDMDDLDDDL"  # letters, digits or their omocodic letters, the month
_KINDS = {
    "L": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "D": "0123456789" + OMOCODIC,
    "M": MONTHS,
}
Texts = NDArray[np.object_]
Bytes = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Codes:
    """The readings of a column of codes, None where one has none."""

    valid: Texts  # as it is written
    base: Texts  # its first fifteen characters without omocodia: the same for all its variants
    temporary: Texts  # eleven digits


def read(column: pa.Array) -> Codes:
    """Valid means: the shape and the check character of the decree of 23 December 1976."""
    kept = pc.utf8_upper(pc.fill_null(column, ""))
    size = len(kept)
    lengths = pc.binary_length(kept).to_numpy(zero_copy_only=False)
    texts = kept.to_numpy(zero_copy_only=False)
    found = [np.full(size, None, dtype=object) for _ in range(3)]
    valid, base, temporary = found
    rows = np.flatnonzero(lengths == LENGTH)
    signs = _signs(texts[rows])
    plain, right = _checked(signs)
    rows, plain = rows[right], plain[right]
    valid[rows] = texts[rows]
    base[rows] = plain[:, :PLAIN].copy().view(f"S{PLAIN}").ravel().astype(f"U{PLAIN}")
    short = np.flatnonzero(lengths == TEMPORARY_LENGTH)
    short = short[[text.isascii() and text.isdigit() for text in texts[short]]]
    temporary[short] = texts[short]
    return Codes(valid, base, temporary)


def _signs(texts: Texts) -> Bytes:
    found = np.array([text.encode("ascii", "replace")[:LENGTH] for text in texts], f"S{LENGTH}")
    return found.view(np.uint8).reshape(len(texts), LENGTH)


def _checked(signs: Bytes) -> tuple[Bytes, NDArray[np.bool_]]:
    """The codes without omocodia, and which of them are right."""
    right = np.ones(len(signs), dtype=np.bool_)
    for place, kind in enumerate(_SHAPE):
        right &= np.isin(signs[:, place], np.frombuffer(_KINDS[kind].encode(), dtype=np.uint8))
    values, start = _check_values()
    total = np.full(len(signs), start)
    for place in range(PLAIN):
        total += values[place % 2, np.minimum(signs[:, place], 127)]
    right &= signs[:, PLAIN] == ord("A") + total % 26
    digits = _digits()
    plain = signs.copy()
    for place in DIGIT_PLACES:
        plain[:, place] = digits[np.minimum(plain[:, place], 127)]
    return plain, right


@functools.cache
def _digits() -> Bytes:
    table = np.arange(128, dtype=np.uint8)
    for digit, letter in enumerate(OMOCODIC):
        table[ord(letter)] = ord("0") + digit
    return table


@functools.cache
def _check_values() -> tuple[NDArray[np.int64], int]:
    """What each character adds in odd and even places, asked of python-stdnum once."""
    zeros = "0" * PLAIN
    start = ord(calc_check_digit(zeros)) - ord("A")
    values = np.zeros((2, 128), dtype=np.int64)
    for sign in _KINDS["L"] + "0123456789":
        for place in (0, 1):
            code = zeros[:place] + sign + zeros[place + 1 :]
            values[place, ord(sign)] = (ord(calc_check_digit(code)) - ord("A") - start) % 26
    return values, start
