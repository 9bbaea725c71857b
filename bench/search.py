"""The search of people among a million, against bare trigrams and a bare B-tree, in the same run.

The yardstick is the query that anybody would write: pg_trgm's `%` at 0.3 ordered by similarity, on a
table of its own, without walls. It is told what kind of query it gets; ours finds out.
"""

import contextlib
import datetime as dt
import os
import random
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from bench import search_town
from bench.rows import Row, cpu_of
from bench.search_queries import KINDS, Sought, Typed, code_mistyped, draw, mistyped
from bench.town import Options

ACCOUNT = "sportello"  # of one municipality: the dearest wall
PEOPLE, FEW_PEOPLE = 1_000_000, 20_000
EACH, FEW_EACH = 60, 10
TRIGRAMS = (
    "SELECT {columns} FROM bench_bare WHERE {column} % %s {more}"
    " ORDER BY similarity({column}, %s) DESC LIMIT 10"
)
COLUMNS = "id::text, surname, given_name, born_on, tax_code, neighbourhood"
BTREE = (
    f"SELECT {COLUMNS} FROM bench_bare WHERE tax_code >= %s AND tax_code < %s"
    " ORDER BY tax_code LIMIT 10"
)


Contender = tuple[Callable[[str], list[str]], list[int]]


@dataclass
class Seen:
    """What the queries of one kind cost, and how often they found whom they sought."""

    found: int = 0
    walls: list[float] = field(default_factory=list)
    cpus: list[float] = field(default_factory=list)

    def __add__(self, other: "Seen") -> "Seen":
        return Seen(self.found + other.found, self.walls + other.walls, self.cpus + other.cpus)

    @property
    def recall(self) -> float:
        return self.found / len(self.walls)

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.walls, n=20, method="inclusive")[-1]

    @property
    def cpu(self) -> float:
        return statistics.fmean(self.cpus)

    def __str__(self) -> str:
        return (
            f"{self.recall:.2f}, {statistics.median(self.walls) * 1e3:.1f}/{self.p95 * 1e3:.1f} ms,"
            f" CPU {self.cpu * 1e3:.1f}"
        )


def run(options: Options) -> Iterator[Row]:
    people, each = (FEW_PEOPLE, FEW_EACH) if options.quick else (PEOPLE, EACH)
    with search_town.at(people) as (server, name), server.connect("loader", name) as bare:
        sought = search_town.sought(bare, ACCOUNT)
        with _at_work(name, search_town.post_of(bare, ACCOUNT)) as (actor, pid):
            yield from _kinds(bare, sought, each, _ours(actor, pid))
            yield from _newcomers(sought, each * 5, actor, pid)


