"""Whose telephone it is: who is out, what is not ours, the page itself, what the supervision sees."""

import base64
import uuid

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from prossimo.access import links, sealing
from prossimo.accounts.choices import RoleKey
from prossimo.accounts.models import JournalLine
from tests.access.outreach_factories import (
    OutreachPhoneFactory,
    ParcelFactory,
    plain_of,
    sealed,
)
from tests.access.street import SEND, contacts, rows
from tests.accounts.factories import UserFactory, post_of
from tests.arranging import arranging
from tests.pages import form_with, said

pytestmark = pytest.mark.django_db


# --- who is out ---


def test_an_expired_session_is_asked_to_enter_and_nothing_is_lost(street):
    parcel = street.parcel()

    [answer] = street.send(parcel, client=Client())
    [after] = street.send(parcel)

    assert answer["outcome"] == "login"
    assert answer["url"] == ""
    assert after["outcome"] == "registered"


@pytest.mark.parametrize("entered", [False, True])
def test_of_who_is_no_longer_here_it_is_kept_sealed_to_be_seen(street, entered):
    parcel = street.parcel()
    street.ends()
    client = street.client if entered else Client()

    [answer] = street.send(parcel, client=client)
    [again] = street.send(parcel, client=client)
    [row] = rows()

    assert answer["outcome"] == again["outcome"] == "held"
    assert answer["url"] == again["url"] == ""
    assert (row.state, row.late, row.user_id) == ("held", True, street.post.user_id)
    assert row.desk_id == street.desk.pk
    assert b"compagnia" not in bytes(row.sealed)
    assert contacts() == []


def test_a_suspended_person_is_out_too(street):
    with arranging():
        street.post.user.is_active = False
        street.post.user.save()

    [answer] = street.send(street.parcel(), client=Client())

    assert answer["outcome"] == "held"


def test_the_door_keeps_two_versions_too(street):
    key = uuid.uuid4()
    street.ends()

    street.send(street.parcel(id=key), client=Client())
    street.send(street.parcel(id=key, needs="Altro"), client=Client())
    street.send(street.parcel(id=key, needs="Altro"), client=Client())

    assert [row.rival_of_id for row in rows()] == [None, key, key]


def test_what_was_refused_before_the_end_is_handed_in_for_the_supervision(street):
    parcel = street.parcel(reasons=[])
    street.send(parcel)
    street.ends()

    [answer] = street.send(parcel, client=Client())

    assert answer["outcome"] == "held"
    assert [(row.state, row.late) for row in rows()] == [("refused", False), ("held", True)]


def test_somebody_else_cannot_send_it_as_their_own(street):
    colleague = Client()
    colleague.force_login(post_of(RoleKey.FRONT_DESK, street.ambito).user)

    [answer] = street.send(street.parcel(), client=colleague)

    assert answer["outcome"] == "other"
    assert rows() == contacts() == []


def test_the_number_of_somebody_else_tells_nothing(street):
    other = ParcelFactory()

    [answer] = street.send(street.parcel(id=other.pk))

    assert answer["outcome"] == "refused"
    assert "già di un altro" in answer["why"]
    assert len(rows()) == 1


def test_a_telephone_taken_off_the_list_hands_in_nothing_by_itself(street):
    street.client.post(f"/in-strada/telefono/{street.phone.pk}/togli/")
    with_entering = street.send(street.parcel())
    street.ends()

    [answer] = street.send(street.parcel(), client=Client())

    assert with_entering[0]["outcome"] == "registered"
    assert answer["outcome"] == "gone"


def test_there_is_a_limit_to_what_a_telephone_leaves(street, monkeypatch):
    monkeypatch.setattr("prossimo.access.views.outreach_send.MOST_BY_THE_DOOR", 2)
    cache.delete(f"outreach:{street.phone.pk.hex}")
    street.ends()

    answers = street.send(*[street.parcel() for _ in range(3)], client=Client())

    assert [each["outcome"] for each in answers] == ["held", "held", "later"]


