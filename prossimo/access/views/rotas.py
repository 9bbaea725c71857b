"""The rota: the week desk by desk, one shift with its history, patterns made and ended."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prossimo.access.forms.rotas import EndForm, HoursForm, PatternForm, ShiftForm, StepForm
from prossimo.access.forms.rotas import monday_of as asked_week
from prossimo.access.models import Desk, RotaPattern, Shift
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
    monday = asked_week(request.GET.get("week", ""))
    if abs(monday - today()) > FARTHEST:
        monday = asked_week("")
    staffed = chosen or queries.with_a_rota(desks)
    managed = Desk.objects.within(actor, Right.ROTA_MANAGE)
    patterns = RotaPattern.objects.filter(desk__in=[desk.pk for desk in staffed])
    context = {
        "desks": desks,
        "chosen": chosen[0] if chosen else None,
        "weeks": queries.weeks_of(actor, staffed, monday),
        "days": [monday + dt.timedelta(days=number) for number in range(7)],
        "monday": monday,
        "sunday": monday + dt.timedelta(days=6),
        "before": monday - WEEK,
        "after": monday + WEEK,
        "today": today(),
        "holes": queries.holes(actor, staffed),
        "managing": set(managed.values_list("pk", flat=True)),
        "patterns": list(
            patterns.filter(period__contains=today()).select_related("desk", "post__user")
            | patterns.filter(period__startswith__gt=today()).select_related("desk", "post__user")
        ),
        "actor": actor,
        "reads_campaigns": actor.has(Right.CAMPAIGN_READ),
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
    return redirect("access:shift", shift_id)


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
            form.add_error(None, error.messages)
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
            form.add_error(None, error.messages)
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


def _shift(actor: Actor, shift_id: UUID) -> Shift:
    shifts = Shift.objects.visible_to(actor)
    whole = shifts.select_related("desk", "pattern", "post__user", "covers_for__user")
    return get_object_or_404(whole, pk=shift_id)


def _shift_page(request: Request, shift: Shift, fault: str = "") -> HttpResponse:
    actor: Actor = request.actor
    context = {
        "shift": shift,
        "notes": list(shift.notes.select_related("by")),
        "form": StepForm(initial={"version": shift.version}, actor=actor),
        "steps": operations.steps_open(shift, actor),
        "managing": bool(policies.may_manage_rota(actor, shift.desk)),
        "fault": fault,
    }
    status = 409 if fault else 200
    return render(request, "access/rota_shift.html", context, status=status)


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
