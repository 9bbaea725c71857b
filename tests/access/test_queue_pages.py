"""The operator's page of the queue, the ticket on the page of a contact, the addresses of the door."""

import pytest
from django.urls import reverse

from prossimo.access.choices import TicketState
from prossimo.access.models import Desk, Ticket
from prossimo.accounts.choices import RoleKey
from prossimo.core.records import new_id
from tests.access.queue_factories import TicketFactory, words_of
from tests.accounts.factories import PostFactory, post_of
from tests.arranging import arranging
from tests.citizens.factories import PersonFactory
from tests.pages import said

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(door):
    with arranging():
        door.desk.has_queue = True
        door.desk.save()
    return door.desk


@pytest.fixture
def client(desk, door, at_work):
    return at_work(door.post)


def url_of(name, thing):
    return reverse(f"access:{name}", args=[thing.pk])


def fresh(ticket):
    with arranging():
        return Ticket.objects.unscoped("as written").get(pk=ticket.pk)


def move(client, ticket, **told):
    return client.post(url_of("ticket_move", ticket), told)


def test_the_page_says_who_waits_and_for_what(client, desk, door):
    TicketFactory(desk=desk, reason_group="money", person=door.person, priority=30)
    TicketFactory(desk=desk)

    text = said(client.get(url_of("queue", desk)))

    assert "Aspettano 2 persone" in text
    assert "A001" in text
    assert door.person.listed_name in text
    assert "contributi e Re.I" in text
    assert "persona fragile" in text


def test_it_answers_again_only_when_something_changed(client, desk):
    TicketFactory(desk=desk)
    url = url_of("queue", desk)
    text = client.get(url).content.decode()
    seen = text.split("?seen=", 1)[1].split('"', 1)[0]

    def ask():
        return client.get(f"{url}?seen={seen}", headers={"hx-request": "true"})

    assert ask().status_code == 204
    TicketFactory(desk=desk)
    fragment = ask()
    assert fragment.status_code == 200
    assert "A002" in said(fragment)
    assert "<html" not in fragment.content.decode()


def test_one_key_calls_the_next_to_my_counter(client, desk):
    ticket = TicketFactory(desk=desk)
    client.post(url_of("counter", desk), {"counter": "4"})

    page = client.post(url_of("queue_next", desk), follow=True)

    assert (fresh(ticket).state, fresh(ticket).counter) == (TicketState.CALLED, "4")
    assert 'data-key="c"' in page.content.decode()
    assert 'data-key="s"' in page.content.decode()
    again = said(client.post(url_of("queue_next", desk), follow=True))
    assert "Hai già chiamato A001" in again


def test_an_empty_queue_says_so(client, desk):
    assert "Non aspetta nessuno" in said(client.post(url_of("queue_next", desk), follow=True))


def test_a_move_that_a_colleague_made_first_is_told_in_a_sentence(client, desk):
    ticket = TicketFactory(desk=desk, served=True)

    answer = client.post(url_of("ticket_move", ticket), {"move": "serve"}, follow=True)

    assert answer.status_code == 200
    assert "non è possibile" in said(answer)


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"move": "boh"},
        {"move": "leave", "why": "day_over_"},
        {"move": "priority", "priority": "²"},
        {"move": "priority", "priority": "99999999999"},
    ],
)
def test_what_is_no_move_changes_nothing(client, desk, told):
    ticket = TicketFactory(desk=desk)

    assert move(client, ticket, **told).status_code == 302
    assert fresh(ticket).version == ticket.version


def test_the_turn_is_changed(client, desk):
    ticket = TicketFactory(desk=desk)

    move(client, ticket, move="priority", priority="10")

    assert fresh(ticket).priority == 10


def test_the_contact_closes_the_ticket_and_calls_the_next(client, desk, door):
    first, second = TicketFactory.create_batch(2, desk=desk)
    client.post(url_of("queue_next", desk))
    page = client.get(f"/contatti/nuovo/?ticket={first.pk}&desk={desk.pk}")
    assert "Stai ascoltando A001" in said(page)

    answer = client.post("/contatti/nuovo/", door.typed(ticket=str(first.pk)))

    assert answer["Location"] == url_of("queue", desk)
    ended = fresh(first)
    assert (ended.state, ended.person_id) == (TicketState.SERVED, door.person.pk)
    assert ended.contact_id is not None
    assert fresh(second).state == TicketState.CALLED
    with arranging():
        assert ended.contact.minutes == 1


