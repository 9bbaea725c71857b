"""What each row of the file would do, written where the screen and the approval find it."""

import uuid

from django.db.backends.utils import CursorWrapper

from prossimo.citizens.registry.checking import COLUMNS
from prossimo.citizens.registry.matching import SURE

KEPT = [name for name in COLUMNS if name not in {"state", "problems"}]
RECORD = f"""
INSERT INTO citizens_registryrow (batch_id, {", ".join(KEPT)}, state, problems, person)
SELECT %(batch)s, {", ".join(f"t.{name}" for name in KEPT)},
       CASE WHEN t.state IN ('wrong', 'repeated') THEN t.state
            WHEN m.line IS NULL THEN 'new'
            WHEN m.how NOT IN {SURE} OR d.kind = 'doubt' THEN 'doubt'
            WHEN d.line IS NOT NULL THEN 'changed'
            ELSE 'same' END,
       CASE WHEN m.how NOT IN {SURE}
            THEN t.problems || jsonb_build_array(jsonb_build_array('', 'doubt_' || m.how, ''))
            WHEN d.doubted IS NOT NULL
            THEN t.problems || (SELECT jsonb_agg(jsonb_build_array(k.key, 'note_by_hand', k.value))
                                  FROM jsonb_each_text(d.doubted->'before') AS k)
            WHEN c.tax_code IS NOT NULL
            THEN t.problems || jsonb_build_array(
                 jsonb_build_array('tax_code', 'note_code_shared', t.tax_code))
            ELSE t.problems END,
       m.person
  FROM registry_incoming t
  LEFT JOIN registry_match m USING (line)
  LEFT JOIN registry_diff d USING (line)
  LEFT JOIN registry_shared c ON c.tax_code = t.tax_code AND m.line IS NULL
"""
# A code borne by several people is told on each of them.
SHARED = """
CREATE TEMP TABLE registry_shared ON COMMIT DROP AS
SELECT tax_code FROM registry_code
UNION
SELECT t.tax_code FROM registry_incoming t
  JOIN citizens_person p ON p.ambito_id = %(ambito)s AND p.tax_code = t.tax_code
 WHERE p.merged_into_id IS NULL AND t.tax_code <> '' AND t.state NOT IN ('wrong', 'repeated')
   AND NOT EXISTS (SELECT 1 FROM registry_match m WHERE m.line = t.line)
"""
COUNTS = """
SELECT state, count(*) FROM citizens_registryrow WHERE batch_id = %(batch)s GROUP BY state
"""
# Residents of the municipalities of the file whose number is not in it.
SAID = """
CREATE TEMP TABLE registry_said ON COMMIT DROP AS
SELECT registry_id, person, municipality_id FROM citizens_registryrow WHERE batch_id = %(batch)s
"""
MISSING = """
CREATE TEMP TABLE registry_missing ON COMMIT DROP AS
SELECT p.id AS person FROM citizens_person p
 WHERE p.ambito_id = %(ambito)s AND p.registry_id <> '' AND p.merged_into_id IS NULL
   AND p.registry_state IN ('resident', 'temporary', '')
   AND p.municipality_id IN (SELECT DISTINCT municipality_id FROM registry_said)
   AND NOT EXISTS (SELECT 1 FROM registry_said r WHERE r.registry_id = p.registry_id)
   AND NOT EXISTS (SELECT 1 FROM registry_said r WHERE r.person = p.id)
"""


def find_shared(cursor: CursorWrapper, ambito_id: uuid.UUID) -> None:
    cursor.execute("DROP TABLE IF EXISTS registry_shared")
    cursor.execute(SHARED, {"ambito": ambito_id})
    cursor.execute("ANALYZE registry_shared")


def record(
    cursor: CursorWrapper, batch_id: uuid.UUID, ambito_id: uuid.UUID, *, whole: bool
) -> dict[str, int]:
    """Writes the rows with their outcome in the place of those of before, and counts them."""
    given = {"batch": batch_id, "ambito": ambito_id}
    cursor.execute("DELETE FROM citizens_registryrow WHERE batch_id = %(batch)s", given)
    cursor.execute(RECORD, given)
    cursor.execute(COUNTS, given)
    counts = {str(state): int(number) for state, number in cursor.fetchall()}
    if whole:
        counts["missing"] = find_missing(cursor, batch_id, ambito_id)
    return counts


def find_missing(cursor: CursorWrapper, batch_id: uuid.UUID, ambito_id: uuid.UUID) -> int:
    cursor.execute("DROP TABLE IF EXISTS registry_missing, registry_said")
    cursor.execute(SAID, {"batch": batch_id})
    cursor.execute("ANALYZE registry_said")
    cursor.execute(MISSING, {"ambito": ambito_id})
    return int(cursor.rowcount)
