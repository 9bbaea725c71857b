"""A bar for whoever watches a long work, silence where nobody does, and a word to whoever asked."""

import time
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from tqdm import tqdm

T = TypeVar("T")
Report = Callable[[int, int], object]  # done, total

SECONDS_BETWEEN_REPORTS = 0.5


def track(
    items: Iterable[T],
    *,
    total: int,
    label: str,
    quiet: bool = False,
    report: Report | None = None,
) -> Iterator[T]:
    """Yield the items behind a bar on stderr; no bar where nobody watches (no terminal).

    `report` is called with how many are done and how many there are, twice a second at most and
    at the end: a page that waits for the work reads it from where the callback wrote it.

    >>> said = []
    >>> list(track("abc", total=3, label="lettere", quiet=True, report=lambda *at: said.append(at)))
    ['a', 'b', 'c']
    >>> said
    [(0, 3), (3, 3)]
    """
    bar = tqdm(items, total=total, desc=label, unit="", disable=quiet or None)
    if report is None:
        yield from bar
        return
    done, spoke_at = 0, time.monotonic()
    report(0, total)
    for item in bar:
        yield item
        done += 1
        if time.monotonic() - spoke_at >= SECONDS_BETWEEN_REPORTS:
            report(done, total)
            spoke_at = time.monotonic()
    report(done, total)
