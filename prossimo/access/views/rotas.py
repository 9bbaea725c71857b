"""The rota: the week desk by desk, one shift with its history, patterns made and ended."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prossimo.access.choices import ShiftState
from prossimo.access.forms.rotas import (
    EndForm,
    HoursForm,
    PatternForm,
    RotaFilter,
    ShiftForm,
    StepForm,
)
from prossimo.access.forms.rotas import monday_of as asked_week
from prossimo.access.models import Desk, RotaPattern, Shift
from prossimo.access.operations import rota_copies as copies
from prossimo.access.operations import rotas as operations
from prossimo.access.policies import rotas as policies
from prossimo.access.queries import rotas as queries
from prossimo.access.rules import ROME
from prossimo.accounts.policies import may
from prossimo.accounts.rules import Actor, Right
from prossimo.core.concurrency import StaleVersion
from prossimo.core.http import Request
from prossimo.core.periods import today
from prossimo.core.workflow import IllegalMove

WEEK = dt.timedelta(days=7)
FARTHEST = dt.timedelta(days=3650)


@require_safe
def rota_week(request: Request) -> HttpResponse:
    """Who covers which opening this week, and what nobody covers in the coming ones."""
    actor: Actor = request.actor
    policies.may_see_rota(actor).enforce()
    desks = queries.desks_in_sight(actor)
    asked = request.GET.get("desk", "")
    chosen = [desk for desk in desks if str(desk.pk) == asked]
    monday = _monday(request.GET.get("week", ""))
    staffed = chosen or queries.with_a_rota(desks)
    weeks = queries.weeks_of(actor, staffed, monday)
    holes = queries.holes(actor, staffed)
    context = {
        "form": RotaFilter({"desk": asked, "week": monday.isoformat()}, actor=actor),
        "chosen": chosen[0] if chosen else None,
        "weeks": weeks,
        "monday": monday,
        "sunday": monday + dt.timedelta(days=6),
        "before": monday - WEEK,
        "after": monday + WEEK,
        "today": today(),
        "holes": holes,
        "takes": _taking(actor, weeks, holes),
        **_arranging(actor, staffed, monday),
    }
    return render(request, "access/rota_week.html", context)


@require_safe
def shift_detail(request: Request, shift_id: UUID) -> HttpResponse:
    """One shift: who, in whose stead, what may be done, what was told of it."""
    actor: Actor = request.actor
    policies.may_see_rota(actor).enforce()
    return _shift_page(request, _shift(actor, shift_id))


@require_POST
def shift_move(request: Request, shift_id: UUID) -> HttpResponse:
    """Confirm, ask for a substitute, take, assign, say how it went, cancel."""
    actor: Actor = request.actor
    policies.may_see_rota(actor).enforce()
    shift = _shift(actor, shift_id)
    form = StepForm(request.POST, actor=actor)
    if not form.is_valid():
        return _shift_page(request, shift, fault=_("Scegli che cosa fare del turno."))
    told = form.cleaned_data
    try:
        operations.move_shift(
            shift,
            told["move"],
            by=actor,
            expected=told["version"],
            note=told["note"],
            post=told["post"],
        )
    except (ValidationError, StaleVersion, IllegalMove) as error:
        return _shift_page(request, _shift(actor, shift_id), fault=_said(error))
    messages.success(request, _("Fatto: il turno è aggiornato."))
    back = StepForm.BACK.get(told["back"])
    return redirect(back) if back else redirect("access:shift", shift_id)


@require_http_methods(["GET", "HEAD", "POST"])
def shift_hours(request: Request, shift_id: UUID) -> HttpResponse:
    """Other hours on this date; the other dates stay as they are."""
    actor: Actor = request.actor
    policies.may_see_rota(actor).enforce()
    shift = _shift(actor, shift_id)
    policies.may_manage_rota(actor, shift.desk).enforce()
    first, last = (at.astimezone(ROME) for at in (shift.during.lower, shift.during.upper))
    initial = {"starts_at": first.time(), "ends_at": last.time(), "version": shift.version}
    form = HoursForm(request.POST or None, initial=initial)
    if form.is_valid():
        told = form.cleaned_data
        try:
            operations.change_shift(
                shift,
                by=actor,
                expected=told["version"],
                starts_at=told["starts_at"],
                ends_at=told["ends_at"],
            )
        except (ValidationError, StaleVersion, IllegalMove) as error:
            form.add_error(None, _said(error))
        else:
            messages.success(request, _("Orario cambiato per questa data."))
            return redirect("access:shift", shift.pk)
    return _form_page(
        request, form, _("Cambia l'orario di questa data"), reverse("access:shift", args=[shift_id])
    )


@require_http_methods(["GET", "HEAD", "POST"])
def shift_new(request: Request) -> HttpResponse:
    """Cover one opening on one date."""
    actor: Actor = request.actor
    may(actor, Right.ROTA_MANAGE).enforce()
    told = {name: request.GET.get(name) for name in ("desk", "day", "starts_at", "ends_at")}
    form = ShiftForm(request.POST or None, initial=told, actor=actor)
    if form.is_valid():
        try:
            return HttpResponseRedirect(form.once(lambda: _added(actor, form)))
        except ValidationError as error:
            _place(form, error)
    return _form_page(request, form, _("Copri un'apertura"), reverse("access:rota"))


@require_http_methods(["GET", "HEAD", "POST"])
def pattern_new(request: Request) -> HttpResponse:
    """Who covers a weekly opening from now on."""
    actor: Actor = request.actor
    may(actor, Right.ROTA_MANAGE).enforce()
    form = PatternForm(request.POST or None, initial=request.GET.dict(), actor=actor)
    if form.is_valid():
        try:
            return HttpResponseRedirect(form.once(lambda: _repeated(actor, form)))
        except ValidationError as error:
            _place(form, error)
    return _form_page(request, form, _("Nuovo turno ricorrente"), reverse("access:rota"))


@require_http_methods(["GET", "HEAD", "POST"])
def pattern_end(request: Request, pattern_id: UUID) -> HttpResponse:
    """End a recurring shift on a day: what was to come after is called off."""
    actor: Actor = request.actor
    managed = Desk.objects.within(actor, Right.ROTA_MANAGE)
    may(actor, Right.ROTA_MANAGE).enforce()
    patterns = RotaPattern.objects.filter(desk__in=managed).select_related("desk")
    pattern = get_object_or_404(patterns, pk=pattern_id)
    form = EndForm(request.POST or None, initial={"version": pattern.version})
    if form.is_valid():
        told = form.cleaned_data
        try:
            number = operations.end_pattern(
                pattern, by=actor, expected=told["version"], last=told["last"]
            )
        except (ValidationError, StaleVersion) as error:
            form.add_error(None, _said(error))
        else:
            said = ngettext(
                "Turno ricorrente concluso: annullato %(number)s turno.",
                "Turno ricorrente concluso: annullati %(number)s turni.",
                number,
            )
            messages.success(request, said % {"number": number})
            return redirect("access:rota")
    title = _("Fino a quando vale il turno ricorrente?")
    return _form_page(request, form, title, reverse("access:rota"), danger=True)


@require_POST
def rota_generate(request: Request) -> HttpResponse:
    """Make the shifts of the coming weeks that are not there yet."""
    actor: Actor = request.actor
    may(actor, Right.ROTA_MANAGE).enforce()
    number = operations.generate_all(by=actor)
    said = ngettext("Preparato %(number)s turno.", "Preparati %(number)s turni.", number)
    messages.success(request, said % {"number": number} if number else _("C'erano già tutti."))
    return redirect("access:rota")


@require_POST
def rota_copy(request: Request) -> HttpResponse:
    """The single shifts of the week before, again in this one."""
    actor: Actor = request.actor
    may(actor, Right.ROTA_MANAGE).enforce()
    monday = _monday(request.POST.get("week", ""))
    try:
        made, left = copies.copy_week(by=actor, monday=monday)
    except ValidationError as error:
        messages.error(request, _said(error))
    else:
        said = ngettext("Copiato %(number)s turno.", "Copiati %(number)s turni.", made)
        messages.success(request, said % {"number": made})
        if left:
            said = ngettext(
                "%(number)s turno no: chi l'aveva non può.",
                "%(number)s turni no: chi li aveva non può.",
                left,
            )
            messages.warning(request, said % {"number": left})
    return redirect(f"{reverse('access:rota')}?week={monday.isoformat()}")


def _monday(text: str) -> dt.date:
    """The Monday of the week asked for; of this one where the other is too far."""
    monday = asked_week(text)
    return monday if abs(monday - today()) <= FARTHEST else asked_week("")


def _taking(actor: Actor, weeks: list[queries.DeskWeek], holes: list[queries.Slot]) -> set[UUID]:
    """The shifts in sight that the reader may take."""
    slots = [slot for week in weeks for day in week.days for slot in day.slots] + holes
    shifts = [slot.to_take for slot in slots if slot.uncovered and slot.to_take is not None]
    shifts = [shift for shift in shifts if shift.state == ShiftState.UNCOVERED]
    return {shift.pk for shift in shifts if policies.may_take_shift(actor, shift)}


def _arranging(actor: Actor, desks: list[Desk], monday: dt.date) -> dict[str, Any]:
    """What is shown of the patterns, and what whoever arranges the rota may do."""
    managed = Desk.objects.within(actor, Right.ROTA_MANAGE)
    patterns = RotaPattern.objects.filter(desk__in=[desk.pk for desk in desks])
    going_on = patterns.filter(Q(period__contains=today()) | Q(period__startswith__gt=today()))
    managing = set(managed.values_list("pk", flat=True))
    return {
        "managing": managing,
        "patterns": list(going_on.select_related("desk", "post__user")),
        "copies": len(copies.to_copy(actor, monday)) if managing else 0,
    }


def _shift(actor: Actor, shift_id: UUID) -> Shift:
    shift = queries.shift_of(actor, shift_id)
    if shift is None:
        raise Http404
    return shift


def _shift_page(request: Request, shift: Shift, fault: str = "") -> HttpResponse:
    actor: Actor = request.actor
    context = {
        "shift": shift,
        "notes": list(shift.notes.select_related("by")),
        "form": StepForm(initial={"version": shift.version}, actor=actor, desk=shift.desk),
        "steps": operations.steps_open(shift, actor),
        "managing": bool(policies.may_manage_rota(actor, shift.desk)),
        "to_assign": not shift.is_covered,
        "fault": fault,
    }
    status = 409 if fault else 200
    return render(request, "access/rota_shift.html", context, status=status)


def _place(form: Any, error: ValidationError) -> None:
    """Each fault beside the field that it speaks of."""
    for name, faults in getattr(error, "error_dict", {None: error}).items():
        form.add_error(name if name in form.fields else None, faults)


def _said(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    if isinstance(error, StaleVersion):
        return _("Qualcuno l'ha appena cambiato: ecco com'è adesso. Se serve ancora, rifallo.")
    return str(error)


def _added(actor: Actor, form: ShiftForm) -> str:
    shift = operations.add_shift(form.cleaned_data["desk"], by=actor, **form.values())
    return reverse("access:shift", args=[shift.pk])


def _repeated(actor: Actor, form: PatternForm) -> str:
    desk = form.cleaned_data["desk"]
    operations.add_pattern(desk, by=actor, **form.values())
    return f"{reverse('access:rota')}?desk={desk.pk}"


def _form_page(
    request: Request, form: Any, title: str, back: str, *, danger: bool = False
) -> HttpResponse:
    context = {"form": form, "title": title, "back_url": back, "danger": danger}
    status = 422 if form.is_bound else 200
    return render(request, "access/rota_form.html", context, status=status)
