"""Cases of the invented towns on their way to others, without owner, reserved, opened in an emergency."""

import datetime as dt

from django.db import connection

HASH = "abs(hashtext(k.id::text || 'hand'))"
MINE = "u.username = 'assistente'"
# Some that are assigned have nobody yet: who coordinates finds them with a name proposed.
UNOWNED = f"""
WITH free AS (
    SELECT k.id FROM (SELECT k.id, k.ambito_id, row_number() OVER
                             (PARTITION BY k.ambito_id ORDER BY {HASH}, k.id) AS n
                        FROM cases_case k JOIN accounts_post p ON p.id = k.owner_id
                        JOIN accounts_user u ON u.id = p.user_id
                       WHERE k.state = 'assigned' AND k.proposal_id IS NULL AND NOT {MINE}) k
     WHERE k.n <= 4
), gone AS (
    DELETE FROM cases_caseworker w USING free WHERE w.case_id = free.id RETURNING w.case_id
)
UPDATE cases_case k SET owner_id = NULL, state = 'proposed' FROM free WHERE k.id = free.id
"""
UNTOLD = """
UPDATE cases_casestep s SET target = 'proposed' FROM cases_case k
 WHERE k.id = s.case_id AND k.state = 'proposed' AND s.name = 'open'
"""
RESERVED = f"""
UPDATE cases_case k SET restricted = true
  FROM accounts_post p JOIN accounts_user u ON u.id = p.user_id
 WHERE p.id = k.owner_id AND k.state = 'in_charge' AND NOT {MINE} AND {HASH} % 9 = 0
"""
# Two wait for the one who looks around; others wait elsewhere, were accepted, were refused.
PASSING = f"""
WITH workers AS (
    SELECT p.ambito_id, p.id AS post, p.user_id, {MINE} AS mine,
           row_number() OVER (PARTITION BY p.ambito_id ORDER BY {MINE} DESC, p.id) AS place
      FROM accounts_post p JOIN accounts_user u ON u.id = p.user_id
     WHERE p.role = 'caseworker' AND p.period @> %(today)s::date
), chosen AS (
    SELECT k.*, row_number() OVER (PARTITION BY k.ambito_id ORDER BY {HASH}, k.id) AS n,
           {HASH} AS draw
      FROM cases_case k WHERE k.state = 'in_charge' AND NOT k.restricted
), told AS (
    SELECT s.*, t.post AS receiver, t.user_id AS receives, o.user_id AS asks,
           CASE WHEN s.n <= 4 THEN 'asked' WHEN s.n %% 4 = 0 THEN 'refused' ELSE 'accepted' END AS st,
           CASE WHEN s.n <= 2 OR s.n > 4 THEN 'worker' WHEN s.n = 3 THEN 'service'
                ELSE 'outside' END AS how,
           now() - (s.n * interval '3 days') - interval '2 hours' AS at
      FROM chosen s JOIN accounts_post o ON o.id = s.owner_id
      JOIN LATERAL (SELECT * FROM workers w WHERE w.ambito_id = s.ambito_id AND w.post <> s.owner_id
                     ORDER BY w.place LIMIT 1) t ON true
     WHERE s.n <= 12
)
INSERT INTO cases_casetransfer
    (id, version, created_at, changed_at, ambito_id, case_id, number, kind, state, why, user_area,
     intensity, needs, asked_by_id, from_post_id, to_post_id, to_area, to_municipality_id, to_place,
     decided_by_id, decided_at, answer)
SELECT md5(t.id::text || 'passing')::uuid, 1, t.at, t.at, t.ambito_id, t.id, t.number, t.how, t.st,
       (ARRAY['Ha cambiato quartiere: la segue meglio chi lavora lì.',
              'Compie gli anni fra poco: da qui in poi è di un''altra area.',
              'Un congedo lungo: serve qualcuno che ci sia ogni settimana.'])[1 + t.draw %% 3],
       t.user_area, t.intensity,
       (SELECT count(*) FROM cases_caseneed d WHERE d.case_id = t.id AND d.met_on IS NULL),
       CASE WHEN t.st = 'accepted' THEN t.receives ELSE t.asks END,
       CASE WHEN t.st = 'accepted' THEN t.receiver ELSE t.owner_id END,
       CASE WHEN t.st = 'accepted' THEN t.owner_id WHEN t.how = 'worker' THEN t.receiver END,
       CASE WHEN t.how = 'service' THEN CASE t.user_area WHEN 'ELD' THEN 'DIS' ELSE 'ELD' END
            ELSE '' END,
       CASE WHEN t.how = 'service' THEN t.municipality_id END,
       CASE WHEN t.how = 'outside' THEN 'Borgo Lontano' ELSE '' END,
       CASE WHEN t.st = 'accepted' THEN t.asks WHEN t.st = 'refused' THEN t.receives END,
       CASE WHEN t.st <> 'asked' THEN t.at + interval '1 day' END,
       CASE t.st WHEN 'accepted' THEN 'Va bene, ci siamo sentite al telefono.'
            WHEN 'refused' THEN 'Oggi non posso: ne riparliamo il mese prossimo.' ELSE '' END
  FROM told t
"""
GLASS = f"""
WITH readers AS (
    SELECT p.ambito_id, p.id AS post, p.user_id FROM accounts_post p
      JOIN accounts_user u ON u.id = p.user_id
     WHERE p.role = 'caseworker' AND p.period @> %(today)s::date AND {MINE}
), heads AS (
    SELECT DISTINCT ON (p.ambito_id) p.ambito_id, p.user_id FROM accounts_post p
     WHERE p.role = 'area_manager' AND p.period @> %(today)s::date ORDER BY p.ambito_id, p.id
), closed AS (
    SELECT k.*, row_number() OVER (PARTITION BY k.ambito_id ORDER BY {HASH}, k.id) AS n
      FROM cases_case k WHERE k.restricted AND k.state = 'in_charge'
)
INSERT INTO cases_glassopening
    (id, version, created_at, changed_at, ambito_id, municipality_id, case_id, number, user_id,
     post_id, category, why, until, reviewed_at, reviewed_by_id, outcome, review_note)
SELECT md5(k.id::text || 'glass')::uuid, 1, t.at, t.at, k.ambito_id, k.municipality_id, k.id,
       k.number, r.user_id, r.post, CASE WHEN k.n = 1 THEN 'danger' ELSE 'absent' END,
       CASE WHEN k.n = 1 THEN 'Una chiamata del pronto soccorso di notte, la titolare era fuori servizio.'
            ELSE 'La titolare era in ferie e il medico aspettava una risposta in giornata.' END,
       t.at + interval '60 minutes', CASE WHEN k.n > 1 THEN t.at + interval '2 days' END,
       CASE WHEN k.n > 1 THEN h.user_id END, CASE WHEN k.n > 1 THEN 'justified' ELSE '' END,
       CASE WHEN k.n > 1 THEN 'Sentita la titolare: andava fatto.' ELSE '' END
  FROM closed k JOIN readers r ON r.ambito_id = k.ambito_id JOIN heads h ON h.ambito_id = k.ambito_id
 CROSS JOIN LATERAL (SELECT now() - CASE WHEN k.n = 1 THEN interval '26 hours'
                                         ELSE interval '20 days' * k.n END AS at) t
 WHERE k.n <= 3 AND r.post <> k.owner_id
"""


def pass_on(today: dt.date) -> None:
    """Let some cases wait for an owner, pass to others, be reserved and opened in an emergency."""
    with connection.cursor() as cursor:
        for statement in (UNOWNED, UNTOLD, RESERVED, PASSING, GLASS):
            # the driver reads a percent sign as a place to fill: a remainder is written twice
            cursor.execute(
                statement.replace(" %% ", " % ").replace(" % ", " %% "), {"today": today}
            )
