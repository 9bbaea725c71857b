"""What the agenda lends to other pages: its place, the day's card, a panel and a step of the person."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy

from prossimo.access.queries import agenda as reads
from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.rules import Actor, Right
from prossimo.citizens.models import Person
from prossimo.citizens.panels import Panel, PersonAction, person_actions, person_panels
from prossimo.core.navigation import Card, Place, cards, places

ON_A_CARD = 10
IN_A_PANEL = 5


def day_card(actor: Actor) -> dict[str, Any]:
    """Who is expected today, with me or where I am on duty."""
    found = reads.mine_today(actor, ON_A_CARD)
    journal.shown(Action.LIST, found)
    return {
        "appointments": found,
        "to_arrive": reads.to_arrive(actor, found),
        "all_url": reverse("access:agenda"),
    }


def record_card(actor: Actor) -> dict[str, Any] | None:
    """Appointments that were held and of which nothing is written yet."""
    found = list(reads.to_record(actor)[: ON_A_CARD + 1])
    if not found:
        return None
    journal.shown(Action.LIST, found[:ON_A_CARD])
    return {"appointments": found[:ON_A_CARD], "more": len(found) > ON_A_CARD,
            "all_url": reverse("access:agenda")}  # fmt: skip


def alone_card(actor: Actor) -> dict[str, Any] | None:
    """Appointments for which nobody is there any more; nothing where there are none."""
    found = reads.without_anybody(actor)
    if not found:
        return None
    journal.shown(Action.LIST, found[:ON_A_CARD])
    return {"appointments": found[:ON_A_CARD], "number": len(found),
            "all_url": reverse("access:agenda_alone")}  # fmt: skip


def person_panel(actor: Actor, person: Person) -> dict[str, Any] | None:
    """The person's appointments, those to come first in sight."""
    found = reads.of_person(actor, person.pk, IN_A_PANEL)
    if not found:
        return None
    journal.shown(Action.LIST, found)
    return {"appointments": found}


places.add(
    Place(
        key="agenda",
        label=gettext_lazy("Agenda"),
        url_name="access:agenda",
        icon="calendar",
        order=14,
        rights=frozenset({Right.AGENDA_READ}),
        shortcut="g c",
    )
)
cards.add(
    Card(
        key="access.agenda",
        label=gettext_lazy("I miei appuntamenti"),
        template="access/card_agenda.html",
        order=8,
        rights=frozenset({Right.AGENDA_WRITE}),
        build=day_card,
    )
)
cards.add(
    Card(
        key="access.agenda_record",
        label=gettext_lazy("Da registrare"),
        template="access/card_agenda_record.html",
        order=9,
        rights=frozenset({Right.AGENDA_WRITE}),
        build=record_card,
    )
)
cards.add(
    Card(
        key="access.agenda_alone",
        label=gettext_lazy("Appuntamenti senza più chi"),
        template="access/card_agenda_alone.html",
        order=9,
        rights=frozenset({Right.AGENDA_MANAGE}),
        build=alone_card,
    )
)
person_panels.add(
    Panel(
        key="appointments",
        label=gettext_lazy("Appuntamenti"),
        order=5,
        rights=frozenset({Right.AGENDA_READ}),
        build=person_panel,
        template="access/panel_appointments.html",
        side=True,
    )
)
person_actions.add(
    PersonAction(
        key="appointment",
        label=gettext_lazy("Fissa un appuntamento"),
        order=15,
        rights=frozenset({Right.AGENDA_WRITE}),
        url=lambda _actor, person: f"{reverse('access:appointment_new')}?person={person.pk}",
        icon="calendar",
    )
)
