"""Looking for somebody: the page of people, and the suggestions while one types."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from prossimo.accounts.policies import may
from prossimo.accounts.rules import Reach, Right
from prossimo.citizens import asking
from prossimo.citizens.forms import SearchForm
from prossimo.citizens.queries import find_people
from prossimo.core.http import Request
from prossimo.core.periods import today
from prossimo.core.text import clean
from prossimo.territory import gazetteer
from prossimo.ui.parts import Suggestion

ON_PAGE, SUGGESTED = 40, 8
PAGE = "citizens/people.html"


@require_safe
def person_list(request: Request) -> HttpResponse:
    """The search comes first: nobody pages through people."""
    may(request.actor, Right.PERSON_READ).enforce()
    form = SearchForm(request.GET or None, actor=request.actor)
    given = form.cleaned_data if form.is_valid() else {}
    text, quarter = given.get("q", ""), given.get("quartiere")
    found = find_people(
        request.actor, text, limit=ON_PAGE + 1, neighbourhood=quarter.pk if quarter else None
    )
    context = {
        "form": form,
        "query": text,
        "found": found[:ON_PAGE],
        "more": len(found) > ON_PAGE,
        "asked": asking.understand(text, today()),
        "only_shared": request.actor.reach(Right.PERSON_READ) is Reach.DESKS,
        "new_url": _new_url(request, text),
    }
    return render(request, f"{PAGE}#results" if request.htmx else PAGE, context)


def _new_url(request: Request, text: str) -> str:
    if not may(request.actor, Right.PERSON_WRITE):
        return ""
    address = reverse("citizens:person_new")
    return f"{address}?{urlencode({'q': text})}" if text else address


@require_safe
def suggest(request: Request) -> HttpResponse:
    """People for a field that searches while one types."""
    may(request.actor, Right.PERSON_READ).enforce()
    text = clean(request.GET.get("q", "")).strip()[:200]
    found = find_people(request.actor, text, limit=SUGGESTED) if len(text) >= 2 else []
    suggestions = [Suggestion(str(each.id), each.listed_name, each.detail) for each in found]
    return render(request, "ui/suggestions.html", {"suggestions": suggestions, "query": text})


@require_safe
def suggest_places(request: Request) -> HttpResponse:
    """Municipalities and foreign states where somebody may be born."""
    may(request.actor, Right.PERSON_WRITE).enforce()
    text = clean(request.GET.get("q", "")).strip()[:80]
    places = gazetteer.places_like(text, SUGGESTED)
    suggestions = [Suggestion(place.code, str(place), place.code) for place in places]
    return render(request, "ui/suggestions.html", {"suggestions": suggestions, "query": text})
