"""What households live on: ISEE certificates with their own idea of the household, benefits held."""

from dataclasses import dataclass

import numpy as np

from prossimo.citizens.choices import BenefitPace, IseeKind, IseeRelation, KinshipKind, Origin
from prossimo.web.demo.copying import NULL, Sheet
from prossimo.web.demo.draws import DAY_MS, Dice, Ints, identifiers, pick
from prossimo.web.demo.families import (
    VERSIONED,
    Families,
    Row,
    day_text,
    made,
    members_at,
    period,
    written,
)
from prossimo.web.demo.households import CHILD, OTHER, PARTNER, REFERENCE
from prossimo.web.demo.sheets import hexes

WITH_ISEE, WITH_BENEFITS = 0.15, 0.11  # of the households that came to a desk
VERIFIED, REMARKED, HALF_TOLD = 0.55, 0.07, 0.1
SCALE = (1.0, 1.57, 2.04, 2.46, 2.85)  # DPCM 159/2013, annex 1
KINDS = {
    IseeKind.ORDINARY: 70, IseeKind.MINORS: 7, IseeKind.HEALTH: 8, IseeKind.RESIDENTIAL: 3,
    IseeKind.UNIVERSITY: 4, IseeKind.CURRENT: 7, IseeKind.RESTRICTED: 1,
}  # fmt: skip
REMARKS = (
    "Patrimonio mobiliare: un conto corrente non dichiarato.",
    "Reddito: somme non dichiarate dal coniuge.",
    "Giacenza media mancante per un rapporto finanziario.",
)
MONTH, YEAR, ONCE = BenefitPace.MONTH.value, BenefitPace.YEAR.value, BenefitPace.ONCE.value
ANYBODY, OLD, PARENT = range(3)


@dataclass(frozen=True, slots=True)
class Benefit:
    """Something people receive: its name, its SIUSS code, who pays, about how many euro."""

    name: str
    code: str
    payer: str
    euro: int
    pace: str
    whom: int
    weight: int


BENEFITS = (
    Benefit("Assegno unico e universale", "", "INPS", 240, MONTH, PARENT, 26),
    Benefit("Assegno di inclusione", "", "INPS", 620, MONTH, ANYBODY, 18),
    Benefit("Indennità di accompagnamento", "", "INPS", 542, MONTH, OLD, 15),
    Benefit("Pensione di invalidità civile", "", "INPS", 336, MONTH, ANYBODY, 9),
    Benefit("Bonus sociale per l'energia", "", "ARERA", 190, YEAR, ANYBODY, 11),
    Benefit("Buoni spesa", "A1.06", "Comune", 150, MONTH, ANYBODY, 8),
    Benefit("Contributo per l'affitto", "A1.05", "Comune", 1400, YEAR, ANYBODY, 7),
    Benefit("Retta agevolata dell'asilo nido", "A1.07", "Comune", 180, MONTH, PARENT, 4),
    Benefit("Assegno di maternità dei Comuni", "A1.02", "INPS", 1990, ONCE, PARENT, 2),
)
HEARD = ("Detto allo sportello", "Ricevuta portata dalla persona")
CHECKED = ("Consultazione INPS", "Ufficio contributi del Comune")


def sheets(families: Families) -> list[Sheet]:
    homes = _homes_met(families)
    return [*isee_sheets(families, homes), benefits_sheet(families, homes)]


def _homes_met(families: Families) -> Ints:
    """The homes of which anybody ever came to a desk."""
    people, contacts = families.people, families.contacts
    named = contacts.person[contacts.person >= 0]
    met = np.union1d(people.home[named], contacts.home[contacts.home >= 0])
    found: Ints = met[families.own[people.homes.reference[met]]].astype(np.int64)
    return found


# --- ISEE ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Declared:
    """One certificate before it is written: whose, of which home, of which kind, since when."""

    home: int
    declarant: int
    kind: IseeKind
    signed: int


