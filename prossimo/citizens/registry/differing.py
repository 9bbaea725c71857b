"""What the registry says otherwise than the files, field by field, and what a person wrote since."""

import uuid
from typing import NamedTuple

from django.db.backends.utils import CursorWrapper

from prossimo.citizens.registry.matching import SURE


class Compared(NamedTuple):
    """A column of the file, what the registry says in its place, and when it says anything."""

    column: str
    says: str
    when: str


MOVED = (
    "(t.street <> '' AND (t.street <> p.street"
    " OR (t.street_number <> '' AND t.street_number <> p.street_number)"
    " OR (t.municipality_id IS NOT NULL AND t.municipality_id IS DISTINCT FROM p.municipality_id)))"
)


def _text(column: str) -> Compared:
    return Compared(column, f"t.{column}", f"t.{column} <> ''")


def _home(column: str, says: str, when: str) -> Compared:
    """Of a residence: what is protected is left alone; who moved leaves all of the old address."""
    return Compared(column, says, f"s.person IS NULL AND ({when} OR {MOVED})")


COMPARED = (
    _text("registry_id"),
    _text("surname"),
    _text("given_name"),
    Compared("sex", "t.sex", "t.sex IN ('F', 'M')"),
    Compared("born_on", "t.born_on", "t.born_on IS NOT NULL"),
    _text("birth_place"),
    _text("birth_place_code"),
    Compared("citizenships", "t.citizenships", "t.citizenships <> '{}'"),
    Compared("tax_code", "t.tax_code", "t.tax_code <> '' AND m.how <> 'former'"),
    _text("household_role"),
    Compared("registry_state", "t.registry_state", "t.registry_state <> ''"),
    Compared("died_on", "t.died_on", "t.died_on IS NOT NULL"),
    _home("municipality_id", "t.municipality_id", "t.municipality_id IS NOT NULL"),
    _home("street", "t.street", "t.street <> ''"),
    _home("street_number", "t.street_number", "t.street_number <> ''"),
    _home("postcode", "t.postcode", "t.postcode <> ''"),
    _home("neighbourhood_id", "t.neighbourhood", "t.neighbourhood IS NOT NULL"),
    _home("latitude", "t.latitude", "t.latitude IS NOT NULL"),
    _home("longitude", "t.longitude", "t.longitude IS NOT NULL"),
    _home("resides_since", "t.resides_since", "t.resides_since IS NOT NULL"),
)
HOME = (
    "municipality_id", "street", "street_number", "postcode", "neighbourhood_id", "latitude",
    "longitude", "resides_since",
)  # fmt: skip
HOUSEHOLD = "(t.household_id <> '' AND h.registry_id IS DISTINCT FROM t.household_id)"
DIFFERS = " OR ".join(
    [f"(({one.when}) AND p.{one.column} IS DISTINCT FROM {one.says})" for one in COMPARED]
    + [HOUSEHOLD]
)
PAIRS = ", ".join(
    [
        f"('{one.column}', to_jsonb(p.{one.column}),"
        f" CASE WHEN {one.when} THEN coalesce(to_jsonb({one.says}), 'null') END)"
        for one in COMPARED
    ]
    + [
        "('household', to_jsonb(coalesce(h.registry_id, '')),"
        " CASE WHEN t.household_id <> '' THEN to_jsonb(t.household_id) END)"
    ]
)
DIFF = f"""
CREATE TEMP TABLE registry_diff ON COMMIT DROP AS
SELECT m.line, m.person, p.version, p.household_id AS was_household, p.registry_id AS was_number,
       d.before, d.after, '[]'::jsonb AS held
  FROM registry_match m
  JOIN registry_incoming t USING (line)
  JOIN citizens_person p ON p.id = m.person
  LEFT JOIN citizens_household h ON h.id = p.household_id
  LEFT JOIN registry_sealed s ON s.person = p.id
  CROSS JOIN LATERAL (
       SELECT jsonb_object_agg(v.name, coalesce(v.now, 'null')) AS before,
              jsonb_object_agg(v.name, v.said) AS after
         FROM (VALUES {PAIRS}) AS v (name, now, said)
        WHERE v.said IS NOT NULL AND v.said IS DISTINCT FROM coalesce(v.now, 'null')) d
 WHERE m.how IN {SURE} AND ({DIFFERS}) AND d.after IS NOT NULL
"""
# What the last import left behind is the row of history with the version that it wrote.
LAST = """
CREATE TEMP TABLE registry_last ON COMMIT DROP AS
SELECT d.line, d.person, l.version FROM registry_diff d
  LEFT JOIN LATERAL (
       SELECT (c.after->>'version')::int AS version FROM citizens_registrychange c
         JOIN citizens_registrybatch b ON b.id = c.batch_id
        WHERE c.person_id = d.person AND NOT c.undone AND b.applied_at IS NOT NULL
        ORDER BY (c.after->>'version')::int DESC LIMIT 1) l ON true
"""
HELD = """
UPDATE registry_diff d SET held = x.held
  FROM (SELECT d.line, jsonb_agg(k.name ORDER BY k.name) AS held
          FROM registry_diff d
          JOIN registry_last l USING (line)
          JOIN citizens_person p ON p.id = d.person
          CROSS JOIN LATERAL jsonb_object_keys(d.after) AS k (name)
          LEFT JOIN LATERAL (
               SELECT to_jsonb(e) AS row FROM citizens_personhistoryevent e
                WHERE e.pgh_obj_id = d.person AND e.version = coalesce(l.version, 1)
                ORDER BY e.pgh_id LIMIT 1) e ON true
         WHERE k.name <> 'registry_id'
           AND NOT (p.registry_seen_on IS NOT NULL AND p.version = coalesce(l.version, 1))
           AND CASE WHEN l.version IS NULL AND p.registry_seen_on IS NULL
                    THEN k.name <> 'household'
                         AND d.before->k.name NOT IN ('""', 'null', '[]', '"X"')
                    WHEN k.name = 'household'
                    THEN e.row->'household_id' IS DISTINCT FROM to_jsonb(p.household_id)
                    ELSE e.row->k.name IS DISTINCT FROM d.before->k.name END
         GROUP BY d.line) x
 WHERE x.line = d.line
"""
# A name is corrected whole, an address is corrected whole: half of each would be nobody's.
WHOLE = f"""
UPDATE registry_diff SET held = held
       || CASE WHEN held ?| ARRAY['surname', 'given_name'] THEN '["surname", "given_name"]'::jsonb
               ELSE '[]' END
       || CASE WHEN held ?| ARRAY{list(HOME)!r}
               THEN '{str(list(HOME)).replace("'", '"')}'::jsonb ELSE '[]' END
 WHERE held ?| ARRAY{["surname", "given_name", *HOME]!r}
"""
SPLIT = """
ALTER TABLE registry_diff ADD doubted jsonb, ADD kind text;
UPDATE registry_diff d SET
       doubted = jsonb_build_object('before', x.doubt_before, 'after', x.doubt_after),
       before = x.before, after = x.after
  FROM (SELECT line,
               coalesce(jsonb_object_agg(k.name, d.before->k.name) FILTER (WHERE NOT held ? k.name),
                        '{}') AS before,
               coalesce(jsonb_object_agg(k.name, d.after->k.name) FILTER (WHERE NOT held ? k.name),
                        '{}') AS after,
               jsonb_object_agg(k.name, d.before->k.name) FILTER (WHERE held ? k.name) AS doubt_before,
               jsonb_object_agg(k.name, d.after->k.name) FILTER (WHERE held ? k.name) AS doubt_after
          FROM registry_diff d CROSS JOIN LATERAL jsonb_object_keys(d.after) AS k (name)
         WHERE held <> '[]' GROUP BY line) x
 WHERE x.line = d.line;
UPDATE registry_diff SET kind = CASE
         WHEN after = '{}' THEN 'doubt'
         WHEN after ? 'died_on' OR after->>'registry_state' = 'dead' THEN 'died'
         WHEN (after ? 'street' OR after ? 'street_number' OR after ? 'municipality_id') THEN 'moved'
         WHEN after ? 'household' THEN 'household'
         WHEN was_number = '' AND after ? 'registry_id' THEN 'linked'
         ELSE 'corrected' END
"""


def compare(cursor: CursorWrapper, ambito_id: uuid.UUID) -> None:
    """Fills `registry_diff`: who changes and how; `doubted` holds what a person wrote meanwhile."""
    for table in ("registry_sealed", "registry_diff", "registry_last"):
        cursor.execute(f"DROP TABLE IF EXISTS {table}")
    cursor.execute(
        "CREATE TEMP TABLE registry_sealed ON COMMIT DROP AS"
        " SELECT person FROM wall.sealed_people() AS s (person)"
    )
    cursor.execute(DIFF)
    cursor.execute("CREATE INDEX ON registry_diff (line)")
    cursor.execute("ANALYZE registry_diff")
    cursor.execute(LAST)
    cursor.execute("ANALYZE registry_last")
    cursor.execute(HELD)
    cursor.execute(WHOLE)
    for statement in SPLIT.split(";\n"):
        cursor.execute(statement)
    cursor.execute("ANALYZE registry_diff")
