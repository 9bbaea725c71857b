"""The writes of the diary: a page, its correction, and what only its author reads."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from prossimo.access.faults import in_words
from prossimo.access.policies.contacts import at_work
from prossimo.accounts import journal, outbox
from prossimo.accounts.choices import Action
from prossimo.accounts.models import Post
from prossimo.accounts.outbox import NEWS
from prossimo.accounts.rules import Actor
from prossimo.cases.choices import CaseState, Part, PresenceKind
from prossimo.cases.models import Case, CaseNote, DiaryEntry, EntryMention, EntryPresence
from prossimo.cases.operations.hearing import hear
from prossimo.cases.operations.papers import attach_documents
from prossimo.cases.policies.cases import may_write_diary
from prossimo.cases.policies.diary import may_amend_entry
from prossimo.cases.queries.mentions import may_be_told
from prossimo.citizens.models import Person
from prossimo.core.concurrency import save_versioned
from prossimo.core.periods import ROME

if TYPE_CHECKING:
    from prossimo.cases.operations.papers import Upload

KIND = "cases.diaryentry"


@transaction.atomic
def write_entry(
    case: Case,
    *,
    by: Actor,
    values: Mapping[str, Any],
    people: Iterable[Person] = (),
    workers: Iterable[Post] = (),
    others: str = "",
    private: str = "",
    papers: "Iterable[Upload]" = (),
    told: Iterable[Post] = (),
) -> DiaryEntry:
    """Write a page of diary: what happened, when, who took part, one's own note and papers beside it.

    Raises `ValidationError` for what has not happened yet or a page without words.
    """
    may_write_diary(by, case).enforce()
    me, post_id, _ambito = at_work(by)
    entry = DiaryEntry(case=case, author_id=me, post_id=post_id, **values)
    _check(entry.text, entry.happened_at, case)
    entry.clean_fields(exclude={"case", "author", "post"})
    with in_words(DiaryEntry):
        entry.save(force_insert=True)
    _write_presences(entry, people, workers, others)
    if private.strip():
        CaseNote(entry=entry, author_id=me, text=private.strip()).save(force_insert=True)
    hear(case, entry.happened_at)
    journal.note(Action.CREATE, KIND, entry.pk)
    attach_documents(case, by=by, files=papers, beside=entry, part=Part.DIARY)
    _tell(entry, told, by=by)
    return entry


@transaction.atomic
def amend_entry(
    entry: DiaryEntry, *, by: Actor, expected: int, values: Mapping[str, Any]
) -> DiaryEntry:
    """Correct a page one wrote: what it said before stays in its history."""
    may_amend_entry(by, entry).enforce()
    _check(values.get("text", entry.text), values.get("happened_at", entry.happened_at), entry.case)
    saved = save_versioned(entry, values, expected=expected)
    journal.note(Action.CHANGE, KIND, saved.pk)
    return saved


@transaction.atomic
def keep_note(entry: DiaryEntry, *, by: Actor, expected: int, text: str) -> None:
    """What only its author reads: written, changed, or taken away where the text is empty."""
    may_write_diary(by, entry.case).enforce()
    me, *_rest = at_work(by)
    note = CaseNote.objects.written_by(by).filter(entry=entry).first()
    if note is None:
        if text.strip():
            CaseNote(entry=entry, author_id=me, text=text.strip()).save(force_insert=True)
    elif text.strip():
        save_versioned(note, {"text": text.strip()}, expected=expected)
    else:
        note.delete()
    journal.note(Action.CHANGE, KIND, entry.pk)


def _tell(entry: DiaryEntry, told: Iterable[Post], *, by: Actor) -> None:
    """Who follows the case is told that there is something to read; never what."""
    may_read = {post.pk for post in may_be_told(by, entry.case)}
    for post in told:
        if post.pk not in may_read:
            raise ValidationError(
                {"told": _("Non segue questa cartella, o non ne legge il diario.")}
            )
        EntryMention(entry=entry, post=post).save(force_insert=True)
        outbox.put(by, NEWS, post.user_id)


def _check(text: str, when: dt.datetime, case: Case) -> None:
    if not text.strip():
        raise ValidationError({"text": _("Scrivi che cosa è successo.")})
    if when > timezone.now() + dt.timedelta(minutes=5):
        raise ValidationError({"happened_at": _("Si scrive quello che è accaduto: non il futuro.")})
    if case.state == CaseState.CLOSED and case.closed_on is not None:
        day = when.astimezone(ROME).date()
        if day > case.closed_on and not (case.follow_up_on and day >= case.closed_on):
            raise ValidationError(_("La presa in carico è chiusa: per scriverci, si riapre."))


def _write_presences(
    entry: DiaryEntry, people: Iterable[Person], workers: Iterable[Post], others: str
) -> None:
    rows = [EntryPresence(entry=entry, kind=PresenceKind.PERSON, person=each) for each in people]
    rows += [EntryPresence(entry=entry, kind=PresenceKind.WORKER, post=each) for each in workers]
    names = [name.strip() for name in others.split(",") if name.strip()]
    rows += [EntryPresence(entry=entry, kind=PresenceKind.OTHER, name=name[:160]) for name in names]
    for row in rows:
        row.save(force_insert=True)
