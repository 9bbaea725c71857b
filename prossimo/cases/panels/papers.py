"""What documents lend: their sheet, their moments in the story, the index that a person gets back."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.rules import Actor
from prossimo.cases.case_words import kind_and_size, paper_entries
from prossimo.cases.models import Case, CaseDocument
from prossimo.cases.page import CaseMoments, CaseTab, case_moments, case_tabs
from prossimo.cases.policies.papers import may_read_papers
from prossimo.cases.queries.papers import last_papers
from prossimo.citizens.models import Person
from prossimo.citizens.panels import Copied, person_copies
from prossimo.core import pdf
from prossimo.ui.parts import Entry


def moments(actor: Actor, case: Case, most: int) -> list[Entry]:
    found = last_papers(actor, case, most)
    journal.shown(Action.LIST, found)
    return paper_entries(found)


def papers_copied(actor: Actor, person: Person) -> list[pdf.Section]:
    """Which documents are kept about a person (GDPR art. 15): each is given as it is, on request."""
    rows = CaseDocument.objects.visible_to(actor).filter(case__person=person).held().for_list()
    found = list(rows.select_related("case"))
    journal.shown(Action.EXPORT, found)
    listed = [
        pdf.Moment(
            when=f"{row.dated_on:%d/%m/%Y}",
            title=row.title,
            text=f"{row.get_kind_display()}, {kind_and_size(row)}; {row.case.number}",
        )
        for row in found
    ]
    return [pdf.Section(_("Documenti conservati"), moments=listed, empty=_("Nessuno."))]


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
person_copies.add(
    Copied(key="papers", label=gettext_lazy("Documenti"), order=41, build=papers_copied)
)
