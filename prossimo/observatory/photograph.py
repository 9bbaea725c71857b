"""Takes the photograph: from the views of `facts`, by columns, into typed pseudonymous Parquet files.

Read in one repeatable transaction as the observatory's role, written to a new folder, forced to
disk, and only then named by the pointer `current`, so that readers see the whole or nothing.
Imports the heavy libraries: never from a web process.
"""

import datetime as dt
import hashlib
import itertools
import json
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import adbc_driver_postgresql.dbapi as adbc
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from prossimo.core.facts import Column, Fact, facts, schema_version
from prossimo.observatory.snapshots import MANIFEST, POINTER

KEPT = 3  # photographs on disk, the current one among them
COMPRESSION = "zstd"
MOST_KNOWN = 500_000  # pseudonyms remembered, some tens of megabytes
TOGETHER = 100_000  # rows of a file written at a time
ORDER = [("ambito", "ascending"), ("year", "ascending")]
ARROW = {
    "bool": pa.bool_(),
    "date32": pa.date32(),
    "int16": pa.int16(),
    "int32": pa.int32(),
    "int64": pa.int64(),
    "string": pa.string(),
}
Heard = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Taken:
    folder: Path
    at: dt.datetime
    rows: dict[str, int]


@dataclass
class _Sheet:
    """One file being written, for one ambito and year (or for all); small pieces wait for others."""

    path: Path
    schema: pa.Schema
    writer: Any = field(init=False)
    rows: int = 0
    waiting: list[pa.Table] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.writer = pq.ParquetWriter(self.path, self.schema, compression=COMPRESSION)

    def write(self, piece: pa.Table) -> None:
        self.waiting.append(piece)
        self.rows += piece.num_rows
        if sum(one.num_rows for one in self.waiting) >= TOGETHER:
            self._flush()

    def close(self) -> dict[str, Any]:
        """Force the file to disk and say what is in it."""
        self._flush()
        self.writer.close()
        sync(self.path)
        digest = hashlib.sha256(self.path.read_bytes()).hexdigest()
        return {"rows": self.rows, "sha256": digest, "bytes": self.path.stat().st_size}

    def _flush(self) -> None:
        if self.waiting:
            self.writer.write_table(pa.concat_tables(self.waiting).combine_chunks())
            self.waiting = []


