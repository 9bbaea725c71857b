"""Facts of cases on 30 June, silent today, of goals and of passing of hands; how long two steps take."""

from django.db import migrations

READ = ("cases_casemember", "cases_casestep", "cases_plan", "cases_goal")
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
FACTS = f"""
CREATE VIEW facts.in_june AS
SELECT a.key AS ambito, extract(year FROM d.day)::smallint AS year, {COMMON},
       nullif(p.sex, 'X') AS sex,
       facts.age_band((extract(year FROM d.day) - extract(year FROM p.born_on))::integer) AS age_band,
       CASE WHEN 'IT' = ANY (p.citizenships) THEN 'IT'
            WHEN cardinality(p.citizenships) > 0 THEN 'ES' END AS citizenship,
       CASE WHEN p.born_on > d.day - interval '18 years'
              OR EXISTS (SELECT FROM cases_casemember m JOIN citizens_person k ON k.id = m.person_id
                          WHERE m.case_id = c.id AND m.period @> d.day
                            AND k.born_on > d.day - interval '18 years')
            THEN 'yes' ELSE 'no' END AS with_minors
  FROM cases_case c{JOINED}
 CROSS JOIN LATERAL (
       SELECT make_date(y, 6, 30) AS day
         FROM generate_series(extract(year FROM c.taken_on)::integer,
                              extract(year FROM coalesce(c.closed_on, wall.today()))::integer) y
       ) AS d
 WHERE c.taken_on <= d.day AND (c.closed_on IS NULL OR c.closed_on > d.day)
   AND d.day <= wall.today();

CREATE VIEW facts.silent AS
SELECT a.key AS ambito, extract(year FROM wall.today())::smallint AS year, {COMMON}
  FROM cases_case c{JOINED}
 WHERE c.state <> 'closed' AND c.last_heard_on < wall.today() - 60;

-- A goal that went on from a version of the project to the next is told once, as the last one says.
CREATE VIEW facts.goal AS
SELECT a.key AS ambito, extract(year FROM g.stated_on)::smallint AS year, {COMMON},
       g.theme AS goal_theme, g.state AS goal_state
  FROM (SELECT DISTINCT ON (line) * FROM cases_goal
         WHERE stated_on IS NOT NULL AND state IN ('reached', 'partly', 'not')
         ORDER BY line, stated_on DESC, id DESC) g
  JOIN cases_plan n ON n.id = g.plan_id
  JOIN cases_case c ON c.id = n.case_id{JOINED};

CREATE VIEW facts.handed AS
SELECT a.key AS ambito,
       extract(year FROM s.at AT TIME ZONE 'Europe/Rome')::smallint AS year, {COMMON}
  FROM cases_casestep s
  JOIN cases_case c ON c.id = s.case_id{JOINED}
 WHERE s.name IN ('assign', 'transfer') AND s.source <> 'proposed';

CREATE OR REPLACE VIEW facts.taken AS
SELECT a.key AS ambito, extract(year FROM c.taken_on)::smallint AS year, {COMMON},
       least(c.taken_on - c.reported_on, 9999)::smallint AS to_take,
       (SELECT c.taken_on - min(k.day) FROM access_contact k
         WHERE k.person_id = c.person_id AND k.day <= c.taken_on
           AND k.day > c.taken_on - 365)::smallint AS from_contact,
       (SELECT min(least(n.signed_on - c.taken_on, 9999)) FROM cases_plan n
         WHERE n.case_id = c.id AND n.signed_on >= c.taken_on)::smallint AS to_sign
  FROM cases_case c{JOINED}
 WHERE c.taken_on IS NOT NULL;

REVOKE ALL ON ALL TABLES IN SCHEMA facts FROM prossimo_app, prossimo_worker;
GRANT SELECT ON facts.in_june, facts.silent, facts.goal, facts.handed, facts.taken
   TO prossimo_observatory;
"""
NO_FACTS = f"""
DROP VIEW facts.handed; DROP VIEW facts.goal; DROP VIEW facts.silent; DROP VIEW facts.in_june;
DROP VIEW facts.taken;
CREATE VIEW facts.taken AS
SELECT a.key AS ambito, extract(year FROM c.taken_on)::smallint AS year, {COMMON},
       least(c.taken_on - c.reported_on, 9999)::smallint AS to_take
  FROM cases_case c{JOINED}
 WHERE c.taken_on IS NOT NULL;
GRANT SELECT ON facts.taken TO prossimo_observatory;
"""


class Migration(migrations.Migration):
    dependencies = [("observatory", "0006_case_facts"), ("cases", "0005_network_ties")]

    operations = [
        migrations.RunSQL(POLICIES, NO_POLICIES),
        migrations.RunSQL(FACTS, NO_FACTS),
    ]
