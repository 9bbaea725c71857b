"""What a write promises is done once, by the worker, as who wrote; or it is seen that it was not."""

import os
import subprocess
import sys
from contextlib import suppress

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued

from prossimo.accounts import identity, notices, outbox
from prossimo.accounts.choices import RoleKey
from prossimo.accounts.models import MOST_ATTEMPTS, Draft, OutboxMessage
from prossimo.accounts.tasks import take_up_again
from prossimo.core.events import Topic, topics
from tests import databases
from tests.accounts.factories import PostFactory
from tests.arranging import arranging

URL = reverse("accounts:deliveries")


@pytest.fixture
def topic():
    """A consequence that writes something of its author's, so that its effects can be counted."""
    done = []

    def handle(object_id):
        if getattr(handle, "fails", None):
            raise handle.fails
        with connection.cursor() as cursor:
            cursor.execute("SELECT wall.me(), wall.post()")
            done.append(cursor.fetchone())
        Draft.objects.create(user_id=done[-1][0], key=f"{object_id}:{len(done)}")

    handle.done = done
    topics.add(Topic(key="tests.written", label="prova", handle=handle))
    yield handle
    del topics._items["tests.written"]


def put(post):
    with transaction.atomic():
        actor = identity.enter(post.user_id, post.pk)
        message = outbox.put(actor, "tests.written", post.pk)
        identity.leave()
    return message


def carry_out(message):
    outbox.carry_out(message.pk, message.user_id, message.post_id)


def now(message):
    with arranging():
        return OutboxMessage.objects.get(pk=message.pk)


@pytest.mark.django_db
def test_the_row_and_the_job_are_one_with_the_write(topic):
    post = PostFactory()

    message = put(post)

    job = ProcrastinateJob.objects.get()
    assert job.task_name == "accounts.deliver"
    assert job.args == {
        "message": str(message.pk), "user": str(post.user_id), "post": str(post.pk)
    }  # fmt: skip
    assert job.lock == str(post.pk)


@pytest.mark.django_db
def test_what_is_undone_promises_nothing(topic):
    post = PostFactory()

    with pytest.raises(RuntimeError), transaction.atomic():
        put(post)
        raise RuntimeError

    assert ProcrastinateJob.objects.count() == 0


@pytest.mark.django_db
def test_nobody_promises_what_nobody_declared():
    with pytest.raises(KeyError):
        outbox.put(identity.enter(PostFactory().user_id), "tests.unheard", PostFactory().pk)


@pytest.mark.django_db
def test_it_is_done_as_the_person_who_wrote(topic):
    post = PostFactory()
    message = put(post)

    carry_out(message)

    assert topic.done == [(post.user_id, post.pk)]
    assert now(message).done_at is not None


@pytest.mark.django_db
def test_delivered_twice_it_has_one_effect(topic):
    message = put(PostFactory())

    carry_out(message)
    carry_out(message)

    assert len(topic.done) == 1


@pytest.mark.django_db
def test_a_failure_undoes_the_effect_and_is_written_down_without_its_words(topic):
    message = put(PostFactory())
    topic.fails = ValueError("Rosa Bianchi, via Roma 1")

    with pytest.raises(ValueError, match="Rosa"):
        carry_out(message)

    row = now(message)
    assert (row.attempts, row.error, row.done_at) == (1, "ValueError", None)
    topic.fails = None
    carry_out(message)
    assert len(topic.done) == 1


@pytest.mark.django_db
def test_who_lost_the_post_delivers_nothing_under_another(topic):
    post = PostFactory()
    message = put(post)
    PostFactory(user=post.user, role=RoleKey.ADMINISTRATOR)
    with arranging():
        type(post).objects.filter(pk=post.pk).update(period=("2020-01-01", "2020-02-01"))

    with pytest.raises(PermissionDenied):
        carry_out(message)

    assert topic.done == []
    assert "concluso" in now(message).error


