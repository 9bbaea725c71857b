"""The glass is broken, and what was said of it afterwards."""

import datetime as dt
import uuid

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from prossimo.access.policies.contacts import at_work
from prossimo.accounts import journal, outbox
from prossimo.accounts.choices import Action, Result, RoleKey
from prossimo.accounts.models import Post
from prossimo.accounts.outbox import NEWS
from prossimo.accounts.rules import Actor
from prossimo.cases.choices import GlassCategory
from prossimo.cases.models import GlassOpening
from prossimo.cases.policies.glass import may_break_glass, may_review_opening
from prossimo.core.concurrency import save_versioned
from prossimo.core.records import new_id

TOLD = (RoleKey.AREA_MANAGER, RoleKey.DPO)


@transaction.atomic
def break_glass(case_id: uuid.UUID, *, by: Actor, category: str, why: str) -> dt.datetime | None:
    """Read one case for an hour: until when, or None where there is nothing to open.

    Who coordinates and the DPO are told at once. Raises `ValidationError` without a reason.
    """
    may_break_glass(by).enforce()
    at_work(by)
    check_reason(category, why)
    opening = new_id()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT wall.break_glass(%s, %s, %s, %s)", [opening, case_id, category, why.strip()]
        )
        (until,) = cursor.fetchone()
    if until is None:
        journal.note(Action.GLASS, "cases.case", case_id, result=Result.REFUSED, note=category)
        return None
    journal.note(Action.GLASS, "cases.case", case_id, note=category)
    for user_id in _told(by):
        outbox.put(by, NEWS, user_id)
    found: dt.datetime = until
    return found


@transaction.atomic
def review_opening(
    opening: GlassOpening, *, by: Actor, expected: int, outcome: str, note: str
) -> GlassOpening:
    """Say whether it was justified; where it was not, say what follows."""
    may_review_opening(by, opening).enforce()
    me, *_rest = at_work(by)
    if not outcome:
        raise ValidationError({"outcome": _("Scegli l'esito della verifica.")})
    if not note.strip():
        raise ValidationError({"review_note": _("Scrivi in breve che cosa è risultato.")})
    changes = {
        "outcome": outcome, "review_note": note.strip(), "reviewed_by_id": me,
        "reviewed_at": timezone.now(),
    }  # fmt: skip
    saved = save_versioned(opening, changes, expected=expected)
    journal.note(Action.CHANGE, "cases.glassopening", saved.pk, note=outcome)
    outbox.put(by, NEWS, saved.user_id)
    return saved


def check_reason(category: str, why: str) -> None:
    if category not in GlassCategory.values:
        raise ValidationError({"category": _("Scegli che cosa urge.")})
    if len(why.strip()) < 10:  # "x" is no reason
        raise ValidationError({"why": _("Scrivi perché non si può aspettare chi la segue.")})


def _told(by: Actor) -> set[uuid.UUID]:
    """Who coordinates the place, and the DPO."""
    posts = Post.objects.in_force().of_ambito(by.ambito_id)
    posts = posts.filter(role__in=TOLD, user__is_active=True).exclude(user=by.user_id)
    return set(posts.values_list("user", flat=True))
