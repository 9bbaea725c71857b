"""One Ambito with as many people as asked for, and with as many different names as a real one has."""

import contextlib
import datetime as dt
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import numpy as np

from bench.search_queries import Sought

SEED, TODAY = 2018, dt.date(2026, 11, 18)
# Between the stem and the ending of an invented surname: twenty times as many different ones.
MIDDLES = [
    "a", "ab", "ac", "ach", "al", "am", "an", "and", "ar", "as", "at", "av", "el", "en", "er", "est",
    "et", "ia", "ic", "id", "ig", "il", "im", "in", "ing", "ir", "is", "it", "ol", "om", "on", "or",
    "os", "ot", "ov", "ul", "um", "un", "ur", "us", "ut",
]  # fmt: skip
SECOND_WOMEN = ["Maria", "Grazia", "Teresa"]
SECOND_MEN = ["Maria", "Carlo", "Luigi"]
RARE_SHARE, DOUBLE_SHARE = 0.45, 0.12


def widened_book() -> Any:
    """The names of the demo, with many rare surnames and with given names of two words."""
    from prossimo.web.demo import italian_names
    from prossimo.web.demo.names import Families, GivenNames, NameBook

    book = NameBook()
    families = book.families["bergamo"]
    stems, endings = italian_names.STEMS.split(), italian_names.ENDINGS.split()
    rare = [
        book.surnames.add(stem + middle + ending)
        for middle in MIDDLES
        for stem in stems
        for ending in endings
    ]
    weights = families.weights / families.weights.sum() * (1 - RARE_SHARE)
    book.families["bergamo"] = Families(
        np.concatenate([families.forms, np.repeat(np.array(rare)[:, None], 2, axis=1)]),
        np.concatenate([weights, np.full(len(rare), RARE_SHARE / len(rare))]),
    )
    italians = book.given_names[0]
    book.given_names[0] = GivenNames(
        italians.until,
        [
            (_doubled(book, women, SECOND_WOMEN), _doubled(book, men, SECOND_MEN))
            for women, men in italians.lists
        ],
    )
    return book


def _doubled(book: Any, names: Any, seconds: list[str]) -> Any:
    """The commonest also followed by a second name; they come last, where they are rarer."""
    spelled = book.given.spelled
    both = [
        book.given.add(f"{spelled[name]}_{second}")
        for name in names.tolist()[:8]
        for second in seconds
        if spelled[name] != second
    ]
    return np.concatenate([names, np.array(both)])


# The yardstick's own table: no wall, an index of trigrams for names and one for codes, a B-tree.
BARE = """
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE TABLE bench_bare AS
    SELECT p.id, p.sort_key AS full_name, p.surname, p.given_name, p.born_on, p.tax_code,
           n.name AS neighbourhood
      FROM citizens_person p LEFT JOIN territory_neighbourhood n ON n.id = p.neighbourhood_id;
SET maintenance_work_mem = '256MB';
CREATE INDEX ON bench_bare USING gin (full_name gin_trgm_ops);
CREATE INDEX ON bench_bare USING gin (tax_code gin_trgm_ops);
CREATE INDEX ON bench_bare (tax_code);
CREATE INDEX ON bench_bare (id);
GRANT SELECT ON bench_bare TO prossimo_loader;
ANALYZE bench_bare;
"""
SOUGHT = """
SELECT p.id::text, lower(p.surname), lower(p.given_name), p.born_on::text, p.tax_code
  FROM citizens_person p
  JOIN accounts_post w ON w.municipality_id = p.municipality_id
  JOIN accounts_user u ON u.id = w.user_id AND u.username = %s
  JOIN (SELECT sort_key FROM citizens_person GROUP BY sort_key HAVING count(*) <= 5) rare
       USING (sort_key)
 WHERE p.tax_code_state = 'valid' ORDER BY md5(p.id::text) LIMIT 3000
"""
MANY = {
    "prefix": "SELECT count(DISTINCT person_id) FROM citizens_nametoken"
    " WHERE starts_with(token, %s) AND starts_with(beside, %s)",
    "surname and year": "SELECT count(*) FROM bench_bare"
    " WHERE lower(surname) = %s AND extract(year FROM born_on) = %s::int",
    "code beginning": "SELECT count(*) FROM bench_bare WHERE tax_code >= %s AND tax_code < %s",
}


