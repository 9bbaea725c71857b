"""The glass is broken: from a person's page or from an address; and what is said of it afterwards."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.policies import may
from prossimo.accounts.purposes import states_purpose
from prossimo.accounts.rules import Right
from prossimo.cases.forms.glass import GlassForm, ReviewForm
from prossimo.cases.handing_words import opening_facts
from prossimo.cases.models import GlassOpening, NoteAccess
from prossimo.cases.operations import glass as operations
from prossimo.cases.policies import glass as policies
from prossimo.cases.queries import glass as queries
from prossimo.cases.views.answering import METHODS, answered
from prossimo.citizens.models import Person
from prossimo.core.http import Request

SALT, PROOF_LASTS = "prossimo.cases.glass", 600  # seconds to choose which case
ON_PAGE = 100


def or_emergency(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A case that is not there for this reader offers the emergency way, whether it exists or not."""

    @wraps(view)
    def seen(request: Request, case_id: UUID) -> HttpResponse:
        try:
            return view(request, case_id)
        except Http404:
            if not policies.may_break_glass(request.actor):
                raise
        context = {"url": reverse("cases:glass_case", args=[case_id])}
        return render(request, "cases/unseen.html", context, status=404)

    return seen


@sensitive_post_parameters("password", "code")
@require_http_methods(METHODS)
def glass_case(request: Request, case_id: UUID) -> HttpResponse:
    """From the address of a case that one may not read: the page never says whether it exists."""
    policies.may_break_glass(request.actor).enforce()
    form = GlassForm(request.POST or None, request=request)
    if form.is_bound and form.is_valid():
        told = form.cleaned_data
        done = _broken(request, case_id, told["category"], told["why"])
        if done is not None:
            return done
        form.add_error(None, _("Qui non c'è una presa in carico aperta che ti sia chiusa."))
    back = reverse("cases:cases")
    return _page(request, form, back)


@sensitive_post_parameters("password", "code")
@require_http_methods(METHODS)
@states_purpose(Right.PERSON_READ, "person_id")
def glass_person(request: Request, person_id: UUID) -> HttpResponse:
    """From a person's page: which cases there are is told only after the proof."""
    actor = request.actor
    policies.may_break_glass(actor).enforce()
    person = get_object_or_404(Person.objects.visible_to(actor), pk=person_id)
    policies.may_break_glass_for(actor, person).enforce()
    back = reverse("citizens:person", args=[person.pk])
    if "proof" in request.POST:
        return _chosen(request, person, back)
    form = GlassForm(request.POST or None, request=request)
    if form.is_bound and form.is_valid():
        found = queries.behind_glass(person.pk)
        told = form.cleaned_data
        if len(found) == 1:
            done = _broken(request, found[0].id, told["category"], told["why"])
            if done is not None:
                return done
        if len(found) > 1:
            return _choose(request, person, told, found)
        journal.note(Action.GLASS, "citizens.person", person.pk, note=told["category"])
        form.add_error(None, _("Non ha prese in carico aperte che ti siano chiuse."))
    return _page(request, form, back, person)


def _choose(
    request: Request, person: Person, told: dict[str, Any], found: list[queries.Closed]
) -> HttpResponse:
    """Several: one is chosen, with the proof just given."""
    proof = signing.dumps(
        {
            "post": str(request.actor.post_id),
            "person": str(person.pk),
            "category": told["category"],
            "why": told["why"],
        },
        salt=SALT,
    )
    journal.note(Action.GLASS, "citizens.person", person.pk, note=told["category"])
    context = {"person": person, "found": found, "proof": proof}
    return render(request, "cases/glass_choose.html", context)


def _chosen(request: Request, person: Person, back: str) -> HttpResponse:
    try:
        told = signing.loads(request.POST["proof"], salt=SALT, max_age=PROOF_LASTS)
    except signing.BadSignature:
        told = {}
    mine = {"post": str(request.actor.post_id), "person": str(person.pk)}
    if {name: told.get(name) for name in mine} == mine:
        for each in queries.behind_glass(person.pk):
            if str(each.id) == request.POST.get("case"):
                done = _broken(request, each.id, told["category"], told["why"])
                if done is not None:
                    return done
    messages.error(request, _("È passato troppo tempo: ricomincia."))
    return redirect(back)


def _broken(request: Request, case_id: UUID, category: str, why: str) -> HttpResponse | None:
    until = operations.break_glass(case_id, by=request.actor, category=category, why=why)
    if until is None:
        return None
    said = _("Aperta per un'ora, in sola lettura: chi coordina e il DPO sono stati avvisati.")
    messages.warning(request, said)
    return redirect("cases:case", case_id)


def _page(
    request: Request, form: GlassForm, back: str, person: Person | None = None
) -> HttpResponse:
    context = {"form": form, "back": back, "person": person}
    status = 422 if form.is_bound else 200
    return render(request, "cases/glass.html", context, status=status)


@require_safe
def glass_list(request: Request) -> HttpResponse:
    """What waits for a review, and what was said of the others."""
    actor = request.actor
    may(actor, Right.GLASS_REVIEW).enforce()
    waiting = queries.to_review(actor)
    past = GlassOpening.objects.visible_to(actor).exclude(pk__in=[row.pk for row in waiting])
    reviewed = list(past.for_list()[:ON_PAGE])
    notes = list(NoteAccess.objects.visible_to(actor).select_related("user", "author")[:ON_PAGE])
    journal.shown(Action.LIST, [*waiting, *reviewed, *notes])
    context = {
        "waiting": [(row, queries.review_by(row), queries.is_late(row)) for row in waiting],
        "reviewed": reviewed,
        "notes": notes,
    }
    return render(request, "cases/glass_list.html", context)


@require_http_methods(METHODS)
def glass_review(request: Request, opening_id: UUID) -> HttpResponse:
    """Who opened it, why, and how it was judged."""
    actor = request.actor
    may(actor, Right.GLASS_REVIEW).enforce()
    rows = GlassOpening.objects.visible_to(actor).for_list()
    row = get_object_or_404(rows, pk=opening_id)
    journal.shown(Action.READ, [row])
    reviews = policies.may_review_opening(actor, row)
    if request.method == "POST":
        reviews.enforce()
    form = ReviewForm(request.POST or None, actor=actor, initial={"version": row.version})

    def run() -> str:
        told = form.cleaned_data
        operations.review_opening(
            row, by=actor, expected=told["version"], outcome=told["outcome"], note=told["note"]
        )
        return reverse("cases:glass_list")

    done = answered(request, form, run, done=_("Verifica registrata."))
    if done is not None:
        return done
    context = {
        "opening": row,
        "sheet": opening_facts(row, queries.review_by(row)),
        "late": queries.is_late(row),
        "form": form if reviews else None,
        "reason": reviews.reason,
    }
    status = 422 if form.is_bound else 200
    return render(request, "cases/glass_review.html", context, status=status)
