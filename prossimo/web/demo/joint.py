"""Services run together in the invented towns: their families, activities, operators and volunteers."""

import datetime as dt

from django.db import connection

FIRST = 30_000  # their numbers of the year, apart from the others
# As told of Bergamo and Dalmine: households with minors; minors in charge, and in prevention.
FAMILIES, IN_CHARGE, PREVENTION = 2_500, 470, 500
# The first of a town is of the one who looks around: one who follows families too.
CASES = f"""
WITH workers AS (
    SELECT p.ambito_id, array_agg(p.id ORDER BY (u.username = 'assistente'), p.id) AS posts,
           array_agg(p.user_id ORDER BY (u.username = 'assistente'), p.id) AS users,
           greatest(count(*) FILTER (WHERE u.username <> 'assistente'), 1)::int AS many
      FROM accounts_post p JOIN accounts_user u ON u.id = p.user_id
     WHERE p.role = 'caseworker' AND p.period @> %(today)s::date GROUP BY p.ambito_id
), kids AS (
    SELECT h.id, h.ambito_id, h.household_id, h.municipality_id, h.neighbourhood_id, h.born_on, a.key,
           row_number() OVER (PARTITION BY h.household_id ORDER BY h.born_on, h.id) AS eldest
      FROM citizens_person h JOIN territory_ambito a ON a.id = h.ambito_id
     WHERE a.key IN ('bergamo', 'dalmine') AND h.merged_into_id IS NULL AND h.died_on IS NULL
       AND h.born_on > %(today)s::date - interval '17 years'
       AND h.born_on < %(today)s::date - 60 AND h.household_id IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM cases_case c WHERE c.person_id = h.id)
), chosen AS (
    SELECT k.*, row_number() OVER (PARTITION BY ambito_id
                                   ORDER BY abs(hashtext(id::text)), id)::int AS n
      FROM kids k WHERE eldest = 1 OR key = 'dalmine'
), told AS (
    SELECT c.*, greatest(%(today)s::date - (30 + (n * 7) %% 900), born_on + 20) AS day,
           CASE WHEN key = 'bergamo' THEN (ARRAY['light', 'full', 'light', 'prevention'])[1 + n %% 4]
                WHEN n <= round({IN_CHARGE} * %(scale)s) THEN 'full' ELSE 'prevention' END AS how
      FROM chosen c
     WHERE n <= round(CASE key WHEN 'bergamo' THEN {FAMILIES} ELSE {IN_CHARGE + PREVENTION} END
                      * %(scale)s)
)
INSERT INTO cases_case
    (id, version, created_at, changed_at, ambito_id, municipality_id, neighbourhood_id, number,
     person_id, household_id, user_area, intensity, intensity_why, at_risk, protected, restricted,
     archived, source, proposal_id, why, state, owner_id, opened_by_id, reported_on, taken_on,
     suspended_on, closed_on, outcome, closing, last_heard_on, review_on, follow_up_on)
SELECT md5(t.id::text || 'joint')::uuid, 1, t.day + time '09:00' AT TIME ZONE 'Europe/Rome',
       t.day + time '09:00' AT TIME ZONE 'Europe/Rome', t.ambito_id, t.municipality_id,
       t.neighbourhood_id,
       extract(year FROM t.day)::int || '/' || ({FIRST} + n), t.id,
       CASE WHEN t.key = 'bergamo' THEN t.household_id END, 'FAM', t.how, '', false, false, false,
       false, 'direct', NULL, 'La scuola e la famiglia chiedono un aiuto per i ragazzi.', 'in_charge',
       w.posts[one.turn], w.users[one.turn], t.day, t.day + 5, NULL, NULL, '', '',
       %(today)s::date - n %% 45, %(today)s::date + 20 + n %% 120, NULL
  FROM told t JOIN workers w ON w.ambito_id = t.ambito_id
 CROSS JOIN LATERAL (SELECT CASE WHEN t.n = 1 THEN cardinality(w.posts)
                                 ELSE 1 + t.n %% w.many END AS turn) one
"""
SERVICES = """
INSERT INTO cases_jointservice (id, version, created_at, changed_at, ambito_id, name, purpose,
       lead_id, period)
SELECT md5(a.id::text || 'joint')::uuid, 1, now(), now(), a.id, 'Servizio Minori e Famiglie',
       'Un solo servizio per le famiglie in difficoltà: lavoro sociale, educativo e psicologico insieme.',
       (SELECT o.id FROM network_organisation o WHERE o.ambito_id = a.id
           AND o.name = CASE a.key WHEN 'bergamo' THEN 'Comune di Bergamo' ELSE 'Comune di Dalmine' END),
       daterange(CASE a.key WHEN 'bergamo' THEN date '2011-09-01' ELSE date '2013-03-01' END, NULL)
  FROM territory_ambito a WHERE a.key IN ('bergamo', 'dalmine')
"""
ACTIVITIES = """
INSERT INTO cases_jointactivity (id, service_id, name, position)
SELECT md5(s.id::text || v.name)::uuid, s.id, v.name, v.position
  FROM cases_jointservice s JOIN territory_ambito a ON a.id = s.ambito_id
  JOIN (VALUES ('bergamo', 1, 'Presa in carico della famiglia'),
               ('bergamo', 2, 'Educativa domiciliare'), ('bergamo', 3, 'Sostegno ai genitori'),
               ('bergamo', 4, 'Incontri facilitati'), ('bergamo', 5, 'Affido e accoglienza'),
               ('bergamo', 6, 'Ascolto psicologico e mediazione'),
               ('bergamo', 7, 'Prevenzione con le comunità'),
               ('dalmine', 1, 'Presa in carico'), ('dalmine', 2, 'Prevenzione secondaria'),
               ('dalmine', 3, 'Educativa di territorio')) v (key, position, name) ON v.key = a.key
"""
PLACES = """
INSERT INTO cases_jointplace (id, service_id, name, covers)
SELECT md5(s.id::text || v.name)::uuid, s.id, v.name, v.covers
  FROM cases_jointservice s JOIN territory_ambito a ON a.id = s.ambito_id AND a.key = 'dalmine',
       (VALUES ('Presidio di Dalmine', 'Dalmine, Curno, Lallio, Mozzo, Treviolo, Osio Sopra'),
               ('Presidio di Verdellino', 'Verdellino, Verdello, Boltiere, Ciserano, Osio Sotto'),
               ('Presidio di Stezzano',
                'Stezzano, Azzano San Paolo, Zanica, Comun Nuovo, Levate, Urgnano')) v (name, covers)
"""
ASSIGNED = """
INSERT INTO cases_assigned (id, version, created_at, changed_at, service_id, organisation_id,
       activity_id, place_id, kind, post_id, name, number, period)
SELECT md5(s.id::text || v.body || v.kind)::uuid, 1, now(), now(), s.id, o.id, NULL::uuid,
       NULL::uuid, v.kind, NULL::uuid, '', v.number, s.period
  FROM cases_jointservice s JOIN territory_ambito a ON a.id = s.ambito_id
  JOIN (VALUES ('bergamo', 'Cooperativa sociale Il Cortile', 'operator', 10),
               ('bergamo', 'Cooperativa sociale Ponti e Parole', 'operator', 9),
               ('bergamo', 'Cooperativa sociale La Bussola', 'operator', 8),
               ('bergamo', 'Cooperativa sociale Il Filo', 'operator', 8),
               ('bergamo', 'Cooperativa sociale Semina', 'operator', 7),
               ('bergamo', 'Comune di Bergamo', 'operator', 10),
               ('bergamo', 'Comune di Gorle', 'operator', 2),
               ('bergamo', 'Comune di Orio al Serio', 'operator', 2),
               ('bergamo', 'Comune di Ponteranica', 'operator', 3),
               ('bergamo', 'Comune di Sorisole', 'operator', 3),
               ('bergamo', 'Comune di Torre Boldone', 'operator', 2),
               ('bergamo', 'Azienda sanitaria del territorio', 'operator', 6),
               ('bergamo', 'Istituto Villa dei Tigli', 'operator', 4),
               ('bergamo', 'Volontari Mani Aperte', 'volunteer', 70),
               ('bergamo', 'Associazione Genitori in Cortile', 'volunteer', 50),
               ('bergamo', '', 'volunteer', 180),
               ('dalmine', 'Cooperativa sociale Presidio', 'operator', 15),
               ('dalmine', 'Cooperativa sociale Mosaico della Bassa', 'operator', 10),
               ('dalmine', 'Comune di Dalmine', 'operator', 6),
               ('dalmine', 'Comune di Osio Sotto', 'operator', 4)) v (key, body, kind, number)
    ON v.key = a.key
  LEFT JOIN network_organisation o ON o.ambito_id = a.id AND o.name = v.body
 WHERE v.body = '' OR o.id IS NOT NULL
"""
INSIDE = f"""
WITH joint AS (
    SELECT c.*, split_part(c.number, '/', 2)::int AS n FROM cases_case c
     WHERE split_part(c.number, '/', 2)::int BETWEEN {FIRST} AND {FIRST + 9_999}
), named AS (
    SELECT t.service_id, array_agg(t.id ORDER BY t.position) AS ids FROM cases_jointactivity t GROUP BY 1
)
INSERT INTO cases_caseactivity (id, version, created_at, changed_at, case_id, activity_id, place_id,
       period, why, by_id)
SELECT md5(j.id::text || again)::uuid, 1, j.created_at, j.created_at, j.id,
       CASE WHEN again = 0 AND j.intensity = 'prevention' AND a.key = 'dalmine' THEN v.ids[2]
            WHEN again = 0 AND a.key = 'dalmine' THEN v.ids[1]
            ELSE v.ids[1 + (j.n + again) %% cardinality(v.ids)] END,
       (SELECT p.id FROM cases_jointplace p JOIN territory_municipality m ON m.id = j.municipality_id
         WHERE p.service_id = s.id AND position(m.name IN p.covers) > 0 LIMIT 1),
       daterange(j.taken_on, NULL), '', j.opened_by_id
  FROM joint j JOIN territory_ambito a ON a.id = j.ambito_id
  JOIN cases_jointservice s ON s.ambito_id = j.ambito_id JOIN named v ON v.service_id = s.id
 CROSS JOIN generate_series(0, 1) again
 WHERE again = 0 OR (a.key = 'bergamo' AND j.n %% 3 = 0)
"""


def bring_in(today: dt.date, scale: float) -> None:
    """The families whom the services follow: before their people, needs and pages are written."""
    with connection.cursor() as cursor:
        cursor.execute(CASES, {"today": today, "scale": scale})


def agree() -> None:
    """The agreements, who works in them, and the families in their activities."""
    with connection.cursor() as cursor:
        for statement in (SERVICES, ACTIVITIES, PLACES, ASSIGNED):
            cursor.execute(statement)
        cursor.execute(INSIDE, {})
