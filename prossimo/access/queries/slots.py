"""Free hours out of the database: openings of a motive, with what takes their time week by week."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Aggregate, DateTimeField, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone

from prossimo.access.models import (
    Absence,
    AppointmentSeat,
    Desk,
    LocalHoliday,
    Motive,
    Opening,
    OpeningException,
)
from prossimo.access.rules import ROME, civil_day
from prossimo.access.slots import Busy, Closed, Hours, Slot, free_on, together
from prossimo.core.workdays import is_holiday

FARTHEST = 365
BARE = (
    "pk", "desk_id", "post_id", "weekday", "starts_at", "ends_at", "every_weeks", "seats", "modes",
    "period", "desk__period", "post__period",
)  # fmt: skip
STRIDES = (7, 14, 28)  # days looked at together: what is near is found without reading the year


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: a motive, and where, how, with whom, between which days."""

    motive: Motive
    desk: uuid.UUID | None = None
    desks: tuple[uuid.UUID, ...] | None = None
    post: uuid.UUID | None = None
    mode: str = ""
    first: dt.date | None = None
    last: dt.date | None = None
    notice: bool = False  # as a citizen: with the notice and the horizon of the motive
    also: tuple[uuid.UUID, ...] = ()  # colleagues who must be free too


def free_hours(wanted: Wanted, most: int = 12) -> list[tuple[Slot, ...]]:
    """The first free hours, the soonest first; each with the places it takes."""
    found: list[tuple[Slot, ...]] = []
    for places in _free(wanted):
        found.append(places)
        if len(found) >= most:
            break
    return found


def first_free(wanted: Wanted) -> tuple[Slot, ...] | None:
    return next(_free(wanted), None)


def is_free(wanted: Wanted, starts: dt.datetime, opening: uuid.UUID) -> tuple[Slot, ...] | None:
    """The places of an hour that was chosen, if it is still there."""
    day = starts.astimezone(ROME).date()
    one = Wanted(
        wanted.motive, wanted.desk, wanted.desks, wanted.post, wanted.mode, day, day,
        wanted.notice, wanted.also,
    )  # fmt: skip
    for places in _free(one):
        if places[0].starts == starts and any(slot.opening == opening for slot in places):
            return places
    return None


def _free(wanted: Wanted) -> Iterator[tuple[Slot, ...]]:
    now = timezone.now()
    after = now + dt.timedelta(hours=wanted.motive.notice_hours) if wanted.notice else now
    here = now.astimezone(ROME).date()
    first = max(wanted.first or here, after.astimezone(ROME).date())
    horizon = wanted.motive.horizon_days if wanted.notice else FARTHEST
    last = min(wanted.last or dt.date.max, here + dt.timedelta(days=horizon))
    if first > last:
        return
    openings = hours_of(wanted, first, last)
    closed = closures([hours.desk for hours in openings])
    by_weekday = _ByWeekday(openings)
    length = dt.timedelta(minutes=wanted.motive.minutes)
    for begin, end in strides(first, last):
        busy = busy_between(openings, begin, end, wanted.also)
        for ahead in range((end - begin).days + 1):
            day = begin + dt.timedelta(days=ahead)
            slots = free_on(day, by_weekday(day), length, busy, closed, after)
            for places in together(slots, wanted.motive.workers):
                start, stop = places[0].starts, places[0].ends
                if all(busy.until(post, start, stop) is None for post in wanted.also):
                    yield places


def strides(first: dt.date, last: dt.date) -> Iterator[tuple[dt.date, dt.date]]:
    """Days taken together: a week, then two, then four at a time."""
    at = 0
    while first <= last:
        end = min(last, first + dt.timedelta(days=STRIDES[min(at, len(STRIDES) - 1)] - 1))
        yield first, end
        first, at = end + dt.timedelta(days=1), at + 1


def hours_of(wanted: Wanted, first: dt.date, last: dt.date) -> list[Hours]:
    """The openings that give this motive in those days, at desks and with workers that are there."""
    rows = Opening.objects.filter(
        motives=wanted.motive,
        desk__ambito=wanted.motive.ambito_id,
        period__overlap=(first, last + dt.timedelta(days=1)),
        desk__period__overlap=(first, last + dt.timedelta(days=1)),
    ).filter(
        Q(post=None)
        | Q(
            post__user__is_active=True,
            post__period__overlap=(first, last + dt.timedelta(days=1)),
        )
    )
    if wanted.desk:
        rows = rows.filter(desk=wanted.desk)
    if wanted.desks is not None:
        rows = rows.filter(desk__in=wanted.desks)
    if wanted.post:
        rows = rows.filter(post=wanted.post)
    if wanted.mode:
        rows = rows.filter(modes__contains=[wanted.mode])
    return as_hours(rows, first, last)


