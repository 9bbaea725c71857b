"""The vocabulary of reasons: what is in use, since when, in which words."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from prossimo.access import operations, policies
from prossimo.access.choices import ReasonGroup
from prossimo.access.forms.desks import LastDayForm
from prossimo.access.forms.reasons import ReasonForm, RenameForm
from prossimo.access.models import Reason
from prossimo.accounts.policies import may
from prossimo.accounts.rules import Actor, Right
from prossimo.core.concurrency import StaleVersion
from prossimo.core.http import Request
from prossimo.core.periods import today


@require_http_methods(["GET", "HEAD", "POST"])
def reason_list(request: Request) -> HttpResponse:
    """Reasons in use and out of use; who keeps the vocabulary adds one here."""
    actor: Actor = request.actor
    if request.method == "POST" or not actor.has(Right.CONTACT_READ):
        may(actor, Right.DESK_MANAGE).enforce()
    form = None
    if actor.has(Right.DESK_MANAGE):
        form = ReasonForm(request.POST or None, actor=actor)
        if form.is_valid():
            try:
                return HttpResponseRedirect(form.once(lambda: _add(actor, form)))
            except ValidationError as error:
                form.add_error(None, error.messages)
    reasons = list(Reason.objects.of_ambito(actor.ambito_id).select_related("ambito"))
    in_use = [reason for reason in reasons if today() in reason.period]
    context = {
        "families": [
            (label, [reason for reason in in_use if reason.group == key])
            for key, label in ReasonGroup.choices
        ],
        "others": [reason for reason in reasons if reason not in in_use],
        "form": form,
    }
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "access/reason_list.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def reason_detail(request: Request, reason_id: UUID) -> HttpResponse:
    """One reason: rename it from a day on, or take it out of use."""
    actor: Actor = request.actor
    may(actor, Right.DESK_MANAGE).enforce()
    reasons = Reason.objects.of_ambito(actor.ambito_id).select_related("replaces")
    reason = get_object_or_404(reasons, pk=reason_id)
    initial = {"version": reason.version, "label": reason.label}
    closing = "last" in request.POST
    rename = RenameForm(
        request.POST if request.POST and not closing else None, initial=initial, actor=actor
    )
    close = LastDayForm(request.POST if closing else None, initial=initial)
    form = close if closing else rename
    if form.is_valid():
        try:
            return HttpResponseRedirect(_change(request, actor, reason, rename, close))
        except ValidationError as error:
            form.add_error(None, error.messages)
        except StaleVersion:
            form.add_error(None, _("Qualcuno l'ha appena modificato: ricarica la pagina."))
    context = {
        "reason": reason,
        "rename": rename,
        "close": close,
        "managing": policies.may_manage_reason(actor, reason),
    }
    status = 422 if form.is_bound else 200
    return render(request, "access/reason_detail.html", context, status=status)


def _add(actor: Actor, form: ReasonForm) -> str:
    operations.add_reason(
        by=actor,
        **{name: form.cleaned_data[name] for name in ("label", "group", "since_day", "rank")},
        common=form.cleaned_data.get("common", False),
    )
    return reverse("access:reasons")


def _change(
    request: Request, actor: Actor, reason: Reason, rename: RenameForm, close: LastDayForm
) -> str:
    if close.is_bound:
        told = close.cleaned_data
        operations.close_reason(reason, by=actor, expected=told["version"] or 0, last=told["last"])
        messages.success(request, _("Data di fine salvata."))
        return reverse("access:reasons")
    url = rename.once(lambda: _rename(actor, reason, rename))
    messages.success(request, _("Motivo rinominato."))
    return url


def _rename(actor: Actor, reason: Reason, form: RenameForm) -> str:
    told = form.cleaned_data
    renamed = operations.rename_reason(
        reason, by=actor, expected=told["version"], label=told["label"], since_day=told["since_day"]
    )
    return renamed.get_absolute_url()
