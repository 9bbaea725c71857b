"""The checks that a batch leaves to people: moved, left, died, new child, split, missing, doubts."""

import datetime as dt
import uuid
from typing import Any

from django.db.backends.utils import CursorWrapper

from prossimo.citizens.registry.staging import NEW
from prossimo.citizens.registry.writing import NUMBER

HEAD = """
INSERT INTO citizens_reviewtask
       (id, version, created_at, changed_at, person_id, batch_id, source_key, kind, facts,
        happened_on, state, note)
"""
ONCE = " ON CONFLICT DO NOTHING"
SAME_BATCH = "'batch:' || %(batch)s::text"
CHANGED = f"""{HEAD}
SELECT gen_random_uuid(), 1, now(), now(), d.person, %(batch)s, {SAME_BATCH}, k.kind,
       jsonb_build_object('before', d.before - ARRAY['sort_key', 'tax_code_state'],
                          'after', d.after - ARRAY['sort_key', 'tax_code_state']),
       CASE k.kind WHEN 'died' THEN (d.after->>'died_on')::date
                   WHEN 'moved' THEN (d.after->>'resides_since')::date END, 'open', ''
  FROM registry_diff d CROSS JOIN LATERAL (
       SELECT 'died' AS kind WHERE d.kind = 'died'
       UNION ALL SELECT 'left' WHERE d.kind <> 'died'
                  AND d.after->>'registry_state' IN ('left', 'gone', 'abroad')
       UNION ALL SELECT 'moved' WHERE d.kind = 'moved' AND d.before->>'street' <> ''
                  AND coalesce(d.after->>'registry_state', '') NOT IN ('left', 'gone', 'abroad')) k
 WHERE d.after <> '{{}}'"""
# Who leaves a household in which somebody stays, or who all went elsewhere than the others.
SPLIT = f"""{HEAD}
SELECT gen_random_uuid(), 1, now(), now(), d.person, %(batch)s, {SAME_BATCH}, 'split',
       jsonb_build_object('before', jsonb_build_object('household_id', d.was_household),
                          'after', jsonb_build_object('household_id', d.after->'household_id')),
       NULL, 'open', ''
  FROM registry_diff d
 WHERE d.after ? 'household_id' AND d.kind <> 'died'
   AND EXISTS (SELECT 1 FROM citizens_household h
                WHERE h.id = d.was_household AND h.registry_id <> '')
   AND EXISTS (SELECT 1 FROM citizens_person o
                WHERE o.household_id = d.was_household AND o.died_on IS NULL
                  AND o.merged_into_id IS NULL)"""
# A child born after the household was last seen in the registry.
CHILD = f"""{HEAD}
SELECT gen_random_uuid(), 1, now(), now(), t.fresh_id, %(batch)s, {SAME_BATCH}, 'child',
       jsonb_build_object('before', '{{}}'::jsonb,
                          'after', jsonb_build_object('household_id', w.id)),
       t.born_on, 'open', ''
  FROM registry_incoming t JOIN registry_home w ON w.number = {NUMBER}
 WHERE {NEW} AND NOT w.fresh AND t.born_on IS NOT NULL
   AND t.born_on > (SELECT max(o.registry_seen_on) FROM citizens_person o
                     WHERE o.household_id = w.id
                       AND o.id NOT IN (SELECT fresh_id FROM registry_incoming)
                       AND o.id NOT IN (SELECT person FROM registry_diff))"""
CODE = f"""{HEAD}
SELECT gen_random_uuid(), 1, now(), now(), person, %(batch)s, 'code:' || tax_code, 'code',
       jsonb_build_object('before', '{{}}'::jsonb,
                          'after', jsonb_build_object('tax_code', tax_code)),
       NULL, 'open', ''
  FROM registry_alike WHERE people > 1"""
# The codes that this batch wrote and that may be of several people. Those of new files were found
# before the new files stood among the others: no need to look a million up again.
DOUBLE = f"""
CREATE TEMP TABLE registry_double ON COMMIT DROP AS
SELECT t.tax_code FROM registry_incoming t JOIN registry_shared s ON s.tax_code = t.tax_code
 WHERE {NEW}
UNION SELECT d.after->>'tax_code' FROM registry_diff d WHERE d.after ? 'tax_code'
"""
# One by one, whatever the statistics think of a million files that have just been written.
ALIKE = """
CREATE TEMP TABLE registry_alike ON COMMIT DROP AS
SELECT p.id AS person, b.tax_code, count(*) OVER (PARTITION BY b.tax_code) AS people
  FROM registry_double b
  CROSS JOIN LATERAL (
       SELECT o.id FROM citizens_person o
        WHERE o.ambito_id = %(ambito)s AND o.tax_code = b.tax_code AND o.merged_into_id IS NULL
       OFFSET 0) p
"""
HELD = f"""{HEAD}
SELECT gen_random_uuid(), 1, now(), now(), person, %(batch)s, 'hand:' || md5(doubted::text), 'doubt',
       doubted, NULL, 'open', ''
  FROM registry_diff WHERE doubted IS NOT NULL"""
UNSURE = f"""{HEAD}
SELECT gen_random_uuid(), 1, now(), now(), m.person, %(batch)s,
       'row:' || md5(m.how || coalesce(nullif(t.registry_id, ''), t.tax_code) || t.sort_key),
       'doubt', jsonb_build_object('before', '{{}}'::jsonb, 'after', jsonb_strip_nulls(
         jsonb_build_object('surname', nullif(t.surname, ''), 'given_name', nullif(t.given_name, ''),
                            'born_on', t.born_on, 'tax_code', nullif(t.tax_code, ''),
                            'registry_id', nullif(t.registry_id, '')))), NULL, 'open', ''
  FROM registry_match m JOIN registry_incoming t USING (line)
 WHERE m.how NOT IN ('number', 'code', 'former')"""
MISSING = f"""{HEAD}
SELECT gen_random_uuid(), 1, now(), now(), person, %(batch)s, 'missing', 'missing',
       '{{}}', NULL, 'open', '' FROM registry_missing"""


def raise_all(
    cursor: CursorWrapper,
    *,
    batch_id: uuid.UUID,
    ambito_id: uuid.UUID,
    today: dt.date,
    whole: bool,
) -> int:
    """Leaves the checks, each once; answers how many."""
    given: dict[str, Any] = {"batch": batch_id, "ambito": ambito_id, "today": today}
    cursor.execute("DROP TABLE IF EXISTS registry_double, registry_alike")
    cursor.execute(DOUBLE)
    shared = cursor.rowcount > 0
    if shared:
        cursor.execute(ALIKE, given)
    left = 0
    asked = (CHANGED, SPLIT, CHILD, *[CODE] * shared, HELD, UNSURE, *[MISSING] * whole)
    for statement in asked:
        cursor.execute(statement + ONCE, given)
        left += cursor.rowcount
    return left
