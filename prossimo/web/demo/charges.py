"""Whom the invented towns have followed over the years: as many as were published, and how it ended.

The city of «Punto per Te» had 2 643 people in charge on 30 June 2015, almost three residents in a
hundred, one of the three foreign (bulletin of the Municipality, 2016).
"""

import datetime as dt

from django.db import connection

from prossimo.web.demo.draws import apportion
from prossimo.web.demo.members import bring_home

PUBLISHED_ON, PUBLISHED = dt.date(2015, 6, 30), 2643
# Followed and let go in the other two, so that every year since 2014 has somebody.
PAST = {"bergamo": 900, "dalmine": 240}
FIRST_NUMBER = 50_000  # of the year: after those that are followed today
DRAW = "abs(hashtext(p.id::text || 'charge'))"
WORKERS = """
workers AS (
    SELECT p.ambito_id, array_agg(p.id ORDER BY p.id) AS posts, array_agg(p.user_id ORDER BY p.id) AS users
      FROM accounts_post p WHERE p.role = 'caseworker' AND p.period @> %(today)s::date
     GROUP BY p.ambito_id
)"""
POOL = f"""
pool AS (
    SELECT p.*, {DRAW} AS draw, NOT 'IT' = ANY (p.citizenships) AS abroad, now.busy,
           row_number() OVER (PARTITION BY NOT 'IT' = ANY (p.citizenships)
                              ORDER BY now.busy, {DRAW}, p.id) AS place
      FROM citizens_person p JOIN territory_ambito a ON a.id = p.ambito_id
     CROSS JOIN LATERAL (
           SELECT EXISTS (SELECT 1 FROM cases_case k WHERE k.person_id = p.id) AS busy) now
     WHERE a.key = %(town)s AND p.merged_into_id IS NULL AND cardinality(p.citizenships) > 0
       AND p.born_on <= %(by)s::date - 60 AND (p.died_on IS NULL OR p.died_on > %(by)s::date)
       AND NOT EXISTS (SELECT 1 FROM cases_case k WHERE k.id = md5(p.id::text || 'charge')::uuid)
)"""
CASES = f"""
WITH {WORKERS}, {POOL}, chosen AS (
    SELECT p.*, %(by)s::date - (10 + p.draw %% %(back)s)::int AS began,
           %(by)s::date + (1 + p.draw / 7 %% %(ahead)s)::int AS ended,
           w.posts[1 + p.draw %% array_length(w.posts, 1)] AS post,
           w.users[1 + p.draw %% array_length(w.posts, 1)] AS author
      FROM pool p JOIN workers w ON w.ambito_id = p.ambito_id
     WHERE p.place <= CASE WHEN p.abroad THEN %(foreign)s ELSE %(italian)s END
), told AS (
    SELECT c.*, greatest(c.began, c.born_on + 40) AS taken,
           NOT (c.died_on IS NULL AND NOT c.busy AND c.draw %% %(staying)s = 0) AS over,
           least(c.ended, c.died_on, %(today)s::date - 1) AS closed,
           CASE WHEN c.born_on > c.began - interval '18 years' THEN 'FAM'
                WHEN c.born_on < c.began - interval '65 years' THEN 'ELD'
                WHEN c.draw %% 7 = 0 THEN 'DIS' WHEN c.draw %% 11 = 0 THEN 'ADD'
                WHEN c.abroad AND c.draw %% 3 = 0 THEN 'IMM' WHEN c.draw %% 2 = 0 THEN 'FAM'
                ELSE 'POV' END AS area
      FROM chosen c
)
INSERT INTO cases_case
    (id, version, created_at, changed_at, ambito_id, municipality_id, neighbourhood_id, number,
     person_id, household_id, user_area, intensity, intensity_why, at_risk, protected, restricted,
     archived, source, proposal_id, why, state, owner_id, opened_by_id, reported_on, taken_on,
     suspended_on, closed_on, outcome, closing, last_heard_on, review_on, follow_up_on)
SELECT md5(t.id::text || 'charge')::uuid, 1, s.at, s.at, t.ambito_id, t.municipality_id,
       t.neighbourhood_id, extract(year FROM t.taken - 9)::int || '/'
       || lpad((%(number)s + row_number() OVER (ORDER BY t.id))::text, 5, '0'), t.id, NULL::uuid,
       t.area, CASE WHEN t.draw %% 5 < 2 THEN 'full' WHEN t.draw %% 5 = 2 THEN 'prevention'
                    ELSE 'light' END,
       '', false, t.draw %% 19 = 0, t.draw %% 61 = 0, false, 'direct', NULL,
       'Chiede aiuto per la famiglia: serve qualcuno che la segua nel tempo.',
       CASE WHEN t.over THEN 'closed' ELSE 'in_charge' END, t.post, t.author, t.taken - 9, t.taken,
       NULL, CASE WHEN t.over THEN t.closed END,
       CASE WHEN NOT t.over THEN '' WHEN t.closed = t.died_on THEN 'died'
            ELSE (ARRAY['reached', 'partly', 'stopped', 'handed', 'moved', 'reached'])[1 + t.draw %% 6]
       END,
       CASE WHEN t.over THEN 'Non serve più che qualcuno la segua.' ELSE '' END,
       CASE WHEN t.over THEN t.closed ELSE %(today)s::date - (t.draw %% 80)::int END,
       CASE WHEN NOT t.over THEN %(today)s::date + (t.draw %% 150)::int - 10 END, NULL
  FROM told t CROSS JOIN LATERAL (SELECT (t.taken - 9 + time '10:00') AT TIME ZONE 'Europe/Rome' AS at) s
"""
MINE = "WHERE split_part(k.number, '/', 2)::int > %(number)s"
FOLLOWED = f"""
INSERT INTO cases_caseworker
    (id, version, created_at, changed_at, case_id, post_id, role, period, parts, why, by_id)
SELECT md5(k.id::text || 'owner')::uuid, 1, k.created_at, k.created_at, k.id, k.owner_id, 'owner',
       daterange(k.reported_on, NULL), '{{diary,plan,network,health,orders,papers}}', '',
       k.opened_by_id FROM cases_case k {MINE}
"""
STEPS = f"""
INSERT INTO cases_casestep (id, case_id, name, source, target, at, by_id, post_id, signed, note)
SELECT md5(k.id::text || s.name)::uuid, k.id, s.name, s.source, s.target,
       (s.day + time '09:30') AT TIME ZONE 'Europe/Rome', k.opened_by_id, k.owner_id, '', ''
  FROM cases_case k
 CROSS JOIN LATERAL (VALUES ('open', '', 'assigned', k.reported_on),
                            ('take_charge', 'assigned', 'in_charge', k.taken_on),
                            ('close', 'in_charge', 'closed', k.closed_on))
       AS s (name, source, target, day)
 {MINE} AND s.day IS NOT NULL
"""


