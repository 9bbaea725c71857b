"""The sheet «Tutela» of a case: orders, what they ask, minors placed in safety with their clock."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.cases.choices import Part
from prossimo.cases.forms import protection as forms
from prossimo.cases.models import Case, CourtOrder, Prescription, Removal, RemovalStep, SafePlace
from prossimo.cases.operations import protection as operations
from prossimo.cases.operations.protection import Asked
from prossimo.cases.policies.papers import may_add_document
from prossimo.cases.policies.protection import may_read_orders, may_read_place, may_write_orders
from prossimo.cases.protection_words import clock_in_words
from prossimo.cases.queries import cases as case_reads
from prossimo.cases.queries import protection as reads
from prossimo.cases.queries.papers import beside_orders
from prossimo.cases.views.answering import METHODS, answered, case_or_404, form_page
from prossimo.cases.views.framing import frame_of
from prossimo.core.http import Request


@require_safe
def protection(request: Request, case_id: UUID) -> HttpResponse:
    """What an authority has ordered, what we promised it, and the clocks that run."""
    case, actor = case_or_404(request, case_id), request.actor
    may_read_orders(actor, case).enforce()
    orders, watched = reads.orders_of(actor, case), reads.removals_of(actor, case)
    asked: dict[UUID, list[Prescription]] = {}
    for row in reads.prescriptions_of(actor, case):
        asked.setdefault(row.order_id, []).append(row)
    journal.shown(Action.LIST, orders)
    journal.shown(Action.LIST, [each.removal for each in watched])
    papers = beside_orders(actor, orders)
    attaches = case.is_live and bool(may_add_document(actor, case, Part.ORDERS))
    proposed = case_reads.proposed_intensity(case)
    context = {
        **frame_of(request, case, "protection"),
        "orders": [
            (
                row,
                reads.in_force(row),
                asked.get(row.pk, []),
                papers[row.pk],
                f"provvedimento={row.pk}" if attaches else "",
            )
            for row in orders
        ],
        "removals": [(each, clock_in_words(each)) for each in watched],
        "grown": reads.coming_of_age(actor, case),
        "writes": case.is_live and bool(may_write_orders(actor, case)),
        "asks_more": proposed.intensity == "full" != case.intensity and not case.intensity_why,
    }
    return render(request, "cases/protection.html", context)


@require_http_methods(METHODS)
def order_new(request: Request, case_id: UUID) -> HttpResponse:
    """Record an order of an authority."""
    case = _writable(request, case_id)
    orders = CourtOrder.objects.visible_to(request.actor, case).in_force()
    form = forms.OrderForm(
        request.POST or None, actor=request.actor, people=_people(request, case), orders=orders
    )

    def run() -> str:
        told = form.cleaned_data
        asked = [Asked(told["what"], due_on=told["due_on"])] if told["what"].strip() else []
        operations.record_order(
            case, by=request.actor, person=told["person"], values=form.values(),
            replaces=told["replaces"], asked=asked,
        )  # fmt: skip
        return _sheet(case)

    return _form(
        request, case, form, run, title=_("Registra un provvedimento"), done=_("Registrato.")
    )


@require_http_methods(METHODS)
def order_revoke(request: Request, case_id: UUID, order_id: UUID) -> HttpResponse:
    """An order is taken back."""
    case = _writable(request, case_id)
    order = _order(request, case, order_id)
    initial = {"version": order.version}
    form = forms.RevokeForm(request.POST or None, actor=request.actor, initial=initial)

    def run() -> str:
        told = form.cleaned_data
        operations.revoke_order(
            order, by=request.actor, expected=told["version"], day=told["day"], why=told["why"]
        )
        return _sheet(case)

    title = _("Revocato: %(kind)s") % {"kind": order.kind}
    return _form(
        request, case, form, run, title=title, done=_("Revoca registrata: resta nella storia.")
    )


@require_http_methods(METHODS)
def order_asks(request: Request, case_id: UUID, order_id: UUID) -> HttpResponse:
    """One more thing that an order asks of the services."""
    case = _writable(request, case_id)
    order = _order(request, case, order_id)
    form = forms.AskedForm(request.POST or None, actor=request.actor)

    def run() -> str:
        told = form.cleaned_data
        asked = Asked(told["what"], told["whose"], told["due_on"])
        operations.add_prescription(order, by=request.actor, asked=asked)
        return _sheet(case)

    title = _("Che cosa chiede: %(kind)s") % {"kind": order.kind}
    return _form(request, case, form, run, title=title, done=_("Aggiunta tra le promesse."))


@require_http_methods(METHODS)
def prescription_done(request: Request, case_id: UUID, prescription_id: UUID) -> HttpResponse:
    """What an order asked was done."""
    case = _writable(request, case_id)
    rows = Prescription.objects.visible_to(request.actor).select_related("order__case")
    row = get_object_or_404(rows, pk=prescription_id, order__case=case, done_on=None)
    initial = {"version": row.version}
    form = forms.FulfilForm(request.POST or None, actor=request.actor, initial=initial)

    def run() -> str:
        told = form.cleaned_data
        operations.fulfil_prescription(
            row, by=request.actor, expected=told["version"], day=told["day"], note=told["note"]
        )
        return _sheet(case)

    title = _("Fatto: %(what)s") % {"what": row.what}
    return _form(request, case, form, run, title=title, done=_("Fatto."))


@require_http_methods(METHODS)
def removal_new(request: Request, case_id: UUID) -> HttpResponse:
    """A minor is placed in safety: the terms begin to run."""
    case = _writable(request, case_id)
    people = _people(request, case)
    form = forms.RemovalForm(request.POST or None, actor=request.actor, people=people)

    def run() -> str:
        names = ("person", "authority", "why", "at", "place", "paper")
        told = {name: form.cleaned_data[name] for name in names}
        operations.place_in_safety(case, by=request.actor, **told)
        return _sheet(case)

    title = _("Collocamento in luogo sicuro (art. 403 c.c.)")
    return _form(request, case, form, run, title=title, done=_("Registrato: i termini corrono."))


@require_http_methods(METHODS)
def removal_step(request: Request, case_id: UUID, removal_id: UUID) -> HttpResponse:
    """An act was done: record it at its hour."""
    case = _writable(request, case_id)
    removal = _removal(request, case, removal_id)
    steps = RemovalStep.objects.visible_to(request.actor).filter(removal=removal).standing()
    done = list(steps.values_list("act", flat=True))
    initial = {"act": request.GET.get("atto", "")}
    form = forms.StepForm(request.POST or None, actor=request.actor, done=done, initial=initial)

    def run() -> str:
        told = {name: form.cleaned_data[name] for name in ("act", "at", "paper")}
        operations.record_step(removal, by=request.actor, **told)
        return _sheet(case)

    return _form(request, case, form, run, title=_("Registra un atto"), done=_("Registrato."))


@require_http_methods(METHODS)
def step_correct(request: Request, case_id: UUID, removal_id: UUID, step_id: UUID) -> HttpResponse:
    """An hour or a paper was wrong."""
    case = _writable(request, case_id)
    removal = _removal(request, case, removal_id)
    rows = RemovalStep.objects.visible_to(request.actor).standing()
    step = get_object_or_404(rows.select_related("removal__case"), pk=step_id, removal=removal)
    initial = {"at": step.at, "paper": step.paper}
    form = forms.CorrectForm(request.POST or None, actor=request.actor, initial=initial)

    def run() -> str:
        told = {name: form.cleaned_data[name] for name in ("at", "paper", "why")}
        operations.correct_step(step, by=request.actor, **told)
        return _sheet(case)

    title = _("Correggi: %(act)s") % {"act": step.get_act_display()}
    return _form(
        request, case, form, run, title=title, done=_("Corretto: il primo dato resta nella storia.")
    )


@require_http_methods(METHODS)
def removal_end(request: Request, case_id: UUID, removal_id: UUID) -> HttpResponse:
    """It ends, with an outcome and the act that says it."""
    case = _writable(request, case_id)
    removal = _removal(request, case, removal_id)
    initial = {"version": removal.version}
    form = forms.EndRemovalForm(request.POST or None, actor=request.actor, initial=initial)

    def run() -> str:
        told = form.cleaned_data
        operations.end_removal(
            removal, by=request.actor, expected=told["version"], outcome=told["outcome"],
            why=told["why"], day=told["day"],
        )  # fmt: skip
        return _sheet(case)

    return _form(request, case, form, run, title=_("Concludi il collocamento"), done=_("Concluso."))


@require_safe
def safe_place(request: Request, case_id: UUID, removal_id: UUID) -> HttpResponse:
    """Where a minor was placed: on a page of its own, and the reading is written down."""
    case = case_or_404(request, case_id)
    may_read_orders(request.actor, case).enforce()
    rows = SafePlace.objects.visible_to(request.actor).select_related("removal__person")
    row = get_object_or_404(rows, removal=removal_id, removal__case=case)
    row.removal.case = case
    may_read_place(request.actor, row).enforce()
    journal.shown(Action.UNSEAL, [row])
    context = {**frame_of(request, case, "protection"), "row": row}
    return render(request, "cases/protection_place.html", context)


def _form(
    request: Request, case: Case, form: Any, run: Any, *, title: str, done: str
) -> HttpResponse:
    went = answered(request, form, run, done=done)
    return went or form_page(request, case, form, title=title, label=_("Salva"))


def _writable(request: Request, case_id: UUID) -> Case:
    case = case_or_404(request, case_id)
    may_write_orders(request.actor, case).enforce()
    return case


def _people(request: Request, case: Case) -> Any:
    return reads.people_of(request.actor, case)


def _order(request: Request, case: Case, order_id: UUID) -> CourtOrder:
    rows = CourtOrder.objects.visible_to(request.actor).select_related("case")
    return get_object_or_404(rows, pk=order_id, case=case)


def _removal(request: Request, case: Case, removal_id: UUID) -> Removal:
    rows = Removal.objects.visible_to(request.actor).select_related("case")
    return get_object_or_404(rows, pk=removal_id, case=case, ended_on=None)


def _sheet(case: Case) -> str:
    return reverse("cases:protection", args=[case.pk])
