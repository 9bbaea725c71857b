"""What statistics count of a case outlives its disposal: figures drawn by lot, without case nor person."""

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import prossimo.core.records
from prossimo.core.walls import RaiseWall

# The same readings as the views of `facts`, made once more while there is still something to read.
FUNCTIONS = """
CREATE FUNCTION wall.keep_figures(p_case uuid, p_archive uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp
AS $$
DECLARE held cases_case; lot uuid := gen_random_uuid(); traits jsonb;
BEGIN
    SELECT * INTO held FROM cases_case WHERE id = p_case;
    SELECT jsonb_build_object('user_area', held.user_area, 'intensity', held.intensity,
           'neighbourhood', coalesce(held.neighbourhood_id, m.id)) INTO traits
      FROM citizens_person p
      LEFT JOIN territory_municipality m ON m.id = p.municipality_id AND NOT EXISTS (
            SELECT FROM territory_neighbourhood n WHERE n.municipality_id = m.id)
     WHERE p.id = held.person_id;

    UPDATE cases_casearchive SET
           signed_after = (SELECT min(least(n.signed_on - held.taken_on, 9999)) FROM cases_plan n
                            WHERE n.case_id = p_case AND n.signed_on >= held.taken_on),
           minor_years = (SELECT coalesce(array_agg(y.year), '{}')
                            FROM generate_series(extract(year FROM held.taken_on)::integer,
                                                 extract(year FROM held.closed_on)::integer) AS y (year)
                           WHERE EXISTS (SELECT FROM cases_casemember m
                                           JOIN citizens_person k ON k.id = m.person_id
                                          WHERE m.case_id = p_case
                                            AND m.period @> make_date(y.year, 6, 30)
                                            AND k.born_on > make_date(y.year, 6, 30)
                                                            - interval '18 years'))
     WHERE id = p_archive;

    INSERT INTO cases_disposedfigure (id, ambito_id, fact, year, key, told)
    SELECT gen_random_uuid(), held.ambito_id, 'goal', extract(year FROM g.stated_on), lot,
           traits || jsonb_build_object('goal_theme', g.theme, 'goal_state', g.state)
      FROM (SELECT DISTINCT ON (o.line) o.* FROM cases_goal o JOIN cases_plan n ON n.id = o.plan_id
             WHERE n.case_id = p_case AND o.stated_on IS NOT NULL
               AND o.state IN ('reached', 'partly', 'not')
             ORDER BY o.line, o.stated_on DESC, o.id DESC) g
     UNION ALL
    SELECT gen_random_uuid(), held.ambito_id, 'handed',
           extract(year FROM s.at AT TIME ZONE 'Europe/Rome'), lot, traits
      FROM cases_casestep s
     WHERE s.case_id = p_case AND s.name IN ('assign', 'transfer') AND s.source <> 'proposed';

    INSERT INTO cases_disposedfigure (id, ambito_id, fact, year, key, told)
      WITH inside AS MATERIALIZED (
           SELECT p.id AS person, coalesce(p.household_id, p.id) AS home, p.born_on,
                  t.service_id, x.period * m.period * daterange(held.taken_on, held.closed_on) AS stay
             FROM cases_caseactivity x JOIN cases_jointactivity t ON t.id = x.activity_id
             JOIN cases_casemember m ON m.case_id = p_case AND m.role IN ('subject', 'child', 'sibling')
             JOIN citizens_person p ON p.id = m.person_id AND p.merged_into_id IS NULL
            WHERE x.case_id = p_case AND held.taken_on IS NOT NULL
      ), people AS MATERIALIZED (
           SELECT person, gen_random_uuid() AS drawn FROM inside GROUP BY person
      ), homes AS MATERIALIZED (
           SELECT home, gen_random_uuid() AS drawn FROM inside GROUP BY home
      ), stays AS (
           SELECT DISTINCT y.year, i.person, i.home, i.service_id, i.stay,
                  coalesce(i.born_on > make_date(y.year, 12, 31) - interval '18 years', false) AS minor
             FROM inside i
            CROSS JOIN LATERAL generate_series(extract(year FROM lower(i.stay))::integer,
                                               extract(year FROM upper(i.stay) - 1)::integer) AS y (year)
            WHERE NOT isempty(i.stay)
      )
    SELECT gen_random_uuid(), held.ambito_id, 'joint_case', s.year, lot,
           traits || jsonb_build_object('person', people.drawn, 'home', homes.drawn,
               'opened_on', lower(s.stay), 'closed_on', upper(s.stay), 'minor', s.minor, 'joint_service', s.service_id)
      FROM stays s JOIN people ON people.person = s.person JOIN homes ON homes.home = s.home;
END $$;

CREATE OR REPLACE FUNCTION wall.dispose_case(p_archive uuid, p_act text, p_on date) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE held cases_casearchive; words text;
BEGIN
    SELECT * INTO held FROM cases_casearchive
     WHERE id = p_archive AND ambito_id = wall.ambito('retention.approve')
       AND state = 'proposed' AND proposed_by_id <> wall.me() FOR UPDATE;
    IF held.id IS NULL OR btrim(p_act) = '' OR EXISTS (
        SELECT 1 FROM cases_legalhold h WHERE h.archive_id = p_archive AND h.lifted_on IS NULL
           AND (h.until IS NULL OR h.until >= wall.today())) THEN
        RAISE insufficient_privilege USING MESSAGE = 'not to be disposed of';
    END IF;
    UPDATE cases_casearchive SET state = 'disposed', act = btrim(p_act), act_on = p_on,
           decided_by_id = wall.me(), disposed_at = now(), version = version + 1, changed_at = now()
     WHERE id = p_archive;
    PERFORM wall.keep_figures(held.case_id, p_archive);
    PERFORM wall.erase_below('cases_case', ARRAY[held.case_id]);
    SELECT string_agg(format('%I = %L', a.attname, ''), ', ') INTO words FROM pg_attribute a
     WHERE a.attrelid = 'cases_case'::regclass AND a.attnum > 0 AND NOT a.attisdropped
       AND a.atttypid IN ('text'::regtype, 'varchar'::regtype) AND a.attnotnull
       AND a.attname NOT IN ('number', 'user_area', 'intensity', 'source', 'state', 'outcome');
    EXECUTE format('UPDATE cases_case SET %s, at_risk = false, protected = false,'
                   ' household_id = NULL, version = version + 1, changed_at = now()'
                   ' WHERE id = $1', words) USING held.case_id;
    DELETE FROM cases_casehistoryevent WHERE pgh_obj_id = held.case_id;
    DELETE FROM accounts_draft WHERE strpos(key, held.case_id::text) > 0;
END $$;
"""
HANDED_OVER = """
GRANT SELECT, INSERT, UPDATE, DELETE ON cases_disposedfigure TO prossimo_mover;
REVOKE ALL ON FUNCTION wall.keep_figures(uuid, uuid) FROM PUBLIC;
ALTER FUNCTION wall.keep_figures(uuid, uuid) OWNER TO prossimo_mover;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0027_glass_of_an_archived_case"),
        ("territory", "0003_streets"),
    ]

    operations = [
        migrations.CreateModel(
            name="DisposedFigure",
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
                ("fact", models.CharField(max_length=20, verbose_name="che cosa si contava")),
                ("year", models.PositiveSmallIntegerField(verbose_name="anno")),
                ("key", models.UUIDField(verbose_name="chiave a sorte")),
                ("told", models.JSONField(verbose_name="come si ripartisce")),
            ],
            options={
                "verbose_name": "cifra di una presa in carico scartata",
                "verbose_name_plural": "cifre delle prese in carico scartate",
                "ordering": ["ambito", "fact", "year", "pk"],
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="casearchive",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="casearchive",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="casearchive",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="casearchive",
            name="minor_years",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.PositiveSmallIntegerField(),
                blank=True,
                null=True,
                size=None,
                verbose_name="anni con minorenni il 30 giugno",
            ),
        ),
        migrations.AddField(
            model_name="casearchive",
            name="signed_after",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="giorni fino al progetto firmato"
            ),
        ),
        migrations.AddField(
            model_name="casearchivehistoryevent",
            name="minor_years",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.PositiveSmallIntegerField(),
                blank=True,
                null=True,
                size=None,
                verbose_name="anni con minorenni il 30 giugno",
            ),
        ),
        migrations.AddField(
            model_name="casearchivehistoryevent",
            name="signed_after",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="giorni fino al progetto firmato"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="casearchive",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cases_casearchivehistoryevent" ("act", "act_on", "ambito_id", "archived_by_id", "case_id", "changed_at", "closed_on", "created_at", "decided_by_id", "disposed_at", "due_on", "id", "minor_years", "number", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_by_id", "signed_after", "state", "user_area", "version", "why") VALUES (NEW."act", NEW."act_on", NEW."ambito_id", NEW."archived_by_id", NEW."case_id", NEW."changed_at", NEW."closed_on", NEW."created_at", NEW."decided_by_id", NEW."disposed_at", NEW."due_on", NEW."id", NEW."minor_years", NEW."number", NOW(), \'insert\', NEW."id", NEW."proposed_by_id", NEW."signed_after", NEW."state", NEW."user_area", NEW."version", NEW."why"); RETURN NULL;',
                    hash="21e6f800f7515d8b2f7e6b8f0e83f73b3a9f7868",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_256d5",
                    table="cases_casearchive",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="casearchive",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "cases_casearchivehistoryevent" ("act", "act_on", "ambito_id", "archived_by_id", "case_id", "changed_at", "closed_on", "created_at", "decided_by_id", "disposed_at", "due_on", "id", "minor_years", "number", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_by_id", "signed_after", "state", "user_area", "version", "why") VALUES (NEW."act", NEW."act_on", NEW."ambito_id", NEW."archived_by_id", NEW."case_id", NEW."changed_at", NEW."closed_on", NEW."created_at", NEW."decided_by_id", NEW."disposed_at", NEW."due_on", NEW."id", NEW."minor_years", NEW."number", NOW(), \'update\', NEW."id", NEW."proposed_by_id", NEW."signed_after", NEW."state", NEW."user_area", NEW."version", NEW."why"); RETURN NULL;',
                    hash="75dc1ee238aec68800f5dbb93a36bc268fc7f7fc",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_30985",
                    table="cases_casearchive",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="casearchive",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cases_casearchivehistoryevent" ("act", "act_on", "ambito_id", "archived_by_id", "case_id", "changed_at", "closed_on", "created_at", "decided_by_id", "disposed_at", "due_on", "id", "minor_years", "number", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_by_id", "signed_after", "state", "user_area", "version", "why") VALUES (OLD."act", OLD."act_on", OLD."ambito_id", OLD."archived_by_id", OLD."case_id", OLD."changed_at", OLD."closed_on", OLD."created_at", OLD."decided_by_id", OLD."disposed_at", OLD."due_on", OLD."id", OLD."minor_years", OLD."number", NOW(), \'delete\', OLD."id", OLD."proposed_by_id", OLD."signed_after", OLD."state", OLD."user_area", OLD."version", OLD."why"); RETURN NULL;',
                    hash="1cd431e5cb2ef6142d63896fcefde3ae1df25eba",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_0b5c5",
                    table="cases_casearchive",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="disposedfigure",
            name="ambito",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                to="territory.ambito",
                verbose_name="Ambito",
            ),
        ),
        RaiseWall("cases_disposedfigure"),
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),
        migrations.RunSQL(HANDED_OVER, migrations.RunSQL.noop),
    ]
