"""What is drawn once and remembered holds nobody's name, token, address: each page fills its own."""

import pytest
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from prossimo.ui.frame import Frame, NavItem
from prossimo.ui.holes import Drawn, holes
from prossimo.ui.tags import around

PART = "{{% load ui %}}{{% frame_part '{}' %}}"


@pytest.fixture(autouse=True)
def from_the_beginning():
    around._remembered.cache_clear()


def frame(**more):
    nav = (NavItem("Sportello", "/contatti/", "comment", current=True),)
    given = {
        "body_name": "Comune",
        "actor_name": "Ada Rossi",
        "post_id": "1",
        "post_label": "sportello, Celadina",
        "posts": (("1", "sportello, Celadina"), ("2", "sportello, Loreto")),
        "nav": nav,
        "switch_url": "/incarico/",
        "account_url": "/mio/",
        "logout_url": "/esci/",
        "omnibox_url": "/cerca/",
        "language_url": "/lingua/",
        "languages": (("it", "Italiano"), ("en", "English")),
    }
    return Frame(**{**given, **more})


def drawn(name, path="/persone/", token="t" * 64, messages=(), **more):
    request = RequestFactory().get(path)
    context = {"frame": frame(**more), "request": request, "messages": messages}
    return Template(PART.format(name)).render(Context({**context, "csrf_token": token}))


def test_two_people_of_the_same_post_read_each_their_own_name():
    ada = drawn("slim", actor_name="Ada Rossi", token="a" * 64)
    bruno = drawn("slim", actor_name="Bruno <b>", token="b" * 64)

    assert around._remembered.cache_info().hits == 1
    assert "Ada Rossi" in ada and "a" * 64 in ada
    assert "Bruno &lt;b&gt;" in bruno and "Ada" not in bruno and "a" * 64 not in bruno


def test_the_address_of_the_page_is_never_that_of_another():
    drawn("slim", path="/persone/?q=Verdi")

    assert "Verdi" not in (other := drawn("slim", path="/persone/?q=%22%3E"))
    assert 'value="/persone/?q=%22%3E"' in other


def test_another_post_or_other_ways_are_drawn_apart():
    here = drawn("slim")
    there = drawn("slim", post_id="2", post_label="sportello, Loreto")
    office = drawn("nav", nav=(NavItem("Osservatorio", "/osservatorio/", "chart-line"),))

    assert here.count('aria-current="true"') == there.count('aria-current="true"')
    assert here != there
    assert "Sportello" in drawn("nav") and "Sportello" not in office


def test_each_language_has_its_own_words():
    with translation.override("it"):
        italian = drawn("helpers")
    with translation.override("en"):
        english = drawn("helpers")

    assert "Lascia com&#x27;è" in italian or "Lascia com'è" in italian
    assert "Lascia" not in english


def test_what_was_searched_is_written_only_on_its_own_page():
    assert 'value="Verdi"' in drawn("bar", path="/cerca/?q=Verdi")
    assert "Verdi" not in drawn("bar", path="/persone/?q=Verdi")
    assert 'value=""' in drawn("bar", path="/cerca/")


def test_without_a_token_no_form_pretends_to_have_one():
    assert "csrfmiddlewaretoken" in drawn("helpers")
    assert "csrfmiddlewaretoken" not in drawn("helpers", token="")


def test_a_message_is_shown_once_and_not_remembered():
    told = [Message(constants.SUCCESS, "Registrato: <Verdi>.")]

    assert "Registrato: &lt;Verdi&gt;." in drawn("messages", messages=told)
    assert "Verdi" not in drawn("messages")


def test_a_value_that_looks_like_a_hole_stays_a_value():
    cut = Drawn.cut(f"<p>{holes(['name'])['name']}</p>")

    assert cut.filled({"name": "hole_name_"}) == "<p>hole_name_</p>"
    assert len(cut.pieces) == 3
