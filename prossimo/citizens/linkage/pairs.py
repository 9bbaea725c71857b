"""Two records that may be one person: how likely, and for which reasons. Light: imports no engine."""

import enum
from dataclasses import dataclass


class Outcome(enum.StrEnum):
    """What the comparison of two values found. Missing is not agreement, nor is it difference."""

    AGREE = "agree"
    CLOSE = "close"
    DIFFER = "differ"
    MISSING = "missing"


class Band(enum.StrEnum):
    """What is done with a pair: proposed as the same person, or only shown to human eyes."""

    PROBABLE = "probable"
    POSSIBLE = "possible"


@dataclass(frozen=True, slots=True)
class Reason:
    """What one comparison says of a pair; `key` and `level` are keys of words that the caller knows."""

    key: str
    outcome: Outcome
    level: str  # how they agree or are close: `swapped`, `typo`, `sound`…
    weight: float  # bits: +1 doubles the odds that they are one person, -1 halves them


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records, the smaller id on the left."""

    left: str
    right: str
    probability: float
    weight: float  # bits, the odds as a power of two
    band: Band
    reasons: tuple[Reason, ...]
    held: str = ""  # the rule that kept it away from the automatic threshold, or brought it here

    def reason(self, key: str) -> Reason:
        return next(reason for reason in self.reasons if reason.key == key)
