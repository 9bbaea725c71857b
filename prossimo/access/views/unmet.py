"""The register of needs that no service answers: read by who plans, without a name in it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prossimo.access.choices import UnmetState
from prossimo.access.forms.contact_filter import asked_uuid
from prossimo.access.forms.unmet import ClassifyForm, SettleUnmetForm, UnmetFilter, UnmetForm
from prossimo.access.models import Contact, Orientation, UnmetNeed
from prossimo.access.operations import unmet as operations
from prossimo.access.policies.requests import (
    may_classify_contact,
    may_settle_unmet,
    may_write_unmet,
)
from prossimo.access.queries.unmet import by_place_and_theme, people_concerned, to_classify
from prossimo.access.tables.unmet import UnmetTable
from prossimo.access.views.requests import METHODS
from prossimo.access.wording import for_whom
from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.policies import REASONS
from prossimo.accounts.rules import Actor, Right
from prossimo.core import exports
from prossimo.core.concurrency import StaleVersion
from prossimo.core.http import Request
from prossimo.core.privacy import NARRATIVE
from prossimo.ui.telling import tell, told_of

ON_PAGE = 25


def _may_look(actor: Actor) -> None:
    if not (actor.has(Right.UNMET_READ) or actor.has(Right.UNMET_WRITE)):
        raise PermissionDenied(str(REASONS["no_right"]))


@require_safe
def unmet_list(request: Request) -> HttpResponse:
    """The register, with what is missing most, where."""
    actor: Actor = request.actor
    _may_look(actor)
    rows = UnmetNeed.objects.visible_to(actor).select_related("need", "neighbourhood", "service")
    narrowed = UnmetFilter(request.GET, rows.defer("neighbourhood__boundary"), actor=actor)
    table = UnmetTable(narrowed.qs, ceiling=actor.ceiling)
    if format_ := exports.asked(request):
        return exports.respond(
            request,
            table,
            format_,
            name="bisogni-senza-risposta",
            title=_("Bisogni senza risposta"),
            filters=narrowed.sentence(),
        )
    table.configure(request)
    table.caption = narrowed.sentence()
    context = {
        "table": table,
        "filter": narrowed,
        "crossed": by_place_and_theme(narrowed.qs),
        "people": people_concerned(narrowed.qs),
        "total": table.page.paginator.count,
        "may_write": bool(may_write_unmet(actor)),
        "waiting": to_classify(actor).count() if _classifies(actor) else 0,
    }
    template = "access/unmet_list.html#rows" if request.htmx else "access/unmet_list.html"
    return render(request, template, context)


def _classifies(actor: Actor) -> bool:
    return actor.has(Right.UNMET_WRITE) and actor.has(Right.CONTACT_READ)


@require_http_methods(METHODS)
def unmet_new(request: Request) -> HttpResponse:
    """A need heard with no service to answer it, from a request or by itself."""
    actor: Actor = request.actor
    may_write_unmet(actor).enforce()
    origin = _origin(request)
    initial: dict[str, Any] = {}
    if origin is not None:
        initial = {"neighbourhood": origin.neighbourhood_id, "target_group": origin.target_group}
    form = UnmetForm(request.POST or None, actor=actor, initial=initial)

    def run() -> str:
        values = form.values()
        if origin is not None:
            values |= {"orientation": origin, "desk": origin.desk}
        row = operations.hear_unmet(by=actor, **values)
        messages.success(request, _("Registrato: lo legge chi programma i servizi."))
        return origin.get_absolute_url() if origin else reverse("access:unmet", args=[row.pk])

    if form.is_bound and form.is_valid():
        try:
            return redirect(form.once(run))
        except ValidationError as error:
            tell(form, error)
    back = origin.get_absolute_url() if origin else reverse("access:unmet_needs")
    status = 422 if form.is_bound else 200
    context = {"form": form, "back_url": back}
    return render(request, "access/unmet_form.html", context, status=status)


def _origin(request: Request) -> Orientation | None:
    key = asked_uuid(request.GET.get("richiesta", ""))
    if key is None:
        return None
    return Orientation.objects.visible_to(request.actor).filter(pk=key).first()


@require_safe
def unmet_detail(request: Request, unmet_id: UUID) -> HttpResponse:
    """One need of the register, and what became of it."""
    return _page(request, _unmet_or_404(request, unmet_id))


@require_POST
def unmet_settle(request: Request, unmet_id: UUID) -> HttpResponse:
    """A service answers now, or was there already."""
    row = _unmet_or_404(request, unmet_id)
    may_settle_unmet(request.actor, row).enforce()
    form = SettleUnmetForm(request.POST, actor=request.actor, chosen=row.service_id)
    if form.is_valid():
        try:
            return redirect(form.once(lambda: _settled(request, row, form)))
        except ValidationError as error:
            tell(form, error)
        except StaleVersion as error:
            form.add_error(None, told_of(error))
    return _page(request, row, form)


def _unmet_or_404(request: Request, unmet_id: UUID) -> UnmetNeed:
    _may_look(request.actor)
    rows = UnmetNeed.objects.visible_to(request.actor).select_related(
        "need", "neighbourhood", "service", "desk", "author"
    )
    return get_object_or_404(rows.defer("neighbourhood__boundary"), pk=unmet_id)


def _page(request: Request, row: UnmetNeed, form: SettleUnmetForm | None = None) -> HttpResponse:
    actor: Actor = request.actor
    status = 422 if form is not None else 200
    if form is None and may_settle_unmet(actor, row):
        initial = {"version": row.version, "state": row.state, "service": row.service_id}
        form = SettleUnmetForm(actor=actor, chosen=row.service_id, initial=initial)
    journal.shown(Action.READ, [row])
    context = {"row": row, "form": form, "tells": actor.ceiling >= NARRATIVE}
    return render(request, "access/unmet_detail.html", context, status=status)


def _settled(request: Request, row: UnmetNeed, form: SettleUnmetForm) -> str:
    given = form.cleaned_data
    operations.settle_unmet(
        row,
        by=request.actor,
        expected=given["version"],
        state=UnmetState(given["state"]),
        service=given["service"],
    )
    messages.success(request, _("Segnato."))
    return reverse("access:unmet", args=[row.pk])


@require_safe
def unmet_to_classify(request: Request) -> HttpResponse:
    """Contacts that nothing answers and whose need nobody has named yet."""
    actor: Actor = request.actor
    may_write_unmet(actor).enforce()
    page = Paginator(to_classify(actor), ON_PAGE).get_page(request.GET.get("page"))
    journal.shown(Action.LIST, page.object_list)
    lines = [(row, for_whom(row)) for row in page.object_list]
    context = {"page": page, "lines": lines, "tells": actor.ceiling >= NARRATIVE}
    return render(request, "access/unmet_classify.html", context)


@require_http_methods(METHODS)
def contact_classify(request: Request, contact_id: UUID) -> HttpResponse:
    """Name the need of a contact: it enters the register."""
    actor: Actor = request.actor
    contact = get_object_or_404(
        Contact.objects.visible_to(actor).for_list(), pk=contact_id, no_service=True
    )
    may_classify_contact(actor, contact).enforce()
    initial = {"wanted": contact.missing_service if actor.ceiling >= NARRATIVE else ""}
    form = ClassifyForm(request.POST or None, actor=actor, initial=initial)

    def run() -> str:
        given = form.cleaned_data
        operations.classify_contact(contact, by=actor, need=given["need"], wanted=given["wanted"])
        messages.success(request, _("Nel registro: lo legge chi programma i servizi."))
        return reverse("access:unmet_to_classify")

    if form.is_bound and form.is_valid():
        try:
            return redirect(form.once(run))
        except ValidationError as error:
            tell(form, error)
    journal.shown(Action.READ, [contact])
    context = {"form": form, "contact": contact, "back_url": reverse("access:unmet_to_classify")}
    status = 422 if form.is_bound else 200
    return render(request, "access/unmet_form.html", context, status=status)
