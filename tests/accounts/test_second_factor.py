"""The second factor: demanded where the role demands it, given by code or by a code of reserve."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils.http import urlencode

from prossimo.accounts import operations
from prossimo.accounts.choices import RoleKey
from tests.accounts.conftest import PASSWORD, with_password
from tests.accounts.factories import PostFactory

pytestmark = pytest.mark.django_db
LOGIN, INDEX = reverse("account_login"), reverse("mfa_index")
ACTIVATE, CODES = reverse("mfa_activate_totp"), reverse("mfa_view_recovery_codes")


@pytest.fixture
def demanded(settings):
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.fixture
def post():
    post = PostFactory()
    with_password(post.user)
    return post


def code_of(secret, steps=0):
    """The six digits that the application shows, by the library's own arithmetic."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def enter(client, post):
    return client.post(LOGIN, {"login": post.user.username, "password": PASSWORD})


def prove(client, url):
    """Type the password again, as one does before changing how one enters."""
    asked = client.get(url)
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    answer = client.post(asked["Location"], {"password": PASSWORD, "next": url})
    assert answer["Location"] == url
    return client.get(url)


def activate(client):
    page = BeautifulSoup(prove(client, ACTIVATE).content, "lxml")
    secret = page.select_one("code").text
    answer = client.post(ACTIVATE, {"code": code_of(secret)})
    assert answer["Location"] == CODES
    return secret


def codes_shown(answer):
    return re.findall(r"<code>(\d{8})</code>", answer.content.decode())


def test_until_it_is_set_every_page_leads_to_it(demanded, client, post):
    enter(client, post)

    for name in ("web:today", "accounts:profile", "accounts:switch", "accounts:roles"):
        url = reverse(name)
        assert client.get(url)["Location"] == f"{INDEX}?{urlencode({'next': url})}"
    assert "Da fare adesso" in client.get(INDEX).content.decode()


def test_once_set_it_opens_the_house_and_costs_nothing(demanded, client, post):
    enter(client, post)
    activate(client)
    assert client.get(reverse("accounts:profile")).status_code == 200

    def watch(execute, sql, params, many, context):
        assert "mfa_authenticator" not in sql
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        assert client.get(reverse("accounts:switch")).status_code == 200


def test_a_session_older_than_the_factor_is_asked_for_it(demanded, client, post):
    older = Client()
    enter(older, post)
    enter(client, post)
    secret = activate(client)

    asked = older.get("/il-mio-accesso/")
    assert asked["Location"] == f"{reverse('mfa_reauthenticate')}?next=%2Fil-mio-accesso%2F"
    answer = older.post(asked["Location"], {"code": code_of(secret, 1), "next": "/il-mio-accesso/"})

    assert answer["Location"] == "/il-mio-accesso/"
    assert older.get("/il-mio-accesso/").status_code == 200


def test_where_it_is_not_demanded_nobody_is_stopped(client, post):
    enter(client, post)

    assert client.get(reverse("accounts:profile")).status_code == 200


def test_one_enters_with_the_code_of_the_moment(client, post):
    enter(client, post)
    secret = activate(client)
    client.post(reverse("account_logout"))

    halfway = enter(client, post)
    assert halfway["Location"] == reverse("mfa_authenticate")
    assert client.get(reverse("accounts:profile")).status_code == 302, "half-way is still outside"
    page = client.get(halfway["Location"])
    assert "codice di sei cifre" in page.content.decode()
    answer = client.post(halfway["Location"], {"code": code_of(secret)})

    assert answer["Location"] == reverse("web:today")
    assert client.get(reverse("accounts:profile")).status_code == 200


def test_the_same_code_opens_once(client, post):
    enter(client, post)
    secret = activate(client)
    code = code_of(secret, 1)
    for expected in (302, 200):
        client.post(reverse("account_logout"))
        enter(client, post)
        answer = client.post(reverse("mfa_authenticate"), {"code": code})
        assert answer.status_code == expected


def test_a_wrong_code_is_said_journalled_and_at_last_locked(client, post, journal_of):
    enter(client, post)
    activate(client)
    client.post(reverse("account_logout"))
    enter(client, post)

    answers = [client.post(reverse("mfa_authenticate"), {"code": "000000"}) for _ in range(6)]

    assert "forse è appena cambiato" in answers[0].content.decode()
    assert "Troppi tentativi" in answers[5].content.decode()
    refused = journal_of(action="login", result="refused")
    assert {line.object_id for line in refused} == {post.user_id}
    assert len(refused) == 5


def test_the_secret_is_not_readable_in_the_database(client, post):
    enter(client, post)
    secret = activate(client)

    kept = Authenticator.objects.get(user=post.user, type="totp").data["secret"]

    assert secret not in kept
    assert (
        Authenticator.objects.get(user=post.user, type="totp").wrap().validate_code(code_of(secret))
    )


