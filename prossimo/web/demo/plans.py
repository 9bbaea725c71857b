"""Projects of the invented cases, in every state: goals, who does what, answers, signatures."""

import datetime as dt
import json

from django.db import connection

from prossimo.cases.queries.pact import fingerprint_of
from prossimo.web.demo import ages

HASH = "abs(hashtext(k.id::text))"
FORCE = "('active', 'in_revision', 'suspended')"
AGE = ages.band("h.born_on", "p.created_at")
SPEAKER = ages.speaker("p.created_at")
# Every case in charge but a few has one: most of them in force, some still to share or to sign. The
# first of each worker has one in revision, and another to sign.
PLANS = f"""
WITH ranked AS (
    SELECT c.*, c.state = 'in_charge' AND row_number()
                OVER (PARTITION BY c.owner_id, c.state ORDER BY c.number) = 1 AS first
      FROM cases_case c WHERE c.taken_on IS NOT NULL
), told AS (
    SELECT k.*, n, CASE WHEN n = 2 THEN 'shared' WHEN k.first THEN 'in_revision'
                     WHEN k.state = 'closed' THEN CASE {HASH} % 4 WHEN 0 THEN 'interrupted'
                                                   ELSE 'ended' END
                     WHEN k.state = 'suspended' THEN 'suspended'
                     WHEN {HASH} % 11 = 0 THEN 'draft' WHEN {HASH} % 11 = 1 THEN 'shared'
                     WHEN {HASH} % 11 = 2 THEN 'signed' WHEN {HASH} % 11 = 3 THEN 'in_revision'
                     ELSE 'active' END AS stands,
           CASE WHEN n = 2 THEN 'placement' ELSE CASE k.user_area WHEN 'ELD' THEN 'care_plan'
                            WHEN 'DIS' THEN 'life_project'
                            WHEN 'POV' THEN 'inclusion_pact'
                            ELSE 'individual' END END AS is_a,
           least(k.taken_on + (10 + {HASH} % 40)::int, coalesce(k.closed_on, %(today)s::date)) AS day
      FROM ranked k CROSS JOIN generate_series(1, 2) n
     WHERE (n = 1 AND (k.first OR {HASH} % 13 <> 12)) OR (n = 2 AND k.first)
)
INSERT INTO cases_plan
    (id, version, created_at, changed_at, case_id, kind, number, previous_id, state, aim, reason,
     review_every, review_on, valid_from, valid_to, shared_on, signed_on, suspended_on, ended_on,
     outcome, ending, agreed, fingerprint, made_by_id)
SELECT md5(t.id::text || 'plan' || t.n)::uuid, 1, t.day + time '10:00', t.day + time '10:00', t.id, t.is_a,
       1, NULL, t.stands,
       a.aim,
       '', 90,
       CASE WHEN t.stands IN {FORCE} THEN %(today)s::date + abs(hashtext(t.id::text)) % 100 - 15 END,
       CASE WHEN t.stands IN {FORCE} OR t.stands = 'ended' THEN t.day END,
       CASE WHEN t.stands IN {FORCE} THEN greatest(t.day, %(today)s::date) + 200 END,
       CASE WHEN t.stands <> 'draft' THEN t.day END,
       CASE WHEN t.stands NOT IN ('draft', 'shared', 'interrupted') THEN t.day END,
       CASE WHEN t.stands = 'suspended' THEN greatest(t.day, %(today)s::date - 20) END,
       CASE WHEN t.stands IN ('ended', 'interrupted') THEN t.closed_on END,
       CASE WHEN t.stands = 'ended' THEN 'partly' ELSE '' END,
       CASE WHEN t.stands IN ('ended', 'interrupted') THEN 'La situazione si è stabilizzata.'
            ELSE '' END,
       CASE WHEN t.stands <> 'draft' THEN '{{}}'::jsonb END,
       CASE WHEN t.stands <> 'draft' THEN repeat('0', 64) ELSE '' END, t.opened_by_id
  FROM told t JOIN citizens_person s ON s.id = t.person_id
  JOIN (VALUES {ages.AIM_ROWS}) a (age, place, aim)
    ON a.age = {ages.band("s.born_on", "t.day")} AND a.place = 1 + abs(hashtext(t.id::text)) % 3
"""
GOALS = f"""
INSERT INTO cases_goal
    (id, version, created_at, changed_at, plan_id, line, position, theme, statement, indicator,
     baseline, target, horizon_on, member_id, state, stated_on, stated_why)
SELECT md5(p.id::text || 'goal' || n)::uuid, 1, p.created_at, p.created_at, p.id,
       md5(p.id::text || 'line' || n)::uuid, n, w.theme, w.said, w.seen, w.now, w.wanted,
       coalesce(p.ended_on, greatest(p.created_at::date + 30,
                                     %(today)s::date + ({HASH} % 150)::int - 20)),
       NULL, s.state,
       CASE WHEN s.state <> 'open' THEN %(today)s::date - 5 END,
       CASE WHEN s.state <> 'open' THEN 'Visto insieme all''ultimo incontro.' ELSE '' END
  FROM cases_plan p JOIN cases_case k ON k.id = p.case_id JOIN citizens_person h ON h.id = k.person_id
 CROSS JOIN generate_series(1, 3) n
  JOIN (VALUES {ages.GOAL_ROWS}) w (age, place, theme, said, seen, now, wanted)
    ON w.age = {AGE} AND w.place = 1 + ({HASH} + n * 2) % 6
 CROSS JOIN LATERAL (SELECT CASE
       WHEN p.state = 'ended' THEN (ARRAY['reached', 'partly', 'not'])[1 + ({HASH} + n) % 3]
       WHEN p.state IN {FORCE} AND n = 2 AND {HASH} % 3 = 0 THEN 'reached'
       WHEN p.state IN {FORCE} AND n = 3 AND {HASH} % 4 = 0 THEN 'partly'
       ELSE 'open' END AS state) s
 WHERE n <= 2 + {HASH} % 2
"""
NEEDS = """
INSERT INTO cases_goalneed (id, goal_id, need_id)
SELECT md5(g.id::text || 'need')::uuid, g.id, n.id FROM cases_goal g
  JOIN cases_plan p ON p.id = g.plan_id
  JOIN LATERAL (SELECT id FROM cases_caseneed WHERE case_id = p.case_id
                 ORDER BY id OFFSET g.position - 1 LIMIT 1) n ON true
"""
ACTIONS = f"""
INSERT INTO cases_planaction
    (id, version, created_at, changed_at, plan_id, line, position, goal_id, what, doer, member_id,
     post_id, service_id, organisation_id, name, from_on, to_on, frequency, state, stated_on,
     stated_why)
SELECT md5(g.id::text || 'action' || d.n)::uuid, 1, g.created_at, g.created_at, g.plan_id,
       md5(g.line::text || 'action' || d.n)::uuid, d.n, g.id, d.what, d.doer,
       CASE WHEN d.doer = 'member' THEN speaker.id END, CASE WHEN d.doer = 'worker' THEN k.owner_id END,
       NULL, NULL, d.name, p.valid_from, CASE WHEN d.n = 1 THEN g.horizon_on END, d.often,
       CASE WHEN g.state = 'reached' THEN 'done' WHEN p.state IN {FORCE} THEN 'going'
            ELSE 'planned' END, NULL, ''
  FROM cases_goal g JOIN cases_plan p ON p.id = g.plan_id JOIN cases_case k ON k.id = p.case_id
  JOIN citizens_person h ON h.id = k.person_id {SPEAKER}
  JOIN (VALUES {ages.ACTION_ROWS}) d (age, theme, n, doer, name, what, often)
    ON d.age = {AGE} AND d.theme = g.theme AND (d.doer <> 'member' OR speaker.id IS NOT NULL)
"""
COMMITMENTS = f"""
INSERT INTO cases_commitment
    (id, version, created_at, changed_at, plan_id, line, position, side, member_id, what, state,
     stated_on, stated_why)
SELECT md5(p.id::text || c.side || c.n)::uuid, 1, p.created_at, p.created_at, p.id,
       md5(p.id::text || c.side || c.n || 'line')::uuid, c.n, c.side, NULL, c.what, 'open', NULL, ''
  FROM cases_plan p JOIN cases_case k ON k.id = p.case_id
 CROSS JOIN (VALUES ('person', 1, 'Venire agli incontri o avvisare prima'),
                    ('person', 2, 'Dire subito se qualcosa non va'),
                    ('service', 1, 'Rispondere entro due giorni lavorativi'),
                    ('service', 2, 'Rivedere insieme il progetto ogni tre mesi')) c(side, n, what)
 WHERE c.n = 1 OR {HASH} % 2 = 0
"""
BUDGET = f"""
INSERT INTO cases_budgetline
    (id, version, created_at, changed_at, plan_id, line, position, goal_id, source, item, cents,
     period)
SELECT md5(p.id::text || b.n)::uuid, 1, p.created_at, p.created_at, p.id,
       md5(p.id::text || b.n || 'line')::uuid, b.n, NULL, b.source, b.item,
       b.cents + 1000 * ({HASH} % 9), b.period
  FROM cases_plan p JOIN cases_case k ON k.id = p.case_id JOIN citizens_person h ON h.id = k.person_id
  JOIN (VALUES (1, 'town', 'Contributo per l''affitto', 15000, 'monthly', ARRAY['grown', 'old']),
               (1, 'town', 'Retta e mensa', 15000, 'monthly', ARRAY['small', 'school']),
               (2, 'region', 'Buono per chi assiste a casa', 40000, 'monthly', ARRAY['old']),
               (2, 'ambito', 'Ore dell''educatrice a casa', 40000, 'monthly', ARRAY['small', 'school']),
               (2, 'state', 'Assegno di inclusione', 40000, 'monthly', ARRAY['grown']),
               (3, 'third', 'Spesa al banco alimentare', 6000, 'monthly',
                ARRAY['small', 'school', 'grown', 'old'])) b(n, source, item, cents, period, ages)
    ON {AGE} = ANY (b.ages)
 WHERE b.n <= {HASH} % 4
"""
# A revision: the version in force, and the draft that comes from it with a goal more.
REVISED = """
INSERT INTO cases_plan
    (id, version, created_at, changed_at, case_id, kind, number, previous_id, state, aim, reason,
     review_every, made_by_id, outcome, ending, fingerprint)
SELECT md5(p.id::text || 'new')::uuid, 1, now() - interval '3 days', now() - interval '3 days',
       p.case_id, p.kind, 2, p.id, 'draft', p.aim, 'La situazione a casa è cambiata.', 90,
       p.made_by_id, '', '', ''
  FROM cases_plan p WHERE p.state = 'in_revision'
"""
REVISED_GOALS = """
INSERT INTO cases_goal
    (id, version, created_at, changed_at, plan_id, line, position, theme, statement, indicator,
     baseline, target, horizon_on, member_id, state, stated_on, stated_why)
SELECT md5(g.id::text || 'new')::uuid, 1, n.created_at, n.created_at, n.id, g.line, g.position,
       g.theme, g.statement, g.indicator, g.baseline,
       CASE WHEN g.position = 1 THEN g.target || ', anche d''estate' ELSE g.target END,
       g.horizon_on + 90, NULL, 'open', NULL, ''
  FROM cases_plan n JOIN cases_goal g ON g.plan_id = n.previous_id WHERE g.state = 'open'
"""
# What was agreed goes on in the draft, but for what belonged to a goal that was reached.
REVISED_ACTIONS = """
INSERT INTO cases_planaction
    (id, version, created_at, changed_at, plan_id, line, position, goal_id, what, doer, member_id,
     post_id, service_id, organisation_id, name, from_on, to_on, frequency, state, stated_on,
     stated_why)
SELECT md5(x.id::text || 'new')::uuid, 1, g.created_at, g.created_at, g.plan_id, x.line, x.position,
       g.id, x.what, x.doer, x.member_id, x.post_id, x.service_id, x.organisation_id, x.name,
       x.from_on, CASE WHEN x.to_on IS NOT NULL THEN g.horizon_on END, x.frequency, 'planned', NULL, ''
  FROM cases_plan n JOIN cases_goal g ON g.plan_id = n.id
  JOIN cases_goal o ON o.plan_id = n.previous_id AND o.line = g.line
  JOIN cases_planaction x ON x.goal_id = o.id
"""
REVISED_COMMITMENTS = """
INSERT INTO cases_commitment
    (id, version, created_at, changed_at, plan_id, line, position, side, member_id, what, state,
     stated_on, stated_why)
SELECT md5(c.id::text || 'new')::uuid, 1, n.created_at, n.created_at, n.id, c.line, c.position,
       c.side, c.member_id, c.what, 'open', NULL, ''
  FROM cases_plan n JOIN cases_commitment c ON c.plan_id = n.previous_id
"""
REVISED_BUDGET = """
INSERT INTO cases_budgetline
    (id, version, created_at, changed_at, plan_id, line, position, goal_id, source, item, cents,
     period)
SELECT md5(b.id::text || 'new')::uuid, 1, n.created_at, n.created_at, n.id, b.line, b.position,
       NULL, b.source, b.item, b.cents + CASE WHEN b.position = 1 THEN 2000 ELSE 0 END, b.period
  FROM cases_plan n JOIN cases_budgetline b ON b.plan_id = n.previous_id
"""
TOLD = """
SELECT p.id, jsonb_build_object(
    'kind', p.kind, 'number', p.number, 'case', k.number, 'body', a.name,
    'person', h.given_name || ' ' || h.surname, 'born_on', coalesce(h.born_on::text, ''),
    'people', jsonb_build_array(h.given_name || ' ' || h.surname),
    'worker', u.first_name || ' ' || u.last_name, 'aim', p.aim, 'reason', p.reason,
    'review_every', p.review_every,
    'goals', coalesce((SELECT jsonb_agg(jsonb_build_object(
        'theme', g.theme, 'statement', g.statement, 'indicator', g.indicator,
        'baseline', g.baseline, 'target', g.target, 'horizon_on', g.horizon_on, 'who', '',
        'needs', '[]'::jsonb,
        'actions', coalesce((SELECT jsonb_agg(jsonb_build_object(
            'what', x.what, 'doer', x.doer, 'who', CASE x.doer
                WHEN 'member' THEN (
                    SELECT m.given_name || ' ' || m.surname FROM cases_casemember c
                      JOIN citizens_person m ON m.id = c.person_id WHERE c.id = x.member_id)
                WHEN 'worker' THEN u.first_name || ' ' || u.last_name ELSE x.name END,
            'from_on', coalesce(x.from_on::text, ''), 'to_on', coalesce(x.to_on::text, ''),
            'frequency', x.frequency) ORDER BY x.position)
            FROM cases_planaction x WHERE x.goal_id = g.id), '[]'::jsonb)) ORDER BY g.position)
        FROM cases_goal g WHERE g.plan_id = p.id), '[]'::jsonb),
    'commitments', coalesce((SELECT jsonb_agg(jsonb_build_object(
        'side', c.side, 'who', '', 'what', c.what) ORDER BY c.side, c.position)
        FROM cases_commitment c WHERE c.plan_id = p.id), '[]'::jsonb),
    'budget', coalesce((SELECT jsonb_agg(jsonb_build_object(
        'source', b.source, 'item', b.item, 'cents', b.cents, 'period', b.period)
        ORDER BY b.position) FROM cases_budgetline b WHERE b.plan_id = p.id), '[]'::jsonb))::text
  FROM cases_plan p JOIN cases_case k ON k.id = p.case_id JOIN territory_ambito a ON a.id = k.ambito_id
  JOIN citizens_person h ON h.id = k.person_id JOIN accounts_post o ON o.id = k.owner_id
  JOIN accounts_user u ON u.id = o.user_id WHERE p.agreed IS NOT NULL
"""
REVISIONS = (REVISED, REVISED_GOALS, REVISED_ACTIONS, REVISED_COMMITMENTS, REVISED_BUDGET)
AGREED = """
UPDATE cases_plan p SET agreed = t.agreed::jsonb, fingerprint = t.print
  FROM unnest(%(ids)s::uuid[], %(told)s::text[], %(prints)s::text[]) AS t(id, agreed, print)
 WHERE t.id = p.id
"""
# Where no parent is left in the town, they are told by name.
ELSEWHERE = "'La madre, signora ' || h.surname"
ANSWERS = rf"""
INSERT INTO cases_goalconsent
    (id, goal_id, answer, member_id, name, way, "on", note, fingerprint, noted_by_id, at)
SELECT md5(g.id::text || 'yes')::uuid, g.id,
       CASE WHEN abs(hashtext(g.id::text)) % 23 = 0 THEN 'no' ELSE 'yes' END, speaker.id,
       CASE WHEN speaker.id IS NULL THEN {ELSEWHERE} ELSE '' END, 'spoken', p.shared_on, '',
       encode(sha256(convert_to(concat_ws(chr(31), g.theme, g.statement, g.indicator, g.baseline,
              g.target, g.horizon_on::text, coalesce(g.member_id::text, '')), 'UTF8')), 'hex'),
       p.made_by_id, p.created_at
  FROM cases_goal g JOIN cases_plan p ON p.id = g.plan_id JOIN cases_case k ON k.id = p.case_id
  JOIN citizens_person h ON h.id = k.person_id {SPEAKER}
 WHERE p.signed_on IS NOT NULL
"""
SIGNATURES = f"""
INSERT INTO cases_plansignature
    (id, plan_id, role, member_id, post_id, representation_id, name, way, "on", drawn, reference,
     fingerprint, noted_by_id, at)
SELECT md5(p.id::text || 'person')::uuid, p.id,
       CASE speaker.role WHEN 'subject' THEN 'person' WHEN 'parent' THEN 'relative' ELSE 'other' END,
       speaker.id, NULL::uuid, NULL::uuid, coalesce(speaker.name, {ELSEWHERE}), 'drawn', p.signed_on,
       '[[[120,260],[180,120],[220,270],[260,150],[310,260]],[[340,250],[390,200],[430,250],[480,190],[540,250],[640,210],[760,230]]]',
       '', p.fingerprint, p.made_by_id, p.created_at
  FROM cases_plan p JOIN cases_case k ON k.id = p.case_id
  JOIN citizens_person h ON h.id = k.person_id {SPEAKER}
 WHERE p.signed_on IS NOT NULL
UNION ALL
SELECT md5(p.id::text || 'worker')::uuid, p.id, 'worker', NULL, k.owner_id, NULL,
       u.first_name || ' ' || u.last_name, 'paper', p.signed_on, '', '', p.fingerprint, p.made_by_id,
       p.created_at
  FROM cases_plan p JOIN cases_case k ON k.id = p.case_id JOIN accounts_post o ON o.id = k.owner_id
  JOIN accounts_user u ON u.id = o.user_id WHERE p.signed_on IS NOT NULL
"""
STEPS = """
INSERT INTO cases_planstep (id, plan_id, name, source, target, at, by_id, post_id, signed, note)
SELECT md5(p.id::text || s.name)::uuid, p.id, s.name, s.source, s.target,
       p.created_at + s.after * interval '1 hour', p.made_by_id, k.owner_id, '', s.note
  FROM cases_plan p JOIN cases_case k ON k.id = p.case_id
 CROSS JOIN LATERAL (VALUES
       ('make', '', 'draft', 0, '', true),
       ('share', 'draft', 'shared', 1, '', p.shared_on IS NOT NULL),
       ('sign', 'shared', 'signed', 2, '', p.signed_on IS NOT NULL),
       ('activate', 'signed', 'active', 3, '', p.valid_from IS NOT NULL),
       ('suspend', 'active', 'suspended', 4, 'Ricovero in riabilitazione', p.state = 'suspended'),
       ('revise', 'active', 'in_revision', 4, 'La situazione a casa è cambiata.',
        p.state = 'in_revision'),
       ('interrupt', 'shared', 'interrupted', 4, 'La persona si è trasferita.',
        p.state = 'interrupted'),
       ('end', 'active', 'ended', 4, '', p.state = 'ended')) s(name, source, target, after, note, was)
 WHERE s.was
"""


def plan(today: dt.date) -> None:
    """Write the projects of the cases in charge, as they would have been agreed."""
    with connection.cursor() as cursor:
        for statement in (PLANS, GOALS, NEEDS, ACTIONS, COMMITMENTS, BUDGET):
            # the driver reads a percent sign as a place to fill: a remainder is written twice
            cursor.execute(statement.replace(" % ", " %% "), {"today": today})
        _agree(cursor)
        for statement in (ANSWERS, SIGNATURES, STEPS, *REVISIONS):
            cursor.execute(statement.replace(" % ", " %% "), {"today": today})


def _agree(cursor: "object") -> None:
    """The text that was put before who signs, with its fingerprint."""
    run = cursor.execute  # type: ignore[attr-defined]
    run(TOLD)
    rows = cursor.fetchall()  # type: ignore[attr-defined]
    prints = [fingerprint_of(json.loads(told)) for _key, told in rows]
    keys, texts = [row[0] for row in rows], [row[1] for row in rows]
    run(AGREED, {"ids": keys, "told": texts, "prints": prints})
