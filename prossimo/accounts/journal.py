"""The journal of who read and changed what: noted while the page is built, written before it leaves."""

import contextlib
import json
import uuid
from collections.abc import Iterable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass

from django.db import connection
from django.db.models import Model

from prossimo.accounts.choices import Action, Result


@dataclass(frozen=True, slots=True)
class Line:
    action: str
    kind: str = ""
    object_id: uuid.UUID | None = None
    purpose: str = ""
    result: str = Result.DONE
    note: str = ""


_lines: ContextVar[list[Line] | None] = ContextVar("journal", default=None)


@contextlib.contextmanager
def collecting() -> Iterator[list[Line]]:
    """Collect the lines noted in this block; whoever opened it writes them."""
    lines: list[Line] = []
    token = _lines.set(lines)
    try:
        yield lines
    finally:
        _lines.reset(token)


def note(action: Action, kind: str = "", object_id: uuid.UUID | None = None, **more: str) -> None:
    """Note one line; outside a request or a job it is written at once."""
    line = Line(action, kind, object_id, **more)
    lines = _lines.get()
    if lines is None:
        write([line])
    else:
        lines.append(line)


def shown(action: Action, objects: Iterable[Model], *, purpose: str = "") -> None:
    """Note each record that the page shows (lists log each id, never only their number)."""
    for thing in objects:
        note(action, thing._meta.label_lower, thing.pk, purpose=purpose)


def write(lines: Iterable[Line], *, address: str = "") -> None:
    """Insert the lines in the current transaction, through the one door the database has."""
    rows = [
        {
            "action": line.action,
            "kind": line.kind[:40],
            "object": str(line.object_id) if line.object_id else None,
            "purpose": line.purpose,
            "result": line.result,
            "note": line.note[:300],
        }
        for line in lines
    ]
    if rows:
        with connection.cursor() as cursor:
            cursor.execute("SELECT wall.journal(%s::jsonb, %s)", [json.dumps(rows), address])
