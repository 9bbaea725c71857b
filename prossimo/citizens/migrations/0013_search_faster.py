"""The search costs less: words know the municipality, and each look-up has a plan of its own.

A plan that holds the wall is dear to start: what is seldom asked (a neighbourhood, a third word) has
its own statement. What is asked comes as one text, a look-up a line: arrays cost their writer more.
"""

import django.db.models.deletion
from django.db import migrations, models

from prossimo.core.walls import RaiseWall

OPTIONS = (
    "LANGUAGE plpgsql STABLE SET search_path = public, pg_temp"
    " SET plan_cache_mode = force_generic_plan"
)
SEEN_WORDS = (
    "ambito_id = (SELECT wall.ambito('person.read'))"
    " AND (((SELECT wall.reach('person.read')) = 'ambito' AND"
    " ((SELECT wall.municipality()) IS NULL OR municipality_id = (SELECT wall.municipality())"
    " OR (municipality_id IS NULL AND EXISTS"
    " (SELECT 1 FROM citizens_person p WHERE p.id = person_id))))"
    " OR ((SELECT wall.reach('person.read')) = 'desks'"
    " AND person_id IN (SELECT wall.shared_people())))"
)

# The municipality of a word is that of the person, or is not told: then the wall asks the file.
MUNICIPALITY = """
CREATE FUNCTION wall.words_follow() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
    UPDATE citizens_nametoken SET municipality_id = NEW.municipality_id
     WHERE ambito_id = NEW.ambito_id AND person_id = NEW.id;
    RETURN NULL;
END $$;
ALTER FUNCTION wall.words_follow() OWNER TO prossimo_mover;
REVOKE ALL ON FUNCTION wall.words_follow() FROM PUBLIC;
CREATE TRIGGER words_follow AFTER UPDATE OF municipality_id ON citizens_person
    FOR EACH ROW WHEN (OLD.municipality_id IS DISTINCT FROM NEW.municipality_id)
    EXECUTE FUNCTION wall.words_follow();
"""
FILL = """
ALTER TABLE citizens_nametoken NO FORCE ROW LEVEL SECURITY;
ALTER TABLE citizens_person NO FORCE ROW LEVEL SECURITY;
UPDATE citizens_nametoken t SET municipality_id = p.municipality_id
  FROM citizens_person p WHERE p.id = t.person_id AND p.municipality_id IS NOT NULL;
ALTER TABLE citizens_person FORCE ROW LEVEL SECURITY;
ALTER TABLE citizens_nametoken FORCE ROW LEVEL SECURITY;
"""

HOLDERS = """
    SELECT h.person_id, p.place::integer, h.beside::text, h.words::integer
      FROM (SELECT split_part(r.line, E'\\t', 1) AS token, split_part(r.line, E'\\t', 2) AS low,
                   split_part(r.line, E'\\t', 3) AS high, r.place
              FROM unnest(string_to_array(p_pairs, E'\\n')) WITH ORDINALITY AS r(line, place)
            OFFSET 0) p
     CROSS JOIN LATERAL (
           SELECT t.person_id, t.beside, t.words FROM citizens_nametoken t
            WHERE t.ambito_id = p_ambito
              AND t.token = p.token AND t.beside >= p.low AND t.beside < p.high
              AND t.words >= p_least AND t.year >= p_first AND t.year <= p_last{more}
            LIMIT p_each) h
     LIMIT p_most;
"""
ALL_OTHERS = """
              AND NOT EXISTS (
                  SELECT 1 FROM unnest(string_to_array(p_others, ' ')) AS o(word)
                   WHERE NOT EXISTS (
                         SELECT 1 FROM citizens_nametoken a
                          WHERE a.ambito_id = t.ambito_id AND a.token = t.token
                            AND a.beside = o.word AND a.words = t.words AND a.year = t.year
                            AND a.person_id = t.person_id))"""
IN_NEIGHBOURHOOD = """
              AND EXISTS (SELECT 1 FROM citizens_person n
                           WHERE n.id = t.person_id AND n.neighbourhood_id = p_neighbourhood)"""
BEGUN = """
    SELECT t.person_id, t.beside::text, t.words::integer FROM citizens_nametoken t
     WHERE t.ambito_id = p_ambito AND t.token >= p_low AND t.token < p_high
       AND t.year >= p_first AND t.year <= p_last{more}
     LIMIT p_most;
"""

