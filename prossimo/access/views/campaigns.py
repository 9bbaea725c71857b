"""The log of what is done so that people know where to knock."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q, Sum
from django.forms import model_to_dict
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from prossimo.access.forms.rotas import CampaignFilter, CampaignForm
from prossimo.access.models import Campaign
from prossimo.access.operations import campaigns as operations
from prossimo.access.policies import rotas as policies
from prossimo.access.tables.campaigns import CampaignTable
from prossimo.accounts.policies import may
from prossimo.accounts.rules import Actor, Right
from prossimo.core import exports
from prossimo.core.concurrency import StaleVersion
from prossimo.core.http import Request
from prossimo.ui.conflicts import conflict_page


@require_safe
def campaign_list(request: Request) -> HttpResponse:
    """What was done, where, and how many people it reached."""
    actor: Actor = request.actor
    may(actor, Right.CAMPAIGN_READ).enforce()
    form = CampaignFilter(request.GET or None, actor=actor)
    rows = form.of(Campaign.objects.visible_to(actor))
    table = CampaignTable(rows.select_related("neighbourhood", "desk", "organisation"))
    if format_ := exports.asked(request):
        title = _("Iniziative di comunicazione")
        return exports.respond(request, table.for_files(), format_, name="iniziative", title=title)
    table.configure(request)
    context = {
        "form": form,
        "table": table,
        "totals": rows.order_by().aggregate(
            number=Count("pk"),
            leaflets=Sum("copies"),
            people=Sum("reached"),
            estimated=Sum("reached", filter=Q(is_estimate=True)),
        ),
        "may_write": actor.has(Right.CAMPAIGN_WRITE),
    }
    page = "access/campaign_list.html"
    return render(request, f"{page}#rows" if request.htmx else page, context)


@require_http_methods(["GET", "HEAD", "POST"])
def campaign_new(request: Request) -> HttpResponse:
    actor: Actor = request.actor
    may(actor, Right.CAMPAIGN_WRITE).enforce()
    initial = {"organisation": actor.organisation_id, "neighbourhood": actor.neighbourhood_id}
    form = CampaignForm(request.POST or None, initial=initial, actor=actor)
    if form.is_valid():
        try:
            return HttpResponseRedirect(form.once(lambda: _registered(actor, form)))
        except ValidationError as error:
            form.add_error(None, error.messages)
    return _form_page(request, form, _("Registra un'iniziativa"))


@require_http_methods(["GET", "HEAD", "POST"])
def campaign_edit(request: Request, campaign_id: UUID) -> HttpResponse:
    """One campaign: to correct for who may, to read for the others."""
    actor: Actor = request.actor
    may(actor, Right.CAMPAIGN_READ).enforce()
    campaign = get_object_or_404(Campaign.objects.visible_to(actor), pk=campaign_id)
    allowed = policies.may_write_campaign(actor, campaign)
    if request.method == "POST":
        allowed.enforce()
    if not allowed:
        return render(request, "access/campaign_detail.html", {"campaign": campaign})
    initial = {**model_to_dict(campaign), "version": campaign.version}
    form = CampaignForm(request.POST or None, initial=initial, actor=actor)
    title, back = _("Correggi l'iniziativa"), reverse("access:campaigns")
    if not form.is_valid():
        return _form_page(request, form, title)
    try:
        expected = form.cleaned_data["version"] or 0
        operations.change_campaign(campaign, by=actor, expected=expected, values=form.values())
    except ValidationError as error:
        form.add_error(None, error.messages)
        return _form_page(request, form, title)
    except StaleVersion as stale:
        return conflict_page(request, stale, title=title, action_url=request.path, back_url=back)
    messages.success(request, _("Iniziativa corretta."))
    return redirect(back)


def _registered(actor: Actor, form: CampaignForm) -> str:
    operations.register_campaign(by=actor, values=form.values())
    return reverse("access:campaigns")


def _form_page(request: Request, form: CampaignForm, title: str) -> HttpResponse:
    back = reverse("access:campaigns")
    context = {"form": form, "title": title, "back_url": back, "danger": False}
    status = 422 if form.is_bound else 200
    return render(request, "access/rota_form.html", context, status=status)
