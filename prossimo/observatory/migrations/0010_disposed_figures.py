"""Facts of cases go on counting what was disposed of: figures without case nor person."""

from django.db import migrations

READ = ("cases_disposedfigure", "cases_casearchive")
POLICIES = "".join(
    f"CREATE POLICY {table}_facts ON {table} FOR SELECT TO prossimo_owner"
    " USING (current_user = 'prossimo_observatory');\n"
    for table in READ
)
NO_POLICIES = "".join(f"DROP POLICY {table}_facts ON {table};\n" for table in READ)
COMMON = """c.id::text AS followed_case, c.person_id::text AS person,
       coalesce(c.neighbourhood_id, u.id)::text AS neighbourhood, c.user_area, c.intensity"""
JOINED = """
  JOIN territory_ambito a ON a.id = c.ambito_id
  JOIN citizens_person p ON p.id = c.person_id
  LEFT JOIN facts.undivided u ON u.id = p.municipality_id"""
KEPT = """f.year::smallint AS year, f.key::text AS followed_case, f.key::text AS person,
       f.told->>'neighbourhood' AS neighbourhood, (f.told->>'user_area')::varchar(3) AS user_area,
       (f.told->>'intensity')::varchar(10) AS intensity"""
OF_KEPT = "cases_disposedfigure f JOIN territory_ambito a ON a.id = f.ambito_id"
YEARS = """
 CROSS JOIN LATERAL generate_series(
       extract(year FROM lower({span}))::integer,
       extract(year FROM coalesce(upper({span}) - 1, wall.today()))::integer) AS y (year)"""
LAST_DAY = "least(make_date(y.year, 12, 31), wall.today())"
DROP = """
DROP VIEW facts.goal; DROP VIEW facts.handed; DROP VIEW facts.taken; DROP VIEW facts.in_charge;
DROP VIEW facts.joint_case;
"""
VIEWS = f"""
CREATE VIEW facts.goal AS
SELECT a.key AS ambito, extract(year FROM g.stated_on)::smallint AS year, {COMMON},
       g.theme::text AS goal_theme, g.state::text AS goal_state
  FROM (SELECT DISTINCT ON (line) * FROM cases_goal
         WHERE stated_on IS NOT NULL AND state IN ('reached', 'partly', 'not')
         ORDER BY line, stated_on DESC, id DESC) g
  JOIN cases_plan n ON n.id = g.plan_id
  JOIN cases_case c ON c.id = n.case_id{JOINED}
 UNION ALL
SELECT a.key, {KEPT}, f.told->>'goal_theme', f.told->>'goal_state'
  FROM {OF_KEPT} WHERE f.fact = 'goal';

CREATE VIEW facts.handed AS
SELECT a.key AS ambito,
       extract(year FROM s.at AT TIME ZONE 'Europe/Rome')::smallint AS year, {COMMON}
  FROM cases_casestep s
  JOIN cases_case c ON c.id = s.case_id{JOINED}
 WHERE s.name IN ('assign', 'transfer') AND s.source <> 'proposed'
 UNION ALL
SELECT a.key, {KEPT} FROM {OF_KEPT} WHERE f.fact = 'handed';

CREATE VIEW facts.taken AS
SELECT a.key AS ambito, extract(year FROM c.taken_on)::smallint AS year, {COMMON},
       least(c.taken_on - c.reported_on, 9999)::smallint AS to_take,
       (SELECT c.taken_on - min(k.day) FROM access_contact k
         WHERE k.person_id = c.person_id AND k.day <= c.taken_on
           AND k.day > c.taken_on - 365)::smallint AS from_contact,
       coalesce((SELECT min(least(n.signed_on - c.taken_on, 9999)) FROM cases_plan n
                  WHERE n.case_id = c.id AND n.signed_on >= c.taken_on),
                (SELECT v.signed_after FROM cases_casearchive v
                  WHERE v.case_id = c.id AND v.state = 'disposed'))::smallint AS to_sign
  FROM cases_case c{JOINED}
 WHERE c.taken_on IS NOT NULL;

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
              OR EXISTS (SELECT FROM cases_casearchive v WHERE v.case_id = c.id
                            AND v.state = 'disposed' AND y.year = ANY (v.minor_years))
            THEN 'yes' ELSE 'no' END AS with_minors
  FROM cases_case c{JOINED}
 CROSS JOIN LATERAL generate_series(
       extract(year FROM c.taken_on)::integer,
       extract(year FROM coalesce(c.closed_on, wall.today()))::integer) AS y (year)
 CROSS JOIN LATERAL (SELECT make_date(y.year, 6, 30) AS day) AS j
 WHERE c.taken_on IS NOT NULL;

CREATE VIEW facts.joint_case AS
SELECT DISTINCT a.key AS ambito, y.year::smallint AS year, c.id::text AS followed_case,
       coalesce(p.household_id, p.id)::text AS home, p.id::text AS person,
       lower(s.stay) AS opened_on, upper(s.stay) AS closed_on,
       coalesce(p.born_on > ({LAST_DAY} - interval '18 years')::date, false) AS minor,
       t.service_id::text AS joint_service,
       coalesce(c.neighbourhood_id, u.id)::text AS neighbourhood, c.intensity::text AS intensity
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
 WHERE NOT isempty(s.stay)
 UNION ALL
SELECT a.key, f.year::smallint, f.key::text, f.told->>'home', f.told->>'person',
       (f.told->>'opened_on')::date, (f.told->>'closed_on')::date, (f.told->>'minor')::boolean,
       f.told->>'joint_service', f.told->>'neighbourhood', f.told->>'intensity'
  FROM {OF_KEPT} WHERE f.fact = 'joint_case';

REVOKE ALL ON ALL TABLES IN SCHEMA facts FROM prossimo_app, prossimo_worker;
GRANT SELECT ON facts.goal, facts.handed, facts.taken, facts.in_charge, facts.joint_case
   TO prossimo_observatory;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("observatory", "0009_open_on_a_day"),
        ("cases", "0028_disposed_figures"),
    ]

    operations = [
        migrations.RunSQL(POLICIES, NO_POLICIES),
        migrations.RunSQL(DROP + VIEWS, migrations.RunSQL.noop),
    ]
