"""A bar for whoever watches a long work, and silence where nobody does."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from tqdm import tqdm

T = TypeVar("T")


def track(items: Iterable[T], *, total: int, label: str, quiet: bool = False) -> Iterator[T]:
    """Yield the items behind a bar on stderr; no bar where nobody watches (no terminal)."""
    yield from tqdm(items, total=total, desc=label, unit="", disable=quiet or None)
