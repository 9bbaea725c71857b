"""Staff at work: a browser that has entered in a given post."""

import pytest
from django.db import connection
from django.test import Client

from prossimo.accounts import identity
from prossimo.accounts.choices import RoleKey
from prossimo.accounts.models import JournalLine
from tests.accounts.factories import PostFactory
from tests.arranging import arranging, become

PASSWORD = "una frase lunga da ricordare"


def with_password(user, password=PASSWORD):
    user.set_password(password)
    with arranging():
        user.save(update_fields=["password"])
    return user


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
def administrator(db):
    return PostFactory(role=RoleKey.ADMINISTRATOR)


@pytest.fixture
def officer(db):
    """The data-protection officer."""
    return PostFactory(role=RoleKey.DPO)


@pytest.fixture
def journal_of(db):
    """What the journal holds, read past the wall."""

    def lines(**conditions):
        with arranging():
            return list(JournalLine.objects.filter(**conditions).order_by("id"))

    return lines


@pytest.fixture
def as_actor(db):
    """Enter as a post inside the test's transaction, and forget it afterwards."""

    def enter(post):
        return identity.enter(post.user_id, post.pk)

    yield enter
    if not connection.needs_rollback:
        identity.leave()
        become("prossimo_app")


@pytest.fixture
def at_work_really(fresh_database):
    """The same where commits are real."""

    def enter(post, **options):
        client = Client(**options)
        client.force_login(post.user)
        session = client.session
        session["post"] = str(post.pk)
        session.save()
        return client

    return enter


@pytest.fixture
def colleague(administrator):
    return PostFactory(ambito=administrator.ambito)
