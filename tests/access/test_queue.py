"""The queue from inside: every state and move, turns, times, the civil day, who may do what."""

import datetime as dt
import itertools

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import ProgrammingError, connection, transaction

from prossimo.access.choices import ArrivedBy, LeftWhy, Priority, TicketState
from prossimo.access.models import QueueDay, Ticket, TicketStep
from prossimo.access.notices.queue import sweep
from prossimo.access.operations import queue as operations
from prossimo.access.policies import queue as policies
from prossimo.access.queries.queue import queue_of, spent
from prossimo.access.workflow import TICKET
from prossimo.accounts.choices import RoleKey
from prossimo.accounts.identity import enter, enter_by_the_door
from prossimo.core.periods import ROME, since, today
from prossimo.core.workflow import IllegalMove
from tests.access.factories import ContactFactory, DeskDutyFactory
from tests.access.queue_factories import QueueDeskFactory, TicketFactory
from tests.accounts.factories import PostFactory, post_of
from tests.arranging import arranging
from tests.citizens.factories import PersonFactory
from tests.citizens.test_policies import ROLES
from tests.network.factories import OrganisationFactory
from tests.territory.factories import MunicipalityFactory, NeighbourhoodFactory

pytestmark = pytest.mark.django_db
STATES = {
    TicketState.WAITING: {},
    TicketState.CALLED: {"called": True},
    TicketState.SERVING: {"serving": True},
    TicketState.SERVED: {"served": True},
    TicketState.LEFT: {"left": True},
}


@pytest.fixture
def desk(door):
    with arranging():
        door.desk.has_queue = True
        door.desk.save()
    return door.desk


def steps_of(ticket):
    with arranging():
        return list(TicketStep.objects.filter(ticket=ticket).order_by("at", "pk"))


def fresh(ticket):
    with arranging():
        return Ticket.objects.unscoped("as written").get(pk=ticket.pk)


@pytest.mark.parametrize(("state", "move"), list(itertools.product(TicketState, TICKET.moves)))
def test_each_move_goes_where_the_table_says_or_nowhere(desk, door, state, move):
    ticket = TicketFactory(desk=desk, **STATES[state])
    allowed = {each.name: each.target for each in TICKET.open_to(state)}
    actor = door.actor

    if move not in allowed:
        with pytest.raises(IllegalMove):
            operations.move_ticket(ticket.pk, move, by=actor, why=LeftWhy.TOLD)
        assert fresh(ticket).state == state
        return
    operations.move_ticket(ticket.pk, move, by=actor, counter="3", why=LeftWhy.TOLD)
    moved = fresh(ticket)
    assert moved.state == allowed[move]
    assert moved.version == ticket.version + 1
    assert [step.name for step in steps_of(ticket)] == ["take", move]


def test_the_next_is_the_urgent_then_the_expected_then_the_frail_then_who_came_first(desk, door):
    for priority in (40, 30, 40, 10, 20):
        TicketFactory(desk=desk, priority=priority)
    called = []
    for _ in range(5):
        ticket = operations.call_next(desk, by=door.actor)
        called.append(ticket.number)
        operations.move_ticket(ticket.pk, "serve", by=door.actor)

    assert called == [4, 5, 2, 1, 3]
    assert operations.call_next(desk, by=door.actor) is None


def test_calling_the_next_ends_who_was_being_served(desk, door):
    first, second = TicketFactory.create_batch(2, desk=desk)
    operations.call_next(desk, by=door.actor, counter="2")
    operations.move_ticket(first.pk, "serve", by=door.actor)

    called = operations.call_next(desk, by=door.actor, counter="2")

    assert called.pk == second.pk
    assert called.counter == "2"
    assert fresh(first).state == TicketState.SERVED


def test_who_presses_twice_does_not_call_two(desk, door):
    _first, second = TicketFactory.create_batch(2, desk=desk)
    operations.call_next(desk, by=door.actor)

    with pytest.raises(ValidationError, match="Hai già chiamato A001"):
        operations.call_next(desk, by=door.actor)
    assert fresh(second).state == TicketState.WAITING


