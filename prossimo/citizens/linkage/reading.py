"""Reads the people of an ambito by columns, with a connection of the caller's and what its walls show."""

import uuid
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa

# Files that were merged into another one are not looked at again.
PEOPLE = """
SELECT p.id::text AS id, p.surname, p.given_name, p.sex, p.born_on::text AS born_on,
       p.birth_place_code, p.tax_code, p.municipality_id::text AS municipality, p.street,
       p.street_number, p.household_id::text AS household, f.phones
  FROM citizens_person p
  LEFT JOIN (SELECT person_id, string_agg(DISTINCT number, ',') AS phones
               FROM citizens_phone GROUP BY person_id) f ON f.person_id = p.id
 WHERE p.ambito_id = '{ambito}' AND p.merged_into_id IS NULL
 ORDER BY p.id
"""


def people(address: str, ambito: uuid.UUID, *, first: Sequence[str] = ()) -> pa.Table:
    """Everybody of the ambito whom this connection may see, as text; blank is missing.

    `address` is a connection string of libpq; `first` are the statements that say who asks
    (`SELECT wall.enter(…)`), run in the same transaction, which only reads.
    """
    import adbc_driver_postgresql.dbapi as adbc

    with adbc.connect(address) as connection, connection.cursor() as cursor:
        for statement in first:
            cursor.adbc_statement.set_options(**{"adbc.postgresql.use_copy": "false"})
            cursor.execute(statement)
            cursor.fetchall()
        cursor.adbc_statement.set_options(**{"adbc.postgresql.use_copy": "true"})
        cursor.execute(PEOPLE.format(ambito=uuid.UUID(str(ambito))))
        found = cursor.fetch_arrow_table()
        connection.rollback()
    return without_blanks(found)


def without_blanks(table: pa.Table) -> pa.Table:
    """The same table, where an empty text says that nothing is known."""
    import pyarrow.compute as pc

    columns = [
        pc.if_else(pc.equal(column, ""), pa.scalar(None, pa.string()), column)
        for column in (table[name].cast(pa.string()) for name in table.column_names)
    ]
    return pa.table(columns, names=table.column_names)


def kept(table: pa.Table, path: Path) -> Path:
    """The same columns as a file, for a process of its own or for Spark."""
    import pyarrow.parquet as pq

    pq.write_table(table, path, compression="zstd")
    return path
