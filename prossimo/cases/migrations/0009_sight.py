"""The second wall of who follows a case: they know of its people; bodies lose all theirs in one act."""

from django.db import migrations

from prossimo.core.walls import Narrow

FUNCTIONS = """
-- Whoever follows a case knows of the person it is about; of the others, where the family was opened.
CREATE OR REPLACE FUNCTION wall.people_in_sight() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT c.person_id FROM cases_case c
       WHERE wall.reach('case.read') IS NOT NULL AND c.id IN (SELECT wall.my_cases(''))
      UNION
      SELECT m.person_id FROM cases_casemember m
       WHERE wall.reach('case.read') IS NOT NULL
         AND m.case_id IN (SELECT wall.my_cases('network')) $$;

-- From now on nobody of a body follows any case, reserved ones too: who assigns them says so, once.
CREATE FUNCTION wall.end_shares(p_organisation uuid) RETURNS SETOF uuid
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ UPDATE cases_caseworker w
         SET period = CASE WHEN lower(w.period) < wall.today()
                           THEN daterange(lower(w.period), wall.today()) ELSE 'empty' END,
             version = w.version + 1, changed_at = now()
        FROM accounts_post p, cases_case c
       WHERE p.id = w.post_id AND c.id = w.case_id AND p.organisation_id = p_organisation
         AND w.role <> 'owner' AND (upper(w.period) IS NULL OR upper(w.period) > wall.today())
         AND c.ambito_id = wall.ambito('case.assign') AND wall.reach('case.assign') = 'ambito'
         AND (wall.municipality() IS NULL OR c.municipality_id IS NULL
              OR c.municipality_id = wall.municipality())
   RETURNING w.case_id $$;
GRANT EXECUTE ON FUNCTION wall.end_shares(uuid) TO prossimo_app, prossimo_worker;
ALTER FUNCTION wall.end_shares(uuid) OWNER TO prossimo_mover;
"""
# Nobody comes to know of a person by writing them into a case: one reaches them already.
ENTERS = "wall.may_enter_case(person_id)"
MAY_ENTER = """
CREATE FUNCTION wall.may_enter_case(p_person uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT EXISTS (
        SELECT 1 FROM citizens_person p
         WHERE p.id = p_person AND p.ambito_id = wall.ambito('person.read')
           AND ((wall.reach('person.read') = 'ambito'
                 AND (wall.municipality() IS NULL OR p.municipality_id IS NULL
                      OR p.municipality_id = wall.municipality()))
                OR p.id IN (SELECT wall.shared_people())
                OR p.id IN (SELECT wall.people_in_sight()))) $$;
GRANT EXECUTE ON FUNCTION wall.may_enter_case(uuid) TO prossimo_app, prossimo_worker;
ALTER FUNCTION wall.may_enter_case(uuid) OWNER TO prossimo_mover;
"""
OPENED = (
    "person_id IS NULL OR (SELECT wall.reach('person.read')) = 'ambito'"
    " OR person_id IN (SELECT wall.shared_people())"
)

DOOR = "(SELECT wall.ambito('public.door')) IS NOT NULL"
SAME_PERSON = """
-- Whom a case is about stays: only a merge of two files moves it.
CREATE FUNCTION wall.case_keeps_its_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.person_id <> OLD.person_id AND current_user IN ('prossimo_app', 'prossimo_worker') THEN
        RAISE insufficient_privilege USING MESSAGE = 'a case is about the same person for good';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER case_keeps_its_person BEFORE UPDATE OF person_id ON cases_case
    FOR EACH ROW EXECUTE FUNCTION wall.case_keeps_its_person();
"""

WRITES = "(SELECT wall.ambito('case.write')) IS NOT NULL"


def read_by_whoever_was_given(table: str, part: str) -> migrations.RunSQL:
    """Project and network are read by whom they were opened to, of whichever body."""
    given = (
        "(SELECT wall.ambito('case.read')) IS NOT NULL"
        f" AND case_id = ANY (ARRAY(SELECT wall.my_cases('{part}')))"
        " AND EXISTS (SELECT 1 FROM cases_case c WHERE c.id = case_id)"
    )
    return migrations.RunSQL(
        f"ALTER POLICY {table}_select ON {table} USING ({given})", migrations.RunSQL.noop
    )


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0008_protection_walls"),
        ("citizens", "0015_sights"),
        ("access", "0012_absences_of_colleagues"),
    ]

    operations = [
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),
        migrations.RunSQL(MAY_ENTER, migrations.RunSQL.noop),
        migrations.RunSQL(SAME_PERSON, migrations.RunSQL.noop),
        Narrow("cases_casemember", insert=ENTERS, update=ENTERS),
        # Somebody known of from a case is not thereby met at one's desk: that would share the file.
        Narrow("access_contact", insert=OPENED),
        Narrow("access_appointment", insert=f"{OPENED} OR {DOOR}"),
        Narrow("access_ticket", insert=OPENED),
        read_by_whoever_was_given("cases_plan", "plan"),
        read_by_whoever_was_given("cases_casetie", "network"),
        # What is seen through the project is written only by who writes in the case.
        *(
            Narrow(f"cases_{line}", insert=WRITES, update=WRITES, delete=WRITES)
            for line in ("goal", "planaction", "commitment", "budgetline")
        ),
        *(
            Narrow(f"cases_{line}", insert=WRITES, delete=WRITES)
            for line in ("goalneed", "goalconsent")
        ),
        *(Narrow(f"cases_{line}", insert=WRITES) for line in ("planstep", "plansignature")),
    ]
