"""The life of a project: made, shared, taken back, begun, suspended, revised, ended."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from prossimo.access.faults import in_words
from prossimo.access.policies.contacts import at_work
from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.rules import Actor
from prossimo.cases.choices import MAKING_STATES, CaseState, PlanState
from prossimo.cases.models import Case, Plan, PlanStep
from prossimo.cases.operations.moving import locked_case
from prossimo.cases.operations.plan_copies import copy_lines
from prossimo.cases.plan_workflow import PLAN
from prossimo.cases.policies.plan import may_lead_plan, may_write_plan
from prossimo.cases.queries.pact import fingerprint_of, text_of
from prossimo.core.concurrency import save_versioned
from prossimo.core.periods import today
from prossimo.core.policy import Verdict

KIND = "cases.plan"
Policy = Callable[[Actor, Case], Verdict]


@transaction.atomic
def make_plan(case: Case, *, by: Actor, kind: str, values: Mapping[str, Any]) -> Plan:
    """Begin to write a project of a kind, empty; raises `ValidationError` where there is one already."""
    held = locked_case(case, by, may_write_plan)
    if held.state not in {CaseState.IN_CHARGE, CaseState.SUSPENDED}:
        raise ValidationError(_("Il progetto si scrive dopo la presa in carico."))
    others = Plan.objects.visible_to(by).filter(case=held, kind=kind)
    if others.live().exists():
        raise ValidationError({"kind": _("C'è già un progetto di questo tipo: si rivede quello.")})
    return _begun(held, by, kind=kind, previous=None, values=values)


@transaction.atomic
def change_plan(plan: Plan, *, by: Actor, expected: int, values: Mapping[str, Any]) -> Plan:
    """Where it wants to arrive, and how often one looks at it."""
    held = locked_plan(plan, by, may_write_plan)
    text = {"aim", "reason"} & set(values)
    if text and held.state != PlanState.DRAFT:
        raise ValidationError(_("È già stato condiviso: per cambiarlo, torna a scriverlo."))
    saved = save_versioned(held, values, expected=expected)
    journal.note(Action.CHANGE, KIND, saved.pk)
    return saved


@transaction.atomic
def share_plan(plan: Plan, *, by: Actor, expected: int) -> Plan:
    """Put the text before who has to sign it: from now on it is kept as it is."""
    held = locked_plan(plan, by, may_write_plan)
    PLAN.step(held.state, "share")
    told = text_of(by, held)
    if not told["goals"]:
        raise ValidationError(_("Manca almeno un obiettivo."))
    if not held.aim.strip():
        raise ValidationError(_("Scrivi dove si vuole arrivare, prima di condividerlo."))
    changes = {"agreed": told, "fingerprint": fingerprint_of(told), "shared_on": today()}
    return moved(held, "share", by, expected, changes)


@transaction.atomic
def take_back(plan: Plan, *, by: Actor, expected: int, why: str) -> Plan:
    """Write it again: who had signed signs again, unless not a word has changed."""
    held = locked_plan(plan, by, may_write_plan)
    changes = {"agreed": None, "fingerprint": "", "shared_on": None}
    return moved(held, "take_back", by, expected, changes, note=_needed(why))


@transaction.atomic
def activate_plan(
    plan: Plan, *, by: Actor, expected: int, first: dt.date, last: dt.date | None = None
) -> Plan:
    """From this day on it holds; the version it comes after is replaced."""
    held = locked_plan(plan, by, may_lead_plan)
    PLAN.step(held.state, "activate")
    if held.signed_on and first < held.signed_on:
        raise ValidationError({"first": _("Non può valere prima di essere firmato.")})
    if first > today() + dt.timedelta(days=60):
        raise ValidationError({"first": _("È troppo lontano: al massimo tra sessanta giorni.")})
    if last is not None and last < first:
        raise ValidationError({"last": _("Non può finire prima di cominciare.")})
    before = held.previous and _locked(held.previous, by)
    if before is not None and before.state == PlanState.IN_REVISION:
        moved(before, "supersede", by, before.version, {"ended_on": today()})
    elif before is not None and before.in_force:
        raise ValidationError(_("La versione precedente è sospesa: riprendila, poi riprova."))
    changes = {"valid_from": first, "valid_to": last, "review_on": _next_look(held, first)}
    return moved(held, "activate", by, expected, changes)


@transaction.atomic
def suspend_plan(plan: Plan, *, by: Actor, expected: int, why: str) -> Plan:
    held = locked_plan(plan, by, may_lead_plan)
    changes = {"suspended_on": today()}
    return moved(held, "suspend", by, expected, changes, note=_needed(why))


@transaction.atomic
def resume_plan(plan: Plan, *, by: Actor, expected: int, why: str = "") -> Plan:
    held = locked_plan(plan, by, may_lead_plan)
    changes = {"suspended_on": None, "review_on": _next_look(held, today())}
    return moved(held, "resume", by, expected, changes, note=why)


@transaction.atomic
def revise_plan(plan: Plan, *, by: Actor, expected: int, why: str) -> Plan:
    """A new version to write, with everything that is still open; this one holds until it begins."""
    held = locked_plan(plan, by, may_write_plan)
    reason = _needed(why)
    before = moved(held, "revise", by, expected, {}, note=reason)
    values = {"aim": before.aim, "review_every": before.review_every, "reason": reason}
    new = _begun(before.case, by, kind=before.kind, previous=before, values=values)
    copy_lines(before, new)
    return new


@transaction.atomic
def end_plan(
    plan: Plan, *, by: Actor, expected: int, outcome: str, ending: str, day: dt.date | None = None
) -> Plan:
    """Conclude it, saying how it went."""
    held = locked_plan(plan, by, may_lead_plan)
    PLAN.step(held.state, "end")
    if not ending.strip():
        raise ValidationError({"ending": _("Scrivi che cosa si è concluso.")})
    when = day or today()
    if when > today():
        raise ValidationError({"day": _("Si segna quando è accaduto: non nel futuro.")})
    if held.valid_from and when < held.valid_from:
        raise ValidationError({"day": _("Non può finire prima di cominciare.")})
    _leave_following(held, by)
    changes = {
        "ended_on": when, "outcome": outcome, "ending": ending.strip(), "suspended_on": None,
    }  # fmt: skip
    return moved(held, "end", by, expected, changes)


@transaction.atomic
def interrupt_plan(plan: Plan, *, by: Actor, expected: int, why: str) -> Plan:
    """Stop it before its time; a version that was being written gives way to the one in force."""
    policy = may_write_plan if plan.state in MAKING_STATES else may_lead_plan
    held = locked_plan(plan, by, policy)
    PLAN.step(held.state, "interrupt")
    reason = _needed(why)
    _leave_following(held, by)
    if held.previous is not None and held.previous.state == PlanState.IN_REVISION:
        before = _locked(held.previous, by)
        moved(before, "keep", by, before.version, {}, note=reason)
    changes = {"ended_on": today(), "ending": reason, "suspended_on": None}
    return moved(held, "interrupt", by, expected, changes, note=reason)


def locked_plan(plan: Plan, by: Actor, policy: Policy) -> Plan:
    """The row, held until the end of the transaction with its case, and the policy asked on it."""
    case = locked_case(plan.case, by, policy)
    held = _locked(plan, by)
    held.case = case
    return held


def moved(
    held: Plan, move: str, by: Actor, expected: int, changes: Mapping[str, Any], *, note: str = ""
) -> Plan:
    """Along the table of moves, leaving a step."""
    source, target = held.state, PLAN.step(held.state, move)
    with in_words(Plan):
        saved = save_versioned(held, {**changes, "state": target}, expected=expected)
        step(saved, move, source, by=by, note=note)
    journal.note(Action.CHANGE, KIND, saved.pk)
    return saved


def step(plan: Plan, name: str, source: str, *, by: Actor, note: str = "") -> None:
    me, post_id, _ambito = at_work(by)
    PlanStep(
        plan=plan, name=name, source=source, target=plan.state, by_id=me, post_id=post_id,
        note=note.strip(),
    ).save(force_insert=True)  # fmt: skip


def _locked(plan: Plan, by: Actor) -> Plan:
    rows = Plan.objects.visible_to(by).select_related("case", "previous")
    return rows.select_for_update(of=("self",)).get(pk=plan.pk)


def _begun(
    case: Case, by: Actor, *, kind: str, previous: Plan | None, values: Mapping[str, Any]
) -> Plan:
    me, *_rest = at_work(by)
    numbers = Plan.objects.visible_to(by).filter(case=case, kind=kind)
    last = numbers.aggregate(last=Max("number"))["last"] or 0
    plan = Plan(case=case, kind=kind, previous=previous, number=last + 1, made_by_id=me, **values)
    plan.clean_fields(exclude={"case", "previous", "made_by"})
    with in_words(Plan):
        plan.save(force_insert=True)
        step(plan, "make", "", by=by, note=plan.reason)
    journal.note(Action.CREATE, KIND, plan.pk)
    return plan


def _leave_following(held: Plan, by: Actor) -> None:
    """The version that was being written falls with the one it came from."""
    for each in Plan.objects.visible_to(by).filter(previous=held, state__in=MAKING_STATES):
        following = _locked(each, by)
        changes = {"ended_on": today(), "ending": _("È finito il progetto da cui nasceva.")}
        moved(following, "interrupt", by, following.version, changes)


def _next_look(plan: Plan, day: dt.date) -> dt.date:
    return day + dt.timedelta(days=plan.review_every)


def _needed(why: str) -> str:
    if not why.strip():
        raise ValidationError({"why": _("Scrivi il motivo: resta nella storia.")})
    return why.strip()
