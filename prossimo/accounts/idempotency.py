"""A form posted twice, or a hundred times at once, has one effect and one answer."""

import hashlib
import json
import uuid
from collections.abc import Callable, Iterable, Mapping

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import QuerySet

from prossimo.accounts.models import IdempotencyKey
from prossimo.accounts.rules import Actor
from prossimo.core.prepared import prepared

FIELD = "idempotency_key"
NOT_CONTENT = {"csrfmiddlewaretoken", FIELD, "draft_key"}


class KeyReused(Exception):
    """The key of a submission already made came back with another text: answered 422.

    `answer` is where the first submission led.
    """

    def __init__(self, answer: str = "") -> None:
        self.answer = answer
        super().__init__("idempotency key reused with another body")


class AlreadyDone(Exception):
    """The very same submission came again: the answer is where the first one led."""

    def __init__(self, answer: str) -> None:
        self.answer = answer
        super().__init__("already done")


@prepared
def submission(actor: Actor, key: uuid.UUID) -> "QuerySet[IdempotencyKey]":
    return IdempotencyKey.objects.filter(key=key, user=actor.user_id)


def fingerprint(posted: Mapping[str, Iterable[str]]) -> str:
    """The hash of what a form says, whatever the order of its fields."""
    said = {name: list(values) for name, values in posted.items() if name not in NOT_CONTENT}
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def recall(actor: Actor, key: uuid.UUID, request_hash: str) -> None:
    """Before anything is checked: what was done needs no checking, and would not stand it.

    (A user name just registered is taken; a place just booked is full.) Raises `AlreadyDone`, or
    `KeyReused` for another body.
    """
    row = submission.first(actor, key)
    if row is None:
        return
    if row.request_hash != request_hash:
        raise KeyReused(row.answer)
    raise AlreadyDone(row.answer)


def once(actor: Actor, key: uuid.UUID, request_hash: str, run: Callable[[], str]) -> str:
    """Run the first time, answer the same ever after; raises `KeyReused` for another body.

    Inserting the key makes whoever comes second wait for the end of the first transaction: if that
    one fails, its key goes with it and the second runs.
    """
    if actor.user_id is None:
        raise PermissionDenied
    with transaction.atomic():
        if _taken(actor.user_id, key, request_hash):
            answer = run()
            _answered(key, answer)
            return answer
        # Another person's key stands behind the wall: it conflicts, and is not there to be read.
        row = submission.first(actor, key)
        if row is None or row.request_hash != request_hash:
            raise KeyReused(row.answer if row else "")
        return row.answer


def _taken(user_id: uuid.UUID, key: uuid.UUID, request_hash: str) -> bool:
    """Whether the key is ours; waits for whoever is inserting the same one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_idempotencykey (key, user_id, request_hash, answer, created_at)"
            " VALUES (%s, %s, %s, '', now()) ON CONFLICT DO NOTHING",
            [key, user_id, request_hash],
        )
        return bool(cursor.rowcount)


def _answered(key: uuid.UUID, answer: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE accounts_idempotencykey SET answer = %s WHERE key = %s", [answer, key]
        )
