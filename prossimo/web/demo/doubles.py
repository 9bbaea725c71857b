"""People registered twice, and people who only look so: twins, namesakes, newborns of one New Year.

Nothing in the database tells which is which: the truth is drawn again from the same seed (`truth`).
No row is added: who lives alone lends the place to a second record of a neighbour, so that every
published figure, counted in rows, stays as it is.
"""

from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from prossimo.web.demo import slips, taxcodes
from prossimo.web.demo.draws import Bools, Dice, Ints, Names, pick
from prossimo.web.demo.foreign_names import COMMUNITIES
from prossimo.web.demo.households import CHILD, SIZES

if TYPE_CHECKING:
    from prossimo.web.demo.people import People

COPIES, NAMESAKES, TWINS, NEW_YEAR = 0.008, 0.004, 0.016, 0.05  # shares
NO_DAY_KNOWN = [
    number + 1
    for number, community in enumerate(COMMUNITIES)
    if community.iso in {"BD", "PK", "SN", "NG", "MA", "EG", "CI", "IN"}
]
SLIPS = {
    "typo": 24, "swapped": 8, "second_name": 8, "surname": 7, "transliterated": 16, "day": 9,
    "sex": 1, "none": 27,
}  # fmt: skip
# What became of the code in the second record, of one hundred Italians and foreigners.
CODES = {"kept": (52, 33), "missing": (39, 35), "temporary": (5, 28), "other": (4, 4)}
HERE_TOO, PHONE_TOO, NO_PLACE = 0.55, 0.5, 0.12


@dataclass
class Doubles:
    """Rows of people: the second records, and whose they are."""

    copy: Ints = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    original: Ints = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    same_phone: Ints = field(default_factory=lambda: np.empty(0, dtype=np.int64))


def look_alikes(rng: Dice, people: "People") -> None:
    """Before the codes are given: twins, namesakes, and whoever was born on a New Year's Day."""
    _new_year(rng, people)
    _twins(rng, people)
    _namesakes(rng, people)


def _new_year(rng: Dice, people: "People") -> None:
    """Of some states the office knows the year alone."""
    abroad = people.births.is_abroad(people.birth_place)
    unknown = abroad & np.isin(people.community, NO_DAY_KNOWN)
    rows = np.flatnonzero(unknown & (rng.random(len(people)) < NEW_YEAR))
    people.born[rows] = people.born[rows].astype("datetime64[Y]").astype("datetime64[D]")


def _twins(rng: Dice, people: "People") -> None:
    """Some who follow each other in a family were born on the same day."""
    members = people.members
    child = members.role == CHILD
    follows = child[1:] & child[:-1] & (members.household[1:] == members.household[:-1])
    named = people.given[1:] != people.given[:-1]
    first = np.flatnonzero(follows & named & (rng.random(len(people) - 1) < TWINS))
    for column in (people.born, people.birth_place, members.age, people.known):
        column[first + 1] = column[first]


def _namesakes(rng: Dice, people: "People") -> None:
    """Some who live alone bear the name of another, a few were born on the same day too."""
    alone = np.flatnonzero(_lives_alone(people))
    order = rng.permutation(alone)
    key = people.community[order] * 2 + people.members.male[order]
    order = order[np.argsort(key, kind="stable")]
    one, other = order[:-1:2], order[1::2]
    alike = (people.community[one] == people.community[other]) & (
        people.members.male[one] == people.members.male[other]
    )
    wanted = rng.random(len(one)) < NAMESAKES * len(people) / max(len(one), 1)
    one, other = one[alike & wanted], other[alike & wanted]
    people.surname[other], people.given[other] = people.surname[one], people.given[one]
    chance = rng.random(len(one))
    same_day, same_place = chance < 0.25, chance < 0.08
    people.born[other[same_day]] = people.born[one[same_day]]
    people.birth_place[other[same_place]] = people.birth_place[one[same_place]]
    people.members.age[other[same_day]] = people.members.age[one[same_day]]
    early = people.known < people.born
    people.known[early] = people.born[early]


def _lives_alone(people: "People") -> Bools:
    found: Bools = SIZES[people.members.shape[people.members.household]] == 1
    return found


def plant(rng: Dice, people: "People") -> Doubles:
    """After the codes are given: second records, each with what another desk got wrong."""
    copy, original = _places(rng, people)
    for name in ("community", "citizenship", "surname", "given", "birth_place", "interpreter"):
        getattr(people, name)[copy] = getattr(people, name)[original]
    for column in (people.members.age, people.members.male):
        column[copy] = column[original]
    people.born[copy] = people.born[original]
    people.known[copy] = np.maximum(people.known[copy], people.born[original])
    _move(rng, people, copy, original)
    _slip(rng, people, copy)
    _recode(rng, people, copy, original)
    people.birth_place[copy[rng.random(len(copy)) < NO_PLACE]] = people.births.nowhere
    shared = rng.random(len(copy)) < PHONE_TOO
    return Doubles(copy, original, np.flatnonzero(shared))


