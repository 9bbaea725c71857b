"""Reads of the queue: who waits and who is at a counter, what the board says, how long each took."""

import datetime as dt
import hashlib
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from prossimo.access.choices import AppointmentState, TicketState
from prossimo.access.models import Appointment, Desk, LocalHoliday, QueueDay, Ticket, TicketStep
from prossimo.access.queries.desks import openings_of
from prossimo.access.rules import civil_day, is_open, next_opening
from prossimo.accounts.rules import Actor, Right
from prossimo.citizens.models import Person
from prossimo.core.periods import ROME, today
from prossimo.core.prepared import prepared
from prossimo.core.workdays import is_holiday

ON_THE_BOARD = 6  # calls that a waiting room still looks for
LATEST_GONE = 12
WAITS = TicketState.WAITING, TicketState.CALLED


@prepared
def desk_here(actor: Actor, desk_id: uuid.UUID) -> "QuerySet[Desk]":
    return Desk.objects.of_ambito(actor).filter(pk=desk_id)


@dataclass(frozen=True, slots=True)
class InQueue:
    """A ticket as its operator sees it: with the name, where the file is one of theirs."""

    ticket: Ticket
    name: str
    minutes: int  # since it was taken
    mine: bool
    person_id: uuid.UUID | None = None  # of the ticket, or of the appointment it came for

    @property
    def is_called(self) -> bool:
        return self.ticket.state == TicketState.CALLED


@dataclass(frozen=True, slots=True)
class Queue:
    """The queue of a desk as it stands now."""

    waiting: list[InQueue]
    present: list[InQueue]  # called, or at a counter
    gone: list[InQueue]  # the last who left: they may come back
    served: int
    left: int
    day: QueueDay | None
    people: list[Person]

    @property
    def mine(self) -> InQueue | None:
        """Whom I have called or am serving, the latest."""
        own = [row for row in self.present if row.mine]
        return max(own, key=lambda row: row.ticket.called_at or row.ticket.taken_at, default=None)

    @property
    def closed(self) -> bool:
        return self.day is not None and self.day.closed_at is not None


def queue_of(actor: Actor, desk: Desk) -> Queue:
    tickets = list(
        Ticket.objects.visible_to(actor)
        .filter(desk=desk)
        .filter(Q(day=today()) | Q(state__in=[TicketState.SERVING]))
        .select_related("called_by", "appointment")
        .order_by("priority", "due_at", "number")
    )
    at_hand = [t for t in tickets if t.state != TicketState.SERVED]
    people = _people(actor, at_hand)
    rows = [_row(actor, ticket, people) for ticket in at_hand]
    present = [r for r in rows if r.ticket.state in {TicketState.CALLED, TicketState.SERVING}]
    gone = [r for r in rows if r.ticket.state == TicketState.LEFT]
    return Queue(
        waiting=[r for r in rows if r.ticket.state == TicketState.WAITING],
        present=sorted(present, key=lambda r: r.ticket.called_at or r.ticket.taken_at),
        gone=sorted(gone, key=_ended, reverse=True)[:LATEST_GONE],
        served=len(tickets) - len(at_hand),
        left=len(gone),
        day=QueueDay.objects.filter(desk=desk, day=today()).first(),
        people=list(people.values()),
    )


def _ended(row: InQueue) -> dt.datetime:
    return row.ticket.ended_at or row.ticket.taken_at


def _people(actor: Actor, tickets: Iterable[Ticket]) -> dict[uuid.UUID, Person]:
    named = {key for ticket in tickets if (key := _whose(ticket))}
    if not named:
        return {}
    return {p.pk: p for p in Person.objects.visible_to(actor).filter(pk__in=named)}


def _whose(ticket: Ticket) -> uuid.UUID | None:
    """The door gives tickets without a person: whose appointment it is, the desk knows."""
    expected = ticket.appointment  # none, where the reader's own wall hides it
    return ticket.person_id or (expected.person_id if expected else None)


