"""The pages of the agenda: seen by who may, booked, moved, set up; the feed and its address."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from prossimo.access import icsfiles
from prossimo.access.models import Appointment, Motive, Opening
from prossimo.accounts import identity
from prossimo.accounts.choices import RoleKey
from tests.access.agenda_factories import (
    AbsenceFactory,
    AppointmentFactory,
    MotiveFactory,
    OpeningFactory,
)
from tests.accounts.factories import PostFactory
from tests.arranging import arranging

pytestmark = pytest.mark.django_db


@pytest.fixture
def agenda(door):
    door.motive = MotiveFactory(ambito=door.desk.ambito, label="Colloquio")
    for weekday in range(1, 6):
        OpeningFactory(desk=door.desk, motives=[door.motive], weekday=weekday)
    yield door
    if not connection.needs_rollback:
        identity.leave()


@pytest.fixture
def operator(agenda, at_work):
    return at_work(agenda.post)


@pytest.fixture
def manager(agenda, at_work):
    post = PostFactory(ambito=agenda.desk.ambito, role=RoleKey.SOCIAL_DESK)
    return at_work(post)


def text(answer):
    return answer.content.decode()


def new_page(operator, agenda):
    url = f"{reverse('access:appointment_new')}?person={agenda.person.pk}"
    page = text(operator.get(url))
    return {
        "motive": agenda.motive.pk,
        "person": agenda.person.pk,
        "mode": "office",
        "hour": re.search(r'name="hour"\s+value="([^"]+)"', page).group(1),
        "idempotency_key": re.search(r'name="idempotency_key"\s+value="([^"]+)"', page).group(1),
    }


def test_an_operator_books_for_a_person(agenda, operator):
    told = new_page(operator, agenda)
    answer = operator.post(reverse("access:appointment_new"), told)

    page = text(operator.get(answer["Location"]))
    assert agenda.person.listed_name in page
    week = reverse("access:agenda")
    with arranging():
        made = Appointment.objects.unscoped("test").get()
    assert agenda.person.listed_name in text(operator.get(f"{week}?day={made.starts_at:%Y-%m-%d}"))
    assert "Colloquio" in text(operator.get(reverse("citizens:person", args=[agenda.person.pk])))


def test_booking_nobody_is_refused_beside_the_field(agenda, operator):
    told = {**new_page(operator, agenda), "person": ""}
    answer = operator.post(reverse("access:appointment_new"), told)

    assert answer.status_code == 422
    assert "scrivi il nome" in text(answer)


def test_one_press_says_that_somebody_arrived(agenda, operator):
    made = AppointmentFactory(desk=agenda.desk, motive=agenda.motive)
    url = reverse("access:appointment_step", args=[made.pk])

    operator.post(url, {"step": "arrive", "version": made.version})
    late = operator.post(url, {"step": "finish", "version": made.version}, follow=True)

    assert "è cambiato nel frattempo" in text(late)


def test_an_operator_moves_and_cancels(agenda, operator):
    made = AppointmentFactory(desk=agenda.desk, motive=agenda.motive)
    move = reverse("access:appointment_move", args=[made.pk])
    choice = re.search(r'name="hour"\s+value="([^"]+)"', text(operator.get(move))).group(1)
    assert operator.post(move, {"hour": choice, "version": made.version}).status_code == 302

    cancel = reverse("access:appointment_cancel", args=[made.pk])
    assert operator.post(cancel, {"why": "", "version": made.version + 1}).status_code == 422
    operator.post(cancel, {"why": "malattia", "version": made.version + 1})

    with arranging():
        assert Appointment.objects.unscoped("test").get().state == "cancelled"


def test_who_left_with_appointments_appears_to_who_manages(agenda, manager):
    gone = PostFactory(ambito=agenda.desk.ambito)
    AppointmentFactory(desk=agenda.desk, motive=agenda.motive, name="Chi resta", with_post=gone)
    page = reverse("access:agenda_alone")
    assert "Chi resta" not in text(manager.get(page))
    with arranging():
        type(gone.user).objects.filter(pk=gone.user_id).update(is_active=False)

    assert "Chi resta" in text(manager.get(page))
    assert "Chi resta" in text(manager.get(reverse("web:today")))


def test_an_absence_leaves_its_appointments_alone(agenda, manager):
    away = PostFactory(ambito=agenda.desk.ambito)
    made = AppointmentFactory(
        desk=agenda.desk, motive=agenda.motive, name="Chi resta", with_post=away
    )
    AbsenceFactory(post=away, during=(made.starts_at - dt.timedelta(hours=1), made.ends_at))

    assert "Chi resta" in text(manager.get(reverse("access:agenda_alone")))


def keyed(client, url):
    return re.search(r'name="idempotency_key"\s+value="([^"]+)"', text(client.get(url))).group(1)


def test_who_manages_sets_up_motives_and_openings(agenda, manager):
    url = reverse("access:motive_new")
    manager.post(url, {
        "label": "Ascolto", "minutes": 45, "modes": ["office"], "workers": 1, "notice_hours": 1,
        "horizon_days": 30, "idempotency_key": keyed(manager, url),
    })  # fmt: skip
    motive = Motive.objects.get(label="Ascolto")
    url = reverse("access:opening_new")
    told = {
        "desk": agenda.desk.pk, "seats": 2, "weekday": 3, "starts_at": "14:00", "ends_at": "16:00",
        "every_weeks": 2, "motives": [motive.pk], "modes": ["office"],
        "first": timezone.localdate().isoformat(), "idempotency_key": keyed(manager, url),
    }  # fmt: skip
    assert manager.post(url, told).status_code == 302

    opening = Opening.objects.get(motives=motive)
    week = text(manager.get(reverse("access:openings")))
    assert "14:00–16:00" in week
    assert "2 posti insieme" in week
    day = timezone.localdate() + dt.timedelta(days=7)
    exception = {"day": day.isoformat(), "kind": "closed", "why": "corso"}
    manager.post(reverse("access:exception_new", args=[opening.pk]), exception)
    assert "corso" in text(manager.get(reverse("access:opening", args=[opening.pk])))


def test_closures_and_absences_are_added_and_taken_away(agenda, manager):
    day = timezone.localdate().isoformat()
    closures, absences = reverse("access:closures"), reverse("access:absences")
    manager.post(closures, {"name": "Sant'Alessandro", "day": day, "every_year": "on"})
    page = text(manager.get(closures))
    assert "Sant&#x27;Alessandro" in page
    manager.post(re.search(r'action="(/agenda/chiusure/[^"]+)"', page).group(1))
    assert "Sant&#x27;Alessandro" not in text(manager.get(closures))

    manager.post(absences, {"post": agenda.post.pk, "kind": "leave", "first": day})
    page = text(manager.get(absences))
    assert agenda.post.user.last_name in page
    assert "ferie" in page


def test_the_feed_has_initials_and_its_address_is_revoked(agenda, operator, client):
    AppointmentFactory(
        desk=agenda.desk, motive=agenda.motive, name="Zoe Verdi", with_post=agenda.post
    )
    page = reverse("access:feed")
    operator.post(page)
    address = re.search(r'value="http://testserver([^"]+\.ics)"', text(operator.get(page))).group(1)

    feed = client.get(address)
    assert feed.status_code == 200
    assert "Z. V. · Colloquio" in text(feed).replace("\r\n ", "")
    assert "Verdi" not in text(feed)
    operator.post(page)
    assert client.get(address).status_code == 404
    assert client.get("/agenda/calendario/x.ics").status_code == 404


def test_hostile_text_stays_text_in_a_calendar(agenda):
    nasty = "Ada\r\nATTENDEE:mailto:x@y.z;\\,\"'\x00\nBEGIN:VALARM"
    made = AppointmentFactory(desk=agenda.desk, motive=agenda.motive, place=nasty.replace("\0", ""))
    made.motive.label = nasty

    file = icsfiles.one(made).decode()

    lines = file.replace("\r\n ", "").split("\r\n")
    begun, ended = ([x for x in lines if x.startswith(word)] for word in ("BEGIN:", "END:"))
    assert len(begun) == len(ended)
    assert "BEGIN:VALARM" not in lines
    assert not [line for line in lines if line.startswith("ATTENDEE")]
