"""Reads about rotas: the week desk by desk, the openings that nobody covers, the days of closure."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef
from django.utils import timezone

from prossimo.access.choices import DeskKind, ShiftState
from prossimo.access.models import Absence, Desk, LocalHoliday, RotaPattern, Shift
from prossimo.access.models.rotas import COVERED, ShiftQuerySet
from prossimo.access.rules import ROME, gaps, shift_during
from prossimo.access.workflow import AHEAD
from prossimo.accounts.rules import Actor, Right
from prossimo.core.periods import today
from prossimo.core.workdays import is_holiday

WEEKS_OF_HOLES = 4


@dataclass(slots=True)
class Slot:
    """One opening of a desk on one day, with the shifts that fall within it."""

    desk: Desk
    day: dt.date
    opens: dt.time
    closes: dt.time
    shifts: list[Shift] = field(default_factory=list)

    @property
    def left(self) -> list[tuple[dt.datetime, dt.datetime]]:
        """The hours to come in which nobody is there; what was called off leaves none."""
        settled = (ShiftState.CANCELLED, ShiftState.MISSED)
        taken = [
            (shift.during.lower, shift.during.upper)
            for shift in self.shifts
            if shift.is_covered or shift.state in settled
        ]
        found = gaps(shift_during(self.day, self.opens, self.closes), taken)
        return [(begins, ends) for begins, ends in found if ends > timezone.now()]

    @property
    def uncovered(self) -> bool:
        """For a part at least nobody is there, and it is not yet over."""
        return bool(self.left)

    @property
    def hole(self) -> tuple[dt.time, dt.time]:
        """The first hours to cover, by the clock."""
        begins, ends = next(iter(self.left))
        return begins.astimezone(ROME).time(), ends.astimezone(ROME).time()

    @property
    def in_part(self) -> bool:
        return self.hole != (self.opens, self.closes)

    @property
    def to_take(self) -> Shift | None:
        """The shift that waits for somebody, where there is one; else whose worker will not come."""
        waiting = (s for s in self.shifts if s.state == ShiftState.UNCOVERED)
        lost = (s for s in self.shifts if s.state in COVERED and not s.is_covered)
        return next(waiting, None) or next(lost, None)


@dataclass(slots=True)
class Day:
    day: dt.date
    holiday: bool
    slots: list[Slot]
    others: list[Shift]  # outside the hours of the desk


@dataclass(slots=True)
class DeskWeek:
    desk: Desk
    days: list[Day]

    @property
    def empty(self) -> bool:
        return not any(day.slots or day.others for day in self.days)


class Closures:
    """The days on which the desks of an ambito are closed: holidays, the patron saint."""

    def __init__(self, ambito_id: uuid.UUID | None) -> None:
        self.local = list(LocalHoliday.objects.of_ambito(ambito_id))

    def shuts(self, desk: Desk, day: dt.date) -> bool:
        here = (None, desk.municipality_id)
        return is_holiday(
            day, lambda d: any(h.municipality_id in here and h.falls_on(d) for h in self.local)
        )


def desks_in_sight(actor: Actor) -> list[Desk]:
    """The desks whose rota the actor reads, those at work."""
    desks = Desk.objects.within(actor, Right.ROTA_READ).in_service()
    return list(desks.for_list().order_by("name"))


def with_a_rota(desks: Iterable[Desk]) -> list[Desk]:
    """Desks that are staffed by turns: a Punto per Te, or one with a recurring shift in force."""
    held = set(
        RotaPattern.objects.filter(period__endswith__isnull=True).values_list("desk", flat=True)
    ) | set(RotaPattern.objects.filter(period__endswith__gt=today()).values_list("desk", flat=True))
    return [desk for desk in desks if desk.pk in held or desk.kind == DeskKind.POINT]


def shifts_between(
    actor: Actor, desks: Sequence[Desk], first: dt.date, last: dt.date
) -> list[Shift]:
    shifts = Shift.objects.visible_to(actor).filter(
        desk__in=[desk.pk for desk in desks], day__gte=first, day__lte=last
    )
    return told(shifts.order_by("during"))


def told(shifts: ShiftQuerySet) -> list[Shift]:
    """Shifts with who has them, and whether that one will be there."""
    away = Absence.objects.filter(post=OuterRef("post"), during__overlap=OuterRef("during"))
    whole = shifts.select_related("desk", "pattern", "post__user", "covers_for__user")
    found = list(whole.annotate(absent=Exists(away)))
    for shift in found:
        if shift.post is not None and shift.state in AHEAD:
            shift.is_away = shift.absent  # type: ignore[attr-defined]  # annotated just above
            shift.has_left = shift.day not in shift.post.period or not shift.post.user.is_active
    return found


def shift_of(actor: Actor, shift_id: uuid.UUID) -> Shift | None:
    """One shift in sight, with who has it."""
    return next(iter(told(Shift.objects.visible_to(actor).filter(pk=shift_id))), None)


def weeks_of(actor: Actor, desks: Sequence[Desk], first: dt.date, days: int = 7) -> list[DeskWeek]:
    """Each desk with its days, openings and shifts."""
    closures = Closures(actor.ambito_id)
    last = first + dt.timedelta(days=days - 1)
    by_day: dict[tuple[uuid.UUID, dt.date], list[Shift]] = defaultdict(list)
    for shift in shifts_between(actor, desks, first, last):
        by_day[shift.desk_id, shift.day].append(shift)
    ahead = [first + dt.timedelta(days=number) for number in range(days)]
    return [
        DeskWeek(desk, [_day(desk, day, closures, by_day[desk.pk, day]) for day in ahead])
        for desk in desks
    ]


def _day(desk: Desk, day: dt.date, closures: Closures, shifts: list[Shift]) -> Day:
    holiday = closures.shuts(desk, day)
    slots: list[Slot] = []
    if not holiday and day in desk.period:
        slots = [
            Slot(desk, day, hour.opens_at, hour.closes_at)
            for hour in desk.hours.all()
            if hour.weekday == day.isoweekday()
        ]
    others = []
    for shift in shifts:
        within = [slot for slot in slots if _overlaps(slot, shift)]
        for slot in within:
            slot.shifts.append(shift)
        if not within:
            others.append(shift)
    return Day(day, holiday, slots, others)


def _overlaps(slot: Slot, shift: Shift) -> bool:
    first, last = shift_during(slot.day, slot.opens, slot.closes)
    return bool(shift.during.lower < last and first < shift.during.upper)


def holes(
    actor: Actor, desks: Sequence[Desk] | None = None, days: int = WEEKS_OF_HOLES * 7
) -> list[Slot]:
    """The openings of the coming weeks that nobody covers, the first first."""
    seen = with_a_rota(desks_in_sight(actor) if desks is None else desks)
    found = [
        slot
        for week in weeks_of(actor, seen, today(), days)
        for day in week.days
        for slot in day.slots
        if slot.uncovered
    ]
    return sorted(found, key=lambda slot: (slot.day, slot.opens, slot.desk.name))


def my_shifts(actor: Actor, most: int) -> list[Shift]:
    """The coming shifts of the post, and those for which it asked a substitute."""
    shifts = Shift.objects.visible_to(actor).filter(day__gte=today())
    mine = shifts.filter(post=actor.post_id, state__in=COVERED) | shifts.filter(
        covers_for=actor.post_id, state=ShiftState.UNCOVERED
    )
    return told(mine.order_by("during")[:most])


def to_take(actor: Actor, days: int) -> list[Shift]:
    """The coming shifts that wait for somebody and are in sight; one's own are not among them."""
    last = today() + dt.timedelta(days=days)
    waiting = Shift.objects.visible_to(actor).filter(
        state=ShiftState.UNCOVERED, day__gte=today(), day__lte=last
    )
    found = waiting.filter(during__endswith__gt=timezone.now()).exclude(covers_for=actor.post_id)
    return list(found.select_related("desk", "covers_for__user").order_by("during"))


def shifts_ahead(actor: Actor, days: int) -> list[Shift]:
    """The turns of the post in the coming days, for its own calendar."""
    last = today() + dt.timedelta(days=days)
    mine = Shift.objects.visible_to(actor).filter(post=actor.post_id, state__in=COVERED)
    return list(mine.filter(day__gte=today(), day__lt=last).select_related("desk"))
