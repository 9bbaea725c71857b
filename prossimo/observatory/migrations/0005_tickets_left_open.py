"""The time of a ticket that nobody closed is not known: it is not counted as a long one."""

from django.db import migrations

TICKET = """
CREATE OR REPLACE VIEW facts.ticket AS
SELECT a.key AS ambito, extract(year FROM t.day)::smallint AS year, t.day, t.id::text AS ticket,
       t.desk_id::text AS desk,
       CASE WHEN extract(hour FROM t.taken_at AT TIME ZONE 'Europe/Rome') BETWEEN 7 AND 20
            THEN to_char(t.taken_at AT TIME ZONE 'Europe/Rome', 'HH24') END AS hour,
       nullif(t.reason_group, '') AS ticket_group, t.arrived_by,
       CASE WHEN t.state = 'served' THEN 'served' WHEN t.left_why = 'mistake' THEN 'mistake'
            ELSE 'left' END AS ending,
       {waited} AS waited,
       {served} AS served
  FROM access_ticket t
  JOIN territory_ambito a ON a.id = t.ambito_id
 WHERE t.state IN ('served', 'left')
"""
WAITED = "facts.minutes(greatest(t.taken_at, t.due_at), coalesce(t.started_at, t.ended_at))"
SERVED = "CASE WHEN t.state = 'served' THEN facts.minutes(t.started_at, t.ended_at) END"
# Who still waited at night left nobody knows when; who was still heard was heard nobody knows how long.
KNOWN_WAIT = f"CASE WHEN t.left_why <> 'day_over' THEN {WAITED} END"
KNOWN_SERVICE = """CASE WHEN t.state = 'served' AND t.ended_at < t.started_at + interval '4 hours'
                 AND t.ended_at < (t.day + 1)::timestamp AT TIME ZONE 'Europe/Rome'
            THEN facts.minutes(t.started_at, t.ended_at) END"""


class Migration(migrations.Migration):
    dependencies = [("observatory", "0004_door_facts")]

    operations = [
        migrations.RunSQL(
            TICKET.format(waited=KNOWN_WAIT, served=KNOWN_SERVICE),
            TICKET.format(waited=WAITED, served=SERVED),
        )
    ]
