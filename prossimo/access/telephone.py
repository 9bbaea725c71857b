"""The telephone of who waits: it remembers its ticket, and shows when it is its turn."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from prossimo.access import links
from prossimo.access.models import Desk, Ticket


def follows(request: HttpRequest, desk: Desk, ticket: Ticket) -> HttpResponse:
    """To the page of the desk's door, which shows the ticket live."""
    word = links.sign(links.DOOR, desk.ambito_id, desk.pk, desk.door_serial)
    here = reverse("access:phone", args=[word])
    answer = HttpResponseRedirect(here)
    answer.set_cookie(
        links.TICKET_COOKIE, links.sign_ticket(desk.pk, ticket.pk), max_age=links.TICKET_AGE,
        httponly=True, secure=request.is_secure(), samesite="Lax", path=here,
    )  # fmt: skip
    return answer
