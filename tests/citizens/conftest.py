"""The usual desk of these tests: one ambito, one operator, signed in."""

import pytest

from prossimo.accounts.identity import enter
from tests.accounts.factories import PostFactory


@pytest.fixture
def post(db):
    return PostFactory()


@pytest.fixture
def actor(post):
    return enter(post.user_id, post.pk)


@pytest.fixture
def desk(client, post):
    """The client of a front-desk operator."""
    client.force_login(post.user)
    return client
