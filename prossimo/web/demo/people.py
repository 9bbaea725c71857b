"""The registered people of an Ambito, as columns: one row a person, ordered by household."""

import datetime as dt
from dataclasses import dataclass, field

import numpy as np

from prossimo.web.demo import households, streets, taxcodes
from prossimo.web.demo.birthplaces import BirthPlaces
from prossimo.web.demo.doubles import Doubles, look_alikes, plant
from prossimo.web.demo.draws import Bools, Dice, Ints, Names, apportion, dice, pick
from prossimo.web.demo.foreign_names import COMMUNITIES
from prossimo.web.demo.households import CHILD, OTHER, PARTNER, REFERENCE, Members
from prossimo.web.demo.names import ITALIAN, MEN, NameBook
from prossimo.web.demo.places import District, Place, places_of

REGISTRY_OPENED = dt.date(2014, 1, 2)
ITALIAN_ONLY, FOREIGN_ONLY, BOTH = range(3)  # citizenships
VALID, TEMPORARY, MISSING = range(3)  # states of the tax code, as in `TaxCodeState`
CARERS = [i + 1 for i, c in enumerate(COMMUNITIES) if c.iso in {"UA", "MD", "RO", "BO"}]
WEIGHTS = [community.weight for community in COMMUNITIES]


@dataclass
class Homes:
    """Households: where they live."""

    place: Ints
    community: Ints
    street: Ints
    number: Ints
    suffix: Ints
    reference: Ints = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    ids: Names = field(default_factory=lambda: np.empty(0, dtype="S32"))


@dataclass
class People:
    """One row a person; what is written to the database is looked up from these numbers."""

    district: District
    book: NameBook
    births: BirthPlaces
    places: list[Place]
    homes: Homes
    members: Members
    community: Ints
    citizenship: Ints
    surname: Ints
    given: Ints
    born: Names  # days
    birth_place: Ints
    known: Names  # days
    tax_code: Names
    tax_state: Ints
    interpreter: Bools
    doubles: Doubles = field(default_factory=Doubles)
    ids: Names = field(default_factory=lambda: np.empty(0, dtype="S32"))

    def __len__(self) -> int:
        return len(self.community)

    @property
    def home(self) -> Ints:
        return self.members.household

    @property
    def place(self) -> Ints:
        return self.homes.place[self.members.household]

    @property
    def foreign(self) -> Bools:
        found: Bools = self.citizenship == FOREIGN_ONLY
        return found

    def compute_codes(self, rows: Ints) -> Names:
        """The tax codes that follow from what is written of these people."""
        surnames, given = self.book.surnames.spelled, self.book.given.spelled
        return taxcodes.compose(
            np.array([taxcodes.surname_letters(surnames[n]) for n in self.surname[rows]], "S3"),
            np.array([taxcodes.given_letters(given[n]) for n in self.given[rows]], "S3"),
            self.born[rows],
            1 - self.members.male[rows],
            self.births.codes[self.birth_place[rows]],
        )


def people_of(
    district: District,
    book: NameBook,
    births: BirthPlaces,
    *,
    seed: int,
    scale: float,
    day: dt.date,
) -> People:
    """Everybody whom the registry of an Ambito knows."""
    rng = dice(seed, district.key, "people")
    places = places_of(district)
    homes, members = _housed(rng, places, scale)
    community, citizenship = _origins(rng, homes, members)
    age_days = members.age * 365.2425 + rng.integers(0, 365, len(members.age))
    born = (taxcodes.days(day) - age_days.astype("timedelta64[D]")).astype("datetime64[D]")
    years = born.astype("datetime64[Y]").astype(np.int64) + 1970
    surname = _surnames(rng, book, district.local_surnames, community, members)
    italian_name = np.where(
        (community != ITALIAN) & (years > 2004) & (rng.random(len(years)) < 0.25),
        ITALIAN,
        community,
    )
    given = book.call(rng, italian_name, members.male, years)
    born_here = (members.role == CHILD) & (members.age < 24) & (rng.random(len(years)) < 0.72)
    birth_place = births.of(rng, district.key, community, born_here)
    known = _known(rng, born, community, day)
    people = People(
        district, book, births, places, homes, members, community, citizenship, surname, given, born,
        birth_place, known, np.empty(0, dtype="S16"), np.zeros(len(born), dtype=np.int64),
        _interpreters(rng, community, members, known),
    )  # fmt: skip
    stirred = dice(seed, district.key, "doubles")
    look_alikes(stirred, people)
    _give_codes(rng, people)
    people.doubles = plant(stirred, people)
    return people


def _housed(rng: Dice, places: list[Place], scale: float) -> tuple[Homes, Members]:
    """Exactly the registered people of each place, in whole households."""
    total = round(sum(place.registered for place in places) * scale)
    shares = apportion(total, [place.registered for place in places])
    shapes, where, community = [], [], []
    for number, (place, people) in enumerate(zip(places, shares.tolist(), strict=True)):
        foreigners = round(people * place.foreign * 0.94)
        for foreign, count in ((False, people - foreigners), (True, foreigners)):
            found = households.gather(rng, count, foreign=foreign)
            shapes.append(found)
            where.append(np.full(len(found), number))
            origin = pick(rng, WEIGHTS, len(found)) + 1
            community.append(origin if foreign else np.zeros(len(found), dtype=np.int64))
    origin = np.concatenate(community)
    all_shapes, place_of = np.concatenate(shapes), np.concatenate(where)
    parts = [
        households.people_of(rng, np.where(origin > 0, all_shapes, -1), foreign=True),
        households.people_of(rng, np.where(origin == 0, all_shapes, -1), foreign=False),
    ]
    columns = [
        np.concatenate([getattr(part, name) for part in parts])
        for name in ("household", "role", "age", "male", "carer")
    ]
    order = np.lexsort((columns[1], columns[0]))
    members = Members(all_shapes, *(column[order] for column in columns))
    size = len(all_shapes)
    turn = rng.integers(0, streets.A_PLACE, size)
    homes = Homes(
        place_of,
        origin,
        (place_of * streets.A_PLACE + turn) % len(streets.NAMES),
        1 + rng.integers(0, 120, size) * rng.integers(1, 101, size) // 100,
        rng.integers(0, len(streets.SUFFIXES), size),
    )
    homes.reference = np.flatnonzero(members.role == REFERENCE)
    return homes, members


