"""The writes of the work in the neighbourhood: telephones, and the parcels that they hand in.

A parcel becomes a contact once: its row is the claim, taken before the contact is recorded, so that
of two that arrive together the second waits, finds it there and answers the same.
"""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from prossimo.access.choices import ParcelState
from prossimo.access.models import Contact, Desk, OutreachPhone, Parcel
from prossimo.access.operations.contacts import amend_contact, correct_contact, record_contact
from prossimo.access.policies import at_work
from prossimo.access.policies import contacts as contacts_policies
from prossimo.access.policies import outreach as policies
from prossimo.access.queries.outreach import registered_beside
from prossimo.accounts import journal
from prossimo.accounts.choices import Action, Result
from prossimo.accounts.rules import Actor

KIND, PHONE = "access.parcel", "access.outreachphone"
MOST_PHONES = 10  # of one person, at the same time
MOST_LATE = 200  # parcels that one telephone may leave to be seen
# Of a contact already registered: said once, or tied since then with the network.
NOT_REWRITTEN = {"happened_at", "urgency", "missing", "subject", "channel", "minutes"}
Values = Mapping[str, Any]


class Taken(Exception):
    """The identifier is somebody else's: it may not be told whose."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A parcel as it arrived and was opened: whose, when written, with which content."""

    id: uuid.UUID
    phone: OutreachPhone
    written_at: dt.datetime
    digest: str
    sealed: bytes
    desk: Desk | None = None

    @property
    def rival_id(self) -> uuid.UUID:
        """The identifier of this version, where another one came before it."""
        return uuid.uuid5(self.id, self.digest)


def prepare_phone(*, by: Actor, name: str) -> OutreachPhone:
    """Put a telephone on the list of those that may hand in contacts of this person."""
    policies.may_prepare_phone(by).enforce()
    me, post, ambito = at_work(by)
    held = OutreachPhone.objects.visible_to(by).filter(revoked_at=None)
    if held.count() >= MOST_PHONES:
        raise ValidationError(_("Hai già dieci telefoni preparati: toglie prima quelli vecchi."))
    phone = OutreachPhone(ambito_id=ambito, user_id=me, post_id=post, name=name.strip()[:60])
    phone.save(force_insert=True)
    journal.note(Action.CREATE, PHONE, phone.pk)
    return phone


def revoke_phone(phone: OutreachPhone, *, by: Actor) -> None:
    """Take a telephone off the list: what it still holds is handed in only by entering."""
    policies.may_read_phone(by, phone).enforce()
    if phone.revoked_at is None:
        phone.revoked_at = timezone.now()
        phone.save(update_fields=["revoked_at"])
        journal.note(Action.CHANGE, PHONE, phone.pk)


@transaction.atomic
def receive(letter: Letter, values: Values | None, fault: str, *, by: Actor) -> tuple[Parcel, bool]:
    """Register what a telephone hands in; whether it was here already.

    `values` are those of a form that holds, otherwise `fault` says what is wrong with them.
    """
    known, claimed = _claimed(letter, by, state=ParcelState.ACCEPTED)
    if claimed or (known.state == ParcelState.REFUSED and not known.late):
        return _registered(known, letter, values, fault, by=by), False
    if known.digest == letter.digest:
        return known, True
    return _beside(known, letter, by)


@transaction.atomic
def receive_late(letter: Letter, *, by: Actor) -> tuple[Parcel, bool]:
    """Keep, sealed, what was written in a post that is over: the supervision will look at it."""
    known, claimed = _claimed(letter, by, state=ParcelState.QUARANTINED, late=True)
    if claimed or known.digest == letter.digest:
        return known, not claimed
    return _beside(known, letter, by, late=True)


@transaction.atomic
def hand_in(letter: Letter, *, by: Actor) -> bool:
    """The same through the citizens' door, which sees nothing; whether it was here already."""
    for key, rival in ((letter.id, None), (letter.rival_id, letter.id)):
        kept = _asked(key, letter.digest) or _leave(letter, by, key, rival)
        if kept in {"same", "left"}:
            return kept == "same"
    return True


@transaction.atomic
def mend(parcel: Parcel, values: Values, *, by: Actor) -> Contact:
    """Register what had been refused as its author corrected it, or a second version by itself."""
    row = _locked(parcel.pk, by)
    policies.may_mend_parcel(by, row or parcel).enforce()
    contact = record_contact(by=by, **values)
    _settle(row or parcel, by, state=ParcelState.ACCEPTED, contact=contact)
    return contact


@transaction.atomic
def choose_mine(parcel: Parcel, values: Values, *, by: Actor) -> Contact:
    """Of two versions the later one holds: the contact already registered is put right with it."""
    row = _locked(parcel.pk, by)
    policies.may_mend_parcel(by, row or parcel).enforce()
    contact = registered_beside(by, parcel)
    if contact is None:
        raise ValidationError(_("Non c'è più un contatto da correggere: registra anche questo."))
    told = {name: value for name, value in values.items() if name not in NOT_REWRITTEN}
    if contacts_policies.may_correct_contact(by, contact):
        correct_contact(contact, by=by, expected=contact.version, **told)
    else:
        why = _("Vale la versione scritta sul telefono.")
        amend_contact(contact, by=by, expected=contact.version, why=why, **told)
    _settle(row or parcel, by, state=ParcelState.ACCEPTED, contact=contact)
    return contact


