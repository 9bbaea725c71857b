"""«Ho un appuntamento»: whoever booked types their code at the door, and waits by their hour."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from prossimo.access import links, telephone
from prossimo.access.forms.queue import ArrivalForm
from prossimo.access.operations.arrivals import UnknownCode, arrive_by_code
from prossimo.access.views.entrance import (
    Door,
    asked_language,
    enter,
    entrance,
    never_indexed,
    on_the_kiosk,
)
from prossimo.accounts.throttle import too_many
from prossimo.core.http import Request

EVERY = 600
AT_THE_KIOSK, FROM_A_TELEPHONE = 60, 10  # codes from one address, in so many seconds
AT_A_DESK = 120  # whatever the addresses: nobody guesses eight digits at this pace


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def kiosk_arrival(request: Request, word: str) -> HttpResponse:
    """At the kiosk, in the language chosen for this one."""
    with translation.override(asked_language(request)):
        door = enter(request, links.KIOSK, word)
        return _page(request, door, kiosk=True)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def phone_arrival(request: Request, word: str) -> HttpResponse:
    """From the QR at the door: the telephone then follows the ticket."""
    return _page(request, enter(request, links.DOOR, word), kiosk=False)


def _page(request: Request, door: Door, *, kiosk: bool) -> HttpResponse:
    form = ArrivalForm(request.POST or None)
    status = 422 if form.is_bound else 200
    if form.is_bound and _too_often(request, door, kiosk=kiosk):
        form.add_error(None, _("Troppi tentativi: chiedi a chi accoglie, ti registra lui."))
        status = 429
    elif form.is_valid():
        try:
            ticket = arrive_by_code(door.desk, form.cleaned_data["code"], by=door.actor)
        except UnknownCode:
            form.add_error("code", _unknown())
        except ValidationError as error:
            form.add_error(None, error.messages)
        except PermissionDenied as error:
            form.add_error(None, str(error))
        else:
            if kiosk:
                return on_the_kiosk(door.word, ticket)
            return telephone.follows(request, door.desk, ticket)
    context = {**entrance(request, door, None), "form": form, "kiosk": kiosk}
    return never_indexed(render(request, "access/door_arrival.html", context, status=status))


def _unknown() -> str:
    return _(
        "Nessun appuntamento ha questo codice: controlla le otto cifre, oppure prendi un biglietto "
        "e dillo allo sportello."
    )


def _too_often(request: Request, door: Door, *, kiosk: bool) -> bool:
    desk = door.desk.pk.hex
    where, most = ("kiosk", AT_THE_KIOSK) if kiosk else ("phone", FROM_A_TELEPHONE)
    mine = too_many(request, f"arrival-{where}-{desk}", most=most, seconds=EVERY)
    return mine or too_many(request, f"arrival-{where}", most=AT_A_DESK, seconds=EVERY, who=desk)
