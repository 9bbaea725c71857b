"""The usual people of a case: who owns it, who coordinates, and the case between them."""

import pytest
from django.test import Client

from prossimo.accounts import identity
from prossimo.accounts.choices import RoleKey
from tests.accounts.factories import PostFactory
from tests.cases.factories import CaseFactory


@pytest.fixture
def owner(db):
    return PostFactory(role=RoleKey.CASEWORKER)


@pytest.fixture
def manager(owner):
    return PostFactory(role=RoleKey.AREA_MANAGER, ambito=owner.ambito)


@pytest.fixture
def colleague(owner):
    return PostFactory(role=RoleKey.CASEWORKER, ambito=owner.ambito)


@pytest.fixture
def case(owner):
    return CaseFactory(ambito=owner.ambito, owner=owner)


@pytest.fixture
def acting():
    """Who acts, as the request of theirs would."""
    yield lambda post: identity.enter(post.user_id, post.pk)
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
