"""Twenty operators press at the same instant: nobody is called twice, nobody is forgotten."""

import pytest

from prossimo.access.choices import ArrivedBy, TicketState
from prossimo.access.models import Desk, Ticket
from prossimo.access.operations import queue as operations
from prossimo.accounts.identity import acting_as, acting_as_the_door
from tests.access.factories import DeskDutyFactory
from tests.access.queue_factories import QueueDeskFactory, TicketFactory
from tests.access.test_at_once import all_together
from tests.accounts.factories import PostFactory
from tests.arranging import arranging

OPERATORS = 20


@pytest.fixture
def crowd(fresh_database):
    desk = QueueDeskFactory(name="Pass")
    posts = [PostFactory(ambito=desk.ambito) for _ in range(OPERATORS)]
    for post in posts:
        DeskDutyFactory(desk=desk, post=post)
    return desk, posts


def every(desk):
    with arranging():
        rows = Ticket.objects.unscoped("what is written").filter(desk=desk)
        return list(rows.order_by("number"))


def calls(desk, post):
    def press():
        with acting_as(post.user, post.pk) as actor:
            ticket = operations.call_next(Desk.objects.get(pk=desk.pk), by=actor)
            if ticket is None:
                return None
            operations.move_ticket(ticket.pk, "serve", by=actor)
            return ticket.number

    return press


def test_twenty_who_press_together_call_twenty_people(crowd):
    desk, posts = crowd
    TicketFactory.create_batch(OPERATORS * 2, desk=desk)

    first = all_together([calls(desk, post) for post in posts])
    second = all_together([calls(desk, post) for post in posts])
    none = all_together([calls(desk, post) for post in posts])

    assert sorted(first) == list(range(1, OPERATORS + 1))
    assert sorted(second) == list(range(OPERATORS + 1, OPERATORS * 2 + 1))
    assert set(none) == {None}
    assert {ticket.calls for ticket in every(desk)} == {1}
    assert {ticket.state for ticket in every(desk)} == {TicketState.SERVED}


def test_who_arrives_together_gets_numbers_of_their_own(crowd):
    desk, _posts = crowd

    def press():
        with acting_as_the_door(desk.ambito_id) as actor:
            here = Desk.objects.get(pk=desk.pk)
            return operations.take_ticket(here, by=actor, arrived_by=ArrivedBy.KIOSK).number

    assert sorted(all_together([press] * OPERATORS)) == list(range(1, OPERATORS + 1))


def test_one_operator_on_two_windows_calls_one_person(crowd):
    desk, posts = crowd
    TicketFactory.create_batch(4, desk=desk)

    def press():
        with acting_as(posts[0].user, posts[0].pk) as actor:
            try:
                return operations.call_next(Desk.objects.get(pk=desk.pk), by=actor).number
            except operations.ValidationError:
                return "già chiamato"

    answers = all_together([press] * 4)

    assert sorted(answers, key=str) == [1, "già chiamato", "già chiamato", "già chiamato"]
