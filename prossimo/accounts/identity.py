"""Who is asking: the identity that both walls read, set inside the transaction of the request."""

import contextlib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils.translation import gettext as _

from prossimo.accounts import journal
from prossimo.accounts.models import User
from prossimo.accounts.roles import roles
from prossimo.accounts.rules import Actor
from prossimo.core.records import new_id


@dataclass(frozen=True, slots=True)
class Entry:
    """What `wall.enter` answers: the post in use, or none."""

    post_id: uuid.UUID
    role: str
    ambito_id: uuid.UUID
    municipality_id: uuid.UUID | None
    organisation_id: uuid.UUID | None
    neighbourhood_id: uuid.UUID | None
    name: str


def enter(
    user_id: uuid.UUID, post_id: uuid.UUID | str | None = None, request_id: str = ""
) -> Actor:
    """Tell the database who asks, for this transaction only, and return the same as an `Actor`.

    The post is one of the person's posts in force: the one asked for, otherwise the first.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM wall.enter(%s, %s, %s)", [user_id, post_id or None, request_id]
        )
        row = cursor.fetchone()
    if row is None:
        return Actor(user_id=user_id, request_id=request_id)
    entry = Entry(*row)
    return Actor(
        user_id=user_id,
        post_id=entry.post_id,
        role=roles[entry.role],
        ambito_id=entry.ambito_id,
        municipality_id=entry.municipality_id,
        organisation_id=entry.organisation_id,
        neighbourhood_id=entry.neighbourhood_id,
        name=entry.name,
        request_id=request_id,
    )


def leave() -> None:
    """Forget who asks, inside the same transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.leave()")


@contextlib.contextmanager
def acting_as(user: User | uuid.UUID, post_id: uuid.UUID | str | None = None) -> Iterator[Actor]:
    """Work outside a request (a job, a command) as a person: one transaction, journal written."""
    user_id = user.pk if isinstance(user, User) else user
    with transaction.atomic(), journal.collecting() as lines:
        actor = enter(user_id, post_id, request_id=str(new_id()))
        try:
            yield actor
            journal.write(lines)
        finally:
            if not connection.needs_rollback:
                leave()


@contextlib.contextmanager
def lent(user_id: uuid.UUID, *, back_to: Actor) -> Iterator[Actor]:
    """For a moment inside a request, act for another person: only to keep what is theirs."""
    actor = enter(user_id)
    try:
        yield actor
    finally:
        if not connection.needs_rollback:
            if back_to.user_id is None:
                leave()
            else:
                enter(back_to.user_id, back_to.post_id, back_to.request_id)


def enter_by_the_door(ambito_id: uuid.UUID, request_id: str = "") -> Actor:
    """Act as the citizens' door of an ambito: for pages and jobs of who has no account.

    Raises `PermissionDenied` where an administrator has shut it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT user_id, post_id FROM wall.portal(%s)", [ambito_id])
        row = cursor.fetchone()
    if row is None:
        raise PermissionDenied(_("La prenotazione in linea è chiusa: telefona allo sportello."))
    return enter(row[0], row[1], request_id)


def follow_link(object_id: uuid.UUID) -> None:
    """For this transaction, let the door see the one appointment or referral of the link."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('prossimo.link', %s, true)", [str(object_id)])


@contextlib.contextmanager
def acting_as_the_door(ambito_id: uuid.UUID) -> Iterator[Actor]:
    """Work outside a request as the citizens' door: one transaction, journal written."""
    with transaction.atomic(), journal.collecting() as lines:
        actor = enter_by_the_door(ambito_id, request_id=str(new_id()))
        try:
            yield actor
            journal.write(lines)
        finally:
            if not connection.needs_rollback:
                leave()