def isee_sheets(families: Families, homes: Ints) -> list[Sheet]:
    rng = families.dice("isee")
    drawn = _declared(rng, families, homes)
    at = [each.signed + 1 for each in drawn]
    moments = np.array(at, dtype=np.int64) * DAY_MS + 10 * 3_600_000
    ids = hexes(identifiers(rng, moments)) if drawn else []
    other_parent = {
        child: parent
        for child, parent, kind in families.kin.ties
        if kind == KinshipKind.PARENT.value
    }
    certificates: list[Row] = []
    members: list[Row] = []
    for number, each in enumerate(drawn):
        found = _members(rng, families, each, other_parent)
        certificates.append((ids[number], *_certificate(rng, families, each, len(found))))
        members += [(ids[number], *row) for row in found]
    written_on = {ids[n]: day for n, day in enumerate(at)}
    kept = ("certificate_id", "person_id", "surname", "given_name", "tax_code", "relation")
    days = [written_on[row[0]] for row in members]
    return [
        Sheet(
            "citizens_iseecertificate",
            CERTIFICATE,
            len(certificates),
            lambda part: list(map(list, zip(*certificates[part], strict=True))),
        ),
        written("citizens_iseemember", kept, members, days, families.dice("isee members")),
    ]


def _declared(rng: Dice, families: Families, homes: Ints) -> list[Declared]:
    """Most of this year; some of last year, no longer valid."""
    people = families.people
    chosen = np.sort(rng.permutation(homes)[: round(WITH_ISEE * len(homes))])
    kinds = list(KINDS)
    kind_of = pick(rng, list(KINDS.values()), len(chosen))
    opened = int(np.datetime64(f"{families.day.year}-01-12", "D").astype(np.int64))
    this_year = max(families.today - opened, 1)
    found = []
    for home, number in zip(chosen.tolist(), kind_of.tolist(), strict=True):
        declarant = int(people.homes.reference[home])
        ages = people.members.age[list(members_at(people, home))]
        kind = _fitting(kinds[number], ages)
        signed = opened + int(rng.integers(0, this_year))
        if rng.random() < 0.3:
            signed = opened - 365 + int(rng.integers(0, 340))
        found.append(Declared(home, declarant, kind, min(signed, families.today - 1)))
    return found


def _fitting(kind: IseeKind, ages: Ints) -> IseeKind:
    """The ordinary one where nobody at home is of the age that a special kind is for."""
    needs = {
        IseeKind.MINORS: (0, 17), IseeKind.UNIVERSITY: (19, 28), IseeKind.RESIDENTIAL: (70, 110)
    }  # fmt: skip
    low, high = needs.get(kind, (0, 110))
    return kind if bool(np.any((ages >= low) & (ages <= high))) else IseeKind.ORDINARY


CERTIFICATE = (
    "id", *VERSIONED, "person_id", "kind", "protocol", "signed_on", "valid_until", "isee_cents",
    "ise_cents", "isr_cents", "isp_cents", "scale", "mode", "has_remarks", "remarks", "origin",
    "checked_on",
)  # fmt: skip


def _certificate(rng: Dice, families: Families, each: Declared, size: int) -> Row:
    year = int(day_text(each.signed)[:4])
    until = int(np.datetime64(f"{year}-12-31", "D").astype(np.int64))
    if each.kind is IseeKind.CURRENT:
        until = min(until, each.signed + 180)
    scale = SCALE[min(size, 5) - 1] + 0.35 * max(size - 5, 0)
    isee = 0 if rng.random() < 0.07 else int(rng.lognormal(9.1, 0.7) * 100)
    income = int(isee * scale * rng.uniform(0.8, 1.0))
    estate = int((isee * scale - income) / 0.2)
    remarked = rng.random() < REMARKED
    checked = rng.random() < VERIFIED
    protocol = f"INPS-ISEE-{year}-{rng.integers(1, 99_999_999):08}{'KLMN'[size % 4]}-00"
    return (
        *made(each.signed + 1), families.ids[each.declarant], each.kind.value, protocol,
        day_text(each.signed), day_text(until), str(isee), str(round(isee * scale)), str(income),
        str(estate), f"{scale:.2f}", "", "t" if remarked else "f",
        REMARKS[int(rng.integers(0, len(REMARKS)))] if remarked else "",
        (Origin.VERIFIED if checked else Origin.DECLARED).value,
        day_text(min(each.signed + 3, families.today)) if checked else NULL,
    )  # fmt: skip


