"""Who may read, write and correct the diary of a case."""

from django.utils.translation import gettext as _

from prossimo.accounts.policies import same_user
from prossimo.accounts.rules import Actor
from prossimo.cases.models import CaseNote, DiaryEntry, NoteAccess
from prossimo.cases.policies.cases import may_read_diary, may_write_diary
from prossimo.cases.policies.note_access import may_open_note
from prossimo.core.policy import GRANTED, Verdict, refused


def may_read_entry(actor: Actor, entry: DiaryEntry) -> Verdict:
    """Twin of `DiaryEntryQuerySet.visible_to`."""
    return may_read_diary(actor, entry.case)


def may_amend_entry(actor: Actor, entry: DiaryEntry) -> Verdict:
    """Only who wrote it."""
    if not (writable := may_write_diary(actor, entry.case)):
        return writable
    if not same_user(actor, entry.author_id):
        return refused(_("La corregge chi l'ha scritta."))
    return GRANTED


def may_read_case_note(actor: Actor, note: CaseNote) -> Verdict:
    """Twin of `CaseNoteQuerySet.visible_to`: who wrote it, and who opened it by law, for an hour."""
    open_to_me = NoteAccess.objects.open_to(actor).filter(note_id=note.pk)
    if may_open_note(actor, note.entry.case) and open_to_me.exists():
        return GRANTED
    if not (readable := may_read_entry(actor, note.entry)):
        return readable
    if not same_user(actor, note.author_id):
        return refused(_("La legge solo chi l'ha scritta."))
    return GRANTED
