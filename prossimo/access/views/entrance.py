"""What the pages of the door share: who holds a good address enters, and sees what is open."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation

from prossimo.access import links
from prossimo.access.choices import ReasonGroup
from prossimo.access.models import Desk, Ticket
from prossimo.access.queries.queue import AtTheDoor, at_the_door, before, ticket_at_the_door
from prossimo.accounts.identity import enter_by_the_door
from prossimo.accounts.rules import Actor
from prossimo.core.http import Request


@dataclass(frozen=True, slots=True)
class Door:
    """A desk reached by a signed address, and the actor who stands for whoever holds it."""

    actor: Actor
    desk: Desk
    word: str


def enter(request: Request, what: str, word: str) -> Door:
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


def entrance(request: Request, door: Door, ticket: Ticket | None) -> dict[str, Any]:
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


def shown_ticket(door: Door, word: str) -> Ticket | None:
    """The ticket of a signed word, if it is of this desk and of today."""
    key = links.read_ticket(word, door.desk.pk)
    return ticket_at_the_door(door.actor, door.desk, key) if key else None


def ticket_kept(request: Request, door: Door) -> Ticket | None:
    """The ticket that this telephone has taken."""
    return shown_ticket(door, request.COOKIES.get(links.TICKET_COOKIE, ""))


def on_the_kiosk(word: str, ticket: Ticket) -> HttpResponse:
    """The ticket is shown, printed and forgotten."""
    here = f"{reverse('access:kiosk', args=[word])}?lingua={translation.get_language()}"
    return HttpResponseRedirect(f"{here}&t={links.sign_ticket(ticket.desk_id, ticket.pk)}")


def asked_language(request: Request) -> str:
    asked = request.GET.get("lingua", "")
    return asked if asked in dict(settings.LANGUAGES) else translation.get_language() or "it"


def never_indexed(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "no-store"
    return answer