def test_a_colleague_calls_somebody_else(desk, door, colleague):
    TicketFactory.create_batch(2, desk=desk)
    mine = operations.call_next(desk, by=door.actor)
    other = colleague()
    theirs = operations.call_next(desk, by=enter(other.user_id, other.pk))

    assert {mine.number, theirs.number} == {1, 2}
    assert theirs.called_post_id == other.pk


def test_who_is_called_again_did_not_wait_longer(desk, door, it_is):
    ticket = TicketFactory(desk=desk)
    nine = dt.datetime.combine(today(), dt.time(9), ROME)
    it_is(nine)
    operations.call_next(desk, by=door.actor)
    it_is(nine + dt.timedelta(minutes=3))
    operations.move_ticket(ticket.pk, "call", by=door.actor)

    kept = fresh(ticket)
    assert (kept.called_at, kept.calls) == (nine, 2)


def at(minute):
    return dt.datetime(2026, 6, 3, 9, minute, tzinfo=ROME)


def life(*steps):
    return spent(TicketStep(name=name, at=at(minute)) for name, minute in steps)


@pytest.mark.parametrize(
    ("steps", "waited", "served"),
    [
        ([("take", 0), ("call", 10), ("serve", 11), ("finish", 21)], 10, 10),
        ([("take", 0), ("call", 10), ("call", 12), ("serve", 13), ("finish", 20)], 10, 7),
        ([("take", 0), ("call", 5), ("return", 6), ("call", 16), ("serve", 16), ("finish", 20)],
         15, 4),
        ([("take", 0), ("call", 5), ("serve", 5), ("return", 8), ("call", 18), ("serve", 18),
          ("finish", 20)], 15, 5),
        ([("take", 0), ("leave", 7), ("recall", 20), ("call", 25), ("serve", 26), ("finish", 30)],
         12, 4),
        ([("take", 0), ("priority", 3), ("call", 9), ("leave", 12)], 9, 0),
        ([("take", 0), ("serve", 4), ("finish", 9)], 4, 5),
        ([("take", 0), ("day_over", 50)], 50, 0),
    ],
)  # fmt: skip
def test_times_add_up_on_every_path(steps, waited, served):
    told = life(*steps)

    assert told.waiting == dt.timedelta(minutes=waited)
    assert told.service == dt.timedelta(minutes=served)


def test_who_is_put_back_forgets_the_call_and_keeps_the_turn(desk, door):
    first, _second = TicketFactory.create_batch(2, desk=desk)
    operations.call_next(desk, by=door.actor, counter="1")
    operations.move_ticket(first.pk, "return", by=door.actor)

    kept = fresh(first)
    assert (kept.called_at, kept.started_at, kept.counter) == (None, None, "")
    assert operations.call_next(desk, by=door.actor).pk == first.pk


def test_who_left_and_came_back_waits_again(desk, door):
    ticket = TicketFactory(desk=desk, left=True)

    back = operations.move_ticket(ticket.pk, "recall", by=door.actor)

    assert (back.state, back.ended_at, back.left_why) == (TicketState.WAITING, None, "")


def test_leaving_wants_a_reason(desk, door):
    ticket = TicketFactory(desk=desk)

    with pytest.raises(ValidationError):
        operations.move_ticket(ticket.pk, "leave", by=door.actor, why="boh")
    assert fresh(ticket).state == TicketState.WAITING


def test_an_operator_gives_a_ticket_to_somebody_with_a_file(desk, door):
    ticket = operations.check_in(desk, by=door.actor, person=door.person, priority=Priority.FRAIL)

    assert (ticket.code, ticket.person_id, ticket.priority) == ("A001", door.person.pk, 30)
    assert ticket.arrived_by == ArrivedBy.OPERATOR
    assert [row.name for row in queue_of(door.actor, desk).waiting] == [door.person.listed_name]


def test_nobody_queues_in_the_name_of_who_is_not_for_their_eyes(desk, door):
    stranger = PersonFactory()

    with pytest.raises(PermissionDenied):
        operations.check_in(desk, by=door.actor, person=stranger)


