"""The second wall of what a file holds, sealed compartments, and merges that move everything.

The functions here belong to `prossimo_mover`, who never enters: a merge must move also what the
person at work may not see, and what is sealed is written by who may not read it afterwards.
"""

from django.db import migrations

from prossimo.core.walls import RaiseWall, history_wall

MOVER = """
GRANT USAGE, CREATE ON SCHEMA wall TO prossimo_mover;
GRANT USAGE ON SCHEMA public TO prossimo_mover;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO prossimo_mover;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO prossimo_mover;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA wall TO prossimo_mover;
"""

SEALS = """
-- Whether what is sealed of a person is open now to who asks: a second person approved, for an hour.
CREATE FUNCTION wall.unsealed(p_person uuid, p_compartment text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT EXISTS (SELECT 1 FROM citizens_sealopening o
                      WHERE o.person_id = p_person AND o.compartment = p_compartment
                        AND o.asked_by_id = wall.me() AND o.state = 'approved'
                        AND o.decided_by_id <> o.asked_by_id AND o.until > now()) $$;

-- Whether the file is one that the post in use may correct.
CREATE FUNCTION wall.writes_person(p_person uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT EXISTS (
        SELECT 1 FROM citizens_person p
         WHERE p.id = p_person AND p.ambito_id = wall.ambito('person.write')
           AND wall.reach('person.write') = 'ambito'
           AND (wall.municipality() IS NULL OR p.municipality_id IS NULL
                OR p.municipality_id = wall.municipality())) $$;

-- Takes the residence off the file and its history, and keeps it where two people must agree.
CREATE FUNCTION wall.seal_residence(p_person uuid, p_address uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE lives citizens_person%ROWTYPE;
BEGIN
    IF wall.reach('seal.open') IS NULL OR NOT wall.writes_person(p_person) THEN
        RAISE insufficient_privilege USING MESSAGE = 'this residence is not yours to seal';
    END IF;
    SELECT * INTO lives FROM citizens_person WHERE id = p_person FOR UPDATE;
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
     WHERE pgh_obj_id = p_person AND street = lives.street
       AND street_number = lives.street_number;
    UPDATE citizens_reviewtask SET facts = '{}' WHERE person_id = p_person AND kind = 'moved';
    UPDATE citizens_reviewtaskhistoryevent SET facts = '{}'
     WHERE person_id = p_person AND kind = 'moved';
    UPDATE citizens_registrychange
       SET before = before - ARRAY['street', 'street_number', 'postcode', 'neighbourhood',
                                   'neighbourhood_id', 'latitude', 'longitude', 'resides_since'],
           after = after - ARRAY['street', 'street_number', 'postcode', 'neighbourhood',
                                 'neighbourhood_id', 'latitude', 'longitude', 'resides_since']
     WHERE person_id = p_person;
END $$;

CREATE FUNCTION wall.seal_address(p_address uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
    IF wall.reach('seal.open') IS NULL OR NOT EXISTS (
        SELECT 1 FROM citizens_address a
         WHERE a.id = p_address AND a.compartment = '' AND wall.writes_person(a.person_id)) THEN
        RAISE insufficient_privilege USING MESSAGE = 'this address is not yours to seal';
    END IF;
    UPDATE citizens_address SET compartment = 'address', version = version + 1, changed_at = now()
     WHERE id = p_address;
END $$;

-- Takes the protection away: only while it is open to who asks.
CREATE FUNCTION wall.unseal_address(p_address uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM citizens_address a
         WHERE a.id = p_address AND wall.unsealed(a.person_id, a.compartment)
           AND wall.writes_person(a.person_id)) THEN
        RAISE insufficient_privilege USING MESSAGE = 'this address is not open to you';
    END IF;
    UPDATE citizens_address SET compartment = '', version = version + 1, changed_at = now()
     WHERE id = p_address;
END $$;

CREATE FUNCTION wall.seal_kinship(p_kinship uuid, p_compartment text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
    IF wall.reach('seal.open') IS NULL OR p_compartment NOT IN ('family', 'adoption')
       OR NOT EXISTS (
        SELECT 1 FROM citizens_kinship k
         WHERE k.id = p_kinship AND k.compartment = '' AND wall.writes_person(k.person_id)) THEN
        RAISE insufficient_privilege USING MESSAGE = 'this tie is not yours to seal';
    END IF;
    UPDATE citizens_kinship
       SET compartment = p_compartment, version = version + 1, changed_at = now()
     WHERE id = p_kinship;
END $$;

-- People whose residence is protected: an import must leave it alone, and tell nobody.
CREATE FUNCTION wall.sealed_people() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT a.person_id FROM citizens_address a JOIN citizens_person p ON p.id = a.person_id
       WHERE p.ambito_id = wall.ambito('registry.import') AND a.kind = 'residence'
         AND a.compartment = 'address' AND a.period @> wall.today() $$;
"""

