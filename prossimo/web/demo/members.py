"""Who is in the cases of the invented towns: whom they are about, who lives there, the parents of a child."""

from django.db import connection

from prossimo.web.demo.joint import FIRST as JOINT

# In a case of the household everybody at home; a child has their parents in it whatever it is about.
# In one family out of six the youngest came home since, and is not in the case yet.
MEMBERS = f"""
WITH written AS (
    SELECT k.*, split_part(k.number, '/', 2)::int AS place FROM cases_case k
     WHERE split_part(k.number, '/', 2)::int > %(after)s
), at_home AS (
    SELECT k.id AS case_id, k.created_at, k.reported_on, k.owner_id, k.state, k.number, h.id, h.born_on,
           k.place >= {JOINT} AS jointly,
           CASE WHEN s.household_role = 'child' AND h.household_role IN ('reference', 'partner')
                THEN 'parent'
                WHEN s.household_role = 'child' AND h.household_role = 'child' THEN 'sibling'
                WHEN s.household_role IN ('reference', 'partner') AND h.household_role = 'child'
                THEN 'child'
                WHEN s.household_role IN ('reference', 'partner')
                     AND h.household_role IN ('reference', 'partner') THEN 'partner'
                ELSE 'relative' END AS role
      FROM written k JOIN citizens_person s ON s.id = k.person_id
      JOIN citizens_person h ON h.household_id = s.household_id AND h.id <> s.id
     WHERE h.merged_into_id IS NULL AND h.died_on IS NULL
       AND (k.household_id IS NOT NULL OR s.born_on > k.reported_on - interval '18 years'
            AND s.household_role = 'child' AND h.household_role IN ('reference', 'partner'))
), counted AS (
    SELECT a.*, row_number() OVER (PARTITION BY a.case_id, a.role = 'parent'
                                   ORDER BY a.born_on DESC, a.id) AS youngest,
           dense_rank() OVER (PARTITION BY a.owner_id, a.state, a.role = 'parent', a.jointly
                              ORDER BY a.number) AS turn
      FROM at_home a
)
INSERT INTO cases_casemember
    (id, version, created_at, changed_at, case_id, person_id, role, period, note)
SELECT md5(k.id::text || 'subject')::uuid, 1, k.created_at, k.created_at, k.id, k.person_id,
       'subject', daterange(k.reported_on, NULL), '' FROM written k
UNION ALL
SELECT md5(c.case_id::text || c.id::text)::uuid, 1, c.created_at, c.created_at, c.case_id, c.id, c.role,
       daterange(greatest(c.reported_on, c.born_on), NULL), ''
  FROM counted c
 WHERE c.jointly OR c.role = 'parent' OR c.youngest > 1 OR mod(c.turn, 6) <> 1
"""


def bring_home(after: int = 0) -> None:
    """Write the members of the cases numbered after this place of their year."""
    with connection.cursor() as cursor:
        cursor.execute(MEMBERS, {"after": after})
