"""The writes of the observatory: a photograph is asked for, makes progress, ends."""

from pathlib import Path

from django.db import transaction
from django.utils import timezone
from procrastinate.exceptions import AlreadyEnqueued

from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.rules import Actor
from prossimo.observatory import policies
from prossimo.observatory.choices import RunState
from prossimo.observatory.models import SnapshotRun


@transaction.atomic
def request_photograph(*, by: Actor) -> SnapshotRun:
    """Ask the worker for a photograph; the one under way is answered where there is one.

    Raises `PermissionDenied` with the reason for the screen.
    """
    policies.may_refresh(by).enforce()
    under_way = SnapshotRun.objects.under_way().first()
    if under_way:
        return under_way
    run = SnapshotRun.objects.create()
    journal.note(Action.CREATE, SnapshotRun._meta.label_lower, run.pk)
    _defer(run, by)
    return run


def _defer(run: SnapshotRun, by: Actor) -> None:
    """Queue the job in the same transaction; one in the queue is enough."""
    from prossimo.observatory.tasks import photograph

    try:
        with transaction.atomic():
            photograph.defer(run=str(run.pk), user=str(by.user_id), post=str(by.post_id))
    except AlreadyEnqueued:
        end_run(run, error="una fotografia era già in coda")


def start_run(run: SnapshotRun | None = None) -> SnapshotRun:
    """The photograph begins, asked for or started by hand."""
    if run is None:
        return SnapshotRun.objects.create(state=RunState.RUNNING)
    run.state, run.heard_at = RunState.RUNNING, timezone.now()
    run.save(update_fields=["state", "heard_at"])
    return run


def hear_run(run: SnapshotRun, *, done: int, total: int) -> None:
    run.done, run.total, run.heard_at = done, total, timezone.now()
    run.save(update_fields=["done", "total", "heard_at"])


def end_run(run: SnapshotRun, *, folder: Path | None = None, error: str = "") -> None:
    """The photograph is taken, or it is said why not."""
    run.state = RunState.FAILED if error else RunState.DONE
    run.ended_at = run.heard_at = timezone.now()
    run.folder, run.error = folder.name if folder else "", error[:300]
    run.save(update_fields=["state", "ended_at", "heard_at", "folder", "error"])
