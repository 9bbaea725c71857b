"""Who follows the invented cases beside their owners, until when, and the pages they are told of."""

import datetime as dt

from django.db import connection

HASH = "abs(hashtext(k.id::text || 'beside'))"
# Of those who sit at a desk for a body, the account of the demo follows the most.
PARTNERS = f"""
WITH educators AS (
    SELECT p.id, p.ambito_id, row_number() OVER (
               PARTITION BY p.ambito_id ORDER BY (u.username IN ('cooperativa', 'puntoperte')) DESC, p.id
           ) AS place
      FROM accounts_post p JOIN accounts_user u ON u.id = p.user_id
     WHERE p.role = 'partner' AND p.period @> %(today)s::date
), live AS (
    SELECT k.*, row_number() OVER (PARTITION BY k.ambito_id
                                   ORDER BY (u.username = 'assistente') DESC, {HASH}, k.id) AS n
      FROM cases_case k JOIN accounts_post o ON o.id = k.owner_id
      JOIN accounts_user u ON u.id = o.user_id
     WHERE k.state = 'in_charge' AND NOT k.restricted
)
INSERT INTO cases_caseworker
    (id, version, created_at, changed_at, case_id, post_id, role, period, parts, why, by_id)
SELECT md5(k.id::text || 'partner')::uuid, 1, k.created_at, k.created_at, k.id, e.id, 'educator',
       daterange(k.taken_on, %(today)s::date + (60 + 30 * (k.n % 5))::int),
       CASE WHEN k.n % 3 = 0 THEN '{{plan,network}}' ELSE '{{diary,plan,network}}' END::text[],
       'Educativa domiciliare, due pomeriggi la settimana.', k.opened_by_id
  FROM live k JOIN educators e ON e.ambito_id = k.ambito_id
   AND e.place = CASE WHEN k.n <= 8 THEN 1 ELSE 1 + k.n % 4 END
 WHERE k.n <= 16
"""
COLLEAGUES = f"""
WITH workers AS (
    SELECT p.id, p.ambito_id, p.user_id, u.username = 'assistente' AS mine,
           row_number() OVER (PARTITION BY p.ambito_id ORDER BY u.username = 'assistente' DESC, p.id)
               AS place
      FROM accounts_post p JOIN accounts_user u ON u.id = p.user_id
     WHERE p.role = 'caseworker' AND p.period @> %(today)s::date
)
INSERT INTO cases_caseworker
    (id, version, created_at, changed_at, case_id, post_id, role, period, parts, why, by_id)
SELECT md5(k.id::text || 'colleague')::uuid, 1, k.created_at, k.created_at, k.id, w.id, 'colleague',
       daterange(k.taken_on, NULL), '{{diary,plan,network,health,orders,papers}}',
       'La segue insieme: due persone per le visite a casa.', k.opened_by_id
  FROM cases_case k JOIN LATERAL (
       SELECT * FROM workers w WHERE w.ambito_id = k.ambito_id AND w.id <> k.owner_id
        ORDER BY w.place LIMIT 1) w ON true
 WHERE k.state = 'in_charge' AND NOT k.restricted AND {HASH} % 8 = 0
"""
# The last page of each case that another follows too, written by her who does not follow it alone.
MENTIONS = """
INSERT INTO cases_entrymention (id, entry_id, post_id, at)
SELECT md5(e.id::text || w.post_id::text)::uuid, e.id, w.post_id,
       greatest(e.created_at, now() - interval '1 day' * (1 + abs(hashtext(w.id::text)) % 9))
  FROM cases_caseworker w
  JOIN LATERAL (SELECT * FROM cases_diaryentry d WHERE d.case_id = w.case_id
                 ORDER BY d.happened_at DESC LIMIT 1) e ON true
 WHERE w.role IN ('colleague', 'educator') AND 'diary' = ANY (w.parts)
   AND w.period @> %(today)s::date AND abs(hashtext(w.id::text)) % 2 = 0 AND e.post_id <> w.post_id
"""
# What now and then the writer of a page keeps for themself.
NOTES = """
INSERT INTO cases_casenote (id, version, created_at, changed_at, entry_id, author_id, text)
SELECT md5(e.id::text || 'note')::uuid, 1, e.created_at, e.created_at, e.id, e.author_id,
       'Da riprendere con calma la prossima volta: è una mia impressione, non un fatto.'
  FROM cases_diaryentry e WHERE abs(hashtext(e.id::text)) % 13 = 0
"""


def stand_beside(today: dt.date) -> None:
    """Educators of the bodies and colleagues on some cases, told of a page or with a note beside it."""
    with connection.cursor() as cursor:
        for statement in (PARTNERS, COLLEAGUES, MENTIONS, NOTES):
            # the driver reads a percent sign as a place to fill: a remainder is written twice
            cursor.execute(statement.replace(" % ", " %% "), {"today": today})
