"""Reads of the agenda: a day or a week, what waits for a hand, who is absent, whom one can choose."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils import timezone

from prossimo.access.choices import AppointmentState, Mode
from prossimo.access.models import (
    Absence,
    Appointment,
    AppointmentSeat,
    Desk,
    EarlierWish,
    Motive,
    Opening,
)
from prossimo.access.models.agenda import AppointmentQuerySet
from prossimo.access.models.openings import colleagues
from prossimo.access.queries.slots import closures
from prossimo.access.rules import ROME, civil_day
from prossimo.access.slots import Closed
from prossimo.accounts.models import Post
from prossimo.accounts.roles import roles
from prossimo.accounts.rules import Actor, Right
from prossimo.core.periods import today

ON_THE_AGENDA = (
    AppointmentState.HELD,
    AppointmentState.OFFERED,
    AppointmentState.BOOKED,
    AppointmentState.ARRIVED,
    AppointmentState.DONE,
    AppointmentState.NO_SHOW,
)
ASKED_FOR = dt.timedelta(days=14)  # then nobody remembers what was said
TO_COME = (AppointmentState.BOOKED, AppointmentState.OFFERED)


@dataclass(slots=True)
class AgendaDay:
    """A day of the agenda: what is expected, whether offices are closed."""

    day: dt.date
    appointments: list[Appointment] = field(default_factory=list)
    is_today: bool = False


def with_seats(rows: AppointmentQuerySet) -> AppointmentQuerySet:
    """With whom, read once for the whole list."""
    seats = AppointmentSeat.objects.select_related("post__user").order_by("pk")
    return rows.for_list().prefetch_related(Prefetch("seats", seats))


def agenda(
    actor: Actor,
    first: dt.date,
    last: dt.date,
    *,
    desk: uuid.UUID | None = None,
    post: uuid.UUID | None = None,
    cancelled: bool = False,
) -> list[AgendaDay]:
    """Day by day, by the clock in Italy."""
    begin, end = civil_day(first)[0], civil_day(last)[1]
    rows = Appointment.objects.visible_to(actor).filter(starts_at__gte=begin, starts_at__lt=end)
    if not cancelled:
        rows = rows.filter(state__in=ON_THE_AGENDA)
    if desk:
        rows = rows.filter(desk=desk)
    if post:
        rows = rows.filter(
            pk__in=AppointmentSeat.objects.live().filter(post=post).values("appointment")
        )
    now = today()
    days = {
        day: AgendaDay(day, is_today=day == now)
        for day in (first + dt.timedelta(days=ahead) for ahead in range((last - first).days + 1))
    }
    for appointment in with_seats(rows).order_by("starts_at", "desk__name", "pk"):
        days[appointment.starts_at.astimezone(ROME).date()].appointments.append(appointment)
    return list(days.values())


def mine_today(actor: Actor, most: int) -> list[Appointment]:
    """What awaits me today: with me by name, otherwise at the desks where I am on duty."""
    begin, end = civil_day(today())
    rows = _mine(actor).filter(
        starts_at__gte=begin, starts_at__lt=end,
        state__in=(AppointmentState.BOOKED, AppointmentState.ARRIVED),
    )  # fmt: skip
    return list(with_seats(rows).order_by("starts_at", "pk")[:most])


def _mine(actor: Actor) -> AppointmentQuerySet:
    with_me = AppointmentSeat.objects.filter(post=actor.post_id, is_live=True)
    here = Desk.objects.filter(duties__post=actor.post_id)
    unnamed = AppointmentSeat.objects.filter(is_live=True, post=None)
    return Appointment.objects.visible_to(actor).filter(
        Q(pk__in=with_me.values("appointment"))
        | Q(desk__in=here, pk__in=unnamed.values("appointment"))
    )


def to_record(actor: Actor) -> AppointmentQuerySet:
    """Held, and nobody has written a contact nor said why there is none; the last days' only."""
    now = timezone.now()
    over = Q(state=AppointmentState.DONE)
    over |= Q(state=AppointmentState.ARRIVED, ends_at__lt=civil_day(today())[0])
    rows = _mine(actor).filter(over, contact=None, why="", starts_at__gte=now - ASKED_FOR)
    return with_seats(rows).order_by("starts_at", "pk")


def heard_today(actor: Actor, person_id: uuid.UUID, desk_id: uuid.UUID) -> Appointment | None:
    """The one appointment that the person came for here today, if it has no contact yet."""
    begin, end = civil_day(today())
    rows = Appointment.objects.visible_to(actor).filter(
        person=person_id, desk=desk_id, contact=None, starts_at__gte=begin, starts_at__lt=end,
        state__in=(AppointmentState.ARRIVED, AppointmentState.DONE), why="",
    )  # fmt: skip
    found = list(rows.select_related("desk")[:2])
    return found[0] if len(found) == 1 else None


