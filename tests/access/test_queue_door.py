"""Kiosk, telephone and board: codes and never names, and no other desk than the one of the address."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from prossimo.access.choices import TicketState
from prossimo.access.models import Desk, DeskHours, QueueDay, Ticket
from prossimo.access.views import door as door_views
from prossimo.core.periods import since, today
from tests.access.queue_factories import QueueDeskFactory, TicketFactory, words_of
from tests.arranging import arranging
from tests.citizens.factories import PersonFactory

pytestmark = pytest.mark.django_db
CANARY = "CANARINONOME"


@pytest.fixture(autouse=True)
def nothing_drawn():
    door_views._drawn.clear()
    cache.clear()


@pytest.fixture
def desk(db):
    return QueueDeskFactory(name="Pass di prova", period=since(dt.date(2014, 1, 1)))


def url_of(name, desk, **changes):
    """The address of a desk's page, as it hangs there."""
    where = {"board_now": "board", "phone_now": "phone", "phone_leave": "phone"}.get(name, name)
    return reverse(f"access:{name}", args=[changes.get("word") or words_of(desk)[where]])


def written(desk):
    with arranging():
        return list(Ticket.objects.unscoped("what is written").filter(desk=desk).order_by("number"))


def said(answer):
    return answer.content.decode()


def test_one_press_at_the_kiosk_gives_one_ticket_without_a_name(desk):
    client = Client()
    assert "Per che cosa sei qui?" in said(client.get(url_of("kiosk", desk)))

    shown = client.post(url_of("kiosk", desk), {"group": "money"}, follow=True)

    [ticket] = written(desk)
    assert (ticket.code, ticket.reason_group, ticket.arrived_by) == ("A001", "money", "kiosk")
    assert ticket.person_id is None
    assert "A001" in said(shown)
    assert "Sei il primo" in said(shown)


def test_the_kiosk_says_how_many_come_before(desk):
    TicketFactory.create_batch(3, desk=desk)

    shown = Client().post(url_of("kiosk", desk), {"group": "other"}, follow=True)

    assert "Prima di te ci sono 3 persone" in said(shown)


def test_the_kiosk_speaks_the_language_of_the_button(desk):
    page = Client().get(url_of("kiosk", desk) + "?lingua=en")

    assert 'lang="en"' in said(page)


def test_a_group_that_nobody_offered_is_no_group(desk):
    Client().post(url_of("kiosk", desk), {"group": "<script>"})

    assert [ticket.reason_group for ticket in written(desk)] == [""]


@pytest.mark.parametrize("page", ["kiosk", "board", "board_now", "phone"])
def test_a_forged_address_finds_nothing(desk, page):
    good = url_of(page, desk)
    other = {"kiosk": "board", "board": "phone", "board_now": "kiosk", "phone": "kiosk"}[page]

    for word in (f"{words_of(desk)[other]}", "x", "a~b", words_of(desk)["kiosk"] + "x"):
        answer = Client().get(url_of(page, desk, word=word))
        assert answer.status_code == 404, word
        assert "Pass di prova" not in said(answer)
    assert Client().get(good).status_code == 200


def test_a_revoked_address_finds_nothing_and_takes_nothing(desk):
    old = {page: url_of(page, desk) for page in ("kiosk", "board", "board_now", "phone")}
    with arranging():
        Desk.objects.filter(pk=desk.pk).update(door_serial=2)

    assert {Client().get(url).status_code for url in old.values()} == {404}
    assert Client().post(old["kiosk"], {"group": "money"}).status_code == 404
    assert written(desk) == []


def test_a_desk_without_a_queue_has_no_door(desk):
    with arranging():
        Desk.objects.filter(pk=desk.pk).update(has_queue=False)

    assert Client().get(url_of("kiosk", desk)).status_code == 404


def test_no_name_on_board_kiosk_or_telephone(desk):
    person = PersonFactory(ambito=desk.ambito, surname=CANARY, given_name=CANARY)
    TicketFactory(desk=desk, person=person)
    TicketFactory(desk=desk, person=person, called=True, counter="4")
    client = Client()
    client.post(url_of("phone", desk), {"group": "money"})

    texts = [
        said(client.get(url_of(page, desk)))
        for page in ("kiosk", "board", "board_now", "phone", "phone_now")
    ]

    assert not any(CANARY in text for text in texts)
    assert all("A002" in texts[at] for at in (1, 2))
    assert str(person.pk) not in "".join(texts)


def test_a_browser_takes_one_ticket_and_sees_its_place(desk):
    TicketFactory(desk=desk)
    client, other = Client(), Client()
    page = url_of("phone", desk)

    first = client.post(page, {"group": "money"}, follow=True)
    again = client.post(page, {"group": "money"}, follow=True)

    assert [ticket.code for ticket in written(desk)] == ["A001", "A002"]
    assert "Prima di te c'è una persona" in said(first)
    assert "A002" in said(again)
    assert "A002" not in said(other.get(page))
    assert client.get(url_of("phone_now", desk)).status_code == 200
    assert other.get(url_of("phone_now", desk))["Location"] == page