@contextlib.contextmanager
def _at_work(name: str, who: tuple[Any, Any]) -> Iterator[tuple[Any, int]]:
    """The application, as it stands in a request: its role, its transaction, who asks."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "prossimo_launch.settings")
    import django
    from django.db import connection, transaction

    django.setup()
    from prossimo.accounts import journal
    from prossimo.accounts.identity import enter

    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        with transaction.atomic(), journal.collecting():
            yield enter(*who), connection.connection.info.backend_pid
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def _kinds(bare: Any, sought: list[Sought], each: int, search: Contender) -> Iterator[Row]:
    ours, theirs = Seen(), Seen()
    for kind in KINDS:
        asked = list(draw(sought, kind, each, partial(search_town.many, bare)))
        contenders = [search, _trigrams(bare, kind)]
        if kind == "code beginning":
            contenders.append(_btree(bare))
        found = _alternate(asked, contenders)
        ours, theirs = ours + found[0], theirs + found[1]
        detail = f"{found[0]}; trigrams {found[1]}"
        yield Row(f"search: {kind}", "p95 ≤ 0.05 ×", found[0].p95 / found[1].p95, detail)
        if kind == "code beginning":
            detail = f"{found[0]}; B-tree {found[2]}"
            yield Row(f"search: {kind}, B-tree", "p95 ≤ 3 ×", found[0].p95 / found[2].p95, detail)
    yield Row("search: all, recall", "≥ trigrams", ours.recall / theirs.recall, f"{ours}")
    yield Row("search: all, p95", "≤ 0.05 ×", ours.p95 / theirs.p95, f"trigrams {theirs}")
    yield Row("search: all, CPU", "≤ 0.05 ×", ours.cpu / theirs.cpu, "with that of the server")


# --- the contenders ---------------------------------------------------------------------------


def _ours(actor: Any, pid: int) -> Contender:
    from prossimo.citizens.queries import find_people

    def find(typed: str) -> list[str]:
        return [str(person.id) for person in find_people(actor, typed)]

    return find, [pid]


def _trigrams(bare: Any, kind: str) -> Contender:
    def find(typed: str) -> list[str]:
        column = "tax_code" if kind.startswith("code") else "full_name"
        values: list[Any] = [typed]
        more = ""
        if kind == "surname and year":
            typed, year = typed.rsplit(" ", 1)
            more = "AND born_on >= %s AND born_on <= %s"
            values = [typed, f"{year}-01-01", f"{year}-12-31"]
        sql = TRIGRAMS.format(columns=COLUMNS, column=column, more=more).replace(" % ", " %% ")
        return [row[0] for row in bare.execute(sql, [*values, typed]).fetchall()]

    return find, [bare.info.backend_pid]


def _btree(bare: Any) -> Contender:
    def find(typed: str) -> list[str]:
        after = typed[:-1] + chr(ord(typed[-1]) + 1)
        return [row[0] for row in bare.execute(BTREE, [typed, after]).fetchall()]

    return find, [bare.info.backend_pid]


def _alternate(asked: list[Typed], contenders: list[Contender]) -> list[Seen]:
    """Each query by each contender in turn, so that a noisy minute hits them all."""
    seen = [Seen() for _ in contenders]
    for find, _pids in contenders:
        for typed, _who in asked[:5]:
            find(typed)
    for typed, who in asked:
        for (find, pids), kept in zip(contenders, seen, strict=True):
            _measure(lambda find=find, typed=typed: find(typed), pids, kept, who)  # type: ignore[misc]
    return seen


def _measure(find: Callable[[], list[str]], pids: list[int], seen: Seen, who: Sought) -> None:
    server, own, began = cpu_of(pids), time.process_time(), time.perf_counter()
    found = find()
    seen.walls.append(time.perf_counter() - began)
    own = time.process_time() - own
    seen.cpus.append(own + cpu_of(pids) - server)
    seen.found += who.id in found


# --- one new person ---------------------------------------------------------------------------


def _newcomers(sought: list[Sought], count: int, actor: Any, pid: int) -> Iterator[Row]:
    """The check while a file is opened: somebody who is there, with a slip in name, birth or code."""
    from prossimo.citizens.queries import alike

    dice, seen = random.Random("alike"), Seen()
    for who in dice.sample(sought, min(count, len(sought))):
        surname, given = mistyped(who.surname, dice), who.given
        if dice.random() < 0.2:
            surname, given = given, surname
        known = {"surname": surname, "given_name": given, "born_on": _slipped(who.born, dice)}
        if dice.random() < 0.3:
            known["tax_code"] = code_mistyped(who, dice)

        def find(known: Any = known) -> list[str]:
            return [str(person.id) for person in alike(actor, **known)]

        _measure(find, [pid], seen, who)
    yield Row("search: who is alike", "p95 ≤ 20 ms", seen.p95 / 0.020, f"{seen}")


def _slipped(born: str, dice: random.Random) -> dt.date:
    """Most give their birth date right; some a day that is wrong by a figure."""
    day = dt.date.fromisoformat(born)
    return day.replace(day=dice.randint(1, 28)) if dice.random() < 0.3 else day
