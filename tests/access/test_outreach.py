"""What a telephone hands in: registered once, kept beside, refused with its reason, never lost."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from prossimo.access.models import Orientation, UnmetNeed
from prossimo.accounts.choices import RoleKey
from prossimo.accounts.models import JournalLine
from tests.access.street import LONG_AGO, contacts, rows
from tests.accounts.factories import PostFactory
from tests.arranging import arranging
from tests.catalogue.factories import NeedFactory
from tests.citizens.factories import PersonFactory
from tests.pages import form_with, said

pytestmark = pytest.mark.django_db


# --- registered, and once ---


def test_it_becomes_a_contact_of_when_it_was_written(street):
    written = timezone.now() - dt.timedelta(hours=5)
    parcel = street.parcel(written_at=written)

    [answer] = street.send(parcel)
    [contact] = contacts()
    [row] = rows()

    assert (answer["outcome"], answer["again"]) == ("registered", False)
    assert answer["url"] == contact.get_absolute_url()
    assert contact.happened_at == written
    assert (contact.channel, contact.subject) == ("outreach", "nobody")
    assert contact.needs == "Cerca compagnia"
    assert contact.author_id == street.post.user_id
    assert (row.state, row.contact_id, row.sealed) == ("accepted", contact.pk, None)
    with arranging():
        assert JournalLine.objects.filter(object_id=row.pk, action="create").exists()


def test_sent_twice_it_is_there_once(street):
    parcel = street.parcel()

    first, second = street.send(parcel), street.send(parcel)
    both = street.send(parcel, parcel)

    assert second[0] == {**first[0], "again": True}
    assert [each["again"] for each in both] == [True, True]
    assert len(contacts()) == len(rows()) == 1


def test_sent_to_the_segretariato_it_becomes_a_request_there(street):
    street.send(street.parcel(given=["forwarded"], urgency="10"))

    with arranging():
        [request] = Orientation.objects.unscoped("everything")
    assert request.contact_id == contacts()[0].pk


def test_two_posts_each_telephone_hands_in_for_its_own(street):
    other = PostFactory(user=street.post.user, ambito=street.ambito, role=RoleKey.SOCIAL_DESK)
    session = street.client.session
    session["post"] = str(other.pk)
    session.save()

    street.send(street.parcel())

    assert contacts()[0].post_id == street.post.pk


# --- another content under the same number ---


def test_another_content_is_kept_beside_and_the_person_chooses(street):
    key = uuid.uuid4()
    street.send(street.parcel(id=key))
    changed = street.parcel(id=key, needs="Cerca compagnia, e un medico")

    [answer] = street.send(changed)
    [again] = street.send(changed)
    page = street.client.get(answer["url"])

    assert answer["outcome"] == again["outcome"] == "conflict"
    assert again["again"]
    assert len(contacts()) == 1
    assert contacts()[0].needs == "Cerca compagnia"
    assert "Già registrato" in said(page)
    assert "e un medico" in page.content.decode()


@pytest.mark.parametrize(
    ("do", "needs"),
    [
        ("replace", ["Un medico"]),
        ("register", ["Cerca compagnia", "Un medico"]),
        ("drop", ["Cerca compagnia"]),
    ],
)
def test_of_two_versions_one_both_or_the_first(street, do, needs):
    key = uuid.uuid4()
    street.send(street.parcel(id=key))
    [answer] = street.send(street.parcel(id=key, needs="Un medico"))
    form = form_with(street.client.get(answer["url"]), "needs")
    form |= {"reasons": [str(street.reason.pk)], "given": ["information"], "do": do}

    gone = street.client.post(answer["url"], form)

    assert gone.status_code == 302
    assert [contact.needs for contact in contacts()] == needs
    state = "aside" if do == "drop" else "accepted"
    assert [(row.state, row.sealed) for row in rows()] == [("accepted", None), (state, None)]


def test_the_person_tied_meanwhile_stays_whichever_version_holds(street):
    key = uuid.uuid4()
    street.send(street.parcel(id=key))
    [contact] = contacts()
    with arranging():
        contact.person, contact.subject = PersonFactory(ambito=street.ambito), "person"
        contact.save()
    [answer] = street.send(street.parcel(id=key, needs="Un medico"))
    form = form_with(street.client.get(answer["url"]), "needs")
    form |= {"reasons": [str(street.reason.pk)], "given": ["information"], "do": "replace"}

    street.client.post(answer["url"], form)

    assert [(row.person_id, row.needs) for row in contacts()] == [(contact.person_id, "Un medico")]


def test_a_need_without_an_answer_enters_the_register(street):
    need = NeedFactory(ambito=street.ambito)

    street.send(street.parcel(no_service="on", missing=str(need.pk)))

    with arranging():
        [unmet] = UnmetNeed.objects.unscoped("everything")
    assert unmet.need_id == need.pk
    told = street.client.get("/in-strada/stato/").json()["options"]["needs"]
    assert str(need.pk) in [each["id"] for each in told]


# --- refused, and mended ---


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"reasons": []}, "Indica almeno un motivo"),
        ({"reasons": [str(uuid.uuid4())]}, "non è più in uso"),
        ({"desk": str(uuid.uuid4())}, "non è fra i tuoi"),
        ({"desk": ""}, "Sportello"),
        ({"needs": "x" * 4001}, "4000"),
        ({"happened_at": "2999-01-01T10:00:00+01:00"}, "futuro"),
        ({"happened_at": "domani"}, "Quando"),
        ({"given": ["oro"]}, "oro"),
        ({"speaker": "nessuno"}, "nessuno"),
        ({"reasons": {"a": 1}, "needs": 7}, "Indica almeno un motivo"),
    ],
)
def test_what_cannot_be_registered_says_why_and_waits(street, fields, why):
    parcel = street.parcel(**fields)

    [answer] = street.send(parcel)
    [row] = rows()

    assert answer["outcome"] == "refused"
    assert why in answer["why"]
    assert contacts() == []
    assert row.sealed
    assert said(street.client.get("/in-strada/inviati/")).count("rifiutata") == 1


def test_corrected_on_the_telephone_the_same_number_is_registered(street):
    key = uuid.uuid4()
    street.send(street.parcel(id=key, reasons=[]))

    [answer] = street.send(street.parcel(id=key))

    assert answer["outcome"] == "registered"
    assert [(row.state, row.why, row.sealed) for row in rows()] == [("accepted", "", None)]


def test_corrected_with_the_network_the_telephone_learns_it(street):
    parcel = street.parcel(reasons=[])
    [refused] = street.send(parcel)
    form = form_with(street.client.get(refused["url"]), "needs")
    assert form["needs"] == "Cerca compagnia"

    street.client.post(refused["url"], {**form, "reasons": [str(street.reason.pk)], "do": "x"})
    [answer] = street.send(parcel)

    assert (answer["outcome"], answer["again"]) == ("registered", True)
    assert len(contacts()) == 1


def test_a_correction_that_does_not_hold_comes_back_with_what_is_wrong(street):
    [refused] = street.send(street.parcel(reasons=[]))
    form = form_with(street.client.get(refused["url"]), "needs")

    answer = street.client.post(refused["url"], form)

    assert answer.status_code == 422
    assert "Indica almeno un motivo" in said(answer)


def test_a_desk_that_closed_meanwhile_is_said(street):
    with arranging():
        street.desk.period = LONG_AGO
        street.desk.save()

    [answer] = street.send(street.parcel())

    assert answer["outcome"] == "refused"
    assert "chiuso" in answer["why"]
