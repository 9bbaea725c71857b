"""The usual people of the door: an operator on duty, somebody who knocks, a reason."""

import datetime as dt
from dataclasses import dataclass

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from prossimo.access.choices import Subject
from prossimo.access.models import Desk, Reason
from prossimo.accounts import identity
from prossimo.accounts.choices import RoleKey
from prossimo.accounts.models import JournalLine, Post
from prossimo.accounts.rules import Actor
from prossimo.citizens.models import Person
from tests.access.factories import DeskDutyFactory, DeskFactory, ReasonFactory
from tests.access.street import Street
from tests.accounts.factories import PostFactory
from tests.arranging import arranging
from tests.citizens.factories import PersonFactory


@dataclass
class Door:
    """A desk with its operator, a reason in use and somebody known."""

    desk: Desk
    post: Post
    reason: Reason
    person: Person

    @property
    def actor(self) -> Actor:
        return identity.enter(self.post.user_id, self.post.pk)

    def told(self, **more):
        """What a good contact says, as the operation takes it."""
        values = {
            "desk": self.desk,
            "reasons": [self.reason],
            "person": self.person,
            "subject": Subject.PERSON,
            "needs": "Chiede un aiuto per l'affitto",
        }
        return {**values, **more}

    def typed(self, **more):
        """The same as the browser posts it."""
        values = {
            "idempotency_key": "0190c0de-0000-7000-8000-00000000000a",
            "desk": str(self.desk.pk),
            "channel": "person",
            "person": str(self.person.pk),
            "person_text": self.person.listed_name,
            "speaker": "self",
            "reasons": [str(self.reason.pk)],
            "needs": "Chiede un aiuto per l'affitto",
        }
        return {**values, **more}


@pytest.fixture
def door(db):
    post = PostFactory()
    desk = DeskFactory(ambito=post.ambito, name="Pass")
    DeskDutyFactory(desk=desk, post=post)
    yield Door(desk, post, ReasonFactory(), PersonFactory(ambito=post.ambito))
    if not connection.needs_rollback:
        identity.leave()


@pytest.fixture
def at_work(db):
    """A client that has entered, working in the post."""

    def enter(post, **options):
        client = Client(**options)
        client.force_login(post.user)
        session = client.session
        session["post"] = str(post.pk)
        session.save()
        return client

    return enter


@pytest.fixture
def colleague(door):
    """Another post of the same ambito, on duty at the same desk."""

    def take(**more):
        post = PostFactory(ambito=door.desk.ambito, **more)
        DeskDutyFactory(desk=door.desk, post=post)
        return post

    return take


@pytest.fixture
def it_is(monkeypatch):
    """Set the clock to an instant."""

    def set_clock(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment.astimezone(dt.UTC))

    return set_clock


@pytest.fixture
def journal_of(db):
    """What the journal holds, read past the wall."""

    def lines(**conditions):
        with arranging():
            return list(JournalLine.objects.filter(**conditions).order_by("id"))

    return lines


@pytest.fixture
def worker(db):
    """A social worker of the segretariato, and who acts as her."""
    return PostFactory(role=RoleKey.SOCIAL_DESK)


@pytest.fixture
def actor(worker):
    yield identity.enter(worker.user_id, worker.pk)


@pytest.fixture
def street(db):
    return Street()
