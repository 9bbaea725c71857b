"""Reads of private notes opened by law: which there are, by day and kind; who opened them and why."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from prossimo.accounts.rules import Actor
from prossimo.cases.choices import EntryKind
from prossimo.cases.models import Case, CaseNote, NoteAccess
from prossimo.cases.queries.glass import minutes_left
from prossimo.core import wording


@dataclass(frozen=True, slots=True)
class Kept:
    """A note that somebody keeps for themselves: beside what, of when, whose; not what it says."""

    id: uuid.UUID
    kind: str
    happened_at: dt.datetime
    author: str

    def __str__(self) -> str:
        kind = EntryKind(self.kind).label
        return f"{kind}, {wording.day(self.happened_at.date())}, {self.author}"


def notes_kept(case: Case) -> list[Kept]:
    """Those of a case that the post coordinates, the last first; of the others, none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, kind, happened_at, author FROM wall.notes_kept(%s)", [case.pk])
        return [Kept(*row) for row in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class Opened:
    """A note that is open for this hour: to whom it belongs, what it says, for how long still."""

    access: NoteAccess
    note: CaseNote
    beside: str
    minutes: int


def notes_opened(actor: Actor, case: Case, kept: Sequence[Kept]) -> list[Opened]:
    """What the reader has opened by law in this case and may still read."""
    rows = list(NoteAccess.objects.open_to(actor).filter(case=case))
    if not rows:
        return []
    notes = CaseNote.objects.visible_to(actor).in_bulk([row.note_id for row in rows])
    beside = {each.id: str(each) for each in kept}
    return [
        Opened(row, notes[row.note_id], beside.get(row.note_id, ""), minutes_left(row.until))
        for row in rows
        if row.note_id in notes
    ]


def accesses_to(actor: Actor, note: CaseNote) -> list[NoteAccess]:
    """Who opened a note by law."""
    rows = NoteAccess.objects.visible_to(actor).filter(note_id=note.pk)
    return list(rows.select_related("user"))
