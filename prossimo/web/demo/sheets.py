"""Territory and people as sheets: from numbers to the text that the database copies."""

from collections.abc import Iterable
from itertools import chain

import numpy as np

from prossimo.citizens.choices import ContactSafety, RegistryState, TaxCodeState
from prossimo.citizens.rules import name_pairs
from prossimo.citizens.search_words import key_rows
from prossimo.territory.choices import Sex
from prossimo.web.demo import codes, residents, streets, words
from prossimo.web.demo.copying import NULL, Columns, Sheet
from prossimo.web.demo.doubles import same_phones
from prossimo.web.demo.draws import DAY_MS, Bools, Dice, Ints, Names, dice, identifiers
from prossimo.web.demo.foreign_names import COMMUNITIES
from prossimo.web.demo.households import CHILD, ROLES
from prossimo.web.demo.names import as_texts
from prossimo.web.demo.offices import Offices
from prossimo.web.demo.people import BOTH, FOREIGN_ONLY, REGISTRY_OPENED, People
from prossimo.web.demo.places import DISTRICTS, District, Place, places_of

OPENED_MS = int(np.datetime64(REGISTRY_OPENED, "ms").astype(np.int64)) + 8 * 3_600_000
STATES = list(TaxCodeState)
MOBILE, LANDLINE, SHARED = range(3)


def looked_up(words_: Iterable[str], numbers: Ints) -> list[str]:
    """Each number's word; -1 finds the last one, where the empty word may stand."""
    found: list[str] = as_texts(list(words_))[numbers].tolist()
    return found


def instants(ms: Ints) -> list[str]:
    text: list[str] = np.datetime_as_string(ms.astype("datetime64[ms]"), timezone="UTC").tolist()
    return text


def days(column: Names) -> list[str]:
    text: list[str] = np.datetime_as_string(column.astype("datetime64[D]")).tolist()
    return text


def hexes(ids: Names) -> list[str]:
    text: list[str] = ids.astype("U32").tolist()
    return text


def numbers(column: Ints) -> list[str]:
    return [str(number) for number in column.tolist()]


def constant(text: str, part: slice) -> list[str]:
    return [text] * (part.stop - part.start)


# --- residents --------------------------------------------------------------------------------


def residents_sheet(offices: Offices, *, seed: int, scale: float, last_full: int) -> Sheet:
    rows = [
        (*_place_ids(offices, district, place), str(year), sex, band, citizenship, str(count))
        for district in DISTRICTS
        for place in places_of(district)
        for year in residents.years(last_full)
        for sex, band, citizenship, count in residents.table(place, year, scale)
    ]
    ids = hexes(identifiers(dice(seed, "residents"), OPENED_MS + np.arange(len(rows))))
    names = (
        "municipality_id",
        "neighbourhood_id",
        "year",
        "sex",
        "age_band",
        "citizenship",
        "count",
    )
    return Sheet(
        "territory_residents",
        ("id", *names),
        len(rows),
        lambda part: [ids[part], *map(list, zip(*rows[part], strict=True))],
    )


def _place_ids(offices: Offices, district: District, place: Place) -> tuple[str, str]:
    """Municipality and neighbourhood of a place, the second only where there is one."""
    comune = district.comuni[place.comune]
    if place.quarter is None:
        return offices.municipalities[comune.name].pk.hex, NULL
    quarter = offices.neighbourhoods[comune.name, comune.quarters[place.quarter].name]
    return offices.municipalities[comune.name].pk.hex, quarter.pk.hex


# --- people -----------------------------------------------------------------------------------


def number_people(people: People, seed: int) -> None:
    """Identifiers of people and households, in the order in which they are written."""
    rng = dice(seed, people.district.key, "identifiers")
    people.ids = identifiers(rng, OPENED_MS + np.arange(len(people)))
    people.homes.ids = identifiers(rng, OPENED_MS + np.arange(len(people.homes.place)))


def households_sheet(offices: Offices, people: People) -> Sheet:
    """A household bears the name of its reference person."""
    homes, book = people.homes, people.book
    ambito = offices.ambiti[people.district.key].pk.hex
    surnames, given = as_texts(book.surnames.spelled), as_texts(book.given.spelled)

    def part(rows: slice) -> Columns:
        head = homes.reference[rows]
        names = zip(surnames[people.surname[head]], given[people.given[head]], strict=True)
        since = instants(_known_ms(people, head))
        return [
            hexes(homes.ids[rows]), constant("1", rows), since, since, constant(ambito, rows),
            [f"{surname} {name}" for surname, name in names], registry_ids("F", rows),
        ]  # fmt: skip

    columns = (
        "id", "version", "created_at", "changed_at", "ambito_id", "label", "registry_id",
    )  # fmt: skip
    return Sheet("citizens_household", columns, len(homes.place), part)


def _known_ms(people: People, rows: Ints | slice) -> Ints:
    found: Ints = (
        people.known[rows].astype("datetime64[D]").astype(np.int64) * DAY_MS + 8 * 3_600_000
    )
    return found


