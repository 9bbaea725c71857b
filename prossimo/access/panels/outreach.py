"""What the work in the neighbourhood lends to «Oggi»: the telephone at hand, and what waits for somebody."""

from typing import Any

from django.utils.translation import gettext_lazy, ngettext

from prossimo.access.queries.outreach import waiting
from prossimo.accounts.rules import Actor, Right
from prossimo.core.navigation import Card, cards


def outreach_card(actor: Actor) -> dict[str, Any] | None:
    """For who goes out, the page of the telephone; for whoever it concerns, what waits for a hand."""
    held = waiting(actor)
    outside = actor.organisation_id is not None or actor.neighbourhood_id is not None
    goes_out = actor.has(Right.CONTACT_WRITE) and (outside or held.has_phone or held.mine > 0)
    if not (goes_out or held.late):
        return None
    mine = ngettext(
        "Un contatto scritto in strada aspetta una tua scelta.",
        "%(n)s contatti scritti in strada aspettano una tua scelta.",
        held.mine,
    ) % {"n": held.mine}
    late = ngettext(
        "Un contatto è arrivato da chi non è più in servizio.",
        "%(n)s contatti sono arrivati da chi non è più in servizio.",
        held.late,
    ) % {"n": held.late}
    return {
        "goes_out": goes_out,
        "mine": mine if held.mine else "",
        "late": late if held.late else "",
        "tone": "warning" if held.mine or held.late else "",
    }


cards.add(
    Card(
        key="access.outreach",
        label=gettext_lazy("In strada"),
        template="access/card_outreach.html",
        order=12,
        rights=frozenset({Right.CONTACT_WRITE, Right.CONTACT_REVIEW}),
        build=outreach_card,
    )
)
