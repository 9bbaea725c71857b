"""Where a file of the registry stands, for its page: counts by outcome, progress, what may be done."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from prossimo.accounts.rules import Actor, Right
from prossimo.citizens.choices import BatchPhase, BatchState, RowState
from prossimo.citizens.models import RegistryBatch, RegistryRow

SILENCE = dt.timedelta(minutes=3)
IN_ORDER = (
    RowState.NEW, RowState.CHANGED, RowState.DOUBT, RowState.WRONG, RowState.REPEATED, RowState.SAME,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many rows have one outcome."""

    key: str
    label: str
    number: int


@dataclass(frozen=True, slots=True)
class Standing:
    """What the page says of a batch and offers to this reader."""

    batch: RegistryBatch
    under_way: bool
    silent: bool  # nobody has heard of the work for a while
    may_map: bool
    may_approve: bool
    may_drop: bool
    may_undo: bool

    @property
    def whole_work(self) -> int:
        """The rows to be done, where they are known."""
        return self.batch.rows_read if self.batch.phase == BatchPhase.APPLY else 0


def standing_of(actor: Actor, batch: RegistryBatch) -> Standing:
    idle = not batch.phase
    brings, approves = actor.has(Right.REGISTRY_IMPORT), actor.has(Right.REGISTRY_APPROVE)
    mapped = {BatchState.UPLOADED, BatchState.MAPPED, BatchState.STAGED, BatchState.COMPARED}
    open_ = batch.state in {*mapped, BatchState.FAILED}
    heard = batch.heard_at
    return Standing(
        batch=batch,
        under_way=not idle,
        silent=not idle and heard is not None and timezone.now() - heard > SILENCE,
        may_map=idle and brings and open_,
        may_approve=idle and approves and batch.state == BatchState.COMPARED,
        may_drop=idle and brings and open_,
        may_undo=idle and approves and batch.state == BatchState.APPLIED,
    )


def outcomes(batch: RegistryBatch) -> list[Outcome]:
    """The counts in the order in which one asks for them."""
    return [
        Outcome(state.value, str(state.label), batch.counts[state.value])
        for state in IN_ORDER
        if batch.counts.get(state.value)
    ]


def rows_of(batch: RegistryBatch, state: str = "") -> "QuerySet[RegistryRow]":
    """The rows in the order of the file; the second wall shows them with the batch."""
    rows = RegistryRow.objects.filter(batch=batch)
    return (rows.filter(state=state) if state else rows).order_by("line")


def first_to_see(batch: RegistryBatch) -> str:
    """The outcome that most needs eyes."""
    for state in (RowState.WRONG, RowState.DOUBT, RowState.CHANGED):
        if batch.counts.get(state.value):
            return str(state.value)
    return ""
