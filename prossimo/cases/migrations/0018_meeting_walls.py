"""The second wall of meetings and tasks: who was given the project, who is called, who has the task.

And what counts as news of somebody: whoever meets them, at whatever desk, the case hears of it.
"""

from django.db import migrations

from prossimo.core.walls import RaiseWall, history_wall

ME = "(SELECT wall.me())"
FUNCTIONS = """
-- The meetings to which this post is called.
CREATE FUNCTION wall.my_meetings() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT r.meeting_id FROM cases_meetingpresence r JOIN accounts_post p ON p.id = r.post_id
       WHERE r.post_id = wall.post() AND p.user_id = wall.me() $$;

-- The tasks that this post has.
CREATE FUNCTION wall.my_tasks() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT t.id FROM cases_casetask t JOIN accounts_post p ON p.id = t.post_id
       WHERE t.post_id = wall.post() AND p.user_id = wall.me() $$;

-- What is open in the cases one may know of, and by when: never what it is nor who told it.
CREATE FUNCTION wall.due_in_cases(p_case uuid, p_before date)
RETURNS TABLE (kind text, case_id uuid, due_on date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ WITH seen AS (
        SELECT c.id FROM cases_case c
         WHERE (p_case IS NULL OR c.id = p_case) AND c.ambito_id = wall.ambito('case.read')
           AND ((wall.reach('case.read') = 'ambito' AND NOT c.restricted
                 AND (wall.municipality() IS NULL OR c.municipality_id IS NULL
                      OR c.municipality_id = wall.municipality()))
                OR c.id IN (SELECT wall.my_cases('')))
      ), open AS (
        SELECT 'task' AS kind, t.case_id, t.due_on FROM cases_casetask t WHERE t.state = 'open'
        UNION ALL
        SELECT 'goal', l.case_id, g.horizon_on
          FROM cases_goal g JOIN cases_plan l ON l.id = g.plan_id
         WHERE g.state = 'open' AND l.state IN ('active', 'in_revision')
        UNION ALL
        SELECT 'review', l.case_id, l.review_on FROM cases_plan l
         WHERE l.state IN ('active', 'in_revision') AND l.review_on IS NOT NULL
      )
      SELECT o.kind, o.case_id, o.due_on FROM open o JOIN seen s ON s.id = o.case_id
       WHERE p_before IS NULL OR o.due_on < p_before $$;

-- A case that ends leaves no task open: whoever may end it says what becomes of them.
CREATE FUNCTION wall.end_tasks(p_case uuid, p_state text, p_closing text) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE ended integer;
BEGIN
    IF NOT wall.may_staff(p_case) THEN
        RAISE insufficient_privilege USING MESSAGE = 'the tasks of a case are ended by who leads it';
    END IF;
    UPDATE cases_casetask SET state = p_state, closed_on = wall.today(), closing = p_closing,
           version = version + 1, changed_at = now()
     WHERE case_id = p_case AND state = 'open';
    GET DIAGNOSTICS ended = ROW_COUNT;
    RETURN ended;
END $$;

-- News of a person are news of the cases in which they stand: never back, never ahead of today.
CREATE FUNCTION wall.hear_of(p_person uuid, p_day date) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ UPDATE cases_case c SET last_heard_on = p_day
       WHERE c.state <> 'closed' AND c.last_heard_on < p_day AND p_day <= wall.today()
         AND (c.person_id = p_person
              OR c.id IN (SELECT m.case_id FROM cases_casemember m
                           WHERE m.person_id = p_person AND m.period @> wall.today())) $$;

CREATE FUNCTION wall.contact_is_heard() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$ BEGIN
    PERFORM wall.hear_of(NEW.person_id, (NEW.happened_at AT TIME ZONE 'Europe/Rome')::date);
    RETURN NULL;
END $$;
CREATE FUNCTION wall.appointment_is_heard() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$ BEGIN
    PERFORM wall.hear_of(NEW.person_id, (NEW.starts_at AT TIME ZONE 'Europe/Rome')::date);
    RETURN NULL;
END $$;
CREATE FUNCTION wall.referral_is_heard() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$ BEGIN
    PERFORM wall.hear_of(NEW.person_id, (NEW.answered_at AT TIME ZONE 'Europe/Rome')::date);
    RETURN NULL;
END $$;
CREATE TRIGGER contact_is_heard AFTER INSERT OR UPDATE OF person_id, happened_at ON access_contact
   FOR EACH ROW WHEN (NEW.person_id IS NOT NULL) EXECUTE FUNCTION wall.contact_is_heard();
CREATE TRIGGER appointment_is_heard AFTER UPDATE OF state ON access_appointment
   FOR EACH ROW WHEN (NEW.person_id IS NOT NULL AND NEW.state IN ('arrived', 'done'))
   EXECUTE FUNCTION wall.appointment_is_heard();
CREATE TRIGGER referral_is_heard AFTER UPDATE OF answered_at ON access_referral
   FOR EACH ROW WHEN (NEW.answered_at IS NOT NULL
                      AND NEW.answered_at IS DISTINCT FROM OLD.answered_at)
   EXECUTE FUNCTION wall.referral_is_heard();

-- Minutes that are ready to sign stand; once somebody signed, they cannot be opened again.
CREATE FUNCTION wall.minutes_stand() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state IN ('written', 'signed')
       AND (NEW.kind, NEW.starts_at, NEW.lasts, NEW.place, NEW.agenda, NEW.discussed, NEW.decisions)
           IS DISTINCT FROM
           (OLD.kind, OLD.starts_at, OLD.lasts, OLD.place, OLD.agenda, OLD.discussed, OLD.decisions)
    THEN
        RAISE check_violation USING MESSAGE = 'minutes ready to sign do not change';
    END IF;
    IF OLD.state = 'signed'
       AND (NEW.state, NEW.seal, NEW.sealed) IS DISTINCT FROM (OLD.state, OLD.seal, OLD.sealed)
    THEN
        RAISE check_violation USING MESSAGE = 'signed minutes do not change';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER minutes_stand BEFORE UPDATE ON cases_casemeeting
   FOR EACH ROW EXECUTE FUNCTION wall.minutes_stand()
"""
CALLED = ("my_meetings()", "my_tasks()", "due_in_cases(uuid, date)", "end_tasks(uuid, text, text)")
BEHIND = ("hear_of(uuid, date)", "contact_is_heard()", "appointment_is_heard()",
          "referral_is_heard()")  # fmt: skip
