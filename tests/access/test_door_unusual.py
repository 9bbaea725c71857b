"""The door on its odd days: at midnight, at a desk that closed, when a worker is no longer there."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from prossimo.access.models import Desk, Ticket
from prossimo.accounts.choices import RoleKey
from prossimo.accounts.models import Post
from prossimo.core.periods import ROME, between, today
from tests.access.agenda_factories import AppointmentFactory
from tests.access.factories import DeskDutyFactory
from tests.access.queue_factories import QueueDeskFactory, TicketFactory, words_of
from tests.accounts.factories import PostFactory
from tests.arranging import arranging

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(db):
    cache.clear()
    return QueueDeskFactory(name="Pass di prova")


def closed(desk, days=1):
    """Its last day has passed."""
    with arranging():
        Desk.objects.filter(pk=desk.pk).update(
            period=between(dt.date(2014, 1, 1), today() - dt.timedelta(days=days))
        )


def at(page, desk):
    return reverse(f"access:{page}", args=[words_of(desk)["kiosk" if "kiosk" in page else "phone"]])


def said(answer):
    return " ".join(answer.content.decode().split()).replace("&#x27;", "'")


def tickets(desk):
    with arranging():
        return list(Ticket.objects.unscoped("test").filter(desk=desk))


@pytest.mark.parametrize("page", ["kiosk", "phone"])
def test_who_presses_as_midnight_strikes_is_asked_to_press_again(desk, page, it_is):
    it_is(timezone.now() + dt.timedelta(days=1))  # the database still lives in the day before

    answer = Client().post(at(page, desk), {"group": "money"})

    assert answer.status_code == 422
    assert "mezzanotte" in said(answer)
    assert tickets(desk) == []


def test_after_midnight_the_telephone_of_yesterday_starts_afresh(desk):
    client = Client()
    client.post(at("phone", desk), {"group": "money"})
    [ticket] = tickets(desk)
    with arranging():
        Ticket.objects.unscoped("test").filter(pk=ticket.pk).update(
            day=today() - dt.timedelta(days=1)
        )

    page = said(client.get(at("phone", desk)))

    assert ticket.code not in page
    assert "Prendi un biglietto" in page


@pytest.mark.parametrize("page", ["kiosk", "phone"])
def test_a_desk_out_of_service_says_so_and_gives_nothing(desk, page):
    closed(desk)
    client = Client()

    shown = client.get(at(page, desk))
    client.post(at(page, desk), {"group": "money"})

    assert shown.status_code == 200
    assert "Adesso non si prendono biglietti" in said(shown)
    assert tickets(desk) == []


@pytest.mark.parametrize("page", ["kiosk_arrival", "phone_arrival"])
def test_nor_by_an_appointment(desk, page):
    booked = AppointmentFactory(desk=desk, starts_at=timezone.now())
    closed(desk)
    from prossimo.access import arrival_codes

    answer = Client().post(at(page, desk), {"code": arrival_codes.written(booked.pk)})

    assert answer.status_code == 422
    assert "non è più in servizio" in said(answer)
    assert tickets(desk) == []


def test_who_waits_at_a_desk_that_closed_is_heard_to_the_end(desk, at_work):
    manager = at_work(PostFactory(ambito=desk.ambito, role=RoleKey.SOCIAL_DESK))
    waiting = TicketFactory(desk=desk)
    closed(desk)

    manager.post(reverse("access:queue_next", args=[desk.pk]))

    waiting.refresh_from_db()
    assert waiting.state == "called"


@pytest.fixture
def alone(desk, at_work):
    """What the page of the appointments without anybody says."""
    client = at_work(PostFactory(ambito=desk.ambito, role=RoleKey.SOCIAL_DESK))
    return lambda: said(client.get(reverse("access:agenda_alone")))


def test_a_worker_whose_post_ends_leaves_their_appointments_to_who_manages(desk, alone):
    worker = PostFactory(ambito=desk.ambito)
    DeskDutyFactory(desk=desk, post=worker)
    AppointmentFactory(desk=desk, name="Chi resta", with_post=worker)
    assert "Chi resta" not in alone()

    with arranging():
        Post.objects.filter(pk=worker.pk).update(
            period=between(dt.date(2020, 1, 1), today() + dt.timedelta(days=1))
        )

    assert "Chi resta" in alone()


def test_a_desk_that_closes_leaves_its_appointments_to_who_manages(desk, alone):
    AppointmentFactory(desk=desk, name="Chi resta")
    assert "Chi resta" not in alone()

    closed(desk)

    assert "Chi resta" in alone()


def test_whoever_arrives_for_a_worker_who_is_gone_is_received_all_the_same(desk, at_work):
    from prossimo.access import arrival_codes

    gone = PostFactory(ambito=desk.ambito)
    now = timezone.now()
    booked = AppointmentFactory(desk=desk, with_post=gone, starts_at=now,
                                ends_at=now + dt.timedelta(minutes=30))  # fmt: skip
    with arranging():
        type(gone.user).objects.filter(pk=gone.user_id).update(is_active=False)

    Client().post(at("phone_arrival", desk), {"code": arrival_codes.written(booked.pk)})

    [ticket] = tickets(desk)
    assert ticket.appointment_id == booked.pk
    assert ticket.day == now.astimezone(ROME).date()
