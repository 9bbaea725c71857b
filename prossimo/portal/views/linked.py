"""Pages that stand behind a signed link: whoever holds it acts on that one appointment."""

import datetime as dt
from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from prossimo.access import links
from prossimo.access.models import Appointment
from prossimo.accounts import identity
from prossimo.accounts.rules import Actor
from prossimo.accounts.throttle import too_many
from prossimo.core.http import Request

SHOWN_AFTER = dt.timedelta(days=30)  # then the link says nothing any more
Page = Callable[[Request, Actor, Appointment, str], HttpResponse]


def by_link(view: Page) -> Callable[[Request, str], HttpResponse]:
    """Check the link, enter by the door, hand over the appointment; otherwise one same sentence."""

    @wraps(view)
    def checked(request: Request, signed: str) -> HttpResponse:
        followed = links.read(links.APPOINTMENT, signed)
        if followed is None:
            if too_many(request, "forged", most=60, seconds=3600):
                return render(request, "portal/too_many.html", status=429)
            return gone(request)
        try:
            request_id = request.META.get("prossimo.request_id", "")
            door = identity.enter_by_the_door(followed.ambito_id, request_id)
        except PermissionDenied:
            return gone(request)
        identity.follow_link(followed.object_id)
        rows = Appointment.objects.unscoped("the one appointment whose link is followed")
        appointment = rows.select_related("desk", "motive").filter(pk=followed.object_id).first()
        if appointment is None or appointment.link_serial != followed.serial:
            return gone(request)
        if appointment.ends_at + SHOWN_AFTER < timezone.now():
            return gone(request)
        return view(request, door, appointment, signed)

    return checked


def gone(request: Request) -> HttpResponse:
    """The same page whether the link is old, revoked or made up."""
    return render(request, "portal/gone.html", status=404)
