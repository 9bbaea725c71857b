"""The second wall of contacts: the desks a right reaches, who keeps them, one's own notes."""

from django.db import migrations

from prossimo.core.walls import RaiseWall, history_wall

FUNCTIONS = """
-- Desks that a right reaches from the post in use: the twin of `DeskQuerySet.within`.
CREATE FUNCTION wall.desks(p_right text) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT d.id
        FROM accounts_post p
        JOIN access_desk d ON d.ambito_id = p.ambito_id
       WHERE p.id = wall.post() AND p.user_id = wall.me()
         AND CASE wall.reach(p_right)
             WHEN 'ambito' THEN p.municipality_id IS NULL OR d.municipality_id IS NULL
                             OR d.municipality_id = p.municipality_id
             WHEN 'desks' THEN d.organisation_id = p.organisation_id
                            OR d.neighbourhood_id = p.neighbourhood_id
                            OR EXISTS (SELECT 1 FROM access_deskduty u
                                        WHERE u.desk_id = d.id AND u.post_id = p.id
                                          AND u.period @> wall.today())
             ELSE false END $$;

-- Who was met at a partner's or a neighbourhood's desk is known there from then on, for a year.
CREATE FUNCTION wall.contact_was_recorded() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE desk access_desk%ROWTYPE;
BEGIN
    IF NEW.person_id IS NOT NULL THEN
        SELECT * INTO desk FROM access_desk WHERE id = NEW.desk_id;
        IF desk.organisation_id IS NOT NULL THEN
            PERFORM wall.share(NEW.person_id, NEW.ambito_id, desk.organisation_id, NULL, 'contact');
        END IF;
        IF desk.neighbourhood_id IS NOT NULL THEN
            PERFORM wall.share(NEW.person_id, NEW.ambito_id, NULL, desk.neighbourhood_id,
                               'contact');
        END IF;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER contact_was_recorded AFTER INSERT ON access_contact
    FOR EACH ROW EXECUTE FUNCTION wall.contact_was_recorded();

GRANT EXECUTE ON FUNCTION wall.desks(text) TO prossimo_app, prossimo_worker;
"""

READ = "desk_id = ANY (ARRAY(SELECT wall.desks('contact.read')))"
FOR_SOMEBODY_SEEN = (
    "(person_id IS NULL OR EXISTS (SELECT 1 FROM citizens_person p WHERE p.id = person_id))"
)
FOR_A_HOUSEHOLD_SEEN = "(household_id IS NULL OR EXISTS (SELECT 1 FROM citizens_household h WHERE h.id = household_id))"
INSERT = (
    "desk_id = ANY (ARRAY(SELECT wall.desks('contact.write'))) AND author_id = (SELECT wall.me())"
    " AND post_id = (SELECT wall.post()) AND ambito_id = (SELECT wall.ambito('contact.write'))"
    f" AND {FOR_SOMEBODY_SEEN} AND {FOR_A_HOUSEHOLD_SEEN}"
)
UPDATE = (
    "(author_id = (SELECT wall.me()) AND desk_id = ANY (ARRAY(SELECT wall.desks('contact.write'))))"
    " OR desk_id = ANY (ARRAY(SELECT wall.desks('contact.amend')))"
)
OF_SEEN = "EXISTS (SELECT 1 FROM access_contact c WHERE c.id = contact_id)"
OF_WRITTEN = (
    "EXISTS (SELECT 1 FROM access_contact c WHERE c.id = contact_id"
    " AND (c.author_id = (SELECT wall.me())"
    " OR c.desk_id = ANY (ARRAY(SELECT wall.desks('contact.amend')))))"
)
MINE = "author_id = (SELECT wall.me())"

# Desks, duties and reasons are no personal data, but a duty gives sight of a desk's contacts:
# everybody reads them, only who manages desks writes them.
HELD_DESK = (
    "ambito_id = (SELECT wall.ambito('desk.manage')) AND ((SELECT wall.municipality()) IS NULL"
    " OR municipality_id IS NULL OR municipality_id = (SELECT wall.municipality()))"
)
OF_HELD_DESK = "desk_id = ANY (ARRAY(SELECT wall.desks('desk.manage')))"
HELD_REASON = (
    "ambito_id = (SELECT wall.ambito('desk.manage'))"
    " OR (ambito_id IS NULL AND (SELECT wall.ambito('desk.manage')) IS NOT NULL"
    " AND (SELECT wall.ambito('staff.manage')) IS NOT NULL)"
)
OPEN_TABLES = ("access_desk", "access_deskhours", "access_deskduty", "access_reason")
SEEN_BY_ALL = ";\n".join(
    f"CREATE POLICY {table}_everybody ON {table} FOR SELECT USING (true)" for table in OPEN_TABLES
)


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial"), ("citizens", "0002_walls")]

    operations = [
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),
        RaiseWall("access_desk", select="true", insert=HELD_DESK, update=HELD_DESK),
        RaiseWall(
            "access_deskhours",
            select="true",
            insert=OF_HELD_DESK,
            update=OF_HELD_DESK,
            delete=OF_HELD_DESK,
        ),
        RaiseWall(
            "access_deskduty",
            select="true",
            insert=OF_HELD_DESK,
            update=OF_HELD_DESK,
            delete=OF_HELD_DESK,
        ),
        RaiseWall("access_reason", select="true", insert=HELD_REASON, update=HELD_REASON),
        migrations.RunSQL(SEEN_BY_ALL, migrations.RunSQL.noop),
        RaiseWall("access_contact", select=READ, insert=INSERT, update=UPDATE),
        RaiseWall("access_contactreason", select=OF_SEEN, insert=OF_WRITTEN, delete=OF_WRITTEN),
        RaiseWall(
            "access_privatenote",
            select=MINE,
            insert=f"{MINE} AND {OF_SEEN}",
            update=MINE,
            delete=MINE,
        ),
        RaiseWall("access_amendment", select=OF_SEEN, insert=f"{MINE} AND {OF_WRITTEN}"),
        history_wall("access_contacthistoryevent", "access_contact"),
        # A reason taken away has no row left: its past is seen with the contact.
        RaiseWall("access_contactreasonhistoryevent", select=OF_SEEN, insert="true"),
        history_wall("access_privatenotehistoryevent", "access_privatenote"),
        history_wall("access_amendmenthistoryevent", "access_amendment"),
    ]
