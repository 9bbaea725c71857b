"""A meeting on a case from its call to the signatures: every state by every move, who may, two at once."""

import datetime as dt

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from prossimo.accounts.models import OutboxMessage
from prossimo.cases.choices.meetings import MeetingState as S
from prossimo.cases.minutes import stands
from prossimo.cases.models import (
    Case,
    CaseMeeting,
    CaseTask,
    MeetingPresence,
    MeetingSignature,
)
from prossimo.cases.notices import invite
from prossimo.cases.operations import meetings, tasks
from prossimo.cases.workflow import MEETING
from prossimo.core.concurrency import StaleVersion
from prossimo.core.periods import today
from prossimo.core.workflow import IllegalMove
from tests.arranging import arranging
from tests.cases.factories import given
from tests.cases.meetings_factories import (
    CaseMeetingFactory,
    CaseTaskFactory,
    ChairFactory,
    SignatureFactory,
)

pytestmark = pytest.mark.django_db
LAWFUL = {
    (S.PLANNED, "hold"): S.HELD,
    (S.PLANNED, "cancel"): S.CANCELLED,
    (S.HELD, "write"): S.WRITTEN,
    (S.WRITTEN, "rewrite"): S.HELD,
    (S.WRITTEN, "sign"): S.SIGNED,
    (S.SIGNED, "sign"): S.SIGNED,
}
ACT = {
    "hold": lambda row, by: meetings.hold_meeting(row, by=by, expected=1, attendance=came(row)),
    "cancel": lambda row, by: meetings.cancel_meeting(row, by=by, expected=1, why="Sciopero"),
    "write": lambda row, by: meetings.seal_minutes(row, by=by, expected=1),
    "rewrite": lambda row, by: meetings.reopen_minutes(row, by=by, expected=1),
    "sign": lambda row, by: meetings.sign_minutes(row, by=by, name="Bea Viti", how="paper"),
}


def came(meeting):
    with arranging():
        rows = MeetingPresence.objects.unscoped("test").filter(meeting=meeting)
        return {row.pk: "present" for row in rows}


def as_it_is(row):
    with arranging():
        return type(row).objects.unscoped("test").get(pk=row.pk)


def told(**more):
    return {"kind": "team", "starts_at": timezone.now() - dt.timedelta(hours=2), "lasts": 60,
            "place": "In Comune", "agenda": "La scuola"} | more  # fmt: skip


@pytest.mark.parametrize("state", S)
@pytest.mark.parametrize("move", ACT)
def test_each_state_takes_only_its_own_moves(case, owner, acting, state, move):
    meeting = CaseMeetingFactory(case=case, state=state, discussed="Si è parlato della scuola")
    ChairFactory(meeting=meeting, attendance="present")
    by = acting(owner)

    if (state, move) in LAWFUL:
        ACT[move](meeting, by)
        assert as_it_is(meeting).state == LAWFUL[state, move]
    else:
        with pytest.raises(IllegalMove):
            ACT[move](meeting, by)
        assert as_it_is(meeting).state == state


def test_the_table_holds_every_move_that_was_tried():
    assert set(MEETING.moves) == set(ACT)


@pytest.mark.parametrize("who", ["manager", "colleague", "given_diary"])
@pytest.mark.parametrize("move", ACT)
def test_no_move_is_for_who_was_not_given_the_project(case, manager, colleague, acting, who, move):
    state = next(source for source, name in LAWFUL if name == move)
    meeting = CaseMeetingFactory(case=case, state=state, discussed="Parole")
    chair = ChairFactory(meeting=meeting, attendance="present")
    if who == "given_diary":
        given(case, colleague, parts=["diary"])
    by = acting(manager if who == "manager" else colleague)

    with pytest.raises(PermissionDenied):
        ACT[move](meeting, by)
    with pytest.raises(PermissionDenied):
        meetings.unseat(chair, by=by)


