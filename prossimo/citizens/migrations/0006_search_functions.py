"""The look-ups of the search as functions: planned once for a connection, walls and all.

Each runs as who calls it, so that the second wall stands; planning the wall anew at each keystroke
would cost more than the look-ups themselves.
"""

from django.db import migrations

OPTIONS = (
    "LANGUAGE plpgsql STABLE SET search_path = public, pg_temp"
    " SET plan_cache_mode = force_generic_plan"
)

FUNCTIONS = f"""
-- Words of the dictionary filed under these keys, or under keys from a low to a high one.
CREATE FUNCTION wall.name_keys(p_ambito uuid, p_keys text[], p_lows text[], p_highs text[],
                               p_each integer, p_most integer)
RETURNS TABLE (key text, word text) {OPTIONS} AS $$
BEGIN
    RETURN QUERY
    (SELECT k.key::text, k.word::text FROM citizens_namekey k
      WHERE k.ambito_id = p_ambito AND k.key = ANY (p_keys) LIMIT p_most)
    UNION ALL
    SELECT h.key::text, h.word::text
      FROM unnest(p_lows, p_highs) AS r(low, high)
     CROSS JOIN LATERAL (
           SELECT k.key, k.word FROM citizens_namekey k
            WHERE k.ambito_id = p_ambito AND k.key >= r.low AND k.key < r.high LIMIT p_each) h;
END $$;

-- People who bear a word beside another one, in the order of the pairs; `p_others` they bear too.
CREATE FUNCTION wall.name_holders(p_ambito uuid, p_tokens text[], p_lows text[], p_highs text[],
                                  p_others text[], p_least integer, p_first integer,
                                  p_last integer, p_neighbourhood uuid, p_each integer,
                                  p_most integer)
RETURNS TABLE (person uuid, place integer, beside text, words integer) {OPTIONS} AS $$
BEGIN
    RETURN QUERY
    SELECT h.person_id, p.place::integer, h.beside::text, h.words::integer
      FROM unnest(p_tokens, p_lows, p_highs) WITH ORDINALITY AS p(token, low, high, place)
     CROSS JOIN LATERAL (
           SELECT t.person_id, t.beside, t.words FROM citizens_nametoken t
            WHERE t.ambito_id = p_ambito
              AND t.token = p.token AND t.beside >= p.low AND t.beside < p.high
              AND t.words >= p_least AND t.year >= p_first AND t.year <= p_last
              AND (p_neighbourhood IS NULL OR EXISTS (
                   SELECT 1 FROM citizens_person n
                    WHERE n.id = t.person_id AND n.neighbourhood_id = p_neighbourhood))
              AND (cardinality(p_others) = 0 OR NOT EXISTS (
                   SELECT 1 FROM unnest(p_others) AS o(word)
                    WHERE NOT EXISTS (
                          SELECT 1 FROM citizens_nametoken a
                           WHERE a.ambito_id = t.ambito_id AND a.token = t.token
                             AND a.beside = o.word AND a.words = t.words AND a.year = t.year
                             AND a.person_id = t.person_id)))
            LIMIT p_each) h
     LIMIT p_most;
END $$;

-- People with a word from a low to a high one.
CREATE FUNCTION wall.name_begun(p_ambito uuid, p_low text, p_high text, p_first integer,
                                p_last integer, p_neighbourhood uuid, p_most integer)
RETURNS TABLE (person uuid, beside text, words integer) {OPTIONS} AS $$
BEGIN
    RETURN QUERY
    SELECT t.person_id, t.beside::text, t.words::integer FROM citizens_nametoken t
     WHERE t.ambito_id = p_ambito AND t.token >= p_low AND t.token < p_high
       AND t.year >= p_first AND t.year <= p_last
       AND (p_neighbourhood IS NULL OR EXISTS (
            SELECT 1 FROM citizens_person n
             WHERE n.id = t.person_id AND n.neighbourhood_id = p_neighbourhood))
     LIMIT p_most;
END $$;

-- People whose fiscal code may be this one with an error; 1 a former code, 2 a merged file's.
CREATE FUNCTION wall.code_neighbours(p_ambito uuid, p_code text, p_variants text[], p_low text,
                                     p_high text, p_births date[], p_most integer)
RETURNS TABLE (person uuid, code text, how integer) {OPTIONS} AS $$
BEGIN
    RETURN QUERY
    (SELECT f.person_id, f.code::text, 1 FROM citizens_formertaxcode f
      WHERE f.code = p_code LIMIT p_most)
    UNION ALL
    (SELECT m.merged_into_id, m.tax_code::text, 2 FROM citizens_person m
      WHERE m.ambito_id = p_ambito AND m.tax_code = p_code AND m.merged_into_id IS NOT NULL
      LIMIT p_most)
    UNION ALL
    (SELECT v.id, v.tax_code::text, 0 FROM citizens_person v
      WHERE v.ambito_id = p_ambito AND v.tax_code = ANY (p_variants) LIMIT p_most)
    UNION ALL
    (SELECT b.id, b.tax_code::text, 0 FROM citizens_person b
      WHERE b.ambito_id = p_ambito AND b.tax_code >= p_low AND b.tax_code < p_high LIMIT p_most)
    UNION ALL
    (SELECT d.id, d.tax_code::text, 0 FROM citizens_person d
      WHERE d.ambito_id = p_ambito AND d.born_on = ANY (p_births) LIMIT p_most);
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("citizens", "0011_openings")]

    operations = [migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop)]
