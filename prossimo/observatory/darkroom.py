"""Where photographs are taken: one at a time, by a process that is the observatory for the database."""

import contextlib
import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from psycopg.conninfo import make_conninfo
from psycopg.pq import Conninfo

READER = "prossimo_observatory"
ENTITLED = {READER, "prossimo_test"}  # who may become the reader
LONGEST = 60 * 60  # seconds


def is_entitled() -> bool:
    """Whether this process may read the facts, or must hand over to one that may."""
    return connection.settings_dict["USER"] in ENTITLED


def run_as_observatory(*, run: str = "", quiet: bool = True) -> int:
    """Take the photograph in a process with the observatory's role; its exit code."""
    command = [sys.executable, "-m", "django", "snapshot", "--skip-checks"]
    command += ["--run", run] if run else []
    command += ["--verbosity", "0"] if quiet else []
    root = str(settings.ROOT)
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH", "")])),
        "PROSSIMO_DB_ROLE": "observatory",
        "PROSSIMO_DB_NAME": connection.settings_dict["NAME"],
        "PROSSIMO_SNAPSHOTS": str(settings.SNAPSHOT_ROOT),
    }
    with contextlib.suppress(subprocess.TimeoutExpired):
        return subprocess.run(command, env=environment, check=False, timeout=LONGEST).returncode
    return 1


def address() -> str:
    """How the columns are fetched: the connection of this process, for a driver of its own."""
    known = connection.settings_dict
    said = {option.keyword.decode() for option in Conninfo.get_defaults()}  # not psycopg's own
    words: dict[str, Any] = {
        "host": known["HOST"],
        "port": known["PORT"],
        "user": known["USER"],
        "password": known["PASSWORD"],
        "dbname": known["NAME"],
        **{name: value for name, value in known["OPTIONS"].items() if name in said},
    }
    return make_conninfo(
        **{name: value for name, value in words.items() if value not in ("", None)}
    )


@contextlib.contextmanager
def alone(root: Path) -> Iterator[bool]:
    """Hold the door of the darkroom; false where somebody else is inside."""
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (root / ".lock").open("a") as door:
        try:
            fcntl.flock(door, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
