"""What is to be done for a case: given to somebody with a day, moved, done, dropped; and heard again."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from prossimo.access.faults import in_words
from prossimo.access.policies.contacts import at_work
from prossimo.accounts import journal, outbox
from prossimo.accounts.choices import Action
from prossimo.accounts.models import Post
from prossimo.accounts.outbox import NEWS
from prossimo.accounts.rules import Actor
from prossimo.cases.choices import PresenceKind
from prossimo.cases.choices.meetings import HowItGoes, TaskState
from prossimo.cases.models import Case, CaseFollowUp, CaseMeeting, CaseTask
from prossimo.cases.operations.moving import locked_case, reopen_case
from prossimo.cases.policies import meetings as policies
from prossimo.citizens.models import Person
from prossimo.core.concurrency import save_versioned
from prossimo.core.periods import today
from prossimo.core.workflow import IllegalMove

KIND = "cases.casetask"
HEARD = "cases.casefollowup"


@transaction.atomic
def give_task(
    case: Case,
    *,
    by: Actor,
    what: str,
    due_on: dt.date,
    post: Post | None = None,
    person: Person | None = None,
    name: str = "",
    meeting: CaseMeeting | None = None,
) -> CaseTask:
    """Somebody will do something by a day: a worker, somebody of the family, or anybody by name.

    Raises `ValidationError` where nobody does it, or what it is is not said.
    """
    held = locked_case(case, by, policies.may_write_meetings)
    if meeting is not None and (meeting.case_id != held.pk or not meeting.is_open):
        raise IllegalMove(_("Il verbale è chiuso: il compito si scrive a parte."))
    me, *_rest = at_work(by)
    if not what.strip():
        raise ValidationError({"what": _("Scrivi che cosa c'è da fare.")})
    if due_on < today() and meeting is None:
        raise ValidationError({"due_on": _("Serve un giorno da oggi in poi.")})
    task = CaseTask(case=held, meeting=meeting, what=what.strip(), due_on=due_on, by_id=me)
    for field, value in hand(post, person, name).items():
        setattr(task, field, value)
    task.clean_fields(exclude={"case", "meeting", "by", "post", "person"})
    with in_words(CaseTask):
        task.save(force_insert=True)
    journal.note(Action.CREATE, KIND, task.pk)
    if post is not None and post.user_id != me:
        outbox.put(by, NEWS, post.user_id)
    return task


@transaction.atomic
def change_task(task: CaseTask, *, by: Actor, expected: int, values: Mapping[str, Any]) -> CaseTask:
    """Another day, or other hands: only while it is to be done."""
    policies.may_give_task(by, task).enforce()
    held = _locked(task, by)
    policies.may_give_task(by, held).enforce()
    before = held.post_id
    saved = save_versioned(held, values, expected=expected)
    journal.note(Action.CHANGE, KIND, saved.pk)
    if saved.post is not None and saved.post_id != before and saved.post.user_id != by.user_id:
        outbox.put(by, NEWS, saved.post.user_id)
    return saved


@transaction.atomic
def end_task(
    task: CaseTask, *, by: Actor, expected: int, state: str, closing: str = ""
) -> CaseTask:
    """It is done, or it is dropped: then one says why."""
    policies.may_end_task(by, task).enforce()
    held = _locked(task, by)
    policies.may_end_task(by, held).enforce()
    if state == TaskState.OPEN:
        raise ValidationError({"state": _("Scegli com'è andata.")})
    if state != TaskState.DONE and not closing.strip():
        raise ValidationError({"closing": _("Scrivi perché, o chi lo porta avanti.")})
    changes = {"state": state, "closed_on": today(), "closing": closing.strip()}
    saved = save_versioned(held, changes, expected=expected)
    journal.note(Action.CHANGE, KIND, saved.pk)
    return saved


def hand(post: Post | None, person: Person | None, name: str) -> dict[str, Any]:
    """In whose hands: exactly one of the three."""
    told = [bool(post), bool(person), bool(name.strip())]
    if sum(told) != 1:
        raise ValidationError({"name": _("Scegli chi lo fa: uno solo.")})
    kind = PresenceKind.WORKER if post else PresenceKind.PERSON if person else PresenceKind.OTHER
    return {"kind": kind, "post": post, "person": person, "name": name.strip()}


@transaction.atomic
def hear_again(
    case: Case,
    *,
    by: Actor,
    expected: int,
    values: Mapping[str, Any],
    reopen: bool = False,
    why: str = "",
) -> CaseFollowUp:
    """Somebody was heard after their case was closed: how it goes, when again, whether it reopens.

    Raises `ValidationError` for what has not happened yet, or a need without a word about it.
    """
    held = locked_case(case, by, policies.may_follow_up)
    me, post_id, _ambito = at_work(by)
    row = CaseFollowUp(case=held, by_id=me, post_id=post_id, reopened=reopen, **values)
    row.clean_fields(exclude={"case", "by", "post"})
    _check(row, held)
    with in_words(CaseFollowUp):
        row.save(force_insert=True)
    if reopen:
        said = why.strip() or row.text.strip()
        reopen_case(held, by=by, expected=expected, why=said)
    else:
        save_versioned(held, {"follow_up_on": row.again_on}, expected=expected)
    journal.note(Action.CREATE, HEARD, row.pk)
    return row


def _check(row: CaseFollowUp, case: Case) -> None:
    if row.heard_on > today():
        raise ValidationError({"heard_on": _("Si segna quando è accaduto: non nel futuro.")})
    if case.closed_on and row.heard_on < case.closed_on:
        raise ValidationError({"heard_on": _("Serve un giorno dopo la chiusura.")})
    if row.again_on and row.again_on <= today():
        raise ValidationError({"again_on": _("Serve un giorno da domani in poi.")})
    if (row.reopened or row.goes == HowItGoes.NEEDS) and not row.text.strip():
        raise ValidationError({"text": _("Scrivi di che cosa ha bisogno.")})


def _locked(task: CaseTask, by: Actor) -> CaseTask:
    rows = CaseTask.objects.visible_to(by).select_for_update(of=("self",))
    return rows.select_related("case", "meeting").get(pk=task.pk)
