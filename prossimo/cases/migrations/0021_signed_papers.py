"""Papers signed by hand: the sheet of a signature, an order and its decree, a meeting and its minutes."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from prossimo.core.walls import Narrow

SAME_CASE = (
    "(order_id IS NULL OR EXISTS (SELECT 1 FROM cases_courtorder o"
    " WHERE o.id = order_id AND o.case_id = cases_casedocument.case_id))"
    " AND (meeting_id IS NULL OR EXISTS (SELECT 1 FROM cases_casemeeting m"
    " WHERE m.id = meeting_id AND m.case_id = cases_casedocument.case_id))"
)
ITS_SHEET = (
    "document_id IS NULL OR EXISTS (SELECT 1 FROM cases_casedocument d"
    " JOIN cases_plan p ON p.case_id = d.case_id"
    " WHERE d.id = document_id AND p.id = cases_plansignature.plan_id)"
)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_glass_action"),
        ("cases", "0020_retention_walls"),
        ("citizens", "0015_sights"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="casedocument",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="casedocument",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="casedocument",
            name="delete_delete",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="plansignature",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="plansignature",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="plansignature",
            name="delete_delete",
        ),
        migrations.RemoveConstraint(
            model_name="plansignature",
            name="plan_signature_of_its_way",
        ),
        migrations.AddField(
            model_name="casedocument",
            name="meeting",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="documents",
                to="cases.casemeeting",
                verbose_name="incontro",
            ),
        ),
        migrations.AddField(
            model_name="casedocument",
            name="order",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="documents",
                to="cases.courtorder",
                verbose_name="provvedimento",
            ),
        ),
        migrations.AddField(
            model_name="casedocumenthistoryevent",
            name="meeting",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="cases.casemeeting",
                verbose_name="incontro",
            ),
        ),
        migrations.AddField(
            model_name="casedocumenthistoryevent",
            name="order",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="cases.courtorder",
                verbose_name="provvedimento",
            ),
        ),
        migrations.AddField(
            model_name="plansignature",
            name="document",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="signatures",
                to="cases.casedocument",
                verbose_name="foglio firmato",
            ),
        ),
        migrations.AddField(
            model_name="plansignaturehistoryevent",
            name="document",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="cases.casedocument",
                verbose_name="foglio firmato",
            ),
        ),
        migrations.AlterField(
            model_name="plansignature",
            name="way",
            field=models.CharField(
                choices=[
                    ("drawn", "firma sullo schermo"),
                    ("paper", "firmato su carta"),
                    ("scan", "foglio firmato, caricato"),
                    ("external", "firma digitale fuori da qui"),
                ],
                max_length=8,
                verbose_name="come",
            ),
        ),
        migrations.AlterField(
            model_name="plansignaturehistoryevent",
            name="way",
            field=models.CharField(
                choices=[
                    ("drawn", "firma sullo schermo"),
                    ("paper", "firmato su carta"),
                    ("scan", "foglio firmato, caricato"),
                    ("external", "firma digitale fuori da qui"),
                ],
                max_length=8,
                verbose_name="come",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="casedocument",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cases_casedocumenthistoryevent" ("author_id", "case_id", "changed_at", "created_at", "dated_on", "entry_id", "id", "kind", "meeting_id", "order_id", "part", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id", "title", "version", "withdrawn_at", "withdrawn_by_id", "withdrawn_why") VALUES (NEW."author_id", NEW."case_id", NEW."changed_at", NEW."created_at", NEW."dated_on", NEW."entry_id", NEW."id", NEW."kind", NEW."meeting_id", NEW."order_id", NEW."part", NOW(), \'insert\', NEW."id", NEW."post_id", NEW."title", NEW."version", NEW."withdrawn_at", NEW."withdrawn_by_id", NEW."withdrawn_why"); RETURN NULL;',
                    hash="e2df9248485cd4b9ba05e5c3a51bcbfc2d1a601f",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_d67d2",
                    table="cases_casedocument",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="casedocument",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "cases_casedocumenthistoryevent" ("author_id", "case_id", "changed_at", "created_at", "dated_on", "entry_id", "id", "kind", "meeting_id", "order_id", "part", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id", "title", "version", "withdrawn_at", "withdrawn_by_id", "withdrawn_why") VALUES (NEW."author_id", NEW."case_id", NEW."changed_at", NEW."created_at", NEW."dated_on", NEW."entry_id", NEW."id", NEW."kind", NEW."meeting_id", NEW."order_id", NEW."part", NOW(), \'update\', NEW."id", NEW."post_id", NEW."title", NEW."version", NEW."withdrawn_at", NEW."withdrawn_by_id", NEW."withdrawn_why"); RETURN NULL;',
                    hash="7275a8c0c9ddb3b6fb6aff7e97587028b72e543e",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_3a72c",
                    table="cases_casedocument",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="casedocument",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cases_casedocumenthistoryevent" ("author_id", "case_id", "changed_at", "created_at", "dated_on", "entry_id", "id", "kind", "meeting_id", "order_id", "part", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id", "title", "version", "withdrawn_at", "withdrawn_by_id", "withdrawn_why") VALUES (OLD."author_id", OLD."case_id", OLD."changed_at", OLD."created_at", OLD."dated_on", OLD."entry_id", OLD."id", OLD."kind", OLD."meeting_id", OLD."order_id", OLD."part", NOW(), \'delete\', OLD."id", OLD."post_id", OLD."title", OLD."version", OLD."withdrawn_at", OLD."withdrawn_by_id", OLD."withdrawn_why"); RETURN NULL;',
                    hash="a47654cb99772009609f90459cafeb32ff03f4c5",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_46ca2",
                    table="cases_casedocument",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="plansignature",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cases_plansignaturehistoryevent" ("at", "document_id", "drawn", "fingerprint", "id", "member_id", "name", "noted_by_id", "on", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "post_id", "reference", "representation_id", "role", "way") VALUES (NEW."at", NEW."document_id", NEW."drawn", NEW."fingerprint", NEW."id", NEW."member_id", NEW."name", NEW."noted_by_id", NEW."on", NOW(), \'insert\', NEW."id", NEW."plan_id", NEW."post_id", NEW."reference", NEW."representation_id", NEW."role", NEW."way"); RETURN NULL;',
                    hash="f17a31f04651c8a94162fe96633c92e3d1759b49",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_c09fb",
                    table="cases_plansignature",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="plansignature",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "cases_plansignaturehistoryevent" ("at", "document_id", "drawn", "fingerprint", "id", "member_id", "name", "noted_by_id", "on", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "post_id", "reference", "representation_id", "role", "way") VALUES (NEW."at", NEW."document_id", NEW."drawn", NEW."fingerprint", NEW."id", NEW."member_id", NEW."name", NEW."noted_by_id", NEW."on", NOW(), \'update\', NEW."id", NEW."plan_id", NEW."post_id", NEW."reference", NEW."representation_id", NEW."role", NEW."way"); RETURN NULL;',
                    hash="2cb4bebc64de3b1236e3cf93fc3f4c7a57752cc9",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_a93c2",
                    table="cases_plansignature",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="plansignature",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cases_plansignaturehistoryevent" ("at", "document_id", "drawn", "fingerprint", "id", "member_id", "name", "noted_by_id", "on", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "post_id", "reference", "representation_id", "role", "way") VALUES (OLD."at", OLD."document_id", OLD."drawn", OLD."fingerprint", OLD."id", OLD."member_id", OLD."name", OLD."noted_by_id", OLD."on", NOW(), \'delete\', OLD."id", OLD."plan_id", OLD."post_id", OLD."reference", OLD."representation_id", OLD."role", OLD."way"); RETURN NULL;',
                    hash="991238a6deac1713dcabccd0ece566110158c1fe",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_81b64",
                    table="cases_plansignature",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="plansignature",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("document", None), ("way", "drawn"), models.Q(("drawn", ""), _negated=True)
                    ),
                    models.Q(("document", None), ("drawn", ""), ("way", "paper")),
                    models.Q(("document__isnull", False), ("drawn", ""), ("way", "scan")),
                    models.Q(
                        ("document", None),
                        ("drawn", ""),
                        ("way", "external"),
                        models.Q(("reference", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="plan_signature_of_its_way",
                violation_error_message="Manca la firma, o dove si trova.",
            ),
        ),
        # What a document is attached to, and the sheet of a signature, are of the same case.
        Narrow("cases_casedocument", insert=SAME_CASE, update=SAME_CASE),
        Narrow("cases_plansignature", insert=ITS_SHEET),
    ]
