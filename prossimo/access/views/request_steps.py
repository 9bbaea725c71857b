"""The moves of a request that say something: outcome, refusal, hand-over, reopening."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from prossimo.access.forms.requests import (
    AccompanyForm,
    HandOverForm,
    OrientForm,
    RefuseForm,
    StepForm,
)
from prossimo.access.models import Orientation
from prossimo.access.operations import assessment, requests
from prossimo.access.policies.requests import may_write_orientation
from prossimo.access.queries.allocation import colleagues
from prossimo.access.request_sheets import moves_open, request_page
from prossimo.access.views.requests import METHODS, request_or_404
from prossimo.access.workflow import ORIENTATION
from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.rules import Actor
from prossimo.core.concurrency import StaleVersion
from prossimo.core.http import Request
from prossimo.core.workflow import IllegalMove
from prossimo.ui.telling import tell, told_of

TITLES = {
    "informata": ("inform", gettext_lazy("Che cosa le è stato detto?")),
    "orientata": ("orient", gettext_lazy("A quale servizio?")),
    "accompagnata": ("accompany", gettext_lazy("Chi l'accompagna, dove e quando?")),
    "non-accolta": ("refuse", gettext_lazy("Perché non è accolta?")),
    "ritirata": ("withdraw", gettext_lazy("Che cosa ha detto la persona?")),
    "riprendi": ("reopen", gettext_lazy("Perché si riprende?")),
    "affida": ("hand_over", gettext_lazy("A chi la affidi?")),
}
ADDRESS_OF = {move: address for address, (move, _title) in TITLES.items()}


@require_http_methods(METHODS)
def request_step(request: Request, orientation_id: UUID, step: str) -> HttpResponse:
    """One page a move: what it asks, and the move."""
    if step not in TITLES:
        raise Http404
    row = request_or_404(request, orientation_id)
    may_write_orientation(request.actor, row).enforce()
    move, title = TITLES[step]
    if move not in moves_open(row):
        messages.error(request, _closed(row, move))
        return redirect(row)
    form = _form(request.actor, row, move, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            return redirect(form.once(lambda: _made(request, row, move, form)))
        except ValidationError as error:
            tell(form, error)
        except (StaleVersion, IllegalMove) as error:
            form.add_error(None, told_of(error))
    journal.shown(Action.READ, [row])
    context = {
        "row": row,
        "form": form,
        "title": title,
        "move": move,
        "whose": request_page(request.actor, row)["whose"],
        "label": _label(row, move),
        "referral_url": referral_url(row),
        "remarks_until": requests.remarks_end(row) if row.notice_sent_on else None,
    }
    status = 422 if form.is_bound else 200
    return render(request, "access/request_step.html", context, status=status)


def referral_url(row: Orientation) -> str:
    """The page that sends somebody to a service; nothing while there is none."""
    try:
        return f"{reverse('access:referral_new')}?orientation={row.pk}"
    except NoReverseMatch:
        return ""


def _closed(row: Orientation, move: str) -> str:
    try:
        ORIENTATION.step(row.state, move)
    except (IllegalMove, KeyError) as error:
        if isinstance(error, IllegalMove):
            return str(error)
    return _("La richiesta è conclusa: prima si riprende.")


def _form(actor: Actor, row: Orientation, move: str, data: Any) -> Any:
    given: dict[str, Any] = {"actor": actor, "initial": {"version": row.version}}
    if move == "refuse":
        return RefuseForm(data, noticed=row.notice_sent_on is not None, **given)
    if move == "orient":
        return OrientForm(data, **given)
    if move == "accompany":
        return AccompanyForm(data, posts=colleagues(actor, row.municipality_id), **given)
    if move == "hand_over":
        return HandOverForm(data, posts=colleagues(actor, row.municipality_id), **given)
    return StepForm(data, **given)


def _label(row: Orientation, move: str) -> str:
    if move == "refuse" and row.notice_sent_on is None:
        return _("Segna che il preavviso è inviato")
    if move == "hand_over":
        return _("Affida")
    return str(next(each.label for each in ORIENTATION if each.name == move))


def _made(request: Request, row: Orientation, move: str, form: Any) -> str:
    given, actor = form.cleaned_data, request.actor
    if move == "refuse":
        _refused(request, row, given)
    elif move == "hand_over":
        requests.hand_over(
            row, by=actor, expected=given["version"], to=given["to"], note=given["note"]
        )
        messages.success(request, _("Affidata: la persona è avvisata."))
    elif move == "accompany":
        names = ("where", "when", "by_post", "by_whom")
        values = {name: given[name] for name in names}
        assessment.accompany(row, by=actor, expected=given["version"], **values)
        messages.success(request, _("Accompagnamento segnato."))
    else:
        requests.move_request(row, move, by=actor, expected=given["version"], note=given["note"])
        messages.success(request, _("Fatto: la richiesta è aggiornata."))
    return row.get_absolute_url()


def _refused(request: Request, row: Orientation, given: dict[str, Any]) -> None:
    if row.notice_sent_on is None:
        requests.send_notice(row, by=request.actor, expected=given["version"], why=given["note"])
        messages.success(
            request, _("Preavviso segnato: la persona ha dieci giorni per le osservazioni.")
        )
        return
    requests.refuse(
        row,
        by=request.actor,
        expected=given["version"],
        why=given["note"],
        remarks=given.get("remarks", ""),
    )
    messages.success(request, _("Richiesta non accolta: il motivo resta scritto."))
