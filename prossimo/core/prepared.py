"""Queries asked at every click: worked out into SQL once, then only filled in and sent.

To write a query costs Django more than to send it. A function that builds a queryset, marked
`@prepared`, is called with places instead of values the first time it meets a *shape* of arguments
(which are missing, which role, which right); what it wrote is kept, and later calls fill the
places. A value that is neither a place nor part of the shape is refused, so that nobody's identity
is kept for somebody else; and in the tests every call is compared with the same query written
afresh (`PREPARED_COMPARED`).

PostgreSQL works them out once too, and keeps the plan for the connection: the row policies make the
plan dearer than the answer. It works them out again by itself when the role of the connection
changes, and the policies read who asks at each execution. Behind a pooler that lends a connection
for one transaction nothing is kept (`prepare_threshold` is None: see the settings).
"""

import datetime as dt
import itertools
import re
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache, update_wrapper
from typing import Any, Generic, ParamSpec, TypeVar

import psycopg.sql
from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, models
from django.db.backends.utils import CursorWrapper
from django.db.models.query import (  # type: ignore[attr-defined]
    ModelIterable,
    ValuesListIterable,
    get_related_populators,
    prefetch_related_objects,
)

from prossimo.core.periods import today
from prossimo.core.records import PersonalQuerySet, UnscopedQuery

P = ParamSpec("P")
Row = TypeVar("Row")
KINDS: dict[type, "type[models.Field[Any, Any]]"] = {
    uuid.UUID: models.UUIDField,
    str: models.CharField,
    dt.datetime: models.DateTimeField,
}
HOLE = re.compile("%([s%])")
CONSTANTS = (str, int, bool)  # named in our code: what is typed comes as an argument
MOST_SHAPES = 300


class FrozenValue(RuntimeError):
    """A value of one request was about to be kept for the others: a fault of ours."""


class Place(models.Value):
    """Where a value goes when the query is sent."""

    def __init__(self, name: str, kind: type) -> None:
        super().__init__(name, output_field=KINDS[kind]())

    def as_sql(self, *_: Any, **__: Any) -> tuple[str, list[Any]]:
        return "%s", [self]


@dataclass(frozen=True, slots=True)
class Written:
    """A query in SQL, with its places, and how a row becomes an object."""

    sql: str
    params: tuple[Any, ...]
    numbered: str  # the same for the server to keep: `$1` for each place, the rest in letters
    names: tuple[str, ...]
    day: dt.date | None  # where the words hold the present day they are right until midnight
    read: Callable[[list[Any]], Iterable[Any]]
    prefetches: tuple[Any, ...]

    def filled(self, values: dict[str, Any]) -> list[Any]:
        return [values[one.value] if type(one) is Place else one for one in self.params]

    def answer(self, values: dict[str, Any]) -> list[Any]:
        with _cursor() as cursor:
            if isinstance(cursor.cursor, psycopg.RawCursor):
                cursor.execute(self.numbered, [values[name] for name in self.names])
            else:
                cursor.execute(self.sql, self.filled(values))
            found = list(self.read(cursor.fetchall()))
        if found and self.prefetches:
            prefetch_related_objects(found, *self.prefetches)
        return found


def _cursor() -> CursorWrapper:
    """One whose statements the server keeps; where it may not, or the tests count, the usual one."""
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    if connection.connection.prepare_threshold is None or connection.queries_logged:
        return connection.cursor()
    kept: CursorWrapper = connection._prepare_cursor(  # type: ignore[attr-defined]
        psycopg.RawCursor(connection.connection)
    )
    return kept


def rows_of(function: str, *values: Any) -> list[tuple[Any, ...]]:
    """What a function of the database answers: the call is planned once for a connection too."""
    with _cursor() as cursor:
        raw = isinstance(cursor.cursor, psycopg.RawCursor)
        places = [f"${number}" if raw else "%s" for number in range(1, len(values) + 1)]
        cursor.execute(f"SELECT * FROM {function}({', '.join(places)})", values)
        return list(cursor.fetchall())


