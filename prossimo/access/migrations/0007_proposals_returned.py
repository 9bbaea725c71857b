"""A proposal that is refused gives its request back to the segretariato.

Who refuses may decide on proposals and may not write requests: the function does this and no more.
"""

from django.db import migrations

GIVEN_BACK = """
CREATE FUNCTION wall.give_back_request(p_proposal uuid) RETURNS uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE refused access_caseproposal%ROWTYPE;
BEGIN
    SELECT * INTO refused FROM access_caseproposal
     WHERE id = p_proposal AND state = 'refused' AND decided_by_id = wall.me()
       AND ambito_id = wall.ambito('proposal.decide');
    IF NOT FOUND THEN
        RAISE insufficient_privilege USING MESSAGE = 'no such proposal refused by you';
    END IF;
    UPDATE access_orientation
       SET state = 'assessing', decided_at = NULL, version = version + 1, changed_at = now()
     WHERE id = refused.orientation_id AND state = 'proposed';
    RETURN refused.orientation_id;
END $$;
GRANT EXECUTE ON FUNCTION wall.give_back_request(uuid) TO prossimo_app, prossimo_worker;
ALTER FUNCTION wall.give_back_request(uuid) OWNER TO prossimo_mover
"""
TAKEN_AWAY = "DROP FUNCTION wall.give_back_request(uuid)"


class Migration(migrations.Migration):
    dependencies = [("access", "0005_queue")]

    operations = [migrations.RunSQL(GIVEN_BACK, TAKEN_AWAY)]
