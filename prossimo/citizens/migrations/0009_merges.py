"""Merges that move whatever points at a file, protect what is protected, and go back row by row."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import prossimo.core.records
from prossimo.core.walls import RaiseWall

MOVES = """
-- Whatever points at a table, of any app, also of those to come. Words for searching are written
-- anew, pairs and merges speak of the numbers, an import undoes what it did to its own file.
CREATE FUNCTION wall.points_at(p_table regclass) RETURNS TABLE (tbl text, col text)
LANGUAGE sql STABLE SET search_path = public, pg_temp
AS $$ SELECT c.conrelid::regclass::text, a.attname::text
        FROM pg_constraint c
        JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
       WHERE c.contype = 'f' AND c.confrelid = p_table AND array_length(c.conkey, 1) = 1
         AND c.conrelid::regclass::text <> ALL (ARRAY[
             'citizens_person', 'citizens_merge', 'citizens_duplicatepair',
             'citizens_nametoken', 'citizens_registrychange'])
       ORDER BY 1, 2 $$;

-- Moves the rows of one column, each by itself: what the other has already rests where it was.
CREATE FUNCTION wall.move_rows(p_merge uuid, p_table text, p_column text, p_from uuid, p_to uuid,
                               p_resting text[]) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE one text; moved integer := 0;
BEGIN
    FOR one IN EXECUTE format('SELECT id::text FROM %s WHERE %I = %L ORDER BY id FOR UPDATE',
                              p_table, p_column, p_from)
    LOOP
        CONTINUE WHEN one = ANY (p_resting);
        BEGIN
            EXECUTE format('UPDATE %s SET %I = %L WHERE id = %L', p_table, p_column, p_to, one);
            INSERT INTO citizens_mergemove
                   (id, merge_id, table_name, column_name, row_id, was, became)
            VALUES (gen_random_uuid(), p_merge, p_table, p_column, one, p_from, p_to);
            moved := moved + 1;
        EXCEPTION WHEN unique_violation OR check_violation OR exclusion_violation THEN
            NULL;
        END;
    END LOOP;
    RETURN moved;
END $$;

