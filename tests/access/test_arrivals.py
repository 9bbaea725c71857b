"""Who has an appointment says at the door that they have arrived, with the code of the booking."""

import datetime as dt
import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from prossimo.access import arrival_codes, links
from prossimo.access.models import Appointment, QueueDay, Ticket
from prossimo.access.operations import arrivals
from prossimo.access.views import arrival as arrival_views
from prossimo.accounts.choices import RoleKey
from prossimo.core.periods import ROME, today
from tests.access.agenda_factories import AppointmentFactory
from tests.access.factories import DeskDutyFactory
from tests.access.queue_factories import QueueDeskFactory, TicketFactory, words_of
from tests.accounts.factories import PostFactory
from tests.arranging import arranging
from tests.citizens.factories import PersonFactory

pytestmark = pytest.mark.django_db
CANARY = "CANARINONOME"


@pytest.fixture(autouse=True)
def nobody_tried_yet():
    cache.clear()


@pytest.fixture
def desk(db):
    return QueueDeskFactory(name="Pass di prova", place="via San Lazzaro")


def soon():
    """In ten minutes; a moment ago, when in ten minutes it will be tomorrow."""
    later = timezone.now() + dt.timedelta(minutes=10)
    same = later.astimezone(ROME).date() == today()
    return later if same else timezone.now() - dt.timedelta(minutes=5)


def expected(desk, **more):
    more.setdefault("starts_at", soon())
    return AppointmentFactory(desk=desk, name=CANARY, **more)


def at(page, desk):
    where = "kiosk" if page.startswith("kiosk") else "phone"
    return reverse(f"access:{page}", args=[words_of(desk)[where]])


def typed(desk, appointment, page="phone_arrival", client=None):
    code = appointment if isinstance(appointment, str) else arrival_codes.written(appointment.pk)
    return (client or Client()).post(at(page, desk), {"code": code}, follow=True)


