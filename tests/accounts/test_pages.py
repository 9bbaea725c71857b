"""Every page of accounts opens for whom it is made, in words and without a script of its own."""

import pytest
from django.urls import reverse

from prossimo.accounts.choices import RoleKey
from tests.accounts.factories import PostFactory

pytestmark = pytest.mark.django_db

OWN = ["accounts:profile", "accounts:switch", "account_logout", "mfa_index", "mfa_list_webauthn"]
ADMIN = ["accounts:staff", "accounts:staff_new", "accounts:roles", "accounts:deliveries"]
OFFICER = ["accounts:journal", "accounts:who_opened", "accounts:roles"]
GUEST = [
    "account_login",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
]


@pytest.mark.parametrize("name", GUEST)
def test_a_guest_finds_the_entrance(client, name):
    answer = client.get(reverse(name))

    assert answer.status_code == 200
    assert b"<script>" not in answer.content


@pytest.mark.parametrize("name", OWN)
def test_who_works_finds_their_own_access(at_work, name):
    answer = at_work(PostFactory()).get(reverse(name))

    assert answer.status_code == 200


@pytest.mark.parametrize("name", ADMIN)
def test_the_administrator_opens_the_staff(at_work, administrator, name):
    answer = at_work(administrator).get(reverse(name))

    assert answer.status_code == 200


@pytest.mark.parametrize("name", OFFICER)
def test_the_officer_opens_the_journal(at_work, officer, name):
    answer = at_work(officer).get(reverse(name))

    assert answer.status_code == 200


@pytest.mark.parametrize("name", sorted({*ADMIN, *OFFICER}))
def test_the_others_are_told_that_it_is_not_their_task(at_work, name):
    answer = at_work(PostFactory(role=RoleKey.FRONT_DESK)).get(reverse(name))

    assert answer.status_code == 403
    assert "chiedi al responsabile" in answer.content.decode()


@pytest.mark.parametrize(
    "name", ["staff_detail", "staff_edit", "staff_suspend", "staff_link", "post_new"]
)
def test_the_administrator_opens_each_screen_of_a_person(at_work, administrator, name):
    colleague = PostFactory(ambito=administrator.ambito)
    url = reverse(f"accounts:{name}", args=[colleague.user_id])

    assert at_work(administrator).get(url).status_code == 200


@pytest.mark.parametrize("name", ["post_edit", "post_end"])
def test_the_administrator_opens_each_screen_of_a_post(at_work, administrator, name):
    colleague = PostFactory(ambito=administrator.ambito)
    url = reverse(f"accounts:{name}", args=[colleague.pk])

    assert at_work(administrator).get(url).status_code == 200


def test_a_person_of_another_ambito_is_not_there(at_work, administrator):
    stranger = PostFactory()
    client = at_work(administrator)

    assert client.get(reverse("accounts:staff_detail", args=[stranger.user_id])).status_code == 404
    assert client.get(reverse("accounts:post_edit", args=[stranger.pk])).status_code == 404