def move_with_step(row: models.Model, names: tuple[str, ...], step: models.Model) -> None:
    """Write what changed of a row and the step that tells of it: one statement, planned once.

    The row is under lock already. Raises `DatabaseError` where the second wall lets none be written.
    """
    sql, numbered, changed, told = _move(type(row), names, type(step))
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in changed]
    values += [row.pk]
    values += [field.get_db_prep_save(getattr(step, field.attname), connection) for field in told]
    with _cursor() as cursor:
        cursor.execute(numbered if isinstance(cursor.cursor, psycopg.RawCursor) else sql, values)
        if cursor.rowcount != 1:
            raise DatabaseError(f"{type(row).__name__} {row.pk}: not written")
    step._state.adding, step._state.db = False, DEFAULT_DB_ALIAS


@cache
def _move(
    model: type[models.Model], names: tuple[str, ...], step: type[models.Model]
) -> tuple[str, str, list[Any], list[Any]]:
    changed: list[Any] = [model._meta.get_field(name) for name in names]
    told: list[Any] = list(step._meta.concrete_fields)
    quote = connection.ops.quote_name
    sets = ", ".join(f"{quote(field.column)} = {_hole(field)}" for field in changed)
    sql = (
        f"WITH moved AS (UPDATE {quote(model._meta.db_table)} SET {sets}"
        f" WHERE {quote(model._meta.pk.column)} = {_hole(model._meta.pk)} RETURNING 1)"
        f" INSERT INTO {quote(step._meta.db_table)}"
        f" ({', '.join(quote(field.column) for field in told)})"
        f" SELECT {', '.join(_hole(field) for field in told)} FROM moved"
    )
    number = itertools.count(1)
    return sql, HOLE.sub(lambda _place: f"${next(number)}", sql), changed, told


def _hole(field: Any) -> str:
    """A place for a value of this field; a text says so, without being cut to its length."""
    kind = field.rel_db_type(connection) if field.remote_field else field.db_type(connection)
    return f"%s::{'text' if kind.startswith('varchar') else kind}"


class Prepared(Generic[P, Row]):
    """A query by its builder: called, it answers with the list of what was found.

    That is whole objects or, where the builder ends in `values_list`, rows of the columns named.
    """

    def __init__(self, build: Callable[P, models.QuerySet[Any, Row]]) -> None:
        self.build = build
        self.known: dict[Any, Written | None] = {}
        update_wrapper(self, build)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> list[Row]:
        values: dict[str, Any] = {}
        shape = (
            *[_shape(str(index), value, values) for index, value in enumerate(args)],
            *[(name, _shape(name, value, values)) for name, value in kwargs.items()],
        )
        written = self.known.get(shape, self)  # `self` stands for «never met»
        if isinstance(written, Prepared) or (written and written.day not in {None, today()}):
            written = self._remember(shape, args, kwargs)
        if settings.PREPARED_COMPARED:
            self._compare(written, values, self.build(*args, **kwargs))
        return written.answer(values) if written else []

    def first(self, *args: P.args, **kwargs: P.kwargs) -> Row | None:
        found = self(*args, **kwargs)
        return found[0] if found else None

    def _remember(self, shape: Any, args: Any, kwargs: Any) -> Written | None:
        if len(self.known) >= MOST_SHAPES:
            self.known.clear()
        places = [_placed(str(index), value) for index, value in enumerate(args)]
        named = {name: _placed(name, value) for name, value in kwargs.items()}
        written = self.known[shape] = _write(self.build(*places, **named))
        return written

    def _compare(
        self, kept: Written | None, values: dict[str, Any], fresh: models.QuerySet[Any, Row]
    ) -> None:
        try:
            sql, params = fresh.query.sql_with_params()
        except EmptyResultSet:
            sql, params = "", ()
        ours = (_plain(kept.sql), kept.filled(values)) if kept else ("", [])
        if ours != (_plain(sql), list(params)):
            raise FrozenValue(f"{self.build.__qualname__}: {ours} instead of {sql} {params}")


def prepared(build: Callable[P, models.QuerySet[Any, Row]]) -> Prepared[P, Row]:
    return Prepared(build)


def _plain(sql: str) -> str:
    """A place is an expression, and Django puts some of those in brackets."""
    return sql.replace("(%s)", "%s")


_parts: dict[type, tuple[str, ...]] = {}


def _names(kind: type) -> tuple[str, ...]:
    """The parts of an argument that is a record, such as the actor."""
    if kind not in _parts:
        _parts[kind] = tuple(part.name for part in fields(kind)) if is_dataclass(kind) else ()
    return _parts[kind]


