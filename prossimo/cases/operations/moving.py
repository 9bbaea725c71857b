"""The moves of a case: assigned, taken in charge, suspended, resumed, opened again; `closing` ends it."""

import datetime as dt
from collections.abc import Callable, Mapping
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
from prossimo.cases.choices import CaseState, WorkerRole
from prossimo.cases.models import Case, CaseStep, CaseWorker
from prossimo.cases.operations.opening import KIND
from prossimo.cases.policies.cases import may_lead_case, may_reopen_case, may_staff_case
from prossimo.cases.workflow import CASE
from prossimo.core.concurrency import save_versioned
from prossimo.core.periods import today
from prossimo.core.policy import Verdict

Policy = Callable[[Actor, Case], Verdict]


@transaction.atomic
def assign_case(case: Case, *, by: Actor, expected: int, to: Post, why: str = "") -> Case:
    """Give a case to somebody: who had it keeps the past and loses today.

    In charge it stays in charge, in other hands.
    """
    held = locked_case(case, by, may_staff_case)
    if to.ambito_id != held.ambito_id or today() not in to.period:
        raise ValidationError({"to": _("Questa persona oggi non è in servizio nell'Ambito.")})
    if to.pk == held.owner_id:
        raise ValidationError({"to": _("Ce l'ha già.")})
    if held.owner_id and not why.strip():
        raise ValidationError({"why": _("Scrivi perché cambia titolare: resta nella storia.")})
    going_on = held.state in {CaseState.IN_CHARGE, CaseState.SUSPENDED}
    target = held.state if going_on else CASE.step(held.state, "assign")
    me, *_rest = at_work(by)
    note = f"{to.user.get_full_name()}. {why.strip()}".strip()
    with in_words(Case):
        stepped(held, "assign", target, by=by, note=note)  # while one still sees it
        saved = save_versioned(held, {"owner": to, "state": target}, expected=expected)
        CaseWorker(case=saved, post=to, role=WorkerRole.OWNER, by_id=me).save(force_insert=True)
        leaving = saved.workers.filter(role=WorkerRole.OWNER).exclude(post=to)
        for worker in leaving.unscoped("who leaves is told by the row").filter(
            period__endswith=None
        ):
            _let_go(worker)
    journal.note(Action.CHANGE, KIND, saved.pk)
    outbox.put(by, NEWS, to.user_id)
    return saved


@transaction.atomic
def take_charge(case: Case, *, by: Actor, expected: int, day: dt.date | None = None) -> Case:
    """The owner takes it in charge, from a day (L. 328/2000, art. 6)."""
    held = locked_case(case, by, may_lead_case)
    when = not_ahead(day or today())
    if when < held.reported_on:
        raise ValidationError({"day": _("Non può essere prima della segnalazione.")})
    return case_moved(
        held, "take_charge", by, expected, {"taken_on": when, "last_heard_on": today()}
    )


@transaction.atomic
def suspend_case(
    case: Case, *, by: Actor, expected: int, why: str, until: dt.date | None = None
) -> Case:
    """Held for a while, with a reason and a day on which to look at it again."""
    held = locked_case(case, by, may_lead_case)
    if not why.strip():
        raise ValidationError({"why": _("Scrivi il motivo: resta nella storia.")})
    if until is not None and until <= today():
        raise ValidationError({"until": _("Serve un giorno da domani in poi.")})
    changes = {"suspended_on": today(), "review_on": until or held.review_on}
    return case_moved(held, "suspend", by, expected, changes, note=why)


@transaction.atomic
def resume_case(case: Case, *, by: Actor, expected: int, why: str = "") -> Case:
    held = locked_case(case, by, may_lead_case)
    return case_moved(held, "resume", by, expected, {"suspended_on": None}, note=why)


@transaction.atomic
def reopen_case(case: Case, *, by: Actor, expected: int, why: str) -> Case:
    """Open again a closed one: it goes back to its owner, to be taken in charge."""
    held = locked_case(case, by, may_reopen_case)
    if not why.strip():
        raise ValidationError({"why": _("Scrivi perché si riapre.")})
    changes = {
        "closed_on": None, "outcome": "", "follow_up_on": None, "taken_on": None,
        "last_heard_on": today(),
    }  # fmt: skip
    return case_moved(held, "reopen", by, expected, changes, note=why)


@transaction.atomic
def reserve_case(case: Case, *, by: Actor, expected: int, restricted: bool, why: str) -> Case:
    """Hide a case from everybody who was not given it, or show it again."""
    held = locked_case(case, by, may_lead_case)
    if not why.strip():
        raise ValidationError({"why": _("Scrivi il motivo: resta nella storia.")})
    stepped(held, "reserve" if restricted else "unreserve", held.state, by=by, note=why.strip())
    saved = save_versioned(held, {"restricted": restricted}, expected=expected)
    journal.note(Action.CHANGE, KIND, saved.pk)
    return saved


def locked_case(case: Case, by: Actor, policy: Policy) -> Case:
    """The row, held until the end of the transaction, with the policy asked on what is held."""
    policy(by, case).enforce()  # the wall locks only what may be written
    held = Case.objects.visible_to(by).select_for_update(of=("self",)).get(pk=case.pk)
    policy(by, held).enforce()
    return held


def not_ahead(day: dt.date) -> dt.date:
    if day > today():
        raise ValidationError({"day": _("Si segna quando è accaduto: non nel futuro.")})
    return day


def case_moved(
    held: Case, move: str, by: Actor, expected: int, changes: Mapping[str, Any], *, note: str = ""
) -> Case:
    """Along the table of moves, leaving a step."""
    source, target = held.state, CASE.step(held.state, move)
    with in_words(Case):
        saved = save_versioned(held, {**changes, "state": target}, expected=expected)
        stepped(saved, move, target, by=by, note=note.strip(), source=source)
    journal.note(Action.CHANGE, KIND, saved.pk)
    return saved


def stepped(
    case: Case, name: str, target: str, *, by: Actor, note: str = "", source: str | None = None
) -> None:
    """One more line in the story of the case."""
    me, post_id, _ambito = at_work(by)
    CaseStep(
        case=case,
        name=name,
        source=case.state if source is None else source,
        target=target,
        by_id=me,
        post_id=post_id,
        note=note,
    ).save(force_insert=True)


def _let_go(worker: CaseWorker) -> None:
    """From today on it is no longer theirs: one who was given it today loses it at once."""
    begun = worker.period.lower
    day = today()
    worker.period = DateRange(begun, day, "[)") if begun < day else DateRange(empty=True)
    worker.save(update_fields=["period"])
