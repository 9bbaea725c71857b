"""What ties the page of a contact to whoever is being heard: their ticket, their appointment."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from prossimo.access.choices import IN_THE_ROOM, AppointmentState, Channel, Mode
from prossimo.access.forms.contact_filter import asked_uuid
from prossimo.access.forms.contacts import NewContactForm
from prossimo.access.models import Appointment, Contact, Ticket
from prossimo.access.operations.appointments import tie_contact
from prossimo.access.operations.queue import call_next, end_with_contact
from prossimo.access.policies.agenda import may_change_appointment
from prossimo.access.queries.agenda import heard_today
from prossimo.access.rules import minutes_between
from prossimo.access.views.queue import counter_of
from prossimo.accounts.rules import Actor, Ceiling, Right
from prossimo.core.http import Request

CHANNELS: dict[str, str] = {
    Mode.OFFICE: Channel.PERSON,
    Mode.PHONE: Channel.PHONE,
    Mode.VIDEO: Channel.PHONE,
    Mode.HOME: Channel.HOME,
}
NOT_HELD = (AppointmentState.HELD, AppointmentState.OFFERED, AppointmentState.CANCELLED,
            AppointmentState.LAPSED)  # fmt: skip
A_WHILE = dt.timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Heard:
    """Who is being heard, as the address or the form names them."""

    ticket: Ticket | None = None
    appointment: Appointment | None = None

    def __bool__(self) -> bool:
        return self.ticket is not None or self.appointment is not None


def heard(actor: Actor, told: QueryDict) -> Heard:
    """The ticket and the appointment that are named; of a ticket, the one it was taken for."""
    ticket = ticket_heard(actor, told.get("ticket", ""))
    key = ticket.appointment_id if ticket else asked_uuid(told.get("appointment", ""))
    return Heard(ticket, _appointment(actor, key) if key else None)


def ticket_heard(actor: Actor, told: str) -> Ticket | None:
    """The ticket named in the address, while its person is still in the room."""
    key = asked_uuid(told) if told else None
    if key is None or not actor.has(Right.QUEUE_SERVE):
        return None
    rows = Ticket.objects.visible_to(actor).select_related("desk")
    return rows.filter(pk=key, contact=None, state__in=IN_THE_ROOM).first()


def _appointment(actor: Actor, key: uuid.UUID) -> Appointment | None:
    """One that may still have a contact, and that the actor may change."""
    rows = Appointment.objects.visible_to(actor).filter(pk=key, contact=None)
    rows = rows.exclude(state__in=NOT_HELD).select_related("desk", "motive", "person")
    found = rows.first()
    return found if found and may_change_appointment(actor, found) else None


def filled_from(appointment: Appointment, actor: Actor) -> dict[str, Any]:
    """What the appointment already says of the contact: for whom, where, about what, how, when."""
    person, reason = appointment.person, appointment.motive.reason_id
    over = appointment.ends_at < timezone.now() - A_WHILE
    return {
        "desk": str(appointment.desk_id),
        "channel": CHANNELS[appointment.mode],
        "person": str(person.pk) if person else "",
        "person_text": person.listed_name if person else appointment.name,
        "reasons": [str(reason)] if reason else [],
        "needs": appointment.note if actor.ceiling >= Ceiling.NARRATIVE else "",
        "happened_at": appointment.starts_at if over else None,
    }


def tied(actor: Actor, contact: Contact, of: Heard) -> None:
    """The ticket ends, the appointment was held; one of today without being named is found."""
    if of.ticket is not None:
        end_with_contact(of.ticket.pk, contact, by=actor)
    appointment = of.appointment
    if appointment is None and contact.person_id and actor.has(Right.AGENDA_WRITE):
        appointment = heard_today(actor, contact.person_id, contact.desk_id)
    if appointment is not None and may_change_appointment(actor, appointment):
        tie_contact(appointment, contact, by=actor)


def measured(form: NewContactForm, ticket: Ticket | None) -> dict[str, Any]:
    """The contact as told; its minutes are those of the service, where nobody wrote others."""
    values = form.values()
    if ticket is not None and form.cleaned_data.get("minutes") is None:
        since = ticket.started_at or ticket.called_at
        if since is not None:
            values["minutes"] = minutes_between(since, timezone.now())
    return values


def next_of_queue(request: Request, ticket: Ticket) -> str:
    """Call who comes after, at the desk of the ticket; the page of the queue says who it is."""
    try:
        called = call_next(ticket.desk, by=request.actor, counter=counter_of(request))
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        if called is None:
            messages.info(request, _("Non aspetta nessuno."))
    return reverse("access:queue", args=[ticket.desk_id])