MERGES = """
-- Moves every row of the file that goes to the one that stays, whoever may see it, and remembers it.
CREATE FUNCTION wall.merge_people(p_merge uuid) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE made citizens_merge%ROWTYPE; fk record; found_row record; moved integer := 0;
BEGIN
    SELECT * INTO made FROM citizens_merge
     WHERE id = p_merge AND undone_at IS NULL AND by_id = wall.me()
       AND ambito_id = wall.ambito('person.merge') FOR UPDATE;
    IF NOT FOUND THEN
        RAISE insufficient_privilege USING MESSAGE = 'no such merge of yours';
    END IF;
    PERFORM 1 FROM citizens_person WHERE id IN (made.kept_id, made.gone_id) ORDER BY id FOR UPDATE;
    IF (SELECT count(*) FROM citizens_person
         WHERE id IN (made.kept_id, made.gone_id) AND ambito_id = made.ambito_id
           AND merged_into_id IS NULL) <> 2 THEN
        RAISE check_violation USING MESSAGE = 'one of the two files went elsewhere already';
    END IF;
    FOR fk IN
        SELECT c.conrelid::regclass::text AS tbl, a.attname AS col
          FROM pg_constraint c
          JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
         WHERE c.contype = 'f' AND c.confrelid = 'citizens_person'::regclass
           AND array_length(c.conkey, 1) = 1
           AND c.conrelid::regclass::text <> ALL (ARRAY[
               'citizens_person', 'citizens_merge', 'citizens_duplicatepair',
               'citizens_nametoken', 'citizens_registrychange'])
         ORDER BY 1, 2
    LOOP
        FOR found_row IN
            EXECUTE format('SELECT id::text AS id FROM %s WHERE %I = %L ORDER BY id FOR UPDATE',
                           fk.tbl, fk.col, made.gone_id)
        LOOP
            BEGIN
                EXECUTE format('UPDATE %s SET %I = %L WHERE id = %L',
                               fk.tbl, fk.col, made.kept_id, found_row.id);
                INSERT INTO citizens_mergemove (id, merge_id, table_name, column_name, row_id)
                VALUES (gen_random_uuid(), made.id, fk.tbl, fk.col, found_row.id);
                moved := moved + 1;
            EXCEPTION WHEN unique_violation OR check_violation OR exclusion_violation THEN
                NULL;  -- the file that stays has its own already: this one rests where it was
            END;
        END LOOP;
    END LOOP;
    UPDATE citizens_person
       SET merged_into_id = made.kept_id, version = version + 1, changed_at = now()
     WHERE id = made.gone_id;
    RETURN moved;
END $$;

-- Gives back what a merge took, as far as it is still where the merge put it.
CREATE FUNCTION wall.split_people(p_merge uuid) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE made citizens_merge%ROWTYPE; took record; one integer; back integer := 0;
BEGIN
    SELECT * INTO made FROM citizens_merge
     WHERE id = p_merge AND undone_at IS NULL AND ambito_id = wall.ambito('person.merge')
       FOR UPDATE;
    IF NOT FOUND THEN
        RAISE insufficient_privilege USING MESSAGE = 'no such merge in force';
    END IF;
    IF EXISTS (SELECT 1 FROM citizens_person
                WHERE id = made.kept_id AND merged_into_id IS NOT NULL) THEN
        RAISE check_violation USING MESSAGE = 'the file that stayed went into another one since';
    END IF;
    FOR took IN
        SELECT * FROM citizens_mergemove WHERE merge_id = made.id ORDER BY table_name, row_id
    LOOP
        BEGIN
            EXECUTE format('UPDATE %s SET %I = %L WHERE id = %L AND %I = %L',
                           took.table_name, took.column_name, made.gone_id, took.row_id,
                           took.column_name, made.kept_id);
            GET DIAGNOSTICS one = ROW_COUNT;
            back := back + one;
        EXCEPTION WHEN unique_violation OR check_violation OR exclusion_violation THEN
            NULL;
        END;
    END LOOP;
    UPDATE citizens_person
       SET merged_into_id = NULL, version = version + 1, changed_at = now()
     WHERE id = made.gone_id;
    RETURN back;
END $$;
"""

