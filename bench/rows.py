"""One measured line: the ratio to its yardstick, the bar it is held to, and the raw figures."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

ROUNDS = 5


@dataclass(frozen=True)
class Row:
    name: str
    target: str
    ratio: float | None
    detail: str

    def __str__(self) -> str:
        ratio = "—" if self.ratio is None else f"{self.ratio:.2f}×"
        return f"{self.name:<46} {ratio:>8}  {self.target:<22} {self.detail}"


@dataclass(frozen=True)
class Spent:
    """Seconds for one unit of work: on the clock, and of processor in the processes watched."""

    wall: float
    cpu: float


@dataclass(frozen=True)
class Work:
    """Something to measure; what `ready` makes, unmeasured, `act` is given."""

    act: Callable[..., object]
    ready: Callable[[], object] | None = None


def cpu_of(pids: list[int]) -> float:
    """Processor seconds used so far by these processes, user and system, to the nanosecond."""
    total = 0
    for pid in pids:
        for task in Path(f"/proc/{pid}/task").iterdir():
            total += int((task / "schedstat").read_text().split()[0])
    return total / 1e9


def children_of(pid: int) -> list[int]:
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(child) for child in text.split()]


def memory_of(pid: int) -> float:
    """Proportional memory of a process in MB (shared pages counted in part)."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError(f"no Pss for {pid}")


def resident_of(pid: int) -> float:
    """Resident memory of a process in MB."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError(f"no VmRSS for {pid}")


def spend(work: Callable[[], object], times: int, pids: list[int]) -> Spent:
    before, started = cpu_of(pids), time.perf_counter()
    for _ in range(times):
        work()
    wall = time.perf_counter() - started
    return Spent(wall / times, (cpu_of(pids) - before) / times)


def spend_on(work: Work, times: int, pids: list[int]) -> Spent:
    """The same where each act needs something made ready first, which is not counted."""
    ready = work.ready
    if ready is None:
        return spend(work.act, times, pids)
    wall = cpu = 0.0
    for _ in range(times):
        made = ready()
        one = spend(partial(work.act, made), 1, pids)
        wall, cpu = wall + one.wall, cpu + one.cpu
    return Spent(wall / times, cpu / times)


def alternate(*contenders: Callable[[], Spent], rounds: int = ROUNDS) -> list[Spent]:
    """Each contender in turn, round after round, so that a noisy minute hits them all; medians."""
    seen: list[list[Spent]] = [[] for _ in contenders]
    for _ in range(rounds):
        for place, contender in enumerate(contenders):
            seen[place].append(contender())
    return [
        Spent(
            statistics.median(spent.wall for spent in found),
            statistics.median(spent.cpu for spent in found),
        )
        for found in seen
    ]
