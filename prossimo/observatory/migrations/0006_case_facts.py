"""Facts of cases: open at the end of each year, taken in charge, closed; of people the pseudonym."""

from django.db import migrations

POLICY = (
    "CREATE POLICY cases_case_facts ON cases_case FOR SELECT TO prossimo_owner"
    " USING (current_user = 'prossimo_observatory');"
)
COMMON = """c.id::text AS followed_case, c.person_id::text AS person,
       coalesce(c.neighbourhood_id, u.id)::text AS neighbourhood, c.user_area, c.intensity"""
JOINED = """
  JOIN territory_ambito a ON a.id = c.ambito_id
  JOIN citizens_person p ON p.id = c.person_id
  LEFT JOIN facts.undivided u ON u.id = p.municipality_id"""
CASES = f"""
-- Who was in charge at the end of each year; today, of the year under way.
CREATE VIEW facts.followed AS
SELECT a.key AS ambito, y.year::smallint AS year, {COMMON}, nullif(p.sex, 'X') AS sex,
       facts.age_band((y.year - extract(year FROM p.born_on))::integer) AS age_band,
       CASE WHEN 'IT' = ANY (p.citizenships) THEN 'IT'
            WHEN cardinality(p.citizenships) > 0 THEN 'ES' END AS citizenship
  FROM cases_case c{JOINED}
 CROSS JOIN LATERAL generate_series(
       extract(year FROM c.taken_on)::integer,
       CASE WHEN c.closed_on IS NULL THEN extract(year FROM wall.today())
            ELSE extract(year FROM c.closed_on) - 1 END::integer) AS y (year)
 WHERE c.taken_on IS NOT NULL;

CREATE VIEW facts.taken AS
SELECT a.key AS ambito, extract(year FROM c.taken_on)::smallint AS year, {COMMON},
       least(c.taken_on - c.reported_on, 9999)::smallint AS to_take
  FROM cases_case c{JOINED}
 WHERE c.taken_on IS NOT NULL;

CREATE VIEW facts.closed AS
SELECT a.key AS ambito, extract(year FROM c.closed_on)::smallint AS year, {COMMON},
       c.outcome AS case_outcome, least(c.closed_on - c.taken_on, 32000)::smallint AS lasted
  FROM cases_case c{JOINED}
 WHERE c.closed_on IS NOT NULL;

REVOKE ALL ON ALL TABLES IN SCHEMA facts FROM prossimo_app, prossimo_worker;
GRANT SELECT ON facts.followed, facts.taken, facts.closed TO prossimo_observatory;
"""


class Migration(migrations.Migration):
    dependencies = [("observatory", "0005_tickets_left_open"), ("cases", "0002_walls")]

    operations = [
        migrations.RunSQL(POLICY, "DROP POLICY cases_case_facts ON cases_case;"),
        migrations.RunSQL(
            CASES, "DROP VIEW facts.closed; DROP VIEW facts.taken; DROP VIEW facts.followed;"
        ),
    ]
