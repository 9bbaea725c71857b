"""How the apps below `accounts` ask whether a right is held, and leave a line in the journal.

They may not import what stands above them: `accounts` installs the answers when it starts.
"""

import uuid
from collections.abc import Callable
from typing import Any

from prossimo.core.policy import Verdict

May = Callable[[Any, str], Verdict]
Note = Callable[[str, str, uuid.UUID | None], None]


class _Gate:
    may: May | None = None
    note: Note | None = None


def install(*, may: May, note: Note) -> None:
    """Called once, by the app that knows roles and keeps the journal."""
    _Gate.may, _Gate.note = may, note


def may(actor: Any, right: str) -> Verdict:
    """Whether the person at work holds the right; a refusal while nobody answers."""
    if _Gate.may is None:
        raise RuntimeError("no app answers for rights: is `accounts` installed?")
    return _Gate.may(actor, right)


def note(action: str, kind: str, object_id: uuid.UUID | None = None) -> None:
    """Leave a line in the journal of the request."""
    if _Gate.note is None:
        raise RuntimeError("no app keeps the journal: is `accounts` installed?")
    _Gate.note(action, kind, object_id)
