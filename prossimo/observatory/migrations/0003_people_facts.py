"""Facts of people, of their files, of doubles, of who comes back; a Comune without quarters is a place.

Of people there are only counts: no pseudonym is needed where nobody is followed from year to year.
"""

from django.db import migrations

READ = (
    "citizens_address",
    "citizens_duplicatepair",
    "citizens_personhistoryevent",
)
POLICIES = "".join(
    f"CREATE POLICY {table}_facts ON {table} FOR SELECT TO prossimo_owner"
    " USING (current_user = 'prossimo_observatory');\n"
    for table in READ
)
NO_POLICIES = "".join(f"DROP POLICY {table}_facts ON {table};\n" for table in READ)

PLACES = """
-- Municipalities that are not divided: they stand as one place among the neighbourhoods.
CREATE VIEW facts.undivided AS
SELECT m.id, m.ambito_id, m.name, m.boundary, m.schematic
  FROM territory_municipality m
 WHERE NOT EXISTS (SELECT FROM territory_neighbourhood n WHERE n.municipality_id = m.id);

-- On a map of quarters whole Comuni would hide them: theirs are drawn where there are no others.
CREATE OR REPLACE VIEW facts.neighbourhood AS
SELECT a.key AS ambito, n.id::text AS id, n.name AS label,
       n.municipality_id::text AS municipality, n.boundary::text AS boundary, n.schematic
  FROM territory_neighbourhood n
  JOIN territory_municipality m ON m.id = n.municipality_id
  JOIN territory_ambito a ON a.id = m.ambito_id
 UNION ALL
SELECT a.key, u.id::text, u.name, u.id::text,
       CASE WHEN NOT EXISTS (SELECT FROM territory_neighbourhood n
                               JOIN territory_municipality m ON m.id = n.municipality_id
                              WHERE m.ambito_id = u.ambito_id) THEN u.boundary::text END,
       u.schematic
  FROM facts.undivided u JOIN territory_ambito a ON a.id = u.ambito_id;

CREATE OR REPLACE VIEW facts.residents AS
SELECT a.key AS ambito, r.year::smallint AS year, r.municipality_id::text AS municipality,
       coalesce(r.neighbourhood_id, u.id)::text AS neighbourhood, r.sex, r.age_band,
       r.citizenship, r.count::integer AS residents
  FROM territory_residents r
  JOIN territory_municipality m ON m.id = r.municipality_id
  JOIN territory_ambito a ON a.id = m.ambito_id
  LEFT JOIN facts.undivided u ON u.id = r.municipality_id;

CREATE OR REPLACE VIEW facts.contact AS
SELECT a.key AS ambito, extract(year FROM c.day)::smallint AS year, c.day,
       c.id::text AS contact, c.person_id::text AS person, c.desk_id::text AS desk,
       coalesce(c.neighbourhood_id, u.id)::text AS neighbourhood,
       p.municipality_id::text AS municipality,
       c.channel, c.speaker, c.subject, nullif(c.target_group, '') AS target_group,
       c.no_service, c.minutes, nullif(p.sex, 'X') AS sex,
       facts.age_band((extract(year FROM c.day) - extract(year FROM p.born_on))::integer)
           AS age_band,
       CASE WHEN 'IT' = ANY (p.citizenships) THEN 'IT'
            WHEN cardinality(p.citizenships) > 0 THEN 'ES' END AS citizenship
  FROM access_contact c
  JOIN territory_ambito a ON a.id = c.ambito_id
  LEFT JOIN citizens_person p ON p.id = c.person_id
  LEFT JOIN facts.undivided u ON u.id = p.municipality_id;
"""

