"""A glass broken before a case was put away opens it no more, nor anything that hangs on it."""

from django.db import migrations

GLASS = """
-- What is open by glass alone: nothing may be written there, and nothing is once it is in the archive.
CREATE OR REPLACE FUNCTION wall.my_glass() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT g.case_id FROM cases_glassopening g JOIN cases_case c ON c.id = g.case_id
       WHERE g.post_id = wall.post() AND g.user_id = wall.me() AND g.until > statement_timestamp()
         AND NOT c.archived AND wall.reach('case.glass') IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM cases_caseworker w
                          WHERE w.case_id = g.case_id AND w.post_id = g.post_id
                            AND w.period @> wall.today()) $$;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0026_scale_corrections")]

    operations = [migrations.RunSQL(GLASS, migrations.RunSQL.noop)]
