"""The writes of documents: attached, renamed, withdrawn; the file stands on disk before its row does."""

import datetime as dt
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from prossimo.access.faults import in_words
from prossimo.access.policies.contacts import at_work
from prossimo.accounts import journal
from prossimo.accounts.choices import Action, Result
from prossimo.accounts.rules import Actor, Right
from prossimo.cases.choices import CaseState, DocumentKind, Part, ScanResult
from prossimo.cases.models import (
    Case,
    CaseDocument,
    CaseMeeting,
    CourtOrder,
    DiaryEntry,
    DocumentFile,
)
from prossimo.cases.operations.moving import locked_case
from prossimo.cases.policies.papers import (
    may_add_document,
    may_keep_document,
    may_open_document,
)
from prossimo.core import uploads, vault
from prossimo.core.concurrency import save_versioned
from prossimo.core.periods import today

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    Upload = File[bytes]

KIND = "cases.casedocument"
Beside = DiaryEntry | CourtOrder | CaseMeeting
FIELDS: "Mapping[type[Beside], str]" = {
    DiaryEntry: "entry", CourtOrder: "order", CaseMeeting: "meeting",
}  # fmt: skip


@transaction.atomic
def attach_document(
    case: Case,
    *,
    by: Actor,
    upload: "Upload",
    kind: str = DocumentKind.OTHER,
    title: str = "",
    part: str = Part.PAPERS,
    beside: "Beside | None" = None,
    dated_on: dt.date | None = None,
) -> CaseDocument:
    """Put a file among the documents of a case, encrypted, once it has been looked at.

    `part` says who sees it: who was given that part of the case; `beside`, what it is attached to:
    a page of diary, an order, a meeting. Raises `ValidationError` where the
    file is not what it says, is too large, carries programs, or the case is closed.
    """
    may_add_document(by, case, part).enforce()
    day = _not_ahead(dated_on or today())
    if beside is not None and beside.case_id != case.pk:
        raise ValidationError(_("Ciò a cui va allegato è di un'altra presa in carico."))
    try:
        found = uploads.checked(upload)
    except uploads.Refused as error:
        journal.note(Action.CREATE, KIND, case.pk, result=Result.REFUSED, note=error.key)
        raise
    held = _held(case, by, part)
    if held.state == CaseState.CLOSED:
        raise ValidationError(_("La presa in carico è chiusa: per aggiungere, si riapre."))
    me, post_id, _ambito = at_work(by)
    document = CaseDocument(
        case=held, part=part, kind=kind, dated_on=day, author_id=me, post_id=post_id,
        title=(title.strip() or found.name.rpartition(".")[0])[:160],
        **({FIELDS[type(beside)]: beside} if beside is not None else {}),
    )  # fmt: skip
    document.clean_fields(exclude={"case", "entry", "order", "meeting", "author", "post"})
    with in_words(CaseDocument):
        document.save(force_insert=True)
        _keep(document, found)
    journal.note(Action.CREATE, KIND, document.pk)
    return document


@transaction.atomic
def attach_documents(
    case: Case, *, by: Actor, files: "Iterable[Upload]", **values: "Any"
) -> list[CaseDocument]:
    """Several files together: all of them, or none; what is wrong says of which."""
    attached = []
    for upload in files:
        try:
            attached.append(attach_document(case, by=by, upload=upload, **values))
        except uploads.Refused as error:
            name = uploads.safe_name(upload.name or "")
            said = _("«%(name)s»: %(why)s") % {"name": name, "why": " ".join(error.messages)}
            raise ValidationError({"papers": said}) from error
    return attached


@transaction.atomic
def change_document(
    document: CaseDocument, *, by: Actor, expected: int, values: "Mapping[str, Any]"
) -> CaseDocument:
    """Another title, kind or date; what it said before stays in its history."""
    may_keep_document(by, document).enforce()
    if document.withdrawn_at is not None:
        raise ValidationError(_("È stato ritirato: non si cambia più."))
    changes = {name: values[name] for name in ("title", "kind", "dated_on") if name in values}
    if "dated_on" in changes:
        _not_ahead(changes["dated_on"])
    saved = save_versioned(document, changes, expected=expected)
    journal.note(Action.CHANGE, KIND, saved.pk)
    return saved


@transaction.atomic
def withdraw_document(
    document: CaseDocument, *, by: Actor, expected: int, why: str
) -> CaseDocument:
    """It no longer counts: hidden from the others, kept with the reason."""
    may_keep_document(by, document).enforce()
    if document.withdrawn_at is not None:
        raise ValidationError(_("È già stato ritirato."))
    if not why.strip():
        raise ValidationError({"why": _("Scrivi perché: resta accanto al documento.")})
    me, *_rest = at_work(by)
    changes = {"withdrawn_at": timezone.now(), "withdrawn_by_id": me, "withdrawn_why": why.strip()}
    saved = save_versioned(document, changes, expected=expected)
    journal.note(Action.CHANGE, KIND, saved.pk)
    return saved


def open_document(document: CaseDocument, *, by: Actor) -> bytes:
    """What the file holds, for who may; the journal says who took it."""
    may_open_document(by, document).enforce()
    file = document.file
    journal.note(Action.EXPORT, KIND, document.pk)
    return vault.read(file.address, bytes(file.key), about=str(document.pk))


def _held(case: Case, by: Actor, part: str) -> Case:
    """The case as it is now; held still by who may move it."""
    if by.has(Right.CASE_WRITE):
        return locked_case(case, by, lambda actor, row: may_add_document(actor, row, part))
    return Case.objects.visible_to(by).get(pk=case.pk)


def _keep(document: CaseDocument, found: uploads.Checked) -> None:
    kept = vault.keep(found.data, about=str(document.pk))
    DocumentFile(
        document=document,
        name=found.name,
        media=found.kind.key,
        size=kept.size,
        sha256=kept.sha256,
        address=kept.address,
        key=kept.key,
        scan=ScanResult.CLEAN if found.scan.done else ScanResult.UNSCANNED,
        scanned_by=found.scan.by,
    ).save(force_insert=True)


def _not_ahead(day: dt.date) -> dt.date:
    if day > today():
        raise ValidationError({"dated_on": _("Un documento non può avere una data futura.")})
    return day


ORPHANS_AFTER = 7 * 24 * 60 * 60  # seconds: longer than a restore takes to be noticed
MOST_AT_ONCE = 500


def sweep_vault() -> int:
    """Throw away the files that no record speaks of any more; how many."""
    thrown, batch = 0, []
    for place in vault.drafts(ORPHANS_AFTER):
        place.unlink(missing_ok=True)
    for address in vault.addresses(ORPHANS_AFTER):
        batch.append(address)
        if len(batch) == MOST_AT_ONCE:
            thrown += _throw_away(batch)
            batch = []
    return thrown + _throw_away(batch)


def _throw_away(addresses: list[str]) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM wall.unknown_files(%s)", [addresses])
        orphans = [row[0] for row in cursor.fetchall()]
    for address in orphans:
        vault.throw_away(address)
    return len(orphans)


def rewrap_keys() -> int:
    """Close again, under the present key of the settings, the keys that an earlier one closes."""
    done = 0
    while changed := _rewrap_some():
        done += changed
    return done


@transaction.atomic
def _rewrap_some() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM wall.file_keys_but(%s, %s)", [vault.present_name(), 500])
        found = [(file_id, bytes(key)) for file_id, key in cursor.fetchall()]
        fresh = [(file_id, key, vault.wrapped(vault.unwrapped(key))) for file_id, key in found]
        cursor.executemany("SELECT wall.rewrap_file(%s, %s, %s)", fresh)
    return len(found)