def _places(rng: Dice, people: "People") -> tuple[Ints, Ints]:
    """Who lends a place, and for whom: two adults of one neighbourhood, both Italian or both not."""
    lender = _lives_alone(people) & (rng.random(len(people)) < COPIES * 5)
    alone = np.flatnonzero(lender)
    wanted = round(COPIES * len(people))
    copy = rng.permutation(alone)[:wanted]
    lending = np.zeros(len(people), dtype=np.bool_)
    lending[copy] = True
    kin = people.place * 2 + people.foreign
    original = np.full(len(copy), -1, dtype=np.int64)
    known = np.flatnonzero(~lending & (people.members.age >= 18))
    for group in np.unique(kin[copy]).tolist():
        here = np.flatnonzero(kin[copy] == group)
        there = known[kin[known] == group]
        if len(there):
            original[here] = there[rng.integers(0, len(there), len(here))]
    found = original >= 0
    return copy[found], original[found]


def _move(rng: Dice, people: "People", copy: Ints, original: Ints) -> None:
    """Half of them were registered where they live; the others moved in between."""
    here = np.flatnonzero(rng.random(len(copy)) < HERE_TOO)
    home, old = people.home[copy[here]], people.home[original[here]]
    for column in (people.homes.street, people.homes.number, people.homes.suffix):
        column[home] = column[old]


def _slip(rng: Dice, people: "People", copy: Ints) -> None:
    book = people.book
    kinds = list(SLIPS)
    drawn = pick(rng, list(SLIPS.values()), len(copy))
    for row, number in zip(copy.tolist(), drawn.tolist(), strict=True):
        kind = kinds[number]
        if kind == "transliterated" and people.community[row] == 0:
            kind = "typo"
        surname = book.surnames.spelled[people.surname[row]]
        given = book.given.spelled[people.given[row]]
        if kind == "day":
            people.born[row] = slips.wrong_day(rng, str(people.born[row]))
        elif kind == "sex":
            people.members.male[row] = 1 - people.members.male[row]
        else:
            if kind == "surname":
                surname = _otherwise(rng, people, row, surname)
            surname, given = _misnamed(
                rng, kind, (surname, given), male=bool(people.members.male[row])
            )
            people.surname[row] = book.surnames.add(surname)
            people.given[row] = book.given.add(given)
    people.known[copy] = np.maximum(people.known[copy], people.born[copy])


def _otherwise(rng: Dice, people: "People", row: int, surname: str) -> str:
    """One of two surnames alone, a second one added, or for a woman the husband's instead."""
    if " " in surname:
        return surname.split(maxsplit=1)[0]
    spelled = people.book.surnames.spelled
    other = spelled[people.surname[int(rng.integers(0, len(people)))]].split(maxsplit=1)[0]
    both = bool(people.members.male[row]) or rng.random() < 0.6
    return f"{surname} {other}" if both else other


def _misnamed(rng: Dice, kind: str, names: tuple[str, str], *, male: bool) -> tuple[str, str]:
    surname, given = names
    if kind == "swapped":
        return given, surname
    if kind == "second_name":
        return surname, slips.with_second_name(rng, given, male=male)
    if kind in {"typo", "transliterated"}:
        change = slips.misspelt if kind == "typo" else slips.transliterated
        if rng.random() < 0.5:
            return change(rng, surname), given
        return surname, change(rng, given)
    return surname, given


def _recode(rng: Dice, people: "People", copy: Ints, original: Ints) -> None:
    """The code of the second record: the same, none, a temporary one, or one computed from the slip."""
    from prossimo.web.demo.people import MISSING, TEMPORARY, VALID

    shares = np.array(list(CODES.values()), dtype=np.float64)
    foreign = people.foreign[original].astype(np.int64)
    drawn = np.where(
        foreign, pick(rng, shares[:, 1], len(copy)), pick(rng, shares[:, 0], len(copy))
    )
    kept, missing, temporary, other = (copy[drawn == number] for number in range(len(CODES)))
    people.tax_code[kept] = people.tax_code[original[drawn == 0]]
    people.tax_state[kept] = people.tax_state[original[drawn == 0]]
    people.tax_code[missing], people.tax_state[missing] = b"", MISSING
    people.tax_code[temporary] = taxcodes.temporary(rng, len(temporary))
    people.tax_state[temporary] = TEMPORARY
    people.tax_code[other] = people.compute_codes(other)
    people.tax_state[other] = VALID


def same_phones(people: "People", owner: Ints, kind: Ints, digits: Ints) -> None:
    """Who is registered twice often leaves the same number."""
    doubles = people.doubles
    at = {
        (row, what): place
        for place, (row, what) in enumerate(zip(owner.tolist(), kind.tolist(), strict=True))
    }
    for number in doubles.same_phone.tolist():
        copy, original = int(doubles.copy[number]), int(doubles.original[number])
        for what in np.unique(kind).tolist():
            if (copy, what) in at and (original, what) in at:
                digits[at[copy, what]] = digits[at[original, what]]


def truth(people: "People") -> set[tuple[str, str]]:
    """Every two records of one person, by their identifiers, the smaller first."""
    records: dict[int, list[int]] = {}
    for copy, original in zip(
        people.doubles.copy.tolist(), people.doubles.original.tolist(), strict=True
    ):
        records.setdefault(original, [original]).append(copy)
    ids: Names = people.ids.astype("U32")
    return {
        (min(ids[a], ids[b]), max(ids[a], ids[b]))
        for rows in records.values()
        for a, b in combinations(rows, 2)
    }
