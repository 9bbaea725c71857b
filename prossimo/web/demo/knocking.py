"""Who knocked, at which desk, on which day: year after year, and this morning."""

import datetime as dt
from dataclasses import dataclass

import numpy as np

from prossimo.access.choices import DeskKind
from prossimo.web.demo import visits
from prossimo.web.demo.contacts import (
    DESK,
    HOUSEHOLD,
    NOBODY,
    NONE,
    PERSON,
    Contacts,
    blank,
    day_number,
    joined,
)
from prossimo.web.demo.desks import BUREAUS, SEATS
from prossimo.web.demo.draws import Dice, Ints, apportion, dice, pick
from prossimo.web.demo.opening import Opening, opening_of
from prossimo.web.demo.people import People
from prossimo.web.demo.visits import Crowd, Stream

A_PERSON = 0.58  # chance that a visit of the year is the person's last one
NAMELESS, HOUSEHOLDS = 0.10, 0.04  # for each named visit, so many for nobody named, for a household
STAY = 0.72  # of the later visits, how many at the desk of the first
GENERAL = {"pass", "pass_centrale", "segretariato"}


@dataclass
class Calendar:
    """The open days of every desk, up to the day before today."""

    today: dt.date
    openings: dict[int, Opening]

    @property
    def yesterday(self) -> dt.date:
        return self.today - dt.timedelta(days=1)

    def open_desks(self, keys: list[str], first: dt.date, last: dt.date) -> list[int]:
        found = []
        for key in keys:
            low, high = self.openings[DESK[key]].within(first, last)
            if high > low:
                found.append(DESK[key])
        return found


def calendar_of(district: str, today: dt.date) -> Calendar:
    first = dt.date(visits.FIRST_YEAR, 1, 2)
    openings = {
        number: opening_of(bureau, first, today - dt.timedelta(days=1))
        for number, bureau in enumerate(BUREAUS)
        if bureau.district == district
    }
    return Calendar(today, openings)


def past_contacts(
    people: People, calendar: Calendar, *, seed: int, scale: float
) -> tuple[Contacts, dict[str, Ints]]:
    """All contacts until yesterday, and for each stream who came in the current year."""
    parts: list[Contacts] = []
    lately: dict[str, Ints] = {}
    for stream in visits.STREAMS:
        if stream.district != people.district.key:
            continue
        crowd = visits.crowd_of(dice(seed, stream.key, "crowd"), people, stream)
        for year in range(stream.first_year, calendar.today.year + 1):
            rng = dice(seed, stream.key, str(year))
            came, contacts = _year(rng, stream, crowd, calendar, year=year, scale=scale)
            lately[stream.key] = came if len(came) else lately.get(stream.key, came)
            parts.append(contacts)
    return joined(parts), lately


def _year(
    rng: Dice, stream: Stream, crowd: Crowd, calendar: Calendar, *, year: int, scale: float
) -> tuple[Ints, Contacts]:
    first, last = dt.date(year, 1, 1), min(dt.date(year, 12, 31), calendar.yesterday)
    passed = max(((last - first).days + 1) / 365, 0.0)
    shares = visits.desks_of(stream, year)
    open_desks = set(calendar.open_desks(list(shares), first, last)) if passed > 0 else set()
    shares = {key: share for key, share in shares.items() if DESK[key] in open_desks}
    if not shares:
        return np.empty(0, dtype=np.int64), blank(0)
    came = crowd.visitors(rng, year, visits.users_of(stream, year, scale, min(passed, 1.0)))
    contacts = _visits(rng, crowd.people, came, shares)
    if not stream.users:
        _move_to_seats(rng, contacts, crowd.people, calendar, year=year, scale=scale)
    undated = np.flatnonzero(contacts.day == NONE)
    for desk in np.unique(contacts.desk[undated]).tolist():
        rows = undated[contacts.desk[undated] == desk]
        days = calendar.openings[desk].draw(rng, first, last, len(rows))
        contacts.day[rows] = days.astype(np.int64)
    return came, contacts


def _visits(
    rng: Dice, people: People, came: Ints, shares: dict[str, float], most: int = 14
) -> Contacts:
    """Visits of these people, and of those who gave no name or came as a household."""
    times = np.minimum(rng.geometric(A_PERSON, len(came)), most)
    person = np.repeat(came, times)
    desk = np.repeat(_first_desks(rng, people, came, shares), times)
    again = np.r_[False, person[1:] == person[:-1]] if len(person) else np.empty(0, dtype=np.bool_)
    general = [DESK[key] for key in shares if key in GENERAL] or [DESK[key] for key in shares]
    moved = np.flatnonzero(again & (rng.random(len(person)) > STAY))
    weights = [shares[BUREAUS[number].key] for number in general]
    desk[moved] = np.array(general)[pick(rng, weights, len(moved))]
    unnamed, homes = round(len(person) * NAMELESS), round(len(person) * HOUSEHOLDS)
    found = blank(len(person) + unnamed + homes)
    others = np.array(general)[pick(rng, weights, unnamed + homes)]
    found.person[: len(person)] = person
    found.desk[:] = np.concatenate([desk, others])
    found.subject[: len(person)] = PERSON
    found.subject[len(person) : len(person) + unnamed] = NOBODY
    found.subject[len(person) + unnamed :] = HOUSEHOLD
    if homes and len(came):
        found.home[len(person) + unnamed :] = people.home[rng.choice(came, homes)]
    return found


