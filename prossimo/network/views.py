"""The screens of the network: who works with the town."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from prossimo.core import exports, gate
from prossimo.core.concurrency import StaleVersion
from prossimo.core.http import Request
from prossimo.core.text import clean
from prossimo.network import operations, policies
from prossimo.network.forms import OrganisationFilter, OrganisationForm
from prossimo.network.models import Organisation
from prossimo.network.tables import OrganisationTable
from prossimo.ui.conflicts import conflict_page


@require_safe
def organisation_list(request: Request) -> HttpResponse:
    gate.may(request.actor, policies.READ).enforce()
    form = OrganisationFilter(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    found = Organisation.objects.visible_to(request.actor)
    if text := clean(asked.get("q", "")).strip():
        found = found.filter(name__icontains=text)
    if kind := asked.get("kind"):
        found = found.filter(kind=kind)
    if asked.get("state") != "all":
        found = found.filter(active=True)
    table = OrganisationTable(found)
    if format_ := exports.asked(request):
        title = _("Organizzazioni")
        return exports.respond(request, table, format_, name="organizzazioni", title=title)
    table.configure(request)
    page = "network/organisation_list.html"
    may_manage = bool(gate.may(request.actor, policies.MANAGE))
    context = {"form": form, "table": table, "may_manage": may_manage}
    return render(request, f"{page}#rows" if request.htmx else page, context)


@require_safe
def organisation_detail(request: Request, organisation_id: uuid.UUID) -> HttpResponse:
    organisation = _seen(request, organisation_id)
    facts = [
        (_("Tipo"), organisation.get_kind_display()),
        (_("Codice fiscale"), organisation.tax_code),
        (_("Telefono"), organisation.phone),
        (_("Posta elettronica"), organisation.email),
        (_("Attiva"), _("sì") if organisation.active else _("no")),
    ]
    may_manage = bool(policies.may_manage_organisation(request.actor, organisation))
    context = {"organisation": organisation, "facts": facts, "may_manage": may_manage}
    return render(request, "network/organisation_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def organisation_new(request: Request) -> HttpResponse:
    gate.may(request.actor, policies.MANAGE).enforce()
    form = OrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = operations.register_organisation(by=request.actor, values=form.values())
        except ValidationError as error:
            form.add_error("name", error.messages)
        else:
            messages.success(request, _("Organizzazione registrata."))
            return redirect("network:organisation", made.pk)
    return _form_page(request, form, _("Registra un'organizzazione"), reverse("network:list"))


@require_http_methods(["GET", "HEAD", "POST"])
def organisation_edit(request: Request, organisation_id: uuid.UUID) -> HttpResponse:
    organisation = _seen(request, organisation_id)
    policies.may_manage_organisation(request.actor, organisation).enforce()
    back = reverse("network:organisation", args=[organisation.pk])
    form = OrganisationForm(
        request.POST or None, instance=organisation, initial={"version": organisation.version}
    )
    title = _("Correggi i dati dell'organizzazione")
    if request.method == "POST" and form.is_valid():
        try:
            operations.update_organisation(
                _seen(request, organisation_id),
                by=request.actor,
                values=form.values(),
                expected=form.cleaned_data["version"],
            )
        except ValidationError as error:
            form.add_error("name", error.messages)
        except StaleVersion as error:
            return conflict_page(
                request, error, title=title, action_url=request.path, back_url=back
            )
        else:
            messages.success(request, _("Modifiche salvate."))
            return redirect(back)
    return _form_page(request, form, title, back)


def _seen(request: Request, organisation_id: uuid.UUID) -> Organisation:
    """The organisation, or 404 both for what is absent and for what belongs to others."""
    return get_object_or_404(Organisation.objects.visible_to(request.actor), pk=organisation_id)


def _form_page(request: Request, form: Any, title: str, back: str) -> HttpResponse:
    context = {"form": form, "title": title, "back_url": back}
    status = 422 if form.is_bound else 200
    return render(request, "network/organisation_form.html", context, status=status)
