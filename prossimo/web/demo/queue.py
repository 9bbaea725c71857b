"""The queues of the town: weeks of tickets that were served or lost, and who waits at this moment.

Each past ticket is that of somebody who was heard: written after the contacts, by what they say.
"""

import datetime as dt
from collections.abc import Iterator

WEEKS = 8
ITALY = "AT TIME ZONE 'Europe/Rome'"
DESKS = (  # Ambito, desk, letter of its tickets
    ("bergamo", "Pass, sede centrale", "A"),
    ("bergamo", "Sportello contributi", "C"),
    ("bergamo", "Sportello cittadini stranieri (Fami)", "S"),
    ("bergamo", "Sede di Colognola", "L"),
    ("punto-per-te", "Punto per Te, La Pieve", "P"),
    ("punto-per-te", "Punto per Te, Fabiano", "F"),
)
# How somebody came to be there: minutes ago, for what, before whom, taken where, how it stands.
NOW = (
    (52, "money", 40, "kiosk", "left"),
    (47, "information", 40, "kiosk", "serving"),
    (41, "foreign", 40, "door", "serving"),
    (34, "home_work", 40, "kiosk", "called"),
    (26, "money", 40, "door", "waiting"),
    (19, "information", 30, "operator", "waiting"),
    (14, "money", 40, "kiosk", "waiting"),
    (9, "", 10, "operator", "waiting"),
    (6, "other", 40, "door", "waiting"),
    (2, "information", 40, "kiosk", "waiting"),
)
COLUMNS = """id, version, created_at, changed_at, ambito_id, desk_id, day, number, code, reason_group,
    priority, arrived_by, person_id, contact_id, state, taken_at, due_at, called_at, started_at,
    ended_at, calls, counter, called_by_id, called_post_id, left_why"""


def afterwards(now: dt.datetime) -> Iterator[str]:
    """The statements, in the order in which they lean on each other."""
    moment = f"timestamptz '{now.isoformat()}'"
    yield desks_with_a_queue()
    yield past_tickets(moment)
    yield present_tickets(moment)
    yield steps()
    yield days()
    for table in ("access_ticket", "access_ticketstep"):
        yield f"ANALYZE {table}"


def desks_with_a_queue() -> str:
    rows = ", ".join(
        f"('{ambito}', '{name.replace(chr(39), chr(39) * 2)}', '{letter}')"
        for ambito, name, letter in DESKS
    )
    return f"""
        UPDATE access_desk d SET has_queue = true, letter = v.letter
          FROM (VALUES {rows}) v (ambito, name, letter), territory_ambito a
         WHERE d.name = v.name AND a.id = d.ambito_id AND a.key = v.ambito"""


def draw(name: str, upto: int) -> str:
    """A number of the contact's own, the same every time."""
    return f"(('x' || substr(md5('{name}' || c.id::text), 1, 7))::bit(28)::int % {upto})"


def minutes(number: str) -> str:
    return f"make_interval(mins => {number})"


def past_tickets(moment: str) -> str:
    """Before each contact in person a wait, longer in the rush of the morning; some lose patience."""
    hour = f"extract(hour FROM c.happened_at {ITALY})"
    rush = f"CASE WHEN {hour} IN (9, 10) THEN {draw('rush', 17)} ELSE 0 END"
    wait = f"(1 + {draw('wait', 14)} + {rush})"
    return f"""
        INSERT INTO access_ticket ({COLUMNS})
        WITH heard AS (
            SELECT c.*, d.letter, r."group" AS reason, {wait} AS wait,
                   {draw("left", 13)} = 0 AS lost, {draw("by", 10)} AS came,
                   {draw("frail", 15)} = 0 AS frail, 1 + {draw("counter", 4)} AS seat
              FROM access_contact c
              JOIN access_desk d ON d.id = c.desk_id AND d.has_queue
              JOIN access_reason r ON r.id = c.main_reason_id
             WHERE c.channel = 'person' AND c.happened_at > {moment} - interval '{WEEKS} weeks'
               AND c.happened_at + {minutes("coalesce(c.minutes, 8)")} < {moment}
        ), told AS (
            SELECT md5('ticket' || id::text)::uuid AS id, ambito_id, desk_id, day, letter, reason,
                   came, frail, person_id, id AS contact_id, false AS lost, seat, author_id, post_id,
                   greatest(happened_at - {minutes("wait + 1")}, day::timestamp {ITALY}) AS taken,
                   happened_at AS started, happened_at + {minutes("coalesce(minutes, 8)")} AS ended
              FROM heard
            UNION ALL
            SELECT md5('lost' || id::text)::uuid, ambito_id, desk_id, day, letter, reason, came,
                   false, NULL, NULL, true, seat, author_id, post_id,
                   greatest(happened_at - {minutes("wait")}, day::timestamp {ITALY}),
                   NULL, happened_at + {minutes("9 + wait")}
              FROM heard WHERE lost AND happened_at + {minutes("9 + wait")} < {moment}
        ), numbered AS (
            SELECT told.*, row_number() OVER (PARTITION BY desk_id, day ORDER BY taken, id) AS number
              FROM told
        )
        SELECT id, 4, taken, ended, ambito_id, desk_id, day, number,
               letter || lpad(number::text, 3, '0'), reason, CASE WHEN frail THEN 30 ELSE 40 END,
               CASE WHEN came < 5 THEN 'kiosk' WHEN came < 8 THEN 'door' ELSE 'operator' END,
               person_id, contact_id, CASE WHEN lost THEN 'left' ELSE 'served' END, taken, taken,
               CASE WHEN lost AND came < 6 THEN NULL WHEN lost THEN ended - interval '2 minutes'
                    ELSE started END,
               started, ended, CASE WHEN lost AND came < 6 THEN 0 ELSE 1 END,
               CASE WHEN lost AND came < 6 THEN '' ELSE seat::text END,
               CASE WHEN lost AND came < 6 THEN NULL ELSE author_id END,
               CASE WHEN lost AND came < 6 THEN NULL ELSE post_id END,
               CASE WHEN NOT lost THEN '' WHEN came < 6 THEN 'told' ELSE 'absent' END
          FROM numbered"""