def _first_desks(rng: Dice, people: People, came: Ints, shares: dict[str, float]) -> Ints:
    """The desk of each one's first visit: foreign citizens fill the desk that is meant for them."""
    keys = list(shares)
    counts = apportion(len(came), list(shares.values()))
    pool = np.repeat([DESK[key] for key in keys], counts)
    for_foreigners = [n for n in set(pool.tolist()) if BUREAUS[n].kind is DeskKind.FOREIGN]
    desks = np.empty(len(came), dtype=np.int64)
    order = rng.permutation(len(came))
    if for_foreigners:
        # Foreign citizens first in the queue, then shuffled again for all the other desks.
        foreign = people.foreign[came]
        order = np.argsort(np.where(foreign, 0, 1) + rng.random(len(came)) * 1.25, kind="stable")
        meant = np.isin(pool, for_foreigners)
        pool = np.concatenate([pool[meant], rng.permutation(pool[~meant])])
    desks[order] = pool
    return desks


# --- decentralised seats ----------------------------------------------------------------------

NEAREST = {
    "Colognola": "colognola", "Villaggio degli Sposi": "colognola", "San Tomaso": "loreto",
    "Grumello al Piano": "grumello", "Carnovali": "colognola", "Celadina": "celadina",
    "Clementina": "celadina", "Borgo Palazzo": "celadina", "Boccaleone": "boccaleone",
    "Malpensata": "boccaleone", "Campagnola": "boccaleone", "Redona": "redona",
    "Conca Fiorita": "redona", "Valtesse": "lazzaretto", "Monterosso": "lazzaretto",
    "Borgo Santa Caterina": "lazzaretto", "Santa Lucia": "santa_lucia", "Centro": "santa_lucia",
    "Finardi": "lazzaretto", "Città Alta e Colli": "santa_lucia", "Loreto": "loreto",
    "Longuelo": "loreto",
}  # fmt: skip


def _move_to_seats(
    rng: Dice, contacts: Contacts, people: People, calendar: Calendar, *, year: int, scale: float
) -> None:
    """So many contacts of the central desk happen at the seats instead, near home where possible."""
    central = np.flatnonzero(np.isin(contacts.desk, [DESK["pass"], DESK["pass_centrale"]]))
    central = rng.permutation(central)
    for first, last, count in visits.seat_contacts(year, calendar.today):
        rows, central = np.split(central, [round(count * scale)])
        seats = calendar.open_desks(list(SEATS), first, last)
        if not len(rows) or not seats:
            continue
        contacts.desk[rows] = _seat_of(rng, contacts.person[rows], people, seats)
        for seat in np.unique(contacts.desk[rows]).tolist():
            here = rows[contacts.desk[rows] == seat]
            days = calendar.openings[seat].draw(rng, first, last, len(here))
            contacts.day[here] = days.astype(np.int64)


def _seat_of(rng: Dice, person: Ints, people: People, seats: list[int]) -> Ints:
    """The seat nearest to where each lives, or any open one."""
    nearest = []
    for place in people.places:
        quarters = people.district.comuni[place.comune].quarters
        name = quarters[place.quarter].name if place.quarter is not None else ""
        nearest.append(DESK.get(NEAREST.get(name, ""), NONE))
    near = np.where(person >= 0, np.array(nearest)[people.place[person]], NONE)
    anywhere = np.array(seats)[rng.integers(0, len(seats), len(person))]
    at_home = np.isin(near, seats) & (rng.random(len(person)) < 0.75)
    found: Ints = np.where(at_home, near, anywhere)
    return found


# --- today ------------------------------------------------------------------------------------


def todays_contacts(
    people: People, calendar: Calendar, lately: dict[str, Ints], now: dt.datetime,
    *, seed: int, scale: float,
) -> Contacts:  # fmt: skip
    """This day's contacts up to now: the town is open whenever somebody looks at it."""
    parts = []
    for stream in visits.STREAMS:
        came = lately.get(stream.key)
        if came is None or not len(came):
            continue
        rng = dice(seed, stream.key, "today")
        shares = visits.desks_of(stream, calendar.today.year)
        if not stream.users:
            shares = {**shares, **dict.fromkeys(SEATS, 2.5)}
        shares = {
            key: share
            for key, share in shares.items()
            if BUREAUS[DESK[key]].open_in(calendar.today, calendar.today)
        }
        if shares:
            visitors = rng.choice(came, min(len(came), _this_morning(stream, now, scale)), False)
            contacts = _visits(rng, people, np.sort(visitors), shares, most=1)
            contacts.day[:] = day_number(calendar.today)
            contacts.minute[:] = _minutes_until(rng, now, len(contacts))
            parts.append(contacts)
    return joined(parts) if parts else blank(0)


def _this_morning(stream: Stream, now: dt.datetime, scale: float) -> int:
    """How many people have come by now; even in the smallest town somebody has."""
    part = min(max((now.hour + now.minute / 60 - 8.5) / 9, 0.25), 1.0)
    whole = 64 * scale if not stream.users else stream.users * scale / 250
    return max(round(whole * part), 9 if not stream.users else 2)


def _minutes_until(rng: Dice, now: dt.datetime, size: int) -> Ints:
    minute = now.hour * 60 + now.minute
    opened = max(min(9 * 60, minute - 120), 0)
    closes = max(min(minute, 17 * 60 + 30), opened + 1)
    found: Ints = rng.integers(opened, closes, size)
    return found