def test_closing_lets_who_waits_go_and_says_how_many(desk, door):
    waiting = TicketFactory.create_batch(2, desk=desk)
    called, served = TicketFactory(desk=desk, called=True), TicketFactory(desk=desk, serving=True)

    number = operations.close_queue(desk, by=door.actor, why="allarme antincendio")

    assert number == 3
    assert {fresh(one).left_why for one in [*waiting, called]} == {LeftWhy.DESK_CLOSED}
    assert fresh(served).state == TicketState.SERVING
    with pytest.raises(ValidationError, match="chiusa"):
        operations.check_in(desk, by=door.actor)
    operations.reopen_queue(desk, by=door.actor)
    assert operations.check_in(desk, by=door.actor).number == 5


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (dt.datetime(2026, 6, 3, 23, 59, 59, tzinfo=ROME), dt.date(2026, 6, 3)),
        (dt.datetime(2026, 6, 4, 0, 0, 0, tzinfo=ROME), dt.date(2026, 6, 4)),
        # the clock goes forward, then back: the hour that is skipped, the one that comes twice
        (dt.datetime(2026, 3, 29, 1, 30, tzinfo=dt.UTC), dt.date(2026, 3, 29)),
        (dt.datetime(2026, 10, 24, 22, 30, tzinfo=dt.UTC), dt.date(2026, 10, 25)),
        (dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC), dt.date(2026, 10, 25)),
        (dt.datetime(2026, 10, 25, 23, 30, tzinfo=dt.UTC), dt.date(2026, 10, 26)),
    ],
)
def test_a_ticket_belongs_to_the_civil_day_in_italy(desk, moment, day, it_is):
    actor = enter_by_the_door(desk.ambito_id)
    desk.period = since(dt.date(2014, 1, 1))
    it_is(moment)
    # the clock of the database is another one: its wall is tried with its own day
    with arranging():
        ticket = operations.take_ticket(desk, by=actor, arrived_by=ArrivedBy.KIOSK)

    assert (ticket.day, ticket.number) == (day, 1)


def test_numbers_go_on_by_desk_and_day(desk, door):
    other = QueueDeskFactory(ambito=desk.ambito, letter="B")
    DeskDutyFactory(desk=other, post=door.post)
    with arranging():
        QueueDay.objects.create(desk=desk, day=today() - dt.timedelta(days=1), issued=88)

    codes = [operations.check_in(each, by=door.actor).code for each in (desk, desk, other)]

    assert codes == ["A001", "A002", "B001"]


def test_the_night_lets_go_the_tickets_of_the_days_before(desk):
    yesterday = today() - dt.timedelta(days=1)
    waited = TicketFactory(desk=desk, day=yesterday)
    heard = TicketFactory(desk=desk, day=yesterday, serving=True)
    now = TicketFactory(desk=desk)

    assert sweep() == 2
    assert sweep() == 0
    assert (fresh(waited).state, fresh(waited).left_why) == (TicketState.LEFT, LeftWhy.DAY_OVER)
    assert (fresh(heard).state, fresh(heard).left_why) == (TicketState.SERVED, "")
    assert fresh(now).state == TicketState.WAITING
    midnight = dt.datetime.combine(today(), dt.time(), ROME)  # not whenever the sweep passes
    assert {fresh(one).ended_at for one in (waited, heard)} == {midnight}
    assert {step.name for step in steps_of(waited)} == {"take", "day_over"}


