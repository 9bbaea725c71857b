"""The supervision of a newcomer's day: the segretariato looks at what partners record.

Done as its people would, through the same operations, once the towns are written.
"""

import datetime as dt
import uuid

from django.db.models import QuerySet

from prossimo.access.models import Contact, Desk, Review
from prossimo.access.operations.supervision import comment, mark_seen
from prossimo.accounts import identity
from prossimo.accounts.choices import RoleKey
from prossimo.accounts.models import Post

LOOKED_BACK = dt.timedelta(days=45)
MOST = 30
WAITING = 10
ASKED = (
    "Le hai detto dei pasti a domicilio? Se non ne sa niente la richiamiamo noi.",
    "Vive ancora da sola? Se sì, prova a capire chi le fa la spesa.",
    "Ha già fatto l'ISEE quest'anno?",
)


def supervise(today: dt.date) -> None:
    """Put the desks of the partners under supervision: most are seen, some are asked about."""
    for ambito in sorted(set(_of_partners(today).values_list("ambito", flat=True))):
        _begin(ambito, today)
        posts = Post.objects.filter(ambito=ambito, role=RoleKey.SOCIAL_DESK)
        for post in posts.order_by("user__username")[:1]:
            _look(post)


def _begin(ambito: uuid.UUID, today: dt.date) -> None:
    desks = _of_partners(today).filter(ambito=ambito)
    desks.update(is_supervised=True)
    heard = Contact.objects.unscoped("the towns being written").filter(
        desk__in=desks, day__gt=today - LOOKED_BACK
    )
    recent = heard.order_by("-happened_at", "pk")[:MOST]
    Review.objects.bulk_create(Review(contact=contact) for contact in reversed(list(recent)))


def _of_partners(today: dt.date) -> QuerySet[Desk]:
    """The desks that somebody else keeps for the municipality, as the Punti per Te are."""
    return Desk.objects.filter(organisation__isnull=False, period__contains=today)


def _look(post: Post) -> None:
    """The last ones wait; of the earlier each author is asked about one, the others were seen."""
    with identity.acting_as(post.user_id, post.pk) as actor:
        rows = Review.objects.visible_to(actor).select_related("contact__desk")
        number = rows.count()
        earlier = rows.order_by("contact__happened_at", "pk")[: max(number - WAITING, number // 2)]
        asked: set[uuid.UUID] = set()
        for review in earlier:
            author = review.contact.author_id
            if author in asked:
                mark_seen(review, by=actor, expected=review.version)
            else:
                text = ASKED[len(asked) % len(ASKED)]
                comment(review, by=actor, expected=review.version, text=text)
                asked.add(author)
