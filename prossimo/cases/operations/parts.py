"""What a case is made of: who is in it, who follows it, what they need, how much it asks."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from prossimo.access.faults import in_words
from prossimo.access.policies.contacts import at_work
from prossimo.accounts import journal, outbox
from prossimo.accounts.choices import Action
from prossimo.accounts.models import Post
from prossimo.accounts.outbox import NEWS
from prossimo.accounts.rules import Actor
from prossimo.cases.choices import MemberRole, WorkerRole
from prossimo.cases.models import Case, CaseMember, CaseNeed, CaseWorker
from prossimo.cases.operations.moving import locked_case
from prossimo.cases.operations.opening import KIND
from prossimo.cases.policies.cases import may_staff_case, may_write_case
from prossimo.cases.queries.cases import proposed_intensity
from prossimo.catalogue.models import Need
from prossimo.citizens.models import Person
from prossimo.core.concurrency import save_versioned
from prossimo.core.periods import between, since, today


@transaction.atomic
def change_case(case: Case, *, by: Actor, expected: int, values: Mapping[str, Any]) -> Case:
    """Area, signs of risk, review, and the intensity: another than the rule's asks for a reason."""
    held = locked_case(case, by, may_write_case)
    changes = dict(values)
    wanted = changes.get("intensity", held.intensity)
    if {"at_risk", "protected", "intensity"} & set(changes):
        for name in ("at_risk", "protected"):
            setattr(held, name, changes.get(name, getattr(held, name)))
        by_rule = proposed_intensity(held).intensity
        why = changes.get("intensity_why", held.intensity_why).strip()
        if wanted != by_rule and not why:
            raise ValidationError(
                {"intensity_why": _("Non è quella che propone la regola: scrivi perché.")}
            )
        changes["intensity_why"] = why if wanted != by_rule else ""
    with in_words(Case):
        saved = save_versioned(held, changes, expected=expected)
    journal.note(Action.CHANGE, KIND, saved.pk)
    return saved


@transaction.atomic
def add_member(
    case: Case, *, by: Actor, person: Person, role: str, since_on: dt.date | None = None,
    note: str = "",
) -> CaseMember:  # fmt: skip
    """Somebody is in the case from a day on."""
    held = locked_case(case, by, may_write_case)
    if person.ambito_id != held.ambito_id:
        raise ValidationError({"person": _("Appartiene a un altro Ambito.")})
    first = since_on or today()
    row = CaseMember(
        case=held, person=person, role=role, note=note.strip(), period=since(first),
        apart_on=None if live_together(held.person, person) else first,
    )  # fmt: skip
    row.clean_fields(exclude={"case", "person"})
    with in_words(CaseMember):
        row.save(force_insert=True)
    journal.note(Action.CHANGE, KIND, held.pk)
    return row


@transaction.atomic
def end_member(member: CaseMember, *, by: Actor, expected: int, last: dt.date) -> CaseMember:
    """Somebody is no longer in the case; the person the case is about stays."""
    held = locked_case(member.case, by, may_write_case)
    if member.role == MemberRole.SUBJECT and member.person_id == held.person_id:
        raise ValidationError(_("È la persona di cui si occupa: la presa in carico si chiude."))
    period = ended(member.period, last)
    apart = member.apart_on or (None if live_together(held.person, member.person) else last)
    saved = save_versioned(member, {"period": period, "apart_on": apart}, expected=expected)
    journal.note(Action.CHANGE, KIND, held.pk)
    return saved


@transaction.atomic
def add_worker(
    case: Case, *, by: Actor, post: Post, role: str, parts: list[str], why: str,
    last: dt.date | None = None,
) -> CaseWorker:  # fmt: skip
    """Somebody else follows the case: what they see of it, until when, and why."""
    held = locked_case(case, by, may_staff_case)
    me, *_rest = at_work(by)
    if role == WorkerRole.OWNER:
        raise ValidationError({"role": _("Il titolare si cambia con «Assegna».")})
    if not why.strip():
        raise ValidationError({"why": _("Scrivi perché: chi segue la persona può chiederlo.")})
    if post.ambito_id != held.ambito_id or today() not in post.period:
        raise ValidationError({"post": _("Questa persona oggi non è in servizio nell'Ambito.")})
    if post.organisation_id and last is None:
        raise ValidationError(
            {"last": _("Lavora in un altro ente: scrivi fino a quando può vederla.")}
        )
    already = held.workers.unscoped("told by the case").filter(post=post, period__contains=today())
    if already.exists():
        raise ValidationError({"post": _("Segue già questa presa in carico.")})
    if last is not None and last < today():
        raise ValidationError({"last": _("Serve un giorno da oggi in poi.")})
    row = CaseWorker(
        case=held, post=post, role=role, parts=parts, why=why.strip(), by_id=me,
        period=between(today(), last),
    )  # fmt: skip
    row.clean_fields(exclude={"case", "post", "by"})
    with in_words(CaseWorker):
        row.save(force_insert=True)
    journal.note(Action.CHANGE, KIND, held.pk)
    outbox.put(by, NEWS, post.user_id)
    return row


@transaction.atomic
def end_worker(worker: CaseWorker, *, by: Actor, expected: int) -> CaseWorker:
    """From now on they see nothing of it any more."""
    held = locked_case(worker.case, by, may_staff_case)
    if worker.role == WorkerRole.OWNER:
        raise ValidationError(_("Il titolare si cambia con «Assegna»."))
    begun = worker.period.lower
    period = DateRange(begun, today(), "[)") if begun < today() else DateRange(empty=True)
    saved = save_versioned(worker, {"period": period}, expected=expected)
    journal.note(Action.CHANGE, KIND, held.pk)
    return saved


@transaction.atomic
def add_need(case: Case, *, by: Actor, need: Need, weight: int, note: str = "") -> CaseNeed:
    held = locked_case(case, by, may_write_case)
    row = CaseNeed(case=held, need=need, weight=weight, note=note.strip())
    row.clean_fields(exclude={"case", "need"})
    with in_words(CaseNeed):
        row.save(force_insert=True)
    journal.note(Action.CHANGE, KIND, held.pk)
    return row


@transaction.atomic
def meet_need(need: CaseNeed, *, by: Actor, expected: int, note: str = "") -> CaseNeed:
    """A need is answered: it leaves what is open and stays in the past."""
    held = locked_case(need.case, by, may_write_case)
    changes = {"met_on": today(), "note": note.strip() or need.note}
    saved = save_versioned(need, changes, expected=expected)
    journal.note(Action.CHANGE, KIND, held.pk)
    return saved


def live_together(one: Person, other: Person) -> bool:
    return one.household_id is not None and one.household_id == other.household_id


def ended(period: DateRange, last: dt.date) -> DateRange:
    if last > today():
        raise ValidationError({"last": _("Si segna quando è accaduto: non nel futuro.")})
    if period.lower and last < period.lower:
        raise ValidationError({"last": _("Non può finire prima di cominciare.")})
    return between(period.lower or last, last)
