"""The segretariato of the invented towns: requests in every state, services, what nobody answers.

Born from the contacts that were sent on: the past in a few statements, the present row by row.
"""

import datetime as dt
from importlib import import_module
from typing import Any

from django.db import connection

from prossimo.access.choices import Intensity
from prossimo.access.models import AllocationRule, AssessedNeed, Orientation
from prossimo.accounts import identity
from prossimo.accounts.choices import RoleKey
from prossimo.accounts.models import Post
from prossimo.accounts.rules import Actor
from prossimo.catalogue.choices import AskedHow, Cost
from prossimo.catalogue.models import Need, Service
from prossimo.core.periods import between
from prossimo.core.records import new_id
from prossimo.network.models import Organisation

LIVE_DAYS, YEARS, MOST = 24, 4, 12_000
# What the segretariato grants by itself: name, in one line, places, the need it answers.
OFFERS = (
    ("Pasti a domicilio", "Un pasto pronto a mezzogiorno, dal lunedì al sabato", 24,
     "pasti-a-domicilio"),
    ("Telesoccorso", "Un pulsante per chiedere aiuto, giorno e notte", None,
     "non-restare-soli-a-casa"),
    ("Trasporto accompagnato", "Verso visite e cure, con un volontario", 8, "trasporto"),
)  # fmt: skip

