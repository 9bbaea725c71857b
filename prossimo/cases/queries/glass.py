"""Reads of emergencies: which cases could be opened, what waits for a review, by when."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from prossimo.accounts.choices import UserArea
from prossimo.accounts.rules import Actor
from prossimo.cases.models import GlassOpening
from prossimo.core.periods import ROME, today
from prossimo.core.workdays import after_working_days

REVIEW_WITHIN = 5  # working days


@dataclass(frozen=True, slots=True)
class Closed:
    """A case behind the glass: enough to choose which."""

    id: uuid.UUID
    user_area: str

    @property
    def area(self) -> str:
        return str(UserArea(self.user_area).label)


def behind_glass(person_id: uuid.UUID) -> list[Closed]:
    """A person's cases that one could open; asked only after the proof of who asks."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, user_area FROM wall.glass_cases(%s)", [person_id])
        return [Closed(*row) for row in cursor.fetchall()]


def review_by(opening: GlassOpening) -> dt.date:
    return after_working_days(opening.created_at.astimezone(ROME).date(), REVIEW_WITHIN)


def is_late(opening: GlassOpening) -> bool:
    return not opening.outcome and review_by(opening) < today()


def minutes_left(until: dt.datetime) -> int:
    """Whole minutes, never less than one while it is open."""
    return max(1, round((until - timezone.now()).total_seconds() / 60))


def to_review(actor: Actor) -> list[GlassOpening]:
    """What waits for this reviewer, the oldest first; never one's own."""
    rows = GlassOpening.objects.visible_to(actor).to_review().exclude(user=actor.user_id)
    return list(rows.for_list().order_by("created_at", "pk"))
