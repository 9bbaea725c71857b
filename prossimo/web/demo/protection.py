"""Protection in the invented towns: orders with what they ask, and two clocks of art. 403 that run."""

import datetime as dt

from django.db import connection, transaction

# Families followed for long, with their youngest: each fourth has an order, the first two a minor away.
CHILDREN = """
CREATE TEMP TABLE demo_guarded ON COMMIT DROP AS
WITH young AS (
    SELECT DISTINCT ON (k.id) k.id AS case_id, k.ambito_id, k.opened_by_id, k.taken_on, k.number,
           h.id AS person
      FROM cases_case k
      JOIN cases_casemember m ON m.case_id = k.id
      JOIN citizens_person h ON h.id = m.person_id
       AND h.born_on > %(today)s::date - interval '18 years' + interval '20 days'
     WHERE k.state = 'in_charge' AND k.user_area IN ('FAM', 'MUL')
     ORDER BY k.id, h.born_on, h.id
)
SELECT y.*, row_number() OVER (
           PARTITION BY y.ambito_id
           ORDER BY (u.username = 'assistente') DESC, y.taken_on DESC, y.number) AS n
  FROM young y JOIN accounts_user u ON u.id = y.opened_by_id
"""
ORDERS = """
INSERT INTO cases_courtorder
    (id, version, created_at, changed_at, case_id, person_id, authority, kind, effect, number,
     issued_on, notified_on, period, text, replaces_id, revoked_on, revoked_why, by_id)
SELECT md5(g.case_id::text || 'order')::uuid, 1, t.at, t.at, g.case_id, g.person,
       'Tribunale per i minorenni', (ARRAY['affidamento al servizio sociale', 'sostegno e vigilanza',
       'incarico di indagine al servizio sociale', 'incontri protetti'])[1 + (g.n % 4)::int],
       CASE WHEN g.n % 2 = 0 THEN 'limitazione della responsabilità genitoriale' ELSE '' END,
       (100 + g.n) || '/' || extract(year FROM t.day)::int, t.day, t.day + 4,
       daterange(t.day, CASE WHEN g.n % 3 = 0 THEN t.day + 730 END),
       'Il servizio sociale segue il nucleo e riferisce ogni sei mesi.', NULL, NULL, '',
       g.opened_by_id
  FROM demo_guarded g
 CROSS JOIN LATERAL (SELECT %(today)s::date - (30 + (g.n * 13) % 150)::int AS day) d
 CROSS JOIN LATERAL (SELECT d.day, (d.day + time '10:00') AT TIME ZONE 'Europe/Rome' AS at) t
 WHERE g.n % 2 = 1 AND g.n <= 40
"""
ASKED = """
INSERT INTO cases_prescription
    (id, version, created_at, changed_at, order_id, what, whose, due_on, done_on, note)
SELECT md5(o.id::text || 'asks' || n)::uuid, 1, o.created_at, o.created_at, o.id,
       (ARRAY['Relazione di aggiornamento al tribunale', 'Incontri protetti ogni due settimane'])[n],
       (ARRAY['servizio sociale', 'educativa domiciliare'])[n],
       CASE WHEN n = 1 THEN o.issued_on + 90 END,
       CASE WHEN n = 1 AND o.issued_on + 88 < %(today)s::date AND abs(hashtext(o.id::text)) % 3 > 0
            THEN o.issued_on + 88 END, ''
  FROM cases_courtorder o CROSS JOIN generate_series(1, 2) n
"""
REMOVALS = """
INSERT INTO cases_removal
    (id, version, created_at, changed_at, case_id, person_id, authority, why, ended_on, outcome,
     ended_why, by_id)
SELECT md5(g.case_id::text || 'removal')::uuid, 1, now(), now(), g.case_id, g.person,
       'Polizia locale, con il servizio sociale',
       'Trovato solo in casa di notte; nessun parente reperibile.', NULL, '', '', g.opened_by_id
  FROM demo_guarded g WHERE g.n <= 2
"""
ACTS = """
INSERT INTO cases_removalstep
    (id, removal_id, act, at, paper, why, corrects_id, by_id, written_at)
SELECT md5(r.id::text || a.act)::uuid, r.id, a.act, date_trunc('minute', now()) - a.ago, a.paper, '',
       NULL, r.by_id, date_trunc('minute', now()) - a.ago
  FROM cases_removal r JOIN demo_guarded g ON g.case_id = r.case_id
  JOIN (VALUES (1, 'placed', interval '20 hours', 'verbale 31'), (1, 'told', interval '19 hours', ''),
               (2, 'placed', interval '5 days', 'verbale 12'), (2, 'told', interval '5 days', ''),
               (2, 'sent', interval '102 hours', 'prot. 8841'),
               (2, 'asked', interval '40 hours', 'n. 512')) AS a (n, act, ago, paper) ON a.n = g.n
"""
PLACES = """
INSERT INTO cases_safeplace (id, version, created_at, changed_at, removal_id, place, by_id)
SELECT md5(r.id::text || 'place')::uuid, 1, now(), now(), r.id, 'Comunità educativa (indirizzo inventato)',
       r.by_id FROM cases_removal r
"""


def protect(today: dt.date) -> None:
    """Orders, what they ask, and the clocks that run today."""
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in (CHILDREN, ORDERS, ASKED, REMOVALS, ACTS, PLACES):
            cursor.execute(statement.replace(" % ", " %% "), {"today": today})
