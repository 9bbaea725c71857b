"""The roof: «Oggi», the search over everything, and the pages that anyone may read."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import set_language

from prossimo.accounts.rules import Actor, Right
from prossimo.core import wording
from prossimo.core.http import Request
from prossimo.core.navigation import cards, finders
from prossimo.core.periods import today
from prossimo.core.text import clean
from prossimo.ui.parts import Suggestion


@require_safe
def front_door(request: Request) -> HttpResponse:
    """The first address: the day's work for who is at work, the login page for everyone else."""
    return redirect("web:today")


@require_safe
def today_page(request: Request) -> HttpResponse:
    """A working day on one page, different by role."""
    actor: Actor = request.actor
    shown = []
    for card in sorted(cards, key=lambda card: card.order):
        if any(actor.has(Right(right)) for right in card.rights) or not card.rights:
            context = card.build(actor)
            if context is not None:
                shown.append({"card": card, **context})
    page = {"cards": shown, "actor": actor, "today": wording.long_day(today())}
    return render(request, "web/today.html", page)


@require_safe
def search(request: Request) -> HttpResponse:
    """The omnibox: people, desks and whatever the apps declare, as the actor may see them."""
    text = clean(request.GET.get("q", "")).strip()[:200]
    groups = []
    if len(text) >= 2:
        for finder in sorted(finders, key=lambda finder: finder.order):
            if any(request.actor.has(Right(right)) for right in finder.rights):
                rows = finder.find(request.actor, text)
                if rows:
                    groups.append((str(finder.label), rows))
    if request.htmx:
        suggestions = [
            Suggestion(value="", label=label, detail=detail, url=url, group=group)
            for group, rows in groups
            for label, detail, url in rows
        ]
        context = {"suggestions": suggestions, "query": text}
        return render(request, "ui/suggestions.html", context)
    return render(request, "web/search.html", {"groups": groups, "query": text})


@login_not_required
@require_safe
def accessibility(request: Request) -> HttpResponse:
    return render(request, "web/accessibility.html")


@login_not_required
@require_safe
def privacy(request: Request) -> HttpResponse:
    return render(request, "web/privacy.html")


@login_not_required
@require_POST
def change_language(request: Request) -> HttpResponse:
    answer: HttpResponse = set_language(request)
    return answer
