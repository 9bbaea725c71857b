"""The network around a case, and its second wall: who follows it and was given that part."""

import django.db.models.deletion
import django.db.models.functions.comparison
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import prossimo.core.periods
import prossimo.core.records
from prossimo.core.walls import RaiseWall, history_wall

OF_CASE = "EXISTS (SELECT 1 FROM cases_case c WHERE c.id = case_id)"
GIVEN = (
    "(SELECT wall.ambito('case.write')) IS NOT NULL"
    " AND case_id = ANY (ARRAY(SELECT wall.my_cases('network')))"
)
SEEN = f"{OF_CASE} AND {GIVEN}"
BY_ME = f"{SEEN} AND by_id = (SELECT wall.me())"
MOVED = (
    "GRANT SELECT, INSERT, UPDATE, DELETE ON cases_casetie, cases_casetiehistoryevent"
    " TO prossimo_mover"
)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_plain_words"),
        ("cases", "0004_plan"),
        ("citizens", "0013_alike_at_once"),
        ("network", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseTie",
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
                    "who",
                    models.CharField(
                        choices=[
                            ("kin", "parente"),
                            ("neighbour", "vicino di casa"),
                            ("friend", "amico o amica"),
                            ("volunteer", "volontario"),
                            ("group", "associazione o parrocchia"),
                            ("shop", "negozio o bottega"),
                            ("school", "scuola"),
                            ("work", "lavoro"),
                            ("expert", "professionista"),
                            ("service", "servizio"),
                            ("other", "altro"),
                        ],
                        max_length=9,
                        verbose_name="chi è",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=160, verbose_name="nome")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("supports", "aiuta"),
                            ("cares", "si prende cura"),
                            ("knows", "è un riferimento"),
                            ("conflicts", "è in conflitto"),
                        ],
                        max_length=9,
                        verbose_name="che cosa fa",
                    ),
                ),
                (
                    "strength",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "debole"), (2, "presente"), (3, "forte")],
                        default=2,
                        verbose_name="quanto è forte",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="nota")),
                (
                    "period",
                    prossimo.core.periods.PeriodField(
                        default=prossimo.core.periods.from_today, verbose_name="dal, al"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="segnato da",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ties",
                        to="cases.case",
                        verbose_name="presa in carico",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.organisation",
                        verbose_name="organizzazione",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="citizens.person",
                        verbose_name="persona",
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
                        verbose_name="operatore",
                    ),
                ),
            ],
            options={
                "verbose_name": "legame della rete di una presa in carico",
                "verbose_name_plural": "legami della rete delle prese in carico",
                "ordering": ["case", "period", "pk"],
            },
        ),
        migrations.CreateModel(
            name="CaseTieHistoryevent",
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
                    "who",
                    models.CharField(
                        choices=[
                            ("kin", "parente"),
                            ("neighbour", "vicino di casa"),
                            ("friend", "amico o amica"),
                            ("volunteer", "volontario"),
                            ("group", "associazione o parrocchia"),
                            ("shop", "negozio o bottega"),
                            ("school", "scuola"),
                            ("work", "lavoro"),
                            ("expert", "professionista"),
                            ("service", "servizio"),
                            ("other", "altro"),
                        ],
                        max_length=9,
                        verbose_name="chi è",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=160, verbose_name="nome")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("supports", "aiuta"),
                            ("cares", "si prende cura"),
                            ("knows", "è un riferimento"),
                            ("conflicts", "è in conflitto"),
                        ],
                        max_length=9,
                        verbose_name="che cosa fa",
                    ),
                ),
                (
                    "strength",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "debole"), (2, "presente"), (3, "forte")],
                        default=2,
                        verbose_name="quanto è forte",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="nota")),
                (
                    "period",
                    prossimo.core.periods.PeriodField(
                        default=prossimo.core.periods.from_today, verbose_name="dal, al"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="segnato da",
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
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="network.organisation",
                        verbose_name="organizzazione",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="citizens.person",
                        verbose_name="persona",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="cases.casetie",
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
                        verbose_name="operatore",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="casetie",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("name", ""),
                        ("organisation", None),
                        ("person__isnull", False),
                        ("post", None),
                    ),
                    models.Q(
                        ("name", ""),
                        ("organisation__isnull", False),
                        ("person", None),
                        ("post", None),
                    ),
                    models.Q(
                        ("name", ""),
                        ("organisation", None),
                        ("person", None),
                        ("post__isnull", False),
                    ),
                    models.Q(
                        ("organisation", None),
                        ("person", None),
                        ("post", None),
                        models.Q(("name", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="tie_is_with_one",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="casetie",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cases_casetiehistoryevent" ("by_id", "case_id", "changed_at", "created_at", "id", "kind", "name", "note", "organisation_id", "period", "person_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id", "strength", "version", "who") VALUES (NEW."by_id", NEW."case_id", NEW."changed_at", NEW."created_at", NEW."id", NEW."kind", NEW."name", NEW."note", NEW."organisation_id", NEW."period", NEW."person_id", NOW(), \'insert\', NEW."id", NEW."post_id", NEW."strength", NEW."version", NEW."who"); RETURN NULL;',
                    hash="0245c31e38e8605cc47978ebb95a82c39e72f035",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_01873",
                    table="cases_casetie",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="casetie",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "cases_casetiehistoryevent" ("by_id", "case_id", "changed_at", "created_at", "id", "kind", "name", "note", "organisation_id", "period", "person_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id", "strength", "version", "who") VALUES (NEW."by_id", NEW."case_id", NEW."changed_at", NEW."created_at", NEW."id", NEW."kind", NEW."name", NEW."note", NEW."organisation_id", NEW."period", NEW."person_id", NOW(), \'update\', NEW."id", NEW."post_id", NEW."strength", NEW."version", NEW."who"); RETURN NULL;',
                    hash="06c61e00ba806359515a5a5ac5a0139d92ba190a",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ac68c",
                    table="cases_casetie",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="casetie",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cases_casetiehistoryevent" ("by_id", "case_id", "changed_at", "created_at", "id", "kind", "name", "note", "organisation_id", "period", "person_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id", "strength", "version", "who") VALUES (OLD."by_id", OLD."case_id", OLD."changed_at", OLD."created_at", OLD."id", OLD."kind", OLD."name", OLD."note", OLD."organisation_id", OLD."period", OLD."person_id", NOW(), \'delete\', OLD."id", OLD."post_id", OLD."strength", OLD."version", OLD."who"); RETURN NULL;',
                    hash="769d54defd0d18bbaa8ab8539d8a3a536db44557",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_55f38",
                    table="cases_casetie",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="casetiehistoryevent",
            index=models.Index(
                fields=["pgh_obj", "-pgh_id"], name="cases_caset_pgh_obj_9a2966_idx"
            ),
        ),
        RaiseWall("cases_casetie", select=SEEN, insert=BY_ME, update=SEEN),
        history_wall("cases_casetiehistoryevent", "cases_casetie"),
        migrations.RunSQL(MOVED, migrations.RunSQL.noop),
    ]
