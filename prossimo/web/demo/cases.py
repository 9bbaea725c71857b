"""Cases of the invented towns: from what the segretariato proposed, with their diary until today."""

import datetime as dt

from django.db import connection

from prossimo.web.demo import ages, joint
from prossimo.web.demo.charges import remember
from prossimo.web.demo.members import bring_home
from prossimo.web.demo.networks import draw_in

HASH = "abs(hashtext(k.id::text))"
MOST = 60  # people of each Ambito who keep coming back, beside those whom the segretariato proposed
# In each state, most of them in charge; a few silent, a few to be looked at again, a few closed.
CASES = """
WITH workers AS (
    SELECT p.ambito_id, array_agg(p.id ORDER BY (u.username = 'assistente') DESC, p.id) AS posts,
           array_agg(p.user_id ORDER BY (u.username = 'assistente') DESC, p.id) AS users
      FROM accounts_post p JOIN accounts_user u ON u.id = p.user_id
     WHERE p.role = 'caseworker' AND p.period @> %(today)s::date GROUP BY p.ambito_id
), proposed AS (
    SELECT p.id AS proposal, p.ambito_id, p.person_id AS person, p.user_area AS area, p.why,
           p.proposed_to_id AS post, p.decided_by_id AS by,
           (p.decided_at AT TIME ZONE 'Europe/Rome')::date AS day, 'proposal' AS source
      FROM access_caseproposal p WHERE p.state = 'accepted'
), heard AS (
    SELECT h.id, h.ambito_id, h.born_on,
           row_number() OVER (PARTITION BY h.ambito_id ORDER BY abs(hashtext(h.id::text)), h.id) AS n
      FROM citizens_person h JOIN access_contact c ON c.person_id = h.id
     WHERE h.id NOT IN (SELECT person FROM proposed) GROUP BY h.id
), direct AS (
    SELECT NULL::uuid, h.ambito_id, h.id,
           CASE WHEN h.born_on < %(today)s::date - interval '65 years' THEN 'ELD'
                WHEN h.n % 3 = 0 THEN 'POV' ELSE 'FAM' END,
           'Torna da tempo agli sportelli: serve qualcuno che segua la famiglia nel suo insieme.',
           w.posts[1 + h.n % array_length(w.posts, 1)], w.users[1 + h.n % array_length(w.posts, 1)],
           least(greatest(%(today)s::date - (20 + (h.n * 11) % 600)::int, h.born_on + 20),
                 %(today)s::date), 'direct'
      FROM heard h JOIN workers w ON w.ambito_id = h.ambito_id WHERE h.n <= %(most)s
), taken AS (
    SELECT t.*, h.household_id AS household, h.municipality_id AS town,
           h.neighbourhood_id AS quarter, abs(hashtext(h.id::text || t.area)) AS draw,
           row_number() OVER (PARTITION BY t.ambito_id ORDER BY t.day, h.id, t.area) AS place,
           row_number() OVER (PARTITION BY h.id, t.area ORDER BY t.day DESC, t.proposal) AS again
      FROM (SELECT * FROM proposed UNION ALL SELECT * FROM direct) t
      JOIN citizens_person h ON h.id = t.person
     WHERE h.merged_into_id IS NULL AND h.died_on IS NULL
), told AS (
    SELECT t.*, CASE WHEN again > 1 THEN 'closed' WHEN draw % 20 < 2 THEN 'assigned'
                     WHEN draw % 20 = 6 AND proposal IS NULL THEN 'proposed'
                     WHEN draw % 20 = 2 THEN 'suspended' WHEN draw % 20 < 6 THEN 'closed'
                     ELSE 'in_charge' END AS stands,
           t.day + time '11:00' AT TIME ZONE 'Europe/Rome' AS at
      FROM taken t
)
INSERT INTO cases_case
    (id, version, created_at, changed_at, ambito_id, municipality_id, neighbourhood_id, number,
     person_id, household_id, user_area, intensity, intensity_why, at_risk, protected, restricted,
     archived, source, proposal_id, why, state, owner_id, opened_by_id, reported_on, taken_on,
     suspended_on, closed_on, outcome, closing, last_heard_on, review_on, follow_up_on)
SELECT md5(t.ambito_id::text || 'case' || t.place)::uuid, 1, t.at, t.at, t.ambito_id, t.town,
       t.quarter, extract(year FROM t.day)::int || '/' || lpad(t.place::text, 5, '0'), t.person,
       CASE WHEN t.area IN ('FAM', 'MUL') THEN t.household END, t.area,
       CASE WHEN t.draw % 5 = 0 THEN 'full' WHEN t.draw % 5 = 1 THEN 'prevention' ELSE 'light' END,
       '', t.draw % 13 = 0, t.draw % 15 = 0, t.draw % 17 = 0, false, t.source, t.proposal, t.why,
       t.stands,
       CASE WHEN t.stands <> 'proposed' THEN t.post END, t.by, t.day,
       CASE WHEN t.stands NOT IN ('assigned', 'proposed') THEN least(t.day + 3, %(today)s::date) END,
       CASE WHEN t.stands = 'suspended' THEN greatest(t.day + 4, %(today)s::date - 20) END,
       CASE WHEN t.stands = 'closed'
            THEN least(t.day + 3 + (t.draw % 150)::int, %(today)s::date) END,
       CASE WHEN t.stands = 'closed'
            THEN (ARRAY['reached', 'partly', 'stopped', 'moved'])[1 + t.draw % 4] ELSE '' END,
       CASE WHEN t.stands = 'closed' THEN 'La situazione si è stabilizzata.' ELSE '' END,
       CASE WHEN t.stands = 'in_charge' THEN greatest(t.day, %(today)s::date - (t.draw % 90)::int)
            ELSE least(t.day + 3 + (t.draw % 60)::int, %(today)s::date) END,
       CASE WHEN t.stands = 'in_charge' THEN %(today)s::date + (t.draw % 120)::int - 15 END, NULL
  FROM told t
"""
FOLLOWED = """
INSERT INTO cases_caseworker
    (id, version, created_at, changed_at, case_id, post_id, role, period, parts, why, by_id)
SELECT md5(k.id::text || 'owner')::uuid, 1, k.created_at, k.created_at, k.id, k.owner_id, 'owner',
       daterange(k.reported_on, NULL), '{diary,plan,network,health,orders,papers}', '',
       k.opened_by_id FROM cases_case k WHERE k.owner_id IS NOT NULL
"""
NEEDS = f"""
WITH fits AS (
    SELECT w.age, array_agg(n.id ORDER BY w.place) AS ids FROM (VALUES {ages.NEED_ROWS}) w (age, place, key)
      JOIN catalogue_need n ON n.key = w.key AND n.ambito_id IS NULL GROUP BY w.age
)
INSERT INTO cases_caseneed
    (id, version, created_at, changed_at, case_id, need_id, weight, note, found_on, met_on)
SELECT md5(k.id::text || 'need' || n)::uuid, 1, k.created_at, k.created_at, k.id,
       v.ids[1 + ({HASH} + n * 7) % array_length(v.ids, 1)],
       CASE k.intensity WHEN 'full' THEN 3 WHEN 'prevention' THEN 1 ELSE 2 END, '', k.reported_on,
       CASE WHEN k.state = 'closed' THEN k.closed_on END
  FROM cases_case k JOIN citizens_person h ON h.id = k.person_id
  JOIN fits v ON v.age = {ages.band("h.born_on", "k.reported_on")} CROSS JOIN generate_series(1, 2) n
"""
STEPS = """
INSERT INTO cases_casestep (id, case_id, name, source, target, at, by_id, post_id, signed, note)
SELECT md5(k.id::text || 'open')::uuid, k.id, 'open', '',
       CASE WHEN k.owner_id IS NULL THEN 'proposed' ELSE 'assigned' END, k.created_at, k.opened_by_id,
       NULL::uuid, '', '' FROM cases_case k
UNION ALL
SELECT md5(k.id::text || 'take')::uuid, k.id, 'take_charge', 'assigned', 'in_charge',
       (k.taken_on + time '09:30') AT TIME ZONE 'Europe/Rome', k.opened_by_id, k.owner_id, '', ''
  FROM cases_case k WHERE k.taken_on IS NOT NULL
UNION ALL
SELECT md5(k.id::text || 'suspend')::uuid, k.id, 'suspend', 'in_charge', 'suspended',
       (k.suspended_on + time '10:00') AT TIME ZONE 'Europe/Rome', k.opened_by_id, k.owner_id, '',
       'Ricovero in riabilitazione' FROM cases_case k WHERE k.suspended_on IS NOT NULL
UNION ALL
SELECT md5(k.id::text || 'close')::uuid, k.id, 'close', 'in_charge', 'closed',
       (k.closed_on + time '12:00') AT TIME ZONE 'Europe/Rome', k.opened_by_id, k.owner_id, '', ''
  FROM cases_case k WHERE k.closed_on IS NOT NULL
"""
DIARY = f"""
INSERT INTO cases_diaryentry
    (id, version, created_at, changed_at, case_id, kind, happened_at, minutes, place, text, author_id,
     post_id)
SELECT md5(k.id::text || 'page' || n)::uuid, 1, t.at, t.at, k.id,
       (ARRAY['interview', 'call', 'network', 'visit', 'interview'])[n], t.at,
       30 + 15 * (n % 3), CASE WHEN n = 4 THEN 'a casa' ELSE '' END, p.words, k.opened_by_id,
       k.owner_id
  FROM cases_case k JOIN citizens_person h ON h.id = k.person_id
  JOIN (VALUES {ages.PAGE_ROWS}) p (age, n, words) ON p.age = {ages.band("h.born_on", "k.reported_on")}
 CROSS JOIN LATERAL (SELECT least((greatest(k.taken_on, coalesce(k.closed_on, k.last_heard_on))
       - ((greatest(k.taken_on, coalesce(k.closed_on, k.last_heard_on)) - k.taken_on)
          * (n - 1) / 5) + time '10:30') AT TIME ZONE 'Europe/Rome', now() - interval '1 hour') AS at) t
 WHERE k.taken_on IS NOT NULL AND n <= 1 + {HASH} % 5
"""
HEARD = """
UPDATE cases_case k SET last_heard_on = greatest(k.last_heard_on, e.day)
  FROM (SELECT case_id, max((happened_at AT TIME ZONE 'Europe/Rome')::date) AS day
          FROM cases_diaryentry GROUP BY case_id) e WHERE e.case_id = k.id
"""
NUMBERS = """
INSERT INTO cases_casenumber (id, ambito_id, year, last)
SELECT gen_random_uuid(), ambito_id, split_part(number, '/', 1)::int,
       max(split_part(number, '/', 2)::int) FROM cases_case GROUP BY 2, 3
"""


def follow(today: dt.date, scale: float) -> None:
    """Open the cases of what was accepted, each with people, needs, moves and pages of diary."""
    _run(today, CASES)
    joint.bring_in(today, scale)
    _run(today, FOLLOWED)
    bring_home()
    _run(today, NEEDS, STEPS, DIARY, HEARD)
    draw_in(today)
    remember(today, scale)
    _run(today, NUMBERS)
    joint.agree()


def _run(today: dt.date, *statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            # the driver reads a percent sign as a place to fill: a remainder is written twice
            cursor.execute(statement.replace(" % ", " %% "), {"today": today, "most": MOST})
