"""The agenda of the invented towns: motives, weekly openings, who is expected these weeks, who waits."""

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import QuerySet
from django.utils import timezone

from prossimo.access.choices import (
    AbsenceKind,
    AppointmentState,
    BookedBy,
    DeskKind,
    Mode,
)
from prossimo.access.models import (
    Absence,
    Appointment,
    AppointmentSeat,
    Desk,
    EarlierWish,
    LocalHoliday,
    Motive,
    Opening,
    Reason,
)
from prossimo.access.queries.slots import as_hours, closures
from prossimo.access.rules import civil_day
from prossimo.access.slots import Busy, Slot, free_on
from prossimo.accounts.choices import RoleKey
from prossimo.accounts.models import Post
from prossimo.citizens.models import Person
from prossimo.core.periods import since
from prossimo.territory.models import Ambito
from prossimo.web.demo.draws import Dice, dice

DESKS, WORKERS, WEEKS, WISHES = 6, 4, 3, 4
PATRON = ("Sant'Alessandro", 8, 26)
BOTH = [Mode.OFFICE, Mode.PHONE]
# label, minutes, modes, online, what to bring; and of which reason their contacts are
REASONS = ("Orientamento", "Contributi economici", "Informazioni sui servizi", "Orientamento")
MOTIVES = (
    ("Colloquio di ascolto", 30, BOTH, True, ""),
    ("Aiuto per una domanda o un modulo", 45, [Mode.OFFICE], True,
     "documento d'identità, tessera sanitaria, la lettera che hai ricevuto"),
    ("Informazioni al telefono", 15, [Mode.PHONE], True, ""),
    ("Colloquio con il segretariato sociale", 60, [Mode.OFFICE, Mode.HOME], False,
     "documento d'identità, ISEE se l'hai"),
)  # fmt: skip
AT_DESKS, BY_WORKERS = slice(0, 3), slice(3, 4)


def leave(seed: int, today: dt.date) -> None:
    """An agenda for each Ambito, from the Monday of this week on."""
    for ambito in Ambito.objects.order_by("key"):
        rng = dice(seed, "agenda", ambito.key)
        motives = _motives(ambito)
        openings = [*_at_desks(ambito, motives), *_by_workers(ambito, motives, today)]
        if not openings:
            continue
        name, month, day = PATRON
        LocalHoliday.objects.create(ambito=ambito, name=name, month=month, day=day)
        made = _expected(ambito, openings, motives, rng, today)
        _waiting(made, today)
        _away(made, today)


def _motives(ambito: Ambito) -> list[Motive]:
    began = since(dt.date(2020, 1, 1))
    reasons = {one.label: one for one in Reason.objects.usable_in(ambito.pk)}
    rows = [
        Motive(ambito=ambito, label=label, minutes=minutes, modes=modes, is_online=online,
               to_bring=bring, notice_hours=12, period=began, reason=reasons.get(reason))
        for (label, minutes, modes, online, bring), reason in zip(MOTIVES, REASONS, strict=True)
    ]  # fmt: skip
    return Motive.objects.bulk_create(rows)


def _at_desks(ambito: Ambito, motives: list[Motive]) -> list[Opening]:
    """The first hours of every morning of a few desks are for who has an appointment."""
    kinds = (DeskKind.PASS, DeskKind.SEAT)
    desks = Desk.objects.in_service().filter(ambito=ambito, kind__in=kinds)
    rows = []
    for desk in desks.prefetch_related("hours").order_by("kind", "name")[:DESKS]:
        for hours in desk.hours.all():
            if hours.opens_at.hour < 12:
                ends = dt.time(min(hours.opens_at.hour + 2, 23), hours.opens_at.minute)
                rows.append(
                    Opening(desk=desk, weekday=hours.weekday, starts_at=hours.opens_at,
                            ends_at=min(ends, hours.closes_at), modes=BOTH, seats=2,
                            period=since(dt.date(2020, 1, 6)))
                )  # fmt: skip
    return _opened(rows, motives[AT_DESKS])


def _by_workers(ambito: Ambito, motives: list[Motive], today: dt.date) -> list[Opening]:
    """Each social worker receives two afternoons; one of them every two weeks."""
    desk = (
        Desk.objects.in_service()
        .filter(ambito=ambito, kind__in=(DeskKind.ORIENTATION, DeskKind.PASS))
        .order_by("kind", "name")
        .first()
    )
    posts = Post.objects.filter(
        ambito=ambito, role=RoleKey.SOCIAL_DESK, period__contains=today, user__is_active=True
    ).order_by("user__username")[:WORKERS]
    rows = [
        Opening(desk=desk, post=post, weekday=weekday, starts_at=dt.time(14), ends_at=dt.time(17),
                modes=[Mode.OFFICE, Mode.HOME], every_weeks=1 + (at + turn) % 2,
                period=since(dt.date(2020, 1, 6)))
        for at, post in enumerate(posts)
        for turn, weekday in enumerate((1 + at % 5, 1 + (at + 2) % 5))
        if desk is not None
    ]  # fmt: skip
    return _opened(rows, motives[BY_WORKERS])


