"""The writes of the queue: take a ticket, call the next, receive, put back, let go, close the day."""

import datetime as dt
import uuid
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import ProgrammingError, connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from prossimo.access import policies
from prossimo.access.choices import (
    AppointmentState,
    ArrivedBy,
    LeftWhy,
    Priority,
    ReasonGroup,
    TicketState,
)
from prossimo.access.faults import in_words
from prossimo.access.models import Appointment, Contact, Desk, QueueDay, Ticket, TicketStep
from prossimo.access.policies import queue as queue_policies
from prossimo.access.workflow import APPOINTMENT, TICKET
from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.rules import Actor
from prossimo.citizens.models import Person
from prossimo.core.periods import today
from prossimo.core.prepared import move_with_step, prepared

TICKETS = "access.ticket"
# What may change once a ticket is given; the rest is not written again at every step.
CHANGING = (
    "version", "changed_at", "state", "priority", "due_at", "calls", "counter", "called_by",
    "called_post", "called_at", "started_at", "ended_at", "left_why", "contact", "person",
)  # fmt: skip
# What a step leaves of the times before it: who is put back waits again, and was not received.
FORGOTTEN: dict[str, dict[str, Any]] = {
    "return": {"called_at": None, "started_at": None, "counter": ""},
    "recall": {
        "called_at": None, "started_at": None, "ended_at": None, "counter": "", "left_why": "",
    },
}  # fmt: skip


@transaction.atomic
def check_in(
    desk: Desk,
    *,
    by: Actor,
    reason_group: str = "",
    priority: int = Priority.ORDINARY,
    person: Person | None = None,
    appointment: Appointment | None = None,
) -> Ticket:
    """An operator gives a ticket to who arrives, known or not, expected or not."""
    queue_policies.may_serve_queue(by, desk).enforce()
    if appointment is not None:
        appointment = _arrived(appointment, desk, by)
        person = person or appointment.person
    return _take(
        desk,
        by=by,
        arrived_by=ArrivedBy.APPOINTMENT if appointment else ArrivedBy.OPERATOR,
        reason_group=reason_group,
        priority=_expected(priority, appointment),
        person=person,
        appointment=appointment,
    )


@transaction.atomic
def take_ticket(
    desk: Desk, *, by: Actor, arrived_by: str, reason_group: str = "",
    appointment: Appointment | None = None,
) -> Ticket:  # fmt: skip
    """The door gives a ticket to somebody without a name.

    Whoever comes with an appointment of today goes by its hour; the door has followed its link.
    """
    queue_policies.may_take_ticket(by, desk).enforce()
    if appointment is not None:
        appointment = _arrived(appointment, desk, by)
        arrived_by = ArrivedBy.APPOINTMENT
    try:
        return _take(
            desk,
            by=by,
            arrived_by=arrived_by,
            reason_group=reason_group,
            priority=_expected(Priority.ORDINARY, appointment),
            appointment=appointment,
        )
    except PermissionDenied as error:
        if not isinstance(error.__cause__, ProgrammingError):
            raise
        # The wall lives in the day in which the request began: midnight has struck in between.
        raise ValidationError(_("È appena passata la mezzanotte: riprova.")) from error


@transaction.atomic
def call_next(desk: Desk, *, by: Actor, counter: str = "") -> Ticket | None:
    """Call who is next, once whoever I was serving has finished.

    Two who press at once call two people: a row that is held is passed over. One who presses twice
    is told whom they have already called.
    """
    queue_policies.may_serve_queue(by, desk).enforce()
    _free_my_counter(desk, by)
    ticket = whose_turn.first(desk.pk)
    if ticket is None:
        return None
    ticket.desk = desk
    return _moved(ticket, "call", by=by, counter=counter)