def _row(actor: Actor, ticket: Ticket, people: dict[uuid.UUID, Person]) -> InQueue:
    key = _whose(ticket)
    person = people.get(key) if key else None
    expected = ticket.appointment.name if ticket.appointment and not key else ""
    waited = timezone.now() - ticket.taken_at
    return InQueue(
        ticket,
        person.listed_name if person else expected,
        max(0, int(waited.total_seconds() // 60)),
        ticket.called_by_id == actor.user_id,
        person.pk if person else None,
    )


def stamp_of(desk: Desk, *more: object) -> str:
    """Changes whenever the page of a queue would read otherwise, its minutes included."""
    rows = Ticket.objects.unscoped("how many and since when: no ticket is read")
    told = rows.filter(desk=desk, day=today()).aggregate(n=Count("pk"), last=Max("changed_at"))
    day = QueueDay.objects.filter(desk=desk, day=today()).values_list("closed_at").first()
    minute = timezone.now().replace(second=0, microsecond=0)
    said = f"{told['n']} {told['last']} {day} {minute} {get_language()} {more}"
    return hashlib.blake2s(said.encode(), digest_size=8).hexdigest()


def expected_today(actor: Actor, desk: Desk) -> "QuerySet[Appointment]":
    """Who has an appointment here today and has not arrived."""
    first, last = civil_day(today())
    return (
        Appointment.objects.visible_to(actor)
        .filter(desk=desk, starts_at__gte=first, starts_at__lt=last)
        .filter(state__in=[AppointmentState.BOOKED, AppointmentState.NO_SHOW])
        .select_related("person")
        .order_by("starts_at")
    )


@dataclass(frozen=True, slots=True)
class Waiting:
    """A desk's queue in one line, for the page of the day."""

    desk: Desk
    number: int
    since: dt.datetime | None
    mine: Ticket | None


def my_queues(actor: Actor) -> list[Waiting]:
    """The queues of the desks where I serve, the fullest first."""
    desks = list(Desk.objects.within(actor, Right.QUEUE_SERVE).in_service().filter(has_queue=True))
    if not desks:
        return []
    known = {desk.pk: Waiting(desk, 0, None, None) for desk in desks}
    here = Ticket.objects.visible_to(actor).filter(day=today(), desk__in=desks).in_the_room()
    for ticket in here.only("desk", "state", "code", "taken_at", "called_by").order_by("taken_at"):
        row = known[ticket.desk_id]
        if ticket.state == TicketState.WAITING:
            since = row.since or ticket.taken_at
            known[ticket.desk_id] = replace(row, number=row.number + 1, since=since)
        elif ticket.called_by_id == actor.user_id:
            known[ticket.desk_id] = replace(row, mine=ticket)
    return sorted(known.values(), key=lambda row: (row.mine is None, -row.number, row.desk.name))


# --- what the door may know: codes and counters -------------------------------------------------


@dataclass(frozen=True, slots=True)
class AtTheDoor:
    """Whether a desk gives tickets now; if not, when it will."""

    open: bool
    opens_at: dt.datetime | None = None
    closed_why: str = ""


def at_the_door(desk: Desk) -> AtTheDoor:
    """By its weekly hours, the holidays and the day's own closure; without hours it is as it is."""
    if today() not in desk.period:
        return AtTheDoor(False, None, _("Questo sportello oggi non è in servizio."))
    now = timezone.now()
    openings = openings_of(desk)
    day = QueueDay.objects.filter(desk=desk, day=today()).first()
    if day is not None and day.closed_at is not None:
        tomorrow = civil_day(today())[1]
        return AtTheDoor(False, next_opening(openings, tomorrow), day.closed_why)
    if not openings:
        return AtTheDoor(True)
    closed = local_closures(desk)
    if is_holiday(today(), closed) or not is_open(openings, now):
        return AtTheDoor(False, _first_opening(openings, now, closed))
    return AtTheDoor(True)


def local_closures(desk: Desk) -> Any:
    rows = LocalHoliday.objects.of_ambito(desk.ambito_id).filter(
        Q(municipality=None) | Q(municipality=desk.municipality_id)
    )
    days = set(rows.values_list("month", "day", "year"))
    return lambda day: bool({(day.month, day.day, None), (day.month, day.day, day.year)} & days)


def _first_opening(openings: Sequence[Any], now: dt.datetime, closed: Any) -> dt.datetime | None:
    moment = civil_day(today())[1] if is_holiday(today(), closed) else now
    for _week in range(4):
        found = next_opening(openings, moment)
        if found is None or not is_holiday(found.astimezone(ROME).date(), closed):
            return found
        moment = civil_day(found.astimezone(ROME).date())[1]
    return None


def board_of(actor: Actor, desk: Desk) -> dict[str, Any]:
    """What the waiting room reads: codes and counters, the last called first. Never a name."""
    tickets = Ticket.objects.at_the_door(actor).filter(desk=desk)
    called = (
        tickets.filter(state__in=[TicketState.CALLED, TicketState.SERVING])
        .annotate(last=Max("steps__at", filter=Q(steps__name__in=["call", "serve"])))
        .order_by("-last", "-number")
        .values_list("code", "counter", "state", "calls")[:ON_THE_BOARD]
    )
    return {
        "called": [
            {"code": code, "counter": counter, "here": state == TicketState.SERVING, "calls": calls}
            for code, counter, state, calls in called
        ],
        "waiting": tickets.filter(state=TicketState.WAITING).count(),
    }


def ticket_at_the_door(actor: Actor, desk: Desk, ticket_id: uuid.UUID) -> Ticket | None:
    rows = Ticket.objects.at_the_door(actor).filter(desk=desk, pk=ticket_id)
    return rows.defer("person").first()


def before(actor: Actor, ticket: Ticket) -> int:
    """How many are called before this one, as things stand."""
    key = ("priority", "due_at", "number")
    earlier, same = Q(), Q()
    for name in key:
        earlier |= same & Q(**{f"{name}__lt": getattr(ticket, name)})
        same &= Q(**{name: getattr(ticket, name)})
    waiting = Ticket.objects.at_the_door(actor).filter(desk=ticket.desk_id)
    return waiting.filter(earlier, state=TicketState.WAITING).count()


# --- times ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Spent:
    """How long a ticket waited and how long it was served, every time it was put back included."""

    waiting: dt.timedelta
    service: dt.timedelta


def spent(steps: Iterable[TicketStep]) -> Spent:
    """Add up the life of a ticket from its steps, in the order in which they were made."""
    waiting = service = dt.timedelta()
    state, since = "", None
    for step in steps:
        after = {
            "take": "waiting", "return": "waiting", "recall": "waiting", "call": "called",
            "serve": "serving", "finish": "", "leave": "", "day_over": "",
        }.get(step.name, state)  # fmt: skip
        if since is not None and after != state:
            if state == "waiting":
                waiting += step.at - since
            elif state == "serving":
                service += step.at - since
        if after != state:
            state, since = after, step.at
    return Spent(waiting, service)
