"""The tabs that join contacts, desks and reasons: only those that the reader may open."""

from django.template import Context, Library
from django.urls import reverse
from django.utils.translation import gettext as _

from prossimo.accounts.rules import NOBODY, Actor, Right
from prossimo.ui.parts import Tab

register = Library()


@register.simple_tag(takes_context=True)
def door_tabs(context: Context, here: str) -> list[Tab]:
    actor: Actor = getattr(context.get("request"), "actor", NOBODY)
    reads, manages = actor.has(Right.CONTACT_READ), actor.has(Right.DESK_MANAGE)
    ways = [
        ("contacts", _("Contatti"), reads),
        ("desks", _("Sportelli"), True),
        ("reasons", _("Motivi"), reads or manages),
    ]
    return [
        Tab(label, reverse(f"access:{key}"), current=key == here)
        for key, label, allowed in ways
        if allowed
    ]
