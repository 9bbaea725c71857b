"""Walls of what passes from hand to hand, and of a case read in an emergency: read, never written."""

from django.db import migrations

from prossimo.core.walls import RaiseWall, history_wall

ME = "(SELECT wall.me())"
GLASS = """
-- What is open by glass alone: nothing may be written there.
CREATE FUNCTION wall.my_glass() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT g.case_id FROM cases_glassopening g
       WHERE g.post_id = wall.post() AND g.user_id = wall.me() AND g.until > statement_timestamp()
         AND wall.reach('case.glass') IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM cases_caseworker w
                          WHERE w.case_id = g.case_id AND w.post_id = g.post_id
                            AND w.period @> wall.today()) $$;

-- Given, or opened in an emergency until the hour is over: to read, every part for who reads diaries.
CREATE OR REPLACE FUNCTION wall.my_cases(p_part text) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT w.case_id FROM cases_caseworker w JOIN accounts_post p ON p.id = w.post_id
       WHERE w.post_id = wall.post() AND p.user_id = wall.me() AND w.period @> wall.today()
         AND (p_part = '' OR p_part = ANY (w.parts))
      UNION ALL
      SELECT g FROM wall.my_glass() g
       WHERE p_part = '' OR wall.reach('diary.read') IS NOT NULL $$;

-- A case that one may open by breaking the glass: alive, of one's place, not in hand already.
CREATE FUNCTION wall.glass_fits(p_case uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT EXISTS (
        SELECT 1 FROM cases_case c
         WHERE c.id = p_case AND c.state <> 'closed' AND c.ambito_id = wall.ambito('case.glass')
           AND (wall.municipality() IS NULL OR c.municipality_id IS NULL
                OR c.municipality_id = wall.municipality())
           AND (c.restricted OR wall.reach('case.read') <> 'ambito')
           AND c.id NOT IN (SELECT wall.my_cases(''))) $$;

-- Which cases of a person these are: asked only by who has just said who they are and why.
CREATE FUNCTION wall.glass_cases(p_person uuid) RETURNS TABLE (id uuid, user_area text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT c.id, c.user_area::text FROM cases_case c
       WHERE wall.glass_fits(c.id)
         AND (c.person_id = p_person
              OR EXISTS (SELECT 1 FROM cases_casemember m
                          WHERE m.case_id = c.id AND m.person_id = p_person
                            AND m.period @> wall.today()))
       ORDER BY c.user_area, c.id $$;

-- The glass is broken: one case, an hour, a line that nobody takes away.
CREATE FUNCTION wall.break_glass(p_id uuid, p_case uuid, p_category text, p_why text)
RETURNS timestamptz
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE ends timestamptz := now() + interval '60 minutes';
BEGIN
    IF NOT wall.glass_fits(p_case) THEN RETURN NULL; END IF;
    INSERT INTO cases_glassopening
           (id, version, created_at, changed_at, ambito_id, municipality_id, case_id, number,
            user_id, post_id, category, why, until, outcome, review_note)
    SELECT p_id, 1, now(), now(), c.ambito_id, c.municipality_id, c.id, c.number, wall.me(),
           wall.post(), p_category, p_why, ends, '', ''
      FROM cases_case c WHERE c.id = p_case;
    RETURN ends;
END $$;

-- Whether a row belongs to a case that is open by glass alone, in SQL: by its case, or by what it
-- hangs on, down to the case.
CREATE FUNCTION wall.glass_path(p_table oid, p_alias text, p_depth integer) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp
AS $$
DECLARE one record; way text; ways text[] := '{}';
BEGIN
    IF p_table = 'cases_case'::regclass THEN
        RETURN format('%s.id = ANY (ARRAY(SELECT wall.my_glass()))', p_alias);
    END IF;
    IF EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = p_table AND a.attname = 'case_id'
                  AND NOT a.attisdropped) THEN
        RETURN format('%s.case_id = ANY (ARRAY(SELECT wall.my_glass()))', p_alias);
    END IF;
    IF p_depth > 4 THEN RETURN NULL; END IF;
    FOR one IN
        SELECT k.confrelid AS parent, a.attname AS col, 'p' || p_depth AS alias
          FROM pg_constraint k JOIN pg_class c ON c.oid = k.confrelid
          JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
         WHERE k.contype = 'f' AND k.conrelid = p_table AND k.confrelid <> p_table
           AND c.relname LIKE 'cases\\_%' AND array_length(k.conkey, 1) = 1
         ORDER BY a.attname
    LOOP
        way := wall.glass_path(one.parent, one.alias, p_depth + 1);
        IF way IS NOT NULL THEN
            ways := ways || format('EXISTS (SELECT 1 FROM %s %s WHERE %s.id = %s.%I AND %s)',
                                   one.parent::regclass, one.alias, one.alias, p_alias, one.col, way);
        END IF;
    END LOOP;
    RETURN nullif(array_to_string(ways, ' OR '), '');
END $$;

-- On every table of a case, also of those to come: what is open by glass alone is not written.
CREATE FUNCTION wall.fence_glass() RETURNS integer
LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp
AS $$
DECLARE one record; way text; command text; fenced integer := 0;
BEGIN
    FOR one IN
        SELECT c.oid, c.relname AS name FROM pg_class c
         WHERE c.relkind = 'r' AND c.relrowsecurity AND c.relnamespace = 'public'::regnamespace
           AND c.relname LIKE 'cases\\_%' AND c.relname NOT LIKE '%historyevent'
           AND c.relname <> 'cases_glassopening'
    LOOP
        way := wall.glass_path(one.oid, one.name, 1);
        CONTINUE WHEN way IS NULL;
        FOREACH command IN ARRAY ARRAY['insert', 'update', 'delete'] LOOP
            EXECUTE format('DROP POLICY IF EXISTS no_glass_%s ON %I', command, one.name);
            EXECUTE format(
                'CREATE POLICY no_glass_%s ON %I AS RESTRICTIVE FOR %s'
                ' TO prossimo_app, prossimo_worker %s (NOT (%s))', command, one.name, command,
                CASE command WHEN 'insert' THEN 'WITH CHECK' ELSE 'USING' END, way);
        END LOOP;
        fenced := fenced + 1;
    END LOOP;
    RETURN fenced;
END $$;
"""
PASSING = """
-- Whether one is asked to answer: the worker who is named, or who coordinates where it would go.
CREATE FUNCTION wall.answers_transfer(p_transfer uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT EXISTS (
        SELECT 1 FROM cases_casetransfer t
         WHERE t.id = p_transfer
           AND ((t.to_post_id = wall.post() AND t.ambito_id = wall.ambito('case.write'))
                OR (t.kind IN ('service', 'town') AND t.ambito_id = wall.ambito('case.assign')
                    AND wall.reach('case.assign') = 'ambito'
                    AND (wall.municipality() IS NULL OR t.to_municipality_id IS NULL
                         OR t.to_municipality_id = wall.municipality())))) $$;

-- The case passes: to whom, from now; who had it keeps the past. Who receives it could not do this
-- by themself: until they accept they do not see it. Answers how it went.
CREATE FUNCTION wall.accept_transfer(p_transfer uuid, p_owner uuid, p_answer text, p_note text)
RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE asked cases_casetransfer%ROWTYPE; held cases_case%ROWTYPE;
BEGIN
    SELECT * INTO asked FROM cases_casetransfer WHERE id = p_transfer FOR UPDATE;
    IF NOT FOUND OR NOT wall.answers_transfer(p_transfer) OR asked.kind = 'outside' THEN
        RAISE insufficient_privilege USING MESSAGE = 'no such transfer for you to answer';
    END IF;
    IF asked.state <> 'asked' THEN RETURN 'decided'; END IF;
    SELECT * INTO held FROM cases_case WHERE id = asked.case_id FOR UPDATE;
    IF held.state = 'closed' THEN RETURN 'closed'; END IF;
    IF held.owner_id IS DISTINCT FROM asked.from_post_id THEN RETURN 'passed'; END IF;
    IF wall.reach('case.assign') IS NULL AND p_owner <> asked.to_post_id
       OR NOT EXISTS (SELECT 1 FROM accounts_post p JOIN accounts_user u ON u.id = p.user_id
                       WHERE p.id = p_owner AND p.ambito_id = held.ambito_id AND u.is_active
                         AND p.role = 'caseworker' AND p.period @> wall.today()
                         AND (asked.kind <> 'town' OR p.municipality_id IS NULL
                              OR p.municipality_id = asked.to_municipality_id)) THEN
        RETURN 'owner';
    END IF;
    UPDATE cases_case
       SET owner_id = p_owner, version = version + 1, changed_at = now(),
           user_area = CASE WHEN asked.kind = 'service' THEN asked.to_area ELSE user_area END,
           municipality_id = CASE WHEN asked.kind = 'town' THEN asked.to_municipality_id
                                  ELSE municipality_id END,
           neighbourhood_id = CASE WHEN asked.kind = 'town'
                                    AND municipality_id IS DISTINCT FROM asked.to_municipality_id
                                   THEN NULL ELSE neighbourhood_id END,
           state = CASE WHEN held.state = 'proposed' THEN 'assigned' ELSE held.state END
     WHERE id = held.id;
    IF p_owner IS DISTINCT FROM held.owner_id THEN
        UPDATE cases_caseworker
           SET version = version + 1, changed_at = now(),
               period = CASE WHEN lower(period) < wall.today()
                             THEN daterange(lower(period), wall.today()) ELSE 'empty'::daterange END
         WHERE case_id = held.id AND period @> wall.today()
           AND (role = 'owner' OR post_id = p_owner);
        INSERT INTO cases_caseworker
               (id, version, created_at, changed_at, case_id, post_id, role, period, parts, why,
                by_id)
        VALUES (gen_random_uuid(), 1, now(), now(), held.id, p_owner, 'owner',
                daterange(wall.today(), NULL), '{diary,plan,network,health,orders,papers}', '',
                wall.me());
    END IF;
    INSERT INTO cases_casestep (id, case_id, name, source, target, at, by_id, post_id, signed, note)
    VALUES (gen_random_uuid(), held.id, 'transfer', held.state,
            CASE WHEN held.state = 'proposed' THEN 'assigned' ELSE held.state END, now(), wall.me(),
            wall.post(), '', p_note);
    UPDATE cases_casetransfer
       SET state = 'accepted', answer = p_answer, decided_by_id = wall.me(), decided_at = now(),
           to_post_id = p_owner, version = version + 1, changed_at = now()
     WHERE id = asked.id;
    RETURN 'done';
END $$;
"""
CALLED = (
    "my_glass()",
    "glass_fits(uuid)",
    "glass_cases(uuid)",
    "break_glass(uuid, uuid, text, text)",
    "answers_transfer(uuid)",
    "accept_transfer(uuid, uuid, text, text)",
)
HANDED_OVER = ";\n".join(
    [
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO prossimo_mover",
        *(
            f"GRANT EXECUTE ON FUNCTION wall.{called} TO prossimo_app, prossimo_worker"
            for called in CALLED
        ),
        *(f"ALTER FUNCTION wall.{called} OWNER TO prossimo_mover" for called in CALLED),
    ]
)
OF_CASE = "EXISTS (SELECT 1 FROM cases_case c WHERE c.id = case_id)"
STAFF = "wall.may_staff(case_id)"
ASKED_OF_ME = "(to_post_id = (SELECT wall.post()) AND (SELECT wall.ambito('{right}')) IS NOT NULL)"
ASKED_OF_US = (
    "(kind IN ('service', 'town') AND ambito_id = (SELECT wall.ambito('case.assign'))"
    " AND (SELECT wall.reach('case.assign')) = 'ambito'"
    " AND ((SELECT wall.municipality()) IS NULL OR to_municipality_id IS NULL"
    " OR to_municipality_id = (SELECT wall.municipality())))"
)
SHEET_SEEN = (
    f"(SELECT wall.ambito('case.read')) IS NOT NULL AND ({OF_CASE}"
    f" OR {ASKED_OF_ME.format(right='case.read')} OR {ASKED_OF_US})"
)
REVIEWED = (
    "ambito_id = (SELECT wall.ambito('glass.review'))"
    " AND (SELECT wall.reach('glass.review')) = 'ambito'"
    " AND ((SELECT wall.municipality()) IS NULL OR municipality_id IS NULL"
    " OR municipality_id = (SELECT wall.municipality()))"
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_transfers_and_glass")]

    operations = [
        migrations.RunSQL(GLASS, migrations.RunSQL.noop),
        migrations.RunSQL(PASSING, migrations.RunSQL.noop),
        RaiseWall(
            "cases_casetransfer",
            select=SHEET_SEEN,
            insert=f"asked_by_id = {ME} AND {STAFF}",
            update=f"{STAFF} OR {ASKED_OF_ME.format(right='case.write')} OR {ASKED_OF_US}",
        ),
        history_wall("cases_casetransferhistoryevent", "cases_casetransfer"),
        RaiseWall(
            "cases_glassopening",
            select=f"user_id = {ME} OR ({REVIEWED})",
            update=f"({REVIEWED}) AND user_id <> {ME}",
        ),
        history_wall("cases_glassopeninghistoryevent", "cases_glassopening"),
        migrations.RunSQL(HANDED_OVER, migrations.RunSQL.noop),
    ]
