"""Reads about desks: which are open now, who serves, where the actor sits today, how the day goes."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import NamedTuple, Protocol, TypeVar

from django.db.models import Count, QuerySet
from django.utils import timezone

from prossimo.access.choices import DeskKind
from prossimo.access.models import Contact, Desk, DeskDuty
from prossimo.access.rules import Opening, is_open, next_opening
from prossimo.accounts.choices import RoleKey
from prossimo.accounts.rules import Actor, Right
from prossimo.core.periods import today
from prossimo.core.prepared import prepared


class Kinded(Protocol):
    @property
    def pk(self) -> uuid.UUID: ...

    @property
    def kind(self) -> str: ...


class DeskName(NamedTuple):
    """A desk as a list to choose from says it."""

    pk: uuid.UUID
    kind: str
    name: str


SomeDesk = TypeVar("SomeDesk", bound=Kinded)


@dataclass(frozen=True, slots=True)
class DeskNow:
    """A desk as it stands at this moment."""

    desk: Desk
    open: bool
    opens_at: dt.datetime | None
    mine: bool = False
    contacts: int | None = None  # None: not for these eyes
    on_duty: int = 0


def openings_of(desk: Desk) -> list[Opening]:
    return [(hour.weekday, hour.opens_at, hour.closes_at) for hour in desk.hours.all()]


def desk_now(desk: Desk, moment: dt.datetime | None = None) -> DeskNow:
    now = moment or timezone.now()
    openings = openings_of(desk)
    serving = today() in desk.period
    return DeskNow(
        desk,
        open=serving and is_open(openings, now),
        opens_at=next_opening(openings, now) if serving else None,
    )


def desks_to_record_at(actor: Actor) -> list[Desk]:
    """Where the actor may record a contact today, by name."""
    return desks_within(actor, Right.CONTACT_WRITE)


@prepared
def desks_within(actor: Actor, right: Right) -> "QuerySet[Desk]":
    return Desk.objects.within(actor, right).in_service()


def desks_to_choose(actor: Actor) -> list[DeskName]:
    """The same, where their names are enough."""
    return [DeskName(*row) for row in desk_names_within(actor, Right.CONTACT_WRITE)]


@prepared
def desk_names_within(actor: Actor, right: Right) -> "QuerySet[Desk, tuple[uuid.UUID, str, str]]":
    desks = Desk.objects.within(actor, right).in_service()
    return desks.values_list("pk", "kind", "name")


def desk_of_the_day(actor: Actor, desks: list[SomeDesk], remembered: str = "") -> SomeDesk | None:
    """The desk chosen earlier today, otherwise the one of the duty, otherwise the likeliest."""
    for desk in desks:
        if str(desk.pk) == remembered:
            return desk
    if len(desks) <= 1:
        return desks[0] if desks else None
    duties = DeskDuty.objects.in_force().filter(post=actor.post_id)
    on_duty = set(duties.values_list("desk_id", flat=True))
    mine = [desk for desk in desks if desk.pk in on_duty]
    if mine:
        return mine[0]
    kind = DeskKind.ORIENTATION if actor.role and actor.role.key == RoleKey.SOCIAL_DESK else ""
    return next((desk for desk in desks if desk.kind == kind), desks[0])


def contacts_today(actor: Actor) -> dict[uuid.UUID, int]:
    """How many contacts each desk has had today, where the actor may see them."""
    rows = (
        Contact.objects.visible_to(actor)
        .filter(day=today())
        .order_by()
        .values("desk")
        .annotate(number=Count("pk"))
    )
    return {row["desk"]: row["number"] for row in rows}


def desks_now(actor: Actor) -> list[DeskNow]:
    """Every desk in service with what happens there, the open ones first."""
    desks = list(Desk.objects.of_ambito(actor).in_service().for_list())
    readable = set(Desk.objects.within(actor, Right.CONTACT_READ).values_list("pk", flat=True))
    mine = set(Desk.objects.within(actor, Right.CONTACT_WRITE).values_list("pk", flat=True))
    counts = contacts_today(actor) if readable else {}
    duties = _on_duty([desk.pk for desk in desks])
    now = timezone.now()
    rows = []
    for desk in desks:
        state = desk_now(desk, now)
        rows.append(
            DeskNow(
                desk,
                open=state.open,
                opens_at=state.opens_at,
                mine=desk.pk in mine,
                contacts=counts.get(desk.pk, 0) if desk.pk in readable else None,
                on_duty=duties.get(desk.pk, 0),
            )
        )
    return sorted(rows, key=lambda row: (not row.open, row.desk.name))


def _on_duty(desks: list[uuid.UUID]) -> dict[uuid.UUID, int]:
    rows = (
        DeskDuty.objects.in_force()
        .filter(desk__in=desks)
        .order_by()
        .values("desk")
        .annotate(number=Count("pk"))
    )
    return {row["desk"]: row["number"] for row in rows}
