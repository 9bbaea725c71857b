"""Who must say why is asked once, is remembered for an hour, and leaves the reason in the journal."""

import time
import uuid
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from prossimo.accounts import purposes
from prossimo.accounts.choices import Purpose, RoleKey
from prossimo.accounts.purposes import purpose_for, states_purpose
from prossimo.accounts.rules import Right
from tests.accounts.factories import PostFactory

pytestmark = pytest.mark.django_db
URL = reverse("accounts:purpose")
FILE = uuid.uuid4()
ASKED = {"diritto": "person.read", "scheda": str(FILE), "next": "/il-mio-accesso/"}


@states_purpose(Right.PERSON_READ, "person_id")
def screen(request, person_id):
    return HttpResponse(f"aperta per: {request.purpose}")


@states_purpose(Right.OBSERVATORY_DRILL, scope="access.users")
def drill(request):
    return HttpResponse(request.purpose)


@pytest.fixture
def manager():
    return PostFactory(role=RoleKey.AREA_MANAGER)


@pytest.fixture
def request_of(as_actor):
    def build(post, path="/persone/1/", session=None, **headers):
        request = RequestFactory().get(path, headers=headers)
        request.actor, request.session = as_actor(post), session or SessionStore()
        return request

    return build


def test_who_need_not_say_it_goes_straight_on(request_of):
    request = request_of(PostFactory(role=RoleKey.SOCIAL_DESK))

    assert screen(request, person_id=FILE).content == b"aperta per: "


def test_who_must_say_it_is_asked_and_comes_back(request_of, manager):
    answer = screen(request_of(manager, "/persone/1/?scheda=2"), person_id=FILE)

    url = urlsplit(answer["Location"])
    assert url.path == URL
    assert parse_qs(url.query) == {
        "diritto": ["person.read"], "scheda": [str(FILE)], "next": ["/persone/1/?scheda=2"],
    }  # fmt: skip


def test_a_fragment_asks_with_a_whole_page(request_of, manager):
    request = request_of(
        manager, **{"HX-Request": "true", "HX-Current-URL": "http://testserver/persone/?q=rosa"}
    )

    answer = screen(request, person_id=FILE)

    assert answer["HX-Redirect"].startswith(URL)
    assert parse_qs(urlsplit(answer["HX-Redirect"]).query)["next"] == ["/persone/?q=rosa"]


def test_once_stated_it_holds_for_that_file_in_that_post(request_of, manager):
    request = request_of(manager)
    purposes.state(request, Right.PERSON_READ, str(FILE), Purpose.COMPLAINT)

    assert screen(request, person_id=FILE).content == b"aperta per: complaint"
    assert purpose_for(request, Right.PERSON_READ, uuid.uuid4()) is None
    assert purpose_for(request, Right.OBSERVATORY_DRILL, FILE) is None
    second = PostFactory(user=manager.user, role=RoleKey.AREA_MANAGER)
    elsewhere = request_of(second, session=request.session)
    assert purpose_for(elsewhere, Right.PERSON_READ, FILE) is None


def test_after_an_hour_it_is_asked_again(request_of, manager, monkeypatch):
    request = request_of(manager)
    purposes.state(request, Right.PERSON_READ, str(FILE), Purpose.CHECK)
    later = time.time() + 3601
    monkeypatch.setattr(purposes.time, "time", lambda: later)

    assert purpose_for(request, Right.PERSON_READ, FILE) is None


def test_a_fixed_scope_is_asked_by_its_name(request_of, manager):
    assert "scheda=access.users" in drill(request_of(manager))["Location"]


def test_a_session_remembers_so_many(request_of, manager, monkeypatch):
    monkeypatch.setattr(purposes, "MOST", 3)
    request = request_of(manager)

    for n in range(5):
        purposes.state(request, Right.PERSON_READ, str(n), Purpose.CHECK)

    stated = [purpose_for(request, Right.PERSON_READ, str(n)) for n in range(5)]
    assert stated == [None, None, "check", "check", "check"]


def test_the_page_asks_and_the_answer_is_journalled(at_work, manager, journal_of):
    client = at_work(manager)
    page = BeautifulSoup(client.get(URL, ASKED).content, "lxml")
    offered = [choice["value"] for choice in page.select("input[name=purpose]")]
    assert offered == Purpose.values

    answer = client.post(URL, {**ASKED, "purpose": "authority"})

    assert answer["Location"] == "/il-mio-accesso/"
    [line] = journal_of(action="purpose")
    assert (line.object_id, line.purpose, line.note) == (FILE, "authority", "person.read")
    assert client.session["purposes"][f"{manager.pk}|person.read|{FILE}"][0] == "authority"


def test_no_answer_is_no_purpose(at_work, manager, journal_of):
    answer = at_work(manager).post(URL, {**ASKED, "purpose": "curiosità"})

    assert answer.status_code == 200
    assert journal_of(action="purpose") == []


def test_one_is_sent_back_into_the_house_only(at_work, manager):
    asked = {**ASKED, "next": "https://evil.example/", "purpose": "check"}

    assert at_work(manager).post(URL, asked)["Location"] == "/"


def test_who_need_not_say_it_is_sent_on(at_work):
    assert at_work(PostFactory()).get(URL, ASKED)["Location"] == "/il-mio-accesso/"


@pytest.mark.parametrize("asked", [{}, {"diritto": "x"}, {"diritto": "person.read\x00"}])
def test_nonsense_is_answered_400(at_work, manager, asked):
    assert at_work(manager).get(URL, asked).status_code == 400


def test_changing_post_forgets_the_purposes(at_work, manager):
    client = at_work(manager)
    client.post(URL, {**ASKED, "purpose": "check"})

    client.post(reverse("accounts:switch"), {"post": str(manager.pk)})

    assert "purposes" not in client.session
