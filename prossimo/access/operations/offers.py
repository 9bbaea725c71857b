"""An hour that was freed is offered to who waits, the first who asked first; then to the next."""

import datetime as dt
import uuid
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from prossimo.access.choices import (
    AppointmentState,
    BookedBy,
    CancelledBy,
    MessageKind,
    WishState,
)
from prossimo.access.models import Appointment, AppointmentSeat, EarlierWish, Motive
from prossimo.access.operations import messages
from prossimo.access.operations.appointments import (
    SOONEST_REMINDER,
    draft,
    freed_of,
    keep,
    may_change,
    offer_later,
    where_to_write,
)
from prossimo.access.operations.booking import confirm
from prossimo.access.queries.slots import Wanted, is_free
from prossimo.access.slots import Slot
from prossimo.access.workflow import APPOINTMENT
from prossimo.accounts import identity, journal
from prossimo.accounts.choices import Action
from prossimo.accounts.rules import Actor

ANSWER_WITHIN = dt.timedelta(hours=4)


def offer(freed: dict[str, str], *, by: Actor, skip: Sequence[str] = ()) -> Appointment | None:
    """Offer an hour to the first who waits and was not passed over; nothing where nobody does."""
    motive = Motive.objects.filter(pk=freed["motive"]).first()
    starts = dt.datetime.fromisoformat(freed["starts"])
    if motive is None or starts < timezone.now() + SOONEST_REMINDER:
        return None
    wanted = Wanted(motive, desk=uuid.UUID(freed["desk"]))
    places = is_free(wanted, starts, uuid.UUID(freed["opening"]))
    if places is None:
        return None
    for wish_id, waiting_id in _waiting(freed, starts):
        if str(wish_id) not in skip:
            made = _offer_to(wish_id, waiting_id, motive, places, by)
            if made is not None:
                return made
    return None


def _waiting(freed: dict[str, str], starts: dt.datetime) -> list[tuple[uuid.UUID, uuid.UUID]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT wish_id, appointment_id FROM wall.waiting_wishes(%s, %s, %s, %s)",
            [freed["ambito"], freed["motive"], freed["desk"], starts],
        )
        return list(cursor.fetchall())


def _offer_to(
    wish_id: uuid.UUID, waiting_id: uuid.UUID, motive: Motive, places: Sequence[Slot], by: Actor
) -> Appointment | None:
    identity.follow_link(waiting_id)
    waiting = _by_link(waiting_id)
    wishes = EarlierWish.objects.unscoped("the wish that comes first, under lock")
    wish = wishes.select_for_update(of=("self",)).filter(
        pk=wish_id, state=WishState.WAITING
    ).first()  # fmt: skip
    if waiting is None or wish is None or waiting.mode not in (*places[0].modes, waiting.mode):
        return None
    channel, to = where_to_write(waiting)
    if not channel:
        return None
    made = draft(
        by=by, motive=motive, places=places, name=waiting.name, person_id=waiting.person_id,
        mode=waiting.mode, email=waiting.email, phone=waiting.phone,
        remind_by=waiting.remind_by, note=waiting.note, instead_of_id=waiting.pk,
    )  # fmt: skip
    made.state, made.booked_by = AppointmentState.OFFERED, BookedBy.OFFER
    made.held_until = min(timezone.now() + ANSWER_WITHIN, made.starts_at)
    identity.follow_link(made.pk)
    keep(made, places)
    identity.follow_link(waiting_id)
    wish.state, wish.offer, wish.offered_at = WishState.OFFERED, made, timezone.now()
    wish.save(update_fields=["state", "offer", "offered_at", "changed_at"])
    messages.put(
        by=by, kind=MessageKind.OFFER, object_id=made.pk, key=f"offer:{made.pk}",
        channel=channel, to=to,
    )  # fmt: skip
    journal.note(Action.CREATE, "access.appointment", made.pk, note="offered")
    return made


def accept(offered: Appointment, *, by: Actor) -> Appointment:
    """The new hour instead of the old one, which goes to whoever waits for that."""
    may_change(by, offered).enforce()
    made = _locked_by_link(offered.pk)
    if made is None or made.state != AppointmentState.OFFERED or _late(made):
        raise ValidationError(_("Il posto non è più a disposizione: il tuo appuntamento resta."))
    before_id = made.instead_of_id
    confirm(made, by=by)
    if before_id:
        identity.follow_link(before_id)
        _leave(before_id)
        wishes = EarlierWish.objects.unscoped("the wish that is fulfilled")
        wishes.filter(appointment=before_id, state=WishState.OFFERED).update(state=WishState.TAKEN)
        identity.follow_link(made.pk)
    return made


def _leave(before_id: uuid.UUID) -> None:
    before = _locked_by_link(before_id)
    if before is None or before.state != AppointmentState.BOOKED:
        return
    left = freed_of(before)
    before.state = AppointmentState(APPOINTMENT.step(before.state, "cancel"))
    before.cancelled_by, before.why = CancelledBy.CITIZEN, _("ha preso un posto prima")
    before.version += 1
    before.save(update_fields=["state", "cancelled_by", "why", "version", "changed_at"])
    AppointmentSeat.objects.filter(appointment=before).update(is_live=False)
    messages.withdraw(before.pk)
    offer_later(left)


def decline(offered: Appointment, *, by: Actor) -> None:
    """Not that hour: it goes to the next, and one goes on waiting."""
    may_change(by, offered).enforce()
    made = _locked_by_link(offered.pk)
    if made is None or made.state != AppointmentState.OFFERED:
        return
    left = freed_of(made)
    made.state = AppointmentState(APPOINTMENT.step(made.state, "cancel"))
    made.cancelled_by, made.held_until = CancelledBy.CITIZEN, None
    made.version += 1
    made.save(update_fields=["state", "cancelled_by", "held_until", "version", "changed_at"])
    AppointmentSeat.objects.filter(appointment=made).update(is_live=False)
    if made.instead_of_id:
        identity.follow_link(made.instead_of_id)
        wishes = EarlierWish.objects.unscoped("the wish that goes on waiting").filter(
            offer=made, state=WishState.OFFERED
        )
        passed = [str(pk) for pk in wishes.values_list("pk", flat=True)]
        wishes.update(state=WishState.WAITING)
        identity.follow_link(made.pk)
        offer_later(left, passed)


def _late(appointment: Appointment) -> bool:
    return appointment.held_until is None or appointment.held_until < timezone.now()


def _by_link(appointment_id: uuid.UUID) -> Appointment | None:
    rows = Appointment.objects.unscoped("the one appointment whose link is followed")
    return rows.select_related("desk", "motive").filter(pk=appointment_id).first()


def _locked_by_link(appointment_id: uuid.UUID) -> Appointment | None:
    rows = Appointment.objects.unscoped("the one appointment whose link is followed")
    locked = rows.select_for_update(of=("self",)).select_related("desk", "motive")
    return locked.filter(pk=appointment_id).first()
