"""What the rotas lend to other pages: their place, one's own shifts, what nobody covers."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from prossimo.access.policies.rotas import may_take_shift
from prossimo.access.queries.rotas import holes, my_shifts, to_take
from prossimo.accounts.rules import Actor, Right
from prossimo.core.navigation import Card, Group, Place, cards, places

ON_A_CARD = 6
MINE_ON_A_CARD = 4
DAYS_AHEAD = 14


def mine_card(actor: Actor) -> dict[str, Any] | None:
    """The coming shifts of the post, and those of its desks that wait for somebody."""
    shifts = my_shifts(actor, MINE_ON_A_CARD)
    waiting = []
    if actor.has(Right.ROTA_READ) and not actor.has(Right.ROTA_MANAGE):
        waiting = [each for each in to_take(actor, DAYS_AHEAD) if may_take_shift(actor, each)]
    if not (shifts or waiting):
        return None
    return {
        "shifts": shifts,
        "to_take": waiting[:ON_A_CARD],
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
        "number": len(found),
        "more": max(0, len(found) - ON_A_CARD),
        "all_url": reverse("access:rota"),
    }


places.add(
    Place(
        key="rotas",
        label=_("Turni"),
        url_name="access:rota",
        icon="clock",
        order=45,
        group=Group.ARRANGE,
        shortcut="g u",
        rights=frozenset({Right.ROTA_READ}),
        also=("access:campaigns",),
    )
)
cards.add(
    Card(
        key="access.my_shifts",
        label=_("I miei turni"),
        template="access/card_shifts.html",
        order=8,
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
