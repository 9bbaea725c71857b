"""What was already answered about a photograph, kept beside it: published answers and drawings only.

Shared by every process. It dies with the photograph, and with any change of the code that answers.
"""

import contextlib
import functools
import hashlib
import os
import secrets
from pathlib import Path

from django.utils.translation import get_language

from prossimo.observatory.snapshots import Snapshot

MOST = 5_000  # answers kept for a photograph; beyond, they are computed each time
APPS = Path(__file__).resolve().parent.parent
DECIDING = (
    "observatory/*.py",
    "*/facts.py",
    "*/indicators.py",
    "*/choices.py",
    "core/*.py",
    "locale/*/LC_MESSAGES/*.mo",
)


@functools.cache
def _code() -> str:
    """A mark of the code that decides what an answer says."""
    total = hashlib.sha256()
    for pattern in DECIDING:
        for file in sorted(APPS.glob(pattern)):
            found = file.stat()
            total.update(f"{file.name} {found.st_size} {found.st_mtime_ns}\n".encode())
    return total.hexdigest()


def _place(snapshot: Snapshot, kind: str, text: str) -> Path:
    said = f"{_code()}\n{get_language()}\n{kind}\n{text}"
    return snapshot.memory / f"{hashlib.sha256(said.encode()).hexdigest()[:40]}.{kind}"


def recall(snapshot: Snapshot, kind: str, text: str) -> str | None:
    """What was kept under this text, if anything was."""
    with contextlib.suppress(OSError):
        return _place(snapshot, kind, text).read_text()
    return None


def keep(snapshot: Snapshot, kind: str, text: str, said: str) -> None:
    """Keep it for every process; where the disk refuses, nothing is lost but time."""
    place = _place(snapshot, kind, text)
    draft = place.with_suffix(f".{secrets.token_hex(4)}")
    with contextlib.suppress(OSError):
        if len(os.listdir(snapshot.memory)) < MOST:
            draft.write_text(said)
            draft.replace(place)
