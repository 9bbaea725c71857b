"""Messages to who has no account: promised once a key, due at an hour, taken back when needless."""

import datetime as dt
import uuid

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language
from procrastinate.contrib.django import app

from prossimo.access import policies
from prossimo.access.choices import MessageChannel, MessageKind
from prossimo.access.models import Message
from prossimo.accounts.rules import Actor

MOST_ATTEMPTS = 8
PATIENCE = [1, 4, 15, 60, 180, 360, 720]  # minutes before each new attempt


def is_open(channel: str) -> bool:
    """E-mail always; SMS only where somebody has configured who sends them."""
    return channel == MessageChannel.EMAIL or (
        channel == MessageChannel.SMS and bool(settings.SMS_SENDER)
    )


def put(
    *,
    by: Actor,
    kind: MessageKind,
    object_id: uuid.UUID,
    key: str,
    channel: str,
    to: str,
    due_at: dt.datetime | None = None,
    language: str = "",
) -> uuid.UUID | None:
    """Promise a message in the present transaction; the same key to the same address is one.

    `key` says what makes it one only (`reminder:<appointment>:<hour>`). Nothing is promised without
    an address, or by a channel that is not open here. The text is written when it leaves.
    """
    if not to or not is_open(channel):
        return None
    me, post, ambito = policies.at_work(by)
    message = Message(
        ambito_id=ambito,
        kind=kind,
        object_id=object_id,
        key=key,
        channel=channel,
        sent_to=to,
        language=(language or get_language() or settings.LANGUAGE_CODE)[:5],
        due_at=due_at or timezone.now(),
        user_id=me,
        post_id=post,
    )
    Message.objects.bulk_create([message], ignore_conflicts=True)
    if message.due_at <= timezone.now():
        _hurry(message)
    return message.pk


def withdraw(object_id: uuid.UUID, *kinds: MessageKind) -> int:
    """Take back what was not sent yet about a thing: all of it, or of some kinds."""
    waiting = Message.objects.unscoped("what was promised by who writes, or by the door").filter(
        object_id=object_id, sent_at=None, cancelled_at=None
    )
    if kinds:
        waiting = waiting.filter(kind__in=kinds)
    return waiting.update(cancelled_at=timezone.now())


def next_attempt(attempts: int, now: dt.datetime) -> dt.datetime:
    """When to try again after so many failures."""
    wait = PATIENCE[min(attempts, len(PATIENCE)) - 1]
    return now + dt.timedelta(minutes=wait)


def _hurry(message: Message) -> None:
    """What is due now does not wait for the next round."""
    app.configure_task("access.send_message", queue="messages", lock=str(message.object_id)).defer(
        ambito=str(message.ambito_id), message=str(message.pk)
    )
