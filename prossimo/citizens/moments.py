"""What citizens itself tells on a person's page: life as the registry knows it, benefits, checks."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.rules import Actor, Reach, Right
from prossimo.citizens import policies
from prossimo.citizens.choices import Origin, TaskState
from prossimo.citizens.models import (
    Address,
    BenefitHeld,
    IseeCertificate,
    Person,
    Representation,
    ReviewTask,
)
from prossimo.citizens.panels import (
    Copied,
    Moments,
    Panel,
    person_copies,
    person_moments,
    person_panels,
)
from prossimo.citizens.queries import events
from prossimo.citizens.queries.copying import registry_copied
from prossimo.citizens.queries.reach import may_reach
from prossimo.citizens.queries.tasks import task_lines, tasks_waiting
from prossimo.core.navigation import Card, cards
from prossimo.core.periods import last_day, today
from prossimo.core.wording import euro
from prossimo.ui.parts import Entry

READERS = frozenset({Right.PERSON_READ})
IN_A_PANEL = 5


def life(actor: Actor, person: Person, most: int) -> list[Entry]:
    """Moves, decrees, what the registry said, files that flowed into this one."""
    found: list[Entry] = []
    if may_reach(actor):
        found += _moves(actor, person)
    decrees = events.decrees(actor, person.pk)
    found += [_decree(each, person) for each in decrees]
    checks = [task for task in _checks_of(actor, person) if task.state != TaskState.OPEN]
    found += [_check(task) for task in checks]
    merges = events.merges_into(actor, person.pk)
    found += [
        Entry(
            _("Un'altra scheda è confluita in questa"),
            each.created_at,
            kind=_("doppioni"),
            icon="restore",
            badge=_("poi separate") if each.undone_at else "",
        )
        for each in merges
    ]
    if person.died_on:
        found.append(Entry(_("È deceduta"), person.died_on, kind=_("anagrafe"), icon="user"))
    journal.shown(Action.LIST, [*decrees, *checks, *merges])
    return found[:most] if len(found) > most * 2 else found


def _moves(actor: Actor, person: Person) -> list[Entry]:
    homes = events.homes_left(actor, person.pk)
    journal.shown(Action.LIST, homes)
    moves = [_home(home) for home in homes]
    if person.resides_since:
        moves.append(
            Entry(_("Abita all'indirizzo di oggi"), person.resides_since, kind=_("indirizzo"),
                  icon="pin")
        )  # fmt: skip
    return moves


def _home(home: Address) -> Entry:
    last = last_day(home.period)
    return Entry(
        title=_("Ha lasciato %(kind)s") % {"kind": home.get_kind_display()}
        if last
        else str(home.get_kind_display()).capitalize(),
        when=last or home.period.lower or today(),
        text=str(home),
        kind=_("indirizzo"),
        icon="pin",
    )


def _decree(each: Representation, person: Person) -> Entry:
    number = f"{_('decreto')} {each.decree_number}" if each.decree_number else ""
    return Entry(
        title=str(each.get_kind_display()).capitalize(),
        when=each.decree_on or each.period.lower or today(),
        text=number,
        kind=_("rappresentanza"),
        icon="file",
        url=reverse("citizens:person_family", args=[person.pk]),
    )


def _check(task: ReviewTask) -> Entry:
    return Entry(
        title=str(task.get_kind_display()).capitalize(),
        when=task.happened_on or task.created_at,
        text=task.note,
        kind=_("anagrafe"),
        icon="check-circle",
    )


def means(actor: Actor, person: Person, most: int) -> list[Entry]:
    """ISEE and benefits on the timeline, for who may know."""
    if not policies.may_read_economy(actor, person):
        return []
    certificates, benefits = _means_of(actor, person)
    url = reverse("citizens:person_means", args=[person.pk])
    found = [
        Entry(
            f"ISEE {each.get_kind_display()}",
            each.signed_on,
            euro(each.isee_cents),
            str(each.get_origin_display()),
            "file",
            url=url,
        )
        for each in certificates[:most]
    ]
    for held in benefits[:most]:
        begun = _("Comincia a ricevere: %(what)s") % {"what": held.name}
        since: dt.date = held.period.lower or today()
        found.append(
            Entry(begun, since, held.payer, str(held.get_origin_display()), "card", url=url)
        )
    return found


def benefits_panel(actor: Actor, person: Person) -> dict[str, Any] | None:
    """What the person receives today, with how it is known; nothing for who may not."""
    if not policies.may_read_economy(actor, person):
        return None
    certificates, benefits = _means_of(actor, person)
    held = [each for each in benefits if today() in each.period]
    certificate = next((each for each in certificates if each.valid_until >= today()), None)
    return {
        "held": [
            (each.name, euro(each.amount_cents) if each.amount_cents is not None else "",
             each.get_pace_display(), each.origin == Origin.VERIFIED)
            for each in held
        ],
        "isee": _isee_line(certificate),
        "url": reverse("citizens:person_means", args=[person.pk]),
    }  # fmt: skip


def _means_of(actor: Actor, person: Person) -> tuple[list[IseeCertificate], list[BenefitHeld]]:
    """Read and journalled once a page, though the timeline and the panel both show them."""
    known: dict[str, Any] = person.__dict__
    if "_means" not in known:
        known["_means"] = (
            events.certificates(actor, person.pk),
            events.benefits(actor, person.pk),
        )
        journal.shown(Action.LIST, [each for rows in known["_means"] for each in rows])
    held: tuple[list[IseeCertificate], list[BenefitHeld]] = known["_means"]
    return held


def _checks_of(actor: Actor, person: Person) -> list[ReviewTask]:
    """Read once a page: those that wait stand in a panel, the others on the timeline."""
    known: dict[str, Any] = person.__dict__
    if "_checks" not in known:
        known["_checks"] = events.checks(actor, person.pk)
        for task in known["_checks"]:
            task.person = person  # at hand already: not to be asked for again
    held: list[ReviewTask] = known["_checks"]
    return held


def _isee_line(certificate: IseeCertificate | None) -> str:
    if certificate is None:
        return ""
    until = date_format(certificate.valid_until, "d/m/Y")
    return _("ISEE %(value)s, fino al %(until)s") % {
        "value": euro(certificate.isee_cents), "until": until,
    }  # fmt: skip


def tasks_panel(actor: Actor, person: Person) -> dict[str, Any] | None:
    """The checks that wait on this person; no hole where there is none."""
    waiting = [task for task in _checks_of(actor, person) if task.state == TaskState.OPEN]
    if not waiting:
        return None
    journal.shown(Action.LIST, waiting)
    may_write = bool(policies.may_write_person(actor, person))
    here = reverse("citizens:person", args=[person.pk])
    return {"lines": task_lines(actor, waiting), "may_write": may_write, "here": here}


def tasks_card(actor: Actor) -> dict[str, Any] | None:
    """On «Oggi»: how many checks wait, by kind; for who may do them in the whole ambito."""
    if actor.reach(Right.PERSON_WRITE) is not Reach.AMBITO:
        return None
    counted = tasks_waiting(actor)
    return {"counted": counted, "all_url": reverse("citizens:tasks")} if counted else None


person_moments.add(
    Moments(key="life", label=gettext_lazy("Vita e anagrafe"), order=20, rights=READERS, build=life)
)
person_moments.add(
    Moments(
        key="means",
        label=gettext_lazy("ISEE e benefici"),
        order=30,
        rights=frozenset({Right.ECONOMY_READ}),
        build=means,
    )
)
person_panels.add(
    Panel(
        key="tasks",
        label=gettext_lazy("Da controllare"),
        order=1,
        rights=READERS,
        build=tasks_panel,
        template="citizens/panel_tasks.html",
    )
)
person_panels.add(
    Panel(
        key="benefits",
        label=gettext_lazy("Che cosa riceve già"),
        order=20,
        rights=frozenset({Right.ECONOMY_READ}),
        build=benefits_panel,
        template="citizens/panel_benefits.html",
        side=True,
    )
)
person_copies.add(
    Copied(key="registry", label=gettext_lazy("Anagrafe"), order=10, build=registry_copied)
)
cards.add(
    Card(
        key="citizens.tasks",
        label=gettext_lazy("Controlli da fare"),
        template="citizens/card_tasks.html",
        order=30,
        rights=frozenset({Right.PERSON_WRITE}),
        build=tasks_card,
    )
)
