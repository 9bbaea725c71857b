"""The segretariato's inbox, and one request from the door to its outcome."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prossimo.access.choices import OPEN_ORIENTATIONS, AccompanimentState
from prossimo.access.forms.requests import (
    NeedForm,
    NoteForm,
    RequestFilter,
    SettleForm,
    TriageForm,
)
from prossimo.access.models import Orientation
from prossimo.access.operations import assessment, requests
from prossimo.access.policies.requests import may_write_orientation
from prossimo.access.queries.requests import counted_inbox, inbox
from prossimo.access.request_sheets import request_page, request_sheet
from prossimo.access.tables.requests import RequestTable, counted
from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.policies import may
from prossimo.accounts.rules import Actor, Right
from prossimo.core import exports, pdf
from prossimo.core.concurrency import StaleVersion
from prossimo.core.http import Request
from prossimo.core.workflow import IllegalMove
from prossimo.ui.telling import tell, told_of

METHODS = ["GET", "HEAD", "POST"]


@require_safe
def request_list(request: Request) -> HttpResponse:
    """The inbox: what is urgent first, then what has waited longest."""
    actor: Actor = request.actor
    may(actor, Right.ORIENTATION_READ).enforce()
    narrowed = RequestFilter(request.GET, inbox(actor), actor=actor)
    table = RequestTable(narrowed.qs, actor=actor)
    if format_ := exports.asked(request):
        return exports.respond(
            request,
            table.for_files(),
            format_,
            name="segretariato",
            title=_("Richieste al segretariato"),
            filters=narrowed.sentence(),
            seen=lambda row: journal.shown(Action.EXPORT, [row]),
        )
    table.configure(request)
    journal.shown(Action.LIST, [row.record for row in table.page.object_list])
    said = {"counted": counted(table.page.paginator.count), "filters": narrowed.sentence()}
    table.caption = _("%(counted)s: %(filters)s") % said
    context = {
        "table": table,
        "filter": narrowed,
        "count": counted_inbox(actor),
        "may_write": actor.has(Right.ORIENTATION_WRITE),
    }
    template = "access/request_list.html#rows" if request.htmx else "access/request_list.html"
    return render(request, template, context)


@require_safe
def request_detail(request: Request, orientation_id: UUID) -> HttpResponse:
    """Everything about one request that the reader may have, and what can be done now."""
    row = request_or_404(request, orientation_id)
    if exports.asked(request) is exports.Format.PDF:
        journal.shown(Action.PRINT, [row])
        return pdf.respond(request, request_sheet(request.actor, row), name="richiesta")
    return shown(request, row)


@require_POST
def request_move(request: Request, orientation_id: UUID) -> HttpResponse:
    """Take in hand, or put back among those of nobody: one key."""
    row = request_or_404(request, orientation_id)
    may_write_orientation(request.actor, row).enforce()
    move = request.POST.get("move", "")
    said = {"take": _("È in mano tua."), "give_back": _("È di nuovo fra quelle da valutare.")}
    form = SettleForm(request.POST)
    if move not in said or not form.is_valid():
        messages.error(request, _("Non ho capito che cosa fare: riprova dalla pagina."))
        return redirect(row)
    try:
        requests.move_request(row, move, by=request.actor, expected=form.cleaned_data["version"])
        messages.success(request, said[move])
    except (StaleVersion, IllegalMove) as error:
        messages.error(request, told_of(error))
    return redirect(row)


@require_http_methods(METHODS)
def request_triage(request: Request, orientation_id: UUID) -> HttpResponse:
    """How urgent it is, which area, what emerged."""
    row = request_or_404(request, orientation_id)
    may_write_orientation(request.actor, row).enforce()
    initial = {
        name: getattr(row, name)
        for name in ("version", "urgency", "user_area", "target_group", "summary")
    }
    form = TriageForm(request.POST or None, actor=request.actor, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(form.once(lambda: _triaged(request, row, form)))
        except StaleVersion as error:
            return _two_texts(request, row, form, error)
        except ValidationError as error:
            tell(form, error)
    journal.shown(Action.READ, [row])
    status = 422 if form.is_bound else 200
    context = {"row": row, "form": form, "whose": request_page(request.actor, row)["whose"]}
    return render(request, "access/request_triage.html", context, status=status)


def _triaged(request: Request, row: Orientation, form: TriageForm) -> str:
    requests.triage(
        row,
        by=request.actor,
        expected=form.cleaned_data["version"],
        values=form.values(),
    )
    messages.success(request, _("Valutazione salvata."))
    return row.get_absolute_url()


def _two_texts(
    request: Request, row: Orientation, form: TriageForm, error: StaleVersion
) -> HttpResponse:
    """Nothing is lost: the form stays as typed, with what the colleague wrote beside it."""
    initial = {**form.values(), "version": error.record.version}
    again = TriageForm(initial=initial, actor=request.actor)
    context = {
        "row": row,
        "form": again,
        "differences": error.differences(),
        "whose": request_page(request.actor, row)["whose"],
    }
    return render(request, "access/request_triage.html", context, status=409)


@require_POST
def need_add(request: Request, orientation_id: UUID) -> HttpResponse:
    """A need with its weight."""
    row = request_or_404(request, orientation_id)
    may_write_orientation(request.actor, row).enforce()
    form = NeedForm(request.POST, actor=request.actor)
    if not form.is_valid():
        return shown(request, row, status=422, need_form=form)

    def run() -> str:
        given = form.cleaned_data
        assessment.assess_need(
            row,
            by=request.actor,
            need=given["need"],
            intensity=given["intensity"],
            answered_by=given["answered_by"],
        )
        messages.success(request, _("Bisogno segnato."))
        return f"{row.get_absolute_url()}#bisogni"

    return redirect(form.once(run))


@require_POST
def need_drop(request: Request, orientation_id: UUID, need_id: UUID) -> HttpResponse:
    row = request_or_404(request, orientation_id)
    assessment.drop_need(row, need_id, by=request.actor)
    messages.success(request, _("Bisogno tolto: nella storia resta."))
    return redirect(f"{row.get_absolute_url()}#bisogni")


@require_POST
def note_add(request: Request, orientation_id: UUID) -> HttpResponse:
    """What was said in an interview."""
    row = request_or_404(request, orientation_id)
    may_write_orientation(request.actor, row).enforce()
    form = NoteForm(request.POST, actor=request.actor)

    def run() -> str:
        requests.add_note(row, by=request.actor, text=form.cleaned_data["note"])
        messages.success(request, _("Nota aggiunta."))
        return f"{row.get_absolute_url()}#storia"

    if form.is_valid():
        try:
            return redirect(form.once(run))
        except ValidationError as error:
            tell(form, error)
    return shown(request, row, status=422, note_form=form)


@require_POST
def accompaniment_settle(
    request: Request, orientation_id: UUID, accompaniment_id: UUID
) -> HttpResponse:
    """It happened, or it was missed."""
    row = request_or_404(request, orientation_id)
    may_write_orientation(request.actor, row).enforce()
    form = SettleForm(request.POST)
    state = request.POST.get("state", "")
    if not form.is_valid() or state not in AccompanimentState.values:
        messages.error(request, _("Non ho capito che cosa fare: riprova dalla pagina."))
        return redirect(row)
    try:
        assessment.settle_accompaniment(
            row,
            accompaniment_id,
            by=request.actor,
            state=AccompanimentState(state),
            expected=form.cleaned_data["version"],
        )
        messages.success(request, _("Segnato."))
    except StaleVersion as error:
        messages.error(request, told_of(error))
    return redirect(row)


def request_or_404(request: Request, orientation_id: UUID) -> Orientation:
    may(request.actor, Right.ORIENTATION_READ).enforce()
    rows = Orientation.objects.visible_to(request.actor).for_list().defer("neighbourhood__boundary")
    return get_object_or_404(rows.select_related("contact__desk"), pk=orientation_id)


def shown(request: Request, row: Orientation, *, status: int = 200, **forms: Any) -> HttpResponse:
    """The page of a request, with a form that came back wrong in its place."""
    actor: Actor = request.actor
    journal.shown(Action.READ, [row])
    context = {**request_page(actor, row), **forms}
    if context["may_write"] and row.state in OPEN_ORIENTATIONS:
        context.setdefault("need_form", NeedForm(actor=actor))
    if context["may_write"]:
        context.setdefault("note_form", NoteForm(actor=actor))
    return render(request, "access/request_detail.html", context, status=status)
