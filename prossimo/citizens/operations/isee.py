"""The ISEE asked of INPS: the question with its reason, the answer kept aside, the yes that writes it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.db import transaction

from prossimo.accounts import drafts, journal
from prossimo.accounts.choices import Action, Result
from prossimo.accounts.rules import Actor
from prossimo.citizens import policies
from prossimo.citizens.exchange import sources
from prossimo.citizens.exchange.faults import ExchangeFault
from prossimo.citizens.exchange.isee import Certificate, IseeQuery
from prossimo.citizens.exchange.packing import packed, unpacked
from prossimo.citizens.exchange.parties import Asking
from prossimo.citizens.models import IseeCertificate, Person
from prossimo.citizens.operations.parts import (
    MemberEntry,
    add_part,
    change_part,
    write_isee_members,
)
from prossimo.citizens.queries.isee import Indicator, compared
from prossimo.core.periods import today

SALT = "prossimo.citizens.isee"
AGE = dt.timedelta(hours=12)  # a day's work: what INPS said yesterday is asked again
LONGEST_CODE, LONGEST_NAME = 16, 300


class FileChanged(Exception):
    """Somebody changed what is on file while the answer was being read."""


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer of INPS that waits for a yes."""

    certificate: Certificate
    asked_on: dt.date


def ask_inps(person: Person, query: IseeQuery, *, by: Actor, user: str) -> bool:
    """Ask, and keep the answer aside for who asked; whether INPS has a certificate.

    The question is journalled with its benefit and application, answered or not. Raises
    `PermissionDenied`, and `ExchangeFault` with what there is to say.
    """
    policies.may_write_economy(by, person).enforce()
    reason = f"ISEE {query.benefit} · {query.application.strip()}"
    try:
        source = sources.isee_source()
        asking = Asking(user, query.application.strip())
        certificate = source.certificate(asking, query) if source else None
    except ExchangeFault as fault:
        _journal(person, f"{reason} · {fault.fault.value}", Result.REFUSED)
        raise
    _journal(person, reason, Result.DONE)
    if certificate is None:
        return False
    told = {"on": today().isoformat(), "certificate": packed(certificate)}
    mine = signing.dumps(told, salt=_salt(person, by), compress=True)
    drafts.keep(by, _key(person), {"answer": [mine]})
    return True


def answer_of(person: Person, *, by: Actor) -> Answered | None:
    """What INPS answered to this person at work about this file, if it is not old.

    Signed: a draft may be written by its owner, the answer of INPS only by INPS.
    """
    kept = drafts.restore(by, _key(person)) or {}
    try:
        signed = kept.get("answer", [""])[0]
        told: dict[str, Any] = signing.loads(signed, salt=_salt(person, by), max_age=AGE)
    except signing.BadSignature:
        return None
    return Answered(unpacked(told["certificate"]), dt.date.fromisoformat(told["on"]))


def forget_answer(person: Person, *, by: Actor) -> None:
    drafts.discard(by, _key(person))


@transaction.atomic
def write_answer(person: Person, answer: Answered, *, by: Actor, seen: str) -> None:
    """Write on the file what INPS said, as verified; the same declaration is corrected in place.

    Raises `FileChanged` where the file is no longer what the comparison showed.
    """
    policies.may_write_economy(by, person).enforce()
    told = compared(by, person, answer.certificate)
    if told.seen != seen:
        raise FileChanged
    for indicator in told.indicators:
        written = _written(indicator, by, answer.asked_on)
        write_isee_members(written, _entries(answer.certificate), by=by)
    forget_answer(person, by=by)


def _written(indicator: Indicator, by: Actor, asked_on: dt.date) -> IseeCertificate:
    values = {**indicator.values, "checked_on": asked_on}
    if indicator.held is not None and indicator.again:
        held = indicator.held
        return change_part(held, by=by, expected=held.version, **values)
    return add_part(IseeCertificate, indicator.owner, by=by, **values)


def _entries(certificate: Certificate) -> list[MemberEntry]:
    return [
        MemberEntry(
            each.relation.value,
            each.surname[:LONGEST_NAME],
            each.given_name[:LONGEST_NAME],
            each.tax_code[:LONGEST_CODE],
        )
        for each in certificate.members
    ]


def _journal(person: Person, note: str, result: Result) -> None:
    journal.note(Action.SEARCH, Person._meta.label_lower, person.pk, note=note, result=result)


def _key(person: Person) -> str:
    return drafts.key_of("isee-told", person.pk)


def _salt(person: Person, by: Actor) -> str:
    return f"{SALT}:{by.user_id}:{person.pk}"
