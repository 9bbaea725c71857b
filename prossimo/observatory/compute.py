"""Answers questions: runs the declared Ibis expressions on a photograph, and hides small cells here only.

Every door (page, command, file, chart) passes through `answer`. Imports the heavy libraries inside
its functions: a web process reaches it through `engine`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from prossimo.core.facts import facts
from prossimo.core.indicators import (
    MIN_CELL_OF_MINORS_IN_A_PLACE,
    Dimension,
    Indicator,
    Measure,
    dimensions,
    indicators,
)
from prossimo.observatory import days
from prossimo.observatory.answers import Answer, Row
from prossimo.observatory.questions import UNKNOWN, Question, checked, no_such_value
from prossimo.observatory.rules import (
    At,
    Cell,
    Dims,
    Key,
    Place,
    Shape,
    hidden_cells,
    hundredths,
    tenths,
)
from prossimo.observatory.snapshots import Snapshot

if TYPE_CHECKING:
    import ibis

YEAR = "year"
ALIASES = {"bool": "boolean", "date32": "date"}  # Arrow's names of types, as Ibis says them


@dataclass(frozen=True, slots=True)
class Raw:
    """A cell as it was counted, before anything is hidden."""

    value: int
    people: int
    records: int
    part: int | None = None
    shown: float | None = None

    def as_cell(self) -> Cell:
        if self.part is None:
            return Cell(sizes=(self.value,), heads=(self.people,))
        parts = (self.part, self.value - self.part)
        return Cell(sizes=parts, heads=(*parts, self.people))


Level = dict[int, dict[At, Raw]]  # year → where → what
Asked = tuple[str, Dims]  # a question without its cut, and one of its tables


class Backend(Protocol):
    """What runs the expressions: DuckDB here, Spark where a region outgrows one machine."""

    dialect: str

    def register(self, name: str, files: list[str]) -> None: ...

    def rows(self, sql: str) -> list[dict[str, Any]]: ...


class DuckDB:
    """The engine inside the process. It opens no file but those it is given."""

    dialect = "duckdb"

    def __init__(self) -> None:
        import duckdb

        # It never fetches an extension, nor looks among the names of this program for a table.
        quiet = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
        self.connection = duckdb.connect(config={**quiet, "python_enable_replacements": "false"})

    def register(self, name: str, files: list[str]) -> None:
        self.connection.read_parquet(files, hive_partitioning=False).create_view(name)

    def rows(self, sql: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.connection.sql(sql).to_arrow_table().to_pylist()
        return found


@dataclass
class Warehouse:
    """One photograph opened by an engine."""

    snapshot: Snapshot
    backend: Backend
    levels: dict[Asked, Level] = field(default_factory=dict)
    written: dict[Asked, str] = field(default_factory=dict)  # the SQL of each table, made once
    registered: set[str] = field(default_factory=set)

    def tables(self, indicator: Indicator, question: Question) -> dict[str, "ibis.Table"]:
        """The facts that the indicator reads, of one ambito and of the years in question."""
        found = {}
        for fact in indicator.all_reads():
            table = self._table(fact, question.ambito)
            if YEAR in table.columns:
                known = self.snapshot.years(fact, question.ambito)
                needed = [year for year in known if question.needs(year)]
                if needed != known:
                    table = table.filter(table[YEAR].isin(needed or [0]))
            found[fact] = days.narrowed(table, indicator, question, self.snapshot)
        return found

    def _table(self, fact: str, ambito: str) -> "ibis.Table":
        """The fact with its declared types, over the files of the ambito and no others."""
        import ibis

        name = f"{fact}__{ambito.replace('-', '_')}"
        if name not in self.registered:
            self.backend.register(name, self.snapshot.files(fact, ambito))
            self.registered.add(name)
        types = {column: kind.type for column, kind in facts[fact].columns.items()}
        if not facts[fact].by_year:
            types["number"] = "int32"
        return ibis.table({column: ALIASES.get(kind, kind) for column, kind in types.items()}, name)

    def entities(self, fact: str, ambito: str) -> list[dict[str, Any]]:
        """The rows of a list that one ambito uses: its own and those common to all."""
        import pyarrow.parquet as pq

        (file,) = self.snapshot.files(fact, ambito)
        rows: list[dict[str, Any]] = pq.read_table(file).to_pylist()
        return [row for row in rows if row["ambito"] in {ambito, None}]


def opened(snapshot: Snapshot) -> Warehouse:
    return Warehouse(snapshot, DuckDB())


def answer(question: Question, warehouse: Warehouse) -> Answer:
    """The answer, with small cells hidden. Raises `BadQuestion`."""
    checked(question, warehouse.snapshot)
    indicator = indicators[question.key]
    vocabulary = Vocabulary(warehouse, question)
    where = vocabulary.where()
    tables = {
        dims: counted(question, dims, warehouse) for dims in vocabulary.shape.closure(question.dims)
    }
    years = sorted({year for level in tables.values() for year in level})
    hidden = {
        year: hidden_cells(
            {dims: _cells(level.get(year, {})) for dims, level in tables.items()},
            question.dims,
            vocabulary.shape,
            lambda dims, at: threshold(indicator, dims, at),
        )
        for year in years
    }
    cut = _Cut(question, indicator, vocabulary, where)
    finest = tables[question.dims]
    rows = [
        row for year in years if question.including(year) for row in cut.rows(year, finest, hidden)
    ]
    return Answer(
        key=indicator.key,
        label=str(indicator.label),
        unit=str(indicator.unit),
        definition=str(indicator.definition),
        limits=str(indicator.limits),
        snapshot_at=warehouse.snapshot.at.isoformat(),
        by=question.by,
        day=question.day.isoformat() if question.day else None,
        decimals=indicator.decimals,
        signed=indicator.measure is Measure.GROWTH,
        records=_records(question, tables, where, hidden),
        rows=tuple(rows),
    )


def _cells(level: Mapping[At, Raw]) -> dict[At, Cell]:
    return {at: raw.as_cell() for at, raw in level.items()}


def _records(
    question: Question,
    tables: Mapping[Dims, Level],
    where: Mapping[str, Key],
    hidden: Mapping[int, set[Place]],
) -> int | None:
    """How many facts stand behind the whole answer; not said where they would give a cell away."""
    dims = tuple(sorted(where))
    at = tuple(where[name] for name in dims)
    years = [year for year in tables[dims] if question.including(year)]
    if any((dims, at) in hidden[year] for year in years):
        return None
    return sum(raw.records for year in years if (raw := tables[dims][year].get(at)))


# --- counting -----------------------------------------------------------------------------------


def counted(question: Question, dims: Dims, warehouse: Warehouse) -> Level:
    """One table of the indicator, kept for the other questions of the same process."""
    asked = (question.about(by=(), where=()).as_json(), dims)
    if asked not in warehouse.levels:
        if asked not in warehouse.written:
            warehouse.written[asked] = _written(question, dims, warehouse)
        warehouse.levels[asked] = _read(warehouse.backend.rows(warehouse.written[asked]), dims)
    return warehouse.levels[asked]


def _written(question: Question, dims: Dims, warehouse: Warehouse) -> str:
    import ibis

    if warehouse.backend.dialect != DuckDB.dialect:
        getattr(ibis, warehouse.backend.dialect)  # its options are read while the SQL is written
    return str(
        ibis.to_sql(expression(question, dims, warehouse), dialect=warehouse.backend.dialect)
    )


def _read(rows: Iterable[Mapping[str, Any]], dims: Dims) -> Level:
    level: Level = defaultdict(dict)
    for row in rows:
        raw = Raw(
            value=int(row["value"] or 0),
            people=int(row["people"]),
            records=int(row["records"]),
            part=int(row["part"] or 0) if "part" in row else None,
            shown=tenths(row["shown"]) if row.get("shown") is not None else None,
        )
        level[int(row[YEAR])][tuple(row[name] for name in dims)] = raw
    return dict(level)


def expression(question: Question, dims: Dims, warehouse: Warehouse) -> "ibis.Table":
    """The declared count, split by the year and the dimensions: one row a cell."""
    indicator = indicators[question.key]
    tables = warehouse.tables(indicator, question)
    found = indicator.count(tables)
    rows = found.rows
    for name in dims:
        if (dimension := dimensions[name]).link:
            rows = _linked(rows, tables[dimension.link], dimension)
    records = found.records(rows) if found.records else rows.count()
    measures = {"value": found.value(rows), "people": found.people(rows), "records": records}
    if found.part:
        measures["part"] = found.part(rows)
    if found.shown:
        measures["shown"] = found.shown(rows)
    return rows.group_by([YEAR, *dims]).agg(**measures)


def _linked(rows: "ibis.Table", link: "ibis.Table", dimension: Dimension) -> "ibis.Table":
    """The records once for each value that they have in the link."""
    values = link.select("contact", dimension.key)
    if dimension.repeats:
        values = values.distinct()
    joined = rows.inner_join(values, "contact")
    return joined.select(*rows.columns, dimension.key)


def threshold(indicator: Indicator, dims: Dims, at: At) -> int:
    """How many people a cell needs: more where it speaks of minors in a small place."""
    in_a_place = any(dimensions[name].place for name in dims)
    of_minors = any(value in dimensions[name].minors for name, value in zip(dims, at, strict=True))
    if in_a_place and of_minors:
        return max(indicator.min_cell, MIN_CELL_OF_MINORS_IN_A_PLACE)
    return indicator.min_cell


# --- labels ---------------------------------------------------------------------------------------


class Vocabulary:
    """The values of the dimensions in question: as counted, as an address names them, as read."""

    def __init__(self, warehouse: Warehouse, question: Question) -> None:
        self.question = question
        self.labels: dict[str, dict[Key, str]] = {}
        self.names: dict[str, dict[Key, str]] = {}
        self.order: dict[str, dict[Key, int]] = {}
        inside: dict[str, dict[Key, Key]] = {}
        parents = {}
        for name in question.dims:
            dimension = dimensions[name]
            self._learn(dimension, warehouse)
            if dimension.parent:
                parents[name] = dimension.parent
                inside[name] = {
                    row["number"]: row[dimension.parent]
                    for row in warehouse.entities(dimension.entity, question.ambito)
                }
        values = {name: list(known) for name, known in self.labels.items()}
        self.shape = Shape(parents=parents, inside=inside, values=values)

    def _learn(self, dimension: Dimension, warehouse: Warehouse) -> None:
        if dimension.entity:
            rows = warehouse.entities(dimension.entity, self.question.ambito)
            labels: dict[Key, str] = {row["number"]: row["label"] for row in rows}
            names: dict[Key, str] = {row["number"]: row["id"] for row in rows}
        else:
            labels = {}
            labels.update(dimension.labels())
            names = {value: str(value) for value in labels}
        self.labels[dimension.key] = labels
        self.names[dimension.key] = names
        self.order[dimension.key] = {value: place for place, value in enumerate(labels)}

    def label(self, name: str, value: Key) -> str:
        if value is None:
            return str(dimensions[name].unknown)
        return self.labels[name].get(value, str(value))

    def address(self, name: str, value: Key) -> str:
        return UNKNOWN if value is None else self.names[name].get(value, str(value))

    def where(self) -> dict[str, Key]:
        """The filters as counted. Raises `BadQuestion` for a value that does not exist."""
        return {name: self._value(name, text) for name, text in self.question.where}

    def _value(self, name: str, text: str) -> Key:
        if text == UNKNOWN:
            return None
        for known in (self.names[name], self.labels[name]):
            for value, said in known.items():
                if said == text:
                    return value
        raise no_such_value(name, text, self.labels[name].values())


# --- the answer's rows ----------------------------------------------------------------------------


@dataclass(frozen=True)
class _Cut:
    """From the finest table to the rows of the answer: one slice of it, in the order of reading."""

    question: Question
    indicator: Indicator
    vocabulary: Vocabulary
    where: Mapping[str, Key]

    def rows(self, year: int, finest: Level, hidden: Mapping[int, set[Place]]) -> Iterable[Row]:
        dims = self.question.dims
        before = self.question.base_of(year)
        growth = self.indicator.measure is Measure.GROWTH
        if growth and before not in finest:
            return []
        gone = {at for place, at in hidden[year] if place == dims}
        if growth:
            gone |= {at for place, at in hidden[before] if place == dims}
        places = {*finest.get(year, {}), *gone}
        found = []
        for at in places:
            if all(value == at[dims.index(name)] for name, value in self.where.items()):
                raw = finest[year].get(at)
                earlier = finest[before].get(at) if growth else None
                found.append((at, self._row(year, at, raw, earlier, hidden=at in gone)))
        return [row for _at, row in sorted(found, key=lambda pair: self._order(*pair))]

    def _row(self, year: int, at: At, raw: Raw | None, before: Raw | None, *, hidden: bool) -> Row:
        known = dict(zip(self.question.dims, at, strict=True))
        by = self.question.by
        return Row(
            year=year,
            at={name: self.vocabulary.address(name, known[name]) for name in by},
            labels={name: self.vocabulary.label(name, known[name]) for name in by},
            value=None if hidden else self._value(raw, before),
            n=None if hidden else (raw.people if raw else 0),
            hidden=hidden,
        )

    def _value(self, raw: Raw | None, before: Raw | None) -> int | float | None:
        measure = self.indicator.measure
        now = raw.value if raw else 0
        if measure is Measure.GROWTH:
            return hundredths(now - before.value, before.value) if before else None
        if measure is Measure.SHARE:
            return hundredths((raw.part or 0) if raw else 0, now)
        if measure is Measure.QUANTILE:
            return raw.shown if raw else None
        return now

    def _order(self, at: At, row: Row) -> tuple[Any, ...]:
        """Declared order where there is one, otherwise the largest first; what is hidden comes last."""
        declared = [
            self.vocabulary.order[name].get(
                at[self.question.dims.index(name)], len(self.vocabulary.order[name])
            )
            for name in self.question.by
            if dimensions[name].ordered
        ]
        size = -(row.value or 0) if not row.hidden else 0
        return (*declared, row.hidden, size, *row.labels.values())