PERSON = (
    "id", "version", "created_at", "changed_at", "ambito_id", "surname", "given_name", "sort_key",
    "sex", "born_on", "birth_place", "birth_place_code", "citizenships", "tax_code",
    "tax_code_state", "household_id", "household_role", "municipality_id", "neighbourhood_id",
    "street", "street_number", "postcode", "languages", "needs_interpreter",
    "contact_warning", "first_known_on", "registry_id", "registry_state",
)  # fmt: skip


def people_sheet(offices: Offices, people: People, *, seed: int) -> Sheet:
    """One row a person, as the registry keeps it."""
    ambito = offices.ambiti[people.district.key].pk.hex
    where = [_place_ids(offices, people.district, place) for place in people.places]
    book, births, postcodes = people.book, people.births, _postcodes(people)
    warned, _writes = _ways_to_reach(dice(seed, people.district.key, "sheets"), people.members.age)
    citizenships, languages = _citizenships(), _languages()

    def part(rows: slice) -> Columns:
        surname, given = people.surname[rows], people.given[rows]
        home, place = people.home[rows], people.place[rows]
        left = [book.surnames.folded[n] for n in surname.tolist()]
        right = [book.given.folded[n] for n in given.tolist()]
        community = people.community[rows]
        interpreter = people.interpreter[rows]
        since = instants(_known_ms(people, rows))
        return [
            hexes(people.ids[rows]), constant("1", rows), since, since, constant(ambito, rows),
            looked_up(book.surnames.spelled, surname), looked_up(book.given.spelled, given),
            [f"{a} {b}" for a, b in zip(left, right, strict=True)],
            looked_up((Sex.FEMALE, Sex.MALE), people.members.male[rows]), days(people.born[rows]),
            looked_up(births.labels, people.birth_place[rows]),
            births.codes[people.birth_place[rows]].astype("U4").tolist(),
            looked_up(citizenships, community * 3 + people.citizenship[rows]),
            people.tax_code[rows].astype("U16").tolist(),
            looked_up(STATES, people.tax_state[rows]), hexes(people.homes.ids[home]),
            looked_up(ROLES, people.members.role[rows]),
            looked_up([ids[0] for ids in where], place), looked_up([ids[1] for ids in where], place),
            looked_up(streets.NAMES, people.homes.street[home]), _street_numbers(people, home),
            looked_up(postcodes, place),
            looked_up(languages, community * 2 + interpreter),
            looked_up(("f", "t"), interpreter.astype(np.int64)),
            looked_up((*words.WARNINGS, ""), warned[rows]), days(people.known[rows]),
            registry_ids("A", rows), constant(RegistryState.RESIDENT.value, rows),
        ]  # fmt: skip

    return Sheet("citizens_person", PERSON, len(people), part)


def _ways_to_reach(rng: Dice, age: Ints) -> tuple[Ints, Bools]:
    """Which caution some ask for when they are called, and who has an e-mail address."""
    caution = rng.integers(0, len(words.WARNINGS), len(age))
    warned: Ints = np.where((rng.random(len(age)) < 0.008) & (age >= 18), caution, -1)
    writes: Bools = (rng.random(len(age)) < 0.34) & (age >= 18) & (age < 75)
    return warned, writes


def _postcodes(people: People) -> list[str]:
    found = []
    for place in people.places:
        comune = people.district.comuni[place.comune]
        in_use = codes.postcodes(codes.town(comune.name, people.district.province).istat) or ("",)
        found.append(in_use[(place.quarter or 0) % len(in_use)])
    return found


def registry_ids(letter: str, rows: slice) -> list[str]:
    """Numbers as a municipal registry gives them, in the order of the rows."""
    return [f"{letter}{number:08}" for number in range(rows.start, rows.stop)]


def _street_numbers(people: People, home: Ints) -> list[str]:
    suffixes = looked_up(streets.SUFFIXES, people.homes.suffix[home])
    return [
        f"{number}{suffix}"
        for number, suffix in zip(people.homes.number[home].tolist(), suffixes, strict=True)
    ]


def emails_sheet(people: People, *, seed: int) -> Sheet:
    """The address of who writes e-mail."""
    book = people.book
    _warned, writes = _ways_to_reach(dice(seed, people.district.key, "sheets"), people.members.age)
    owner = np.flatnonzero(writes)
    ids = identifiers(dice(seed, people.district.key, "emails"), OPENED_MS + np.arange(len(owner)))

    def part(rows: slice) -> Columns:
        who = owner[rows]
        left = [book.surnames.folded[n] for n in people.surname[who].tolist()]
        right = [book.given.folded[n] for n in people.given[who].tolist()]
        return [
            hexes(ids[rows]), hexes(people.ids[who]), _emails(left, right, people.born[who]),
            constant("", rows), constant(ContactSafety.FREE.value, rows), constant("", rows),
        ]  # fmt: skip

    columns = ("id", "person_id", "address", "whose", "safety", "care")
    return Sheet("citizens_emailaddress", columns, len(owner), part)


