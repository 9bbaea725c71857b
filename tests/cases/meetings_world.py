"""Meetings, tasks and what follows a closure, for the world in which every role knocks."""

import datetime as dt

from django.utils import timezone

from tests.cases.factories import CaseFactory
from tests.cases.meetings_factories import (
    CaseMeetingFactory,
    CaseTaskFactory,
    ChairFactory,
    FollowUpFactory,
    SignatureFactory,
)


def around(case, word):
    """A meeting that is ahead, one whose minutes are being written, one signed; tasks; a closed case."""
    words = {"agenda": word, "discussed": word, "decisions": word}
    meeting = CaseMeetingFactory(
        case=case, starts_at=timezone.now() + dt.timedelta(days=3), agenda=word
    )
    signed = CaseMeetingFactory(case=case, state="signed", **words)
    SignatureFactory(meeting=signed)
    closed = CaseFactory(
        ambito=case.ambito, person=case.person, owner=case.owner, state="closed", user_area="ADD",
        closing=word,
    )  # fmt: skip
    FollowUpFactory(case=closed, text=word)
    return {
        "meeting": meeting,
        "held_meeting": CaseMeetingFactory(case=case, state="held", kind="review", **words),
        "chair": ChairFactory(meeting=meeting),
        "case_task": CaseTaskFactory(case=case, meeting=meeting, what=word),
        "closed_case": closed,
    }
