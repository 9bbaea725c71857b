"""The import of the registry: whose work it is, how far it is, and how births are undone."""

import django.db.models.deletion
from django.db import migrations, models

# Files that were born with a batch and that nothing else has touched since go with its undoing.
UNDO_BIRTHS = """
CREATE FUNCTION wall.undo_registry_births(p_batch uuid) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE fk record; others text := ''; gone bigint; unborn uuid[]; homes uuid[]; tables text[] := ARRAY[
    'citizens_nametoken', 'citizens_reviewtask', 'citizens_registrychange'];
BEGIN
    IF wall.reach('registry.import') IS NULL OR NOT EXISTS (
        SELECT 1 FROM citizens_registrybatch b
         WHERE b.id = p_batch AND b.ambito_id = wall.ambito('registry.import')
           AND (wall.municipality() IS NULL OR b.municipality_id = wall.municipality())) THEN
        RAISE insufficient_privilege USING MESSAGE = 'this batch is not yours to undo';
    END IF;
    FOR fk IN
        SELECT c.conrelid::regclass::text AS tbl, a.attname AS col
          FROM pg_constraint c
          JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
         WHERE c.contype = 'f' AND c.confrelid = 'citizens_person'::regclass
           AND c.conrelid::regclass::text <> ALL (tables)
         ORDER BY 1, 2
    LOOP
        others := others || format(' AND NOT EXISTS (SELECT 1 FROM %s x WHERE x.%I = p.id)',
                                   fk.tbl, fk.col);
    END LOOP;
    EXECUTE 'SELECT array_agg(p.id), array_agg(DISTINCT p.household_id) FROM citizens_person p
          JOIN citizens_registrychange c ON c.person_id = p.id
         WHERE c.batch_id = $1 AND c.kind = ''created'' AND NOT c.undone AND p.version = 1
           AND NOT EXISTS (SELECT 1 FROM citizens_reviewtask k
                            WHERE k.person_id = p.id AND k.batch_id IS DISTINCT FROM $1)' || others
        INTO unborn, homes USING p_batch;
    DELETE FROM citizens_nametoken t USING unnest(unborn) u (id) WHERE t.person_id = u.id;
    DELETE FROM citizens_reviewtask k USING unnest(unborn) u (id) WHERE k.person_id = u.id;
    DELETE FROM citizens_person p USING unnest(unborn) u (id) WHERE p.id = u.id;
    GET DIAGNOSTICS gone = ROW_COUNT;
    DELETE FROM citizens_household h USING unnest(homes) u (id)
     WHERE h.id = u.id
       AND NOT EXISTS (SELECT 1 FROM citizens_person p WHERE p.household_id = h.id);
    UPDATE citizens_registrychange c SET undone = true FROM unnest(unborn) u (id)
     WHERE c.batch_id = p_batch AND c.person_id = u.id;
    RETURN gone;
END $$;
GRANT EXECUTE ON FUNCTION wall.undo_registry_births(uuid) TO prossimo_app, prossimo_worker;
ALTER FUNCTION wall.undo_registry_births(uuid) OWNER TO prossimo_mover;
"""

BATCH = "citizens.registrybatch"
PHASES = [
    ("read", "lettura delle righe"),
    ("compare", "confronto con le schede"),
    ("apply", "scrittura delle schede"),
    ("undo", "annullamento"),
]


class Migration(migrations.Migration):
    dependencies = [("citizens", "0006_search_functions"), ("accounts", "0004_actions")]

    operations = [
        migrations.AddField(
            "registrybatch",
            "uploaded_from",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.post",
                verbose_name="con l'incarico",
            ),
        ),
        migrations.AddField(
            "registrybatch",
            "phase",
            models.CharField(
                blank=True,
                choices=PHASES,
                default="",
                max_length=10,
                verbose_name="lavoro in corso",
            ),
        ),
        migrations.AddField(
            "registrybatch",
            "heard_at",
            models.DateTimeField(blank=True, null=True, verbose_name="ultimo segno di vita"),
        ),
        migrations.AlterField(
            "registryrow",
            "batch",
            models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="rows",
                to=BATCH,
                verbose_name="importazione",
            ),
        ),
        migrations.AlterField(
            "registryrow",
            "municipality",
            models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                to="territory.municipality",
            ),
        ),
        migrations.AlterField(
            "registrychange",
            "batch",
            models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="changes",
                to=BATCH,
                verbose_name="importazione",
            ),
        ),
        migrations.AlterField(
            "registrychange",
            "person",
            models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="registry_changes",
                to="citizens.person",
                verbose_name="persona",
            ),
        ),
        migrations.RunSQL(UNDO_BIRTHS, migrations.RunSQL.noop),
    ]
