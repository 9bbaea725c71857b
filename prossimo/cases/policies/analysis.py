"""Who may read and write analyses and scales: who was given the plan, and for health that part too."""

from django.utils.translation import gettext as _

from prossimo.accounts.rules import Actor, Right
from prossimo.cases.choices import Part
from prossimo.cases.models import AnalysisAnswer, Case, CaseAnalysis, ScaleAnswer, ScaleSheet
from prossimo.cases.policies.cases import may_read_part, may_read_plan, may_write_case
from prossimo.core.policy import GRANTED, Verdict, refused


def may_read_health(actor: Actor, case: Case) -> Verdict:
    return may_read_part(actor, case, Part.HEALTH, Right.CASE_READ)


def may_open_analyses(actor: Actor, case: Case) -> Verdict:
    """The sheet «Analisi e scale»: who was given either part."""
    planned = may_read_plan(actor, case)
    return planned if planned else may_read_health(actor, case)


def may_read_analysis(actor: Actor, analysis: CaseAnalysis) -> Verdict:
    """Twin of `CaseAnalysisQuerySet.visible_to`."""
    return may_read_plan(actor, analysis.case)


def may_read_answer(actor: Actor, answer: AnalysisAnswer) -> Verdict:
    """Twin of `AnalysisAnswerQuerySet.visible_to`."""
    if not (readable := may_read_analysis(actor, answer.analysis)):
        return readable
    return may_read_health(actor, answer.analysis.case) if answer.part == Part.HEALTH else GRANTED


def may_read_scale(actor: Actor, sheet: ScaleSheet) -> Verdict:
    """Twin of `ScaleSheetQuerySet.visible_to`."""
    return may_read_health(actor, sheet.case)


def may_read_scale_answer(actor: Actor, answer: ScaleAnswer) -> Verdict:
    """Twin of the set of the answers of scales."""
    return may_read_scale(actor, answer.sheet)


def may_write_analysis(actor: Actor, case: Case) -> Verdict:
    """Begin an analysis, write its pages."""
    return _live(actor, case, may_read_plan(actor, case))


def may_complete_analysis(actor: Actor, case: Case) -> Verdict:
    """Who may read the whole of it: nobody signs what they cannot see."""
    if not (writable := may_write_analysis(actor, case)):
        return writable
    if not may_read_health(actor, case):
        return refused(_("La conclude chi vede anche la parte sulla salute."))
    return GRANTED


def may_write_scale(actor: Actor, case: Case) -> Verdict:
    """Fill in a scale."""
    return _live(actor, case, may_read_health(actor, case))


def _live(actor: Actor, case: Case, readable: Verdict) -> Verdict:
    if not readable:
        return readable
    if not case.is_live:
        return refused(_("La presa in carico è chiusa: per scriverci, si riapre."))
    return may_write_case(actor, case)
