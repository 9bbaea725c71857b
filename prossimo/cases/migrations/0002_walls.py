"""The second wall of cases: who is given a case sees it while given; who has them all, unless reserved."""

from django.db import migrations

from prossimo.core.walls import RaiseWall, history_wall

ME = "(SELECT wall.me())"
FUNCTIONS = """
-- The cases that this post was given, and of which it sees this part; none for who is nobody.
CREATE FUNCTION wall.my_cases(p_part text) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT w.case_id FROM cases_caseworker w JOIN accounts_post p ON p.id = w.post_id
       WHERE w.post_id = wall.post() AND p.user_id = wall.me() AND w.period @> wall.today()
         AND (p_part = '' OR p_part = ANY (w.parts)) $$;

-- Who may say who follows a case: its owner, who assigns cases, and who has just opened it.
CREATE FUNCTION wall.may_staff(p_case uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT EXISTS (
        SELECT 1 FROM cases_case c JOIN accounts_post p ON p.ambito_id = c.ambito_id
         WHERE c.id = p_case AND p.id = wall.post() AND p.user_id = wall.me()
           AND ((wall.reach('case.write') IS NOT NULL
                 AND (c.owner_id = p.id
                      OR EXISTS (SELECT 1 FROM cases_caseworker w  -- until they have handed it over
                                  WHERE w.case_id = c.id AND w.post_id = p.id AND w.role = 'owner'
                                    AND w.period @> wall.today())))
                OR (c.opened_by_id = p.user_id AND wall.reach('case.open') IS NOT NULL
                    AND NOT EXISTS (SELECT 1 FROM cases_casestep s
                                     WHERE s.case_id = c.id AND s.at < now()))
                OR (wall.reach('case.assign') = 'ambito' AND NOT c.restricted
                    AND (p.municipality_id IS NULL OR c.municipality_id IS NULL
                         OR c.municipality_id = p.municipality_id)))) $$;

-- The next number of the year in one's ambito: held until the transaction ends.
CREATE FUNCTION wall.next_case_number(p_year integer) RETURNS integer
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ INSERT INTO cases_casenumber AS n (id, ambito_id, year, last)
      SELECT gen_random_uuid(), wall.ambito('case.open'), p_year, 1
       WHERE wall.ambito('case.open') IS NOT NULL
      ON CONFLICT (ambito_id, year) DO UPDATE SET last = n.last + 1 RETURNING last $$;

-- Whether somebody is followed, and by whom: the names only for who may direct people there.
CREATE FUNCTION wall.followed(p_person uuid)
RETURNS TABLE (user_area text, since date, owner text, reserved boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT c.user_area, c.taken_on, btrim(u.first_name || ' ' || u.last_name), c.restricted
        FROM cases_case c LEFT JOIN accounts_post o ON o.id = c.owner_id
        LEFT JOIN accounts_user u ON u.id = o.user_id
       WHERE c.state <> 'closed' AND c.ambito_id = wall.ambito('case.know') AND NOT c.restricted
         AND (c.person_id = p_person
              OR EXISTS (SELECT 1 FROM cases_casemember m
                          WHERE m.case_id = c.id AND m.person_id = p_person
                            AND m.role = 'subject' AND m.period @> wall.today()))
       ORDER BY c.taken_on NULLS LAST $$;

-- At a desk one learns only that somebody is followed: «parlare con il segretariato».
CREATE FUNCTION wall.is_followed(p_person uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT EXISTS (
        SELECT 1 FROM cases_case c
         WHERE c.state <> 'closed' AND NOT c.restricted AND c.person_id = p_person
           AND c.ambito_id = wall.ambito('person.read')
           AND wall.reach('person.read') = 'ambito') $$;
"""
CALLED = (
    "my_cases(text)",
    "may_staff(uuid)",
    "next_case_number(integer)",
    "followed(uuid)",
    "is_followed(uuid)",
)
HANDED_OVER = ";\n".join(
    [
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO prossimo_mover",
        *(
            f"GRANT EXECUTE ON FUNCTION wall.{called} TO prossimo_app, prossimo_worker"
            for called in CALLED
        ),
        *(f"ALTER FUNCTION wall.{called} OWNER TO prossimo_mover" for called in CALLED),
        "REVOKE ALL ON cases_casenumber FROM prossimo_app, prossimo_worker",
    ]
)


