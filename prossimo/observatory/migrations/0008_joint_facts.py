"""Facts of services run together: who is followed in them and who works in them, year by year."""

from django.db import migrations

READERS = ("cases_jointservice", "cases_jointactivity", "cases_assigned", "cases_caseactivity")
POLICIES = "\n".join(
    f"CREATE POLICY {table}_facts ON {table} FOR SELECT TO prossimo_owner"
    " USING (current_user = 'prossimo_observatory');"
    for table in READERS
)
YEARS = """
 CROSS JOIN LATERAL generate_series(
       extract(year FROM {since})::integer,
       extract(year FROM coalesce({until}, wall.today()))::integer) AS y (year)"""
LAST_DAY = "least(make_date(y.year, 12, 31), wall.today())"
VIEWS = f"""
CREATE VIEW facts.joint_service AS
SELECT a.key AS ambito, s.id::text AS id, s.name AS label
  FROM cases_jointservice s JOIN territory_ambito a ON a.id = s.ambito_id;

CREATE VIEW facts.joint_body AS
SELECT DISTINCT a.key AS ambito, o.id::text AS id, o.name AS label
  FROM cases_assigned w JOIN network_organisation o ON o.id = w.organisation_id
  JOIN territory_ambito a ON a.id = o.ambito_id;

-- Whom a case in an activity is about, and the children who stand in it, once a service and year.
CREATE VIEW facts.joint_case AS
SELECT DISTINCT a.key AS ambito, y.year::smallint AS year, c.id::text AS followed_case,
       coalesce(p.household_id, p.id)::text AS home, p.id::text AS person,
       coalesce(p.born_on > ({LAST_DAY} - interval '18 years')::date, false) AS minor,
       t.service_id::text AS joint_service,
       coalesce(c.neighbourhood_id, u.id)::text AS neighbourhood, c.intensity
  FROM cases_caseactivity x
  JOIN cases_jointactivity t ON t.id = x.activity_id
  JOIN cases_case c ON c.id = x.case_id
  JOIN territory_ambito a ON a.id = c.ambito_id
  JOIN cases_casemember m ON m.case_id = c.id AND m.role IN ('subject', 'child', 'sibling')
  JOIN citizens_person p ON p.id = m.person_id AND p.merged_into_id IS NULL
  LEFT JOIN facts.undivided u ON u.id = p.municipality_id{
    YEARS.format(since="lower(x.period)", until="upper(x.period) - 1")
}
 WHERE NOT isempty(x.period) AND x.period @> {LAST_DAY} AND m.period @> {LAST_DAY}
   AND c.taken_on <= {LAST_DAY} AND (c.closed_on IS NULL OR c.closed_on > {LAST_DAY});

CREATE VIEW facts.joint_worker AS
SELECT a.key AS ambito, y.year::smallint AS year, w.service_id::text AS joint_service,
       w.organisation_id::text AS joint_body, w.kind AS assigned_kind, w.number::integer AS people
  FROM cases_assigned w
  JOIN cases_jointservice s ON s.id = w.service_id
  JOIN territory_ambito a ON a.id = s.ambito_id{
    YEARS.format(since="lower(w.period)", until="upper(w.period) - 1")
}
 WHERE NOT isempty(w.period) AND w.period @> {LAST_DAY};

REVOKE ALL ON ALL TABLES IN SCHEMA facts FROM prossimo_app, prossimo_worker;
GRANT SELECT ON facts.joint_service, facts.joint_body, facts.joint_case, facts.joint_worker
   TO prossimo_observatory;
"""
DOWN = "".join(
    f"DROP VIEW facts.{view};"
    for view in ("joint_worker", "joint_case", "joint_body", "joint_service")
)


class Migration(migrations.Migration):
    dependencies = [("observatory", "0007_cases_on_a_day"), ("cases", "0014_joint_walls")]

    operations = [
        migrations.RunSQL(POLICIES, migrations.RunSQL.noop),
        migrations.RunSQL(VIEWS, DOWN),
    ]
