"""Who is asking lives as long as the transaction, and not a statement longer."""

import json

import pytest
from django.db import DatabaseError, connection, transaction

from prossimo.accounts import identity, journal
from prossimo.accounts.choices import Action
from prossimo.accounts.models import JournalLine
from tests.accounts.factories import PostFactory, UserFactory
from tests.arranging import arranging


def me():
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.me(), wall.post()")
        return cursor.fetchone()


def backend():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


def test_after_the_commit_nobody_is_asking(fresh_database):
    post = PostFactory()
    before = backend()

    with transaction.atomic():
        actor = identity.enter(post.user_id, post.pk)
        assert me() == (post.user_id, post.pk)

    assert actor.post_id == post.pk
    assert me() == (None, None)
    assert backend() == before, "the same connection was reused, and carried nothing over"


def test_after_a_rollback_nobody_is_asking(fresh_database):
    post = PostFactory()

    with pytest.raises(RuntimeError), transaction.atomic():
        identity.enter(post.user_id, post.pk)
        raise RuntimeError

    assert me() == (None, None)


def test_requests_on_one_connection_do_not_inherit_each_other(fresh_database, at_work_really):
    first, second = PostFactory(), PostFactory()
    one, other = at_work_really(first), at_work_really(second)

    for client, post in [(one, first), (other, second), (one, first)]:
        assert post.user.last_name in client.get("/il-mio-accesso/").content.decode()
        assert me() == (None, None)


@pytest.mark.django_db
def test_outside_any_identity_the_wall_shows_no_draft_and_no_line():
    with arranging():
        JournalLine.objects.create(at="2025-06-03T10:00Z", action=Action.LOGIN)

    assert JournalLine.objects.count() == 0


@pytest.mark.django_db
def test_a_post_that_ended_gives_nothing():
    post = PostFactory(period=("2020-01-01", "2020-02-01"))

    actor = identity.enter(post.user_id, post.pk)

    assert (actor.user_id, actor.post_id, actor.role) == (post.user_id, None, None)


@pytest.mark.django_db
def test_somebody_else_s_post_is_not_given():
    mine, other = PostFactory(), PostFactory()

    assert identity.enter(mine.user_id, other.pk).post_id == mine.pk


@pytest.mark.django_db
def test_who_is_suspended_works_in_no_post():
    post = PostFactory(user=UserFactory(is_active=False))

    assert identity.enter(post.user_id, post.pk).role is None


@pytest.mark.django_db
def test_lending_gives_the_identity_back():
    mine, other = PostFactory(), PostFactory()
    actor = identity.enter(mine.user_id, mine.pk)

    with identity.lent(other.user_id, back_to=actor):
        assert me()[0] == other.user_id

    assert me() == (mine.user_id, mine.pk)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO accounts_journalline (at, user_name, role, action, object_kind, purpose, "
        "result, note, request_id, address) VALUES (now(), '', '', 'read', '', '', 'done', '', '', '')",
        "UPDATE accounts_journalline SET note = 'x'",
        "DELETE FROM accounts_journalline",
        "TRUNCATE accounts_journalline",
        "ALTER TABLE accounts_journalline DISABLE ROW LEVEL SECURITY",
    ],
)
def test_the_application_writes_the_journal_through_its_one_door_only(statement):
    refused = pytest.raises(DatabaseError, match=r"permission denied|must be owner")

    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db
def test_the_door_takes_the_writer_from_the_transaction_and_from_nowhere_else(journal_of):
    writer, innocent = PostFactory(), PostFactory()
    identity.enter(writer.user_id, writer.pk)
    forged = {
        "action": "read",
        "result": "done",
        "user_id": str(innocent.user_id),
        "user": str(innocent.user_id),
        "user_name": "Innocente",
        "post_id": str(innocent.pk),
        "at": "1999-01-01",
        "ambito_id": str(innocent.ambito_id),
    }

    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.journal(%s::jsonb, '')", [json.dumps([forged])])

    [line] = journal_of(action="read")
    assert (line.user_id, line.post_id) == (writer.user_id, writer.pk)
    assert line.user_name == str(writer.user)
    assert line.ambito_id == writer.ambito_id
    assert line.at.year > 2000


@pytest.mark.django_db
def test_a_job_writes_its_lines_as_the_person_it_works_for(journal_of):
    post = PostFactory()

    with identity.acting_as(post.user_id, post.pk):
        journal.note(Action.EXPORT, "citizens.person")

    [line] = journal_of(action="export")
    assert line.user_id == post.user_id
    assert me() == (None, None)


def test_the_refusal_survives_the_rollback_where_commits_are_real(at_work_really):
    post = PostFactory()

    answer = at_work_really(post).get("/registro/")

    assert answer.status_code == 403
    with arranging():
        assert JournalLine.objects.filter(action="refused", user=post.user).count() == 1
