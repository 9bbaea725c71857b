"""Meetings, tasks and verifications of the invented cases: past, ahead, and some that are late."""

import datetime as dt
import json
from typing import Any

from django.db import connection

from prossimo.cases.minutes import seal_of
from prossimo.web.demo import ages

SPEAKER = ages.speaker("m.starts_at")
# Where there are children one talks of school, elsewhere of who passes by.
CHILDREN = """(EXISTS (
       SELECT 1 FROM cases_casemember c JOIN citizens_person y ON y.id = c.person_id
        WHERE c.case_id = k.id AND y.born_on > %(today)s::date - interval '18 years'))"""
# One line a meeting: those in charge have a past one, a verification, one to write and one ahead.
# What is written stands as held until it is sealed, further down.
MEETINGS = f"""
WITH live AS (
    SELECT k.*, {CHILDREN} AS children, abs(hashtext(k.id::text)) AS h,
           row_number() OVER (PARTITION BY k.owner_id ORDER BY k.number) AS turn
      FROM cases_case k WHERE k.state = 'in_charge'
), told AS (
    SELECT l.*, n, (ARRAY['team', 'review', 'review', 'team'])[n] AS what,
           (ARRAY['held', 'held', 'held', 'planned'])[n] AS stands,
           (ARRAY[CASE WHEN l.children THEN 'Chi accompagna i ragazzi a scuola'
                       ELSE 'Chi passa a casa, e quando' END || chr(10) || 'La domanda per l''alloggio',
                  'Gli obiettivi del progetto' || chr(10) || 'Gli impegni di ciascuno',
                  'Gli obiettivi del progetto',
                  'Il rientro dopo l''estate' || chr(10) || CASE WHEN l.children
                       THEN 'Chi tiene i contatti con la scuola'
                       ELSE 'Chi tiene i contatti con il medico' END])[n] AS points,
           (ARRAY[%(today)s::date - 60 - (l.h % 40)::int, %(today)s::date - 30 - (l.h % 20)::int,
                  %(today)s::date - 2 - (l.h % 5)::int, %(today)s::date + 2 + (l.h % 15)::int])[n]
               AS day
      FROM live l CROSS JOIN generate_series(1, 4) n
     WHERE l.turn = 1 OR l.h % 4 < 2 AND n IN (1, 4) OR l.h % 6 = 2 AND n IN (2, 3)
)
INSERT INTO cases_casemeeting
    (id, version, created_at, changed_at, case_id, kind, state, starts_at, lasts, place, agenda,
     discussed, decisions, next_on, cancelled_why, written_at, seal, sealed, by_id, post_id)
SELECT md5(t.id::text || 'meeting' || t.n)::uuid, 1, t.created_at, t.created_at, t.id, t.what,
       t.stands, (t.day + time '14:30') AT TIME ZONE 'Europe/Rome', 60 + 30 * (t.h % 2)::int,
       CASE WHEN t.n <> 1 THEN 'Servizi sociali, sala blu'
            WHEN t.children THEN 'Scuola primaria, aula riunioni' ELSE 'Casa di quartiere' END,
       t.points,
       CASE WHEN t.n >= 3 THEN '' WHEN t.children
            THEN 'La scuola racconta che le assenze sono diminuite. La madre chiede un '
                 || 'aiuto per il pomeriggio, la parrocchia ha due posti al doposcuola.'
            ELSE 'Il medico racconta che le visite sono riprese. Serve un aiuto per il pomeriggio, '
                 || 'la parrocchia ha due persone che possono passare.' END,
       CASE WHEN t.n >= 3 THEN '' WHEN t.children THEN 'Il doposcuola comincia lunedì'
            ELSE 'Da lunedì qualcuno passa ogni pomeriggio' END
       || CASE WHEN t.n < 3 THEN chr(10) || 'La domanda di alloggio si scrive insieme' ELSE '' END,
       CASE WHEN t.n = 2 THEN t.day + 90 END, '', NULL, '', '{{}}', t.opened_by_id, t.owner_id
  FROM told t WHERE t.day >= t.taken_on + 1
"""
CHAIRS = f"""
INSERT INTO cases_meetingpresence
    (id, version, created_at, changed_at, meeting_id, kind, person_id, post_id, name, body, email,
     attendance)
SELECT md5(m.id::text || 'worker')::uuid, 1, m.created_at, m.created_at, m.id, 'worker',
       NULL::uuid, m.post_id, '', '', '', CASE WHEN m.state = 'planned' THEN 'invited' ELSE 'present' END
  FROM cases_casemeeting m
UNION ALL
SELECT md5(m.id::text || 'person')::uuid, 1, m.created_at, m.created_at, m.id, 'person',
       speaker.person_id, NULL::uuid, '', '', '',
       CASE WHEN m.state = 'planned' THEN 'invited' WHEN abs(hashtext(m.id::text)) % 4 = 0
            THEN 'excused' ELSE 'present' END
  FROM cases_casemeeting m JOIN cases_case k ON k.id = m.case_id {SPEAKER}
 WHERE speaker.id IS NOT NULL
UNION ALL
SELECT md5(m.id::text || v.who)::uuid, 1, m.created_at, m.created_at, m.id, 'other', NULL::uuid,
       NULL::uuid, v.who, CASE WHEN {CHILDREN} THEN v.body ELSE v.otherwise END, '',
       CASE WHEN m.state = 'planned' THEN 'invited' ELSE v.came END
  FROM cases_casemeeting m JOIN cases_case k ON k.id = m.case_id CROSS JOIN (VALUES
       ('Anna Riva', 'scuola primaria', 'medico di famiglia', 'present'),
       ('don Luca', 'parrocchia', 'parrocchia', 'present'),
       ('Marco Sala', 'consultorio familiare', 'centro per l''impiego', 'absent'))
       v (who, body, otherwise, came)
"""
TASKS = f"""
INSERT INTO cases_casetask
    (id, version, created_at, changed_at, case_id, meeting_id, what, kind, person_id, post_id, name,
     due_on, state, closed_on, closing, by_id)
SELECT md5(m.id::text || 'task' || v.n)::uuid, 1, m.created_at, m.created_at, m.case_id, m.id,
       CASE WHEN v.n = 1 AND NOT {CHILDREN} THEN 'Trovare chi passa il pomeriggio' ELSE v.what END,
       v.kind, CASE WHEN v.kind = 'person' THEN speaker.person_id END,
       CASE WHEN v.kind = 'worker' THEN k.owner_id END,
       CASE WHEN v.kind = 'other' THEN 'don Luca, parrocchia' ELSE '' END,
       (m.starts_at AT TIME ZONE 'Europe/Rome')::date + v.days,
       CASE WHEN v.n = 1 OR abs(hashtext(m.id::text)) % 3 > 0 AND v.n = 2 THEN 'done' ELSE 'open' END,
       CASE WHEN v.n = 1 OR abs(hashtext(m.id::text)) % 3 > 0 AND v.n = 2
            THEN least((m.starts_at AT TIME ZONE 'Europe/Rome')::date + v.days, %(today)s::date) END,
       '', m.by_id
  FROM cases_casemeeting m JOIN cases_case k ON k.id = m.case_id {SPEAKER}
 CROSS JOIN (VALUES (1, 'Iscrivere i ragazzi al doposcuola', 'other', 10),
                    (2, 'Scrivere insieme la domanda di alloggio', 'worker', 25),
                    (3, 'Portare i documenti della casa', 'person', 45)) v (n, what, kind, days)
 WHERE m.state = 'held' AND m.kind = 'team' AND (v.kind <> 'person' OR speaker.id IS NOT NULL)
"""
FOUND = f"""
INSERT INTO cases_finding
    (id, version, created_at, changed_at, meeting_id, goal_id, commitment_id, result, evidence,
     next_step)
SELECT md5(m.id::text || g.id::text)::uuid, 1, m.created_at, m.created_at, m.id, g.id, NULL::uuid,
       CASE WHEN g.state IN ('reached', 'partly', 'not') THEN g.state
            ELSE (ARRAY['open', 'partly'])[1 + abs(hashtext(g.id::text)) % 2] END,
       CASE WHEN {CHILDREN} THEN 'Lo racconta la scuola, e lo conferma la madre'
            ELSE 'Lo racconta in casa, e lo conferma chi passa' END, 'Si continua come concordato'
  FROM cases_casemeeting m JOIN cases_case k ON k.id = m.case_id JOIN cases_plan l ON l.case_id = m.case_id
  JOIN cases_goal g ON g.plan_id = l.id
 WHERE m.kind = 'review' AND m.state = 'held' AND m.discussed <> ''
   AND l.state IN ('active', 'in_revision', 'suspended')
"""
# Who was heard after the closure, and who is still to be heard: some by a day that has passed.
AFTER = """
UPDATE cases_case SET follow_up_on = closed_on + 30 + (abs(hashtext(id::text)) % 90)
 WHERE state = 'closed' AND outcome IN ('reached', 'partly') AND closed_on > %(today)s::date - 150
"""
HEARD = """
INSERT INTO cases_casefollowup
    (id, version, created_at, changed_at, case_id, heard_on, how, goes, text, again_on, reopened,
     by_id, post_id)
SELECT md5(k.id::text || 'after')::uuid, 1, k.created_at, k.created_at, k.id,
       least(k.closed_on + 60, %(today)s::date), 'call',
       (ARRAY['well', 'shaky'])[1 + abs(hashtext(k.id::text)) % 2],
       'Sta bene, ha chiesto notizie del corso di italiano.', NULL, false, k.opened_by_id, k.owner_id
  FROM cases_case k WHERE k.state = 'closed' AND k.follow_up_on IS NULL
   AND k.closed_on < %(today)s::date - 60
"""
SAID = """
SELECT m.id, m.kind, to_char(m.starts_at AT TIME ZONE 'Europe/Rome', 'DD/MM/YYYY, HH24:MI'), m.lasts,
       m.place, m.agenda, m.discussed, m.decisions, to_char(m.next_on, 'DD/MM/YYYY'),
       (SELECT json_agg(json_build_array(
                   coalesce(nullif(r.name, ''), btrim(h.given_name || ' ' || h.surname),
                            btrim(u.first_name || ' ' || u.last_name)),
                   r.body, CASE r.attendance WHEN 'present' THEN 'c''era' WHEN 'absent' THEN 'non c''era'
                           ELSE 'ha avvisato che non poteva' END) ORDER BY r.kind, r.id)
          FROM cases_meetingpresence r LEFT JOIN citizens_person h ON h.id = r.person_id
          LEFT JOIN accounts_post p ON p.id = r.post_id LEFT JOIN accounts_user u ON u.id = p.user_id
         WHERE r.meeting_id = m.id),
       (SELECT json_agg(json_build_array(t.what, coalesce(nullif(t.name, ''),
                            btrim(h.given_name || ' ' || h.surname),
                            btrim(u.first_name || ' ' || u.last_name)),
                   to_char(t.due_on, 'DD/MM/YYYY')) ORDER BY t.due_on, t.id)
          FROM cases_casetask t LEFT JOIN citizens_person h ON h.id = t.person_id
          LEFT JOIN accounts_post p ON p.id = t.post_id LEFT JOIN accounts_user u ON u.id = p.user_id
         WHERE t.meeting_id = m.id),
       (SELECT json_agg(json_build_array(g.statement, CASE f.result WHEN 'reached' THEN 'raggiunto'
                            WHEN 'partly' THEN 'in parte' WHEN 'not' THEN 'no' ELSE 'ancora aperto' END,
                   f.evidence, f.next_step) ORDER BY g.position, g.id)
          FROM cases_finding f JOIN cases_goal g ON g.id = f.goal_id WHERE f.meeting_id = m.id)
  FROM cases_casemeeting m WHERE m.state = 'held' AND m.discussed <> ''
"""
SEALED = """
UPDATE cases_casemeeting m SET state = 'signed', seal = v.seal, sealed = v.sealed::jsonb,
       written_at = m.starts_at + interval '1 day'
  FROM unnest(%(ids)s::uuid[], %(seals)s::text[], %(texts)s::text[]) v (id, seal, sealed)
 WHERE m.id = v.id
"""
SIGNED = """
INSERT INTO cases_meetingsignature (id, meeting_id, name, role, how, signed_on, seal, by_id, at)
SELECT md5(m.id::text || 'signed' || r.name)::uuid, m.id, r.name, r.body, 'paper',
       (m.written_at AT TIME ZONE 'Europe/Rome')::date, m.seal, m.by_id, m.written_at
  FROM cases_casemeeting m JOIN cases_meetingpresence r ON r.meeting_id = m.id
 WHERE m.state = 'signed' AND r.kind = 'other' AND r.attendance = 'present'
"""
KINDS = {"team": "incontro multidisciplinare", "review": "verifica"}


def gather(today: dt.date) -> None:
    """Meet around the cases, write what was said, and leave some things to be done."""
    with connection.cursor() as cursor:
        for statement in (MEETINGS, CHAIRS, TASKS, FOUND, AFTER, HEARD):
            cursor.execute(statement.replace(" % ", " %% "), {"today": today})
        cursor.execute(SAID)
        sealed = {row[0]: _as_signed(row) for row in cursor.fetchall()}
        told = {
            "ids": list(sealed),
            "seals": [seal_of(each) for each in sealed.values()],
            "texts": [json.dumps(each) for each in sealed.values()],
        }
        cursor.execute(SEALED, told)
        cursor.execute(SIGNED)


def _as_signed(row: tuple[Any, ...]) -> dict[str, Any]:
    """As `minutes.as_signed` says it, from what the database has in one question."""
    _id, kind, when, lasts, place, agenda, discussed, decisions, again, people, tasks, goals = row
    return {
        "kind": KINDS[kind], "when": when, "lasts": lasts, "place": place, "people": people or [],
        "agenda": agenda.splitlines(), "goals": goals or [], "discussed": discussed,
        "decisions": decisions.splitlines(), "tasks": tasks or [], "next": again or "",
    }  # fmt: skip
