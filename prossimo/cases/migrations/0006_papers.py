"""The documents of a case: what they are, and where in the vault each file stands."""

import django.db.models.deletion
import django.db.models.functions.comparison
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import prossimo.core.periods
import prossimo.core.records
from prossimo.core.walls import RaiseWall, history_wall

ME = "(SELECT wall.me())"
PARTS = ("diary", "plan", "network", "health", "orders", "papers")
FUNCTIONS = """
-- Of these files of the vault, those that no record speaks of: the worker throws them away.
CREATE FUNCTION wall.unknown_files(p_addresses text[]) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT a FROM unnest(p_addresses) a
       WHERE NOT EXISTS (SELECT 1 FROM cases_documentfile f WHERE f.address = a) $$;

-- Keys of files that another key of the settings than the present one closes.
CREATE FUNCTION wall.file_keys_but(p_present bytea, p_most integer)
RETURNS TABLE (file uuid, closed bytea)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT id, key FROM cases_documentfile
       WHERE substring(key FROM 1 FOR length(p_present)) <> p_present
       ORDER BY id LIMIT p_most FOR UPDATE $$;

CREATE FUNCTION wall.rewrap_file(p_file uuid, p_old bytea, p_fresh bytea) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ UPDATE cases_documentfile SET key = p_fresh WHERE id = p_file AND key = p_old $$;
"""
CALLED = (
    "unknown_files(text[])",
    "file_keys_but(bytea, integer)",
    "rewrap_file(uuid, bytea, bytea)",
)
HANDED_OVER = ";\n".join(
    [
        "GRANT SELECT, UPDATE ON cases_documentfile TO prossimo_mover",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON cases_casedocument, cases_casedocumenthistoryevent"
        " TO prossimo_mover",
        *(f"REVOKE ALL ON FUNCTION wall.{called} FROM PUBLIC, prossimo_app" for called in CALLED),
        *(f"GRANT EXECUTE ON FUNCTION wall.{called} TO prossimo_worker" for called in CALLED),
        *(f"ALTER FUNCTION wall.{called} OWNER TO prossimo_mover" for called in CALLED),
    ]
)
PART_GIVEN = " OR ".join(
    f"(part = '{part}' AND case_id = ANY (ARRAY(SELECT wall.my_cases('{part}'))))" for part in PARTS
)
SEEN = f"(SELECT wall.ambito('case.write')) IS NOT NULL AND ({PART_GIVEN})"
KEPT = (
    f"{SEEN} AND (author_id = {ME} OR EXISTS (SELECT 1 FROM cases_case c WHERE c.id = case_id"
    " AND c.owner_id = (SELECT wall.post())))"
)
OF_DOCUMENT = "EXISTS (SELECT 1 FROM cases_casedocument d WHERE d.id = document_id)"
OF_MINE = (
    f"EXISTS (SELECT 1 FROM cases_casedocument d WHERE d.id = document_id AND d.author_id = {ME})"
)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_plain_words"),
        ("cases", "0005_network_ties"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseDocument",
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
                    "part",
                    models.CharField(
                        choices=[
                            ("diary", "diario"),
                            ("plan", "bisogni e progetto"),
                            ("network", "famiglia e rete"),
                            ("health", "salute e valutazioni"),
                            ("orders", "provvedimenti e tutela"),
                            ("papers", "documenti"),
                        ],
                        default="papers",
                        max_length=8,
                        verbose_name="parte",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("identity", "documento d'identità"),
                            ("request", "richiesta o dichiarazione"),
                            ("income", "situazione economica"),
                            ("health", "documentazione sanitaria"),
                            ("school", "scuola e formazione"),
                            ("home", "casa"),
                            ("court", "provvedimento"),
                            ("report", "relazione"),
                            ("pact", "patto o progetto"),
                            ("minutes", "verbale"),
                            ("consent", "consenso o informativa"),
                            ("letter", "corrispondenza"),
                            ("photo", "fotografia"),
                            ("other", "altro"),
                        ],
                        max_length=8,
                        verbose_name="che cos'è",
                    ),
                ),
                ("title", models.CharField(max_length=160, verbose_name="titolo")),
                (
                    "dated_on",
                    models.DateField(
                        default=prossimo.core.periods.today, verbose_name="data del documento"
                    ),
                ),
                (
                    "withdrawn_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="ritirato il"),
                ),
                (
                    "withdrawn_why",
                    models.CharField(blank=True, max_length=300, verbose_name="perché è ritirato"),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="caricato da",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="documents",
                        to="cases.case",
                        verbose_name="presa in carico",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="documents",
                        to="cases.diaryentry",
                        verbose_name="pagina di diario",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.post",
                        verbose_name="incarico",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ritirato da",
                    ),
                ),
            ],
            options={
                "verbose_name": "documento di una presa in carico",
                "verbose_name_plural": "documenti delle prese in carico",
                "ordering": ["-dated_on", "-created_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="CaseDocumentHistoryevent",
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
                (
                    "version",
                    models.PositiveIntegerField(default=1, editable=False, verbose_name="versione"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="creato il")),
                ("changed_at", models.DateTimeField(auto_now=True, verbose_name="modificato il")),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("diary", "diario"),
                            ("plan", "bisogni e progetto"),
                            ("network", "famiglia e rete"),
                            ("health", "salute e valutazioni"),
                            ("orders", "provvedimenti e tutela"),
                            ("papers", "documenti"),
                        ],
                        default="papers",
                        max_length=8,
                        verbose_name="parte",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("identity", "documento d'identità"),
                            ("request", "richiesta o dichiarazione"),
                            ("income", "situazione economica"),
                            ("health", "documentazione sanitaria"),
                            ("school", "scuola e formazione"),
                            ("home", "casa"),
                            ("court", "provvedimento"),
                            ("report", "relazione"),
                            ("pact", "patto o progetto"),
                            ("minutes", "verbale"),
                            ("consent", "consenso o informativa"),
                            ("letter", "corrispondenza"),
                            ("photo", "fotografia"),
                            ("other", "altro"),
                        ],
                        max_length=8,
                        verbose_name="che cos'è",
                    ),
                ),
                ("title", models.CharField(max_length=160, verbose_name="titolo")),
                (
                    "dated_on",
                    models.DateField(
                        default=prossimo.core.periods.today, verbose_name="data del documento"
                    ),
                ),
                (
                    "withdrawn_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="ritirato il"),
                ),
                (
                    "withdrawn_why",
                    models.CharField(blank=True, max_length=300, verbose_name="perché è ritirato"),
                ),
                (
                    "author",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="caricato da",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.case",
                        verbose_name="presa in carico",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
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
                        to="cases.casedocument",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="accounts.post",
                        verbose_name="incarico",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ritirato da",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DocumentFile",
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
                ("name", models.CharField(max_length=160, verbose_name="nome del file")),
                ("media", models.CharField(max_length=8, verbose_name="tipo di file")),
                ("size", models.PositiveIntegerField(verbose_name="grandezza")),
                ("sha256", models.CharField(max_length=64, verbose_name="impronta")),
                (
                    "address",
                    models.CharField(
                        max_length=64, unique=True, verbose_name="indirizzo nell'archivio"
                    ),
                ),
                ("key", models.BinaryField(max_length=100, verbose_name="chiave cifrata")),
                (
                    "scan",
                    models.CharField(
                        choices=[("clean", "controllato"), ("unscanned", "non controllato")],
                        max_length=9,
                        verbose_name="antivirus",
                    ),
                ),
                (
                    "scanned_by",
                    models.CharField(blank=True, max_length=20, verbose_name="controllato da"),
                ),
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="file",
                        to="cases.casedocument",
                        verbose_name="documento",
                    ),
                ),
            ],
            options={
                "verbose_name": "file di un documento",
                "verbose_name_plural": "file dei documenti",
                "ordering": ["pk"],
            },
        ),
        migrations.AddIndex(
            model_name="casedocument",
            index=models.Index(fields=["case", "-dated_on"], name="document_by_case"),
        ),
        migrations.AddIndex(
            model_name="casedocument",
            index=models.Index(
                condition=models.Q(("entry__isnull", False)),
                fields=["entry"],
                name="document_by_entry",
            ),
        ),
        migrations.AddConstraint(
            model_name="casedocument",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at", None), ("withdrawn_by", None), ("withdrawn_why", "")),
                    models.Q(
                        ("withdrawn_at__isnull", False),
                        ("withdrawn_by__isnull", False),
                        models.Q(("withdrawn_why", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="document_withdrawn_by_somebody_who_says_why",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="casedocument",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cases_casedocumenthistoryevent" ("author_id", "case_id", "changed_at", "created_at", "dated_on", "entry_id", "id", "kind", "part", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id", "title", "version", "withdrawn_at", "withdrawn_by_id", "withdrawn_why") VALUES (NEW."author_id", NEW."case_id", NEW."changed_at", NEW."created_at", NEW."dated_on", NEW."entry_id", NEW."id", NEW."kind", NEW."part", NOW(), \'insert\', NEW."id", NEW."post_id", NEW."title", NEW."version", NEW."withdrawn_at", NEW."withdrawn_by_id", NEW."withdrawn_why"); RETURN NULL;',
                    hash="72ea5793403f52e023ffb64e1b5e78202dab0c1b",
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
                    func='INSERT INTO "cases_casedocumenthistoryevent" ("author_id", "case_id", "changed_at", "created_at", "dated_on", "entry_id", "id", "kind", "part", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id", "title", "version", "withdrawn_at", "withdrawn_by_id", "withdrawn_why") VALUES (NEW."author_id", NEW."case_id", NEW."changed_at", NEW."created_at", NEW."dated_on", NEW."entry_id", NEW."id", NEW."kind", NEW."part", NOW(), \'update\', NEW."id", NEW."post_id", NEW."title", NEW."version", NEW."withdrawn_at", NEW."withdrawn_by_id", NEW."withdrawn_why"); RETURN NULL;',
                    hash="5a6f27eeb8f79c58a10fb711eb9b14a103af8452",
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
                    func='INSERT INTO "cases_casedocumenthistoryevent" ("author_id", "case_id", "changed_at", "created_at", "dated_on", "entry_id", "id", "kind", "part", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id", "title", "version", "withdrawn_at", "withdrawn_by_id", "withdrawn_why") VALUES (OLD."author_id", OLD."case_id", OLD."changed_at", OLD."created_at", OLD."dated_on", OLD."entry_id", OLD."id", OLD."kind", OLD."part", NOW(), \'delete\', OLD."id", OLD."post_id", OLD."title", OLD."version", OLD."withdrawn_at", OLD."withdrawn_by_id", OLD."withdrawn_why"); RETURN NULL;',
                    hash="b5576ac5919e8836a673ffc378a8e19b43d841b8",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_46ca2",
                    table="cases_casedocument",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="casedocumenthistoryevent",
            index=models.Index(
                fields=["pgh_obj", "-pgh_id"], name="cases_cased_pgh_obj_dcaed4_idx"
            ),
        ),
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),
        RaiseWall(
            "cases_casedocument", select=SEEN, insert=f"{SEEN} AND author_id = {ME}", update=KEPT
        ),
        history_wall("cases_casedocumenthistoryevent", "cases_casedocument"),
        RaiseWall("cases_documentfile", select=OF_DOCUMENT, insert=OF_MINE),
        migrations.RunSQL(HANDED_OVER, migrations.RunSQL.noop),
    ]
