"""From pairs one by one to who belongs together, where a model asks for it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

from prossimo.citizens.linkage.model import Model
from prossimo.citizens.linkage.pairs import Band, Pair


def gathered(pairs: list[Pair], model: Model) -> list[Pair]:
    if model.one_to_one:
        pairs = list(_one_to_one(pairs))
    if model.closure:
        pairs = [*pairs, *_implied(pairs)]
    return pairs


def _one_to_one(pairs: Iterable[Pair]) -> Iterator[Pair]:
    """The likeliest first; who has a partner takes no other."""
    taken: set[str] = set()
    for pair in sorted(pairs, key=lambda each: (-each.weight, each.left, each.right)):
        if pair.left not in taken and pair.right not in taken:
            taken |= {pair.left, pair.right}
            yield pair


def _implied(pairs: list[Pair]) -> Iterator[Pair]:
    """Two records that are the same as a third, as sure as the weakest of the probable links."""
    links = [pair for pair in pairs if pair.band is Band.PROBABLE]
    leader: dict[str, str] = {}

    def led_by(one: str) -> str:
        while leader.setdefault(one, one) != one:
            leader[one] = leader[leader[one]]
            one = leader[one]
        return one

    for pair in links:
        leader[led_by(pair.left)] = led_by(pair.right)
    groups: dict[str, list[str]] = defaultdict(list)
    weakest: dict[str, float] = defaultdict(lambda: 1.0)
    for one in leader:
        groups[led_by(one)].append(one)
    for pair in links:
        group = led_by(pair.left)
        weakest[group] = min(weakest[group], pair.probability)
    known = {(pair.left, pair.right) for pair in links}
    for group, members in groups.items():
        for left, right in combinations(sorted(members), 2):
            if (left, right) not in known:
                yield Pair(left, right, weakest[group], 0.0, Band.PROBABLE, (), "closure")
