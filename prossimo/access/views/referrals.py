"""Referrals for who has an account: send, look through them, follow one up, answer it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from prossimo.access.forms.referrals import AnswerForm, NoteForm, ReferralFilter
from prossimo.access.models import Referral
from prossimo.access.operations import referrals as operations
from prossimo.access.policies import referrals as policies
from prossimo.access.queries.referrals import came_back, named, steps_of
from prossimo.access.referral_sheets import (
    asked_facts,
    history,
    referral_sheet,
    shared_facts,
    short_number,
    stand,
)
from prossimo.access.tables.referrals import ReferralTable
from prossimo.access.workflow import REFERRAL, TO_ANSWER
from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.policies import may
from prossimo.accounts.rules import Actor, Reach, Right
from prossimo.core import exports, pdf
from prossimo.core.concurrency import StaleVersion
from prossimo.core.http import Request
from prossimo.core.privacy import NARRATIVE
from prossimo.ui.telling import tell

PROVIDER = ("receive", "accept", "ask_more", "refuse", "start", "end")


@require_safe
def referral_list(request: Request) -> HttpResponse:
    """What I sent and what came of it; for a body, what it was asked."""
    actor: Actor = request.actor
    may(actor, Right.REFERRAL_READ).enforce()
    received = receives(actor)
    rows = Referral.objects.sent_to(actor) if received else Referral.objects.visible_to(actor)
    form = ReferralFilter(request.GET or {}, actor=actor, received=received)
    found = form.narrow(rows).for_list()
    title = _("Invii ricevuti") if received else _("Invii")
    if format_ := exports.asked(request):
        listed = list(found[: exports.MAX_ROWS + 1])
        _name(actor, listed)
        table = ReferralTable(listed, ceiling=actor.ceiling)
        return exports.respond(
            request, table.for_files(), format_, name="invii", title=title,
            seen=lambda row: journal.shown(Action.EXPORT, [row]),
        )  # fmt: skip
    table = ReferralTable(found, ceiling=actor.ceiling)
    table.configure(request)
    shown = [row.record for row in table.page.object_list]
    _name(actor, shown)
    journal.shown(Action.LIST, shown)
    context = {
        "table": table, "form": form, "title": title, "received": received,
        "may_send": actor.has(Right.REFERRAL_SEND),
    }  # fmt: skip
    page = "access/referral_list.html"
    return render(request, f"{page}#rows" if request.htmx else page, context)


@require_safe
def referral_detail(request: Request, referral_id: UUID) -> HttpResponse:
    """One referral: what was asked and shared, how it stands, what happened, what may be done."""
    actor: Actor = request.actor
    referral = _referral(actor, referral_id)
    name = named(actor, [referral])[referral.pk]
    if exports.asked(request) is exports.Format.PDF:
        journal.shown(Action.PRINT, [referral])
        return pdf.respond(request, referral_sheet(actor, referral, name), name="invio")
    journal.shown(Action.READ, [referral])
    return _page(request, referral)


@require_POST
def referral_answer(request: Request, referral_id: UUID) -> HttpResponse:
    """Who was asked answers; the second of two is shown what the first said."""
    actor: Actor = request.actor
    referral = _referral(actor, referral_id)
    policies.may_answer(actor, referral).enforce()
    move = request.POST.get("move", "")
    if move not in PROVIDER:
        return _page(request, referral, status=422)
    signing = policies.answers_for_others(actor, referral)
    form = AnswerForm(request.POST, move=move, signing=signing)
    return _tried(
        request,
        referral,
        form,
        lambda version: operations.answer_referral(
            referral, form.answer(), by=actor, expected=version
        ),
        _("Risposta registrata."),
    )


@require_POST
def referral_follow(request: Request, referral_id: UUID, move: str) -> HttpResponse:
    """Who sent adds what was missing, or takes it back."""
    actor: Actor = request.actor
    referral = _referral(actor, referral_id)
    policies.may_follow_up(actor, referral).enforce()
    form = NoteForm(request.POST, auto_id=f"id_{move}_%s")
    write = operations.supply if move == "supply" else operations.withdraw
    said = _("Aggiunto: ora rispondono loro.") if move == "supply" else _("Invio ritirato.")

    def run(version: int) -> Referral:
        return write(referral, by=actor, expected=version, note=form.cleaned_data["note"])

    return _tried(request, referral, form, run, said, moved=move)


@require_POST
def referral_remind(request: Request, referral_id: UUID) -> HttpResponse:
    actor: Actor = request.actor
    referral = _referral(actor, referral_id)
    try:
        told = operations.remind(referral, by=actor)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        if told:
            messages.success(request, _("Promemoria inviato."))
        else:
            messages.warning(request, _("Non c'è un indirizzo a cui scrivere: telefona."))
    return redirect(referral.get_absolute_url())


@require_POST
def referral_new_link(request: Request, referral_id: UUID) -> HttpResponse:
    actor: Actor = request.actor
    referral = _referral(actor, referral_id)
    if operations.renew_link(referral, by=actor):
        messages.success(request, _("Nuovo collegamento inviato: quello di prima non si apre più."))
    else:
        messages.warning(request, _("Non c'è un indirizzo a cui scrivere: telefona."))
    return redirect(referral.get_absolute_url())


@require_POST
def referral_seen(request: Request, referral_id: UUID) -> HttpResponse:
    actor: Actor = request.actor
    operations.mark_seen(_referral(actor, referral_id), by=actor)
    back = request.POST.get("back") == "oggi"
    return redirect(reverse("web:today") if back else request.path.removesuffix("visto/"))


def receives(actor: Actor) -> bool:
    """Whether the list is of what one's own body was asked."""
    return actor.organisation_id is not None and not actor.has(Right.REFERRAL_SEND)


