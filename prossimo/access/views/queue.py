"""The queue as its operators work it: who waits, who is called, one key for the next."""

import contextlib
import uuid
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prossimo.access.choices import Priority
from prossimo.access.forms.contact_filter import asked_uuid
from prossimo.access.forms.queue import (
    SAID_BY_OPERATORS,
    CheckInForm,
    CloseQueueForm,
    CounterForm,
)
from prossimo.access.models import Desk, Ticket
from prossimo.access.operations import queue as operations
from prossimo.access.policies import queue as policies
from prossimo.access.queries.queue import Queue, desk_here, queue_of, stamp_of
from prossimo.access.workflow import TICKET
from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.policies import may
from prossimo.accounts.rules import Actor, Right
from prossimo.citizens.queries import person_card
from prossimo.core.http import Request
from prossimo.core.workflow import IllegalMove

COUNTER_IN_SESSION = "counter"
PAGE = "access/queue.html"


@require_safe
def queue(request: Request, desk_id: UUID) -> HttpResponse:
    """The page of a queue; asked again by itself, it answers only when something changed."""
    actor: Actor = request.actor
    desk = _desk(actor, desk_id)
    policies.may_read_queue(actor, desk).enforce()
    stamp = stamp_of(desk, actor.user_id, counter_of(request))
    if request.htmx and request.GET.get("seen") == stamp:
        return HttpResponse(status=204)
    context = {"stamp": stamp, **_context(request, actor, desk, queue_of(actor, desk))}
    return render(request, f"{PAGE}#now" if request.htmx else PAGE, context)


def _context(request: Request, actor: Actor, desk: Desk, now: Queue) -> dict[str, Any]:
    journal.shown(Action.LIST, now.people)
    return {
        "desk": desk,
        "now": now,
        "serving": policies.may_serve_queue(actor, desk),
        "may_see_links": policies.may_see_links(actor, desk),
        "may_record": actor.has(Right.CONTACT_WRITE),
        "counter": counter_of(request),
        "counter_form": CounterForm(initial={"counter": counter_of(request)}),
        "priorities": Priority.choices,
        "reasons_to_leave": [(why.value, why.label) for why in SAID_BY_OPERATORS],
    }


@require_POST
def queue_next(request: Request, desk_id: UUID) -> HttpResponse:
    """One key: whoever I was serving has finished, the next is called to my counter."""
    actor: Actor = request.actor
    desk = _desk(actor, desk_id)
    try:
        ticket = operations.call_next(desk, by=actor, counter=counter_of(request))
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        if ticket is None:
            messages.info(request, _("Non aspetta nessuno."))
    return redirect("access:queue", desk.pk)


@require_POST
def ticket_move(request: Request, ticket_id: UUID) -> HttpResponse:
    """Call, receive, put back, let go, or change the turn of one ticket."""
    actor: Actor = request.actor
    ticket = ticket_or_404(actor, ticket_id)
    name = request.POST.get("move", "")
    try:
        if name == "priority":
            asked = request.POST.get("priority", "")
            rank = int(asked) if asked.isascii() and asked.isdigit() else 0
            operations.set_priority(ticket.pk, rank, by=actor)
        elif name in TICKET.moves:
            operations.move_ticket(
                ticket.pk, name, by=actor, counter=counter_of(request),
                why=request.POST.get("why", ""),
            )  # fmt: skip
        else:
            policies.may_move_ticket(actor, ticket).enforce()
            messages.warning(request, _("Scegli che cosa fare del biglietto."))
    except (ValidationError, IllegalMove) as error:
        said = error.messages if isinstance(error, ValidationError) else [str(error)]
        messages.warning(request, " ".join(said))
    return redirect("access:queue", ticket.desk_id)


