"""Facts: the pseudonymised columns that the observatory photographs, declared by the app that owns them.

A fact is read from a view of the schema `facts`, which only the observatory's role may read, and
written to typed Parquet files. No name, code, birth date or free text is ever a column of a fact.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from prossimo.core.registry import Registry

PLAIN_TYPES = frozenset({"bool", "date32", "int16", "int32", "int64", "string"})


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a fact, with the type it has in the Parquet file.

    `secret`: the identifier becomes a number by a keyed hash, so that two facts still meet on it.
    `entity`: the identifier becomes the short number of a row of that fact (desks, reasons…).
    """

    type: str
    secret: bool = False
    entity: str = ""

    def __post_init__(self) -> None:
        if self.type not in PLAIN_TYPES:
            raise ValueError(f"a fact has no columns of type {self.type}")


TEXT = Column("string")
DAY = Column("date32")
YEAR = Column("int16")
SMALL = Column("int16")
COUNT = Column("int32")
FLAG = Column("bool")
PSEUDONYM = Column("int64", secret=True)


def entity(key: str) -> Column:
    """A reference to a row of another fact, by its short number."""
    return Column("int32", entity=key)


@dataclass(frozen=True, slots=True)
class Fact:
    """A table of the snapshot, read from the view `facts.<key>`.

    Facts with `by_year` have columns `ambito` and `year` and are split in files by them. The others
    are lists of entities: columns `id` and `label`, to which the snapshot adds their `number`.
    """

    key: str
    label: Any
    columns: Mapping[str, Column] = field(default_factory=dict)
    by_year: bool = False

    @property
    def view(self) -> str:
        return f"facts.{self.key}"


facts: Registry[Fact] = Registry("facts")


def schema_version() -> str:
    """Changes with any column of any fact: a snapshot of another version is not read.

    >>> len(schema_version())
    12
    """
    described = {
        fact.key: [fact.by_year, {n: [c.type, c.secret, c.entity] for n, c in fact.columns.items()}]
        for fact in facts
    }
    return hashlib.sha256(json.dumps(described, sort_keys=True).encode()).hexdigest()[:12]
