"""Words and streets that nobody bears any more leave the dictionary; a protected street at once.

The functions belong to who reads beyond the wall: nobody else can tell that nobody bears a word.
"""

from django.db import migrations

SWEEP = """
-- Whether a street is on a file of the ambito, or is another address of one, not protected.
CREATE FUNCTION wall.street_lived_in(p_ambito uuid, p_street text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT EXISTS (SELECT 1 FROM citizens_person p
                      WHERE p.ambito_id = p_ambito AND p.street = p_street)
          OR EXISTS (SELECT 1 FROM citizens_address a JOIN citizens_person p ON p.id = a.person_id
                      WHERE a.street = p_street AND a.compartment = ''
                        AND p.ambito_id = p_ambito) $$;

CREATE FUNCTION wall.word_borne(p_ambito uuid, p_word text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT EXISTS (SELECT 1 FROM citizens_nametoken t
                      WHERE t.ambito_id = p_ambito AND t.token = p_word) $$;

-- Words of names and streets of the dictionary to which nobody answers.
CREATE FUNCTION wall.idle_words() RETURNS TABLE (ambito uuid, word text, street boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
    SELECT a.id, k.word, false FROM territory_ambito a
      JOIN citizens_namekey k ON k.ambito_id = a.id AND k.key >= '=' AND k.key < '>'
     WHERE NOT EXISTS (SELECT 1 FROM citizens_nametoken t
                        WHERE t.ambito_id = a.id AND t.token = k.word)
    UNION ALL
    SELECT s.ambito_id, s.word, true
      FROM (SELECT DISTINCT k.ambito_id, k.word FROM territory_ambito a
              JOIN citizens_namekey k ON k.ambito_id = a.id AND k.key >= '@' AND k.key < 'A') s
     WHERE NOT wall.street_lived_in(s.ambito_id, s.word) $$;

-- Takes keys away, of words that nobody bears: it looks again. A sweep waits for whoever is filing
-- words, and they for it, so that no word is borne again while it goes.
CREATE FUNCTION wall.forget_words(p_ambito uuid, p_keys text[], p_words text[], p_alone boolean)
RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE gone bigint;
BEGIN
    IF p_alone THEN
        LOCK TABLE citizens_nametoken IN SHARE MODE;
        LOCK TABLE citizens_namekey IN SHARE ROW EXCLUSIVE MODE;
    END IF;
    DELETE FROM citizens_namekey k
     USING unnest(p_keys, p_words) AS f(key, word)
     WHERE k.ambito_id = p_ambito AND k.key = f.key AND k.word = f.word
       AND CASE WHEN left(f.key, 1) = '@' THEN NOT wall.street_lived_in(p_ambito, f.word)
                ELSE NOT wall.word_borne(p_ambito, f.word) END;
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$;

ALTER FUNCTION wall.street_lived_in(uuid, text) OWNER TO prossimo_mover;
ALTER FUNCTION wall.word_borne(uuid, text) OWNER TO prossimo_mover;
ALTER FUNCTION wall.idle_words() OWNER TO prossimo_mover;
ALTER FUNCTION wall.forget_words(uuid, text[], text[], boolean) OWNER TO prossimo_mover;
REVOKE ALL ON FUNCTION wall.street_lived_in(uuid, text), wall.word_borne(uuid, text)
  FROM PUBLIC, prossimo_app, prossimo_worker, prossimo_observatory;
REVOKE ALL ON FUNCTION wall.idle_words() FROM PUBLIC, prossimo_app, prossimo_observatory;
REVOKE ALL ON FUNCTION wall.forget_words(uuid, text[], text[], boolean)
  FROM PUBLIC, prossimo_observatory;
"""


class Migration(migrations.Migration):
    dependencies = [("citizens", "0013_search_faster")]

    operations = [migrations.RunSQL(SWEEP, migrations.RunSQL.noop)]