COMING = """
-- One row for each year in which somebody was heard: where they lived at the last contact of the
-- year, and whether they had ever come in a year before.
CREATE VIEW facts.came AS
SELECT a.key AS ambito, y.year, y.person_id::text AS person,
       coalesce(y.neighbourhood_id, u.id)::text AS neighbourhood,
       nullif(p.sex, 'X') AS sex,
       facts.age_band((y.year - extract(year FROM p.born_on))::integer) AS age_band,
       CASE WHEN 'IT' = ANY (p.citizenships) THEN 'IT'
            WHEN cardinality(p.citizenships) > 0 THEN 'ES' END AS citizenship,
       CASE WHEN y.year = min(y.year) OVER (PARTITION BY y.person_id)
            THEN 'new' ELSE 'back' END AS coming,
       p.municipality_id IS NOT NULL AS resident
  FROM (SELECT c.ambito_id, c.person_id, extract(year FROM c.day)::smallint AS year,
               (array_agg(c.neighbourhood_id ORDER BY c.day DESC, c.id DESC))[1]
                   AS neighbourhood_id
          FROM access_contact c WHERE c.person_id IS NOT NULL GROUP BY 1, 2, 3) y
  JOIN territory_ambito a ON a.id = y.ambito_id
  JOIN citizens_person p ON p.id = y.person_id
  LEFT JOIN facts.undivided u ON u.id = p.municipality_id;
"""

