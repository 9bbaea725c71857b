"""A session lasts while one works, ends where an administrator or its owner ends it, and no later."""

import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from prossimo.accounts import operations
from tests.accounts.conftest import PASSWORD, with_password
from tests.accounts.factories import PostFactory

pytestmark = pytest.mark.django_db
PROFILE, LOGIN = reverse("accounts:profile"), reverse("account_login")


def entered(post):
    client = Client(headers={"User-Agent": f"Prova {id(post)}"})
    client.post(LOGIN, {"login": post.user.username, "password": PASSWORD})
    return client


@pytest.fixture
def post():
    post = PostFactory()
    with_password(post.user)
    return post


def ends_in(client):
    session = Session.objects.get(session_key=client.session.session_key)
    return session.expire_date - timezone.now()


def age(client, minutes):
    """As if this many minutes had gone by since the last click."""
    session = client.session
    session["seen"] -= minutes * 60
    Session.objects.filter(session_key=session.session_key).update(
        session_data=session.encode(session._session),
        expire_date=timezone.now() + dt.timedelta(minutes=30 - minutes),
    )


def test_a_click_moves_the_end_half_an_hour_forward(post):
    client = entered(post)
    client.get(PROFILE)
    age(client, 20)
    assert ends_in(client) < dt.timedelta(minutes=11)

    client.get(PROFILE)

    assert ends_in(client) > dt.timedelta(minutes=29)


def test_many_clicks_write_the_session_once_a_minute(post):
    client = entered(post)
    client.get(PROFILE)
    writes = []

    def watch(execute, sql, params, many, context):
        writes.append(sql) if "UPDATE" in sql and "django_session" in sql else None
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        for _ in range(5):
            client.get(PROFILE)

    assert writes == []


def test_after_half_an_hour_without_a_click_one_enters_again(post):
    client = entered(post)
    client.get(PROFILE)
    age(client, 31)

    assert client.get(PROFILE)["Location"] == f"{LOGIN}?next={PROFILE}"


def test_who_is_suspended_is_out_with_the_next_click_and_stays_out(
    post, administrator, as_actor, journal_of
):
    from tests.arranging import arranging

    with arranging():
        type(post).objects.filter(pk=post.pk).update(ambito=administrator.ambito)
    client = entered(post)
    assert client.get(PROFILE).status_code == 200

    operations.suspend(post.user, by=as_actor(administrator))
    assert client.get(PROFILE)["Location"].startswith(LOGIN)

    post.user.refresh_from_db()
    operations.readmit(post.user, by=as_actor(administrator))
    assert client.get(PROFILE)["Location"].startswith(LOGIN), "the old session does not come back"
    assert entered(post).get(PROFILE).status_code == 200
    notes = [line.note for line in journal_of(action="configure")]
    assert notes == ["accesso sospeso", "accesso riattivato"]


def test_a_new_password_closes_the_other_sessions_and_keeps_this_one(post):
    here, elsewhere = entered(post), entered(post)
    new = "un'altra frase lunga, diversa"

    answer = here.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )

    assert answer["Location"] == PROFILE
    assert here.get(PROFILE).status_code == 200
    assert elsewhere.get(PROFILE)["Location"].startswith(LOGIN)


@pytest.mark.parametrize("poor", ["corta", "password1234", "12345678901234", "operatrice"])
def test_a_poor_password_is_refused_with_its_reason(post, poor):
    client = entered(post)

    answer = client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": poor, "password2": poor},
    )

    assert answer.status_code == 200
    assert "ui-error" in answer.content.decode()
    post.user.refresh_from_db()
    assert post.user.check_password(PASSWORD)


def test_the_list_shows_where_one_has_entered_and_closes_one(post):
    here, elsewhere = entered(post), entered(post)
    page = here.get(PROFILE).content.decode()
    assert page.count("127.0.0.1") == 2

    chosen = page.split('name="session"')[1].split('value="')[1].split('"')[0]
    here.post(reverse("accounts:end_session"), {"session": chosen})

    assert elsewhere.get(PROFILE)["Location"].startswith(LOGIN)
    assert here.get(PROFILE).status_code == 200


def test_all_the_others_close_together(post):
    here, second, third = entered(post), entered(post), entered(post)

    here.post(reverse("accounts:end_session"), {"session": "others"})

    assert here.get(PROFILE).status_code == 200
    for other in (second, third):
        assert other.get(PROFILE)["Location"].startswith(LOGIN)


def test_nobody_closes_the_session_of_another(post):
    from allauth.usersessions.models import UserSession

    stranger = PostFactory()
    with_password(stranger.user)
    theirs = entered(stranger)
    session = UserSession.objects.get(user=stranger.user)

    for typed in (str(session.pk), "-1", "x", "9" * 40, ""):
        entered(post).post(reverse("accounts:end_session"), {"session": typed})

    assert theirs.get(PROFILE).status_code == 200


def test_the_mail_for_a_new_password_works_once(post, client, mailoutbox):
    client.post(reverse("account_reset_password"), {"email": post.user.email})
    [mail] = mailoutbox
    assert mail.subject == "Prossimo: una nuova password"
    link = next(word for word in mail.body.split() if "/nuova-password/" in word)
    page = client.get(link, follow=True)
    new = "una frase tutta nuova"

    answer = client.post(page.request["PATH_INFO"], {"password1": new, "password2": new})

    assert answer["Location"] == reverse("account_reset_password_from_key_done")
    post.user.refresh_from_db()
    assert post.user.check_password(new)
    assert "non vale più" in Client().get(link, follow=True).content.decode()


def test_an_unknown_address_is_told_the_same_and_gets_nothing(client, mailoutbox):
    answer = client.post(reverse("account_reset_password"), {"email": "nessuno@example.org"})

    assert answer["Location"] == reverse("account_reset_password_done")
    assert mailoutbox == []


@pytest.mark.parametrize("key", ["x-y", "0-0-0", "a" * 200 + "-b", "0190a1b2c3d4-set-password"])
def test_a_made_up_link_is_refused_in_words(client, key):
    answer = client.get(f"/accesso/nuova-password/{key}/", follow=True)

    assert "non vale più" in answer.content.decode()


def test_a_mail_server_that_is_away_is_not_the_visitor_s_fault(post, client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 1, 1

    answer = client.post(reverse("account_reset_password"), {"email": post.user.email})

    assert answer["Location"] == reverse("account_reset_password_done")
