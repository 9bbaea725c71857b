"""The first sheet of a case as cases itself fills it: its needs, its moves, its diary."""

from typing import Any

from django.utils.translation import gettext_lazy

from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.rules import Actor
from prossimo.cases.case_words import diary_entries, rule_in_words, step_entries
from prossimo.cases.models import Case
from prossimo.cases.page import (
    CaseMoments,
    CasePanel,
    CaseTab,
    Narrow,
    case_moments,
    case_panels,
    case_tabs,
)
from prossimo.cases.policies import cases as policies
from prossimo.cases.queries import cases as reads
from prossimo.ui.parts import Entry


def needs_panel(actor: Actor, case: Case) -> dict[str, Any]:
    """Needs, and how much the rule says the case asks."""
    needs = reads.needs_of(actor, case)
    journal.shown(Action.LIST, needs)
    label, signs = rule_in_words(reads.proposed_intensity(case))
    return {
        "needs": [need for need in needs if need.met_on is None],
        "met": [need for need in needs if need.met_on],
        "rule": label,
        "signs": signs,
        "rule_open": False,
        "writes": case.is_live and bool(policies.may_write_case(actor, case)),
    }


def moves(actor: Actor, case: Case, most: int) -> list[Entry]:
    return step_entries(actor, reads.steps_of(actor, case, most))


def diary(actor: Actor, case: Case, most: int) -> list[Entry]:
    return search(actor, case, most, Narrow())


def search(actor: Actor, case: Case, most: int, narrow: Narrow) -> list[Entry]:
    """Pages of a year, or with some words: the database looks for them."""
    pages = reads.diary_of(actor, case, most, year=narrow.year, words=narrow.text)
    journal.shown(Action.LIST, pages)
    return diary_entries(pages)


case_tabs.add(
    CaseTab(key="case", label=gettext_lazy("Che cosa succede"), order=0, url_name="cases:case")
)
case_panels.add(
    CasePanel(
        key="needs",
        label=gettext_lazy("Di che cosa c'è bisogno"),
        order=20,
        build=needs_panel,
        template="cases/parts/needs.html",
        policy=policies.may_read_plan,
    )
)
case_moments.add(CaseMoments(key="passi", label=gettext_lazy("Passi"), order=90, build=moves))
case_moments.add(
    CaseMoments(
        key="diario",
        label=gettext_lazy("Diario"),
        order=10,
        build=diary,
        policy=policies.may_read_diary,
        search=search,
    )
)