def test_a_meeting_is_called_and_the_invitation_tells_only_the_hour_and_the_place(
    case, owner, colleague, acting
):
    by = acting(owner)
    colleague.user.email = "collega@example.org"
    with arranging():
        colleague.user.save(update_fields=["email"])

    meeting = meetings.call_meeting(
        case, by=by, values=told(starts_at=timezone.now() + dt.timedelta(days=2)),
        workers=[colleague], people=[case.person], others="Anna Riva (scuola Rodari), il parroco",
    )  # fmt: skip

    chairs = list(MeetingPresence.objects.visible_to(by).filter(meeting=meeting))
    assert {(each.who, each.whence) for each in chairs} == {
        (colleague.user.get_full_name(), str(colleague.organisation or "")),
        (case.person.full_name, ""), ("Anna Riva", "scuola Rodari"), ("il parroco", ""),
    }  # fmt: skip
    assert OutboxMessage.objects.filter(topic="cases.invited").count() == len(chairs)
    for chair in chairs:
        invite(str(chair.pk))
    (letter,) = mail.outbox
    said = f"{letter.subject} {letter.body} {letter.attachments[0][1]}"
    assert "In Comune" in said
    for secret in (case.person.surname, case.number, "scuola", "Rodari", owner.user.last_name):
        assert secret not in said


def test_who_is_called_sees_that_meeting_and_no_other_nor_the_project(
    case, owner, colleague, acting
):
    meeting, other = CaseMeetingFactory(case=case), CaseMeetingFactory(case=case)
    ChairFactory(meeting=meeting, kind="worker", post=colleague, name="", body="")
    CaseTaskFactory(case=case, meeting=other)
    mine = CaseTaskFactory(case=case, meeting=other, kind="worker", post=colleague, name="")
    by = acting(colleague)
    assert not CaseMeeting.objects.visible_to(by).exists()  # the case was not given to them
    given(case, colleague, parts=[])

    assert [row.pk for row in CaseMeeting.objects.visible_to(by)] == [meeting.pk]
    assert [row.pk for row in CaseTask.objects.visible_to(by)] == [mine.pk]
    with pytest.raises(PermissionDenied):
        meetings.write_minutes(meeting, by=by, expected=1, values={"discussed": "Mio"})
    tasks.end_task(mine, by=by, expected=1, state="done")
    assert as_it_is(mine).state == "done"


def test_two_who_write_the_minutes_at_once_lose_nothing(case, owner, colleague, acting):
    meeting = CaseMeetingFactory(case=case, state="held")
    given(case, colleague)
    meetings.write_minutes(meeting, by=acting(owner), expected=1, values={"discussed": "Primo"})

    with pytest.raises(StaleVersion) as stale:
        meetings.write_minutes(
            meeting, by=acting(colleague), expected=1, values={"discussed": "Secondo"}
        )

    assert (stale.value.mine["discussed"], stale.value.record.discussed) == ("Secondo", "Primo")


def test_what_is_sealed_does_not_change_and_its_seal_says_so(case, owner, acting):
    meeting = CaseMeetingFactory(
        case=case, state="held", discussed="Così", decisions="Si va avanti"
    )
    chair = ChairFactory(meeting=meeting, attendance="present")
    by = acting(owner)
    tasks.give_task(case, by=by, what="Chiamare", due_on=today(), name="la zia", meeting=meeting)

    sealed = meetings.seal_minutes(meeting, by=by, expected=1)

    assert stands(sealed)
    assert sealed.sealed["tasks"][0][:2] == ["Chiamare", "la zia"]
    with pytest.raises(IllegalMove):
        meetings.write_minutes(
            sealed, by=by, expected=sealed.version, values={"discussed": "Altro"}
        )
    with pytest.raises(IllegalMove):
        meetings.seat(sealed, by=by, name="Un altro")
    with pytest.raises(IllegalMove):
        tasks.give_task(case, by=by, what="Ancora", due_on=today(), name="lei", meeting=sealed)
    with pytest.raises(DatabaseError), transaction.atomic():
        CaseMeeting.objects.unscoped("past the rules").filter(pk=meeting.pk).update(discussed="No")
    with connection.cursor() as cursor:  # behind the wall the chair of sealed minutes stands still
        cursor.execute(
            "UPDATE cases_meetingpresence SET attendance = 'absent' WHERE id = %s", [chair.pk]
        )
        assert cursor.rowcount == 0


