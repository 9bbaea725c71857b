"""What files tell of families: kin in other homes, former partners, who answers for whom.

People are chosen from those already drawn, with dice of their own: nobody else changes for it.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from prossimo.citizens.choices import KinshipKind, RepresentationKind
from prossimo.web.demo.contacts import Contacts
from prossimo.web.demo.copying import NULL, Sheet
from prossimo.web.demo.draws import DAY_MS, Bools, Dice, Ints, dice, identifiers
from prossimo.web.demo.households import CHILD, PARTNER, REFERENCE, SHAPES
from prossimo.web.demo.people import People
from prossimo.web.demo.sheets import hexes, instants

Row = tuple[str, ...]

TRIES = 6  # how often a parent of the right age is looked for among who bears the surname
MOVED_OUT, HAS_AN_EX = 0.05, 0.35  # of grown-ups, of parents alone
SUPPORTED, GUARDED = 0.02, 0.0015  # of people over eighty, of all
COURTS = {"bergamo": "Tribunale di Bergamo", "dalmine": "Tribunale di Bergamo",
          "punto-per-te": "Tribunale della Spezia"}  # fmt: skip
POWERS = (
    "Riscuote la pensione e paga la retta; le altre spese restano alla persona.",
    "Cura i rapporti con la banca e gli uffici, fino a mille euro al mese.",
    "Presta con la persona il consenso alle cure, e ne amministra i redditi.",
    "Rappresenta la persona in tutti gli atti, salvo quelli personalissimi.",
)


@dataclass
class Kin:
    """Ties drawn so far: who, of whom, which; a tie is told once."""

    ties: dict[tuple[int, int, str], str] = field(default_factory=dict)  # until when, if it ended

    def tie(self, person: int, relative: int, kind: KinshipKind, span: str = NULL) -> None:
        if person != relative:
            self.ties.setdefault((person, relative, kind.value), span)


@dataclass
class Families:
    """The families of an Ambito, drawn in the order in which one leans on the other."""

    people: People
    contacts: Contacts
    seed: int
    day: dt.date
    court: str = field(init=False)
    kin: Kin = field(default_factory=Kin)

    def __post_init__(self) -> None:
        self.court = COURTS[self.people.district.key]
        self.today = int(np.datetime64(self.day, "D").astype(np.int64))
        self.own = np.ones(len(self.people), dtype=np.bool_)
        self.own[self.people.doubles.copy] = False  # second records have no family of their own
        self.ids = hexes(self.people.ids)
        self.born = self.people.born.astype("datetime64[D]").astype(np.int64)
        self.known = self.people.known.astype("datetime64[D]").astype(np.int64)

    def dice(self, word: str) -> Dice:
        return dice(self.seed, self.people.district.key, "families", word)

    def some(self, rng: Dice, among: Bools, share: float, least: int = 0) -> Ints:
        """A share of the people, drawn among some of them."""
        found = np.flatnonzero(among & self.own)
        wanted = max(round(share * len(self.people)), min(least, len(found)))
        return np.sort(rng.permutation(found)[:wanted])

    def name(self, row: int) -> str:
        book = self.people.book
        given = book.given.spelled[self.people.given[row]]
        return f"{given} {book.surnames.spelled[self.people.surname[row]]}"

    def sheets(self) -> list[Sheet]:
        draw_kin(self)
        return [kinship_sheet(self), representations_sheet(self)]


def day_text(day: int) -> str:
    return str(np.datetime64(day, "D"))


def period(first: int, last: int | None = None) -> str:
    """From a day to another, the last one included."""
    return f"[{day_text(first)},{day_text(last + 1) if last is not None else ''})"


def written(
    table: str, names: Sequence[str], rows: Sequence[Row], at: list[int], rng: Dice
) -> Sheet:
    """A sheet of few rows: each with an identifier of the day on which it was written."""
    moments = np.array(at, dtype=np.int64) * DAY_MS + 9 * 3_600_000
    ids = hexes(identifiers(rng, moments)) if rows else []
    return Sheet(
        table,
        ("id", *names),
        len(rows),
        lambda part: [ids[part], *map(list, zip(*rows[part], strict=True))],
    )


def made(at: int) -> Row:
    """Version, made, changed: what every sheet that is kept up opens with."""
    (moment,) = instants(np.array([at * DAY_MS + 9 * 3_600_000]))
    return ("1", moment, moment)


VERSIONED = ("version", "created_at", "changed_at")


# --- kin -----------------------------------------------------------------------------------------


def draw_kin(families: Families) -> None:
    """Parents of who moved out, with what follows: siblings, grandparents; and former partners."""
    rng = families.dice("kin")
    _parents_elsewhere(rng, families)
    _former_partners(rng, families)


def _parents_elsewhere(rng: Dice, families: Families) -> None:
    people, kin = families.people, families.kin
    members = people.members
    head = np.isin(members.role, (REFERENCE, PARTNER)) & (members.carer == 0)
    children = families.some(rng, head & (members.age < 62), MOVED_OUT)
    parents = _of_the_surname(rng, families, children, head & families.own)
    partner = _heads(families, PARTNER)
    raised: dict[int, list[int]] = {}
    for child, parent in zip(children.tolist(), parents.tolist(), strict=True):
        if parent < 0:
            continue
        kin.tie(child, parent, KinshipKind.PARENT)
        other = int(partner[people.home[parent]])
        if other >= 0 and other != parent and members.age[other] - members.age[child] > 17:
            kin.tie(child, other, KinshipKind.PARENT)
        for sibling in raised.setdefault(parent, []):
            kin.tie(child, sibling, KinshipKind.SIBLING)
        raised[parent].append(child)
        for grandchild in _children_of(families, child):
            if rng.random() < 0.4:
                kin.tie(grandchild, parent, KinshipKind.GRANDPARENT)


def _of_the_surname(rng: Dice, families: Families, children: Ints, eligible: Bools) -> Ints:
    """For each an older bearer of the surname who lives elsewhere, by the age of parents; or -1."""
    people = families.people
    rows = np.flatnonzero(eligible & (people.members.age >= 38))
    rows = rows[np.argsort(people.surname[rows], kind="stable")]
    bears = people.surname[rows]
    first = np.searchsorted(bears, people.surname[children], side="left")
    many = np.searchsorted(bears, people.surname[children], side="right") - first
    found = np.full(len(children), -1, dtype=np.int64)
    for _ in range(TRIES if len(rows) else 0):
        at = first + (rng.random(len(children)) * many).astype(np.int64)
        drawn = rows[np.minimum(at, len(rows) - 1)]
        gap = people.members.age[drawn] - people.members.age[children]
        fits = (
            (many > 0) & (gap >= 20) & (gap <= 42) & (people.home[drawn] != people.home[children])
        )
        fits &= people.community[drawn] == people.community[children]
        found = np.where((found < 0) & fits, drawn, found)
    return found


def _heads(families: Families, role: int) -> Ints:
    """By home the member with a role, or -1."""
    members = families.people.members
    found = np.full(len(families.people.homes.place), -1, dtype=np.int64)
    rows = np.flatnonzero((members.role == role) & families.own)
    found[members.household[rows]] = rows
    return found


def members_at(people: People, home: int) -> range:
    """The rows of a home: people stand by household."""
    household = people.members.household
    return range(
        int(np.searchsorted(household, home, side="left")),
        int(np.searchsorted(household, home, side="right")),
    )


def _children_of(families: Families, row: int) -> list[int]:
    members = families.people.members
    at_home = members_at(families.people, int(members.household[row]))
    return [child for child in at_home if members.role[child] == CHILD]


def _former_partners(rng: Dice, families: Families) -> None:
    """The other parent of who brings children up alone lives elsewhere, by themselves."""
    people, kin = families.people, families.kin
    members = people.members
    shape = np.array([s.name.startswith("parent_") for s in SHAPES])[members.shape[people.home]]
    alone = np.array([s.name in {"single_mid", "single_young"} for s in SHAPES])
    single = np.flatnonzero(alone[members.shape[people.home]] & families.own & (members.age > 24))
    parents = np.flatnonzero(shape & (members.role == REFERENCE) & families.own)
    parents = parents[rng.random(len(parents)) < HAS_AN_EX]
    taken: set[int] = set()
    for parent in parents.tolist():
        if not len(single):
            return
        for other in single[rng.integers(0, len(single), TRIES)].tolist():
            near = abs(int(members.age[other] - members.age[parent])) <= 8
            if not near or other in taken or members.male[other] == members.male[parent]:
                continue
            children = _children_of(families, parent)
            eldest = max((int(members.age[child]) for child in children), default=0)
            if members.age[other] - eldest < 18:
                continue
            taken.add(other)
            _parted(rng, families, (parent, other), eldest)
            for child in children:
                kin.tie(child, other, KinshipKind.PARENT)
            break


def _parted(rng: Dice, families: Families, couple: tuple[int, int], eldest: int) -> None:
    """Together from before the eldest was born until some years ago."""
    since = families.today - round((eldest + 1.5 + rng.random()) * 365)
    until = families.today - int(rng.integers(200, 200 + 250 * max(eldest, 1)))
    span = period(since, max(until, since + 300))
    families.kin.tie(couple[0], couple[1], KinshipKind.FORMER, span)


def kinship_sheet(families: Families) -> Sheet:
    rows, at = [], []
    for (person, relative, kind), span in families.kin.ties.items():
        when = max(int(families.known[person]), int(families.known[relative]))
        at.append(when)
        ends = (families.ids[person], families.ids[relative])
        rows.append((*made(when), *ends, kind, span, "", ""))
    names = (*VERSIONED, "person_id", "relative_id", "kind", "period", "note", "compartment")
    return written("citizens_kinship", names, rows, at, families.dice("kinship"))


# --- who answers for whom ---------------------------------------------------------------------


def representations_sheet(families: Families) -> Sheet:
    """Support administrators of the old, guardians of a few: a child of theirs, or a lawyer."""
    rng = families.dice("representation")
    people, rows, at = families.people, [], []
    age = people.members.age
    old = families.some(rng, age >= 80, SUPPORTED * float(np.mean(age >= 80)), 2)
    grown = families.some(rng, (age >= 18) & (age < 80), GUARDED, 1)
    child_of: dict[int, int] = {
        parent: child for child, parent, kind in families.kin.ties if kind == KinshipKind.PARENT
    }
    lawyers = families.some(rng, (age > 32) & (age < 66) & ~people.foreign, 0, 12)
    for row in [*old.tolist(), *grown.tolist()]:
        kind = RepresentationKind.SUPPORT
        if row in grown and rng.random() < 0.3:
            kind = RepresentationKind.GUARDIAN
        decree = max(int(families.known[row]), families.today - int(rng.integers(60, 2600)))
        ends = decree + 1095 if rng.random() < 0.12 else None
        child = child_of.get(row, -1)
        kept = child if child >= 0 and rng.random() < 0.8 else -1
        name = "" if kept >= 0 or not len(lawyers) else families.name(int(rng.choice(lawyers)))
        at.append(decree)
        rows.append(
            (
                *made(decree), families.ids[row], kind.value,
                families.ids[kept] if kept >= 0 else NULL, f"avv. {name}" if name else "", "", "",
                families.court, f"R.G. {rng.integers(100, 9000)}/{day_text(decree)[:4]} V.G.",
                day_text(decree), POWERS[int(rng.integers(0, len(POWERS)))], period(decree, ends),
            )
        )  # fmt: skip
    names = (
        *VERSIONED, "person_id", "kind", "representative_id", "name", "phone", "email", "court",
        "decree_number", "decree_on", "powers", "period",
    )  # fmt: skip
    rows_at = [(row, when) for row, when in zip(rows, at, strict=True) if row[5] != NULL or row[6]]
    rows, at = [row for row, _when in rows_at], [when for _row, when in rows_at]
    return written("citizens_representation", names, rows, at, families.dice("representations"))
