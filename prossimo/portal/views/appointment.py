"""One's own appointment by its link: see it, move it, cancel it, wait for an earlier hour."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prossimo.access import arrival_codes, icsfiles, telephone
from prossimo.access.choices import AppointmentState, WishState
from prossimo.access.models import Appointment, EarlierWish
from prossimo.access.notices.appointments import page_of, when_of, where_of
from prossimo.access.operations import appointments, arrivals, booking, offers
from prossimo.accounts.rules import Actor
from prossimo.core.concurrency import StaleVersion
from prossimo.core.http import Request
from prossimo.core.workflow import IllegalMove
from prossimo.portal.views.finding import chosen, shown_hours
from prossimo.portal.views.linked import by_link


@login_not_required
@require_safe
@by_link
def page(request: Request, door: Actor, appointment: Appointment, signed: str) -> HttpResponse:
    """Day, hour, place, what to bring, and what one may still do."""
    if appointment.state == AppointmentState.HELD:
        return redirect("portal:code", signed)
    return render(request, "portal/appointment.html", _shown(appointment, signed))


def _shown(appointment: Appointment, signed: str) -> dict[str, Any]:
    to_come = appointment.starts_at > timezone.now()
    wishes = EarlierWish.objects.unscoped("the wishes of the appointment of the link")
    wish = wishes.filter(
        appointment=appointment, state__in=(WishState.WAITING, WishState.OFFERED)
    ).first()  # fmt: skip
    return {
        "appointment": appointment,
        "signed": signed,
        "when": when_of(appointment),
        "where": where_of(appointment),
        "is_booked": appointment.state == AppointmentState.BOOKED and to_come,
        "is_offer": appointment.state == AppointmentState.OFFERED and to_come,
        "is_cancelled": appointment.state in (AppointmentState.CANCELLED, AppointmentState.LAPSED),
        "wish": wish,
        "code": arrival_codes.written(appointment.pk),
        "may_arrive": arrivals.may_arrive(appointment),
        "arrives_from": arrivals.opens_at(appointment),
        "is_early": timezone.now() < arrivals.opens_at(appointment),
        "ticket": arrivals.ticket_of(appointment),
    }


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def move(request: Request, door: Actor, appointment: Appointment, signed: str) -> HttpResponse:
    """Choose another hour: the one before is left only when the new one is taken."""
    if not _open(appointment):
        return redirect("portal:appointment", signed)
    if request.method == "POST":
        places = chosen(appointment.motive, request.POST.get("hour", ""))
        try:
            if places is None:
                raise ValidationError(_("Quell'ora non è più libera: scegline un'altra."))
            appointments.move(appointment, by=door, places=places, expected=_version(request))
        except (ValidationError, StaleVersion, IllegalMove) as error:
            messages.warning(request, _sentence(error))
            return redirect("portal:move", signed)
        messages.success(request, _("Appuntamento spostato."))
        return redirect("portal:appointment", signed)
    shown = shown_hours(appointment.motive, request.GET.dict())
    context = {**_shown(appointment, signed), "shown": shown, "motive": appointment.motive}
    return render(request, "portal/move.html", context)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def cancel(request: Request, door: Actor, appointment: Appointment, signed: str) -> HttpResponse:
    if request.method == "POST" and _open(appointment):
        try:
            appointments.cancel(appointment, by=door, expected=_version(request))
            messages.success(request, _("Appuntamento annullato. Grazie di averlo detto."))
        except (ValidationError, StaleVersion, IllegalMove) as error:
            messages.warning(request, _sentence(error))
        return redirect("portal:appointment", signed)
    if not _open(appointment):
        return redirect("portal:appointment", signed)
    return render(request, "portal/cancel.html", _shown(appointment, signed))


@login_not_required
@require_POST
@by_link
def earlier(request: Request, door: Actor, appointment: Appointment, signed: str) -> HttpResponse:
    """Ask to be told when an hour is freed before one's own, or stop waiting."""
    try:
        if "stop" in request.POST:
            booking.withdraw_wish(appointment, by=door)
            messages.success(request, _("Va bene: il tuo appuntamento resta com'è."))
        else:
            booking.ask_earlier(appointment, by=door, any_desk="any_desk" in request.POST)
            messages.success(request, _("Se si libera un posto prima, ti scriviamo."))
    except ValidationError as error:
        messages.warning(request, _sentence(error))
    return redirect("portal:appointment", signed)


@login_not_required
@require_POST
@by_link
def answer(request: Request, door: Actor, appointment: Appointment, signed: str) -> HttpResponse:
    """Take the hour that was freed, or leave it to the next."""
    try:
        if request.POST.get("answer") == "yes":
            offers.accept(appointment, by=door)
            messages.success(request, _("Il posto è tuo: questo è il tuo nuovo appuntamento."))
        else:
            offers.decline(appointment, by=door)
            messages.success(request, _("Va bene: resta l'appuntamento che avevi."))
    except (ValidationError, IllegalMove) as error:
        messages.warning(request, _sentence(error))
    return redirect("portal:appointment", signed)


@login_not_required
@require_POST
@by_link
def arrived(request: Request, door: Actor, appointment: Appointment, signed: str) -> HttpResponse:
    """Here I am: the ticket goes by the hour, and this telephone follows it."""
    try:
        ticket = arrivals.arrive_by_link(appointment, by=door)
    except ValidationError as error:
        messages.warning(request, _sentence(error))
        return redirect("portal:appointment", signed)
    return telephone.follows(request, appointment.desk, ticket)


@login_not_required
@require_safe
@by_link
def ics(request: Request, door: Actor, appointment: Appointment, signed: str) -> HttpResponse:
    """The file for one's own calendar."""
    file = icsfiles.one(appointment, page_of(appointment))
    answer = HttpResponse(file, content_type=icsfiles.KIND)
    answer["Content-Disposition"] = 'attachment; filename="appuntamento.ics"'
    return answer


def _open(appointment: Appointment) -> bool:
    return appointment.state == AppointmentState.BOOKED and appointment.starts_at > timezone.now()


def _version(request: Request) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isdigit() and len(text) < 9 else 0


def _sentence(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    if isinstance(error, StaleVersion):
        return _("L'appuntamento è cambiato nel frattempo: guarda com'è adesso.")
    return str(error)
