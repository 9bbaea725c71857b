"""Everything printed says which body it comes from, who printed it and in which post."""

import pytest
from django.test import RequestFactory

from prossimo.accounts import identity
from prossimo.core import letterheads
from tests.accounts.factories import PostFactory
from tests.arranging import arranging


@pytest.fixture
def request_of_somebody(db, settings):
    settings.BODY_NAME, settings.DEMO = "", True
    with arranging():
        post = PostFactory(user__first_name="Ugo", user__last_name="Neri")
    made = RequestFactory().get("/")
    made.actor, made.user = identity.enter(post.user_id), post.user
    return made, post


def test_the_letterhead_names_the_ambito_the_person_and_the_post(request_of_somebody):
    request, post = request_of_somebody

    head = letterheads.of(request)

    assert head.body == post.ambito.name
    assert head.printed_by == f"Ugo Neri, {post}"
    assert head.invented


def test_the_name_of_the_body_wins_where_it_is_set(request_of_somebody, settings):
    settings.BODY_NAME = "Comune di Bergamo"

    assert letterheads.of(request_of_somebody[0]).body == "Comune di Bergamo"
