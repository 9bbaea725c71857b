"""Analyses and scales of the invented towns: forms filled in, some again after a while, some under way."""

import datetime as dt
from collections.abc import Iterator

from django.db import connection, transaction

from prossimo.cases.asking import Question
from prossimo.cases.declared import questionnaires, scales

HASH = "abs(hashtext(k.id::text))"
# A dozen cases of each caseworker: enough to see, whatever the scale of the town.
FEW = """(SELECT * FROM (SELECT c.*, row_number() OVER (
    PARTITION BY owner_id ORDER BY state <> 'in_charge', abs(hashtext(id::text))) AS place
    FROM cases_case c) ranked WHERE place <= 12)"""
# The first analysis soon after the taking in charge, another after half a year, a draft for a few.
ANALYSES = f"""
CREATE TEMP TABLE demo_analysis ON COMMIT DROP AS
SELECT md5(k.id::text || 'analysis' || t.form || t.turn)::uuid AS id, k.id AS case_id, t.form,
       t.turn, t.day, k.opened_by_id AS author, k.owner_id AS post, k.person_id AS person,
       {HASH} AS draw,
       CASE WHEN t.form = 'preliminary' AND t.turn = t.last AND k.state = 'in_charge'
                 AND t.day > %(today)s::date - 120 THEN 'draft' ELSE 'completed' END AS state
  FROM {FEW} k
 CROSS JOIN LATERAL (
    SELECT f.form, n AS turn, k.taken_on + 5 + (n - 1) * 190 AS day,
           max(n) FILTER (WHERE k.taken_on + 5 + (n - 1) * 190 <= f.until)
               OVER (PARTITION BY f.form) AS last, f.until
      FROM (VALUES ('preliminary', coalesce(k.closed_on, %(today)s::date)),
                   ('framework', CASE WHEN k.intensity = 'full'
                                      THEN coalesce(k.closed_on, %(today)s::date) END)
           ) AS f (form, until)
     CROSS JOIN generate_series(1, 3) n) t
 WHERE k.taken_on IS NOT NULL AND t.day <= t.until AND (t.form = 'preliminary' OR t.turn = 1)
   AND {HASH} % 7 > 0;
INSERT INTO cases_caseanalysis
    (id, version, created_at, changed_at, case_id, form, edition, state, begun_on, completed_on,
     outcome, outcome_why, summary, author_id, post_id)
SELECT a.id, 1, t.at, t.at, a.case_id, a.form, '2019', a.state, a.day,
       CASE WHEN a.state = 'completed' THEN a.day END,
       CASE WHEN a.state = 'completed' AND a.form = 'preliminary'
            THEN (ARRAY['simple', 'team', 'simple', 'cpi', 'specialist'])[1 + a.draw % 5] ELSE '' END,
       '', CASE WHEN a.state = 'completed'
            THEN 'La famiglia chiede di non essere lasciata sola: la casa viene prima del lavoro.'
            ELSE '' END, a.author, a.post
  FROM demo_analysis a
 CROSS JOIN LATERAL (SELECT (a.day + time '11:30') AT TIME ZONE 'Europe/Rome' AS at) t;
INSERT INTO cases_analysisanswer
    (id, version, created_at, changed_at, analysis_id, item, person_id, part, chosen, text, source)
SELECT md5(a.id::text || q.item || coalesce(m.person_id::text, ''))::uuid, 1, t.at, t.at, a.id, q.item,
       m.person_id, q.part,
       CASE q.kind WHEN 'level'
            THEN ARRAY[(ARRAY['none', 'mild', 'medium', 'serious', 'mild', 'none'])
                       [1 + greatest(0, w.draw % 6 - (a.turn - 1))]]
            WHEN 'several' THEN CASE WHEN w.draw % 3 = 0 THEN ARRAY[q.first] ELSE '{{}}' END
            ELSE '{{}}' END::varchar[],
       CASE q.kind WHEN 'words' THEN q.words ELSE '' END, ''
  FROM demo_analysis a
  JOIN (VALUES {{questions}}) AS q (form, item, kind, part, about, first, words) ON q.form = a.form
 CROSS JOIN LATERAL (SELECT (a.day + time '11:30') AT TIME ZONE 'Europe/Rome' AS at) t
 CROSS JOIN LATERAL (
    SELECT NULL::uuid AS person_id WHERE q.about = 'household'
    UNION ALL
    SELECT c.person_id FROM cases_casemember c JOIN citizens_person h ON h.id = c.person_id
     WHERE c.case_id = a.case_id AND q.about <> 'household'
       AND (h.born_on > a.day - interval '18 years') = (q.about = 'child')) m
 CROSS JOIN LATERAL (SELECT abs(hashtext(a.case_id::text || q.item)) AS draw) w
 WHERE a.state = 'completed' OR w.draw % 3 > 0
"""
# Older and disabled people, three times three months apart; the last is at times still a draft.
SCALES = f"""
CREATE TEMP TABLE demo_scale ON COMMIT DROP AS
SELECT md5(k.id::text || s.scale || s.turn)::uuid AS id, k.id AS case_id, k.person_id AS person,
       s.scale, s.edition, s.convention, s.turn, k.taken_on + 12 + (s.turn - 1) * 95 AS day,
       k.opened_by_id AS author, k.owner_id AS post, {HASH} AS draw,
       s.scale = 'katz' AND {HASH} % 4 = 0 AND k.state = 'in_charge'
       AND k.taken_on + 12 + s.turn * 95 > %(today)s::date AS draft
  FROM {FEW} k
  JOIN (SELECT v.*, n AS turn FROM (VALUES {{scales}}) AS v (scale, edition, convention)
         CROSS JOIN generate_series(1, 5) n) s
    ON k.user_area IN ('ELD', 'DIS') AND (s.scale <> 'barthel_shah' OR {HASH} % 3 = 0)
 WHERE k.taken_on + 12 + (s.turn - 1) * 95 <= coalesce(k.closed_on, %(today)s::date);
CREATE TEMP TABLE demo_score ON COMMIT DROP AS
SELECT d.id AS sheet, d.day, d.draft, i.item, i.options[w.place] AS option, i.points[w.place] AS points
  FROM demo_scale d JOIN (VALUES {{items}}) AS i (scale, item, options, points) ON i.scale = d.scale
 CROSS JOIN LATERAL (
    SELECT least(array_length(i.options, 1) - (i.item = 'walking')::int,
                 1 + (abs(hashtext(d.case_id::text || i.item)) % 5) / 2
                   + (abs(hashtext(d.id::text || i.item)) % 4 = 0)::int) AS place) w
 WHERE NOT d.draft OR abs(hashtext(i.item)) % 3 > 0;
INSERT INTO cases_scalesheet
    (id, version, created_at, changed_at, case_id, person_id, scale, edition, convention, state,
     done_on, source, informant, note, why, total, author_id, post_id)
SELECT d.id, 1, t.at, t.at, d.case_id, d.person, d.scale, d.edition, d.convention,
       CASE WHEN d.draft THEN 'draft' ELSE 'completed' END, d.day,
       CASE WHEN d.draw % 3 = 0 THEN 'told' ELSE 'observed' END,
       CASE WHEN d.draw % 3 = 0 THEN 'la figlia' ELSE '' END, '', '',
       CASE WHEN NOT d.draft
            THEN (SELECT sum(points) FROM demo_score s WHERE s.sheet = d.id) END, d.author, d.post
  FROM demo_scale d
 CROSS JOIN LATERAL (SELECT (d.day + time '15:00') AT TIME ZONE 'Europe/Rome' AS at) t;
INSERT INTO cases_scaleanswer
    (id, version, created_at, changed_at, sheet_id, item, option, points)
SELECT md5(s.sheet::text || s.item)::uuid, 1, t.at, t.at, s.sheet, s.item, s.option, s.points
  FROM demo_score s
 CROSS JOIN LATERAL (SELECT (s.day + time '15:00') AT TIME ZONE 'Europe/Rome' AS at) t
"""
# A few bore the wrong day: each has another in its place, and stays.
CORRECTED = """
CREATE TEMP TABLE demo_wrong ON COMMIT DROP AS
SELECT s.*, md5(s.id::text || 'wrong')::uuid AS wrong FROM cases_scalesheet s
 WHERE s.state = 'completed' AND abs(hashtext(s.id::text)) % 11 = 0;
INSERT INTO cases_scalesheet
    (id, version, created_at, changed_at, case_id, person_id, scale, edition, convention, state,
     done_on, source, informant, note, why, total, author_id, post_id)
SELECT wrong, 2, created_at, created_at, case_id, person_id, scale, edition, convention,
       'corrected', done_on - 7, source, informant, note, '', total, author_id, post_id
  FROM demo_wrong;
INSERT INTO cases_scaleanswer
    (id, version, created_at, changed_at, sheet_id, item, option, points)
SELECT md5(w.wrong::text || a.item)::uuid, 1, w.created_at, w.created_at, w.wrong, a.item, a.option,
       a.points
  FROM demo_wrong w JOIN cases_scaleanswer a ON a.sheet_id = w.id;
UPDATE cases_scalesheet s
   SET corrects_id = w.wrong, why = 'Era segnato il giorno sbagliato.',
       created_at = least(s.created_at + interval '2 days', now())
  FROM demo_wrong w WHERE w.id = s.id
"""
WORDS = {
    "care_who": "Vivono insieme da anni; la nonna abita al piano di sotto.",
    "care_by": "La figlia maggiore, quando non lavora.",
    "economy_isee": "Da presentare.",
    "economy_held": "Assegno unico.",
    "work_able": "Ha lavorato in una mensa e vorrebbe tornarci.",
    "home_where": "Due stanze in affitto.",
    "network_who": "La vicina, la parrocchia, il negozio sotto casa che fa credito.",
}
SAID = "Raccontano con calma, sanno che cosa vorrebbero."


