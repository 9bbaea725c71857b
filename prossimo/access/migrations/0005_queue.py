"""The end of the day: tickets of the days before are let go, by the door's own housekeeping."""

from django.db import migrations

SWEEP = """
-- Who still waited is let go; who was at a counter was served, the hour nobody wrote down.
CREATE FUNCTION wall.sweep_tickets(p_ambito uuid) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE swept integer;
BEGIN
    IF p_ambito IS DISTINCT FROM wall.ambito('public.door') THEN
        RAISE insufficient_privilege USING MESSAGE = 'not the door of this ambito';
    END IF;
    WITH old AS (
        SELECT id FROM access_ticket
         WHERE ambito_id = p_ambito AND day < wall.today()
           AND state IN ('waiting', 'called', 'serving')
         FOR UPDATE SKIP LOCKED
    ), gone AS (
        UPDATE access_ticket t
           SET state = CASE WHEN t.state = 'serving' THEN 'served' ELSE 'left' END,
               left_why = CASE WHEN t.state = 'serving' THEN '' ELSE 'day_over' END,
               ended_at = now(), changed_at = now(), version = version + 1
          FROM old WHERE t.id = old.id
        RETURNING t.id
    ), told AS (
        INSERT INTO access_ticketstep (id, ticket_id, name, at, by_id, counter)
        SELECT gen_random_uuid(), id, 'day_over', now(), NULL, '' FROM gone
        RETURNING 1
    )
    SELECT count(*) INTO swept FROM told;
    RETURN swept;
END $$;

GRANT EXECUTE ON FUNCTION wall.sweep_tickets(uuid) TO prossimo_app, prossimo_worker;
ALTER FUNCTION wall.sweep_tickets(uuid) OWNER TO prossimo_mover;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0006_agenda")]

    operations = [
        migrations.RunSQL(SWEEP, "DROP FUNCTION wall.sweep_tickets(uuid)"),
    ]