def remember(today: dt.date, scale: float) -> None:
    """Open, and mostly close, the cases of the past: before the numbers of the years are drawn up."""
    if today > PUBLISHED_ON:
        number = round(PUBLISHED * scale)
        foreign, italian = map(int, apportion(number, [1, 2]))
        _write("punto-per-te", PUBLISHED_ON, today, foreign, italian, back=1800, ahead=2600)
    for town, everybody in PAST.items():
        for years in range(1, 12, 2):
            by = today - dt.timedelta(days=365 * years)
            foreign, italian = map(int, apportion(round(everybody * scale / 6), [1, 3]))
            _write(town, by, today, foreign, italian, back=330, ahead=900, staying=10**9)
    with connection.cursor() as cursor:
        for statement in (FOLLOWED, STEPS):
            cursor.execute(statement, {"number": FIRST_NUMBER})
    bring_home(FIRST_NUMBER)


def _write(
    town: str, by: dt.date, today: dt.date, foreign: int, italian: int, *, back: int, ahead: int,
    staying: int = 8,
) -> None:  # fmt: skip
    """So many people of a town, all of them in charge on a day; one in `staying` still is."""
    told: dict[str, str | int | dt.date] = {
        "town": town, "by": by, "today": today, "foreign": foreign, "italian": italian,
        "back": back, "ahead": ahead, "staying": staying,
        "number": FIRST_NUMBER + (by - dt.date(2000, 1, 1)).days,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(CASES, told)
