"""A contact half written comes back, and one posted twice is one."""

import json

import pytest
from django.urls import reverse

from prossimo.access.models import Contact
from prossimo.accounts.models import Draft
from prossimo.core.periods import since
from tests.access import reading
from tests.access.factories import ReasonFactory
from tests.accounts.factories import PostFactory
from tests.arranging import arranging

pytestmark = pytest.mark.django_db
URL = "/contatti/nuovo/"
HTMX = {"HX-Request": "true"}


def recorded():
    with arranging():
        return list(Contact.objects.unscoped("what is written").select_related("person", "desk"))


@pytest.fixture
def desk_client(door, at_work):
    return at_work(door.post)


def keep_draft(client, **fields):
    body = {"key": "contact-new", "fields": {name: [value] for name, value in fields.items()}}
    return client.post(reverse("accounts:draft"), json.dumps(body), content_type="application/json")


def test_a_draft_comes_back_by_itself_and_goes_when_saved(door, desk_client):
    assert keep_draft(desk_client, needs="a metà", speaker="relative").status_code < 300

    page = desk_client.get(URL)

    assert reading.field(page, "needs") == "a metà"
    assert reading.field(page, "speaker") == "relative"
    assert "Ho ripreso" in reading.words(page)
    desk_client.post(URL, door.typed())
    assert not Draft.objects.exists()
    assert reading.field(desk_client.get(URL), "needs") == ""


def test_a_draft_is_thrown_away_when_asked(desk_client):
    keep_draft(desk_client, needs="a metà")

    desk_client.post(URL, {"forget": "1"})

    assert "Ho ripreso" not in reading.words(desk_client.get(URL))


def test_a_draft_about_somebody_else_waits_aside(door, desk_client):
    keep_draft(desk_client, needs="a metà")

    page = desk_client.get(URL, {"person": str(door.person.pk)})

    assert reading.field(page, "needs") == ""
    assert "C'è una bozza" in reading.words(page)
    assert reading.field(desk_client.get(URL + "?draft=1"), "needs") == "a metà"


def test_a_session_that_ends_half_way_loses_no_text(door, desk_client, at_work):
    draft_key = reading.field(desk_client.get(URL), "draft_key")
    desk_client.logout()

    answer = desk_client.post(URL, door.typed(needs="scritto a lungo", draft_key=draft_key))

    assert answer.status_code == 302
    assert recorded() == []
    again = at_work(door.post).get(URL)
    assert reading.field(again, "needs") == "scritto a lungo"
    assert reading.field(again, "reasons") == str(door.reason.pk)


def test_reasons_of_another_ambito_or_out_of_use_are_not_offered(door, desk_client):
    ReasonFactory(label="Di un altro Ambito", ambito=PostFactory().ambito)
    import datetime as dt

    ReasonFactory(label="Non ancora", period=since(dt.date(2999, 1, 1)))

    said = reading.words(desk_client.get(URL))
    assert door.reason.label in said
    assert "Di un altro Ambito" not in said
    assert "Non ancora" not in said
