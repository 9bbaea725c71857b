"""Facts of the single door: tickets, appointments, the way from a contact onward, rotas, unmet needs.

Of people only the pseudonym and the traits that the contacts already have; times as whole minutes
and days, counted where the instants are.
"""

from django.db import migrations

READ = (
    "access_appointment",
    "access_caseproposal",
    "access_deskhours",
    "access_directservice",
    "access_motive",
    "access_orientation",
    "access_referral",
    "access_shift",
    "access_ticket",
    "access_unmetneed",
    "catalogue_need",
    "catalogue_service",
)
POLICIES = "".join(
    f"CREATE POLICY {table}_facts ON {table} FOR SELECT TO prossimo_owner"
    " USING (current_user = 'prossimo_observatory');\n"
    for table in READ
)
NO_POLICIES = "".join(f"DROP POLICY {table}_facts ON {table};\n" for table in READ)

QUEUE = """
CREATE FUNCTION facts.minutes(p_from timestamptz, p_to timestamptz) RETURNS smallint
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT CASE WHEN p_to >= p_from AND p_to < p_from + interval '14 hours'
                  THEN ceil(extract(epoch FROM p_to - p_from) / 60)::smallint END $$;

CREATE FUNCTION facts.days(p_from timestamptz, p_to timestamptz) RETURNS smallint
LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT least((p_to AT TIME ZONE 'Europe/Rome')::date
                   - (p_from AT TIME ZONE 'Europe/Rome')::date, 9999)::smallint $$;

-- One row a ticket that is over: how long it waited, how long it was served, how it ended.
CREATE VIEW facts.ticket AS
SELECT a.key AS ambito, extract(year FROM t.day)::smallint AS year, t.day, t.id::text AS ticket,
       t.desk_id::text AS desk,
       CASE WHEN extract(hour FROM t.taken_at AT TIME ZONE 'Europe/Rome') BETWEEN 7 AND 20
            THEN to_char(t.taken_at AT TIME ZONE 'Europe/Rome', 'HH24') END AS hour,
       nullif(t.reason_group, '') AS ticket_group, t.arrived_by,
       CASE WHEN t.state = 'served' THEN 'served' WHEN t.left_why = 'mistake' THEN 'mistake'
            ELSE 'left' END AS ending,
       facts.minutes(greatest(t.taken_at, t.due_at), coalesce(t.started_at, t.ended_at)) AS waited,
       CASE WHEN t.state = 'served' THEN facts.minutes(t.started_at, t.ended_at) END AS served
  FROM access_ticket t
  JOIN territory_ambito a ON a.id = t.ambito_id
 WHERE t.state IN ('served', 'left');

CREATE VIEW facts.appointment AS
SELECT a.key AS ambito,
       extract(year FROM p.starts_at AT TIME ZONE 'Europe/Rome')::smallint AS year,
       (p.starts_at AT TIME ZONE 'Europe/Rome')::date AS day, p.id::text AS appointment,
       p.person_id::text AS person, p.desk_id::text AS desk, p.booked_by, p.mode,
       CASE WHEN p.state IN ('arrived', 'done') THEN 'kept' WHEN p.state = 'no_show' THEN 'no_show'
            WHEN p.state = 'cancelled' THEN 'cancelled' ELSE 'expected' END AS ending,
       facts.days(p.created_at, p.starts_at) AS ahead
  FROM access_appointment p
  JOIN territory_ambito a ON a.id = p.ambito_id
 WHERE p.state IN ('booked', 'arrived', 'done', 'no_show', 'cancelled');
"""

