"""The agenda: days and weeks, booking, moving, cancelling, what happened of each appointment."""

import datetime as dt
import uuid
from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prossimo.access.choices import AppointmentState
from prossimo.access.forms.agenda import DAY, AgendaFilter, BookForm, CancelForm, SearchForm
from prossimo.access.forms.contact_filter import asked_uuid
from prossimo.access.models import Appointment, Contact, Desk, Motive, Ticket
from prossimo.access.operations import appointments
from prossimo.access.policies import agenda as policies
from prossimo.access.queries import agenda as reads
from prossimo.access.queries.slots import Wanted, free_hours, is_free
from prossimo.access.slots import Slot
from prossimo.accounts import journal
from prossimo.accounts.addresses import safe_or
from prossimo.accounts.choices import Action
from prossimo.accounts.policies import may
from prossimo.accounts.rules import Actor, Ceiling, Right
from prossimo.citizens.models import Person
from prossimo.core import wording
from prossimo.core.concurrency import StaleVersion
from prossimo.core.http import Request
from prossimo.core.text import clean
from prossimo.core.workflow import IllegalMove

OFFERED_AT_ONCE = 24
NOTHING = "nothing"  # it was held and there is no contact to record: says why
STEPS: dict[str, Callable[..., Appointment]] = {
    "arrive": appointments.arrive,
    "finish": appointments.finish,
    "miss": appointments.miss,
}


@require_safe
def agenda(request: Request) -> HttpResponse:
    """A day or a week, by desk and by worker; it prints as it stands."""
    actor: Actor = request.actor
    may(actor, Right.AGENDA_READ).enforce()
    form = AgendaFilter(request.GET or None, actor=actor)
    day, span, desk, post = form.told() if form.is_bound else (_today(), "settimana", None, None)
    first = day if span == DAY else day - dt.timedelta(days=day.weekday())
    last = first if span == DAY else first + dt.timedelta(days=6)
    days = reads.agenda(actor, first, last, desk=desk, post=post)
    journal.shown(Action.LIST, [each for one in days for each in one.appointments])
    step = dt.timedelta(days=1 if span == DAY else 7)
    context = {
        "form": form if form.is_bound else AgendaFilter({"day": day}, actor=actor),
        "days": _worth_showing(days),
        "to_arrive": reads.to_arrive(actor, [each for one in days for each in one.appointments]),
        "span": span,
        "first": first,
        "last": last,
        "before": first - step,
        "after": first + step,
        "today": _today(),
        "may_book": actor.has(Right.AGENDA_WRITE),
        "actor": actor,
    }
    return render(request, "access/agenda.html", context)


def _worth_showing(days: list[reads.AgendaDay]) -> list[reads.AgendaDay]:
    """Saturday and Sunday only where somebody is expected."""
    return [d for d in days if d.appointments or d.day.weekday() < 5 or len(days) == 1]


def _today() -> dt.date:
    return timezone.localdate()


@require_safe
def appointment_detail(request: Request, appointment_id: UUID) -> HttpResponse:
    """Who comes, when, where, with whom; what may be done now."""
    actor: Actor = request.actor
    appointment = _appointment(actor, appointment_id)
    journal.shown(Action.READ, [appointment])
    changes = policies.may_change_appointment(actor, appointment)
    context = {
        "appointment": appointment,
        "with_whom": reads.with_whom(appointment),
        "may_change": changes,
        "has_begun": appointment.starts_at <= timezone.now(),
        "reads_notes": actor.ceiling >= Ceiling.NARRATIVE,
        "when": wording.moment(appointment.starts_at),
        "may_record": bool(changes) and actor.has(Right.CONTACT_WRITE),
        "contact": _contact_of(actor, appointment),
        "contact_url": _contact_url(appointment),
    }
    return render(request, "access/appointment.html", context)


def _contact_of(actor: Actor, appointment: Appointment) -> Contact | None:
    if appointment.contact_id is None:
        return None
    return Contact.objects.visible_to(actor).filter(pk=appointment.contact_id).first()


def _contact_url(appointment: Appointment) -> str:
    return f"{reverse('access:contact_new')}?appointment={appointment.pk}"


