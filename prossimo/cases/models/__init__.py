"""The case and its life: who is followed, by whom, what they need, what happened."""

from prossimo.cases.models.analysis import AnalysisAnswer, CaseAnalysis
from prossimo.cases.models.case import Case, CaseMember, CaseNeed, CaseStep, CaseWorker
from prossimo.cases.models.copies import CopyChoice
from prossimo.cases.models.diary import CaseNote, DiaryEntry, EntryPresence
from prossimo.cases.models.glass import GlassOpening
from prossimo.cases.models.joint import (
    Assigned,
    CaseActivity,
    JointActivity,
    JointPlace,
    JointService,
)
from prossimo.cases.models.meetings import CaseMeeting, Finding, MeetingPresence, MeetingSignature
from prossimo.cases.models.mentions import EntryMention, EntryTemplate
from prossimo.cases.models.note_access import NoteAccess
from prossimo.cases.models.numbering import CaseNumber
from prossimo.cases.models.papers import CaseDocument, DocumentFile
from prossimo.cases.models.plan import Goal, GoalNeed, Plan, PlanStep
from prossimo.cases.models.plan_consent import GoalConsent, PlanSignature
from prossimo.cases.models.plan_pieces import BudgetLine, Commitment, PlanAction
from prossimo.cases.models.protection import (
    CourtOrder,
    Prescription,
    Removal,
    RemovalStep,
    SafePlace,
)
from prossimo.cases.models.retention import (
    CaseArchive,
    DisposedFigure,
    LegalHold,
    RetentionClass,
)
from prossimo.cases.models.scales import ScaleAnswer, ScaleSheet
from prossimo.cases.models.tasks import CaseFollowUp, CaseTask
from prossimo.cases.models.ties import CaseTie
from prossimo.cases.models.transfer import CaseTransfer

__all__ = [
    "AnalysisAnswer",
    "Assigned",
    "BudgetLine",
    "Case",
    "CaseActivity",
    "CaseAnalysis",
    "CaseArchive",
    "CaseDocument",
    "CaseFollowUp",
    "CaseMeeting",
    "CaseMember",
    "CaseNeed",
    "CaseNote",
    "CaseNumber",
    "CaseStep",
    "CaseTask",
    "CaseTie",
    "CaseTransfer",
    "CaseWorker",
    "Commitment",
    "CopyChoice",
    "CourtOrder",
    "DiaryEntry",
    "DisposedFigure",
    "DocumentFile",
    "EntryMention",
    "EntryPresence",
    "EntryTemplate",
    "Finding",
    "GlassOpening",
    "Goal",
    "GoalConsent",
    "GoalNeed",
    "JointActivity",
    "JointPlace",
    "JointService",
    "LegalHold",
    "MeetingPresence",
    "MeetingSignature",
    "NoteAccess",
    "Plan",
    "PlanAction",
    "PlanSignature",
    "PlanStep",
    "Prescription",
    "Removal",
    "RemovalStep",
    "RetentionClass",
    "SafePlace",
    "ScaleAnswer",
    "ScaleSheet",
]
