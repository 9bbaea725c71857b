"""Small screens behind the work: the purpose, the drafts, the deliveries that failed."""

import json
import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest, ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prossimo.accounts import drafts, operations, policies, purposes, queries
from prossimo.accounts.addresses import safe_or
from prossimo.accounts.choices import Purpose
from prossimo.accounts.forms import PurposeForm
from prossimo.accounts.models import OutboxMessage
from prossimo.accounts.rules import Right
from prossimo.accounts.tables import DeliveryTable
from prossimo.core.http import Request
from prossimo.core.text import clean


@require_http_methods(["GET", "HEAD", "POST"])
def purpose(request: Request) -> HttpResponse:
    """«Per quale finalità?», asked before a file opens and remembered for an hour."""
    asked = request.POST if request.method == "POST" else request.GET
    onward = safe_or(request, asked.get("next"), "/")
    try:
        right = Right(asked.get("diritto", ""))
    except ValueError:
        raise BadRequest("no such right") from None
    scope = clean(asked.get("scheda", ""))[:120]
    if not scope or not policies.needs_purpose(request.actor, right):
        return redirect(onward)
    form = PurposeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        purposes.state(request, right, scope, Purpose(form.cleaned_data["purpose"]))
        return redirect(onward)
    context = {"form": form, "right": right.value, "scope": scope, "next": onward}
    return render(request, "accounts/purpose.html", context)


@login_not_required
@require_POST
def draft(request: Request) -> HttpResponse:
    """Keep what is being typed; when the session is over, for the person the page was made for."""
    key, fields = _draft_body(request)
    if not request.user.is_authenticated:
        signed = "".join(str(value) for value in fields.get(drafts.FIELD, []))
        kept = drafts.rescue(request, fields, signed)
        return JsonResponse({"login": True, "kept": kept}, status=401)
    try:
        drafts.keep(request.actor, key, fields)
    except ValidationError as error:
        return JsonResponse({"error": " ".join(error.messages)}, status=413)
    return JsonResponse({"saved_at": f"{timezone.localtime():%H:%M}"})


def _draft_body(request: Request) -> tuple[str, dict[str, list[Any]]]:
    try:
        body = json.loads(request.body)
        key, fields = body["key"], body["fields"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise BadRequest("not a draft") from None
    if not (isinstance(key, str) and key and len(key) <= 120 and isinstance(fields, dict)):
        raise BadRequest("not a draft")
    if not all(isinstance(values, list) for values in fields.values()):
        raise BadRequest("not a draft")
    return key, fields


@require_safe
def deliveries(request: Request) -> HttpResponse:
    """Dead letters, with the way to try them again."""
    policies.may(request.actor, Right.STAFF_MANAGE).enforce()
    table = DeliveryTable(queries.deliveries_failed(request.actor))
    table.configure(request)
    context = {"table": table, "waiting": queries.deliveries_waiting(request.actor)}
    return render(request, "accounts/deliveries.html", context)


@require_POST
def delivery_retry(request: Request, message_id: uuid.UUID) -> HttpResponse:
    policies.may(request.actor, Right.STAFF_MANAGE).enforce()
    try:
        operations.deliver_again(message_id, by=request.actor)
    except OutboxMessage.DoesNotExist:
        raise Http404 from None
    messages.success(request, _("La consegna riparte: se riesce sparisce da questo elenco."))
    return redirect("accounts:deliveries")
