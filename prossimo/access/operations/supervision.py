"""The writes of the supervision: begun with the contact, seen, commented, answered, taken over."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from prossimo.access.models import Contact, Review, ReviewNote
from prossimo.access.operations.requests import open_request
from prossimo.access.policies.contacts import at_work
from prossimo.access.policies.supervision import may_answer_review, may_supervise
from prossimo.access.workflow import REVIEW
from prossimo.accounts import journal, outbox
from prossimo.accounts.choices import Action
from prossimo.accounts.outbox import NEWS
from prossimo.accounts.rules import Actor
from prossimo.core.concurrency import save_versioned

KIND = "access.review"


def begin_review(contact: Contact) -> Review | None:
    """Where the desk is supervised, the contact waits to be looked at, from its very transaction."""
    rows = Review.objects.unscoped("the review of the contact being written")
    if not contact.desk.is_supervised or rows.filter(contact=contact).exists():
        return None
    review = Review.objects.create(contact=contact)
    journal.note(Action.CREATE, KIND, review.pk)
    return review


def mark_seen(review: Review, *, by: Actor, expected: int) -> Review:
    """Looked at, and nothing to say. Raises `StaleVersion` and `IllegalMove`."""
    may_supervise(by, review).enforce()
    return _move(review, "see", by=by, expected=expected, **_signed(by))


@transaction.atomic
def comment(review: Review, *, by: Actor, expected: int, text: str) -> ReviewNote:
    """Ask or tell the author something: they are told, and the contact waits for their answer."""
    may_supervise(by, review).enforce()
    _move(review, "comment", by=by, expected=expected, **_signed(by))
    return _say(review, by=by, text=text, to=review.contact.author_id)


@transaction.atomic
def answer(review: Review, *, by: Actor, expected: int, text: str) -> ReviewNote:
    """What the author answers: the contact goes back among those to look at."""
    may_answer_review(by, review).enforce()
    _move(review, "answer", by=by, expected=expected)
    return _say(review, by=by, text=text, to=review.reviewer_id)


@transaction.atomic
def take_over(review: Review, *, by: Actor, expected: int, urgency: int) -> Review:
    """Make of the contact a request to the segretariato; the author is told."""
    may_supervise(by, review).enforce()
    _move(review, "take", by=by, expected=expected, **_signed(by))
    open_request(review.contact, urgency=urgency)
    _tell(by, review.contact.author_id)
    return review


def _move(review: Review, move: str, *, by: Actor, expected: int, **more: Any) -> Review:
    at_work(by)
    state = REVIEW.step(review.state, move)
    save_versioned(review, {"state": state, **more}, expected=expected)
    journal.note(Action.CHANGE, KIND, review.pk, note=move)
    return review


def _signed(by: Actor) -> dict[str, Any]:
    return {"reviewer_id": by.user_id, "reviewed_at": timezone.now()}


def _say(review: Review, *, by: Actor, text: str, to: Any) -> ReviewNote:
    if not text.strip():
        raise ValidationError({"text": _("Scrivi qualcosa.")})
    me, *_where = at_work(by)
    note = ReviewNote(review=review, author_id=me, text=text.strip())
    note.clean_fields(exclude={"review", "author"})
    note.save(force_insert=True)
    _tell(by, to)
    return note


def _tell(by: Actor, user_id: Any) -> None:
    """A mail that says only «c'è una novità, entra»."""
    if user_id and user_id != by.user_id:
        outbox.put(by, NEWS, user_id)
