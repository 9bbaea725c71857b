"""The words by which the people of a batch are searched: filed by the thousand."""

import uuid
from collections.abc import Iterable, Iterator
from itertools import islice

from django.db.backends.utils import CursorWrapper

from prossimo.citizens import rules, sounds
from prossimo.citizens.search_words import key_rows

# Names in plain letters, none twice: their words are paired by the database itself.
PLAIN = (
    "p.sort_key ~ '^[a-z0-9 ]+$' AND length(p.sort_key) < 300"
    " AND cardinality(x.words) <= {near}"
    " AND cardinality(x.words) = (SELECT count(DISTINCT w) FROM unnest(x.words) AS w)"
)
NEAR = rules.PAIRED_WORDS
OF_NEW = """
  FROM registry_new n JOIN registry_incoming p USING (line)
 CROSS JOIN LATERAL (SELECT string_to_array(p.sort_key, ' ') AS words) x
"""
WORDS = f"""
INSERT INTO citizens_nametoken (ambito_id, person_id, token, beside, words, year)
SELECT %(ambito)s, n.person, a.word, coalesce(b.word, ''), cardinality(x.words),
       coalesce(extract(year FROM p.born_on), 0)
  {OF_NEW}
 CROSS JOIN LATERAL unnest(x.words) WITH ORDINALITY AS a (word, place)
  LEFT JOIN LATERAL unnest(x.words) WITH ORDINALITY AS b (word, place) ON b.place <> a.place
 WHERE {PLAIN.format(near=NEAR)}
"""
OTHERS = f"""
SELECT n.person, p.surname, p.given_name, coalesce(extract(year FROM p.born_on), 0)::int
  {OF_NEW} WHERE p.sort_key <> '' AND NOT ({PLAIN.format(near=NEAR)})
"""
STREETS = "SELECT DISTINCT p.street FROM registry_incoming p WHERE p.street <> ''"
NAMES = "SELECT surname FROM registry_incoming UNION SELECT given_name FROM registry_incoming"
PIECE = 5000


def file_new(cursor: CursorWrapper, ambito_id: uuid.UUID) -> None:
    """The words of the new files, then the keys of the words and streets that nobody bore yet."""
    cursor.execute(WORDS, {"ambito": ambito_id})
    cursor.execute(OTHERS)
    others = cursor.fetchall()
    _copy_words(cursor, ambito_id, others)
    file_keys(cursor, ambito_id)


def _copy_words(
    cursor: CursorWrapper, ambito_id: uuid.UUID, people: Iterable[tuple[uuid.UUID, str, str, int]]
) -> None:
    cursor.execute("DROP TABLE IF EXISTS registry_word")
    cursor.execute(
        "CREATE TEMP TABLE registry_word (person uuid, token text, beside text, words int, year int)"
        " ON COMMIT DROP"
    )
    with cursor.copy("COPY registry_word FROM STDIN") as stream:
        for person, surname, given, year in people:
            words = rules.name_tokens(surname, given)
            for pair in rules.name_pairs(words) if words else []:
                stream.write_row((str(person), *pair, len(words), year))
    cursor.execute(
        "INSERT INTO citizens_nametoken (ambito_id, person_id, token, beside, words, year)"
        " SELECT %s, person, token, beside, words, year FROM registry_word",
        [ambito_id],
    )


def file_keys(cursor: CursorWrapper, ambito_id: uuid.UUID) -> None:
    """Keys of misspellings: once for each word and street, however many bear it."""
    cursor.execute(NAMES)
    words = list(dict.fromkeys(w for (name,) in cursor.fetchall() for w in sounds.words_of(name)))
    words = [word[: rules.MAX_TOKEN] for word in words]
    cursor.execute(STREETS)
    streets = [street for (street,) in cursor.fetchall()]
    cursor.execute("DROP TABLE IF EXISTS registry_key")
    cursor.execute("CREATE TEMP TABLE registry_key (key text, word text) ON COMMIT DROP")
    rows = iter(key_rows(_unknown(cursor, ambito_id, words), streets))
    while piece := list(islice(rows, PIECE)):
        with cursor.copy("COPY registry_key FROM STDIN") as stream:
            for row in piece:
                stream.write_row(row)
    cursor.execute(
        "INSERT INTO citizens_namekey (ambito_id, key, word)"
        " SELECT %s::uuid, key, word FROM registry_key GROUP BY key, word ORDER BY key, word"
        " ON CONFLICT DO NOTHING",
        [ambito_id],
    )


def _unknown(cursor: CursorWrapper, ambito_id: uuid.UUID, words: list[str]) -> Iterator[str]:
    for start in range(0, len(words), PIECE):
        piece = words[start : start + PIECE]
        cursor.execute(
            "SELECT key FROM citizens_namekey WHERE ambito_id = %s AND key = ANY(%s)",
            [ambito_id, [sounds.WORD + word for word in piece]],
        )
        known = {key for (key,) in cursor.fetchall()}
        yield from (word for word in piece if sounds.WORD + word not in known)
