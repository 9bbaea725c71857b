"""What documents lend: their sheet, their moments in the story."""

from django.utils.translation import gettext_lazy

from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.rules import Actor
from prossimo.cases.case_words import paper_entries
from prossimo.cases.models import Case
from prossimo.cases.page import CaseMoments, CaseTab, case_moments, case_tabs
from prossimo.cases.policies.papers import may_read_papers
from prossimo.cases.queries.papers import last_papers
from prossimo.ui.parts import Entry


def moments(actor: Actor, case: Case, most: int) -> list[Entry]:
    found = last_papers(actor, case, most)
    journal.shown(Action.LIST, found)
    return paper_entries(found)


case_tabs.add(
    CaseTab(
        key="papers",
        label=gettext_lazy("Documenti"),
        order=40,
        url_name="cases:papers",
        policy=may_read_papers,
    )
)
case_moments.add(
    CaseMoments(
        key="documenti",
        label=gettext_lazy("Documenti"),
        order=30,
        build=moments,
        policy=may_read_papers,
    )
)
