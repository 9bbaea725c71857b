"""The tabs that join contacts, desks and reasons: only those that the reader may open."""

from django.template import Context, Library
from django.urls import reverse
from django.utils.translation import gettext as _

from prossimo.access.choices import AppointmentState, Weekday
from prossimo.access.models import Appointment
from prossimo.accounts.rules import NOBODY, Actor, Right
from prossimo.ui.parts import Tab

register = Library()
TONES: dict[str, str] = {
    AppointmentState.BOOKED: "info",
    AppointmentState.ARRIVED: "good",
    AppointmentState.DONE: "good",
    AppointmentState.NO_SHOW: "warning",
    AppointmentState.HELD: "neutral",
    AppointmentState.OFFERED: "neutral",
    AppointmentState.CANCELLED: "bad",
}


@register.simple_tag(takes_context=True)
def door_tabs(context: Context, here: str) -> list[Tab]:
    actor: Actor = getattr(context.get("request"), "actor", NOBODY)
    reads, manages = actor.has(Right.CONTACT_READ), actor.has(Right.DESK_MANAGE)
    ways = [
        ("contacts", _("Contatti"), reads),
        ("desks", _("Sportelli"), True),
        ("reasons", _("Motivi"), reads or manages),
        ("parcels", _("In strada"), actor.has(Right.CONTACT_WRITE)),
    ]
    return [
        Tab(label, reverse(f"access:{key}"), current=key == here)
        for key, label, allowed in ways
        if allowed
    ]


@register.simple_tag(takes_context=True)
def agenda_tabs(context: Context, here: str) -> list[Tab]:
    """The sheets of the agenda that the reader may open."""
    actor: Actor = getattr(context.get("request"), "actor", NOBODY)
    manages = actor.has(Right.AGENDA_MANAGE)
    ways = [
        ("agenda", _("Agenda"), actor.has(Right.AGENDA_READ)),
        ("agenda_alone", _("Senza più chi"), manages),
        ("openings", _("Fasce"), manages),
        ("motives", _("Motivi"), manages),
        ("absences", _("Assenze"), manages or actor.has(Right.AGENDA_WRITE)),
        ("closures", _("Chiusure"), manages),
        ("feed", _("Nel mio calendario"), actor.has(Right.AGENDA_READ)),
    ]
    return [
        Tab(label, reverse(f"access:{key}"), current=key == here)
        for key, label, allowed in ways
        if allowed
    ]


@register.simple_tag(takes_context=True)
def rota_tabs(context: Context, here: str) -> list[Tab]:
    """Turns and campaigns: what the reader may open of the two."""
    actor: Actor = getattr(context.get("request"), "actor", NOBODY)
    ways = [
        ("rota", _("Turni"), actor.has(Right.ROTA_READ)),
        ("campaigns", _("Iniziative di comunicazione"), actor.has(Right.CAMPAIGN_READ)),
    ]
    return [
        Tab(label, reverse(f"access:{key}"), current=key == here)
        for key, label, allowed in ways
        if allowed
    ]


@register.simple_tag
def expected(appointment: Appointment) -> str:
    """Who is expected, as far as the reader's own wall shows."""
    if appointment.person is not None:
        return appointment.person.listed_name
    return appointment.name or _("una persona che non segui")


@register.simple_tag
def tone_of(appointment: Appointment) -> str:
    return TONES.get(appointment.state, "neutral")


@register.simple_tag
def weekday_name(number: int) -> str:
    return str(Weekday(number).label)
