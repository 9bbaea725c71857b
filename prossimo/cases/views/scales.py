"""Scales of a case: a new sheet, a draft gone on with, one as it was filled in, the series over time."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prossimo.accounts import drafts, journal
from prossimo.accounts.choices import Action
from prossimo.cases.analysis_sheets import scale_sheet
from prossimo.cases.analysis_shown import series_card
from prossimo.cases.analysis_words import band_words, score_words, tone_of
from prossimo.cases.choices import ScaleState
from prossimo.cases.declared import scales
from prossimo.cases.forms.analysis import CorrectionForm, ScaleForm, SheetVersionForm
from prossimo.cases.models import Case, ScaleSheet
from prossimo.cases.operations import scales as operations
from prossimo.cases.policies import analysis as policies
from prossimo.cases.queries import scales as reads
from prossimo.cases.queries.workers import in_the_case
from prossimo.cases.scale_tables import compared_items, items_of
from prossimo.cases.views.answering import METHODS, answered, case_or_404
from prossimo.cases.workflow import SCALE
from prossimo.core import pdf
from prossimo.core.concurrency import StaleVersion
from prossimo.core.http import Request
from prossimo.core.workflow import IllegalMove
from prossimo.ui.telling import told_of


@require_http_methods(METHODS)
def scale_new(request: Request, case_id: UUID, scale: str) -> HttpResponse:
    """Fill in a scale about somebody in the case; it may stay a draft."""
    case = case_or_404(request, case_id)
    policies.may_write_scale(request.actor, case).enforce()
    if scale not in scales:
        raise Http404
    key = drafts.key_of("scale", case.pk.hex, scale)
    people = in_the_case(request.actor, case)
    asked = request.GET.get("di", "")
    form = ScaleForm(
        request.POST or None,
        actor=request.actor,
        scale=scales[scale],
        people=people,
        draft_key=key,
        initial={"person": asked if _is_among(asked, people) else case.person_id},
    )

    def run() -> str:
        told = {"person": form.cleaned_data["person"], "values": form.values()}
        row = operations.open_scale(
            case, by=request.actor, scale=scale, sheet=form.sheet(), whole=_whole(request), **told
        )
        drafts.discard(request.actor, key)
        return _url_after(row)

    return _scale_form(request, case, form, run, key=key)


@require_http_methods(METHODS)
def scale_edit(request: Request, case_id: UUID, sheet_id: UUID) -> HttpResponse:
    """Go on with a draft."""
    case, sheet = _sheet_or_404(request, case_id, sheet_id)
    policies.may_write_scale(request.actor, case).enforce()
    _still_draft(sheet)
    key = drafts.key_of("scale", sheet.pk.hex)
    form = ScaleForm(
        request.POST or None,
        actor=request.actor,
        scale=scales[sheet.scale],
        people=in_the_case(request.actor, case),
        about=sheet.person,
        draft_key=key,
        initial=_as_it_was(request, sheet),
    )

    def run() -> str:
        row = operations.write_scale(
            sheet, by=request.actor, expected=form.cleaned_data["version"] or 0,
            values=form.values(), sheet=form.sheet(), whole=_whole(request),
        )  # fmt: skip
        drafts.discard(request.actor, key)
        return _url_after(row)

    return _scale_form(request, case, form, run, key=key, sheet=sheet)


@require_http_methods(METHODS)
def scale_correct(request: Request, case_id: UUID, sheet_id: UUID) -> HttpResponse:
    """A whole sheet was wrong: the same answers to mend, and why; the first stays as it was."""
    case, sheet = _sheet_or_404(request, case_id, sheet_id)
    policies.may_write_scale(request.actor, case).enforce()
    SCALE.step(sheet.state, "correct")
    key = drafts.key_of("correction", sheet.pk.hex)
    form = CorrectionForm(
        request.POST or None,
        actor=request.actor,
        scale=scales[sheet.scale],
        people=reads.whom_it_may_be_about(request.actor, case, sheet),
        draft_key=key,
        initial=_as_it_was(request, sheet) | {"person": sheet.person_id},
    )

    def run() -> str:
        told = form.cleaned_data
        row = operations.correct_scale(
            sheet, by=request.actor, expected=told["version"] or 0, why=told["why"],
            person=told["person"], values=form.values(), sheet=form.sheet(),
        )  # fmt: skip
        drafts.discard(request.actor, key)
        return _url_after(row)

    return _scale_form(request, case, form, run, key=key, sheet=sheet, correcting=True)


def _as_it_was(request: Request, sheet: ScaleSheet) -> dict[str, Any]:
    names = ("version", "done_on", "source", "informant", "convention", "note")
    answers = reads.answers_of(request.actor, sheet)
    return {name: getattr(sheet, name) for name in names} | {
        f"item_{item}": option for item, option in answers.items()
    }


def _scale_form(
    request: Request, case: Case, form: ScaleForm, run: Callable[[], str], *, key: str,
    sheet: ScaleSheet | None = None, correcting: bool = False,
) -> HttpResponse:  # fmt: skip
    restored = request.method != "POST" and drafts.fill(form, request.actor, key)
    done = answered(request, form, run, done=_("Salvata."))
    if done is not None:
        return done
    journal.shown(Action.READ, [sheet or case])
    context = {
        "case": case, "form": form, "scale": form.scale, "sheet": sheet, "draft_key": key,
        "restored": restored, "correcting": correcting,
    }  # fmt: skip
    status = 422 if form.is_bound else 200
    return render(request, "cases/scale_form.html", context, status=status)


@require_safe
def scale_detail(request: Request, case_id: UUID, sheet_id: UUID) -> HttpResponse:
    """A sheet as it was filled in: total, band, convention, item by item."""
    case, sheet = _sheet_or_404(request, case_id, sheet_id)
    journal.shown(Action.READ, [sheet])
    each = reads.scored(sheet)
    score = each.score
    open_to_me = bool(policies.may_write_scale(request.actor, case))
    context = {
        "case": case,
        "sheet": sheet,
        "scale": each.scale,
        "convention": each.scale.convention(sheet.convention),
        "said": score_words(each.scale, score) if score else "",
        "band": band_words(score) if score else "",
        "tone": tone_of(score.band.tone) if score and score.band else "neutral",
        "items": items_of(each.scale, reads.answers_of(request.actor, sheet), sheet.convention),
        "writes": sheet.state == ScaleState.DRAFT and open_to_me,
        "corrects": sheet.state == ScaleState.COMPLETED and open_to_me,
        "corrected_by": getattr(sheet, "corrected_by", None),
        "drop": SheetVersionForm(actor=request.actor, initial={"version": sheet.version}),
    }
    return render(request, "cases/scale_detail.html", context)


@require_safe
def scale_series(request: Request, case_id: UUID, sheet_id: UUID) -> HttpResponse:
    """How it went: the line with its table, and every item time by time."""
    case, sheet = _sheet_or_404(request, case_id, sheet_id)
    rows = [
        row
        for row in reads.sheets_of(request.actor, case)
        if (row.scale, row.person_id) == (sheet.scale, sheet.person_id)
    ]
    if not rows:
        raise Http404
    corrected = reads.corrected_like(request.actor, sheet)
    journal.shown(Action.READ, [*rows, *corrected])
    (series,) = reads.series_of(rows)
    last = series.sheets[-6:]
    answers = reads.answers_of_all(request.actor, [each.sheet for each in last])
    context = {
        "case": case,
        "card": series_card(series),
        "rows": [(each, score_words(each.scale, each.score), band_words(each.score))
                 for each in reversed(series.sheets) if each.score],
        "last": last,
        "items": compared_items(series.scale, [answers.get(each.sheet.pk, {}) for each in last]),
        "corrected": corrected,
        "writes": bool(policies.may_write_scale(request.actor, case)),
    }  # fmt: skip
    return render(request, "cases/scale_series.html", context)


@require_POST
def scale_drop(request: Request, case_id: UUID, sheet_id: UUID) -> HttpResponse:
    """Leave a draft."""
    case, sheet = _sheet_or_404(request, case_id, sheet_id)
    policies.may_write_scale(request.actor, case).enforce()
    form = SheetVersionForm(request.POST, actor=request.actor)
    if form.is_valid():
        try:
            operations.drop_scale(sheet, by=request.actor, expected=form.cleaned_data["version"])
        except StaleVersion as error:
            messages.error(request, told_of(error))
        else:
            messages.success(request, _("Bozza annullata."))
    return redirect("cases:analysis", case.pk)


@require_safe
def scale_paper(request: Request, case_id: UUID, sheet_id: UUID) -> HttpResponse:
    """The sheet on paper, with its convention and its publication."""
    _case, sheet = _sheet_or_404(request, case_id, sheet_id)
    journal.shown(Action.EXPORT, [sheet])
    answers = reads.answers_of(request.actor, sheet)
    return pdf.respond(request, scale_sheet(reads.scored(sheet), answers), name="scala")


def _sheet_or_404(request: Request, case_id: UUID, sheet_id: UUID) -> tuple[Case, ScaleSheet]:
    case = case_or_404(request, case_id)
    policies.may_read_health(request.actor, case).enforce()
    rows = ScaleSheet.objects.visible_to(request.actor).for_list()
    sheet = get_object_or_404(rows, pk=sheet_id, case=case)
    sheet.case = case  # at hand already: the policies ask for it
    return case, sheet


def _still_draft(sheet: ScaleSheet) -> None:
    if sheet.state != ScaleState.DRAFT:
        raise IllegalMove(_("È già completa: se è sbagliata, si rettifica."))


def _is_among(asked: str, people: Any) -> bool:
    return asked in {str(person.pk) for person in people}


def _whole(request: Request) -> bool:
    """Whether a total is asked for; otherwise it stays a draft."""
    return not request.POST.get("stop")


def _url_after(row: ScaleSheet) -> str:
    if row.state == ScaleState.DRAFT:
        return reverse("cases:analysis", args=[row.case_id])
    return reverse("cases:scale", args=[row.case_id, row.pk])
