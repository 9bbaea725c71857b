"""Surnames and given names as numbered lists, each word folded once for sorting and searching."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from prossimo.citizens.sounds import words_of
from prossimo.core.text import fold
from prossimo.web.demo import italian_names
from prossimo.web.demo.draws import Dice, Floats, Ints, Names, pick
from prossimo.web.demo.foreign_names import COMMUNITIES, Community

ITALIAN = 0  # community 0; the others follow in the order of `COMMUNITIES`
# The second surname of families that bear two is found by these steps in their list.
WOMEN, MEN = 0, 1


@dataclass
class Words:
    """A numbered list of names: each spelling has one number."""

    spelled: list[str] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)

    def add(self, spelling: str) -> int:
        spelling = spelling.replace("_", " ")
        number = self.numbers.setdefault(spelling, len(self.spelled))
        if number == len(self.spelled):
            self.spelled.append(spelling)
            for known in ("folded", "tokens"):  # said before this word came
                self.__dict__.pop(known, None)
        return number

    @cached_property
    def folded(self) -> list[str]:
        return [fold(spelling) for spelling in self.spelled]

    @cached_property
    def tokens(self) -> list[tuple[str, ...]]:
        return [tuple(words_of(spelling)) for spelling in self.spelled]


@dataclass
class Families:
    """The surnames of one community: for each family the form of its women and of its men."""

    forms: Ints  # (families, 2): numbers of surnames
    weights: Floats
    width: int = 0  # of the square of double surnames, 0 where there is one surname


@dataclass
class GivenNames:
    """Given names of one community by sex; Italians change them with the generations."""

    until: list[int]
    lists: list[tuple[Ints, Ints]]  # (women, men) per generation


class NameBook:
    """Every name of the towns."""

    def __init__(self) -> None:
        self.surnames, self.given = Words(), Words()
        self.families = {
            "bergamo": self._italian(italian_names.OF_BERGAMO.split()),
            "liguria": self._italian(italian_names.OF_LIGURIA.split()),
        }
        self.foreign_families = [self._foreign(community) for community in COMMUNITIES]
        italians = italian_names.GIVEN
        self.given_names = [
            GivenNames(list(italians), [self._both(*pair) for pair in italians.values()]),
            *(GivenNames([9999], [self._both(c.women, c.men)]) for c in COMMUNITIES),
        ]

    def _both(self, women: str, men: str) -> tuple[Ints, Ints]:
        return self._given(women), self._given(men)

    def _given(self, names: str) -> Ints:
        return np.array([self.given.add(name) for name in names.split()])

    def _italian(self, local: list[str]) -> Families:
        stems = italian_names.STEMS
        common = list(dict.fromkeys(local))
        rare = [s + e for s in stems.split() for e in italian_names.ENDINGS.split()]
        parts = [(common, 45.0, 14), (italian_names.OF_ITALY.split(), 27.0, 20), (rare, 28.0, 200)]
        numbers, weights = [], []
        for names, share, flatness in parts:
            zipf = 1 / (np.arange(len(names)) + flatness)
            weights.append(share * zipf / zipf.sum())
            numbers += [self.surnames.add(name) for name in names]
        forms = np.repeat(np.array(numbers)[:, None], 2, axis=1)
        return Families(forms, np.concatenate(weights))

    def _foreign(self, community: Community) -> Families:
        single = community.surnames.split()
        if not community.two_surnames:
            pairs = [name.split("/") for name in single]
            forms = [[self.surnames.add(p[-1]), self.surnames.add(p[0])] for p in pairs]
            return Families(np.array(forms), 1 / (np.arange(len(single)) + 8.0))
        forms = [[self.surnames.add(f"{a} {b}")] * 2 for a in single for b in single]
        weights = 1 / (np.arange(len(single)) + 8.0)
        return Families(np.array(forms), np.outer(weights, weights).ravel(), width=len(single))

    def families_of(self, community: int, local: str) -> Families:
        return (
            self.families[local] if community == ITALIAN else self.foreign_families[community - 1]
        )

    def call(self, rng: Dice, community: Ints, male: Ints, born_in: Ints) -> Ints:
        """A given name for each newborn, in the fashion of the year and of the community."""
        chosen = np.zeros(len(community), dtype=np.int64)
        for number, names in enumerate(self.given_names):
            of_community = community == number
            since = 0
            for until, lists in zip(names.until, names.lists, strict=True):
                of_time = of_community & (born_in >= since) & (born_in < until)
                since = until
                for sex in (WOMEN, MEN):
                    who = np.flatnonzero(of_time & (male == sex))
                    fashion = 1 / (np.arange(len(lists[sex])) + 6.0)
                    chosen[who] = lists[sex][pick(rng, fashion, len(who))]
        return chosen


def sort_keys(book: NameBook, surnames: Ints, given: Ints) -> list[str]:
    """`fold(surname + " " + given_name)`, without folding the same word twice."""
    left, right = book.surnames.folded, book.given.folded
    return [f"{left[a]} {right[b]}" for a, b in zip(surnames.tolist(), given.tolist(), strict=True)]


def as_texts(words: list[str]) -> Names:
    """A list of names that is looked up by an array of numbers."""
    return np.array(words, dtype=object)
