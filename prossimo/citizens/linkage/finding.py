"""Finds the pairs of records that may be one person: from raw columns to pairs with their reasons."""

from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa

from prossimo.citizens.linkage import columns, gathering
from prossimo.citizens.linkage.engines import Engine, duckdb, linker_of
from prossimo.citizens.linkage.model import Comparison, Model, Rule
from prossimo.citizens.linkage.pairs import Band, Outcome, Pair, Reason
from prossimo.core.progress import Report

STEPS = 4  # standard columns, candidates and weights, rules, pairs
TRUST = 2_000  # records' worth of what is usual, when a frequency is counted
AT_ONCE = 1_200_000  # records; of more, part by part is compared with all the others
TOGETHER = 50_000  # pairs looked at in one go
DOUBTS = 2.0  # bits below the lower threshold that are still brought to the rules


def find(
    raw: pa.Table,
    model: Model | None = None,
    *,
    engine: Engine | None = None,
    report: Report | None = None,
) -> list[Pair]:
    """Every pair above the lower threshold, the likeliest first.

    `raw` has the columns that the model names, as text (`reading.people` brings them). Without an
    engine, DuckDB is started for the purpose.
    """
    model = model or Model.read()
    if engine is None:
        with duckdb() as started:
            return find(raw, model, engine=started, report=report)
    heard = report or _nobody
    heard(0, STEPS)
    if raw.num_rows < 2:
        heard(STEPS, STEPS)
        return []
    people = columns.standard(raw, model.columns)
    heard(1, STEPS)
    scored = weighed(people, model, engine)
    heard(2, STEPS)
    found = [pair for batch in scored.to_batches(TOGETHER) for pair in _judged(batch, model)]
    heard(3, STEPS)
    found = gathering.gathered(found, model)
    heard(STEPS, STEPS)
    return sorted(found, key=lambda pair: (-pair.probability, pair.left, pair.right))


def _nobody(_done: int, _total: int) -> None:
    """No one listens."""


def weighed(people: pa.Table, model: Model, engine: Engine) -> pa.Table:
    """Splink's weights of all candidates that are not hopeless."""
    from splink.internals.misc import prob_to_match_weight

    linker = linker_of(engine, people, model.as_splink(engine.name, people.num_rows))
    for column, level in model.frequencies().items():
        shares = columns.frequencies(people, column, level.u, within=level.within, weight=TRUST)
        linker.table_management.register_term_frequency_lookup(engine.api.register(shares), column)
    least = prob_to_match_weight(model.possible) - DOUBTS
    least -= model.relief()
    parts = -(-people.num_rows // AT_ONCE)
    found = linker.inference.predict(
        threshold_match_weight=least,
        num_chunks_left=parts,
        num_chunks_right=1,
        warning_mode="never",
    )
    table = found.as_pyarrow_table()
    linker.table_management.delete_tables_created_by_splink_from_db()
    return table


def _judged(batch: pa.RecordBatch, model: Model) -> Iterator[Pair]:
    for row in batch.to_pylist():
        if pair := judged(row, model):
            yield pair


def judged(row: Mapping[str, Any], model: Model) -> Pair | None:
    """One row of Splink's as a pair, after the rules; None where it is below the lower threshold."""
    reasons = tuple(_reason(row, comparison) for comparison in model.comparisons)
    weight, most, held = row["match_weight"], 1.0, ""
    for rule in model.rules:
        if _applies(rule, reasons):
            if not _spared(rule, reasons):
                return None
            weight -= sum(reason.weight for reason in reasons if reason.key in rule.without)
            most, held = min(most, rule.at_most), rule.key
    probability = min(1 / (1 + 2.0 ** min(-weight, 1000)), most)
    if probability < model.possible:
        return None
    band = Band.PROBABLE if probability >= model.probable else Band.POSSIBLE
    left, right = sorted((row["id_l"], row["id_r"]))
    return Pair(left, right, probability, round(weight, 2), band, reasons, held)


def _reason(row: Mapping[str, Any], comparison: Comparison) -> Reason:
    level = comparison.level_at(row[f"gamma_{comparison.key}"])
    if level is None:
        return Reason(comparison.key, Outcome.MISSING, "missing", 0.0)
    weight = row[f"mw_{comparison.key}"] + (row.get(f"mw_tf_adj_{comparison.key}") or 0.0)
    return Reason(comparison.key, level.outcome, level.key, round(weight, 2))


def _applies(rule: Rule, reasons: tuple[Reason, ...]) -> bool:
    said = {reason.key: reason.level for reason in reasons}
    return all(said[key] in levels for key, levels in rule.where.items())


def _spared(rule: Rule, reasons: tuple[Reason, ...]) -> bool:
    said = {reason.key: reason.outcome for reason in reasons}
    return all(said[key] in outcomes for key, outcomes in rule.unless.items())
