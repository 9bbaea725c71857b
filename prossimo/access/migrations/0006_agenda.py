"""Appointments to which nobody came and nobody said so: ids, for the door's own housekeeping."""

from django.db import migrations

MISSED = """
CREATE FUNCTION wall.missed_appointments(p_ambito uuid, p_before timestamptz) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT id FROM access_appointment
       WHERE ambito_id = p_ambito AND state = 'booked' AND ends_at < p_before
         AND p_ambito = wall.ambito('public.door') $$;
GRANT EXECUTE ON FUNCTION wall.missed_appointments(uuid, timestamptz)
    TO prossimo_app, prossimo_worker;
ALTER FUNCTION wall.missed_appointments(uuid, timestamptz) OWNER TO prossimo_mover;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0004_single_door_walls")]

    operations = [migrations.RunSQL(MISSED, migrations.RunSQL.noop)]
