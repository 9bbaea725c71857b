"""The words by which the people of a batch are searched: filed by the thousand."""

import uuid
from collections.abc import Iterable, Iterator
from itertools import islice

from django.db import IntegrityError, transaction
from django.db.backends.utils import CursorWrapper

from prossimo.citizens import rules, sounds
from prossimo.citizens.registry.staging import NEW
from prossimo.citizens.search_words import key_rows

NEAR = rules.PAIRED_WORDS
# Names of one word or of many, in plain letters and none twice: paired by the database too.
NAMED = f"""
CREATE TEMP TABLE registry_named ON COMMIT DROP AS
SELECT person, town, year, CASE WHEN plain THEN words END AS words,
       CASE WHEN NOT plain THEN surname END AS surname,
       CASE WHEN NOT plain THEN given_name END AS given_name
  FROM (SELECT x.*,
               CASE WHEN words IS NULL OR cardinality(words) > {rules.PAIRED_WORDS} THEN false
                    WHEN cardinality(words) < 3 THEN words[1] IS DISTINCT FROM words[2]
                    ELSE cardinality(words) = (SELECT count(DISTINCT w) FROM unnest(words) AS w)
               END AS plain
          FROM (SELECT p.fresh_id AS person, p.surname, p.given_name, p.municipality_id AS town,
                       coalesce(extract(year FROM p.born_on), 0)::smallint AS year,
                       CASE WHEN length(p.sort_key) < 300 AND p.sort_key ~ '^[a-z0-9 ]+$'
                            THEN string_to_array(p.sort_key, ' ') END AS words
                  FROM registry_incoming p
                 WHERE p.sort_key <> '' AND NOT p.two_words AND {NEW.replace("t.", "p.")}
                OFFSET 0) x OFFSET 0) y
"""
# In the order of their index, which is read by its pages and would otherwise be by its rows.
WORDS = f"""
INSERT INTO citizens_nametoken
       (ambito_id, person_id, municipality_id, token, beside, words, year)
SELECT %(ambito)s, person, town, token, beside, size, year FROM (
       SELECT t.fresh_id AS person, t.municipality_id AS town,
              split_part(t.sort_key, ' ', o.one) AS token,
              split_part(t.sort_key, ' ', o.other) AS beside, 2 AS size,
              coalesce(extract(year FROM t.born_on), 0)::smallint AS year
         FROM registry_incoming t CROSS JOIN (VALUES (1, 2), (2, 1)) AS o (one, other)
        WHERE t.two_words AND {NEW}
       UNION ALL
       SELECT n.person, n.town, a.word, coalesce(b.word, ''), cardinality(n.words), n.year
         FROM registry_named n
        CROSS JOIN LATERAL unnest(n.words) WITH ORDINALITY AS a (word, place)
         LEFT JOIN LATERAL unnest(n.words) WITH ORDINALITY AS b (word, place)
           ON b.place <> a.place) w
 ORDER BY token, beside, size, year, person
"""
OTHERS = "SELECT person, town, surname, given_name, year FROM registry_named WHERE words IS NULL"
STREETS = "SELECT DISTINCT p.street FROM registry_incoming p WHERE p.street <> ''"
NAMES = "SELECT surname FROM registry_incoming UNION SELECT given_name FROM registry_incoming"
# To ask of each key whether it stands in the way costs as much as to write it.
KEYS = """
INSERT INTO citizens_namekey (ambito_id, key, word)
SELECT %(ambito)s::uuid, key, word FROM registry_key r
 WHERE NOT EXISTS (SELECT 1 FROM citizens_namekey k
                    WHERE k.ambito_id = %(ambito)s AND k.key = r.key AND k.word = r.word)
 ORDER BY key, word
"""
PIECE = 5000
Named = tuple[uuid.UUID, uuid.UUID | None, str, str, int]  # person, municipality, names, year


def file_new(cursor: CursorWrapper, ambito_id: uuid.UUID) -> None:
    """The words of the new files, then the keys of the words and streets that nobody bore yet."""
    cursor.execute("DROP TABLE IF EXISTS registry_named")
    cursor.execute(NAMED)
    cursor.execute("ANALYZE registry_named")
    cursor.execute(WORDS, {"ambito": ambito_id})
    cursor.execute(OTHERS)
    others = cursor.fetchall()
    _copy_words(cursor, ambito_id, others)
    file_keys(cursor, ambito_id)


def _copy_words(cursor: CursorWrapper, ambito_id: uuid.UUID, people: Iterable[Named]) -> None:
    cursor.execute("DROP TABLE IF EXISTS registry_word")
    cursor.execute(
        "CREATE TEMP TABLE registry_word"
        " (person uuid, town uuid, token text, beside text, words int, year int)"
        " ON COMMIT DROP"
    )
    with cursor.copy("COPY registry_word FROM STDIN") as stream:
        for person, town, surname, given, year in people:
            words = rules.name_tokens(surname, given)
            for pair in rules.name_pairs(words) if words else []:
                stream.write_row((person, town, *pair, len(words), year))
    cursor.execute(
        "INSERT INTO citizens_nametoken"
        " (ambito_id, person_id, municipality_id, token, beside, words, year)"
        " SELECT %s, person, town, token, beside, words, year FROM registry_word",
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
        text = "".join(f"{key}\t{word}\n" for key, word in piece)
        with cursor.copy("COPY registry_key FROM STDIN") as stream:
            stream.write(text.replace("\\", "\\\\").encode())
    try:
        with transaction.atomic():
            cursor.execute(KEYS, {"ambito": ambito_id})
    except IntegrityError:  # a desk filed one meanwhile, or one that we may not see
        cursor.execute(f"{KEYS} ON CONFLICT DO NOTHING", {"ambito": ambito_id})


def _unknown(cursor: CursorWrapper, ambito_id: uuid.UUID, words: list[str]) -> Iterator[str]:
    for start in range(0, len(words), PIECE):
        piece = words[start : start + PIECE]
        cursor.execute(
            "SELECT key FROM citizens_namekey WHERE ambito_id = %s AND key = ANY(%s)",
            [ambito_id, [sounds.WORD + word for word in piece]],
        )
        known = {key for (key,) in cursor.fetchall()}
        yield from (word for word in piece if sounds.WORD + word not in known)
