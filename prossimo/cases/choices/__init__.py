"""Closed vocabularies of cases, one module a subject."""

from prossimo.cases.choices.analysis import ScaleSource, ScaleState, SheetState
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
from prossimo.cases.choices.copies import OmitReason
from prossimo.cases.choices.diary import EntryKind, PresenceKind
from prossimo.cases.choices.handing import (
    GlassCategory,
    GlassOutcome,
    TransferKind,
    TransferState,
)
from prossimo.cases.choices.joint import AssignedKind
from prossimo.cases.choices.papers import DocumentKind, ScanResult
from prossimo.cases.choices.plan import (
    FORCE_STATES,
    MAKING_STATES,
    NAMED_DOERS,
    OVER_STATES,
    ActionState,
    Answer,
    AnswerWay,
    BudgetPeriod,
    BudgetSource,
    CommitmentState,
    Doer,
    GoalState,
    GoalTheme,
    PlanKind,
    PlanOutcome,
    PlanState,
    Side,
    SignerRole,
    SignWay,
)
from prossimo.cases.choices.protection import RemovalAct, RemovalOutcome
from prossimo.cases.choices.retention import ArchiveState
from prossimo.cases.choices.ties import TieKind, TieStrength, TieWho

__all__ = [
    "FORCE_STATES",
    "LIVE_STATES",
    "MAKING_STATES",
    "NAMED_DOERS",
    "OVER_STATES",
    "ActionState",
    "Answer",
    "AnswerWay",
    "ArchiveState",
    "AssignedKind",
    "BudgetPeriod",
    "BudgetSource",
    "CaseSource",
    "CaseState",
    "CloseOutcome",
    "CommitmentState",
    "DocumentKind",
    "Doer",
    "EntryKind",
    "GlassCategory",
    "GlassOutcome",
    "GoalState",
    "GoalTheme",
    "Intensity",
    "MemberRole",
    "OmitReason",
    "Part",
    "PlanKind",
    "PlanOutcome",
    "PlanState",
    "PresenceKind",
    "RemovalAct",
    "RemovalOutcome",
    "ScaleSource",
    "ScaleState",
    "ScanResult",
    "SheetState",
    "Side",
    "SignWay",
    "SignerRole",
    "TieKind",
    "TieStrength",
    "TieWho",
    "TransferKind",
    "TransferState",
    "Weight",
    "WorkerRole",
]
