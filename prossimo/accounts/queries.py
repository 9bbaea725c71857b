"""What the screens of accounts read: posts, staff, the journal, sessions."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.sessions.models import Session
from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from prossimo.accounts.choices import Action, Result
from prossimo.accounts.models import JournalLine, OutboxMessage, Post, User
from prossimo.accounts.rules import Actor
from prossimo.core.periods import ROME
from prossimo.core.text import clean
from prossimo.network.models import Organisation

OPENINGS = [
    Action.READ, Action.LIST, Action.CREATE, Action.CHANGE, Action.PRINT, Action.EXPORT,
    Action.MERGE, Action.SPLIT,
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class PostChoice:
    """A post one may work in today."""

    id: str
    label: str


def posts_of(user_id: uuid.UUID | None) -> tuple[PostChoice, ...]:
    """The posts in force of one person, ready for the frame."""
    posts = Post.objects.in_force().filter(user=user_id).for_list()
    return tuple(PostChoice(str(post.pk), str(post)) for post in posts)


def staff(actor: Actor, *, text: str = "", role: str = "", state: str = "") -> QuerySet[User]:
    """Staff that the administrator manages, with the posts that are theirs to see."""
    found = User.objects.visible_to(actor)
    for word in clean(text).split()[:6]:
        found = found.filter(
            Q(last_name__icontains=word)
            | Q(first_name__icontains=word)
            | Q(username__icontains=word)
        )
    managed = Post.objects.visible_to(actor)
    if role:
        found = found.filter(pk__in=managed.in_force().filter(role=role).values("user"))
    if state:
        found = found.filter(is_active=state == "active")
    posts = managed.in_force().for_list().order_by("role", "pk")
    return found.prefetch_related(Prefetch("posts", posts, to_attr="posts_now"))


def staff_choices(actor: Actor) -> QuerySet[User]:
    """People at work in the same ambito today, for whoever must name one."""
    here = Post.objects.in_force().filter(ambito=actor.ambito_id)
    return User.objects.filter(is_active=True, pk__in=here.values("user"))


def posts_managed(actor: Actor, user: User) -> QuerySet[Post]:
    return Post.objects.visible_to(actor).filter(user=user).for_list().order_by("-period", "pk")


def posts_ending(actor: Actor, *, until: dt.date) -> QuerySet[Post]:
    """Posts in force that end by the given day, the first to end first."""
    ending = Post.objects.visible_to(actor).in_force().filter(period__endswith__lte=until)
    return ending.for_list().select_related("user").order_by("period__endswith", "pk")


def never_entered(actor: Actor) -> QuerySet[User]:
    """People who have not chosen a password yet."""
    mine = User.objects.visible_to(actor)
    return mine.filter(is_active=True, password__startswith=UNUSABLE_PASSWORD_PREFIX)


def day_of_journal(actor: Actor, day: dt.date) -> tuple[int, int]:
    """How many files were opened on the day, and how many requests were refused."""
    lines = JournalLine.objects.visible_to(actor).filter(at__gte=_midnight(day))
    opened = lines.filter(action=Action.READ, object_kind="citizens.person")
    refused = lines.filter(result=Result.REFUSED).count()
    return opened.values("object_id").distinct().count(), refused


def journal_lines(actor: Actor, asked: dict[str, Any]) -> QuerySet[JournalLine]:
    """The lines of the journal that answer the filter, latest first."""
    lines = JournalLine.objects.visible_to(actor)
    for word in clean(asked.get("who") or "").split()[:6]:
        lines = lines.filter(user_name__icontains=word)
    exact = {"object_id": "file", "action": "action", "role": "role", "result": "result"}
    lines = lines.filter(**{name: asked[key] for name, key in exact.items() if asked.get(key)})
    if asked.get("since"):
        lines = lines.filter(at__gte=_midnight(asked["since"]))
    if asked.get("until"):
        lines = lines.filter(at__lt=_midnight(asked["until"] + dt.timedelta(days=1)))
    return lines.order_by("-id")


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), tzinfo=ROME)


@dataclass(frozen=True, slots=True)
class Opening:
    """One time a file was opened, as the person it speaks of may know it: which office, when, why."""

    at: dt.datetime
    office: str
    role: str
    action: str
    purpose: str


def who_opened(actor: Actor, numbers: Iterable[uuid.UUID]) -> list[Opening]:
    """Every opening of one file, under each of its numbers: offices and roles, never names."""
    lines = JournalLine.objects.visible_to(actor).filter(
        object_id__in=list(numbers), action__in=OPENINGS
    )
    rows = list(lines.order_by("id")[:5000])
    names = Organisation.objects.in_bulk({r.organisation_id for r in rows if r.organisation_id})
    return [
        Opening(
            at=row.at,
            office=str(names.get(row.organisation_id, "")) if row.organisation_id else "",
            role=row.get_role_display(),
            action=row.get_action_display(),
            purpose=row.get_purpose_display(),
        )
        for row in rows
    ]


def deliveries_failed(actor: Actor) -> QuerySet[OutboxMessage]:
    return OutboxMessage.objects.visible_to(actor).failed().select_related("user")


def deliveries_waiting(actor: Actor) -> int:
    return OutboxMessage.objects.visible_to(actor).waiting().count()


def sessions_of(user_id: uuid.UUID | None) -> QuerySet[UserSession]:
    """Open sessions, by browser and address; those that ended are not listed."""
    alive = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    mine = UserSession.objects.filter(user_id=user_id, session_key__in=alive)
    return mine.order_by("-created_at")  # type: ignore[no-any-return]
