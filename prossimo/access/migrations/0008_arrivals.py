"""Who arrives with an appointment and its code: the ids among which the door looks for it."""

from django.db import migrations

EXPECTED = """
CREATE FUNCTION wall.expected_between(
    p_ambito uuid, p_desk uuid, p_from timestamptz, p_until timestamptz
) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT a.id FROM access_desk d JOIN access_appointment a ON a.desk_id = d.id
       WHERE d.ambito_id = p_ambito AND (p_desk IS NULL OR d.id = p_desk)
         AND a.starts_at >= p_from AND a.starts_at < p_until
         AND p_ambito = wall.ambito('public.door')
       ORDER BY a.starts_at, a.id $$;
GRANT EXECUTE ON FUNCTION wall.expected_between(uuid, uuid, timestamptz, timestamptz)
    TO prossimo_app;
ALTER FUNCTION wall.expected_between(uuid, uuid, timestamptz, timestamptz)
    OWNER TO prossimo_mover;
"""
GONE = "DROP FUNCTION wall.expected_between(uuid, uuid, timestamptz, timestamptz)"


class Migration(migrations.Migration):
    dependencies = [("access", "0007_proposals_returned")]

    operations = [migrations.RunSQL(EXPECTED, GONE)]
