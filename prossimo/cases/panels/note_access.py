"""The way to a private note by law, for who coordinates."""

from django.urls import reverse
from django.utils.translation import gettext_lazy

from prossimo.accounts.rules import Actor
from prossimo.cases.models import Case
from prossimo.cases.page import CaseLink, case_links
from prossimo.cases.policies.note_access import may_open_note


def way_in(actor: Actor, case: Case) -> str:
    if not may_open_note(actor, case):
        return ""
    return reverse("cases:note_open", args=[case.pk])


case_links.add(
    CaseLink(
        key="note_open",
        label=gettext_lazy("Accedi a un'annotazione riservata"),
        order=95,
        url=way_in,
        icon="locked",
    )
)