@require_http_methods(["GET", "HEAD", "POST"])
def appointment_new(request: Request) -> HttpResponse:
    """Search the first free hours, choose one, say for whom."""
    actor: Actor = request.actor
    may(actor, Right.AGENDA_WRITE).enforce()
    search = SearchForm(request.GET or {}, actor=actor)
    wanted = search.wanted()
    if wanted is None:
        return render(request, "access/appointment_no_motive.html", {"actor": actor})
    form = _book_form(request, actor, wanted.motive)
    if request.method == "POST" and form.is_valid():
        try:
            return HttpResponseRedirect(form.once(lambda: _book(request, actor, form)))
        except ValidationError as error:
            form.add_error(None, error.messages)
    context = {
        "search": search,
        "form": form,
        "motive": wanted.motive,
        "hours": _listed(wanted),
        "person": _person(actor, form["person"].value()),
    }
    status = 422 if form.is_bound else 200
    return render(request, "access/appointment_new.html", context, status=status)


def _book_form(request: Request, actor: Actor, motive: Motive) -> BookForm:
    if request.method == "POST":
        return BookForm(request.POST, actor=actor, modes=list(motive.modes))
    person = _person(actor, request.GET.get("person", ""))
    told = {"motive": motive.pk, "mode": request.GET.get("mode") or (motive.modes or [""])[0]}
    if person is not None:
        told |= {"person": person.pk, "person_text": person.listed_name}
    return BookForm(initial=told, actor=actor, modes=list(motive.modes))


def _person(actor: Actor, key: object) -> Person | None:
    wanted = asked_uuid(str(key or ""))
    if wanted is None or not actor.has(Right.PERSON_READ):
        return None
    return Person.objects.visible_to(actor).filter(pk=wanted).first()


def _book(request: Request, actor: Actor, form: BookForm) -> str:
    motive = get_object_or_404(
        Motive.objects.of_ambito(actor.ambito_id).in_use(), pk=form.cleaned_data["motive"]
    )
    also = tuple(uuid.UUID(key) for key in form.cleaned_data["also"])
    places = chosen(Wanted(motive, also=also), form.cleaned_data["hour"])
    made = appointments.book(by=actor, motive=motive, places=places, also=also, **form.values())
    messages.success(request, _("Appuntamento prenotato."))
    return reverse("access:appointment", args=[made.pk])


def _listed(wanted: Wanted) -> list[dict[str, Any]]:
    """The hours found, with where and with whom in words."""
    found = free_hours(wanted, OFFERED_AT_ONCE)
    desks = Desk.objects.in_bulk({slot.desk for places in found for slot in places})
    posts = {slot.post for places in found for slot in places if slot.post}
    names = {p.pk: p.user.get_full_name() for p in _posts(posts)}
    return [
        {
            "choice": choice_of(places[0]),
            "starts": places[0].starts,
            "desk": desks[places[0].desk],
            "who": ", ".join(names[slot.post] for slot in places if slot.post in names),
        }
        for places in found
    ]


def _posts(keys: set[UUID]) -> Any:
    from prossimo.accounts.models import Post

    return Post.objects.filter(pk__in=keys).select_related("user")


def choice_of(slot: Slot) -> str:
    """How a chosen hour comes back: the instant, the opening, the worker."""
    return f"{int(slot.starts.timestamp())}.{slot.opening.hex}.{slot.post.hex if slot.post else ''}"


def chosen(wanted: Wanted, choice: str) -> tuple[Slot, ...]:
    """The places of a chosen hour. Raises `ValidationError` where it is no longer free."""
    stamp, opening, post = ([*choice.split("."), "", ""])[:3]
    key, who = asked_uuid(opening), asked_uuid(post)
    places = None
    if key is not None and stamp.isdigit() and len(stamp) < 12:
        one = Wanted(wanted.motive, post=who if wanted.motive.workers == 1 else None,
                     also=wanted.also)  # fmt: skip
        places = is_free(one, dt.datetime.fromtimestamp(int(stamp), dt.UTC), key)
    if places is None:
        raise ValidationError(_("Quell'ora non è più libera: scegline un'altra."))
    return places


