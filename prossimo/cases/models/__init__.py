"""The case and its life: who is followed, by whom, what they need, what happened."""

from prossimo.cases.models.case import Case, CaseMember, CaseNeed, CaseStep, CaseWorker
from prossimo.cases.models.diary import CaseNote, DiaryEntry, EntryPresence

__all__ = [
    "Case",
    "CaseMember",
    "CaseNeed",
    "CaseNote",
    "CaseStep",
    "CaseWorker",
    "DiaryEntry",
    "EntryPresence",
]