FUNCTIONS = f"""
DROP FUNCTION wall.name_keys(uuid, text[], text[], text[], integer, integer);
DROP FUNCTION wall.name_holders(uuid, text[], text[], text[], text[], integer, integer, integer, uuid,
                                integer, integer);
DROP FUNCTION wall.name_begun(uuid, text, text, integer, integer, uuid, integer);

-- Words of the dictionary filed under these keys, or under keys from a low to a high one.
CREATE FUNCTION wall.name_keys(p_ambito uuid, p_keys text, p_ranges text, p_each integer,
                               p_most integer)
RETURNS TABLE (key text, word text) {OPTIONS} AS $$
BEGIN
    RETURN QUERY
    SELECT k.key::text, k.word::text FROM citizens_namekey k
     WHERE k.ambito_id = p_ambito AND k.key = ANY (string_to_array(p_keys, E'\\n')) LIMIT p_most;
    IF p_ranges <> '' THEN
        RETURN QUERY
        SELECT h.key::text, h.word::text
          FROM unnest(string_to_array(p_ranges, E'\\n')) AS r(line)
         CROSS JOIN LATERAL (
               SELECT k.key, k.word FROM citizens_namekey k
                WHERE k.ambito_id = p_ambito AND k.key >= split_part(r.line, E'\\t', 1)
                  AND k.key < split_part(r.line, E'\\t', 2) LIMIT p_each) h;
    END IF;
END $$;

-- People who bear a word beside another one, in the order of the pairs; `p_others` they bear too.
CREATE FUNCTION wall.name_holders(p_ambito uuid, p_pairs text, p_others text, p_least integer,
                                  p_first integer, p_last integer, p_neighbourhood uuid,
                                  p_each integer, p_most integer)
RETURNS TABLE (person uuid, place integer, beside text, words integer) {OPTIONS} AS $$
BEGIN
    IF p_neighbourhood IS NOT NULL THEN
        RETURN QUERY {HOLDERS.format(more=ALL_OTHERS + IN_NEIGHBOURHOOD)}
    ELSIF p_others <> '' THEN
        RETURN QUERY {HOLDERS.format(more=ALL_OTHERS)}
    ELSE
        RETURN QUERY {HOLDERS.format(more="")}
    END IF;
END $$;

-- People with a word from a low to a high one.
CREATE FUNCTION wall.name_begun(p_ambito uuid, p_low text, p_high text, p_first integer,
                                p_last integer, p_neighbourhood uuid, p_most integer)
RETURNS TABLE (person uuid, beside text, words integer) {OPTIONS} AS $$
BEGIN
    IF p_neighbourhood IS NOT NULL THEN
        RETURN QUERY {BEGUN.format(more=IN_NEIGHBOURHOOD)}
    ELSE
        RETURN QUERY {BEGUN.format(more="")}
    END IF;
END $$;

-- The names of these people, folded as they are sorted: to be compared, not to be shown.
CREATE FUNCTION wall.names_of(p_people text)
RETURNS TABLE (person uuid, listed text) {OPTIONS} AS $$
BEGIN
    RETURN QUERY
    SELECT p.id, p.sort_key::text FROM citizens_person p
     WHERE p.id = ANY (string_to_array(p_people, E'\\n')::uuid[]);
END $$;

-- What tells these people from one about to be registered, and those with a code, or born on a day.
CREATE FUNCTION wall.people_compared(p_ambito uuid, p_people text, p_code text, p_born date)
RETURNS TABLE (person uuid, listed text, born_on date, tax_code text) {OPTIONS} AS $$
BEGIN
    IF p_people <> '' THEN
        RETURN QUERY
        SELECT p.id, p.sort_key::text, p.born_on, p.tax_code::text FROM citizens_person p
         WHERE p.ambito_id = p_ambito AND p.merged_into_id IS NULL
           AND p.id = ANY (string_to_array(p_people, E'\\n')::uuid[]);
    END IF;
    IF p_code <> '' THEN
        RETURN QUERY
        SELECT p.id, p.sort_key::text, p.born_on, p.tax_code::text FROM citizens_person p
         WHERE p.ambito_id = p_ambito AND p.merged_into_id IS NULL AND p.tax_code = p_code;
    END IF;
    IF p_born IS NOT NULL THEN
        RETURN QUERY
        SELECT p.id, p.sort_key::text, p.born_on, p.tax_code::text FROM citizens_person p
         WHERE p.ambito_id = p_ambito AND p.merged_into_id IS NULL AND p.born_on = p_born
         LIMIT 2000;
    END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("citizens", "0012_import_in_sets"), ("territory", "0003_streets")]

    operations = [
        migrations.AddField(
            model_name="nametoken",
            name="municipality",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="territory.municipality",
                verbose_name="Comune",
            ),
        ),
        migrations.RemoveIndex(model_name="nametoken", name="token_beside_another"),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="nametoken",
            index=models.Index(
                fields=["ambito", "token", "beside", "words", "year", "person"],
                include=["municipality"],
                name="token_beside_another",
            ),
        ),
        migrations.RunSQL(MUNICIPALITY, migrations.RunSQL.noop),
        RaiseWall(
            "citizens_nametoken",
            select=SEEN_WORDS,
            insert="ambito_id = (SELECT wall.ambito('person.write'))",
            delete="ambito_id = (SELECT wall.ambito('person.write'))",
        ),
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),
    ]
