"""The desks that a right reaches are worked out along one way, chosen once: every row policy asks them.

As one query it decided at each desk how far the right goes; four row policies ask it at each step of
a ticket.
"""

from django.db import migrations

DESKS = """
CREATE OR REPLACE FUNCTION wall.desks(p_right text) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE how text := wall.reach(p_right);
BEGIN
  IF how = 'ambito' THEN
    RETURN QUERY
      SELECT d.id FROM accounts_post p JOIN access_desk d ON d.ambito_id = p.ambito_id
       WHERE p.id = wall.post() AND p.user_id = wall.me()
         AND (p.municipality_id IS NULL OR d.municipality_id IS NULL
              OR d.municipality_id = p.municipality_id);
  ELSIF how = 'desks' THEN
    RETURN QUERY
      SELECT d.id FROM accounts_post p JOIN access_desk d ON d.ambito_id = p.ambito_id
       WHERE p.id = wall.post() AND p.user_id = wall.me()
         AND (d.organisation_id = p.organisation_id OR d.neighbourhood_id = p.neighbourhood_id
              OR EXISTS (SELECT 1 FROM access_deskduty u
                          WHERE u.desk_id = d.id AND u.post_id = p.id
                            AND u.period @> wall.today()));
  END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0012_absences_of_colleagues")]

    operations = [migrations.RunSQL(DESKS, migrations.RunSQL.noop)]