class Photographer:
    """Writes one photograph. `heard(done, total)` is told of every piece."""

    def __init__(self, uri: str, root: Path, key: bytes, heard: Heard) -> None:
        self.uri, self.root, self.key, self.heard = uri, root, key, heard
        self.files: dict[str, dict[str, Any]] = {}
        self.numbers: dict[str, pa.Array] = {}
        self.known: dict[str, int] = {}
        self.done = self.total = 0

    def take(self) -> Taken:
        root = self.root
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        hand_over(root)
        draft = root / f".draft-{secrets.token_hex(4)}"
        draft.mkdir()
        try:
            manifest = self._write_facts(draft)
            at = dt.datetime.fromisoformat(manifest["snapshot_at"])
            folder = root / f"{at:%Y%m%dT%H%M%S}-{secrets.token_hex(3)}"
            (draft / "memory").mkdir()
            _write_down(draft / MANIFEST, json.dumps(manifest, indent=1, ensure_ascii=False))
            for place in (*(p for p in draft.rglob("*") if p.is_dir()), draft):
                sync(place)
            draft.rename(folder)
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise
        hand_over(folder)
        point(root, folder)
        forget_old(root)
        return Taken(folder, at, manifest["rows"])

    def _write_facts(self, draft: Path) -> dict[str, Any]:
        entities = [fact for fact in facts if not fact.by_year]
        with adbc.connect(self.uri) as connection, connection.cursor() as cursor:
            cursor.execute("SET ROLE prossimo_observatory")
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            at = _only(cursor, "SELECT now()::text")
            ambiti = _read(cursor, "SELECT * FROM facts.ambito ORDER BY ambito").to_pylist()
            cursor.execute("SET LOCAL work_mem = '64MB'")
            self.total = last_total(self.root) or _about_how_many(connection)
            self.heard(0, self.total)
            rows = {fact.key: self._write_entities(cursor, draft, fact) for fact in entities}
            keys = [ambito["ambito"] for ambito in ambiti]
            for fact in facts:
                if fact.by_year:
                    rows[fact.key] = self._write_years(cursor, draft, fact, keys)
        return {
            "schema": schema_version(),
            "snapshot_at": _instant(at),
            "ambiti": ambiti,
            "rows": rows,
            "files": self.files,
        }

    # --- lists of entities ----------------------------------------------------------------------

    def _write_entities(self, cursor: Any, draft: Path, fact: Fact) -> int:
        """Number the rows of a list: facts name them by this short number."""
        columns = ", ".join(fact.columns)
        table = _read(cursor, f"SELECT {columns} FROM {fact.view} ORDER BY label, id")
        self.numbers[fact.key] = table["id"].combine_chunks()
        table = self._typed(table, fact)
        table = table.append_column("number", pa.array(range(table.num_rows), pa.int32()))
        sheet = _Sheet(draft / fact.key / "all.parquet", table.schema)
        sheet.write(table)
        self._closed(draft, sheet)
        self._went(table.num_rows)
        return int(table.num_rows)

    # --- facts by ambito and year ---------------------------------------------------------------

    def _write_years(self, cursor: Any, draft: Path, fact: Fact, ambiti: list[str]) -> int:
        """One file an ambito and year; an empty one for each ambito keeps the types where none is."""
        schema = pa.schema([(name, ARROW[column.type]) for name, column in fact.columns.items()])
        place = draft / fact.key
        sheets = {
            (ambito, None): _Sheet(place / f"ambito={ambito}" / "none.parquet", schema)
            for ambito in ambiti
        }
        for piece in self._pieces(cursor, fact):
            at = ambito, year = piece["ambito"][0].as_py(), piece["year"][0].as_py()
            if at not in sheets:
                file = place / f"ambito={ambito}" / f"year={year}" / "part.parquet"
                sheets[at] = _Sheet(file, schema)
            sheets[at].write(piece)
            self._went(piece.num_rows)
        for sheet in sheets.values():
            self._closed(draft, sheet)
        return sum(sheet.rows for sheet in sheets.values())

    def _pieces(self, cursor: Any, fact: Fact) -> Iterator[pa.Table]:
        """The rows as they come, each piece of one ambito and year: sorting is left to no database."""
        cursor.execute(f"SELECT {', '.join(fact.columns)} FROM {fact.view}")
        for batch in cursor.fetch_record_batch():
            if batch.num_rows:
                table = self._typed(pa.Table.from_batches([batch]), fact).sort_by(ORDER)
                for start, end in _runs(table["ambito"], table["year"]):
                    yield table.slice(start, end - start)

    # --- types and pseudonyms ---------------------------------------------------------------------

    def _typed(self, table: pa.Table, fact: Fact) -> pa.Table:
        arrays = [self._column(table[name], column) for name, column in fact.columns.items()]
        return pa.Table.from_arrays(arrays, names=list(fact.columns))

    def _column(self, values: pa.ChunkedArray, column: Column) -> pa.ChunkedArray:
        if column.secret:
            return self._pseudonyms(values)
        if column.entity:
            return pc.index_in(values, value_set=self.numbers[column.entity])
        return values.cast(ARROW[column.type])

    def _pseudonyms(self, values: pa.ChunkedArray) -> pa.Array:
        """A keyed hash of 64 bits: without the key nobody goes back, with it two facts still meet."""
        coded = values.combine_chunks().dictionary_encode()
        known = [self._pseudonym(text) for text in coded.dictionary.to_pylist()]
        return pa.array(known, pa.int64()).take(coded.indices)

    def _pseudonym(self, text: str) -> int:
        """The same contact stands in several facts: the first of them are remembered."""
        found = self.known.get(text)
        if found is None:
            found = pseudonym(text, self.key)
            if len(self.known) < MOST_KNOWN:
                self.known[text] = found
        return found

    def _went(self, rows: int) -> None:
        self.done += rows
        self.heard(self.done, max(self.done, self.total))

    def _closed(self, draft: Path, sheet: _Sheet) -> None:
        self.files[str(sheet.path.relative_to(draft))] = sheet.close()