def test_only_the_door_sweeps_and_only_its_own_ambito(desk, door):
    TicketFactory(desk=desk, day=today() - dt.timedelta(days=1))
    assert door.actor.user_id

    with (
        pytest.raises(ProgrammingError, match="not the door"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT wall.sweep_tickets(%s)", [desk.ambito_id])


def test_what_was_heard_ends_the_ticket_and_is_tied_to_it(desk, door):
    ticket = TicketFactory(desk=desk, called=True)
    contact = ContactFactory(desk=desk, person=door.person, post=door.post, author=door.post.user)

    operations.end_with_contact(ticket.pk, contact, by=door.actor)

    kept = fresh(ticket)
    assert (kept.state, kept.contact_id, kept.person_id) == (
        TicketState.SERVED, contact.pk, door.person.pk,
    )  # fmt: skip
    assert [step.name for step in steps_of(ticket)] == ["take", "serve", "finish"]


def test_the_door_gives_up_only_its_ticket_of_today(desk):
    actor = enter_by_the_door(desk.ambito_id)
    today_s = TicketFactory(desk=desk)
    elsewhere = TicketFactory()
    old = TicketFactory(desk=desk, day=today() - dt.timedelta(days=1))

    operations.give_up(today_s.pk, by=actor)

    assert fresh(today_s).left_why == LeftWhy.TOLD
    for ticket in (elsewhere, old):
        with pytest.raises(PermissionDenied):
            operations.give_up(ticket.pk, by=actor)
    served = TicketFactory(desk=desk, served=True)
    assert operations.give_up(served.pk, by=actor).state == TicketState.SERVED


def test_the_door_writes_no_file_on_a_ticket(desk):
    """The second wall alone: the operation never does."""
    person = PersonFactory(ambito=desk.ambito)
    actor = enter_by_the_door(desk.ambito_id)
    ticket = TicketFactory(desk=desk)
    with pytest.raises(PermissionDenied):
        operations._take(
            desk, by=actor, arrived_by=ArrivedBy.KIOSK, reason_group="", priority=40, person=person
        )
    assert ticket.person_id is None


def test_only_the_door_and_who_serves_take_part(desk, door):
    ticket = TicketFactory(desk=desk)
    for role in (RoleKey.DPO, RoleKey.ADMINISTRATOR, RoleKey.AREA_MANAGER, RoleKey.PLANNING):
        post = post_of(role, desk.ambito)
        actor = enter(post.user_id, post.pk)
        with pytest.raises(PermissionDenied):
            operations.call_next(desk, by=actor)
        with pytest.raises(PermissionDenied):
            operations.move_ticket(ticket.pk, "call", by=actor)
        with pytest.raises(PermissionDenied):
            operations.take_ticket(desk, by=actor, arrived_by=ArrivedBy.KIOSK)


def test_without_a_queue_nobody_is_called(door):
    with pytest.raises(PermissionDenied, match="non ha la coda"):
        operations.call_next(door.desk, by=door.actor)


class Square:
    """Desks of every belonging, each with a ticket."""

    def __init__(self, ambito):
        here = MunicipalityFactory(ambito=ambito)
        there = MunicipalityFactory(ambito=ambito)
        self.quarter = NeighbourhoodFactory(municipality=here)
        self.body = OrganisationFactory(ambito=ambito)
        self.here, self.ambito = here, ambito
        told = [
            {"municipality": here}, {"municipality": there}, {}, {"organisation": self.body},
            {"neighbourhood": self.quarter, "municipality": here},
        ]  # fmt: skip
        self.desks = [QueueDeskFactory(ambito=ambito, **more) for more in told]
        self.tickets = [TicketFactory(desk=desk) for desk in self.desks] + [TicketFactory()]


@pytest.mark.parametrize(("role", "limited"), ROLES)
def test_verdict_set_and_wall_agree(door, role, limited):
    square = Square(door.desk.ambito)
    scope = {
        RoleKey.PARTNER: {"organisation": square.body},
        RoleKey.NEIGHBOURHOOD: {"neighbourhood": square.quarter},
    }.get(role, {})
    town = {"municipality": square.here} if limited else {}
    post = PostFactory(role=role, ambito=square.ambito, **scope, **town)
    DeskDutyFactory(desk=square.desks[2], post=post)
    actor = enter(post.user_id, post.pk)

    door_s = role == RoleKey.PORTAL
    verdict = policies.may_follow_ticket if door_s else policies.may_read_ticket
    rows = Ticket.objects.at_the_door(actor) if door_s else Ticket.objects.visible_to(actor)
    by_verdict = {t.pk for t in square.tickets if verdict(actor, t)}
    by_set = {t.pk for t in rows}
    by_wall = {t.pk for t in Ticket.objects.unscoped("the second wall alone")}
    steps = {s.ticket_id for s in TicketStep.objects.all()}
    days = {row.desk_id for row in QueueDay.objects.all()}

    assert by_verdict == by_set == by_wall == steps
    assert days == {t.desk_id for t in square.tickets if t.pk in by_set}