-- Who met the file that goes must find the one that stays for as long.
CREATE FUNCTION wall.stretch_shares(p_merge uuid, p_kept uuid, p_gone uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE stretched jsonb;
BEGIN
    WITH longer AS (
        SELECT k.id, k.period AS before, range_merge(k.period, g.period) AS after
          FROM citizens_personshare k JOIN citizens_personshare g
            ON k.organisation_id IS NOT DISTINCT FROM g.organisation_id
           AND k.neighbourhood_id IS NOT DISTINCT FROM g.neighbourhood_id
         WHERE k.person_id = p_kept AND g.person_id = p_gone AND NOT k.period @> g.period
    ), written AS (
        UPDATE citizens_personshare s SET period = longer.after
          FROM longer WHERE s.id = longer.id
    )
    SELECT jsonb_object_agg(id, jsonb_build_array(before::text, after::text)) INTO stretched
      FROM longer;
    IF stretched IS NOT NULL THEN
        UPDATE citizens_merge SET after = after || jsonb_build_object('shares', stretched)
         WHERE id = p_merge;
    END IF;
END $$;

-- A household that nobody lives in any more gives what was noted of it to the one of who stayed.
CREATE FUNCTION wall.move_households(p_merge uuid, p_kept uuid, p_gone uuid) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE left_one uuid; home uuid; fk record; moved integer := 0;
BEGIN
    SELECT household_id INTO home FROM citizens_person WHERE id = p_kept;
    FOR left_one IN
        SELECT h.id FROM citizens_household h
         WHERE h.id IN ((SELECT household_id FROM citizens_person WHERE id = p_gone),
                        (SELECT (before->'fields'->>'household')::uuid FROM citizens_merge
                          WHERE id = p_merge))
           AND h.id <> home
           AND NOT EXISTS (SELECT 1 FROM citizens_person p WHERE p.household_id = h.id
                              AND p.merged_into_id IS NULL AND p.id <> p_gone)
    LOOP
        FOR fk IN SELECT * FROM wall.points_at('citizens_household') LOOP
            moved := moved + wall.move_rows(p_merge, fk.tbl, fk.col, left_one, home, '{}');
        END LOOP;
    END LOOP;
    RETURN moved;
END $$;

-- Where either of the two is protected, the residence in clear goes behind the seal as well, and
-- out of what the merge and the history remember. An undo never lifts it.
CREATE FUNCTION wall.protect_merged(p_kept uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE lives citizens_person%ROWTYPE;
        place text[] := ARRAY['street', 'street_number', 'postcode', 'neighbourhood', 'latitude',
                              'longitude', 'resides_since'];
BEGIN
    IF NOT EXISTS (SELECT 1 FROM citizens_address a
                    WHERE a.person_id = p_kept AND a.kind = 'residence'
                      AND a.compartment = 'address' AND a.period @> wall.today()) THEN
        RETURN;
    END IF;
    SELECT * INTO lives FROM citizens_person WHERE id = p_kept;
    IF lives.street <> '' AND NOT EXISTS (
        SELECT 1 FROM citizens_address a
         WHERE a.person_id = p_kept AND a.compartment = 'address'
           AND a.street = lives.street AND a.street_number = lives.street_number) THEN
        INSERT INTO citizens_address
               (id, version, created_at, changed_at, person_id, kind, street, street_number,
                postcode, municipality_id, place, neighbourhood_id, latitude, longitude, at_whom,
                compartment, period)
        VALUES (gen_random_uuid(), 1, now(), now(), p_kept, 'residence', lives.street,
                lives.street_number, lives.postcode, lives.municipality_id, '',
                lives.neighbourhood_id, lives.latitude, lives.longitude, '', 'address',
                daterange(least(coalesce(lives.resides_since, wall.today()), wall.today()), NULL));
    END IF;
    UPDATE citizens_person
       SET street = '', street_number = '', postcode = '', neighbourhood_id = NULL,
           latitude = NULL, longitude = NULL, resides_since = NULL,
           version = version + 1, changed_at = now()
     WHERE id = p_kept AND (street <> '' OR neighbourhood_id IS NOT NULL OR latitude IS NOT NULL);
    UPDATE citizens_personhistoryevent
       SET street = '', street_number = '', postcode = '', neighbourhood_id = NULL,
           latitude = NULL, longitude = NULL, resides_since = NULL
     WHERE pgh_obj_id = p_kept AND street = lives.street
       AND street_number = lives.street_number;
    UPDATE citizens_merge
       SET before = jsonb_set(before, '{fields}', coalesce(before->'fields', '{}') - place),
           after = jsonb_set(after, '{fields}', coalesce(after->'fields', '{}') - place)
     WHERE kept_id = p_kept;
    UPDATE citizens_mergehistoryevent
       SET before = jsonb_set(before, '{fields}', coalesce(before->'fields', '{}') - place),
           after = jsonb_set(after, '{fields}', coalesce(after->'fields', '{}') - place)
     WHERE kept_id = p_kept;
END $$;

-- Moves every row of the file that goes to the one that stays, whoever may see it, and remembers it.
CREATE OR REPLACE FUNCTION wall.merge_people(p_merge uuid) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE made citizens_merge%ROWTYPE; fk record; resting text[]; moved integer := 0;
BEGIN
    SELECT * INTO made FROM citizens_merge
     WHERE id = p_merge AND undone_at IS NULL AND by_id = wall.me()
       AND ambito_id = wall.ambito('person.merge') FOR UPDATE;
    IF NOT FOUND OR NOT wall.writes_person(made.kept_id) OR NOT wall.writes_person(made.gone_id) THEN
        RAISE insufficient_privilege USING MESSAGE = 'no such merge of yours';
    END IF;
    PERFORM 1 FROM citizens_person WHERE id IN (made.kept_id, made.gone_id) ORDER BY id FOR UPDATE;
    IF (SELECT count(*) FROM citizens_person
         WHERE id IN (made.kept_id, made.gone_id) AND ambito_id = made.ambito_id
           AND merged_into_id IS NULL) <> 2 THEN
        RAISE check_violation USING MESSAGE = 'one of the two files went elsewhere already';
    END IF;
    IF wall.kept_apart(made.kept_id, made.gone_id) THEN
        RAISE restrict_violation USING MESSAGE = 'these two files stay apart';
    END IF;
    SELECT coalesce(array_agg(one), '{}') INTO resting
      FROM jsonb_array_elements_text(coalesce(made.before->'resting', '[]')) one;
    FOR fk IN SELECT * FROM wall.points_at('citizens_person') LOOP
        moved := moved
            + wall.move_rows(made.id, fk.tbl, fk.col, made.gone_id, made.kept_id, resting);
    END LOOP;
    moved := moved + wall.move_households(made.id, made.kept_id, made.gone_id);
    PERFORM wall.stretch_shares(made.id, made.kept_id, made.gone_id);
    PERFORM wall.protect_merged(made.kept_id);
    UPDATE citizens_person
       SET merged_into_id = made.kept_id, version = version + 1, changed_at = now()
     WHERE id = made.gone_id;
    RETURN moved;
END $$;

-- Gives back what a merge took, as far as it is still where the merge put it.
CREATE OR REPLACE FUNCTION wall.split_people(p_merge uuid) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE made citizens_merge%ROWTYPE; took record; one integer; back integer := 0;
BEGIN
    SELECT * INTO made FROM citizens_merge
     WHERE id = p_merge AND undone_at IS NULL AND ambito_id = wall.ambito('person.merge')
       FOR UPDATE;
    IF NOT FOUND OR NOT wall.writes_person(made.kept_id) OR NOT wall.writes_person(made.gone_id) THEN
        RAISE insufficient_privilege USING MESSAGE = 'no such merge in force';
    END IF;
    PERFORM 1 FROM citizens_person WHERE id IN (made.kept_id, made.gone_id) ORDER BY id FOR UPDATE;
    IF EXISTS (SELECT 1 FROM citizens_person
                WHERE id = made.kept_id AND merged_into_id IS NOT NULL) THEN
        RAISE check_violation USING MESSAGE = 'the file that stayed went into another one since';
    END IF;
    FOR took IN
        SELECT * FROM citizens_mergemove WHERE merge_id = made.id ORDER BY table_name, row_id
    LOOP
        BEGIN
            EXECUTE format('UPDATE %s SET %I = %L WHERE id = %L AND %I = %L',
                           took.table_name, took.column_name, took.was, took.row_id,
                           took.column_name, took.became);
            GET DIAGNOSTICS one = ROW_COUNT;
            back := back + one;
        EXCEPTION WHEN unique_violation OR check_violation OR exclusion_violation THEN
            NULL;
        END;
    END LOOP;
    UPDATE citizens_personshare s SET period = (told.value->>0)::daterange
      FROM jsonb_each(coalesce(made.after->'shares', '{}')) told
     WHERE s.id = told.key::uuid AND s.period = (told.value->>1)::daterange;
    UPDATE citizens_person
       SET merged_into_id = NULL, version = version + 1, changed_at = now()
     WHERE id = made.gone_id AND merged_into_id = made.kept_id;
    RETURN back;
END $$;
"""

ASKED = """
-- Two identities of one person before and after an adoption: only a court says that they are one.
CREATE FUNCTION wall.kept_apart(p_one uuid, p_other uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT EXISTS (SELECT 1 FROM citizens_kinship k
                      WHERE k.compartment = 'adoption'
                        AND ((k.person_id = p_one AND k.relative_id = p_other)
                             OR (k.person_id = p_other AND k.relative_id = p_one))) $$;

CREATE FUNCTION wall.pair_is_found() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
    IF wall.kept_apart(NEW.left_id, NEW.right_id) THEN RETURN NULL; END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER pair_is_found BEFORE INSERT ON citizens_duplicatepair
    FOR EACH ROW EXECUTE FUNCTION wall.pair_is_found();

-- Where a number leads today, through every merge; nothing for one that never went anywhere.
CREATE FUNCTION wall.went_to(p_person uuid) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ WITH RECURSIVE way AS (
          SELECT p.id, p.merged_into_id, 0 AS step FROM citizens_person p
           WHERE p.id = p_person AND p.ambito_id = wall.ambito('person.read')
          UNION ALL
          SELECT p.id, p.merged_into_id, way.step + 1
            FROM way JOIN citizens_person p ON p.id = way.merged_into_id
           WHERE way.step < 100)
      SELECT id FROM way WHERE merged_into_id IS NULL AND step > 0 $$;

-- The numbers that lead to a file today, its own among them: whose readings are one story.
CREATE FUNCTION wall.numbers_of_file(p_person uuid) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ WITH RECURSIVE way AS (
          SELECT p.id, 0 AS step FROM citizens_person p
           WHERE p.id = p_person
             AND p.ambito_id IN (wall.ambito('person.read'), wall.ambito('journal.read'))
          UNION ALL
          SELECT p.id, way.step + 1
            FROM way JOIN citizens_person p ON p.merged_into_id = way.id
           WHERE way.step < 100)
      SELECT id FROM way $$;

-- How many rows of one table a file carries, for who weighs whether to merge it: never which.
CREATE FUNCTION wall.rows_of_file(p_person uuid, p_table text) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE fk record; one bigint; many bigint := 0;
BEGIN
    IF wall.reach('person.merge') IS NULL OR NOT wall.writes_person(p_person) THEN
        RETURN 0;
    END IF;
    FOR fk IN SELECT * FROM wall.points_at('citizens_person') p
               WHERE p.tbl = p_table AND NOT EXISTS (
                   SELECT 1 FROM pg_attribute a WHERE a.attrelid = p.tbl::regclass
                      AND a.attname = 'compartment' AND NOT a.attisdropped)
    LOOP
        EXECUTE format('SELECT count(*) FROM %s WHERE %I = %L', fk.tbl, fk.col, p_person) INTO one;
        many := many + one;
    END LOOP;
    RETURN many;
END $$;
"""

OPEN = ("went_to(uuid)", "numbers_of_file(uuid)", "rows_of_file(uuid, text)")
SHUT = (
    "move_rows(uuid, text, text, uuid, uuid, text[])",
    "stretch_shares(uuid, uuid, uuid)",
    "move_households(uuid, uuid, uuid)",
    "protect_merged(uuid)",
    "kept_apart(uuid, uuid)",
    "pair_is_found()",
    "points_at(regclass)",
)
HANDED_OVER = ";\n".join(
    [f"GRANT EXECUTE ON FUNCTION wall.{name} TO prossimo_app, prossimo_worker" for name in OPEN]
    + [
        f"REVOKE ALL ON FUNCTION wall.{name} FROM PUBLIC, prossimo_app, prossimo_worker,"
        " prossimo_loader, prossimo_observatory"
        for name in SHUT
    ]
    + [f"ALTER FUNCTION wall.{name} OWNER TO prossimo_mover" for name in (*OPEN, *SHUT)]
)
MINE = "ambito_id = (SELECT wall.ambito('person.merge'))"


class Migration(migrations.Migration):
    dependencies = [("citizens", "0005_search_words"), ("territory", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="mergemove",
            name="was",
            field=models.UUIDField(null=True, verbose_name="di chi era"),
        ),
        migrations.AddField(
            model_name="mergemove",
            name="became",
            field=models.UUIDField(null=True, verbose_name="di chi è diventata"),
        ),
        migrations.CreateModel(
            name="DoublesLook",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=prossimo.core.records.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "in coda"),
                            ("running", "in corso"),
                            ("done", "finita"),
                            ("failed", "non riuscita"),
                        ],
                        default="queued",
                        max_length=8,
                        verbose_name="stato",
                    ),
                ),
                (
                    "asked_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="chiesta il"
                    ),
                ),
                (
                    "heard_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="ultimo segno di vita"
                    ),
                ),
                (
                    "ended_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="finita il"),
                ),
                ("done", models.PositiveIntegerField(default=0, verbose_name="passi fatti")),
                ("total", models.PositiveIntegerField(default=0, verbose_name="passi da fare")),
                ("found", models.PositiveIntegerField(default=0, verbose_name="coppie trovate")),
                ("fresh", models.PositiveIntegerField(default=0, verbose_name="coppie nuove")),
                (
                    "error",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="perché non è riuscita"
                    ),
                ),
                (
                    "ambito",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        to="territory.ambito",
                        verbose_name="Ambito",
                    ),
                ),
            ],
            options={
                "verbose_name": "ricerca dei doppioni",
                "verbose_name_plural": "ricerche dei doppioni",
                "ordering": ["-asked_at", "-pk"],
            },
        ),
        migrations.RunSQL(ASKED, migrations.RunSQL.noop),
        migrations.RunSQL(MOVES, migrations.RunSQL.noop),
        migrations.RunSQL(HANDED_OVER, migrations.RunSQL.noop),
        RaiseWall("citizens_doubleslook", select=MINE, insert=MINE, update=MINE),
    ]