def _quoted(*values: str) -> str:
    return ", ".join("'" + value.replace("'", "''") + "'" for value in values)


def _words(question: Question) -> str:
    return WORDS.get(question.key, SAID)


def _questions() -> Iterator[str]:
    for form in questionnaires:
        for block in form.editions[-1].blocks:
            for each in block.questions:
                part = "health" if each.health else "plan"
                first = each.choices[0].key if each.choices else ""
                row = (form.key, each.key, each.kind, part, block.about, first, _words(each))
                yield f"({_quoted(*row)})"


def _scales() -> Iterator[str]:
    for scale in scales:
        yield f"({_quoted(scale.key, scale.edition, scale.conventions[0].key)})"


def _items() -> Iterator[str]:
    """Each item with its options, those who do most alone first."""
    for scale in scales:
        for item in scale.items:
            if item.only_if is not None:
                continue
            options = sorted(item.options, key=lambda option: -option.points)
            keys = f"ARRAY[{_quoted(*(option.key for option in options))}]"
            points = f"ARRAY[{', '.join(str(option.points) for option in options)}]"
            yield f"({_quoted(scale.key, item.key)}, {keys}, {points})"


def analyse(today: dt.date) -> None:
    """Fill in the forms and the scales of the cases that were taken in charge."""
    written = {
        "{questions}": ",\n".join(_questions()),
        "{scales}": ",\n".join(_scales()),
        "{items}": ",\n".join(_items()),
    }
    with transaction.atomic(), connection.cursor() as cursor:
        for script in (ANALYSES, SCALES, CORRECTED):
            for statement in _filled(script, written).split(";\n"):
                # the driver reads a percent sign as a place to fill: a remainder is written twice
                cursor.execute(statement.replace(" % ", " %% "), {"today": today})


def _filled(script: str, written: dict[str, str]) -> str:
    for place, rows in written.items():
        script = script.replace(place, rows)
    return script
