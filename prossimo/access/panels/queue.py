"""What the queue lends to other pages: the card «La mia coda»."""

from typing import Any

from django.utils.translation import gettext_lazy

from prossimo.access.queries.queue import my_queues
from prossimo.accounts.rules import Actor, Right
from prossimo.core.navigation import Card, cards


def queue_card(actor: Actor) -> dict[str, Any] | None:
    """For who serves: who waits at my desks, and whom I have called."""
    rows = my_queues(actor)
    return {"rows": rows} if rows else None


cards.add(
    Card(
        key="access.queue",
        label=gettext_lazy("La mia coda"),
        template="access/card_queue.html",
        order=4,
        rights=frozenset({Right.QUEUE_SERVE}),
        build=queue_card,
    )
)
