"""Booking without an account: what for, where and when, who, the code."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from prossimo.access import links
from prossimo.access.choices import AppointmentState
from prossimo.access.models import Appointment, Desk, Motive
from prossimo.access.notices.appointments import when_of
from prossimo.access.operations import booking
from prossimo.accounts import identity
from prossimo.accounts.rules import Actor
from prossimo.accounts.throttle import too_many
from prossimo.core.http import Request
from prossimo.portal.forms.booking import TRAP, BookingForm, CodeForm
from prossimo.portal.views.finding import chosen, shown_hours
from prossimo.portal.views.linked import by_link
from prossimo.territory.models import Ambito

AN_HOUR = 3600


@login_not_required
@require_safe
def start(request: Request) -> HttpResponse:
    """What one can book for by oneself, ambito by ambito."""
    offered: dict[Any, list[Motive]] = {}
    for motive in Motive.objects.online().order_by("label"):
        offered.setdefault(motive.ambito_id, []).append(motive)
    ambiti = [(a, offered[a.pk]) for a in Ambito.objects.order_by("name") if a.pk in offered]
    return render(request, "portal/start.html", {"ambiti": ambiti})


@login_not_required
@require_safe
def hours(request: Request, motive_id: UUID) -> HttpResponse:
    """Where and when: the first free hours, by day."""
    motive, _door = _entered(request, motive_id)
    shown = shown_hours(motive, request.GET.dict())
    return render(request, "portal/hours.html", {"motive": motive, "shown": shown})


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def details(request: Request, motive_id: UUID) -> HttpResponse:
    """Who comes, and the address for the code; from here on the hour is held."""
    motive, door = _entered(request, motive_id)
    choice = request.GET.get("hour", "")
    places = chosen(motive, choice)
    if places is None and request.method != "POST":
        messages.warning(request, _("Quell'ora non è più libera: scegline un'altra."))
        return redirect("portal:hours", motive.pk)
    modes = [mode for mode in motive.modes if places is None or mode in places[0].modes]
    form = BookingForm(request.POST or None, actor=door, modes=modes)
    if request.method == "POST":
        if request.POST.get(TRAP) or _too_often(request):
            return render(request, "portal/too_many.html", status=429)
        if form.is_valid():
            if places is None:
                messages.warning(request, _("Quell'ora non è più libera: scegline un'altra."))
                return redirect("portal:hours", motive.pk)
            try:
                return HttpResponseRedirect(form.once(lambda: _hold(door, motive, places, form)))
            except ValidationError as error:
                form.add_error(None, error.messages)
    slot = places[0] if places else None
    desk = Desk.objects.filter(pk=slot.desk).first() if slot else None
    page = {"motive": motive, "form": form, "slot": slot, "desk": desk, "trap": TRAP}
    return render(request, "portal/details.html", page, status=422 if form.is_bound else 200)


def _too_often(request: Request) -> bool:
    to = (request.POST.get("email") or request.POST.get("phone") or "").strip().lower()
    return too_many(request, "hold", most=10, seconds=AN_HOUR) or too_many(
        request, "code", most=5, seconds=AN_HOUR, who=to or "nobody"
    )


def _hold(door: Actor, motive: Motive, places: Any, form: BookingForm) -> str:
    held = booking.hold(by=door, motive=motive, places=places, **form.values())
    return reverse("portal:code", args=[_signed(held)])


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def code(request: Request, door: Actor, appointment: Appointment, signed: str) -> HttpResponse:
    """The code that arrived: right, the hour is booked; wrong, a few more tries."""
    if appointment.state == AppointmentState.BOOKED:
        return redirect("portal:appointment", signed)
    form = CodeForm(request.POST or None)
    if appointment.state != AppointmentState.HELD or too_many(
        request, "guess", most=30, seconds=AN_HOUR
    ):
        return _expired(request, appointment)
    if form.is_valid():
        try:
            booking.prove(appointment, by=door, code=form.cleaned_data["code"])
        except booking.WrongCode as wrong:
            form.add_error("code", _wrong(wrong.left))
        except booking.CodeExpired:
            return _expired(request, appointment)
        else:
            messages.success(request, _("Appuntamento confermato."))
            return redirect("portal:appointment", signed)
    page = {"appointment": appointment, "form": form, "when": when_of(appointment)}
    return render(request, "portal/code.html", page, status=422 if form.is_bound else 200)


def _wrong(left: int) -> str:
    if left <= 0:
        return _("Il codice non è giusto, e i tentativi sono finiti: ricomincia da capo.")
    return _("Il codice non è giusto. Tentativi che restano: %(left)s.") % {"left": left}


def _expired(request: Request, appointment: Appointment) -> HttpResponse:
    page = {"motive": appointment.motive}
    return render(request, "portal/expired.html", page, status=422)


def _entered(request: Request, motive_id: UUID) -> tuple[Motive, Actor]:
    """The motive as it is offered online, and the door of its ambito."""
    motive = Motive.objects.online().filter(pk=motive_id).first()
    if motive is None:
        raise Http404
    request_id = request.META.get("prossimo.request_id", "")
    return motive, identity.enter_by_the_door(motive.ambito_id, request_id)


def _signed(appointment: Appointment) -> str:
    return links.sign(
        links.APPOINTMENT, appointment.ambito_id, appointment.pk, appointment.link_serial
    )
