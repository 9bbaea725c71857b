"""The emergency way on other pages: the red banner, the way in, what waits for a review on «Oggi»."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from prossimo.accounts.rules import Actor, Right
from prossimo.cases.models import Case
from prossimo.cases.models.sight import glass_until
from prossimo.cases.page import CasePanel, case_panels
from prossimo.cases.queries import glass
from prossimo.citizens.panels import PersonAction, person_actions
from prossimo.core.navigation import Card, cards


def banner(actor: Actor, case: Case) -> dict[str, Any] | None:
    """That one reads by a broken glass, and for how long still."""
    until = glass_until(actor, case)
    if until is None:
        return None
    return {"until": timezone.localtime(until), "minutes": glass.minutes_left(until)}


def review_card(actor: Actor) -> dict[str, Any] | None:
    waiting = glass.to_review(actor)
    if not waiting:
        return None
    said = ngettext(
        "Un accesso d'emergenza aspetta la verifica.",
        "%(n)s accessi d'emergenza aspettano la verifica.",
        len(waiting),
    )
    return {
        "sentence": said % {"n": len(waiting)},
        "late": any(glass.is_late(row) for row in waiting),
        "url": reverse("cases:glass_list"),
        "link": _("Verifica"),
        "icon": "warning-circle",
    }


case_panels.add(
    CasePanel(
        key="glass",
        label=gettext_lazy("Accesso d'emergenza"),
        order=0,
        build=banner,
        template="cases/parts/glass_banner.html",
        first=True,
    )
)
person_actions.add(
    PersonAction(
        key="glass",
        label=gettext_lazy("Accesso d'emergenza"),
        order=90,
        rights=frozenset({Right.CASE_GLASS}),
        url=lambda _actor, person: reverse("cases:glass_person", args=[person.pk]),
        icon="warning-circle",
    )
)
cards.add(
    Card(
        key="cases.glass",
        label=gettext_lazy("Accessi d'emergenza"),
        template="cases/card_plain.html",
        order=5,
        rights=frozenset({Right.GLASS_REVIEW}),
        build=review_card,
    )
)
