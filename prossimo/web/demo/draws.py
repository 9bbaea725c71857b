"""Chance with a memory: the same seed and the same words draw the same town."""

import uuid
import zlib
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Names = NDArray[Any]  # fixed-width bytes, or Python strings looked up by position
Dice = np.random.Generator

DAY_MS = 86_400_000


def dice(seed: int, *words: str) -> Dice:
    """Dice of their own for each part of the town, so that one part does not stir another."""
    return np.random.default_rng([seed, *(zlib.crc32(word.encode()) for word in words)])


def pick(rng: Dice, weights: Sequence[float] | Floats, size: int) -> Ints:
    """Positions drawn in proportion to the weights, with repetition."""
    steps = np.cumsum(np.asarray(weights, dtype=np.float64))
    found = np.searchsorted(steps, rng.random(size) * steps[-1], side="right")
    places: Ints = np.minimum(found, len(steps) - 1).astype(np.int64)
    return places


def some(rng: Dice, weights: Floats, count: int) -> Ints:
    """Distinct positions: the heavier, the likelier (Efraimidis and Spirakis, 2006)."""
    count = min(count, int(np.count_nonzero(weights > 0)))
    if count <= 0:
        return np.empty(0, dtype=np.int64)
    with np.errstate(divide="ignore"):
        waits = rng.exponential(size=len(weights)) / weights
    if count == len(waits):
        return np.arange(count)
    found: Ints = np.sort(np.argpartition(waits, count)[:count]).astype(np.int64)
    return found


def apportion(total: int, weights: Sequence[float] | Floats) -> Ints:
    """Whole parts of a total in proportion to the weights, to the last one (largest remainders).

    >>> apportion(10, [1, 1, 1]).tolist()
    [4, 3, 3]
    """
    shares = np.asarray(weights, dtype=np.float64)
    exact = total * shares / shares.sum()
    parts: Ints = np.floor(exact).astype(np.int64)
    missing = total - int(parts.sum())
    parts[np.argsort(parts - exact, kind="stable")[:missing]] += 1
    return parts


def around(rng: Dice, mean: float, spread: float, size: int, *, low: float, high: float) -> Floats:
    """Bell-shaped draws, kept within bounds."""
    drawn: Floats = np.clip(rng.normal(mean, spread, size), low, high)
    return drawn


def identifiers(rng: Dice, at_ms: Ints) -> Names:
    """Time-ordered identifiers (UUID version 7, RFC 9562) of these instants, as 32 hex digits."""
    size = len(at_ms)
    raw = np.empty((size, 16), dtype=np.uint8)
    raw[:, 6:] = rng.integers(0, 256, size=(size, 10), dtype=np.uint8)
    raw[:, :6] = at_ms.astype(">i8").view(np.uint8).reshape(size, 8)[:, 2:]
    raw[:, 6] = (raw[:, 6] & 0x0F) | 0x70
    raw[:, 8] = (raw[:, 8] & 0x3F) | 0x80
    return np.frombuffer(raw.tobytes().hex().encode(), dtype="S32").copy()


def identifier(rng: Dice, at_ms: int) -> uuid.UUID:
    return uuid.UUID(identifiers(rng, np.array([at_ms], dtype=np.int64))[0].decode())


def ranks(groups: Ints) -> Ints:
    """The place of each member inside its group, where equal groups stand together."""
    size = len(groups)
    starts = np.flatnonzero(np.r_[True, groups[1:] != groups[:-1]]) if size else groups
    lengths = np.diff(np.r_[starts, size])
    return np.arange(size) - np.repeat(starts, lengths)
