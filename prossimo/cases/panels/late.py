"""What is late, on «Oggi»: for who follows, each thing with its link; for who coordinates, how many."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy

from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.rules import Actor, Right
from prossimo.cases.models import Case
from prossimo.cases.policies.cases import sees_all
from prossimo.cases.queries.late import by_worker, late_in
from prossimo.core.navigation import Card, cards

MOST = 6


def late_card(actor: Actor) -> dict[str, Any] | None:
    """The latest things of the cases one owns; of all of them, the counts by worker."""
    if sees_all(actor):
        found = late_in(actor)
        workers = [(each.name, each.counts.total()) for each in by_worker(found)][:MOST]
        return _card(len(found), workers=workers) if found else None
    mine = Case.objects.visible_to(actor).filter(owner=actor.post_id)
    found = late_in(actor, mine)
    journal.shown(Action.LIST, [late.case for late in found[:MOST]])
    return _card(len(found), lates=found[:MOST]) if found else None


def _card(total: int, **more: Any) -> dict[str, Any]:
    return {"total": total, "url": reverse("cases:late"), **more}


cards.add(
    Card(
        key="cases.late",
        label=gettext_lazy("In ritardo nelle prese in carico"),
        template="cases/card_late.html",
        order=13,
        rights=frozenset({Right.CASE_READ}),
        build=late_card,
    )
)
