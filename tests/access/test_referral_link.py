"""A body without an account answers from a link: good, forged, expired, replaced and used up."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from prossimo.access import links
from prossimo.access.models import Referral, ReferralStep
from prossimo.access.notices import messages as postman
from prossimo.access.operations import referrals as operations
from prossimo.access.operations.referrals import Agreement, Asked
from prossimo.accounts import identity
from prossimo.accounts.models import OutboxMessage
from prossimo.core.periods import today
from tests.access import reading
from tests.access.referrals_factories import ReferralFactory
from tests.arranging import arranging
from tests.catalogue.factories import ServiceFactory
from tests.citizens.factories import PersonFactory, PhoneFactory

pytestmark = pytest.mark.django_db
CANARY = "CANARINO"


@pytest.fixture(autouse=True)
def fresh_cache():
    cache.clear()


@pytest.fixture
def person(door):
    """Somebody of whom only the name is shared: everything else carries a canary."""
    person = PersonFactory(
        ambito=door.desk.ambito, surname="Condivisa", given_name="Rosa", tax_code="",
        street=f"Via {CANARY}", contact_warning=CANARY, birth_place=CANARY,
    )  # fmt: skip
    PhoneFactory(person=person, number="+39035999999", whose=CANARY)
    return person


@pytest.fixture
def sent(door, person):
    """Sent by an operator of the desk to a body without an account."""
    service = ServiceFactory(ambito=door.desk.ambito)
    referral = operations.send_referral(
        Asked(person, service, "Pasti a mezzogiorno", ["name"], Agreement("spoken", today())),
        by=door.actor,
    )
    identity.leave()
    return now(referral)


def now(referral):
    with arranging():
        rows = Referral.objects.unscoped("test").select_related("service", "sender")
        return rows.get(pk=referral.pk)


def change(referral, **values):
    with arranging():
        Referral.objects.unscoped("test").filter(pk=referral.pk).update(**values)


def address(referral, serial=None):
    signed = links.sign(
        links.REFERRAL, referral.ambito_id, referral.pk, serial or referral.link_serial
    )
    return f"/rispondi/{signed}/"


def opened(referral):
    client = Client()
    client.post(f"{address(referral)}apri/")
    return client


def all_of(answer):
    return answer.content.decode() + str(dict(answer.headers))


def test_the_mail_carries_a_link_and_nothing_of_the_person(sent):
    assert postman.send_due() == 1

    [letter] = mail.outbox
    assert letter.to == ["invii@example.org"]
    for word in ("Condivisa", "Rosa", "Pasti", CANARY):
        assert word not in letter.subject + letter.body
    path = re.search(r"/rispondi/\S+", letter.body).group()
    assert Client().get(path).status_code == 200


def test_before_apri_not_even_the_snapshot_is_there(sent):
    answer = Client().get(address(sent))

    assert answer.status_code == 200
    assert "Condivisa" not in all_of(answer)
    assert "Pasti" not in all_of(answer)
    assert now(sent).link_opened_at is None
    assert now(sent).state == "sent"


def test_after_apri_there_is_the_snapshot_and_nothing_beyond_it(sent):
    client = opened(sent)

    answer = client.get(address(sent))

    said = reading.words(answer)
    assert "Rosa Condivisa" in said
    assert "Pasti a mezzogiorno" in said
    assert CANARY not in all_of(answer)
    assert "999" not in said
    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "same-origin"
    assert str(sent.person_id) not in all_of(answer)
    assert now(sent).link_opened_at is not None
    assert now(sent).state == "received"


def test_another_browser_must_open_it_too(sent):
    opened(sent)

    assert "Condivisa" not in all_of(Client().get(address(sent)))


def test_an_answer_is_signed_and_comes_back_to_who_sent(sent, door):
    client = opened(sent)
    version = now(sent).version

    unsigned = client.post(f"{address(sent)}risposta/", {"move": "accept", "version": version})
    signed = client.post(
        f"{address(sent)}risposta/",
        {"move": "accept", "version": version, "signed": "Carla Neri", "note": "La chiamiamo"},
    )

    assert unsigned.status_code == 422
    assert "nome e cognome" in reading.words(unsigned)
    assert signed.status_code == 302
    row = now(sent)
    assert (row.state, row.answer) == ("accepted", "La chiamiamo")
    with arranging():
        step = ReferralStep.objects.unscoped("test").get(referral=sent, name="accept")
        assert (step.signed, step.by_id) == ("Carla Neri", None)
        assert OutboxMessage.objects.filter(object_id=door.post.user_id).exists()
    assert row.link_until > timezone.now() + dt.timedelta(days=90)


def test_two_who_answer_at_once_are_shown_what_stands(sent):
    client = opened(sent)
    version = now(sent).version
    told = {"move": "accept", "version": version, "signed": "Carla Neri"}
    client.post(f"{address(sent)}risposta/", told)

    late = client.post(
        f"{address(sent)}risposta/",
        {**told, "move": "refuse", "refused_why": "no_room", "note": "Siamo pieni"},
    )

    assert late.status_code == 409
    assert "Siamo pieni" in reading.words(late)
    assert now(sent).state == "accepted"


def test_nobody_answers_without_opening(sent):
    Client().post(
        f"{address(sent)}risposta/", {"move": "accept", "version": 1, "signed": "Qualcuno"}
    )

    assert now(sent).state == "sent"


def forged(referral):
    good = address(referral)
    other = ReferralFactory()
    stolen = good.split("~")[1]
    made_up = links.sign(links.REFERRAL, referral.ambito_id, other.pk, 1)
    elsewhere = links.sign(links.REFERRAL, other.ambito_id, referral.pk, 1)
    of_another_kind = links.sign(links.APPOINTMENT, referral.ambito_id, referral.pk, 1)
    return [
        "/rispondi/inventato/",
        good[:-4] + "/",
        f"/rispondi/{other.pk.hex}.{other.pk.hex}.1~{stolen}",
        f"/rispondi/{made_up}/",  # ours, but the referral is of another ambito
        f"/rispondi/{elsewhere}/",
        f"/rispondi/{of_another_kind}/",
        "/rispondi/" + "a" * 3000 + "/",
    ]


@pytest.mark.parametrize("what", ["", "apri/", "risposta/", "nuovo-collegamento/"])
def test_a_forged_link_is_a_page_that_says_so(sent, what):
    client = opened(sent)
    for path in forged(sent):
        ask = client.post if what else client.get
        answer = ask(path + what)
        assert answer.status_code == 404, path
        assert "Condivisa" not in all_of(answer)


@pytest.mark.parametrize(
    ("change_to", "said", "again"),
    [
        ({"link_until": timezone.now() - dt.timedelta(hours=1)}, "scaduto", True),
        ({"link_serial": 7}, "più nuovo", True),
        ({"state": "withdrawn"}, "chiusa", False),
        ({"state": "ended", "ended_on": today(), "outcome": "reached"}, "chiusa", False),
    ],
)
def test_a_link_that_opens_no_more_says_why_and_what_to_do(sent, change_to, said, again):
    client, path = opened(sent), address(sent)
    change(sent, **change_to)

    for answer in (
        client.get(path),
        client.post(f"{path}apri/"),
        client.post(f"{path}risposta/", {"move": "accept", "version": 3, "signed": "X Y"}),
    ):
        assert answer.status_code == 410
        assert said in reading.words(answer)
        assert "Condivisa" not in all_of(answer)
        assert ("Chiedi un nuovo collegamento" in reading.words(answer)) is again
    assert now(sent).answered_at is None


def test_a_new_link_goes_to_the_first_address_and_shuts_the_old_one(sent):
    change(sent, link_until=timezone.now() - dt.timedelta(hours=1))
    path = address(sent)

    first = Client().post(f"{path}nuovo-collegamento/", {"to": "ladro@example.org"})
    second = Client().post(f"{path}nuovo-collegamento/")

    assert first.status_code == second.status_code == 200
    row = now(sent)
    assert row.link_serial == sent.link_serial + 1, "once a quarter of an hour"
    assert row.link_to == "invii@example.org"
    assert Client().get(path).status_code == 410
    assert Client().get(address(row)).status_code == 200


def test_a_closed_door_answers_with_a_page(sent):
    with arranging():
        from prossimo.accounts.models import User

        opened(sent)
        User.objects.filter(username__startswith="portale.").update(is_active=False)

    assert Client().get(address(sent)).status_code == 403
