"""Which person a row of the registry is about: by its number, else by fiscal code, else a doubt."""

import uuid

from django.db.backends.utils import CursorWrapper

# The number of the registry, unless nothing else agrees: another municipality may give the same.
BY_NUMBER = """
CREATE TEMP TABLE registry_match ON COMMIT DROP AS
SELECT t.line, p.id AS person, p.merged_into_id AS went_to,
       CASE WHEN t.born_on = p.born_on OR t.sort_key = p.sort_key
              OR (t.tax_code <> '' AND t.tax_code = p.tax_code)
              OR (p.born_on IS NULL AND p.sort_key = '') OR t.sort_key = ''
            THEN 'number' ELSE 'clash' END AS how
  FROM registry_incoming t
  JOIN citizens_person p ON p.ambito_id = %(ambito)s AND p.registry_id = t.registry_id
 WHERE t.registry_id <> '' AND t.state NOT IN ('wrong', 'repeated')
"""
# A file that was merged leads to the one it went into.
FOLLOW = """
UPDATE registry_match m SET person = p.id, went_to = p.merged_into_id
  FROM citizens_person p WHERE m.went_to = p.id
"""
# The few codes that stand on several rows of people not found yet.
CODES = """
CREATE TEMP TABLE registry_code ON COMMIT DROP AS
SELECT t.tax_code, count(*) AS rows
  FROM registry_incoming t LEFT JOIN registry_match m USING (line)
 WHERE m.line IS NULL AND t.tax_code <> '' AND t.state NOT IN ('wrong', 'repeated')
 GROUP BY 1 HAVING count(*) > 1
"""
HOLDERS = """
CREATE TEMP TABLE registry_holder ON COMMIT DROP AS
SELECT t.line, coalesce(c.rows, 1) AS rows, p.id AS person,
       count(*) OVER (PARTITION BY t.line) AS people, p.now,
       CASE WHEN t.sort_key = p.sort_key AND t.born_on = p.born_on THEN 'both'
            WHEN t.sort_key = p.sort_key OR t.born_on = p.born_on OR t.sort_key = '' THEN 'one'
            ELSE '' END AS agrees,
       p.registry_id AS holds, t.registry_id AS says
  FROM registry_incoming t
  JOIN (
       SELECT id, sort_key, born_on, registry_id, tax_code AS code, true AS now FROM citizens_person
        WHERE ambito_id = %(ambito)s AND tax_code <> '' AND merged_into_id IS NULL
       UNION ALL
       SELECT q.id, q.sort_key, q.born_on, q.registry_id, f.code, false
         FROM citizens_formertaxcode f JOIN citizens_person q ON q.id = f.person_id
        WHERE q.ambito_id = %(ambito)s AND q.merged_into_id IS NULL AND q.tax_code <> f.code) p
    ON p.code = t.tax_code
  LEFT JOIN registry_code c ON c.tax_code = t.tax_code
 WHERE t.tax_code <> '' AND t.state NOT IN ('wrong', 'repeated')
   AND NOT EXISTS (SELECT 1 FROM registry_match m WHERE m.line = t.line)
   AND NOT EXISTS (SELECT 1 FROM registry_match m WHERE m.person = p.id)
"""
# One code, one file, one row: the same person. Two numbers for one code: two people, and an alarm.
BY_CODE = """
INSERT INTO registry_match (line, person, how)
SELECT line, person, CASE
         WHEN people > 1 OR agrees = '' OR rows > 1 THEN 'code_doubt'
         WHEN now THEN 'code' ELSE 'former' END
  FROM registry_holder h
 WHERE (holds = '' OR says = '' OR (holds <> says AND agrees = 'both' AND rows = 1
        AND NOT EXISTS (SELECT 1 FROM registry_incoming o WHERE o.registry_id = h.holds)))
   AND (people = 1 OR person = (SELECT o.person FROM registry_holder o WHERE o.line = h.line
                                 ORDER BY o.person LIMIT 1))
"""
# The name alone never joins anybody: it asks a person to look.
BY_NAME = """
INSERT INTO registry_match (line, person, how)
SELECT t.line, (array_agg(p.id ORDER BY p.id))[1],
       CASE WHEN count(*) = 1 THEN 'name' ELSE 'names' END
  FROM registry_incoming t
  JOIN citizens_person p ON p.ambito_id = %(ambito)s AND p.sort_key = t.sort_key
   AND p.born_on = t.born_on AND p.merged_into_id IS NULL
 WHERE t.state NOT IN ('wrong', 'repeated') AND t.sort_key <> ''
   AND NOT EXISTS (SELECT 1 FROM registry_match m WHERE m.line = t.line)
   AND NOT EXISTS (SELECT 1 FROM registry_match m WHERE m.person = p.id)
   AND (p.registry_id = '' OR t.registry_id = '')
   AND (p.tax_code = '' OR t.tax_code = '' OR p.tax_code = t.tax_code
        OR 'valid' NOT IN (p.tax_code_state, t.tax_code_state)
        OR p.tax_code_state = 'temporary' OR t.tax_code_state = 'temporary')
 GROUP BY t.line
"""
# Two rows that lead to one file (a merge, two numbers): neither is sure.
TWO_ROWS = """
UPDATE registry_match m SET how = 'two_rows'
 WHERE how IN ('number', 'code', 'former')
   AND person IN (SELECT person FROM registry_match WHERE how IN ('number', 'code', 'former')
                   GROUP BY person HAVING count(*) > 1)
"""
SURE = "('number', 'code', 'former')"


def match(cursor: CursorWrapper, ambito_id: uuid.UUID) -> None:
    """Fills `registry_match` (line, person, how); rows without a line in it are new people."""
    given = {"ambito": ambito_id}
    for table in ("registry_match", "registry_code", "registry_holder"):
        cursor.execute(f"DROP TABLE IF EXISTS {table}")
    cursor.execute(BY_NUMBER, given)
    for _turn in range(20):
        cursor.execute(FOLLOW)
        if cursor.rowcount == 0:
            break
    cursor.execute("ANALYZE registry_match")
    cursor.execute(CODES)
    cursor.execute("ANALYZE registry_code")
    cursor.execute(HOLDERS, given)
    cursor.execute("ANALYZE registry_holder")
    cursor.execute(BY_CODE)
    cursor.execute(BY_NAME, given)
    cursor.execute(TWO_ROWS)
    cursor.execute("CREATE INDEX ON registry_match (line)")
    cursor.execute("ANALYZE registry_match")
