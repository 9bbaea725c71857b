"""What was said at the desk: channel, reasons, who spoke, what was given and written down."""

from collections.abc import Mapping

import numpy as np

from prossimo.access.choices import Channel, DeskKind, Given, Speaker, TargetGroup
from prossimo.citizens.choices import HouseholdRole
from prossimo.web.demo import words
from prossimo.web.demo.contacts import DESK, NONE, Contacts, blank, day_number
from prossimo.web.demo.desks import BUREAUS, DEDICATED
from prossimo.web.demo.draws import Bools, Dice, Ints, pick
from prossimo.web.demo.knocking import Calendar
from prossimo.web.demo.people import People
from prossimo.web.demo.reasons import MOTIVES, PLACE, WANTED

CHANNELS, SPEAKERS, TARGETS = list(Channel), list(Speaker), list(TargetGroup)
SELF, RELATIVE, NEIGHBOUR, SERVICE = range(4)
OLDER, DISABLED, FRAIL, MINORS, FAMILIES = range(5)
HARD_TIMES = (np.datetime64("2020-03-09").astype(int), np.datetime64("2021-06-01").astype(int))
CHILD = list(HouseholdRole).index(HouseholdRole.CHILD)

INFO, PAPER, WAY, MEET, SENT, APPLY = Given
# What is given together, and of one hundred contacts how often: at a general desk, at a dedicated
# one, at the segretariato, at a desk that forwards to nobody.
GIVEN: tuple[tuple[tuple[Given, ...], tuple[float, float, float, float]], ...] = (
    ((INFO,), (30, 22, 12, 34)),
    ((INFO, PAPER), (9, 6, 3, 10)),
    ((WAY,), (13, 4, 22, 15)),
    ((INFO, WAY), (13, 5, 18, 15)),
    ((MEET,), (8, 12, 20, 8)),
    ((INFO, MEET), (6, 8, 12, 6)),
    ((APPLY,), (8, 32, 4, 8)),
    ((INFO, APPLY), (3, 8, 2, 4)),
    ((), (1, 1, 7, 0)),
    ((SENT,), (5, 1, 0, 0)),
    ((WAY, SENT), (4, 1, 0, 0)),
)
GENERAL, FOR_ONE_THING, ORIENTING, ON_ITS_OWN = range(4)
FORWARDED = [place for place, (given, _) in enumerate(GIVEN) if Given.FORWARDED in given]
SENT_ELSEWHERE = [given for given, _ in GIVEN].index((MEET,))
ALONE = {"gorle", "orio_al_serio", "ponteranica", "sorisole", "torre_boldone"}

# Vocabularies laid in a row: where each talk begins, and how many sentences it has.
NEEDS: list[str] = []
MISSING: list[str] = []
SPANS: dict[str, tuple[int, int, int, int]] = {}
for _key, _talk in words.TALKS.items():
    SPANS[_key] = (len(NEEDS), len(_talk.needs()), len(MISSING), len(_talk.missing))
    NEEDS += _talk.needs()
    MISSING += _talk.missing
KIN = [*words.KIN_OF_OLDER, *words.KIN_OF_MINOR, *words.KIN, *words.NEIGHBOURS, *words.SERVICES]


def hear(rng: Dice, contacts: Contacts, people: People) -> None:
    """Fill in what was said in each contact, once it has a desk and a day."""
    ages = _ages(contacts, people)
    _channels(rng, contacts)
    _reasons(rng, contacts)
    _speakers(rng, contacts, ages)
    _targets(rng, contacts, people, ages)
    _answers(rng, contacts)
    _written(rng, contacts)


def clock(rng: Dice, contacts: Contacts, calendar: Calendar) -> None:
    """The hour of contacts that have none yet: within the opening, e-mails and visits aside."""
    unset = np.flatnonzero(contacts.minute == NONE)
    for desk in np.unique(contacts.desk[unset]).tolist():
        rows = unset[contacts.desk[unset] == desk]
        days = contacts.day[rows].astype("datetime64[D]")
        contacts.minute[rows] = calendar.openings[desk].minutes(rng, days)
    free = unset[np.isin(contacts.channel[unset], (2, 3, 4))]
    contacts.minute[free] = rng.integers(8 * 60 + 30, 17 * 60 + 30, len(free))


def _kinds(contacts: Contacts) -> Ints:
    """What each desk is for, in the columns of `GIVEN`."""
    of_desk = []
    for bureau in BUREAUS:
        if bureau.kind is DeskKind.ORIENTATION:
            of_desk.append(ORIENTING)
        elif bureau.key in ALONE:
            of_desk.append(ON_ITS_OWN)
        else:
            of_desk.append(FOR_ONE_THING if bureau.kind in DEDICATED else GENERAL)
    found: Ints = np.array(of_desk)[contacts.desk]
    return found


