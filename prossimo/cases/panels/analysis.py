"""What analyses and scales lend to the page of a case, and to the copy that a person gets back."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import prossimo.cases.declared.barthel
import prossimo.cases.declared.framework
import prossimo.cases.declared.katz
import prossimo.cases.declared.lawton
import prossimo.cases.declared.preliminary  # noqa: F401 (what they declare)
from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.rules import Actor
from prossimo.cases.analysis_sheets import detail_url, scale_sheet
from prossimo.cases.analysis_shown import line_of, series_card
from prossimo.cases.analysis_words import (
    analysis_entries,
    answer_words,
    form_label,
    outcome_label,
    scale_entries,
)
from prossimo.cases.asking import answer_to
from prossimo.cases.choices import ScaleState, SheetState
from prossimo.cases.models import Case, CaseAnalysis, ScaleSheet
from prossimo.cases.page import (
    CaseMoments,
    CasePanel,
    CasePromises,
    CaseTab,
    Promise,
    case_moments,
    case_panels,
    case_promises,
    case_tabs,
)
from prossimo.cases.policies import analysis as policies
from prossimo.cases.queries import analysis as reads
from prossimo.cases.queries import scales as scale_reads
from prossimo.citizens.models import Person
from prossimo.citizens.panels import Copied, person_copies
from prossimo.core import pdf
from prossimo.ui.parts import Entry

COMPLETE_WITHIN = 10  # days from the beginning of a draft


def analysis_panel(actor: Actor, case: Case) -> dict[str, Any] | None:
    """The last outcome, and the last total of each scale."""
    analyses = [
        each for each in reads.analyses_of(actor, case) if each.state == SheetState.COMPLETED
    ]
    sheets = [
        each for each in scale_reads.sheets_of(actor, case) if each.state == ScaleState.COMPLETED
    ]
    latest: dict[str, CaseAnalysis] = {}
    for each in analyses:
        latest.setdefault(each.form, each)
    if not (latest or sheets):
        return None
    journal.shown(Action.LIST, [*latest.values(), *sheets])
    cards = [series_card(each) for each in scale_reads.series_of(sheets)]
    return {"lines": [line_of(each) for each in latest.values()], "cards": cards, "case": case}


def moments(actor: Actor, case: Case, most: int) -> list[Entry]:
    analyses = CaseAnalysis.objects.visible_to(actor, case).completed()
    sheets = ScaleSheet.objects.visible_to(actor, case).completed()
    told = list(analyses.for_list().order_by("-completed_on", "pk")[:most])
    scored = [scale_reads.scored(each) for each in sheets.for_list()[:most]]
    journal.shown(Action.LIST, [*told, *(each.sheet for each in scored)])
    entries = [*analysis_entries(told), *scale_entries(scored)]
    return sorted(entries, key=lambda entry: entry.when, reverse=True)[:most]


def to_complete(actor: Actor, case: Case) -> list[Promise]:
    """Drafts begun a while ago: whoever began them said that they would conclude."""
    rows = CaseAnalysis.objects.visible_to(actor, case).filter(state=SheetState.DRAFT)
    return [
        Promise(
            _("Completare: %(form)s") % {"form": form_label(each).lower()},
            due=each.begun_on + dt.timedelta(days=COMPLETE_WITHIN),
            who=each.author.get_full_name(),
            url=detail_url(each),
            kind=_("analisi da completare"),
        )
        for each in rows.for_list()
    ]


def analyses_copied(actor: Actor, person: Person) -> list[pdf.Section]:
    """What was analysed of a person and measured on scales, as they get it back (GDPR art. 15)."""
    rows = list(
        CaseAnalysis.objects.visible_to(actor)
        .completed()
        .filter(case__person=person)
        .select_related("case", "author")
        .order_by("completed_on", "pk")
    )
    sections = [_analysis_copied(actor, row) for row in rows]
    sheets = list(
        ScaleSheet.objects.visible_to(actor)
        .completed()
        .filter(person=person)
        .for_list()
        .order_by("done_on", "pk")
    )
    answers = scale_reads.answers_of_all(actor, sheets)
    for sheet in sheets:
        paper = scale_sheet(scale_reads.scored(sheet), answers.get(sheet.pk, {}))
        sections += [
            pdf.Section(f"{paper.title}: {each.title}", each.facts, each.paragraphs, rows=each.rows)
            for each in paper.sections
        ]
    journal.shown(Action.EXPORT, [*rows, *sheets])
    return sections or [pdf.Section(_("Analisi e scale"), empty=_("Nessuna."))]


def _analysis_copied(actor: Actor, analysis: CaseAnalysis) -> pdf.Section:
    whole = reads.filled(actor, analysis)
    facts = [
        (f"{page.block.label}: {question.label}", answer_words(question, said))
        for page in whole.pages
        for question in whole.questions(page)
        if (said := answer_to(whole.answers, page, question))
    ]
    if analysis.outcome:
        facts.insert(0, (_("Esito"), outcome_label(analysis)))
    title = f"{form_label(analysis)}, {analysis.completed_on:%d/%m/%Y}"
    return pdf.Section(title, facts=list(facts), paragraphs=[analysis.summary])


case_tabs.add(
    CaseTab(
        key="analysis",
        label=gettext_lazy("Analisi e scale"),
        order=20,
        url_name="cases:analysis",
        policy=policies.may_open_analyses,
    )
)
case_panels.add(
    CasePanel(
        key="analysis",
        label=gettext_lazy("Analisi e scale"),
        order=25,
        build=analysis_panel,
        template="cases/parts/analysis_panel.html",
        policy=policies.may_open_analyses,
        side=True,
    )
)
case_moments.add(
    CaseMoments(
        key="analisi",
        label=gettext_lazy("Analisi e scale"),
        order=40,
        build=moments,
        policy=policies.may_open_analyses,
    )
)
case_promises.add(
    CasePromises(key="analysis", order=40, build=to_complete, policy=policies.may_open_analyses)
)
person_copies.add(
    Copied(key="analyses", label=gettext_lazy("Analisi e scale"), order=45, build=analyses_copied)
)
