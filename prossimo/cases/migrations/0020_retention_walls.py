"""The second wall of the archive: who keeps it, who approves; and what only the mover may do."""

from django.db import migrations

from prossimo.core.walls import RaiseWall, history_wall

OPEN = "ambito_id IN ((SELECT wall.ambito('retention.manage')), (SELECT wall.ambito('retention.approve')))"
KEPT = "ambito_id = (SELECT wall.ambito('retention.manage'))"
OF_ARCHIVE = "EXISTS (SELECT 1 FROM cases_casearchive up WHERE up.id = archive_id)"
ME = "(SELECT wall.me())"
FUNCTIONS = """
-- Out of ordinary sight, whatever else a policy lets see.
DROP POLICY IF EXISTS cases_case_in_archive ON cases_case;
CREATE POLICY cases_case_in_archive ON cases_case AS RESTRICTIVE FOR SELECT
    TO prossimo_app, prossimo_worker USING (NOT archived);

-- Closed and not yet put away: reserved ones too, without a name.
CREATE FUNCTION wall.closed_cases()
RETURNS TABLE (case_id uuid, number text, user_area text, closed_on date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT c.id, c.number, c.user_area, c.closed_on FROM cases_case c
       WHERE c.state = 'closed' AND NOT c.archived AND c.ambito_id = wall.ambito('retention.manage')
         AND (wall.municipality() IS NULL OR c.municipality_id IS NULL
              OR c.municipality_id = wall.municipality())
       ORDER BY c.closed_on, c.number $$;

CREATE FUNCTION wall.archive_case(p_case uuid, p_due date) RETURNS uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE made uuid := gen_random_uuid();
BEGIN
    PERFORM 1 FROM cases_case WHERE id = p_case FOR UPDATE;
    IF NOT EXISTS (SELECT 1 FROM wall.closed_cases() c WHERE c.case_id = p_case) THEN
        RAISE insufficient_privilege USING MESSAGE = 'not a closed case of this archive';
    END IF;
    INSERT INTO cases_casearchive (id, version, created_at, changed_at, ambito_id, case_id, number,
           user_area, closed_on, due_on, state, archived_by_id, why, act)
    SELECT made, 1, now(), now(), c.ambito_id, c.id, c.number, c.user_area, c.closed_on, p_due,
           'archived', wall.me(), '', '' FROM cases_case c WHERE c.id = p_case;
    UPDATE cases_case SET archived = true, version = version + 1, changed_at = now()
     WHERE id = p_case;
    UPDATE cases_caseworker
       SET period = CASE WHEN lower(period) < wall.today()
                         THEN daterange(lower(period), wall.today()) ELSE 'empty'::daterange END,
           version = version + 1, changed_at = now()
     WHERE case_id = p_case AND NOT isempty(period)
       AND (upper_inf(period) OR upper(period) > wall.today());
    RETURN made;
END $$;

CREATE FUNCTION wall.recall_case(p_archive uuid, p_why text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE held cases_casearchive;
BEGIN
    SELECT * INTO held FROM cases_casearchive
     WHERE id = p_archive AND ambito_id = wall.ambito('retention.manage')
       AND state IN ('archived', 'proposed') FOR UPDATE;
    IF held.id IS NULL THEN
        RAISE insufficient_privilege USING MESSAGE = 'not in this archive';
    END IF;
    UPDATE cases_casearchive SET state = 'recalled', why = p_why, version = version + 1,
           changed_at = now() WHERE id = p_archive;
    UPDATE cases_case SET archived = false, version = version + 1, changed_at = now()
     WHERE id = held.case_id;
    INSERT INTO cases_caseworker (id, version, created_at, changed_at, case_id, post_id, role, period,
           parts, why, by_id)
    SELECT gen_random_uuid(), 1, now(), now(), c.id, c.owner_id, 'owner', daterange(wall.today(), NULL),
           '{diary,plan,network,health,orders,papers}', p_why, wall.me()
      FROM cases_case c WHERE c.id = held.case_id AND c.owner_id IS NOT NULL;
END $$;

-- Everything that hangs on these rows, and its past, to the last table that points at them.
CREATE FUNCTION wall.erase_below(p_table regclass, p_ids uuid[]) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp
AS $$
DECLARE fk record; below uuid[]; past regclass;
BEGIN
    FOR fk IN
        SELECT c.conrelid::regclass AS child, a.attname AS col,
               EXISTS (SELECT 1 FROM pg_attribute k WHERE k.attrelid = c.conrelid
                          AND k.attname = 'id' AND k.atttypid = 'uuid'::regtype) AS named
          FROM pg_constraint c
          JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
         WHERE c.contype = 'f' AND c.confrelid = p_table AND cardinality(c.conkey) = 1
           AND c.conrelid <> 'cases_casearchive'::regclass
    LOOP
        IF fk.child = 'cases_case'::regclass THEN  -- another case came from this one: it lives on
            EXECUTE format('UPDATE %s SET %I = NULL WHERE %I = ANY ($1)', fk.child, fk.col, fk.col)
              USING p_ids;
            CONTINUE;
        END IF;
        IF NOT fk.named THEN
            EXECUTE format('DELETE FROM %s WHERE %I = ANY ($1)', fk.child, fk.col) USING p_ids;
            CONTINUE;
        END IF;
        EXECUTE format('SELECT array_agg(id) FROM %s WHERE %I = ANY ($1)', fk.child, fk.col)
           INTO below USING p_ids;
        CONTINUE WHEN below IS NULL;
        PERFORM wall.erase_below(fk.child, below);
        EXECUTE format('DELETE FROM %s WHERE id = ANY ($1)', fk.child) USING below;
        past := to_regclass(fk.child::text || 'historyevent');
        IF past IS NOT NULL THEN
            EXECUTE format('DELETE FROM %s WHERE pgh_obj_id = ANY ($1)', past) USING below;
        END IF;
    END LOOP;
END $$;

-- Every word of a case is gone, past ones too; what statistics count stays on its row.
CREATE FUNCTION wall.dispose_case(p_archive uuid, p_act text, p_on date) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE held cases_casearchive; words text;
BEGIN
    SELECT * INTO held FROM cases_casearchive
     WHERE id = p_archive AND ambito_id = wall.ambito('retention.approve')
       AND state = 'proposed' AND proposed_by_id <> wall.me() FOR UPDATE;
    IF held.id IS NULL OR btrim(p_act) = '' OR EXISTS (
        SELECT 1 FROM cases_legalhold h WHERE h.archive_id = p_archive AND h.lifted_on IS NULL
           AND (h.until IS NULL OR h.until >= wall.today())) THEN
        RAISE insufficient_privilege USING MESSAGE = 'not to be disposed of';
    END IF;
    UPDATE cases_casearchive SET state = 'disposed', act = btrim(p_act), act_on = p_on,
           decided_by_id = wall.me(), disposed_at = now(), version = version + 1, changed_at = now()
     WHERE id = p_archive;
    PERFORM wall.erase_below('cases_case', ARRAY[held.case_id]);
    SELECT string_agg(format('%I = %L', a.attname, ''), ', ') INTO words FROM pg_attribute a
     WHERE a.attrelid = 'cases_case'::regclass AND a.attnum > 0 AND NOT a.attisdropped
       AND a.atttypid IN ('text'::regtype, 'varchar'::regtype) AND a.attnotnull
       AND a.attname NOT IN ('number', 'user_area', 'intensity', 'source', 'state', 'outcome');
    EXECUTE format('UPDATE cases_case SET %s, at_risk = false, protected = false,'
                   ' household_id = NULL, version = version + 1, changed_at = now()'
                   ' WHERE id = $1', words) USING held.case_id;
    DELETE FROM cases_casehistoryevent WHERE pgh_obj_id = held.case_id;
    DELETE FROM accounts_draft WHERE strpos(key, held.case_id::text) > 0;
END $$;
REVOKE ALL ON FUNCTION wall.erase_below(regclass, uuid[]) FROM PUBLIC;
"""
CALLED = (
    "closed_cases()",
    "archive_case(uuid, date)",
    "recall_case(uuid, text)",
    "dispose_case(uuid, text, date)",
)
HANDED_OVER = ";\n".join(
    [
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO prossimo_mover",
        "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO prossimo_mover",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public"
        " GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO prossimo_mover",
        *(
            f"GRANT EXECUTE ON FUNCTION wall.{called} TO prossimo_app, prossimo_worker"
            for called in CALLED
        ),
        *(f"ALTER FUNCTION wall.{called} OWNER TO prossimo_mover" for called in CALLED),
        "ALTER FUNCTION wall.erase_below(regclass, uuid[]) OWNER TO prossimo_mover",
    ]
)


def past(model: str) -> RaiseWall:
    return history_wall(f"cases_{model}historyevent", f"cases_{model}")


class Migration(migrations.Migration):
    dependencies = [("cases", "0019_retention")]

    operations = [
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),
        RaiseWall("cases_retentionclass", select=OPEN, insert=KEPT),
        RaiseWall("cases_casearchive", select=OPEN, update=OPEN),
        past("casearchive"),
        RaiseWall(
            "cases_legalhold",
            select=OF_ARCHIVE,
            insert=f"by_id = {ME} AND {OF_ARCHIVE}",
            update=OF_ARCHIVE,
        ),
        past("legalhold"),
        migrations.RunSQL(HANDED_OVER, migrations.RunSQL.noop),
    ]