HASH = "abs(hashtext(c.id::text)) % 100"
# From every contact that was sent on: who received it, in which state it is today.
REQUESTS = f"""
WITH workers AS (
    SELECT ambito_id, array_agg(user_id ORDER BY id) AS users FROM accounts_post
     WHERE role = 'social_desk' AND period @> %(today)s::date GROUP BY ambito_id
), sent AS (
    SELECT c.*, p.municipality_id AS town, {HASH} AS h,
           (abs(hashtext(c.id::text || 'x')) % 17) + 1 AS days,
           w.users[1 + abs(hashtext(c.id::text || 'w')) % array_length(w.users, 1)] AS worker
      FROM access_contact c
      JOIN workers w ON w.ambito_id = c.ambito_id
      JOIN access_desk d ON d.id = c.desk_id AND d.kind <> 'orientation'
      LEFT JOIN citizens_person p ON p.id = c.person_id
     WHERE 'forwarded' = ANY (c.given) AND c.day > %(since)s AND p.merged_into_id IS NULL
     ORDER BY c.happened_at DESC LIMIT %(most)s
), told AS (
    SELECT s.*, CASE
        WHEN s.day > %(live)s THEN CASE WHEN s.h < 40 THEN 'to_assess' WHEN s.h < 70
            THEN 'assessing' WHEN s.h < 85 THEN 'informed' ELSE 'oriented' END
        WHEN s.h < 30 OR s.person_id IS NULL THEN 'informed' WHEN s.h < 56 THEN 'oriented'
        WHEN s.h < 62 THEN 'accompanied' WHEN s.h < 76 THEN 'direct' WHEN s.h < 90 THEN 'proposed'
        WHEN s.h < 95 THEN 'refused' ELSE 'withdrawn' END AS state
    FROM sent s
)
INSERT INTO access_orientation
    (id, version, created_at, changed_at, ambito_id, municipality_id, contact_id, source, person_id,
     household_id, desk_id, neighbourhood_id, received_at, urgency, target_group, user_area,
     request, state, owner_id, taken_at, due_on, notice_sent_on, summary, decided_at, refusal)
SELECT md5(t.id::text || 'request')::uuid, 1, t.happened_at, t.happened_at, t.ambito_id, t.town,
       t.id, 'contact', t.person_id, t.household_id, t.desk_id, t.neighbourhood_id, t.happened_at,
       CASE WHEN t.h % 9 = 0 THEN 10 WHEN t.h % 4 = 0 THEN 20 ELSE 30 END, t.target_group,
       CASE t.target_group WHEN 'older' THEN 'ELD' WHEN 'disabled' THEN 'DIS' WHEN 'minors'
            THEN 'FAM' WHEN 'families' THEN 'FAM' WHEN 'frail' THEN 'POV' ELSE '' END,
       t.needs, t.state, CASE WHEN t.state <> 'to_assess' THEN t.worker END,
       CASE WHEN t.state <> 'to_assess'
            THEN least(t.happened_at + (t.h % 3) * interval '1 day' + interval '1 hour', now()) END,
       t.day + CASE WHEN t.h % 9 = 0 THEN 0 WHEN t.h % 4 = 0 THEN 7 ELSE 30 END,
       CASE WHEN t.state = 'refused' THEN t.day + 5 END, '',
       CASE WHEN t.state NOT IN ('to_assess', 'assessing')
            THEN least(t.happened_at + t.days * interval '1 day' + interval '2 hours', now()) END,
       CASE WHEN t.state = 'refused' THEN 'Non risiede nell''Ambito: è stata indirizzata al suo '
            || 'Comune.' ELSE '' END
  FROM told t
"""
STEPS = """
INSERT INTO access_orientationstep (id, orientation_id, name, source, target, at, by_id, signed, note)
SELECT md5(o.id::text || 'receive')::uuid, o.id, 'receive', '', 'to_assess', o.received_at, NULL, '', ''
  FROM access_orientation o
UNION ALL
SELECT md5(o.id::text || 'take')::uuid, o.id, 'take', 'to_assess', 'assessing', o.taken_at,
       o.owner_id, '', '' FROM access_orientation o WHERE o.taken_at IS NOT NULL
UNION ALL
SELECT md5(o.id::text || 'end')::uuid, o.id,
       CASE o.state WHEN 'informed' THEN 'inform' WHEN 'oriented' THEN 'orient'
            WHEN 'accompanied' THEN 'accompany' WHEN 'direct' THEN 'grant' WHEN 'proposed'
            THEN 'propose' WHEN 'refused' THEN 'refuse' ELSE 'withdraw' END,
       'assessing', o.state, o.decided_at, o.owner_id, '', ''
  FROM access_orientation o WHERE o.decided_at IS NOT NULL
"""
DIRECT = """
WITH offers AS (
    SELECT ambito_id, array_agg(id ORDER BY name) AS ids FROM catalogue_service WHERE is_direct
     GROUP BY ambito_id
), asked AS (
    SELECT o.*, f.ids[1 + abs(hashtext(o.id::text)) % array_length(f.ids, 1)] AS service,
           abs(hashtext(o.id::text || 'd')) % 100 AS h
      FROM access_orientation o JOIN offers f ON f.ambito_id = o.ambito_id
     WHERE o.state = 'direct'
), told AS (
    SELECT a.*, CASE WHEN row_number() OVER (PARTITION BY person_id, service
                                             ORDER BY decided_at DESC) > 1 THEN 'ended'
        WHEN row_number() OVER (PARTITION BY service ORDER BY decided_at DESC) > 26
            THEN CASE WHEN h < 88 THEN 'ended' WHEN h < 94 THEN 'refused' ELSE 'withdrawn' END
        WHEN h < 52 THEN 'active' WHEN h < 64 THEN 'suspended' WHEN h < 84 THEN 'waiting'
        ELSE 'requested' END AS now FROM asked a
)
INSERT INTO access_directservice
    (id, version, created_at, changed_at, ambito_id, municipality_id, orientation_id, person_id,
     service_id, state, urgency, quantity, needs, requested_on, active_on, suspended_on, ended_on,
     review_on, why, by_id)
SELECT md5(t.id::text || 'direct')::uuid, 1, t.decided_at, t.decided_at, t.ambito_id,
       t.municipality_id, t.id, t.person_id, t.service, t.now, t.urgency,
       CASE WHEN h % 2 = 0 THEN '5 volte a settimana' ELSE '' END,
       CASE WHEN h % 5 = 0 THEN 'Citofono al secondo nome' ELSE '' END, t.decided_at::date,
       CASE WHEN t.now IN ('active', 'suspended', 'ended')
            THEN least(t.decided_at::date + h % 12, %(today)s) END,
       CASE WHEN t.now = 'suspended' THEN %(today)s - h % 20 END,
       CASE WHEN t.now IN ('ended', 'refused', 'withdrawn')
            THEN least(t.decided_at::date + 20 + h * 3, %(today)s) END,
       CASE WHEN t.now IN ('active', 'suspended') THEN %(today)s + (h % 90 - 20) END,
       CASE t.now WHEN 'suspended' THEN 'Ricovero in ospedale' WHEN 'ended' THEN 'Trasferita dai figli'
            WHEN 'refused' THEN 'Ha già il servizio privato' ELSE '' END, t.owner_id
  FROM told t
"""
DIRECT_STEPS = """
INSERT INTO access_directstep (id, direct_id, name, source, target, at, by_id, signed, note)
SELECT md5(d.id::text || 'request')::uuid, d.id, 'request', '', 'requested', d.created_at, d.by_id,
       '', '' FROM access_directservice d
UNION ALL
SELECT md5(d.id::text || 'activate')::uuid, d.id, 'activate', 'requested', 'active',
       d.active_on + interval '9 hours', d.by_id, '', ''
  FROM access_directservice d WHERE d.active_on IS NOT NULL
"""
PROPOSALS = """
WITH workers AS (
    SELECT p.ambito_id, array_agg(p.id ORDER BY (u.username = 'assistente') DESC, p.id) AS posts
      FROM accounts_post p JOIN accounts_user u ON u.id = p.user_id
     WHERE p.role = 'caseworker' AND p.period @> %(today)s::date GROUP BY p.ambito_id
), told AS (
    SELECT o.*, w.posts[1 + abs(hashtext(o.id::text)) % array_length(w.posts, 1)] AS post,
           w.posts[1] AS first, row_number() OVER (PARTITION BY o.ambito_id
                                                   ORDER BY o.decided_at DESC) AS place
      FROM access_orientation o JOIN workers w ON w.ambito_id = o.ambito_id
     WHERE o.state = 'proposed'
)
INSERT INTO access_caseproposal
    (id, version, created_at, changed_at, ambito_id, orientation_id, person_id, user_area,
     proposed_to_id, rule_id, explained, why, state, by_id, decided_by_id, decided_at, refusal)
SELECT md5(t.id::text || 'proposal')::uuid, 1, t.decided_at, t.decided_at, t.ambito_id, t.id,
       t.person_id, coalesce(nullif(t.user_area, ''), 'MUL'),
       CASE WHEN t.place <= 4 THEN t.first ELSE t.post END, NULL,
       '["Regola 1: sì, segue tutte le aree."]'::jsonb,
       'Più bisogni insieme: serve qualcuno che segua la persona nel tempo.',
       CASE WHEN t.place <= 6 THEN 'proposed' ELSE 'accepted' END, t.owner_id,
       CASE WHEN t.place > 6 THEN (SELECT user_id FROM accounts_post WHERE id = t.post) END,
       CASE WHEN t.place > 6 THEN least(t.decided_at + interval '2 days', now()) END, ''
  FROM told t
"""
UNMET = f"""
WITH needs AS (
    SELECT array_agg(id ORDER BY key) AS ids FROM catalogue_need WHERE ambito_id IS NULL
), missed AS (
    SELECT c.*, row_number() OVER (PARTITION BY c.ambito_id ORDER BY c.happened_at DESC) AS place
      FROM access_contact c WHERE c.no_service AND c.day > %(since)s
)
INSERT INTO access_unmetneed
    (id, version, created_at, changed_at, ambito_id, day, desk_id, neighbourhood_id, need_id, wanted,
     told, target_group, people, contact_id, state, author_id)
SELECT md5(c.id::text || 'unmet')::uuid, 1, c.happened_at, c.happened_at, c.ambito_id, c.day,
       c.desk_id, c.neighbourhood_id, n.ids[1 + ({HASH}) % array_length(n.ids, 1)],
       coalesce(nullif(c.missing_service, ''), 'Un servizio che oggi non c''è'), '',
       c.target_group, 1, c.id, 'heard', c.author_id
  FROM missed c CROSS JOIN needs n WHERE c.place > 8
"""


