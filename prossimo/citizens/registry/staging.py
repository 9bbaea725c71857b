"""The temporary table where the rows of a file stand while they are compared."""

import uuid

from django.db.backends.utils import CursorWrapper

from prossimo.citizens.registry.checking import BLANK, COLUMNS, NULL, Column, as_text

INCOMING = "registry_incoming"
# What slows a long statement: a page has 15 seconds, a million rows need more.
PATIENCE = (
    "SET LOCAL statement_timeout = 0",
    "SET LOCAL lock_timeout = '30s'",
    "SET LOCAL idle_in_transaction_session_timeout = 0",
    "SET LOCAL work_mem = '192MB'",
    "SET LOCAL synchronous_commit = on",
    # A plan needs to know how many rows there are, more than what they say.
    "SET LOCAL default_statistics_target = 20",
    # Unset, each row of history opens and undoes a subtransaction, which looks through every key
    # still to be checked: the work would grow with the square of the rows.
    "SET LOCAL pgtrigger.ignore = '{}'",
    "SET CONSTRAINTS ALL IMMEDIATE",
)
TYPES = {
    "line": "integer", "born_on": "date", "citizenships": "varchar(2)[]", "municipality_id": "uuid",
    "neighbourhood": "uuid", "latitude": "double precision", "longitude": "double precision",
    "resides_since": "date", "died_on": "date", "problems": "jsonb",
}  # fmt: skip
# In order of time, as all our identifiers: random ones would scatter over every index.
ORDERED_ID = (
    "((SELECT lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000)::bigint), 12, '0') || '7')"
    " || substr(to_hex({n} + (1 << 28)), 3, 3) || '8' || substr(to_hex({n} + (1 << 28)), 6)"
    " || substr(md5(random()::text), 1, 12))::uuid"
)
# Nearly all names: their words are filed without a further thought.
TWO_WORDS = (
    "(length(r.sort_key) < 300 AND r.sort_key ~ '^[a-z0-9]+ [a-z0-9]+$'"
    " AND split_part(r.sort_key, ' ', 1) <> split_part(r.sort_key, ' ', 2))"
)
# Of the rows taken up, those of people who have no file.
NEW = "NOT EXISTS (SELECT 1 FROM registry_match m WHERE m.line = t.line)"
REPEATED = """
UPDATE registry_incoming t SET state = CASE WHEN d.kinds > 1 THEN 'wrong'
                                            WHEN t.line > d.first THEN 'repeated' ELSE t.state END,
       problems = CASE WHEN d.kinds > 1 OR t.line > d.first
                  THEN t.problems || jsonb_build_array(jsonb_build_array(
                       CASE WHEN t.registry_id = '' THEN 'tax_code' ELSE 'registry_id' END,
                       CASE WHEN d.kinds > 1 THEN 'repeated_unlike' ELSE 'note_repeated' END,
                       d.lines)) ELSE t.problems END
  FROM (SELECT key, count(DISTINCT print) AS kinds, min(line) AS first,
               array_to_string((array_agg(line::text ORDER BY line))[1:5], ', ') AS lines
          FROM (SELECT coalesce(nullif(registry_id, ''), '=' || tax_code) AS key, line,
                       md5((to_jsonb(r) - ARRAY['line', 'state', 'problems'])::text) AS print
                  FROM registry_incoming r
                 WHERE state = 'read' AND coalesce(nullif(registry_id, ''), tax_code) <> ''
                   AND coalesce(nullif(registry_id, ''), '=' || tax_code) IN (
                       SELECT coalesce(nullif(registry_id, ''), '=' || tax_code)
                         FROM registry_incoming WHERE state = 'read'
                        GROUP BY 1 HAVING count(*) > 1)) keyed
         GROUP BY key) d
 WHERE t.state = 'read' AND coalesce(nullif(t.registry_id, ''), '=' || t.tax_code) = d.key
"""


def patiently(cursor: CursorWrapper) -> None:
    """Prepare this transaction for long work."""
    for statement in PATIENCE:
        cursor.execute(statement)


def make_table(cursor: CursorWrapper) -> None:
    """An empty table, where a column that is not sent stands blank in the rows."""
    columns = ", ".join(
        f"{name} {TYPES.get(name, 'text')}" + ("" if blank == NULL else f" DEFAULT '{blank}'")
        for name, blank in BLANK.items()
    )
    cursor.execute(f"DROP TABLE IF EXISTS {INCOMING}")
    cursor.execute(f"CREATE TEMP TABLE {INCOMING} ({columns})")


def send(cursor: CursorWrapper, columns: list[Column]) -> None:
    """Some rows of the file: of columns that are blank all along, nothing."""
    told = {
        name: column
        for name, column in zip(COLUMNS, columns, strict=True)
        if column.count(BLANK[name]) < len(column)
    }
    with cursor.copy(f"COPY {INCOMING} ({', '.join(told)}) FROM STDIN") as stream:
        stream.write(as_text(list(told.values())).encode())


def mark_repeated(cursor: CursorWrapper) -> None:
    """The same natural key twice: the first row counts if they are alike, none if they differ."""
    cursor.execute(f"ANALYZE {INCOMING}")
    cursor.execute(REPEATED)


def take_up(cursor: CursorWrapper, batch_id: uuid.UUID) -> None:
    """The rows of a batch as the comparison reads them: those that were good, in order of name.

    Each has the number that its file would have, and whether its name is two different words.
    """
    columns = ", ".join(COLUMNS)
    cursor.execute("DROP TABLE IF EXISTS registry_incoming")
    cursor.execute(
        f"CREATE TEMP TABLE {INCOMING} ON COMMIT DROP AS"
        f" SELECT r.*, {ORDERED_ID.format(n='r.place')} AS fresh_id, {TWO_WORDS} AS two_words"
        f" FROM (SELECT {columns}, row_number() OVER (ORDER BY sort_key, line) AS place"
        " FROM citizens_registryrow"
        " WHERE batch_id = %(batch)s AND state NOT IN ('wrong', 'repeated')) r",
        {"batch": batch_id},
    )
    cursor.execute(f"ANALYZE {INCOMING}")
