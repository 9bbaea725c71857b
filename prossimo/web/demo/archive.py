"""The archive of the invented cases: their terms, what is put away, proposed and held back."""

import datetime as dt

from django.db import connection

TERMS = """
INSERT INTO cases_retentionclass
    (id, version, created_at, changed_at, ambito_id, user_area, years, since, act)
SELECT md5(a.id::text || v.area || 'term')::uuid, 1, now(), now(), a.id, v.area, v.years,
       date '2012-01-01', v.act
  FROM territory_ambito a
 CROSS JOIN (VALUES ('', 7, 'Piano di conservazione (inventato), titolo VII'),
                    ('FAM', 10, 'Piano di conservazione (inventato), titolo VII, minori')
            ) AS v (area, years, act)
 WHERE EXISTS (SELECT 1 FROM cases_case k WHERE k.ambito_id = a.id)
"""
# The longest closed first: some stand in the archive, three are proposed, one of them is held back.
PUT_AWAY = """
WITH closed AS (
    SELECT k.*, d.user_id AS keeper,
           k.closed_on + interval '1 year' * CASE WHEN k.user_area = 'FAM' THEN 10 ELSE 7 END AS due,
           row_number() OVER (PARTITION BY k.ambito_id
                              ORDER BY k.user_area = 'FAM', k.closed_on, k.number) AS n
      FROM cases_case k
      JOIN LATERAL (SELECT p.user_id FROM accounts_post p
                     WHERE p.ambito_id = k.ambito_id AND p.role = 'area_manager'
                       AND p.period @> %(today)s::date ORDER BY p.id LIMIT 1) d ON true
     WHERE k.state = 'closed' AND k.closed_on < %(today)s::date - 400
)
INSERT INTO cases_casearchive
    (id, version, created_at, changed_at, ambito_id, case_id, number, user_area, closed_on, due_on,
     state, archived_by_id, proposed_by_id, decided_by_id, why, act, act_on, disposed_at)
SELECT md5(k.id::text || 'archive')::uuid, 1, now(), now(), k.ambito_id, k.id, k.number,
       k.user_area, k.closed_on, k.due::date,
       CASE WHEN k.n <= 3 AND k.due < %(today)s THEN 'proposed' ELSE 'archived' END, k.keeper,
       CASE WHEN k.n <= 3 AND k.due < %(today)s THEN k.keeper END, NULL,
       CASE WHEN k.n <= 3 AND k.due < %(today)s
            THEN 'Il termine è passato e nessuno la chiede.' ELSE '' END, '', NULL, NULL
  FROM closed k WHERE k.n <= 8
"""
OUT_OF_SIGHT = """
UPDATE cases_case k SET archived = true FROM cases_casearchive a WHERE a.case_id = k.id
"""
NOBODY = """
UPDATE cases_caseworker w SET period = daterange(lower(w.period), %(today)s::date)
  FROM cases_casearchive a
 WHERE a.case_id = w.case_id AND w.period @> %(today)s::date AND lower(w.period) < %(today)s::date
"""
HELD = """
INSERT INTO cases_legalhold
    (id, version, created_at, changed_at, archive_id, why, until, by_id, lifted_on, lifted_why)
SELECT md5(a.id::text || 'hold')::uuid, 1, now(), now(), a.id,
       'È in corso una causa: il tribunale ha chiesto gli atti.', %(today)s::date + 365,
       a.archived_by_id, NULL, ''
  FROM (SELECT DISTINCT ON (ambito_id) * FROM cases_casearchive
         ORDER BY ambito_id, state DESC, due_on, number) a
"""


def put_away(today: dt.date) -> None:
    """Decide the terms, put the longest closed cases away, and hold one of them back."""
    with connection.cursor() as cursor:
        for statement in (TERMS, PUT_AWAY, OUT_OF_SIGHT, NOBODY, HELD):
            cursor.execute(statement, {"today": today})
