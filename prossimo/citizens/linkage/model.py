"""A model of linkage as declared in a JSON file: columns, candidates, comparisons, thresholds, rules."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from prossimo.citizens.linkage.conditions import DIALECTS, Dialect, written
from prossimo.citizens.linkage.pairs import Outcome

SHIPPED = Path(__file__).with_name("people.json")


@dataclass(frozen=True, slots=True)
class Level:
    """One way in which two values stand to each other."""

    key: str
    outcome: Outcome
    m: float  # of records of one person, how many stand so
    u: float  # of records of two people
    when: tuple[Any, ...] = ()  # empty: whatever is left
    frequency: str = ""  # a column: the rarer the value, the more its agreement says
    within: str = ""  # a column: among whom it is rare

    def as_splink(self, dialect: Dialect) -> dict[str, Any]:
        found: dict[str, Any] = {
            "sql_condition": written(list(self.when), dialect) if self.when else "ELSE",
            "label_for_charts": self.key,
            "m_probability": self.m,
            "u_probability": self.u,
        }
        if self.frequency:
            found |= {"tf_adjustment_column": self.frequency, "tf_adjustment_weight": 1.0}
            found["disable_tf_exact_match_detection"] = True
        return found


@dataclass(frozen=True, slots=True)
class Comparison:
    """One thing that is compared; missing where every column it needs is missing on either side."""

    key: str
    needs: tuple[str, ...]
    levels: tuple[Level, ...]

    def as_splink(self, dialect: Dialect) -> dict[str, Any]:
        unknown = " AND ".join(f"({name}_l IS NULL OR {name}_r IS NULL)" for name in self.needs)
        missing = {"sql_condition": unknown, "label_for_charts": "missing", "is_null_level": True}
        return {
            "output_column_name": self.key,
            "comparison_levels": [missing, *(level.as_splink(dialect) for level in self.levels)],
        }

    def level_at(self, gamma: int) -> Level | None:
        """Splink numbers the levels from the last, 0; -1 is missing."""
        return None if gamma < 0 else self.levels[len(self.levels) - 1 - gamma]


@dataclass(frozen=True, slots=True)
class Candidates:
    """Records that share all of this are worth a comparison."""

    on: tuple[str, ...]  # `born` or `born=born_swapped`
    each: tuple[str, ...] = ()  # lists: one value in common is enough

    def as_splink(self, *, apart: str = "") -> dict[str, Any]:
        pairs = [name.partition("=") for name in self.on]
        sql = " AND ".join(f"l.{left} = r.{right or left}" for left, _, right in pairs)
        if apart:
            sql += f" AND l.{apart} <> r.{apart}"
        return {
            "blocking_rule": sql,
            **({"arrays_to_explode": list(self.each)} if self.each else {}),
        }


@dataclass(frozen=True, slots=True)
class Rule:
    """Where this is so, the odds are not the last word.

    The pair reaches `at_most`, and only if all of `unless` holds; otherwise it is dropped.
    """

    key: str
    where: Mapping[str, tuple[str, ...]]  # comparison: levels
    unless: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # comparison: outcomes
    without: tuple[str, ...] = ()  # comparisons that do not count in the odds of such a pair
    at_most: float = 0.0


@dataclass(frozen=True, slots=True)
class Model:
    columns: Mapping[str, tuple[str, ...]]  # column: maker, then the columns it is made of
    candidates: tuple[Candidates, ...]
    comparisons: tuple[Comparison, ...]
    probable: float
    possible: float
    share: float  # pairs expected for each record
    least: int  # records as few as these are taken as a part of so many
    rules: tuple[Rule, ...] = ()
    apart: str = ""  # only pairs that differ in this column
    one_to_one: bool = False  # a record has one partner at most
    closure: bool = False  # who is the same as the same, is the same

    @classmethod
    def read(cls, path: Path = SHIPPED) -> Self:
        said = json.loads(path.read_text())
        return cls(
            columns={name: tuple(words) for name, words in said["columns"].items()},
            candidates=tuple(
                Candidates(tuple(each["on"]), tuple(each.get("each", ())))
                for each in said["candidates"]
            ),
            comparisons=tuple(_comparison(each) for each in said["comparisons"]),
            rules=tuple(_rule(each) for each in said.get("rules", ())),
            probable=said["thresholds"]["probable"],
            possible=said["thresholds"]["possible"],
            share=said["expected"]["pairs_per_record"],
            least=said["expected"]["least_records"],
            **{name: said[name] for name in ("apart", "one_to_one", "closure") if name in said},
        )

    def odds(self, records: int) -> float:
        """How likely two records drawn by chance are one person, before anything is compared."""
        return min(2 * self.share / max(records, self.least), 0.5)

    def relief(self) -> float:
        """How many bits a rule may give back to a pair, by leaving a comparison out of the odds."""
        by_key = {comparison.key: comparison for comparison in self.comparisons}
        ways = [by_key[key].levels for rule in self.rules for key in rule.without]
        return sum(max(0.0, *(math.log2(each.u / each.m) for each in levels)) for levels in ways)

    def frequencies(self) -> dict[str, Level]:
        """The columns whose frequency counts, each with the level that asks for it."""
        return {
            level.frequency: level
            for comparison in self.comparisons
            for level in comparison.levels
            if level.frequency
        }

    def as_splink(self, engine: str, records: int) -> dict[str, Any]:
        dialect = DIALECTS[engine]
        return {
            "link_type": "dedupe_only",
            "unique_id_column_name": "id",
            "probability_two_random_records_match": self.odds(records),
            "blocking_rules_to_generate_predictions": [
                each.as_splink(apart=self.apart) for each in self.candidates
            ],
            "comparisons": [each.as_splink(dialect) for each in self.comparisons],
            "retain_matching_columns": True,
            "retain_intermediate_calculation_columns": True,
        }


def _comparison(said: dict[str, Any]) -> Comparison:
    levels = tuple(
        Level(
            key=each["level"],
            outcome=Outcome(each["outcome"]),
            m=each["m"],
            u=each["u"],
            when=tuple(each.get("when", ())),
            frequency=each.get("frequency", ""),
            within=each.get("within", ""),
        )
        for each in said["levels"]
    )
    return Comparison(said["key"], tuple(said["needs"]), levels)


def _rule(said: dict[str, Any]) -> Rule:
    return Rule(
        key=said["key"],
        where={name: tuple(levels) for name, levels in said["where"].items()},
        unless={name: tuple(outcomes) for name, outcomes in said.get("unless", {}).items()},
        without=tuple(said.get("without", ())),
        at_most=said.get("at_most", 0.0),
    )
