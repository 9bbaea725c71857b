"""Diary and documents read again before they are given to the person: page by page, given or left out."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.policies import may
from prossimo.accounts.rules import Right
from prossimo.cases.forms.copies import CopyForm
from prossimo.cases.models import Case
from prossimo.cases.operations.copies import choose_for_copy
from prossimo.cases.policies.copies import may_review_copy
from prossimo.cases.queries.copies import Piece, pieces_of
from prossimo.cases.views.answering import METHODS, answered, case_or_404
from prossimo.core.http import Request

ON_PAGE = 15


@require_http_methods(METHODS)
def copy_review(request: Request, case_id: UUID) -> HttpResponse:
    """What is still to be read again, some at a time; `?tutte=1` shows what was chosen before too."""
    may(request.actor, Right.CASE_WRITE).enforce()
    case = case_or_404(request, case_id)
    may_review_copy(request.actor, case).enforce()
    every = pieces_of(request.actor, case)
    whole = "tutte" in request.GET
    page = Paginator([piece for piece in every if whole or not piece.decided], ON_PAGE).get_page(
        request.GET.get("page")
    )
    form = _form(request, every, list(page.object_list))

    def run() -> str:
        choose_for_copy(case, form.decisions(), by=request.actor)
        return request.get_full_path()

    done = answered(request, form, run, done=_("Scelte salvate."))
    return done or _shown(request, case, form, every=every, page=page, whole=whole)


def _form(request: Request, every: list[Piece[Any]], listed: list[Piece[Any]]) -> CopyForm:
    """Posted, it is about what stood on the page, whatever is to be read now."""
    if request.method == "POST":
        pieces = [piece for piece in every if f"seen_{piece.key}" in request.POST]
        return CopyForm(request.POST, actor=request.actor, pieces=pieces)
    return CopyForm(actor=request.actor, pieces=listed)


def _shown(
    request: Request,
    case: Case,
    form: CopyForm,
    *,
    every: list[Piece[Any]],
    page: object,
    whole: bool,
) -> HttpResponse:
    journal.shown(Action.READ, [case, *(piece.row for piece in form.pieces)])
    context = {
        "case": case,
        "form": form,
        "page": page,
        "whole": whole,
        "waiting": sum(not piece.decided for piece in every),
        "total": len(every),
        "copies": may(request.actor, Right.PERSON_COPY),
    }
    status = 422 if form.is_bound else 200
    return render(request, "cases/copy_review.html", context, status=status)
