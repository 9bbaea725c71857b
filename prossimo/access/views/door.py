"""The queue for who has no account: kiosk at the entrance, QR at the door, board in the room."""

import time
import uuid
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import patch_response_headers
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prossimo.access import links
from prossimo.access.choices import ArrivedBy, ReasonGroup, TicketState
from prossimo.access.models import Desk, Ticket
from prossimo.access.operations import queue as operations
from prossimo.access.queries.queue import (
    AtTheDoor,
    at_the_door,
    before,
    board_of,
    ticket_at_the_door,
)
from prossimo.accounts.addresses import client_of
from prossimo.accounts.identity import enter_by_the_door
from prossimo.accounts.rules import Actor
from prossimo.core.http import Request

KEPT = 1.0  # seconds that one drawing of the board serves everybody
MOST_TICKETS, EVERY = 30, 600  # from one address at the door, in so many seconds
COOKIE, COOKIE_AGE = "biglietto", 18 * 3600


@dataclass(frozen=True, slots=True)
class Door:
    """A desk reached by a signed address, and the actor who stands for whoever holds it."""

    actor: Actor
    desk: Desk
    word: str


def _door(request: Request, what: str, word: str) -> Door:
    """Who holds a good address enters as the door; any other finds nothing there."""
    told = links.read(what, word)
    if told is None:
        raise Http404
    desk = Desk.objects.filter(
        pk=told.object_id, ambito=told.ambito_id, door_serial=told.serial, has_queue=True
    ).first()
    if desk is None:
        raise Http404
    actor = enter_by_the_door(desk.ambito_id, request.META.get("prossimo.request_id", ""))
    return Door(actor, desk, word)


# --- the board ----------------------------------------------------------------------------------

_drawn: dict[
    tuple[str, str], tuple[float, str, str]
] = {}  # address and language → until, tag, text


@login_not_required
@require_safe
def board(request: Request, word: str) -> HttpResponse:
    """The waiting room: codes and counters, the last called big."""
    door = _door(request, links.BOARD, word)
    context = {"desk": door.desk, "now": timezone.localtime(), **board_of(door.actor, door.desk),
               "url": reverse("access:board_now", args=[word])}  # fmt: skip
    return _never_indexed(render(request, "access/door_board.html", context))


@login_not_required
@require_safe
def board_now(request: Request, word: str) -> HttpResponse:
    """The part that changes: drawn once a second, whoever asks; unchanged, it weighs nothing."""
    key = (word, translation.get_language())
    known = _drawn.get(key)
    if known is None or known[0] < time.monotonic():
        door = _door(request, links.BOARD, word)
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
    with translation.override(_asked_language(request)):
        door = _door(request, links.KIOSK, word)
        if request.method == "POST":
            return _ticket_of_kiosk(request, door)
        ticket = _shown_ticket(door, request.GET.get("t", ""))
        context = {**_entrance(request, door, ticket), "kiosk": True}
        return _never_indexed(render(request, "access/door_kiosk.html", context))


def _ticket_of_kiosk(request: Request, door: Door) -> HttpResponse:
    state = at_the_door(door.desk)
    language = translation.get_language()
    here = f"{reverse('access:kiosk', args=[door.word])}?lingua={language}"
    if not state.open:
        return HttpResponseRedirect(here)
    try:
        ticket = _take(request, door, ArrivedBy.KIOSK)
    except ValidationError as error:
        context = {**_entrance(request, door, None), "kiosk": True, "fault": error.messages[0]}
        return render(request, "access/door_kiosk.html", context, status=422)
    return HttpResponseRedirect(f"{here}&t={_ticket_word(door.desk, ticket)}")


def _take(request: Request, door: Door, arrived_by: str) -> Ticket:
    group = request.POST.get("group", "")
    known = group if group in ReasonGroup.values else ""
    return operations.take_ticket(
        door.desk, by=door.actor, arrived_by=arrived_by, reason_group=known
    )


