"""Writes what the registry brings: households, new files, changes, what stood there before."""

import datetime as dt
import uuid
from typing import Any

from django.db.backends.utils import CursorWrapper

from prossimo.citizens.registry.differing import COMPARED
from prossimo.citizens.registry.staging import NEW, ORDERED_ID

NUMBER = "coalesce(nullif(t.household_id, ''), '#' || t.line)"
# A household is called by its reference person, else by the first in order of name: in that order
# they are written.
HOMES = f"""
CREATE TEMP TABLE registry_home ON COMMIT DROP AS
SELECT w.number, h.id IS NULL AS fresh, left(coalesce(c.surname, ''), 200) AS label,
       coalesce(h.id, {ORDERED_ID.format(n="w.head")}) AS id
  FROM (SELECT {NUMBER} AS number,
               coalesce(min(t.place) FILTER (WHERE t.surname <> '' AND t.household_role = 'reference'),
                        min(t.place) FILTER (WHERE t.surname <> ''), min(t.place)) AS head
          FROM registry_incoming t
          LEFT JOIN registry_match m USING (line)
          LEFT JOIN registry_diff d USING (line)
         WHERE m.line IS NULL OR d.after ? 'household'
         GROUP BY 1) w
  JOIN registry_incoming c ON c.place = w.head
  LEFT JOIN citizens_household h
         ON h.ambito_id = %(ambito)s AND h.registry_id = w.number AND w.number NOT LIKE '#%%'
 ORDER BY w.head
"""
HOUSEHOLDS = """
INSERT INTO citizens_household (id, version, created_at, changed_at, ambito_id, label, registry_id)
SELECT id, 1, now(), now(), %(ambito)s, label, CASE WHEN number LIKE '#%%' THEN '' ELSE number END
  FROM registry_home WHERE fresh
"""
PEOPLE = f"""
INSERT INTO citizens_person
       (id, version, created_at, changed_at, ambito_id, surname, given_name, sort_key, sex, born_on,
        birth_place, birth_place_code, citizenships, tax_code, tax_code_state, household_id,
        household_role, municipality_id, neighbourhood_id, street, street_number, postcode, latitude,
        longitude, resides_since, languages, needs_interpreter, contact_warning, first_known_on,
        died_on, registry_id, registry_state, registry_seen_on)
SELECT t.fresh_id, 1, now(), now(), %(ambito)s, t.surname, t.given_name, t.sort_key,
       coalesce(nullif(t.sex, ''), 'X'), t.born_on, t.birth_place, t.birth_place_code,
       t.citizenships, t.tax_code, t.tax_code_state, w.id, t.household_role,
       t.municipality_id, t.neighbourhood, t.street, t.street_number, t.postcode, t.latitude,
       t.longitude, t.resides_since, '{{}}', false, '', %(today)s, t.died_on, t.registry_id,
       coalesce(nullif(t.registry_state, ''), 'resident'), %(today)s
  FROM registry_incoming t JOIN registry_home w ON w.number = {NUMBER}
 WHERE {NEW}
"""
BORN = f"""
INSERT INTO citizens_registrychange
       (id, batch_id, person_id, kind, before, after, undone, kept_because)
SELECT t.fresh_id, %(batch)s, t.fresh_id, 'created', '{{}}', '{{"version": 1}}', false, ''
  FROM registry_incoming t WHERE {NEW}
"""
CASTS = {
    "born_on": "date", "died_on": "date", "resides_since": "date", "municipality_id": "uuid",
    "neighbourhood_id": "uuid", "latitude": "double precision", "longitude": "double precision",
    "household_id": "uuid",
}  # fmt: skip


def value_of(document: str, column: str) -> str:
    """A column as it stands in a document of before or after."""
    if column == "citizenships":
        return f"ARRAY(SELECT jsonb_array_elements_text({document}->'citizenships'))::varchar(2)[]"
    return f"({document}->>'{column}')::{CASTS.get(column, 'text')}"


