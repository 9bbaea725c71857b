"""The supervision: what waits to be looked at, and one contact with what was said about it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from prossimo.access.choices import ReviewState
from prossimo.access.forms.supervision import ALL, CommentForm, ReviewFilter, SeenForm, TakeForm
from prossimo.access.models import Review
from prossimo.access.operations import supervision as operations
from prossimo.access.policies.supervision import may_answer_review, may_supervise
from prossimo.access.queries.requests import request_of_contact
from prossimo.access.queries.supervision import contact_of, counts, for_page, notes_of, to_supervise
from prossimo.access.sheets import contact_facts
from prossimo.access.wording import for_whom, named
from prossimo.access.workflow import REVIEW
from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.policies import may
from prossimo.accounts.rules import Actor, Right
from prossimo.core.concurrency import StaleVersion
from prossimo.core.http import Request
from prossimo.core.periods import today
from prossimo.core.privacy import NARRATIVE
from prossimo.ui.parts import Tab

ON_PAGE = 25


@require_safe
def review_list(request: Request) -> HttpResponse:
    """The contacts of the supervised desks, those to look at first, the oldest on top."""
    actor: Actor = request.actor
    may(actor, Right.CONTACT_REVIEW).enforce()
    form = ReviewFilter(request.GET, actor=actor)
    asked = form.cleaned_data if form.is_valid() else {}
    state = asked.get("stato") or ReviewState.TO_REVIEW
    desk = asked.get("sportello")
    rows = to_supervise(actor)
    rows = rows if state == ALL else rows.filter(state=state)
    page = Paginator(rows.filter(contact__desk=desk) if desk else rows, ON_PAGE).get_page(
        request.GET.get("page")
    )
    journal.shown(Action.LIST, [review.contact for review in page.object_list])
    context = {
        "form": form,
        "page": page,
        "state": state,
        "desk": desk,
        "mixed": state == ALL,
        "lines": [(r, for_whom(r.contact), (today() - r.contact.day).days) for r in page],
        "tabs": _tabs(actor, state, desk.pk if desk else None),
    }
    return render(request, "access/review_list.html", context)


@require_safe
def review_detail(request: Request, review_id: UUID) -> HttpResponse:
    """One contact beside what the supervisor and its author told each other."""
    return _page(request, _review(request.actor, review_id))


@require_POST
def review_see(request: Request, review_id: UUID) -> HttpResponse:
    """Looked at, nothing to say."""
    review, form = _review(request.actor, review_id), SeenForm(request.POST)
    return _acted(request, review, form, operations.mark_seen, _("Segnata come vista."))


@require_POST
def review_comment(request: Request, review_id: UUID) -> HttpResponse:
    """Say or ask something of who recorded it."""
    review, form = _review(request.actor, review_id), CommentForm(request.POST)
    said = _("Commento inviato: chi ha registrato il contatto è avvisato.")
    return _acted(request, review, form, operations.comment, said)


@require_POST
def review_answer(request: Request, review_id: UUID) -> HttpResponse:
    """Answer what was asked."""
    review, form = _review(request.actor, review_id), CommentForm(request.POST)
    may_answer_review(request.actor, review).enforce()
    return _acted(request, review, form, operations.answer, _("Risposta inviata."))


@require_POST
def review_take(request: Request, review_id: UUID) -> HttpResponse:
    """The segretariato takes it over as a request of its own."""
    review, form = _review(request.actor, review_id), TakeForm(request.POST)
    said = _("La richiesta è aperta al segretariato.")
    return _acted(request, review, form, operations.take_over, said)


def _acted(
    request: Request, review: Review, form: SeenForm, act: Callable[..., object], said: str
) -> HttpResponse:
    """Do it once, or show again the page with what is wrong and what was typed."""
    actor: Actor = request.actor
    if act is not operations.answer:
        may_supervise(actor, review).enforce()
    if form.is_valid():
        told = dict(form.cleaned_data)
        try:
            act(review, by=actor, expected=told.pop("version"), **told)
        except StaleVersion:
            form.add_error(None, _("Nel frattempo qualcuno l'ha cambiata: guarda com'è adesso."))
            return _page(request, _review(actor, review.pk), form, status=409)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, said)
            return redirect(_next(actor, review, act))
    return _page(request, _review(actor, review.pk), form, status=422)


def _next(actor: Actor, review: Review, act: Callable[..., object]) -> str:
    """Where the work goes on: in the request that was opened, or with the next contact."""
    if act is operations.answer:
        return review.get_absolute_url()
    opened = request_of_contact(actor, review.contact) if act is operations.take_over else None
    return opened.get_absolute_url() if opened else reverse("access:reviews")


def _page(
    request: Request, review: Review, form: SeenForm | None = None, *, status: int = 200
) -> HttpResponse:
    actor: Actor = request.actor
    tells = actor.ceiling >= NARRATIVE
    contact = contact_of(actor, review)
    opened = request_of_contact(actor, contact)
    journal.shown(Action.READ, [contact])
    context = {
        "review": review,
        "contact": contact,
        "whose": named(contact),
        "facts": contact_facts(actor, contact),
        "tells": tells,
        "notes": notes_of(actor, review) if tells else [],
        "supervises": may_supervise(actor, review),
        "opened": opened,
        **_forms(actor, review, form, opened=opened is not None),
    }
    return render(request, "access/review_detail.html", context, status=status)


def _forms(actor: Actor, review: Review, typed: SeenForm | None, *, opened: bool) -> dict[str, Any]:
    """Only the moves that the state and the reader allow; what was typed stays."""
    moves = {move.name for move in REVIEW.open_to(review.state)}
    allowed = set()
    if may_supervise(actor, review):
        allowed |= {"see", "comment"} if opened else {"see", "comment", "take"}
    if may_answer_review(actor, review):
        allowed |= {"answer"}
    kinds = {"see": SeenForm, "comment": CommentForm, "take": TakeForm, "answer": CommentForm}
    initial = {"version": review.version}
    forms = {f"{name}_form": kinds[name](initial=initial, prefix=None, auto_id=f"{name}_%s")
             for name in moves & allowed}  # fmt: skip
    if typed is not None:
        forms |= {"failed": typed, **_kept(forms, typed)}
    return forms


def _kept(forms: dict[str, Any], typed: SeenForm) -> dict[str, Any]:
    """The words typed for a comment, back in their box with the version as it is now."""
    words = typed.data.get("text", "")
    boxes = {"comment_form", "answer_form"} & set(forms)
    for name in boxes if words else ():
        forms[name].initial["text"] = words
    return {name: forms[name] for name in boxes}


def _review(actor: Actor, review_id: UUID) -> Review:
    return get_object_or_404(for_page(Review.objects.visible_to(actor)), pk=review_id)


def _tabs(actor: Actor, state: str, desk: UUID | None) -> list[Tab]:
    numbers = counts(actor)
    ways = [*((key, str(label), numbers.get(key, 0)) for key, label in ReviewState.choices),
            (ALL, _("tutte"), sum(numbers.values()))]  # fmt: skip
    where = {"sportello": str(desk)} if desk else {}
    base = reverse("access:reviews")
    return [
        Tab(label.capitalize(), f"{base}?{urlencode({'stato': key, **where})}", key == state, n)
        for key, label, n in ways
    ]