WAY = """
CREATE VIEW facts.service AS
SELECT a.key AS ambito, s.id::text AS id, s.name AS label
  FROM catalogue_service s JOIN territory_ambito a ON a.id = s.ambito_id;

CREATE VIEW facts.need AS
SELECT a.key AS ambito, n.id::text AS id, n.label, n.theme
  FROM catalogue_need n LEFT JOIN territory_ambito a ON a.id = n.ambito_id;

-- One row a request to the segretariato, with how long it took and how it ended.
CREATE VIEW facts.orientation AS
SELECT a.key AS ambito,
       extract(year FROM o.received_at AT TIME ZONE 'Europe/Rome')::smallint AS year,
       (o.received_at AT TIME ZONE 'Europe/Rome')::date AS day, o.id::text AS orientation,
       o.person_id::text AS person, o.desk_id::text AS desk,
       coalesce(o.neighbourhood_id, u.id)::text AS neighbourhood,
       nullif(o.target_group, '') AS target_group, o.urgency::text AS urgency,
       o.state AS request_outcome,
       facts.days(o.received_at, o.taken_at) AS to_take,
       facts.days(o.received_at, o.decided_at) AS to_decide
  FROM access_orientation o
  JOIN territory_ambito a ON a.id = o.ambito_id
  LEFT JOIN citizens_person p ON p.id = o.person_id
  LEFT JOIN facts.undivided u ON u.id = p.municipality_id;

-- The stages that each contact of the year reached, with the days from the contact.
CREATE VIEW facts.contact_stage AS
WITH reached AS (
    SELECT o.contact_id, 'forwarded' AS stage, o.received_at AS at FROM access_orientation o
     WHERE o.contact_id IS NOT NULL
     UNION ALL
    SELECT o.contact_id, 'taken', o.taken_at FROM access_orientation o
     WHERE o.contact_id IS NOT NULL AND o.taken_at IS NOT NULL
     UNION ALL
    SELECT o.contact_id, 'answered', o.decided_at FROM access_orientation o
     WHERE o.contact_id IS NOT NULL AND o.decided_at IS NOT NULL
     UNION ALL
    SELECT coalesce(r.contact_id, o.contact_id), 'service', min(r.started_on::timestamp
           AT TIME ZONE 'Europe/Rome')
      FROM access_referral r LEFT JOIN access_orientation o ON o.id = r.orientation_id
     WHERE r.started_on IS NOT NULL AND coalesce(r.contact_id, o.contact_id) IS NOT NULL GROUP BY 1
     UNION ALL
    SELECT o.contact_id, 'service', min(d.active_on::timestamp AT TIME ZONE 'Europe/Rome')
      FROM access_directservice d JOIN access_orientation o ON o.id = d.orientation_id
     WHERE d.active_on IS NOT NULL AND o.contact_id IS NOT NULL GROUP BY 1
     UNION ALL
    SELECT o.contact_id, 'case', min(c.decided_at)
      FROM access_caseproposal c JOIN access_orientation o ON o.id = c.orientation_id
     WHERE c.state = 'accepted' AND o.contact_id IS NOT NULL GROUP BY 1
), first AS (
    SELECT contact_id, stage, min(at) AS at FROM reached GROUP BY 1, 2
)
SELECT a.key AS ambito, extract(year FROM c.day)::smallint AS year, c.id::text AS contact,
       'heard' AS stage, 0::smallint AS days
  FROM access_contact c JOIN territory_ambito a ON a.id = c.ambito_id
 UNION ALL
SELECT a.key, extract(year FROM c.day)::smallint, c.id::text, f.stage,
       facts.days(c.happened_at, f.at)
  FROM first f JOIN access_contact c ON c.id = f.contact_id
  JOIN territory_ambito a ON a.id = c.ambito_id;

CREATE VIEW facts.referral AS
SELECT a.key AS ambito,
       extract(year FROM r.sent_at AT TIME ZONE 'Europe/Rome')::smallint AS year,
       (r.sent_at AT TIME ZONE 'Europe/Rome')::date AS day, r.id::text AS referral,
       r.person_id::text AS person, r.desk_id::text AS desk, r.service_id::text AS service,
       coalesce(r.neighbourhood_id, u.id)::text AS neighbourhood,
       r.state AS referral_outcome,
       nullif(r.refused_why, '') AS refused_why,
       facts.days(r.sent_at, r.answered_at) AS to_answer,
       facts.days(r.sent_at, r.started_on::timestamp AT TIME ZONE 'Europe/Rome') AS to_start
  FROM access_referral r
  JOIN territory_ambito a ON a.id = r.ambito_id
  LEFT JOIN citizens_person p ON p.id = r.person_id
  LEFT JOIN facts.undivided u ON u.id = p.municipality_id;

-- Who had a direct service at the end of each year; today, of the year under way.
CREATE VIEW facts.direct AS
SELECT a.key AS ambito, y.year::smallint AS year, d.id::text AS direct,
       d.person_id::text AS person, d.service_id::text AS service,
       coalesce(p.neighbourhood_id, u.id)::text AS neighbourhood,
       nullif(p.sex, 'X') AS sex,
       facts.age_band((y.year - extract(year FROM p.born_on))::integer) AS age_band
  FROM access_directservice d
  JOIN territory_ambito a ON a.id = d.ambito_id
  JOIN citizens_person p ON p.id = d.person_id
  LEFT JOIN facts.undivided u ON u.id = p.municipality_id
 CROSS JOIN LATERAL generate_series(
       extract(year FROM d.active_on)::integer,
       CASE WHEN d.ended_on IS NULL THEN extract(year FROM wall.today())
            ELSE extract(year FROM d.ended_on) - 1 END::integer) AS y (year)
 WHERE d.active_on IS NOT NULL;

CREATE VIEW facts.unmet AS
SELECT a.key AS ambito, extract(year FROM n.day)::smallint AS year, n.day, n.id::text AS unmet,
       n.desk_id::text AS desk, n.neighbourhood_id::text AS neighbourhood, n.need_id::text AS need,
       v.theme, nullif(n.target_group, '') AS target_group, n.people::integer AS people
  FROM access_unmetneed n
  JOIN catalogue_need v ON v.id = n.need_id
  JOIN territory_ambito a ON a.id = n.ambito_id
 WHERE n.state <> 'mistake';
"""

