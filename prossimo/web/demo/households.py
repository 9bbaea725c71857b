"""Who lives with whom: households of every shape, with ages that fit each other."""

from dataclasses import dataclass

import numpy as np

from prossimo.citizens.choices import HouseholdRole
from prossimo.web.demo.draws import Dice, Floats, Ints, around, pick

REFERENCE, PARTNER, CHILD, PARENT, RELATIVE, OTHER = range(6)
ROLES = list(HouseholdRole)
AGE_LIMIT = 103


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape of household, and of one thousand Italian and foreign households how many have it."""

    name: str
    italian: float
    foreign: float
    children: int = 0
    couple: bool = False
    ages: tuple[float, float] = (0, 0)  # of who has no children at home
    extra: int = 0  # a grandparent, a carer, flatmates

    @property
    def size(self) -> int:
        return 1 + self.couple + self.children + self.extra


SHAPES = (
    Shape("single_young", 85, 250, ages=(20, 45)),
    Shape("single_mid", 165, 150, ages=(45, 65)),
    Shape("single_old", 195, 35, ages=(65, 99)),
    Shape("couple_young", 38, 55, couple=True, ages=(24, 45)),
    Shape("couple_mid", 105, 85, couple=True, ages=(45, 65)),
    Shape("couple_old", 140, 30, couple=True, ages=(65, 92)),
    Shape("couple_1", 100, 125, children=1, couple=True),
    Shape("couple_2", 96, 135, children=2, couple=True),
    Shape("couple_3", 20, 60, children=3, couple=True),
    Shape("couple_4", 4, 20, children=4, couple=True),
    Shape("parent_1", 46, 45, children=1),
    Shape("parent_2", 20, 25, children=2),
    Shape("parent_3", 4, 8, children=3),
    Shape("three_generations", 8, 14, children=1, couple=True, extra=1),
    Shape("cared_for", 14, 0, ages=(79, 98), extra=1),
    Shape("flatmates_2", 8, 40, ages=(20, 48), extra=1),
    Shape("flatmates_3", 3, 30, ages=(20, 48), extra=2),
)
SIZES = np.array([shape.size for shape in SHAPES])


@dataclass
class Members:
    """One row a person; households are numbered from 0 in the order of `shape`."""

    shape: Ints
    household: Ints
    role: Ints
    age: Ints
    male: Ints
    carer: Ints  # 1 for the foreign carer of an old Italian


def gather(rng: Dice, people: int, *, foreign: bool) -> Ints:
    """Shapes of as many households as it takes to house exactly this many people."""
    weights = [shape.foreign if foreign else shape.italian for shape in SHAPES]
    mean = float(np.average(SIZES, weights=weights))
    drawn = pick(rng, weights, int(people / mean * 1.2) + 20)
    housed = np.cumsum(SIZES[drawn])
    enough = int(np.searchsorted(housed, people, side="right"))
    left = people - (int(housed[enough - 1]) if enough else 0)
    singles = pick(rng, weights[:3], left)
    return np.concatenate([drawn[:enough], singles])


def people_of(rng: Dice, shapes: Ints, *, foreign: bool) -> Members:
    """Every member of these households, household by household."""
    parts: list[tuple[Ints, ...]] = []
    for number, shape in enumerate(SHAPES):
        where = np.flatnonzero(shapes == number)
        if len(where):
            parts += _members(rng, shape, where, foreign=foreign)
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
    order = np.lexsort((columns[1], columns[0]))
    household, role, age, male, carer = (column[order] for column in columns)
    return Members(shapes, household, role, np.clip(age, 0, AGE_LIMIT), male, carer)


def _members(rng: Dice, shape: Shape, where: Ints, *, foreign: bool) -> list[tuple[Ints, ...]]:
    size = len(where)
    if shape.children:
        rows = _family(rng, shape, size, foreign=foreign)
    elif shape.couple:
        rows = _couple(rng, shape, size)
    else:
        rows = _alone(rng, shape, size)
    return [
        (where, np.full(size, role), age.astype(np.int64), male.astype(np.int64), np.full(size, c))
        for role, age, male, c in rows
    ]


Row = tuple[int, Floats, Ints, int]  # role, age, male, carer


def _alone(rng: Dice, shape: Shape, size: int) -> list[Row]:
    low, high = shape.ages
    old = low >= 65
    # The older, the fewer, and the more of them women.
    age = low + (high - low) * (rng.beta(1.6, 2.1, size) if old else rng.random(size))
    man = (rng.random(size) < (0.26 if old else 0.52)).astype(np.int64)
    rows: list[Row] = [(REFERENCE, age, man, 0)]
    if shape.name == "cared_for":
        rows.append(
            (OTHER, around(rng, 54, 7, size, low=30, high=68), np.zeros(size, dtype=np.int64), 1)
        )
    elif shape.extra:
        for _ in range(shape.extra):
            mate = np.clip(age + rng.normal(0, 5, size), 19, 60)
            same = np.where(rng.random(size) < 0.85, man, 1 - man)
            rows.append((OTHER, mate, same, 0))
    return rows


def _couple(rng: Dice, shape: Shape, size: int) -> list[Row]:
    low, high = shape.ages
    first = low + (high - low) * (rng.beta(1.5, 2.0, size) if low >= 65 else rng.random(size))
    man = (rng.random(size) < 0.68).astype(np.int64)
    gap = rng.normal(2.6, 3.2, size)
    second = np.clip(np.where(man == 1, first - gap, first + gap), 20, AGE_LIMIT)
    same_sex = rng.random(size) < 0.01
    return [(REFERENCE, first, man, 0), (PARTNER, second, np.where(same_sex, man, 1 - man), 0)]


def _family(rng: Dice, shape: Shape, size: int, *, foreign: bool) -> list[Row]:
    """Children first: parents are as much older as parents are."""
    leave_home = 24 if foreign else 34
    eldest = leave_home * rng.beta(1.25, 1.5, size)
    gaps = np.cumsum(around(rng, 3.2, 1.4, size * 5, low=1, high=8).reshape(5, size), axis=0)
    gaps = np.vstack([np.zeros(size), gaps])[: shape.children]
    eldest = np.maximum(eldest, gaps[-1] + rng.random(size))
    mother = eldest + around(rng, 27.5 if foreign else 31, 5, size, low=17, high=43)
    father = np.maximum(mother + rng.normal(3.2, 3.6, size), eldest + 18)
    rows: list[Row] = []
    if shape.couple:
        reference_is_man = (rng.random(size) < 0.68).astype(np.int64)
        first = np.where(reference_is_man == 1, father, mother)
        second = np.where(reference_is_man == 1, mother, father)
        rows += [
            (REFERENCE, first, reference_is_man, 0),
            (PARTNER, second, 1 - reference_is_man, 0),
        ]
    else:
        man = (rng.random(size) < 0.15).astype(np.int64)
        rows.append((REFERENCE, np.where(man == 1, father, mother), man, 0))
    for gap in gaps:
        rows.append((CHILD, eldest - gap, (rng.random(size) < 0.514).astype(np.int64), 0))
    if shape.extra:
        grandparent = mother + around(rng, 28, 4, size, low=18, high=40)
        rows.append((PARENT, grandparent, (rng.random(size) < 0.25).astype(np.int64), 0))
    return rows
