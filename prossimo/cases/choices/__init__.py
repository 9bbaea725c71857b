"""Closed vocabularies of cases, one module a subject."""

from prossimo.cases.choices.case import (
    LIVE_STATES,
    CaseSource,
    CaseState,
    CloseOutcome,
    Intensity,
    MemberRole,
    Part,
    Weight,
    WorkerRole,
)
from prossimo.cases.choices.diary import EntryKind, PresenceKind

__all__ = [
    "LIVE_STATES",
    "CaseSource",
    "CaseState",
    "CloseOutcome",
    "EntryKind",
    "Intensity",
    "MemberRole",
    "Part",
    "PresenceKind",
    "Weight",
    "WorkerRole",
]