@transaction.atomic
def move_ticket(
    ticket_id: uuid.UUID, name: str, *, by: Actor, counter: str = "", why: str = ""
) -> Ticket:
    """One step in the life of a ticket; `leave` says why.

    Raises `IllegalMove` where a colleague was quicker.
    """
    ticket = _locked(ticket_id)
    queue_policies.may_move_ticket(by, ticket).enforce()
    if name == "leave" and why not in LeftWhy.values:
        raise ValidationError({"why": _("Indica perché è andato via.")})
    if name == "recall":
        _still_open(ticket.desk)
        if ticket.day != today():
            raise ValidationError(_("Il biglietto era di un altro giorno: danne uno nuovo."))
    return _moved(ticket, name, by=by, counter=counter, why=why)


@transaction.atomic
def set_priority(ticket_id: uuid.UUID, priority: int, *, by: Actor) -> Ticket:
    """Put somebody before or after the others, while they wait."""
    ticket = _locked(ticket_id)
    queue_policies.may_move_ticket(by, ticket).enforce()
    if priority not in Priority.values:
        raise ValidationError({"priority": _("Questa precedenza non esiste.")})
    if ticket.state not in {TicketState.WAITING, TicketState.CALLED}:
        raise ValidationError(_("La precedenza si cambia finché la persona aspetta."))
    if ticket.priority != priority:
        ticket.priority = priority
        _kept(ticket, "priority", by=by, at=timezone.now())
    return ticket


@transaction.atomic
def give_up(ticket_id: uuid.UUID, *, by: Actor) -> Ticket:
    """Whoever took a ticket at the door says that they are leaving."""
    ticket = _locked(ticket_id)
    queue_policies.may_follow_ticket(by, ticket).enforce()
    if ticket.state not in {TicketState.WAITING, TicketState.CALLED}:
        return ticket  # received or gone already: nothing to give up
    return _moved(ticket, "leave", by=by, why=LeftWhy.TOLD)


@transaction.atomic
def end_with_contact(ticket_id: uuid.UUID, contact: Contact, *, by: Actor) -> Ticket:
    """What was heard is written: the ticket knows its contact, and the service is over."""
    ticket = _locked(ticket_id)
    queue_policies.may_move_ticket(by, ticket).enforce()
    policies.may_read_contact(by, contact).enforce()
    if ticket.contact_id not in (None, contact.pk):
        raise ValidationError(_("Per questo biglietto c'è già un contatto."))
    ticket.contact = contact
    if contact.person_id:
        ticket.person_id = contact.person_id
    if ticket.state in {TicketState.WAITING, TicketState.CALLED}:
        ticket = _moved(ticket, "serve", by=by)
    if ticket.state == TicketState.SERVING:
        return _moved(ticket, "finish", by=by)
    return _written(ticket)


@transaction.atomic
def close_queue(desk: Desk, *, by: Actor, why: str) -> int:
    """Close the queue for today: who waits is let go with the reason; how many they were.

    Who is at a counter is heard to the end.
    """
    queue_policies.may_serve_queue(by, desk).enforce()
    if not why.strip():
        raise ValidationError({"why": _("Scrivi perché la coda chiude: resta nel registro.")})
    day = _day_of(desk)
    rows = Ticket.objects.unscoped("the queue is emptied under lock").filter(
        desk=desk, day=today(), state__in=[TicketState.WAITING, TicketState.CALLED]
    )
    told = list(rows.select_for_update(of=("self",)).order_by("number"))
    for ticket in told:
        ticket.desk = desk
        _moved(ticket, "leave", by=by, why=LeftWhy.DESK_CLOSED)
    day.closed_at, day.closed_why = timezone.now(), why.strip()[:200]
    day.save(update_fields=["closed_at", "closed_why"])
    journal.note(Action.CONFIGURE, "access.queueday", day.pk, note="closed")
    return len(told)


