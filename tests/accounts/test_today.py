"""«Oggi» for who keeps the access and for who watches it, and the first access of all."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.core.management import CommandError, call_command
from django.urls import reverse

from prossimo.accounts.models import JournalLine, OutboxMessage, Post, User
from prossimo.core.periods import between, today
from tests.accounts.conftest import PASSWORD
from tests.accounts.factories import PostFactory, UserFactory
from tests.arranging import arranging
from tests.territory.factories import AmbitoFactory

pytestmark = pytest.mark.django_db
TODAY = reverse("web:today")
ADMINISTRATOR = ["ada", "--first-name=Ada", "--last-name=Rossi"]


def main(answer):
    return BeautifulSoup(answer.content, "lxml").select_one("main").get_text(" ", strip=True)


def test_a_calm_day_of_the_administrator(at_work, administrator):
    assert "Nessun accesso chiede cure" in main(at_work(administrator).get(TODAY))


def test_what_needs_care_is_named(at_work, administrator):
    soon = PostFactory(
        ambito=administrator.ambito,
        period=between(dt.date(2020, 1, 1), today() + dt.timedelta(days=20)),
    )
    PostFactory(
        ambito=administrator.ambito,
        user__last_name="Lontano",
        period=between(dt.date(2020, 1, 1), today() + dt.timedelta(days=90)),
    )
    waiting = PostFactory(ambito=administrator.ambito, user__password="!mai scelta")
    with arranging():
        OutboxMessage.objects.create(
            topic="x", object_id=soon.pk, user=soon.user, post=soon, ambito=soon.ambito, attempts=8
        )

    shown = main(at_work(administrator).get(TODAY))

    assert "Un avviso non è arrivato" in shown
    assert soon.user.last_name in shown
    assert waiting.user.last_name in shown
    assert "Lontano" not in shown


def test_the_day_of_the_journal_in_a_sentence(at_work, officer):
    person = UserFactory().pk
    with arranging():
        JournalLine.objects.bulk_create(
            JournalLine(
                at=dt.datetime.now(dt.UTC),
                ambito_id=officer.ambito_id,
                action=action,
                object_kind="citizens.person",
                object_id=person,
                result=result,
            )
            for action, result in [
                ("read", "done"), ("read", "done"), ("list", "done"), ("refused", "refused"),
            ]
        )  # fmt: skip

    shown = main(at_work(officer).get(TODAY))

    assert "Oggi è stata aperta una scheda; un rifiuto." in shown


def test_the_others_see_neither(at_work):
    shown = main(at_work(PostFactory()).get(TODAY))

    assert "Accessi del personale" not in shown
    assert "registro" not in shown.lower()


def test_the_first_administrator_is_opened_from_the_command_line(as_role, capsys, client):
    as_role("prossimo_loader")
    call_command("administrator", *ADMINISTRATOR, "--ambito=nuovo", "--ambito-name=Ambito nuovo")
    as_role("prossimo_app")
    link = "/" + capsys.readouterr().out.splitlines()[0].split("/", 3)[3]

    form = client.get(link, follow=True)
    client.post(form.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD})

    post = Post.objects.get(user__username="ada")
    assert (post.role, post.ambito.name) == ("administrator", "Ambito nuovo")
    entered = client.post(reverse("account_login"), {"login": "ada", "password": PASSWORD})
    assert entered["Location"] == TODAY
    assert client.get(reverse("accounts:staff")).status_code == 200


def test_an_unknown_ambito_is_named_with_those_there_are(as_role):
    AmbitoFactory(key="bergamo")
    as_role("prossimo_loader")

    with pytest.raises(CommandError, match="bergamo"):
        call_command("administrator", *ADMINISTRATOR, "--ambito=bergamp")

    assert User.objects.count() == 0


def test_the_web_s_own_role_could_not_open_it():
    AmbitoFactory(key="bergamo")

    with pytest.raises(Exception, match="row-level security"):
        call_command("administrator", *ADMINISTRATOR, "--ambito=bergamo")
