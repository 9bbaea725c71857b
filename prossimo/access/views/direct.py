"""Direct services: the list, the waiting lists, one of them with its moves, a new one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from prossimo.access.choices import OPEN_ORIENTATIONS
from prossimo.access.forms.direct import DirectFilter, DirectForm, DirectMoveForm
from prossimo.access.models import DirectService, DirectStep, Orientation
from prossimo.access.operations import direct as operations
from prossimo.access.policies.requests import may_write_direct, may_write_orientation
from prossimo.access.queries.direct import next_waiting, place_in_list, room_left, waiting_lists
from prossimo.access.request_words import direct_tone, named
from prossimo.access.tables.direct import DirectTable, for_whom
from prossimo.access.views.requests import METHODS, request_or_404
from prossimo.access.workflow import DIRECT
from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.policies import may
from prossimo.accounts.rules import Actor, Right
from prossimo.core import exports
from prossimo.core.concurrency import StaleVersion
from prossimo.core.http import Request
from prossimo.core.privacy import NARRATIVE
from prossimo.core.workflow import IllegalMove
from prossimo.ui.parts import Entry, Fact
from prossimo.ui.telling import tell, told_of


@require_safe
def direct_list(request: Request) -> HttpResponse:
    """Who receives what; without a filter, what is under way."""
    actor: Actor = request.actor
    may(actor, Right.DIRECT_READ).enforce()
    rows = DirectService.objects.visible_to(actor).for_list()
    narrowed = DirectFilter(request.GET, rows, actor=actor)
    table = DirectTable(narrowed.qs, ceiling=actor.ceiling)
    if format_ := exports.asked(request):
        return exports.respond(
            request,
            table.for_files(),
            format_,
            name="prestazioni-dirette",
            title=_("Prestazioni dirette"),
            filters=narrowed.sentence(),
            seen=lambda row: journal.shown(Action.EXPORT, [row]),
        )
    table.configure(request)
    journal.shown(Action.LIST, [row.record for row in table.page.object_list])
    table.caption = narrowed.sentence()
    template = "access/direct_list.html#rows" if request.htmx else "access/direct_list.html"
    return render(request, template, {"table": table, "filter": narrowed})


@require_safe
def direct_waiting(request: Request) -> HttpResponse:
    """Service by service: places, and who waits, in order."""
    may(request.actor, Right.DIRECT_READ).enforce()
    lists = waiting_lists(request.actor)
    journal.shown(Action.LIST, [row for each in lists for row in each.rows])
    return render(request, "access/direct_waiting.html", {"lists": lists})


@require_safe
def direct_detail(request: Request, direct_id: UUID) -> HttpResponse:
    """One direct service: what, since when, what happened, what can be done now."""
    actor: Actor = request.actor
    row = _direct_or_404(request, direct_id)
    journal.shown(Action.READ, [row])
    left = room_left(row.service)
    following = next_waiting(actor, row.service_id) if left is None or left > 0 else None
    if following is not None:
        journal.shown(Action.LIST, [following])
    context = {
        "row": row,
        "whose": for_whom(row),
        "tone": direct_tone(row.state),
        "facts": _facts(actor, row),
        "story": _story(actor, row),
        "moves": [(m.name, m.label) for m in DIRECT.open_to(row.state)],
        "may_write": bool(may_write_direct(actor, row)),
        "position": place_in_list(actor, row),
        "left": left,
        "following": following if following and following.pk != row.pk else None,
    }
    return render(request, "access/direct_detail.html", context)


@require_http_methods(METHODS)
def direct_new(request: Request, orientation_id: UUID) -> HttpResponse:
    """Grant a service to the person of a request."""
    origin = request_or_404(request, orientation_id)
    may_write_orientation(request.actor, origin).enforce()
    may(request.actor, Right.DIRECT_WRITE).enforce()
    if origin.person is None or origin.state not in OPEN_ORIENTATIONS:
        messages.error(
            request,
            _("Una prestazione si concede a una persona con nome, da una richiesta aperta."),
        )
        return redirect(origin)
    initial = {"version": origin.version, "urgency": origin.urgency}
    form = DirectForm(request.POST or None, actor=request.actor, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            return redirect(form.once(lambda: _granted(request, origin, form)))
        except ValidationError as error:
            tell(form, error)
        except (StaleVersion, IllegalMove) as error:
            form.add_error(None, told_of(error))
    journal.shown(Action.READ, [origin])
    context = {"row": origin, "form": form, "whose": named(origin)}
    status = 422 if form.is_bound else 200
    return render(request, "access/direct_new.html", context, status=status)


def _granted(request: Request, origin: Orientation, form: DirectForm) -> str:
    if origin.person is None:
        raise Http404
    row = operations.request_service(
        by=request.actor,
        person=origin.person,
        orientation=origin,
        expected=form.cleaned_data["version"],
        **form.values(),
    )
    messages.success(request, _("Prestazione richiesta: ora si attiva o si mette in lista."))
    return row.get_absolute_url()


@require_http_methods(METHODS)
def direct_move(request: Request, direct_id: UUID, move: str) -> HttpResponse:
    """One page a move: from when, why."""
    if move not in DIRECT.moves:
        raise Http404
    row = _direct_or_404(request, direct_id)
    may_write_direct(request.actor, row).enforce()
    label = next(each.label for each in DIRECT if each.name == move)
    try:
        DIRECT.step(row.state, move)
    except IllegalMove as error:
        messages.error(request, str(error))
        return redirect(row)
    initial = {"version": row.version, "review_on": row.review_on}
    form = DirectMoveForm(request.POST or None, actor=request.actor, move=move, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            return redirect(form.once(lambda: _moved(request, row, move, form)))
        except ValidationError as error:
            tell(form, error)
        except (StaleVersion, IllegalMove) as error:
            form.add_error(None, told_of(error))
    journal.shown(Action.READ, [row])
    context = {"row": row, "form": form, "whose": for_whom(row), "label": label}
    status = 422 if form.is_bound else 200
    return render(request, "access/direct_move.html", context, status=status)


def _moved(request: Request, row: DirectService, move: str, form: DirectMoveForm) -> str:
    given: dict[str, Any] = form.cleaned_data
    operations.move_direct(
        row,
        move,
        by=request.actor,
        expected=given["version"],
        day=given.get("day"),
        review_on=given.get("review_on"),
        why=given.get("why", ""),
    )
    messages.success(request, _("Fatto: la prestazione è aggiornata."))
    return row.get_absolute_url()


def _direct_or_404(request: Request, direct_id: UUID) -> DirectService:
    may(request.actor, Right.DIRECT_READ).enforce()
    rows = DirectService.objects.visible_to(request.actor).for_list()
    return get_object_or_404(rows.select_related("by", "orientation"), pk=direct_id)


def _facts(actor: Actor, row: DirectService) -> list[Fact]:
    tells = actor.ceiling >= NARRATIVE
    facts = [
        Fact(_("Servizio"), row.service.name),
        Fact(_("Chi lo offre"), str(row.service.organisation)),
        Fact(_("Quanto"), row.quantity if tells else ""),
        Fact(_("Attenzioni"), row.needs if tells else "", wide=True),
        Fact(_("Urgenza"), str(row.get_urgency_display())),
        *_days(row),
        Fact(_("Perché"), row.why if tells else "", wide=True),
    ]
    return [fact for fact in facts if fact.value]


def _days(row: DirectService) -> list[Fact]:
    names = (
        (_("Richiesta il"), row.requested_on),
        (_("Attiva dal"), row.active_on),
        (_("Sospesa dal"), row.suspended_on),
        (_("Da rivedere il"), row.review_on),
        (_("Conclusa il"), row.ended_on),
    )
    return [Fact(label, f"{day:%d/%m/%Y}") for label, day in names if day]


def _story(actor: Actor, row: DirectService) -> list[Entry]:
    steps = DirectStep.objects.visible_to(actor).filter(direct=row).select_related("by")
    labels = {move.name: str(move.label) for move in DIRECT} | {"request": _("Richiesta")}
    tells = actor.ceiling >= NARRATIVE
    return [
        Entry(
            title=labels.get(step.name, step.name),
            when=step.at,
            text=step.note if tells else "",
            by=step.by.get_full_name() if step.by else "",
        )
        for step in steps.order_by("-at")
    ]
