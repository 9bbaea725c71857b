"""The look-ups of the search, in the words of the database: each a handful of ranges on an index.

Only plain comparisons are used: PostgreSQL may run them below the second wall, so that the index
answers first and the wall looks at the few rows that are left. They return identifiers and words,
never a person: people are then read through `Person.objects.visible_to`.
"""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from prossimo.accounts.rules import Actor
from prossimo.citizens.sounds import words_of
from prossimo.core.prepared import rows_of
from prossimo.core.text import next_prefix

LAST = "\U0010ffff"
AFTER = "!"  # the first letter after the blank: «rossi» and «rossi …», not «rossini»
EACH, ALL = 40, 160  # people for one pair of words, and for all of them
WORDS_EACH, WORDS_ALL = 60, 2500  # words of the dictionary that begin so, and that resemble
WEIGHED = 600  # compared with one new person
CODES = 3000  # near enough to be compared
Years = tuple[int, int]
ALWAYS = (0, 9999)  # years; 0 where the birth is not known


class Hit(NamedTuple):
    person: uuid.UUID
    place: int  # of the pair that led here
    beside: str
    words: int  # of the whole name


class Sieve(NamedTuple):
    """What else is known of who is sought, told by the index itself."""

    ambito: uuid.UUID | None
    years: Years = ALWAYS  # of birth, both included
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
    asked = "\n".join(map("\t".join, pairs))
    rows = rows_of(
        "wall.name_holders",
        *(sieve.ambito, asked, " ".join(others), least, *sieve.years, sieve.neighbourhood),
        *(each, most),
    )
    return list(map(Hit._make, rows))


def begun(sieve: Sieve, word: str, *, most: int = EACH) -> list[Hit]:
    """People with a word that begins so."""
    rows = rows_of(
        "wall.name_begun",
        *(sieve.ambito, word, next_prefix(word), *sieve.years, sieve.neighbourhood, most),
    )
    return [Hit(person, 1, beside, words) for person, beside, words in rows]


def names(people: Iterable[uuid.UUID]) -> list[tuple[uuid.UUID, list[str]]]:
    """The words of the names of these people, to be compared: only then are they read."""
    rows = rows_of("wall.names_of", "\n".join(map(str, people)))
    return [(person, words_of(listed)) for person, listed in rows]


def alike_to(
    actor: Actor,
    borne: Iterable[tuple[Pair, Years]],
    people: Iterable[uuid.UUID],
    code: str,
    born: dt.date | None,
) -> list[tuple[Any, ...]]:
    """What tells from a new person who bears these pairs, born in these years, and who else may be."""
    pairs = "\n".join(f"{token}\t{low}\t{high}\t{first}\t{last}"
                      for (token, low, high), (first, last) in borne)  # fmt: skip
    listed = "\n".join(map(str, people))
    return rows_of("wall.people_alike", actor.ambito_id, pairs, listed, code, born, EACH, WEIGHED)


def resembling(
    actor: Actor, keys: Iterable[str], beginnings: Iterable[str], *, each: int = WORDS_EACH
) -> list[tuple[Any, ...]]:
    """Words of the dictionary filed under these keys, or under keys that begin so."""
    ranges = "\n".join(f"{low}\t{next_prefix(low)}" for low in beginnings)
    return rows_of("wall.name_keys", actor.ambito_id, "\n".join(keys), ranges, each, WORDS_ALL)


def like_codes(
    actor: Actor, code: str, variants: list[str], beginning: str, births: list[dt.date]
) -> list[tuple[Any, ...]]:
    """People whose code may be this one with an error; 1 marks a former code, 2 a merged file's."""
    high = next_prefix(beginning)
    return rows_of(
        "wall.code_neighbours",
        *(actor.ambito_id, code, variants, beginning, high, births, CODES),
    )