def _origins(rng: Dice, homes: Homes, members: Members) -> tuple[Ints, Ints]:
    """Where each person's people come from, and which passports they hold."""
    size = len(members.age)
    community = homes.community[members.household].copy()
    citizenship = np.where(community > 0, FOREIGN_ONLY, ITALIAN_ONLY)
    child_of_two = (community > 0) & (members.role == CHILD) & (rng.random(size) < 0.07)
    citizenship[child_of_two] = BOTH
    naturalised = (homes.community == 0) & (rng.random(len(homes.community)) < 0.04)
    now_italian = naturalised[members.household] & (members.carer == 0)
    origin = pick(rng, WEIGHTS, len(homes.community)) + 1
    community[now_italian] = origin[members.household[now_italian]]
    citizenship[now_italian] = np.where(
        rng.random(int(now_italian.sum())) < 0.5, BOTH, ITALIAN_ONLY
    )
    married_in = (community == 0) & (members.role == PARTNER) & (rng.random(size) < 0.03)
    carers = members.carer == 1
    community[married_in] = pick(rng, WEIGHTS, int(married_in.sum())) + 1
    community[carers] = rng.choice(CARERS, int(carers.sum()))
    citizenship[married_in | carers] = FOREIGN_ONLY
    return community, citizenship


def _surnames(rng: Dice, book: NameBook, local: str, community: Ints, members: Members) -> Ints:
    """Everybody has a family; children take the father's (and the mother's, where it is so)."""
    size = len(community)
    surname = np.zeros(size, dtype=np.int64)
    fathers, mothers = _parents(members)
    child = members.role == CHILD
    for number in range(len(COMMUNITIES) + 1):
        families = book.families_of(number, local)
        row = pick(rng, families.weights, size)
        father, mother = row[fathers], row[mothers]
        if families.width:
            width = families.width
            inherited = father // width * width + mother // width
        else:
            inherited = father
        own = np.where(child, inherited, row)
        who = np.flatnonzero(community == number)
        surname[who] = families.forms[own[who], members.male[who]]
    return surname


def _parents(members: Members) -> tuple[Ints, Ints]:
    """For each person the rows of the grown-ups whose surnames the children of the home bear."""
    homes = int(members.household[-1]) + 1 if len(members.household) else 0
    reference, partner = (np.full(homes, -1, dtype=np.int64) for _ in range(2))
    for role, found in ((REFERENCE, reference), (PARTNER, partner)):
        rows = np.flatnonzero(members.role == role)
        found[members.household[rows]] = rows
    partner = np.where(partner < 0, reference, partner)
    father = np.where(members.male[reference] == MEN, reference, partner)
    mother = np.where(father == reference, partner, reference)
    return father[members.household], mother[members.household]


def _known(rng: Dice, born: Names, community: Ints, day: dt.date) -> Names:
    """Since when the registry knows somebody: newborns and newcomers later than the others."""
    size = len(born)
    opened = taxcodes.days(REGISTRY_OPENED)
    span = max(int((taxcodes.days(day) - opened).astype(np.int64)) - 40, 1)
    late = rng.random(size) < np.where(community == ITALIAN, 0.08, 0.3)
    arrival = opened + np.where(late, rng.integers(0, span, size), 0).astype("timedelta64[D]")
    registered = born + rng.integers(3, 30, size).astype("timedelta64[D]")
    found: Names = np.minimum(np.maximum(arrival, registered), taxcodes.days(day))
    return found


def _interpreters(rng: Dice, community: Ints, members: Members, known: Names) -> Bools:
    chance = np.array([0.0, *(c.interpreter for c in COMMUNITIES)])[community]
    newcomer = known > np.datetime64("2019-01-01")
    grown = (members.age >= 16) & ((members.role != CHILD) | (members.role == OTHER))
    found: Bools = grown & (rng.random(len(community)) < chance * np.where(newcomer, 1.8, 0.8))
    return found


def _give_codes(rng: Dice, people: People) -> None:
    """A valid tax code for nearly everybody; some provisional, some missing, a few omocodic."""
    book, births = people.book, people.births
    surnames = np.array([taxcodes.surname_letters(s) for s in book.surnames.spelled], dtype="S3")
    given = np.array([taxcodes.given_letters(s) for s in book.given.spelled], dtype="S3")
    codes = taxcodes.compose(
        surnames[people.surname],
        given[people.given],
        people.born,
        1 - people.members.male,
        births.codes[people.birth_place],
    )
    size = len(people)
    foreign = people.foreign
    chance = rng.random(size)
    people.tax_state[chance < np.where(foreign, 0.012, 0.001)] = MISSING
    people.tax_state[(chance > 0.99) & foreign] = TEMPORARY
    codes[people.tax_state == MISSING] = b""
    waiting = np.flatnonzero(people.tax_state == TEMPORARY)
    codes[waiting] = taxcodes.temporary(rng, len(waiting))
    people.tax_code = codes
