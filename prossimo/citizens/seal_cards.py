"""What waits on «Oggi» about protected things: requests to answer, answers that came, what is open."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from prossimo.accounts.rules import Actor, Right
from prossimo.citizens.models import SealOpening
from prossimo.citizens.queries import seals
from prossimo.core.navigation import Card, cards


def openings_card(actor: Actor) -> dict[str, Any] | None:
    """Numbers only: who the people are is read on the page, where the purpose is stated."""
    waiting = seals.to_decide(actor).count()
    opened = SealOpening.objects.visible_to(actor).open_now().filter(asked_by=actor.user_id).count()
    if not (waiting or opened):
        return None
    return {"waiting": waiting, "opened": opened, "url": reverse("citizens:openings")}


cards.add(
    Card(
        key="citizens.openings",
        label=_("Dati protetti"),
        template="citizens/card_openings.html",
        order=15,
        rights=frozenset({str(Right.SEAL_OPEN), str(Right.SEAL_APPROVE)}),
        build=openings_card,
    )
)
