"""The archive of cases: what comes due, what is held, and each act with its own page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.policies import may
from prossimo.accounts.rules import Actor, Right
from prossimo.cases.forms.retention import ShelfForm, TermForm
from prossimo.cases.models import CaseArchive, LegalHold
from prossimo.cases.operations import retention as operations
from prossimo.cases.policies.retention import may_keep_archive, may_open_archive
from prossimo.cases.queries import retention as reads
from prossimo.cases.queries.retention import Shelf
from prossimo.cases.views.answering import METHODS, answered
from prossimo.core import wording
from prossimo.core.http import Request
from prossimo.core.periods import today
from prossimo.core.policy import Verdict

Given = dict[str, Any]
Lines = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class ShelfAct:
    """One thing that can be done with what stands on a shelf."""

    key: str
    label: Any
    policy: Callable[[Actor], Verdict]
    rows: Callable[[Shelf], Lines]
    asks: tuple[str, ...]
    run: Callable[[Actor, Given], object]
    done: Any
    grave: bool = False


def may_approve(actor: Actor) -> Verdict:
    return may(actor, Right.RETENTION_APPROVE)


def _line(row: CaseArchive) -> tuple[str, str]:
    due = wording.day(row.due_on) if row.due_on else _("senza termine")
    told = {"number": row.number, "area": row.get_user_area_display(), "due": due}
    return str(row.pk), _("%(number)s · %(area)s · fino al %(due)s") % told


def _closed(shelf: Shelf) -> Lines:
    return [
        (str(row.case_id), f"{row.number} · {row.area} · {wording.day(row.closed_on)}")
        for row, _due in shelf.closed
    ]


def _ripe(shelf: Shelf) -> Lines:
    held = {hold.archive_id for hold in shelf.holds}
    day = today()
    return [
        _line(row) for row in shelf.archived
        if row.due_on and row.due_on <= day and row.pk not in held
    ]  # fmt: skip


def _archives(actor: Actor, told: Given) -> list[CaseArchive]:
    return list(CaseArchive.objects.visible_to(actor).filter(pk__in=told["rows"]))


def _each(operation: Callable[..., object]) -> Callable[[Actor, Given], object]:
    def run(actor: Actor, told: Given) -> object:
        more = {name: told[name] for name in ("why", "until") if name in told}
        return [operation(row, by=actor, **more) for row in _archives(actor, told)]

    return run


def _propose(actor: Actor, told: Given) -> object:
    return operations.propose_disposal(_archives(actor, told), by=actor, why=told["why"])


def _dispose(actor: Actor, told: Given) -> object:
    rows = _archives(actor, told)
    return operations.dispose(rows, by=actor, act=told["act"], act_on=told["act_on"])


def _lift(actor: Actor, told: Given) -> object:
    holds = LegalHold.objects.visible_to(actor).filter(pk__in=told["rows"])
    return [operations.lift_hold(hold, by=actor, why=told["why"]) for hold in holds]


ACTS = {
    act.key: act
    for act in (
        ShelfAct("archivia", gettext_lazy("Metti in archivio"), may_keep_archive, _closed, (),
                 lambda by, told: operations.archive_cases(_ids(told), by=by),
                 gettext_lazy("In archivio: escono dagli elenchi di tutti.")),
        ShelfAct("riprendi", gettext_lazy("Riprendi dall'archivio"), may_keep_archive,
                 lambda shelf: [_line(row) for row in (*shelf.archived, *shelf.proposed)], ("why",),
                 _each(operations.recall_case), gettext_lazy("Ripresa: la rivede chi ne è titolare.")),
        ShelfAct("proponi", gettext_lazy("Proponi per lo scarto"), may_keep_archive, _ripe, ("why",),
                 _propose, gettext_lazy("Proposta: ora decide chi approva.")),
        ShelfAct("ferma", gettext_lazy("Ferma lo scarto"), may_open_archive,
                 lambda shelf: [_line(row) for row in (*shelf.archived, *shelf.proposed)],
                 ("why", "until"), _each(operations.hold_back), gettext_lazy("Fermata.")),
        ShelfAct("libera", gettext_lazy("Togli un fermo"), may_open_archive,
                 lambda shelf: [(str(hold.pk), f"{hold.archive.number} · {hold.why}")
                                for hold in shelf.holds],
                 ("why",), _lift, gettext_lazy("Fermo tolto.")),
        ShelfAct("non-scartare", gettext_lazy("Non scartare"), may_approve,
                 lambda shelf: [_line(row) for row in shelf.proposed], ("why",),
                 _each(operations.refuse_disposal), gettext_lazy("Resta in archivio.")),
        ShelfAct("scarta", gettext_lazy("Scarta con l'autorizzazione"), may_approve,
                 lambda shelf: [_line(row) for row in shelf.proposed], ("act", "act_on"), _dispose,
                 gettext_lazy("Scartata: non ne resta una parola."), grave=True),
    )
}  # fmt: skip


def _ids(told: Given) -> list[Any]:
    from uuid import UUID

    return [UUID(row) for row in told["rows"]]


@require_safe
def archive(request: Request) -> HttpResponse:
    """What is closed, what is kept and until when, what waits for an authorisation, what is gone."""
    may_open_archive(request.actor).enforce()
    shelf = reads.shelf_of(request.actor)
    journal.shown(Action.LIST, [*shelf.archived, *shelf.proposed, *shelf.disposed])
    acts = [act for act in ACTS.values() if act.policy(request.actor) and act.rows(shelf)]
    held = {hold.archive_id: hold for hold in shelf.holds}
    context = {
        "shelf": shelf, "acts": acts, "today": today(),
        "archived": [(row, held.get(row.pk)) for row in shelf.archived],
        "proposed": [(row, held.get(row.pk)) for row in shelf.proposed],
        "keeps": bool(may_keep_archive(request.actor)),
    }  # fmt: skip
    return render(request, "cases/archive.html", context)


@require_http_methods(METHODS)
def archive_act(request: Request, act: str) -> HttpResponse:
    """One act of the archive, on the rows that are chosen."""
    if act not in ACTS:
        raise Http404
    chosen = ACTS[act]
    chosen.policy(request.actor).enforce()
    rows = chosen.rows(reads.shelf_of(request.actor))
    form = ShelfForm(request.POST or None, actor=request.actor, rows=rows, asks=chosen.asks)

    def run() -> str:
        chosen.run(request.actor, form.cleaned_data)
        return reverse("cases:archive")

    done = answered(request, form, run, done=str(chosen.done))
    return done or _page(request, form, str(chosen.label), grave=chosen.grave)


@require_http_methods(METHODS)
def term_new(request: Request) -> HttpResponse:
    """A term of conservation, from a day, with the act that sets it."""
    may_keep_archive(request.actor).enforce()
    form = TermForm(request.POST or None, actor=request.actor)

    def run() -> str:
        names = ("user_area", "years", "since", "act")
        told = {name: form.cleaned_data[name] for name in names}
        operations.set_term(by=request.actor, **told)
        return reverse("cases:archive")

    done = answered(request, form, run, done=_("Termine registrato."))
    return done or _page(request, form, _("Nuovo termine di conservazione"))


def _page(request: Request, form: Any, title: str, *, grave: bool = False) -> HttpResponse:
    status = 422 if form.is_bound else 200
    context = {"form": form, "title": title, "grave": grave}
    return render(request, "cases/archive_act.html", context, status=status)
