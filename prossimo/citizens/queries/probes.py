"""The look-ups of the search, in the words of the database: each a handful of ranges on an index.

Only plain comparisons are used: PostgreSQL may run them below the second wall, so that the index
answers first and the wall looks at the few rows that are left. They return identifiers and words,
never a person: people are then read through `Person.objects.visible_to`.
"""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db import connection

from prossimo.accounts.rules import Actor
from prossimo.core.text import next_prefix

LAST = "\U0010ffff"
AFTER = "!"  # the first letter after the blank: «rossi» and «rossi …», not «rossini»
EACH, ALL = 40, 160  # people for one pair of words, and for all of them
WORDS_EACH, WORDS_ALL = 60, 2500  # words of the dictionary that begin so, and that resemble
CODES = 3000  # near enough to be compared
ALWAYS = (0, 9999)  # years; 0 where the birth is not known


class Hit(NamedTuple):
    person: uuid.UUID
    place: int  # of the pair that led here
    beside: str
    words: int  # of the whole name


class Sieve(NamedTuple):
    """What else is known of who is sought, told by the index itself."""

    ambito: uuid.UUID | None
    years: tuple[int, int] = ALWAYS  # of birth, both included
    neighbourhood: uuid.UUID | None = None


class Pair(NamedTuple):
    """A word, and from where to where another word of the same name lies."""

    token: str
    low: str
    high: str

    @classmethod
    def of(cls, token: str, beside: str = "", *, begun: bool = False) -> "Pair":
        """Beside no other word in particular, beside a word, or beside what begins with it."""
        if not beside:
            return cls(token, "", LAST)
        return cls(token, beside, next_prefix(beside) if begun else beside + AFTER)


def holders(
    sieve: Sieve,
    pairs: Sequence[Pair],
    *,
    others: Sequence[str] = (),
    least: int = 0,
    each: int = EACH,
    most: int = ALL,
) -> list[Hit]:
    """People who bear both words of a pair, and all the others; those of the first pairs first."""
    if not pairs:
        return []
    columns = map(list, zip(*pairs, strict=True))
    return [
        Hit(*row)
        for row in _rows(
            "name_holders",
            *(sieve.ambito, *columns, list(others), least, *sieve.years, sieve.neighbourhood),
            *(each, most),
        )
    ]


def begun(sieve: Sieve, word: str, *, most: int = EACH) -> list[Hit]:
    """People with a word that begins so."""
    rows = _rows(
        "name_begun",
        *(sieve.ambito, word, next_prefix(word), *sieve.years, sieve.neighbourhood, most),
    )
    return [Hit(person, 1, beside, words) for person, beside, words in rows]


def resembling(
    actor: Actor, keys: Iterable[str], beginnings: Iterable[str]
) -> list[tuple[str, str]]:
    """Words of the dictionary filed under these keys, or under keys that begin so."""
    lows = list(beginnings)
    highs = [next_prefix(low) for low in lows]
    return _rows("name_keys", actor.ambito_id, list(keys), lows, highs, WORDS_EACH, WORDS_ALL)


def like_codes(
    actor: Actor, code: str, variants: list[str], beginning: str, births: list[dt.date]
) -> list[tuple[uuid.UUID, str, int]]:
    """People whose code may be this one with an error; 1 marks a former code, 2 a merged file's."""
    high = next_prefix(beginning)
    return _rows("code_neighbours", actor.ambito_id, code, variants, beginning, high, births, CODES)


def _rows(function: str, *values: Any) -> list[Any]:
    places = ", ".join(["%s"] * len(values))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM wall.{function}({places})", values)
        return list(cursor.fetchall())