@pytest.mark.django_db
def test_dead_letters_stand_before_the_administrator_and_are_tried_again(
    topic, at_work, administrator, journal_of
):
    author = PostFactory(ambito=administrator.ambito)
    message = put(author)
    topic.fails = OSError()
    for _ in range(MOST_ATTEMPTS):
        with pytest.raises(OSError):
            carry_out(message)
    client = at_work(administrator)

    page = BeautifulSoup(client.get(URL).content, "lxml")
    assert "prova" in page.select_one("tbody").text
    assert author.user.get_full_name() in page.select_one("tbody").text
    before = ProcrastinateJob.objects.count()
    form = page.select_one("tbody form")
    client.post(form["action"])

    assert ProcrastinateJob.objects.count() == before + 1
    assert now(message).attempts == 0
    assert journal_of(action="configure")[-1].object_id == message.pk
    topic.fails = None
    carry_out(message)
    assert topic.done[0] == (author.user_id, author.pk)


@pytest.mark.django_db
def test_the_dead_letters_of_another_ambito_are_not_there(topic, at_work, administrator):
    message = put(PostFactory())
    topic.fails = OSError()
    for _ in range(MOST_ATTEMPTS):
        with pytest.raises(OSError):
            carry_out(message)
    client = at_work(administrator)

    assert "Tutto consegnato" in client.get(URL).content.decode()
    assert client.post(reverse("accounts:delivery_retry", args=[message.pk])).status_code == 404


@pytest.mark.django_db
def test_what_still_waits_cannot_be_pressed_again(topic, at_work, administrator):
    message = put(PostFactory(ambito=administrator.ambito))

    url = reverse("accounts:delivery_retry", args=[message.pk])

    assert at_work(administrator).post(url).status_code == 404


@pytest.mark.django_db
def test_the_mail_says_that_there_is_news_and_nothing_else(mailoutbox):
    user = PostFactory().user

    notices.send_news(str(user.pk))

    [mail] = mailoutbox
    assert mail.to == [user.email]
    assert "novità" in mail.subject
    for told in (user.last_name, user.username, str(user.pk), "http"):
        assert told not in mail.body


@pytest.mark.django_db
def test_who_has_no_address_or_no_access_gets_no_mail(mailoutbox):
    notices.send_news(str(PostFactory(user__email="").user_id))
    notices.send_news(str(PostFactory(user__is_active=False).user_id))

    assert mailoutbox == []


def run_worker(name):
    """The worker's own command and database role, until nothing waits."""
    command = ["procrastinate", "--skip-checks", "worker", "--one-shot"]
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "django", *command],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
        cwd=databases.ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "prossimo_launch.settings",
            "PROSSIMO_TRIAL": "1",
            "PROSSIMO_DB_ROLE": "worker",
            "PROSSIMO_DB_NAME": name,
            "PROSSIMO_EMAIL_HOST": "localhost",
            "PROSSIMO_EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend",
        },
    )


def test_the_real_worker_delivers_what_was_put(fresh_database):
    post = PostFactory()
    with identity.acting_as(post.user_id, post.pk) as actor:
        message = outbox.put(actor, outbox.NEWS, post.user_id)

    ran = run_worker(fresh_database)

    assert ran.returncode == 0, ran.stderr
    assert now(message).done_at is not None
    assert now(message).attempts == 0


def test_what_a_dead_worker_held_is_taken_up_again(fresh_database):
    """Killed in the middle, it left the job «doing» and a heartbeat that stopped."""
    post = PostFactory()
    with identity.acting_as(post.user_id, post.pk) as actor:
        message = outbox.put(actor, outbox.NEWS, post.user_id)
    with arranging(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour')"
            " RETURNING id"
        )
        dead = cursor.fetchone()
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s", dead)

    with suppress(AlreadyEnqueued):  # the worker's own clock may have been quicker
        take_up_again.defer(timestamp=0)
    runs = [run_worker(fresh_database) for _ in range(2)]

    assert [ran.returncode for ran in runs] == [0, 0], runs[0].stderr
    assert now(message).done_at is not None
    assert now(message).attempts == 0
