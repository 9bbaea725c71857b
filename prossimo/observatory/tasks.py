"""The job that takes the photograph: a process of its own, as the observatory's database role."""

import uuid

from procrastinate.contrib.django import app

from prossimo.accounts import identity
from prossimo.observatory import darkroom, operations
from prossimo.observatory.models import SnapshotRun


@app.task(name="observatory.photograph", queue="observatory", queueing_lock="photograph")
def photograph(*, run: str, user: str, post: str) -> None:
    """Take the photograph; a process that died without a word is written down here."""
    code = darkroom.run_as_observatory(run=run)
    if code != 0:
        with identity.acting_as(uuid.UUID(user), post):
            found = SnapshotRun.objects.get(pk=run)
            if found.ended_at is None:
                operations.end_run(found, error=f"il processo si è fermato ({code})")