def _runs(*columns: pa.ChunkedArray) -> Iterator[tuple[int, int]]:
    """Stretches of rows in which none of the columns changes."""
    changes: set[int] = set()
    for column in columns:
        codes = column.combine_chunks().dictionary_encode().indices.to_numpy()
        changes.update((np.flatnonzero(codes[1:] != codes[:-1]) + 1).tolist())
    edges = [0, *sorted(changes), len(columns[0])]
    yield from itertools.pairwise(edges)


def pseudonym(text: str, key: bytes) -> int:
    """
    >>> pseudonym("a", b"k") == pseudonym("a", b"k") != pseudonym("a", b"another")
    True
    """
    digest = hashlib.blake2b(text.encode(), key=key, digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def pseudonym_key(file: Path) -> bytes:
    """The key of this installation, made once; it never enters the database nor a photograph."""
    if given := os.environ.get("PROSSIMO_SNAPSHOT_KEY"):
        return hashlib.sha256(given.encode()).digest()
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = file.with_suffix(f".{os.getpid()}.draft")
    if not file.exists():
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(secrets.token_bytes(32))
            stream.flush()
            os.fsync(stream.fileno())
        try:
            os.link(draft, file)  # whoever comes second finds the first one's key
        except FileExistsError:
            pass
        finally:
            draft.unlink()
        hand_over(file)
    return file.read_bytes()


# --- disk -----------------------------------------------------------------------------------------


def sync(path: Path) -> None:
    """Force a file, or the names in a folder, to disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def hand_over(path: Path) -> None:
    """What root makes in somebody's folder becomes theirs, or they could not replace it later."""
    if os.geteuid() != 0:
        return
    owner = path.parent.stat()
    for made in (path, *path.rglob("*")):
        os.chown(made, owner.st_uid, owner.st_gid, follow_symlinks=False)


def _write_down(path: Path, text: str) -> None:
    path.write_text(text)
    sync(path)


def point(root: Path, folder: Path) -> None:
    """Make the folder the current photograph, in one step."""
    link = root / f".pointer-{secrets.token_hex(4)}"
    link.symlink_to(folder.name)
    link.replace(root / POINTER)
    sync(root)


def forget_old(root: Path, kept: int = KEPT) -> None:
    """Remove the photographs beyond the newest ones, and drafts that a crash left behind."""
    shown = (root / POINTER).resolve()
    folders = [p for p in root.glob("2*T*-*") if p.is_dir()]
    # The current one first: of two of the same second the names do not say which is newer.
    folders.sort(key=lambda folder: (folder == shown, folder.name), reverse=True)
    for folder in folders[kept:]:
        shutil.rmtree(folder, ignore_errors=True)
    for draft in root.glob(".draft-*"):
        shutil.rmtree(draft, ignore_errors=True)


def last_total(root: Path) -> int:
    """The rows of the photograph before this one: how long the bar of the next one is."""
    try:
        said = json.loads((root / POINTER / MANIFEST).read_text())
    except (OSError, ValueError):
        return 0
    return sum(said["rows"].values())


# --- reading ---------------------------------------------------------------------------------------


def _read(cursor: Any, statement: str) -> pa.Table:
    cursor.execute(statement)
    return cursor.fetch_arrow_table()


def _only(cursor: Any, statement: str) -> Any:
    return _read(cursor, statement).column(0)[0].as_py()


def _about_how_many(connection: Any) -> int:
    """The rows to read, as the planner expects: enough for a progress bar, and at once."""
    total = 0
    with connection.cursor() as cursor:
        cursor.adbc_statement.set_options(**{"adbc.postgresql.use_copy": "false"})
        for fact in facts:
            said = _only(cursor, f"EXPLAIN (FORMAT JSON) SELECT * FROM {fact.view}")
            total += int(json.loads(said)[0]["Plan"]["Plan Rows"])
    return total


def _instant(text: str) -> str:
    """PostgreSQL's own words for an instant, as ISO 8601 in UTC to the second."""
    return dt.datetime.fromisoformat(text).astimezone(dt.UTC).replace(microsecond=0).isoformat()
