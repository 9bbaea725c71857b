"""Doubles: the work list, two files side by side, and what one says of them."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.policies import may
from prossimo.accounts.rules import Right
from prossimo.citizens import operations, policies
from prossimo.citizens.choices import PairFinder, PairState
from prossimo.citizens.forms.doubles import DoublesFilter, ReportForm
from prossimo.citizens.models import DuplicatePair, Person
from prossimo.citizens.operations.doubles import AlreadyDecided
from prossimo.citizens.queries import doubles, find_people
from prossimo.citizens.queries.doubles_compared import side_by_side
from prossimo.citizens.queries.doubles_words import held_back, in_short, likely, reasons_of
from prossimo.citizens.views.person import person_or_404
from prossimo.core.http import Request
from prossimo.core.moved import Moved
from prossimo.core.text import clean

ON_PAGE = 25
PAGE = "citizens/doubles.html"
ASKED = ("stato", "fascia", "quartiere", "trovata")
UNDO = "annulla"


@require_safe
def doubles_list(request: Request) -> HttpResponse:
    """What waits to be looked at, alarms first."""
    may(request.actor, Right.PERSON_MERGE).enforce()
    form = DoublesFilter(request.GET, actor=request.actor)
    pairs = doubles.with_people(
        request.actor, doubles.pairs_asked(request.actor, form.asked()).select_related("decided_by")
    )
    page = Paginator(pairs, ON_PAGE).get_page(request.GET.get("page"))
    rows = [_row(request, pair) for pair in page]
    journal.shown(Action.LIST, [who for row in rows for who in (row["left"], row["right"])])
    context = {
        "form": form,
        "page": page,
        "rows": rows,
        "narrowed": bool(form.asked()),
        **_look(request),
    }
    return render(request, f"{PAGE}#rows" if request.htmx else PAGE, context)


def _row(request: Request, pair: DuplicatePair) -> dict[str, Any]:
    return {
        "pair": pair,
        "left": pair.left,
        "right": pair.right,
        "alarm": pair.found_by == PairFinder.TAX_CODE,
        "likely": likely(pair.score),
        "why": in_short(pair),
        "url": _url("citizens:doubles_pair", request, pair.pk),
    }


def asked_again(request: Request) -> str:
    """The filter of the list, carried from page to page."""
    kept = {name: clean(request.GET.get(name, ""))[:40] for name in ASKED}
    return urlencode({name: value for name, value in kept.items() if value})


def _url(name: str, request: Request, *args: Any) -> str:
    query = asked_again(request)
    address = reverse(name, args=args)
    return f"{address}?{query}" if query else address


def pair_or_404(request: Request, pair_id: uuid.UUID) -> DuplicatePair:
    may(request.actor, Right.PERSON_MERGE).enforce()
    pair = doubles.pair_in_sight(request.actor, pair_id)
    if pair is None:
        if merge := doubles.merge_of_pair(request.actor, pair_id):
            address = reverse("citizens:merge", args=[merge])
            raise Moved(address, _("Queste due schede sono già state unite."))
        raise Http404
    return pair


@require_safe
def doubles_pair(request: Request, pair_id: uuid.UUID) -> HttpResponse:
    """Two files side by side: what is the same, what is not, and what to say of them."""
    pair = pair_or_404(request, pair_id)
    journal.shown(Action.READ, [pair.left, pair.right])
    form = DoublesFilter(request.GET, actor=request.actor)
    following = doubles.next_pair(request.actor, form.asked(), pair)
    context = {
        "pair": pair,
        "alarm": pair.found_by == PairFinder.TAX_CODE,
        "likely": likely(pair.score),
        "lines": side_by_side(request.actor, pair.left, pair.right),
        "reasons": reasons_of(pair),
        "held": held_back(pair),
        "waiting": pair.state == PairState.WAITING,
        "different": pair.state == PairState.DIFFERENT,
        "merge_url": _url("citizens:doubles_merge", request, pair.pk),
        "different_url": _url("citizens:doubles_different", request, pair.pk),
        "reopen_url": _url("citizens:doubles_reopen", request, pair.pk),
        "next_url": _url("citizens:doubles_pair", request, following) if following else "",
        "list_url": _url("citizens:doubles", request),
        "undo": _just_judged(request, pair),
    }
    return render(request, "citizens/doubles_pair.html", context)


def _just_judged(request: Request, shown: DuplicatePair) -> dict[str, Any] | None:
    """The pair judged a moment ago, to take it back with one key."""
    try:
        judged = uuid.UUID(request.GET.get(UNDO, ""))
    except ValueError:
        return None
    pair = doubles.pair_in_sight(request.actor, judged)
    if pair is None or pair.state != PairState.DIFFERENT or pair.pk == shown.pk:
        return None
    return {"pair": pair, "url": _url("citizens:doubles_reopen", request, pair.pk)}


@require_POST
def doubles_different(request: Request, pair_id: uuid.UUID) -> HttpResponse:
    """«Non è la stessa persona»: remembered; on to the next."""
    pair = pair_or_404(request, pair_id)
    form = DoublesFilter(request.GET, actor=request.actor)
    following = doubles.next_pair(request.actor, form.asked(), pair)
    try:
        operations.judge_different(pair.pk, by=request.actor, note=_note(request))
    except AlreadyDecided as decided:
        messages.warning(request, already(decided.pair))
        return redirect(_url("citizens:doubles_pair", request, pair.pk))
    if following is None:
        messages.success(
            request, _("Annotato: sono persone diverse. Non saranno più proposte insieme.")
        )
        return redirect(_url("citizens:doubles_pair", request, pair.pk))
    onward = _url("citizens:doubles_pair", request, following)
    return redirect(f"{onward}{'&' if '?' in onward else '?'}{UNDO}={pair.pk}")


def _note(request: Request) -> str:
    return clean(request.POST.get("note", "")).strip()[:300]


def already(pair: DuplicatePair) -> str:
    """Somebody came first: what they said."""
    who = pair.decided_by.get_full_name() if pair.decided_by else _("un'altra persona")
    if pair.state == PairState.SAME:
        return _("%(who)s ha già unito queste due schede.") % {"who": who}
    return _("%(who)s ha già detto che sono persone diverse.") % {"who": who}


@require_POST
def doubles_reopen(request: Request, pair_id: uuid.UUID) -> HttpResponse:
    pair = pair_or_404(request, pair_id)
    try:
        operations.open_again(pair.pk, by=request.actor)
    except AlreadyDecided as decided:
        messages.warning(request, already(decided.pair))
    else:
        messages.success(request, _("La coppia è di nuovo da guardare."))
    return redirect(_url("citizens:doubles_pair", request, pair.pk))


@require_http_methods(["GET", "HEAD", "POST"])
def doubles_report(request: Request, person_id: uuid.UUID) -> HttpResponse:
    """Whoever notices says which other file is of the same person."""
    may(request.actor, Right.PERSON_MERGE).enforce()
    person = person_or_404(request, person_id)
    policies.may_merge(request.actor, person).enforce()
    form = ReportForm(request.POST or None)
    error = ""
    if request.method == "POST":
        other = _other(request, form, person)
        if other is not None:
            pair = operations.report_pair(person.pk, other, by=request.actor)
            return redirect("citizens:doubles_pair", pair.pk)
        error = _("Scegli dall'elenco l'altra scheda della stessa persona.")
    journal.shown(Action.READ, [person])
    context = {
        "person": person,
        "error": [error] if error else [],
        "text": form.data.get("altra_text", "") if error else person.listed_name,
    }
    status = 422 if error else 200
    return render(request, "citizens/doubles_report.html", context, status=status)


def _other(request: Request, form: ReportForm, person: Person) -> uuid.UUID | None:
    """The file chosen from the list, or the only one that the words may mean."""
    if not form.is_valid():
        return None
    typed = form.cleaned_data["altra"] or form.cleaned_data["altra_text"]
    found = [each for each in find_people(request.actor, typed, limit=3) if each.id != person.pk]
    if len(found) != 1:
        return None
    people = Person.objects.visible_to(request.actor, Right.PERSON_MERGE)
    return found[0].id if people.filter(pk=found[0].id).exists() else None


@require_POST
def doubles_look(request: Request) -> HttpResponse:
    """Ask for the comparison of all the files."""
    operations.request_look(by=request.actor)
    if request.htmx:
        return render(request, "citizens/doubles_look.html", _look(request))
    return redirect("citizens:doubles")


@require_safe
def doubles_progress(request: Request) -> HttpResponse:
    """How far the comparison is: asked again by the page while one is under way."""
    may(request.actor, Right.PERSON_MERGE).enforce()
    if not request.htmx:
        return redirect("citizens:doubles")
    return render(request, "citizens/doubles_look.html", _look(request))


def _look(request: Request) -> dict[str, Any]:
    return {"look": doubles.last_look(request.actor)}
