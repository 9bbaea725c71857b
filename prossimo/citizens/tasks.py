"""The jobs of the registry: the comparison of every file with every other."""

import contextlib
import uuid

from procrastinate.contrib.django import app

from prossimo.citizens import comparing, registry_tasks  # noqa: F401 (its job declares itself)


@app.task(name="citizens.compare_all", queue="doubles")
def compare_all(*, look: str, user: str, post: str) -> None:
    """Compare all the files, as the person who asked; the page says what could not be done."""
    with contextlib.suppress(comparing.NotInstalled):
        comparing.compare(uuid.UUID(user), uuid.UUID(post), uuid.UUID(look))
