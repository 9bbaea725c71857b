"""Who may read and write the meetings on a case, its tasks, and what follows its closure."""

from django.utils.translation import gettext as _

from prossimo.accounts.rules import Actor
from prossimo.cases.choices.meetings import TaskState
from prossimo.cases.models import Case, CaseMeeting, CaseTask, MeetingPresence
from prossimo.cases.policies.cases import (
    may_read_case,
    may_read_plan,
    may_staff_case,
    may_write_case,
)
from prossimo.core.policy import GRANTED, Verdict, refused


def may_read_meetings(actor: Actor, case: Case) -> Verdict:
    """The sheet of meetings: who was given the project, and who is called to one of them."""
    if plan := may_read_plan(actor, case):
        return plan
    if not (readable := may_read_case(actor, case)):
        return readable
    return GRANTED if CaseMeeting.objects.visible_to(actor).filter(case=case).exists() else plan


def may_write_meetings(actor: Actor, case: Case) -> Verdict:
    """Call a meeting, write its minutes, give tasks: who was given the project of a live case."""
    if not (writable := _may_write(actor, case)):
        return writable
    if not case.is_live:
        return refused(_("La presa in carico è chiusa: per scriverci, si riapre."))
    return GRANTED


def may_read_meeting(actor: Actor, meeting: CaseMeeting) -> Verdict:
    """Twin of `CaseMeetingQuerySet.visible_to`."""
    if plan := may_read_plan(actor, meeting.case):
        return plan
    if not (readable := may_read_case(actor, meeting.case)):
        return readable
    return GRANTED if _called(actor, meeting) else plan


def may_write_meeting(actor: Actor, meeting: CaseMeeting) -> Verdict:
    """Its minutes, its people: while they are not ready to sign, the moves table says."""
    return may_write_meetings(actor, meeting.case)


def may_sign_meeting(actor: Actor, meeting: CaseMeeting) -> Verdict:
    """Signatures arrive after the meeting, even when the case has ended."""
    return _may_write(actor, meeting.case)


def may_read_task(actor: Actor, task: CaseTask) -> Verdict:
    """Twin of `CaseTaskQuerySet.visible_to`."""
    if plan := may_read_plan(actor, task.case):
        return plan
    if not (readable := may_read_case(actor, task.case)):
        return readable
    if task.post_id is not None and task.post_id == actor.post_id:
        return GRANTED
    return GRANTED if task.meeting and _called(actor, task.meeting) else plan


def may_end_task(actor: Actor, task: CaseTask) -> Verdict:
    """Say that it is done: who has it, and who was given the project."""
    if not (readable := may_read_task(actor, task)):
        return readable
    if task.state != TaskState.OPEN:
        return refused(_("È già concluso."))
    if task.post_id is not None and task.post_id == actor.post_id:
        return GRANTED
    return _may_write(actor, task.case)


def may_give_task(actor: Actor, task: CaseTask) -> Verdict:
    """Move its day, give it to somebody else."""
    if task.state != TaskState.OPEN:
        return refused(_("È già concluso."))
    return may_write_meetings(actor, task.case)


def may_follow_up(actor: Actor, case: Case) -> Verdict:
    """Hear somebody again once their case is closed: who had it, and who coordinates."""
    if not (staffing := may_staff_case(actor, case)):
        return staffing
    if case.is_live:
        return refused(_("La presa in carico è aperta: si scrive nel diario."))
    return GRANTED


def _may_write(actor: Actor, case: Case) -> Verdict:
    """Who was given the project, and writes in the case."""
    if not (readable := may_read_plan(actor, case)):
        return readable
    return may_write_case(actor, case)


def _called(actor: Actor, meeting: CaseMeeting) -> bool:
    """Whether this post is among those called; the row remembers the answer."""
    known: dict[object, bool] = meeting.__dict__.setdefault("_called", {})
    if actor.post_id not in known:
        chairs = MeetingPresence.objects.unscoped("one's own chair")
        known[actor.post_id] = actor.post_id is not None and (
            chairs.filter(meeting=meeting, post=actor.post_id).exists()
        )
    return known[actor.post_id]
