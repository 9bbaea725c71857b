"""Nothing typed is lost: kept while one types, rescued when the session is over, seen by no one else."""

import json

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from prossimo.accounts import drafts
from prossimo.accounts.choices import RoleKey
from prossimo.accounts.models import Draft
from tests.accounts.conftest import PASSWORD, with_password
from tests.accounts.factories import PostFactory
from tests.arranging import arranging

pytestmark = pytest.mark.django_db
NEW, DRAFT, LOGIN = (reverse(n) for n in ("accounts:staff_new", "accounts:draft", "account_login"))


@pytest.fixture
def administrator():
    post = PostFactory(role=RoleKey.ADMINISTRATOR)
    with_password(post.user)
    return post


def enter(client, post, **more):
    data = {"login": post.user.username, "password": PASSWORD, **more}
    return client.post(LOGIN, data)


def form_of(answer, selector="form[data-draft-key]"):
    return BeautifulSoup(answer.content, "lxml").select_one(selector)


def typed(form, **more):
    hidden = {f["name"]: f.get("value", "") for f in form.select("input[type=hidden]")}
    return {**hidden, **more}


def autosave(client, key, fields, **headers):
    body = json.dumps({"key": key, "fields": fields})
    return client.post(DRAFT, body, content_type="application/json", headers=headers)


def kept():
    with arranging():
        return list(Draft.objects.values_list("user__username", "key", "fields"))


def test_what_is_typed_is_kept_and_comes_back(at_work, administrator):
    client = at_work(administrator)

    answer = autosave(client, "staff:new", {"last_name": ["D'Èrcole"], "post-role": ["dpo"]})

    assert answer.status_code == 200
    assert len(answer.json()["saved_at"]) == 5
    form = form_of(client.get(NEW))
    assert form.select_one("[name=last_name]")["value"] == "D'Èrcole"
    assert form.select_one("option[value=dpo]").has_attr("selected")


def test_once_saved_the_draft_is_gone(at_work, administrator):
    client = at_work(administrator)
    autosave(client, "staff:new", {"last_name": ["Rossi"]})
    person = {
        "last_name": "Rossi", "first_name": "Ada", "username": "ada.rossi", "language": "it",
        "post-role": "front_desk", "post-starts_on": "2025-01-01",
    }  # fmt: skip

    answer = client.post(NEW, typed(form_of(client.get(NEW)), **person))

    assert answer.status_code == 302
    assert kept() == []


def test_a_colleague_sees_nothing_of_it(at_work, administrator, as_actor):
    autosave(at_work(administrator), "staff:new", {"last_name": ["segreto"]})
    other = PostFactory(role=RoleKey.ADMINISTRATOR, ambito=administrator.ambito)

    assert "segreto" not in at_work(other).get(NEW).content.decode()
    actor = as_actor(other)
    assert drafts.restore(actor, "staff:new") is None
    assert Draft.objects.count() == 0, "the second wall stands too"


def test_the_text_posted_after_the_session_ended_is_found_after_entering(client, administrator):
    enter(client, administrator)
    data = typed(form_of(client.get(NEW)), last_name="Mezzo scritto", username="x")
    client.cookies.pop("sessionid")  # half an hour went by

    answer = client.post(NEW, data, headers={"Referer": f"http://testserver{NEW}"})

    assert answer["Location"] == f"{LOGIN}?next={NEW}"
    assert "è al sicuro" in client.get(answer["Location"]).content.decode()
    back = enter(client, administrator, next=NEW)
    assert back["Location"] == NEW
    form = form_of(client.get(NEW))
    assert form.select_one("[name=last_name]")["value"] == "Mezzo scritto"


def test_who_enters_in_their_place_does_not_see_it(client, administrator):
    other = PostFactory(role=RoleKey.ADMINISTRATOR, ambito=administrator.ambito)
    with_password(other.user)
    enter(client, administrator)
    data = typed(form_of(client.get(NEW)), last_name="Riservato")
    client.cookies.pop("sessionid")
    client.post(NEW, data, headers={"Referer": f"http://testserver{NEW}"})

    enter(client, other, next=NEW)

    assert "Riservato" not in client.get(NEW).content.decode()
    assert [name for name, *_ in kept()] == [administrator.user.username]


def test_neither_secrets_nor_technical_fields_are_kept(client, administrator):
    enter(client, administrator)
    data = typed(form_of(client.get(NEW)), last_name="Rossi", password="segreta", version="3")
    client.cookies.pop("sessionid")

    client.post(NEW, {**data, "csrfmiddlewaretoken": "t", "oldPassword": "x"})

    [(_who, _key, fields)] = kept()
    assert fields["last_name"] == ["Rossi"]
    assert not {"password", "oldPassword", "csrfmiddlewaretoken", "version", "idempotency_key",
                "draft_key"} & set(fields)  # fmt: skip


