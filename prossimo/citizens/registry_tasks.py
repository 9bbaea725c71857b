"""The long work on a file of the registry: one job at a time for each file, whoever takes it up."""

import uuid

from procrastinate.contrib.django import app


@app.task(name="citizens.work_on_registry", queue="registry", pass_context=False)
def work_on_registry(*, batch: str, user: str, post: str) -> None:
    """Do what the batch waits for; a job that died is queued again and begins its phase anew."""
    from prossimo.citizens.operations import registry_work

    registry_work.work(uuid.UUID(batch), uuid.UUID(user), uuid.UUID(post))
