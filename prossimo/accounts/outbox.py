"""Consequences of a write: a row and a job in its transaction, carried out by the worker.

The worker acts as the person who wrote, under both walls. The effect and the mark «done» are one
transaction under the lock of the row: whatever dies and is tried again, the effect happens once.
"""

import uuid

from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from prossimo.accounts import identity
from prossimo.accounts.models import MOST_ATTEMPTS, OutboxMessage
from prossimo.accounts.rules import Actor
from prossimo.core.events import topics

NEWS = "accounts.news"  # the object is a user: a mail that says only «c'è una novità, entra»


def put(actor: Actor, topic: str, object_id: uuid.UUID) -> OutboxMessage:
    """Promise the consequence in the present transaction; `KeyError` for an undeclared topic."""
    if actor.user_id is None or actor.post_id is None or actor.ambito_id is None:
        raise PermissionDenied(_("Solo chi è al lavoro in un incarico fa partire una consegna."))
    message = OutboxMessage.objects.create(
        topic=topics[topic].key,
        object_id=object_id,
        user_id=actor.user_id,
        post_id=actor.post_id,
        ambito_id=actor.ambito_id,
    )
    defer(message)
    return message


def defer(message: OutboxMessage) -> None:
    """Queue the job, on the connection of the transaction; one thing's deliveries keep their order."""
    from prossimo.accounts.tasks import deliver

    deliver.configure(lock=str(message.object_id)).defer(
        message=str(message.pk), user=str(message.user_id), post=str(message.post_id)
    )


def carry_out(message_id: uuid.UUID, user_id: uuid.UUID, post_id: uuid.UUID) -> None:
    """Deliver one message as its author; a failure is written down, then raised again."""
    try:
        with identity.acting_as(user_id, post_id) as actor:
            message = OutboxMessage.objects.select_for_update(of=("self",)).get(pk=message_id)
            if message.done_at is not None:
                return
            if actor.post_id != post_id:
                raise PermissionDenied(_("L'incarico di chi l'ha avviata è concluso."))
            topics[message.topic].handle(str(message.object_id))
            message.done_at, message.error = timezone.now(), ""
            message.save(update_fields=["done_at", "error"])
    except Exception as error:
        _write_down(message_id, user_id, error)
        raise


def _write_down(message_id: uuid.UUID, user_id: uuid.UUID, error: Exception) -> None:
    """Only the kind of the error: its message may repeat what a person told."""
    said = str(error) if isinstance(error, PermissionDenied) else type(error).__name__
    with identity.acting_as(user_id):
        OutboxMessage.objects.filter(pk=message_id, done_at=None).update(
            attempts=F("attempts") + 1, error=said[:300]
        )


def is_dead(message: OutboxMessage) -> bool:
    return message.done_at is None and message.attempts >= MOST_ATTEMPTS
