"""The usual desk of these tests: one ambito, one operator, signed in."""

import pytest

from prossimo.accounts.choices import RoleKey
from prossimo.accounts.identity import enter
from tests.accounts.factories import PostFactory
from tests.citizens.factories import PersonFactory
from tests.citizens.twofold import CODE, entered, pair_in


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


@pytest.fixture
def judge(db):
    """A social worker of the segretariato."""
    return PostFactory(role=RoleKey.SOCIAL_DESK)


@pytest.fixture
def by(judge):
    return enter(judge.user_id, judge.pk)


@pytest.fixture
def two(judge):
    """A file and its double."""
    kept = PersonFactory(ambito=judge.ambito, surname="Rossi", given_name="Maria", tax_code=CODE)
    gone = PersonFactory(ambito=judge.ambito, surname="Rosi", given_name="Maria")
    return kept, gone


@pytest.fixture
def office(judge):
    return entered(judge)


@pytest.fixture
def pair(judge):
    return pair_in(judge)
