"""Reads of analyses: what was answered, by whom it may be seen, and what the house knows already."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from prossimo.accounts.rules import Actor
from prossimo.cases.asking import (
    Answered,
    Answers,
    Edition,
    Member,
    Page,
    Question,
    Questionnaire,
    age_on,
    answer_to,
    pages_of,
)
from prossimo.cases.choices import SheetState
from prossimo.cases.declared import questionnaires
from prossimo.cases.models import AnalysisAnswer, Case, CaseAnalysis, CaseMember
from prossimo.cases.policies.analysis import may_read_health
from prossimo.citizens.models import Person
from prossimo.core import wording
from prossimo.core.periods import today


@dataclass(frozen=True, slots=True)
class Filled:
    """An analysis with its form and its answers, as this reader may have them."""

    analysis: CaseAnalysis
    questionnaire: Questionnaire
    edition: Edition
    pages: list[Page]
    answers: Answers
    health: bool  # whether what is of health is among them

    def page(self, slug: str) -> Page | None:
        return next((page for page in self.pages if page.slug == slug), None)

    def questions(self, page: Page) -> list[Question]:
        """Those of the page that this reader may see."""
        return [each for each in page.block.questions if self.health or not each.health]


def analyses_of(actor: Actor, case: Case) -> list[CaseAnalysis]:
    """Those under way and those completed, the last first; what was dropped is not shown."""
    rows = CaseAnalysis.objects.visible_to(actor, case)
    return list(rows.exclude(state=SheetState.DROPPED).for_list())


def before(actor: Actor, analysis: CaseAnalysis) -> list[CaseAnalysis]:
    """The other completed ones of the same form, the last first."""
    rows = CaseAnalysis.objects.visible_to(actor).completed().filter(form=analysis.form)
    return list(rows.filter(case=analysis.case_id).exclude(pk=analysis.pk).for_list())


def answers_of(actor: Actor, analysis: CaseAnalysis) -> Answers:
    rows = AnalysisAnswer.objects.visible_to(actor).filter(analysis=analysis)
    return {
        (row.item, row.person_id): Answered(tuple(row.chosen), row.text, row.source) for row in rows
    }


def filled(actor: Actor, analysis: CaseAnalysis) -> Filled:
    """The analysis whole: who is in the case while it is a draft, then who was spoken of."""
    questionnaire = questionnaires[analysis.form]
    edition = questionnaire.edition(analysis.edition)
    answers = answers_of(actor, analysis)
    members = members_of(actor, analysis, {who for _item, who in answers if who})
    return Filled(
        analysis,
        questionnaire,
        edition,
        pages_of(edition, members),
        answers,
        bool(may_read_health(actor, analysis.case)),
    )


def members_of(actor: Actor, analysis: CaseAnalysis, spoken_of: Iterable[Any]) -> list[Member]:
    """The people of the pages that are asked one by one; of age or not on the day it was begun."""
    wanted = Q(pk__in=list(spoken_of))
    if analysis.state == SheetState.DRAFT:
        inside = CaseMember.objects.visible_to(actor).filter(
            case=analysis.case_id, period__contains=today()
        )
        wanted |= Q(pk__in=inside.values("person"))
    people = Person.objects.visible_to(actor).filter(wanted).order_by("born_on", "sort_key", "pk")
    return [
        Member(
            person.pk,
            person.full_name,
            person.born_on is None or age_on(person.born_on, analysis.begun_on) >= 18,
        )
        for person in people
    ]


def last_answers(actor: Actor, analysis: CaseAnalysis) -> tuple[Answers, str]:
    """What was said the last time to the same form, and when, in words."""
    for earlier in before(actor, analysis)[:1]:
        day = wording.day(earlier.completed_on) if earlier.completed_on else ""
        return answers_of(actor, earlier), _("analisi del %(day)s") % {"day": day}
    return {}, ""


def asked_for(known: dict[str, Answered], was: Answers, said: str, page: Page) -> Answers:
    """What to propose for each question of a page: what is known today, or what was said last time."""
    found: dict[tuple[str, Any], Answered] = {}
    for question in page.block.questions:
        earlier = answer_to(was, page, question)
        weighed = next((known[each] for each in question.themes if each in known), None)
        if question.known in known:
            found[question.key, page.who] = known[question.known]
        elif earlier:
            found[question.key, page.who] = Answered(earlier.chosen, earlier.text, said)
        elif weighed is not None and page.member is None:
            found[question.key, page.who] = weighed
    return found


def person_of(page: Page) -> uuid.UUID | None:
    return page.who if isinstance(page.who, uuid.UUID) else None