HANDED_OVER = ";\n".join(
    [
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO prossimo_mover",
        *(f"REVOKE ALL ON FUNCTION wall.{each} FROM PUBLIC" for each in (*CALLED, *BEHIND)),
        *(
            f"GRANT EXECUTE ON FUNCTION wall.{each} TO prossimo_app, prossimo_worker"
            for each in CALLED
        ),
        *(f"ALTER FUNCTION wall.{each} OWNER TO prossimo_mover" for each in (*CALLED, *BEHIND)),
    ]
)


def given(part: str = "", column: str = "case_id") -> str:
    return f"{column} = ANY (ARRAY(SELECT wall.my_cases('{part}')))"


def has(right: str) -> str:
    return f"(SELECT wall.ambito('{right}')) IS NOT NULL"


OF_CASE = "EXISTS (SELECT 1 FROM cases_case c WHERE c.id = case_id)"
PLANS = f"{has('case.write')} AND {given('plan')}"
CALLED_TO = f"{{column}} = ANY (ARRAY(SELECT wall.my_meetings())) AND {OF_CASE}"
READS = f"{given('plan')} AND {OF_CASE}"
MEETING_SEEN = f"{has('case.read')} AND (({READS}) OR ({CALLED_TO.format(column='id')}))"
MEETING_SET = f"{PLANS} AND by_id = {ME}"
OF_MEETING = "EXISTS (SELECT 1 FROM cases_casemeeting m WHERE m.id = meeting_id)"
MEETING_MINE = (
    f"{has('case.write')} AND EXISTS (SELECT 1 FROM cases_casemeeting m WHERE m.id = meeting_id"
    f" AND {given('plan', 'm.case_id')} AND m.state IN {{states}})"
)
CHAIR_SET = MEETING_MINE.format(states="('planned', 'held')")
FOUND = MEETING_MINE.format(states="('held')")
SIGNED = f"by_id = {ME} AND " + MEETING_MINE.format(states="('written', 'signed')")
MY_TASK = f"id = ANY (ARRAY(SELECT wall.my_tasks())) AND {OF_CASE}"
TASK_SEEN = f"{has('case.read')} AND (({READS}) OR ({MY_TASK}) OR ({CALLED_TO.format(column='meeting_id')}))"
TASK_MOVED = f"({PLANS}) OR ({has('case.read')} AND {MY_TASK})"
FOLLOWED = f"by_id = {ME} AND wall.may_staff(case_id)"


def past(model: str) -> RaiseWall:
    return history_wall(f"cases_{model}historyevent", f"cases_{model}")


class Migration(migrations.Migration):
    dependencies = [("cases", "0017_meetings")]

    operations = [
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),
        RaiseWall(
            "cases_casemeeting", select=MEETING_SEEN, insert=MEETING_SET, update=PLANS
        ),
        past("casemeeting"),
        RaiseWall(
            "cases_meetingpresence",
            select=OF_MEETING, insert=CHAIR_SET, update=CHAIR_SET, delete=CHAIR_SET,
        ),
        # A chair taken away has no row left: its past is seen with the meeting.
        RaiseWall("cases_meetingpresencehistoryevent", select=OF_MEETING, insert="true"),
        RaiseWall("cases_meetingsignature", select=OF_MEETING, insert=SIGNED),
        past("meetingsignature"),
        RaiseWall(
            "cases_casetask",
            select=TASK_SEEN, insert=f"{PLANS} AND by_id = {ME}", update=TASK_MOVED,
        ),
        past("casetask"),
        RaiseWall("cases_finding", select=OF_MEETING, insert=FOUND, update=FOUND),
        past("finding"),
        RaiseWall("cases_casefollowup", select=OF_CASE, insert=FOLLOWED),
        past("casefollowup"),
        migrations.RunSQL(HANDED_OVER, migrations.RunSQL.noop),
    ]  # fmt: skip