def held(right: str) -> str:
    return f"ambito_id = (SELECT wall.ambito('{right}'))"


def given(part: str = "", column: str = "case_id") -> str:
    return f"{column} = ANY (ARRAY(SELECT wall.my_cases('{part}')))"


def has(right: str) -> str:
    return f"(SELECT wall.ambito('{right}')) IS NOT NULL"


def all_of_them(right: str) -> str:
    """The cases of the ambito, or of the municipality, save those that are reserved."""
    return (
        f"({held(right)} AND (SELECT wall.reach('{right}')) = 'ambito' AND NOT restricted"
        " AND ((SELECT wall.municipality()) IS NULL OR municipality_id IS NULL"
        " OR municipality_id = (SELECT wall.municipality())))"
    )


PERSON_SEEN = "EXISTS (SELECT 1 FROM citizens_person p WHERE p.id = person_id)"
CASE_SEEN = f"{all_of_them('case.read')} OR ({has('case.read')} AND {given('', 'id')})"
CASE_OPENED = f"{held('case.open')} AND opened_by_id = {ME} AND {PERSON_SEEN}"
CASE_MOVED = f"({has('case.write')} AND {given('', 'id')}) OR {all_of_them('case.assign')}"
OF_CASE = "EXISTS (SELECT 1 FROM cases_case c WHERE c.id = case_id)"
STAFF = "wall.may_staff(case_id)"
WRITTEN = f"({has('case.write')} AND {given()}) OR {STAFF}"
PLANNED = f"{OF_CASE} AND ({given('plan')} OR {STAFF})"
STEP_MADE = f"by_id = {ME} AND ({OF_CASE} OR {STAFF})"
DIARY_SEEN = f"{has('diary.read')} AND {given('diary')}"
DIARY_WRITTEN = f"{has('diary.write')} AND {given('diary')} AND author_id = {ME}"
OF_ENTRY = "EXISTS (SELECT 1 FROM cases_diaryentry e WHERE e.id = entry_id)"
OF_MY_ENTRY = (
    f"EXISTS (SELECT 1 FROM cases_diaryentry e WHERE e.id = entry_id AND e.author_id = {ME})"
)
MINE = f"author_id = {ME}"


def past(model: str) -> RaiseWall:
    return history_wall(f"cases_{model}historyevent", f"cases_{model}")


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial"), ("access", "0004_single_door_walls")]

    operations = [
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),
        RaiseWall("cases_case", select=CASE_SEEN, insert=CASE_OPENED, update=CASE_MOVED),
        past("case"),
        RaiseWall("cases_caseworker", select=OF_CASE, insert=STAFF, update=STAFF),
        past("caseworker"),
        RaiseWall("cases_casemember", select=OF_CASE, insert=WRITTEN, update=WRITTEN),
        past("casemember"),
        RaiseWall("cases_caseneed", select=PLANNED, insert=WRITTEN, update=WRITTEN),
        past("caseneed"),
        RaiseWall("cases_casestep", select=OF_CASE, insert=STEP_MADE),
        past("casestep"),
        RaiseWall(
            "cases_diaryentry", select=DIARY_SEEN, insert=DIARY_WRITTEN, update=DIARY_WRITTEN
        ),
        past("diaryentry"),
        RaiseWall("cases_entrypresence", select=OF_ENTRY, insert=OF_MY_ENTRY, delete=OF_MY_ENTRY),
        # A presence taken away has no row left: its past is seen with the page of diary.
        RaiseWall("cases_entrypresencehistoryevent", select=OF_ENTRY, insert="true"),
        RaiseWall(
            "cases_casenote",
            select=f"{MINE} AND {OF_ENTRY}",
            insert=f"{MINE} AND {OF_ENTRY}",
            update=MINE,
            delete=MINE,
        ),
        past("casenote"),
        migrations.RunSQL(HANDED_OVER, migrations.RunSQL.noop),
    ]