def test_once_signed_the_minutes_never_open_again(case, owner, acting):
    meeting = CaseMeetingFactory(case=case, state="held", discussed="Così")
    by = acting(owner)
    sealed = meetings.seal_minutes(meeting, by=by, expected=1)
    row = meetings.sign_minutes(sealed, by=by, name="Anna Riva", role="insegnante", how="paper")

    assert row.seal == sealed.seal
    with pytest.raises(ValidationError, match="c'è già"):
        meetings.sign_minutes(sealed, by=by, name="Anna Riva", how="digital")
    with pytest.raises(DatabaseError), transaction.atomic():
        CaseMeeting.objects.unscoped("past the rules").filter(pk=meeting.pk).update(
            state="held", seal="", sealed={}, written_at=None
        )
    with connection.cursor() as cursor, pytest.raises(DatabaseError), transaction.atomic():
        cursor.execute("DELETE FROM cases_meetingsignature")


def test_a_signature_has_a_day_between_the_meeting_and_today(case, owner, acting):
    meeting, by = CaseMeetingFactory(case=case, state="written"), acting(owner)

    for day in (meeting.day - dt.timedelta(days=1), today() + dt.timedelta(days=1)):
        with pytest.raises(ValidationError, match="fra l'incontro e oggi"):
            meetings.sign_minutes(meeting, by=by, name="Lei", how="paper", signed_on=day)
    assert not MeetingSignature.objects.visible_to(by).exists()


def test_a_meeting_that_is_ahead_is_not_held_and_one_without_anybody_is_not_either(
    case, owner, acting
):
    ahead = CaseMeetingFactory(case=case, starts_at=timezone.now() + dt.timedelta(days=1))
    empty, by = CaseMeetingFactory(case=case), acting(owner)

    with pytest.raises(ValidationError, match="Non è ancora cominciato"):
        meetings.hold_meeting(ahead, by=by, expected=1, attendance={})
    with pytest.raises(ValidationError, match="almeno una persona"):
        meetings.hold_meeting(empty, by=by, expected=1, attendance={})


def test_minutes_without_a_word_are_not_sealed(case, owner, acting):
    with pytest.raises(ValidationError, match="che cosa si è detto"):
        meetings.seal_minutes(
            CaseMeetingFactory(case=case, state="held"), by=acting(owner), expected=1
        )


def test_what_was_held_is_news_of_the_case(case, owner, acting):
    with arranging():
        Case.objects.unscoped("test").filter(pk=case.pk).update(last_heard_on=dt.date(2026, 2, 1))
    meeting = CaseMeetingFactory(case=case)
    ChairFactory(meeting=meeting)

    meetings.hold_meeting(meeting, by=acting(owner), expected=1, attendance=came(meeting))

    assert as_it_is(case).last_heard_on == meeting.day


def test_moving_a_meeting_tells_again_who_is_called(case, owner, acting):
    meeting, by = CaseMeetingFactory(case=case), acting(owner)
    ChairFactory(meeting=meeting)

    meetings.move_meeting(meeting, by=by, expected=1, values={"agenda": "Altro"})
    assert not OutboxMessage.objects.filter(topic="cases.invited").exists()
    meetings.move_meeting(meeting, by=by, expected=2, values={"place": "A scuola"})

    assert OutboxMessage.objects.filter(topic="cases.invited").count() == 1
    with pytest.raises(StaleVersion):
        meetings.move_meeting(meeting, by=by, expected=1, values={"place": "Altrove"})


def test_on_a_closed_case_nothing_is_called_but_late_signatures_arrive(owner, acting):
    meeting = CaseMeetingFactory(case__state="closed", case__owner=owner,
                                 case__ambito=owner.ambito, state="written")  # fmt: skip
    by = acting(owner)

    with pytest.raises(PermissionDenied, match="chiusa"):
        meetings.call_meeting(meeting.case, by=by, values=told())
    assert meetings.sign_minutes(meeting, by=by, name="Lei", how="remote").pk


def test_nobody_takes_a_signature_for_another_text(case, owner, acting):
    """The wall lets a signature in only under minutes that are sealed."""
    meeting = CaseMeetingFactory(case=case, state="held")
    by = acting(owner)
    row = MeetingSignature(meeting=meeting, name="X", how="paper", seal="1" * 64, by_id=by.user_id)

    with pytest.raises(DatabaseError), transaction.atomic():
        row.save(force_insert=True)
    SignatureFactory(meeting=CaseMeetingFactory(case=case, state="signed"))
    assert MeetingSignature.objects.visible_to(by).count() == 1
