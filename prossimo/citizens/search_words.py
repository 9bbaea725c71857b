"""Files the words by which people are found: whoever writes a person's name calls it.

`NameToken` leads from words to people; `NameKey` from what may be typed to words and streets that
are really there, and says nothing of people.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from uuid import UUID

from django.db import connection, transaction

from prossimo.citizens import rules, sounds
from prossimo.citizens.models import NameKey, NameToken, Person

PIECE = 5000  # keys taken away at a time: who files words waits no longer


def file_person(person: Person) -> None:
    """The words of a person in the place of those of before, and the keys of what is new."""
    words = rules.name_tokens(person.surname, person.given_name)
    year = person.born_on.year if person.born_on else 0
    NameToken.objects.filter(ambito=person.ambito_id, person=person).delete()
    NameToken.objects.bulk_create(
        NameToken(
            ambito_id=person.ambito_id,
            person=person,
            token=token,
            beside=beside,
            words=len(words),
            year=year,
            municipality_id=person.municipality_id,
        )
        for token, beside in rules.name_pairs(words)
    )
    file_words(person.ambito_id, words)
    if person.street:
        file_streets(person.ambito_id, [person.street])


def file_words(ambito_id: UUID, words: Iterable[str]) -> None:
    """How words may be misspelt and misheard, for those that nobody bore yet."""
    known = _known(ambito_id, {sounds.WORD + word: word for word in words})
    _file(ambito_id, ((key, word) for word in known for key in sorted(sounds.keys_of(word))))


def file_streets(ambito_id: UUID, streets: Iterable[str]) -> None:
    """By which words a street is found, spelled as it is on the files."""
    _file(ambito_id, ((key, street) for street in streets for key in sounds.street_keys(street)))


def _known(ambito_id: UUID, words: dict[str, str]) -> list[str]:
    """Of these words, those that have no keys yet (or none that we may see)."""
    filed = NameKey.objects.filter(ambito=ambito_id, key__in=list(words)).order_by()
    there = set(filed.values_list("key", flat=True))
    return [word for key, word in words.items() if key not in there]


def _file(ambito_id: UUID, rows: Iterable[tuple[str, str]]) -> None:
    made = (NameKey(ambito_id=ambito_id, key=key, word=word) for key, word in rows)
    NameKey.objects.bulk_create(made, ignore_conflicts=True)


def forget_streets(ambito_id: UUID, streets: Iterable[str]) -> None:
    """A street where nobody may be known to live leaves the dictionary at once."""
    _forget(ambito_id, key_rows([], filter(None, streets)), alone=False)


def sweep() -> int:
    """Take away the keys of words and streets to which nobody answers any more; how many they were.

    While words are being filed (a registry is read in) it waits a little and gives up: tomorrow.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT ambito, word, street FROM wall.idle_words()")
        idle = cursor.fetchall()
    gone = 0
    for ambito_id in {row[0] for row in idle}:
        words = [word for of, word, street in idle if of == ambito_id and not street]
        streets = [word for of, word, street in idle if of == ambito_id and street]
        rows = key_rows(words, streets)
        while piece := list(islice(rows, PIECE)):
            gone += _forget(ambito_id, piece, alone=True)
    return gone


def _forget(ambito_id: UUID, rows: Iterable[tuple[str, str]], *, alone: bool) -> int:
    keys, words = map(list, zip(*found, strict=True)) if (found := list(rows)) else ([], [])
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT wall.forget_words(%s, %s::text[], %s::text[], %s)",
            [ambito_id, keys, words, alone],
        )
        return int(cursor.fetchone()[0])


def key_rows(words: Iterable[str], streets: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The rows of `NameKey` for many words at once: what bulk loads copy."""
    for word in dict.fromkeys(words):
        for key in sorted(sounds.keys_of(word)):
            yield key, word
    for street in dict.fromkeys(streets):
        for key in dict.fromkeys(sounds.street_keys(street)):
            yield key, street
