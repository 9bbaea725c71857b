"""The fast way into the database: bare tables, whole blocks, then constraints and indexes again.

Everything happens in the one transaction of the caller: if any step fails, nothing has happened.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.backends.utils import CursorWrapper

BLOCK = 20_000  # rows
NULL = "\\N"

Columns = list[list[str]]
Part = Callable[[slice], Columns]


@dataclass(frozen=True)
class Sheet:
    """Rows for one table: `part` makes the columns of a slice of them."""

    table: str
    columns: tuple[str, ...]
    size: int
    part: Part

    def blocks(self) -> list[slice]:
        return [slice(at, min(at + BLOCK, self.size)) for at in range(0, self.size, BLOCK)]


def copy_block(cursor: CursorWrapper, sheet: Sheet, block: slice, *, frozen: bool = True) -> None:
    """Send one block of rows. The text holds no tabs and no backslashes: it is all our own."""
    names = ", ".join(f'"{name}"' for name in sheet.columns)
    options = " (FREEZE)" if frozen else ""
    columns = sheet.part(block)
    text = "\n".join(map("\t".join, zip(*columns, strict=True)))
    with cursor.copy(f"COPY {sheet.table} ({names}) FROM STDIN{options}") as stream:
        stream.write(text.encode())


@dataclass
class Lane:
    """Tables to be filled at once: bare while the rows arrive, whole again afterwards."""

    cursor: CursorWrapper
    tables: Sequence[str]

    def clear(self) -> list[str]:
        """Empty the tables and take off what slows them; the statements that put it back."""
        self.cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
        # What is still to be checked would forbid to alter the tables it looks at.
        self.cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        self.cursor.execute(f"TRUNCATE {', '.join(self.tables)} CASCADE")
        constraints, indexes = list(self._constraints()), list(self._indexes())
        for table, name, _ in constraints:
            self.cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        for name, _ in indexes:
            self.cursor.execute(f'DROP INDEX "{name}"')
        for table in self.tables:
            self.cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        return [
            *(definition for _, definition in indexes),
            *(
                f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}'
                for table, name, definition in constraints
            ),
            *(f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in self.tables),
        ]

    def _constraints(self) -> Iterator[tuple[str, str, str]]:
        """Foreign keys and unique keys (unique first: others may lean on them)."""
        yield from self._rows(
            "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE conrelid = ANY (%s::regclass[]) AND contype IN ('f', 'u')"
            " ORDER BY contype DESC, conname"
        )

    def _indexes(self) -> Iterator[tuple[str, str]]:
        """Indexes that stand behind no constraint."""
        yield from self._rows(
            "SELECT c.relname, pg_get_indexdef(i.indexrelid)"
            " FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
            " WHERE i.indrelid = ANY (%s::regclass[])"
            " AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid)"
            " ORDER BY c.relname"
        )

    def _rows(self, query: str) -> list[Any]:
        self.cursor.execute(query, [list(self.tables)])
        return list(self.cursor.fetchall())