def _ages(contacts: Contacts, people: People) -> Ints:
    """Completed years on the day; nobody named, no age."""
    born = people.born.astype("datetime64[D]").astype(np.int64)[contacts.person]
    found: Ints = np.where(
        contacts.person >= 0, ((contacts.day - born) / 365.2425).astype(np.int64), NONE
    )
    return found


def _channels(rng: Dice, contacts: Contacts) -> None:
    usual, hard = (72, 19, 6, 1.5, 1.5), (34, 46, 18, 1, 1)
    hard_times = (contacts.day >= HARD_TIMES[0]) & (contacts.day < HARD_TIMES[1])
    size = len(contacts)
    contacts.channel[:] = np.where(hard_times, pick(rng, hard, size), pick(rng, usual, size))
    points = [n for n, b in enumerate(BUREAUS) if b.kind is DeskKind.POINT]
    here = np.flatnonzero(np.isin(contacts.desk, points))
    contacts.channel[here] = pick(rng, (88, 0, 0, 0, 12), len(here))


def _reasons(rng: Dice, contacts: Contacts) -> None:
    """What people ask for, among the measures in force on the day."""
    edges = sorted(
        {day_number(m.since) for m in MOTIVES}
        | {day_number(m.until) + 1 for m in MOTIVES if m.until}
    )
    epoch = np.searchsorted(edges, contacts.day, side="right")
    kinds = list(DeskKind)
    kind = np.array([kinds.index(bureau.kind) for bureau in BUREAUS])[contacts.desk]
    together = kind * 100 + epoch
    for number in np.unique(together).tolist():
        rows = np.flatnonzero(together == number)
        day = int(contacts.day[rows[0]])
        weights = _in_force(WANTED[kinds[number // 100]], day)
        drawn = pick(rng, weights, 3 * len(rows)).reshape(3, len(rows))
        chance = rng.random(len(rows))
        second = np.where((chance < 0.26) & (drawn[1] != drawn[0]), drawn[1], NONE)
        third = (chance < 0.04) & (second != NONE) & (drawn[2] != drawn[0]) & (drawn[2] != drawn[1])
        contacts.reason[rows] = drawn[0]
        contacts.others[rows, 0] = second
        contacts.others[rows, 1] = np.where(third, drawn[2], NONE)


def _in_force(wanted: Mapping[str, float], day: int) -> list[float]:
    weights = [0.0] * len(MOTIVES)
    for key, weight in wanted.items():
        motive = MOTIVES[PLACE[key]]
        ended = motive.until is not None and day_number(motive.until) < day
        if day_number(motive.since) <= day and not ended:
            weights[PLACE[key]] = weight
    return weights


def _speakers(rng: Dice, contacts: Contacts, ages: Ints) -> None:
    size = len(contacts)
    minor, older, unnamed = (ages >= 0) & (ages < 18), ages >= 75, contacts.person < 0
    contacts.speaker[:] = pick(rng, (86, 8, 2, 4), size)
    for rows, chances in (
        (minor, (4, 90, 0, 6)),
        (older, (55, 34, 4, 7)),
        (unnamed, (62, 20, 12, 6)),
    ):
        here = np.flatnonzero(rows)
        contacts.speaker[here] = pick(rng, chances, len(here))
    groups = (words.KIN_OF_OLDER, words.KIN_OF_MINOR, words.KIN, words.NEIGHBOURS, words.SERVICES)
    relative = contacts.speaker == RELATIVE
    spoken = (
        relative & (ages >= 65),
        relative & minor,
        relative & (ages < 65) & ~minor,
        contacts.speaker == NEIGHBOUR,
        contacts.speaker == SERVICE,
    )
    start = 0
    for rows, group in zip(spoken, groups, strict=True):
        here = np.flatnonzero(rows)
        contacts.kin[here] = start + rng.integers(0, len(group), len(here))
        start += len(group)


def _targets(rng: Dice, contacts: Contacts, people: People, ages: Ints) -> None:
    homes = np.zeros(len(people.homes.place), dtype=np.bool_)
    homes[people.home[(people.members.role == CHILD) & (people.members.age < 18)]] = True
    home = np.where(contacts.home >= 0, contacts.home, people.home[contacts.person])
    parent = homes[home] & ((contacts.person >= 0) | (contacts.home >= 0))
    chance = rng.random(len(contacts))
    target = np.where(chance < 0.62, FRAIL, NONE)
    target = np.where(parent & (chance < 0.85), FAMILIES, target)
    target = np.where(ages >= 65, OLDER, target)
    target = np.where((ages >= 0) & (ages < 18), MINORS, target)
    contacts.target[:] = np.where(contacts.reason == PLACE["disability"], DISABLED, target)


def _answers(rng: Dice, contacts: Contacts) -> None:
    kinds = _kinds(contacts)
    for kind in range(4):
        rows = np.flatnonzero(kinds == kind)
        contacts.given[rows] = pick(rng, [chances[kind] for _, chances in GIVEN], len(rows))
    size = len(contacts)
    mean = np.array([17, 9, 7, 46, 20])[contacts.channel]
    spent = np.clip(rng.gamma(4, 1, size) / 4 * mean, 2, 180).astype(np.int64)
    contacts.minutes[:] = np.where(rng.random(size) < 0.03, NONE, spent)
    unnamed = np.flatnonzero(contacts.person < 0)
    contacts.given[unnamed] = pick(rng, [c[ON_ITS_OWN] for _, c in GIVEN], len(unnamed))


def _written(rng: Dice, contacts: Contacts) -> None:
    """Needs for most, a note for some, and here and there a service that nobody offers."""
    spans = np.array([SPANS[motive.talk] for motive in MOTIVES])[contacts.reason]
    size = len(contacts)
    told = rng.random(size) < 0.62
    contacts.needs[:] = np.where(told, spans[:, 0] + rng.random(size) * spans[:, 1], NONE)
    noted = rng.random(size) < 0.2
    contacts.note[:] = np.where(noted, rng.integers(0, len(words.NOTES), size), NONE)
    nothing = (rng.random(size) < 0.045) & ~np.isin(contacts.given, FORWARDED)
    contacts.no_service[:] = nothing
    named = nothing & (rng.random(size) < 0.85) & (spans[:, 3] > 0)
    # A few needs come back more than the others: the square favours the first of each list.
    which = (rng.random(size) ** 1.7 * spans[:, 3]).astype(np.int64)
    contacts.missing[:] = np.where(named, spans[:, 2] + which, NONE)


# --- what the segretariato answers ------------------------------------------------------------


def answers_to_forwarded(
    rng: Dice, contacts: Contacts, calendar: Calendar, segretariato: str
) -> Contacts:
    """Who was forwarded is heard some days later, in the same year; the last ones still wait."""
    forwarded = np.flatnonzero(np.isin(contacts.given, FORWARDED) & (contacts.person >= 0))
    days = calendar.openings[DESK[segretariato]].days.astype(np.int64)
    wanted = contacts.day[forwarded] + np.minimum(rng.geometric(0.28, len(forwarded)), 21)
    place = np.searchsorted(days, wanted)
    in_time = place < len(days)
    heard_on = days[np.minimum(place, len(days) - 1)] if len(days) else wanted
    same_year = _year(heard_on) == _year(contacts.day[forwarded])
    this_year = _year(contacts.day[forwarded]) == calendar.today.year
    # At the turn of a year they get an appointment instead: nobody is left unheard for years.
    late = forwarded[~(in_time & same_year) & ~this_year]
    contacts.given[late] = SENT_ELSEWHERE
    rows = forwarded[in_time & same_year]
    found = blank(len(rows))
    found.person[:], found.desk[:] = contacts.person[rows], DESK[segretariato]
    found.subject[:], found.follows[:] = 0, 1
    found.day[:] = heard_on[in_time & same_year]
    return found


def send_some(rng: Dice, contacts: Contacts) -> None:
    """Of this morning's contacts a few wait for the segretariato: its day has work to do."""
    able = np.isin(_kinds(contacts), (GENERAL, FOR_ONE_THING)) & (contacts.person >= 0)
    rows = np.flatnonzero(able)
    chosen = rng.permutation(rows)[: max(2, len(rows) // 6)]
    contacts.given[chosen] = rng.choice(FORWARDED, len(chosen))
    contacts.no_service[chosen], contacts.missing[chosen] = 0, NONE


def asked_before(answers: Contacts, contacts: Contacts) -> None:
    """An answer is about what was asked: the reason of the contact that was forwarded."""
    order = np.lexsort((contacts.day, contacts.person))
    keys = contacts.person[order] * 100_000 + contacts.day[order]
    sought = answers.person * 100_000 + answers.day
    place = np.searchsorted(keys, sought, side="left") - 1
    rows = order[np.maximum(place, 0)]
    same = contacts.person[rows] == answers.person
    wanted = np.array([WANTED[DeskKind.ORIENTATION].get(m.key, 0) > 0 for m in MOTIVES])
    fitting: Bools = same & wanted[contacts.reason[rows]]
    answers.reason[:] = np.where(fitting, contacts.reason[rows], answers.reason)
    answers.others[fitting] = NONE


def _year(days: Ints) -> Ints:
    found: Ints = days.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970
    return found
