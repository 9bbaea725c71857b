"""Builds the invented towns: draws them all in memory, then writes them in one transaction."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from prossimo.core.progress import track
from prossimo.web.demo import files, hearing, history, knocking, lives, means, queue, sheets
from prossimo.web.demo.birthplaces import BirthPlaces
from prossimo.web.demo.contact_sheets import Book
from prossimo.web.demo.contacts import Contacts, joined
from prossimo.web.demo.copying import Lane, Sheet, copy_block
from prossimo.web.demo.doubles import truth
from prossimo.web.demo.draws import dice
from prossimo.web.demo.families import Families
from prossimo.web.demo.names import NameBook
from prossimo.web.demo.offices import Offices, offices_of
from prossimo.web.demo.people import People, people_of
from prossimo.web.demo.places import DISTRICTS

ROME = ZoneInfo("Europe/Rome")
SEGRETARIATO = {
    "bergamo": "segretariato",
    "dalmine": "dalmine_segretariato",
    "punto-per-te": "spezia_segretariato",
}
# Filled by the hundred thousand: their indexes and triggers wait until the rows are in.
LANE = (
    "citizens_household",
    "citizens_person",
    "citizens_phone",
    "citizens_nametoken",
    "citizens_namekey",
    "citizens_personshare",
    "access_contact",
    "access_contactreason",
    "access_privatenote",
    "access_amendment",
)
# Everything else hangs from these.
ROOTS = ("territory_ambito", "accounts_user", "access_reason")


@dataclass(frozen=True, slots=True)
class Plan:
    seed: int
    scale: float
    now: dt.datetime  # by the clock of Rome

    @property
    def today(self) -> dt.date:
        return self.now.date()


@dataclass
class Town:
    """What was built, in numbers, for whoever ran the command."""

    staff: int = 0
    people: int = 0
    contacts: int = 0
    twice: dict[str, list[tuple[str, str]]] = field(default_factory=dict)  # by Ambito


def plan_of(seed: int, scale: float, day: dt.date | None) -> Plan:
    """Now is now; of another day it is half past eleven in the morning."""
    now = dt.datetime.now(ROME)
    if day is not None:
        now = dt.datetime.combine(day, dt.time(11, 30), ROME)
    return Plan(seed, scale, now)


def build(plan: Plan, *, replace: bool = False, quiet: bool = False) -> Town:
    """Draw and write the three Ambiti; either everything is there at the end or nothing is."""
    book, births = NameBook(), BirthPlaces()
    offices = offices_of(plan.seed, book)
    town = Town(staff=len(offices.users))
    written: list[Sheet] = [
        sheets.residents_sheet(
            offices, seed=plan.seed, scale=plan.scale, last_full=plan.today.year - 1
        )
    ]
    for district in track(DISTRICTS, total=len(DISTRICTS), label="Immagino", quiet=quiet):
        people = people_of(district, book, births, seed=plan.seed, scale=plan.scale, day=plan.today)
        contacts = contacts_of(plan, people)
        town.people += len(people)
        town.contacts += len(contacts)
        written += sheets_of(plan, offices, people, contacts)
        town.twice[district.key] = sorted(truth(people))
    with transaction.atomic(), connection.cursor() as cursor:
        if replace:
            clear(cursor)
        offices.write()
        lane = Lane(cursor, [*LANE, *history.tables()])
        steps = list(_steps(cursor, written, lane.clear(), plan.now))
        for step in track(steps, total=len(steps), label="Scrivo", quiet=quiet):
            step()
    return town


def contacts_of(plan: Plan, people: People) -> Contacts:
    """Everything that was heard at the desks of an Ambito, in order of time."""
    key = people.district.key
    calendar = knocking.calendar_of(key, plan.today)
    rng = dice(plan.seed, key, "hearing")
    past, lately = knocking.past_contacts(people, calendar, seed=plan.seed, scale=plan.scale)
    hearing.hear(rng, past, people)
    hearing.clock(rng, past, calendar)
    answers = hearing.answers_to_forwarded(rng, past, calendar, SEGRETARIATO[key])
    hearing.hear(rng, answers, people)
    hearing.asked_before(answers, past)
    hearing.clock(rng, answers, calendar)
    today = knocking.todays_contacts(
        people, calendar, lately, plan.now, seed=plan.seed, scale=plan.scale
    )
    hearing.hear(rng, today, people)
    hearing.send_some(rng, today)
    return joined([past, answers, today]).in_order()


def sheets_of(plan: Plan, offices: Offices, people: People, contacts: Contacts) -> list[Sheet]:
    """The rows of an Ambito, in the order in which they lean on each other."""
    sheets.number_people(people, plan.seed)
    now_ms = int(plan.now.timestamp() * 1000)
    told = Families(people, contacts, plan.seed, plan.today)
    return [
        sheets.households_sheet(offices, people),
        sheets.people_sheet(offices, people, seed=plan.seed),
        sheets.phones_sheet(people, seed=plan.seed),
        sheets.emails_sheet(people, seed=plan.seed),
        sheets.tokens_sheet(offices, people),
        sheets.keys_sheet(offices, people),
        *Book(offices, people, contacts, plan.seed, now_ms).sheets(),
        *told.sheets(),
        *lives.sheets(told),
        *means.sheets(told),
    ]


def _steps(
    cursor: CursorWrapper, written: list[Sheet], putting_back: list[str], now: dt.datetime
) -> Iterator[Callable[[], object]]:
    for sheet in written:
        for block in sheet.blocks():
            yield partial(copy_block, cursor, sheet, block, frozen=sheet.table in LANE)
    for statement in (
        *history.first_lines(),
        *putting_back,
        *lives.afterwards(),
        *files.afterwards(),
        *queue.afterwards(now),
    ):
        yield partial(cursor.execute, statement)
    for table in (*LANE, *history.tables(), "territory_residents"):
        yield partial(cursor.execute, f"ANALYZE {table}")


def clear(cursor: CursorWrapper) -> None:
    """Take the invented towns away, with the history of their rows; the journal stays."""
    cursor.execute(f"TRUNCATE {', '.join([*ROOTS, *history.tables()])} CASCADE")
