"""Closing a check: somebody looked, and says so."""

from django.db import transaction
from django.utils import timezone

from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.rules import Actor
from prossimo.citizens import policies
from prossimo.citizens.choices import TaskState
from prossimo.citizens.models import ReviewTask
from prossimo.core.concurrency import save_versioned


@transaction.atomic
def close_task(
    task: ReviewTask, *, by: Actor, expected: int, state: TaskState, note: str = ""
) -> ReviewTask:
    """Mark a check as done or as not needed; or open it again.

    Raises `PermissionDenied`, and `StaleVersion` where a colleague was quicker.
    """
    held = ReviewTask.objects.visible_to(by).select_for_update(of=("self",)).get(pk=task.pk)
    policies.may_write_person(by, held.person).enforce()
    closed = state != TaskState.OPEN
    values = {
        "state": state,
        "note": note,
        "done_by_id": by.user_id if closed else None,
        "done_at": timezone.now() if closed else None,
    }
    saved = save_versioned(held, values, expected=expected)
    journal.shown(Action.CHANGE, [saved, saved.person])
    return saved