@transaction.atomic
def drop(parcel: Parcel, *, by: Actor) -> None:
    """Its author lets go of what was refused, or of the version that does not hold."""
    row = _locked(parcel.pk, by)
    policies.may_mend_parcel(by, row or parcel).enforce()
    _settle(row or parcel, by, state=ParcelState.ASIDE)


@transaction.atomic
def register_late(parcel: Parcel, values: Values, *, by: Actor) -> Contact:
    """The supervision registers what arrived late; the note says who had heard it, and when."""
    row = _locked(parcel.pk, by)
    policies.may_settle_late(by, row or parcel).enforce()
    said = _("Ascoltato in strada da %(who)s, il cui incarico era concluso quando è arrivato.") % {
        "who": parcel.user.get_full_name()
    }
    note = "\n".join(filter(None, [values.get("note", ""), said]))
    contact = record_contact(by=by, **{**values, "note": note})
    _settle(row or parcel, by, state=ParcelState.ACCEPTED, contact=contact)
    return contact


@transaction.atomic
def refuse_late(parcel: Parcel, *, by: Actor, why: str) -> None:
    """The supervision does not register it, and says why; the content is thrown away."""
    row = _locked(parcel.pk, by)
    policies.may_settle_late(by, row or parcel).enforce()
    if not why.strip():
        raise ValidationError({"why": _("Scrivi perché non lo registri: resta nell'elenco.")})
    _settle(row or parcel, by, state=ParcelState.REFUSED, why=why.strip())


def _locked(parcel_id: uuid.UUID, by: Actor) -> Parcel | None:
    rows = Parcel.objects.visible_to(by).select_related(None).filter(pk=parcel_id)
    return rows.select_for_update(of=("self",)).first()


def _claimed(letter: Letter, by: Actor, **more: Any) -> tuple[Parcel, bool]:
    """The row of the parcel, and whether it was put there now; who comes second waits for the first."""
    if (known := _locked(letter.id, by)) is not None:
        return known, False
    try:
        with transaction.atomic():
            return _kept(letter, by, **more), True
    except IntegrityError as error:
        if (known := _locked(letter.id, by)) is None:
            raise Taken from error
        return known, False


def _kept(letter: Letter, by: Actor, **more: Any) -> Parcel:
    """A new row; the content stays only until it is settled."""
    phone = letter.phone
    parcel = Parcel(
        **{
            "id": letter.id,
            "ambito_id": phone.ambito_id,
            "user_id": phone.user_id,
            "post_id": phone.post_id,
            "phone": phone,
            "device": phone.name,
            "desk": letter.desk,
            "written_at": letter.written_at,
            "digest": letter.digest,
            "sealed": letter.sealed,
            **more,
        }
    )
    parcel.save(force_insert=True)
    journal.note(Action.CREATE, KIND, parcel.pk, note=parcel.state)
    return parcel


def _registered(
    row: Parcel, letter: Letter, values: Values | None, fault: str, *, by: Actor
) -> Parcel:
    """Make the contact; what stops it becomes the reason of a refusal, and the content stays."""
    row.digest, row.desk = letter.digest, letter.desk
    row.written_at, row.sealed = letter.written_at, letter.sealed
    row.state, row.why = ParcelState.REFUSED, fault
    if values is not None:
        try:
            with transaction.atomic():
                row.contact = record_contact(by=by, **values)
        except ValidationError as error:
            row.why = " ".join(error.messages)[:500]
        except PermissionDenied as error:
            row.why = str(error)[:500]
            journal.note(Action.REFUSED, KIND, row.pk, result=Result.REFUSED, note=row.why)
        else:
            row.state, row.why, row.sealed = ParcelState.ACCEPTED, "", None
    row.save()
    return row


def _beside(known: Parcel, letter: Letter, by: Actor, *, late: bool = False) -> tuple[Parcel, bool]:
    """Another content under the same identifier: kept beside the first, never in its place."""
    if (rival := _locked(letter.rival_id, by)) is not None:
        return rival, True
    state = ParcelState.QUARANTINED if late else ParcelState.CONFLICT
    return _kept(letter, by, id=letter.rival_id, rival_of=known, state=state, late=late), False


def _settle(
    row: Parcel, by: Actor, *, state: ParcelState, contact: Contact | None = None, why: str = ""
) -> None:
    row.state, row.contact, row.why, row.sealed = state, contact, why, None
    row.settled_by_id, row.settled_at = by.user_id, timezone.now()
    row.save()
    journal.note(Action.CHANGE, KIND, row.pk, note=state)


def _asked(parcel_id: uuid.UUID, digest: str) -> str | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.parcel_kept(%s, %s)", [parcel_id, digest])
        row = cursor.fetchone()
    return row[0] if row else None


def _leave(letter: Letter, by: Actor, key: uuid.UUID, rival: uuid.UUID | None) -> str:
    """Written blindly: the door may not read back what it puts down, only ask if it was there."""
    try:
        with transaction.atomic():
            _kept(letter, by, id=key, rival_of_id=rival, state=ParcelState.QUARANTINED, late=True)
    except IntegrityError as error:
        if (kept := _asked(key, letter.digest)) is None:  # not by another hand of this telephone
            raise Taken from error
        return kept
    return "left"
