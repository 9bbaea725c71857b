"""One declaration of a table: from it the screen and every file, without what the reader may not have."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal as Number
from typing import Any

import django_tables2
from django.core.exceptions import ImproperlyConfigured
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django_tables2.utils import signature

from prossimo.core import cells, wording
from prossimo.core.cells import Cell, Grid, Heading, Kind, Row
from prossimo.core.privacy import FieldClass, classes_of, is_personal

MOST_ROWS_A_PAGE = 200
NUMERIC = {"td": {"class": "ui-num"}, "th": {"class": "ui-num"}}


class Column(django_tables2.Column):
    """A column with a type and a class; what it holds is read once, for all doors alike.

    `of` (with `field` where its name is not the column's) takes label, choices and class from a
    field of a model; `grade` says the class of what is no field. `accessor` is a path
    (`person__surname`) or a function of the record.
    """

    kind = Kind.TEXT
    places = 2
    verbose_name: Any
    orderable: bool | None
    # An empty cell is our own business: reading it must not hide a mistake in the accessor.
    empty_values: tuple[Any, ...] = ()

    def __init__(
        self,
        *,
        label: Any = None,
        of: type[Model] | None = None,
        field: str = "",
        grade: FieldClass | None = None,
        accessor: str | Callable[[Any], Any] | None = None,
        **more: Any,
    ) -> None:
        self.of, self.field_name, self.grade = of, field, grade
        self.choices: Mapping[Any, Any] = {}
        self.function = accessor if callable(accessor) else None
        if self.function and "order_by" not in more:
            more["orderable"] = False
        if self.kind in cells.NUMBERS:
            more.setdefault("attrs", NUMERIC)
        super().__init__(verbose_name=label, accessor=None if self.function else accessor, **more)

    def settle(self, table: str, name: str) -> None:
        """Take from the model what was not said; refuse a column whose class nobody knows."""
        if self.of is not None:
            self._ask(self.of, self.of._meta.get_field(self.field_name or name))
        if self.grade is None:
            raise ImproperlyConfigured(
                f"{table}.{name}: give the column `of=` a model, or a `grade=`"
            )

    def _ask(self, model: type[Model], known: Any) -> None:
        if self.grade is None:
            unlisted = FieldClass.SEALED if is_personal(model) else FieldClass.TECHNICAL
            self.grade = classes_of(model).get(known.name, unlisted)
        if self.verbose_name is None:
            self.verbose_name = known.verbose_name
        inner = getattr(known, "base_field", known)
        self.choices = dict(inner.flatchoices or ())
        derived = self.accessor and self.accessor.split("__")[-1] != known.name
        if derived and self.order_by is None and self.orderable is None:
            self.orderable = False  # the database cannot sort by what Python computes

    def read(self, record: Any, name: str) -> Cell:
        value = self.function(record) if self.function else _follow(record, self.accessor or name)
        return None if value is None or value == "" else self.typed(value)

    def typed(self, value: Any) -> Cell:
        return cells.plain(value)

    def shown(self, cell: Any) -> str | SafeString:
        return cells.in_words(cell)

    def render(self, record: Any, bound_column: Any, table: Any) -> Any:
        cell = self.read(record, bound_column.name)
        return table.default if cell is None or cell == [] else self.shown(cell)


def _follow(record: Any, path: str) -> Any:
    """Walk `a__b`; nothing along the way gives nothing, a name that does not exist is a fault."""
    if isinstance(record, Mapping) and path in record:
        return record[path]
    for step in path.split("__"):
        if record is None:
            return None
        record = record[step] if isinstance(record, Mapping) else getattr(record, step)
        if callable(record):
            record = record()
    return record


class Text(Column):
    """Anything, as text."""


class Day(Column):
    kind = Kind.DAY

    def typed(self, value: Any) -> Cell:
        return wording.local(value).date() if isinstance(value, dt.datetime) else value

    def shown(self, cell: Any) -> str:
        return wording.day(cell)


class Instant(Column):
    """A moment, in the civil time of Rome."""

    kind = Kind.INSTANT

    def typed(self, value: Any) -> Cell:
        return wording.local(value)

    def shown(self, cell: Any) -> str:
        return wording.moment(cell)


class Integer(Column):
    kind = Kind.INTEGER

    def typed(self, value: Any) -> Cell:
        return int(value)

    def shown(self, cell: Any) -> str:
        return wording.number(cell)


class Decimal(Column):
    kind = Kind.DECIMAL

    def __init__(self, *, places: int = 2, **more: Any) -> None:
        super().__init__(**more)
        self.places = places

    def typed(self, value: Any) -> Cell:
        return round(Number(str(value)), self.places)

    def shown(self, cell: Any) -> str:
        return wording.number(cell, self.places)


class Money(Column):
    """Whole cents."""

    kind = Kind.MONEY

    def typed(self, value: Any) -> Cell:
        if not isinstance(value, int):
            raise TypeError("money is kept in whole cents")
        return value

    def shown(self, cell: Any) -> str:
        return wording.euro(cell)


class Choice(Column):
    """A key of a closed vocabulary, shown by its label."""

    def typed(self, value: Any) -> Cell:
        return cells.plain(self.choices.get(value, value))


class YesNo(Column):
    kind = Kind.YES_NO

    def typed(self, value: Any) -> Cell:
        return bool(value)


class Many(Column):
    """A list of texts, or of keys shown by their labels."""

    kind = Kind.MANY

    def typed(self, value: Any) -> Cell:
        return [cells.plain(self.choices.get(item, item)) for item in value]


class Table(django_tables2.Table):
    """A table for readers up to a ceiling: columns above it are not in the object at all."""

    caption: Any = ""

    def __init_subclass__(cls, **more: Any) -> None:
        super().__init_subclass__(**more)
        for name, column in cls.base_columns.items():
            if not isinstance(column, Column):
                raise ImproperlyConfigured(f"{cls.__name__}.{name}: use the columns of core.tables")
            column.settle(cls.__name__, name)

    def __init__(
        self, data: Iterable[Any] = (), *, ceiling: int = FieldClass.TECHNICAL, **more: Any
    ) -> None:
        hidden = [
            (name, None) for name, column in self.base_columns.items() if column.grade > ceiling
        ]
        super().__init__(data, extra_columns=hidden, **more)

    def configure(self, request: HttpRequest, *, per_page: int = 25) -> None:
        """Order and page as the address asks; a page is never larger than a screen can bear."""
        self.request = request
        self.order_as_asked(request)
        self.paginator = Paginator(self.rows, min(per_page, MOST_ROWS_A_PAGE))
        self.page = self.paginator.get_page(request.GET.get(self.prefixed_page_field))

    def order_as_asked(self, request: HttpRequest) -> None:
        if asked := request.GET.getlist(self.prefixed_order_by_field):
            self.order_by = asked

    def cells(self) -> list[Callable[[Any], Any]]:
        """For each column on the screen, what draws its cell of a row.

        django-tables2 looks at the signature of what draws at every cell: here it is looked at once.
        """
        return [self._cell(bound) for bound in self.columns]

    def _cell(self, bound: Any) -> Callable[[Any], Any]:
        draw, column = bound.render, bound.column
        if bound.link:
            return lambda row: row.get_cell(bound.name)
        if getattr(draw, "__func__", None) is Column.render:
            return lambda row: column.render(row.record, bound, self)
        if signature(draw) == (("record",), None):
            return lambda row: draw(record=row.record)
        return lambda row: row.get_cell(bound.name)

    def height(self) -> int:
        """How many rows the whole table has, asked to the database where it can count."""
        data = self.data.data
        return int(data.count()) if isinstance(data, QuerySet) else len(data)

    def grid(self, seen: Callable[[Any], object] | None = None) -> Grid:
        """The same columns and rows without a screen, whole and in the present order.

        `seen` is called with each record as it passes, for the journal. Rows are read once, a
        portion at a time, so that a long file does not swell the process that writes it.
        """
        columns = [
            (bound.name, bound.column)
            for bound in self.columns
            if not bound.column.exclude_from_export
        ]
        headings = [
            Heading(
                name,
                str(capfirst(column.verbose_name or name.replace("_", " "))),
                column.kind,
                column.places,
            )
            for name, column in columns
        ]
        return Grid(headings, self._rows(columns, seen))

    def _rows(
        self, columns: list[tuple[str, Column]], seen: Callable[[Any], object] | None
    ) -> Iterator[Row]:
        data = self.data.data
        records = data.iterator(chunk_size=1000) if isinstance(data, QuerySet) else data
        for record in records:
            if seen is not None:
                seen(record)
            yield tuple(column.read(record, name) for name, column in columns)
