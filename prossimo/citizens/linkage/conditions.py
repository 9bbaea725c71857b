"""The words in which a model says when two values agree or are close, as SQL of each engine."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Dialect:
    """What the engines call by different names."""

    name: str
    jaro_winkler: str
    overlap: str


DIALECTS = {
    "duckdb": Dialect("duckdb", "jaro_winkler_similarity", "list_has_any"),
    "spark": Dialect("spark", "jaro_winkler", "arrays_overlap"),
}
Write = Callable[..., str]


def same(_dialect: Dialect, *columns: str) -> str:
    """Every one of these columns is the same."""
    return " AND ".join(f"{name}_l = {name}_r" for name in columns)


def crossed(_dialect: Dialect, one: str, other: str) -> str:
    """Each stands in the other's place, as a surname written where the given name goes."""
    return f"{one}_l = {other}_r AND {other}_l = {one}_r"


def across(_dialect: Dialect, one: str, other: str) -> str:
    """At least one stands in the other's place."""
    return f"({one}_l = {other}_r OR {other}_l = {one}_r)"


def near(_dialect: Dialect, name: str, most: int, shortest: int = 0) -> str:
    """At most so many letters changed, added, dropped or exchanged with their neighbour."""
    found = f"damerau_levenshtein({name}_l, {name}_r) <= {most}"
    if shortest:
        found += f" AND length({name}_l) >= {shortest} AND length({name}_r) >= {shortest}"
    return found


def like(dialect: Dialect, name: str, least: float) -> str:
    """Alike by their beginnings and their letters in common (Jaro-Winkler)."""
    return f"{dialect.jaro_winkler}({name}_l, {name}_r) >= {least}"


def part(_dialect: Dialect, name: str) -> str:
    """The words of one are a run of the words of the other: «Rossi» in «Rossi Bianchi»."""
    left, right = f"concat(' ', {name}_l, ' ')", f"concat(' ', {name}_r, ' ')"
    return f"(instr({left}, {right}) > 0 OR instr({right}, {left}) > 0)"


def overlap(dialect: Dialect, name: str) -> str:
    """The lists have something in common."""
    return f"{dialect.overlap}({name}_l, {name}_r)"


def unlike(_dialect: Dialect, name: str) -> str:
    return f"{name}_l <> {name}_r"


def known(_dialect: Dialect, *columns: str) -> str:
    return " AND ".join(f"{name}_l IS NOT NULL AND {name}_r IS NOT NULL" for name in columns)


VOCABULARY: dict[str, Write] = {
    each.__name__: each
    for each in (same, crossed, across, near, like, part, overlap, unlike, known)
}


def written(when: list[Any], dialect: Dialect) -> str:
    """Every one of the conditions of a level; `["any", […], […]]` asks for one of several."""
    return " AND ".join(f"({_one(condition, dialect)})" for condition in when)


def _one(condition: list[Any], dialect: Dialect) -> str:
    name, *words = condition
    if name == "any":
        return " OR ".join(f"({_one(each, dialect)})" for each in words)
    if name == "all":
        return " AND ".join(f"({_one(each, dialect)})" for each in words)
    return VOCABULARY[name](dialect, *words)
