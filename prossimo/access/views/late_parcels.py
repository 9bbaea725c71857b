"""What arrived from who no longer works here: the supervision reads it, registers it or refuses it."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from prossimo.access.forms.outreach import LateRefusalForm, OutreachForm
from prossimo.access.models import Parcel
from prossimo.access.operations import outreach as operations
from prossimo.access.parcel_sheets import parcel_tone
from prossimo.access.policies import outreach as policies
from prossimo.access.queries.outreach import late_parcels
from prossimo.access.views.outreach import ON_PAGE, content_of, form_of, shown
from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.policies import may
from prossimo.accounts.rules import Actor, Right
from prossimo.core.http import Request
from prossimo.ui.telling import tell


@require_safe
def late_list(request: Request) -> HttpResponse:
    """Who wrote it and when; the content only on the page of each."""
    actor: Actor = request.actor
    may(actor, Right.CONTACT_REVIEW).enforce()
    rows = late_parcels(actor)
    waiting = list(rows.filter(settled_at=None).order_by("written_at")[:ON_PAGE])
    settled = list(rows.exclude(settled_at=None).order_by("-settled_at")[:ON_PAGE])
    journal.shown(Action.LIST, [*waiting, *settled])
    context = {
        "waiting": [(row, parcel_tone(row)) for row in waiting],
        "settled": [(row, parcel_tone(row)) for row in settled],
    }
    return render(request, "access/late_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def late_detail(request: Request, parcel_id: UUID) -> HttpResponse:
    """One of them, opened: it is journalled like any reading."""
    actor: Actor = request.actor
    may(actor, Right.CONTACT_REVIEW).enforce()
    rows = late_parcels(actor).defer(None).select_related("contact", "rival_of")
    parcel = get_object_or_404(rows, pk=parcel_id)
    if request.method == "POST":
        return _refused(request, actor, parcel) if "refuse" in request.POST else _registered(
            request, actor, parcel
        )  # fmt: skip
    journal.shown(Action.READ, [parcel])
    return _page(request, actor, parcel)


def _registered(request: Request, actor: Actor, parcel: Parcel) -> HttpResponse:
    policies.may_settle_late(actor, parcel).enforce()
    form = form_of(actor, request.POST)
    if form.is_valid():
        try:
            return HttpResponseRedirect(form.once(lambda: _write(request, actor, parcel, form)))
        except ValidationError as error:
            tell(form, error)
    return _page(request, actor, parcel, form, status=422)


def _write(request: Request, actor: Actor, parcel: Parcel, form: OutreachForm) -> str:
    contact = operations.register_late(parcel, form.recorded(), by=actor)
    messages.success(request, _("Contatto registrato."))
    return contact.get_absolute_url()


def _refused(request: Request, actor: Actor, parcel: Parcel) -> HttpResponse:
    form = LateRefusalForm(request.POST)
    if not form.is_valid():
        return _page(request, actor, parcel, refusing=form, status=422)
    operations.refuse_late(parcel, by=actor, why=form.cleaned_data["why"])
    messages.success(request, _("Non registrato: il testo è stato tolto."))
    return redirect("access:late_parcels")


def _page(
    request: Request,
    actor: Actor,
    parcel: Parcel,
    form: OutreachForm | None = None,
    *,
    refusing: LateRefusalForm | None = None,
    status: int = 200,
) -> HttpResponse:
    told = content_of(parcel)
    waits = bool(policies.may_settle_late(actor, parcel))
    context = {
        "parcel": parcel,
        "tone": parcel_tone(parcel),
        "told": told,
        "waits": waits,
        "form": (form or form_of(actor, initial=shown(told))) if waits else None,
        "refusing": refusing or LateRefusalForm(),
        "is_refusing": refusing is not None,
    }
    return render(request, "access/late_detail.html", context, status=status)
