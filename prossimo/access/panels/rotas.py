"""What the rotas lend to other pages: their place, one's own shifts, what nobody covers."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from prossimo.access.queries.rotas import holes, my_shifts
from prossimo.accounts.rules import Actor, Right
from prossimo.core.navigation import Card, Place, cards, places

ON_A_CARD = 6
DAYS_AHEAD = 14


def mine_card(actor: Actor) -> dict[str, Any] | None:
    """The coming shifts of the post, for who has any."""
    shifts = my_shifts(actor, ON_A_CARD)
    if not shifts:
        return None
    return {
        "shifts": shifts,
        "opens": actor.has(Right.ROTA_READ),
        "all_url": reverse("access:rota"),
    }


def holes_card(actor: Actor) -> dict[str, Any] | None:
    """The openings of the next two weeks that nobody covers."""
    found = holes(actor, days=DAYS_AHEAD)
    if not found:
        return None
    return {
        "holes": found[:ON_A_CARD],
        "more": max(0, len(found) - ON_A_CARD),
        "all_url": reverse("access:rota"),
    }


places.add(
    Place(
        key="rotas",
        label=_("Turni"),
        url_name="access:rota",
        icon="calendar",
        order=45,
        rights=frozenset({Right.ROTA_READ}),
        also=("access:campaigns",),
    )
)
cards.add(
    Card(
        key="access.my_shifts",
        label=_("I miei turni"),
        template="access/card_shifts.html",
        order=12,
        rights=frozenset({Right.CONTACT_WRITE}),
        build=mine_card,
    )
)
cards.add(
    Card(
        key="access.holes",
        label=_("Turni scoperti"),
        template="access/card_holes.html",
        order=15,
        rights=frozenset({Right.ROTA_MANAGE}),
        build=holes_card,
    )
)
