"""One submission, one effect: posted twice, posted changed, posted a hundred times at once."""

import threading
import uuid

import pytest
from bs4 import BeautifulSoup
from django.db import connection, transaction
from django.urls import reverse

from prossimo.accounts import idempotency, identity
from prossimo.accounts.choices import RoleKey
from prossimo.accounts.models import IdempotencyKey, User
from tests.accounts.factories import PostFactory
from tests.arranging import arranging

NEW = reverse("accounts:staff_new")
PERSON = {
    "last_name": "Rossi", "first_name": "Ada", "username": "ada.rossi", "language": "it",
    "post-role": "front_desk", "post-starts_on": "2025-01-01",
}  # fmt: skip


def submission(client, **more):
    form = BeautifulSoup(client.get(NEW).content, "lxml").select_one("form[data-draft-key]")
    hidden = {f["name"]: f.get("value", "") for f in form.select("input[type=hidden]")}
    return {**hidden, **PERSON, **more}


@pytest.mark.django_db
def test_posted_twice_it_is_done_once_and_answered_twice(at_work, administrator):
    client = at_work(administrator)
    data = submission(client)

    first, second = client.post(NEW, data), client.post(NEW, data)

    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"]
    assert User.objects.filter(username="ada.rossi").count() == 1


@pytest.mark.django_db
def test_the_same_key_with_another_body_is_refused_and_says_where_the_first_went(
    at_work, administrator
):
    client = at_work(administrator)
    data = submission(client)
    first = client.post(NEW, data)

    answer = client.post(NEW, {**data, "username": "un.altra"})

    assert answer.status_code == 422
    assert first["Location"] in answer.content.decode()
    assert not User.objects.filter(username="un.altra").exists()


@pytest.mark.django_db
def test_a_form_refused_keeps_its_key_and_may_be_mended(at_work, administrator):
    client = at_work(administrator)
    data = submission(client, **{"post-starts_on": "boh"})
    assert client.post(NEW, data).status_code == 200

    assert client.post(NEW, {**data, "post-starts_on": "2025-01-01"}).status_code == 302


@pytest.mark.django_db
def test_a_form_without_its_key_asks_to_be_opened_again(at_work, administrator):
    answer = at_work(administrator).post(NEW, PERSON)

    assert answer.status_code == 200
    assert not User.objects.filter(username="ada.rossi").exists()


@pytest.mark.django_db
def test_the_key_of_another_opens_nothing(as_actor):
    one, other = PostFactory(), PostFactory()
    key = uuid.uuid4()
    idempotency.once(as_actor(one), key, "h", lambda: "/fatto/")

    with pytest.raises(idempotency.KeyReused) as raised:
        idempotency.once(as_actor(other), key, "h", lambda: pytest.fail("ran"))

    assert raised.value.answer == ""


@pytest.mark.django_db
def test_what_failed_may_be_tried_again(as_actor):
    actor, key = as_actor(PostFactory()), uuid.uuid4()

    with pytest.raises(ZeroDivisionError):
        idempotency.once(actor, key, "h", lambda: str(1 / 0))

    assert idempotency.once(actor, key, "h", lambda: "/fatto/") == "/fatto/"


def test_the_order_of_the_fields_is_no_content():
    one = {"a": ["1", "2"], "b": ["x"], "csrfmiddlewaretoken": ["t"]}
    same = {"b": ["x"], "a": ["1", "2"], "idempotency_key": ["k"], "draft_key": ["d"]}

    assert idempotency.fingerprint(one) == idempotency.fingerprint(same)
    assert idempotency.fingerprint(one) != idempotency.fingerprint({**one, "a": ["2", "1"]})


def race(key, post, answers, effects):
    """One of many at once: its own connection, its own transaction."""
    try:
        with transaction.atomic():
            actor = identity.enter(post.user_id, post.pk)

            def run():
                effects.append(1)
                return f"/fatto/{len(effects)}/"

            answers.append(idempotency.once(actor, key, "h", run))
    finally:
        connection.close()


def crowd(target, *args, size=50):
    threads = [threading.Thread(target=target, args=args) for _ in range(size)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not any(thread.is_alive() for thread in threads)


def test_a_hundred_at_once_have_one_effect(fresh_database):
    post, answers, effects = PostFactory(), [], []
    key = uuid.uuid4()

    for _ in range(2):
        crowd(race, key, post, answers, effects)

    assert len(answers) == 100
    assert set(answers) == {"/fatto/1/"}
    assert len(effects) == 1


def test_without_the_key_the_hundred_would_have_many(fresh_database):
    """The control: the crowd really is a crowd."""
    post, answers, effects = PostFactory(), [], []

    def alone(*_):
        race(uuid.uuid4(), post, answers, effects)

    crowd(alone, None, size=20)

    assert len(effects) == 20


def test_keys_of_yesterday_are_swept_and_those_of_today_stay(fresh_database):
    post = PostFactory(role=RoleKey.FRONT_DESK)
    with arranging():
        for hours in (1, 23, 25, 48):
            row = IdempotencyKey.objects.create(user=post.user, request_hash="h", answer="/x/")
            with connection.cursor() as cursor:
                cursor.execute(
                    "UPDATE accounts_idempotencykey SET created_at = now() - %s * interval '1 hour'"
                    " WHERE key = %s",
                    [hours, row.pk],
                )
    from prossimo.accounts.tasks import sweep

    sweep(timestamp=0)

    with arranging():
        assert IdempotencyKey.objects.count() == 2
