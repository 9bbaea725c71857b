"""Analyses and scales as their pages show them: the sheet of the case, the pages of a form, two times."""

from dataclasses import dataclass
from typing import Any

from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.rules import Actor
from prossimo.cases.analysis_sheets import page_url
from prossimo.cases.analysis_words import (
    TONES,
    answer_words,
    choices_words,
    form_label,
    outcome_label,
    score_words,
    tone_of,
    total_words,
)
from prossimo.cases.asking import Page, answer_to, compared, done_of, weight_of
from prossimo.cases.choices import Intensity, SheetState
from prossimo.cases.declared import questionnaires, scales
from prossimo.cases.models import Case, CaseAnalysis
from prossimo.cases.policies import analysis as policies
from prossimo.cases.policies.cases import may_read_plan
from prossimo.cases.queries.analysis import Filled, analyses_of
from prossimo.cases.queries.cases import proposed_intensity
from prossimo.cases.queries.scales import Series, series_of, sheets_of
from prossimo.cases.series import Line, drawn
from prossimo.ui.parts import Tone


@dataclass(frozen=True, slots=True)
class AnalysisLine:
    """An analysis in the list: which form, where it led."""

    analysis: CaseAnalysis
    label: str
    outcome: str
    draft: bool


@dataclass(frozen=True, slots=True)
class SeriesCard:
    """A scale about somebody: the last total in words, and how it went."""

    series: Series
    said: str
    total: str  # the same without what it means
    tone: Tone
    band: str
    line: Line | None


@dataclass(frozen=True, slots=True)
class Step:
    """A page in the list of the pages of a form."""

    label: str
    url: str
    done: int
    needed: int
    current: bool

    @property
    def whole(self) -> bool:
        return self.done >= self.needed


@dataclass(frozen=True, slots=True)
class Said:
    """A question with what was answered."""

    label: object
    chosen: str
    text: str
    source: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class ReadBlock:
    label: object
    who: str
    said: list[Said]


def tab_of(actor: Actor, case: Case) -> dict[str, Any]:
    """Everything of «Analisi e scale» that this reader may have."""
    analyses = analyses_of(actor, case)
    sheets = sheets_of(actor, case)
    journal.shown(Action.LIST, [*analyses, *sheets])
    drafted = {each.form for each in analyses if each.state == SheetState.DRAFT}
    full = proposed_intensity(case).intensity == Intensity.FULL
    had = any(each.form == "framework" for each in analyses)
    return {
        "analyses": [line_of(each) for each in analyses],
        "series": [series_card(each) for each in series_of(sheets)],
        "forms": [each for each in sorted(questionnaires, key=lambda form: form.order)
                  if each.key not in drafted],
        "scales": sorted(scales, key=lambda scale: scale.order),
        "plans": bool(policies.may_write_analysis(actor, case)),
        "scores": bool(policies.may_write_scale(actor, case)),
        "reads_plan": bool(may_read_plan(actor, case)),
        "reads_health": bool(policies.may_read_health(actor, case)),
        "needs_framework": full and not had,
    }  # fmt: skip


def line_of(analysis: CaseAnalysis) -> AnalysisLine:
    return AnalysisLine(
        analysis,
        form_label(analysis),
        outcome_label(analysis),
        analysis.state == SheetState.DRAFT,
    )


def series_card(series: Series) -> SeriesCard:
    latest = series.latest
    band = latest.score.band if latest and latest.score else None
    return SeriesCard(
        series,
        total_words(latest) if latest else "",
        score_words(latest.scale, latest.score) if latest and latest.score else "",
        tone_of(band.tone) if band else "neutral",
        str(band.label) if band else "",
        drawn(series),
    )


def pages_nav(whole: Filled, current: str) -> dict[str, Any]:
    """The pages with how much of each is done, and of all of them."""
    steps = []
    for page in whole.pages:
        done, needed = done_of(page, whole.answers)
        label = f"{page.block.label}"
        if page.member:
            label = f"{label}: {page.member.name}"
        steps.append(
            Step(label, page_url(whole.analysis, page.slug), done, needed, page.slug == current)
        )
    return {
        "steps": steps,
        "done": sum(step.done for step in steps),
        "needed": sum(step.needed for step in steps),
        "end_url": page_url(whole.analysis, ""),
        "at_end": current == "concludi",
        "lacking": [step for step in steps if not step.whole],
    }


def read_blocks(whole: Filled) -> list[ReadBlock]:
    """What was answered, in the order of the form."""
    return [
        ReadBlock(page.block.label, page.member.name if page.member else "", _said(whole, page))
        for page in whole.pages
    ]


def _said(whole: Filled, page: Page) -> list[Said]:
    found = []
    for question in whole.questions(page):
        answer = answer_to(whole.answers, page, question)
        weight = weight_of(question, answer) or 0
        found.append(
            Said(
                question.label,
                choices_words(question, answer),
                answer.text,
                answer.source,
                TONES.get(weight, "neutral") if question.kind == "level" else "neutral",
            )
        )
    return found


@dataclass(frozen=True, slots=True)
class ComparedLine:
    label: object
    who: str
    block: object
    before: str
    now: str
    differs: bool
    step: int


def compared_lines(now: Filled, before: Filled) -> list[ComparedLine]:
    """Two fillings of the same form side by side: questions of both, those that changed marked."""
    pages = {page.slug: page for page in [*now.pages, *before.pages]}
    return [
        ComparedLine(
            each.question.label,
            each.page.member.name if each.page.member else "",
            each.page.block.label,
            answer_words(each.question, each.before),
            answer_words(each.question, each.now),
            each.differs,
            each.step,
        )
        for each in compared(pages.values(), before.answers, now.answers)
        if now.health or not each.question.health
    ]
