"""Sealing leaves nothing behind, neither in the history nor beside; an opening may end early."""

from django.db import migrations

SEALS = """
-- Takes the residence off the file, and keeps it where two people must agree. Every residence goes
-- from the file's own history (a number corrected is as good as an address): homes that were left
-- stay among the addresses. Whatever other address says the same house is protected with it.
CREATE OR REPLACE FUNCTION wall.seal_residence(p_person uuid, p_address uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
    lives citizens_person%ROWTYPE;
    place CONSTANT text[] := ARRAY['street', 'street_number', 'postcode', 'neighbourhood',
                                   'neighbourhood_id', 'latitude', 'longitude', 'resides_since'];
BEGIN
    IF wall.reach('seal.open') IS NULL OR NOT wall.writes_person(p_person) THEN
        RAISE insufficient_privilege USING MESSAGE = 'this residence is not yours to seal';
    END IF;
    SELECT * INTO lives FROM citizens_person WHERE id = p_person FOR UPDATE;
    UPDATE citizens_address
       SET period = daterange(lower(period), greatest(lower(period) + 1, wall.today())),
           version = version + 1, changed_at = now()
     WHERE person_id = p_person AND kind = 'residence' AND compartment = 'address'
       AND upper_inf(period);
    UPDATE citizens_address
       SET compartment = 'address', version = version + 1, changed_at = now()
     WHERE person_id = p_person AND compartment = '' AND lives.street <> ''
       AND lower(street) = lower(lives.street)
       AND lower(street_number) = lower(lives.street_number);
    INSERT INTO citizens_address
           (id, version, created_at, changed_at, person_id, kind, street, street_number, postcode,
            municipality_id, place, neighbourhood_id, latitude, longitude, at_whom, compartment,
            period)
    VALUES (p_address, 1, now(), now(), p_person, 'residence', lives.street, lives.street_number,
            lives.postcode, lives.municipality_id, '', lives.neighbourhood_id, lives.latitude,
            lives.longitude, '', 'address',
            daterange(least(coalesce(lives.resides_since, wall.today()), wall.today()), NULL));
    UPDATE citizens_person
       SET street = '', street_number = '', postcode = '', neighbourhood_id = NULL,
           latitude = NULL, longitude = NULL, resides_since = NULL,
           version = version + 1, changed_at = now()
     WHERE id = p_person;
    UPDATE citizens_personhistoryevent
       SET street = '', street_number = '', postcode = '', neighbourhood_id = NULL,
           latitude = NULL, longitude = NULL, resides_since = NULL
     WHERE pgh_obj_id = p_person;
    UPDATE citizens_reviewtask SET facts = '{}' WHERE person_id = p_person AND kind = 'moved';
    UPDATE citizens_reviewtaskhistoryevent SET facts = '{}'
     WHERE person_id = p_person AND kind = 'moved';
    UPDATE citizens_registrychange SET before = before - place, after = after - place
     WHERE person_id = p_person;
END $$;

-- Whoever asked has read enough: what was open is closed before its hour.
CREATE FUNCTION wall.close_opening(p_opening uuid) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
    UPDATE citizens_sealopening
       SET until = now(), version = version + 1, changed_at = now()
     WHERE id = p_opening AND asked_by_id = wall.me() AND state = 'approved' AND until > now();
    RETURN FOUND;
END $$;
GRANT EXECUTE ON FUNCTION wall.close_opening(uuid) TO prossimo_app, prossimo_worker;
ALTER FUNCTION wall.close_opening(uuid) OWNER TO prossimo_mover;
"""


class Migration(migrations.Migration):
    dependencies = [("citizens", "0007_registry_import")]

    operations = [migrations.RunSQL(SEALS, migrations.RunSQL.noop)]
