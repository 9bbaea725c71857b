"""When somebody can be met: openings less holidays, exceptions, absences and hours already kept.

Pure: openings and busy times come in, free hours go out; no Django and no database. Hours are
computed as instants: an hour that a spring night skips does not exist, one that an autumn night
repeats is given once.
"""

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from prossimo.access.rules import ROME

Span = tuple[dt.datetime, dt.datetime]
Place = tuple[uuid.UUID, int]  # an opening and one of its places
Closed = Callable[[dt.date, uuid.UUID], bool]  # a day, at a desk
WEEK = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Hours:
    """An opening, as far as arithmetic goes."""

    key: uuid.UUID
    desk: uuid.UUID
    post: uuid.UUID | None
    weekday: int
    starts: dt.time
    ends: dt.time
    first: dt.date
    after: dt.date | None = None
    anchor: dt.date | None = None  # the day from which the weeks are counted
    every: int = 1
    seats: int = 1
    modes: tuple[str, ...] = ()
    changed: Mapping[dt.date, tuple[dt.time, dt.time] | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """A free hour: where, in which opening, with whom or in which place."""

    starts: dt.datetime
    ends: dt.datetime
    desk: uuid.UUID
    opening: uuid.UUID
    post: uuid.UUID | None = None
    seat: int = 1
    modes: tuple[str, ...] = ()


class Busy:
    """Times that are taken, of workers and of places of openings, kept day by day."""

    def __init__(self) -> None:
        self._spans: dict[tuple[uuid.UUID | Place, dt.date], list[Span]] = {}

    def add(self, whose: uuid.UUID | Place, starts: dt.datetime, ends: dt.datetime) -> None:
        for ahead in range((ends.date() - starts.date()).days + 1):
            day = starts.date() + dt.timedelta(days=ahead)
            self._spans.setdefault((whose, day), []).append((starts, ends))

    def until(
        self, whose: uuid.UUID | Place, starts: dt.datetime, ends: dt.datetime
    ) -> dt.datetime | None:
        """When what overlaps is over, the latest; nothing where the time is free."""
        spans = self._spans.get((whose, starts.date()), [])
        if ends.date() != starts.date():
            spans = spans + self._spans.get((whose, ends.date()), [])
        over = [end for start, end in spans if start < ends and end > starts]
        return max(over) if over else None


def instant(day: dt.date, hour: dt.time) -> dt.datetime:
    """The instant of an hour of the clock; one that is skipped is the moment of the jump.

    >>> instant(dt.date(2026, 3, 29), dt.time(2, 30)).isoformat()
    '2026-03-29T01:00:00+00:00'
    >>> instant(dt.date(2026, 10, 25), dt.time(2, 30)).isoformat()
    '2026-10-25T00:30:00+00:00'
    """
    told = dt.datetime.combine(day, hour, ROME)
    moment = told.astimezone(dt.UTC)
    if moment.astimezone(ROME).replace(tzinfo=None) != told.replace(tzinfo=None):
        return moment.replace(minute=0, second=0, microsecond=0)
    return moment


def span_on(hours: Hours, day: dt.date) -> Span | None:
    """From when to when an opening stands on a day, or nothing."""
    if day in hours.changed:
        told = hours.changed[day]
        if told is None or not _in_force(hours, day):
            return None
        starts, ends = told
    elif _in_force(hours, day) and day.isoweekday() == hours.weekday and _its_week(hours, day):
        starts, ends = hours.starts, hours.ends
    else:
        return None
    span = instant(day, starts), instant(day, ends)
    return span if span[0] < span[1] else None


def _in_force(hours: Hours, day: dt.date) -> bool:
    return hours.first <= day and (hours.after is None or day < hours.after)


def _its_week(hours: Hours, day: dt.date) -> bool:
    began, now = _monday(hours.anchor or hours.first), _monday(day)
    return ((now - began).days // 7) % hours.every == 0


def _monday(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())


def _whose(hours: Hours) -> list[tuple[uuid.UUID | Place, int]]:
    if hours.post is not None:
        return [(hours.post, 1)]
    return [((hours.key, seat), seat) for seat in range(1, hours.seats + 1)]


def free_on(  # noqa: PLR0917
    day: dt.date, openings: Iterable[Hours], length: dt.timedelta, busy: Busy, closed: Closed,
    after: dt.datetime,
) -> Iterator[Slot]:  # fmt: skip
    """Every free hour of a day, opening by opening, not before an instant."""
    for hours in openings:
        span = span_on(hours, day)
        if span is None or span[1] <= after or closed(day, hours.desk):
            continue
        for whose, seat in _whose(hours):
            for starts in _walk(span, length, whose, busy):
                if starts >= after:
                    yield Slot(
                        starts, starts + length, hours.desk, hours.key, hours.post, seat,
                        hours.modes,
                    )  # fmt: skip


def _walk(
    span: Span, length: dt.timedelta, whose: uuid.UUID | Place, busy: Busy
) -> Iterator[dt.datetime]:
    """Starts one after the other, each beginning again where what is taken ends."""
    at, last = span
    while at + length <= last:
        taken = busy.until(whose, at, at + length)
        if taken is not None:
            at = taken
            continue
        if not at.astimezone(ROME).fold:  # the hour that comes twice is given once
            yield at
        at += length


def together(slots: Iterable[Slot], workers: int) -> list[tuple[Slot, ...]]:
    """The hours at which so many places are free at one desk, each with those places.

    For one worker every hour is named once a desk and worker.
    """
    groups: dict[tuple[dt.datetime, uuid.UUID], dict[object, Slot]] = {}
    for slot in sorted(slots, key=lambda slot: (slot.starts, slot.desk, slot.opening, slot.seat)):
        by = slot.post or (slot.opening, slot.seat)
        groups.setdefault((slot.starts, slot.desk), {}).setdefault(by, slot)
    found = []
    for places in groups.values():
        each = list(places.values())
        if workers > 1:
            found += [tuple(each[:workers])] if len(each) >= workers else []
        else:
            named = {slot.post or slot.opening: slot for slot in reversed(each)}
            found += [(slot,) for slot in reversed(named.values())]
    return found


def within(hours: Hours, day: dt.date, starts: dt.datetime, ends: dt.datetime) -> bool:
    """Whether a time lies inside the opening on that day."""
    span = span_on(hours, day)
    return span is not None and span[0] <= starts and ends <= span[1]
