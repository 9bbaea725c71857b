"""What the supervision reads: what waits, how much of each, what was said about one contact."""

from django.db.models import Count, Q, QuerySet

from prossimo.access.choices import ReviewState
from prossimo.access.models import Contact, Desk, Review, ReviewNote
from prossimo.accounts.rules import Actor, Right


def to_supervise(actor: Actor) -> QuerySet[Review]:
    """The contacts of the desks that the reader supervises, the oldest first."""
    desks = Desk.objects.within(actor, Right.CONTACT_REVIEW)
    return for_page(Review.objects.visible_to(actor).filter(contact__desk__in=desks))


def for_page(reviews: QuerySet[Review]) -> QuerySet[Review]:
    return reviews.select_related(
        "reviewer",
        "contact__desk",
        "contact__person",
        "contact__household",
        "contact__author",
        "contact__main_reason",
        "contact__neighbourhood",
    ).order_by("created_at", "pk")


def counts(actor: Actor) -> dict[str, int]:
    """How many stand in each state."""
    rows = to_supervise(actor).order_by().values_list("state").annotate(number=Count("pk"))
    return dict(rows.values_list("state", "number"))


def supervised_desks(actor: Actor) -> QuerySet[Desk]:
    known = Q(is_supervised=True) | Q(contact__review__isnull=False)
    return Desk.objects.within(actor, Right.CONTACT_REVIEW).filter(known).distinct()


def awaiting_me(actor: Actor) -> QuerySet[Review]:
    """What I recorded and somebody asks me about, the oldest first."""
    mine = Review.objects.visible_to(actor).filter(
        contact__author=actor.user_id, state=ReviewState.ANSWER_AWAITED
    )
    return for_page(mine)


def review_of(actor: Actor, contact: Contact) -> Review | None:
    return Review.objects.visible_to(actor).filter(contact=contact).first()


def contact_of(actor: Actor, review: Review) -> Contact:
    """The contact under review with all its reasons."""
    contacts = Contact.objects.visible_to(actor).for_list().with_reasons()
    return contacts.select_related("neighbourhood").get(pk=review.contact_id)


def notes_of(actor: Actor, review: Review) -> list[ReviewNote]:
    notes = ReviewNote.objects.visible_to(actor).filter(review=review)
    return list(notes.select_related("author"))
