"""What ties the page of a contact to the ticket of whoever is being heard."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from prossimo.access.choices import IN_THE_ROOM
from prossimo.access.forms.contact_filter import asked_uuid
from prossimo.access.forms.contacts import NewContactForm
from prossimo.access.models import Ticket
from prossimo.access.operations.queue import call_next
from prossimo.access.rules import minutes_between
from prossimo.access.views.queue import counter_of
from prossimo.accounts.rules import Actor, Right
from prossimo.core.http import Request


def ticket_heard(actor: Actor, told: str) -> Ticket | None:
    """The ticket named in the address, while its person is still in the room."""
    key = asked_uuid(told) if told else None
    if key is None or not actor.has(Right.QUEUE_SERVE):
        return None
    rows = Ticket.objects.visible_to(actor).select_related("desk")
    return rows.filter(pk=key, contact=None, state__in=IN_THE_ROOM).first()


def measured(form: NewContactForm, ticket: Ticket | None) -> dict[str, Any]:
    """The contact as told; its minutes are those of the service, where nobody wrote others."""
    values = form.values()
    if ticket is not None and form.cleaned_data.get("minutes") is None:
        since = ticket.started_at or ticket.called_at
        if since is not None:
            values["minutes"] = minutes_between(since, timezone.now())
    return values


def next_of_queue(request: Request, ticket: Ticket) -> str:
    """Call who comes after, at the desk of the ticket; the page of the queue says who it is."""
    try:
        called = call_next(ticket.desk, by=request.actor, counter=counter_of(request))
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        if called is None:
            messages.info(request, _("Non aspetta nessuno."))
    return reverse("access:queue", args=[ticket.desk_id])
