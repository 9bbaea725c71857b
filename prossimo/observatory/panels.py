"""What the observatory shows on «Oggi» to whoever reads figures and meets nobody."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from prossimo.accounts.rules import Actor, Right
from prossimo.core.indicators import Indicator, indicators
from prossimo.core.navigation import Card, cards
from prossimo.observatory import engine
from prossimo.observatory.headlines import Headline, headline
from prossimo.observatory.questions import Question
from prossimo.observatory.snapshots import NoSnapshot
from prossimo.observatory.standing import Standing, standing_of

ON_A_CARD = 4


def figures_card(actor: Actor) -> dict[str, Any] | None:
    """The first numbers of the last whole year; nothing where the day is at a desk."""
    if actor.has(Right.CONTACT_READ):
        return None
    card: dict[str, Any] = {"url": reverse("observatory:index")}
    try:
        standing = standing_of(actor)
        shown = [(one, _summary(standing, one)) for one in list(indicators)[:ON_A_CARD]]
    except (NoSnapshot, engine.EngineTrouble) as error:
        return card | {"sentence": str(error)}
    return card | {"rows": shown, "taken_at": standing.snapshot.at}


def _summary(standing: Standing, indicator: Indicator) -> Headline | None:
    answer = standing.ask(Question(indicator.key, standing.ambito))
    return headline(indicator, answer, standing.year(indicator))


cards.add(
    Card(
        key="observatory.figures",
        label=_("Che cosa dicono i numeri"),
        template="observatory/card_figures.html",
        order=30,
        rights=frozenset({Right.OBSERVATORY_READ}),
        build=figures_card,
    )
)
