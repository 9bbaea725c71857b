"""What the page of a case says when the family is not the household of today any more."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.rules import Actor
from prossimo.cases.models import Case
from prossimo.cases.page import CasePanel, CasePromises, Promise, case_panels, case_promises
from prossimo.cases.policies.cases import may_staff_case
from prossimo.cases.policies.household import may_follow_household, may_see_household
from prossimo.cases.queries.household import change_of


def changed_panel(actor: Actor, case: Case) -> dict[str, Any] | None:
    """Who is no longer there, who is new, who came back; nothing where nothing changed."""
    change = change_of(actor, case)
    if not change:
        return None
    journal.shown(Action.LIST, [each.person for each in change.new])
    return {
        "change": change,
        "follows": bool(may_follow_household(actor, case))
        and bool(change.gone or change.new or change.back),
        "closes": change.died is not None and bool(may_staff_case(actor, case)),
    }


def to_look_at(actor: Actor, case: Case) -> Sequence[Promise]:
    """For who follows the case: the family is to be looked at again."""
    change = change_of(actor, case)
    if not (change.gone or change.new or change.back):
        return []
    return [
        Promise(
            title=_("Rivedere chi c'è in famiglia"),
            who=case.owner.user.get_full_name() if case.owner else "",
            url=reverse("cases:household", args=[case.pk]),
            kind=_("famiglia"),
        )
    ]


case_panels.add(
    CasePanel(
        key="household",
        label=gettext_lazy("La famiglia è cambiata"),
        order=15,
        build=changed_panel,
        template="cases/parts/household.html",
        policy=may_see_household,
        first=True,
    )
)
case_promises.add(
    CasePromises(key="household", order=70, build=to_look_at, policy=may_follow_household)
)
