"""Who may read the supervision of a contact, act on it, and answer what was asked there."""

from django.utils.translation import gettext as _

from prossimo.access.models import Review, ReviewNote
from prossimo.access.policies.contacts import at_desk, may_read_contact
from prossimo.accounts.policies import same_user
from prossimo.accounts.rules import Actor, Right
from prossimo.core.policy import GRANTED, Verdict, refused


def may_read_review(actor: Actor, review: Review) -> Verdict:
    """Twin of `ReviewQuerySet.visible_to`: whoever reads the contact, and nobody else."""
    return may_read_contact(actor, review.contact)


def may_read_review_note(actor: Actor, note: ReviewNote) -> Verdict:
    """Twin of `ReviewNoteQuerySet.visible_to`."""
    return may_read_review(actor, note.review)


def may_supervise(actor: Actor, review: Review) -> Verdict:
    """Look at it, comment it, take it over: the segretariato of that desk."""
    if not (readable := may_read_review(actor, review)):
        return readable
    return at_desk(actor, Right.CONTACT_REVIEW, review.contact.desk)


def may_answer_review(actor: Actor, review: Review) -> Verdict:
    """Answer the comments: who recorded the contact."""
    if not (readable := may_read_review(actor, review)):
        return readable
    if same_user(actor, review.contact.author_id):
        return GRANTED
    return refused(_("Risponde chi ha registrato il contatto."))
