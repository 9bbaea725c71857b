"""Reads of who is told of a page of diary, and of what one was told."""

import datetime as dt

from django.utils import timezone

from prossimo.accounts.models import Post, PostQuerySet
from prossimo.accounts.rules import Actor
from prossimo.cases.choices import Part
from prossimo.cases.models import Case, CaseWorker, DiaryEntry, EntryMention
from prossimo.core.periods import today

FRESH = dt.timedelta(days=14)
MOST = 5


def may_be_told(actor: Actor, case: Case) -> PostQuerySet:
    """Who else follows the case today and reads its diary."""
    rows = CaseWorker.objects.visible_to(actor).filter(
        case=case, period__contains=today(), parts__contains=[Part.DIARY]
    )
    posts = Post.objects.in_force().filter(pk__in=rows.values("post"), user__is_active=True)
    posts = posts.exclude(user=actor.user_id).select_related("user", "organisation")
    return posts.order_by("user__last_name", "user__first_name", "pk")


def told_of(actor: Actor, entry: DiaryEntry) -> list[str]:
    rows = EntryMention.objects.visible_to(actor).filter(entry=entry)
    return [row.post.user.get_full_name() for row in rows.select_related("post__user")]


def told_to_me(actor: Actor) -> list[EntryMention]:
    """Pages of the last two weeks that somebody wanted one to read."""
    rows = EntryMention.objects.visible_to(actor).filter(
        post=actor.post_id, at__gte=timezone.now() - FRESH
    )
    return list(rows.select_related("entry__case__person", "entry__author").order_by("-at")[:MOST])