def _entrance(request: Request, door: Door, ticket: Ticket | None) -> dict[str, Any]:
    state: AtTheDoor = at_the_door(door.desk)
    return {
        "desk": door.desk,
        "state": state,
        "word": door.word,
        "ticket": ticket,
        "before": before(door.actor, ticket) if ticket else 0,
        "groups": ReasonGroup.choices,
        "language": translation.get_language(),
        "tongues": settings.LANGUAGES,  # each by its own name
        "printing": "stampa" in request.GET,
    }


def _ticket_word(desk: Desk, ticket: Ticket) -> str:
    return signing.Signer(salt="access.ticket").sign(f"{desk.pk.hex}.{ticket.pk.hex}")


def _shown_ticket(door: Door, word: str) -> Ticket | None:
    """The ticket of a signed word, if it is of this desk and of today."""
    try:
        desk, _, key = signing.Signer(salt="access.ticket").unsign(word).partition(".")
        ticket_id = uuid.UUID(hex=key)
    except (signing.BadSignature, ValueError):
        return None
    if desk != door.desk.pk.hex:
        return None
    return ticket_at_the_door(door.actor, door.desk, ticket_id)


def _asked_language(request: Request) -> str:
    asked = request.GET.get("lingua", "")
    return asked if asked in dict(settings.LANGUAGES) else translation.get_language() or "it"


# --- the telephone ------------------------------------------------------------------------------


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def phone(request: Request, word: str) -> HttpResponse:
    """The QR at the door: one ticket a browser, then its place in the queue, live."""
    door = _door(request, links.DOOR, word)
    ticket = _shown_ticket(door, request.COOKIES.get(COOKIE, ""))
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
        **_entrance(request, door, ticket),
        "url": reverse("access:phone_now", args=[door.word]),
        "leave_url": reverse("access:phone_leave", args=[door.word]),
        "now": timezone.localtime(),
        "fault": fault,
    }
    return _never_indexed(render(request, "access/door_phone.html", context, status=status))


def _ticket_of_phone(request: Request, door: Door) -> HttpResponse:
    here = reverse("access:phone", args=[door.word])
    if not at_the_door(door.desk).open:
        return HttpResponseRedirect(here)
    if _too_many(request, door):
        fault = _("Da questa rete sono stati presi molti biglietti: chiedi all'ingresso.")
        return _phone_page(request, door, None, fault, status=429)
    try:
        ticket = _take(request, door, ArrivedBy.DOOR)
    except ValidationError as error:
        return _phone_page(request, door, None, error.messages[0], status=422)
    answer = HttpResponseRedirect(here)
    answer.set_cookie(
        COOKIE, _ticket_word(door.desk, ticket), max_age=COOKIE_AGE, httponly=True,
        secure=request.is_secure(), samesite="Lax", path=here,
    )  # fmt: skip
    return answer


@login_not_required
@require_safe
def phone_now(request: Request, word: str) -> HttpResponse:
    door = _door(request, links.DOOR, word)
    ticket = _shown_ticket(door, request.COOKIES.get(COOKIE, ""))
    if ticket is None:
        return HttpResponseRedirect(reverse("access:phone", args=[word]))
    context = {**_entrance(request, door, ticket), "now": timezone.localtime()}
    answer = render(request, "access/door_phone.html#now", context)
    answer["Cache-Control"] = "no-store"
    return answer


@login_not_required
@require_POST
def phone_leave(request: Request, word: str) -> HttpResponse:
    """Whoever waits on their telephone says they are leaving."""
    door = _door(request, links.DOOR, word)
    ticket = _shown_ticket(door, request.COOKIES.get(COOKIE, ""))
    if ticket is not None:
        operations.give_up(ticket.pk, by=door.actor)
    return HttpResponseRedirect(reverse("access:phone", args=[word]))


def _too_many(request: Request, door: Door) -> bool:
    """A handful of people share one network; a machine that empties the roll does not pass."""
    key = f"door:{door.desk.pk.hex}:{client_of(request)}"
    cache.add(key, 0, EVERY)
    try:
        return cache.incr(key) > MOST_TICKETS
    except ValueError:  # it expired in between
        return False


def _never_indexed(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "no-store"
    return answer