@contextlib.contextmanager
def at(people: int) -> Iterator[tuple[Any, str]]:
    """The server and the name of the database with so many people: built once, only read."""
    from prossimo_launch import cluster
    from tests import databases, serving

    server = cluster.ensure_running()
    recipe = serving.digest(["prossimo/web/demo/**/*.py", "bench/search_town.py"])
    name = f"bench_search_{people}_{databases.fingerprint()}_{recipe}"
    with databases.alone(server):
        if not databases.exists(server, name):
            _build_as(server, name, people)
    yield server, name


def _build_as(server: Any, name: str, people: int) -> None:
    from prossimo_launch import cluster
    from tests import databases

    draft = f"{name}_draft"
    cluster.drop_database(draft)
    cluster.create_database(draft, template=databases.template(server))
    subprocess.run(
        [sys.executable, "-m", "bench.search_town", str(people)],
        check=True,
        cwd=databases.ROOT,
        env={
            **{k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"},
            "PROSSIMO_TRIAL": "1",
            "PROSSIMO_DB_ROLE": "loader",
            "PROSSIMO_DB_NAME": draft,
        },
    )
    with server.connect("admin", draft) as connection:
        connection.execute(BARE)
    with server.connect("admin", "postgres") as connection:
        connection.execute(f'ALTER DATABASE "{draft}" RENAME TO "{name}"')


def post_of(bare: Any, username: str) -> tuple[Any, Any]:
    found = bare.execute(
        "SELECT u.id, p.id FROM accounts_user u JOIN accounts_post p ON p.user_id = u.id"
        " WHERE u.username = %s",
        [username],
    ).fetchone()
    return found[0], found[1]


def sought(bare: Any, username: str) -> list[Sought]:
    """People of whom at most five have the same name, in a random order."""
    return [Sought(*row) for row in bare.execute(SOUGHT, [username]).fetchall()]


def many(bare: Any, kind: str, typed: str) -> int:
    """How many people are meant by a query that leaves much open."""
    if kind not in MANY:
        return 0
    if kind == "code beginning":
        values = [typed, typed[:-1] + chr(ord(typed[-1]) + 1)]
    elif kind == "prefix":
        values = sorted(typed.split(), key=len)[-2:]
    else:
        values = typed.rsplit(" ", 1)
    found: int = bare.execute(MANY[kind], values).fetchone()[0]
    return found


def build(people_wanted: int) -> None:
    """Draw and write the Ambito: offices, households, people, words, telephones. No contacts."""
    from django.db import connection, transaction

    from prossimo.web.demo import sheets
    from prossimo.web.demo.birthplaces import BirthPlaces
    from prossimo.web.demo.copying import Lane, copy_block
    from prossimo.web.demo.offices import offices_of
    from prossimo.web.demo.people import people_of
    from prossimo.web.demo.places import BERGAMO, places_of

    book = widened_book()
    offices = offices_of(SEED, book)
    scale = people_wanted / sum(place.registered for place in places_of(BERGAMO))
    people = people_of(BERGAMO, book, BirthPlaces(), seed=SEED, scale=scale, day=TODAY)
    sheets.number_people(people, SEED)
    written = [
        sheets.households_sheet(offices, people),
        sheets.people_sheet(offices, people, seed=SEED),
        sheets.phones_sheet(people, seed=SEED),
        sheets.tokens_sheet(offices, people),
        sheets.keys_sheet(offices, people),
    ]
    with transaction.atomic(), connection.cursor() as cursor:
        offices.write()
        lane = Lane(cursor, list(dict.fromkeys(sheet.table for sheet in written)))
        putting_back = lane.clear()
        for sheet in written:
            for block in sheet.blocks():
                copy_block(cursor, sheet, block)
        for statement in putting_back:
            cursor.execute(statement)
        for sheet in written:
            cursor.execute(f"ANALYZE {sheet.table}")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "prossimo_launch.settings")
    import django

    django.setup()
    build(int(sys.argv[1]))