WRITTEN = [*(one.column for one in COMPARED), "household_id", "sort_key", "tax_code_state"]
# What follows from the change is kept with it: an undoing puts back all of it, or none.
FOLLOWING = """
ALTER TABLE registry_diff ADD address uuid;
UPDATE registry_diff d SET
       before = d.before - 'household'
         || CASE WHEN d.after ? 'household'
                 THEN jsonb_build_object('household_id', d.was_household) ELSE '{}' END
         || CASE WHEN d.after ?| ARRAY['surname', 'given_name']
                 THEN jsonb_build_object('sort_key', p.sort_key) ELSE '{}' END
         || CASE WHEN d.after ? 'tax_code'
                 THEN jsonb_build_object('tax_code_state', p.tax_code_state) ELSE '{}' END,
       after = d.after - 'household'
         || CASE WHEN d.after ? 'household' THEN jsonb_build_object('household_id', w.id) ELSE '{}' END
         || CASE WHEN d.after ?| ARRAY['surname', 'given_name']
                 THEN jsonb_build_object('sort_key', t.sort_key) ELSE '{}' END
         || CASE WHEN d.after ? 'tax_code'
                 THEN jsonb_build_object('tax_code_state', t.tax_code_state) ELSE '{}' END,
       address = CASE WHEN d.kind = 'moved' AND p.street <> '' THEN gen_random_uuid() END
  FROM citizens_person p, registry_incoming t
  LEFT JOIN registry_home w ON w.number = t.household_id AND t.household_id <> ''
 WHERE p.id = d.person AND t.line = d.line AND d.after <> '{}'
"""
LEFT_HOMES = """
INSERT INTO citizens_address
       (id, version, created_at, changed_at, person_id, kind, street, street_number, postcode,
        municipality_id, place, neighbourhood_id, latitude, longitude, at_whom, compartment, period)
SELECT d.address, 1, now(), now(), p.id, 'residence', p.street, p.street_number, p.postcode,
       p.municipality_id, '', p.neighbourhood_id, p.latitude, p.longitude, '', '',
       daterange(least(p.resides_since, x.until), x.until)
  FROM registry_diff d JOIN citizens_person p ON p.id = d.person
  CROSS JOIN LATERAL (SELECT coalesce((d.after->>'resides_since')::date, %(today)s) AS until) x
 WHERE d.address IS NOT NULL
"""
SETS = ", ".join(
    f"{column} = CASE WHEN d.after ? '{column}' THEN {value_of('d.after', column)}"
    f" ELSE p.{column} END"
    for column in WRITTEN
)
CHANGES = f"""
UPDATE citizens_person p SET {SETS}, version = p.version + 1, changed_at = now(),
       registry_seen_on = %(today)s
  FROM registry_diff d WHERE p.id = d.person AND d.after <> '{{}}'
"""
TOLD = """
INSERT INTO citizens_registrychange
       (id, batch_id, person_id, kind, before, after, undone, kept_because)
SELECT gen_random_uuid(), %(batch)s, person, kind,
       before || CASE WHEN address IS NULL THEN '{}'
                      ELSE jsonb_build_object('_address', address) END,
       after || jsonb_build_object('version', version + 1), false, ''
  FROM registry_diff WHERE after <> '{}'
"""
PLAIN = "substr({0}, 1, 6) || translate(substr({0}, 7, 2), 'LMNPQRSTUV', '0123456789')"
PLAIN += " || substr({0}, 9, 1) || translate(substr({0}, 10, 2), 'LMNPQRSTUV', '0123456789')"
PLAIN += " || substr({0}, 12, 1) || translate(substr({0}, 13, 3), 'LMNPQRSTUV', '0123456789')"
FORMER_CODES = f"""
INSERT INTO citizens_formertaxcode (id, person_id, code, ended_on, why)
SELECT gen_random_uuid(), d.person, d.before->>'tax_code', %(today)s,
       CASE WHEN d.before->>'tax_code_state' = 'temporary' THEN 'temporary'
            WHEN {PLAIN.format("(d.before->>'tax_code')")} = {PLAIN.format("(d.after->>'tax_code')")}
            THEN 'homocody'
            WHEN d.after ?| ARRAY['surname', 'given_name', 'sex', 'born_on'] THEN 'changed'
            ELSE 'mistake' END
  FROM registry_diff d WHERE d.after ? 'tax_code' AND d.before->>'tax_code' <> ''
"""
# A household is called by its reference person, whichever half of the registry came first.
LABELS = """
UPDATE citizens_household h SET label = x.label, version = h.version + 1, changed_at = now()
  FROM (SELECT w.id, left((array_agg(p.surname ORDER BY p.household_role <> 'reference', p.sort_key,
               p.id) FILTER (WHERE p.surname <> ''))[1], 200) AS label
          FROM registry_home w JOIN citizens_person p ON p.household_id = w.id
         WHERE NOT w.fresh GROUP BY w.id) x
 WHERE h.id = x.id AND x.label <> '' AND h.label <> x.label
"""


def bring(
    cursor: CursorWrapper, *, batch_id: uuid.UUID, ambito_id: uuid.UUID, today: dt.date
) -> None:
    """Households and new files, then the changes; `registry_home` and `registry_diff` remain."""
    given: dict[str, Any] = {"batch": batch_id, "ambito": ambito_id, "today": today}
    cursor.execute("DROP TABLE IF EXISTS registry_home")
    cursor.execute(HOMES, given)
    cursor.execute("CREATE INDEX ON registry_home (number)")
    cursor.execute("ANALYZE registry_home")
    cursor.execute(HOUSEHOLDS, given)
    cursor.execute(PEOPLE, given)
    cursor.execute(BORN, given)
    for statement in FOLLOWING.split(";\n"):
        cursor.execute(statement)
    cursor.execute(LEFT_HOMES, given)
    cursor.execute(CHANGES, given)
    cursor.execute(TOLD, given)
    cursor.execute(FORMER_CODES, given)
    cursor.execute(LABELS)
