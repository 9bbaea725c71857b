"""The project of a case, its goals, who does what, consents and signatures, behind the second wall."""

import uuid

import django.db.models.deletion
import django.db.models.functions.comparison
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models
from django.db.migrations.operations.base import Operation

import prossimo.core.periods
import prossimo.core.records
from prossimo.core.walls import RaiseWall, history_wall

ME = "(SELECT wall.me())"
FUNCTIONS = """
-- What was agreed stays as it was: of a line, only how it went may change once it left the draft.
CREATE FUNCTION wall.plan_line_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_user IN ('prossimo_app', 'prossimo_worker')
       AND NOT EXISTS (SELECT 1 FROM public.cases_plan p WHERE p.id = OLD.plan_id AND p.state = 'draft')
       AND to_jsonb(OLD) - ARRAY['state', 'stated_on', 'stated_why', 'version', 'changed_at']
           <> to_jsonb(NEW) - ARRAY['state', 'stated_on', 'stated_why', 'version', 'changed_at']
    THEN RAISE EXCEPTION 'the text of a project does not change once it was agreed';
    END IF;
    RETURN NEW;
END $$;

-- Nor does the text that was put before who signs, nor which project of whom it is.
CREATE FUNCTION wall.plan_text_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_user IN ('prossimo_app', 'prossimo_worker')
       AND ((OLD.case_id, OLD.kind, OLD.number, OLD.previous_id)
            IS DISTINCT FROM (NEW.case_id, NEW.kind, NEW.number, NEW.previous_id)
            OR (OLD.state NOT IN ('draft', 'shared')
                AND (OLD.agreed, OLD.fingerprint, OLD.aim, OLD.reason)
                    IS DISTINCT FROM (NEW.agreed, NEW.fingerprint, NEW.aim, NEW.reason)))
    THEN RAISE EXCEPTION 'the text of a project does not change once it was signed';
    END IF;
    RETURN NEW;
END $$;
"""
LINES = ("goal", "planaction", "commitment", "budgetline")
TRIGGERS = ";\n".join(
    [
        "CREATE TRIGGER text_kept BEFORE UPDATE ON cases_plan"
        " FOR EACH ROW EXECUTE FUNCTION wall.plan_text_kept()",
        *(
            f"CREATE TRIGGER line_kept BEFORE UPDATE ON cases_{line}"
            " FOR EACH ROW EXECUTE FUNCTION wall.plan_line_kept()"
            for line in LINES
        ),
    ]
)
PLANNED = (
    "(SELECT wall.ambito('case.write')) IS NOT NULL"
    " AND case_id = ANY (ARRAY(SELECT wall.my_cases('plan')))"
)


def of_plan(states: str = "") -> str:
    stands = f" AND p.state IN ({states})" if states else ""
    return f"EXISTS (SELECT 1 FROM cases_plan p WHERE p.id = plan_id{stands})"


def of_goal(states: str = "") -> str:
    stands = f" AND p.state IN ({states})" if states else ""
    return (
        "EXISTS (SELECT 1 FROM cases_goal g JOIN cases_plan p ON p.id = g.plan_id"
        f" WHERE g.id = goal_id{stands})"
    )


DRAFT = "'draft'"
SIGNABLE = "'shared', 'signed'"
LIVE = "'draft', 'shared', 'signed', 'active', 'in_revision', 'suspended'"


def past(model: str) -> RaiseWall:
    return history_wall(f"cases_{model}historyevent", f"cases_{model}")


def past_of_plan(model: str) -> RaiseWall:
    """A line taken away has no row left: its past is seen with the project."""
    return RaiseWall(f"cases_{model}historyevent", select=of_plan(), insert="true")


