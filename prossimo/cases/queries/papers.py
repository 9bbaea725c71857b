"""Reads of the documents of a case: what one may see of them, what stands beside a page of diary."""

from collections.abc import Iterable
from typing import Any

from prossimo.accounts.rules import Actor
from prossimo.cases.models import (
    Case,
    CaseDocument,
    CaseMeeting,
    CourtOrder,
    DiaryEntry,
    PlanSignature,
)
from prossimo.cases.models.papers import CaseDocumentQuerySet


def papers_of(actor: Actor, case: Case) -> CaseDocumentQuerySet:
    return CaseDocument.objects.visible_to(actor, case).for_list()


def attached_to(actor: Actor, entry: DiaryEntry) -> list[CaseDocument]:
    """What was put beside a page of diary and still counts."""
    return list(papers_of(actor, entry.case).held().filter(entry=entry))


def signed_sheets(
    actor: Actor, case: Case, rows: Iterable[PlanSignature]
) -> dict[Any, CaseDocument]:
    """The sheets of these signatures that the reader may open, by their key."""
    asked = [row.document_id for row in rows if row.document_id]
    return papers_of(actor, case).in_bulk(asked) if asked else {}


def beside_orders(actor: Actor, orders: Iterable[CourtOrder]) -> dict[Any, list[CaseDocument]]:
    """What was attached to each order and still counts."""
    keys = [order.pk for order in orders]
    found: dict[Any, list[CaseDocument]] = {key: [] for key in keys}
    if keys:
        for row in CaseDocument.objects.visible_to(actor).held().filter(order__in=keys).for_list():
            found[row.order_id].append(row)
    return found


def beside_meeting(actor: Actor, meeting: CaseMeeting) -> list[CaseDocument]:
    """What was attached to a meeting and still counts: its signed minutes first of all."""
    return list(papers_of(actor, meeting.case).held().filter(meeting=meeting))


def last_papers(actor: Actor, case: Case, most: int) -> list[CaseDocument]:
    """The last ones put there, at most so many."""
    return list(papers_of(actor, case).held().order_by("-created_at", "pk")[:most])
