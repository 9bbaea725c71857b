"""What the kernel knows of the processes that an earlier run, perhaps killed, left behind."""

import contextlib
import os
import signal
import time
from collections.abc import Iterable
from pathlib import Path

PROC = Path("/proc")


def alive(pid: int) -> bool:
    """Whether the process runs; one that died and was not buried yet does not."""
    if (PROC / "self").exists():
        return _state(pid) not in {None, "Z", "X"}
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _state(pid: int) -> str | None:
    try:
        return (PROC / str(pid) / "stat").read_text(errors="replace").rpartition(")")[2].split()[0]
    except (OSError, IndexError):
        return None


def name(pid: int) -> str:
    try:
        return (PROC / str(pid) / "comm").read_text(errors="replace").strip()
    except OSError:
        return ""


def birth(pid: int) -> str:
    """When the process was born, in the kernel's ticks: with its number, it names one only."""
    try:
        stat = (PROC / str(pid) / "stat").read_text(errors="replace")
        return stat.rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return ""


def works_in(pid: int, folder: Path) -> bool:
    """Whether the process stands in the folder, as every process of a PostgreSQL server does."""
    if not alive(pid):
        return False
    try:
        return (PROC / str(pid) / "cwd").readlink() == folder.resolve()
    except OSError:
        return not (PROC / "self").exists()


def working_in(folder: Path) -> list[int]:
    """Every process that stands in the folder."""
    if not PROC.exists():
        return []
    numbers = [int(entry.name) for entry in PROC.iterdir() if entry.name.isdigit()]
    return [pid for pid in numbers if works_in(pid, folder)]


def tell(pid: int, number: signal.Signals, *, group: bool = False) -> None:
    """Send a signal to a process, or to its whole group, that may be gone already."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        (os.killpg if group else os.kill)(pid, number)


def wait_for_end(pids: Iterable[int], *, seconds: float) -> bool:
    """Whether all of them ended in time."""
    deadline = time.monotonic() + seconds
    left = list(pids)
    while left := [pid for pid in left if alive(pid)]:
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
