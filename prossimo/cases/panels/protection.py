"""What protection lends: its sheet, the promises of orders, moments, the card of the clocks that run."""

from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.rules import Actor, Right
from prossimo.cases.models import Case, CourtOrder, Removal, RemovalStep
from prossimo.cases.page import (
    CaseMoments,
    CasePanel,
    CasePromises,
    CaseTab,
    Promise,
    case_moments,
    case_panels,
    case_promises,
    case_tabs,
)
from prossimo.cases.policies.protection import may_read_orders
from prossimo.cases.protection_words import clock_in_words, sentence, tone_of
from prossimo.cases.queries import protection as reads
from prossimo.core.navigation import Card, cards
from prossimo.ui.parts import Entry


def clock_panel(actor: Actor, case: Case) -> dict[str, Any] | None:
    """A minor is in a safe place and the terms run: above everything else."""
    watched = [each for each in reads.removals_of(actor, case) if each.clock is not None]
    if not watched:
        return None
    journal.shown(Action.LIST, [each.removal for each in watched])
    return {"clocks": [(each.removal, clock_in_words(each)) for each in watched]}


def promised(actor: Actor, case: Case) -> list[Promise]:
    """What the orders ask and is not done yet."""
    url = reverse("cases:protection", args=[case.pk])
    return [
        Promise(row.what, row.due_on, row.whose, url, _("chiesto da un provvedimento"))
        for row in reads.open_prescriptions(actor, case)
    ]


def moments(actor: Actor, case: Case, most: int) -> list[Entry]:
    """Orders as they came and went, and the acts for a minor placed in safety."""
    url = reverse("cases:protection", args=[case.pk])
    orders = list(CourtOrder.objects.visible_to(actor, case)[:most])
    removals = Removal.objects.visible_to(actor, case)
    steps = RemovalStep.objects.visible_to(actor).filter(removal__in=removals).standing()
    acts = list(steps.order_by("-at", "-pk")[:most])
    journal.shown(Action.LIST, orders)
    kind = _("tutela")
    told = [
        Entry(capfirst(row.kind), row.issued_on, row.authority, kind, "file", url=url)
        for row in orders
    ]
    told += [
        Entry(_("Revocato: %(kind)s") % {"kind": row.kind}, row.revoked_on, row.revoked_why, kind,
              "file", url=url)
        for row in orders if row.revoked_on
    ]  # fmt: skip
    said = [
        Entry(str(row.get_act_display()).capitalize(), row.at, row.paper, kind, "clock", url=url)
        for row in acts
    ]
    return told + said


def clocks_card(actor: Actor) -> dict[str, Any] | None:
    """The clocks of art. 403 that this post must watch, without names."""
    running = reads.running()
    if not running:
        return None
    reader = actor.reach(Right.CASE_READ) is not None
    return {
        "lines": [
            (each.number, sentence(each.clock), tone_of(each.clock),
             reverse("cases:case", args=[each.case_id]) if reader else "")
            for each in running
        ]
    }  # fmt: skip


case_tabs.add(
    CaseTab(
        key="protection",
        label=gettext_lazy("Tutela"),
        order=50,
        url_name="cases:protection",
        policy=may_read_orders,
    )
)
case_panels.add(
    CasePanel(
        key="clocks",
        label=gettext_lazy("Collocamento in luogo sicuro"),
        order=1,
        build=clock_panel,
        template="cases/parts/clocks.html",
        policy=may_read_orders,
        first=True,
    )
)
case_promises.add(CasePromises(key="orders", order=50, build=promised, policy=may_read_orders))
case_moments.add(
    CaseMoments(
        key="tutela",
        label=gettext_lazy("Tutela"),
        order=50,
        build=moments,
        policy=may_read_orders,
    )
)
cards.add(
    Card(
        key="cases.clocks",
        label=gettext_lazy("Termini dell'art. 403 che corrono"),
        template="cases/card_clocks.html",
        order=2,
        rights=frozenset({Right.CASE_WRITE, Right.CASE_ASSIGN}),
        build=clocks_card,
    )
)
