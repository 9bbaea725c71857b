"""The writes of the vocabulary of reasons: add one, rename it from a day on, take it out of use."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from prossimo.access import policies
from prossimo.access.faults import in_words
from prossimo.access.models import Reason
from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.rules import Actor
from prossimo.core.concurrency import save_versioned
from prossimo.core.periods import between, since

ROOM_FOR_NUMBER = 5


def add_reason(
    *, by: Actor, label: str, group: str, since_day: dt.date, rank: int = 100, common: bool = False
) -> Reason:
    """Put a reason in use from a day on, for one's own ambito or for all."""
    reason = Reason(
        ambito_id=None if common else by.ambito_id,
        key=_free_key(label),
        label=label,
        group=group,
        rank=rank,
        period=since(since_day),
    )
    policies.may_manage_reason(by, reason).enforce()
    reason.clean_fields(exclude={"ambito", "replaces"})
    with in_words(Reason):
        reason.save(force_insert=True)
    journal.note(Action.CONFIGURE, "access.reason", reason.pk, note="added")
    return reason


@transaction.atomic
def rename_reason(
    reason: Reason, *, by: Actor, expected: int, label: str, since_day: dt.date
) -> Reason:
    """Say it otherwise from a day on: contacts already recorded keep the words of their day.

    Renamed on the very day it came into use, it is only put right.
    """
    policies.may_manage_reason(by, reason).enforce()
    if since_day <= reason.period.lower:
        save_versioned(reason, {"label": label}, expected=expected)
        journal.note(Action.CONFIGURE, "access.reason", reason.pk, note="renamed")
        return reason
    close_reason(reason, by=by, expected=expected, last=since_day - dt.timedelta(days=1))
    successor = Reason(
        ambito_id=reason.ambito_id,
        key=_free_key(label),
        label=label,
        group=reason.group,
        rank=reason.rank,
        period=since(since_day),
        replaces=reason,
    )
    successor.clean_fields(exclude={"ambito", "replaces"})
    with in_words(Reason):
        successor.save(force_insert=True)
    journal.note(Action.CONFIGURE, "access.reason", successor.pk, note="renamed")
    return successor


def close_reason(reason: Reason, *, by: Actor, expected: int, last: dt.date) -> Reason:
    """Offer the reason until a day and no longer; what was recorded with it stays."""
    policies.may_manage_reason(by, reason).enforce()
    if last < reason.period.lower:
        raise ValidationError({"last": _("Il motivo entra in uso dopo quel giorno.")})
    save_versioned(reason, {"period": between(reason.period.lower, last)}, expected=expected)
    journal.note(Action.CONFIGURE, "access.reason", reason.pk, note="closed")
    return reason


def _free_key(label: str) -> str:
    """A key that nobody has: the words of the label, numbered where they are taken."""
    room = Reason._meta.get_field("key").max_length or 40
    stem = slugify(label)[: room - ROOM_FOR_NUMBER].strip("-") or "motivo"
    taken = set(Reason.objects.filter(key__startswith=stem).values_list("key", flat=True))
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return next(key for key in (stem, *numbered) if key not in taken)
