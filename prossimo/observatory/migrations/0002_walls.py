"""The schema `facts`: pseudonymous views that only the observatory reads, and it reads nothing else."""

from django.db import migrations

from prossimo.core.walls import RaiseWall

READ = (
    "access_contact",
    "access_contactreason",
    "access_desk",
    "access_reason",
    "citizens_person",
    "territory_ambito",
    "territory_municipality",
    "territory_neighbourhood",
    "territory_residents",
)
# FORCE binds the owner of the tables too: through these policies it sees rows only while the
# observatory asks by one of the views below, and stays blind at any other time. Where a table has
# no wall yet, its policy waits for one.
POLICIES = "".join(
    f"CREATE POLICY {table}_facts ON {table} FOR SELECT TO prossimo_owner"
    " USING (current_user = 'prossimo_observatory');\n"
    for table in READ
)

VIEWS = """
CREATE SCHEMA facts;

-- The age completed in the year, as the band of the residents' tables.
CREATE FUNCTION facts.age_band(p_age integer) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT CASE WHEN p_age < 0 THEN NULL WHEN p_age <= 2 THEN '0-2' WHEN p_age <= 5 THEN '3-5'
                  WHEN p_age <= 10 THEN '6-10' WHEN p_age <= 13 THEN '11-13'
                  WHEN p_age <= 17 THEN '14-17' WHEN p_age <= 29 THEN '18-29'
                  WHEN p_age <= 44 THEN '30-44' WHEN p_age <= 64 THEN '45-64'
                  WHEN p_age <= 74 THEN '65-74' WHEN p_age <= 84 THEN '75-84'
                  WHEN p_age IS NOT NULL THEN '85+' END $$;

CREATE VIEW facts.ambito AS
SELECT key AS ambito, id::text AS id, name AS label FROM territory_ambito;

CREATE VIEW facts.municipality AS
SELECT a.key AS ambito, m.id::text AS id, m.name AS label, m.istat_code,
       m.boundary::text AS boundary, m.schematic
  FROM territory_municipality m JOIN territory_ambito a ON a.id = m.ambito_id;

CREATE VIEW facts.neighbourhood AS
SELECT a.key AS ambito, n.id::text AS id, n.name AS label,
       n.municipality_id::text AS municipality, n.boundary::text AS boundary, n.schematic
  FROM territory_neighbourhood n
  JOIN territory_municipality m ON m.id = n.municipality_id
  JOIN territory_ambito a ON a.id = m.ambito_id;

CREATE VIEW facts.residents AS
SELECT a.key AS ambito, r.year::smallint AS year, r.municipality_id::text AS municipality,
       r.neighbourhood_id::text AS neighbourhood, r.sex, r.age_band, r.citizenship,
       r.count::integer AS residents
  FROM territory_residents r
  JOIN territory_municipality m ON m.id = r.municipality_id
  JOIN territory_ambito a ON a.id = m.ambito_id;

CREATE VIEW facts.desk AS
SELECT a.key AS ambito, d.id::text AS id, d.name AS label, d.kind, d.part_of_pass
  FROM access_desk d JOIN territory_ambito a ON a.id = d.ambito_id;

CREATE VIEW facts.reason AS
SELECT a.key AS ambito, r.id::text AS id, r.label, r."group" AS reason_group
  FROM access_reason r LEFT JOIN territory_ambito a ON a.id = r.ambito_id;

CREATE VIEW facts.contact AS
SELECT a.key AS ambito, extract(year FROM c.day)::smallint AS year, c.day,
       c.id::text AS contact, c.person_id::text AS person, c.desk_id::text AS desk,
       c.neighbourhood_id::text AS neighbourhood, p.municipality_id::text AS municipality,
       c.channel, c.speaker, c.subject, nullif(c.target_group, '') AS target_group,
       c.no_service, c.minutes, nullif(p.sex, 'X') AS sex,
       facts.age_band((extract(year FROM c.day) - extract(year FROM p.born_on))::integer)
           AS age_band,
       CASE WHEN 'IT' = ANY (p.citizenships) THEN 'IT'
            WHEN cardinality(p.citizenships) > 0 THEN 'ES' END AS citizenship
  FROM access_contact c
  JOIN territory_ambito a ON a.id = c.ambito_id
  LEFT JOIN citizens_person p ON p.id = c.person_id;

CREATE VIEW facts.contact_reason AS
SELECT a.key AS ambito, extract(year FROM c.day)::smallint AS year, c.id::text AS contact,
       cr.reason_id::text AS reason, r."group" AS reason_group
  FROM access_contactreason cr
  JOIN access_contact c ON c.id = cr.contact_id
  JOIN access_reason r ON r.id = cr.reason_id
  JOIN territory_ambito a ON a.id = c.ambito_id;

CREATE VIEW facts.contact_given AS
SELECT a.key AS ambito, extract(year FROM c.day)::smallint AS year, c.id::text AS contact,
       item.given
  FROM access_contact c
  JOIN territory_ambito a ON a.id = c.ambito_id,
       LATERAL (SELECT DISTINCT unnest(c.given) AS given) item;

REVOKE ALL ON ALL TABLES IN SCHEMA facts FROM prossimo_app, prossimo_worker;
REVOKE USAGE ON SCHEMA facts FROM prossimo_app, prossimo_worker;
GRANT USAGE ON SCHEMA facts TO prossimo_observatory;
GRANT SELECT ON ALL TABLES IN SCHEMA facts TO prossimo_observatory;
"""

RUNS = """
GRANT SELECT, INSERT, UPDATE ON observatory_snapshotrun TO prossimo_observatory;
CREATE POLICY observatory_snapshotrun_job ON observatory_snapshotrun
    FOR ALL TO prossimo_observatory USING (true) WITH CHECK (true);
"""

MAY_REFRESH = "(SELECT wall.ambito('observatory.refresh')) IS NOT NULL"


class Migration(migrations.Migration):
    dependencies = [
        ("observatory", "0001_initial"),
        ("territory", "0001_initial"),
        ("citizens", "0002_walls"),
        ("access", "0002_walls"),
    ]

    operations = [
        migrations.RunSQL(POLICIES, migrations.RunSQL.noop),
        migrations.RunSQL(VIEWS, "DROP SCHEMA facts CASCADE"),
        RaiseWall("observatory_snapshotrun", select="true", insert=MAY_REFRESH, update=MAY_REFRESH),
        migrations.RunSQL(RUNS, migrations.RunSQL.noop),
    ]