CALLED = (
    "unsealed(uuid, text)",
    "writes_person(uuid)",
    "seal_residence(uuid, uuid)",
    "seal_address(uuid)",
    "unseal_address(uuid)",
    "seal_kinship(uuid, text)",
    "sealed_people()",
    "merge_people(uuid)",
    "split_people(uuid)",
)
HANDED_OVER = ";\n".join(
    f"GRANT EXECUTE ON FUNCTION wall.{called} TO prossimo_app, prossimo_worker;\n"
    f"ALTER FUNCTION wall.{called} OWNER TO prossimo_mover"
    for called in CALLED
)

OF_SEEN = "EXISTS (SELECT 1 FROM citizens_person p WHERE p.id = person_id)"
WRITES = "(SELECT wall.reach('person.write')) IS NOT NULL"
WRITTEN = f"{OF_SEEN} AND {WRITES}"
MAY_SEAL = "(compartment = '' OR (SELECT wall.reach('seal.open')) IS NOT NULL)"
NOT_SEALED = "(compartment = '' OR wall.unsealed(person_id, compartment))"
BOTH_SEEN = f"{OF_SEEN} AND EXISTS (SELECT 1 FROM citizens_person p WHERE p.id = relative_id)"
TIE_NOT_SEALED = (
    "(compartment = '' OR wall.unsealed(person_id, compartment)"
    " OR wall.unsealed(relative_id, compartment))"
)
MEANS_READ = f"{OF_SEEN} AND (SELECT wall.reach('economy.read')) IS NOT NULL"
MEANS_WRITTEN = f"{OF_SEEN} AND (SELECT wall.reach('economy.write')) IS NOT NULL"
OF_CERTIFICATE = "EXISTS (SELECT 1 FROM citizens_iseecertificate c WHERE c.id = certificate_id)"
MEMBER_WRITTEN = f"{OF_CERTIFICATE} AND (SELECT wall.reach('economy.write')) IS NOT NULL"
ME = "(SELECT wall.me())"
OPENING_SEEN = (
    f"{OF_SEEN} AND (((SELECT wall.reach('seal.open')) IS NOT NULL AND asked_by_id = {ME})"
    " OR (SELECT wall.reach('seal.approve')) IS NOT NULL)"
)
OPENING_ASKED = (
    f"{OF_SEEN} AND asked_by_id = {ME} AND state = 'asked' AND decided_by_id IS NULL"
    " AND (SELECT wall.reach('seal.open')) IS NOT NULL"
)
OPENING_DECIDED = (
    f"{OF_SEEN} AND asked_by_id <> {ME} AND (SELECT wall.reach('seal.approve')) IS NOT NULL"
)
PAIR_SEEN = (
    "ambito_id = (SELECT wall.ambito('person.merge'))"
    " AND EXISTS (SELECT 1 FROM citizens_person p WHERE p.id = left_id)"
    " AND EXISTS (SELECT 1 FROM citizens_person p WHERE p.id = right_id)"
)
PAIR_FOUND = "ambito_id = (SELECT wall.ambito('person.write'))"
MERGE_SEEN = "EXISTS (SELECT 1 FROM citizens_person p WHERE p.id = kept_id)"
MERGE_MADE = f"ambito_id = (SELECT wall.ambito('person.merge')) AND by_id = {ME} AND {MERGE_SEEN}"
MERGE_UNDONE = f"ambito_id = (SELECT wall.ambito('person.merge')) AND {MERGE_SEEN}"
OWN_TOWN = (
    "((SELECT wall.municipality()) IS NULL OR municipality_id = (SELECT wall.municipality()))"
)
BATCH_SEEN = (
    "ambito_id = coalesce((SELECT wall.ambito('registry.import')),"
    f" (SELECT wall.ambito('registry.approve'))) AND {OWN_TOWN}"
)
BATCH_BROUGHT = (
    f"ambito_id = (SELECT wall.ambito('registry.import')) AND uploaded_by_id = {ME} AND {OWN_TOWN}"
)
OF_BATCH = "batch_id IN (SELECT b.id FROM citizens_registrybatch b)"
IMPORTS = "(SELECT wall.reach('registry.import')) IS NOT NULL"


