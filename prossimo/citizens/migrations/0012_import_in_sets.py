"""What a million new files cost: once a statement what was once a row, and no index or key twice.

The words of search lose their keys in the database: millions of look-ups for a copy that is written
with the name and goes with the file. Every word leads to people through `citizens_person`.
"""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

SHARED_AT_BIRTH = """
CREATE OR REPLACE FUNCTION wall.person_was_created() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
    IF wall.reach('person.write') = 'desks' THEN
        PERFORM wall.share(b.id, b.ambito_id, p.organisation_id, p.neighbourhood_id, 'created')
           FROM born b CROSS JOIN accounts_post p WHERE p.id = wall.post();
    END IF;
    RETURN NULL;
END $$;
DROP TRIGGER person_was_created ON citizens_person;
CREATE TRIGGER person_was_created AFTER INSERT ON citizens_person
    REFERENCING NEW TABLE AS born
    FOR EACH STATEMENT EXECUTE FUNCTION wall.person_was_created();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("citizens", "0014_news"),
        ("territory", "0003_streets"),
    ]
    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="household",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="person",
            name="insert_insert",
        ),
        migrations.AlterField(
            model_name="namekey",
            name="ambito",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                to="territory.ambito",
                verbose_name="Ambito",
            ),
        ),
        migrations.AlterField(
            model_name="nametoken",
            name="ambito",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                to="territory.ambito",
                verbose_name="Ambito",
            ),
        ),
        migrations.AlterField(
            model_name="nametoken",
            name="person",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="name_tokens",
                to="citizens.person",
                verbose_name="persona",
            ),
        ),
        migrations.AlterField(
            model_name="person",
            name="ambito",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                to="territory.ambito",
                verbose_name="Ambito",
            ),
        ),
        migrations.AlterField(
            model_name="person",
            name="household",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="members",
                to="citizens.household",
                verbose_name="nucleo familiare",
            ),
        ),
        migrations.AlterField(
            model_name="person",
            name="neighbourhood",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="territory.neighbourhood",
                verbose_name="quartiere",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="household",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "citizens_householdhistoryevent" ("ambito_id", "changed_at", "created_at", "id", "label", "pgh_created_at", "pgh_label", "pgh_obj_id", "registry_id", "version") SELECT new_values."ambito_id", new_values."changed_at", new_values."created_at", new_values."id", new_values."label", NOW(), \'insert\', new_values."id", new_values."registry_id", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="91a8d80dbe3c82064f108fa315ff84f98cb6dbec",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_7db1d",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="citizens_household",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="person",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "citizens_personhistoryevent" ("ambito_id", "birth_place", "birth_place_code", "born_on", "changed_at", "citizenships", "contact_warning", "created_at", "died_on", "first_known_on", "given_name", "household_id", "household_role", "id", "languages", "latitude", "longitude", "merged_into_id", "municipality_id", "needs_interpreter", "neighbourhood_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "postcode", "registry_id", "registry_seen_on", "registry_state", "resides_since", "sex", "sort_key", "street", "street_number", "surname", "tax_code", "tax_code_state", "version") SELECT new_values."ambito_id", new_values."birth_place", new_values."birth_place_code", new_values."born_on", new_values."changed_at", new_values."citizenships", new_values."contact_warning", new_values."created_at", new_values."died_on", new_values."first_known_on", new_values."given_name", new_values."household_id", new_values."household_role", new_values."id", new_values."languages", new_values."latitude", new_values."longitude", new_values."merged_into_id", new_values."municipality_id", new_values."needs_interpreter", new_values."neighbourhood_id", NOW(), \'insert\', new_values."id", new_values."postcode", new_values."registry_id", new_values."registry_seen_on", new_values."registry_state", new_values."resides_since", new_values."sex", new_values."sort_key", new_values."street", new_values."street_number", new_values."surname", new_values."tax_code", new_values."tax_code_state", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="7c08e4ce43047e4aa87cab300eee94650037fce0",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_85a83",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="citizens_person",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunSQL(SHARED_AT_BIRTH, migrations.RunSQL.noop),
    ]
