"""The screens of the catalogue: which services there are, for which needs."""

import io
import uuid
from typing import Any

import segno
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prossimo.accounts.policies import may
from prossimo.accounts.rules import Actor, Right
from prossimo.catalogue import operations, policies
from prossimo.catalogue.choices import NeedTheme
from prossimo.catalogue.forms import LastDayForm, NeedForm, ServiceFilter, ServiceForm
from prossimo.catalogue.models import Need, Service
from prossimo.catalogue.queries import beside
from prossimo.catalogue.sheets import service_facts, service_sheet
from prossimo.catalogue.tables import ServiceTable
from prossimo.core import exports, pdf
from prossimo.core.concurrency import Difference, StaleVersion
from prossimo.core.http import Request
from prossimo.core.periods import today
from prossimo.core.text import clean


@require_safe
def service_list(request: Request) -> HttpResponse:
    """Which services answer, found with the words of who needs them."""
    actor: Actor = request.actor
    may(actor, Right.CATALOGUE_READ).enforce()
    form = ServiceFilter(request.GET or {}, actor=actor)
    found = form.found()
    table = ServiceTable(found, order_by=() if isinstance(found, list) else "name")
    if format_ := exports.asked(request):
        return exports.respond(
            request, table.for_files(), format_, name="servizi", title=_("Servizi")
        )
    table.configure(request)
    page = "catalogue/service_list.html"
    context = {"form": form, "table": table, "may_manage": actor.has(Right.CATALOGUE_MANAGE)}
    return render(request, f"{page}#rows" if request.htmx else page, context)


@require_POST
def services_beside(request: Request) -> HttpResponse:
    """The services that answer what is being written; posted, so that no address keeps the words."""
    actor: Actor = request.actor
    may(actor, Right.CATALOGUE_READ).enforce()
    text = clean(request.POST.get("needs", ""))[:1000]
    context = {
        "services": beside(actor, text),
        "text": text.strip(),
        "person": request.POST.get("person", ""),
        "may_send": actor.has(Right.REFERRAL_SEND),
    }
    return render(request, "catalogue/beside.html", context)


@require_safe
def service_detail(request: Request, service_id: uuid.UUID) -> HttpResponse:
    """What it gives, for whom, what it costs, where, what to bring, how it is asked for."""
    actor: Actor = request.actor
    service = _service(actor, service_id)
    if exports.asked(request) is exports.Format.PDF:
        return pdf.respond(request, service_sheet(service), name="servizio")
    context = {
        "service": service,
        "facts": service_facts(service),
        "on_offer": today() in service.period and service.organisation.active,
        "has_code": bool(_coded(service)),
        "managing": policies.may_manage_service(actor, service),
        "may_send": actor.has(Right.REFERRAL_SEND),
        "for_whom": request.GET.get("person", ""),
    }
    return render(request, "catalogue/service_detail.html", context)


@require_safe
def service_qr(request: Request, service_id: uuid.UUID) -> HttpResponse:
    """A code for the telephone of who is handed the sheet: the site, or the number to call."""
    coded = _coded(_service(request.actor, service_id))
    if not coded:
        raise Http404
    drawn = io.BytesIO()
    segno.make(coded, micro=False).save(drawn, kind="svg", scale=4, border=2, light="#fff")
    return HttpResponse(drawn.getvalue(), content_type="image/svg+xml")