def test_a_door_that_is_shut_takes_nothing(street):
    street.ends()
    with arranging():
        UserFactory(username=f"portale.{street.ambito.key}", is_active=False)

    [answer] = street.send(street.parcel(), client=Client())

    assert answer["outcome"] == "gone"


# --- what is not ours ---


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'{"parcels": []}',
        b'{"parcels": {}}',
        b'{"parcels": [1]}',
        b'{"parcels": [{"id": "x", "token": "", "digest": "", "sealed": ""}]}',
        b'{"parcels": [{"id": 1, "token": 2, "digest": 3, "sealed": 4}]}',
        b"[" * 100_000,
        b'{"parcels": [' + b",".join([b"{}"] * 21) + b"]}",
        b"\xff\xfe",
        b"x" * 2_000_001,
    ],
)
def test_what_is_no_message_of_ours_is_refused(street, body):
    answer = street.client.post(SEND, body, content_type="application/json")

    assert answer.status_code == 400
    assert rows() == []


@pytest.mark.parametrize("token", ["", "x", "a.b.c~d", "~"])
def test_a_forged_word_is_not_believed(street, token):
    [answer] = street.send(street.parcel() | {"token": token}, client=Client())

    assert answer["outcome"] == "gone"


def test_a_word_of_another_kind_is_not_believed(street):
    word = links.sign(links.APPOINTMENT, street.ambito.pk, street.phone.pk, 1)

    assert street.send(street.parcel() | {"token": word})[0]["outcome"] == "gone"


@pytest.mark.parametrize("entered", [True, False])
def test_an_envelope_that_does_not_open_is_asked_again(street, entered):
    good, key = street.parcel(), uuid.uuid4()
    plain = plain_of(street.told())
    elsewhere = ("00" * 8, sealing.public_key()[1])
    envelopes = [
        b"",
        b"P1",
        b"P1" + b"\0" * 200,
        sealed(key, plain),  # of another parcel
        sealed(good["id"], plain),  # with another content
        sealed(good["id"], plain, key=elsewhere),  # to another key
        sealed(good["id"], b"{") + b"x",
    ]
    for envelope in envelopes:
        parcel = good | {"sealed": base64.b64encode(envelope).decode()}
        client = street.client if entered else Client()
        assert street.send(parcel, client=client)[0]["outcome"] == "reseal"
    assert rows() == []


def test_what_was_sealed_before_the_secret_changed_still_opens(street, settings):
    parcel = street.parcel()
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "nuovo-" * 9, [settings.SECRET_KEY]
    street.client.force_login(street.post.user)

    assert street.send(parcel)[0]["outcome"] == "registered"


def test_without_its_token_the_message_is_not_taken(street):
    client = Client(enforce_csrf_checks=True)
    client.force_login(street.post.user)

    answer = client.post(SEND, "{}", content_type="application/json")

    assert answer.status_code == 403


# --- the page and its telephone ---


def test_the_page_is_the_same_for_everybody_and_names_nobody(street):
    mine, nobodys = street.client.get("/in-strada/"), Client().get("/in-strada/")

    assert mine.content == nobodys.content
    assert street.post.user.last_name not in mine.content.decode()
    assert "csrfmiddlewaretoken" not in mine.content.decode()
    assert "modulo ordinario" in said(nobodys)


def test_the_worker_changes_when_the_page_does(street, monkeypatch):
    first = Client().get("/in-strada/sw.js")
    monkeypatch.setattr("prossimo.access.shell.FILES", ("access/outreach.css",))

    second = Client().get("/in-strada/sw.js")

    assert first["Content-Type"].startswith("text/javascript")
    assert first.content != second.content
    assert b"/in-strada/" in first.content


