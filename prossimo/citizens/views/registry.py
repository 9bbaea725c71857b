"""The screens of the municipal registry: bring a file, say its columns, look, approve, undo."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.policies import may
from prossimo.accounts.rules import Right
from prossimo.citizens.exchange import sources
from prossimo.citizens.forms.registry import ColumnsForm, RegistryFileForm, RowFilter
from prossimo.citizens.forms.registry_tables import RowTable
from prossimo.citizens.models import RegistryBatch
from prossimo.citizens.operations import news, registry
from prossimo.citizens.queries.news import last_reading
from prossimo.citizens.queries.registry import first_to_see, outcomes, rows_of, standing_of
from prossimo.citizens.registry import example
from prossimo.citizens.registry.faults import UnreadableFile
from prossimo.core import exports
from prossimo.core.http import Request
from prossimo.ui.parts import Tab

KIND = RegistryBatch._meta.label_lower
LISTED = 30


@require_http_methods(["GET", "HEAD", "POST"])
def registry_list(request: Request) -> HttpResponse:
    """The files brought so far, and the form for one more."""
    _may_see(request)
    brings = request.actor.has(Right.REGISTRY_IMPORT)
    form = RegistryFileForm(request.POST or None, request.FILES or None, actor=request.actor)
    if request.method == "POST":
        may(request.actor, Right.REGISTRY_IMPORT).enforce()
        if form.is_valid() and (answer := _received(request, form)):
            return answer
    batches = RegistryBatch.objects.visible_to(request.actor).select_related("municipality")
    context = {
        "form": form if brings else None,
        "batches": batches.defer("municipality__boundary")[:LISTED],
        "news": sources.news_offered(),
        "brings": brings,
        "reading": last_reading(request.actor),
    }
    status = 422 if form.is_bound else 200
    return render(request, "citizens/registry.html", context, status=status)


def _received(request: Request, form: RegistryFileForm) -> HttpResponse | None:
    given = form.cleaned_data
    try:
        batch = registry.receive_file(
            by=request.actor,
            name=given["file"].name,
            pieces=given["file"].chunks(),
            municipality=given["municipality"],
            whole=given["whole"],
        )
    except registry.AlreadyHere as here:
        messages.info(request, _("Questo file è già stato caricato: ecco a che punto è."))
        return redirect("citizens:registry_batch", here.batch.pk)
    except UnreadableFile as fault:
        form.add_error("file", str(fault))
        return None
    return redirect("citizens:registry_columns", batch.pk)


@require_safe
def registry_example(request: Request) -> HttpResponse:
    """A small file of invented people."""
    _may_see(request)
    return exports.attachment(
        example.content(), name=_("esempio-anagrafe"), format_=exports.Format.CSV
    )


@require_http_methods(["GET", "HEAD", "POST"])
def registry_columns(request: Request, batch_id: uuid.UUID) -> HttpResponse:
    """Which column is which, with the first rows before one's eyes."""
    may(request.actor, Right.REGISTRY_IMPORT).enforce()
    batch = _batch_or_404(request, batch_id)
    if not standing_of(request.actor, batch).may_map:
        return redirect("citizens:registry_batch", batch.pk)
    try:
        headers, rows = registry.preview(batch)
    except (UnreadableFile, OSError) as fault:
        messages.error(request, str(fault) if isinstance(fault, UnreadableFile) else _gone())
        return redirect("citizens:registry_batch", batch.pk)
    form = ColumnsForm(request.POST or None, batch=batch, headers=headers)
    if request.method == "POST" and form.is_valid():
        try:
            registry.choose_columns(
                batch.pk, by=request.actor, chosen=form.chosen, words=form.words
            )
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            return redirect("citizens:registry_batch", batch.pk)
    journal.note(Action.READ, KIND, batch.pk)
    context = {"batch": batch, "form": form, "headers": headers, "rows": rows}
    status = 422 if form.is_bound else 200
    return render(request, "citizens/registry_columns.html", context, status=status)