def _shape(name: str, value: Any, values: dict[str, Any]) -> Any:
    """What decides the words of the query; what only fills a place is put among the values."""
    kind = type(value)
    if kind in KINDS:
        values[name] = value
        return kind
    if not (names := _names(kind)):
        return value
    return tuple([_of_part(f"{name}.{part}", getattr(value, part), values) for part in names])


def _of_part(name: str, value: Any, values: dict[str, Any]) -> Any:
    if (kind := type(value)) in KINDS:
        values[name] = value
        return kind
    return value


def _placed(name: str, value: Any) -> Any:
    kind = type(value)
    if kind in KINDS:
        return Place(name, kind)
    parts = {part: getattr(value, part) for part in _names(kind)}
    places = {
        part: Place(f"{name}.{part}", type(held))
        for part, held in parts.items()
        if type(held) in KINDS
    }
    return replace(value, **places) if places else value


def _write(queryset: models.QuerySet[Any]) -> Written | None:
    if isinstance(queryset, PersonalQuerySet) and not queryset.scope:
        raise UnscopedQuery(f"{queryset.model.__name__}: ask `.visible_to(actor)` first")
    kind = queryset._iterable_class
    if kind not in READERS or queryset._known_related_objects:  # type: ignore[attr-defined]
        raise TypeError("only queries of whole objects, or of columns, can be prepared")
    compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return None
    day = today() if today() in params else None
    for one in params:
        if not isinstance(one, (Place, *CONSTANTS)) and one != day:
            raise FrozenValue(f"{queryset.model.__name__}: {one!r} is of this request alone")
    prefetches = queryset._prefetch_related_lookups  # type: ignore[attr-defined]
    names = tuple(dict.fromkeys(one.value for one in params if type(one) is Place))
    numbered = _numbered(sql, params, names)
    return Written(sql, tuple(params), numbered, names, day, READERS[kind](compiler), prefetches)


def _numbered(sql: str, params: Iterable[Any], names: tuple[str, ...]) -> str:
    """For the server: each place by its number, once for all its uses, and what is always the same.

    A text is said to be one: left to guess, PostgreSQL wants the same guess at each use.
    """
    left = iter(params)

    def written(hole: re.Match[str]) -> str:
        if hole[1] == "%":
            return "%"
        if type(one := next(left)) is not Place:
            return psycopg.sql.quote(one, connection.connection)
        text = isinstance(one.output_field, models.CharField)
        return f"${names.index(one.value) + 1}{'::text' if text else ''}"

    connection.ensure_connection()
    return HOLE.sub(written, sql)


def _object_reader(compiler: Any) -> Callable[[list[Any]], Iterable[Any]]:
    """From rows to objects, as Django does it, with what does not change made ready."""
    select, info = compiler.select, compiler.klass_info
    first, last = info["select_fields"][0], info["select_fields"][-1] + 1
    names = [column[0].target.attname for column in select[first:last]]
    related = get_related_populators(info, select, DEFAULT_DB_ALIAS)
    converters = compiler.get_converters([column[0] for column in select[: compiler.col_count]])
    model, annotated = info["model"], list(compiler.annotation_col_map.items())

    def read(rows: list[Any]) -> Iterable[Any]:
        for row in compiler.apply_converters(rows, converters) if converters else rows:
            found = model.from_db(DEFAULT_DB_ALIAS, names, row[first:last])
            for populator in related:
                populator.populate(row, found)
            for name, place in annotated:
                setattr(found, name, row[place])
            yield found

    return read


def _row_reader(compiler: Any) -> Callable[[list[Any]], Iterable[Any]]:
    """The columns as they were asked for, in their order."""
    query = compiler.query
    if query.extra_select or query.annotation_select:
        raise TypeError("only columns of the tables can be prepared as rows")
    converters = compiler.get_converters([column[0] for column in compiler.select])

    def read(rows: list[Any]) -> Iterable[Any]:
        return map(tuple, compiler.apply_converters(rows, converters)) if converters else rows

    return read


READERS: dict[Any, Callable[[Any], Callable[[list[Any]], Iterable[Any]]]] = {
    ModelIterable: _object_reader,
    ValuesListIterable: _row_reader,
}
