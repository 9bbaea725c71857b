"""Photographs made of a few invented rows, laid out as the real ones, without a database."""

import datetime as dt
import itertools
import json

import pyarrow as pa
import pyarrow.parquet as pq

from prossimo.core.facts import facts, schema_version
from prossimo.observatory import snapshots
from prossimo.observatory.photograph import ARROW, point

YEAR = 2018
TAKEN_AT = "2026-03-01T06:00:00+00:00"
DESKS = ["Pass", "Contributi", "Quartiere"]  # the last is no part of the Pass
REASONS = {
    "Contributi": "money",
    "Re.I": "money",
    "Informazioni": "information",
    "Casa": "home_work",
}
SERVICES = ["Pasti a domicilio", "Telesoccorso"]
NEEDS = {"Un pasto caldo": "care", "Una stanza": "home", "Aiuto in casa": "care"}
NEIGHBOURHOODS = ["Boccaleone", "Celadina", "Redona"]

_numbers = itertools.count(1)


def case(number, **more):
    """A case of one person, in that year."""
    row = {"year": YEAR, "followed_case": number, "person": number, "user_area": "FAM"}
    return {**row, "intensity": "light", **more}


def held(number, opened_on=dt.date(2016, 1, 1), **more):
    """A case open since then."""
    return case(number, opened_on=opened_on, **more)


def contact(person=None, *, year=YEAR, desk=0, reasons=(0,), given=(), **more):
    """One contact; `person` is a number, None where nobody is named."""
    return {
        "year": year,
        "day": dt.date(year, 6, 1),
        "contact": next(_numbers),
        "person": person,
        "desk": desk,
        "channel": "person",
        "speaker": "self",
        "subject": "nobody" if person is None else "person",
        "no_service": False,
        "reasons": reasons,
        "given": given,
        **more,
    }


def people(count, *, first=1, **more):
    """So many contacts of so many different people."""
    return [contact(first + n, **more) for n in range(count)]


def take(
    root,
    contacts,
    *,
    ambito="bergamo",
    ambito_id="",
    others=(),
    place_ids=(),
    name="20260301T060000-aaaaaa",
    **more,
):
    """Write the photograph and make it the current one; `others` are (ambito, contacts).

    `more` are the rows of other facts, by their key (`known=[…]`).
    """
    folder = root / name
    (folder / "memory").mkdir(parents=True)
    _entities(folder, place_ids)
    places = [(ambito, contacts), *others]
    for key, rows in places:
        _facts(folder, key, list(rows), more if key == ambito else {})
    manifest = {
        "schema": schema_version(),
        "snapshot_at": TAKEN_AT,
        "ambiti": [
            {"ambito": key, "id": str(ambito_id) if key == ambito else key, "label": key.title()}
            for key, _rows in places
        ],
        "rows": {"contact": sum(len(rows) for _key, rows in places)},
        "files": {},
    }
    (folder / "manifest.json").write_text(json.dumps(manifest))
    point(root, folder)
    snapshots.opened.cache_clear()
    return snapshots.opened(folder.resolve())


def square(n):
    """A boundary of a neighbourhood: squares in a row, near Bergamo."""
    west, south = 9.6 + n * 0.02, 45.69
    corners = [(0, 0), (0.02, 0), (0.02, 0.015), (0, 0.015), (0, 0)]
    return {"type": "Polygon", "coordinates": [[[west + x, south + y] for x, y in corners]]}


def _entities(folder, place_ids):
    desks = [
        {"id": f"desk-{n}", "label": label, "part_of_pass": n < 2} for n, label in enumerate(DESKS)
    ]
    reasons = [
        {"id": f"reason-{n}", "label": label, "reason_group": group}
        for n, (label, group) in enumerate(REASONS.items())
    ]
    places = [
        {
            "id": place_ids[n] if n < len(place_ids) else f"place-{n}",
            "label": label,
            "boundary": json.dumps(square(n)),
            "schematic": True,
        }
        for n, label in enumerate(NEIGHBOURHOODS)
    ]
    rows = {
        **{fact.key: [] for fact in facts if not fact.by_year},
        "desk": desks,
        "reason": reasons,
        "neighbourhood": places,
        "service": [{"id": f"service-{n}", "label": name} for n, name in enumerate(SERVICES)],
        "need": [
            {"id": f"need-{n}", "label": label, "theme": theme}
            for n, (label, theme) in enumerate(NEEDS.items())
        ],
    }
    for key, found in rows.items():
        numbered = [{**row, "number": number} for number, row in enumerate(found)]
        _write(folder / key / "all.parquet", key, numbered, number=True)


def came(contacts):
    """Who came in each year, for the first time or again, as the view finds it."""
    met = {(row["person"], row["year"]): row for row in contacts if row["person"] is not None}
    return [
        {
            **row,
            "coming": "back" if any((person, y) in met for y in range(2000, year)) else "new",
            "resident": True,
        }
        for (person, year), row in met.items()
    ]


def _facts(folder, ambito, contacts, more):
    links = {
        **{fact.key: [] for fact in facts if fact.by_year},
        "contact": contacts,
        "contact_reason": [
            {**row, "reason": n, "reason_group": list(REASONS.values())[n]}
            for row in contacts
            for n in row["reasons"]
        ],
        "contact_given": [{**row, "given": given} for row in contacts for given in row["given"]],
        "came": came(contacts),
        **more,
    }
    for key, rows in links.items():
        place = folder / key / f"ambito={ambito}"
        _write(place / "none.parquet", key, [])
        for year in {row["year"] for row in rows}:
            of_year = [{**row, "ambito": ambito} for row in rows if row["year"] == year]
            _write(place / f"year={year}" / "part.parquet", key, of_year)


def _write(path, fact, rows, *, number=False):
    types = [(name, ARROW[column.type]) for name, column in facts[fact].columns.items()]
    if number:
        types.append(("number", pa.int32()))
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist(rows, schema=pa.schema(types)), path)


def current_one():
    return snapshots.current()