def said(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def written():
    with arranging():
        return list(Ticket.objects.unscoped("what is written").order_by("number"))


def state_of(appointment):
    with arranging():
        return Appointment.objects.unscoped("test").get(pk=appointment.pk).state


def test_the_code_at_the_qr_gives_a_ticket_that_goes_by_the_hour(desk):
    TicketFactory(desk=desk)
    booked = expected(desk)
    assert "Ho un appuntamento" in said(Client().get(at("phone", desk)))

    page = typed(desk, booked)

    ticket = written()[-1]
    assert (ticket.appointment_id, ticket.due_at) == (booked.pk, booked.starts_at)
    assert (ticket.priority, ticket.arrived_by) == (20, "appointment")
    assert state_of(booked) == "arrived"
    assert ticket.code in said(page)
    assert f"Appuntamento delle {booked.starts_at.astimezone(ROME):%H:%M}" in said(page)
    assert "Tocca a te fra poco" in said(page)  # before who came first without an hour
    assert CANARY not in page.content.decode()


def test_the_code_at_the_kiosk_prints_the_ticket_in_the_language_of_the_page(desk):
    booked = expected(desk)
    url = at("kiosk_arrival", desk) + "?lingua=en"

    page = Client().post(url, {"code": arrival_codes.digits_of(booked.pk)}, follow=True)

    assert written()[0].code in said(page)
    assert 'lang="en"' in page.content.decode()
    assert "data-kiosk-ticket" in page.content.decode()


@pytest.mark.parametrize("text", ["", "0", "1234", "12345678", "abcdefgh", "١٢٣٤٥٦٧٨", "9" * 20])
def test_a_code_of_nobody_gives_nothing(desk, text):
    expected(desk)

    page = typed(desk, text)

    assert page.status_code == 422
    assert written() == []


def test_codes_are_not_guessed(desk, monkeypatch):
    booked = expected(desk)
    monkeypatch.setattr(arrival_views, "FROM_A_TELEPHONE", 2)

    answers = [typed(desk, "11112222").status_code for _ in range(3)]

    assert answers == [422, 422, 429]
    late = typed(desk, booked)
    assert late.status_code == 429
    assert "Troppi tentativi" in said(late)
    assert written() == []


def test_many_telephones_do_not_guess_together(desk, monkeypatch):
    monkeypatch.setattr(arrival_views, "AT_A_DESK", 2)

    answers = [
        typed(desk, "11112222", client=Client(REMOTE_ADDR=f"203.0.113.{n}")).status_code
        for n in range(4)
    ]

    assert answers == [422, 422, 429, 429]


def test_at_another_desk_it_says_which_and_no_more(desk):
    other = QueueDeskFactory(ambito=desk.ambito, name="Altro sportello")
    booked = expected(desk)

    page = typed(other, booked)

    assert "ti aspettano a Pass di prova, via San Lazzaro" in said(page)
    assert CANARY not in page.content.decode()
    assert written() == []


def test_the_code_of_another_ambito_is_the_code_of_nobody(desk):
    page = typed(desk, expected(QueueDeskFactory(name="Di un altro Ambito")))

    assert "Nessun appuntamento ha questo codice" in said(page)


@pytest.mark.parametrize(
    ("days", "words"), [(2, "Il tuo appuntamento è"), (-2, "Il tuo appuntamento era")]
)
def test_on_another_day_it_says_when(desk, days, words):
    page = typed(desk, expected(desk, starts_at=timezone.now() + dt.timedelta(days=days)))

    assert words in said(page)
    assert written() == []


def test_too_early_says_from_when(desk, monkeypatch):
    monkeypatch.setattr(arrivals, "EARLIEST", dt.timedelta(hours=-1))
    booked = expected(desk)

    page = typed(desk, booked)

    opens = (booked.starts_at + dt.timedelta(hours=1)).astimezone(ROME)
    assert f"dalle {opens:%H:%M}" in said(page)
    assert state_of(booked) == "booked"


@pytest.mark.parametrize(
    ("state", "words"),
    [("cancelled", "è stato annullato"), ("lapsed", "è stato annullato"),
     ("held", "non è ancora confermato"), ("offered", "non è ancora confermato")],
)  # fmt: skip
def test_what_is_not_booked_gives_no_ticket(desk, state, words):
    until = timezone.now() + dt.timedelta(minutes=5)

    page = typed(desk, expected(desk, state=state, held_until=until))

    assert words in said(page)
    assert written() == []


def test_an_appointment_at_the_telephone_needs_no_coming(desk):
    assert "non serve venire qui" in said(typed(desk, expected(desk, mode="phone")))


def test_arrived_twice_is_one_ticket_shown_again(desk):
    booked = expected(desk)
    first, again = typed(desk, booked), typed(desk, booked)

    [ticket] = written()
    assert ticket.code in said(first)
    assert ticket.code in said(again)


def test_a_queue_closed_for_the_day_says_so(desk):
    booked = expected(desk)
    with arranging():
        QueueDay.objects.create(desk=desk, day=today(), closed_at=timezone.now(), closed_why="x")

    page = typed(desk, booked)

    assert "la coda è chiusa" in said(page)
    assert state_of(booked) == "booked"


def test_who_did_not_come_at_the_hour_may_still_arrive(desk):
    booked = expected(desk, state="no_show")

    typed(desk, booked)

    assert (state_of(booked), len(written())) == ("arrived", 1)


# --- one's own link ------------------------------------------------------------------------------


def page_of(appointment, name="appointment"):
    signed = links.sign(
        links.APPOINTMENT, appointment.ambito_id, appointment.pk, appointment.link_serial
    )
    return reverse(f"portal:{name}", args=[signed])


def test_by_their_own_link_they_say_here_i_am_and_the_telephone_follows(desk):
    booked, client = expected(desk), Client()
    page = said(client.get(page_of(booked)))
    assert "Sono arrivato" in page
    assert arrival_codes.written(booked.pk) in page

    there = client.post(page_of(booked, "arrived"), follow=True)

    [ticket] = written()
    assert there.redirect_chain[-1][0] == at("phone", desk)
    assert ticket.code in said(there)
    assert f"il tuo biglietto è {ticket.code}" in said(client.get(page_of(booked)))
    assert client.post(page_of(booked, "arrived"))["Location"] == at("phone", desk)
    assert len(written()) == 1


def test_on_another_day_the_link_offers_no_arrival_and_refuses_one(desk):
    booked = expected(desk, starts_at=timezone.now() + dt.timedelta(days=2))
    client = Client()

    assert "Sono arrivato" not in said(client.get(page_of(booked)))
    assert "Il tuo appuntamento è" in said(client.post(page_of(booked, "arrived"), follow=True))
    assert written() == []


def test_where_there_is_no_queue_nobody_is_given_a_ticket(desk):
    with arranging():
        type(desk).objects.filter(pk=desk.pk).update(has_queue=False)
    booked = expected(desk)

    assert "annunciati all'ingresso" in said(
        Client().post(page_of(booked, "arrived"), follow=True)
    ).replace("&#x27;", "'")


# --- the operator --------------------------------------------------------------------------------


@pytest.fixture
def inside(desk, at_work):
    post = PostFactory(ambito=desk.ambito, role=RoleKey.FRONT_DESK)
    DeskDutyFactory(desk=desk, post=post)
    return at_work(post)


def test_from_the_agenda_one_button_says_that_they_arrived(desk, inside):
    person = PersonFactory(ambito=desk.ambito, surname="Belotti", given_name="Ada")
    booked = expected(desk, person=person)
    expected(desk, starts_at=timezone.now() + dt.timedelta(days=1))
    agenda = f"{reverse('access:agenda')}?day={today():%Y-%m-%d}&span=giorno"
    page = inside.get(agenda).content.decode()
    [button] = re.findall(r'<form[^>]*class="agenda-arrived".*?</form>', page, re.DOTALL)
    told = dict(re.findall(r'name="(\w+)"\s+value="([^"]*)"', button))
    told["next"] = told["next"].replace("&amp;", "&")

    back = inside.post(reverse("access:appointment_step", args=[booked.pk]), told, follow=True)

    [ticket] = written()
    assert back.redirect_chain[-1][0] == agenda
    assert f"il suo biglietto è {ticket.code}" in said(back)
    assert ticket.priority == 20
    queue = said(inside.get(reverse("access:queue", args=[desk.pk])))
    assert "Belotti Ada" in queue
    assert f"appuntamento alle {booked.starts_at.astimezone(ROME):%H:%M}" in queue


def test_the_queue_names_whom_the_door_let_in_by_their_appointment(desk, inside):
    person = PersonFactory(ambito=desk.ambito, surname="Belotti", given_name="Ada")
    typed(desk, expected(desk, person=person))
    typed(desk, expected(desk))
    queue = reverse("access:queue", args=[desk.pk])
    page = said(inside.get(queue))
    assert "Belotti Ada" in page
    assert CANARY in page

    inside.post(reverse("access:queue_next", args=[desk.pk]))

    assert f"person={person.pk}" in inside.get(queue).content.decode()
