"""What the worker does for the door: messages when due, hours that nobody confirmed or came to."""

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app

if TYPE_CHECKING:
    from prossimo.access.models import Appointment
    from prossimo.accounts.rules import Actor

MISSED_AFTER = dt.timedelta(hours=12)


@app.task(name="access.send_message", queue="messages")
def send_message(*, ambito: str, message: str) -> None:
    from prossimo.access.notices import messages

    messages.send(uuid.UUID(ambito), uuid.UUID(message))


@app.periodic(cron="* * * * *")
@app.task(name="access.send_due", queueing_lock="send_due_messages")
def send_due(timestamp: int) -> None:
    from prossimo.access.notices import messages

    messages.send_due()


@app.task(name="access.offer_hour", queue="messages")
def offer_hour(*, freed: dict[str, str], skip: Sequence[str] = ()) -> None:
    """Offer an hour that was freed to the first who waits."""
    from prossimo.access.operations import offers
    from prossimo.accounts import identity

    try:
        with identity.acting_as_the_door(uuid.UUID(freed["ambito"])) as door:
            offers.offer(freed, by=door, skip=skip)
    except (ValidationError, PermissionDenied):
        return  # taken meanwhile, or the door is shut: nobody was promised anything


@app.periodic(cron="* * * * *")
@app.task(name="access.lapse_held", queueing_lock="lapse_held")
def lapse_held(timestamp: int) -> None:
    """Hours held or offered and not confirmed in time go back to everybody."""
    from prossimo.access.operations import booking

    each_by_the_door("lapsed_appointments(%s)", [], lambda each, door: booking.lapse(each, by=door))


@app.periodic(cron="11 2 * * *")
@app.task(name="access.mark_missed", queueing_lock="mark_missed")
def mark_missed(timestamp: int) -> None:
    """Whoever did not come, and nobody said so."""
    from prossimo.access.operations import appointments

    def miss(appointment: "Appointment", by: "Actor") -> None:
        appointments.miss(appointment, by=by, expected=appointment.version)

    before = timezone.now() - MISSED_AFTER
    each_by_the_door("missed_appointments(%s, %s)", [before], miss)


def each_by_the_door(
    listed: str, more: Sequence[Any], act: "Callable[[Appointment, Actor], object]"
) -> None:
    """Act on each appointment that a function of the wall lists, one transaction each."""
    from prossimo.access.models import Appointment
    from prossimo.accounts import identity
    from prossimo.territory.models import Ambito

    for ambito in Ambito.objects.values_list("pk", flat=True):
        with identity.acting_as_the_door(ambito), connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM wall.{listed}", [ambito, *more])
            found = [row[0] for row in cursor.fetchall()]
        for appointment_id in found:
            with identity.acting_as_the_door(ambito) as door:
                identity.follow_link(appointment_id)
                rows = Appointment.objects.unscoped("the one appointment of the link")
                appointment = rows.select_related("desk", "motive").get(pk=appointment_id)
                act(appointment, door)


@app.periodic(cron="7,37 * * * *")
@app.task(name="access.sweep_tickets", queueing_lock="sweep_tickets")
def sweep_tickets(timestamp: int) -> None:
    """Tickets of the days before end: twice an hour, because a machine may have slept at midnight."""
    from prossimo.access.notices import queue

    queue.sweep()


@app.periodic(cron="10 6 * * *")
@app.task(name="access.tell_of_deadlines", queueing_lock="tell_of_deadlines")
def tell_of_deadlines(timestamp: int) -> None:
    """Every morning, as somebody of each segretariato: what is half-way, nearly due, late."""
    from prossimo.access.operations.alerts import tell_all

    tell_all()


@app.periodic(cron="40 3 * * *")
@app.task(name="access.prepare_rotas", queueing_lock="prepare_rotas")
def prepare_rotas(timestamp: int) -> None:
    from prossimo.access.notices import rotas

    rotas.prepare()
