"""A sheet that was wrong gives its place to another and stays; the wall lets nobody write it again."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from prossimo.core.walls import Narrow

WALLS = """
-- Whether a sheet may stand in the place of another: of the same case, marked as corrected.
CREATE FUNCTION wall.takes_place_of(p_old uuid, p_case uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT p_old IS NULL OR EXISTS (
        SELECT 1 FROM cases_scalesheet s
         WHERE s.id = p_old AND s.case_id = p_case AND s.state = 'corrected') $$;
GRANT EXECUTE ON FUNCTION wall.takes_place_of(uuid, uuid) TO prossimo_app, prossimo_worker;
ALTER FUNCTION wall.takes_place_of(uuid, uuid) OWNER TO prossimo_mover;

-- What was dropped or corrected stays as it is, whoever writes.
CREATE POLICY cases_scalesheet_past ON cases_scalesheet AS RESTRICTIVE FOR UPDATE
    TO prossimo_app, prossimo_worker USING (state IN ('draft', 'completed')) WITH CHECK (true);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_glass_action"),
        ("cases", "0025_projects_end"),
        ("citizens", "0015_sights"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="scalesheet",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="scalesheet",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="scalesheet",
            name="delete_delete",
        ),
        migrations.RemoveConstraint(
            model_name="scalesheet",
            name="scale_totalled_iff_completed",
        ),
        migrations.AddField(
            model_name="scalesheet",
            name="corrects",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrected_by",
                to="cases.scalesheet",
                verbose_name="rettifica",
            ),
        ),
        migrations.AddField(
            model_name="scalesheet",
            name="why",
            field=models.CharField(blank=True, max_length=300, verbose_name="perché si rettifica"),
        ),
        migrations.AddField(
            model_name="scalesheethistoryevent",
            name="corrects",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="cases.scalesheet",
                verbose_name="rettifica",
            ),
        ),
        migrations.AddField(
            model_name="scalesheethistoryevent",
            name="why",
            field=models.CharField(blank=True, max_length=300, verbose_name="perché si rettifica"),
        ),
        migrations.AlterField(
            model_name="scalesheet",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "bozza"),
                    ("completed", "completata"),
                    ("dropped", "annullata"),
                    ("corrected", "rettificata"),
                ],
                default="draft",
                max_length=9,
                verbose_name="stato",
            ),
        ),
        migrations.AlterField(
            model_name="scalesheethistoryevent",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "bozza"),
                    ("completed", "completata"),
                    ("dropped", "annullata"),
                    ("corrected", "rettificata"),
                ],
                default="draft",
                max_length=9,
                verbose_name="stato",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="scalesheet",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cases_scalesheethistoryevent" ("author_id", "case_id", "changed_at", "convention", "corrects_id", "created_at", "done_on", "edition", "id", "informant", "note", "person_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id", "scale", "source", "state", "total", "version", "why") VALUES (NEW."author_id", NEW."case_id", NEW."changed_at", NEW."convention", NEW."corrects_id", NEW."created_at", NEW."done_on", NEW."edition", NEW."id", NEW."informant", NEW."note", NEW."person_id", NOW(), \'insert\', NEW."id", NEW."post_id", NEW."scale", NEW."source", NEW."state", NEW."total", NEW."version", NEW."why"); RETURN NULL;',
                    hash="c95405e435300fb2937ad67e68b1d1ff4fef0704",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_bc84a",
                    table="cases_scalesheet",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="scalesheet",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "cases_scalesheethistoryevent" ("author_id", "case_id", "changed_at", "convention", "corrects_id", "created_at", "done_on", "edition", "id", "informant", "note", "person_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id", "scale", "source", "state", "total", "version", "why") VALUES (NEW."author_id", NEW."case_id", NEW."changed_at", NEW."convention", NEW."corrects_id", NEW."created_at", NEW."done_on", NEW."edition", NEW."id", NEW."informant", NEW."note", NEW."person_id", NOW(), \'update\', NEW."id", NEW."post_id", NEW."scale", NEW."source", NEW."state", NEW."total", NEW."version", NEW."why"); RETURN NULL;',
                    hash="aa8c5f73510dd7fb25c29bd7bdb1bcfdd4383ad6",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_08273",
                    table="cases_scalesheet",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="scalesheet",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cases_scalesheethistoryevent" ("author_id", "case_id", "changed_at", "convention", "corrects_id", "created_at", "done_on", "edition", "id", "informant", "note", "person_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id", "scale", "source", "state", "total", "version", "why") VALUES (OLD."author_id", OLD."case_id", OLD."changed_at", OLD."convention", OLD."corrects_id", OLD."created_at", OLD."done_on", OLD."edition", OLD."id", OLD."informant", OLD."note", OLD."person_id", NOW(), \'delete\', OLD."id", OLD."post_id", OLD."scale", OLD."source", OLD."state", OLD."total", OLD."version", OLD."why"); RETURN NULL;',
                    hash="d2c2524ef5ce32bbb373a7336240b6e42ac5a35f",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_1245b",
                    table="cases_scalesheet",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="scalesheet",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["completed", "corrected"]), ("total__isnull", False)),
                    models.Q(
                        models.Q(("state__in", ["completed", "corrected"]), _negated=True),
                        ("total", None),
                    ),
                    _connector="OR",
                ),
                name="scale_totalled_iff_completed",
            ),
        ),
        migrations.AddConstraint(
            model_name="scalesheet",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("corrects", None), ("why", "")),
                    models.Q(("corrects__isnull", False), models.Q(("why", ""), _negated=True)),
                    _connector="OR",
                ),
                name="scale_corrects_iff_with_a_reason",
            ),
        ),
        migrations.RunSQL(WALLS, migrations.RunSQL.noop),
        Narrow("cases_scalesheet", insert="wall.takes_place_of(corrects_id, case_id)"),
    ]