@require_http_methods(["GET", "HEAD", "POST"])
def appointment_move(request: Request, appointment_id: UUID) -> HttpResponse:
    """Another hour, here or elsewhere, with whoever is free."""
    actor: Actor = request.actor
    appointment = _appointment(actor, appointment_id)
    policies.may_change_appointment(actor, appointment).enforce()
    asked = {"motive": str(appointment.motive_id), "desk": str(appointment.desk_id)}
    search = SearchForm({**asked, **request.GET.dict()}, actor=actor)
    search.motives = {str(appointment.motive_id): appointment.motive}
    search.fields.pop("motive")
    if request.method == "POST":
        try:
            places = chosen(Wanted(appointment.motive), request.POST.get("hour", ""))
            appointments.move(appointment, by=actor, places=places, expected=_version(request))
        except (ValidationError, StaleVersion) as error:
            messages.error(request, _sentence(error))
            return redirect("access:appointment_move", appointment.pk)
        messages.success(request, _("Appuntamento spostato."))
        return redirect("access:appointment", appointment.pk)
    wanted = search.wanted()
    hours = _listed(wanted) if wanted else []
    context = {"appointment": appointment, "search": search, "hours": hours}
    return render(request, "access/appointment_move.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def appointment_cancel(request: Request, appointment_id: UUID) -> HttpResponse:
    """Give the hour up, saying why: it is offered to who waits."""
    actor: Actor = request.actor
    appointment = _appointment(actor, appointment_id)
    policies.may_change_appointment(actor, appointment).enforce()
    form = CancelForm(request.POST or None, initial={"version": appointment.version})
    if form.is_valid():
        told = form.cleaned_data
        try:
            appointments.cancel(appointment, by=actor, expected=told["version"], why=told["why"])
        except StaleVersion as error:
            form.add_error(None, _sentence(error))
        else:
            messages.success(request, _("Appuntamento annullato."))
            return redirect("access:appointment", appointment.pk)
    context = {"appointment": appointment, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "access/appointment_cancel.html", context, status=status)


@require_POST
def appointment_step(request: Request, appointment_id: UUID) -> HttpResponse:
    """Arrived, done, did not come: one press."""
    actor: Actor = request.actor
    appointment = _appointment(actor, appointment_id)
    policies.may_change_appointment(actor, appointment).enforce()
    asked = request.POST.get("step", "")
    step = STEPS.get(asked)
    if asked == NOTHING:
        step = partial(appointments.without_contact, why=clean(request.POST.get("why", "")))
    if step is None:
        return redirect("access:appointment", appointment.pk)
    try:
        moved = step(appointment, by=actor, expected=_version(request))
        messages.success(request, _said(actor, moved))
    except (ValidationError, StaleVersion, IllegalMove) as error:
        messages.error(request, _sentence(error))
    if step is appointments.finish and actor.has(Right.CONTACT_WRITE):
        return redirect(_contact_url(appointment))
    back = reverse("access:appointment", args=[appointment.pk])
    return redirect(safe_or(request, request.POST.get("next"), back))


def _said(actor: Actor, appointment: Appointment) -> str:
    """With the code of the ticket, where the desk has a queue."""
    tickets = Ticket.objects.visible_to(actor).filter(appointment=appointment)
    ticket = tickets.values_list("code", flat=True).first()
    if appointment.state == AppointmentState.ARRIVED and ticket:
        return _("Arrivato: il suo biglietto è %(code)s.") % {"code": ticket}
    return _("Segnato.")


@require_safe
def agenda_alone(request: Request) -> HttpResponse:
    """Appointments for which nobody is there any more, and who waits for an earlier hour."""
    actor: Actor = request.actor
    may(actor, Right.AGENDA_MANAGE).enforce()
    alone, wishes = reads.without_anybody(actor), reads.waiting_wishes(actor)
    journal.shown(Action.LIST, [*alone, *(wish.appointment for wish in wishes)])
    context = {"alone": alone, "wishes": wishes, "may_change": actor.has(Right.AGENDA_WRITE)}
    return render(request, "access/agenda_alone.html", context)


def _appointment(actor: Actor, appointment_id: UUID) -> Appointment:
    rows = reads.with_seats(Appointment.objects.visible_to(actor))
    return get_object_or_404(rows, pk=appointment_id)


def _version(request: Request) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isdigit() and len(text) < 9 else 0


def _sentence(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    if isinstance(error, IllegalMove):
        return str(error)
    return _("L'appuntamento è cambiato nel frattempo: guarda com'è adesso.")
