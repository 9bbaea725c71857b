"""A request opened by the segretariato itself, with no contact before it."""

import pytest
from django.urls import reverse

from prossimo.access.models import Orientation
from prossimo.accounts.choices import RoleKey
from tests.access import reading
from tests.accounts.factories import PostFactory
from tests.arranging import arranging
from tests.citizens.factories import PersonFactory

pytestmark = pytest.mark.django_db
NEW = "/segretariato/nuova/"
KEY = "0190c0de-0000-7000-8000-0000000000aa"


@pytest.fixture
def client(worker, at_work):
    return at_work(worker)


@pytest.fixture
def person(worker):
    return PersonFactory(ambito=worker.ambito, surname="Belotti", given_name="Ada")


def typed(whom=None, **more):
    told = {"request": "Una vicina è sola", "urgency": "20", "idempotency_key": KEY}
    return {**told, **({"person": str(whom.pk)} if whom else {}), **more}


def opened():
    with arranging():
        return list(Orientation.objects.unscoped("test").select_related("person", "owner"))


def test_a_letter_becomes_a_request_in_the_hands_of_who_writes_it(client, worker, person):
    page = client.get(f"{NEW}?person={person.pk}")
    assert reading.field(page, "person_text") == "Belotti Ada"

    answer = client.post(NEW, typed(person))

    [row] = opened()
    assert answer["Location"] == row.get_absolute_url()
    assert (row.person, row.owner, row.state) == (person, worker.user, "assessing")
    assert (row.contact_id, row.neighbourhood_id) == (None, person.neighbourhood_id)
    assert row.due_on is not None
    shown = reading.words(client.get(row.get_absolute_url()))
    assert "Una vicina è sola" in shown
    assert client.get(f"{row.get_absolute_url()}?formato=pdf")["Content-Type"] == "application/pdf"
    assert "Belotti Ada" in reading.words(client.get(reverse("access:orientations")))


def test_a_request_without_a_name(client):
    answer = client.post(NEW, typed(nobody="on"))

    [row] = opened()
    assert row.person is None
    assert client.get(answer["Location"]).status_code == 200


def test_twice_sent_is_one_request(client, person):
    client.post(NEW, typed(person))
    client.post(NEW, typed(person))

    assert len(opened()) == 1


def test_without_scripts_the_name_is_searched_by_the_form(client, person):
    answer = client.post(NEW, typed(person_text="belotti"))

    assert answer.status_code == 422
    assert f'value="{person.pk}"' in answer.content.decode()
    assert "Una vicina è sola" in answer.content.decode()


@pytest.mark.parametrize(
    "told",
    [{}, {"person": "x"}, {"person": "x' OR 1=1"}, {"nobody": "on", "request": ""},
     {"nobody": "on", "urgency": "999"}],
)  # fmt: skip
def test_what_is_missing_or_made_up_is_said_beside_its_field(client, told):
    answer = client.post(NEW, typed(**told))

    assert answer.status_code == 422
    assert opened() == []


def test_the_person_of_another_ambito_is_nobody(client):
    elsewhere = PersonFactory(surname="CANARINO")

    answer = client.post(NEW, typed(elsewhere))

    assert answer.status_code == 422
    assert "CANARINO" not in answer.content.decode()


def test_a_desk_opens_requests_by_sending_contacts_on(at_work, worker):
    post = PostFactory(ambito=worker.ambito, role=RoleKey.FRONT_DESK)

    assert at_work(post).get(NEW).status_code == 403
