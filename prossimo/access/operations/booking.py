"""Booking by who has no account: the hour is held, a code is sent, the code confirms."""

import datetime as dt
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from prossimo.access.choices import (
    AppointmentState,
    BookedBy,
    MessageChannel,
    MessageKind,
    WishState,
)
from prossimo.access.faults import in_words
from prossimo.access.models import Appointment, BookingProof, EarlierWish, Motive
from prossimo.access.operations import messages
from prossimo.access.operations.appointments import (
    announce,
    draft,
    keep,
    may_change,
    offer_later,
)
from prossimo.access.policies import agenda
from prossimo.access.slots import Slot
from prossimo.access.workflow import APPOINTMENT
from prossimo.accounts import identity, journal
from prossimo.accounts.choices import Action
from prossimo.accounts.rules import Actor

HELD_FOR = dt.timedelta(minutes=10)
MOST_TRIES = 5


class WrongCode(Exception):
    """Not the code; how many attempts are left."""

    def __init__(self, left: int) -> None:
        self.left = left
        super().__init__("wrong code")


class CodeExpired(Exception):
    """Too late, or tried too often: the hour goes back to the others."""


def hold(
    *,
    by: Actor,
    motive: Motive,
    places: Sequence[Slot],
    name: str,
    mode: str,
    email: str = "",
    phone: str = "",
    note: str = "",
) -> Appointment:
    """Hold an hour for ten minutes and send the code to the address that was given."""
    agenda.may_book_online(by, motive).enforce()
    channel = MessageChannel.EMAIL if email else MessageChannel.SMS
    to = email or phone
    if not to or not messages.is_open(channel):
        raise ValidationError(_("Serve un indirizzo a cui mandare il codice."))
    appointment = draft(
        by=by, motive=motive, places=places, name=name, mode=mode, email=email, phone=phone,
        note=note, remind_by=channel,
    )  # fmt: skip
    appointment.state, appointment.booked_by = AppointmentState.HELD, BookedBy.CITIZEN
    appointment.held_until = timezone.now() + HELD_FOR
    identity.follow_link(appointment.pk)
    keep(appointment, places)
    proof = BookingProof(
        appointment=appointment, channel=channel, sent_to=to, expires_at=appointment.held_until
    )
    proof.digest = _digest(proof, code_of(proof))
    proof.save(force_insert=True)
    messages.put(
        by=by, kind=MessageKind.CODE, object_id=appointment.pk, key=f"code:{proof.pk}",
        channel=channel, to=to,
    )  # fmt: skip
    journal.note(Action.CREATE, "access.appointment", appointment.pk, note="held")
    return appointment


def code_of(proof: BookingProof) -> str:
    """Six digits that only we can compute again: they are written nowhere."""
    made = salted_hmac("access.code", proof.pk.hex, algorithm="sha256").digest()
    return f"{int.from_bytes(made[:8]) % 1_000_000:06d}"


def prove(appointment: Appointment, *, by: Actor, code: str) -> Appointment:
    """The code confirms the hour. Raises `WrongCode` (the attempt counts) or `CodeExpired`."""
    may_change(by, appointment).enforce()
    proofs = BookingProof.objects.unscoped("the code of the appointment whose link is followed")
    proof = proofs.select_for_update(of=("self",)).get(appointment=appointment)
    locked = _again(appointment)
    if locked.state == AppointmentState.BOOKED and proof.proved_at:
        return locked  # the same code once more: it is confirmed already
    late = proof.expires_at < timezone.now() or proof.attempts >= MOST_TRIES
    if late or locked.state != AppointmentState.HELD:
        raise CodeExpired
    if not constant_time_compare(_digest(proof, code), proof.digest):
        proof.attempts += 1
        proof.save(update_fields=["attempts"])
        raise WrongCode(MOST_TRIES - proof.attempts)
    proof.proved_at = timezone.now()
    proof.save(update_fields=["proved_at"])
    return confirm(locked, by=by)


def confirm(appointment: Appointment, *, by: Actor) -> Appointment:
    """What was held becomes booked, and is told."""
    appointment.state = AppointmentState(APPOINTMENT.step(appointment.state, "confirm"))
    appointment.held_until = None
    appointment.version += 1
    appointment.save(update_fields=["state", "held_until", "version", "changed_at"])
    journal.note(Action.CHANGE, "access.appointment", appointment.pk, note="confirmed")
    messages.withdraw(appointment.pk, MessageKind.CODE, MessageKind.OFFER)
    announce(appointment, MessageKind.BOOKED, by=by)
    return appointment


@transaction.atomic
def lapse(appointment: Appointment, *, by: Actor) -> dict[str, str] | None:
    """Not confirmed in time: the hour is free; of an offer, what goes to the next who waits."""
    from prossimo.access.operations.appointments import freed_of

    may_change(by, appointment).enforce()
    locked = _again(appointment)
    if not locked.held_until or locked.held_until > timezone.now():
        return None
    was_offer = locked.state == AppointmentState.OFFERED
    left = freed_of(locked) if was_offer else None
    locked.state = AppointmentState(APPOINTMENT.step(locked.state, "lapse"))
    locked.version += 1
    locked.save(update_fields=["state", "version", "changed_at"])
    locked.seats.update(is_live=False)
    messages.withdraw(locked.pk)
    if was_offer and locked.instead_of_id:
        identity.follow_link(locked.instead_of_id)
        wishes = EarlierWish.objects.unscoped("the wish that the offer answered")
        answered = wishes.filter(offer=locked, state=WishState.OFFERED)
        passed = [str(pk) for pk in answered.values_list("pk", flat=True)]
        answered.update(state=WishState.EXPIRED)
        offer_later(left, passed)
    return left


def ask_earlier(appointment: Appointment, *, by: Actor, any_desk: bool = False) -> EarlierWish:
    """Put who has an appointment among those who would come sooner."""
    may_change(by, appointment).enforce()
    if appointment.state != AppointmentState.BOOKED:
        raise ValidationError(_("Questo appuntamento non è più in programma."))
    wish = EarlierWish(appointment=appointment, any_desk=any_desk, before=appointment.starts_at)
    with in_words(EarlierWish):
        wish.save(force_insert=True)
    journal.note(Action.CREATE, "access.earlierwish", wish.pk)
    return wish


def withdraw_wish(appointment: Appointment, *, by: Actor) -> int:
    """Stop waiting; an offer already made stays until it is answered or lapses."""
    may_change(by, appointment).enforce()
    wishes = EarlierWish.objects.unscoped("the wish of the appointment in hand")
    waiting = wishes.filter(appointment=appointment, state=WishState.WAITING)
    return waiting.update(state=WishState.WITHDRAWN)


def _again(appointment: Appointment) -> Appointment:
    rows = Appointment.objects.unscoped("the row of the link, under lock")
    found = rows.select_for_update(of=("self",)).select_related("desk", "motive")
    return found.get(pk=appointment.pk)


def _digest(proof: BookingProof, code: str) -> str:
    told = f"{proof.pk.hex}:{code.strip()}"
    return salted_hmac("access.proof", told, algorithm="sha256").hexdigest()