def past(table: str, select: str) -> RaiseWall:
    """The history of rows that may be taken away is seen with the person, not with the row."""
    return RaiseWall(f"citizens_{table}historyevent", select=select, insert="true")


def of_person(table: str) -> RaiseWall:
    return RaiseWall(
        f"citizens_{table}", select=OF_SEEN, insert=WRITTEN, update=WRITTEN, delete=WRITTEN
    )


def of_means(table: str) -> RaiseWall:
    return RaiseWall(
        f"citizens_{table}",
        select=MEANS_READ,
        insert=MEANS_WRITTEN,
        update=MEANS_WRITTEN,
        delete=MEANS_WRITTEN,
    )


class Migration(migrations.Migration):
    dependencies = [("citizens", "0003_registry"), ("accounts", "0004_actions")]

    operations = [
        migrations.RunSQL(MOVER, migrations.RunSQL.noop),
        migrations.RunSQL(SEALS, migrations.RunSQL.noop),
        migrations.RunSQL(MERGES, migrations.RunSQL.noop),
        migrations.RunSQL(HANDED_OVER, migrations.RunSQL.noop),
        of_person("emailaddress"),
        past("emailaddress", OF_SEEN),
        of_person("formertaxcode"),
        past("formertaxcode", OF_SEEN),
        of_person("citizenship"),
        past("citizenship", OF_SEEN),
        of_person("representation"),
        past("representation", OF_SEEN),
        RaiseWall(
            "citizens_address",
            select=f"{OF_SEEN} AND {NOT_SEALED}",
            insert=f"{WRITTEN} AND {MAY_SEAL}",
            update=f"{WRITTEN} AND {NOT_SEALED}",
            delete=f"{WRITTEN} AND {NOT_SEALED}",
        ),
        history_wall("citizens_addresshistoryevent", "citizens_address"),
        RaiseWall(
            "citizens_kinship",
            select=f"{BOTH_SEEN} AND {TIE_NOT_SEALED}",
            insert=f"{BOTH_SEEN} AND {WRITES} AND {MAY_SEAL}",
            update=f"{BOTH_SEEN} AND {WRITES} AND {TIE_NOT_SEALED}",
            delete=f"{BOTH_SEEN} AND {WRITES} AND {TIE_NOT_SEALED}",
        ),
        history_wall("citizens_kinshiphistoryevent", "citizens_kinship"),
        of_means("iseecertificate"),
        past("iseecertificate", MEANS_READ),
        of_means("benefitheld"),
        past("benefitheld", MEANS_READ),
        RaiseWall(
            "citizens_iseemember",
            select=OF_CERTIFICATE,
            insert=MEMBER_WRITTEN,
            update=MEMBER_WRITTEN,
            delete=MEMBER_WRITTEN,
        ),
        past("iseemember", OF_CERTIFICATE),
        RaiseWall(
            "citizens_sealopening",
            select=OPENING_SEEN,
            insert=OPENING_ASKED,
            update=OPENING_DECIDED,
        ),
        past("sealopening", OPENING_SEEN),
        RaiseWall("citizens_duplicatepair", select=PAIR_SEEN, insert=PAIR_FOUND, update=PAIR_SEEN),
        past("duplicatepair", PAIR_SEEN),
        RaiseWall("citizens_merge", select=MERGE_SEEN, insert=MERGE_MADE, update=MERGE_UNDONE),
        past("merge", MERGE_SEEN),
        RaiseWall(
            "citizens_mergemove",
            select="EXISTS (SELECT 1 FROM citizens_merge m WHERE m.id = merge_id)",
        ),
        RaiseWall(
            "citizens_registrybatch",
            select=BATCH_SEEN,
            insert=BATCH_BROUGHT,
            update=BATCH_SEEN,
        ),
        RaiseWall(
            "citizens_registryrow",
            select=OF_BATCH,
            insert=f"{OF_BATCH} AND {IMPORTS}",
            update=f"{OF_BATCH} AND {IMPORTS}",
            delete=f"{OF_BATCH} AND {IMPORTS}",
        ),
        RaiseWall(
            "citizens_registrychange",
            select=f"{OF_BATCH} AND {OF_SEEN}",
            insert=f"{OF_BATCH} AND {IMPORTS}",
            update=f"{OF_BATCH} AND {IMPORTS}",
        ),
        RaiseWall("citizens_reviewtask", select=OF_SEEN, insert=OF_SEEN, update=WRITTEN),
        past("reviewtask", OF_SEEN),
    ]
