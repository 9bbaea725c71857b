"""The readings of what the national registry tells, behind the wall of those who bring registries."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import prossimo.core.records
from prossimo.core.walls import RaiseWall

ME = "(SELECT wall.me())"
OWN_TOWN = (
    "((SELECT wall.municipality()) IS NULL OR municipality_id = (SELECT wall.municipality()))"
)
SEEN = (
    "ambito_id = coalesce((SELECT wall.ambito('registry.import')),"
    f" (SELECT wall.ambito('registry.approve'))) AND {OWN_TOWN}"
)
WRITTEN = (
    f"ambito_id = (SELECT wall.ambito('registry.import')) AND asked_by_id = {ME} AND {OWN_TOWN}"
)
READERS = """
CREATE POLICY citizens_newsreading_owner ON citizens_newsreading
    FOR SELECT TO prossimo_owner USING (true);

-- In whose name each place is read at night: who asked last. Whether they still may is asked then.
CREATE FUNCTION wall.news_readers() RETURNS TABLE (user_id uuid, post_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT DISTINCT ON (n.ambito_id, n.municipality_id) n.asked_by_id, n.asked_from_id
        FROM citizens_newsreading n
       ORDER BY n.ambito_id, n.municipality_id, n.asked_at DESC $$;
REVOKE ALL ON FUNCTION wall.news_readers() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION wall.news_readers() TO prossimo_worker;
"""
STATES = [
    ("queued", "in coda"),
    ("running", "in corso"),
    ("done", "finita"),
    ("failed", "non riuscita"),
]


class Migration(migrations.Migration):
    dependencies = [("citizens", "0010_seals"), ("territory", "0003_streets")]

    operations = [
        migrations.CreateModel(
            name="NewsReading",
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
                    "origin",
                    models.CharField(blank=True, max_length=120, verbose_name="da dove"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=STATES, default="queued", max_length=8, verbose_name="stato"
                    ),
                ),
                (
                    "asked_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="chiesta il"
                    ),
                ),
                (
                    "heard_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="ultimo segno di vita"
                    ),
                ),
                (
                    "ended_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="finita il"),
                ),
                (
                    "cursor",
                    models.CharField(
                        blank=True, editable=False, max_length=40, verbose_name="fin dove"
                    ),
                ),
                ("told", models.PositiveIntegerField(default=0, verbose_name="novità")),
                ("fresh", models.PositiveIntegerField(default=0, verbose_name="controlli nuovi")),
                (
                    "gap",
                    models.BooleanField(default=False, verbose_name="qualcosa può essere sfuggito"),
                ),
                (
                    "error",
                    models.CharField(
                        blank=True, max_length=400, verbose_name="perché non è riuscita"
                    ),
                ),
                (
                    "ambito",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        to="territory.ambito",
                        verbose_name="Ambito",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="chiesta da",
                    ),
                ),
                (
                    "asked_from",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.post",
                        verbose_name="con l'incarico",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="territory.municipality",
                        verbose_name="Comune",
                    ),
                ),
            ],
            options={
                "verbose_name": "lettura delle novità dell'anagrafe",
                "verbose_name_plural": "letture delle novità dell'anagrafe",
                "ordering": ["-asked_at", "-pk"],
            },
        ),
        RaiseWall("citizens_newsreading", select=SEEN, insert=WRITTEN, update=WRITTEN),
        migrations.RunSQL(READERS, migrations.RunSQL.noop),
    ]
