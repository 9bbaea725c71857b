"""Proposals of presa in carico: made, answered, reassigned; and the rules that choose to whom."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prossimo.access.acceptances import acceptances
from prossimo.access.choices import OPEN_ORIENTATIONS, ProposalState
from prossimo.access.forms.proposals import DecideForm, ProposalForm, ReassignForm
from prossimo.access.models import CaseProposal, Orientation
from prossimo.access.operations import proposals as operations
from prossimo.access.policies import requests as policies
from prossimo.access.queries.allocation import asked_of, caseworkers, suggested
from prossimo.access.request_words import named
from prossimo.access.views.requests import METHODS, request_or_404
from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.policies import may
from prossimo.accounts.rules import Actor, Right
from prossimo.core.concurrency import StaleVersion
from prossimo.core.http import Request
from prossimo.core.privacy import NARRATIVE
from prossimo.core.workflow import IllegalMove
from prossimo.ui.telling import tell, told_of

ON_PAGE = 25


@require_safe
def proposal_list(request: Request) -> HttpResponse:
    """What waits for an answer, mine first; then what was answered."""
    actor: Actor = request.actor
    may(actor, Right.PROPOSAL_READ).enforce()
    rows = CaseProposal.objects.visible_to(actor).select_related(
        "person", "proposed_to__user", "by"
    )
    waiting = list(rows.waiting().order_by("created_at")[:200])
    waiting.sort(key=lambda row: row.proposed_to_id != actor.post_id)
    answered = rows.exclude(state=ProposalState.PROPOSED).order_by("-decided_at", "pk")
    page = Paginator(answered, ON_PAGE).get_page(request.GET.get("page"))
    journal.shown(Action.LIST, [*waiting, *page.object_list])
    context = {"waiting": waiting, "page": page, "post_id": actor.post_id}
    return render(request, "access/proposal_list.html", context)


@require_http_methods(METHODS)
def proposal_new(request: Request, orientation_id: UUID) -> HttpResponse:
    """Propose the person of a request: to whom, explained rule by rule."""
    origin = request_or_404(request, orientation_id)
    policies.may_write_orientation(request.actor, origin).enforce()
    if origin.person is None or origin.state not in OPEN_ORIENTATIONS:
        messages.error(
            request, _("Si propone una persona con nome, da una richiesta ancora aperta.")
        )
        return redirect(origin)
    posts = caseworkers(request.actor, origin.municipality_id)
    initial = {"version": origin.version, "area": origin.user_area}
    form = ProposalForm(request.POST or None, actor=request.actor, posts=posts, initial=initial)
    if form.is_bound and form.is_valid() and "preview" not in request.POST:
        try:
            return redirect(form.once(lambda: _proposed(request, origin, form)))
        except ValidationError as error:
            tell(form, error)
        except (StaleVersion, IllegalMove) as error:
            form.add_error(None, told_of(error))
    area = form.data.get("area") or origin.user_area
    journal.shown(Action.READ, [origin])
    context = {
        "row": origin,
        "form": form,
        "whose": named(origin),
        "suggested": suggested(request.actor, asked_of(origin, area)) if area else None,
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "access/proposal_new.html", context, status=status)


def _proposed(request: Request, origin: Orientation, form: ProposalForm) -> str:
    given = form.cleaned_data
    row = operations.propose(
        origin,
        by=request.actor,
        expected=given["version"],
        area=given["area"],
        to=given["to"],
        why=given["why"],
        otherwise=given["otherwise"],
    )
    name = row.proposed_to.user.get_full_name()
    messages.success(request, _("Proposta inviata a %(name)s.") % {"name": name})
    return origin.get_absolute_url()


@require_safe
def proposal_detail(request: Request, proposal_id: UUID) -> HttpResponse:
    """One proposal: of whom, why, how it was chosen to whom, and the answer."""
    return _shown(request, _proposal_or_404(request, proposal_id))


@require_POST
def proposal_decide(request: Request, proposal_id: UUID) -> HttpResponse:
    """Accept, refuse with a reason, or (who proposed) take it back."""
    row = _proposal_or_404(request, proposal_id)
    form = DecideForm(request.POST, actor=request.actor)
    move = request.POST.get("move", "")
    if move == "withdraw":
        policies.may_withdraw_proposal(request.actor, row).enforce()
    else:
        policies.may_decide_proposal(request.actor, row).enforce()
    if form.is_valid():
        try:
            return redirect(form.once(lambda: _answered(request, row, move, form)))
        except ValidationError as error:
            tell(form, error)
        except (StaleVersion, IllegalMove) as error:
            form.add_error(None, told_of(error))
    return _shown(request, row, status=422, decide=form)


def _answered(request: Request, row: CaseProposal, move: str, form: DecideForm) -> str:
    given = form.cleaned_data
    common: dict[str, Any] = {"by": request.actor, "expected": given["version"]}
    if move == "accept":
        messages.success(request, _("Proposta accolta."))
        for following in acceptances:
            return following.accept(row, request.actor, given["version"])
        operations.accept(row, **common)
    elif move == "refuse":
        operations.refuse_proposal(row, why=given["why"], **common)
        messages.success(request, _("Non accolta: la richiesta torna al segretariato."))
    elif move == "withdraw":
        operations.withdraw_proposal(row, why=given["why"], **common)
        messages.success(request, _("Proposta ritirata: la richiesta è di nuovo in valutazione."))
    else:
        raise ValidationError(_("Scegli se accogliere o non accogliere."))
    return reverse("access:proposal", args=[row.pk])


@require_POST
def proposal_reassign(request: Request, proposal_id: UUID) -> HttpResponse:
    """The manager gives it to somebody else."""
    row = _proposal_or_404(request, proposal_id)
    policies.may_reassign_proposal(request.actor, row).enforce()
    posts = caseworkers(request.actor, row.orientation.municipality_id)
    form = ReassignForm(request.POST, actor=request.actor, posts=posts)

    def run() -> str:
        given = form.cleaned_data
        operations.reassign(
            row, by=request.actor, expected=given["version"], to=given["to"], why=given["why"]
        )
        messages.success(request, _("Riassegnata: la persona è avvisata."))
        return reverse("access:proposal", args=[row.pk])

    if form.is_valid():
        try:
            return redirect(form.once(run))
        except ValidationError as error:
            tell(form, error)
        except (StaleVersion, IllegalMove) as error:
            form.add_error(None, told_of(error))
    return _shown(request, row, status=422, reassign=form)


def _proposal_or_404(request: Request, proposal_id: UUID) -> CaseProposal:
    may(request.actor, Right.PROPOSAL_READ).enforce()
    rows = CaseProposal.objects.visible_to(request.actor)
    related = ("orientation", "person", "proposed_to__user", "by", "decided_by", "rule")
    return get_object_or_404(rows.select_related(*related), pk=proposal_id)


def _shown(request: Request, row: CaseProposal, *, status: int = 200, **forms: Any) -> HttpResponse:
    actor: Actor = request.actor
    journal.shown(Action.READ, [row])
    waiting = row.state == ProposalState.PROPOSED
    initial = {"version": row.version}
    context: dict[str, Any] = {
        "row": row,
        "whose": row.person.listed_name if row.person else _("Nome non condiviso con te"),
        "tells": actor.ceiling >= NARRATIVE,
        "decides": waiting and bool(policies.may_decide_proposal(actor, row)),
        "withdraws": waiting and bool(policies.may_withdraw_proposal(actor, row)),
        "reassigns": waiting and bool(policies.may_reassign_proposal(actor, row)),
    }
    context["decide"] = DecideForm(actor=actor, initial=initial)
    if context["reassigns"]:
        posts = caseworkers(actor, row.orientation.municipality_id)
        context["reassign"] = ReassignForm(actor=actor, posts=posts, initial=initial)
    return render(request, "access/proposal_detail.html", {**context, **forms}, status=status)