def test_saving_and_opening_calls_nobody(client, desk, door):
    first, second = TicketFactory.create_batch(2, desk=desk)
    client.post(url_of("queue_next", desk))

    client.post("/contatti/nuovo/", door.typed(ticket=str(first.pk), open="1"))

    assert fresh(first).state == TicketState.SERVED
    assert fresh(second).state == TicketState.WAITING


def test_a_contact_with_a_fault_keeps_its_ticket(client, desk, door):
    ticket = TicketFactory(desk=desk, called=True)

    answer = client.post("/contatti/nuovo/", door.typed(ticket=str(ticket.pk), reasons=[]))

    assert answer.status_code == 422
    assert f'name="ticket" value="{ticket.pk}"' in answer.content.decode()
    assert fresh(ticket).state == TicketState.CALLED


def test_the_ticket_of_another_ambito_is_nobody_s(client, desk, door):
    elsewhere = TicketFactory()

    assert "Stai ascoltando" not in said(client.get(f"/contatti/nuovo/?ticket={elsewhere.pk}"))
    assert move(client, elsewhere, move="call").status_code == 404


def test_an_operator_gives_tickets_with_and_without_a_file(client, desk, door):
    told = {"idempotency_key": str(new_id()), "priority": "40", "reason_group": "foreign"}
    client.post(url_of("check_in", desk), {**told, "person": str(door.person.pk)})
    client.post(url_of("check_in", desk), {**told, "person": str(door.person.pk)})
    client.post(url_of("check_in", desk), {**told, "idempotency_key": str(new_id())})

    with arranging():
        rows = Ticket.objects.unscoped("as written").order_by("number")
        assert [row.person_id for row in rows] == [door.person.pk, None]


def test_a_person_who_is_not_for_these_eyes_is_refused(client, desk):
    stranger = PersonFactory()
    told = {"idempotency_key": str(new_id()), "priority": "40", "person": str(stranger.pk)}

    assert client.post(url_of("check_in", desk), told).status_code == 422


def test_closing_asks_why_and_says_how_many_wait(client, desk):
    ticket = TicketFactory(desk=desk)
    page = url_of("queue_close", desk)

    assert "Aspetta ancora una persona" in said(client.get(page))
    assert client.post(page, {"why": ""}).status_code == 422
    after = client.post(page, {"why": "allarme"}, follow=True)

    assert fresh(ticket).left_why == "closed"
    assert "Aspettava una persona" in said(after)
    assert "allarme" in said(after)
    client.post(url_of("queue_reopen", desk))
    assert "allarme" not in said(client.get(url_of("queue", desk)))


def test_who_reads_the_queue_only_is_given_nothing_to_press(desk, at_work):
    TicketFactory(desk=desk)
    client = at_work(post_of(RoleKey.AREA_MANAGER, desk.ambito))

    text = client.get(url_of("queue", desk)).content.decode()

    assert "A001" in text
    assert "Chiama il prossimo" not in text
    assert 'name="move"' not in text


def test_the_addresses_are_shown_to_who_hangs_them_and_revoked_by_who_manages(
    client, desk, at_work
):
    links, revoke = url_of("queue_links", desk), url_of("queue_revoke", desk)
    manager = at_work(PostFactory(role=RoleKey.AREA_MANAGER, ambito=desk.ambito))
    text = client.get(links).content.decode()

    assert all(word in text for word in words_of(desk).values())
    assert "<svg" in text
    assert client.post(revoke).status_code == 403
    assert manager.get(revoke).status_code == 200
    manager.post(revoke)

    assert Desk.objects.get(pk=desk.pk).door_serial == 2
    old = words_of(desk)["board"]
    assert client.get(reverse("access:board", args=[old])).status_code == 404


def test_the_card_of_the_day_says_who_waits_at_my_desks(client, desk):
    TicketFactory.create_batch(2, desk=desk)

    assert "aspettano 2 persone" in said(client.get("/oggi/"))
    client.post(url_of("queue_next", desk))
    assert "hai chiamato A001" in said(client.get("/oggi/"))


def test_a_desk_gets_its_queue_and_letter_from_its_page(desk, at_work):
    manager = at_work(PostFactory(role=RoleKey.AREA_MANAGER, ambito=desk.ambito))
    url = url_of("desk_edit", desk)
    told = {
        "idempotency_key": str(new_id()), "name": desk.name, "kind": desk.kind, "version": "1",
        "has_queue": "on", "letter": "b",
    }  # fmt: skip

    assert manager.post(url, {**told, "letter": "à"}).status_code == 422
    manager.post(url, told)

    kept = Desk.objects.get(pk=desk.pk)
    assert (kept.has_queue, kept.letter) == (True, "B")