def _name(actor: Actor, rows: list[Referral]) -> None:
    names = named(actor, rows)
    for row in rows:
        row.__dict__["named"] = names[row.pk]


def _referral(actor: Actor, referral_id: UUID) -> Referral:
    rows = Referral.objects.visible_to(actor).for_list().select_related("reopens")
    return get_object_or_404(rows, pk=referral_id)


def _tried(
    request: Request,
    referral: Referral,
    form: Any,
    run: Callable[[int], object],
    said: str,
    *,
    moved: str = "",
) -> HttpResponse:
    """Run what was asked; errors come back beside their fields, a conflict with both sides."""
    if form.is_valid():
        try:
            run(form.cleaned_data["version"])
        except ValidationError as error:
            tell(form, error)
        except StaleVersion:
            return _page(request, _referral(request.actor, referral.pk), mine=form, status=409)
        else:
            messages.success(request, said)
            return HttpResponseRedirect(referral.get_absolute_url())
    return _page(request, referral, tried=form, moved=moved, status=422)


def answers(
    referral: Referral, *, signing: bool, tried: Any = None
) -> list[tuple[str, Any, AnswerForm]]:
    """Each answer that may be given now: its name, its words, its form."""
    initial = {"version": referral.version}
    found = []
    for name in PROVIDER:
        move = next((each for each in REFERRAL.open_to(referral.state) if each.name == name), None)
        if move is not None:
            form = tried if isinstance(tried, AnswerForm) and tried.move == name else None
            form = form or AnswerForm(move=name, signing=signing, initial=initial)
            found.append((name, move.label, form))
    return found


def _page(
    request: Request,
    referral: Referral,
    *,
    tried: Any = None,
    moved: str = "",
    mine: Any = None,
    status: int = 200,
) -> HttpResponse:
    actor: Actor = request.actor
    tells = actor.ceiling >= NARRATIVE
    asked = policies.is_asked(actor, referral)
    follows = bool(policies.may_follow_up(actor, referral))
    signing = policies.answers_for_others(actor, referral)
    may_answer = bool(policies.may_answer(actor, referral))
    open_to = {move.name for move in REFERRAL.open_to(referral.state)}
    note = NoteForm(initial={"version": referral.version}, auto_id=f"id_{moved or 'n'}_%s")
    context = {
        "referral": referral,
        "number": short_number(referral),
        "name": named(actor, [referral])[referral.pk],
        "asked": asked,
        "tells": tells,
        "facts": asked_facts(referral),
        "shared": shared_facts(referral),
        "stand": stand(referral),
        "history": history(steps_of(actor, referral), tells=tells),
        "answers": answers(referral, signing=signing, tried=tried) if may_answer else [],
        "signing": signing,
        "supply": (tried if moved == "supply" else note) if follows and "supply" in open_to else 0,
        "withdraw": (tried if moved == "withdraw" else note)
        if follows and "withdraw" in open_to
        else None,
        "waits": follows and referral.state in TO_ANSWER,
        "reopens": follows and referral.state in operations.OVER,
        "news": follows and came_back(actor).filter(pk=referral.pk).exists(),
        "sees_person": actor.reach(Right.PERSON_READ) is Reach.AMBITO,
        "mine": mine,
    }
    return render(request, "access/referral_detail.html", context, status=status)