@require_safe
def registry_batch(request: Request, batch_id: uuid.UUID) -> HttpResponse:
    """What the file would do, or did: counts, rows, and the step that comes next."""
    batch = _batch_or_404(request, batch_id)
    choice = RowFilter(request.GET)
    asked = choice.cleaned_data["esito"] if choice.is_valid() else ""
    state = asked if "esito" in request.GET else first_to_see(batch)
    table = RowTable(rows_of(batch, state), ceiling=request.actor.ceiling)
    if format_ := exports.asked(request):
        journal.note(Action.EXPORT, KIND, batch.pk)
        return exports.respond(
            request, table, format_, name="anagrafe", title=batch.file_name, filters=state
        )
    table.configure(request)
    journal.note(Action.LIST, KIND, batch.pk)
    context: dict[str, Any] = {
        "standing": standing_of(request.actor, batch),
        "batch": batch,
        "outcomes": outcomes(batch),
        "table": table,
        "state": state,
        "tabs": _tabs(batch, state),
    }
    return render(request, "citizens/registry_batch.html", context)


def _tabs(batch: RegistryBatch, state: str) -> list[Tab]:
    found = outcomes(batch)
    tabs = [Tab(one.label, f"?esito={one.key}", one.key == state, one.number) for one in found]
    every = sum(one.number for one in found)
    return [*tabs, Tab(_("tutte"), "?esito=", not state, every)]


@require_safe
def registry_progress(request: Request, batch_id: uuid.UUID) -> HttpResponse:
    """How far the work is; when it ends, the whole page is asked for."""
    batch = _batch_or_404(request, batch_id)
    standing = standing_of(request.actor, batch)
    if not standing.under_way:
        answer = HttpResponse(status=204)
        answer["HX-Refresh"] = "true"
        return answer
    return render(
        request, "citizens/registry_progress.html", {"standing": standing, "batch": batch}
    )


@require_POST
def registry_approve(request: Request, batch_id: uuid.UUID) -> HttpResponse:
    return _decided(request, batch_id, registry.approve)


@require_POST
def registry_undo(request: Request, batch_id: uuid.UUID) -> HttpResponse:
    return _decided(request, batch_id, registry.undo)


@require_POST
def registry_drop(request: Request, batch_id: uuid.UUID) -> HttpResponse:
    return _decided(request, batch_id, registry.drop)


def _decided(
    request: Request, batch_id: uuid.UUID, decide: Callable[..., RegistryBatch]
) -> HttpResponse:
    batch = _batch_or_404(request, batch_id)
    try:
        decide(batch.pk, by=request.actor)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("citizens:registry_batch", batch.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def registry_news(request: Request) -> HttpResponse:
    """Have the changes of the national registry read; asked again by the page while they are."""
    _may_see(request)
    if request.method == "POST":
        may(request.actor, Right.REGISTRY_IMPORT).enforce()
        if sources.news_offered():
            news.request_reading(by=request.actor)
    if not request.htmx:
        return redirect("citizens:registry")
    context = {
        "reading": last_reading(request.actor),
        "brings": request.actor.has(Right.REGISTRY_IMPORT),
    }
    return render(request, "citizens/registry_news.html", context)


def _may_see(request: Request) -> None:
    if not request.actor.has(Right.REGISTRY_APPROVE):
        may(request.actor, Right.REGISTRY_IMPORT).enforce()


def _batch_or_404(request: Request, batch_id: uuid.UUID) -> RegistryBatch:
    _may_see(request)
    batches = RegistryBatch.objects.visible_to(request.actor).defer("municipality__boundary")
    found = batches.select_related("municipality", "uploaded_by", "approved_by")
    batch = found.filter(pk=batch_id).first()
    if batch is None:
        raise Http404
    return batch


def _gone() -> str:
    return _("Il file non c'è più: caricalo di nuovo.")