@require_http_methods(["GET", "HEAD", "POST"])
def service_new(request: Request) -> HttpResponse:
    actor: Actor = request.actor
    may(actor, Right.CATALOGUE_MANAGE).enforce()
    form = ServiceForm(request.POST or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        try:
            told = form.cleaned_data
            made = operations.offer_service(
                by=actor, values=form.values(), needs=list(told["needs"])
            )
        except ValidationError as error:
            _tell(form, error)
        else:
            messages.success(request, _("Servizio messo in catalogo."))
            return HttpResponseRedirect(made.get_absolute_url())
    return _form_page(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
def service_edit(request: Request, service_id: uuid.UUID) -> HttpResponse:
    """Correct the page of a service; the second of two savers sees what the first wrote."""
    actor: Actor = request.actor
    service = _service(actor, service_id)
    policies.may_manage_service(actor, service).enforce()
    form = ServiceForm(request.POST or None, instance=service, actor=actor)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            operations.change_service(
                _service(actor, service_id),
                by=actor,
                values=form.values(),
                needs=list(told["needs"]),
                expected=told["version"],
            )
        except ValidationError as error:
            _tell(form, error)
        except StaleVersion as error:
            posted = request.POST.copy()  # saving again saves over what is there now
            posted["version"] = str(error.record.version)
            form = ServiceForm(posted, instance=service, actor=actor)
            return _form_page(request, form, service, disputes=error.differences())
        else:
            messages.success(request, _("Modifiche salvate."))
            return redirect(service.get_absolute_url())
    return _form_page(request, form, service)


@require_POST
def service_verify(request: Request, service_id: uuid.UUID) -> HttpResponse:
    service = _service(request.actor, service_id)
    operations.verify_service(service, by=request.actor)
    messages.success(request, _("Segnato come verificato oggi."))
    return redirect(service.get_absolute_url())


@require_http_methods(["GET", "HEAD", "POST"])
def service_close(request: Request, service_id: uuid.UUID) -> HttpResponse:
    """Close by a date; what was sent to it stays readable."""
    actor: Actor = request.actor
    service = _service(actor, service_id)
    policies.may_manage_service(actor, service).enforce()
    form = LastDayForm(request.POST or None, initial={"version": service.version})
    if form.is_valid():
        told = form.cleaned_data
        try:
            operations.close_service(service, by=actor, expected=told["version"], last=told["last"])
        except ValidationError as error:
            form.add_error("last", error.messages)
        except StaleVersion:
            form.add_error(None, _("Qualcuno l'ha appena modificato: ricarica la pagina."))
        else:
            messages.success(request, _("Ultimo giorno salvato."))
            return redirect(service.get_absolute_url())
    status = 422 if form.is_bound else 200
    context = {"service": service, "form": form}
    return render(request, "catalogue/service_close.html", context, status=status)


@require_POST
def service_reopen(request: Request, service_id: uuid.UUID) -> HttpResponse:
    service = _service(request.actor, service_id)
    operations.close_service(service, by=request.actor, expected=service.version, last=None)
    messages.success(request, _("Il servizio resta in catalogo."))
    return redirect(service.get_absolute_url())


@require_http_methods(["GET", "HEAD", "POST"])
def need_list(request: Request) -> HttpResponse:
    """The vocabulary of needs: the common ones, and those that this ambito keeps."""
    actor: Actor = request.actor
    may(actor, Right.CATALOGUE_READ).enforce()
    form = None
    if request.method == "POST":
        may(actor, Right.CATALOGUE_MANAGE).enforce()
    if actor.has(Right.CATALOGUE_MANAGE):
        form = NeedForm(request.POST or None, actor=actor)
        if form.is_valid():
            try:
                return HttpResponseRedirect(form.once(lambda: _add_need(actor, form)))
            except ValidationError as error:
                _tell(form, error)
    needs = list(Need.objects.usable_in(actor.ambito_id))
    context = {
        "themes": [
            (label, [need for need in needs if need.theme == key])
            for key, label in NeedTheme.choices
        ],
        "form": form,
        "today": today(),
    }
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "catalogue/need_list.html", context, status=status)


@require_POST
def need_close(request: Request, need_id: uuid.UUID) -> HttpResponse:
    """From tomorrow it is not offered any more."""
    actor: Actor = request.actor
    need = get_object_or_404(Need.objects.of_ambito(actor.ambito_id), pk=need_id)
    operations.close_need(need, by=actor, expected=need.version, last=today())
    messages.success(request, _("Da domani il bisogno non si sceglie più."))
    return redirect("catalogue:needs")


def _add_need(actor: Actor, form: NeedForm) -> str:
    told = form.cleaned_data
    operations.add_need(by=actor, label=told["label"], theme=told["theme"], rank=told["rank"])
    return reverse("catalogue:needs")


def _service(actor: Actor, service_id: uuid.UUID) -> Service:
    """The service, or 404 both for what is absent and for what belongs to others."""
    services = Service.objects.visible_to(actor).for_list().prefetch_related("needs")
    return get_object_or_404(services, pk=service_id)


def _coded(service: Service) -> str:
    phone = "".join(sign for sign in service.phone if sign.isdigit() or sign == "+")
    return service.website or (f"tel:{phone}" if phone else "")


def _tell(form: Any, error: ValidationError) -> None:
    """Each sentence beside its field, the others on top."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)


def _form_page(
    request: Request,
    form: ServiceForm,
    service: Service | None,
    *,
    disputes: list[Difference] | None = None,
) -> HttpResponse:
    context = {"form": form, "service": service, "disputes": disputes or []}
    status = 409 if disputes else 422 if form.is_bound else 200
    return render(request, "catalogue/service_form.html", context, status=status)