ROTAS = """
-- One row a shift that is over or under way: the minutes it should cover, and those it covered.
CREATE VIEW facts.shift AS
SELECT a.key AS ambito, extract(year FROM s.day)::smallint AS year, s.day, s.id::text AS shift,
       s.desk_id::text AS desk,
       facts.minutes(lower(s.during), upper(s.during)) AS due,
       CASE WHEN s.post_id IS NOT NULL AND s.state IN ('planned', 'confirmed', 'held')
            THEN facts.minutes(lower(s.during), upper(s.during)) ELSE 0::smallint END AS covered
  FROM access_shift s
  JOIN access_desk d ON d.id = s.desk_id
  JOIN territory_ambito a ON a.id = d.ambito_id
 WHERE s.state <> 'cancelled' AND s.day <= wall.today();

-- Each neighbourhood that a Punto per Te served in the year: its weekly minutes, its residents.
CREATE VIEW facts.point AS
SELECT a.key AS ambito, y.year::smallint AS year, d.id::text AS desk,
       d.neighbourhood_id::text AS neighbourhood,
       (SELECT sum(extract(epoch FROM h.closes_at - h.opens_at) / 60)
          FROM access_deskhours h WHERE h.desk_id = d.id)::integer AS weekly,
       (SELECT sum(r.count) FROM territory_residents r
         WHERE r.neighbourhood_id = d.neighbourhood_id
           AND r.year = (SELECT max(l.year) FROM territory_residents l
                          WHERE l.neighbourhood_id = d.neighbourhood_id AND l.year <= y.year)
       )::integer AS residents
  FROM access_desk d
  JOIN territory_ambito a ON a.id = d.ambito_id
 CROSS JOIN LATERAL generate_series(
       extract(year FROM lower(d.period))::integer,
       extract(year FROM least(coalesce(upper(d.period) - 1, wall.today()), wall.today()))::integer
       ) AS y (year)
 WHERE d.kind = 'point';
"""

DOORS = """
REVOKE ALL ON ALL TABLES IN SCHEMA facts FROM prossimo_app, prossimo_worker;
GRANT SELECT ON ALL TABLES IN SCHEMA facts TO prossimo_observatory;
REVOKE ALL ON facts.undivided, facts.spell FROM prossimo_observatory;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("observatory", "0003_people_facts"),
        ("access", "0004_single_door_walls"),
        ("catalogue", "0002_walls"),
    ]

    operations = [
        migrations.RunSQL(POLICIES, NO_POLICIES),
        migrations.RunSQL([QUEUE, WAY, ROTAS, DOORS], migrations.RunSQL.noop),
    ]
