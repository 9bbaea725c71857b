"""The sheet for the door: a real PDF with the desk's name, its hours, the code, a short address."""

import datetime as dt
import io

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from prossimo.access import links
from prossimo.access.models import Desk, DeskHours
from tests.access.factories import DeskDutyFactory
from tests.access.queue_factories import QueueDeskFactory, words_of
from tests.accounts.factories import PostFactory
from tests.arranging import arranging
from tests.pdfs import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(db):
    cache.clear()
    desk = QueueDeskFactory(name="Pass #[di] prova", place="via San Lazzaro 3", phone="035 399888")
    with arranging():
        for first, last in ((9, 12), (14, 16)):
            DeskHours.objects.create(
                desk=desk, weekday=1, opens_at=dt.time(first), closes_at=dt.time(last)
            )
    return desk


@pytest.fixture
def client(desk, at_work):
    post = PostFactory(ambito=desk.ambito)
    DeskDutyFactory(desk=desk, post=post)
    return at_work(post)


def short(desk, code=None):
    code = code or links.short_of(desk.pk, desk.door_serial)
    return reverse("access:door_short", args=[code])


def test_the_sheet_says_all_that_a_door_should_say_and_no_name_of_ours(desk, client):
    answer = client.get(reverse("access:queue_links", args=[desk.pk]) + "?formato=pdf")

    assert answer["Content-Type"] == "application/pdf"
    reader = PdfReader(io.BytesIO(answer.content))
    text = text_of(answer.content)
    assert len(reader.pages) == 1
    for said in ("Pass #[di] prova", "via San Lazzaro 3", "Lunedì 09:00–12:00, 14:00–16:00",
                 "035 399888", f"testserver{short(desk)}", "Ho un appuntamento"):  # fmt: skip
        assert said in text, said
    assert "Stampato il" in text
    assert "Stampato da" not in text


def test_the_sheet_is_read_by_who_does_not_see_it(desk, client):
    content = client.get(reverse("access:queue_links", args=[desk.pk]) + "?formato=pdf").content
    reader = PdfReader(io.BytesIO(content))
    packet = reader.trailer["/Root"]["/Metadata"].get_data().decode()

    assert "<pdfuaid:part>1</pdfuaid:part>" in packet
    assert reader.trailer["/Root"]["/Lang"].startswith("it")
    assert reader.metadata.title == "Pass #[di] prova"
    assert reader.pages[0].mediabox.width == pytest.approx(595, abs=1)  # A4


def test_a_desk_without_a_queue_has_no_sheet(desk, client):
    with arranging():
        Desk.objects.filter(pk=desk.pk).update(has_queue=False)

    assert client.get(
        reverse("access:queue_links", args=[desk.pk]) + "?formato=pdf"
    ).status_code in {403, 404}


def test_the_short_address_leads_to_the_page_of_the_code(desk):
    good = links.short_of(desk.pk, desk.door_serial)
    there = reverse("access:phone", args=[words_of(desk)["phone"]])

    assert Client().get(short(desk))["Location"] == there
    assert Client().get(short(desk, good.upper()))["Location"] == there


@pytest.mark.parametrize("code", ["bcdfgh", "x", "é" * 6, "b" * 300])
def test_a_made_up_address_leads_nowhere(desk, code):
    assert Client().get(short(desk, code)).status_code == 404


def test_a_revoked_address_leads_nowhere(desk):
    old = short(desk)
    with arranging():
        Desk.objects.filter(pk=desk.pk).update(door_serial=2)

    assert Client().get(old).status_code == 404


def test_short_addresses_are_not_guessed(desk):
    answers = {Client().get(short(desk, "zzzzzz")).status_code for _ in range(61)}

    assert answers == {404, 429}
    assert Client().get(short(desk)).status_code == 302
