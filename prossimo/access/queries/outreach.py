"""Reads about what telephones hand in: whose, how it stands, what it stands beside."""

import uuid
from dataclasses import dataclass

from django.db.models import Count

from prossimo.access.choices import ParcelState
from prossimo.access.models import Contact, Desk, OutreachPhone, Parcel
from prossimo.access.models.outreach import ParcelQuerySet
from prossimo.access.queries.unmet import NeedName, needs_to_choose
from prossimo.accounts.models import Post
from prossimo.accounts.rules import Actor, Right


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many of one's own contacts wait for a hand of theirs, and how many for the supervision."""

    mine: int = 0
    late: int = 0


def in_service(phone: OutreachPhone) -> bool:
    """Whether who prepared the telephone still holds the post they held then."""
    posts = Post.objects.in_force().filter(pk=phone.post_id, user=phone.user_id)
    return posts.filter(user__is_active=True).exists()


def has_a_phone(actor: Actor) -> bool:
    """Whether a telephone of theirs is on the list."""
    return OutreachPhone.objects.visible_to(actor).filter(revoked_at=None).exists()


def my_parcels(actor: Actor) -> ParcelQuerySet:
    """What I wrote in the street, what waits for me first."""
    return Parcel.objects.visible_to(actor).filter(user=actor.user_id).for_list()


def late_parcels(actor: Actor) -> ParcelQuerySet:
    """What arrived when the post of who wrote it was over."""
    rows = Parcel.objects.visible_to(actor).filter(late=True, ambito=actor.ambito_id)
    return rows.for_list() if actor.has(Right.CONTACT_REVIEW) else rows.none().scoped("nobody")


def waiting(actor: Actor) -> Waiting:
    """What is still to be settled, in one query."""
    rows = Parcel.objects.visible_to(actor).unsettled().order_by().values("late")
    counted = dict(rows.annotate(number=Count("pk")).values_list("late", "number"))
    late = counted.get(True, 0) if actor.has(Right.CONTACT_REVIEW) else 0
    return Waiting(mine=counted.get(False, 0), late=late)


def registered_beside(actor: Actor, parcel: Parcel) -> Contact | None:
    """The contact that the first version became, where one may still see it."""
    first = parcel.rival_of
    if first is None or first.contact_id is None or first.state != ParcelState.ACCEPTED:
        return None
    rows = Contact.objects.visible_to(actor).filter(pk=first.contact_id)
    return rows.for_list().with_reasons().first()


def needs_of(actor: Actor) -> list[NeedName]:
    """The needs that may enter the register of those that nothing answers."""
    return needs_to_choose(actor.ambito_id) if actor.has(Right.UNMET_WRITE) else []


def desk_named(ambito_id: uuid.UUID, key: object) -> Desk | None:
    """The desk that a parcel names, whoever may record at it: only to say which one it was."""
    try:
        desk_id = uuid.UUID(str(key))
    except ValueError:
        return None
    return Desk.objects.filter(pk=desk_id, ambito=ambito_id).first()
