"""What a point check allows, the set shows and the second wall shows: three answers, one truth."""

import itertools

import pytest

from prossimo.accounts import policies
from prossimo.accounts.choices import Action, RoleKey
from prossimo.accounts.models import JournalLine, OutboxMessage, Post, RoleGrant
from prossimo.accounts.roles import roles
from prossimo.accounts.rules import Right
from tests.accounts.factories import PostFactory, post_of
from tests.arranging import arranging
from tests.territory.factories import AmbitoFactory, MunicipalityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    """Two ambiti, two towns in the first, and a post of every role in each."""
    here, there = AmbitoFactory(), AmbitoFactory()
    town, next_town = MunicipalityFactory(ambito=here), MunicipalityFactory(ambito=here)
    posts = [post_of(role, ambito) for role in RoleKey for ambito in (here, there)]
    posts += [
        PostFactory(role=role, ambito=here, municipality=place)
        for role in (RoleKey.ADMINISTRATOR, RoleKey.DPO, RoleKey.FRONT_DESK)
        for place in (town, next_town)
    ]
    return posts


def write_lines(posts):
    with arranging():
        JournalLine.objects.bulk_create(
            JournalLine(
                at="2025-06-03T10:00Z", user=post.user, ambito_id=ambito, action=Action.READ
            )
            for post, ambito in itertools.product(posts[:4], {p.ambito_id for p in posts} | {None})
        )


def put_messages(posts):
    with arranging():
        OutboxMessage.objects.bulk_create(
            OutboxMessage(
                topic="accounts.news", object_id=p.pk, user=p.user, post=p, ambito=p.ambito
            )
            for p in posts
        )


def test_posts_agree(world, as_actor):
    everything = list(Post.objects.all())
    for post in world:
        actor = as_actor(post)

        by_point = {p.pk for p in everything if policies.may_see_post(actor, p)}
        by_set = {p.pk for p in Post.objects.visible_to(actor)}

        assert by_point == by_set
        assert bool(by_set) is (post.role == RoleKey.ADMINISTRATOR)


def test_journal_lines_agree_and_the_wall_shows_the_same(world, as_actor):
    write_lines(world)
    with arranging():
        everything = list(JournalLine.objects.all())
    readers = 0
    for post in world:
        actor = as_actor(post)

        by_point = {line.pk for line in everything if policies.may_read_journal_line(actor, line)}
        by_set = {line.pk for line in JournalLine.objects.visible_to(actor)}
        behind_the_wall = {line.pk for line in JournalLine.objects.all()}

        assert by_point == by_set == behind_the_wall
        readers += bool(by_set)
    assert len(everything) >= 8
    assert readers == len([p for p in world if p.role == RoleKey.DPO])


def test_deliveries_agree(world, as_actor):
    put_messages(world)
    with arranging():
        everything = list(OutboxMessage.objects.all())
    for post in world:
        actor = as_actor(post)

        by_point = {m.pk for m in everything if policies.may_see_delivery(actor, m)}

        assert by_point == {m.pk for m in OutboxMessage.objects.visible_to(actor)}


def test_nobody_manages_a_post_of_their_own(administrator, as_actor):
    actor = as_actor(administrator)

    assert policies.may_see_post(actor, administrator)
    verdict = policies.may_manage_post(actor, administrator)
    assert not verdict
    assert "un altro amministratore" in verdict.reason


def test_who_works_for_two_ambiti_is_nobody_s_alone(administrator, as_actor):
    shared = PostFactory(ambito=administrator.ambito)
    PostFactory(user=shared.user)

    verdict = policies.may_manage_user(as_actor(administrator), shared.user)

    assert not verdict
    assert "un altro Ambito" in verdict.reason


def test_the_table_of_the_second_wall_says_what_the_roles_declare():
    declared = {
        (role.key, right.value, reach.value)
        for role in roles
        for right, reach in role.rights.items()
    }

    assert set(RoleGrant.objects.values_list("role", "right", "reach")) == declared


def test_every_refusal_has_its_words(as_actor, administrator):
    actor = as_actor(administrator)

    assert "responsabile" in policies.may(actor, Right.PERSON_READ).reason
    assert policies.may(actor, Right.STAFF_MANAGE)
    assert set(policies.REASONS) == {
        "no_right", "other_ambito", "other_municipality", "other_desk", "other_case",
        "purpose",
    }  # fmt: skip