def _opened(rows: list[Opening], motives: Sequence[Motive]) -> list[Opening]:
    made = Opening.objects.bulk_create(rows)
    through = Opening.motives.through
    through.objects.bulk_create(
        through(opening_id=opening.pk, motive_id=motive.pk)
        for opening in made
        for motive in motives
    )
    return made


def _expected(
    ambito: Ambito, openings: list[Opening], motives: list[Motive], rng: Dice, today: dt.date
) -> list[Appointment]:
    """Most hours of these weeks are taken, the nearest most."""
    monday = today - dt.timedelta(days=today.weekday())
    keys = [opening.pk for opening in openings]
    rows = Opening.objects.filter(pk__in=keys).order_by("pk")
    people = list(
        Person.objects.unscoped("the invented towns")
        .filter(ambito=ambito, died_on=None, merged_into=None)
        .order_by("pk")[:400]
    )
    author = Post.objects.filter(ambito=ambito, role=RoleKey.SOCIAL_DESK).order_by("pk").first()
    if not people or author is None:
        return []
    made, seats = [], []
    by_worker = {row.pk: row.post_id is not None for row in rows}
    for slot in _hours(rows, monday, monday + dt.timedelta(days=7 * WEEKS)):
        if rng.random() > 0.75 - 0.2 * ((slot.starts.date() - monday).days // 7):
            continue
        motive = motives[3] if by_worker[slot.opening] else motives[int(rng.integers(0, 2))]
        person = people[int(rng.integers(0, len(people)))]
        one = _appointment(slot, motive, person, author, rng)
        made.append(one)
        seats.append(
            AppointmentSeat(
                ambito=ambito, appointment=one, post_id=slot.post, opening_id=slot.opening,
                seat=slot.seat, during=DateTimeTZRange(one.starts_at, one.ends_at),
                is_live=one.state != AppointmentState.NO_SHOW,
            )
        )  # fmt: skip
    Appointment.objects.bulk_create(made, batch_size=500)
    AppointmentSeat.objects.bulk_create(seats, batch_size=500)
    return made


def _hours(rows: "QuerySet[Opening]", first: dt.date, after: dt.date) -> Iterator[Slot]:
    hours = as_hours(rows, first, after)
    closed = closures([each.desk for each in hours])
    begin = civil_day(first)[0]
    for ahead in range((after - first).days):
        day = first + dt.timedelta(days=ahead)
        for each in hours:
            length = dt.timedelta(minutes=60 if each.post else 45)
            yield from free_on(day, [each], length, Busy(), closed, begin)


def _appointment(
    slot: Slot, motive: Motive, person: Person, author: Post, rng: Dice
) -> Appointment:
    past = slot.ends < timezone.now()
    state = AppointmentState.BOOKED
    if past:
        missed = rng.random() < 0.12
        state = AppointmentState.NO_SHOW if missed else AppointmentState.DONE
    online = rng.random() < 0.3
    return Appointment(
        ambito_id=motive.ambito_id,
        desk_id=slot.desk,
        motive=motive,
        mode=motive.modes[0],
        starts_at=slot.starts,
        ends_at=slot.starts + dt.timedelta(minutes=motive.minutes),
        state=state,
        booked_by=BookedBy.CITIZEN if online else BookedBy.OPERATOR,
        person=None if online else person,
        name=f"{person.given_name} {person.surname}" if online else "",
        author_id=author.user_id,
        post=author,
    )


def _waiting(made: list[Appointment], today: dt.date) -> None:
    """A few would come sooner."""
    late = [
        one
        for one in made
        if one.starts_at.date() >= today + dt.timedelta(days=8)
        and one.state == AppointmentState.BOOKED
    ]
    EarlierWish.objects.bulk_create(
        EarlierWish(appointment=one, before=one.starts_at, any_desk=at % 2 == 0)
        for at, one in enumerate(late[:: max(1, len(late) // WISHES)][:WISHES])
    )


def _away(made: list[Appointment], today: dt.date) -> None:
    """One worker is away on a day on which somebody is expected: there is something to move."""
    ids: list[uuid.UUID] = [
        one.pk
        for one in made
        if one.starts_at.date() > today and one.state == AppointmentState.BOOKED
    ]
    seats = AppointmentSeat.objects.filter(appointment__in=ids, post__isnull=False)
    seat = seats.select_related("post").order_by("during", "pk").last()
    if seat is None or seat.post is None:
        return
    begin, end = civil_day(timezone.localdate(seat.during.lower))
    Absence.objects.create(
        post=seat.post,
        kind=AbsenceKind.TRAINING,
        during=DateTimeTZRange(begin, end),
        by_id=seat.post.user_id,
    )