def test_the_state_says_who_may_and_gives_the_choices(street):
    inside = street.client.get("/in-strada/stato/").json()
    outside = Client().get("/in-strada/stato/").json()
    reader = Client()
    reader.force_login(post_of(RoleKey.DPO, street.ambito).user)

    assert (inside["in"], inside["may"]) == (True, True)
    assert [desk["name"] for desk in inside["options"]["desks"]] == ["Punto per Te"]
    assert str(street.reason.pk) in [reason["id"] for reason in inside["options"]["reasons"]]
    assert (outside["in"], outside["may"], "options" in outside) == (False, False, False)
    assert outside["csrf"]
    told = reader.get("/in-strada/stato/").json()
    assert (told["in"], told["may"], "options" in told) == (True, False, False)


def test_a_telephone_is_prepared_listed_and_taken_off(street):
    told = street.client.post("/in-strada/telefono/", {"name": "Telefono del camper"}).json()
    listed = said(street.client.get("/in-strada/inviati/"))
    parcel = street.parcel() | {"token": told["token"]}

    assert "Telefono del camper" in listed
    assert street.send(parcel)[0]["outcome"] == "registered"


def test_ten_telephones_are_enough(street):
    OutreachPhoneFactory.create_batch(9, post=street.post)

    answer = street.client.post("/in-strada/telefono/", {"name": "Undicesimo"})

    assert answer.status_code == 422
    assert "dieci telefoni" in answer.json()["error"]


# --- the supervision ---


@pytest.fixture
def late(street):
    return ParcelFactory(phone=street.phone, state="held", late=True, desk=street.desk,
                         fields=street.told())  # fmt: skip


@pytest.fixture
def supervisor(street):
    client = Client()
    client.force_login(post_of(RoleKey.SOCIAL_DESK, street.ambito).user)
    return client


def test_the_supervision_registers_what_arrived_late(street, late, supervisor):
    url = f"/in-strada/arrivati/{late.pk}/"
    listed = said(supervisor.get("/in-strada/arrivati/"))
    page = supervisor.get(url)
    form = form_with(page, "needs") | {"reasons": [str(street.reason.pk)]}

    gone = supervisor.post(url, {**form, "register": "1"})
    [contact], [row] = contacts(), rows()

    assert street.post.user.get_full_name() in listed
    assert form["needs"] == "Cerca compagnia"
    assert gone["Location"] == contact.get_absolute_url()
    assert street.post.user.get_full_name() in contact.note
    assert (row.state, row.sealed, row.settled_by_id) == ("accepted", None, contact.author_id)
    assert "L'ha già visto" in said(supervisor.get(url))
    with arranging():
        assert JournalLine.objects.filter(object_id=late.pk, action="read").exists()


def test_or_refuses_it_and_says_why(late, supervisor):
    url = f"/in-strada/arrivati/{late.pk}/"

    wrong = supervisor.post(url, {"refuse": "1", "why": " "})
    gone = supervisor.post(url, {"refuse": "1", "why": "Già registrato da una collega"})
    [row] = rows()

    assert wrong.status_code == 422
    assert gone.status_code == 302
    assert (row.state, row.why, row.sealed) == ("refused", "Già registrato da una collega", None)
    assert supervisor.post(url, {"refuse": "1", "why": "Di nuovo"}).status_code == 403
    assert "Già registrato da una collega" in said(supervisor.get("/in-strada/arrivati/"))


def test_an_envelope_whose_key_is_gone_is_told(street, supervisor):
    late = ParcelFactory(phone=street.phone, state="held", late=True, sealed=b"P1" + b"\0" * 200)

    page = supervisor.get(f"/in-strada/arrivati/{late.pk}/")

    assert page.status_code == 200
    assert "La busta non si apre più" in said(page)


def test_a_settled_one_leads_to_its_contact(street):
    [answer] = street.send(street.parcel())
    [row] = rows()

    gone = street.client.get(reverse("access:parcel", args=[row.pk]))

    assert gone["Location"] == answer["url"]
