"""In the street: the page that works without network, and what became of what was written there."""

import base64
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prossimo.access import letters, links, sealing, shell
from prossimo.access.choices import ParcelState
from prossimo.access.forms.outreach import OutreachForm, initial_of
from prossimo.access.models import OutreachPhone, Parcel
from prossimo.access.operations import outreach as operations
from prossimo.access.parcel_sheets import facts_of, parcel_tone
from prossimo.access.policies import outreach as policies
from prossimo.access.queries.contacts import reasons_to_choose, usable_reasons
from prossimo.access.queries.desks import desk_of_the_day, desks_to_choose, desks_to_record_at
from prossimo.access.queries.outreach import my_parcels, needs_of, registered_beside
from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.policies import may
from prossimo.accounts.rules import Actor, Right
from prossimo.core.http import Request
from prossimo.ui.telling import tell

ON_PAGE = 60
PAGE = "access/parcel_detail.html"


@login_not_required
@require_safe
def outreach(request: Request) -> HttpResponse:
    """The page that the telephone keeps: nothing of anybody is in it, so it asks nobody who they are."""
    answer = HttpResponse(shell.page())
    answer["Cache-Control"] = "no-cache"
    return answer


@login_not_required
@require_safe
def outreach_worker(request: Request) -> HttpResponse:
    """What keeps the page in the telephone, for the addresses under this one only."""
    answer = HttpResponse(shell.worker(), content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer


@login_not_required
@require_safe
def outreach_state(request: Request) -> HttpResponse:
    """Asked whenever there is network: who may send, under which key, with which choices."""
    actor: Actor = request.actor
    told: dict[str, Any] = {"csrf": get_token(request), "key": _key(), "in": False, "may": False}
    if actor.user_id is not None:
        told |= {"in": True, "may": actor.has(Right.CONTACT_WRITE)}
    if told["may"]:
        told["options"] = _options(actor)
    answer = JsonResponse(told)
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_POST
def outreach_phone(request: Request) -> HttpResponse:
    """Make a telephone ready: it gets the word by which it hands in, and reads nothing by it."""
    actor: Actor = request.actor
    try:
        phone = operations.prepare_phone(by=actor, name=request.POST.get("name", ""))
    except ValidationError as error:
        return JsonResponse({"error": " ".join(error.messages)}, status=422)
    token = links.sign(links.PHONE, phone.ambito_id, phone.pk, 1)
    return JsonResponse({"token": token, "key": _key(), "options": _options(actor)})


@require_POST
def outreach_phone_revoke(request: Request, phone_id: UUID) -> HttpResponse:
    actor: Actor = request.actor
    phone = get_object_or_404(OutreachPhone.objects.visible_to(actor), pk=phone_id)
    operations.revoke_phone(phone, by=actor)
    messages.success(request, _("Tolto: quel telefono non consegna più da solo."))
    return redirect("access:parcels")


@require_safe
def parcel_list(request: Request) -> HttpResponse:
    """What I wrote in the street and what became of it; what waits for me stands first."""
    actor: Actor = request.actor
    may(actor, Right.CONTACT_WRITE).enforce()
    rows = my_parcels(actor)
    rows = rows.order_by("-written_at", "pk")
    waiting, settled = list(rows.filter(late=False).unsettled()[:ON_PAGE]), list(rows[:ON_PAGE])
    shown = {parcel.pk: parcel for parcel in [*waiting, *settled]}
    journal.shown(Action.LIST, shown.values())
    known = {parcel.pk for parcel in waiting}
    context = {
        "waiting": [(row, parcel_tone(row)) for row in waiting],
        "settled": [(row, parcel_tone(row)) for row in settled if row.pk not in known],
        "reviews": actor.has(Right.CONTACT_REVIEW),
        "phones": OutreachPhone.objects.visible_to(actor).filter(revoked_at=None),
    }
    return render(request, "access/parcel_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def parcel_detail(request: Request, parcel_id: UUID) -> HttpResponse:
    """One that waits: what was refused is corrected here, of two versions one chooses."""
    actor: Actor = request.actor
    rows = Parcel.objects.visible_to(actor).select_related("rival_of", "desk", "contact")
    parcel = get_object_or_404(rows.filter(user=actor.user_id), pk=parcel_id)
    if not policies.may_mend_parcel(actor, parcel):
        return _settled(request, parcel)
    if request.method == "POST":
        return _decided(request, actor, parcel)
    journal.shown(Action.READ, [parcel])
    return _page(request, actor, parcel)


def _settled(request: Request, parcel: Parcel) -> HttpResponse:
    messages.info(request, _("Questo contatto è già sistemato: %(state)s.") % {
        "state": parcel.get_state_display()
    })  # fmt: skip
    return redirect(parcel.contact.get_absolute_url() if parcel.contact else "access:parcels")


def _decided(request: Request, actor: Actor, parcel: Parcel) -> HttpResponse:
    if request.POST.get("do") == "drop":
        operations.drop(parcel, by=actor)
        messages.success(request, _("Messo da parte."))
        return redirect("access:parcels")
    form = form_of(actor, request.POST)
    if form.is_valid():
        try:
            return HttpResponseRedirect(form.once(lambda: _write(request, actor, parcel, form)))
        except ValidationError as error:
            tell(form, error)
    return _page(request, actor, parcel, form, status=422)


def _write(request: Request, actor: Actor, parcel: Parcel, form: OutreachForm) -> str:
    replaces = request.POST.get("do") == "replace"
    write = operations.choose_mine if replaces else operations.mend
    contact = write(parcel, form.recorded(), by=actor)
    said = _("Il contatto registrato ora dice così.") if replaces else _("Contatto registrato.")
    messages.success(request, said)
    return contact.get_absolute_url()


def _page(
    request: Request,
    actor: Actor,
    parcel: Parcel,
    form: OutreachForm | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    told = content_of(parcel)
    contact = registered_beside(actor, parcel)
    if contact is not None:
        journal.shown(Action.READ, [contact])
    context = {
        "parcel": parcel,
        "tone": parcel_tone(parcel),
        "conflict": parcel.state == ParcelState.CONFLICT,
        "form": form or form_of(actor, initial=shown(told)),
        "beside": contact,
        "facts": facts_of(contact) if contact else [],
        "told": told,
    }
    return render(request, PAGE, context, status=status)


def content_of(parcel: Parcel) -> letters.Told | None:
    """What is still sealed in the row; nothing where its key is gone."""
    if not parcel.sealed:
        return None
    first = parcel.rival_of_id or parcel.pk  # a second version was sealed under the first's name
    try:
        text = sealing.opened(bytes(parcel.sealed), first)
        return letters.content(text, parcel.digest)
    except sealing.Broken:
        return None


def shown(told: letters.Told | None) -> dict[str, Any]:
    return initial_of(told.fields, told.written_at) if told else {}


def form_of(actor: Actor, data: Any = None, **more: Any) -> OutreachForm:
    desks = desks_to_record_at(actor)
    if not desks:
        raise Http404
    return OutreachForm(
        data,
        actor=actor,
        desks=desks,
        reasons=usable_reasons(actor.ambito_id),
        needs=partial(needs_of, actor),
        **more,
    )


def _key() -> dict[str, str]:
    name, point = sealing.public_key()
    return {"id": name, "public": base64.b64encode(point).decode()}


def _options(actor: Actor) -> dict[str, Any]:
    """What the form lets one choose: where they record, and the reasons in use."""
    desks = desks_to_choose(actor)
    likely = desk_of_the_day(actor, desks)
    return {
        "desks": [{"id": str(desk.pk), "name": desk.name} for desk in desks],
        "desk": str(likely.pk) if likely else "",
        "reasons": [
            {"id": str(reason.pk), "name": reason.label}
            for reason in reasons_to_choose(actor.ambito_id)
        ],
        "needs": [{"id": str(need.pk), "name": need.label} for need in needs_of(actor)],
    }