@pytest.mark.parametrize("forged", ["", "x", "x:y:z", "eyJ9:1:2"])
def test_without_the_signed_name_a_stranger_stores_nothing(client, forged):
    answer = client.post(NEW, {"draft_key": forged, "last_name": "spazzatura"})

    assert answer["Location"].startswith(LOGIN)
    assert kept() == []


def test_the_token_of_who_was_suspended_stores_nothing(client, administrator, as_actor):
    token = drafts.token(as_actor(administrator), "staff:new")
    with arranging():
        administrator.user.is_active = False
        administrator.user.save()

    client.post(NEW, {"draft_key": token, "last_name": "Rossi"})

    assert kept() == []


def test_a_form_with_an_old_anti_forgery_token_keeps_its_text_too(administrator):
    client = Client(enforce_csrf_checks=True)
    client.force_login(administrator.user)
    form = form_of(client.get(NEW))

    data = typed(form, last_name="Scaduto", csrfmiddlewaretoken="a" * 64)
    answer = client.post(NEW, data)

    assert answer.status_code == 403
    assert "è al sicuro" in answer.content.decode()
    assert form_of(client.get(NEW)).select_one("[name=last_name]")["value"] == "Scaduto"


def test_autosaving_after_the_end_of_the_session_keeps_and_says_so(client, administrator):
    enter(client, administrator)
    token = typed(form_of(client.get(NEW)))["draft_key"]
    client.cookies.pop("sessionid")

    answer = autosave(client, "staff:new", {"last_name": ["Tardi"], "draft_key": [token]})

    assert (answer.status_code, answer.json()) == (401, {"login": True, "kept": True})
    assert kept()[0][2] == {"last_name": ["Tardi"]}


@pytest.mark.parametrize(
    "body",
    ["", "{", "[]", "null", '{"key": "a"}', '{"key": 1, "fields": {}}', '{"key": "", "fields": {}}',
     '{"key": "a", "fields": []}', '{"key": "a", "fields": {"x": "y"}}', "[" * 100_000],
)  # fmt: skip
def test_nonsense_is_no_draft(at_work, administrator, body):
    answer = at_work(administrator).post(DRAFT, body, content_type="application/json")

    assert answer.status_code == 400
    assert kept() == []


def test_what_no_database_can_keep_is_cleaned(at_work, administrator):
    answer = autosave(
        at_work(administrator), "a\x00b", {"n\x00ome": ["ro\x00sa\ud800", 1, None, {"x": []}]}
    )

    assert answer.status_code == 200
    assert kept()[0][1:] == ("ab", {"nome": ["rosa", "1", "None", "{'x': []}"]})


@pytest.mark.parametrize(
    "fields",
    [{"a": ["x" * 100_001]}, {f"f{n}": ["x"] for n in range(301)}, {"a": ["x"] * 201}],
)
def test_more_than_a_form_is_refused(at_work, administrator, fields):
    answer = autosave(at_work(administrator), "k", fields)

    assert answer.status_code == 413
    assert kept() == []


def test_a_person_has_so_many_drafts_and_the_oldest_leaves(as_actor, administrator, monkeypatch):
    monkeypatch.setattr(drafts, "MOST_DRAFTS", 3)
    actor = as_actor(administrator)

    for n in range(5):
        drafts.keep(actor, f"k{n}", {"a": ["x"]})

    assert set(Draft.objects.values_list("key", flat=True)) == {"k2", "k3", "k4"}


class Everything(forms.Form):
    text = forms.CharField()
    ticked = forms.BooleanField(required=False, initial=True)
    several = forms.MultipleChoiceField(choices=[("a", "A"), ("b", "B")])
    day = forms.DateField()


def test_every_kind_of_field_comes_back_as_it_was(as_actor, administrator):
    actor = as_actor(administrator)
    drafts.keep(actor, "k", {"p-text": ["ciao"], "p-several": ["b", "a"], "p-day": ["2025-06-03"]})
    form = Everything(prefix="p")

    assert drafts.fill(form, actor, "k")

    assert form.initial == {
        "text": "ciao", "ticked": False, "several": ["b", "a"], "day": "2025-06-03",
    }  # fmt: skip
    assert not drafts.fill(Everything({}), actor, "k"), "what is being posted is not covered"


def test_a_draft_that_is_too_long_says_so(as_actor, administrator):
    with pytest.raises(ValidationError, match="troppo lungo"):
        drafts.keep(as_actor(administrator), "k", {"a": ["x" * 100_001]})
