"""What doubles lend to the frame: their place in the navigation, a card of «Oggi», a panel of a person."""

import time
import uuid
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.numbers import Numbering, numberings
from prossimo.accounts.rules import Actor, Right
from prossimo.citizens.choices import PairFinder
from prossimo.citizens.models import Person
from prossimo.citizens.panels import Panel, person_panels
from prossimo.citizens.policies import may_merge
from prossimo.citizens.queries import doubles
from prossimo.citizens.queries.doubles_words import in_short
from prossimo.citizens.queries.numbers import numbers_of_file
from prossimo.core.navigation import Card, Group, Place, cards, places

JUDGES = frozenset({Right.PERSON_MERGE})
REMEMBERED = 20.0  # seconds
_counted: dict[tuple[uuid.UUID | None, uuid.UUID | None], tuple[float, int]] = {}


def waiting_now(actor: Actor) -> int:
    """How many pairs wait, as of a moment ago: it stands on every page, and is not asked each time."""
    where = (actor.ambito_id, actor.municipality_id)
    known = _counted.get(where)
    if known is None or time.monotonic() - known[0] > REMEMBERED:
        known = _counted[where] = (time.monotonic(), doubles.waiting_count(actor))
    return known[1]


def doubles_card(actor: Actor) -> dict[str, Any] | None:
    """How many pairs wait, and whether one of them is an alarm; nothing where none does."""
    first = doubles.next_pair(actor, {})
    if first is None:
        return None
    return {
        "sentence": _in_words(doubles.waiting_count(actor), doubles.alarms_count(actor)),
        "first_url": reverse("citizens:doubles_pair", args=[first]),
        "all_url": reverse("citizens:doubles"),
    }


def _in_words(waiting: int, alarms: int) -> str:
    said = ngettext(
        "Due schede sembrano della stessa persona.",
        "%(number)s coppie di schede sembrano della stessa persona.",
        waiting,
    ) % {"number": waiting}
    if waiting >= doubles.MOST_COUNTED:
        said = _("Più di mille coppie di schede sembrano della stessa persona.")
    if not alarms:
        return said
    alarm = ngettext(
        "Una ha lo stesso codice fiscale.", "%(number)s hanno lo stesso codice fiscale.", alarms
    ) % {"number": alarms}
    return f"{said} {alarm}"


def doubles_panel(actor: Actor, person: Person) -> dict[str, Any] | None:
    """Pairs that wait, what went into this file, and a way to say that it is registered twice."""
    judges = bool(may_merge(actor, person))
    pairs = doubles.pairs_of(actor, person) if judges else []
    merges = doubles.merges_of(actor, person)
    rows: list[dict[str, Any]] = [
        {
            "pair": pair,
            "other": pair.right if pair.left_id == person.pk else pair.left,
            "why": in_short(pair),
            "alarm": pair.found_by == PairFinder.TAX_CODE,
        }
        for pair in pairs
    ]
    journal.shown(Action.LIST, [row["other"] for row in rows])
    if not judges and not merges:
        return None
    return {
        "pairs": rows,
        "merges": merges,
        "report_url": reverse("citizens:doubles_report", args=[person.pk]) if judges else "",
    }


numberings.add(Numbering(key="citizens.person", numbers=numbers_of_file))
places.add(
    Place(
        key="doubles",
        label=gettext_lazy("Doppioni"),
        url_name="citizens:doubles",
        icon="copy",
        order=65,  # on a telephone, under «Altro»
        group=Group.ARRANGE,
        rights=JUDGES,
        count=waiting_now,
    )
)
cards.add(
    Card(
        key="citizens.doubles",
        label=gettext_lazy("Schede doppie"),
        template="citizens/doubles_card.html",
        order=40,
        rights=JUDGES,
        build=doubles_card,
    )
)
person_panels.add(
    Panel(
        key="doubles",
        label=gettext_lazy("Altre schede"),
        order=90,
        rights=frozenset(),
        build=doubles_panel,
        template="citizens/doubles_panel.html",
        side=True,
    )
)
