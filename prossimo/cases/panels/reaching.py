"""Who the case is about and how they are reached, for who cannot open the file of the person."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.rules import Actor
from prossimo.cases.models import Case
from prossimo.cases.page import CasePanel, case_panels
from prossimo.cases.policies.cases import opens_file
from prossimo.citizens.queries.reach import may_reach, reach_of
from prossimo.citizens.queries.sheets import age_line
from prossimo.ui.parts import Fact


def reaching(actor: Actor, case: Case) -> dict[str, Any] | None:
    """Age, home and telephones, with the cautions; nothing of what is protected."""
    if opens_file(actor, case):
        return None
    person = case.person
    journal.shown(Action.READ, [person])
    ways = reach_of(actor, person)
    home = f"{person.street} {person.street_number}".strip() if may_reach(actor) else ""
    facts = [
        Fact(_("Età"), age_line(person)),
        Fact(_("Abita in"), home),
        *(Fact(way.label, way.in_words) for way in ways.ways),
    ]
    return {"cautions": ways.cautions, "known": [fact for fact in facts if fact.value]}


case_panels.add(
    CasePanel(
        key="reaching",
        label=gettext_lazy("Chi è e come si raggiunge"),
        order=0,
        build=reaching,
        template="cases/parts/reaching.html",
        side=True,
    )
)
