"""The second wall of prepared telephones and of what they hand in.

The door that receives for who no longer works here writes and does not read: of what it received it
may only ask whether it already has it. The supervision sees what arrived late, settled or not.
"""

from django.db import migrations

from prossimo.core.walls import RaiseWall

DOOR = "(SELECT wall.ambito('public.door'))"
ME = "(SELECT wall.me())"
POST = "(SELECT wall.post())"
LINK = "(SELECT wall.link())"
TOWN_OF_DESK = (
    "((SELECT wall.municipality()) IS NULL OR desk_id IS NULL OR EXISTS (SELECT 1"
    " FROM access_desk d WHERE d.id = desk_id AND (d.municipality_id IS NULL"
    " OR d.municipality_id = (SELECT wall.municipality()))))"
)
PARCEL_SEEN = (
    f"user_id = {ME} OR (late AND ambito_id = (SELECT wall.ambito('contact.review'))"
    f" AND {TOWN_OF_DESK})"
)
PARCEL_WRITTEN = (
    f"user_id = {ME} OR (late AND state = 'held' AND contact_id IS NULL AND ambito_id = {DOOR}"
    f" AND phone_id = {LINK})"
)
PHONE_SEEN = f"user_id = {ME} OR (ambito_id = {DOOR} AND id = {LINK})"

KEPT = """
-- For the telephone being followed: whether a parcel is here with this content ('same'), with
-- another ('other'), or not at all (NULL). Nothing of the content, nor of who wrote it. What was
-- refused waits for its author, who is gone: it is to be handed in again for the supervision.
CREATE FUNCTION wall.parcel_kept(p_parcel uuid, p_digest text) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT CASE WHEN digest = p_digest AND (late OR state <> 'refused') THEN 'same'
                  ELSE 'other' END FROM access_parcel
       WHERE id = p_parcel AND phone_id = wall.link()
         AND ambito_id = wall.ambito('public.door') $$;
GRANT EXECUTE ON FUNCTION wall.parcel_kept(uuid, text) TO prossimo_app, prossimo_worker;
ALTER FUNCTION wall.parcel_kept(uuid, text) OWNER TO prossimo_mover;
GRANT SELECT, INSERT, UPDATE, DELETE ON access_outreachphone TO prossimo_mover;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0008_outreach")]

    operations = [
        RaiseWall(
            "access_outreachphone",
            select=PHONE_SEEN,
            insert=f"user_id = {ME} AND post_id = {POST}",
            update=f"user_id = {ME}",
        ),
        RaiseWall("access_parcel", select=PARCEL_SEEN, insert=PARCEL_WRITTEN, update=PARCEL_SEEN),
        migrations.RunSQL(KEPT, "DROP FUNCTION wall.parcel_kept(uuid, text)"),
    ]
