"""The life of an appointment: booked, moved, cancelled, arrived, done, missed."""

import datetime as dt
import uuid
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from prossimo.access import policies
from prossimo.access.choices import (
    AppointmentState,
    BookedBy,
    CancelledBy,
    MessageChannel,
    MessageKind,
    Mode,
    WishState,
)
from prossimo.access.faults import in_words
from prossimo.access.models import (
    Appointment,
    AppointmentSeat,
    Contact,
    Desk,
    EarlierWish,
    Motive,
)
from prossimo.access.operations import messages
from prossimo.access.policies import agenda
from prossimo.access.rules import ROME
from prossimo.access.slots import Slot
from prossimo.access.workflow import APPOINTMENT
from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.rules import Actor, Right
from prossimo.core.concurrency import StaleVersion
from prossimo.core.periods import today
from prossimo.core.policy import Verdict

REMINDER_HOUR = dt.time(10)
SOONEST_REMINDER = dt.timedelta(hours=3)
QUEUE = "prossimo.access.operations.queue"
OPEN_WISHES = (WishState.WAITING, WishState.OFFERED)
LINKS = {
    "ambito", "desk", "motive", "person", "contact", "instead_of", "author", "post",
}  # fmt: skip


def book(
    *,
    by: Actor,
    motive: Motive,
    places: Sequence[Slot],
    also: Sequence[uuid.UUID] = (),
    **values: Any,
) -> Appointment:
    """Book an hour for somebody: a person with a file, or a name.

    Raises `ValidationError` where the hour has passed or somebody has just taken it.
    """
    desk = Desk.objects.get(pk=places[0].desk)
    agenda.may_book(by, desk).enforce()
    appointment = draft(by=by, motive=motive, places=places, **values)
    appointment.booked_by = BookedBy.OPERATOR
    keep(appointment, places, also)
    journal.note(Action.CREATE, "access.appointment", appointment.pk)
    announce(appointment, MessageKind.BOOKED, by=by)
    return appointment


def draft(*, by: Actor, motive: Motive, places: Sequence[Slot], **values: Any) -> Appointment:
    """An appointment not yet written: where and when come from the hour that was chosen."""
    me, post, ambito = policies.at_work(by)
    slot = places[0]
    if slot.starts < timezone.now():
        raise ValidationError(_("Quell'ora è già passata: scegline un'altra."))
    if motive.ambito_id != ambito:
        raise ValidationError(_("Questo motivo è di un altro Ambito."))
    return Appointment(
        ambito_id=ambito,
        desk_id=slot.desk,
        motive=motive,
        starts_at=slot.starts,
        ends_at=slot.ends,
        author_id=me,
        post_id=post,
        **values,
    )


def keep(appointment: Appointment, places: Sequence[Slot], also: Sequence[uuid.UUID] = ()) -> None:
    """Write the appointment with the hours it keeps; the database refuses what is taken."""
    appointment.clean_fields(exclude=LINKS)
    with in_words(Appointment), in_words(AppointmentSeat):
        appointment.save(force_insert=True)
        _sit(appointment, places, also)


def _sit(appointment: Appointment, places: Sequence[Slot], also: Sequence[uuid.UUID]) -> None:
    during = DateTimeTZRange(appointment.starts_at, appointment.ends_at)
    taken = {slot.post for slot in places}
    seats = [
        AppointmentSeat(
            ambito_id=appointment.ambito_id, appointment=appointment, post_id=slot.post,
            opening_id=slot.opening, seat=slot.seat, during=during,
        )
        for slot in places
    ]  # fmt: skip
    seats += [
        AppointmentSeat(
            ambito_id=appointment.ambito_id, appointment=appointment, post_id=post, during=during
        )
        for post in also
        if post not in taken
    ]
    AppointmentSeat.objects.bulk_create(seats)


def move(
    appointment: Appointment,
    *,
    by: Actor,
    places: Sequence[Slot],
    expected: int,
    also: Sequence[uuid.UUID] = (),
) -> Appointment:
    """Another hour, another desk or other workers; who waits is offered the hour left."""
    locked = _locked(appointment, by, expected)
    if places[0].starts < timezone.now():
        raise ValidationError(_("Quell'ora è già passata: scegline un'altra."))
    if not by.has(Right.PUBLIC_DOOR):
        agenda.may_book(by, Desk.objects.get(pk=places[0].desk)).enforce()
    state = APPOINTMENT.step(locked.state, "move")
    left = freed_of(locked)
    with in_words(AppointmentSeat):
        _rise(locked)
        locked.desk_id, locked.state = places[0].desk, state
        locked.starts_at, locked.ends_at = places[0].starts, places[0].ends
        _save(locked, "desk", "starts_at", "ends_at", "state")
        _sit(locked, places, also)
    open_wishes(locked).filter(before__gt=locked.starts_at).update(before=locked.starts_at)
    journal.note(Action.CHANGE, "access.appointment", locked.pk, note="moved")
    messages.withdraw(locked.pk, MessageKind.REMINDER)
    announce(locked, MessageKind.MOVED, by=by)
    offer_later(left)
    return locked