def to_arrive(actor: Actor, listed: Iterable[Appointment]) -> set[uuid.UUID]:
    """Of a list with its seats, whom the reader may say to have arrived: expected today, in person.

    The set twin of `policies.agenda.may_change_appointment` on those rows.
    """
    day = today()
    expected = [
        each
        for each in listed
        if each.state in (AppointmentState.BOOKED, AppointmentState.NO_SHOW)
        and each.mode in (Mode.OFFICE, Mode.HOME)
        and each.starts_at.astimezone(ROME).date() == day
    ]
    if not expected or not actor.has(Right.AGENDA_WRITE):
        return set()
    desks = set(Desk.objects.within(actor, Right.AGENDA_WRITE).values_list("pk", flat=True))
    return {
        each.pk
        for each in expected
        if each.desk_id in desks
        or each.author_id == actor.user_id
        or any(seat.post_id == actor.post_id for seat in each.seats.all())
    }


def without_anybody(actor: Actor) -> list[Appointment]:
    """To come, and nobody is there for them any more: worker gone or away, desk shut, holiday."""
    now = timezone.now()
    rows = with_seats(
        Appointment.objects.visible_to(actor).filter(starts_at__gt=now, state__in=TO_COME)
    )
    gone = AppointmentSeat.objects.filter(
        appointment=OuterRef("pk"), is_live=True, post__isnull=False
    )
    rows = rows.annotate(
        inactive=Exists(gone.filter(post__user__is_active=False)),
        away=Exists(
            Absence.objects.filter(
                post__seats__appointment=OuterRef("pk"),
                post__seats__is_live=True,
                during__overlap=DateTimeTZRange(now, None),
            )
        ),
    )
    found = list(rows.order_by("starts_at", "pk")[:500])
    closed = closures([each.desk_id for each in found])
    return [each for each in found if _left_alone(each, closed)]


def _left_alone(appointment: Appointment, closed: Closed) -> bool:
    day = appointment.starts_at.astimezone(ROME).date()
    seats = [seat for seat in appointment.seats.all() if seat.is_live]
    if day not in appointment.desk.period or closed(day, appointment.desk_id):
        return True
    if appointment.inactive or any(  # type: ignore[attr-defined]
        seat.post is not None and day not in seat.post.period for seat in seats
    ):
        return True
    if not appointment.away:  # type: ignore[attr-defined]
        return False
    return Absence.objects.filter(
        post__in=[seat.post_id for seat in seats if seat.post_id],
        during__overlap=DateTimeTZRange(appointment.starts_at, appointment.ends_at),
    ).exists()


def desks_of_agenda(actor: Actor, right: Right) -> list[Desk]:
    return list(Desk.objects.within(actor, right).in_service())


def motives_in_use(actor: Actor) -> list[Motive]:
    return list(Motive.objects.of_ambito(actor.ambito_id).in_use())


def workers(actor: Actor) -> list[Post]:
    """Who may be met: posts in force whose role keeps an agenda, as far as one books or manages."""
    keys = agenda_roles()
    right = Right.AGENDA_MANAGE if actor.has(Right.AGENDA_MANAGE) else Right.AGENDA_WRITE
    posts = Post.objects.in_force().filter(
        Q(pk=actor.post_id) | Q(pk__in=colleagues(actor, right).values("pk"))
    )
    return list(
        posts.filter(role__in=keys, user__is_active=True)
        .select_related("user")
        .order_by("user__last_name", "user__first_name", "pk")
    )


def agenda_roles() -> list[str]:
    return [role.key for role in roles if role.reach(Right.AGENDA_WRITE)]


def openings_by_weekday(
    rows: Iterable[Opening],
) -> list[tuple[int, list[Opening]]]:
    """The seven days of the week, each with its openings from the morning on."""
    days: dict[int, list[Opening]] = defaultdict(list)
    for row in rows:
        days[row.weekday].append(row)
    return [
        (day, sorted(days[day], key=lambda row: (row.starts_at, row.desk.name)))
        for day in range(1, 8)
    ]


def openings(actor: Actor, desk: uuid.UUID | None = None) -> list[Opening]:
    """Openings in force or to come."""
    rows = Opening.objects.visible_to(actor).filter(period__endswith__gt=today()) | (
        Opening.objects.visible_to(actor).filter(period__endswith__isnull=True)
    )
    if desk:
        rows = rows.filter(desk=desk)
    return list(rows.select_related("desk", "post__user").prefetch_related("motives", "exceptions"))


def waiting_wishes(actor: Actor) -> list[EarlierWish]:
    """Who would come sooner, in the order they asked."""
    rows = EarlierWish.objects.visible_to(actor).waiting()
    to_come = rows.filter(appointment__starts_at__gt=timezone.now())
    return list(to_come.select_related("appointment__desk", "appointment__motive",
                                       "appointment__person"))  # fmt: skip


def of_person(actor: Actor, person_id: uuid.UUID, most: int) -> list[Appointment]:
    """A person's appointments in sight, the last first."""
    rows = Appointment.objects.visible_to(actor).filter(person=person_id)
    return list(with_seats(rows).order_by("-starts_at", "pk")[:most])


def with_whom(appointment: Appointment) -> Sequence[Post]:
    """The workers of the hour, those that keep it."""
    return [seat.post for seat in appointment.seats.all() if seat.is_live and seat.post]
