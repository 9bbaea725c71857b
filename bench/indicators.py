"""Indicators as declared, through the observatory's engine, against the same SQL written by hand."""

import datetime as dt
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from bench.rows import Row, Spent, alternate, spend
from bench.town import Options

MANY, FEW = 20_000_000, 1_000_000
PEOPLE_EACH = 4  # contacts a person, about
YEARS = range(2014, 2026)
AMBITO = "bench"
TARGET = "≤ 1.3 × SQL by hand"

# One contact each: who, where, why, as a believable town would spread them.
CONTACTS = """
SELECT '{ambito}' AS ambito, {year}::SMALLINT AS year,
       (DATE '{year}-01-01' + (hash(i, 1) % 365)::INTEGER)::DATE AS day,
       ({year} * 1000000000::BIGINT + i) AS contact,
       CASE WHEN hash(i, 2) % 20 = 0 THEN NULL
            ELSE (hash(hash(i, 3) % {people}) % 4611686018427387904)::BIGINT END AS person,
       (hash(i, 4) % 12)::INTEGER AS desk,
       (hash(i, 5) % 22)::INTEGER AS neighbourhood,
       NULL::INTEGER AS municipality,
       ['person', 'phone', 'email', 'home'][(hash(i, 6) % 4 + 1)::INTEGER] AS channel,
       'self' AS speaker,
       CASE WHEN hash(i, 2) % 20 = 0 THEN 'nobody' ELSE 'person' END AS subject,
       ['older', 'frail', 'minors', 'families'][(hash(i, 7) % 4 + 1)::INTEGER] AS target_group,
       hash(i, 8) % 30 = 0 AS no_service,
       (hash(i, 9) % 60)::SMALLINT AS minutes,
       ['F', 'M'][(hash(i, 10) % 2 + 1)::INTEGER] AS sex,
       ['18-29', '30-44', '45-64', '65-74'][(hash(i, 11) % 4 + 1)::INTEGER] AS age_band,
       ['IT', 'ES'][(hash(i, 12) % 2 + 1)::INTEGER] AS citizenship
  FROM range({rows}) numbers(i)
"""
REASONS = """
SELECT ambito, year, contact, (hash(contact, 20) % 18)::INTEGER AS reason,
       ['money', 'information', 'foreign', 'home_work'][(hash(contact, 20) % 4 + 1)::INTEGER]
           AS reason_group
  FROM read_parquet('{contacts}')
"""
GIVEN = """
SELECT ambito, year, contact,
       ['information', 'orientation', 'appointment'][(hash(contact, 21) % 3 + 1)::INTEGER] AS given
  FROM read_parquet('{contacts}')
"""

# The same tables that the engine counts for each question: with their margins, which decide what
# may be shown.
BY_HAND = {
    "access.users, every year": (
        ("access.users", (), None),
        """
        SELECT year, count(DISTINCT person), count(DISTINCT person), count(*)
          FROM contact JOIN desk ON desk.number = contact.desk
         WHERE part_of_pass AND person IS NOT NULL GROUP BY year
        """,
    ),
    "access.users by neighbourhood, one year": (
        ("access.users", ("neighbourhood",), 2018),
        """
        SELECT year, neighbourhood, count(DISTINCT person), count(DISTINCT person), count(*)
          FROM contact JOIN desk ON desk.number = contact.desk
         WHERE part_of_pass AND person IS NOT NULL AND year = 2018
         GROUP BY GROUPING SETS ((year, neighbourhood), (year))
        """,
    ),
    "access.contacts by desk, every year": (
        ("access.contacts", ("desk",), None),
        """
        SELECT year, desk, count(*), count(DISTINCT person) + count(*) FILTER (person IS NULL)
          FROM contact GROUP BY GROUPING SETS ((year, desk), (year))
        """,
    ),
    "access.contacts by reason, one year": (
        ("access.contacts", ("reason",), 2018),
        """
        SELECT year, reason, count(*), count(DISTINCT person) + count(*) FILTER (person IS NULL)
          FROM contact JOIN contact_reason USING (contact, year)
         WHERE year = 2018 GROUP BY year, reason
        UNION ALL
        SELECT year, NULL, count(*), count(DISTINCT person) + count(*) FILTER (person IS NULL)
          FROM contact JOIN (SELECT DISTINCT contact, year, reason_group FROM contact_reason
                              WHERE year = 2018) USING (contact, year)
         WHERE year = 2018 GROUP BY year, reason_group
        UNION ALL
        SELECT year, NULL, count(*), count(DISTINCT person) + count(*) FILTER (person IS NULL)
          FROM contact WHERE year = 2018 GROUP BY year
        """,
    ),
}


