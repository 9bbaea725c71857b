"""Who has an appointment says at the door that they have arrived: a ticket that goes by the hour."""

import datetime as dt
import uuid

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from prossimo.access import arrival_codes
from prossimo.access.choices import AppointmentState, ArrivedBy, Mode
from prossimo.access.models import Appointment, Desk, Ticket
from prossimo.access.operations.queue import take_ticket
from prossimo.access.policies import agenda, queue
from prossimo.access.queries.arrivals import appointment_of
from prossimo.accounts import identity
from prossimo.accounts.rules import Actor
from prossimo.core import wording
from prossimo.core.periods import ROME, today

EARLIEST = dt.timedelta(minutes=30)  # whoever has an hour is called before who has none
NEVER_CONFIRMED = (AppointmentState.HELD, AppointmentState.OFFERED)
GIVEN_UP = (AppointmentState.CANCELLED, AppointmentState.LAPSED)


class UnknownCode(Exception):
    """No appointment of these weeks has this code."""


@transaction.atomic
def arrive_by_code(desk: Desk, text: str, *, by: Actor) -> Ticket:
    """Whoever types the code of their booking at the door of the desk.

    Raises `UnknownCode`, or `ValidationError` with what stands in the way.
    """
    queue.may_take_ticket(by, desk).enforce()
    digits = arrival_codes.typed(text)
    found = appointment_of(desk, digits) if digits else None
    if found is None:
        raise UnknownCode
    identity.follow_link(found)
    return _arrive(desk, found, by)


@transaction.atomic
def arrive_by_link(appointment: Appointment, *, by: Actor) -> Ticket:
    """Whoever opens their own booking on the day; the link is followed already."""
    agenda.may_follow_link(by, appointment).enforce()
    if not appointment.desk.has_queue:
        raise ValidationError(_("Qui non servono biglietti: annunciati all'ingresso."))
    return _arrive(appointment.desk, appointment.pk, by)


def opens_at(appointment: Appointment) -> dt.datetime:
    """From when one may say that one has arrived."""
    return appointment.starts_at - EARLIEST


def may_arrive(appointment: Appointment) -> bool:
    """Whether the page of the booking offers it: today, in person, where there is a queue."""
    return (
        appointment.state in (AppointmentState.BOOKED, AppointmentState.NO_SHOW)
        and appointment.mode == Mode.OFFICE
        and appointment.desk.has_queue
        and _day_of(appointment) == today()
    )


def ticket_of(appointment: Appointment) -> Ticket | None:
    """The ticket of today that an appointment was given."""
    rows = Ticket.objects.unscoped("the ticket of the one appointment that is followed")
    return rows.filter(appointment=appointment, day=today()).defer("person").first()


def _arrive(desk: Desk, appointment_id: uuid.UUID, by: Actor) -> Ticket:
    rows = Appointment.objects.unscoped("the one appointment whose code or link was given")
    row = (
        rows.select_for_update(of=("self",))
        .select_related("desk", "motive")
        .filter(pk=appointment_id, ambito=by.ambito_id)
        .first()
    )
    if row is None:
        raise UnknownCode
    _stands(row)
    _is_here(row, desk)
    _is_today(row)
    if row.state in (AppointmentState.ARRIVED, AppointmentState.DONE):
        if (ticket := ticket_of(row)) is None:
            raise ValidationError(_("Sei già stato segnato come arrivato: aspetta la chiamata."))
        return ticket
    if timezone.now() < opens_at(row):
        said = _("È presto: puoi dire che sei arrivato dalle %(hour)s.")
        raise ValidationError(said % {"hour": f"{opens_at(row).astimezone(ROME):%H:%M}"})
    return take_ticket(desk, by=by, arrived_by=ArrivedBy.APPOINTMENT, appointment=row)


def _stands(row: Appointment) -> None:
    if row.state in GIVEN_UP:
        raise ValidationError(
            _("Questo appuntamento è stato annullato: puoi prendere un biglietto come gli altri.")
        )
    if row.state in NEVER_CONFIRMED:
        raise ValidationError(
            _("Questo appuntamento non è ancora confermato: apri il messaggio che hai ricevuto.")
        )


def _is_here(row: Appointment, desk: Desk) -> None:
    if row.mode != Mode.OFFICE:
        said = _("Il tuo appuntamento è %(how)s: non serve venire qui.")
        raise ValidationError(said % {"how": row.get_mode_display()})
    if row.desk_id != desk.pk:
        where = ", ".join(filter(None, [row.desk.name, row.desk.place]))
        said = _("Il tuo appuntamento non è qui: ti aspettano a %(where)s.")
        raise ValidationError(said % {"where": where})


def _is_today(row: Appointment) -> None:
    day = _day_of(row)
    told = {"day": wording.long_day(day), "hour": f"{row.starts_at.astimezone(ROME):%H:%M}"}
    if day > today():
        raise ValidationError(_("Il tuo appuntamento è %(day)s alle %(hour)s.") % told)
    if day < today():
        said = _("Il tuo appuntamento era %(day)s: puoi prendere un biglietto come gli altri.")
        raise ValidationError(said % told)


def _day_of(appointment: Appointment) -> dt.date:
    return appointment.starts_at.astimezone(ROME).date()
