"""The second wall of people: the ambito, the municipality, and who was met at one's own desks."""

from django.db import migrations

from prossimo.core.walls import RaiseWall, history_wall

FUNCTIONS = """
-- People shared with the organisation or the neighbourhood of the post in use.
CREATE FUNCTION wall.shared_people() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT s.person_id
        FROM accounts_post p
        JOIN citizens_personshare s
          ON (s.organisation_id = p.organisation_id OR s.neighbourhood_id = p.neighbourhood_id)
       WHERE p.id = wall.post() AND p.user_id = wall.me() AND s.period @> wall.today() $$;

-- A file born at a partner's desk is shared with that partner: nobody can share by hand.
CREATE FUNCTION wall.share(p_person uuid, p_ambito uuid, p_organisation uuid,
                           p_neighbourhood uuid, p_source text) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ INSERT INTO citizens_personshare
             (id, ambito_id, person_id, organisation_id, neighbourhood_id, source, period)
      VALUES (gen_random_uuid(), p_ambito, p_person, p_organisation, p_neighbourhood, p_source,
              daterange(wall.today(), (wall.today() + interval '1 year')::date))
      ON CONFLICT ON CONSTRAINT share_one_a_person_and_post
      DO UPDATE SET period = daterange(lower(citizens_personshare.period),
                                       upper(excluded.period)) $$;
REVOKE ALL ON FUNCTION wall.share(uuid, uuid, uuid, uuid, text)
    FROM PUBLIC, prossimo_app, prossimo_worker;

CREATE FUNCTION wall.person_was_created() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE mine accounts_post%ROWTYPE;
BEGIN
    IF wall.reach('person.write') = 'desks' THEN
        SELECT * INTO mine FROM accounts_post WHERE id = wall.post();
        PERFORM wall.share(NEW.id, NEW.ambito_id, mine.organisation_id, mine.neighbourhood_id,
                           'created');
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER person_was_created AFTER INSERT ON citizens_person
    FOR EACH ROW EXECUTE FUNCTION wall.person_was_created();

CREATE POLICY citizens_personshare_owner ON citizens_personshare
    FOR ALL TO prossimo_owner USING (true) WITH CHECK (true);

GRANT EXECUTE ON FUNCTION wall.shared_people() TO prossimo_app, prossimo_worker;
"""


def reached(right: str, row: str) -> str:
    """The predicate of people within a right: the twin of `PersonQuerySet.visible_to`."""
    return (
        f"ambito_id = (SELECT wall.ambito('{right}')) AND ("
        f"((SELECT wall.reach('{right}')) = 'ambito' AND ((SELECT wall.municipality()) IS NULL"
        f" OR municipality_id IS NULL OR municipality_id = (SELECT wall.municipality())))"
        f" OR ((SELECT wall.reach('{right}')) = 'desks'"
        f" AND {row} IN (SELECT wall.shared_people())))"
    )


READ = reached("person.read", "id")
WRITE = reached("person.write", "id")
OF_SEEN = "EXISTS (SELECT 1 FROM citizens_person p WHERE p.id = person_id)"
IN_AMBITO = "ambito_id = (SELECT wall.ambito('person.write'))"
WRITTEN = f"{OF_SEEN} AND (SELECT wall.reach('person.write')) IS NOT NULL"
IN_AMBITO_READ = "ambito_id = (SELECT wall.ambito('person.read'))"
# The words of a name are a copy of it, and stand behind the wall of the person.
SEEN_WORDS = (
    f"{IN_AMBITO_READ} AND (((SELECT wall.reach('person.read')) = 'ambito' AND"
    f" ((SELECT wall.municipality()) IS NULL OR {OF_SEEN}))"
    " OR ((SELECT wall.reach('person.read')) = 'desks'"
    " AND person_id IN (SELECT wall.shared_people())))"
)
MINE = "(SELECT p.{0} FROM accounts_post p WHERE p.id = wall.post() AND p.user_id = wall.me())"
SEEN_SHARES = (
    f"{IN_AMBITO_READ} AND ((SELECT wall.reach('person.read')) = 'ambito'"
    f" OR organisation_id = {MINE.format('organisation_id')}"
    f" OR neighbourhood_id = {MINE.format('neighbourhood_id')})"
)
SEEN_HOUSEHOLD = (
    "ambito_id = (SELECT wall.ambito('person.read')) AND ("
    "((SELECT wall.reach('person.read')) = 'ambito' AND (SELECT wall.municipality()) IS NULL)"
    " OR EXISTS (SELECT 1 FROM citizens_person p WHERE p.household_id = citizens_household.id))"
)


class Migration(migrations.Migration):
    dependencies = [("citizens", "0001_initial"), ("accounts", "0002_walls")]

    operations = [
        RaiseWall("citizens_personshare", select=SEEN_SHARES),
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),
        RaiseWall("citizens_person", select=READ, insert=IN_AMBITO, update=WRITE),
        RaiseWall("citizens_household", select=SEEN_HOUSEHOLD, insert=IN_AMBITO, update=IN_AMBITO),
        RaiseWall("citizens_phone", select=OF_SEEN, insert=WRITTEN, update=WRITTEN, delete=WRITTEN),
        RaiseWall("citizens_nametoken", select=SEEN_WORDS, insert=IN_AMBITO, delete=IN_AMBITO),
        history_wall("citizens_personhistoryevent", "citizens_person"),
        history_wall("citizens_householdhistoryevent", "citizens_household"),
        # A telephone taken away leaves its past to who sees the person, not to nobody.
        RaiseWall(
            "citizens_phonehistoryevent",
            select="EXISTS (SELECT 1 FROM citizens_person p"
            " WHERE p.id = citizens_phonehistoryevent.person_id)",
            insert="true",
        ),
    ]
