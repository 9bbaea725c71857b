"""The writes of protection: orders, what they ask, minors placed in safety and each act that follows."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from prossimo.access.faults import in_words
from prossimo.access.policies.contacts import at_work
from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.rules import Actor
from prossimo.cases.choices import RemovalAct
from prossimo.cases.models import (
    Case,
    CaseMember,
    CourtOrder,
    Prescription,
    Removal,
    RemovalStep,
    SafePlace,
)
from prossimo.cases.operations.moving import locked_case
from prossimo.cases.policies.protection import may_write_orders
from prossimo.citizens.models import Person
from prossimo.core.concurrency import save_versioned
from prossimo.core.periods import today

ORDER = "cases.courtorder"
REMOVAL = "cases.removal"
SOON = dt.timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Asked:
    """What an order asks of the services, as it is typed."""

    what: str
    whose: str = ""
    due_on: dt.date | None = None


@transaction.atomic
def record_order(
    case: Case,
    *,
    by: Actor,
    person: Person,
    values: Mapping[str, Any],
    replaces: CourtOrder | None = None,
    asked: Sequence[Asked] = (),
) -> CourtOrder:
    """Record an order of an authority; one that takes another's place ends it the day it begins."""
    held = locked_case(case, by, may_write_orders)
    me, *_rest = at_work(by)
    _of_the_case(held, by, person)
    row = CourtOrder(case=held, person=person, by_id=me, replaces=replaces, **values)
    _check_days(row)
    row.clean_fields(exclude={"case", "person", "by", "replaces"})
    if replaces is not None:
        if replaces.case_id != held.pk or replaces.person_id != person.pk:
            raise ValidationError({"replaces": _("Riguarda un'altra persona.")})
        _end_order(replaces, row.period.lower, _("Ne prende il posto un altro."))
    with in_words(CourtOrder):
        row.save(force_insert=True)
        for each in asked:
            Prescription(
                order=row, what=each.what.strip(), whose=each.whose.strip(), due_on=each.due_on
            ).save(force_insert=True)
    journal.note(Action.CREATE, ORDER, row.pk)
    return row


@transaction.atomic
def revoke_order(
    order: CourtOrder, *, by: Actor, expected: int, day: dt.date, why: str
) -> CourtOrder:
    """The authority takes its order back, from a day; it stays in the story."""
    locked_case(order.case, by, may_write_orders)
    if not why.strip():
        raise ValidationError({"why": _("Scrivi come è stato revocato.")})
    if order.revoked_on is not None:
        raise ValidationError(_("È già revocato."))
    if day < order.issued_on or day > today():
        raise ValidationError({"day": _("Serve un giorno tra l'emissione e oggi.")})
    changes = {"revoked_on": day, "revoked_why": why.strip()}
    saved = save_versioned(order, changes, expected=expected)
    journal.note(Action.CHANGE, ORDER, saved.pk)
    return saved


@transaction.atomic
def add_prescription(order: CourtOrder, *, by: Actor, asked: Asked) -> Prescription:
    """One more thing that an order asks of the services."""
    locked_case(order.case, by, may_write_orders)
    if not asked.what.strip():
        raise ValidationError({"what": _("Scrivi che cosa chiede.")})
    row = Prescription(
        order=order, what=asked.what.strip(), whose=asked.whose.strip(), due_on=asked.due_on
    )
    row.save(force_insert=True)
    journal.note(Action.CHANGE, ORDER, order.pk)
    return row


@transaction.atomic
def fulfil_prescription(
    row: Prescription, *, by: Actor, expected: int, day: dt.date, note: str = ""
) -> Prescription:
    """What the order asked was done."""
    locked_case(row.order.case, by, may_write_orders)
    if day > today() or day < row.order.issued_on:
        raise ValidationError({"day": _("Serve un giorno tra l'emissione e oggi.")})
    saved = save_versioned(row, {"done_on": day, "note": note.strip()}, expected=expected)
    journal.note(Action.CHANGE, ORDER, row.order_id)
    return saved


@transaction.atomic
def place_in_safety(
    case: Case, *, by: Actor, person: Person, authority: str, why: str, at: dt.datetime,
    place: str, paper: str = "",
) -> Removal:  # fmt: skip
    """A minor is placed in safety: from this moment the terms of art. 403 c.c. run."""
    held = locked_case(case, by, may_write_orders)
    me, *_rest = at_work(by)
    _of_the_case(held, by, person)
    if not why.strip():
        raise ValidationError({"why": _("Scrivi perché: serve anche alla relazione.")})
    _not_ahead(at)
    row = Removal(case=held, person=person, authority=authority.strip(), why=why.strip(), by_id=me)
    row.clean_fields(exclude={"case", "person", "by"})
    with in_words(Removal):
        row.save(force_insert=True)
        _write_step(row, RemovalAct.PLACED, at, me, paper=paper)
        if place.strip():
            SafePlace(removal=row, place=place.strip(), by_id=me).save(force_insert=True)
    journal.note(Action.CREATE, REMOVAL, row.pk)
    return row


