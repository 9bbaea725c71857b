"""Telephones prepared for the work in the neighbourhood; of a parcel, whence and what became of it."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import prossimo.core.records


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0008_arrivals"),
        ("accounts", "0006_plain_words"),
        ("territory", "0003_streets"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="OutreachPhone",
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
                    "name",
                    models.CharField(blank=True, max_length=60, verbose_name="nome del telefono"),
                ),
                (
                    "prepared_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="preparato il"),
                ),
                (
                    "revoked_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="tolto il"),
                ),
            ],
            options={
                "verbose_name": "telefono preparato",
                "verbose_name_plural": "telefoni preparati",
                "ordering": ["-prepared_at", "pk"],
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="parcel",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="parcel",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="parcel",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="parcel",
            name="late",
            field=models.BooleanField(default=False, verbose_name="arrivata a incarico concluso"),
        ),
        migrations.AddField(
            model_name="parcel",
            name="rival_of",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="rivals",
                to="access.parcel",
                verbose_name="un'altra versione di",
            ),
        ),
        migrations.AddField(
            model_name="parcel",
            name="settled_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="sistemata il"),
        ),
        migrations.AddField(
            model_name="parcel",
            name="settled_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="sistemata da",
            ),
        ),
        migrations.AddField(
            model_name="parcelhistoryevent",
            name="late",
            field=models.BooleanField(default=False, verbose_name="arrivata a incarico concluso"),
        ),
        migrations.AddField(
            model_name="parcelhistoryevent",
            name="rival_of",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="access.parcel",
                verbose_name="un'altra versione di",
            ),
        ),
        migrations.AddField(
            model_name="parcelhistoryevent",
            name="settled_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="sistemata il"),
        ),
        migrations.AddField(
            model_name="parcelhistoryevent",
            name="settled_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="sistemata da",
            ),
        ),
        migrations.AlterField(
            model_name="parcel",
            name="state",
            field=models.CharField(
                choices=[
                    ("accepted", "registrata"),
                    ("conflict", "in conflitto"),
                    ("refused", "rifiutata"),
                    ("held", "da vedere: incarico concluso"),
                    ("aside", "messa da parte"),
                ],
                max_length=8,
                verbose_name="esito",
            ),
        ),
        migrations.AlterField(
            model_name="parcelhistoryevent",
            name="state",
            field=models.CharField(
                choices=[
                    ("accepted", "registrata"),
                    ("conflict", "in conflitto"),
                    ("refused", "rifiutata"),
                    ("held", "da vedere: incarico concluso"),
                    ("aside", "messa da parte"),
                ],
                max_length=8,
                verbose_name="esito",
            ),
        ),
        migrations.AddField(
            model_name="outreachphone",
            name="ambito",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                to="territory.ambito",
                verbose_name="Ambito",
            ),
        ),
        migrations.AddField(
            model_name="outreachphone",
            name="post",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.post",
                verbose_name="incarico",
            ),
        ),
        migrations.AddField(
            model_name="outreachphone",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="preparato da",
            ),
        ),
        migrations.AddField(
            model_name="parcel",
            name="phone",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="access.outreachphone",
                verbose_name="telefono",
            ),
        ),
        migrations.AddField(
            model_name="parcelhistoryevent",
            name="phone",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="access.outreachphone",
                verbose_name="telefono",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="parcel",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "access_parcelhistoryevent" ("ambito_id", "contact_id", "desk_id", "device", "digest", "id", "late", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone_id", "post_id", "received_at", "rival_of_id", "sealed", "settled_at", "settled_by_id", "state", "user_id", "why", "written_at") VALUES (NEW."ambito_id", NEW."contact_id", NEW."desk_id", NEW."device", NEW."digest", NEW."id", NEW."late", NOW(), \'insert\', NEW."id", NEW."phone_id", NEW."post_id", NEW."received_at", NEW."rival_of_id", NEW."sealed", NEW."settled_at", NEW."settled_by_id", NEW."state", NEW."user_id", NEW."why", NEW."written_at"); RETURN NULL;',
                    hash="1ba48944c35e012d630d509ec3e930ee0745a869",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_914ba",
                    table="access_parcel",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="parcel",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "access_parcelhistoryevent" ("ambito_id", "contact_id", "desk_id", "device", "digest", "id", "late", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone_id", "post_id", "received_at", "rival_of_id", "sealed", "settled_at", "settled_by_id", "state", "user_id", "why", "written_at") VALUES (NEW."ambito_id", NEW."contact_id", NEW."desk_id", NEW."device", NEW."digest", NEW."id", NEW."late", NOW(), \'update\', NEW."id", NEW."phone_id", NEW."post_id", NEW."received_at", NEW."rival_of_id", NEW."sealed", NEW."settled_at", NEW."settled_by_id", NEW."state", NEW."user_id", NEW."why", NEW."written_at"); RETURN NULL;',
                    hash="83d51d504661feb06d6976d2e7eb945a3abc1453",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_0e911",
                    table="access_parcel",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="parcel",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "access_parcelhistoryevent" ("ambito_id", "contact_id", "desk_id", "device", "digest", "id", "late", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone_id", "post_id", "received_at", "rival_of_id", "sealed", "settled_at", "settled_by_id", "state", "user_id", "why", "written_at") VALUES (OLD."ambito_id", OLD."contact_id", OLD."desk_id", OLD."device", OLD."digest", OLD."id", OLD."late", NOW(), \'delete\', OLD."id", OLD."phone_id", OLD."post_id", OLD."received_at", OLD."rival_of_id", OLD."sealed", OLD."settled_at", OLD."settled_by_id", OLD."state", OLD."user_id", OLD."why", OLD."written_at"); RETURN NULL;',
                    hash="57feb226c40079b45c4403508c0620b4029b8a67",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_e39b2",
                    table="access_parcel",
                    when="AFTER",
                ),
            ),
        ),
    ]
