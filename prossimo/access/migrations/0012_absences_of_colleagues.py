"""Who is away is for who books or plans with them: a partner sees its own people, not the office."""

from django.db import migrations

from prossimo.core.walls import RaiseWall

ME = "(SELECT wall.me())"
POST = "(SELECT wall.post())"
FUNCTIONS = """
-- The posts that a right reaches: of the ambito, or those that keep one's own desks. Who asks is
-- looked up once (the inner SELECTs), not post by post.
CREATE FUNCTION wall.colleagues(p_right text) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT p.id FROM accounts_post p
       WHERE p.ambito_id = (SELECT wall.ambito(p_right))
         AND ((SELECT wall.reach(p_right)) = 'ambito'
              OR p.organisation_id = (SELECT wall.organisation())
              OR p.id IN (SELECT u.post_id FROM access_deskduty u
                           WHERE u.period @> (SELECT wall.today())
                             AND u.desk_id IN (SELECT wall.desks(p_right))
                          UNION SELECT o.post_id FROM access_opening o
                           WHERE o.desk_id IN (SELECT wall.desks(p_right))
                          UNION SELECT r.post_id FROM access_rotapattern r
                           WHERE r.desk_id IN (SELECT wall.desks(p_right)))) $$;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO prossimo_mover;
GRANT EXECUTE ON FUNCTION wall.colleagues(text) TO prossimo_app, prossimo_worker;
ALTER FUNCTION wall.colleagues(text) OWNER TO prossimo_mover;
"""
RIGHTS = ("agenda.write", "agenda.manage", "rota.read", "public.door")
REACHED = " UNION ALL ".join(f"SELECT wall.colleagues('{right}')" for right in RIGHTS)
OF_AMBITO = (
    "EXISTS (SELECT 1 FROM accounts_post p"
    " WHERE p.id = post_id AND p.ambito_id = (SELECT wall.ambito('agenda.manage')))"
)


class Migration(migrations.Migration):
    dependencies = [("access", "0011_sweep_at_midnight")]

    operations = [
        migrations.RunSQL(FUNCTIONS, "DROP FUNCTION wall.colleagues(text)"),
        RaiseWall(
            "access_absence",
            select=f"post_id = {POST} OR post_id = ANY (ARRAY({REACHED}))",
            insert=f"by_id = {ME} AND (post_id = {POST} OR {OF_AMBITO})",
            update=f"by_id = {ME} AND (post_id = {POST} OR {OF_AMBITO})",
            delete=f"post_id = {POST} OR {OF_AMBITO}",
        ),
    ]
