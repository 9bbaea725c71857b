"""A contact put right on its page: by who wrote it the same day, by who amends it later."""

import json

import pytest
from django.urls import reverse

from prossimo.access import operations
from prossimo.access.choices import Subject
from prossimo.access.models import Amendment, Contact
from prossimo.accounts import identity
from prossimo.accounts.choices import RoleKey
from prossimo.core.records import new_id
from tests.access import reading
from tests.access.factories import ReasonFactory
from tests.accounts.factories import PostFactory
from tests.arranging import arranging
from tests.citizens.factories import PersonFactory

pytestmark = pytest.mark.django_db
LIST = "/contatti/"
CANARY = "parola-che-nessun-altro-legge"


def stored(contact):
    with arranging():
        return Contact.objects.unscoped("what is written").get(pk=contact.pk)


@pytest.fixture
def desk_client(door, at_work):
    return at_work(door.post)


@pytest.fixture
def manager_client(door, at_work):
    return at_work(PostFactory(role=RoleKey.AREA_MANAGER, ambito=door.desk.ambito))


@pytest.fixture
def contact(door):
    """Recorded today by the operator of the door."""
    written = operations.record_contact(
        by=door.actor, private_note=f"privata {CANARY}", **door.told(note=f"nota {CANARY}")
    )
    identity.leave()
    return written


def typed_again(door, contact, **more):
    """The correction as the browser posts it."""
    return door.typed(version=str(contact.version), idempotency_key=str(new_id()), **more)


def test_the_author_corrects_on_the_page(door, desk_client, contact):
    page = desk_client.get(contact.get_absolute_url() + "modifica/")
    assert reading.field(page, "needs") == "Chiede un aiuto per l'affitto"
    assert reading.soup(page).find(attrs={"name": "why"}) is None

    answer = desk_client.post(
        contact.get_absolute_url() + "modifica/", typed_again(door, contact, needs="Chiede casa")
    )

    assert answer["Location"] == contact.get_absolute_url()
    assert stored(contact).needs == "Chiede casa"


def test_an_amendment_asks_why(door, at_work, colleague, contact):
    client = at_work(colleague(role=RoleKey.SOCIAL_DESK))
    url = contact.get_absolute_url() + "modifica/"

    refused = client.post(url, typed_again(door, contact, needs="Chiede casa"))
    done = client.post(
        url, typed_again(door, contact, needs="Chiede casa", why="Aveva detto altro")
    )

    assert refused.status_code == 422
    assert "Perché rettifichi" in reading.errors(refused)
    assert done.status_code == 302
    said = reading.words(client.get(contact.get_absolute_url()))
    assert "Aveva detto altro" in said


def test_a_colleague_of_the_desk_is_told_who_can(at_work, colleague, contact):
    client = at_work(colleague())

    page = client.get(contact.get_absolute_url())
    refused = client.get(contact.get_absolute_url() + "modifica/")

    assert "segretariato sociale" in reading.words(page)
    assert refused.status_code == 403
    assert "segretariato sociale" in refused.content.decode()


def test_a_manager_amends_what_they_read_and_leaves_the_rest(door, manager_client, contact):
    url = contact.get_absolute_url() + "modifica/"
    page = manager_client.get(url)
    other = ReasonFactory()

    answer = manager_client.post(
        url,
        typed_again(
            door, contact, reasons=[str(other.pk)], why="Motivo sbagliato", needs="di nascosto"
        ),
    )

    assert CANARY not in page.content.decode()
    assert reading.soup(page).find(attrs={"name": "needs"}) is None
    assert answer.status_code == 302
    now = stored(contact)
    assert (now.main_reason, now.needs, now.note) == (
        other,
        "Chiede un aiuto per l'affitto",
        f"nota {CANARY}",
    )
    with arranging():
        [amendment] = Amendment.objects.unscoped("what is written")
    assert [change["field"] for change in amendment.changes] == ["reasons"]


def test_two_at_once_and_the_second_sees_both_texts(door, desk_client, at_work, colleague, contact):
    url = contact.get_absolute_url() + "modifica/"
    social = at_work(colleague(role=RoleKey.SOCIAL_DESK))
    social.post(
        url,
        typed_again(
            door, contact, needs="Chiede anche un lavoro", minutes="12", why="Ha richiamato",
            note=f"nota {CANARY}",
        ),
    )  # fmt: skip

    answer = desk_client.post(
        url, typed_again(door, contact, needs="Chiede una casa popolare", note="mia nota")
    )

    page = reading.soup(answer)
    assert answer.status_code == 409
    for text in ("Chiede anche un lavoro", "Chiede una casa popolare", "mia nota"):
        assert text in page.get_text()
    assert stored(contact).needs == "Chiede anche un lavoro"
    # Both wrote the needs: joined is proposed; only I touched the note; only the other the minutes.
    assert reading.field(answer, "scelta_needs") == "unisci"
    assert reading.field(answer, "scelta_note") == "mio"
    assert reading.field(answer, "scelta_minutes") == "suo"
    done = desk_client.post(url, _posted(page))
    assert done.status_code == 302
    now = stored(contact)
    assert now.needs == "Chiede anche un lavoro\nChiede una casa popolare"
    assert (now.note, now.minutes) == ("mia nota", 12)


@pytest.mark.parametrize(
    ("choice", "kept"), [("mio", "il mio"), ("suo", "il suo"), ("unisci", "il suo\nil mio")]
)
def test_each_choice_keeps_what_it_says(door, desk_client, contact, choice, kept):
    url = contact.get_absolute_url() + "modifica/"
    operations.correct_contact(
        Contact.objects.visible_to(door.actor).with_reasons().get(pk=contact.pk),
        by=door.actor, expected=1, reasons=[door.reason], needs="il suo",
    )  # fmt: skip
    identity.leave()
    answer = desk_client.post(url, typed_again(door, contact, needs="il mio"))

    desk_client.post(url, {**_posted(reading.soup(answer)), "scelta_needs": choice})

    assert stored(contact).needs == kept


def _posted(page):
    """The form of the conflict as a browser would post it."""
    posted = {}
    for one in page.select("form.contact-disputes [name]"):
        if one.get("type") == "radio" and not one.has_attr("checked"):
            continue
        posted.setdefault(one["name"], []).append(one.get("value", ""))
    return posted


def test_the_person_and_the_subject_can_be_put_right(door, desk_client, contact):
    other = PersonFactory(ambito=door.desk.ambito)
    url = contact.get_absolute_url() + "modifica/"

    desk_client.post(url, typed_again(door, contact, person=str(other.pk)))

    assert stored(contact).person == other
    again = {**typed_again(door, contact), "version": "2"}
    desk_client.post(url, {**again, "person": "", "person_text": "", "nobody": "on"})
    assert (stored(contact).subject, stored(contact).person) == (Subject.NOBODY, None)


def test_a_draft_of_a_correction_comes_back(door, desk_client, contact):
    body = {"key": f"contact:{contact.pk}", "fields": {"needs": ["a metà"]}}
    desk_client.post(reverse("accounts:draft"), json.dumps(body), content_type="application/json")

    page = desk_client.get(contact.get_absolute_url() + "modifica/")

    assert reading.field(page, "needs") == "a metà"
    assert "Ho ripreso" in reading.words(page)
