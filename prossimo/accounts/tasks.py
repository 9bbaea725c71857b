"""What the worker does by itself: deliver, take up again what a death interrupted, sweep."""

import uuid

from django.db import connection
from django.utils import timezone
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from prossimo.accounts import outbox
from prossimo.accounts.models import MOST_ATTEMPTS

# 4, 16, 64 seconds … about six hours in all, then the message stands among the failed ones.
PATIENCE = RetryStrategy(max_attempts=MOST_ATTEMPTS - 1, exponential_wait=4)


@app.task(name="accounts.deliver", queue="outbox", retry=PATIENCE)
def deliver(*, message: str, user: str, post: str) -> None:
    outbox.carry_out(uuid.UUID(message), uuid.UUID(user), uuid.UUID(post))


@app.periodic(cron="* * * * *")
@app.task(name="accounts.take_up_again", queueing_lock="take_up_again", pass_context=True)
async def take_up_again(context: JobContext, timestamp: int) -> None:
    """Jobs of a worker that died are queued again: their effect is under the lock of a row."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs():
        await manager.retry_job(job)


@app.periodic(cron="23 * * * *")
@app.task(name="accounts.sweep", queueing_lock="sweep")
def sweep(timestamp: int) -> None:
    """Keys of a day ago, drafts of a month ago, sessions that ended."""
    from allauth.usersessions.models import UserSession
    from django.contrib.sessions.models import Session

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM wall.sweep()")
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
