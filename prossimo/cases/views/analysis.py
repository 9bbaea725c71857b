"""Analyses of a case: the sheet with scales beside, begun, written page by page, concluded, compared."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prossimo.accounts import drafts, journal
from prossimo.accounts.choices import Action
from prossimo.cases import analysis_sheets
from prossimo.cases.analysis_shown import (
    compared_lines,
    pages_nav,
    read_blocks,
    tab_of,
)
from prossimo.cases.analysis_words import form_label, outcome_label
from prossimo.cases.asking import levels_of, outcome_rule_on, propose_outcome, themes_of
from prossimo.cases.choices import SheetState
from prossimo.cases.declared import questionnaires
from prossimo.cases.forms.analysis import CompleteForm, PageForm, SheetVersionForm
from prossimo.cases.models import Case, CaseAnalysis, CaseNeed
from prossimo.cases.operations import analysis as operations
from prossimo.cases.policies import analysis as policies
from prossimo.cases.queries import analysis as reads
from prossimo.cases.queries.analysis import Filled
from prossimo.cases.queries.known import known_of
from prossimo.cases.views.answering import METHODS, answered, case_or_404
from prossimo.cases.views.framing import frame_of
from prossimo.catalogue.models import Need
from prossimo.core import pdf
from prossimo.core.concurrency import StaleVersion
from prossimo.core.http import Request
from prossimo.core.workflow import IllegalMove
from prossimo.ui.telling import told_of


@require_safe
def analysis_tab(request: Request, case_id: UUID) -> HttpResponse:
    """Analyses and scales: what is under way, what was concluded, how the totals go."""
    case = case_or_404(request, case_id)
    policies.may_open_analyses(request.actor, case).enforce()
    context = {**frame_of(request, case, "analysis"), **tab_of(request.actor, case)}
    journal.shown(Action.READ, [case])
    return render(request, "cases/analysis_tab.html", context)


@require_POST
def analysis_begin(request: Request, case_id: UUID, form: str) -> HttpResponse:
    """Begin to fill in a form, or go on with its draft."""
    case = case_or_404(request, case_id)
    if form not in questionnaires:
        raise Http404
    analysis = operations.begin_analysis(case, by=request.actor, form=form)
    whole = reads.filled(request.actor, analysis)
    return redirect("cases:analysis_page", case.pk, analysis.pk, whole.pages[0].slug)


@require_safe
def analysis_detail(request: Request, case_id: UUID, analysis_id: UUID) -> HttpResponse:
    """What was answered; beside it, if asked for, what had been answered another time."""
    case, whole = _filled_or_404(request, case_id, analysis_id)
    others = reads.before(request.actor, whole.analysis)
    other = next((each for each in others if str(each.pk) == request.GET.get("con", "")), None)
    journal.shown(Action.READ, [whole.analysis, *([other] if other else [])])
    draft = whole.analysis.state == SheetState.DRAFT
    context = {
        "case": case,
        "analysis": whole.analysis,
        "title": form_label(whole.analysis),
        "outcome": outcome_label(whole.analysis),
        "blocks": read_blocks(whole),
        "others": others,
        "other": other,
        "compared": compared_lines(whole, reads.filled(request.actor, other)) if other else [],
        "health": whole.health,
        "writes": draft and bool(policies.may_write_analysis(request.actor, case)),
        "first": whole.pages[0].slug if whole.pages else "",
        "drop": SheetVersionForm(actor=request.actor, initial={"version": whole.analysis.version}),
    }
    return render(request, "cases/analysis_detail.html", context)


@require_http_methods(METHODS)
def analysis_page(request: Request, case_id: UUID, analysis_id: UUID, slug: str) -> HttpResponse:
    """One page of the form; what is typed is kept while one types."""
    case, whole = _filled_or_404(request, case_id, analysis_id)
    policies.may_write_analysis(request.actor, case).enforce()
    page = whole.page(slug)
    if page is None:
        raise Http404
    _still_draft(whole.analysis)
    key = drafts.key_of("analysis", analysis_id.hex, slug)
    form = _page_form(request, whole, slug, key)
    restored = request.method != "POST" and drafts.fill(form, request.actor, key)
    done = answered(
        request, form, lambda: _page_written(request, whole, slug, form, key), done=_("Salvato.")
    )
    if done is not None:
        return done
    journal.shown(Action.READ, [whole.analysis])
    context = {
        **_around(case, whole, slug), "form": form, "page": page, "draft_key": key,
        "restored": restored,
    }  # fmt: skip
    status = 422 if form.is_bound else 200
    return render(request, "cases/analysis_page.html", context, status=status)


def _page_form(request: Request, whole: Filled, slug: str, key: str) -> PageForm:
    page = whole.page(slug)
    assert page is not None
    was, said = reads.last_answers(request.actor, whole.analysis)
    known = known_of(request.actor, whole.analysis.case)
    return PageForm(
        request.POST or None,
        actor=request.actor,
        page=page,
        questions=whole.questions(page),
        answers=whole.answers,
        proposed=reads.asked_for(known, was, said, page),
        draft_key=key,
        initial={"version": whole.analysis.version},
    )


def _page_written(request: Request, whole: Filled, slug: str, form: PageForm, key: str) -> str:
    analysis = whole.analysis
    operations.write_page(
        analysis,
        by=request.actor,
        expected=form.cleaned_data["version"],
        page=form.page,
        said=form.said(),
    )
    drafts.discard(request.actor, key)
    return _next_url(request, whole, slug)


def _next_url(request: Request, whole: Filled, slug: str) -> str:
    """The page after this one, or the conclusion; back to the case for who stops here."""
    if request.POST.get("stop"):
        return analysis_sheets.url_of(whole.analysis.case, "analysis")
    slugs = [page.slug for page in whole.pages]
    after = slugs.index(slug) + 1
    return analysis_sheets.page_url(whole.analysis, slugs[after] if after < len(slugs) else "")


@require_http_methods(METHODS)
def analysis_complete(request: Request, case_id: UUID, analysis_id: UUID) -> HttpResponse:
    """Conclude: what is missing, which way the rule points, which needs to add."""
    case, whole = _filled_or_404(request, case_id, analysis_id)
    policies.may_complete_analysis(request.actor, case).enforce()
    _still_draft(whole.analysis)
    rule = outcome_rule_on(whole.analysis.begun_on)
    proposed = propose_outcome(levels_of(whole.edition, whole.answers), rule)
    form = CompleteForm(
        request.POST or None,
        actor=request.actor,
        outcomes=whole.edition.outcomes,
        needs=_needs_to_add(request, whole),
        initial={"version": whole.analysis.version, "outcome": proposed.outcome},
    )
    done = answered(
        request, form, lambda: _completed(request, whole, form), done=_("Analisi conclusa.")
    )
    if done is not None:
        return done
    journal.shown(Action.READ, [whole.analysis])
    context = {**_around(case, whole, "concludi"), "form": form, "proposed": _proposed(whole)}
    status = 422 if form.is_bound else 200
    return render(request, "cases/analysis_complete.html", context, status=status)


def _completed(request: Request, whole: Filled, form: CompleteForm) -> str:
    operations.complete_analysis(
        whole.analysis, by=request.actor, expected=form.cleaned_data["version"], **form.values()
    )
    return analysis_sheets.detail_url(whole.analysis)


def _proposed(whole: Filled) -> dict[str, Any]:
    """Which way the rule points, and what weighed."""
    if not whole.edition.outcomes:
        return {}
    rule = outcome_rule_on(whole.analysis.begun_on)
    told = propose_outcome(levels_of(whole.edition, whole.answers), rule)
    labels = {choice.key: choice.label for choice in whole.edition.outcomes}
    blocks = {block.key: block.label for block in whole.edition.blocks}
    return {"label": labels[told.outcome], "because": [blocks[key] for key in told.because],
            "rule": rule}  # fmt: skip


def _needs_to_add(request: Request, whole: Filled) -> Any:
    """The needs of the themes that weigh, less those that the case has already."""
    themes = themes_of(whole.edition, whole.answers)
    known = CaseNeed.objects.visible_to(request.actor).filter(case=whole.analysis.case, met_on=None)
    usable = Need.objects.usable_in(request.actor.ambito_id).filter(theme__in=themes)
    return usable.exclude(pk__in=list(known.values_list("need", flat=True)))


@require_POST
def analysis_drop(request: Request, case_id: UUID, analysis_id: UUID) -> HttpResponse:
    """Leave a draft."""
    case, whole = _filled_or_404(request, case_id, analysis_id)
    policies.may_write_analysis(request.actor, case).enforce()
    form = SheetVersionForm(request.POST, actor=request.actor)
    if form.is_valid():
        try:
            operations.drop_analysis(
                whole.analysis, by=request.actor, expected=form.cleaned_data["version"]
            )
        except StaleVersion as error:
            messages.error(request, told_of(error))
        else:
            messages.success(request, _("Bozza annullata."))
    return redirect("cases:analysis", case.pk)


@require_safe
def analysis_paper(request: Request, case_id: UUID, analysis_id: UUID) -> HttpResponse:
    """The analysis on paper, in the order of the national form: to hand over, or to copy."""
    case, whole = _filled_or_404(request, case_id, analysis_id)
    journal.shown(Action.EXPORT, [whole.analysis])
    return pdf.respond(request, analysis_sheets.analysis_sheet(case, whole), name="analisi")


def _filled_or_404(request: Request, case_id: UUID, analysis_id: UUID) -> tuple[Case, Filled]:
    case = case_or_404(request, case_id)
    policies.may_open_analyses(request.actor, case).enforce()
    rows = CaseAnalysis.objects.visible_to(request.actor).for_list()
    analysis = get_object_or_404(rows, pk=analysis_id, case=case)
    analysis.case = case  # at hand already: the policies ask for it
    return case, reads.filled(request.actor, analysis)


def _still_draft(analysis: CaseAnalysis) -> None:
    if analysis.state != SheetState.DRAFT:
        raise IllegalMove(_("È già conclusa: non si cambia più, se ne comincia un'altra."))


def _around(case: Case, whole: Filled, current: str) -> dict[str, Any]:
    """What stands around every page of a form: where one is, how much is done."""
    return {
        "case": case,
        "analysis": whole.analysis,
        "title": form_label(whole.analysis),
        "norm": whole.edition.norm,
        **pages_nav(whole, current),
    }
