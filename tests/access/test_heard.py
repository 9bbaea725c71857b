"""An appointment that was held leaves a contact: filled in, tied once, or a reason why there is none."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from prossimo.access.models import Appointment, Contact, Desk
from prossimo.core.periods import ROME, today
from tests.access import reading
from tests.access.agenda_factories import AppointmentFactory, MotiveFactory
from tests.access.queue_factories import TicketFactory
from tests.arranging import arranging

pytestmark = pytest.mark.django_db
NEW = "/contatti/nuovo/"
CARD = "Appuntamenti svolti di cui manca il contatto."


@pytest.fixture
def client(door, at_work):
    return at_work(door.post)


def expected(door, **more):
    """For the person of the door, at this hour of today."""
    motive = MotiveFactory(ambito=door.desk.ambito, reason=door.reason, label="Colloquio")
    now = timezone.now()
    more.setdefault("starts_at", now - dt.timedelta(minutes=5))
    more.setdefault("ends_at", now + dt.timedelta(minutes=25))
    more.setdefault("person", door.person)
    return AppointmentFactory(desk=door.desk, motive=motive, with_post=door.post, **more)


def again(appointment):
    with arranging():
        return Appointment.objects.unscoped("test").get(pk=appointment.pk)


def contacts():
    with arranging():
        return list(Contact.objects.unscoped("test"))


def step(client, appointment, name, **more):
    url = reverse("access:appointment_step", args=[appointment.pk])
    return client.post(url, {"step": name, "version": again(appointment).version, **more})


def test_held_leads_to_the_contact_already_filled_in(door, client):
    booked = expected(door, mode="phone", note="Porta le bollette")

    there = step(client, booked, "finish")
    page = client.get(there["Location"])

    assert there["Location"] == f"{NEW}?appointment={booked.pk}"
    assert reading.field(page, "person") == str(door.person.pk)
    assert reading.field(page, "desk") == str(door.desk.pk)
    assert reading.field(page, "channel") == "phone"
    assert reading.field(page, "appointment") == str(booked.pk)
    assert reading.field(page, "needs") == "Porta le bollette"
    assert f'value="{door.reason.pk}" checked' in " ".join(page.content.decode().split())
    assert again(booked).state == "done"


def test_the_contact_once_saved_is_that_of_the_appointment(door, client):
    booked = expected(door)

    client.post(NEW, door.typed(appointment=str(booked.pk)))

    [contact] = contacts()
    assert (again(booked).state, again(booked).contact_id) == ("done", contact.pk)
    page = reading.words(client.get(reverse("access:appointment", args=[booked.pk])))
    assert "Apri il contatto" in page
    assert "Manca il contatto" not in page


def test_an_appointment_has_one_contact(door, client):
    booked = expected(door)
    client.post(NEW, door.typed(appointment=str(booked.pk)))
    other = door.typed(appointment=str(booked.pk), idempotency_key=str(booked.pk))

    client.post(NEW, other)

    first, second = sorted(contacts(), key=lambda one: one.created_at)
    assert again(booked).contact_id == first.pk
    assert second.pk != first.pk  # what was heard is never lost


def test_who_had_no_file_has_one_after_the_contact(door, client):
    booked = expected(door, person=None, name="Rossi Ada")
    page = client.get(f"{NEW}?appointment={booked.pk}")
    assert reading.field(page, "person_text") == "Rossi Ada"

    client.post(NEW, door.typed(appointment=str(booked.pk)))

    assert again(booked).person_id == door.person.pk


def test_of_another_day_the_contact_says_when(door, client):
    past = timezone.now() - dt.timedelta(days=1)
    booked = expected(door, starts_at=past, ends_at=past + dt.timedelta(minutes=30), state="done")

    page = client.get(f"{NEW}?appointment={booked.pk}")

    assert reading.field(page, "happened_at") == f"{past.astimezone(ROME):%Y-%m-%dT%H:%M}"


def test_serving_the_ticket_of_an_appointment_leads_to_the_same_contact(door, client):
    with arranging():
        Desk.objects.filter(pk=door.desk.pk).update(has_queue=True)
    booked = expected(door, state="arrived")
    ticket = TicketFactory(
        desk=door.desk, appointment=booked, serving=True, called_by=door.post.user
    )
    page = client.get(f"{NEW}?ticket={ticket.pk}&desk={door.desk.pk}")
    assert reading.field(page, "person") == str(door.person.pk)
    assert reading.field(page, "ticket") == str(ticket.pk)

    client.post(NEW, door.typed(ticket=str(ticket.pk), appointment=str(booked.pk)))

    [contact] = contacts()
    ticket.refresh_from_db()
    assert (ticket.state, ticket.contact_id) == ("served", contact.pk)
    assert (again(booked).state, again(booked).contact_id) == ("done", contact.pk)


def test_served_without_a_contact_it_is_to_record_until_something_is_said(door, client):
    with arranging():
        Desk.objects.filter(pk=door.desk.pk).update(has_queue=True)
    booked = expected(door, state="arrived")
    ticket = TicketFactory(
        desk=door.desk, appointment=booked, serving=True, called_by=door.post.user
    )
    assert CARD not in reading.words(client.get("/oggi/"))

    client.post(reverse("access:ticket_move", args=[ticket.pk]), {"move": "finish"})

    assert again(booked).state == "done"
    assert CARD in reading.words(client.get("/oggi/"))
    page = reading.words(client.get(reverse("access:appointment", args=[booked.pk])))
    assert "Manca il contatto" in page
    step(client, booked, "nothing", why="È passato solo a salutare")
    assert CARD not in reading.words(client.get("/oggi/"))
    page = reading.words(client.get(reverse("access:appointment", args=[booked.pk])))
    assert "È passato solo a salutare" in page
    assert "Manca il contatto" not in page


def test_nothing_to_record_asks_why(door, client):
    booked = expected(door, state="done")

    answer = step(client, booked, "nothing", why="  ")

    assert "Scrivi perché" in reading.words(client.get(answer["Location"]))
    assert again(booked).why == ""


def test_a_contact_written_by_the_way_is_tied_and_is_not_asked_again(door, client):
    booked = expected(door, state="arrived")

    client.post(NEW, door.typed())

    [contact] = contacts()
    if booked.starts_at.astimezone(ROME).date() == today():  # not in the minutes after midnight
        assert again(booked).contact_id == contact.pk
        assert CARD not in reading.words(client.get("/oggi/"))


@pytest.mark.parametrize("state", ["cancelled", "held"])
def test_what_was_not_held_ties_nothing(door, client, state):
    booked = expected(door, state=state, held_until=timezone.now())

    page = client.get(f"{NEW}?appointment={booked.pk}")
    client.post(NEW, door.typed(appointment=str(booked.pk)))

    assert 'name="appointment"' not in page.content.decode()
    assert again(booked).contact_id is None
    assert len(contacts()) == 1


def test_the_appointment_of_another_desk_ties_nothing(door, client):
    elsewhere = AppointmentFactory()

    client.post(NEW, door.typed(appointment=str(elsewhere.pk)))

    assert again(elsewhere).contact_id is None
    assert len(contacts()) == 1
