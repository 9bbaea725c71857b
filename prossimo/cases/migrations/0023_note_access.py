"""A private note opened by law: the row that opens it, and the wall that asks for it."""

import django.db.models.deletion
import django.db.models.functions.comparison
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import prossimo.core.records
from prossimo.core.walls import Narrow, RaiseWall, history_wall

ME = "(SELECT wall.me())"
FUNCTIONS = """
-- Whether one coordinates the place of a case, and it is neither reserved nor put away.
CREATE FUNCTION wall.coordinates(p_case uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT EXISTS (
        SELECT 1 FROM cases_case c
         WHERE c.id = p_case AND NOT c.restricted AND NOT c.archived
           AND c.ambito_id = wall.ambito('case.assign') AND wall.reach('case.assign') = 'ambito'
           AND (wall.municipality() IS NULL OR c.municipality_id IS NULL
                OR c.municipality_id = wall.municipality())) $$;

-- The private notes that this post has opened by law, until the hour is over.
CREATE FUNCTION wall.my_notes() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT a.note_id FROM cases_noteaccess a
       WHERE a.user_id = wall.me() AND a.post_id = wall.post()
         AND a.until > statement_timestamp() AND wall.coordinates(a.case_id) $$;

-- Which notes a case holds: beside what, of when, whose; never what they say.
CREATE FUNCTION wall.notes_kept(p_case uuid)
RETURNS TABLE (id uuid, kind text, happened_at timestamptz, author text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT n.id, e.kind::text, e.happened_at, btrim(u.first_name || ' ' || u.last_name)
        FROM cases_casenote n JOIN cases_diaryentry e ON e.id = n.entry_id
        JOIN accounts_user u ON u.id = n.author_id
       WHERE e.case_id = p_case AND wall.coordinates(p_case)
       ORDER BY e.happened_at DESC, n.id $$;

-- One note is opened: for an hour, with a reason, on a line that nobody takes away.
CREATE FUNCTION wall.open_note(p_id uuid, p_case uuid, p_note uuid, p_ground text, p_why text)
RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
    IF NOT wall.coordinates(p_case) OR length(btrim(p_why)) < 10 THEN RETURN false; END IF;
    INSERT INTO cases_noteaccess
           (id, ambito_id, municipality_id, case_id, number, note_id, author_id, user_id, post_id,
            ground, why, at, until)
    SELECT p_id, c.ambito_id, c.municipality_id, c.id, c.number, n.id, n.author_id, wall.me(),
           wall.post(), p_ground, p_why, now(), now() + interval '60 minutes'
      FROM cases_casenote n JOIN cases_diaryentry e ON e.id = n.entry_id
      JOIN cases_case c ON c.id = e.case_id
     WHERE n.id = p_note AND c.id = p_case;
    RETURN FOUND;
END $$;
"""
CALLED = ("my_notes()", "notes_kept(uuid)", "open_note(uuid, uuid, uuid, text, text)")
HANDED_OVER = ";\n".join(
    [
        "GRANT SELECT, INSERT, UPDATE, DELETE ON cases_noteaccess, cases_noteaccesshistoryevent"
        " TO prossimo_mover",
        "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO prossimo_mover",
        *(
            f"GRANT EXECUTE ON FUNCTION wall.{called} TO prossimo_app, prossimo_worker"
            for called in CALLED
        ),
        *(
            f"ALTER FUNCTION wall.{called} OWNER TO prossimo_mover"
            for called in ("coordinates(uuid)", *CALLED)
        ),
    ]
)
OPENED = f"""
ALTER POLICY cases_casenote_select ON cases_casenote USING (
    (author_id = {ME} AND EXISTS (SELECT 1 FROM cases_diaryentry e WHERE e.id = entry_id))
    OR id = ANY (ARRAY(SELECT wall.my_notes())));
"""
REVIEWED = (
    "ambito_id = (SELECT wall.ambito('glass.review'))"
    " AND (SELECT wall.reach('glass.review')) = 'ambito'"
    " AND ((SELECT wall.municipality()) IS NULL OR municipality_id IS NULL"
    " OR municipality_id = (SELECT wall.municipality()))"
)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_glass_action"),
        ("cases", "0022_copy_choices"),
        ("territory", "0003_streets"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="NoteAccess",
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
                ("number", models.CharField(max_length=12, verbose_name="numero")),
                ("note_id", models.UUIDField(verbose_name="annotazione riservata")),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("court", "lo chiede l'autorità giudiziaria"),
                            ("acts", "accesso agli atti (legge 241/1990)"),
                            ("check", "reclamo o verifica sul lavoro del servizio"),
                            ("absent", "chi l'ha scritta non può più rispondere"),
                        ],
                        max_length=6,
                        verbose_name="per quale legge",
                    ),
                ),
                ("why", models.CharField(max_length=500, verbose_name="con quale motivo")),
                ("at", models.DateTimeField(verbose_name="aperta il")),
                ("until", models.DateTimeField(verbose_name="fino alle")),
                (
                    "ambito",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="territory.ambito",
                        verbose_name="Ambito",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="scritta da",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="note_accesses",
                        to="cases.case",
                        verbose_name="presa in carico",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="territory.municipality",
                        verbose_name="Comune",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.post",
                        verbose_name="incarico",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="chi",
                    ),
                ),
            ],
            options={
                "verbose_name": "accesso per legge a un'annotazione riservata",
                "verbose_name_plural": "accessi per legge alle annotazioni riservate",
                "ordering": ["-at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="NoteAccessHistoryevent",
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
                ("number", models.CharField(max_length=12, verbose_name="numero")),
                ("note_id", models.UUIDField(verbose_name="annotazione riservata")),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("court", "lo chiede l'autorità giudiziaria"),
                            ("acts", "accesso agli atti (legge 241/1990)"),
                            ("check", "reclamo o verifica sul lavoro del servizio"),
                            ("absent", "chi l'ha scritta non può più rispondere"),
                        ],
                        max_length=6,
                        verbose_name="per quale legge",
                    ),
                ),
                ("why", models.CharField(max_length=500, verbose_name="con quale motivo")),
                ("at", models.DateTimeField(verbose_name="aperta il")),
                ("until", models.DateTimeField(verbose_name="fino alle")),
                (
                    "ambito",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="territory.ambito",
                        verbose_name="Ambito",
                    ),
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
                        verbose_name="scritta da",
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
                    "municipality",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="territory.municipality",
                        verbose_name="Comune",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="cases.noteaccess",
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
                        verbose_name="incarico",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="chi",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddIndex(
            model_name="noteaccess",
            index=models.Index(fields=["post", "until"], name="note_access_by_post"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="noteaccess",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cases_noteaccesshistoryevent" ("ambito_id", "at", "author_id", "case_id", "ground", "id", "municipality_id", "note_id", "number", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id", "until", "user_id", "why") VALUES (NEW."ambito_id", NEW."at", NEW."author_id", NEW."case_id", NEW."ground", NEW."id", NEW."municipality_id", NEW."note_id", NEW."number", NOW(), \'insert\', NEW."id", NEW."post_id", NEW."until", NEW."user_id", NEW."why"); RETURN NULL;',
                    hash="403a0c4829362c015870c151f45f834d9d65b001",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_c016c",
                    table="cases_noteaccess",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="noteaccess",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "cases_noteaccesshistoryevent" ("ambito_id", "at", "author_id", "case_id", "ground", "id", "municipality_id", "note_id", "number", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id", "until", "user_id", "why") VALUES (NEW."ambito_id", NEW."at", NEW."author_id", NEW."case_id", NEW."ground", NEW."id", NEW."municipality_id", NEW."note_id", NEW."number", NOW(), \'update\', NEW."id", NEW."post_id", NEW."until", NEW."user_id", NEW."why"); RETURN NULL;',
                    hash="94f170c700e5f19955a8a2c2b8d6e87fa27c33b0",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b2a58",
                    table="cases_noteaccess",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="noteaccess",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cases_noteaccesshistoryevent" ("ambito_id", "at", "author_id", "case_id", "ground", "id", "municipality_id", "note_id", "number", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id", "until", "user_id", "why") VALUES (OLD."ambito_id", OLD."at", OLD."author_id", OLD."case_id", OLD."ground", OLD."id", OLD."municipality_id", OLD."note_id", OLD."number", NOW(), \'delete\', OLD."id", OLD."post_id", OLD."until", OLD."user_id", OLD."why"); RETURN NULL;',
                    hash="e478f9c1c11818bbad31117d40c146eb757a56c3",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_6fbd9",
                    table="cases_noteaccess",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="noteaccesshistoryevent",
            index=models.Index(
                fields=["pgh_obj", "-pgh_id"], name="cases_notea_pgh_obj_b4ab9c_idx"
            ),
        ),
        migrations.AlterModelOptions(
            name="casenote",
            options={
                "ordering": ["entry_id", "pk"],
                "verbose_name": "annotazione riservata di una presa in carico",
                "verbose_name_plural": "annotazioni riservate delle prese in carico",
            },
        ),
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),
        RaiseWall("cases_noteaccess", select=f"user_id = {ME} OR author_id = {ME} OR ({REVIEWED})"),
        history_wall("cases_noteaccesshistoryevent", "cases_noteaccess"),
        migrations.RunSQL(HANDED_OVER, migrations.RunSQL.noop),
        migrations.RunSQL(OPENED, migrations.RunSQL.noop),
        # What a note said before stays its author's.
        Narrow("cases_casenotehistoryevent", select=f"author_id = {ME}"),
    ]
