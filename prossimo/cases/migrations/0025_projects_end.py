"""No closed case has a project in force: what the database counts and stops, and the trigger that holds it."""

from django.db import migrations

FUNCTIONS = """
-- How many projects of a case are not over: told to who may close it, whether they read them or not.
CREATE FUNCTION wall.live_projects(p_case uuid)
RETURNS TABLE (in_force bigint, in_the_making bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT count(*) FILTER (WHERE n.state IN ('active', 'in_revision', 'suspended')),
             count(*) FILTER (WHERE n.state IN ('draft', 'shared', 'signed'))
        FROM cases_plan n WHERE n.case_id = p_case AND wall.may_staff(p_case) $$;

-- Whoever may end a case stops what is left of its projects, with the reason.
CREATE FUNCTION wall.stop_projects(p_case uuid, p_why text) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE stopped integer;
BEGIN
    IF NOT wall.may_staff(p_case) OR btrim(p_why) = '' THEN
        RAISE insufficient_privilege USING MESSAGE = 'projects are stopped by who ends the case';
    END IF;
    INSERT INTO cases_planstep (id, plan_id, name, source, target, at, by_id, post_id, signed, note)
    SELECT gen_random_uuid(), n.id, 'interrupt', n.state, 'interrupted', now(), wall.me(),
           wall.post(), '', p_why
      FROM cases_plan n WHERE n.case_id = p_case
       AND n.state IN ('draft', 'shared', 'signed', 'active', 'in_revision', 'suspended');
    UPDATE cases_plan SET state = 'interrupted', ended_on = wall.today(), ending = p_why,
           suspended_on = NULL, version = version + 1, changed_at = now()
     WHERE case_id = p_case
       AND state IN ('draft', 'shared', 'signed', 'active', 'in_revision', 'suspended');
    GET DIAGNOSTICS stopped = ROW_COUNT;
    RETURN stopped;
END $$;

CREATE FUNCTION wall.case_ends_its_projects() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM cases_plan n WHERE n.case_id = NEW.id
                  AND n.state IN ('draft', 'shared', 'signed', 'active', 'in_revision', 'suspended'))
    THEN RAISE EXCEPTION 'a case is closed after its projects';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER case_ends_its_projects BEFORE UPDATE OF state ON cases_case
    FOR EACH ROW WHEN (NEW.state = 'closed' AND OLD.state <> 'closed')
    EXECUTE FUNCTION wall.case_ends_its_projects();
"""
CALLED = ("live_projects(uuid)", "stop_projects(uuid, text)")
HANDED_OVER = ";\n".join(
    [
        *(f"REVOKE ALL ON FUNCTION wall.{each} FROM PUBLIC" for each in CALLED),
        *(
            f"GRANT EXECUTE ON FUNCTION wall.{each} TO prossimo_app, prossimo_worker"
            for each in CALLED
        ),
        *(
            f"ALTER FUNCTION wall.{each} OWNER TO prossimo_mover"
            for each in (*CALLED, "case_ends_its_projects()")
        ),
    ]
)
DOWN = """
DROP TRIGGER case_ends_its_projects ON cases_case;
DROP FUNCTION wall.case_ends_its_projects(), wall.stop_projects(uuid, text), wall.live_projects(uuid);
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0024_member_apart")]

    operations = [
        migrations.RunSQL(FUNCTIONS, DOWN),
        migrations.RunSQL(HANDED_OVER, migrations.RunSQL.noop),
    ]