def cancel(appointment: Appointment, *, by: Actor, expected: int, why: str = "") -> Appointment:
    """Give the hour up; an office says why, a citizen need not."""
    locked = _locked(appointment, by, expected)
    from_outside = by.has(Right.PUBLIC_DOOR)
    if not from_outside and not why.strip():
        raise ValidationError({"why": _("Scrivi perché: chi riprende il filo deve saperlo.")})
    state = APPOINTMENT.step(locked.state, "cancel")
    left = freed_of(locked)
    _rise(locked)
    locked.state, locked.held_until, locked.why = state, None, why.strip()[:300]
    locked.cancelled_by = CancelledBy.CITIZEN if from_outside else CancelledBy.OFFICE
    _save(locked, "state", "held_until", "why", "cancelled_by")
    open_wishes(locked).update(state=WishState.WITHDRAWN)
    journal.note(Action.CHANGE, "access.appointment", locked.pk, note="cancelled")
    messages.withdraw(locked.pk)
    announce(locked, MessageKind.CANCELLED, by=by)
    offer_later(left)
    return locked


def arrive(appointment: Appointment, *, by: Actor, expected: int) -> Appointment:
    """The person is here: where the desk has a queue, with a ticket for the hour booked."""
    if _queues(appointment, by):
        queue = import_module(QUEUE)
        locked = _locked(appointment, by, expected)
        queue.check_in(locked.desk, by=by, appointment=locked)
        locked.refresh_from_db(fields=["state", "version"])
        return locked
    return _stepped(appointment, "arrive", by=by, expected=expected)


def finish(appointment: Appointment, *, by: Actor, expected: int) -> Appointment:
    """It was held; the contact that tells of it is tied when it is written."""
    return _stepped(appointment, "finish", by=by, expected=expected)


@transaction.atomic
def tie_contact(appointment: Appointment, contact: Contact, *, by: Actor) -> Appointment:
    """What was heard is written: the appointment was held, and knows its contact and its person."""
    policies.may_read_contact(by, contact).enforce()
    locked = _locked(appointment, by)
    if locked.contact_id is not None:
        raise ValidationError(_("Per questo appuntamento c'è già un contatto."))
    if locked.state != AppointmentState.DONE:
        locked.state = AppointmentState(APPOINTMENT.step(locked.state, "finish"))
    locked.contact, locked.why = contact, ""
    locked.person_id = locked.person_id or contact.person_id
    _save(locked, "state", "contact", "why", "person")
    journal.note(Action.CHANGE, "access.appointment", locked.pk, note="contact")
    return locked


@transaction.atomic
def without_contact(appointment: Appointment, *, by: Actor, expected: int, why: str) -> Appointment:
    """It was held and there is nothing to record: why, said once."""
    locked = _locked(appointment, by, expected)
    if locked.contact_id is not None:
        raise ValidationError(_("Per questo appuntamento c'è già un contatto."))
    if not why.strip():
        raise ValidationError({"why": _("Scrivi perché non c'è un contatto: resta qui.")})
    if locked.state != AppointmentState.DONE:
        locked.state = AppointmentState(APPOINTMENT.step(locked.state, "finish"))
    locked.why = " ".join(why.split())[:300]
    _save(locked, "state", "why")
    journal.note(Action.CHANGE, "access.appointment", locked.pk, note="no contact")
    return locked


def miss(appointment: Appointment, *, by: Actor, expected: int) -> Appointment:
    """Nobody came. Never before the hour."""
    if appointment.starts_at > timezone.now():
        raise ValidationError(_("L'ora dell'appuntamento non è ancora passata."))
    return _stepped(appointment, "miss", by=by, expected=expected)


@transaction.atomic
def _stepped(
    appointment: Appointment, step: str, *, by: Actor, expected: int, **fields: Any
) -> Appointment:
    locked = _locked(appointment, by, expected)
    locked.state = APPOINTMENT.step(locked.state, step)
    if locked.state == AppointmentState.NO_SHOW:
        _rise(locked)
    for name, value in fields.items():
        setattr(locked, name, value)
    _save(locked, "state", *fields)
    journal.note(Action.CHANGE, "access.appointment", locked.pk, note=step)
    return locked


