"""The pages of the segretariato: a walk by the buttons, from the desk to the meals."""

import pytest
from django.urls import reverse

from prossimo.access.choices import Given, OrientationState
from prossimo.access.models import DirectService, Orientation
from prossimo.accounts.choices import RoleKey
from tests.access.factories import ContactFactory
from tests.access.segretariato_factories import DirectOfferFactory, OrientationFactory
from tests.accounts.factories import PostFactory
from tests.arranging import arranging
from tests.catalogue.factories import NeedFactory

pytestmark = pytest.mark.django_db
KEY = "0190c0de-0000-7000-8000-0000000000{:02x}"


def one(model):
    with arranging():
        return model.objects.unscoped("test").get()


def test_a_desk_sends_on_and_the_segretariato_grants_meals(door, at_work):
    sent = at_work(door.post).post(
        reverse("access:contact_new"),
        door.typed(given=[Given.FORWARDED], urgency="10", open="1"),
    )
    assert sent.status_code == 302
    request = one(Orientation)
    assert request.urgency == 10
    told = at_work(door.post).get(sent["Location"]).content.decode()
    assert "È arrivata al segretariato" in told

    client = at_work(PostFactory(role=RoleKey.SOCIAL_DESK, ambito=door.desk.ambito))
    inbox = client.get(reverse("access:orientations")).content.decode()
    assert door.person.listed_name in inbox
    page = request.get_absolute_url()
    client.post(
        reverse("access:orientation_move", args=[request.pk]), {"move": "take", "version": 1}
    )
    client.post(
        reverse("access:need_add", args=[request.pk]),
        {"need": NeedFactory().pk, "intensity": "3", "idempotency_key": KEY.format(1)},
    )
    offer = DirectOfferFactory(ambito=door.desk.ambito)
    granted = client.post(
        reverse("access:direct_new", args=[request.pk]),
        {"service": offer.pk, "urgency": "30", "version": 2, "idempotency_key": KEY.format(2)},
    )

    assert granted.status_code == 302
    row = one(DirectService)
    assert (row.service, one(Orientation).state) == (offer, OrientationState.DIRECT)
    assert client.get(page).status_code == 200
    assert client.get(f"{page}?formato=pdf")["Content-Type"] == "application/pdf"
    assert client.get(row.get_absolute_url()).status_code == 200


def test_a_contact_that_nothing_answers_enters_the_register(door, at_work):
    contact = ContactFactory(
        desk=door.desk, person=door.person, no_service=True, missing_service="Un pulmino"
    )
    client = at_work(door.post)
    waiting = client.get(reverse("access:unmet_to_classify")).content.decode()
    assert "Un pulmino" in waiting
    url = reverse("access:contact_classify", args=[contact.pk])
    assert client.get(url).status_code == 200
    given = {"need": NeedFactory().pk, "wanted": "Un pulmino", "idempotency_key": KEY.format(3)}
    assert client.post(url, given).status_code == 302

    planner = at_work(PostFactory(role=RoleKey.PLANNING, ambito=door.desk.ambito))
    register = planner.get(reverse("access:unmet_needs")).content.decode()
    assert "Un pulmino" in register
    assert door.person.surname not in register


def test_who_is_too_late_to_take_a_request_is_told(door, at_work):
    request = OrientationFactory(ambito=door.desk.ambito)
    client = at_work(PostFactory(role=RoleKey.SOCIAL_DESK, ambito=door.desk.ambito))
    answer = client.post(
        reverse("access:orientation_move", args=[request.pk]),
        {"move": "take", "version": 7},
        follow=True,
    )

    assert "Un&#x27;altra persona" in answer.content.decode()