def present_tickets(moment: str) -> str:
    """Who is in the room now: at the Pass as many as in a good morning, elsewhere a few."""
    rows = ", ".join(
        f"({at}, {ago}, '{group}', {rank}, '{by}', '{state}')"
        for at, (ago, group, rank, by, state) in enumerate(NOW, start=1)
    )
    start = f"date_trunc('day', {moment} {ITALY}) {ITALY}"
    return f"""
        INSERT INTO access_ticket ({COLUMNS})
        WITH today AS (SELECT ({moment} {ITALY})::date AS day),
        staffed AS (
            SELECT desk_id, post_id, user_id,
                   row_number() OVER (PARTITION BY desk_id ORDER BY post_id) AS seat
              FROM (SELECT DISTINCT u.desk_id, p.id AS post_id, p.user_id
                      FROM access_deskduty u JOIN accounts_post p ON p.id = u.post_id
                      JOIN accounts_user w ON w.id = p.user_id, today
                     WHERE u.period @> today.day AND p.period @> today.day
                       AND w.username LIKE '%.%') AS serving
        ), room AS (
            SELECT d.id AS desk_id, d.ambito_id, d.letter, v.*, s.post_id, s.user_id, s.seat,
                   greatest({moment} - {minutes("v.ago")}, {start}) AS taken,
                   row_number() OVER (PARTITION BY d.id ORDER BY v.at)
                   + (SELECT count(*) FROM access_ticket t, today
                       WHERE t.desk_id = d.id AND t.day = today.day) AS number
              FROM access_desk d
              CROSS JOIN (VALUES {rows}) v (at, ago, reason, rank, came, state)
              LEFT JOIN staffed s ON s.desk_id = d.id AND s.seat = v.at - 1
                                 AND v.state IN ('serving', 'called')
             WHERE d.has_queue AND (d.letter = 'A' OR v.at IN (1, 5, 6, 10) OR s.post_id IS NOT NULL)
        )
        SELECT md5('now' || desk_id::text || at)::uuid, 2, taken, {moment}, room.ambito_id, desk_id,
               today.day, number, letter || lpad(number::text, 3, '0'), reason, rank, came, NULL, NULL,
               here, taken, taken,
               CASE WHEN here IN ('serving', 'called')
                    THEN greatest({moment} - {minutes("13 - 3 * at")}, taken) END,
               CASE WHEN here = 'serving' THEN greatest({moment} - {minutes("12 - 3 * at")}, taken) END,
               CASE WHEN here = 'left' THEN greatest({moment} - interval '20 minutes', taken) END,
               CASE WHEN here IN ('serving', 'called') THEN 1 ELSE 0 END,
               CASE WHEN here IN ('serving', 'called') THEN seat::text ELSE '' END,
               user_id, post_id, CASE WHEN here = 'left' THEN 'told' ELSE '' END
          FROM (SELECT room.*, CASE WHEN state IN ('serving', 'called') AND post_id IS NULL
                                    THEN 'waiting' ELSE state END AS here FROM room) AS room, today"""


def steps() -> str:
    """What each ticket went through, by the times that it tells."""
    return """
        INSERT INTO access_ticketstep (id, ticket_id, name, at, by_id, counter)
        SELECT md5(s.name || t.id::text)::uuid, t.id, s.name, s.at,
               CASE WHEN s.name IN ('call', 'serve', 'finish') THEN t.called_by_id END,
               CASE WHEN s.name = 'take' THEN '' ELSE t.counter END
          FROM access_ticket t
          CROSS JOIN LATERAL (VALUES
               ('take', t.taken_at), ('call', t.called_at), ('serve', t.started_at),
               ('finish', CASE WHEN t.state = 'served' THEN t.ended_at END),
               ('leave', CASE WHEN t.state = 'left' THEN t.ended_at END)) s (name, at)
         WHERE s.at IS NOT NULL"""


def days() -> str:
    return """
        INSERT INTO access_queueday (id, desk_id, day, issued, closed_why)
        SELECT md5('day' || desk_id::text || day)::uuid, desk_id, day, max(number), ''
          FROM access_ticket GROUP BY desk_id, day"""