@transaction.atomic
def reopen_queue(desk: Desk, *, by: Actor) -> None:
    """Take tickets again today."""
    queue_policies.may_serve_queue(by, desk).enforce()
    day = _day_of(desk)
    day.closed_at, day.closed_why = None, ""
    day.save(update_fields=["closed_at", "closed_why"])
    journal.note(Action.CONFIGURE, "access.queueday", day.pk, note="reopened")


@transaction.atomic
def revoke_links(desk: Desk, *, by: Actor) -> None:
    """The addresses of kiosk, board and QR that hang around stop working; new ones are made."""
    queue_policies.may_revoke_links(by, desk).enforce()
    row = Desk.objects.select_for_update(of=("self",)).get(pk=desk.pk)
    row.door_serial += 1
    row.save(update_fields=["door_serial"])
    desk.door_serial = row.door_serial
    journal.note(Action.CONFIGURE, "access.desk", desk.pk, note="links revoked")


def _take(desk: Desk, *, by: Actor, arrived_by: str, **told: Any) -> Ticket:
    """The next number of the desk's civil day, whatever the hour of the machine."""
    if told["reason_group"] and told["reason_group"] not in ReasonGroup.values:
        raise ValidationError({"reason_group": _("Scegli una delle voci.")})
    now = timezone.now()
    day = _still_open(desk)
    day.issued += 1
    day.save(update_fields=["issued"])
    appointment: Appointment | None = told.get("appointment")
    ticket = Ticket(
        ambito_id=desk.ambito_id,
        desk=desk,
        day=day.day,
        number=day.issued,
        code=f"{desk.letter}{day.issued:03d}",
        arrived_by=arrived_by,
        taken_at=now,
        due_at=appointment.starts_at if appointment else now,
        **told,
    )
    with in_words(Ticket):
        ticket.save(force_insert=True)
        TicketStep.objects.create(ticket=ticket, name="take", at=now, by_id=_who(by))
    journal.note(Action.CREATE, TICKETS, ticket.pk)
    return ticket


def _free_my_counter(desk: Desk, by: Actor) -> None:
    """One person at a time at a counter: who is being served ends, who was called is decided on."""
    me, *_rest = policies.at_work(by)
    with connection.cursor() as cursor:  # the same operator, twice at the same instant
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(me)])
    for ticket in at_my_counter(desk.pk, me):
        ticket.desk = desk
        if ticket.state == TicketState.CALLED:
            said = _("Hai già chiamato %(code)s: di' prima se è arrivato o no.")
            raise ValidationError(said % {"code": ticket.code})
        _moved(ticket, "finish", by=by)


@prepared
def at_my_counter(desk_id: uuid.UUID, user_id: uuid.UUID) -> "QuerySet[Ticket]":
    """Whom I called and have not finished with, under lock."""
    return (
        Ticket.objects.unscoped("my own counter, under lock")
        .filter(
            desk=desk_id,
            day=today(),
            called_by=user_id,
            state__in=[TicketState.CALLED, TicketState.SERVING],
        )
        .select_for_update(of=("self",))
        .order_by("called_at")
    )


@prepared
def whose_turn(desk_id: uuid.UUID) -> "QuerySet[Ticket]":
    """Who is next and nobody else is calling at this instant, under lock."""
    return (
        Ticket.objects.unscoped("the turn is taken under the lock of its row")
        .filter(desk=desk_id, day=today())
        .waiting()
        .select_for_update(skip_locked=True, of=("self",))[:1]
    )


def _day_of(desk: Desk) -> QueueDay:
    """The counter of today, under lock: two who arrive together get two numbers."""
    row, _made = QueueDay.objects.get_or_create(desk=desk, day=today())
    return QueueDay.objects.select_for_update(of=("self",)).get(pk=row.pk)


def _still_open(desk: Desk) -> QueueDay:
    day = _day_of(desk)
    if day.closed_at is not None:
        raise ValidationError(_("Per oggi la coda è chiusa."))
    return day