def as_hours(rows: "QuerySet[Opening]", first: dt.date, last: dt.date) -> list[Hours]:
    """Openings with what changes in those days; read bare, because there are hundreds."""
    changed: dict[uuid.UUID, dict[dt.date, tuple[dt.time, dt.time] | None]] = defaultdict(dict)
    exceptions = OpeningException.objects.filter(
        opening__in=rows.order_by().values("pk"), day__range=(first, last)
    )
    for opening, day, starts, ends in exceptions.order_by().values_list(
        "opening_id", "day", "starts_at", "ends_at"
    ):
        changed[opening][day] = (starts, ends) if starts and ends else None
    return [_hours(row, changed.get(row[0], {})) for row in rows.values_list(*BARE)]


def _hours(row: tuple[Any, ...], changed: dict[dt.date, tuple[dt.time, dt.time] | None]) -> Hours:
    """The opening lives as long as its desk and its worker do."""
    *told, own, of_desk, of_post = row
    key, desk, post, weekday, starts, ends, every, seats, modes = told
    periods = [period for period in (own, of_desk, of_post) if period is not None]
    ended = [period.upper for period in periods if period.upper]
    begun = [period.lower for period in periods if period.lower]
    return Hours(
        key=key,
        desk=desk,
        post=post,
        weekday=weekday,
        starts=starts,
        ends=ends,
        first=max(begun, default=dt.date.min),
        after=min(ended, default=None),
        anchor=own.lower,
        every=every,
        seats=seats,
        modes=tuple(modes),
        changed=changed,
    )


class Joined(Aggregate):
    """A bound of each stretch of time that spans make when those that touch are joined.

    A full morning comes out of the database as one stretch instead of one an appointment.
    """

    template = "%(bound)s(unnest(range_agg(%(expressions)s)))"
    output_field = DateTimeField()


def busy_between(
    openings: Sequence[Hours], first: dt.date, last: dt.date, also: Sequence[uuid.UUID] = ()
) -> Busy:
    """What takes the time of those openings in those days: seats that are kept, absences."""
    begin, end = civil_day(first)[0], civil_day(last)[1]
    posts = {hours.post for hours in openings if hours.post} | set(also)
    places = [hours.key for hours in openings if hours.post is None]
    whose = Q(post__in=_each(posts)) | Q(post=None, opening__in=_each(places))
    during = DateTimeTZRange(begin, end)
    busy = Busy()
    seats = AppointmentSeat.objects.live().filter(whose, during__overlap=during).order_by()
    for post, opening, seat, *span in seats.values_list("post_id", "opening_id", "seat").annotate(
        begins=Joined("during", bound="lower"), is_over=Joined("during", bound="upper")
    ):
        busy.add(post or (opening, seat), *_utc(span))
    told = ("during__startswith", "during__endswith")
    away = Absence.objects.filter(post__in=posts, during__overlap=during).order_by()
    for post, *span in away.values_list("post_id", *told):
        busy.add(post, *_utc([max(span[0], begin), min(span[1], end)]))
    return busy


def _each(keys: Iterable[uuid.UUID]) -> RawSQL:
    """Many keys as one array: a parameter for each of hundreds takes longer than the search."""
    return RawSQL("SELECT unnest(%s::uuid[])", [list(keys)])


def _utc(span: list[dt.datetime]) -> tuple[dt.datetime, dt.datetime]:
    """As the arithmetic of hours has them: the days of `Busy` are those of UTC."""
    return span[0].astimezone(dt.UTC), span[1].astimezone(dt.UTC)


def closures(desks: Sequence[uuid.UUID]) -> Closed:
    """National holidays, and the closures of the town where each desk stands."""
    rows = list(
        Desk.objects.filter(pk__in=set(desks)).values_list("pk", "municipality_id", "ambito_id")
    )
    towns = {desk: town for desk, town, _ambito in rows}
    local = list(LocalHoliday.objects.filter(ambito__in={ambito for *_desk, ambito in rows}))
    known: dict[tuple[dt.date, uuid.UUID | None], bool] = {}

    def closed(day: dt.date, desk: uuid.UUID) -> bool:
        town = towns.get(desk)
        if (day, town) not in known:
            known[day, town] = is_holiday(day) or any(
                each.falls_on(day) and each.municipality_id in (None, town) for each in local
            )
        return known[day, town]

    return closed


class _ByWeekday:
    """Openings by the days on which they can stand: their weekday, or a date that was moved."""

    def __init__(self, openings: Sequence[Hours]) -> None:
        self.usual: dict[int, list[Hours]] = defaultdict(list)
        self.moved: dict[dt.date, list[Hours]] = defaultdict(list)
        for hours in openings:
            self.usual[hours.weekday].append(hours)
            for day, told in hours.changed.items():
                if told and day.isoweekday() != hours.weekday:
                    self.moved[day].append(hours)

    def __call__(self, day: dt.date) -> list[Hours]:
        return self.usual[day.isoweekday()] + self.moved.get(day, [])
