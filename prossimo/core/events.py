"""Work that must follow a write: a row in the same transaction, done afterwards by the worker."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from prossimo.core.registry import Registry

Handler = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Topic:
    """A kind of consequence, and the function that carries it out for one object id.

    The handler must be safe to run twice: delivery is at least once, its effect exactly once.
    """

    key: str
    label: Any  # lazy translation
    handle: Handler


topics: Registry[Topic] = Registry("outbox topics")
