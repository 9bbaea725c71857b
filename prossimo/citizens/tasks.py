"""The jobs of the registry: every file compared with every other, and the news of the residents."""

import contextlib
import uuid

from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connection
from procrastinate.contrib.django import app

from prossimo.citizens import comparing, registry_tasks, search_words  # noqa: F401 (a job there)


@app.task(name="citizens.compare_all", queue="doubles")
def compare_all(*, look: str, user: str, post: str) -> None:
    """Compare all the files, as the person who asked; the page says what could not be done."""
    with contextlib.suppress(comparing.NotInstalled):
        comparing.compare(uuid.UUID(user), uuid.UUID(post), uuid.UUID(look))


@app.task(name="citizens.read_news", queue="registry")
def read_news(*, reading: str, user: str, post: str) -> None:
    """Read what the registry of residents says has changed; the page says what could not be done."""
    from prossimo.citizens.exchange.faults import ExchangeFault
    from prossimo.citizens.operations import news

    with contextlib.suppress(ExchangeFault, news.SwitchedOff, PermissionDenied):
        news.read(uuid.UUID(user), uuid.UUID(post), uuid.UUID(reading) if reading else None)


@app.periodic(cron="37 3 * * *")
@app.task(name="citizens.read_news_nightly", queueing_lock="read_news_nightly")
def read_news_nightly(timestamp: int) -> None:
    """Every place where somebody asked once is read every night, in the name of who asked last.

    The platform keeps the signals for thirty days.
    """
    from prossimo.citizens.exchange import sources

    if not sources.news_offered():
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT user_id::text, post_id::text FROM wall.news_readers()")
        readers = cursor.fetchall()
    for user, post in readers:
        read_news.defer(reading="", user=user, post=post)


@app.periodic(cron="11 4 * * *")
@app.task(name="citizens.sweep_words", queueing_lock="sweep_words")
def sweep_words(timestamp: int) -> None:
    """Words and streets that nobody bears any more leave the search; tomorrow, if words are filed now."""
    with contextlib.suppress(OperationalError):
        search_words.sweep()
