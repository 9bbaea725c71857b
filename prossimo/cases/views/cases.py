"""The list of cases, one of them at a glance, and a new one."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.policies import may
from prossimo.accounts.rules import Actor, Right
from prossimo.cases import page
from prossimo.cases.case_words import facts_of
from prossimo.cases.forms.cases import OpenForm
from prossimo.cases.forms.filters import CaseFilter
from prossimo.cases.glance import glance_at, next_day
from prossimo.cases.models import Case
from prossimo.cases.operations.opening import open_case
from prossimo.cases.policies import cases as policies
from prossimo.cases.policies.templates import may_read_templates
from prossimo.cases.queries import cases as reads
from prossimo.cases.tables import CaseTable
from prossimo.cases.views.acts import offered
from prossimo.cases.views.answering import METHODS, answered, case_or_404
from prossimo.cases.views.framing import frame_of
from prossimo.citizens.models import Person
from prossimo.core import exports
from prossimo.core.http import Request
from prossimo.core.periods import today
from prossimo.core.privacy import NARRATIVE
from prossimo.core.text import clean

ON_PAGE = 30
FEW = 3  # acts side by side; of more, two are, the others wait under «Altro»


@require_safe
def case_list(request: Request) -> HttpResponse:
    """One's own cases, or all of those one coordinates; without a filter, the open ones."""
    actor: Actor = request.actor
    may(actor, Right.CASE_READ).enforce()
    narrowed = CaseFilter(request.GET, Case.objects.visible_to(actor).for_list(), actor=actor)
    table = CaseTable(narrowed.qs, ceiling=actor.ceiling)
    if format_ := exports.asked(request):
        return exports.respond(
            request,
            table.for_files(),
            format_,
            name="prese-in-carico",
            title=_("Prese in carico"),
            filters=narrowed.sentence(),
            seen=lambda row: journal.shown(Action.EXPORT, [row]),
        )
    table.configure(request)
    journal.shown(Action.LIST, [row.record for row in table.page.object_list])
    table.caption = narrowed.sentence()
    template = "cases/case_list.html#rows" if request.htmx else "cases/case_list.html"
    beside = {
        "searches": actor.has(Right.DIARY_READ),
        "templates": bool(may_read_templates(actor)),
    }
    return render(request, template, {"table": table, "filter": narrowed, **beside})


@require_safe
def case_detail(request: Request, case_id: UUID) -> HttpResponse:
    """Who they are, what is happening, what was promised, what is late."""
    actor: Actor = request.actor
    case = case_or_404(request, case_id)
    journal.shown(Action.READ, [case])
    drawn = [
        (each.panel, render_to_string(each.panel.template, {"case": case, **each.context}, request))
        for each in page.panels_for(actor, case)
    ]
    frame, promises = frame_of(request, case, "case"), page.promises_of(actor, case)
    acts, links = offered(actor, case), page.links_for(actor, case)
    shown = len(acts) if len(acts) + len(links) <= FEW else FEW - 1
    context = {
        **frame,
        "glance": glance_at(actor, case, promises, silent=frame["silent"]),
        "deadline": next_day(promises),
        "facts": facts_of(actor, case),
        "tells": actor.ceiling >= NARRATIVE,
        "members": reads.members_of(actor, case),
        "workers": reads.workers_of(actor, case),
        "staffs": bool(policies.may_staff_case(actor, case)),
        "writes": case.is_live and bool(policies.may_write_case(actor, case)),
        "diary_writes": case.is_live and bool(policies.may_write_diary(actor, case)),
        "first_acts": acts[:shown],
        "more_acts": acts[shown:],
        "links": links,
        "first_panels": [each for each in drawn if each[0].first],
        "panels": [each for each in drawn if not (each[0].first or each[0].side)],
        "side_panels": [each for each in drawn if each[0].side and not each[0].first],
        "promises": promises,
        **_story(request, case),
    }
    return render(request, "cases/case_detail.html", context)


@require_http_methods(METHODS)
def case_open(request: Request, person_id: UUID) -> HttpResponse:
    """Open a case on a person; who opens it for themself finds it in their own list."""
    actor: Actor = request.actor
    may(actor, Right.CASE_OPEN).enforce()
    person = get_object_or_404(Person.objects.visible_to(actor), pk=person_id)
    policies.may_open_case(actor, person).enforce()
    mine = actor.post_id if actor.has(Right.CASE_WRITE) else None
    form = OpenForm(request.POST or None, actor=actor, person=person, initial={"owner": mine})
    done = answered(
        request, form, lambda: _opened(request, person, form), done=_("Presa in carico aperta.")
    )
    if done is not None:
        return done
    journal.shown(Action.READ, [person])
    known = reads.followed(person.pk) if actor.has(Right.CASE_KNOW) else []
    status = 422 if form.is_bound else 200
    context = {"person": person, "form": form, "known": known}
    return render(request, "cases/case_open.html", context, status=status)


def _opened(request: Request, person: Person, form: OpenForm) -> str:
    told = form.cleaned_data
    case = open_case(
        person,
        by=request.actor,
        user_area=told["user_area"],
        why=told["why"],
        source=told["source"],
        owner=told["owner"],
        with_household=told.get("with_household", False),
        mild=[told["mild"]] if told["mild"] else [],
        values=form.values(),
    )
    return case.get_absolute_url()


def _story(request: Request, case: Case) -> dict[str, Any]:
    """What happened, the last first, from every source this reader may have."""
    sources = page.sources_for(request.actor, case)
    asked = request.GET.get("mostra", "")
    only = asked if asked in {source.key for source in sources} else ""
    years = range(today().year, case.reported_on.year - 1, -1)
    narrow = _narrow(request, years)
    pages = _number(request, "pagine", 1, 100) or 1
    most = ON_PAGE * pages
    entries = page.story_of(request.actor, case, most=most, only=only, narrow=narrow)
    return {
        "entries": entries[:most],
        "sources": sources if len(sources) > 1 else [],
        "asked": only,
        "narrow": narrow,
        "kept": urlencode({"parole": narrow.text, "anno": narrow.year or ""}) if narrow else "",
        "years": years,
        "next_page": pages + 1 if len(entries) > most else None,
    }


def _narrow(request: Request, years: range) -> page.Narrow:
    """The year and the words that were asked for."""
    year = _number(request, "anno", min(years, default=0), max(years, default=0))
    return page.Narrow(year, clean(request.GET.get("parole", ""))[:80])


def _number(request: Request, name: str, least: int, most: int) -> int | None:
    """A number of the address, within its bounds; nothing for what is no number."""
    asked = request.GET.get(name, "")
    if not (asked.isdecimal() and asked.isascii() and len(asked) < 6):
        return None
    return max(least, min(int(asked), most))
