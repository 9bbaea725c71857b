"""Who counts around the cases of the invented towns: neighbours, parishes, shops, schools, services."""

import datetime as dt

from django.db import connection

# Of each who is there, what they do, how much; one of them in a few is in conflict, or is gone.
TOLD = """
    ('neighbour', 'supports', 3, 'La signora del terzo piano', 'Tiene le chiavi di casa'),
    ('group', 'supports', 2, 'Parrocchia del quartiere', 'Porta il pacco due volte al mese'),
    ('shop', 'knows', 1, 'Panificio sotto casa', 'Segna sul quaderno, avvisa se non lo vede'),
    ('expert', 'knows', 2, 'Medico di famiglia', ''),
    ('school', 'supports', 2, 'Scuola primaria', 'La maestra chiama se manca'),
    ('friend', 'supports', 3, 'Un''amica di vecchia data', 'Si sentono ogni sera'),
    ('kin', 'conflicts', 2, 'Il fratello maggiore', 'Non si parlano da due anni'),
    ('volunteer', 'cares', 3, 'Volontaria dell''accompagnamento', 'La porta alle visite')
"""
TIES = f"""
WITH told (who, kind, strength, name, note) AS (VALUES {TOLD}),
numbered AS (SELECT *, row_number() OVER () AS n FROM told),
bodies AS (
    SELECT ambito_id, array_agg(id ORDER BY name) AS ids FROM network_organisation
     WHERE active AND kind <> 'municipality' GROUP BY ambito_id
)
INSERT INTO cases_casetie
    (id, version, created_at, changed_at, case_id, who, person_id, organisation_id, post_id, name,
     kind, strength, note, period, by_id)
SELECT md5(k.id::text || 'tie' || t.n)::uuid, 1, k.created_at, k.created_at, k.id,
       CASE WHEN b.ids IS NULL OR t.n <> 2 THEN t.who ELSE 'group' END, NULL,
       CASE WHEN t.n = 2 THEN b.ids[1 + d.draw %% array_length(b.ids, 1)] END, NULL,
       CASE WHEN t.n = 2 AND b.ids IS NOT NULL THEN '' ELSE t.name END, t.kind, t.strength, t.note,
       daterange(k.reported_on,
                 CASE WHEN (d.draw + t.n) %% 11 = 0 AND k.reported_on < %(today)s::date - 30
                      THEN %(today)s::date - 10 END), k.opened_by_id
  FROM cases_case k CROSS JOIN numbered t LEFT JOIN bodies b ON b.ambito_id = k.ambito_id
 CROSS JOIN LATERAL (SELECT abs(hashtext(k.id::text)) AS draw) d
 WHERE k.taken_on IS NOT NULL AND k.taken_on > %(today)s::date - 800
   AND (d.draw + t.n) %% 3 < 2 AND (t.n <> 5 OR k.user_area IN ('FAM', 'MUL'))
"""


def draw_in(today: dt.date) -> None:
    """Give each case of these two years the people who count for it."""
    with connection.cursor() as cursor:
        cursor.execute(TIES, {"today": today})