PEOPLE = """
-- Who was known at the end of each year (today, of the year under way): neither dead by then, nor
-- a second file of somebody else. Added up twice: before the years multiply them, and after.
CREATE VIEW facts.known AS
SELECT a.key AS ambito, k.year::smallint AS year,
       coalesce(k.neighbourhood_id, u.id)::text AS neighbourhood, k.sex, k.age_band,
       k.citizenship, k.acquaintance, sum(k.people)::integer AS people
  FROM (
    SELECT g.ambito_id, g.neighbourhood_id, g.municipality_id, y.year, g.sex,
           facts.age_band(y.year - g.born) AS age_band, g.citizenship,
           CASE WHEN y.year = g.since THEN 'new' ELSE 'before' END AS acquaintance,
           sum(g.people) AS people
      FROM (
        SELECT p.ambito_id, p.neighbourhood_id, p.municipality_id, nullif(p.sex, 'X') AS sex,
               extract(year FROM p.born_on)::integer AS born,
               CASE WHEN 'IT' = ANY (p.citizenships) THEN 'IT'
                    WHEN cardinality(p.citizenships) > 0 THEN 'ES' END AS citizenship,
               extract(year FROM p.first_known_on)::integer AS since,
               extract(year FROM p.died_on)::integer AS died, count(*) AS people
          FROM citizens_person p WHERE p.merged_into_id IS NULL
         GROUP BY 1, 2, 3, 4, 5, 6, 7, 8) g
     CROSS JOIN LATERAL generate_series(
           greatest(g.since, 2000),
           coalesce(g.died - 1, extract(year FROM wall.today())::integer)) AS y (year)
     GROUP BY 1, 2, 3, 4, 5, 6, 7, 8) k
  JOIN territory_ambito a ON a.id = k.ambito_id
  LEFT JOIN facts.undivided u ON u.id = k.municipality_id
 GROUP BY 1, 2, 3, 4, 5, 6, 7;

-- A file as it was, from one line of its history to the next.
CREATE VIEW facts.spell AS
SELECT h.pgh_obj_id AS person_id, h.ambito_id, h.tax_code, h.tax_code_state, h.street,
       h.birth_place, h.birth_place_code, h.municipality_id, h.neighbourhood_id, h.died_on,
       extract(year FROM h.pgh_created_at AT TIME ZONE 'Europe/Rome')::integer AS first,
       coalesce(extract(year FROM lead(h.pgh_created_at) OVER w AT TIME ZONE 'Europe/Rome')
                - 1, extract(year FROM wall.today()))::integer AS last,
       h.pgh_label = 'delete' OR h.merged_into_id IS NOT NULL AS gone
  FROM citizens_personhistoryevent h
WINDOW w AS (PARTITION BY h.pgh_obj_id ORDER BY h.pgh_created_at, h.pgh_id);

-- What each file lacked at the end of each year, by its history. An address of any kind will do, but
-- for a protected one: who has only that stands here as who has none, or the number would tell.
CREATE VIEW facts.file AS
WITH twice AS (
    SELECT p.ambito_id, p.tax_code FROM citizens_personhistoryevent p WHERE p.tax_code <> ''
     GROUP BY 1, 2 HAVING count(DISTINCT p.pgh_obj_id) > 1
), stood AS (
    SELECT s.ambito_id, s.neighbourhood_id, s.municipality_id, s.tax_code_state,
           s.birth_place = '' AND s.birth_place_code = '' AS no_birth_place,
           CASE WHEN s.street = '' THEN s.person_id END AS roofless, twice.tax_code AS common,
           s.first, s.last, extract(year FROM s.died_on)::integer AS died, count(*) AS files
      FROM facts.spell s LEFT JOIN twice USING (ambito_id, tax_code)
     WHERE NOT s.gone GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
), yearly AS (
    SELECT s.*, y.year FROM stood s
     CROSS JOIN LATERAL generate_series(s.first, least(s.last, s.died - 1)) AS y (year)
), shared AS (
    SELECT s.ambito_id, s.year, s.common FROM yearly s WHERE s.common IS NOT NULL
     GROUP BY 1, 2, 3 HAVING sum(s.files) > 1
)
SELECT a.key AS ambito, s.year::smallint AS year,
       coalesce(s.neighbourhood_id, u.id)::text AS neighbourhood, s.tax_code_state AS code,
       s.roofless IS NOT NULL AND NOT EXISTS (
           SELECT FROM citizens_address d
            WHERE d.person_id = s.roofless AND d.compartment = ''
              AND d.period @> least(make_date(s.year, 12, 31), wall.today())) AS no_address,
       s.no_birth_place,
       s.neighbourhood_id IS NULL AND u.id IS NULL AND s.roofless IS NULL AS no_neighbourhood,
       shared.common IS NOT NULL AS shared_code, sum(s.files)::integer AS files
  FROM yearly s
  JOIN territory_ambito a ON a.id = s.ambito_id
  LEFT JOIN facts.undivided u ON u.id = s.municipality_id
  LEFT JOIN shared ON shared.ambito_id = s.ambito_id AND shared.year = s.year
                  AND shared.common = s.common
 GROUP BY 1, 2, 3, 4, 5, 6, 7, 8;

-- The two files of each probable double that waited for a decision at the end of each year.
CREATE VIEW facts.doubles AS
SELECT a.key AS ambito, y.year::smallint AS year, d.id::text AS pair, side.person::text AS person,
       d.found_by
  FROM citizens_duplicatepair d
  JOIN territory_ambito a ON a.id = d.ambito_id
 CROSS JOIN LATERAL (VALUES (d.left_id), (d.right_id)) AS side (person)
 CROSS JOIN LATERAL generate_series(
       extract(year FROM d.found_at AT TIME ZONE 'Europe/Rome')::integer,
       CASE WHEN d.state = 'waiting' THEN extract(year FROM wall.today())
            ELSE extract(year FROM coalesce(d.decided_at, d.changed_at)
                                   AT TIME ZONE 'Europe/Rome') - 1 END::integer) AS y (year);
"""

DOORS = """
REVOKE ALL ON ALL TABLES IN SCHEMA facts FROM prossimo_app, prossimo_worker;
GRANT SELECT ON ALL TABLES IN SCHEMA facts TO prossimo_observatory;
REVOKE ALL ON facts.undivided, facts.spell FROM prossimo_observatory;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("observatory", "0002_walls"),
        ("citizens", "0004_registry_walls"),
        ("access", "0002_walls"),
    ]

    operations = [
        migrations.RunSQL(POLICIES, NO_POLICIES),
        migrations.RunSQL([PLACES, COMING, PEOPLE, DOORS], migrations.RunSQL.noop),
    ]
