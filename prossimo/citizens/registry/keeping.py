"""Where the files of the registry are kept: by their fingerprint, safe on the disk before they count."""

import contextlib
import hashlib
import os
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from prossimo.citizens.registry import faults
from prossimo.citizens.registry.faults import UnreadableFile

MOST_BYTES = 400 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Kept:
    fingerprint: str
    size: int
    name: str  # below the root


def keep(root: Path, pieces: Iterable[bytes]) -> Kept:
    """Write the pieces aside, then under their fingerprint; the same bytes are kept once."""
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = root / f".{uuid.uuid4().hex}"
    digest, size = hashlib.sha256(), 0
    try:
        with draft.open("xb") as stream:
            draft.chmod(0o600)
            for piece in pieces:
                size += len(piece)
                if size > MOST_BYTES:
                    raise UnreadableFile(faults.TOO_LARGE, most=MOST_BYTES >> 20)
                digest.update(piece)
                stream.write(piece)
            stream.flush()
            os.fsync(stream.fileno())
        if not size:
            raise UnreadableFile(faults.EMPTY)
        fingerprint = digest.hexdigest()
        folder = root / fingerprint[:2]
        folder.mkdir(mode=0o700, exist_ok=True)
        draft.replace(folder / fingerprint)
        for each in (folder, root):
            _sync(each)
    finally:
        with contextlib.suppress(FileNotFoundError):
            draft.unlink()
    return Kept(fingerprint, size, f"{fingerprint[:2]}/{fingerprint}")


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
