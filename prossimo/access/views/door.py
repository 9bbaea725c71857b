"""The queue for who has no account: kiosk at the entrance, QR at the door, board in the room."""

import time

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import patch_response_headers
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.defaults import page_not_found

from prossimo.access import links, telephone
from prossimo.access.choices import ArrivedBy, ReasonGroup, TicketState
from prossimo.access.models import Desk, Ticket
from prossimo.access.operations import queue as operations
from prossimo.access.queries.queue import at_the_door, board_of
from prossimo.access.views.entrance import (
    Door,
    asked_language,
    enter,
    entrance,
    never_indexed,
    on_the_kiosk,
    shown_ticket,
    ticket_kept,
)
from prossimo.accounts.throttle import too_many
from prossimo.core.http import Request

KEPT = 1.0  # seconds that one drawing of the board serves everybody
MOST_TICKETS, EVERY = 30, 600  # from one address at the door, in so many seconds


# --- the board ----------------------------------------------------------------------------------

_drawn: dict[
    tuple[str, str], tuple[float, str, str]
] = {}  # address and language → until, tag, text


@login_not_required
@require_safe
def board(request: Request, word: str) -> HttpResponse:
    """The waiting room: codes and counters, the last called big."""
    door = enter(request, links.BOARD, word)
    context = {"desk": door.desk, "now": timezone.localtime(), **board_of(door.actor, door.desk),
               "url": reverse("access:board_now", args=[word])}  # fmt: skip
    return never_indexed(render(request, "access/door_board.html", context))


@login_not_required
@require_safe
def board_now(request: Request, word: str) -> HttpResponse:
    """The part that changes: drawn once a second, whoever asks; unchanged, it weighs nothing."""
    key = (word, translation.get_language())
    known = _drawn.get(key)
    if known is None or known[0] < time.monotonic():
        door = enter(request, links.BOARD, word)
        text = str(render_to_string("access/door_board.html#now", board_of(door.actor, door.desk)))
        tag = f'"{salted_hmac("access.board", text).hexdigest()[:16]}"'
        if len(_drawn) > 500:
            _drawn.clear()
        known = _drawn[key] = (time.monotonic() + KEPT, tag, text)
    _until, tag, text = known
    same = request.headers.get("If-None-Match") == tag
    answer = HttpResponse(status=304) if same else HttpResponse(text)
    answer["ETag"] = tag
    patch_response_headers(answer, cache_timeout=1)
    return answer


# --- the kiosk ----------------------------------------------------------------------------------


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def kiosk(request: Request, word: str) -> HttpResponse:
    """Big buttons: one press, one ticket, in the language chosen for this one."""
    with translation.override(asked_language(request)):
        door = enter(request, links.KIOSK, word)
        if request.method == "POST":
            return _ticket_of_kiosk(request, door)
        ticket = shown_ticket(door, request.GET.get("t", ""))
        context = {**entrance(request, door, ticket), "kiosk": True}
        return never_indexed(render(request, "access/door_kiosk.html", context))


def _ticket_of_kiosk(request: Request, door: Door) -> HttpResponse:
    state = at_the_door(door.desk)
    if not state.open:
        here = reverse("access:kiosk", args=[door.word])
        return HttpResponseRedirect(f"{here}?lingua={translation.get_language()}")
    try:
        ticket = _take(request, door, ArrivedBy.KIOSK)
    except ValidationError as error:
        context = {**entrance(request, door, None), "kiosk": True, "fault": error.messages[0]}
        return render(request, "access/door_kiosk.html", context, status=422)
    return on_the_kiosk(door.word, ticket)


def _take(request: Request, door: Door, arrived_by: str) -> Ticket:
    group = request.POST.get("group", "")
    known = group if group in ReasonGroup.values else ""
    return operations.take_ticket(
        door.desk, by=door.actor, arrived_by=arrived_by, reason_group=known
    )


# --- the short address -------------------------------------------------------------------------


@login_not_required
@require_safe
def door_short(request: Request, code: str) -> HttpResponse:
    """What stands on the door for who has no camera: it leads to the page of the QR."""
    asked = code.strip().lower()
    for desk in Desk.objects.in_service().filter(has_queue=True):
        if constant_time_compare(links.short_of(desk.pk, desk.door_serial), asked):
            word = links.sign(links.DOOR, desk.ambito_id, desk.pk, desk.door_serial)
            return HttpResponseRedirect(reverse("access:phone", args=[word]))
    if too_many(request, "door-short", most=60, seconds=3600):
        return HttpResponse(_("Troppi tentativi: riprova più tardi."), status=429)
    return page_not_found(request, Http404())  # not raised: the attempt counts


# --- the telephone ------------------------------------------------------------------------------


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def phone(request: Request, word: str) -> HttpResponse:
    """The QR at the door: one ticket a browser, then its place in the queue, live."""
    door = enter(request, links.DOOR, word)
    ticket = ticket_kept(request, door)
    still_waits = ticket is not None and ticket.state not in {TicketState.SERVED, TicketState.LEFT}
    if request.method == "POST" and not still_waits:
        return _ticket_of_phone(request, door)
    if request.method == "POST":
        return HttpResponseRedirect(reverse("access:phone", args=[word]))
    return _phone_page(request, door, ticket)


def _phone_page(
    request: Request, door: Door, ticket: Ticket | None, fault: str = "", status: int = 200
) -> HttpResponse:
    context = {
        **entrance(request, door, ticket),
        "url": reverse("access:phone_now", args=[door.word]),
        "leave_url": reverse("access:phone_leave", args=[door.word]),
        "now": timezone.localtime(),
        "fault": fault,
    }
    return never_indexed(render(request, "access/door_phone.html", context, status=status))


def _ticket_of_phone(request: Request, door: Door) -> HttpResponse:
    here = reverse("access:phone", args=[door.word])
    if not at_the_door(door.desk).open:
        return HttpResponseRedirect(here)
    # A handful of people share one network; a machine that empties the roll does not pass.
    if too_many(request, f"ticket-{door.desk.pk.hex}", most=MOST_TICKETS, seconds=EVERY):
        fault = _("Da questa rete sono stati presi molti biglietti: chiedi all'ingresso.")
        return _phone_page(request, door, None, fault, status=429)
    try:
        ticket = _take(request, door, ArrivedBy.DOOR)
    except ValidationError as error:
        return _phone_page(request, door, None, error.messages[0], status=422)
    return telephone.follows(request, door.desk, ticket)


@login_not_required
@require_safe
def phone_now(request: Request, word: str) -> HttpResponse:
    door = enter(request, links.DOOR, word)
    ticket = ticket_kept(request, door)
    if ticket is None:
        return HttpResponseRedirect(reverse("access:phone", args=[word]))
    context = {**entrance(request, door, ticket), "now": timezone.localtime()}
    answer = render(request, "access/door_phone.html#now", context)
    answer["Cache-Control"] = "no-store"
    return answer


@login_not_required
@require_POST
def phone_leave(request: Request, word: str) -> HttpResponse:
    """Whoever waits on their telephone says they are leaving."""
    door = enter(request, links.DOOR, word)
    ticket = ticket_kept(request, door)
    if ticket is not None:
        operations.give_up(ticket.pk, by=door.actor)
    return HttpResponseRedirect(reverse("access:phone", args=[word]))
