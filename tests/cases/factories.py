"""Cases with their people, workers, needs and diary, for the tests."""

import datetime as dt

import factory
from django.utils import timezone

from prossimo.accounts.choices import RoleKey
from prossimo.cases.choices import LIVE_STATES, CaseState, EntryKind, MemberRole, WorkerRole
from prossimo.cases.models import (
    Case,
    CaseMember,
    CaseNeed,
    CaseNote,
    CaseWorker,
    DiaryEntry,
    EntryPresence,
)
from prossimo.core.periods import between, since, today
from tests.accounts.factories import PostFactory, UserFactory
from tests.arranging import ArrangedFactory, arranging
from tests.catalogue.factories import NeedFactory
from tests.citizens.factories import PersonFactory
from tests.territory.factories import AmbitoFactory

LONG_AGO = dt.date(2020, 1, 1)


class CaseFactory(ArrangedFactory):
    """A case about somebody; with an owner unless it is only proposed."""

    class Meta:
        model = Case

    ambito = factory.SubFactory(AmbitoFactory)
    person = factory.SubFactory(PersonFactory, ambito=factory.SelfAttribute("..ambito"))
    municipality = factory.SelfAttribute("person.municipality")
    neighbourhood = factory.SelfAttribute("person.neighbourhood")
    number = factory.Sequence(lambda n: f"2026/{n + 10_000:05d}")
    user_area = "FAM"
    why = "La famiglia chiede aiuto"
    state = CaseState.IN_CHARGE
    opened_by = factory.SubFactory(UserFactory)
    owner = factory.Maybe(
        factory.LazyAttribute(lambda case: case.state != CaseState.PROPOSED),
        factory.SubFactory(
            PostFactory, ambito=factory.SelfAttribute("..ambito"), role=RoleKey.CASEWORKER
        ),
        None,
    )
    reported_on = dt.date(2026, 1, 10)
    taken_on = factory.LazyAttribute(
        lambda case: (
            dt.date(2026, 2, 1)
            if case.state in {CaseState.IN_CHARGE, CaseState.SUSPENDED, CaseState.CLOSED}
            else None
        )
    )
    suspended_on = factory.LazyAttribute(
        lambda case: today() if case.state == CaseState.SUSPENDED else None
    )
    closed_on = factory.LazyAttribute(lambda case: None if case.state in LIVE_STATES else today())
    outcome = factory.LazyAttribute(lambda case: "" if case.state in LIVE_STATES else "reached")

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        case = super()._create(model_class, *args, **kwargs)
        CaseMember(
            case=case, person=case.person, role=MemberRole.SUBJECT, period=since(case.reported_on)
        ).save(force_insert=True)
        if case.owner is not None:
            given(case, case.owner, role=WorkerRole.OWNER)
        return case


def given(case, post, *, role=WorkerRole.COLLEAGUE, first=LONG_AGO, last=None, **more):
    """The case is given to a post, from a day to a day."""
    with arranging():
        row = CaseWorker(
            case=case, post=post, role=role, by=case.opened_by, period=between(first, last), **more
        )
        row.save(force_insert=True)
    return row


class CaseMemberFactory(ArrangedFactory):
    class Meta:
        model = CaseMember

    case = factory.SubFactory(CaseFactory)
    person = factory.SubFactory(PersonFactory, ambito=factory.SelfAttribute("..case.ambito"))
    role = MemberRole.PARENT
    period = since(LONG_AGO)


class CaseNeedFactory(ArrangedFactory):
    class Meta:
        model = CaseNeed

    case = factory.SubFactory(CaseFactory)
    need = factory.SubFactory(NeedFactory)
    weight = 2


class DiaryEntryFactory(ArrangedFactory):
    class Meta:
        model = DiaryEntry

    case = factory.SubFactory(CaseFactory)
    kind = EntryKind.INTERVIEW
    happened_at = factory.LazyFunction(lambda: timezone.now() - dt.timedelta(hours=1))
    text = "Colloquio con la madre"
    author = factory.LazyAttribute(
        lambda entry: entry.case.owner.user if entry.case.owner else entry.case.opened_by
    )


class CaseNoteFactory(ArrangedFactory):
    class Meta:
        model = CaseNote

    entry = factory.SubFactory(DiaryEntryFactory)
    author = factory.SelfAttribute("entry.author")
    text = "Solo per me"


class EntryPresenceFactory(ArrangedFactory):
    class Meta:
        model = EntryPresence

    entry = factory.SubFactory(DiaryEntryFactory)
    kind = "other"
    name = "La maestra"
