"""A contact posted a hundred times at once, and one that two people save at the same instant."""

import threading

import pytest
from django.db import connection
from django.test import Client

from prossimo.access.models import Contact
from prossimo.accounts.choices import RoleKey
from prossimo.core.records import new_id
from tests.access.conftest import Door
from tests.access.factories import ContactFactory, DeskDutyFactory, DeskFactory, ReasonFactory
from tests.accounts.factories import PostFactory
from tests.arranging import arranging
from tests.citizens.factories import PersonFactory

URL = "/contatti/nuovo/"
CROWD = 20


@pytest.fixture
def open_door(fresh_database):
    """The usual door, on a database where commits are real."""
    post = PostFactory()
    desk = DeskFactory(ambito=post.ambito, name="Pass")
    DeskDutyFactory(desk=desk, post=post)
    return Door(desk, post, ReasonFactory(), PersonFactory(ambito=post.ambito))


def entered(post):
    client = Client()
    client.force_login(post.user)
    session = client.session
    session["post"] = str(post.pk)
    session.save()
    return client


def all_together(tasks):
    """Run them at the same instant, each in a thread with its own connection."""
    gate, answers = threading.Barrier(len(tasks)), [None] * len(tasks)

    def run(at, task):
        try:
            gate.wait(timeout=20)
            answers[at] = task()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(tasks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return answers


def recorded():
    with arranging():
        return Contact.objects.unscoped("what is written").count()


def test_a_hundred_posts_at_once_record_one_contact(open_door):
    client, body = entered(open_door.post), open_door.typed()
    cookies = client.cookies

    def post():
        mine = Client()
        mine.cookies = cookies
        return mine.post(URL, body)

    answers = [answer for _round in range(5) for answer in all_together([post] * CROWD)]

    assert len(answers) == 100
    assert {(a.status_code, a["Location"]) for a in answers} == {(302, URL)}
    assert recorded() == 1


def test_without_the_number_the_crowd_would_record_many(open_door):
    """The control: each with a number of its own, all of them are written."""
    cookies = entered(open_door.post).cookies

    def post():
        mine = Client()
        mine.cookies = cookies
        return mine.post(URL, open_door.typed(idempotency_key=str(new_id())))

    answers = all_together([post] * CROWD)

    assert {answer.status_code for answer in answers} == {302}
    assert recorded() == CROWD


def test_of_two_who_save_at_once_one_is_told_and_nothing_is_lost(open_door):
    door = open_door
    contact = ContactFactory(desk=door.desk, post=door.post, author=door.post.user)
    social = PostFactory(role=RoleKey.SOCIAL_DESK, ambito=door.desk.ambito)
    url = contact.get_absolute_url() + "modifica/"
    author, other = entered(door.post), entered(social)

    def body(**more):
        return door.typed(version="1", idempotency_key=str(new_id()), **more)

    answers = all_together(
        [
            lambda: author.post(url, body(needs="il primo")),
            lambda: other.post(url, body(needs="il secondo", why="ha richiamato")),
        ]
    )

    assert sorted(answer.status_code for answer in answers) == [302, 409]
    told = next(answer for answer in answers if answer.status_code == 409).content.decode()
    assert "il primo" in told
    assert "il secondo" in told
    with arranging():
        kept = Contact.objects.unscoped("what is written").get(pk=contact.pk)
    assert kept.version == 2
    assert kept.needs in {"il primo", "il secondo"}
