"""Beside the diary: who is told of a page, and the texts that pages begin from."""

import django.db.models.deletion
import django.db.models.functions.comparison
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import prossimo.core.periods
import prossimo.core.records
from prossimo.core.walls import RaiseWall, history_wall

OF_ENTRY = "EXISTS (SELECT 1 FROM cases_diaryentry e WHERE e.id = entry_id)"
# Only by who wrote the page, and only to who reads that diary today.
TOLD = (
    "EXISTS (SELECT 1 FROM cases_diaryentry e JOIN cases_caseworker w ON w.case_id = e.case_id"
    " WHERE e.id = entry_id AND e.author_id = (SELECT wall.me()) AND w.post_id ="
    " cases_entrymention.post_id AND w.period @> wall.today() AND 'diary' = ANY (w.parts))"
)
KEPT = "ambito_id = (SELECT wall.ambito('case.assign')) AND (SELECT wall.reach('case.assign')) = 'ambito'"


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_plain_words"),
        ("cases", "0011_handing_walls"),
        ("territory", "0003_streets"),
    ]

    operations = [
        migrations.CreateModel(
            name="EntryMention",
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
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="quando")),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mentions",
                        to="cases.diaryentry",
                        verbose_name="pagina di diario",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.post",
                        verbose_name="chi",
                    ),
                ),
            ],
            options={
                "verbose_name": "avviso di una pagina di diario",
                "verbose_name_plural": "avvisi di pagine di diario",
                "ordering": ["-at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="EntryMentionHistoryevent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "pgh_user",
                    models.UUIDField(
                        db_default=django.db.models.functions.comparison.Cast(
                            django.db.models.functions.comparison.NullIf(
                                models.Func(
                                    models.Value("prossimo.user_id"),
                                    models.Value(value=True),
                                    function="current_setting",
                                ),
                                models.Value(""),
                                output_field=models.TextField(),
                            ),
                            models.UUIDField(),
                        ),
                        null=True,
                    ),
                ),
                (
                    "pgh_request",
                    models.TextField(
                        db_default=django.db.models.functions.comparison.Cast(
                            django.db.models.functions.comparison.NullIf(
                                models.Func(
                                    models.Value("prossimo.request_id"),
                                    models.Value(value=True),
                                    function="current_setting",
                                ),
                                models.Value(""),
                                output_field=models.TextField(),
                            ),
                            models.TextField(),
                        ),
                        null=True,
                    ),
                ),
                (
                    "id",
                    models.UUIDField(
                        default=prossimo.core.records.new_id, editable=False, serialize=False
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="quando")),
                (
                    "entry",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.diaryentry",
                        verbose_name="pagina di diario",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="cases.entrymention",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="accounts.post",
                        verbose_name="chi",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="EntryTemplate",
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
                    "version",
                    models.PositiveIntegerField(default=1, editable=False, verbose_name="versione"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="creato il")),
                ("changed_at", models.DateTimeField(auto_now=True, verbose_name="modificato il")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("interview", "colloquio"),
                            ("visit", "visita domiciliare"),
                            ("call", "telefonata"),
                            ("network", "incontro di rete"),
                            ("report", "relazione"),
                            ("note", "annotazione"),
                        ],
                        max_length=9,
                        verbose_name="che cosa",
                    ),
                ),
                ("title", models.CharField(max_length=80, verbose_name="titolo")),
                ("text", models.TextField(max_length=8000, verbose_name="testo")),
                (
                    "since",
                    models.DateField(
                        default=prossimo.core.periods.today, verbose_name="in uso dal"
                    ),
                ),
                ("until", models.DateField(blank=True, null=True, verbose_name="non più dal")),
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
                "verbose_name": "modello di pagina di diario",
                "verbose_name_plural": "modelli di pagine di diario",
                "ordering": ["kind", "title", "pk"],
            },
        ),
        migrations.AddIndex(
            model_name="entrymention",
            index=models.Index(fields=["post", "-at"], name="mention_by_post"),
        ),
        migrations.AddConstraint(
            model_name="entrymention",
            constraint=models.UniqueConstraint(
                fields=("entry", "post"), name="mention_once_an_entry"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="entrymention",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cases_entrymentionhistoryevent" ("at", "entry_id", "id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id") VALUES (NEW."at", NEW."entry_id", NEW."id", NOW(), \'insert\', NEW."id", NEW."post_id"); RETURN NULL;',
                    hash="6fa1c84479abf1a9a132be1d61c7a02308d1847e",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_bc684",
                    table="cases_entrymention",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="entrymention",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "cases_entrymentionhistoryevent" ("at", "entry_id", "id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id") VALUES (NEW."at", NEW."entry_id", NEW."id", NOW(), \'update\', NEW."id", NEW."post_id"); RETURN NULL;',
                    hash="d113d63aef59e1dbf968c56aaef77b4f9cae8753",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_205cf",
                    table="cases_entrymention",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="entrymention",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cases_entrymentionhistoryevent" ("at", "entry_id", "id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id") VALUES (OLD."at", OLD."entry_id", OLD."id", NOW(), \'delete\', OLD."id", OLD."post_id"); RETURN NULL;',
                    hash="bd694c916e2f0244c20b62ad01f7eb1acc4a82d5",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_396bc",
                    table="cases_entrymention",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="entrymentionhistoryevent",
            index=models.Index(
                fields=["pgh_obj", "-pgh_id"], name="cases_entry_pgh_obj_9a3133_idx"
            ),
        ),
        migrations.AddConstraint(
            model_name="entrytemplate",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until", None)),
                fields=("ambito", "title"),
                name="entry_template_one_title_in_use",
                violation_error_message="C'è già un modello in uso con questo titolo.",
            ),
        ),
        RaiseWall("cases_entrymention", select=OF_ENTRY, insert=TOLD),
        history_wall("cases_entrymentionhistoryevent", "cases_entrymention"),
        RaiseWall(
            "cases_entrytemplate",
            select=f"({KEPT}) OR ambito_id = (SELECT wall.ambito('diary.write'))",
            insert=KEPT,
            update=KEPT,
        ),
    ]