def leave(today: dt.date) -> None:
    """Fill the segretariato of each Ambito; the vocabulary of needs is put back if it is gone."""
    _needs()
    asked: dict[str, dt.date | int] = {
        "today": today,
        "live": today - dt.timedelta(days=LIVE_DAYS),
        "since": today.replace(year=today.year - YEARS, day=1),
        "most": MOST,
    }
    for post in Post.objects.in_force().filter(role=RoleKey.CASEWORKER).order_by("pk"):
        _rule(post)
    for body in Organisation.objects.filter(kind="municipality").order_by("ambito", "name", "pk"):
        _offers(body)
    with connection.cursor() as cursor:
        for statement in (REQUESTS, STEPS, DIRECT, DIRECT_STEPS, PROPOSALS, UNMET):
            cursor.execute(_percents(statement), asked)
    for post in Post.objects.in_force().filter(role=RoleKey.SOCIAL_DESK).order_by("pk")[:6]:
        with identity.acting_as(post.user_id, post.pk) as actor:
            _assessed(actor)


def _percents(statement: str) -> str:
    """The driver reads a percent sign as a place to fill: a remainder is written twice."""
    return statement.replace(" % ", " %% ")


def _needs() -> None:
    if Need.objects.filter(ambito=None).exists():
        return
    shipped: Any = import_module("prossimo.catalogue.migrations.0003_needs")
    Need.objects.bulk_create(
        Need(id=new_id(), key=key, theme=theme, label=label, rank=place * 10,
             period=between(dt.date(2014, 1, 1), None))
        for place, (key, theme, label) in enumerate(shipped.NEEDS, start=1)
    )  # fmt: skip


def _rule(post: Post) -> None:
    """Each social worker has their area; a limit that can be reached."""
    AllocationRule.objects.create(
        ambito_id=post.ambito_id,
        rank=10 if post.user_area else 90,
        user_area=post.user_area,
        municipality_id=post.municipality_id,
        post=post,
        most=60 if post.user_area else None,
    )


def _offers(body: Organisation) -> None:
    """The first municipality of each Ambito grants them for all."""
    if Service.objects.filter(ambito=body.ambito_id, is_direct=True).exists():
        return
    for name, summary, places, key in OFFERS:
        service = Service.objects.create(
            ambito_id=body.ambito_id,
            organisation=body,
            name=name,
            summary=summary,
            cost=Cost.SHARE,
            asked_how=AskedHow.REFERRAL,
            is_direct=True,
            places=places,
        )
        service.needs.set(Need.objects.filter(key=key))


def _assessed(actor: Actor) -> None:
    """The open requests of a worker have needs already, and one was spoken of."""
    mine = Orientation.objects.visible_to(actor).open().filter(owner=actor.user_id)
    needs = list(Need.objects.filter(ambito=None).order_by("key"))
    levels = list(Intensity)
    for number, row in enumerate(mine.order_by("received_at", "pk")[:8]):
        for step in range(1 + number % 3):
            AssessedNeed.objects.create(
                orientation=row,
                need=needs[(number * 5 + step * 7) % len(needs)],
                intensity=levels[(number + step) % len(levels)],
                answered_by=("", "la figlia, tre volte a settimana")[step % 2],
            )
