"""Services run together: their place in the navigation, and what a case shows of them."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy

from prossimo.accounts.rules import Actor, Right
from prossimo.cases.models import Case
from prossimo.cases.page import CaseLink, CasePanel, case_links, case_panels
from prossimo.cases.policies.joint import may_attach
from prossimo.cases.queries.joint import activities_of
from prossimo.core.navigation import Group, Place, places


def joint_panel(actor: Actor, case: Case) -> dict[str, Any] | None:
    """The activities in which the case is followed, and was."""
    rows = activities_of(actor, case)
    return {"rows": rows, "attaches": bool(may_attach(actor, case))} if rows else None


def attach_url(actor: Actor, case: Case) -> str:
    return reverse("cases:case_attach", args=[case.pk]) if may_attach(actor, case) else ""


places.add(
    Place(
        key="joints",
        label=gettext_lazy("Servizi coprogettati"),
        url_name="cases:joints",
        icon="exchange-circle",
        order=61,
        group=Group.KNOW,
        rights=frozenset({Right.CASE_READ, Right.NETWORK_MANAGE}),
        also=("cases:joint", "cases:joint_new"),
    )
)
case_panels.add(
    CasePanel(
        key="joint",
        label=gettext_lazy("Servizi coprogettati"),
        order=80,
        build=joint_panel,
        template="cases/parts/joint.html",
        side=True,
    )
)
case_links.add(
    CaseLink(
        key="joint",
        label=gettext_lazy("In un servizio coprogettato"),
        order=80,
        url=attach_url,
    )
)