def test_a_secret_of_another_key_matches_no_code(client, post, settings):
    enter(client, post)
    secret = activate(client)
    settings.SECRET_KEY = "another key, and the old one forgotten"

    assert not Authenticator.objects.get(type="totp").wrap().validate_code(code_of(secret))


def test_codes_of_reserve_are_shown_when_asked_and_then_no_more(client, post, monkeypatch):
    enter(client, post)
    activate(client)
    assert codes_shown(client.get(CODES)) == []

    shown = codes_shown(client.post(CODES, {"mostra": "1"}))
    file = client.post(CODES, {"scarica": "1"})

    assert len(set(shown)) == 10
    assert file["Content-Disposition"] == 'attachment; filename="codici-di-riserva.txt"'
    assert all(code in file.content.decode() for code in shown)
    real = time.time
    monkeypatch.setattr("prossimo.accounts.views.entrance.time.time", lambda: real() + 601)
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] += 601
    session.save()
    assert codes_shown(client.post(CODES, {"mostra": "1"})) == []


def test_a_code_of_reserve_opens_once(client, post):
    enter(client, post)
    activate(client)
    code = codes_shown(client.post(CODES, {"mostra": "1"}))[3]
    for expected in (302, 200):
        client.post(reverse("account_logout"))
        enter(client, post)
        assert client.post(reverse("mfa_authenticate"), {"code": code}).status_code == expected


def test_new_codes_put_the_old_ones_out(client, post):
    enter(client, post)
    activate(client)
    old = codes_shown(client.post(CODES, {"mostra": "1"}))

    client.post(reverse("mfa_generate_recovery_codes"))
    new = codes_shown(client.post(CODES, {"mostra": "1"}))

    assert len(new) == 10
    assert not set(old) & set(new)


def test_the_last_factor_stays_where_the_role_demands_it(demanded, client, post):
    enter(client, post)
    activate(client)

    answer = client.post(reverse("mfa_deactivate_totp"))

    assert "unico secondo fattore" in answer.content.decode()
    assert Authenticator.objects.filter(user=post.user, type="totp").exists()


def test_where_it_is_not_demanded_it_can_go(client, post, journal_of):
    enter(client, post)
    activate(client)

    assert client.post(reverse("mfa_deactivate_totp"))["Location"] == INDEX

    assert not Authenticator.objects.filter(user=post.user).exists()
    assert any("tolto" in line.note for line in journal_of(action="configure"))


def test_the_last_key_stays_too(demanded, client, post):
    enter(client, post)
    key = Authenticator.objects.create(
        user=post.user, type="webauthn", data={"name": "telefono", "credential": {}}
    )
    remove = reverse("mfa_remove_webauthn", args=[key.pk])
    prove(client, remove)

    assert client.post(remove)["Location"] == INDEX
    assert Authenticator.objects.filter(pk=key.pk).exists()


def test_somebody_else_s_key_is_not_there(client, post):
    other = PostFactory()
    key = Authenticator.objects.create(
        user=other.user, type="webauthn", data={"name": "telefono", "credential": {}}
    )
    enter(client, post)
    remove = reverse("mfa_remove_webauthn", args=[key.pk])
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": remove})

    assert client.post(remove).status_code == 404


def test_an_administrator_lets_in_again_who_lost_the_telephone(
    demanded, client, administrator, as_actor, journal_of
):
    post = PostFactory(ambito=administrator.ambito, role=RoleKey.FRONT_DESK)
    with_password(post.user)
    enter(client, post)
    activate(client)

    operations.reset_second_factor(post.user, by=as_actor(administrator))

    assert not Authenticator.objects.filter(user=post.user).exists()
    assert client.get(reverse("accounts:profile"))["Location"].startswith(LOGIN)
    assert any("azzerato" in line.note for line in journal_of(user=administrator.user))


@pytest.mark.parametrize(
    "credential",
    ["", "{}", "[]", "null", "1", '"x"', '{"response": {}}', '{"response": null}', "{", "\x00",
     '{"id": "a", "rawId": "a", "type": "public-key", "response": {"userHandle": "!!"}}',
     '{"id":"AA","rawId":"AA","type":"public-key","response":{"userHandle":"AA",'
     '"clientDataJSON":"AA","authenticatorData":"AA","signature":"AA"}}'],
)  # fmt: skip
def test_a_nonsense_key_enters_nowhere_and_breaks_nothing(client, credential):
    client.get(reverse("mfa_login_webauthn"), headers={"Accept": "application/json"})

    answer = client.post(reverse("mfa_login_webauthn"), {"credential": credential})

    assert answer.status_code in {302, 400}
    assert not client.session.get("_auth_user_id")
