"""Contacts as sheets, with what the database itself would have derived from them: the shares."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

import numpy as np

from prossimo.access.choices import Subject
from prossimo.access.models import Contact
from prossimo.citizens.choices import ShareSource
from prossimo.web.demo import hearing, words
from prossimo.web.demo.contacts import Contacts
from prossimo.web.demo.copying import NULL, Columns, Sheet
from prossimo.web.demo.desks import BUREAUS
from prossimo.web.demo.draws import DAY_MS, Dice, Ints, Names, dice, identifiers
from prossimo.web.demo.offices import Offices
from prossimo.web.demo.people import People
from prossimo.web.demo.places import Place
from prossimo.web.demo.sheets import constant, days, hexes, instants, looked_up, numbers

ROME = ZoneInfo("Europe/Rome")
SUBJECTS = list(Subject)
GIVEN = ["{" + ",".join(given) + "}" for given, _ in hearing.GIVEN]
PRIVATE_SINCE = 3  # years
WHY = ("Minuti segnati in modo sbagliato.", "Corretto il tempo dopo verifica con la collega.")


@dataclass
class Book:
    """The contacts of an Ambito with what their rows have in common."""

    offices: Offices
    people: People
    contacts: Contacts
    seed: int
    now_ms: int
    happened: Ints = field(init=False)  # milliseconds since 1970, UTC
    recorded: Ints = field(init=False)
    ids: Names = field(init=False)
    post: Ints = field(init=False)

    def __post_init__(self) -> None:
        rng = self.dice("book")
        contacts = self.contacts
        seconds = rng.integers(0, 60, len(contacts))
        local = contacts.day * DAY_MS + contacts.minute * 60_000 + seconds * 1000
        self.happened = np.minimum(local - _offsets(contacts.day), self.now_ms - 60_000)
        later = np.maximum(contacts.minutes, 3) * 60_000
        self.recorded = np.minimum(self.happened + later, self.now_ms)
        self.ids = identifiers(rng, self.recorded)
        self.post = _authors(rng, self.offices, contacts)

    def dice(self, word: str) -> Dice:
        return dice(self.seed, self.people.district.key, word)

    @property
    def ambito(self) -> str:
        return self.offices.ambiti[self.people.district.key].pk.hex

    def sheets(self) -> list[Sheet]:
        return [
            contacts_sheet(self),
            reasons_sheet(self),
            private_notes_sheet(self),
            amendments_sheet(self),
            shares_sheet(self),
        ]


def _offsets(day: Ints) -> Ints:
    """How far the clock of Rome is ahead, day by day (it changes at night, with desks closed)."""
    distinct, position = np.unique(day, return_inverse=True)
    ahead = []
    for moment in (distinct * DAY_MS + DAY_MS // 2).tolist():
        noon = np.datetime64(moment, "ms").item().replace(tzinfo=ROME)
        ahead.append(int(noon.utcoffset().total_seconds() * 1000))
    found: Ints = np.array(ahead, dtype=np.int64)[position]
    return found


def _authors(rng: Dice, offices: Offices, contacts: Contacts) -> Ints:
    """Whoever was on duty at the desk on the day, by the position of the post."""
    position = {post.pk: number for number, post in enumerate(offices.posts)}
    found = np.full(len(contacts), -1, dtype=np.int64)
    for number, bureau in enumerate(BUREAUS):
        rows = np.flatnonzero(contacts.desk == number)
        desk = offices.desks[bureau.key]
        duties = [duty for duty in offices.duties if duty.desk is desk]
        if not len(rows) or not duties:
            continue
        first = np.array([np.datetime64(duty.period.lower, "D") for duty in duties]).astype(
            np.int64
        )
        last = np.array(
            [np.datetime64(duty.period.upper or "2999-01-01", "D") for duty in duties]
        ).astype(np.int64)
        day = contacts.day[rows][:, None]
        on_duty = (day >= first) & (day < last)
        drawn = np.argmax(rng.random(on_duty.shape) * on_duty, axis=1)
        found[rows] = np.array([position[duty.post.pk] for duty in duties])[drawn]
    return found


# --- contacts and reasons ---------------------------------------------------------------------

CONTACT = (
    "id", "version", "created_at", "changed_at", "ambito_id", "desk_id", "channel", "happened_at",
    "day", "speaker", "speaker_name", "subject", "person_id", "household_id", "neighbourhood_id",
    "main_reason_id", "target_group", "needs", "given", "no_service", "missing_service", "note",
    "minutes", "author_id", "post_id",
)  # fmt: skip


def contacts_sheet(book: Book) -> Sheet:
    offices, people, contacts = book.offices, book.people, book.contacts
    posts = offices.posts
    desks = [offices.desks[bureau.key].pk.hex for bureau in BUREAUS]
    quarters = [_quarter(offices, people, place) for place in people.places]
    home = np.where(contacts.home >= 0, contacts.home, people.home[contacts.person])
    place = np.where(
        (contacts.person >= 0) | (contacts.home >= 0), people.homes.place[home], len(quarters)
    )

    def part(rows: slice) -> Columns:
        recorded = instants(book.recorded[rows])
        post = book.post[rows]
        return [
            hexes(book.ids[rows]), constant("1", rows), recorded, recorded,
            constant(book.ambito, rows), looked_up(desks, contacts.desk[rows]),
            looked_up(hearing.CHANNELS, contacts.channel[rows]), instants(book.happened[rows]),
            days(contacts.day[rows]), looked_up(hearing.SPEAKERS, contacts.speaker[rows]),
            looked_up((*hearing.KIN, ""), contacts.kin[rows]),
            looked_up(SUBJECTS, contacts.subject[rows]),
            _keys(people.ids, contacts.person[rows]), _keys(people.homes.ids, contacts.home[rows]),
            looked_up((*quarters, NULL), place[rows]),
            looked_up([r.pk.hex for r in offices.reasons], contacts.reason[rows]),
            looked_up((*hearing.TARGETS, ""), contacts.target[rows]),
            looked_up((*hearing.NEEDS, ""), contacts.needs[rows]),
            looked_up(GIVEN, contacts.given[rows]),
            looked_up(("f", "t"), contacts.no_service[rows]),
            looked_up((*hearing.MISSING, ""), contacts.missing[rows]),
            looked_up((*words.NOTES, ""), contacts.note[rows]),
            [NULL if number == "-1" else number for number in numbers(contacts.minutes[rows])],
            looked_up([p.user.pk.hex for p in posts], post), looked_up([p.pk.hex for p in posts], post),
        ]  # fmt: skip

    return Sheet("access_contact", CONTACT, len(contacts), part)


def _quarter(offices: Offices, people: People, place: Place) -> str:
    comune = people.district.comuni[place.comune]
    if place.quarter is None:
        return NULL
    return offices.neighbourhoods[comune.name, comune.quarters[place.quarter].name].pk.hex


def _keys(ids: Names, rows: Ints) -> list[str]:
    """Identifiers of people or households, nothing where there is none."""
    found: list[str] = np.where(rows >= 0, ids[rows].astype("U32"), NULL).tolist()
    return found


def reasons_sheet(book: Book) -> Sheet:
    """The main reason of each contact, then the others."""
    contacts = book.contacts
    table = np.concatenate([contacts.reason[:, None], contacts.others], axis=1)
    contact, column = np.nonzero(table >= 0)
    reason = table[contact, column]
    ids = identifiers(book.dice("reasons"), book.recorded[contact])
    keys = [r.pk.hex for r in book.offices.reasons]

    def part(rows: slice) -> Columns:
        owners = hexes(book.ids[contact[rows]])
        return [hexes(ids[rows]), owners, looked_up(keys, reason[rows])]

    return Sheet("access_contactreason", ("id", "contact_id", "reason_id"), len(contact), part)


# --- notes, amendments, shares ----------------------------------------------------------------


def private_notes_sheet(book: Book) -> Sheet:
    """A few of the last years: each author reads only their own."""
    rng = book.dice("private notes")
    recent = book.happened > book.now_ms - PRIVATE_SINCE * 365 * DAY_MS
    rows_ = np.flatnonzero(
        recent & (rng.random(len(recent)) < 0.012) & (book.contacts.subject == 0)
    )
    ids = identifiers(rng, book.recorded[rows_])
    text = rng.integers(0, len(words.PRIVATE_NOTES), len(rows_))
    users = [post.user.pk.hex for post in book.offices.posts]

    def part(rows: slice) -> Columns:
        at = instants(book.recorded[rows_[rows]])
        return [
            hexes(ids[rows]), constant("1", rows), at, at, hexes(book.ids[rows_[rows]]),
            looked_up(users, book.post[rows_[rows]]), looked_up(words.PRIVATE_NOTES, text[rows]),
        ]  # fmt: skip

    columns = ("id", "version", "created_at", "changed_at", "contact_id", "author_id", "text")
    return Sheet("access_privatenote", columns, len(rows_), part)


def amendments_sheet(book: Book) -> Sheet:
    """Here and there the minutes were corrected in the days after, with the reason why."""
    rng = book.dice("amendments")
    minutes = book.contacts.minutes
    recent = (book.now_ms - book.happened > 10 * DAY_MS) & (minutes > 12)
    recent &= book.happened > book.now_ms - 500 * DAY_MS
    rows_ = np.flatnonzero(recent & (rng.random(len(recent)) < 0.004))
    at = book.recorded[rows_] + rng.integers(DAY_MS, 6 * DAY_MS, len(rows_))
    ids, why = identifiers(rng, at), rng.integers(0, len(WHY), len(rows_))
    label = str(Contact._meta.get_field("minutes").verbose_name)
    users = [post.user.pk.hex for post in book.offices.posts]

    def part(rows: slice) -> Columns:
        after = minutes[rows_[rows]].tolist()
        changes = [
            {"field": "minutes", "label": label, "before": str(n - 10), "after": str(n)}
            for n in after
        ]
        return [
            hexes(ids[rows]), instants(at[rows]), looked_up(WHY, why[rows]),
            [json.dumps([change]) for change in changes], hexes(book.ids[rows_[rows]]),
            looked_up(users, book.post[rows_[rows]]),
        ]  # fmt: skip

    columns = ("id", "amended_at", "why", "changes", "contact_id", "author_id")
    return Sheet("access_amendment", columns, len(rows_), part)


def shares_sheet(book: Book) -> Sheet:
    """Who was met at a partner's or a neighbourhood's desk is known there: as the trigger writes it."""
    named = np.flatnonzero(book.contacts.person >= 0)
    rows = [
        *_met(book, named, [b.body for b in BUREAUS], column=0),
        *_met(book, named, [b.quarter for b in BUREAUS], column=1),
    ]
    rng = book.dice("shares")
    ids = hexes(identifiers(rng, np.array([at * DAY_MS for *_, at in rows], dtype=np.int64)))

    def part(chosen: slice) -> Columns:
        columns = zip(*(row[:4] for row in rows[chosen]), strict=True)
        source = constant(ShareSource.CONTACT, chosen)
        return [ids[chosen], constant(book.ambito, chosen), source, *map(list, columns)]

    return Sheet(
        "citizens_personshare",
        ("id", "ambito_id", "source", "person_id", "organisation_id", "neighbourhood_id", "period"),
        len(rows),
        part,
    )


def _met(
    book: Book, named: Ints, owners: Sequence[str], column: int
) -> list[tuple[str, str, str, str, int]]:
    """Person, organisation or neighbourhood, and the period: a year after the last contact."""
    distinct = sorted({owner for owner in owners if owner})
    number = {owner: place for place, owner in enumerate(distinct)}
    of_desk = np.array([number.get(owner, -1) for owner in owners])
    owner = of_desk[book.contacts.desk[named]]
    met = owner >= 0
    rows, owner = named[met], owner[met]
    pair = book.contacts.person[rows] * 1000 + owner
    keys, first, inverse = np.unique(pair, return_index=True, return_inverse=True)
    last = np.zeros(len(keys), dtype=np.int64)
    np.maximum.at(last, inverse, book.contacts.day[rows])
    opened = book.contacts.day[rows][first]  # the contacts are in order of time
    until = days(_a_year_later(last))
    people = hexes(book.people.ids[keys // 1000])
    ids = [_owner_id(book.offices, name, column) for name in distinct]
    found = []
    for person, key, since, start, end in zip(
        people, (keys % 1000).tolist(), days(opened), opened.tolist(), until, strict=True
    ):
        both = (ids[key], NULL) if column == 0 else (NULL, ids[key])
        found.append((person, *both, f"[{since},{end})", start))
    return found


def _owner_id(offices: Offices, name: str, column: int) -> str:
    if column == 0:
        return offices.bodies[name].pk.hex
    return next(
        row.pk.hex for (_, quarter), row in offices.neighbourhoods.items() if quarter == name
    )


def _a_year_later(days_: Ints) -> Names:
    """The same day of the next year; 29 February becomes 28, as PostgreSQL does."""
    day = days_.astype("datetime64[D]")
    month = day.astype("datetime64[M]")
    later = month + 12
    shifted = later.astype("datetime64[D]") + (day - month.astype("datetime64[D]"))
    found: Names = np.minimum(shifted, (later + 1).astype("datetime64[D]") - 1)
    return found