@transaction.atomic
def record_step(
    removal: Removal, *, by: Actor, act: str, at: dt.datetime, paper: str = ""
) -> RemovalStep:
    """An act was done, at its hour; an act already recorded is corrected, not written twice."""
    held = _held(removal, by)
    me, *_rest = at_work(by)
    _not_ahead(at)
    if act == RemovalAct.PLACED:
        raise ValidationError(
            {"act": _("Il collocamento c'è già: se l'ora è sbagliata, correggila.")}
        )
    placed = held.steps.unscoped("of the removal in hand").standing().get(act=RemovalAct.PLACED)
    if at < placed.at:
        raise ValidationError({"at": _("Non può essere prima del collocamento.")})
    with in_words(RemovalStep):
        row = _write_step(held, act, at, me, paper=paper)
    journal.note(Action.CHANGE, REMOVAL, held.pk)
    return row


@transaction.atomic
def correct_step(
    step: RemovalStep, *, by: Actor, at: dt.datetime, paper: str, why: str
) -> RemovalStep:
    """The hour or the paper was wrong: what was written stays, the new one counts."""
    held = _held(step.removal, by)
    me, *_rest = at_work(by)
    if not why.strip():
        raise ValidationError({"why": _("Scrivi perché: il primo dato resta nella storia.")})
    _not_ahead(at)
    others = held.steps.unscoped("of the removal in hand").standing().exclude(pk=step.pk)
    days = dict(others.values_list("act", "at"))
    if step.act == RemovalAct.PLACED and days and at > min(days.values()):
        raise ValidationError({"at": _("C'è già un atto fatto prima di quest'ora.")})
    if step.act != RemovalAct.PLACED and at < days[RemovalAct.PLACED]:
        raise ValidationError({"at": _("Non può essere prima del collocamento.")})
    with in_words(RemovalStep):
        row = _write_step(held, step.act, at, me, paper=paper, why=why.strip(), corrects=step)
    journal.note(Action.CHANGE, REMOVAL, held.pk)
    return row


@transaction.atomic
def end_removal(
    removal: Removal, *, by: Actor, expected: int, outcome: str, why: str, day: dt.date
) -> Removal:
    """It ends because somebody says so, with an outcome: never because a term has passed."""
    held = _held(removal, by)
    if not (outcome and why.strip()):
        raise ValidationError({"why": _("Scrivi com'è finito e con quale atto.")})
    if day > today():
        raise ValidationError({"day": _("Si segna quando è accaduto: non nel futuro.")})
    changes = {"ended_on": day, "outcome": outcome, "ended_why": why.strip()}
    with in_words(Removal):
        saved = save_versioned(held, changes, expected=expected)
    journal.note(Action.CHANGE, REMOVAL, saved.pk)
    return saved


def _held(removal: Removal, by: Actor) -> Removal:
    locked_case(removal.case, by, may_write_orders)
    rows = Removal.objects.visible_to(by).select_related("case")
    held = rows.select_for_update(of=("self",)).get(pk=removal.pk)
    if held.ended_on is not None:
        raise ValidationError(_("È già concluso."))
    return held


def _write_step(
    removal: Removal, act: str, at: dt.datetime, me: uuid.UUID, *, paper: str = "", why: str = "",
    corrects: RemovalStep | None = None,
) -> RemovalStep:  # fmt: skip
    row = RemovalStep(
        removal=removal, act=act, at=at, paper=paper.strip(), why=why, corrects=corrects, by_id=me
    )
    row.clean_fields(exclude={"removal", "corrects", "by"})
    row.save(force_insert=True)
    return row


def _end_order(order: CourtOrder, day: dt.date, why: str) -> None:
    if order.revoked_on is None:
        changes = {"revoked_on": max(day, order.issued_on), "revoked_why": why}
        save_versioned(order, changes, expected=order.version)


def _of_the_case(case: Case, by: Actor, person: Person) -> None:
    inside = CaseMember.objects.visible_to(by).filter(case=case, person=person)
    if not inside.exists():
        raise ValidationError({"person": _("Non è tra le persone di questa presa in carico.")})


def _check_days(row: CourtOrder) -> None:
    if row.issued_on > today():
        raise ValidationError({"issued_on": _("Si segna quando è accaduto: non nel futuro.")})
    if row.notified_on is not None and row.notified_on < row.issued_on:
        raise ValidationError({"notified_on": _("Non può arrivare prima di essere emesso.")})
    if row.period.upper is not None and row.period.upper <= (row.period.lower or row.issued_on):
        raise ValidationError({"until": _("Non può finire prima di cominciare.")})


def _not_ahead(at: dt.datetime) -> None:
    if at > timezone.now() + SOON:
        raise ValidationError({"at": _("Si segna quando è accaduto: non nel futuro.")})