def _emails(left: list[str], right: list[str], born: Names) -> list[str]:
    """Addresses in a domain that nobody can ever own."""
    years = ((born.astype("datetime64[Y]").astype(np.int64) + 1970) % 100).tolist()
    return [
        f"{given}.{surname}{year:02}@posta.example".replace(" ", "")
        for surname, given, year in zip(left, right, years, strict=True)
    ]


def _citizenships() -> list[str]:
    """By community and kind of citizenship, three for each community."""
    found = ["{IT}"] * 3
    for community in COMMUNITIES:
        by_kind = {FOREIGN_ONLY: f"{{{community.iso}}}", BOTH: f"{{IT,{community.iso}}}"}
        found += [by_kind.get(kind, "{IT}") for kind in range(3)]
    return found


def _languages() -> list[str]:
    """By community, without and with the need of an interpreter."""
    found = ["{it}", "{it}"]
    for community in COMMUNITIES:
        spoken = ",".join(community.languages)
        found += [f"{{it,{spoken}}}", f"{{{spoken}}}"]
    return found


TOKEN = ("ambito_id", "person_id", "token", "beside", "words", "year", "municipality_id")


def tokens_sheet(offices: Offices, people: People) -> Sheet:
    """The words by which people are searched: a sheet of its own rows for each block of people."""
    ambito = offices.ambiti[people.district.key].pk.hex
    left, right = people.book.surnames.tokens, people.book.given.tokens
    towns = [_place_ids(offices, people.district, place)[0] for place in people.places]

    def part(rows: slice) -> Columns:
        years = people.born[rows].astype("datetime64[Y]").astype(np.int64) + 1970
        named = zip(
            hexes(people.ids[rows]),
            people.surname[rows].tolist(),
            people.given[rows].tolist(),
            map(str, years.tolist()),
            looked_up(towns, people.place[rows]),
            strict=True,
        )
        found: list[tuple[str, ...]] = []
        for key, surname, given, year, town in named:
            words_ = list(dict.fromkeys(chain(left[surname], right[given])))
            count = str(len(words_))
            found += [(ambito, key, *pair, count, year, town) for pair in name_pairs(words_)]
        return list(map(list, zip(*found, strict=True)))

    return Sheet("citizens_nametoken", TOKEN, len(people), part)


def keys_sheet(offices: Offices, people: People) -> Sheet:
    """How the words of those names may be misspelt, and by which words the streets are found."""
    ambito = offices.ambiti[people.district.key].pk.hex
    book = people.book
    surnames = (book.surnames.tokens[number] for number in np.unique(people.surname).tolist())
    given = (book.given.tokens[number] for number in np.unique(people.given).tolist())
    found = list(key_rows(chain.from_iterable(chain(surnames, given)), streets.NAMES))

    def part(rows: slice) -> Columns:
        keys, words_ = map(list, zip(*found[rows], strict=True))
        return [[ambito] * len(keys), keys, words_]

    return Sheet("citizens_namekey", ("ambito_id", "key", "word"), len(found), part)


def phones_sheet(people: People, *, seed: int) -> Sheet:
    """Mobiles of most, landlines of the older, and for children and the very old a relative's."""
    rng = dice(seed, people.district.key, "phones")
    age, chance = people.members.age, rng.random(len(people))
    child = people.members.role == CHILD
    mobile = np.flatnonzero((age >= 14) & (chance < np.where(age >= 80, 0.35, 0.87)))
    landline = np.flatnonzero((age >= 55) & ~child & (rng.random(len(people)) < 0.42))
    shared = np.flatnonzero(((age < 14) & (chance < 0.3)) | ((age >= 80) & (chance > 0.75)))
    owner = np.concatenate([mobile, landline, shared])
    kind = np.repeat([MOBILE, LANDLINE, SHARED], [len(mobile), len(landline), len(shared)])
    digits = rng.integers(0, 1_000_000, len(owner))
    same_phones(people, owner, kind, digits)
    whose = np.where(kind == SHARED, np.where(age[owner] < 14, 0, 1), 2)
    ids = identifiers(rng, OPENED_MS + np.arange(len(owner)))
    careful = (rng.random(len(owner)) < 0.006).astype(np.int64)
    # A range of mobiles and one of landlines that nobody was given: no telephone rings.
    prefix = "+3901870" if people.district.key == "punto-per-te" else "+390350"

    def part(rows: slice) -> Columns:
        starts = looked_up(("+393990", prefix, "+393990"), kind[rows])
        return [
            hexes(ids[rows]), hexes(people.ids[owner[rows]]),
            [f"{start}{n:06}" for start, n in zip(starts, digits[rows].tolist(), strict=True)],
            looked_up(("la madre", "la figlia", ""), whose[rows]),
            looked_up((ContactSafety.FREE, ContactSafety.CARE), careful[rows]),
            looked_up(("", words.CARE_OF_A_PHONE), careful[rows]),
        ]  # fmt: skip

    columns = ("id", "person_id", "number", "whose", "safety", "care")
    return Sheet("citizens_phone", columns, len(owner), part)