def _members(
    rng: Dice, families: Families, each: Declared, other_parent: dict[int, int]
) -> list[Row]:
    """Who lives there without carers and flatmates; now and then one more, or one less."""
    people = families.people
    roles, ages = people.members.role, people.members.age
    rows = [n for n in members_at(people, each.home) if roles[n] != OTHER]
    grown = [n for n in rows if roles[n] == CHILD and ages[n] >= 18]
    if grown and rng.random() < HALF_TOLD * 2:
        rows.remove(grown[-1])  # declares on its own by now
    found = [_member(families, row, _relation(int(roles[row]), int(ages[row]))) for row in rows]
    apart = {other_parent[n] for n in rows if roles[n] == CHILD and n in other_parent}
    apart -= set(rows)
    if each.kind is IseeKind.MINORS or rng.random() < HALF_TOLD:
        found += [_member(families, row, IseeRelation.PARENT) for row in sorted(apart)[:1]]
    return found


def _relation(role: int, age: int) -> IseeRelation:
    if role == CHILD:
        return IseeRelation.MINOR if age < 18 else IseeRelation.ADULT
    known = {REFERENCE: IseeRelation.DECLARANT, PARTNER: IseeRelation.SPOUSE}
    return known.get(role, IseeRelation.OTHER)


def _member(families: Families, row: int, relation: IseeRelation) -> Row:
    people = families.people
    return (
        families.ids[row],
        people.book.surnames.spelled[people.surname[row]],
        people.book.given.spelled[people.given[row]],
        people.tax_code[row].decode(),
        relation.value,
    )


# --- benefits --------------------------------------------------------------------------------------


def benefits_sheet(families: Families, homes: Ints) -> Sheet:
    rng = families.dice("benefits")
    people = families.people
    chosen = np.sort(rng.permutation(homes)[: round(WITH_BENEFITS * len(homes))])
    rows, at = [], []
    for home in chosen.tolist():
        holder = int(people.homes.reference[home])
        for benefit in _held(rng, families, home):
            began = families.today - int(rng.integers(20, 1500))
            began = max(began, int(families.known[holder]))
            ends = began + int(rng.integers(365, 1095)) if rng.random() < 0.45 else None
            if benefit.pace == ONCE:
                ends = began
            noted = min(began + int(rng.integers(1, 120)), families.today)
            checked = rng.random() < VERIFIED
            source = (CHECKED if checked else HEARD)[int(rng.integers(0, 2))]
            cents = round(benefit.euro * rng.uniform(0.6, 1.4)) * 100
            at.append(noted)
            rows.append(
                (
                    *made(noted), families.ids[holder], benefit.name, benefit.code, benefit.payer,
                    str(cents), benefit.pace, period(began, ends),
                    (Origin.VERIFIED if checked else Origin.DECLARED).value,
                    day_text(noted) if checked else NULL, source,
                )
            )  # fmt: skip
    names = (
        *VERSIONED, "person_id", "name", "code", "payer", "amount_cents", "pace", "period",
        "origin", "checked_on", "source",
    )  # fmt: skip
    return written("citizens_benefitheld", names, rows, at, families.dice("held"))


def _held(rng: Dice, families: Families, home: int) -> list[Benefit]:
    """One or two of those that the household may have."""
    members = families.people.members
    rows = list(members_at(families.people, home))
    eldest = int(np.max(members.age[rows]))
    minors = any(members.role[n] == CHILD and members.age[n] < 18 for n in rows)
    fits = {ANYBODY: True, OLD: eldest >= 75, PARENT: minors}
    able = [benefit for benefit in BENEFITS if fits[benefit.whom]]
    wanted = 1 + int(rng.random() < 0.25)
    drawn = pick(rng, [benefit.weight for benefit in able], wanted)
    return [able[number] for number in sorted(set(drawn.tolist()))]
