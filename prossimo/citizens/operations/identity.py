"""Who a person was and is: former fiscal codes, citizenships with their dates, death."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.rules import Actor
from prossimo.citizens import taxcode
from prossimo.citizens.choices import TaxCodeEnd, TaxCodeState
from prossimo.citizens.models import Citizenship, FormerTaxCode, Person
from prossimo.citizens.names import STATELESS
from prossimo.citizens.operations.locking import locked_person
from prossimo.core.concurrency import save_versioned
from prossimo.core.periods import today

WHO = ("surname", "given_name", "sex", "born_on", "birth_place_code")


@dataclass(frozen=True, slots=True)
class CitizenshipEntry:
    """A citizenship with what is known of its dates; both days belong to the period."""

    country: str
    since: dt.date | None = None
    until: dt.date | None = None


def keep_former_code(before: Person, person: Person, why: str = "") -> None:
    """The code that was replaced stays: under it the person is still found."""
    former = FormerTaxCode.objects.unscoped("the person is locked and allowed")
    if person.tax_code:
        former.filter(person=person, code=person.tax_code).delete()  # it is in force again
    if not before.tax_code or before.tax_code == person.tax_code:
        return
    kept = former.filter(person=person, code=before.tax_code).first()
    kept = kept or FormerTaxCode(person=person, code=before.tax_code)
    kept.ended_on, kept.why = today(), why or _why_ended(before, person)
    kept.save()


def _why_ended(before: Person, person: Person) -> TaxCodeEnd:
    """What the two codes say by themselves, where nobody said why."""
    if before.tax_code_state == TaxCodeState.TEMPORARY:
        return TaxCodeEnd.TEMPORARY
    bare = [taxcode.without_omocodia(code)[:15] for code in (before.tax_code, person.tax_code)]
    if bare[0] == bare[1]:
        return TaxCodeEnd.HOMOCODY
    changed = any(getattr(before, name) != getattr(person, name) for name in WHO)
    return TaxCodeEnd.CHANGED if changed else TaxCodeEnd.MISTAKE


def close_citizenships(before: Person, person: Person) -> None:
    """A citizenship taken off the file ends today, if its dates were known."""
    lost = set(before.citizenships) - set(person.citizenships)
    held = Citizenship.objects.unscoped("the person is locked and allowed").filter(
        person=person, country__in=lost, period__contains=today()
    )
    for row in held:
        row.period = period_of(row.period.lower, today() - dt.timedelta(days=1))
        row.save()


@transaction.atomic
def write_citizenships(
    person_id: uuid.UUID, *, by: Actor, expected: int, entries: Iterable[CitizenshipEntry]
) -> Person:
    """All the citizenships of a person, past ones too; those of today follow from the dates.

    Raises as `update_person` does.
    """
    person = locked_person(person_id, by)
    given = list({entry.country: entry for entry in entries}.values())
    day = today()
    now = [one.country for one in given if _holds(one, day)]
    if STATELESS in now and len(now) > 1:
        raise ValidationError(_("Chi è apolide non ha altre cittadinanze nello stesso periodo."))
    save_versioned(person, {"citizenships": now}, expected=expected)
    rows = Citizenship.objects.unscoped("the person is locked and allowed").filter(person=person)
    dated = {one.country: one for one in given if one.since or one.until}
    rows.exclude(country__in=dated).delete()
    known = {row.country: row for row in rows}
    for country, entry in dated.items():
        row = known.get(country) or Citizenship(person=person, country=country)
        period = period_of(entry.since, entry.until)
        if row._state.adding or (row.period.lower, row.period.upper) != (
            period.lower,
            period.upper,
        ):
            row.period = period
            row.save()
    journal.shown(Action.CHANGE, [person])
    return person


def _holds(entry: CitizenshipEntry, day: dt.date) -> bool:
    return (entry.since is None or entry.since <= day) and (
        entry.until is None or entry.until >= day
    )


def period_of(first: dt.date | None, last: dt.date | None) -> DateRange:
    """Both days included, either of them unknown; a period that would be empty has no beginning."""
    upper = last + dt.timedelta(days=1) if last else None
    if first and upper and first >= upper:
        first = None
    return DateRange(first, upper, "[)")


@transaction.atomic
def record_death(person_id: uuid.UUID, *, by: Actor, expected: int, on: dt.date | None) -> Person:
    """Write the day of death, or take it back where it was a mistake (`on=None`).

    Nothing is erased: the file stays, marked, and proposes no more to call or to write.
    """
    person = locked_person(person_id, by)
    if on and on > today():
        raise ValidationError({"died_on": _("La data di morte è nel futuro: controllala.")})
    if on and person.born_on and on < person.born_on:
        raise ValidationError({"died_on": _("La data di morte è prima della nascita.")})
    save_versioned(person, {"died_on": on}, expected=expected)
    journal.shown(Action.CHANGE, [person])
    return person
