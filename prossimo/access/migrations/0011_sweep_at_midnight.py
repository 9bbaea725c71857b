"""A ticket that nobody closed ends with its own day, not whenever the night's housekeeping passes."""

from django.db import migrations

SWEEP = """
-- Who still waited is let go; who was at a counter was served, the hour nobody wrote down.
CREATE OR REPLACE FUNCTION wall.sweep_tickets(p_ambito uuid) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE swept integer;
BEGIN
    IF p_ambito IS DISTINCT FROM wall.ambito('public.door') THEN
        RAISE insufficient_privilege USING MESSAGE = 'not the door of this ambito';
    END IF;
    WITH old AS (
        SELECT id, {ended} AS ended FROM access_ticket
         WHERE ambito_id = p_ambito AND day < wall.today()
           AND state IN ('waiting', 'called', 'serving')
         FOR UPDATE SKIP LOCKED
    ), gone AS (
        UPDATE access_ticket t
           SET state = CASE WHEN t.state = 'serving' THEN 'served' ELSE 'left' END,
               left_why = CASE WHEN t.state = 'serving' THEN '' ELSE 'day_over' END,
               ended_at = old.ended, changed_at = now(), version = version + 1
          FROM old WHERE t.id = old.id
        RETURNING t.id, t.ended_at
    ), told AS (
        INSERT INTO access_ticketstep (id, ticket_id, name, at, by_id, counter)
        SELECT gen_random_uuid(), id, 'day_over', ended_at, NULL, '' FROM gone
        RETURNING 1
    )
    SELECT count(*) INTO swept FROM told;
    RETURN swept;
END $$;
"""
MIDNIGHT = "(day + 1)::timestamp AT TIME ZONE 'Europe/Rome'"


class Migration(migrations.Migration):
    dependencies = [("access", "0010_rota_generation")]

    operations = [migrations.RunSQL(SWEEP.format(ended=MIDNIGHT), SWEEP.format(ended="now()"))]
