"""Reads of protection: the orders of a case, the clocks that run, who turns 18."""

import datetime as dt
import itertools
import uuid
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from prossimo.accounts.rules import Actor
from prossimo.cases.choices import RemovalAct
from prossimo.cases.models import (
    Case,
    CaseMember,
    CourtOrder,
    Prescription,
    Removal,
    RemovalStep,
    SafePlace,
)
from prossimo.cases.removal_rules import ROME, Clock, clock_of, comes_of_age, terms_on
from prossimo.citizens.models import Person
from prossimo.citizens.models.people import PersonQuerySet
from prossimo.core.periods import today

AGE_SEEN = dt.timedelta(days=183)  # how long before the eighteenth birthday a case is shown
NEAR = dt.timedelta(hours=12)  # how long before its end a term is told as near


@dataclass(frozen=True, slots=True)
class Watched:
    """A removal with its clock, its acts and, for who may, whether the place is written."""

    removal: Removal
    clock: Clock | None  # none before the law that set terms
    steps: list[RemovalStep]  # what counts
    corrected: list[RemovalStep]  # what was written before
    has_place: bool


@dataclass(frozen=True, slots=True)
class Running:
    """A clock that runs, without a word of the case."""

    case_id: uuid.UUID
    number: str
    clock: Clock

    @property
    def fallen(self) -> bool:
        return self.clock.fallen is not None

    @property
    def near(self) -> bool:
        left = self.clock.left
        return left is not None and left <= NEAR


@dataclass(frozen=True, slots=True)
class Grown:
    """Somebody with an order who turns 18, or has: what was decided is decided again."""

    person: Person
    day: dt.date


def orders_of(actor: Actor, case: Case) -> list[CourtOrder]:
    rows = CourtOrder.objects.visible_to(actor, case)
    return list(rows.select_related("person", "replaced_by"))


def in_force(order: CourtOrder) -> bool:
    day = today()
    revoked = order.revoked_on is not None and order.revoked_on <= day
    return day in order.period and not revoked and not hasattr(order, "replaced_by")


def prescriptions_of(actor: Actor, case: Case) -> list[Prescription]:
    rows = Prescription.objects.visible_to(actor, case)
    return list(rows.select_related("order"))


def open_prescriptions(actor: Actor, case: Case) -> list[Prescription]:
    """What is still to be done: no more once the order was taken back, or gave its place to another."""
    standing = Q(order__revoked_on=None) | Q(order__revoked_on__gt=today())
    rows = Prescription.objects.visible_to(actor, case).filter(standing, done_on=None)
    return list(rows.select_related("order"))


def removals_of(actor: Actor, case: Case) -> list[Watched]:
    """The removals of a case, the open ones first, each with its clock now."""
    rows = list(Removal.objects.visible_to(actor, case).select_related("person"))
    steps = RemovalStep.objects.visible_to(actor).filter(removal__in=rows)
    steps = steps.select_related("by", "corrected_by").order_by("at", "pk")
    of: dict[uuid.UUID, list[RemovalStep]] = {row.pk: [] for row in rows}
    for step in steps:
        of[step.removal_id].append(step)
    places = SafePlace.objects.visible_to(actor).filter(removal__in=rows)
    placed = set(places.values_list("removal", flat=True))
    watched = [_watched(row, of[row.pk], row.pk in placed) for row in rows]
    return sorted(watched, key=lambda each: each.removal.ended_on is not None)


def _watched(row: Removal, steps: list[RemovalStep], has_place: bool) -> Watched:
    standing = [step for step in steps if not hasattr(step, "corrected_by")]
    corrected = [step for step in steps if hasattr(step, "corrected_by")]
    clock = clock_now({step.act: step.at for step in standing}) if not row.ended_on else None
    return Watched(row, clock, standing, corrected, has_place)


def clock_now(done: dict[str, dt.datetime]) -> Clock | None:
    """The clock at this moment, under the terms of the day on which the minor was placed."""
    try:
        terms = terms_on(done[RemovalAct.PLACED].astimezone(ROME).date())
    except LookupError:
        return None
    return clock_of(done, timezone.now(), terms)


def running() -> list[Running]:
    """The clocks that this post must watch, the most urgent first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT case_id, number, removal_id, act, at FROM wall.open_removals()")
        rows = cursor.fetchall()
    found = []
    for _removal, steps in itertools.groupby(rows, key=lambda row: row[2]):
        told = list(steps)
        clock = clock_now({act: at for *_case, act, at in told})
        if clock is not None and not clock.finished:
            found.append(Running(told[0][0], told[0][1], clock))
    return sorted(found, key=lambda each: each.clock.left or dt.timedelta.max)


def coming_of_age(actor: Actor, case: Case) -> list[Grown]:
    """Who of those with an order in force turns 18 within six months, or has turned since it was given."""
    orders = CourtOrder.objects.visible_to(actor, case).in_force()
    found: dict[uuid.UUID, Grown] = {}
    for order in orders.select_related("person"):
        born = order.person.born_on
        if born is None:
            continue
        day = comes_of_age(born)
        if order.issued_on < day <= today() + AGE_SEEN:
            found[order.person_id] = Grown(order.person, day)
    return sorted(found.values(), key=lambda each: each.day)


def people_of(actor: Actor, case: Case) -> PersonQuerySet:
    """Whom an order of the case can be about."""
    inside = CaseMember.objects.visible_to(actor, case).filter(period__contains=today())
    return Person.objects.visible_to(actor).filter(pk__in=inside.values("person"))
