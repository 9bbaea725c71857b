"""Reads of the documents of a case: what one may see of them, what stands beside a page of diary."""

from prossimo.accounts.rules import Actor
from prossimo.cases.models import Case, CaseDocument, DiaryEntry
from prossimo.cases.models.papers import CaseDocumentQuerySet


def papers_of(actor: Actor, case: Case) -> CaseDocumentQuerySet:
    return CaseDocument.objects.visible_to(actor).filter(case=case).for_list()


def attached_to(actor: Actor, entry: DiaryEntry) -> list[CaseDocument]:
    """What was put beside a page of diary and still counts."""
    return list(papers_of(actor, entry.case).held().filter(entry=entry))


def last_papers(actor: Actor, case: Case, most: int) -> list[CaseDocument]:
    """The last ones put there, at most so many."""
    return list(papers_of(actor, case).held().order_by("-created_at", "pk")[:most])