@require_POST
def counter_choose(request: Request, desk_id: UUID) -> HttpResponse:
    """Where I sit, until I leave."""
    actor: Actor = request.actor
    desk = _desk(actor, desk_id)
    policies.may_serve_queue(actor, desk).enforce()
    form = CounterForm(request.POST)
    if form.is_valid():
        request.session[COUNTER_IN_SESSION] = form.cleaned_data["counter"]
    else:
        messages.error(request, _("Scrivi la postazione in poche lettere."))
    return redirect("access:queue", desk.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def check_in(request: Request, desk_id: UUID) -> HttpResponse:
    """An operator gives the ticket: with or without a file, with or without an appointment."""
    actor: Actor = request.actor
    desk = _desk(actor, desk_id)
    policies.may_serve_queue(actor, desk).enforce()
    initial = _somebody(actor, request.GET.get("person", ""))
    form = CheckInForm(request.POST or None, actor=actor, desk=desk, initial=initial)
    if form.is_valid():
        try:
            with contextlib.suppress(IllegalMove):
                return HttpResponseRedirect(form.once(lambda: _given(request, desk, form)))
            form.add_error(None, _("È già stato registrato come arrivato."))
        except ValidationError as error:
            form.add_error(None, error.messages)
    status = 422 if form.is_bound else 200
    context = {"desk": desk, "form": form}
    return render(request, "access/queue_check_in.html", context, status=status)


def _given(request: Request, desk: Desk, form: CheckInForm) -> str:
    ticket = operations.check_in(desk, by=request.actor, **form.values())
    said = _("Biglietto %(code)s: chiedigli di aspettare la chiamata.") % {"code": ticket.code}
    messages.success(request, said)
    return reverse("access:queue", args=[desk.pk])


def _somebody(actor: Actor, told: str) -> dict[str, str]:
    """The person whose page one comes from."""
    key = asked_uuid(told)
    card = person_card(actor, key) if key and actor.has(Right.PERSON_READ) else None
    return {"person": str(card.id), "person_text": card.listed_name} if card else {}


@require_http_methods(["GET", "HEAD", "POST"])
def queue_close(request: Request, desk_id: UUID) -> HttpResponse:
    """Close for today: who waits is told how many they are before they are let go."""
    actor: Actor = request.actor
    desk = _desk(actor, desk_id)
    policies.may_serve_queue(actor, desk).enforce()
    form = CloseQueueForm(request.POST or None)
    if form.is_valid():
        number = operations.close_queue(desk, by=actor, why=form.cleaned_data["why"])
        messages.success(request, _closed_words(number))
        return redirect("access:queue", desk.pk)
    context = {"desk": desk, "form": form, "now": queue_of(actor, desk)}
    status = 422 if form.is_bound else 200
    return render(request, "access/queue_close.html", context, status=status)


def _closed_words(number: int) -> str:
    if not number:
        return _("Coda chiusa per oggi: non aspettava nessuno.")
    return ngettext(
        "Coda chiusa per oggi. Aspettava una persona: avvisala di persona.",
        "Coda chiusa per oggi. Aspettavano %(number)s persone: avvisale di persona.",
        number,
    ) % {"number": number}


@require_POST
def queue_reopen(request: Request, desk_id: UUID) -> HttpResponse:
    actor: Actor = request.actor
    desk = _desk(actor, desk_id)
    operations.reopen_queue(desk, by=actor)
    messages.success(request, _("La coda è di nuovo aperta."))
    return redirect("access:queue", desk.pk)


def counter_of(request: Request) -> str:
    return str(request.session.get(COUNTER_IN_SESSION, ""))


def ticket_or_404(actor: Actor, ticket_id: uuid.UUID) -> Ticket:
    """A ticket of the desks whose queue one reads, or the same 404 as none."""
    may(actor, Right.QUEUE_SERVE).enforce()
    found = Ticket.objects.visible_to(actor).select_related("desk").filter(pk=ticket_id).first()
    if found is None:
        raise Http404
    return found


def _desk(actor: Actor, desk_id: UUID) -> Desk:
    may(actor, Right.QUEUE_READ).enforce()
    found = desk_here.first(actor, desk_id)
    if found is None:
        raise Http404
    return found
