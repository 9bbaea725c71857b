"""Who may be the one about to be registered is gathered and told in one question."""

from django.db import migrations

ALIKE = """
DROP FUNCTION wall.people_compared(uuid, text, text, date);

-- What tells from a new person those who bear these pairs of words and were born in these years
-- (both follow the pair), these people, those with a code, and those born on a day.
CREATE FUNCTION wall.people_alike(p_ambito uuid, p_pairs text, p_people text, p_code text,
                                  p_born date, p_each integer, p_most integer)
RETURNS TABLE (person uuid, listed text, born_on date, tax_code text)
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp
SET plan_cache_mode = force_generic_plan AS $$
DECLARE gathered uuid[] := string_to_array(p_people, E'\\n')::uuid[];
BEGIN
    IF p_pairs <> '' THEN
        gathered := gathered || ARRAY(
            SELECT h.person_id
              FROM (SELECT split_part(r.line, E'\\t', 1) AS token,
                           split_part(r.line, E'\\t', 2) AS low,
                           split_part(r.line, E'\\t', 3) AS high,
                           split_part(r.line, E'\\t', 4)::integer AS first,
                           split_part(r.line, E'\\t', 5)::integer AS last
                      FROM unnest(string_to_array(p_pairs, E'\\n')) AS r(line) OFFSET 0) p
             CROSS JOIN LATERAL (
                   SELECT t.person_id FROM citizens_nametoken t
                    WHERE t.ambito_id = p_ambito
                      AND t.token = p.token AND t.beside >= p.low AND t.beside < p.high
                      AND t.year >= p.first AND t.year <= p.last
                    LIMIT p_each) h
             LIMIT p_most);
    END IF;
    IF cardinality(gathered) > 0 THEN
        RETURN QUERY
        SELECT p.id, p.sort_key::text, p.born_on, p.tax_code::text FROM citizens_person p
         WHERE p.ambito_id = p_ambito AND p.merged_into_id IS NULL AND p.id = ANY (gathered);
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
    dependencies = [("citizens", "0013_words_swept")]

    operations = [migrations.RunSQL(ALIKE, migrations.RunSQL.noop)]
