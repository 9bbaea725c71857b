"""The writes of the archive: a case is put away, called back, held, proposed, disposed of with an act."""

import datetime as dt
import uuid
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from prossimo.access.faults import in_words
from prossimo.access.policies.contacts import at_work
from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.rules import Actor
from prossimo.cases.choices import ArchiveState
from prossimo.cases.models import CaseArchive, LegalHold, RetentionClass
from prossimo.cases.policies.retention import may_dispose, may_keep_archive, may_open_archive
from prossimo.cases.queries.retention import closed_cases, due_of, terms_of
from prossimo.cases.workflow import ARCHIVE
from prossimo.core.concurrency import save_versioned
from prossimo.core.periods import today

KIND = "cases.casearchive"


@transaction.atomic
def set_term(*, by: Actor, user_area: str, years: int, since: dt.date, act: str) -> RetentionClass:
    """From a day on, the cases of an area are kept so many years after closing."""
    may_keep_archive(by).enforce()
    *_me, ambito_id = at_work(by)
    row = RetentionClass(
        ambito_id=ambito_id, user_area=user_area, years=years, since=since, act=act.strip()
    )
    row.clean_fields(exclude={"ambito"})
    with in_words(RetentionClass):
        row.save(force_insert=True)
    journal.note(Action.CONFIGURE, "cases.retentionclass", row.pk)
    return row


@transaction.atomic
def archive_cases(cases: Iterable[uuid.UUID], *, by: Actor) -> int:
    """Put closed cases away: who followed them sees them no more, the term begins to be watched."""
    may_keep_archive(by).enforce()
    wanted, terms = set(cases), terms_of(by)
    found = [each for each in closed_cases() if each.case_id in wanted]
    if len(found) != len(wanted):
        raise ValidationError(_("Una di queste non è più chiusa, o è già in archivio: ricomincia."))
    for each in found:
        due = due_of(each.user_area, each.closed_on, terms)
        with connection.cursor() as cursor:
            cursor.execute("SELECT wall.archive_case(%s, %s)", [each.case_id, due])
            (made,) = cursor.fetchone()
        journal.note(Action.CHANGE, KIND, made, note="archived")
    return len(found)


@transaction.atomic
def recall_case(archive: CaseArchive, *, by: Actor, why: str) -> None:
    """Back among the closed ones: its owner sees it again from today, and may open it again."""
    may_keep_archive(by).enforce()
    held = _held(archive, by, "recall", why)
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.recall_case(%s, %s)", [held.pk, why.strip()])
    journal.note(Action.CHANGE, KIND, held.pk, note="recalled")


@transaction.atomic
def propose_disposal(archives: Iterable[CaseArchive], *, by: Actor, why: str) -> int:
    """Whose term has passed and nothing holds: a list for who approves."""
    may_keep_archive(by).enforce()
    me, *_rest = at_work(by)
    done = 0
    for archive in archives:
        held = _held(archive, by, "propose", why)
        if held.due_on is None or held.due_on > today():
            raise ValidationError(
                _("%(number)s: il termine non è ancora passato.") % {"number": held.number}
            )
        _not_held(held)
        changes = {"state": ArchiveState.PROPOSED, "proposed_by_id": me, "why": why.strip()}
        save_versioned(held, changes, expected=held.version)
        journal.note(Action.CHANGE, KIND, held.pk, note="proposed")
        done += 1
    return done


@transaction.atomic
def refuse_disposal(archive: CaseArchive, *, by: Actor, why: str) -> None:
    """It stays in the archive."""
    may_dispose(by, archive).enforce()
    held = _held(archive, by, "refuse", why)
    changes = {"state": ArchiveState.ARCHIVED, "proposed_by_id": None, "why": why.strip()}
    save_versioned(held, changes, expected=held.version)
    journal.note(Action.CHANGE, KIND, held.pk, note="refused")


@transaction.atomic
def dispose(archives: Iterable[CaseArchive], *, by: Actor, act: str, act_on: dt.date) -> int:
    """Erase every word of them, past ones too, with the authorisation of the Soprintendenza.

    What statistics count stays on the row, without a word; the journal keeps the act
    (D.Lgs 42/2004, artt. 10, 20-21).
    """
    if not act.strip():
        raise ValidationError({"act": _("Serve il numero dell'autorizzazione.")})
    if act_on > today():
        raise ValidationError({"act_on": _("Si segna quando è accaduto: non nel futuro.")})
    done = 0
    for archive in archives:
        may_dispose(by, archive).enforce()
        held = _held(archive, by, "dispose", act)
        may_dispose(by, held).enforce()
        _not_held(held)
        with connection.cursor() as cursor:
            cursor.execute("SELECT wall.dispose_case(%s, %s, %s)", [held.pk, act.strip(), act_on])
        journal.note(Action.CHANGE, KIND, held.pk, note=f"disposed: {act.strip()}"[:200])
        done += 1
    return done


@transaction.atomic
def hold_back(
    archive: CaseArchive, *, by: Actor, why: str, until: dt.date | None = None
) -> LegalHold:
    """It may not be disposed of, for a reason; until a day, or until somebody takes the hold away."""
    may_open_archive(by).enforce()
    me, *_rest = at_work(by)
    held = _held(archive, by, "", why)
    if held.state not in {ArchiveState.ARCHIVED, ArchiveState.PROPOSED}:
        raise ValidationError(_("Non c'è più niente da fermare."))
    if until is not None and until < today():
        raise ValidationError({"until": _("Serve un giorno da oggi in poi.")})
    row = LegalHold(archive=held, why=why.strip(), until=until, by_id=me)
    row.save(force_insert=True)
    journal.note(Action.CREATE, "cases.legalhold", row.pk)
    return row


@transaction.atomic
def lift_hold(hold: LegalHold, *, by: Actor, why: str) -> LegalHold:
    may_open_archive(by).enforce()
    if not why.strip():
        raise ValidationError({"why": _("Scrivi perché.")})
    if hold.lifted_on is not None:
        raise ValidationError(_("È già tolto."))
    changes = {"lifted_on": today(), "lifted_why": why.strip()}
    saved = save_versioned(hold, changes, expected=hold.version)
    journal.note(Action.CHANGE, "cases.legalhold", saved.pk)
    return saved


def _held(archive: CaseArchive, by: Actor, move: str, why: str) -> CaseArchive:
    rows = CaseArchive.objects.visible_to(by).select_for_update(of=("self",))
    held = rows.get(pk=archive.pk)
    if move:
        ARCHIVE.step(held.state, move)
    if not why.strip():
        raise ValidationError({"why": _("Scrivi perché: resta nel registro.")})
    return held


def _not_held(held: CaseArchive) -> None:
    hold = LegalHold.objects.binding().filter(archive=held).first()
    if hold is not None:
        told = {"number": held.number, "why": hold.why}
        raise ValidationError(_("%(number)s non si può scartare: %(why)s.") % told)
