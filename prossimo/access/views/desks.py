"""Desks: where people are heard, when, by whom; opened, changed and closed by who manages them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import model_to_dict
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prossimo.access import operations, policies
from prossimo.access.forms.desks import (
    DeskForm,
    DutyForm,
    HoursFormSet,
    LastDayForm,
    asked_day,
    openings_in,
)
from prossimo.access.models import Desk, DeskDuty
from prossimo.access.policies.queue import may_read_queue
from prossimo.access.queries.desks import contacts_today, desk_now, desks_now
from prossimo.accounts.rules import Actor, Right
from prossimo.core.concurrency import Difference, StaleVersion
from prossimo.core.http import Request


@require_safe
def desk_list(request: Request) -> HttpResponse:
    """Every desk of the ambito, the open ones first."""
    actor: Actor = request.actor
    policies.at_work(actor)
    closed = Desk.objects.of_ambito(actor).exclude(pk__in=Desk.objects.in_service())
    context = {
        "rows": desks_now(actor),
        "closed": list(closed.for_list()),
        "may_open": policies.may_open_desk(actor),
        "actor": actor,
    }
    return render(request, "access/desk_list.html", context)


@require_safe
def desk_detail(request: Request, desk_id: UUID) -> HttpResponse:
    """One desk: hours, place, who serves, how many people today."""
    actor: Actor = request.actor
    desk = _desk(actor, desk_id)
    managing = policies.may_manage_desk(actor, desk)
    hears = policies.at_desk(actor, Right.CONTACT_WRITE, desk)
    reads = policies.at_desk(actor, Right.CONTACT_READ, desk)
    duties = desk.duties.select_related("post__user").order_by("period", "pk")
    context = {
        "desk": desk,
        "now": desk_now(desk),
        "managing": managing,
        "may_record": policies.may_record_contact(actor, desk),
        "may_read_queue": desk.has_queue and may_read_queue(actor, desk),
        "today": contacts_today(actor).get(desk.pk, 0) if reads else None,
        "duties": list(duties) if managing or hears else None,
        "duty_form": DutyForm(actor=actor) if managing else None,
    }
    return render(request, "access/desk_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def desk_new(request: Request) -> HttpResponse:
    actor: Actor = request.actor
    policies.may_open_desk(actor).enforce()
    form = DeskForm(request.POST or None, actor=actor, new=True)
    if form.is_valid():
        try:
            return HttpResponseRedirect(form.once(lambda: _open(actor, form)))
        except ValidationError as error:
            form.add_error(None, error.messages)
    return _desk_form(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
def desk_edit(request: Request, desk_id: UUID) -> HttpResponse:
    actor: Actor = request.actor
    desk = _desk(actor, desk_id)
    policies.may_manage_desk(actor, desk).enforce()
    initial = {**model_to_dict(desk), "version": desk.version}
    form = DeskForm(request.POST or None, initial=initial, actor=actor, new=False)
    if not form.is_valid():
        return _desk_form(request, form, desk)
    try:
        operations.change_desk(
            desk, by=actor, expected=form.cleaned_data["version"] or 0, **form.values()
        )
    except StaleVersion as stale:
        posted = request.POST.copy()
        posted["version"] = str(stale.record.version)
        form.data = posted
        return _desk_form(request, form, desk, status=409, disputes=stale.differences())
    except ValidationError as error:
        form.add_error(None, error.messages)
        return _desk_form(request, form, desk)
    messages.success(request, _("Sportello modificato."))
    return redirect(desk.get_absolute_url())


@require_http_methods(["GET", "HEAD", "POST"])
def desk_hours(request: Request, desk_id: UUID) -> HttpResponse:
    """The weekly hours, all at once."""
    actor: Actor = request.actor
    desk = _desk(actor, desk_id)
    policies.may_manage_desk(actor, desk).enforce()
    if request.method == "POST":
        formset = HoursFormSet(request.POST)
    else:
        present = desk.hours.values("weekday", "opens_at", "closes_at")
        formset = HoursFormSet(initial=list(present))
    fault = ""
    if request.method == "POST" and formset.is_valid():
        try:
            operations.set_hours(desk, by=actor, openings=openings_in(formset))
        except ValidationError as error:
            fault = " ".join(error.messages)
        else:
            messages.success(request, _("Orari salvati."))
            return redirect(desk.get_absolute_url())
    context = {"desk": desk, "formset": formset, "fault": fault}
    status = 422 if formset.is_bound else 200
    return render(request, "access/desk_hours.html", context, status=status)


@require_POST
def duty_new(request: Request, desk_id: UUID) -> HttpResponse:
    """Who serves here from now on."""
    actor: Actor = request.actor
    desk = _desk(actor, desk_id)
    form = DutyForm(request.POST, actor=actor)
    if form.is_valid():
        try:
            operations.assign_duty(desk, by=actor, **form.cleaned_data)
            messages.success(request, _("Turno assegnato."))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
    else:
        policies.may_manage_desk(actor, desk).enforce()
        messages.error(request, _("Scegli chi serve e da quale giorno."))
    return redirect(desk.get_absolute_url())


@require_POST
def duty_end(request: Request, desk_id: UUID, duty_id: UUID) -> HttpResponse:
    actor: Actor = request.actor
    desk = _desk(actor, desk_id)
    duty = get_object_or_404(DeskDuty.objects.select_related("desk"), pk=duty_id, desk=desk)
    operations.end_duty(duty, by=actor, last=asked_day(request.POST.get("last", "")))
    messages.success(request, _("Turno concluso."))
    return redirect(desk.get_absolute_url())


@require_http_methods(["GET", "HEAD", "POST"])
def desk_close(request: Request, desk_id: UUID) -> HttpResponse:
    """Close by a date; until then it stays open, afterwards its contacts stay readable."""
    actor: Actor = request.actor
    desk = _desk(actor, desk_id)
    policies.may_manage_desk(actor, desk).enforce()
    form = LastDayForm(request.POST or None, initial={"version": desk.version})
    if form.is_valid():
        told = form.cleaned_data
        try:
            operations.close_desk(desk, by=actor, expected=told["version"] or 0, last=told["last"])
        except ValidationError as error:
            form.add_error("last", error.messages)
        except StaleVersion:
            form.add_error(None, _("Qualcuno l'ha appena modificato: ricarica la pagina."))
        else:
            messages.success(request, _("Data di chiusura salvata."))
            return redirect(desk.get_absolute_url())
    status = 422 if form.is_bound else 200
    return render(request, "access/desk_close.html", {"desk": desk, "form": form}, status=status)


@require_POST
def desk_reopen(request: Request, desk_id: UUID) -> HttpResponse:
    actor: Actor = request.actor
    desk = _desk(actor, desk_id)
    operations.reopen_desk(desk, by=actor, expected=desk.version)
    messages.success(request, _("Lo sportello resta aperto."))
    return redirect(desk.get_absolute_url())


def _desk(actor: Actor, desk_id: UUID) -> Desk:
    desks = Desk.objects.of_ambito(actor).for_list().select_related("municipality")
    return get_object_or_404(desks, pk=desk_id)


def _open(actor: Actor, form: DeskForm) -> str:
    opens_on = form.cleaned_data["opens_on"]
    return operations.open_desk(by=actor, opens_on=opens_on, **form.values()).get_absolute_url()


def _desk_form(
    request: Request,
    form: DeskForm,
    desk: Desk | None,
    *,
    status: int = 0,
    disputes: list[Difference] | None = None,
) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "desk": desk, "disputes": disputes or []}
    code = status or (422 if form.is_bound else 200)
    return render(request, "access/desk_form.html", context, status=code)
