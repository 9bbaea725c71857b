"""What the diary lends to the page of the day: the pages that somebody wanted one to read."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy

from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.rules import Actor, Right
from prossimo.cases.models import Case
from prossimo.cases.page import CaseLink, case_links
from prossimo.cases.policies.cases import may_read_diary
from prossimo.cases.queries.mentions import told_to_me
from prossimo.core.navigation import Card, cards


def told_card(actor: Actor) -> dict[str, Any] | None:
    found = told_to_me(actor)
    journal.shown(Action.LIST, [each.entry for each in found])
    return {"mentions": found} if found else None


def search_url(actor: Actor, case: Case) -> str:
    """Looking for words in the diary of the case."""
    if not may_read_diary(actor, case):
        return ""
    return f"{reverse('cases:diary_search')}?case={case.pk}"


cards.add(
    Card(
        key="cases.told",
        label=gettext_lazy("Ti hanno segnalato"),
        template="cases/card_told.html",
        order=13,
        rights=frozenset({Right.DIARY_READ}),
        build=told_card,
    )
)
case_links.add(
    CaseLink(
        key="diary_search",
        label=gettext_lazy("Cerca nel diario"),
        order=80,
        url=search_url,
        icon="search",
    )
)
