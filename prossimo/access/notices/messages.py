"""The postman: writes each message when it leaves, as the citizens' door, and never sends it twice.

The mark «sent» and the sending are under the lock of the row; the Message-ID is the row's own, so
that even a death between the two is one letter for whoever receives it.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone, translation
from django.utils.module_loading import import_string

from prossimo.access.choices import MessageChannel, MessageKind
from prossimo.access.models import Message
from prossimo.access.operations.messages import MOST_ATTEMPTS, next_attempt
from prossimo.accounts import identity
from prossimo.core.registry import Registry
from prossimo.territory.models import Ambito

AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Attached:
    name: str
    content: bytes
    kind: str


@dataclass(frozen=True, slots=True)
class Text:
    """What is sent: a subject (e-mail only) and few words."""

    subject: str
    body: str
    attached: tuple[Attached, ...] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """How a kind of message is written; `None` says that it is needless by now."""

    key: MessageKind
    write: Callable[[Message], Text | None]


letters: Registry[Letter] = Registry("letters")


def send_due() -> int:
    """Send what is due, ambito by ambito; how many left."""
    sent = 0
    for ambito_id in Ambito.objects.values_list("pk", flat=True):
        with identity.acting_as_the_door(ambito_id):
            due = list(
                Message.objects.unscoped("the door sends what its ambito promised")
                .filter(
                    ambito=ambito_id,
                    due_at__lte=timezone.now(),
                    sent_at=None,
                    cancelled_at=None,
                    attempts__lt=MOST_ATTEMPTS,
                )
                .values_list("pk", flat=True)[:AT_ONCE]
            )
        sent += sum(send(ambito_id, message_id) for message_id in due)
    return sent


def send(ambito_id: uuid.UUID, message_id: uuid.UUID) -> bool:
    """Send one message unless it was sent, taken back or is being sent elsewhere."""
    with identity.acting_as_the_door(ambito_id):
        rows = Message.objects.unscoped("the door sends what its ambito promised")
        message = (
            rows.select_for_update(of=("self",), skip_locked=True)
            .filter(pk=message_id, sent_at=None, cancelled_at=None, due_at__lte=timezone.now())
            .first()
        )
        if message is None:
            return False
        identity.follow_link(message.object_id)
        try:
            with transaction.atomic():
                left = _deliver(message)
        except Exception as error:  # whatever the carrier says: it is tried again later
            message.attempts += 1
            message.error = type(error).__name__[:300]  # never its text: it may repeat an address
            message.due_at = next_attempt(message.attempts, timezone.now())
            left = False
        message.save(update_fields=["sent_at", "cancelled_at", "attempts", "error", "due_at"])
        return left


def _deliver(message: Message) -> bool:
    letter = letters.get(message.kind)
    with translation.override(message.language):
        text = letter.write(message) if letter else None
    if text is None:
        message.cancelled_at = timezone.now()
        return False
    if message.channel == MessageChannel.SMS:
        import_string(settings.SMS_SENDER)(message.sent_to, text.body)
    else:
        _mail(message, text)
    message.sent_at, message.error = timezone.now(), ""
    return True


def _mail(message: Message, text: Text) -> None:
    mail = EmailMessage(
        " ".join(text.subject.split()),
        text.body,
        settings.DEFAULT_FROM_EMAIL,
        [message.sent_to],
        headers={"Message-ID": f"<{message.pk}@prossimo>", "Auto-Submitted": "auto-generated"},
    )
    for each in text.attached:
        mail.attach(each.name, each.content, each.kind)
    mail.send()
