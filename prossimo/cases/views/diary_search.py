"""Looking for words in the diary of one's cases."""

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.policies import may
from prossimo.accounts.rules import Right
from prossimo.cases.forms.diary_search import SearchForm
from prossimo.cases.models import Case
from prossimo.cases.operations.diary import KIND
from prossimo.cases.policies.cases import may_read_diary
from prossimo.cases.queries.diary_search import found_in_diary, marked
from prossimo.cases.views.answering import case_or_404
from prossimo.core.http import Request

ON_PAGE = 20


@require_safe
def diary_search(request: Request) -> HttpResponse:
    """Where these words stand, in the diaries that one was given."""
    may(request.actor, Right.DIARY_READ).enforce()
    form = SearchForm(request.GET)
    told = form.cleaned_data if form.is_valid() else {}
    case = _case(request, told)
    context: dict[str, Any] = {"form": form, "case": case, "asked": bool(told.get("q"))}
    if told.get("q"):
        rows = found_in_diary(request.actor, told["q"], case=case, kind=told.get("kind", ""))
        page = Paginator(rows, ON_PAGE).get_page(request.GET.get("page"))
        found = list(page.object_list)
        journal.note(Action.SEARCH, KIND)
        journal.shown(Action.LIST, found)
        context |= {"page": page, "found": [(each, marked(each.told)) for each in found]}
    return render(request, "cases/diary_search.html", context)


def _case(request: Request, told: Mapping[str, Any]) -> Case | None:
    """The one case that the address names."""
    asked = told.get("case")
    if asked is None:
        return None
    case = case_or_404(request, asked)
    may_read_diary(request.actor, case).enforce()
    return case
