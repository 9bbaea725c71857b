"""Reads about what telephones hand in: whose, how it stands, what it stands beside."""

import uuid
from typing import NamedTuple

from django.db.models import Count, Exists, Subquery
from django.db.models.functions import Coalesce

from prossimo.access.choices import ParcelState
from prossimo.access.models import Contact, Desk, OutreachPhone, Parcel
from prossimo.access.models.outreach import ParcelQuerySet
from prossimo.access.queries.unmet import NeedName, needs_to_choose
from prossimo.accounts.models import Post, User
from prossimo.accounts.rules import Actor, Right


class Waiting(NamedTuple):
    """What waits for a hand of one's own, what for the supervision, and whether one goes out."""

    mine: int = 0
    late: int = 0
    has_phone: bool = False


def in_service(phone: OutreachPhone) -> bool:
    """Whether who prepared the telephone still holds the post they held then."""
    posts = Post.objects.in_force().filter(pk=phone.post_id, user=phone.user_id)
    return posts.filter(user__is_active=True).exists()


def my_parcels(actor: Actor) -> ParcelQuerySet:
    """What I wrote in the street, what waits for me first."""
    return Parcel.objects.visible_to(actor).filter(user=actor.user_id).for_list()


def late_parcels(actor: Actor) -> ParcelQuerySet:
    """What arrived when the post of who wrote it was over."""
    rows = Parcel.objects.visible_to(actor).filter(late=True, ambito=actor.ambito_id)
    return rows.for_list() if actor.has(Right.CONTACT_REVIEW) else rows.none().scoped("nobody")


def waiting(actor: Actor) -> Waiting:
    """What is still to be settled, in one query."""
    if actor.user_id is None:
        return Waiting()
    rows = Parcel.objects.visible_to(actor).unsettled().order_by()
    late = rows.filter(late=True) if actor.has(Right.CONTACT_REVIEW) else rows.none()
    phones = OutreachPhone.objects.visible_to(actor).filter(revoked_at=None)
    found = User.objects.filter(pk=actor.user_id).values_list(
        _number(rows.filter(late=False)), _number(late), Exists(phones)
    )
    return Waiting(*(found.first() or ()))


def _number(rows: ParcelQuerySet) -> Coalesce:
    """How many, as one value of a row."""
    counted = rows.values("ambito").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted[:1]), 0)


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
