"""What passes from hand to hand, on the page of the case and on «Oggi»."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.rules import Actor, Right
from prossimo.cases.handing_words import destination_of, transfer_entries
from prossimo.cases.models import Case
from prossimo.cases.page import (
    CaseLink,
    CaseMoments,
    CasePanel,
    CaseTab,
    case_links,
    case_moments,
    case_panels,
    case_tabs,
)
from prossimo.cases.policies.cases import may_staff_case
from prossimo.cases.policies.transfer import may_ask_transfer, may_pass_cases
from prossimo.cases.queries import transfers
from prossimo.cases.queries.twins import twins_of
from prossimo.core.navigation import Card, Group, Place, cards, places
from prossimo.ui.parts import Entry


def waiting_panel(actor: Actor, case: Case) -> dict[str, Any] | None:
    """That the case was asked to pass, and nobody answered yet."""
    row = transfers.waiting_of(actor, case) if case.is_live else None
    if row is None:
        return None
    return {"transfer": row, "where": destination_of(row), "opens": bool(may_pass_cases(actor))}


def twins_panel(actor: Actor, case: Case) -> dict[str, Any] | None:
    """That a merge of two files left another live case in the same area."""
    others = twins_of(actor, case)
    if not others:
        return None
    journal.shown(Action.LIST, others)
    return {"others": others, "closes": bool(may_staff_case(actor, case))}


def passages(actor: Actor, case: Case, most: int) -> list[Entry]:
    rows = transfers.of_case(actor, case)
    journal.shown(Action.LIST, rows)
    return transfer_entries(rows, bool(may_pass_cases(actor)))[:most]


def pass_on(actor: Actor, case: Case) -> str:
    """The way to ask, where one may and nothing waits already."""
    if not may_ask_transfer(actor, case) or transfers.waiting_of(actor, case):
        return ""
    return reverse("cases:transfer_new", args=[case.pk])


def waiting_card(actor: Actor) -> dict[str, Any] | None:
    number = len(transfers.to_answer(actor))
    if not number:
        return None
    said = ngettext(
        "Ti chiedono di accogliere una presa in carico.",
        "Ti chiedono di accogliere %(n)s prese in carico.",
        number,
    )
    return {
        "sentence": said % {"n": number},
        "url": reverse("cases:transfers"),
        "link": _("Leggi e rispondi"),
        "icon": "arrow-right-circle",
    }


case_tabs.add(
    CaseTab(key="handling", label=gettext_lazy("Chi la segue"), order=70, url_name="cases:handling")
)
case_panels.add(
    CasePanel(
        key="transfer",
        label=gettext_lazy("Passaggio in attesa"),
        order=5,
        build=waiting_panel,
        template="cases/parts/transfer_waiting.html",
        first=True,
    )
)
case_panels.add(
    CasePanel(
        key="twins",
        label=gettext_lazy("Un'altra cartella della stessa persona"),
        order=4,
        build=twins_panel,
        template="cases/parts/twins.html",
        first=True,
    )
)
case_moments.add(
    CaseMoments(key="passaggi", label=gettext_lazy("Passaggi"), order=80, build=passages)
)
case_links.add(
    CaseLink(
        key="transfer",
        label=gettext_lazy("Passa ad altri"),
        order=80,
        url=pass_on,
        icon="arrow-right-circle",
    )
)
places.add(
    Place(
        key="workload",
        label=gettext_lazy("Carichi"),
        url_name="cases:workload",
        icon="chart-line",
        order=40,
        rights=frozenset({Right.CASE_WRITE, Right.CASE_ASSIGN}),
        group=Group.ARRANGE,
        also=("cases:handover", "cases:transfers", "cases:transfer"),
    )
)
cards.add(
    Card(
        key="cases.transfers",
        label=gettext_lazy("Passaggi da accogliere"),
        template="cases/card_plain.html",
        order=11,
        rights=frozenset({Right.CASE_WRITE, Right.CASE_ASSIGN}),
        build=waiting_card,
    )
)
