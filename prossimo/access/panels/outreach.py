"""What the work in the neighbourhood lends to «Oggi»: the telephone at hand, and what waits for somebody."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from prossimo.access.queries.outreach import has_a_phone, waiting
from prossimo.accounts.rules import Actor, Right
from prossimo.core.navigation import Card, cards


def outreach_card(actor: Actor) -> dict[str, Any] | None:
    """For who goes out: the page of the telephone, and how many of theirs wait for them."""
    number = waiting(actor).mine
    outside = actor.organisation_id is not None or actor.neighbourhood_id is not None
    if not (number or outside or has_a_phone(actor)):
        return None
    said = ngettext(
        "Un contatto scritto in strada aspetta una tua scelta.",
        "%(n)s contatti scritti in strada aspettano una tua scelta.",
        number,
    ) % {"n": number}
    return {"sentence": said if number else "", "tone": "warning" if number else ""}


def late_card(actor: Actor) -> dict[str, Any] | None:
    """For the supervision: what arrived from who is no longer here."""
    number = waiting(actor).late
    if not number:
        return None
    said = ngettext(
        "Un contatto è arrivato da chi non è più in servizio.",
        "%(n)s contatti sono arrivati da chi non è più in servizio.",
        number,
    ) % {"n": number}
    return {"sentence": said, "tone": "warning", "late_url": reverse("access:late_parcels")}


cards.add(
    Card(
        key="access.outreach",
        label=gettext_lazy("In strada"),
        template="access/card_outreach.html",
        order=12,
        rights=frozenset({Right.CONTACT_WRITE}),
        build=outreach_card,
    )
)
cards.add(
    Card(
        key="access.late_parcels",
        label=gettext_lazy("Arrivati tardi"),
        template="access/card_outreach.html",
        order=13,
        rights=frozenset({Right.CONTACT_REVIEW}),
        build=late_card,
    )
)
