"""How the agenda is set up: the week of openings, motives, exceptions, absences, closures, the feed."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prossimo.access import icsfiles, links
from prossimo.access.forms.contact_filter import asked_uuid
from prossimo.access.forms.openings import (
    AbsenceForm,
    ClosureForm,
    ExceptionForm,
    MotiveForm,
    OpeningForm,
)
from prossimo.access.models import (
    Absence,
    AgendaFeed,
    Appointment,
    LocalHoliday,
    Motive,
    Opening,
    OpeningException,
)
from prossimo.access.operations import openings as operations
from prossimo.access.policies import agenda as policies
from prossimo.access.queries import agenda as reads
from prossimo.access.queries.rotas import shifts_ahead
from prossimo.access.rules import civil_day
from prossimo.accounts import identity, journal
from prossimo.accounts.choices import Action
from prossimo.accounts.policies import may
from prossimo.accounts.rules import Actor, Right
from prossimo.core.concurrency import StaleVersion
from prossimo.core.http import Request
from prossimo.core.periods import last_day, today

FEED_DAYS = 90


@require_safe
def opening_list(request: Request) -> HttpResponse:
    """The week as it recurs: one column a day, the openings from the morning on."""
    actor: Actor = request.actor
    may(actor, Right.AGENDA_MANAGE).enforce()
    desk = asked_uuid(request.GET.get("desk", ""))
    rows = reads.openings(actor, desk)
    context = {
        "week": reads.openings_by_weekday(rows),
        "any": bool(rows),
        "desks": reads.desks_of_agenda(actor, Right.AGENDA_MANAGE),
        "desk": desk,
        "has_motives": bool(reads.motives_in_use(actor)),
    }
    return render(request, "access/openings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def opening_new(request: Request) -> HttpResponse:
    actor: Actor = request.actor
    may(actor, Right.AGENDA_MANAGE).enforce()
    form = OpeningForm(request.POST or None, actor=actor, initial=_asked(request))
    if form.is_valid():
        try:
            return HttpResponseRedirect(form.once(lambda: _open(request, actor, form)))
        except ValidationError as error:
            _tell(form, error)
    return _form(request, "access/opening_form.html", {"form": form})


def _asked(request: Request) -> dict[str, Any]:
    told = {name: request.GET.get(name, "") for name in ("desk", "weekday")}
    return {name: value for name, value in told.items() if value}


def _open(request: Request, actor: Actor, form: OpeningForm) -> str:
    operations.add_opening(by=actor, **form.values())
    messages.success(request, _("Fascia aggiunta."))
    return reverse("access:openings")


@require_http_methods(["GET", "HEAD", "POST"])
def opening_edit(request: Request, opening_id: UUID) -> HttpResponse:
    """One opening with the dates on which it is different."""
    actor: Actor = request.actor
    opening = _opening(actor, opening_id)
    form = OpeningForm(request.POST or None, actor=actor, initial=_told_of(opening))
    if form.is_valid():
        expected = form.cleaned_data["version"] or 0
        try:
            operations.change_opening(opening, by=actor, expected=expected, **form.values())
        except StaleVersion:
            form.add_error(None, _("Qualcuno l'ha appena modificata: ricarica la pagina."))
        except ValidationError as error:
            _tell(form, error)
        else:
            messages.success(request, _("Fascia modificata: chi è già prenotato resta."))
            return redirect("access:openings")
    context = {
        "form": form,
        "opening": opening,
        "exceptions": list(opening.exceptions.filter(day__gte=today())),
        "exception_form": ExceptionForm(),
    }
    return _form(request, "access/opening_form.html", context)


def _told_of(opening: Opening) -> dict[str, Any]:
    names = ("version", "seats", "weekday", "starts_at", "ends_at", "every_weeks", "modes")
    return {
        **{name: getattr(opening, name) for name in names},
        "desk": str(opening.desk_id),
        "post": str(opening.post_id or ""),
        "motives": [str(motive.pk) for motive in opening.motives.all()],
        "first": opening.period.lower,
        "last": last_day(opening.period),
    }


@require_POST
def exception_new(request: Request, opening_id: UUID) -> HttpResponse:
    actor: Actor = request.actor
    opening = _opening(actor, opening_id)
    form = ExceptionForm(request.POST)
    try:
        if not form.is_valid():
            raise ValidationError([e for errors in form.errors.values() for e in errors])
        operations.add_exception(opening, by=actor, **form.cleaned_data)
        messages.success(request, _("Eccezione aggiunta."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("access:opening", opening.pk)


@require_POST
def exception_remove(request: Request, opening_id: UUID, exception_id: UUID) -> HttpResponse:
    actor: Actor = request.actor
    opening = _opening(actor, opening_id)
    rows = OpeningException.objects.filter(opening=opening)
    operations.remove_exception(get_object_or_404(rows, pk=exception_id), by=actor)
    messages.success(request, _("Eccezione tolta."))
    return redirect("access:opening", opening.pk)


@require_safe
def motive_list(request: Request) -> HttpResponse:
    actor: Actor = request.actor
    policies.may_manage_motives(actor).enforce()
    rows = list(Motive.objects.of_ambito(actor.ambito_id))
    return render(request, "access/motives.html", {"motives": rows, "today": today()})


@require_http_methods(["GET", "HEAD", "POST"])
def motive_new(request: Request) -> HttpResponse:
    actor: Actor = request.actor
    policies.may_manage_motives(actor).enforce()
    form = MotiveForm(request.POST or None, actor=actor, new=True)
    if form.is_valid():
        try:
            return HttpResponseRedirect(form.once(lambda: _add_motive(actor, form)))
        except ValidationError as error:
            _tell(form, error)
    return _form(request, "access/motive_form.html", {"form": form})


def _add_motive(actor: Actor, form: MotiveForm) -> str:
    operations.add_motive(by=actor, **form.values())
    return reverse("access:motives")


@require_http_methods(["GET", "HEAD", "POST"])
def motive_edit(request: Request, motive_id: UUID) -> HttpResponse:
    actor: Actor = request.actor
    policies.may_manage_motives(actor).enforce()
    motive = get_object_or_404(Motive.objects.of_ambito(actor.ambito_id), pk=motive_id)
    told = MotiveForm.told_of(motive)
    form = MotiveForm(request.POST or None, actor=actor, initial=told, new=False)
    if form.is_valid():
        known = form.cleaned_data
        try:
            operations.change_motive(
                motive, by=actor, expected=known["version"] or 0, in_use=known["in_use"],
                **form.values(),
            )  # fmt: skip
        except StaleVersion:
            form.add_error(None, _("Qualcuno l'ha appena modificato: ricarica la pagina."))
        except ValidationError as error:
            _tell(form, error)
        else:
            messages.success(request, _("Motivo modificato."))
            return redirect("access:motives")
    return _form(request, "access/motive_form.html", {"form": form, "motive": motive})


@require_http_methods(["GET", "HEAD", "POST"])
def absences(request: Request) -> HttpResponse:
    """Who is away and when; one marks one's own, who keeps the agendas everybody's."""
    actor: Actor = request.actor
    if not actor.has(Right.AGENDA_MANAGE):
        may(actor, Right.AGENDA_WRITE).enforce()
    form = AbsenceForm(request.POST or None, actor=actor)
    if form.is_valid():
        post, kind, starts, ends = form.told()
        try:
            operations.add_absence(by=actor, post=post, kind=kind, starts=starts, ends=ends)
            messages.success(request, _("Assenza segnata."))
            return redirect("access:absences")
        except ValidationError as error:
            form.add_error(None, error.messages)
    rows = Absence.objects.visible_to(actor).filter(during__endswith__gte=timezone.now())
    listed = [
        (each, bool(policies.may_remove_absence(actor, each)))
        for each in rows.select_related("post__user")
    ]
    return _form(request, "access/absences.html", {"form": form, "absences": listed})


@require_POST
def absence_remove(request: Request, absence_id: UUID) -> HttpResponse:
    actor: Actor = request.actor
    rows = Absence.objects.visible_to(actor).select_related("post")
    operations.remove_absence(get_object_or_404(rows, pk=absence_id), by=actor)
    messages.success(request, _("Assenza tolta."))
    return redirect("access:absences")


@require_http_methods(["GET", "HEAD", "POST"])
def closures(request: Request) -> HttpResponse:
    """The patron saint and the other days on which a town is closed."""
    actor: Actor = request.actor
    policies.may_manage_motives(actor).enforce()
    form = ClosureForm(request.POST or None, actor=actor)
    if form.is_valid():
        try:
            operations.add_closure(by=actor, **form.values())
            messages.success(request, _("Chiusura aggiunta."))
            return redirect("access:closures")
        except ValidationError as error:
            form.add_error(None, error.messages)
    rows = LocalHoliday.objects.of_ambito(actor.ambito_id).select_related("municipality")
    return _form(request, "access/closures.html", {"form": form, "closures": list(rows)})


@require_POST
def closure_remove(request: Request, closure_id: UUID) -> HttpResponse:
    actor: Actor = request.actor
    rows = LocalHoliday.objects.of_ambito(actor.ambito_id)
    operations.remove_closure(get_object_or_404(rows, pk=closure_id), by=actor)
    messages.success(request, _("Chiusura tolta."))
    return redirect("access:closures")


@require_http_methods(["GET", "HEAD", "POST"])
def feed(request: Request) -> HttpResponse:
    """The address at which one's own calendar program reads the agenda."""
    actor: Actor = request.actor
    may(actor, Right.AGENDA_READ).enforce()
    if request.method == "POST":
        if "close" in request.POST:
            operations.close_feed(by=actor)
            messages.success(request, _("Il vecchio indirizzo non funziona più."))
        else:
            operations.open_feed(by=actor)
            messages.success(request, _("Indirizzo pronto: copialo nel tuo calendario."))
        return redirect("access:feed")
    row = AgendaFeed.objects.filter(user=actor.user_id, is_open=True).first()
    address = ""
    if row is not None and actor.ambito_id:
        signed = links.sign(links.FEED, actor.ambito_id, row.pk, row.serial)
        address = request.build_absolute_uri(reverse("access:feed_file", args=[signed]))
    return render(request, "access/feed.html", {"address": address})