def test_the_telephone_says_where_to_go_when_called(desk):
    client = Client()
    client.post(url_of("phone", desk), {"group": "money"})
    [ticket] = written(desk)
    with arranging():
        ticket.state, ticket.counter, ticket.called_at = "called", "3", ticket.taken_at
        ticket.save()

    assert "Vai alla postazione 3" in " ".join(said(client.get(url_of("phone_now", desk))).split())


def test_the_telephone_gives_the_place_up_and_may_start_again(desk):
    client = Client()
    page = url_of("phone", desk)
    client.post(page, {"group": "money"})

    gone = client.post(url_of("phone_leave", desk), follow=True)

    [ticket] = written(desk)
    assert (ticket.state, ticket.left_why) == (TicketState.LEFT, "told")
    assert "non vale più" in said(gone)
    client.post(page, {"group": "money"})
    assert [one.state for one in written(desk)] == ["left", "waiting"]


def test_the_ticket_of_one_desk_says_nothing_at_another(desk):
    other = QueueDeskFactory(ambito=desk.ambito, name="Altro")
    client = Client()
    client.post(url_of("phone", desk), {"group": "money"})
    client.cookies["biglietto"]["path"] = "/"

    assert "A001" not in said(client.get(url_of("phone", other)))


def test_a_machine_does_not_empty_the_roll(desk, monkeypatch):
    monkeypatch.setattr(door_views, "MOST_TICKETS", 2)
    page = url_of("phone", desk)

    answers = [Client().post(page, {"group": "money"}).status_code for _ in range(4)]

    assert answers == [302, 302, 429, 429]
    assert len(written(desk)) == 2


def opens(desk, weekday, first, last):
    with arranging():
        DeskHours.objects.create(desk=desk, weekday=weekday, opens_at=first, closes_at=last)


def test_a_closed_desk_gives_no_ticket_and_says_when_it_opens(desk, it_is):
    opens(desk, 1, dt.time(9), dt.time(12))
    it_is(dt.datetime(2026, 6, 1, 12, 30, tzinfo=dt.UTC))  # a Monday afternoon

    for page in ("kiosk", "phone"):
        client = Client()
        shown = said(client.get(url_of(page, desk)))
        client.post(url_of(page, desk), {"group": "money"})
        assert "Lo sportello apre" in shown
        assert "lun 8 giu 2026, 09:00" in shown
    assert written(desk) == []


def test_a_holiday_is_closed_and_the_next_day_that_is_not_is_told(desk, it_is):
    for weekday in (1, 2):
        opens(desk, weekday, dt.time(9), dt.time(12))
    it_is(dt.datetime(2026, 4, 6, 8, tzinfo=dt.UTC))  # Easter Monday, at ten

    assert "mar 7 apr 2026, 09:00" in said(Client().get(url_of("kiosk", desk)))


def test_a_queue_closed_for_the_day_says_why(desk):
    with arranging():
        QueueDay.objects.create(desk=desk, day=today(), closed_at="2026-01-01T10:00Z",
                                closed_why="assemblea")  # fmt: skip

    shown = said(Client().get(url_of("kiosk", desk)))
    Client().post(url_of("kiosk", desk), {"group": "money"})

    assert "assemblea" in shown
    assert written(desk) == []


def test_the_board_is_drawn_once_and_weighs_nothing_while_it_stands(
    desk, django_assert_num_queries
):
    TicketFactory(desk=desk, called=True, counter="2")
    first = Client().get(url_of("board_now", desk))

    with django_assert_num_queries(2):  # the savepoint of the test's own transaction
        same = Client().get(url_of("board_now", desk), headers={"if-none-match": first["ETag"]})

    assert "A001" in said(first)
    assert same.status_code == 304
    assert same.content == b""
    assert "max-age=1" in first["Cache-Control"]


def test_the_last_called_stands_on_top_of_the_board(desk, door):
    for number in range(3):
        TicketFactory(desk=desk, called=True, counter=str(number))
    with arranging():
        for number, at in ((1, 10), (2, 30), (3, 20)):
            ticket = Ticket.objects.unscoped("all").get(desk=desk, number=number)
            ticket.steps.create(name="call", at=dt.datetime(2026, 1, 1, 9, at, tzinfo=dt.UTC))

    text = said(Client().get(url_of("board", desk)))

    assert text.index("A002") < text.index("A003") < text.index("A001")


def test_who_works_here_may_look_at_the_board_too(desk, door, at_work):
    client = at_work(door.post)

    assert client.get(url_of("board", desk)).status_code == 200
    assert client.get("/oggi/").status_code == 200
