"""Who breaks the glass proves who they are with what they have: a password, a code, a key, or two of them."""

import json

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from bs4 import BeautifulSoup
from django.urls import reverse

from prossimo.cases.models import GlassOpening
from tests.accounts.keys import SoftKey
from tests.arranging import arranging
from tests.pages import form_of, said

pytestmark = pytest.mark.django_db
PASSWORD = "cavallo graffetta"
REASON = {"category": "danger", "why": "Minaccia in corso, la collega non risponde"}


@pytest.fixture
def case(case):
    with arranging():
        case.restricted = True
        case.save(update_fields=["restricted"])
    return case


@pytest.fixture
def page(case):
    return reverse("cases:glass_case", args=[case.pk])


def with_password(post, password=PASSWORD):
    with arranging():
        post.user.set_password(password)
        post.user.save(update_fields=["password"])


def codes_of(user):
    with arranging():
        return RecoveryCodes.activate(user).get_unused_codes()


def asked_by(shown):
    options = BeautifulSoup(shown.content, "lxml").find(id="passkey-options")
    return json.loads(options.text)["request_options"]


def opened(case):
    with arranging():
        return GlassOpening.objects.unscoped("test").filter(case=case).count()


def knock(client, page, key=None, **more):
    credential = {"credential": key.answer(asked_by(client.get(page)))} if key else {}
    return client.post(page, REASON | credential | more)


def test_with_a_key_beside_the_password(case, page, colleague, at_work):
    with_password(colleague)
    key = SoftKey(colleague.user, verified=False)
    client = at_work(colleague)
    shown = client.get(page)
    assert 'data-passkey="get"' in shown.content.decode()
    assert "code" not in form_of(shown)

    without = knock(client, page, password=PASSWORD)
    assert without.status_code == 422
    assert "Serve la tua chiave" in said(without)
    wrong = knock(client, page, key, password="sbagliata")
    assert "La password non è quella giusta" in said(wrong)
    assert opened(case) == 0

    assert knock(client, page, key, password=PASSWORD).status_code == 302
    assert opened(case) == 1
    with arranging():
        assert Authenticator.objects.get(pk=key.row.pk).last_used_at


def test_a_code_of_reserve_does_where_the_key_is_not_at_hand(case, page, colleague, at_work):
    with_password(colleague)
    SoftKey(colleague.user)
    code, *_others = codes_of(colleague.user)
    client = at_work(colleague)
    assert "Solo se non hai con te la chiave" in said(client.get(page))

    wrong = knock(client, page, password=PASSWORD, code="000000")
    assert "Il codice non è valido" in said(wrong)
    assert knock(client, page, password=PASSWORD, code=code).status_code == 302

    assert opened(case) == 1


@pytest.mark.parametrize("verified", [True, False])
def test_who_has_no_password_needs_a_key_that_asks_for_a_pin(
    case, page, colleague, at_work, verified
):
    with_password(colleague, None)
    key = SoftKey(colleague.user, verified=verified)
    client = at_work(colleague)
    assert "password" not in form_of(client.get(page))

    answer = knock(client, page, key)

    assert opened(case) == int(verified)
    if not verified:
        assert "deve chiedere il PIN" in said(answer)


def test_who_has_neither_is_told_how_to_get_one(case, page, colleague, at_work):
    with_password(colleague, None)
    client = at_work(colleague)

    assert reverse("account_set_password") in client.get(page).content.decode()
    assert "scegli una password" in said(knock(client, page, password="", code=""))
    assert opened(case) == 0


def test_an_answer_is_good_once_for_its_own_person_and_page(case, page, colleague, owner, at_work):
    for who in (colleague, owner):
        with_password(who)
    mine, other = SoftKey(colleague.user), SoftKey(owner.user)
    client = at_work(colleague)
    spent = mine.answer(asked_by(client.get(page)))
    client.get(page)  # asks anew

    for credential in (
        spent,
        other.answer(asked_by(client.get(page))),
        "{",
        "null",
        "[]",
        '{"response": null}',
    ):
        answer = client.post(page, REASON | {"password": PASSWORD, "credential": credential})
        assert answer.status_code == 422, credential
    assert opened(case) == 0
