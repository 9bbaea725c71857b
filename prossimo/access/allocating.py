"""To which social worker somebody is proposed: the first rule that fits, and why the others do not.

Pure: no Django. The sentences are written by `queries.allocation`.
"""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

AREA, PLACE, FULL, FITS = "area", "place", "full", "fits"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule, without names; what is None holds for all."""

    key: uuid.UUID
    post: uuid.UUID
    area: str = ""
    municipality: uuid.UUID | None = None
    neighbourhood: uuid.UUID | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """Of whom it is asked: the user area, and where they live."""

    area: str
    municipality: uuid.UUID | None = None
    neighbourhood: uuid.UUID | None = None


def outcome(rule: Rule, asked: Asked, load: int) -> str:
    """Why a rule does not fit, or that it does.

    >>> one = Rule(uuid.UUID(int=1), uuid.UUID(int=2), area="ELD", most=3)
    >>> [outcome(one, Asked(area), load) for area, load in (("ELD", 2), ("ELD", 3), ("FAM", 0))]
    ['fits', 'full', 'area']
    """
    if rule.area and rule.area != asked.area:
        return AREA
    for mine, theirs in (
        (rule.municipality, asked.municipality),
        (rule.neighbourhood, asked.neighbourhood),
    ):
        if mine is not None and mine != theirs:
            return PLACE
    if rule.most is not None and load >= rule.most:
        return FULL
    return FITS


def tried(
    rules: Iterable[Rule], asked: Asked, loads: Mapping[uuid.UUID, int]
) -> list[tuple[Rule, str]]:
    """Each rule in its order with its outcome, up to the first that fits.

    >>> first, second = Rule(uuid.UUID(int=1), uuid.UUID(int=2), most=0), Rule(
    ...     uuid.UUID(int=3), uuid.UUID(int=4)
    ... )
    >>> [how for _, how in tried([first, second, second], Asked("ELD"), {})]
    ['full', 'fits']
    """
    found = []
    for rule in rules:
        how = outcome(rule, asked, loads.get(rule.post, 0))
        found.append((rule, how))
        if how == FITS:
            break
    return found