@login_not_required
@require_safe
def feed_file(request: Request, signed: str) -> HttpResponse:
    """A worker's agenda for a calendar program: initials, motive, place. Revoked by its serial."""
    followed = links.read(links.FEED, signed)
    if followed is None:
        raise Http404
    try:
        identity.enter_by_the_door(followed.ambito_id)
    except PermissionDenied as shut:
        raise Http404 from shut
    row = AgendaFeed.objects.filter(pk=followed.object_id, is_open=True).first()
    if row is None or row.serial != followed.serial:
        raise Http404
    actor = identity.enter(row.user_id, row.post_id)
    if actor.post_id != row.post_id or not actor.has(Right.AGENDA_READ):
        raise Http404
    found = _of_feed(actor)
    journal.shown(Action.EXPORT, found)
    answer = HttpResponse(
        icsfiles.agenda(found, _("Prossimo"), shifts_ahead(actor, FEED_DAYS)),
        content_type=icsfiles.KIND,
    )
    answer["Content-Disposition"] = 'inline; filename="agenda.ics"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _of_feed(actor: Actor) -> list[Appointment]:
    begin = civil_day(today())[0]
    rows = Appointment.objects.visible_to(actor).filter(
        starts_at__gte=begin,
        starts_at__lt=begin + dt.timedelta(days=FEED_DAYS),
        state__in=("booked", "arrived", "done"),
        seats__post=actor.post_id,
        seats__is_live=True,
    )
    return list(reads.with_seats(rows).distinct().order_by("starts_at"))


def _opening(actor: Actor, opening_id: UUID) -> Opening:
    rows = Opening.objects.visible_to(actor).select_related("desk").prefetch_related("motives")
    opening = get_object_or_404(rows, pk=opening_id)
    policies.may_manage_agenda(actor, opening.desk).enforce()
    return opening


def _tell(form: Any, error: ValidationError) -> None:
    if not hasattr(error, "error_dict"):
        form.add_error(None, error.messages)
        return
    for name, errors in error.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)


def _form(request: Request, template: str, context: dict[str, Any]) -> HttpResponse:
    status = 422 if context["form"].is_bound else 200
    return render(request, template, context, status=status)