WALLS: list[Operation] = [
    migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),
    migrations.RunSQL(TRIGGERS, migrations.RunSQL.noop),
    RaiseWall(
        "cases_plan", select=PLANNED, insert=f"{PLANNED} AND made_by_id = {ME}", update=PLANNED
    ),
    past("plan"),
    RaiseWall("cases_planstep", select=of_plan(), insert=f"by_id = {ME} AND {of_plan()}"),
    past("planstep"),
    *(
        wall
        for line in LINES
        for wall in (
            RaiseWall(
                f"cases_{line}",
                select=of_plan(),
                insert=of_plan(DRAFT),
                update=of_plan(LIVE),
                delete=of_plan(DRAFT),
            ),
            past_of_plan(line),
        )
    ),
    RaiseWall("cases_goalneed", select=of_goal(), insert=of_goal(DRAFT), delete=of_goal(DRAFT)),
    RaiseWall("cases_goalneedhistoryevent", select=of_goal(), insert="true"),
    RaiseWall(
        "cases_goalconsent",
        select=of_goal(),
        insert=f"noted_by_id = {ME} AND {of_goal(LIVE)}",
        delete=of_goal(DRAFT),
    ),
    RaiseWall("cases_goalconsenthistoryevent", select=of_goal(), insert="true"),
    RaiseWall(
        "cases_plansignature",
        select=of_plan(),
        insert=f"noted_by_id = {ME} AND {of_plan(SIGNABLE)}",
    ),
    past("plansignature"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_plain_words"),
        ("cases", "0003_more_parts"),
        ("catalogue", "0003_needs"),
        ("citizens", "0013_alike_at_once"),
        ("network", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Commitment",
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
                    "line",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, verbose_name="filo tra le versioni"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="posto")),
                (
                    "side",
                    models.CharField(
                        choices=[
                            ("person", "la persona e la famiglia"),
                            ("service", "il servizio"),
                        ],
                        max_length=7,
                        verbose_name="chi si impegna",
                    ),
                ),
                ("what", models.CharField(max_length=500, verbose_name="a che cosa")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "da vedere"),
                            ("kept", "mantenuto"),
                            ("partly", "mantenuto in parte"),
                            ("not", "non mantenuto"),
                        ],
                        default="open",
                        max_length=6,
                        verbose_name="a che punto è",
                    ),
                ),
                ("stated_on", models.DateField(blank=True, null=True, verbose_name="visto il")),
                (
                    "stated_why",
                    models.CharField(blank=True, max_length=1000, verbose_name="com'è andata"),
                ),
                (
                    "member",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.casemember",
                        verbose_name="persona",
                    ),
                ),
            ],
            options={
                "verbose_name": "impegno",
                "verbose_name_plural": "impegni",
                "ordering": ["plan", "side", "position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Goal",
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
                    "line",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, verbose_name="filo tra le versioni"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="posto")),
                (
                    "theme",
                    models.CharField(
                        choices=[
                            ("person", "benessere e vita quotidiana"),
                            ("health", "salute e cura"),
                            ("income", "reddito e spese"),
                            ("work", "lavoro"),
                            ("school", "scuola e formazione"),
                            ("home", "casa"),
                            ("network", "famiglia e relazioni"),
                            ("children", "crescita dei figli"),
                            ("rights", "documenti e diritti"),
                        ],
                        max_length=8,
                        verbose_name="tema",
                    ),
                ),
                (
                    "statement",
                    models.CharField(max_length=500, verbose_name="che cosa si vuole ottenere"),
                ),
                (
                    "indicator",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="da che cosa si vede"
                    ),
                ),
                (
                    "baseline",
                    models.CharField(blank=True, max_length=300, verbose_name="com'è adesso"),
                ),
                ("target", models.CharField(blank=True, max_length=300, verbose_name="come sarà")),
                ("horizon_on", models.DateField(verbose_name="entro il")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "aperto"),
                            ("reached", "raggiunto"),
                            ("partly", "raggiunto in parte"),
                            ("not", "non raggiunto"),
                            ("dropped", "lasciato"),
                        ],
                        default="open",
                        max_length=7,
                        verbose_name="a che punto è",
                    ),
                ),
                ("stated_on", models.DateField(blank=True, null=True, verbose_name="visto il")),
                (
                    "stated_why",
                    models.CharField(
                        blank=True, max_length=1000, verbose_name="da che cosa lo si è visto"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.casemember",
                        verbose_name="per chi",
                    ),
                ),
            ],
            options={
                "verbose_name": "obiettivo",
                "verbose_name_plural": "obiettivi",
                "ordering": ["plan", "position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="BudgetLine",
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
                    "line",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, verbose_name="filo tra le versioni"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="posto")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("town", "Comune"),
                            ("ambito", "Ambito e Fondo sociale"),
                            ("region", "Regione"),
                            ("state", "Stato e fondi nazionali"),
                            ("health", "sanità"),
                            ("family", "la famiglia"),
                            ("third", "associazioni e donazioni"),
                            ("other", "altro"),
                        ],
                        max_length=6,
                        verbose_name="da dove viene",
                    ),
                ),
                ("item", models.CharField(max_length=200, verbose_name="per che cosa")),
                ("cents", models.PositiveIntegerField(verbose_name="importo in centesimi")),
                (
                    "period",
                    models.CharField(
                        choices=[
                            ("once", "una volta"),
                            ("weekly", "ogni settimana"),
                            ("monthly", "ogni mese"),
                            ("yearly", "ogni anno"),
                        ],
                        default="monthly",
                        max_length=7,
                        verbose_name="ogni quanto",
                    ),
                ),
                (
                    "goal",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="budget",
                        to="cases.goal",
                        verbose_name="obiettivo",
                    ),
                ),
            ],
            options={
                "verbose_name": "voce del budget personale",
                "verbose_name_plural": "voci del budget personale",
                "ordering": ["plan", "position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="GoalConsent",
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
                    "answer",
                    models.CharField(
                        choices=[("yes", "sì"), ("no", "no"), ("withdrawn", "ci ha ripensato")],
                        max_length=9,
                        verbose_name="risposta",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        blank=True, max_length=160, verbose_name="nome di chi ha risposto"
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("spoken", "a voce, durante un colloquio"),
                            ("written", "per iscritto"),
                            ("interpreter", "con un interprete o un mediatore"),
                            ("signs", "con la comunicazione aumentativa o i gesti"),
                        ],
                        default="spoken",
                        max_length=11,
                        verbose_name="come",
                    ),
                ),
                (
                    "on",
                    models.DateField(default=prossimo.core.periods.today, verbose_name="il giorno"),
                ),
                (
                    "note",
                    models.CharField(blank=True, max_length=500, verbose_name="con quali parole"),
                ),
                (
                    "fingerprint",
                    models.CharField(max_length=64, verbose_name="impronta dell'obiettivo"),
                ),
                (
                    "at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="annotato alle"
                    ),
                ),
                (
                    "goal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="consents",
                        to="cases.goal",
                        verbose_name="obiettivo",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.casemember",
                        verbose_name="chi ha risposto",
                    ),
                ),
                (
                    "noted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="annotato da",
                    ),
                ),
            ],
            options={
                "verbose_name": "risposta su un obiettivo",
                "verbose_name_plural": "risposte sugli obiettivi",
                "ordering": ["goal", "-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="GoalConsentHistoryevent",
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
                    "answer",
                    models.CharField(
                        choices=[("yes", "sì"), ("no", "no"), ("withdrawn", "ci ha ripensato")],
                        max_length=9,
                        verbose_name="risposta",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        blank=True, max_length=160, verbose_name="nome di chi ha risposto"
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("spoken", "a voce, durante un colloquio"),
                            ("written", "per iscritto"),
                            ("interpreter", "con un interprete o un mediatore"),
                            ("signs", "con la comunicazione aumentativa o i gesti"),
                        ],
                        default="spoken",
                        max_length=11,
                        verbose_name="come",
                    ),
                ),
                (
                    "on",
                    models.DateField(default=prossimo.core.periods.today, verbose_name="il giorno"),
                ),
                (
                    "note",
                    models.CharField(blank=True, max_length=500, verbose_name="con quali parole"),
                ),
                (
                    "fingerprint",
                    models.CharField(max_length=64, verbose_name="impronta dell'obiettivo"),
                ),
                (
                    "at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="annotato alle"
                    ),
                ),
                (
                    "goal",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.goal",
                        verbose_name="obiettivo",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.casemember",
                        verbose_name="chi ha risposto",
                    ),
                ),
                (
                    "noted_by",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="annotato da",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="cases.goalconsent",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="GoalNeed",
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
                    "goal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="needs",
                        to="cases.goal",
                        verbose_name="obiettivo",
                    ),
                ),
                (
                    "need",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="goals",
                        to="cases.caseneed",
                        verbose_name="bisogno",
                    ),
                ),
            ],
            options={
                "verbose_name": "bisogno a cui risponde un obiettivo",
                "verbose_name_plural": "bisogni a cui rispondono gli obiettivi",
                "ordering": ["goal", "pk"],
            },
        ),
        migrations.CreateModel(
            name="GoalNeedHistoryevent",
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
                    "goal",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.goal",
                        verbose_name="obiettivo",
                    ),
                ),
                (
                    "need",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.caseneed",
                        verbose_name="bisogno",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="cases.goalneed",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Plan",
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
                            ("inclusion_pact", "patto per l'inclusione"),
                            ("individual", "progetto individuale"),
                            ("care_plan", "piano assistenziale (PAI)"),
                            ("life_project", "progetto di vita"),
                            ("placement", "progetto di accoglienza"),
                        ],
                        max_length=14,
                        verbose_name="che cos'è",
                    ),
                ),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        default=1, verbose_name="versione del progetto"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "bozza"),
                            ("shared", "condiviso"),
                            ("signed", "firmato"),
                            ("active", "attivo"),
                            ("in_revision", "in revisione"),
                            ("suspended", "sospeso"),
                            ("superseded", "sostituito"),
                            ("ended", "concluso"),
                            ("interrupted", "interrotto"),
                        ],
                        default="draft",
                        max_length=11,
                        verbose_name="stato",
                    ),
                ),
                (
                    "aim",
                    models.TextField(
                        blank=True, max_length=2000, verbose_name="dove si vuole arrivare"
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True, max_length=500, verbose_name="perché questa versione"
                    ),
                ),
                (
                    "review_every",
                    models.PositiveSmallIntegerField(
                        default=90, verbose_name="si rivede ogni (giorni)"
                    ),
                ),
                (
                    "review_on",
                    models.DateField(blank=True, null=True, verbose_name="da rivedere il"),
                ),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="vale dal")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="vale fino al")),
                ("shared_on", models.DateField(blank=True, null=True, verbose_name="condiviso il")),
                ("signed_on", models.DateField(blank=True, null=True, verbose_name="firmato il")),
                (
                    "suspended_on",
                    models.DateField(blank=True, null=True, verbose_name="sospeso dal"),
                ),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="finito il")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("reached", "obiettivi raggiunti"),
                            ("partly", "obiettivi raggiunti in parte"),
                            ("not", "obiettivi non raggiunti"),
                        ],
                        max_length=7,
                        verbose_name="com'è andato",
                    ),
                ),
                (
                    "ending",
                    models.TextField(
                        blank=True, max_length=2000, verbose_name="che cosa si è concluso"
                    ),
                ),
                (
                    "agreed",
                    models.JSONField(blank=True, null=True, verbose_name="testo concordato"),
                ),
                (
                    "fingerprint",
                    models.CharField(
                        blank=True, max_length=64, verbose_name="impronta del testo concordato"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="plans",
                        to="cases.case",
                        verbose_name="presa in carico",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="scritto da",
                    ),
                ),
                (
                    "previous",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="following",
                        to="cases.plan",
                        verbose_name="versione precedente",
                    ),
                ),
            ],
            options={
                "verbose_name": "progetto",
                "verbose_name_plural": "progetti",
                "ordering": ["case", "kind", "-number"],
            },
        ),
        migrations.CreateModel(
            name="GoalHistoryevent",
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
                    "line",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, verbose_name="filo tra le versioni"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="posto")),
                (
                    "theme",
                    models.CharField(
                        choices=[
                            ("person", "benessere e vita quotidiana"),
                            ("health", "salute e cura"),
                            ("income", "reddito e spese"),
                            ("work", "lavoro"),
                            ("school", "scuola e formazione"),
                            ("home", "casa"),
                            ("network", "famiglia e relazioni"),
                            ("children", "crescita dei figli"),
                            ("rights", "documenti e diritti"),
                        ],
                        max_length=8,
                        verbose_name="tema",
                    ),
                ),
                (
                    "statement",
                    models.CharField(max_length=500, verbose_name="che cosa si vuole ottenere"),
                ),
                (
                    "indicator",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="da che cosa si vede"
                    ),
                ),
                (
                    "baseline",
                    models.CharField(blank=True, max_length=300, verbose_name="com'è adesso"),
                ),
                ("target", models.CharField(blank=True, max_length=300, verbose_name="come sarà")),
                ("horizon_on", models.DateField(verbose_name="entro il")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "aperto"),
                            ("reached", "raggiunto"),
                            ("partly", "raggiunto in parte"),
                            ("not", "non raggiunto"),
                            ("dropped", "lasciato"),
                        ],
                        default="open",
                        max_length=7,
                        verbose_name="a che punto è",
                    ),
                ),
                ("stated_on", models.DateField(blank=True, null=True, verbose_name="visto il")),
                (
                    "stated_why",
                    models.CharField(
                        blank=True, max_length=1000, verbose_name="da che cosa lo si è visto"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.casemember",
                        verbose_name="per chi",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="cases.goal",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.plan",
                        verbose_name="progetto",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="goal",
            name="plan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="goals",
                to="cases.plan",
                verbose_name="progetto",
            ),
        ),
        migrations.CreateModel(
            name="CommitmentHistoryevent",
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
                    "line",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, verbose_name="filo tra le versioni"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="posto")),
                (
                    "side",
                    models.CharField(
                        choices=[
                            ("person", "la persona e la famiglia"),
                            ("service", "il servizio"),
                        ],
                        max_length=7,
                        verbose_name="chi si impegna",
                    ),
                ),
                ("what", models.CharField(max_length=500, verbose_name="a che cosa")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "da vedere"),
                            ("kept", "mantenuto"),
                            ("partly", "mantenuto in parte"),
                            ("not", "non mantenuto"),
                        ],
                        default="open",
                        max_length=6,
                        verbose_name="a che punto è",
                    ),
                ),
                ("stated_on", models.DateField(blank=True, null=True, verbose_name="visto il")),
                (
                    "stated_why",
                    models.CharField(blank=True, max_length=1000, verbose_name="com'è andata"),
                ),
                (
                    "member",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.casemember",
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
                        to="cases.commitment",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.plan",
                        verbose_name="progetto",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="commitment",
            name="plan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="commitments",
                to="cases.plan",
                verbose_name="progetto",
            ),
        ),
        migrations.CreateModel(
            name="BudgetLineHistoryevent",
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
                    "line",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, verbose_name="filo tra le versioni"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="posto")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("town", "Comune"),
                            ("ambito", "Ambito e Fondo sociale"),
                            ("region", "Regione"),
                            ("state", "Stato e fondi nazionali"),
                            ("health", "sanità"),
                            ("family", "la famiglia"),
                            ("third", "associazioni e donazioni"),
                            ("other", "altro"),
                        ],
                        max_length=6,
                        verbose_name="da dove viene",
                    ),
                ),
                ("item", models.CharField(max_length=200, verbose_name="per che cosa")),
                ("cents", models.PositiveIntegerField(verbose_name="importo in centesimi")),
                (
                    "period",
                    models.CharField(
                        choices=[
                            ("once", "una volta"),
                            ("weekly", "ogni settimana"),
                            ("monthly", "ogni mese"),
                            ("yearly", "ogni anno"),
                        ],
                        default="monthly",
                        max_length=7,
                        verbose_name="ogni quanto",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="cases.budgetline",
                    ),
                ),
                (
                    "goal",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.goal",
                        verbose_name="obiettivo",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.plan",
                        verbose_name="progetto",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="budgetline",
            name="plan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="budget",
                to="cases.plan",
                verbose_name="progetto",
            ),
        ),
        migrations.CreateModel(
            name="PlanAction",
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
                    "line",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, verbose_name="filo tra le versioni"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="posto")),
                ("what", models.CharField(max_length=500, verbose_name="che cosa si fa")),
                (
                    "doer",
                    models.CharField(
                        choices=[
                            ("member", "la persona o un familiare"),
                            ("neighbour", "un vicino"),
                            ("association", "un'associazione"),
                            ("shop", "un negozio"),
                            ("worker", "un operatore"),
                            ("service", "un servizio"),
                            ("body", "un'organizzazione della rete"),
                            ("other", "qualcun altro"),
                        ],
                        max_length=11,
                        verbose_name="chi lo fa",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=160, verbose_name="nome")),
                ("from_on", models.DateField(blank=True, null=True, verbose_name="dal")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="al")),
                (
                    "frequency",
                    models.CharField(blank=True, max_length=120, verbose_name="ogni quanto"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "da fare"),
                            ("going", "in corso"),
                            ("done", "fatta"),
                            ("not", "non fatta"),
                            ("dropped", "lasciata"),
                        ],
                        default="planned",
                        max_length=7,
                        verbose_name="a che punto è",
                    ),
                ),
                ("stated_on", models.DateField(blank=True, null=True, verbose_name="visto il")),
                (
                    "stated_why",
                    models.CharField(blank=True, max_length=1000, verbose_name="com'è andata"),
                ),
                (
                    "goal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="actions",
                        to="cases.goal",
                        verbose_name="obiettivo",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.casemember",
                        verbose_name="persona",
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
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="actions",
                        to="cases.plan",
                        verbose_name="progetto",
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
                (
                    "service",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.service",
                        verbose_name="servizio",
                    ),
                ),
            ],
            options={
                "verbose_name": "azione di un progetto",
                "verbose_name_plural": "azioni dei progetti",
                "ordering": ["plan", "goal", "position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="PlanActionHistoryevent",
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
                    "line",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, verbose_name="filo tra le versioni"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="posto")),
                ("what", models.CharField(max_length=500, verbose_name="che cosa si fa")),
                (
                    "doer",
                    models.CharField(
                        choices=[
                            ("member", "la persona o un familiare"),
                            ("neighbour", "un vicino"),
                            ("association", "un'associazione"),
                            ("shop", "un negozio"),
                            ("worker", "un operatore"),
                            ("service", "un servizio"),
                            ("body", "un'organizzazione della rete"),
                            ("other", "qualcun altro"),
                        ],
                        max_length=11,
                        verbose_name="chi lo fa",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=160, verbose_name="nome")),
                ("from_on", models.DateField(blank=True, null=True, verbose_name="dal")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="al")),
                (
                    "frequency",
                    models.CharField(blank=True, max_length=120, verbose_name="ogni quanto"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "da fare"),
                            ("going", "in corso"),
                            ("done", "fatta"),
                            ("not", "non fatta"),
                            ("dropped", "lasciata"),
                        ],
                        default="planned",
                        max_length=7,
                        verbose_name="a che punto è",
                    ),
                ),
                ("stated_on", models.DateField(blank=True, null=True, verbose_name="visto il")),
                (
                    "stated_why",
                    models.CharField(blank=True, max_length=1000, verbose_name="com'è andata"),
                ),
                (
                    "goal",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.goal",
                        verbose_name="obiettivo",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.casemember",
                        verbose_name="persona",
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
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="cases.planaction",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.plan",
                        verbose_name="progetto",
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
                (
                    "service",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="catalogue.service",
                        verbose_name="servizio",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PlanHistoryevent",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("inclusion_pact", "patto per l'inclusione"),
                            ("individual", "progetto individuale"),
                            ("care_plan", "piano assistenziale (PAI)"),
                            ("life_project", "progetto di vita"),
                            ("placement", "progetto di accoglienza"),
                        ],
                        max_length=14,
                        verbose_name="che cos'è",
                    ),
                ),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        default=1, verbose_name="versione del progetto"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "bozza"),
                            ("shared", "condiviso"),
                            ("signed", "firmato"),
                            ("active", "attivo"),
                            ("in_revision", "in revisione"),
                            ("suspended", "sospeso"),
                            ("superseded", "sostituito"),
                            ("ended", "concluso"),
                            ("interrupted", "interrotto"),
                        ],
                        default="draft",
                        max_length=11,
                        verbose_name="stato",
                    ),
                ),
                (
                    "aim",
                    models.TextField(
                        blank=True, max_length=2000, verbose_name="dove si vuole arrivare"
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True, max_length=500, verbose_name="perché questa versione"
                    ),
                ),
                (
                    "review_every",
                    models.PositiveSmallIntegerField(
                        default=90, verbose_name="si rivede ogni (giorni)"
                    ),
                ),
                (
                    "review_on",
                    models.DateField(blank=True, null=True, verbose_name="da rivedere il"),
                ),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="vale dal")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="vale fino al")),
                ("shared_on", models.DateField(blank=True, null=True, verbose_name="condiviso il")),
                ("signed_on", models.DateField(blank=True, null=True, verbose_name="firmato il")),
                (
                    "suspended_on",
                    models.DateField(blank=True, null=True, verbose_name="sospeso dal"),
                ),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="finito il")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("reached", "obiettivi raggiunti"),
                            ("partly", "obiettivi raggiunti in parte"),
                            ("not", "obiettivi non raggiunti"),
                        ],
                        max_length=7,
                        verbose_name="com'è andato",
                    ),
                ),
                (
                    "ending",
                    models.TextField(
                        blank=True, max_length=2000, verbose_name="che cosa si è concluso"
                    ),
                ),
                (
                    "agreed",
                    models.JSONField(blank=True, null=True, verbose_name="testo concordato"),
                ),
                (
                    "fingerprint",
                    models.CharField(
                        blank=True, max_length=64, verbose_name="impronta del testo concordato"
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
                    "made_by",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="scritto da",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="cases.plan",
                    ),
                ),
                (
                    "previous",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.plan",
                        verbose_name="versione precedente",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PlanSignature",
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
                    "role",
                    models.CharField(
                        choices=[
                            ("person", "la persona"),
                            ("relative", "un familiare"),
                            ("guardian", "chi la rappresenta"),
                            ("worker", "l'operatore"),
                            ("other", "altri"),
                        ],
                        max_length=8,
                        verbose_name="firma come",
                    ),
                ),
                ("name", models.CharField(max_length=160, verbose_name="chi firma")),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("drawn", "firma sullo schermo"),
                            ("paper", "firmato su carta"),
                            ("external", "firma digitale fuori da qui"),
                        ],
                        max_length=8,
                        verbose_name="come",
                    ),
                ),
                (
                    "on",
                    models.DateField(default=prossimo.core.periods.today, verbose_name="il giorno"),
                ),
                (
                    "drawn",
                    models.TextField(
                        blank=True, max_length=60000, verbose_name="tratto della firma"
                    ),
                ),
                (
                    "reference",
                    models.CharField(blank=True, max_length=200, verbose_name="riferimento"),
                ),
                (
                    "fingerprint",
                    models.CharField(max_length=64, verbose_name="impronta del testo firmato"),
                ),
                (
                    "at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="raccolta alle"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.casemember",
                        verbose_name="persona",
                    ),
                ),
                (
                    "noted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="raccolta da",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="signatures",
                        to="cases.plan",
                        verbose_name="progetto",
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
                (
                    "representation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="citizens.representation",
                        verbose_name="con quale decreto",
                    ),
                ),
            ],
            options={
                "verbose_name": "firma di un progetto",
                "verbose_name_plural": "firme dei progetti",
                "ordering": ["plan", "at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="PlanSignatureHistoryevent",
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
                    "role",
                    models.CharField(
                        choices=[
                            ("person", "la persona"),
                            ("relative", "un familiare"),
                            ("guardian", "chi la rappresenta"),
                            ("worker", "l'operatore"),
                            ("other", "altri"),
                        ],
                        max_length=8,
                        verbose_name="firma come",
                    ),
                ),
                ("name", models.CharField(max_length=160, verbose_name="chi firma")),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("drawn", "firma sullo schermo"),
                            ("paper", "firmato su carta"),
                            ("external", "firma digitale fuori da qui"),
                        ],
                        max_length=8,
                        verbose_name="come",
                    ),
                ),
                (
                    "on",
                    models.DateField(default=prossimo.core.periods.today, verbose_name="il giorno"),
                ),
                (
                    "drawn",
                    models.TextField(
                        blank=True, max_length=60000, verbose_name="tratto della firma"
                    ),
                ),
                (
                    "reference",
                    models.CharField(blank=True, max_length=200, verbose_name="riferimento"),
                ),
                (
                    "fingerprint",
                    models.CharField(max_length=64, verbose_name="impronta del testo firmato"),
                ),
                (
                    "at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="raccolta alle"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.casemember",
                        verbose_name="persona",
                    ),
                ),
                (
                    "noted_by",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="raccolta da",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="cases.plansignature",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.plan",
                        verbose_name="progetto",
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
                (
                    "representation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="citizens.representation",
                        verbose_name="con quale decreto",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PlanStep",
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
                ("name", models.CharField(max_length=20, verbose_name="passo")),
                ("source", models.CharField(blank=True, max_length=12, verbose_name="da")),
                ("target", models.CharField(max_length=12, verbose_name="a")),
                (
                    "at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="quando"),
                ),
                ("signed", models.CharField(blank=True, max_length=120, verbose_name="firmato da")),
                ("note", models.TextField(blank=True, max_length=4000, verbose_name="nota")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="da chi",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="cases.plan",
                        verbose_name="progetto",
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
                "verbose_name": "passo di un progetto",
                "verbose_name_plural": "passi dei progetti",
                "ordering": ["at", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PlanStepHistoryevent",
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
                ("name", models.CharField(max_length=20, verbose_name="passo")),
                ("source", models.CharField(blank=True, max_length=12, verbose_name="da")),
                ("target", models.CharField(max_length=12, verbose_name="a")),
                (
                    "at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="quando"),
                ),
                ("signed", models.CharField(blank=True, max_length=120, verbose_name="firmato da")),
                ("note", models.TextField(blank=True, max_length=4000, verbose_name="nota")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="da chi",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="cases.planstep",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.plan",
                        verbose_name="progetto",
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
        migrations.AddConstraint(
            model_name="goalconsent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("member__isnull", False),
                    models.Q(("name", ""), _negated=True),
                    _connector="OR",
                ),
                name="goal_consent_of_somebody",
                violation_error_message="Scrivi chi ha risposto.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="goalconsent",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cases_goalconsenthistoryevent" ("answer", "at", "fingerprint", "goal_id", "id", "member_id", "name", "note", "noted_by_id", "on", "pgh_created_at", "pgh_label", "pgh_obj_id", "way") VALUES (NEW."answer", NEW."at", NEW."fingerprint", NEW."goal_id", NEW."id", NEW."member_id", NEW."name", NEW."note", NEW."noted_by_id", NEW."on", NOW(), \'insert\', NEW."id", NEW."way"); RETURN NULL;',
                    hash="7a64d5e370cb31f79df478604f45502f6a4f95a2",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_f649e",
                    table="cases_goalconsent",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="goalconsent",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "cases_goalconsenthistoryevent" ("answer", "at", "fingerprint", "goal_id", "id", "member_id", "name", "note", "noted_by_id", "on", "pgh_created_at", "pgh_label", "pgh_obj_id", "way") VALUES (NEW."answer", NEW."at", NEW."fingerprint", NEW."goal_id", NEW."id", NEW."member_id", NEW."name", NEW."note", NEW."noted_by_id", NEW."on", NOW(), \'update\', NEW."id", NEW."way"); RETURN NULL;',
                    hash="6797072ec428fea3da44faffa47da6d87ff0e735",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_6fb9e",
                    table="cases_goalconsent",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="goalconsent",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cases_goalconsenthistoryevent" ("answer", "at", "fingerprint", "goal_id", "id", "member_id", "name", "note", "noted_by_id", "on", "pgh_created_at", "pgh_label", "pgh_obj_id", "way") VALUES (OLD."answer", OLD."at", OLD."fingerprint", OLD."goal_id", OLD."id", OLD."member_id", OLD."name", OLD."note", OLD."noted_by_id", OLD."on", NOW(), \'delete\', OLD."id", OLD."way"); RETURN NULL;',
                    hash="380ecf04bb1e111e6cad9af7c9b5c55aecb8469f",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_ed0ae",
                    table="cases_goalconsent",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="goalconsenthistoryevent",
            index=models.Index(
                fields=["pgh_obj", "-pgh_id"], name="cases_goalc_pgh_obj_ffaf08_idx"
            ),
        ),
        migrations.AddConstraint(
            model_name="goalneed",
            constraint=models.UniqueConstraint(
                fields=("goal", "need"), name="goal_answers_a_need_once"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="goalneed",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cases_goalneedhistoryevent" ("goal_id", "id", "need_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."goal_id", NEW."id", NEW."need_id", NOW(), \'insert\', NEW."id"); RETURN NULL;',
                    hash="0fe55a174f538fcea1449f3aed50bd97e1eccef5",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_c0cae",
                    table="cases_goalneed",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="goalneed",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "cases_goalneedhistoryevent" ("goal_id", "id", "need_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."goal_id", NEW."id", NEW."need_id", NOW(), \'update\', NEW."id"); RETURN NULL;',
                    hash="754e559947581b3ef8c2aa9f6cb1c375538e8dc2",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_98911",
                    table="cases_goalneed",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="goalneed",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cases_goalneedhistoryevent" ("goal_id", "id", "need_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."goal_id", OLD."id", OLD."need_id", NOW(), \'delete\', OLD."id"); RETURN NULL;',
                    hash="53dd93e82946aafd95bf7cdcd4be87da5c220e40",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_8fc56",
                    table="cases_goalneed",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="goalneedhistoryevent",
            index=models.Index(
                fields=["pgh_obj", "-pgh_id"], name="cases_goaln_pgh_obj_af21bd_idx"
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.UniqueConstraint(
                fields=("case", "kind", "number"), name="plan_one_of_each_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("active", "in_revision", "suspended"))),
                fields=("case", "kind"),
                name="plan_one_in_force_a_kind",
                violation_error_message="C'è già un progetto di questo tipo in corso.",
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("draft", "shared", "signed"))),
                fields=("case", "kind"),
                name="plan_one_in_the_making_a_kind",
                violation_error_message="C'è già un progetto di questo tipo da completare.",
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["draft", "interrupted"]),
                    models.Q(
                        models.Q(("fingerprint", ""), _negated=True),
                        ("agreed__isnull", False),
                        ("shared_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="plan_shared_with_a_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["draft", "shared", "interrupted"]),
                    ("signed_on__isnull", False),
                    _connector="OR",
                ),
                name="plan_signed_on_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        (
                            "state__in",
                            ["active", "in_revision", "suspended", "superseded", "ended"],
                        ),
                        _negated=True,
                    ),
                    ("valid_from__isnull", False),
                    _connector="OR",
                ),
                name="plan_in_force_since_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("ended_on__isnull", False),
                        ("state__in", ("superseded", "ended", "interrupted")),
                    ),
                    models.Q(
                        models.Q(
                            ("state__in", ("superseded", "ended", "interrupted")), _negated=True
                        ),
                        ("ended_on", None),
                    ),
                    _connector="OR",
                ),
                name="plan_over_iff_dated",
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "suspended"), ("suspended_on__isnull", False)),
                    models.Q(
                        models.Q(("state", "suspended"), _negated=True), ("suspended_on", None)
                    ),
                    _connector="OR",
                ),
                name="plan_suspended_iff_dated",
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to", None),
                    ("valid_from", None),
                    ("valid_to__gte", models.F("valid_from")),
                    _connector="OR",
                ),
                name="plan_ends_after_it_begins",
                violation_error_message="Non può finire prima di cominciare.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="plan",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cases_planhistoryevent" ("agreed", "aim", "case_id", "changed_at", "created_at", "ended_on", "ending", "fingerprint", "id", "kind", "made_by_id", "number", "outcome", "pgh_created_at", "pgh_label", "pgh_obj_id", "previous_id", "reason", "review_every", "review_on", "shared_on", "signed_on", "state", "suspended_on", "valid_from", "valid_to", "version") VALUES (NEW."agreed", NEW."aim", NEW."case_id", NEW."changed_at", NEW."created_at", NEW."ended_on", NEW."ending", NEW."fingerprint", NEW."id", NEW."kind", NEW."made_by_id", NEW."number", NEW."outcome", NOW(), \'insert\', NEW."id", NEW."previous_id", NEW."reason", NEW."review_every", NEW."review_on", NEW."shared_on", NEW."signed_on", NEW."state", NEW."suspended_on", NEW."valid_from", NEW."valid_to", NEW."version"); RETURN NULL;',
                    hash="4b901428dd25e4392034183f877a96f8689d2722",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_2431c",
                    table="cases_plan",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="plan",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "cases_planhistoryevent" ("agreed", "aim", "case_id", "changed_at", "created_at", "ended_on", "ending", "fingerprint", "id", "kind", "made_by_id", "number", "outcome", "pgh_created_at", "pgh_label", "pgh_obj_id", "previous_id", "reason", "review_every", "review_on", "shared_on", "signed_on", "state", "suspended_on", "valid_from", "valid_to", "version") VALUES (NEW."agreed", NEW."aim", NEW."case_id", NEW."changed_at", NEW."created_at", NEW."ended_on", NEW."ending", NEW."fingerprint", NEW."id", NEW."kind", NEW."made_by_id", NEW."number", NEW."outcome", NOW(), \'update\', NEW."id", NEW."previous_id", NEW."reason", NEW."review_every", NEW."review_on", NEW."shared_on", NEW."signed_on", NEW."state", NEW."suspended_on", NEW."valid_from", NEW."valid_to", NEW."version"); RETURN NULL;',
                    hash="5e99134a76aa97c4cbdee4955c5a2ae711d7913e",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ba414",
                    table="cases_plan",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="plan",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cases_planhistoryevent" ("agreed", "aim", "case_id", "changed_at", "created_at", "ended_on", "ending", "fingerprint", "id", "kind", "made_by_id", "number", "outcome", "pgh_created_at", "pgh_label", "pgh_obj_id", "previous_id", "reason", "review_every", "review_on", "shared_on", "signed_on", "state", "suspended_on", "valid_from", "valid_to", "version") VALUES (OLD."agreed", OLD."aim", OLD."case_id", OLD."changed_at", OLD."created_at", OLD."ended_on", OLD."ending", OLD."fingerprint", OLD."id", OLD."kind", OLD."made_by_id", OLD."number", OLD."outcome", NOW(), \'delete\', OLD."id", OLD."previous_id", OLD."reason", OLD."review_every", OLD."review_on", OLD."shared_on", OLD."signed_on", OLD."state", OLD."suspended_on", OLD."valid_from", OLD."valid_to", OLD."version"); RETURN NULL;',
                    hash="d408ba052e97b260c793fcf3c6fec9d7ad29fa57",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_88c0d",
                    table="cases_plan",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="goalhistoryevent",
            index=models.Index(
                fields=["pgh_obj", "-pgh_id"], name="cases_goalh_pgh_obj_fdb7a4_idx"
            ),
        ),
        migrations.AddIndex(
            model_name="goal",
            index=models.Index(fields=["line"], name="goal_by_line"),
        ),
        migrations.AddConstraint(
            model_name="goal",
            constraint=models.UniqueConstraint(fields=("plan", "line"), name="goal_once_a_version"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="goal",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cases_goalhistoryevent" ("baseline", "changed_at", "created_at", "horizon_on", "id", "indicator", "line", "member_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "position", "state", "stated_on", "stated_why", "statement", "target", "theme", "version") VALUES (NEW."baseline", NEW."changed_at", NEW."created_at", NEW."horizon_on", NEW."id", NEW."indicator", NEW."line", NEW."member_id", NOW(), \'insert\', NEW."id", NEW."plan_id", NEW."position", NEW."state", NEW."stated_on", NEW."stated_why", NEW."statement", NEW."target", NEW."theme", NEW."version"); RETURN NULL;',
                    hash="147204a7c15830d4e8598f41045ab136fe7e5a44",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_0935e",
                    table="cases_goal",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="goal",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "cases_goalhistoryevent" ("baseline", "changed_at", "created_at", "horizon_on", "id", "indicator", "line", "member_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "position", "state", "stated_on", "stated_why", "statement", "target", "theme", "version") VALUES (NEW."baseline", NEW."changed_at", NEW."created_at", NEW."horizon_on", NEW."id", NEW."indicator", NEW."line", NEW."member_id", NOW(), \'update\', NEW."id", NEW."plan_id", NEW."position", NEW."state", NEW."stated_on", NEW."stated_why", NEW."statement", NEW."target", NEW."theme", NEW."version"); RETURN NULL;',
                    hash="37cd080b0012b8e79afa36af14610eaa80dc2a9a",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ef2a9",
                    table="cases_goal",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="goal",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cases_goalhistoryevent" ("baseline", "changed_at", "created_at", "horizon_on", "id", "indicator", "line", "member_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "position", "state", "stated_on", "stated_why", "statement", "target", "theme", "version") VALUES (OLD."baseline", OLD."changed_at", OLD."created_at", OLD."horizon_on", OLD."id", OLD."indicator", OLD."line", OLD."member_id", NOW(), \'delete\', OLD."id", OLD."plan_id", OLD."position", OLD."state", OLD."stated_on", OLD."stated_why", OLD."statement", OLD."target", OLD."theme", OLD."version"); RETURN NULL;',
                    hash="73fca63e34d6d1ea3b792e3fc177e6e4b70157c7",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_1b34d",
                    table="cases_goal",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="commitmenthistoryevent",
            index=models.Index(
                fields=["pgh_obj", "-pgh_id"], name="cases_commi_pgh_obj_6bd93f_idx"
            ),
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.UniqueConstraint(
                fields=("plan", "line"), name="commitment_once_a_version"
            ),
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.CheckConstraint(
                condition=models.Q(("side", "person"), ("member", None), _connector="OR"),
                name="commitment_member_only_on_their_side",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="commitment",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cases_commitmenthistoryevent" ("changed_at", "created_at", "id", "line", "member_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "position", "side", "state", "stated_on", "stated_why", "version", "what") VALUES (NEW."changed_at", NEW."created_at", NEW."id", NEW."line", NEW."member_id", NOW(), \'insert\', NEW."id", NEW."plan_id", NEW."position", NEW."side", NEW."state", NEW."stated_on", NEW."stated_why", NEW."version", NEW."what"); RETURN NULL;',
                    hash="d5d4aa7f231979e3bb8c32b688b855045bbe8238",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_55578",
                    table="cases_commitment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="commitment",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "cases_commitmenthistoryevent" ("changed_at", "created_at", "id", "line", "member_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "position", "side", "state", "stated_on", "stated_why", "version", "what") VALUES (NEW."changed_at", NEW."created_at", NEW."id", NEW."line", NEW."member_id", NOW(), \'update\', NEW."id", NEW."plan_id", NEW."position", NEW."side", NEW."state", NEW."stated_on", NEW."stated_why", NEW."version", NEW."what"); RETURN NULL;',
                    hash="bdf85b772107b5d853826de80b5681edfb52901d",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e9b8e",
                    table="cases_commitment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="commitment",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cases_commitmenthistoryevent" ("changed_at", "created_at", "id", "line", "member_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "position", "side", "state", "stated_on", "stated_why", "version", "what") VALUES (OLD."changed_at", OLD."created_at", OLD."id", OLD."line", OLD."member_id", NOW(), \'delete\', OLD."id", OLD."plan_id", OLD."position", OLD."side", OLD."state", OLD."stated_on", OLD."stated_why", OLD."version", OLD."what"); RETURN NULL;',
                    hash="336f3027fbbc52f806e720fc8096b7cdaabf0579",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_e8e2f",
                    table="cases_commitment",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="budgetlinehistoryevent",
            index=models.Index(
                fields=["pgh_obj", "-pgh_id"], name="cases_budge_pgh_obj_89d18f_idx"
            ),
        ),
        migrations.AddConstraint(
            model_name="budgetline",
            constraint=models.UniqueConstraint(
                fields=("plan", "line"), name="budget_line_once_a_version"
            ),
        ),
        migrations.AddConstraint(
            model_name="budgetline",
            constraint=models.CheckConstraint(
                condition=models.Q(("cents__gt", 0)), name="budget_line_of_some_money"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="budgetline",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cases_budgetlinehistoryevent" ("cents", "changed_at", "created_at", "goal_id", "id", "item", "line", "period", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "position", "source", "version") VALUES (NEW."cents", NEW."changed_at", NEW."created_at", NEW."goal_id", NEW."id", NEW."item", NEW."line", NEW."period", NOW(), \'insert\', NEW."id", NEW."plan_id", NEW."position", NEW."source", NEW."version"); RETURN NULL;',
                    hash="066754fc2fd4f6f255a3ec2e1b51e24bb5b6a0d6",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_69c4f",
                    table="cases_budgetline",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="budgetline",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "cases_budgetlinehistoryevent" ("cents", "changed_at", "created_at", "goal_id", "id", "item", "line", "period", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "position", "source", "version") VALUES (NEW."cents", NEW."changed_at", NEW."created_at", NEW."goal_id", NEW."id", NEW."item", NEW."line", NEW."period", NOW(), \'update\', NEW."id", NEW."plan_id", NEW."position", NEW."source", NEW."version"); RETURN NULL;',
                    hash="be7cdb9083bec3b0b05b8d6b90728ab111d250ed",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c51fe",
                    table="cases_budgetline",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="budgetline",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cases_budgetlinehistoryevent" ("cents", "changed_at", "created_at", "goal_id", "id", "item", "line", "period", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "position", "source", "version") VALUES (OLD."cents", OLD."changed_at", OLD."created_at", OLD."goal_id", OLD."id", OLD."item", OLD."line", OLD."period", NOW(), \'delete\', OLD."id", OLD."plan_id", OLD."position", OLD."source", OLD."version"); RETURN NULL;',
                    hash="5a589b5d7780fcdbd2ace2e7157ec9fa888d2c8c",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_ebc4d",
                    table="cases_budgetline",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="planaction",
            constraint=models.UniqueConstraint(
                fields=("plan", "line"), name="plan_action_once_a_version"
            ),
        ),
        migrations.AddConstraint(
            model_name="planaction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("doer", "member"),
                        ("member__isnull", False),
                        ("organisation", None),
                        ("post", None),
                        ("service", None),
                    ),
                    models.Q(
                        ("doer", "worker"),
                        ("member", None),
                        ("organisation", None),
                        ("post__isnull", False),
                        ("service", None),
                    ),
                    models.Q(
                        ("doer", "service"),
                        ("member", None),
                        ("organisation", None),
                        ("post", None),
                        ("service__isnull", False),
                    ),
                    models.Q(
                        ("doer", "body"),
                        ("member", None),
                        ("organisation__isnull", False),
                        ("post", None),
                        ("service", None),
                    ),
                    models.Q(
                        ("doer__in", ("neighbour", "association", "shop", "other")),
                        ("member", None),
                        ("organisation", None),
                        ("post", None),
                        ("service", None),
                        models.Q(("name", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="plan_action_is_done_by_one",
                violation_error_message="Scrivi chi lo fa.",
            ),
        ),
        migrations.AddConstraint(
            model_name="planaction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("from_on", None),
                    ("to_on", None),
                    ("to_on__gte", models.F("from_on")),
                    _connector="OR",
                ),
                name="plan_action_ends_after_it_begins",
                violation_error_message="Non può finire prima di cominciare.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="planaction",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cases_planactionhistoryevent" ("changed_at", "created_at", "doer", "frequency", "from_on", "goal_id", "id", "line", "member_id", "name", "organisation_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "position", "post_id", "service_id", "state", "stated_on", "stated_why", "to_on", "version", "what") VALUES (NEW."changed_at", NEW."created_at", NEW."doer", NEW."frequency", NEW."from_on", NEW."goal_id", NEW."id", NEW."line", NEW."member_id", NEW."name", NEW."organisation_id", NOW(), \'insert\', NEW."id", NEW."plan_id", NEW."position", NEW."post_id", NEW."service_id", NEW."state", NEW."stated_on", NEW."stated_why", NEW."to_on", NEW."version", NEW."what"); RETURN NULL;',
                    hash="f0a33132f04e32b209cc841f77df1716619b7720",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_b4e15",
                    table="cases_planaction",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="planaction",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "cases_planactionhistoryevent" ("changed_at", "created_at", "doer", "frequency", "from_on", "goal_id", "id", "line", "member_id", "name", "organisation_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "position", "post_id", "service_id", "state", "stated_on", "stated_why", "to_on", "version", "what") VALUES (NEW."changed_at", NEW."created_at", NEW."doer", NEW."frequency", NEW."from_on", NEW."goal_id", NEW."id", NEW."line", NEW."member_id", NEW."name", NEW."organisation_id", NOW(), \'update\', NEW."id", NEW."plan_id", NEW."position", NEW."post_id", NEW."service_id", NEW."state", NEW."stated_on", NEW."stated_why", NEW."to_on", NEW."version", NEW."what"); RETURN NULL;',
                    hash="ef2dfc8f78be8f86ff8d5952eaa6808e74287941",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_a59a9",
                    table="cases_planaction",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="planaction",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cases_planactionhistoryevent" ("changed_at", "created_at", "doer", "frequency", "from_on", "goal_id", "id", "line", "member_id", "name", "organisation_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "position", "post_id", "service_id", "state", "stated_on", "stated_why", "to_on", "version", "what") VALUES (OLD."changed_at", OLD."created_at", OLD."doer", OLD."frequency", OLD."from_on", OLD."goal_id", OLD."id", OLD."line", OLD."member_id", OLD."name", OLD."organisation_id", NOW(), \'delete\', OLD."id", OLD."plan_id", OLD."position", OLD."post_id", OLD."service_id", OLD."state", OLD."stated_on", OLD."stated_why", OLD."to_on", OLD."version", OLD."what"); RETURN NULL;',
                    hash="75068b53bf7f525d02e7bd9574cf19842d62ff58",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_ac390",
                    table="cases_planaction",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="planactionhistoryevent",
            index=models.Index(
                fields=["pgh_obj", "-pgh_id"], name="cases_plana_pgh_obj_c8eee6_idx"
            ),
        ),
        migrations.AddIndex(
            model_name="planhistoryevent",
            index=models.Index(
                fields=["pgh_obj", "-pgh_id"], name="cases_planh_pgh_obj_1479cc_idx"
            ),
        ),
        migrations.AddConstraint(
            model_name="plansignature",
            constraint=models.UniqueConstraint(
                fields=("plan", "member", "fingerprint"),
                name="plan_signed_once_a_member",
                violation_error_message="Questa persona ha già firmato questo testo.",
            ),
        ),
        migrations.AddConstraint(
            model_name="plansignature",
            constraint=models.UniqueConstraint(
                fields=("plan", "post", "fingerprint"),
                name="plan_signed_once_a_post",
                violation_error_message="Questo operatore ha già firmato questo testo.",
            ),
        ),
        migrations.AddConstraint(
            model_name="plansignature",
            constraint=models.UniqueConstraint(
                fields=("plan", "representation", "fingerprint"),
                name="plan_signed_once_a_representative",
                violation_error_message="Chi la rappresenta ha già firmato questo testo.",
            ),
        ),
        migrations.AddConstraint(
            model_name="plansignature",
            constraint=models.UniqueConstraint(
                condition=models.Q(("member", None), ("post", None), ("representation", None)),
                fields=("plan", "name", "fingerprint"),
                name="plan_signed_once_a_name",
                violation_error_message="Questa persona ha già firmato questo testo.",
            ),
        ),
        migrations.AddConstraint(
            model_name="plansignature",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("way", "drawn"), models.Q(("drawn", ""), _negated=True)),
                    models.Q(("drawn", ""), ("way", "paper")),
                    models.Q(
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
        pgtrigger.migrations.AddTrigger(
            model_name="plansignature",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cases_plansignaturehistoryevent" ("at", "drawn", "fingerprint", "id", "member_id", "name", "noted_by_id", "on", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "post_id", "reference", "representation_id", "role", "way") VALUES (NEW."at", NEW."drawn", NEW."fingerprint", NEW."id", NEW."member_id", NEW."name", NEW."noted_by_id", NEW."on", NOW(), \'insert\', NEW."id", NEW."plan_id", NEW."post_id", NEW."reference", NEW."representation_id", NEW."role", NEW."way"); RETURN NULL;',
                    hash="fd985d69aeb0c487d547137414bcbb17212d267b",
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
                    func='INSERT INTO "cases_plansignaturehistoryevent" ("at", "drawn", "fingerprint", "id", "member_id", "name", "noted_by_id", "on", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "post_id", "reference", "representation_id", "role", "way") VALUES (NEW."at", NEW."drawn", NEW."fingerprint", NEW."id", NEW."member_id", NEW."name", NEW."noted_by_id", NEW."on", NOW(), \'update\', NEW."id", NEW."plan_id", NEW."post_id", NEW."reference", NEW."representation_id", NEW."role", NEW."way"); RETURN NULL;',
                    hash="1e99a888f4b1ee683ba0b939c52eb8ec26e57877",
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
                    func='INSERT INTO "cases_plansignaturehistoryevent" ("at", "drawn", "fingerprint", "id", "member_id", "name", "noted_by_id", "on", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "post_id", "reference", "representation_id", "role", "way") VALUES (OLD."at", OLD."drawn", OLD."fingerprint", OLD."id", OLD."member_id", OLD."name", OLD."noted_by_id", OLD."on", NOW(), \'delete\', OLD."id", OLD."plan_id", OLD."post_id", OLD."reference", OLD."representation_id", OLD."role", OLD."way"); RETURN NULL;',
                    hash="2e1bac714bf9c5bf30a25ebf9827d11ece49f35c",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_81b64",
                    table="cases_plansignature",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="plansignaturehistoryevent",
            index=models.Index(
                fields=["pgh_obj", "-pgh_id"], name="cases_plans_pgh_obj_2d2709_idx"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="planstep",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cases_planstephistoryevent" ("at", "by_id", "id", "name", "note", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "post_id", "signed", "source", "target") VALUES (NEW."at", NEW."by_id", NEW."id", NEW."name", NEW."note", NOW(), \'insert\', NEW."id", NEW."plan_id", NEW."post_id", NEW."signed", NEW."source", NEW."target"); RETURN NULL;',
                    hash="e3fcd700bf8ff4fe39a5ca8f3cf651c7929a8696",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_575b4",
                    table="cases_planstep",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="planstep",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "cases_planstephistoryevent" ("at", "by_id", "id", "name", "note", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "post_id", "signed", "source", "target") VALUES (NEW."at", NEW."by_id", NEW."id", NEW."name", NEW."note", NOW(), \'update\', NEW."id", NEW."plan_id", NEW."post_id", NEW."signed", NEW."source", NEW."target"); RETURN NULL;',
                    hash="50d285de4980554d24a5d7a2dadec304e26e8aae",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c3017",
                    table="cases_planstep",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="planstep",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cases_planstephistoryevent" ("at", "by_id", "id", "name", "note", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "post_id", "signed", "source", "target") VALUES (OLD."at", OLD."by_id", OLD."id", OLD."name", OLD."note", NOW(), \'delete\', OLD."id", OLD."plan_id", OLD."post_id", OLD."signed", OLD."source", OLD."target"); RETURN NULL;',
                    hash="ae8dac4e67fd3094f23391dbd260802f69cafbbd",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_c6626",
                    table="cases_planstep",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="planstephistoryevent",
            index=models.Index(
                fields=["pgh_obj", "-pgh_id"], name="cases_plans_pgh_obj_d5bb94_idx"
            ),
        ),
        *WALLS,
    ]
