"""The clock of art. 403 c.c.: what is due after a minor is placed in safety, by when, what lapsed.

No Django. Terms in hours run from moment to moment, so a night when clocks move changes the hour on
the wall and not the length; terms in days end with the last day, in Rome. Each term runs from the
act before it; where that is not recorded yet, from the last moment it could be done.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

ROME = ZoneInfo("Europe/Rome")


class Standing(StrEnum):
    """How a step stands now."""

    DONE = "done"
    DONE_LATE = "done_late"
    DUE = "due"  # its term runs
    MISSED = "missed"  # its term ran out
    AHEAD = "ahead"  # its turn has not come


@dataclass(frozen=True, slots=True)
class Term:
    """By when a step is done after another; whether the measure falls where it is not."""

    key: str
    after: str
    hours: int = 0
    days: int = 0
    lapses: bool = True

    def end(self, begun: dt.datetime) -> dt.datetime:
        """The last moment.

        >>> Term("sent", "placed", hours=24).end(dt.datetime(2026, 3, 28, 10, tzinfo=ROME)).hour
        11
        """
        if self.days:
            day = begun.astimezone(ROME).date() + dt.timedelta(days=self.days + 1)
            midnight = dt.datetime.combine(day, dt.time.min, ROME)
            return midnight.astimezone(dt.UTC)
        end = begun.astimezone(dt.UTC) + dt.timedelta(hours=self.hours)
        return end.astimezone(ROME)


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of a period, with the law they come from."""

    since: dt.date
    norm: str
    table: tuple[Term, ...]


LAW_206 = Terms(
    dt.date(2022, 6, 22),
    "art. 403 c.c., L. 206/2021",
    (
        Term("told", "placed", lapses=False),  # at once: no number of hours is written
        Term("sent", "placed", hours=24),
        Term("asked", "sent", hours=72),
        Term("decreed", "asked", hours=48),
        Term("heard", "decreed", days=15),
        Term("decided", "heard", days=15),
    ),
)
TERMS = (LAW_206,)


def terms_on(day: dt.date, terms: Sequence[Terms] = TERMS) -> Terms:
    """The terms in force on a day; raises `LookupError` before the first."""
    in_force = [each for each in terms if each.since <= day]
    if not in_force:
        raise LookupError(f"no terms on {day}")
    return max(in_force, key=lambda each: each.since)


@dataclass(frozen=True, slots=True)
class ClockStep:
    """One step on the clock."""

    key: str
    due: dt.datetime
    done: dt.datetime | None
    standing: Standing
    lapses: bool
    foreseen: bool  # its term is counted from an act that is not there yet

    @property
    def falls(self) -> bool:
        """Whether, by this step, the measure has lost its effect."""
        return self.lapses and self.standing in {Standing.DONE_LATE, Standing.MISSED}


@dataclass(frozen=True, slots=True)
class Clock:
    """Where a removal stands at a moment."""

    now: dt.datetime
    steps: tuple[ClockStep, ...]

    @property
    def next(self) -> ClockStep | None:
        """The first step that is not done."""
        return next((step for step in self.steps if step.done is None), None)

    @property
    def left(self) -> dt.timedelta | None:
        """How long until the next step is late; negative when it is."""
        return self.next.due - self.now if self.next else None

    @property
    def fallen(self) -> ClockStep | None:
        """The first step by which the measure lost its effect."""
        return next((step for step in self.steps if step.falls), None)

    @property
    def finished(self) -> bool:
        return self.next is None


def clock_of(done: Mapping[str, dt.datetime], now: dt.datetime, terms: Terms = LAW_206) -> Clock:
    """The clock of a removal from what was done and when; `done` holds «placed».

    >>> day = dt.datetime(2026, 5, 4, 10, tzinfo=ROME)
    >>> clock = clock_of({"placed": day, "told": day}, day + dt.timedelta(hours=20))
    >>> clock.next.key, clock.left, clock.fallen
    ('sent', datetime.timedelta(seconds=14400), None)
    """
    reached = {"placed": done["placed"]}
    steps: list[ClockStep] = []
    for term in terms.table:
        due = term.end(reached[term.after])
        when = done.get(term.key)
        foreseen = term.after != "placed" and term.after not in done
        standing = _standing(term, due, when, now, waits=foreseen)
        steps.append(ClockStep(term.key, due, when, standing, term.lapses, foreseen))
        reached[term.key] = when or due
    return Clock(now, tuple(steps))


def _standing(
    term: Term, due: dt.datetime, when: dt.datetime | None, now: dt.datetime, *, waits: bool
) -> Standing:
    if when is not None:
        at_once = not (term.hours or term.days)
        return Standing.DONE if at_once or _by(when, due, term) else Standing.DONE_LATE
    if not _by(now, due, term):
        at_once = not (term.hours or term.days)
        return Standing.DUE if at_once else Standing.MISSED
    return Standing.AHEAD if waits else Standing.DUE


def _by(moment: dt.datetime, due: dt.datetime, term: Term) -> bool:
    """Hours end at their moment, days before midnight."""
    return moment < due if term.days else moment <= due


def comes_of_age(born_on: dt.date) -> dt.date:
    """The day on which somebody is 18; born on 29 February, on 1 March of a plain year.

    >>> comes_of_age(dt.date(2008, 2, 29))
    datetime.date(2026, 3, 1)
    """
    try:
        return born_on.replace(year=born_on.year + 18)
    except ValueError:
        return dt.date(born_on.year + 18, 3, 1)
