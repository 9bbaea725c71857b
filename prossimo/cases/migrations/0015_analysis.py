"""Analyses and scales, item by item; what they say of health only for who was given that part."""

import django.contrib.postgres.fields
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
READS = "(SELECT wall.ambito('case.read')) IS NOT NULL"
WRITES = "(SELECT wall.ambito('case.write')) IS NOT NULL"
OF_CASE = "EXISTS (SELECT 1 FROM cases_case c WHERE c.id = case_id)"
OF_SHEET = "EXISTS (SELECT 1 FROM cases_scalesheet s WHERE s.id = sheet_id)"
OF_ANALYSIS = (
    "EXISTS (SELECT 1 FROM cases_caseanalysis a WHERE a.id = analysis_id AND (part = 'plan'"
    " OR a.case_id = ANY (ARRAY(SELECT wall.my_cases('health')))))"
)


def given(part: str) -> str:
    return f"{READS} AND case_id = ANY (ARRAY(SELECT wall.my_cases('{part}'))) AND {OF_CASE}"


def walls(model: str, seen: str, made: str = "TRUE") -> list[RaiseWall]:
    table, written = f"cases_{model}", f"{WRITES} AND {seen}"
    return [
        RaiseWall(table, select=seen, insert=f"{made} AND {written}", update=written),
        history_wall(f"{table}historyevent", table),
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_plain_words"),
        ("cases", "0014_joint_walls"),
        ("citizens", "0013_alike_at_once"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ScaleAnswer",
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
                ("item", models.CharField(max_length=24, verbose_name="voce")),
                ("option", models.CharField(blank=True, max_length=24, verbose_name="scelta")),
                ("points", models.PositiveSmallIntegerField(default=0, verbose_name="punti")),
            ],
            options={
                "verbose_name": "risposta di una scala",
                "verbose_name_plural": "risposte delle scale",
                "ordering": ["sheet", "item", "pk"],
            },
        ),
        migrations.CreateModel(
            name="AnalysisAnswer",
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
                ("item", models.CharField(max_length=40, verbose_name="domanda")),
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
                        default="plan",
                        max_length=8,
                        verbose_name="parte",
                    ),
                ),
                (
                    "chosen",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=24),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="scelte",
                    ),
                ),
                ("text", models.TextField(blank=True, max_length=4000, verbose_name="in parole")),
                (
                    "source",
                    models.CharField(blank=True, max_length=200, verbose_name="da dove si sa"),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="citizens.person",
                        verbose_name="di chi",
                    ),
                ),
            ],
            options={
                "verbose_name": "risposta di un'analisi",
                "verbose_name_plural": "risposte delle analisi",
                "ordering": ["analysis", "item", "pk"],
            },
        ),
        migrations.CreateModel(
            name="CaseAnalysis",
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
                ("form", models.CharField(max_length=16, verbose_name="modulo")),
                ("edition", models.CharField(max_length=16, verbose_name="edizione")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "bozza"),
                            ("completed", "completata"),
                            ("dropped", "annullata"),
                        ],
                        default="draft",
                        max_length=9,
                        verbose_name="stato",
                    ),
                ),
                (
                    "begun_on",
                    models.DateField(
                        default=prossimo.core.periods.today, verbose_name="cominciata il"
                    ),
                ),
                (
                    "completed_on",
                    models.DateField(blank=True, null=True, verbose_name="completata il"),
                ),
                ("outcome", models.CharField(blank=True, max_length=16, verbose_name="esito")),
                (
                    "outcome_why",
                    models.CharField(
                        blank=True, max_length=500, verbose_name="perché un altro esito"
                    ),
                ),
                (
                    "summary",
                    models.TextField(blank=True, max_length=4000, verbose_name="in sintesi"),
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
                        related_name="analyses",
                        to="cases.case",
                        verbose_name="presa in carico",
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
            ],
            options={
                "verbose_name": "analisi di una presa in carico",
                "verbose_name_plural": "analisi delle prese in carico",
                "ordering": ["-begun_on", "-created_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="AnalysisAnswerHistoryevent",
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
                ("item", models.CharField(max_length=40, verbose_name="domanda")),
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
                        default="plan",
                        max_length=8,
                        verbose_name="parte",
                    ),
                ),
                (
                    "chosen",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=24),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="scelte",
                    ),
                ),
                ("text", models.TextField(blank=True, max_length=4000, verbose_name="in parole")),
                (
                    "source",
                    models.CharField(blank=True, max_length=200, verbose_name="da dove si sa"),
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
                        verbose_name="di chi",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="cases.analysisanswer",
                    ),
                ),
                (
                    "analysis",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.caseanalysis",
                        verbose_name="analisi",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="analysisanswer",
            name="analysis",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="answers",
                to="cases.caseanalysis",
                verbose_name="analisi",
            ),
        ),
        migrations.CreateModel(
            name="CaseAnalysisHistoryevent",
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
                ("form", models.CharField(max_length=16, verbose_name="modulo")),
                ("edition", models.CharField(max_length=16, verbose_name="edizione")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "bozza"),
                            ("completed", "completata"),
                            ("dropped", "annullata"),
                        ],
                        default="draft",
                        max_length=9,
                        verbose_name="stato",
                    ),
                ),
                (
                    "begun_on",
                    models.DateField(
                        default=prossimo.core.periods.today, verbose_name="cominciata il"
                    ),
                ),
                (
                    "completed_on",
                    models.DateField(blank=True, null=True, verbose_name="completata il"),
                ),
                ("outcome", models.CharField(blank=True, max_length=16, verbose_name="esito")),
                (
                    "outcome_why",
                    models.CharField(
                        blank=True, max_length=500, verbose_name="perché un altro esito"
                    ),
                ),
                (
                    "summary",
                    models.TextField(blank=True, max_length=4000, verbose_name="in sintesi"),
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
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="cases.caseanalysis",
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ScaleSheet",
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
                ("scale", models.CharField(max_length=16, verbose_name="scala")),
                ("edition", models.CharField(max_length=16, verbose_name="edizione")),
                ("convention", models.CharField(max_length=16, verbose_name="convenzione")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "bozza"),
                            ("completed", "completata"),
                            ("dropped", "annullata"),
                        ],
                        default="draft",
                        max_length=9,
                        verbose_name="stato",
                    ),
                ),
                (
                    "done_on",
                    models.DateField(
                        default=prossimo.core.periods.today, verbose_name="rilevata il"
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("observed", "osservata"),
                            ("told", "riferita"),
                            ("papers", "da documenti"),
                        ],
                        default="observed",
                        max_length=8,
                        verbose_name="da dove vengono le risposte",
                    ),
                ),
                (
                    "informant",
                    models.CharField(blank=True, max_length=160, verbose_name="riferita da"),
                ),
                ("note", models.TextField(blank=True, max_length=2000, verbose_name="nota")),
                (
                    "total",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="totale"),
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
                        related_name="scales",
                        to="cases.case",
                        verbose_name="presa in carico",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scale_sheets",
                        to="citizens.person",
                        verbose_name="di chi",
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
            ],
            options={
                "verbose_name": "scheda di una scala",
                "verbose_name_plural": "schede delle scale",
                "ordering": ["-done_on", "-created_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ScaleAnswerHistoryevent",
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
                ("item", models.CharField(max_length=24, verbose_name="voce")),
                ("option", models.CharField(blank=True, max_length=24, verbose_name="scelta")),
                ("points", models.PositiveSmallIntegerField(default=0, verbose_name="punti")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="cases.scaleanswer",
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.scalesheet",
                        verbose_name="scheda",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="scaleanswer",
            name="sheet",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="answers",
                to="cases.scalesheet",
                verbose_name="scheda",
            ),
        ),
        migrations.CreateModel(
            name="ScaleSheetHistoryevent",
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
                ("scale", models.CharField(max_length=16, verbose_name="scala")),
                ("edition", models.CharField(max_length=16, verbose_name="edizione")),
                ("convention", models.CharField(max_length=16, verbose_name="convenzione")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "bozza"),
                            ("completed", "completata"),
                            ("dropped", "annullata"),
                        ],
                        default="draft",
                        max_length=9,
                        verbose_name="stato",
                    ),
                ),
                (
                    "done_on",
                    models.DateField(
                        default=prossimo.core.periods.today, verbose_name="rilevata il"
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("observed", "osservata"),
                            ("told", "riferita"),
                            ("papers", "da documenti"),
                        ],
                        default="observed",
                        max_length=8,
                        verbose_name="da dove vengono le risposte",
                    ),
                ),
                (
                    "informant",
                    models.CharField(blank=True, max_length=160, verbose_name="riferita da"),
                ),
                ("note", models.TextField(blank=True, max_length=2000, verbose_name="nota")),
                (
                    "total",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="totale"),
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
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="citizens.person",
                        verbose_name="di chi",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="cases.scalesheet",
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddIndex(
            model_name="caseanalysis",
            index=models.Index(fields=["case", "-begun_on"], name="analysis_by_case"),
        ),
        migrations.AddConstraint(
            model_name="caseanalysis",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "draft")),
                fields=("case", "form"),
                name="analysis_one_draft_a_case_and_form",
                violation_error_message="C'è già una bozza di questo modulo: continua quella.",
            ),
        ),
        migrations.AddConstraint(
            model_name="caseanalysis",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("completed_on__isnull", False), ("state", "completed")),
                    models.Q(
                        models.Q(("state", "completed"), _negated=True), ("completed_on", None)
                    ),
                    _connector="OR",
                ),
                name="analysis_completed_iff_dated",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="caseanalysis",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cases_caseanalysishistoryevent" ("author_id", "begun_on", "case_id", "changed_at", "completed_on", "created_at", "edition", "form", "id", "outcome", "outcome_why", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id", "state", "summary", "version") VALUES (NEW."author_id", NEW."begun_on", NEW."case_id", NEW."changed_at", NEW."completed_on", NEW."created_at", NEW."edition", NEW."form", NEW."id", NEW."outcome", NEW."outcome_why", NOW(), \'insert\', NEW."id", NEW."post_id", NEW."state", NEW."summary", NEW."version"); RETURN NULL;',
                    hash="512890fc07166e3523d8c2544ab4abdb80d7e170",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_f0a45",
                    table="cases_caseanalysis",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="caseanalysis",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "cases_caseanalysishistoryevent" ("author_id", "begun_on", "case_id", "changed_at", "completed_on", "created_at", "edition", "form", "id", "outcome", "outcome_why", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id", "state", "summary", "version") VALUES (NEW."author_id", NEW."begun_on", NEW."case_id", NEW."changed_at", NEW."completed_on", NEW."created_at", NEW."edition", NEW."form", NEW."id", NEW."outcome", NEW."outcome_why", NOW(), \'update\', NEW."id", NEW."post_id", NEW."state", NEW."summary", NEW."version"); RETURN NULL;',
                    hash="fed654b528699a968d9cd6b64087c6c4e5afdbac",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_9bef4",
                    table="cases_caseanalysis",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="caseanalysis",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cases_caseanalysishistoryevent" ("author_id", "begun_on", "case_id", "changed_at", "completed_on", "created_at", "edition", "form", "id", "outcome", "outcome_why", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id", "state", "summary", "version") VALUES (OLD."author_id", OLD."begun_on", OLD."case_id", OLD."changed_at", OLD."completed_on", OLD."created_at", OLD."edition", OLD."form", OLD."id", OLD."outcome", OLD."outcome_why", NOW(), \'delete\', OLD."id", OLD."post_id", OLD."state", OLD."summary", OLD."version"); RETURN NULL;',
                    hash="62ebf424a3584bd8aa3f1493195021229114ac4a",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_b8014",
                    table="cases_caseanalysis",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="analysisanswerhistoryevent",
            index=models.Index(
                fields=["pgh_obj", "-pgh_id"], name="cases_analy_pgh_obj_0aa6c8_idx"
            ),
        ),
        migrations.AddConstraint(
            model_name="analysisanswer",
            constraint=models.UniqueConstraint(
                fields=("analysis", "item", "person"),
                name="analysis_answer_one_an_item_and_person",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="analysisanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("part__in", ["plan", "health"])),
                name="analysis_answer_of_plan_or_health",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="analysisanswer",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cases_analysisanswerhistoryevent" ("analysis_id", "changed_at", "chosen", "created_at", "id", "item", "part", "person_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "text", "version") VALUES (NEW."analysis_id", NEW."changed_at", NEW."chosen", NEW."created_at", NEW."id", NEW."item", NEW."part", NEW."person_id", NOW(), \'insert\', NEW."id", NEW."source", NEW."text", NEW."version"); RETURN NULL;',
                    hash="b0196b29193a00aaa21d3a2ff33d85c1a3e6aedd",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_587c7",
                    table="cases_analysisanswer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="analysisanswer",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "cases_analysisanswerhistoryevent" ("analysis_id", "changed_at", "chosen", "created_at", "id", "item", "part", "person_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "text", "version") VALUES (NEW."analysis_id", NEW."changed_at", NEW."chosen", NEW."created_at", NEW."id", NEW."item", NEW."part", NEW."person_id", NOW(), \'update\', NEW."id", NEW."source", NEW."text", NEW."version"); RETURN NULL;',
                    hash="58bdb749774ae7b05d1539c897050377f7600919",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_355b9",
                    table="cases_analysisanswer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="analysisanswer",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cases_analysisanswerhistoryevent" ("analysis_id", "changed_at", "chosen", "created_at", "id", "item", "part", "person_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "text", "version") VALUES (OLD."analysis_id", OLD."changed_at", OLD."chosen", OLD."created_at", OLD."id", OLD."item", OLD."part", OLD."person_id", NOW(), \'delete\', OLD."id", OLD."source", OLD."text", OLD."version"); RETURN NULL;',
                    hash="0c54d3a59772a8ffdbcdbd56b457779fcabf78f8",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_9c968",
                    table="cases_analysisanswer",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="caseanalysishistoryevent",
            index=models.Index(
                fields=["pgh_obj", "-pgh_id"], name="cases_casea_pgh_obj_6f30b3_idx"
            ),
        ),
        migrations.AddIndex(
            model_name="scalesheet",
            index=models.Index(fields=["case", "scale", "-done_on"], name="scale_by_case"),
        ),
        migrations.AddConstraint(
            model_name="scalesheet",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "draft")),
                fields=("case", "person", "scale"),
                name="scale_one_draft_a_person_and_scale",
                violation_error_message="C'è già una bozza di questa scala: continua quella.",
            ),
        ),
        migrations.AddConstraint(
            model_name="scalesheet",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "completed"), ("total__isnull", False)),
                    models.Q(models.Q(("state", "completed"), _negated=True), ("total", None)),
                    _connector="OR",
                ),
                name="scale_totalled_iff_completed",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="scalesheet",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cases_scalesheethistoryevent" ("author_id", "case_id", "changed_at", "convention", "created_at", "done_on", "edition", "id", "informant", "note", "person_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id", "scale", "source", "state", "total", "version") VALUES (NEW."author_id", NEW."case_id", NEW."changed_at", NEW."convention", NEW."created_at", NEW."done_on", NEW."edition", NEW."id", NEW."informant", NEW."note", NEW."person_id", NOW(), \'insert\', NEW."id", NEW."post_id", NEW."scale", NEW."source", NEW."state", NEW."total", NEW."version"); RETURN NULL;',
                    hash="e5847d27301695f4c610b472427ad3fb6ff09781",
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
                    func='INSERT INTO "cases_scalesheethistoryevent" ("author_id", "case_id", "changed_at", "convention", "created_at", "done_on", "edition", "id", "informant", "note", "person_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id", "scale", "source", "state", "total", "version") VALUES (NEW."author_id", NEW."case_id", NEW."changed_at", NEW."convention", NEW."created_at", NEW."done_on", NEW."edition", NEW."id", NEW."informant", NEW."note", NEW."person_id", NOW(), \'update\', NEW."id", NEW."post_id", NEW."scale", NEW."source", NEW."state", NEW."total", NEW."version"); RETURN NULL;',
                    hash="09140d38ce160e8ceb798bfee1b46fbed835566e",
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
                    func='INSERT INTO "cases_scalesheethistoryevent" ("author_id", "case_id", "changed_at", "convention", "created_at", "done_on", "edition", "id", "informant", "note", "person_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id", "scale", "source", "state", "total", "version") VALUES (OLD."author_id", OLD."case_id", OLD."changed_at", OLD."convention", OLD."created_at", OLD."done_on", OLD."edition", OLD."id", OLD."informant", OLD."note", OLD."person_id", NOW(), \'delete\', OLD."id", OLD."post_id", OLD."scale", OLD."source", OLD."state", OLD."total", OLD."version"); RETURN NULL;',
                    hash="21adcec8cfaa2c5343943e6810a8e7152e1119b7",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_1245b",
                    table="cases_scalesheet",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="scaleanswerhistoryevent",
            index=models.Index(
                fields=["pgh_obj", "-pgh_id"], name="cases_scale_pgh_obj_d1359e_idx"
            ),
        ),
        migrations.AddConstraint(
            model_name="scaleanswer",
            constraint=models.UniqueConstraint(
                fields=("sheet", "item"), name="scale_answer_one_an_item"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="scaleanswer",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cases_scaleanswerhistoryevent" ("changed_at", "created_at", "id", "item", "option", "pgh_created_at", "pgh_label", "pgh_obj_id", "points", "sheet_id", "version") VALUES (NEW."changed_at", NEW."created_at", NEW."id", NEW."item", NEW."option", NOW(), \'insert\', NEW."id", NEW."points", NEW."sheet_id", NEW."version"); RETURN NULL;',
                    hash="d5f1bd3f2774418ac67699b4e71282419663c314",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_c03b9",
                    table="cases_scaleanswer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="scaleanswer",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "cases_scaleanswerhistoryevent" ("changed_at", "created_at", "id", "item", "option", "pgh_created_at", "pgh_label", "pgh_obj_id", "points", "sheet_id", "version") VALUES (NEW."changed_at", NEW."created_at", NEW."id", NEW."item", NEW."option", NOW(), \'update\', NEW."id", NEW."points", NEW."sheet_id", NEW."version"); RETURN NULL;',
                    hash="220316a83e6de0578f1ee82236340b8a2a83b8a0",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_4fa19",
                    table="cases_scaleanswer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="scaleanswer",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cases_scaleanswerhistoryevent" ("changed_at", "created_at", "id", "item", "option", "pgh_created_at", "pgh_label", "pgh_obj_id", "points", "sheet_id", "version") VALUES (OLD."changed_at", OLD."created_at", OLD."id", OLD."item", OLD."option", NOW(), \'delete\', OLD."id", OLD."points", OLD."sheet_id", OLD."version"); RETURN NULL;',
                    hash="ff2b6cd2f58b375f0ad10aedf60fb1df51803164",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_67740",
                    table="cases_scaleanswer",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="scalesheethistoryevent",
            index=models.Index(
                fields=["pgh_obj", "-pgh_id"], name="cases_scale_pgh_obj_59c50c_idx"
            ),
        ),
        *walls("caseanalysis", given("plan"), f"author_id = {ME}"),
        *walls("analysisanswer", OF_ANALYSIS),
        *walls("scalesheet", given("health"), f"author_id = {ME}"),
        *walls("scaleanswer", OF_SHEET),
        migrations.RunSQL(
            "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO prossimo_mover",
            migrations.RunSQL.noop,
        ),
    ]
