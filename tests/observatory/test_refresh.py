"""«Aggiorna i dati»: one job however often it is pressed, its progress shown, its failure said."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from prossimo.accounts.choices import RoleKey
from prossimo.observatory import darkroom, tasks
from prossimo.observatory.choices import RunState
from prossimo.observatory.models import SnapshotRun
from tests.arranging import arranging
from tests.observatory.test_pages import page_of, words

pytestmark = pytest.mark.django_db
URL = reverse("observatory:refresh")


def runs():
    with arranging("prossimo_observatory"):
        return list(SnapshotRun.objects.all())


def run_of(**more):
    with arranging("prossimo_observatory"):
        return SnapshotRun.objects.create(**more)


def jobs():
    with arranging():
        return list(ProcrastinateJob.objects.filter(task_name="observatory.photograph"))


def test_pressed_many_times_it_asks_once(client, reader, small_town):
    reader(RoleKey.PLANNING)

    for _ in range(5):
        assert client.post(URL).status_code == 302

    assert len(runs()) == 1
    assert [job.args["run"] for job in jobs()] == [str(runs()[0].pk)]


def test_it_goes_back_to_the_page_it_was_pressed_on_and_to_no_other_site(
    client, reader, small_town
):
    reader(RoleKey.PLANNING)

    assert client.post(URL, {"next": "/osservatorio/accessi/?anno=2018"}).url == (
        "/osservatorio/accessi/?anno=2018"
    )
    assert client.post(URL, {"next": "https://example.org/"}).url == "/osservatorio/"


@pytest.mark.parametrize("role", [RoleKey.FRONT_DESK, RoleKey.ACCOUNTING, RoleKey.PARTNER])
def test_who_may_not_refresh_sees_no_button_and_is_refused(client, reader, small_town, role):
    reader(role)

    assert client.post(URL).status_code == 403
    assert not runs()
    if role != RoleKey.PARTNER:
        page = page_of(client, reverse("observatory:index"))
        assert not page.select("form[action$='/aggiorna/']")


def test_while_it_runs_the_page_shows_how_far_it_is_and_asks_again(client, reader, small_town):
    reader(RoleKey.PLANNING)
    run_of(state=RunState.RUNNING, done=300, total=1200)

    fresh = page_of(client, reverse("observatory:index")).select_one("#freschezza")

    assert fresh.progress["value"] == "300" and fresh.progress["max"] == "1200"
    assert fresh["hx-trigger"] == "every 2s"
    assert not fresh.select("form")


def test_the_fragment_says_when_the_new_numbers_are_there(client, reader, small_town):
    reader(RoleKey.PLANNING)
    run_of(state=RunState.DONE, ended_at=timezone.now())

    part = client.get(
        reverse("observatory:freshness"),
        headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/osservatorio/accessi/"},
    )

    fresh = BeautifulSoup(part.content, "lxml").select_one("#freschezza")
    assert fresh.a.get_text() == "Mostra i dati nuovi"
    assert fresh.a["href"] == "http://testserver/osservatorio/accessi/"
    assert "hx-trigger" not in fresh.attrs


def test_a_job_that_fell_silent_is_called_interrupted_and_may_be_asked_again(
    client, reader, small_town
):
    reader(RoleKey.PLANNING)
    run_of(state=RunState.RUNNING, heard_at=timezone.now() - dt.timedelta(minutes=5))

    page = page_of(client, reverse("observatory:index"))

    assert "si è interrotta" in words(page)
    client.post(URL)
    assert len(jobs()) == 1


def test_a_failed_photograph_says_why(client, reader, small_town):
    reader(RoleKey.PLANNING)
    run_of(state=RunState.FAILED, ended_at=timezone.now(), error="OSError")

    assert "non è riuscita: OSError" in words(page_of(client, reverse("observatory:index")))


def test_a_process_that_dies_without_a_word_is_written_down(reader, small_town, monkeypatch):
    post = reader(RoleKey.PLANNING)
    run = run_of(state=RunState.RUNNING)
    monkeypatch.setattr(darkroom, "run_as_observatory", lambda run: -9)

    tasks.photograph.func(run=str(run.pk), user=str(post.user_id), post=str(post.pk))

    (found,) = runs()
    assert found.state == RunState.FAILED
    assert "-9" in found.error
