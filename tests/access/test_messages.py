"""Messages leave when due, once, with nothing of theirs kept but when and to whom."""

import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone

from prossimo.access.choices import MessageChannel, MessageKind
from prossimo.access.models import Message
from prossimo.access.notices import messages as postman
from prossimo.access.operations import messages
from prossimo.accounts import identity
from prossimo.core.records import new_id
from tests.arranging import arranging

pytestmark = pytest.mark.django_db
TO = "chi.aspetta@example.org"


@pytest.fixture
def written(monkeypatch):
    """A letter of the tests' own, under a kind that nobody here writes."""
    texts = {"text": postman.Text("Oggetto\r\nBcc: altri@example.org", "Ci vediamo")}
    kept = dict(postman.letters._items)
    monkeypatch.setattr(postman.letters, "_items", kept)
    kept[MessageKind.REFERRAL_NEWS] = postman.Letter(
        MessageKind.REFERRAL_NEWS, lambda message: texts["text"]
    )
    return texts


def promised(actor, *, key="one", due_at=None, **more):
    told = {"channel": MessageChannel.EMAIL, "to": TO, "object_id": new_id(), **more}
    return messages.put(by=actor, kind=MessageKind.REFERRAL_NEWS, key=key, due_at=due_at, **told)


def the_message():
    with arranging():
        return Message.objects.unscoped("test").get()


def test_what_is_due_leaves_once(door, written):
    pk = promised(door.actor)
    identity.leave()

    assert postman.send_due() == 1
    assert postman.send_due() == 0
    assert postman.send(door.desk.ambito_id, pk) is False
    assert [sent.to for sent in mail.outbox] == [[TO]]
    assert mail.outbox[0].extra_headers["Message-ID"] == f"<{pk}@prossimo>"
    assert "\n" not in mail.outbox[0].subject
    assert the_message().sent_at is not None


def test_the_same_key_to_the_same_address_is_one_message(door, written):
    promised(door.actor)
    promised(door.actor)
    identity.leave()

    assert postman.send_due() == 1


def test_what_is_not_due_waits(door, written):
    promised(door.actor, due_at=timezone.now() + dt.timedelta(hours=1))
    identity.leave()

    assert postman.send_due() == 0


def test_what_was_taken_back_never_leaves(door, written):
    thing = new_id()
    promised(door.actor, object_id=thing)
    messages.withdraw(thing)
    identity.leave()

    assert postman.send_due() == 0


def test_a_carrier_that_fails_is_tried_again_later(door, written, monkeypatch, it_is):
    now = timezone.now()
    promised(door.actor)
    identity.leave()

    def broken(self, *args, **kwargs):
        raise OSError("refused for chi.aspetta@example.org")

    with monkeypatch.context() as patched:
        patched.setattr(postman.EmailMessage, "send", broken)
        assert postman.send_due() == 0
    failed = the_message()

    assert (failed.attempts, failed.error) == (1, "OSError")
    assert failed.due_at > now
    it_is(failed.due_at + dt.timedelta(seconds=1))
    assert postman.send_due() == 1


def test_what_is_needless_by_now_is_not_sent(door, written):
    written["text"] = None
    promised(door.actor)
    identity.leave()

    assert postman.send_due() == 0
    assert the_message().cancelled_at is not None


def test_no_text_message_leaves_where_nobody_sends_them(door, written):
    assert promised(door.actor, channel=MessageChannel.SMS, to="3331234567") is None


sent_texts = []


def carry(to, text):
    sent_texts.append((to, text))


def test_a_text_message_leaves_by_the_adapter(door, written, settings):
    settings.SMS_SENDER = "tests.access.test_messages.carry"
    sent_texts.clear()
    promised(door.actor, channel=MessageChannel.SMS, to="3331234567")
    identity.leave()

    assert postman.send_due() == 1
    assert sent_texts == [("3331234567", "Ci vediamo")]
