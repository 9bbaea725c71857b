"""How many people knock each year and at which desks: the published figures are decided here."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from prossimo.web.demo import desks
from prossimo.web.demo.draws import Bools, Dice, Floats, Ints, some
from prossimo.web.demo.people import People

FIRST_YEAR = 2014
# People met at the Pass of Bergamo: the published 9 559 of 2018, +2.7 % on 2017, +49 % on 2014.
PASS_USERS = {
    2014: 6_415, 2015: 7_182, 2016: 8_236, 2017: 9_308, 2018: 9_559, 2019: 9_812, 2020: 8_406,
    2021: 8_957, 2022: 9_463, 2023: 9_871, 2024: 10_116, 2025: 10_248,
}  # fmt: skip
LATER_GROWTH = 1.008
# First visits of the year by desk, in hundredths: the dedicated desks draw the rise of 2014-2018.
PASS_DESKS: dict[int, Mapping[str, float]] = {
    2014: {"pass": 84, "segretariato": 16},
    2015: {"pass": 73, "segretariato": 15, "contributi": 12},
    2016: {"pass": 60, "segretariato": 13, "contributi": 15, "stranieri": 8, "rei": 4},
    2017: {"pass": 45, "segretariato": 12, "contributi": 16, "stranieri": 14, "rei": 13},
    2018: {"pass": 37, "segretariato": 11, "contributi": 17, "stranieri": 15, "rei": 20},
    2019: {"pass": 37, "segretariato": 11, "contributi": 16, "stranieri": 16, "rei": 6,
           "inclusione": 14},
    2020: {"pass": 47, "segretariato": 12, "contributi": 21, "stranieri": 9, "inclusione": 11},
    2021: {"pass": 52, "segretariato": 12, "contributi": 15, "stranieri": 10, "inclusione": 11},
    2022: {"pass": 52, "segretariato": 12, "contributi": 14, "stranieri": 11, "inclusione": 11},
    2023: {"pass_centrale": 50, "segretariato": 12, "contributi": 14, "stranieri": 12,
           "inclusione": 12},
    2024: {"pass_centrale": 47, "segretariato": 12, "contributi": 14, "stranieri": 12,
           "inclusione": 15},
}  # fmt: skip
# Contacts at the decentralised seats: about 5 400 from January 2021 to March 2024 (public news).
JANUARY, APRIL = dt.date(2024, 1, 1), dt.date(2024, 4, 1)
SEAT_CONTACTS = {
    (dt.date(2021, 1, 1), dt.date(2021, 12, 31)): 1_290,
    (dt.date(2022, 1, 1), dt.date(2022, 12, 31)): 1_740,
    (dt.date(2023, 1, 1), dt.date(2023, 12, 31)): 1_890,
    (JANUARY, dt.date(2024, 3, 31)): 480,
    (APRIL, dt.date(2024, 12, 31)): 1_470,
}
LATER_SEATS = 2_060  # a year


@dataclass(frozen=True, slots=True)
class Stream:
    """Visits of a group of people to a group of desks."""

    key: str
    district: str
    comune: str = ""  # empty: the whole Ambito
    desks: tuple[str, ...] = ()
    users: int = 0  # people met in 2018; 0 for the Pass of Bergamo
    first_year: int = FIRST_YEAR


STREAMS = (
    Stream("pass", "bergamo", "Bergamo"),
    Stream("gorle", "bergamo", "Gorle", ("gorle",), 75),
    Stream("orio", "bergamo", "Orio al Serio", ("orio_al_serio",), 30),
    Stream("ponteranica", "bergamo", "Ponteranica", ("ponteranica",), 70),
    Stream("sorisole", "bergamo", "Sorisole", ("sorisole",), 95),
    Stream("torre", "bergamo", "Torre Boldone", ("torre_boldone",), 85),
    Stream(
        "dalmine", "dalmine", "",
        ("dalmine_segretariato", "presidio_nord", "presidio_centro", "presidio_sud"), 900,
    ),
    Stream("spezia", "punto-per-te", "", ("spezia_segretariato",), 950),
    Stream("la_pieve", "punto-per-te", "La Pieve", ("la_pieve",), 62, 2015),
    Stream("fabiano", "punto-per-te", "Fabiano", ("fabiano",), 68, 2015),
)  # fmt: skip


def users_of(stream: Stream, year: int, scale: float, passed: float) -> int:
    """People to meet in a year, of which a part has passed."""
    if stream.users:
        whole = stream.users * (1 + 0.03 * (min(year, 2019) - 2018)) * (0.86 if year == 2020 else 1)
        if stream.first_year > FIRST_YEAR and year == stream.first_year:
            whole *= 0.1  # opened in December
    else:
        last = max(PASS_USERS)
        whole = float(PASS_USERS.get(year, PASS_USERS[last]))
        whole *= LATER_GROWTH ** max(year - last, 0)
    # Those who come back make the first half of a year richer in new faces than the second.
    return round(whole * scale * float(passed**0.9))


def desks_of(stream: Stream, year: int) -> Mapping[str, float]:
    if not stream.users:
        return PASS_DESKS[min(year, max(PASS_DESKS))]
    return dict.fromkeys(stream.desks, 1.0)


def seat_contacts(year: int, today: dt.date) -> list[tuple[dt.date, dt.date, int]]:
    """First day, last day and contacts at the seats, cut at today."""
    found = []
    windows = dict(SEAT_CONTACTS)
    if year > JANUARY.year:
        windows[dt.date(year, 1, 1), dt.date(year, 12, 31)] = LATER_SEATS
    for (first, last), count in windows.items():
        if first.year == year and first < today:
            part = min(1.0, (today - first).days / ((last - first).days + 1))
            found.append((first, min(last, today - dt.timedelta(days=1)), round(count * part)))
    return found


# --- who they are -----------------------------------------------------------------------------


@dataclass
class Crowd:
    """The people whom a stream may meet, and how likely each is to knock."""

    people: People
    weights: Floats
    birth_years: Ints

    def visitors(self, rng: Dice, year: int, count: int) -> Ints:
        """Distinct people who come in a year; those who are inclined to come back, come back."""
        age = year - self.birth_years
        chance = self.weights * AGE_FACTORS[np.clip(age - 1, -1, 110) + 1]
        known = self.people.known <= np.datetime64(dt.date(year, 1, 2))
        if np.count_nonzero(known & (chance > 0)) >= count:
            chance = np.where(known, chance, 0.0)
        return some(rng, chance, count)


def _age_factors() -> Floats:
    factors = np.zeros(112)  # position 0: not yet born
    for first, factor in ((0, 0.22), (18, 0.8), (30, 1.35), (45, 1.1), (65, 1.15), (75, 1.7)):
        factors[first + 1 :] = factor
    return factors


AGE_FACTORS = _age_factors()


def crowd_of(rng: Dice, people: People, stream: Stream) -> Crowd:
    """Hardship of the neighbourhood, origin and a lasting inclination make people knock."""
    inclination = rng.gamma(0.4, 1.0, len(people))
    hardship = np.array([place.hardship for place in people.places])[people.place]
    origin = np.where(people.foreign, 2.7, 1.0)
    years = people.born.astype("datetime64[Y]").astype(np.int64) + 1970
    weights = inclination * hardship * origin * _reached(people, stream)
    return Crowd(people, weights, years)


def _reached(people: People, stream: Stream) -> Bools:
    """Whether each person lives where the stream comes from."""
    if not stream.comune:
        return np.ones(len(people), dtype=np.bool_)
    inside = []
    for place in people.places:
        comune = people.district.comuni[place.comune]
        quarter = comune.quarters[place.quarter].name if place.quarter is not None else ""
        inside.append(stream.comune in {comune.name, quarter})
    found: Bools = np.array(inside)[people.place]
    return found


SEATS = desks.SEATS
