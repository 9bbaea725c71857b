"""The life of a meeting on a case: called, moved, held, its minutes written, sealed and signed."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from prossimo.access.faults import in_words
from prossimo.access.policies.contacts import at_work
from prossimo.accounts import journal, outbox
from prossimo.accounts.choices import Action
from prossimo.accounts.models import Post
from prossimo.accounts.rules import Actor
from prossimo.cases.choices import PresenceKind
from prossimo.cases.choices.meetings import Attendance, MeetingKind, MeetingState
from prossimo.cases.minutes import as_signed, seal_of
from prossimo.cases.models import (
    Case,
    CaseMeeting,
    MeetingPresence,
    MeetingSignature,
    Plan,
)
from prossimo.cases.operations.hearing import hear
from prossimo.cases.operations.moving import locked_case
from prossimo.cases.policies import meetings as policies
from prossimo.cases.rules import attention_on
from prossimo.cases.workflow import MEETING
from prossimo.citizens.models import Person
from prossimo.core.concurrency import save_versioned
from prossimo.core.periods import today
from prossimo.core.policy import Verdict
from prossimo.core.workflow import IllegalMove

KIND = "cases.casemeeting"
INVITED = "cases.invited"  # the object is a chair: hour and place, and nothing else
GIVEN = {"case", "by", "post"}


@transaction.atomic
def call_meeting(
    case: Case,
    *,
    by: Actor,
    values: Mapping[str, Any],
    workers: Iterable[Post] = (),
    people: Iterable[Person] = (),
    others: str = "",
) -> CaseMeeting:
    """Fix a day, a place and what is to be talked about, and call who should be there.

    Raises `ValidationError` where the day or the place is missing.
    """
    held = locked_case(case, by, policies.may_write_meetings)
    me, post_id, _ambito = at_work(by)
    meeting = CaseMeeting(case=held, by_id=me, post_id=post_id, **values)
    meeting.clean_fields(exclude=GIVEN)
    with in_words(CaseMeeting):
        meeting.save(force_insert=True)
    for post in workers:
        _seat(meeting, by, post=post)
    for person in people:
        _seat(meeting, by, person=person)
    for name, body in named(others):
        _seat(meeting, by, name=name, body=body)
    journal.note(Action.CREATE, KIND, meeting.pk)
    return meeting


@transaction.atomic
def move_meeting(
    meeting: CaseMeeting, *, by: Actor, expected: int, values: Mapping[str, Any]
) -> CaseMeeting:
    """Another day, place or agenda while it has not been held: who is called is told again."""
    held = locked_meeting(meeting, by)
    if held.state != MeetingState.PLANNED:
        raise IllegalMove(_("L'incontro non è più da tenere: non si sposta."))
    moved = any(getattr(held, each) != values.get(each, getattr(held, each))
                for each in ("starts_at", "lasts", "place"))  # fmt: skip
    saved = save_versioned(held, values, expected=expected)
    journal.note(Action.CHANGE, KIND, saved.pk)
    if moved:
        for chair in chairs_of(saved):
            outbox.put(by, INVITED, chair.pk)
    return saved


@transaction.atomic
def seat(
    meeting: CaseMeeting, *, by: Actor, post: Post | None = None, person: Person | None = None,
    name: str = "", body: str = "", email: str = "",
) -> MeetingPresence:  # fmt: skip
    """One more is called: a worker of any body, somebody of the case, or anybody by name."""
    held = locked_meeting(meeting, by)
    _still_open(held)
    chair = _seat(held, by, post=post, person=person, name=name, body=body, email=email)
    if held.state == MeetingState.HELD:
        chair.attendance = Attendance.PRESENT
        chair.save(update_fields=["attendance"])
    journal.note(Action.CHANGE, KIND, held.pk)
    return chair


@transaction.atomic
def unseat(chair: MeetingPresence, *, by: Actor) -> None:
    """Somebody is not called any more: only before the meeting, afterwards they were absent."""
    held = locked_meeting(chair.meeting, by)
    if held.state != MeetingState.PLANNED:
        raise IllegalMove(_("L'incontro è già stato tenuto: si segna chi non c'era."))
    chair.delete()
    journal.note(Action.CHANGE, KIND, held.pk)


@transaction.atomic
def hold_meeting(
    meeting: CaseMeeting, *, by: Actor, expected: int, attendance: Mapping[UUID, str]
) -> CaseMeeting:
    """It took place: who was there, who was not. From now on the minutes are written."""
    held = locked_meeting(meeting, by)
    target = MEETING.step(held.state, "hold")
    if held.starts_at > timezone.now() + dt.timedelta(minutes=5):
        raise ValidationError(_("Non è ancora cominciato: chi c'era si segna dopo."))
    _mark(held, attendance)
    if not _present(held):
        raise ValidationError(_("Segna almeno una persona presente: altrimenti si annulla."))
    saved = save_versioned(held, {"state": target}, expected=expected)
    hear(saved.case, saved.starts_at)
    journal.note(Action.CHANGE, KIND, saved.pk)
    return saved


@transaction.atomic
def write_minutes(
    meeting: CaseMeeting, *, by: Actor, expected: int, values: Mapping[str, Any]
) -> CaseMeeting:
    """What was said and decided; the second of two who write is shown both texts.

    Raises `StaleVersion` with what could not be saved, so that nothing is lost.
    """
    held = locked_meeting(meeting, by)
    if held.state != MeetingState.HELD:
        raise IllegalMove(
            _("Il verbale si scrive dopo l'incontro, finché non è pronto da firmare.")
        )
    saved = save_versioned(held, values, expected=expected)
    journal.note(Action.CHANGE, KIND, saved.pk)
    return saved


@transaction.atomic
def mark_attendance(
    meeting: CaseMeeting, *, by: Actor, attendance: Mapping[UUID, str]
) -> CaseMeeting:
    """Correct who was there, while the minutes are open."""
    held = locked_meeting(meeting, by)
    if held.state != MeetingState.HELD:
        raise IllegalMove(_("Le presenze si correggono finché il verbale è aperto."))
    _mark(held, attendance)
    journal.note(Action.CHANGE, KIND, held.pk)
    return held


@transaction.atomic
def seal_minutes(meeting: CaseMeeting, *, by: Actor, expected: int) -> CaseMeeting:
    """The minutes are ready to sign: from now on they are what they are, and their print says it."""
    held = locked_meeting(meeting, by)
    target = MEETING.step(held.state, "write")
    if not (held.discussed.strip() or held.decisions.strip()):
        raise ValidationError(_("Scrivi che cosa si è detto o deciso, poi chiudi il verbale."))
    sealed = as_signed(by, held)
    changes = {
        "state": target, "sealed": sealed, "seal": seal_of(sealed), "written_at": timezone.now(),
    }  # fmt: skip
    saved = save_versioned(held, changes, expected=expected)
    if saved.kind == MeetingKind.REVIEW:
        _look_again(saved)
    journal.note(Action.CHANGE, KIND, saved.pk)
    return saved


@transaction.atomic
def reopen_minutes(meeting: CaseMeeting, *, by: Actor, expected: int) -> CaseMeeting:
    """Something is to be mended before anybody signs."""
    held = locked_meeting(meeting, by)
    target = MEETING.step(held.state, "rewrite")
    changes: dict[str, Any] = {"state": target, "sealed": {}, "seal": "", "written_at": None}
    saved = save_versioned(held, changes, expected=expected)
    journal.note(Action.CHANGE, KIND, saved.pk)
    return saved


@transaction.atomic
def sign_minutes(
    meeting: CaseMeeting,
    *,
    by: Actor,
    name: str,
    role: str = "",
    how: str,
    signed_on: dt.date | None = None,
) -> MeetingSignature:
    """Somebody signed what was sealed, or would not: who, in which capacity, how."""
    held = locked_meeting(meeting, by, policies.may_sign_meeting)
    target = MEETING.step(held.state, "sign")
    me, *_rest = at_work(by)
    day = signed_on or today()
    if day > today() or day < held.day:
        raise ValidationError({"signed_on": _("Serve un giorno fra l'incontro e oggi.")})
    if not name.strip():
        raise ValidationError({"name": _("Scrivi chi ha firmato.")})
    row = MeetingSignature(
        meeting=held, name=name.strip(), role=role.strip(), how=how, signed_on=day,
        seal=held.seal, by_id=me,
    )  # fmt: skip
    row.clean_fields(exclude={"meeting", "by"})
    with in_words(MeetingSignature):
        row.save(force_insert=True)
    if held.state != target:
        save_versioned(held, {"state": target}, expected=held.version)
    journal.note(Action.CHANGE, KIND, held.pk)
    return row


@transaction.atomic
def cancel_meeting(meeting: CaseMeeting, *, by: Actor, expected: int, why: str) -> CaseMeeting:
    """It will not take place: the reason stays, who was called is told."""
    held = locked_meeting(meeting, by)
    target = MEETING.step(held.state, "cancel")
    if not why.strip():
        raise ValidationError({"why": _("Scrivi perché: chi è invitato può chiederlo.")})
    changes = {"state": target, "cancelled_why": why.strip()}
    saved = save_versioned(held, changes, expected=expected)
    for chair in chairs_of(saved):
        outbox.put(by, INVITED, chair.pk)
    journal.note(Action.CHANGE, KIND, saved.pk)
    return saved


def named(others: str) -> list[tuple[str, str]]:
    """«Anna Riva (scuola), il parroco»: names, each with its body where it is said.

    >>> named("Anna Riva (scuola Rodari), il parroco")
    [('Anna Riva', 'scuola Rodari'), ('il parroco', '')]
    """
    found = []
    for each in others.replace("\n", ",").split(","):
        name, _sep, body = each.strip().partition("(")
        if name.strip():
            found.append((name.strip()[:160], body.rstrip(") ").strip()[:160]))
    return found


def chairs_of(meeting: CaseMeeting) -> list[MeetingPresence]:
    rows = MeetingPresence.objects.unscoped("the meeting in hand").filter(meeting=meeting)
    return list(rows.select_related("person", "post__user", "post__organisation"))


def _seat(
    meeting: CaseMeeting, by: Actor, *, post: Post | None = None, person: Person | None = None,
    name: str = "", body: str = "", email: str = "",
) -> MeetingPresence:  # fmt: skip
    kind = PresenceKind.WORKER if post else PresenceKind.PERSON if person else PresenceKind.OTHER
    if kind == PresenceKind.OTHER and not name.strip():
        raise ValidationError({"name": _("Scrivi chi si invita, o sceglilo dall'elenco.")})
    chair = MeetingPresence(
        meeting=meeting, kind=kind, post=post, person=person, body=body.strip(), email=email,
        name=name.strip() if kind == PresenceKind.OTHER else "",
    )  # fmt: skip
    chair.clean_fields(exclude={"meeting", "post", "person"})
    with in_words(MeetingPresence):
        chair.save(force_insert=True)
    if meeting.state == MeetingState.PLANNED:
        outbox.put(by, INVITED, chair.pk)
    return chair


def _mark(meeting: CaseMeeting, attendance: Mapping[UUID, str]) -> None:
    for chair in chairs_of(meeting):
        came = attendance.get(chair.pk, chair.attendance)
        if came != chair.attendance:
            chair.attendance = came
            chair.save(update_fields=["attendance"])


def _present(meeting: CaseMeeting) -> bool:
    return any(chair.attendance == Attendance.PRESENT for chair in chairs_of(meeting))


def _still_open(meeting: CaseMeeting) -> None:
    if not meeting.is_open:
        raise IllegalMove(_("Il verbale è chiuso: chi c'era non cambia più."))


def locked_meeting(
    meeting: CaseMeeting,
    by: Actor,
    policy: Callable[[Actor, CaseMeeting], Verdict] = policies.may_write_meeting,
) -> CaseMeeting:
    """The meeting, held until the end of the transaction, with the policy asked on what is held."""
    policy(by, meeting).enforce()
    rows = CaseMeeting.objects.visible_to(by).select_for_update(of=("self",))
    held = rows.select_related("case").get(pk=meeting.pk)
    policy(by, held).enforce()
    return held


def _look_again(meeting: CaseMeeting) -> None:
    """The case and its projects are looked at again by the agreed day; nobody's version moves.

    Where none was agreed, as long after this meeting as each project says, or without any the rule.
    """
    case, days = meeting.case, list[dt.date]()
    plans = Plan.objects.unscoped("one's own, whose minutes are being sealed").filter(case=case)
    for plan in plans.in_force():
        day = meeting.next_on or meeting.day + dt.timedelta(days=plan.review_every)
        plans.filter(pk=plan.pk).update(review_on=day)
        days.append(day)
    rule = attention_on(today()).review_within(case.intensity)
    day = meeting.next_on or min(days, default=meeting.day + dt.timedelta(days=rule))
    Case.objects.unscoped("the same").filter(pk=case.pk).update(review_on=day)