def may_change(by: Actor, appointment: Appointment) -> Verdict:
    """From inside by right, from outside by the link."""
    if by.has(Right.PUBLIC_DOOR):
        return agenda.may_follow_link(by, appointment)
    return agenda.may_change_appointment(by, appointment)


def _locked(appointment: Appointment, by: Actor, expected: int | None = None) -> Appointment:
    rows = Appointment.objects.unscoped("the row to change; the policy is asked just below")
    locked = rows.select_for_update(of=("self",)).select_related("desk", "motive").get(
        pk=appointment.pk
    )  # fmt: skip
    may_change(by, locked).enforce()
    if expected is not None and locked.version != expected:
        raise StaleVersion(locked, {})
    return locked


def _save(appointment: Appointment, *fields: str) -> None:
    appointment.version += 1
    appointment.save(update_fields=[*fields, "version", "changed_at"])


def _rise(appointment: Appointment) -> None:
    """The hour is free again."""
    AppointmentSeat.objects.filter(appointment=appointment).update(is_live=False)


def open_wishes(appointment: Appointment) -> Any:
    return EarlierWish.objects.unscoped("the wishes of the appointment being changed").filter(
        appointment=appointment, state__in=OPEN_WISHES
    )


def freed_of(appointment: Appointment) -> dict[str, str] | None:
    """What is offered to who waits: the hour as it was; nothing when it is too near or was held."""
    seats = list(AppointmentSeat.objects.live().filter(appointment=appointment))
    soon = timezone.now() + SOONEST_REMINDER
    if len(seats) != 1 or appointment.starts_at < soon or seats[0].opening_id is None:
        return None
    return {
        "ambito": str(appointment.ambito_id),
        "motive": str(appointment.motive_id),
        "desk": str(appointment.desk_id),
        "opening": str(seats[0].opening_id),
        "starts": appointment.starts_at.isoformat(),
    }


def offer_later(freed: dict[str, str] | None, passed_over: Sequence[str] = ()) -> None:
    """Let the worker offer the hour, once this transaction is done."""
    if freed:
        job = app.configure_task("access.offer_hour", queue="messages", lock=freed["opening"])
        job.defer(freed={**freed}, skip=[*passed_over])


def where_to_write(appointment: Appointment) -> tuple[str, str]:
    """The channel that was chosen and its address; both empty where none was."""
    if appointment.remind_by == MessageChannel.EMAIL:
        return appointment.remind_by, appointment.email
    if appointment.remind_by == MessageChannel.SMS:
        return appointment.remind_by, appointment.phone
    return "", ""


def announce(appointment: Appointment, kind: MessageKind, *, by: Actor) -> None:
    """Say what happened, and promise the reminder of the day before."""
    channel, to = where_to_write(appointment)
    if not channel or appointment.ends_at < timezone.now():
        return
    key = f"{kind}:{appointment.pk}:{appointment.version}"
    messages.put(by=by, kind=kind, object_id=appointment.pk, key=key, channel=channel, to=to)
    due = reminder_at(appointment)
    if due and appointment.state == AppointmentState.BOOKED:
        messages.put(
            by=by, kind=MessageKind.REMINDER, object_id=appointment.pk,
            key=reminder_key(appointment), channel=channel, to=to, due_at=due,
        )  # fmt: skip


def reminder_key(appointment: Appointment) -> str:
    """A reminder speaks of one hour: of an appointment moved since, it says nothing any more."""
    return f"reminder:{appointment.pk}:{int(appointment.starts_at.timestamp())}"


def reminder_at(appointment: Appointment) -> dt.datetime | None:
    """The day before at a decent hour; nothing where that has passed."""
    eve = appointment.starts_at.astimezone(ROME).date() - dt.timedelta(days=1)
    due = dt.datetime.combine(eve, REMINDER_HOUR, ROME).astimezone(dt.UTC)
    return due if due > timezone.now() else None


def _queues(appointment: Appointment, by: Actor) -> bool:
    """Whether who arrives takes a ticket: today, at a desk with a queue that the operator serves."""
    return bool(
        appointment.desk.has_queue
        and appointment.mode == Mode.OFFICE
        and appointment.starts_at.astimezone(ROME).date() == today()
        and policies.at_desk(by, Right.QUEUE_SERVE, appointment.desk)
        and find_spec(QUEUE)
    )
