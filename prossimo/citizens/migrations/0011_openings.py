"""Who opened a file, for the copy that is handed to the person: offices and roles, never names."""

from django.db import migrations

OPENINGS = """
-- Only for files that the post in use may hand over; the files that flowed into it count too.
CREATE FUNCTION wall.openings(p_person uuid)
RETURNS TABLE (at timestamptz, office text, role text, action text, purpose text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT j.at, coalesce(o.name, ''), j.role, j.action, j.purpose
        FROM accounts_journalline j
        LEFT JOIN network_organisation o ON o.id = j.organisation_id
       WHERE wall.reach('person.copy') IS NOT NULL AND wall.writes_person(p_person)
         AND j.result = 'done'
         AND j.action IN ('read', 'list', 'create', 'change', 'print', 'export', 'merge', 'split',
                          'unseal')
         AND j.object_id IN (SELECT p_person UNION ALL
                             SELECT p.id FROM citizens_person p WHERE p.merged_into_id = p_person)
       ORDER BY j.id $$;
GRANT EXECUTE ON FUNCTION wall.openings(uuid) TO prossimo_app, prossimo_worker;
ALTER FUNCTION wall.openings(uuid) OWNER TO prossimo_mover;
"""


class Migration(migrations.Migration):
    dependencies = [("citizens", "0009_merges"), ("accounts", "0004_actions")]

    operations = [migrations.RunSQL(OPENINGS, migrations.RunSQL.noop)]