def _locked(ticket_id: uuid.UUID) -> Ticket:
    rows = Ticket.objects.unscoped("one ticket is moved under its lock").select_related("desk")
    try:
        return rows.select_for_update(of=("self",)).get(pk=ticket_id)
    except Ticket.DoesNotExist as error:
        raise PermissionDenied(_("Questo biglietto non è fra i tuoi.")) from error


def _moved(ticket: Ticket, name: str, *, by: Actor, counter: str = "", why: str = "") -> Ticket:
    target = TICKET.step(ticket.state, name)
    now = timezone.now()
    for field, value in FORGOTTEN.get(name, {}).items():
        setattr(ticket, field, value)
    if name in {"call", "serve"}:
        ticket.counter = (counter or ticket.counter)[:40]
        ticket.called_by_id, ticket.called_post_id = by.user_id, by.post_id
        # Called again, the wait ended the first time; received without a call, it ends now.
        ticket.called_at = ticket.called_at or now
    if name == "call":
        ticket.calls += 1
    if name == "serve":
        ticket.started_at = now
    if target in {TicketState.SERVED, TicketState.LEFT}:
        ticket.ended_at, ticket.left_why = now, why if name == "leave" else ""
    ticket.state = target
    if target == TicketState.SERVED and ticket.appointment_id:
        _held(ticket.appointment_id)
    return _kept(ticket, name, by=by, at=now)


def _kept(ticket: Ticket, step: str, *, by: Actor, at: dt.datetime) -> Ticket:
    ticket.version += 1
    ticket.changed_at = timezone.now()
    told = TicketStep(ticket=ticket, name=step, at=at, by_id=_who(by), counter=ticket.counter)
    with in_words(Ticket, alone=False):
        move_with_step(ticket, CHANGING, told)
    journal.note(Action.CHANGE, TICKETS, ticket.pk, note=step)
    return ticket


def _written(ticket: Ticket) -> Ticket:
    ticket.version += 1
    with in_words(Ticket, alone=False):
        ticket.save(force_update=True, update_fields=CHANGING)
    return ticket


def _arrived(appointment: Appointment, desk: Desk, by: Actor) -> Appointment:
    """Somebody who was expected today is here."""
    rows = Appointment.objects.unscoped("who was expected arrives, under lock")
    row = rows.select_for_update(of=("self",)).filter(pk=appointment.pk, desk=desk).first()
    if row is None:
        raise ValidationError(_("L'appuntamento è di un altro sportello."))
    if timezone.localdate(row.starts_at) != today():
        raise ValidationError(_("L'appuntamento non è di oggi."))
    row.state = AppointmentState(APPOINTMENT.step(row.state, "arrive"))
    row.version += 1
    with in_words(Appointment):
        row.save(force_update=True)
    journal.note(Action.CHANGE, "access.appointment", row.pk, note="arrive")
    return row


def _held(appointment_id: uuid.UUID) -> None:
    """Who came for an appointment has been heard: its contact is still to be written."""
    rows = Appointment.objects.unscoped("whoever was expected was served, under lock")
    row = rows.select_for_update(of=("self",)).filter(pk=appointment_id).first()
    if row is None or row.state != AppointmentState.ARRIVED:
        return  # held already, or beyond the reach of who serves here
    row.state = AppointmentState(APPOINTMENT.step(row.state, "finish"))
    row.version += 1
    with in_words(Appointment):
        row.save(force_update=True)
    journal.note(Action.CHANGE, "access.appointment", row.pk, note="finish")


def _expected(priority: int, appointment: Appointment | None) -> int:
    """Whoever has an appointment goes before who has none, unless it is urgent."""
    return min(priority, Priority.APPOINTMENT) if appointment else priority


def _who(by: Actor) -> uuid.UUID | None:
    """The door is nobody: a step it makes has no name."""
    return by.user_id if by.post_id and not _is_door(by) else None


def _is_door(by: Actor) -> bool:
    return by.role is not None and by.role.key == "portal"
