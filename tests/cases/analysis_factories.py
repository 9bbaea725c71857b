"""Analyses with their answers, scales with their sheets, for the tests."""

import factory

from prossimo.cases.choices import SheetState
from prossimo.cases.declared import questionnaires, scales
from prossimo.cases.models import AnalysisAnswer, CaseAnalysis, ScaleAnswer, ScaleSheet
from prossimo.cases.scoring import score
from prossimo.core.periods import today
from tests.arranging import ArrangedFactory, arranging
from tests.cases.factories import CaseFactory


class CaseAnalysisFactory(ArrangedFactory):
    """A draft, unless it is said to be completed."""

    class Meta:
        model = CaseAnalysis

    case = factory.SubFactory(CaseFactory)
    form = "preliminary"
    edition = "2019"
    author = factory.LazyAttribute(
        lambda analysis: (
            analysis.case.owner.user if analysis.case.owner else analysis.case.opened_by
        )
    )
    completed_on = factory.LazyAttribute(
        lambda analysis: today() if analysis.state == SheetState.COMPLETED else None
    )
    state = SheetState.DRAFT


class AnalysisAnswerFactory(ArrangedFactory):
    class Meta:
        model = AnalysisAnswer

    analysis = factory.SubFactory(CaseAnalysisFactory)
    item = "network_who"
    text = "La vicina del piano di sopra"


class ScaleSheetFactory(ArrangedFactory):
    """A draft, unless it is given a total."""

    class Meta:
        model = ScaleSheet

    case = factory.SubFactory(CaseFactory)
    person = factory.SelfAttribute("case.person")
    scale = "katz"
    edition = "1970"
    convention = "kept"
    author = factory.LazyAttribute(
        lambda sheet: sheet.case.owner.user if sheet.case.owner else sheet.case.opened_by
    )
    state = factory.LazyAttribute(
        lambda sheet: SheetState.DRAFT if sheet.total is None else SheetState.COMPLETED
    )
    total = None


class ScaleAnswerFactory(ArrangedFactory):
    class Meta:
        model = ScaleAnswer

    sheet = factory.SubFactory(ScaleSheetFactory)
    item = "bathing"
    option = "kept"
    points = 1


def answered_whole(analysis, *, weight="none", text="Detto"):
    """Every question that the form needs answered alike, of the household's pages."""
    edition = questionnaires[analysis.form].edition(analysis.edition)
    with arranging():
        for block in edition.blocks:
            for question in block.questions:
                if question.needed and block.about == "household":
                    AnalysisAnswer(
                        analysis=analysis,
                        item=question.key,
                        part="health" if question.health else "plan",
                        chosen=[weight] if question.kind == "level" else [],
                        text="" if question.kind == "level" else text,
                    ).save(force_insert=True)
    return analysis


def scored_sheet(case, sheet, *, scale="katz", convention="", **more):
    """A completed sheet with its answers and its total."""
    declared = scales[scale]
    convention = convention or declared.conventions[0].key
    row = ScaleSheetFactory(
        case=case, scale=scale, edition=declared.edition, convention=convention,
        total=score(declared, sheet, convention).kept, **more,
    )  # fmt: skip
    with arranging():
        for key, option in sheet.items():
            points = declared.item(key).option(option).points
            ScaleAnswer(sheet=row, item=key, option=option, points=points).save(force_insert=True)
    return row