def run(options: Options) -> list[Row]:
    """Wall and processor time of each question, in turn with its SQL, median of five rounds."""
    quick = options.quick
    _ready()
    folder = Path(
        tempfile.mkdtemp(prefix="prossimo-bench-", dir=os.environ.get("PROSSIMO_BENCH_TMP"))
    )
    rows = FEW if quick else MANY
    try:
        snapshot = _photograph(folder, rows)
        return [_measured(name, rows, snapshot) for name in BY_HAND]
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _ready() -> None:
    os.environ.setdefault("PROSSIMO_TRIAL", "1")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "prossimo_launch.settings")
    import django

    django.setup()


def _measured(name: str, rows: int, snapshot: object) -> Row:
    question, sql = BY_HAND[name]
    declared, by_hand = alternate(
        _spending(_declared(question, snapshot)), _spending(_written(sql, snapshot))
    )
    detail = (
        f"wall {declared.wall * 1000:.0f} ms against {by_hand.wall * 1000:.0f} ms, CPU "
        f"{declared.cpu * 1000:.0f} ms against {by_hand.cpu * 1000:.0f} ms, {rows // 1_000_000} M contacts"
    )
    return Row(f"indicators: {name}", TARGET, declared.wall / by_hand.wall, detail)


def _spending(work: Callable[[], object]) -> Callable[[], Spent]:
    return lambda: spend(work, 1, [os.getpid()])


def _declared(
    asked: tuple[str, tuple[str, ...], int | None], snapshot: object
) -> Callable[[], object]:
    """The whole answer: counted, protected, labelled. Nothing is remembered between two rounds."""
    from prossimo.observatory import compute
    from prossimo.observatory.questions import Question

    key, by, year = asked
    question = Question(key, AMBITO, by=by, year=year)
    warehouse = compute.opened(snapshot)  # type: ignore[arg-type]

    def work() -> object:
        warehouse.levels.clear()
        return compute.answer(question, warehouse)

    return work


def _written(sql: str, snapshot: object) -> Callable[[], object]:
    import duckdb

    connection = duckdb.connect()
    for fact in ("contact", "contact_reason", "desk"):
        files = snapshot.files(fact, AMBITO)  # type: ignore[attr-defined]
        connection.read_parquet(files, hive_partitioning=False).create_view(fact)
    return lambda: connection.sql(sql).fetchall()


# --- the invented photograph --------------------------------------------------------------------


def _photograph(folder: Path, rows: int) -> object:
    import json

    import duckdb

    from prossimo.core.facts import schema_version
    from prossimo.observatory import snapshots

    connection = duckdb.connect()
    each = rows // len(YEARS)
    for year in YEARS:
        place = folder / "contact" / f"ambito={AMBITO}" / f"year={year}"
        people = each // PEOPLE_EACH
        text = CONTACTS.format(ambito=AMBITO, year=year, rows=each, people=people)
        contacts = _written_to(connection, text, place)
        for fact, template in (("contact_reason", REASONS), ("contact_given", GIVEN)):
            linked = folder / fact / f"ambito={AMBITO}" / f"year={year}"
            _written_to(connection, template.format(contacts=contacts), linked)
    _lists(folder)
    manifest = {
        "schema": schema_version(),
        "snapshot_at": dt.datetime.now(dt.UTC).isoformat(),
        "ambiti": [{"ambito": AMBITO, "id": AMBITO, "label": "Bench"}],
        "rows": {"contact": each * len(YEARS)},
    }
    (folder / "manifest.json").write_text(json.dumps(manifest))
    return snapshots.opened(folder)


def _written_to(connection: object, sql: str, place: Path) -> Path:
    place.mkdir(parents=True)
    file = place / "part.parquet"
    connection.sql(sql).write_parquet(str(file), compression="zstd")  # type: ignore[attr-defined]
    return file


def _lists(folder: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    groups = ["money", "information", "foreign", "home_work"]
    lists = {
        "desk": [{"part_of_pass": n < 8} for n in range(12)],
        "reason": [{"reason_group": groups[n % 4]} for n in range(18)],
        "neighbourhood": [{} for _ in range(22)],
    }
    for fact, rows in lists.items():
        place = folder / fact
        place.mkdir()
        table = [
            {"ambito": AMBITO, "id": f"{fact}-{n}", "label": f"{fact} {n}", "number": n, **row}
            for n, row in enumerate(rows)
        ]
        pq.write_table(pa.Table.from_pylist(table), place / "all.parquet")
