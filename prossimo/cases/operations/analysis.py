"""The writes of an analysis: begun, written page by page, completed with an outcome, or dropped."""

from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from prossimo.access.faults import in_words
from prossimo.access.policies.contacts import at_work
from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.rules import Actor
from prossimo.cases.asking import (
    Answered,
    Page,
    lacking,
    levels_of,
    outcome_rule_on,
    propose_outcome,
    themes_of,
)
from prossimo.cases.choices import Part, SheetState
from prossimo.cases.declared import questionnaires
from prossimo.cases.models import AnalysisAnswer, Case, CaseAnalysis
from prossimo.cases.operations.moving import locked_case
from prossimo.cases.operations.parts import add_need
from prossimo.cases.policies.analysis import (
    may_complete_analysis,
    may_read_health,
    may_write_analysis,
)
from prossimo.cases.queries.analysis import Filled, filled, person_of
from prossimo.cases.workflow import SHEET
from prossimo.catalogue.models import Need
from prossimo.core.concurrency import save_versioned
from prossimo.core.periods import today

KIND = "cases.caseanalysis"


@transaction.atomic
def begin_analysis(case: Case, *, by: Actor, form: str) -> CaseAnalysis:
    """Begin to fill in a form, in today's edition; the draft that is there already is gone on with."""
    held = locked_case(case, by, may_write_analysis)
    me, post_id, _ambito = at_work(by)
    drafts = CaseAnalysis.objects.visible_to(by).filter(case=held, form=form)
    for draft in drafts.filter(state=SheetState.DRAFT):
        return draft
    edition = questionnaires[form].on(today())
    row = CaseAnalysis(case=held, form=form, edition=edition.key, author_id=me, post_id=post_id)
    with in_words(CaseAnalysis):
        row.save(force_insert=True)
    journal.note(Action.CREATE, KIND, row.pk)
    return row


@transaction.atomic
def write_page(
    analysis: CaseAnalysis, *, by: Actor, expected: int, page: Page, said: Mapping[str, Answered]
) -> CaseAnalysis:
    """Keep what was answered on a page of a draft, whole or not yet."""
    case = locked_case(analysis.case, by, may_write_analysis)
    questions = {each.key: each for each in page.block.questions}
    if any(questions[key].health for key in said):
        may_read_health(by, case).enforce()
    row = _locked(analysis, by)
    SHEET.step(row.state, "write")
    saved = save_versioned(row, {}, expected=expected)
    known = {
        answer.item: answer
        for answer in AnalysisAnswer.objects.visible_to(by).filter(
            analysis=saved, person=person_of(page), item__in=said
        )
    }
    for key, answer in said.items():
        part = Part.HEALTH if questions[key].health else Part.PLAN
        blank = AnalysisAnswer(analysis=saved, item=key, person_id=person_of(page), part=part)
        _keep(known.get(key), blank, answer)
    journal.note(Action.CHANGE, KIND, saved.pk)
    return saved


@transaction.atomic
def complete_analysis(
    analysis: CaseAnalysis,
    *,
    by: Actor,
    expected: int,
    outcome: str = "",
    outcome_why: str = "",
    summary: str = "",
    needs: Iterable[Need] = (),
) -> CaseAnalysis:
    """Conclude: nothing needed is missing, the outcome is said, the needs found enter the case.

    Raises `ValidationError` with what is missing, and on which page.
    """
    case = locked_case(analysis.case, by, may_complete_analysis)
    row = _locked(analysis, by)
    target = SHEET.step(row.state, "complete")
    row.case = case
    whole = filled(by, row)
    _check_whole(whole)
    why = _checked_outcome(whole, outcome, outcome_why.strip())
    changes = {
        "state": target, "completed_on": today(), "outcome": outcome, "outcome_why": why,
        "summary": summary.strip(),
    }  # fmt: skip
    with in_words(CaseAnalysis):
        saved = save_versioned(row, changes, expected=expected)
    weights = themes_of(whole.edition, whole.answers)
    for need in needs:
        said = _("dall'analisi: %(form)s") % {"form": whole.questionnaire.label}
        add_need(case, by=by, need=need, weight=weights.get(need.theme, 2), note=said)
    _heard(case)
    journal.note(Action.CHANGE, KIND, saved.pk)
    return saved


@transaction.atomic
def drop_analysis(analysis: CaseAnalysis, *, by: Actor, expected: int) -> CaseAnalysis:
    """A draft that is not gone on with: it leaves the lists and stays in its history."""
    locked_case(analysis.case, by, may_write_analysis)
    row = _locked(analysis, by)
    target = SHEET.step(row.state, "drop")
    saved = save_versioned(row, {"state": target}, expected=expected)
    journal.note(Action.CHANGE, KIND, saved.pk)
    return saved


def _locked(analysis: CaseAnalysis, by: Actor) -> CaseAnalysis:
    rows = CaseAnalysis.objects.visible_to(by).select_for_update(of=("self",))
    return rows.get(pk=analysis.pk)


def _keep(row: AnalysisAnswer | None, blank: AnalysisAnswer, answer: Answered) -> None:
    values = {"chosen": list(answer.chosen), "text": answer.text.strip(), "source": answer.source}
    if row is not None:
        if any(getattr(row, name) != value for name, value in values.items()):
            save_versioned(row, values, expected=row.version)
    elif answer:
        for name, value in values.items():
            setattr(blank, name, value)
        blank.clean_fields(exclude={"analysis", "person"})
        blank.save(force_insert=True)


def _check_whole(whole: Filled) -> None:
    wrong = [page for page in whole.pages if lacking(page, whole.answers)]
    if wrong:
        names = ", ".join(
            f"{page.block.label} ({page.member.name})" if page.member else str(page.block.label)
            for page in wrong
        )
        raise ValidationError(_("Mancano ancora risposte in: %(pages)s.") % {"pages": names})


def _checked_outcome(whole: Filled, outcome: str, why: str) -> str:
    """Why it is not the outcome that the rule proposes; empty where it is."""
    if not whole.edition.outcomes:
        return ""
    if outcome not in {choice.key for choice in whole.edition.outcomes}:
        raise ValidationError({"outcome": _("Scegli a quale percorso porta.")})
    rule = outcome_rule_on(whole.analysis.begun_on)
    proposed = propose_outcome(levels_of(whole.edition, whole.answers), rule)
    if proposed.outcome == outcome:
        return ""
    if not why:
        raise ValidationError(
            {"outcome_why": _("Non è il percorso che propone la regola: scrivi perché.")}
        )
    return why


def _heard(case: Case) -> None:
    """The case is not silent: somebody has just looked at it whole, and nobody's version moves."""
    Case.objects.unscoped("one's own, locked by the analysis").filter(
        pk=case.pk, last_heard_on__lt=today()
    ).update(last_heard_on=today())
