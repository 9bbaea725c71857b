"""Services run together with other bodies: the list, one of them, who is assigned, a case in it."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from prossimo.accounts.policies import may
from prossimo.accounts.rules import Right
from prossimo.cases.forms import joint as forms
from prossimo.cases.forms.cases import EndForm, VersionForm
from prossimo.cases.models import CaseActivity, JointService
from prossimo.cases.operations import joint as operations
from prossimo.cases.policies import joint as policies
from prossimo.cases.queries import joint as reads
from prossimo.cases.tables_joint import AssignedTable
from prossimo.cases.views.answering import METHODS, answered, case_or_404, form_page
from prossimo.core import exports
from prossimo.core.http import Request
from prossimo.core.periods import today


def service_or_404(request: Request, service_id: UUID) -> JointService:
    may(request.actor, Right.NETWORK_READ).enforce()
    rows = JointService.objects.visible_to(request.actor).select_related("lead")
    return get_object_or_404(rows, pk=service_id)


@require_safe
def joint_list(request: Request) -> HttpResponse:
    may(request.actor, Right.NETWORK_READ).enforce()
    context = {
        "told": reads.services_told(request.actor),
        "keeps": bool(policies.may_keep_joints(request.actor)),
        "sees_bodies": request.actor.has(Right.CASE_ASSIGN),
    }
    return render(request, "cases/joint_list.html", context)


@require_safe
def joint_detail(request: Request, service_id: UUID) -> HttpResponse:
    """What it does, who works in it, how many are followed; its people as a file too."""
    actor, service = request.actor, service_or_404(request, service_id)
    rows = service.assigned.filter(period__contains=today())
    keeps = service.in_force and bool(policies.may_keep_joint(actor, service))
    rows = rows.select_related("organisation", "activity", "place", "service")
    table = AssignedTable(rows, exclude=() if keeps else ("leave",))
    if format_ := exports.asked(request):
        return exports.respond(request, table, format_, name="assegnati", title=service.name)
    table.configure(request)
    counted = reads.cases_by_activity(actor, service)
    activities = [(each, counted.get(each.pk, 0)) for each in service.activities.all()]
    context = {
        "service": service,
        "told": reads.told(actor, service),
        "activities": activities,
        "counts": actor.has(Right.CASE_READ),
        "places": service.places.all(),
        "table": table,
        "keeps": keeps,
        "ends": service.in_force and actor.has(Right.CASE_ASSIGN),
    }
    return render(request, "cases/joint_detail.html", context)


@require_http_methods(METHODS)
def joint_new(request: Request) -> HttpResponse:
    policies.may_keep_joints(request.actor).enforce()
    form = forms.JointForm(request.POST or None, actor=request.actor)

    def run() -> str:
        told = operations.values_of(form.cleaned_data)
        return operations.begin_joint(by=request.actor, **told).get_absolute_url()

    done = answered(request, form, run, done=_("Servizio registrato."))
    return done or _form(request, form, title=_("Registra un servizio coprogettato"))


@require_http_methods(METHODS)
def joint_piece(request: Request, service_id: UUID) -> HttpResponse:
    """One more activity or territorial post."""
    service = service_or_404(request, service_id)
    policies.may_keep_joint(request.actor, service).enforce()
    form = forms.PieceForm(request.POST or None, actor=request.actor)

    def run() -> str:
        operations.add_piece(service, by=request.actor, **operations.values_of(form.cleaned_data))
        return service.get_absolute_url()

    done = answered(request, form, run, done=_("Aggiunto."))
    return done or _form(request, form, title=_("Aggiungi un'attività o un presidio"), of=service)


@require_http_methods(METHODS)
def joint_assign(request: Request, service_id: UUID) -> HttpResponse:
    """Somebody works in it."""
    service = service_or_404(request, service_id)
    policies.may_keep_joint(request.actor, service).enforce()
    form = forms.AssignedForm(request.POST or None, actor=request.actor, service=service)

    def run() -> str:
        operations.assign(service, by=request.actor, **operations.values_of(form.cleaned_data))
        return service.get_absolute_url()

    done = answered(request, form, run, done=_("Assegnata."))
    return done or _form(request, form, title=_("Assegna una persona"), of=service)


@require_http_methods(METHODS)
def joint_leave(request: Request, service_id: UUID, assigned_id: UUID) -> HttpResponse:
    """Somebody works in it no more."""
    service = service_or_404(request, service_id)
    policies.may_keep_joint(request.actor, service).enforce()
    row = get_object_or_404(service.assigned.filter(period__contains=today()), pk=assigned_id)
    form = VersionForm(request.POST or None, actor=request.actor, initial={"version": row.version})

    def run() -> str:
        operations.leave(row, by=request.actor, expected=form.cleaned_data["version"])
        return service.get_absolute_url()

    done = answered(request, form, run, done=_("Da domani non ci lavora più."))
    title = _("%(who)s non ci lavora più") % {"who": row.name or row.organisation or _("volontari")}
    return done or _form(request, form, title=title, of=service)


@require_http_methods(METHODS)
def joint_end(request: Request, service_id: UUID) -> HttpResponse:
    """The agreement is over: nobody of its bodies follows a case any more."""
    service = service_or_404(request, service_id)
    policies.may_keep_joint(request.actor, service).enforce()
    may(request.actor, Right.CASE_ASSIGN).enforce()
    initial = {"version": service.version}
    form = VersionForm(request.POST or None, actor=request.actor, initial=initial)

    def run() -> str:
        told = form.cleaned_data["version"]
        operations.end_joint(service, by=request.actor, expected=told)
        return service.get_absolute_url()

    done = answered(request, form, run, done=_("L'accordo finisce oggi."))
    warning = _(
        "Oggi è l'ultimo giorno: nessuno è più assegnato, e gli operatori degli enti che ne fanno "
        "parte non vedono più le prese in carico che sono state aperte loro. Non toglie niente ai Comuni."
    )
    return done or _form(request, form, title=_("L'accordo finisce"), of=service, warning=warning)


@require_http_methods(METHODS)
def case_attach(request: Request, case_id: UUID) -> HttpResponse:
    """The case is followed within an activity."""
    case = case_or_404(request, case_id)
    policies.may_attach(request.actor, case).enforce()
    form = forms.AttachForm(request.POST or None, actor=request.actor)

    def run() -> str:
        operations.attach_case(case, by=request.actor, **operations.values_of(form.cleaned_data))
        return case.get_absolute_url()

    done = answered(request, form, run, done=_("Ora è seguita anche in questa attività."))
    title = _("In un servizio coprogettato")
    return done or form_page(request, case, form, title=title, label=_("Salva"))


@require_http_methods(METHODS)
def case_detach(request: Request, case_id: UUID, row_id: UUID) -> HttpResponse:
    """The case leaves an activity."""
    case = case_or_404(request, case_id)
    policies.may_attach(request.actor, case).enforce()
    rows = CaseActivity.objects.visible_to(request.actor).select_related("activity", "case")
    row = get_object_or_404(rows, pk=row_id, case=case, period__endswith=None)
    form = EndForm(request.POST or None, actor=request.actor, initial={"version": row.version})

    def run() -> str:
        told = form.cleaned_data
        operations.detach_case(row, by=request.actor, expected=told["version"], last=told["last"])
        return case.get_absolute_url()

    title = _("Esce da «%(activity)s»") % {"activity": row.activity}
    done = answered(request, form, run, done=_("Aggiornato."))
    return done or form_page(request, case, form, title=title, label=_("Conferma"))


def _form(
    request: Request, form: Any, *, title: str, of: Any = None, warning: str = ""
) -> HttpResponse:
    status = 422 if form.is_bound else 200
    context = {"form": form, "title": title, "service": of, "warning": warning}
    return render(request, "cases/joint_form.html", context, status=status)
