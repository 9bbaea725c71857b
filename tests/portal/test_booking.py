"""A citizen books without an account: the code, the link, moving, cancelling, an earlier hour."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from prossimo.access import links, tasks
from prossimo.access.models import Appointment, AppointmentSeat, BookingProof, EarlierWish
from prossimo.access.notices import messages as postman
from prossimo.access.operations import appointments, offers
from prossimo.accounts import identity
from tests.access.agenda_factories import AppointmentFactory, MotiveFactory, OpeningFactory
from tests.access.factories import DeskDutyFactory, DeskFactory
from tests.accounts.factories import PostFactory
from tests.arranging import arranging

pytestmark = pytest.mark.django_db
TO = "chi.prenota@example.org"


class Town:
    """A desk that gives appointments every morning, a motive that is booked online."""

    def __init__(self):
        self.post = PostFactory()
        self.ambito = self.post.ambito
        self.desk = DeskFactory(ambito=self.ambito, name="Pass", place="via San Lazzaro")
        DeskDutyFactory(desk=self.desk, post=self.post)
        self.motive = MotiveFactory(ambito=self.ambito, label="Colloquio", to_bring="un documento")
        for weekday in range(1, 6):
            OpeningFactory(desk=self.desk, motives=[self.motive], weekday=weekday)


@pytest.fixture
def town(db):
    yield Town()
    if not connection.needs_rollback:
        identity.leave()


@pytest.fixture
def citizen():
    return Client(REMOTE_ADDR="203.0.113.9")


def hours_on(citizen, town):
    page = citizen.get(reverse("portal:hours", args=[town.motive.pk]))
    return re.findall(r'hour=([0-9]+\.[0-9a-f]{32})"', page.content.decode())


def fill(citizen, town, choice, **more):
    url = f"{reverse('portal:details', args=[town.motive.pk])}?hour={choice}"
    page = citizen.get(url).content.decode()
    key = re.search(r'name="idempotency_key"\s+value="([^"]+)"', page).group(1)
    told = {"name": "Ada Rossi", "email": TO, "mode": "office", "idempotency_key": key, **more}
    return citizen.post(url, told)


def post_round():
    identity.leave()
    postman.send_due()


def the_code():
    post_round()
    return re.search(r"\b([0-9]{6})\b", mail.outbox[-1].body).group(1)


def book(citizen, town, at=0):
    """All the way to the confirmed page; gives its address."""
    held = fill(citizen, town, hours_on(citizen, town)[at])
    answer = citizen.post(held["Location"], {"code": the_code()})
    return answer["Location"]


def rows(**conditions):
    with arranging():
        return list(Appointment.objects.unscoped("test").filter(**conditions).order_by("pk"))


def test_a_citizen_books_with_the_code(town, citizen):
    assert "Colloquio" in citizen.get(reverse("portal:start")).content.decode()
    choice = hours_on(citizen, town)[0]
    held = fill(citizen, town, choice)
    assert held.status_code == 302
    assert rows()[0].state == "held"
    assert choice not in hours_on(citizen, town)

    address = citizen.post(held["Location"], {"code": the_code()})["Location"]
    page = citizen.get(address).content.decode()

    assert rows()[0].state == "booked"
    assert "Pass, via San Lazzaro" in page
    assert "un documento" in page
    post_round()
    letter = mail.outbox[-1]
    assert address in letter.body
    assert "Ada" not in letter.body + letter.subject
    assert letter.attachments[0][0] == "appuntamento.ics"


def test_the_same_form_twice_holds_one_hour(town, citizen):
    url = f"{reverse('portal:details', args=[town.motive.pk])}?hour={hours_on(citizen, town)[0]}"
    key = re.search(
        r'name="idempotency_key"\s+value="([^"]+)"', citizen.get(url).content.decode()
    ).group(1)
    told = {"name": "Ada Rossi", "email": TO, "mode": "office", "idempotency_key": key}

    first, second = citizen.post(url, told), citizen.post(url, told)

    assert len(rows()) == 1
    assert second.status_code == 302
    assert second["Location"] in {first["Location"], reverse("portal:hours", args=[town.motive.pk])}


def test_wrong_codes_are_few(town, citizen):
    held = fill(citizen, town, hours_on(citizen, town)[0])["Location"]
    right = the_code()
    wrong = "000000" if right != "000000" else "111111"
    answers = [citizen.post(held, {"code": wrong}).status_code for _ in range(5)]

    assert answers == [422] * 5
    assert "non vale più" in citizen.post(held, {"code": right}).content.decode()
    assert rows()[0].state == "held"


def test_a_code_that_is_late_confirms_nothing_and_the_hour_goes_back(town, citizen):
    choice = hours_on(citizen, town)[0]
    held = fill(citizen, town, choice)["Location"]
    code = the_code()
    with arranging():
        past = timezone.now() - dt.timedelta(minutes=1)
        Appointment.objects.unscoped("test").update(held_until=past)
        BookingProof.objects.unscoped("test").update(expires_at=past)

    assert citizen.post(held, {"code": code}).status_code == 422
    tasks.lapse_held(0)
    assert rows()[0].state == "lapsed"
    assert choice in hours_on(citizen, town)


def test_the_code_is_kept_only_as_a_digest(town, citizen):
    fill(citizen, town, hours_on(citizen, town)[0])
    code = the_code()
    with arranging():
        proof = BookingProof.objects.unscoped("test").get()

    assert code not in proof.digest
    assert len(proof.digest) == 64


def test_a_program_that_fills_the_trap_books_nothing(town, citizen):
    answer = fill(citizen, town, hours_on(citizen, town)[0], website="http://spam.example")

    assert answer.status_code == 429
    assert rows() == []


def test_one_address_cannot_hoard_hours(town, citizen):
    choices = hours_on(citizen, town)
    answers = [fill(citizen, town, c).status_code for c in choices[:7]]

    assert answers[:5] == [302] * 5
    assert 429 in answers


@pytest.mark.parametrize("choice", ["", "x", "1.zz", "99999999999.00", "0." + "0" * 32])
def test_an_hour_that_was_made_up_leads_back_to_the_hours(town, citizen, choice):
    url = f"{reverse('portal:details', args=[town.motive.pk])}?hour={choice}"

    assert citizen.get(url).status_code == 302
    assert citizen.post(url, {"name": "A", "email": TO}).status_code in {302, 422}
    assert rows() == []


@pytest.mark.parametrize("page", ["code", "appointment", "move", "cancel", "ics"])
@pytest.mark.parametrize("link", ["x", "a~b", "..%2F", "0" * 300, "é~è"])
def test_a_forged_link_is_a_page_with_a_sentence(town, citizen, page, link):
    answer = citizen.get(reverse(f"portal:{page}", args=[link]))

    assert answer.status_code == 404


def test_a_link_of_another_serial_or_another_thing_opens_nothing(town, citizen):
    made = AppointmentFactory(desk=town.desk)
    for signed in (
        links.sign(links.APPOINTMENT, made.ambito_id, made.pk, made.link_serial + 1),
        links.sign(links.FEED, made.ambito_id, made.pk, made.link_serial),
        links.sign(links.APPOINTMENT, made.pk, made.pk, made.link_serial),
    ):
        assert citizen.get(reverse("portal:appointment", args=[signed])).status_code == 404


def test_a_link_a_month_after_the_hour_says_nothing_any_more(town, citizen):
    past = timezone.now() - dt.timedelta(days=40)
    made = AppointmentFactory(
        desk=town.desk, starts_at=past, ends_at=past + dt.timedelta(minutes=30)
    )
    signed = links.sign(links.APPOINTMENT, made.ambito_id, made.pk, made.link_serial)

    assert citizen.get(reverse("portal:appointment", args=[signed])).status_code == 404


def test_by_the_link_one_moves(town, citizen):
    address = book(citizen, town)
    before = rows()[0]
    page = citizen.get(f"{address}sposta/").content.decode()
    choice = re.findall(r'name="hour"\s+value="([^"]+)"', page)[2]

    citizen.post(f"{address}sposta/", {"hour": choice, "version": before.version})

    after = rows()[0]
    assert after.starts_at > before.starts_at
    assert after.state == "booked"
    assert "spostato" in citizen.get(address).content.decode()


def test_by_the_link_one_cancels_once(town, citizen):
    address, made = book(citizen, town), rows()[0]
    told = {"version": made.version}
    citizen.post(f"{address}annulla/", told)
    again = citizen.post(f"{address}annulla/", told)

    assert again.status_code == 302
    assert rows()[0].state == "cancelled"
    assert "annullato" in citizen.get(address).content.decode().lower()
    assert citizen.get(f"{address}sposta/").status_code == 302


def test_the_calendar_file_has_the_hour_and_no_name(town, citizen):
    address = book(citizen, town)

    file = citizen.get(f"{address}appuntamento.ics")

    assert file["Content-Type"].startswith("text/calendar")
    assert b"TZID=Europe/Rome" in file.content
    assert b"Ada" not in file.content


def freed(town, starts):
    opening = town.motive.openings.filter(
        weekday=starts.astimezone(dt.timezone(dt.timedelta(hours=1))).isoweekday()
    ).get()
    return {
        "ambito": str(town.ambito.pk), "motive": str(town.motive.pk), "desk": str(town.desk.pk),
        "opening": str(opening.pk), "starts": starts.isoformat(),
    }  # fmt: skip


@pytest.fixture
def waiting(town, citizen):
    """Two who wait for an earlier hour, the first asked first; and an hour that is free before."""
    from prossimo.access.queries.slots import Wanted, free_hours

    first = free_hours(Wanted(town.motive), 14)
    hour = next(p[0] for p in first if p[0].starts > timezone.now() + dt.timedelta(hours=12))
    made = []
    for name in ("prima", "seconda"):
        appointment = AppointmentFactory(
            desk=town.desk, motive=town.motive, name=name, email=f"{name}@example.org",
            remind_by="email", starts_at=timezone.now() + dt.timedelta(days=20),
            with_post=PostFactory(ambito=town.ambito),
        )  # fmt: skip
        with arranging():
            EarlierWish.objects.create(appointment=appointment, before=appointment.starts_at)
        made.append(appointment)
    return hour, made


def offered_page(to):
    letter = next(m for m in reversed(mail.outbox) if m.to == [to])
    return re.search(r"https?://[^/]+(/prenota/\S+)", letter.body).group(1)


def offer(town, hour, skip=()):
    with identity.acting_as_the_door(town.ambito.pk) as door:
        made = offers.offer(freed(town, hour.starts), by=door, skip=skip)
    postman.send_due()
    return made


def test_a_freed_hour_goes_to_who_asked_first_and_is_taken(town, citizen, waiting):
    hour, (first, second) = waiting
    offer(town, hour)
    assert [m.to for m in mail.outbox] == [["prima@example.org"]]
    page = offered_page("prima@example.org")
    assert "Si è liberato" in citizen.get(page).content.decode()

    citizen.post(f"{page}risposta/", {"answer": "yes"})

    states = {a.pk: a.state for a in rows()}
    assert states[first.pk] == "cancelled"
    assert states[second.pk] == "booked"
    taken = rows(instead_of=first.pk)[0]
    assert (taken.state, taken.starts_at) == ("booked", hour.starts)
    assert "non è più a disposizione" in after_answer(citizen, page)


def after_answer(citizen, page):
    answer = citizen.post(f"{page}risposta/", {"answer": "yes"}, follow=True)
    return answer.content.decode()


def test_who_declines_keeps_theirs_and_the_next_is_asked(town, citizen, waiting):
    hour, (first, _second) = waiting
    offer(town, hour)
    page = offered_page("prima@example.org")
    citizen.post(f"{page}risposta/", {"answer": "no"})
    with arranging():
        passed = EarlierWish.objects.unscoped("test").get(appointment=first)
    assert passed.state == "waiting"

    offer(town, hour, skip=[str(passed.pk)])

    assert mail.outbox[-1].to == ["seconda@example.org"]
    assert next(a for a in rows() if a.pk == first.pk).state == "booked"


def test_an_offer_that_nobody_answers_lapses(town, citizen, waiting):
    hour, (first, _second) = waiting
    made = offer(town, hour)
    with arranging():
        past = timezone.now() - dt.timedelta(minutes=1)
        Appointment.objects.unscoped("test").filter(pk=made.pk).update(held_until=past)

    tasks.lapse_held(0)

    with arranging():
        assert EarlierWish.objects.unscoped("test").get(appointment=first).state == "expired"
        assert not AppointmentSeat.objects.filter(appointment=made, is_live=True).exists()


def test_the_reminder_of_a_moved_appointment_is_not_sent(town, citizen):
    address = book(citizen, town, at=8)
    made = rows()[0]
    mail.outbox.clear()
    with identity.acting_as_the_door(town.ambito.pk) as door:
        identity.follow_link(made.pk)
        appointments.cancel(made, by=door, expected=made.version)
    with arranging():
        from prossimo.access.models import Message

        Message.objects.unscoped("test").filter(kind="reminder").update(
            due_at=timezone.now(), cancelled_at=None
        )

    postman.send_due()

    assert all("Promemoria" not in m.subject for m in mail.outbox)
    assert address


def test_who_did_not_come_is_marked_at_night(town):
    past = timezone.now() - dt.timedelta(days=1)
    made = AppointmentFactory(
        desk=town.desk, starts_at=past, ends_at=past + dt.timedelta(minutes=30)
    )

    tasks.mark_missed(0)

    assert rows(pk=made.pk)[0].state == "no_show"
