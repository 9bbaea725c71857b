"""Deadlines told of: half the term, three working days before its end, late; once each."""

import uuid

from django.utils import timezone

from prossimo.access.models import Orientation, RequestAlert
from prossimo.access.queries.allocation import colleagues
from prossimo.access.queries.requests import owing_alerts
from prossimo.accounts import identity, outbox
from prossimo.accounts.choices import RoleKey
from prossimo.accounts.models import Post
from prossimo.accounts.outbox import NEWS
from prossimo.accounts.rules import Actor, Right

MOST = 2000  # a round


def tell_of_deadlines(*, by: Actor) -> int:
    """Tell who holds each request, or the whole segretariato where nobody does; how many were told.

    A mail says only «c'è una novità, entra»: a person is told once a round, whatever is due.
    """
    if not by.has(Right.ORIENTATION_WRITE):
        return 0
    rows = list(Orientation.objects.visible_to(by).open().order_by("due_on", "pk")[:MOST])
    told = set(
        RequestAlert.objects.filter(orientation__in=[row.pk for row in rows]).values_list(
            "orientation_id", "kind"
        )
    )
    whom: set[uuid.UUID] = set()
    for row, kinds in owing_alerts(rows, told):
        made = RequestAlert.objects.bulk_create(
            [RequestAlert(orientation=row, kind=kind, told_at=timezone.now()) for kind in kinds],
            ignore_conflicts=True,
        )
        if made:
            whom |= {row.owner_id} if row.owner_id else _everybody(by, row)
    for user_id in sorted(whom):
        outbox.put(by, NEWS, user_id)
    return len(whom)


def _everybody(by: Actor, row: Orientation) -> set[uuid.UUID]:
    return set(colleagues(by, row.municipality_id).values_list("user_id", flat=True))


def tell_all() -> int:
    """One round for each ambito and municipality with a segretariato; how many were told."""
    posts = Post.objects.in_force().filter(role=RoleKey.SOCIAL_DESK).order_by("pk")
    offices = {(post.ambito_id, post.municipality_id): post for post in posts}
    told = 0
    # Those of the whole ambito first: who works for one town tells only what is left.
    for _where, post in sorted(
        offices.items(), key=lambda each: each[1].municipality_id is not None
    ):
        with identity.acting_as(post.user_id, post.pk) as actor:
            if actor.post_id == post.pk:
                told += tell_of_deadlines(by=actor)
    return told
