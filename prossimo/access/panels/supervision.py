"""What the supervision lends to «Oggi» and to the navigation."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from prossimo.access.choices import ReviewState
from prossimo.access.models import Review
from prossimo.access.queries.supervision import awaiting_me, to_supervise
from prossimo.access.wording import for_whom
from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.rules import Actor, Right
from prossimo.core.navigation import Card, Place, cards, places
from prossimo.core.periods import today

ON_A_CARD = 6
MOST_ANSWERS = 50  # a page of their own would show nothing else


def supervision_card(actor: Actor) -> dict[str, Any] | None:
    """For the segretariato: the contacts of the partners nobody has looked at, the oldest first."""
    waiting = to_supervise(actor).filter(state=ReviewState.TO_REVIEW)
    total = waiting.count()
    if not total:
        return None
    said = ngettext(
        "Un contatto aspetta di essere visto.",
        "%(number)s contatti aspettano di essere visti.",
        total,
    ) % {"number": total}
    return _rows(list(waiting[:ON_A_CARD]), said, total)


def answers_card(actor: Actor) -> dict[str, Any] | None:
    """For who recorded: what the supervision asks about."""
    asked = awaiting_me(actor)
    total = asked.count()
    if not total:
        return None
    said = ngettext(
        "Il segretariato ti ha scritto su un contatto.",
        "Il segretariato ti ha scritto su %(number)s contatti.",
        total,
    ) % {"number": total}
    return _rows(list(asked[:MOST_ANSWERS]), said, 0)


def _rows(found: list[Review], said: str, total: int) -> dict[str, Any]:
    journal.shown(Action.LIST, [review.contact for review in found])
    rows = [(r, for_whom(r.contact), (today() - r.contact.day).days) for r in found]
    more, url = total - len(found), reverse("access:reviews")
    return {"sentence": said, "rows": rows, "more": more, "all_url": url}


places.add(
    Place(
        key="supervision",
        label=gettext_lazy("Supervisione"),
        url_name="access:reviews",
        icon="password-visible",
        order=24,
        rights=frozenset({Right.CONTACT_REVIEW}),
    )
)
cards.add(
    Card(
        key="access.supervision",
        label=gettext_lazy("Da vedere in supervisione"),
        template="access/card_reviews.html",
        order=8,
        rights=frozenset({Right.CONTACT_REVIEW}),
        build=supervision_card,
    )
)
cards.add(
    Card(
        key="access.answers",
        label=gettext_lazy("Il segretariato ti chiede"),
        template="access/card_reviews.html",
        order=4,
        rights=frozenset({Right.CONTACT_WRITE}),
        build=answers_card,
    )
)
