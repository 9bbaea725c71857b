"""What INPS says of an ISEE beside what is on file: which rows it would write, and what differs."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.rules import Actor
from prossimo.citizens import policies
from prossimo.citizens.choices import IseeKind, IseeRelation, Origin
from prossimo.citizens.exchange.isee import Certificate, Values
from prossimo.citizens.models import IseeCertificate, Person
from prossimo.core.periods import today
from prossimo.core.wording import euro, number

MONEY = ("isee_cents", "ise_cents", "isr_cents", "isp_cents")
SHOWN = (*MONEY, "scale", "signed_on", "valid_until", "protocol", "mode", "remarks")


@dataclass(frozen=True, slots=True)
class Row:
    """One field: as it is on file, as INPS says it, and by how much they differ."""

    label: str
    here: str
    there: str
    change: str = ""

    @property
    def differs(self) -> bool:
        return self.here != self.there


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator of the answer, the row of the file it is compared with, where it would go."""

    label: str
    owner: Person
    held: IseeCertificate | None
    again: bool  # the row on file is of the same declaration: it is corrected, not added to
    values: dict[str, Any]
    rows: list[Row]

    @property
    def differs(self) -> bool:
        return self.held is None or any(row.differs for row in self.rows)


@dataclass(frozen=True, slots=True)
class Told:
    """The answer ready for the screen; `seen` changes whenever what is on file does."""

    indicators: list[Indicator]
    left_out: list[str]  # those that INPS could not reckon
    names_the_person: bool
    seen: str


def compared(actor: Actor, person: Person, certificate: Certificate) -> Told:
    """Every indicator of the answer that is about this person, beside the file."""
    code = person.tax_code
    about = [each for each in certificate if each.beneficiary in {"", code}]
    first = {each.kind: each for each in reversed(about) if each.computable}
    declarant = _declarant(actor, person, certificate)
    indicators = [
        _indicator(actor, person if each.beneficiary else declarant, certificate, each)
        for each in sorted(first.values(), key=about.index)
    ]
    held = [each.held for each in indicators if each.held]
    journal.shown(Action.READ, held)
    named = {certificate.declarant, *(each.tax_code for each in certificate.members)}
    named |= {each.beneficiary for each in about if each.beneficiary}
    return Told(
        indicators,
        [str(IseeKind(each.kind.value).label) for each in about if not each.computable],
        code in named or not certificate.members,
        _fingerprint(indicators),
    )


def _declarant(actor: Actor, person: Person, certificate: Certificate) -> Person:
    """Whose file holds the values of the household: who declared it, where we know them."""
    code = certificate.declarant
    if not code or code == person.tax_code:
        return person
    known = list(Person.objects.visible_to(actor).filter(tax_code=code)[:2])
    if len(known) == 1 and policies.may_write_economy(actor, known[0]):
        return known[0]
    return person


def _indicator(actor: Actor, owner: Person, certificate: Certificate, told: Values) -> Indicator:
    kind = IseeKind(told.kind.value)
    on_file = IseeCertificate.objects.visible_to(actor).filter(person=owner, kind=kind)
    same = on_file.filter(protocol=certificate.protocol).first()
    held = same or on_file.order_by("-signed_on", "pk").first()
    values = values_of(certificate, told)
    return Indicator(
        str(kind.label),
        owner,
        held,
        same is not None,
        values,
        _rows(actor, held, values, certificate),
    )


def values_of(certificate: Certificate, told: Values) -> dict[str, Any]:
    """What is written of an indicator, as the record wants it."""
    return {
        "kind": told.kind.value,
        "protocol": certificate.protocol,
        "signed_on": certificate.presented_on,
        "valid_until": certificate.ends_on,
        "isee_cents": told.isee,
        "ise_cents": told.ise,
        "isr_cents": told.isr,
        "isp_cents": told.isp,
        "scale": round(told.scale, 2) if told.scale is not None else None,
        "mode": told.mode[:60],
        "has_remarks": bool(certificate.remarks),
        "remarks": _remarks(certificate)[:2000],
        "origin": Origin.VERIFIED,
        "checked_on": today(),
    }


def _remarks(certificate: Certificate) -> str:
    def said(kind: str, code: str, day: str) -> str:
        return ", ".join(filter(None, [kind, code, day]))

    return "; ".join(
        said(
            each.kind, each.tax_code,
            date_format(each.checked_on, "d/m/Y") if each.checked_on else "",
        )
        for each in certificate.remarks
    )  # fmt: skip


def _rows(
    actor: Actor, held: IseeCertificate | None, values: dict[str, Any], certificate: Certificate
) -> list[Row]:
    rows = []
    for name in SHOWN:
        here, there = getattr(held, name, None), values[name]
        if here in (None, "") and there in (None, ""):
            continue
        label = str(getattr(IseeCertificate._meta.get_field(name), "verbose_name", name))
        rows.append(Row(label, _said(name, here), _said(name, there), _change(name, here, there)))
    ours = [(member.listed, member.relation) for member in _members(actor, held)]
    theirs = [(f"{m.surname} {m.given_name}".strip() or m.tax_code, m.relation.value)
              for m in certificate.members]  # fmt: skip
    if ours or theirs:
        rows.append(Row(_("nucleo ISEE"), _people(ours), _people(theirs)))
    return rows


@dataclass(frozen=True, slots=True)
class _Member:
    listed: str
    relation: str


def _members(actor: Actor, held: IseeCertificate | None) -> list[_Member]:
    if held is None:
        return []
    listed = held.members.visible_to(actor).order_by("pk")
    return [_Member(str(each), each.relation) for each in listed]


def _people(members: Iterable[tuple[str, str]]) -> str:
    said = sorted(f"{name.upper()} ({IseeRelation(relation).label})" for name, relation in members)
    return ", ".join(said) or "—"


def _said(name: str, value: Any) -> str:
    if value in (None, ""):
        return "—"
    if name in MONEY:
        return euro(value)
    if name == "scale":
        return number(value, 2)
    return date_format(value, "d/m/Y") if hasattr(value, "year") else str(value)


def _change(name: str, here: Any, there: Any) -> str:
    """«+ € 1.200,00»: by how much the amount has gone up or down."""
    if name not in MONEY or here is None or there is None or here == there:
        return ""
    sign = "+" if there > here else "−"
    return f"{sign} {euro(abs(there - here))}".replace(" ", "\N{NO-BREAK SPACE}")


def _fingerprint(indicators: Iterable[Indicator]) -> str:
    held = [
        f"{each.owner.pk} {each.held.pk} {each.held.version}" if each.held else f"{each.owner.pk}"
        for each in indicators
    ]
    return hashlib.sha256("\n".join(held).encode()).hexdigest()[:32]
