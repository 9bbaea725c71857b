"""Facts that last bear the days on which they held: open cases, services run together, who works there."""

from django.db import migrations

COMMON = """c.id::text AS followed_case, c.person_id::text AS person,
       coalesce(c.neighbourhood_id, u.id)::text AS neighbourhood, c.user_area, c.intensity"""
JOINED = """
  JOIN territory_ambito a ON a.id = c.ambito_id
  JOIN citizens_person p ON p.id = c.person_id
  LEFT JOIN facts.undivided u ON u.id = p.municipality_id"""
YEARS = """
 CROSS JOIN LATERAL generate_series(
       extract(year FROM lower({span}))::integer,
       extract(year FROM coalesce(upper({span}) - 1, wall.today()))::integer) AS y (year)"""
LAST_DAY = "least(make_date(y.year, 12, 31), wall.today())"
DROP = """
DROP VIEW facts.followed; DROP VIEW facts.in_june;
DROP VIEW facts.joint_case; DROP VIEW facts.joint_worker;
"""
VIEWS = f"""
-- One row a case and year it touches. Whether minors are in it is told of 30 June alone.
CREATE VIEW facts.in_charge AS
SELECT a.key AS ambito, y.year::smallint AS year, {COMMON},
       c.taken_on AS opened_on, c.closed_on,
       nullif(p.sex, 'X') AS sex,
       facts.age_band((y.year - extract(year FROM p.born_on))::integer) AS age_band,
       CASE WHEN 'IT' = ANY (p.citizenships) THEN 'IT'
            WHEN cardinality(p.citizenships) > 0 THEN 'ES' END AS citizenship,
       CASE WHEN c.taken_on > j.day OR c.closed_on <= j.day THEN NULL
            WHEN p.born_on > j.day - interval '18 years'
              OR EXISTS (SELECT FROM cases_casemember m JOIN citizens_person k ON k.id = m.person_id
                          WHERE m.case_id = c.id AND m.period @> j.day
                            AND k.born_on > j.day - interval '18 years')
            THEN 'yes' ELSE 'no' END AS with_minors
  FROM cases_case c{JOINED}
 CROSS JOIN LATERAL generate_series(
       extract(year FROM c.taken_on)::integer,
       extract(year FROM coalesce(c.closed_on, wall.today()))::integer) AS y (year)
 CROSS JOIN LATERAL (SELECT make_date(y.year, 6, 30) AS day) AS j
 WHERE c.taken_on IS NOT NULL;

-- Whom a case in an activity is about, and the children who stand in it: a row a stay and year.
CREATE VIEW facts.joint_case AS
SELECT DISTINCT a.key AS ambito, y.year::smallint AS year, c.id::text AS followed_case,
       coalesce(p.household_id, p.id)::text AS home, p.id::text AS person,
       lower(s.stay) AS opened_on, upper(s.stay) AS closed_on,
       coalesce(p.born_on > ({LAST_DAY} - interval '18 years')::date, false) AS minor,
       t.service_id::text AS joint_service,
       coalesce(c.neighbourhood_id, u.id)::text AS neighbourhood, c.intensity
  FROM cases_caseactivity x
  JOIN cases_jointactivity t ON t.id = x.activity_id
  JOIN cases_case c ON c.id = x.case_id
  JOIN territory_ambito a ON a.id = c.ambito_id
  JOIN cases_casemember m ON m.case_id = c.id AND m.role IN ('subject', 'child', 'sibling')
  JOIN citizens_person p ON p.id = m.person_id AND p.merged_into_id IS NULL
  LEFT JOIN facts.undivided u ON u.id = p.municipality_id
 CROSS JOIN LATERAL (
       SELECT CASE WHEN c.taken_on IS NULL THEN 'empty'::daterange
                   ELSE x.period * m.period * daterange(c.taken_on, c.closed_on) END AS stay) AS s{
    YEARS.format(span="s.stay")
}
 WHERE NOT isempty(s.stay);

CREATE VIEW facts.joint_worker AS
SELECT a.key AS ambito, y.year::smallint AS year, w.service_id::text AS joint_service,
       w.organisation_id::text AS joint_body,
       lower(w.period) AS opened_on, upper(w.period) AS closed_on,
       w.kind AS assigned_kind, w.number::integer AS people
  FROM cases_assigned w
  JOIN cases_jointservice s ON s.id = w.service_id
  JOIN territory_ambito a ON a.id = s.ambito_id{YEARS.format(span="w.period")}
 WHERE NOT isempty(w.period);

REVOKE ALL ON ALL TABLES IN SCHEMA facts FROM prossimo_app, prossimo_worker;
GRANT SELECT ON facts.in_charge, facts.joint_case, facts.joint_worker TO prossimo_observatory;
"""


class Migration(migrations.Migration):
    dependencies = [("observatory", "0008_joint_facts")]

    operations = [migrations.RunSQL(DROP + VIEWS, migrations.RunSQL.noop)]
