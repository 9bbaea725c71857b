"""Reads of what passes: what waits for one's answer, what one asked, what became of it."""

from django.db.models import Q, QuerySet

from prossimo.accounts.rules import Actor
from prossimo.cases.models import Case, CaseTransfer
from prossimo.cases.policies.transfer import may_answer_transfer

MOST = 100


def to_answer(actor: Actor) -> list[CaseTransfer]:
    """What waits for this actor's answer, the oldest first."""
    rows = CaseTransfer.objects.visible_to(actor).waiting().exclude(kind="outside").for_list()
    return [row for row in rows.order_by("created_at", "pk") if may_answer_transfer(actor, row)]


def asked(actor: Actor) -> "QuerySet[CaseTransfer]":
    """What one asked, and what leaves the cases one has or coordinates; not what comes to one."""
    mine = Q(asked_by=actor.user_id) | Q(case__in=Case.objects.visible_to(actor))
    return CaseTransfer.objects.visible_to(actor).filter(mine).for_list()


def of_case(actor: Actor, case: Case) -> list[CaseTransfer]:
    rows = CaseTransfer.objects.visible_to(actor, case).for_list()
    return list(rows.order_by("-created_at", "pk")[:MOST])


def waiting_of(actor: Actor, case: Case) -> CaseTransfer | None:
    """The one that waits, if there is."""
    rows = CaseTransfer.objects.visible_to(actor, case).waiting().for_list()
    return rows.first()
