"""Meetings on a case with their chairs, tasks, signatures and findings, for the tests."""

import datetime as dt

import factory
from django.utils import timezone

from prossimo.cases.choices.meetings import MeetingState
from prossimo.cases.models import (
    CaseFollowUp,
    CaseMeeting,
    CaseTask,
    Finding,
    MeetingPresence,
    MeetingSignature,
)
from prossimo.core.periods import today
from tests.arranging import ArrangedFactory
from tests.cases.factories import CaseFactory

SEALED = (MeetingState.WRITTEN, MeetingState.SIGNED)


class CaseMeetingFactory(ArrangedFactory):
    """A meeting that was an hour ago; sealed where its state says so."""

    class Meta:
        model = CaseMeeting

    case = factory.SubFactory(CaseFactory)
    starts_at = factory.LazyFunction(lambda: timezone.now() - dt.timedelta(hours=1))
    place = "Sala riunioni, via Paglia 22"
    agenda = "La scuola\nLa casa"
    by = factory.LazyAttribute(
        lambda row: row.case.owner.user if row.case.owner else row.case.opened_by
    )
    written_at = factory.LazyAttribute(lambda row: timezone.now() if row.state in SEALED else None)
    seal = factory.LazyAttribute(lambda row: "0" * 64 if row.state in SEALED else "")
    cancelled_why = factory.LazyAttribute(
        lambda row: "Manca la scuola" if row.state == MeetingState.CANCELLED else ""
    )
    state = MeetingState.PLANNED


class ChairFactory(ArrangedFactory):
    class Meta:
        model = MeetingPresence

    meeting = factory.SubFactory(CaseMeetingFactory)
    kind = "other"
    name = "Anna Riva"
    body = "scuola Rodari"


class SignatureFactory(ArrangedFactory):
    class Meta:
        model = MeetingSignature

    meeting = factory.SubFactory(CaseMeetingFactory, state="signed")
    name = "Anna Riva"
    role = "insegnante"
    how = "paper"
    seal = factory.SelfAttribute("meeting.seal")
    by = factory.SelfAttribute("meeting.by")


class CaseTaskFactory(ArrangedFactory):
    class Meta:
        model = CaseTask

    case = factory.SubFactory(CaseFactory)
    what = "Telefonare alla scuola"
    kind = "other"
    name = "la vicina"
    due_on = factory.LazyFunction(lambda: today() + dt.timedelta(days=7))
    by = factory.LazyAttribute(
        lambda row: row.case.owner.user if row.case.owner else row.case.opened_by
    )


class FollowUpFactory(ArrangedFactory):
    class Meta:
        model = CaseFollowUp

    case = factory.SubFactory(CaseFactory, state="closed")
    how = "call"
    goes = "well"
    by = factory.SelfAttribute("case.owner.user")


class FindingFactory(ArrangedFactory):
    class Meta:
        model = Finding

    meeting = factory.SubFactory(CaseMeetingFactory, kind="review", state="held")
    result = "partly"
    evidence = "Va a scuola tre giorni su cinque"
