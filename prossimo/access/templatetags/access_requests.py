"""The tabs that join requests, proposals, direct services and needs without an answer."""

from django.template import Context, Library
from django.urls import reverse
from django.utils.translation import gettext as _

from prossimo.accounts.rules import NOBODY, Actor, Right
from prossimo.ui.parts import Tab

register = Library()


@register.inclusion_tag("access/segretariato_tabs.html", takes_context=True)
def segretariato_tabs(context: Context, here: str) -> dict[str, list[Tab]]:
    actor: Actor = getattr(context.get("request"), "actor", NOBODY)
    hears = actor.has(Right.UNMET_READ) or actor.has(Right.UNMET_WRITE)
    ways = [
        ("orientations", _("Richieste"), actor.has(Right.ORIENTATION_READ)),
        ("proposals", _("Proposte"), actor.has(Right.PROPOSAL_READ)),
        ("direct_services", _("Prestazioni dirette"), actor.has(Right.DIRECT_READ)),
        ("direct_waiting", _("Liste d'attesa"), actor.has(Right.DIRECT_READ)),
        ("unmet_needs", _("Bisogni senza risposta"), hears),
        ("allocation", _("Regole di assegnazione"), actor.has(Right.ALLOCATION_MANAGE)),
    ]
    tabs = [
        Tab(label, reverse(f"access:{key}"), current=key == here)
        for key, label, allowed in ways
        if allowed
    ]
    return {"items": tabs}
