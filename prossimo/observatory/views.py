"""The screens of the observatory."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any, Concatenate, ParamSpec

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.purposes import states_purpose
from prossimo.accounts.rules import Right
from prossimo.core import exports
from prossimo.core.exports import Format
from prossimo.core.http import Request
from prossimo.core.indicators import Indicator, indicators
from prossimo.observatory import engine, operations, pages, policies
from prossimo.observatory.forms import SentenceForm, YearForm
from prossimo.observatory.fronts import fronts
from prossimo.observatory.models import SnapshotRun
from prossimo.observatory.questions import BadQuestion, checked, only_the_whole
from prossimo.observatory.snapshots import NoSnapshot
from prossimo.observatory.standing import (
    Standing,
    drill_of,
    question_of,
    standing_of,
    year_asked,
)
from prossimo.observatory.tables import record_table, table_of

P = ParamSpec("P")
Screen = Callable[Concatenate[Request, P], HttpResponse]


def answering(view: Screen[P]) -> Screen[P]:
    """Only for readers of figures; what cannot be answered is told on a page, with the way on."""

    def told(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        policies.may_read(request.actor).enforce()
        try:
            return view(request, *args, **kwargs)
        except NoSnapshot as error:
            return _tell(request, str(error), status=200, empty=True)
        except BadQuestion as error:
            return _tell(request, str(error), status=400)
        except engine.EngineTrouble as error:
            return _tell(request, str(error), status=503)

    update_wrapper(told, view)
    return told


def _tell(request: Request, sentence: str, *, status: int, empty: bool = False) -> HttpResponse:
    context = {"sentence": sentence, "empty": empty, **_freshness(request)}
    return render(request, "observatory/trouble.html", context, status=status)


def _freshness(request: Request, standing: Standing | None = None) -> dict[str, Any]:
    """When the photograph was taken, and how far the next one is."""
    return {
        "taken_at": standing.snapshot.at if standing else None,
        "run": SnapshotRun.objects.first(),
        "may_refresh": bool(policies.may_refresh(request.actor)),
    }


def _indicator(key: str) -> Indicator:
    found = indicators.get(key)
    if found is None:
        raise Http404
    return found


def _pages(request: Request) -> tuple[Standing, pages.Pages]:
    standing = standing_of(request.actor)
    return standing, pages.Pages(standing, drills=bool(policies.may_drill(request.actor)))


@require_safe
@answering
def index(request: Request) -> HttpResponse:
    """Every indicator with its last number, under the front page it belongs to."""
    standing, made = _pages(request)
    groups = [(front, [(one, made.summary(one)) for one in front.listed]) for front in fronts]
    context = {"groups": groups, "standing": standing, **_freshness(request, standing)}
    return render(request, "observatory/index.html", context)


@require_safe
@answering
def front(request: Request, key: str) -> HttpResponse:
    """A front page («Accessi», «Persone»…): several questions, one year."""
    shown = fronts[key]
    standing, made = _pages(request)
    year = year_asked(request.GET) or standing.year(*shown.shown)
    if year is None:
        raise NoSnapshot(_("Nella fotografia non c'è ancora nulla da contare nel tuo Ambito."))
    context = {
        "front": shown,
        "sections": made.sections(shown, year),
        "form": YearForm(year, years=standing.years(*shown.shown)),
        "standing": standing,
        **_freshness(request, standing),
    }
    template = "observatory/front.html#sections" if request.htmx else "observatory/front.html"
    return render(request, template, context)


@require_safe
@answering
def indicator_page(request: Request, key: str) -> HttpResponse:
    """One question, one big number, one chart, its table, and how it was counted."""
    indicator = _indicator(key)
    standing, made = _pages(request)
    question = checked(question_of(request.GET, indicator, standing), standing.snapshot)
    figure = made.figure(question)
    if format_ := exports.asked(request):
        return _file(request, standing, figure, format_)
    form = SentenceForm(
        question,
        indicator,
        snapshot=standing.snapshot,
        years=standing.years(indicator),
        places=standing.places,
    )
    undivided = question.day and (request.GET.get("per") or request.GET.get("dove"))
    context = {
        "figure": figure,
        "form": form,
        "undivided": only_the_whole() if undivided else "",
        "where": ", ".join([standing.ambito_name, *pages.where_in_words(question, standing)]),
        **_freshness(request, standing),
    }
    page = "observatory/indicator.html"
    return render(request, f"{page}#figure" if request.htmx else page, context)


def _file(
    request: Request, standing: Standing, figure: pages.Figure, format_: Format
) -> HttpResponse:
    """The exported answer as a file; JSON has the same keys as the command `ask`."""
    asked = pages.exported(figure.question)
    answer = standing.ask(asked)
    if format_ is Format.JSON:
        return JsonResponse(answer.as_document(), json_dumps_params={"ensure_ascii": False})
    return exports.respond(
        request,
        table_of(answer),
        format_,
        name=answer.label,
        title=answer.label,
        filters=pages.filters_in_words(asked, standing),
        notes=[answer.definition, answer.limits, pages.taken_in_words(answer)],
    )


@require_safe
@answering
def indicator_json(request: Request, key: str) -> HttpResponse:
    """The answer for programs."""
    indicator = _indicator(key)
    standing = standing_of(request.actor)
    question = checked(question_of(request.GET, indicator, standing), standing.snapshot)
    document = standing.ask(pages.exported(question)).as_document()
    return JsonResponse(document, json_dumps_params={"ensure_ascii": False})


@require_safe
@answering
def chart(request: Request, key: str) -> HttpResponse:
    """The first chart of the page as a file, for a report."""
    indicator = _indicator(key)
    standing, made = _pages(request)
    question = checked(question_of(request.GET, indicator, standing), standing.snapshot)
    svg = made.figure(question).charts[0].svg
    answer = HttpResponse(svg, content_type="image/svg+xml")
    answer["Content-Disposition"] = f'attachment; filename="{key}.svg"'
    return answer


@require_safe
@states_purpose(Right.OBSERVATORY_DRILL, "key")
@answering
def records(request: Request, key: str) -> HttpResponse:
    """The live records behind a number, for who may open them: each one shown is journalled."""
    policies.may_drill(request.actor).enforce()
    indicator = _indicator(key)
    if indicator.records is None:
        raise Http404
    standing = standing_of(request.actor)
    question = checked(question_of(request.GET, indicator, standing), standing.snapshot)
    found = indicator.records(request.actor, drill_of(question))
    table = record_table(found, ceiling=request.actor.ceiling)
    table.configure(request)
    shown = [row.record for row in table.page.object_list]
    journal.shown(Action.LIST, shown, purpose=request.purpose)
    context = {
        "table": table,
        "indicator": indicator,
        "said": pages.filters_in_words(question, standing),
        "back_url": pages.address_of(question),
    }
    return render(request, "observatory/records.html", context)


@require_POST
def refresh(request: Request) -> HttpResponse:
    operations.request_photograph(by=request.actor)
    if request.htmx:
        return freshness_part(request)
    back = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    return redirect(back if ours else "observatory:index")


@require_safe
def freshness(request: Request) -> HttpResponse:
    """How far the photograph is: asked again by the page while one is under way."""
    policies.may_read(request.actor).enforce()
    return freshness_part(request) if request.htmx else redirect("observatory:index")


def freshness_part(request: Request) -> HttpResponse:
    try:
        standing: Standing | None = standing_of(request.actor)
    except NoSnapshot:
        standing = None
    return render(request, "observatory/freshness.html", _freshness(request, standing))
