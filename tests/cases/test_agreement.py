"""Of cases and what hangs on them, verdict, set and second wall say the same, role by role."""

import datetime as dt
import inspect

import pytest
from django.utils import timezone

from prossimo.accounts.choices import RoleKey
from prossimo.accounts.identity import enter
from prossimo.cases.models import (
    AnalysisAnswer,
    BudgetLine,
    Case,
    CaseActivity,
    CaseAnalysis,
    CaseArchive,
    CaseDocument,
    CaseFollowUp,
    CaseMeeting,
    CaseNote,
    CaseTask,
    CaseTie,
    CaseTransfer,
    Commitment,
    CopyChoice,
    CourtOrder,
    DiaryEntry,
    EntryMention,
    Finding,
    GlassOpening,
    Goal,
    GoalConsent,
    GoalNeed,
    LegalHold,
    MeetingPresence,
    MeetingSignature,
    NoteAccess,
    Plan,
    PlanAction,
    PlanSignature,
    PlanStep,
    Prescription,
    Removal,
    RemovalStep,
    SafePlace,
    ScaleAnswer,
    ScaleSheet,
)
from prossimo.cases.policies.analysis import (
    may_read_analysis,
    may_read_answer,
    may_read_scale,
    may_read_scale_answer,
)
from prossimo.cases.policies.cases import may_read_case
from prossimo.cases.policies.copies import may_read_choice
from prossimo.cases.policies.diary import may_read_case_note, may_read_entry
from prossimo.cases.policies.glass import may_read_opening
from prossimo.cases.policies.joint import may_read_case_activity
from prossimo.cases.policies.meetings import may_read_meeting, may_read_task
from prossimo.cases.policies.note_access import may_read_access
from prossimo.cases.policies.papers import may_read_document
from prossimo.cases.policies.plan import may_read_goal, may_read_project
from prossimo.cases.policies.protection import (
    may_read_order,
    may_read_place,
    may_read_prescription,
    may_read_removal_step,
)
from prossimo.cases.policies.retention import may_see_archive, may_see_hold
from prossimo.cases.policies.ties import may_read_tie
from prossimo.cases.policies.transfer import may_read_transfer
from prossimo.citizens.models import Person, Phone
from prossimo.citizens.policies import may_know_person, may_reach_person, may_read_person
from prossimo.core.periods import today
from tests.arranging import arranging
from tests.cases.analysis_factories import (
    AnalysisAnswerFactory,
    CaseAnalysisFactory,
    ScaleAnswerFactory,
    ScaleSheetFactory,
)
from tests.cases.factories import CaseFactory, CaseNoteFactory, DiaryEntryFactory, given
from tests.cases.handing_factories import (
    CaseTransferFactory,
    GlassOpeningFactory,
    NoteAccessFactory,
)
from tests.cases.joint_factories import CaseActivityFactory
from tests.cases.meetings_factories import (
    CaseMeetingFactory,
    CaseTaskFactory,
    ChairFactory,
    FindingFactory,
    FollowUpFactory,
    SignatureFactory,
)
from tests.cases.papers_factories import (
    CaseDocumentFactory,
    CopyChoiceFactory,
    EntryMentionFactory,
)
from tests.cases.plan_factories import project_of
from tests.cases.protection_factories import (
    CaseArchiveFactory,
    CourtOrderFactory,
    LegalHoldFactory,
    PrescriptionFactory,
    RemovalFactory,
    SafePlaceFactory,
)
from tests.cases.ties_factories import CaseTieFactory
from tests.citizens.test_policies import ROLES, Town, pks
from tests.standing import standing

pytestmark = pytest.mark.django_db
GIVEN = (
    {},
    {"parts": ["plan"]},
    {"parts": ["network", "health"]},
    {"last": today() - dt.timedelta(days=1)},
    {"first": today() + dt.timedelta(days=1)},
)


class House(Town):
    """Cases here, elsewhere in the ambito and in another one; open, reserved; given in every way."""

    def __init__(self):
        super().__init__()
        self.posts = {(role, limited): self.post(role, limited) for role, limited in ROLES}
        self.cases = []
        people = [*self.people[::6][:3], self.people[-1]]
        for place, person in enumerate(people):
            for turn, restricted in enumerate((False, True)):
                area = ("FAM", "DIS")[turn]
                self.cases.append(self.opened(person, restricted, area))
            for turn, how in enumerate(GIVEN):
                area = ("ELD", "ADD", "MUL", "IMM", "POV")[turn]
                case = self.opened(person, place % 2 == 0, area)
                self.cases.append(case)
                if person.ambito_id == self.ambito.pk:
                    for post in self.posts.values():
                        given(case, post, **how)
            if person.ambito_id != self.ambito.pk:
                GlassOpeningFactory(case=self.cases[-6])
            else:
                for post in self.posts.values():  # in an emergency: now, and until a moment ago
                    GlassOpeningFactory(case=self.cases[-6], post=post)
                    GlassOpeningFactory(case=self.cases[-7], post=post, until=timezone.now())

    def opened(self, person, restricted, area):
        case = CaseFactory(
            ambito=person.ambito, person=person, restricted=restricted, user_area=area
        )
        CopyChoiceFactory(entry=DiaryEntryFactory(case=case))
        note = CaseNoteFactory(entry=DiaryEntryFactory(case=case))
        if case.ambito_id == self.ambito.pk:
            for post in self.posts.values():  # by law: now, and until a moment ago
                NoteAccessFactory(note=note, post=post)
            NoteAccessFactory(note=CaseNoteFactory(entry__case=case), until=timezone.now())
        NoteAccessFactory(note=CaseNoteFactory(entry__case=case))
        EntryMentionFactory(entry=DiaryEntryFactory(case=case))
        analysis = CaseAnalysisFactory(case=case)
        AnalysisAnswerFactory(analysis=analysis)
        AnalysisAnswerFactory(analysis=analysis, item="health_level", part="health")
        ScaleAnswerFactory(sheet=ScaleSheetFactory(case=case))
        CaseTieFactory(case=case)
        CaseTransferFactory(case=case)
        CaseActivityFactory(case=case, activity__service__ambito=case.ambito)
        self.met(case)
        for part in ("papers", "plan"):
            document = CaseDocumentFactory(case=case, part=part)
            CopyChoiceFactory(document=document)
        PrescriptionFactory(order=CourtOrderFactory(case=case))
        SafePlaceFactory(removal=RemovalFactory(case=case))
        LegalHoldFactory(archive=CaseArchiveFactory(case=case, closed_on=today()))
        return case

    def met(self, case):
        """Two meetings, to one of which everybody is called; tasks in their hands and in others'."""
        with_all, other = CaseMeetingFactory(case=case), CaseMeetingFactory(case=case)
        if case.ambito_id == self.ambito.pk:
            for post in self.posts.values():
                ChairFactory(meeting=with_all, kind="worker", post=post, name="")
                CaseTaskFactory(case=case, kind="worker", post=post, name="", meeting=other)
        ChairFactory(meeting=other)
        CaseTaskFactory(case=case, meeting=with_all)
        signed = CaseMeetingFactory(case=case, state="signed")
        SignatureFactory(meeting=signed)
        FollowUpFactory(case=case)
        plan = project_of(case)
        with arranging():
            FindingFactory(meeting=other, goal=plan.goals.unscoped("test").get())


@pytest.fixture(scope="module")
def standing_house(django_db_setup, django_db_blocker):
    with standing(django_db_blocker, House) as house:
        yield house


@pytest.fixture
def house(standing_house, db):
    return standing_house


def everything(model, *related):
    with arranging():
        return list(model.objects.unscoped("everything").select_related(*related))


VERDICTS = {
    CaseAnalysis: (("case",), may_read_analysis),
    AnalysisAnswer: (("analysis__case",), may_read_answer),
    ScaleSheet: (("case",), may_read_scale),
    ScaleAnswer: (("sheet__case",), may_read_scale_answer),
    Case: ((), may_read_case),
    DiaryEntry: (("case",), may_read_entry),
    CaseNote: (("entry__case",), may_read_case_note),
    CaseActivity: (("case",), may_read_case_activity),
    Plan: (("case",), may_read_project),
    Goal: (("plan__case",), may_read_goal),
    **dict.fromkeys(
        [PlanStep, PlanAction, Commitment, BudgetLine, PlanSignature],
        (("plan__case",), lambda actor, row: may_read_project(actor, row.plan)),
    ),
    **dict.fromkeys(
        [GoalNeed, GoalConsent],
        (("goal__plan__case",), lambda actor, row: may_read_goal(actor, row.goal)),
    ),
    CaseTie: (("case",), may_read_tie),
    CaseTransfer: (("case",), may_read_transfer),
    GlassOpening: ((), may_read_opening),
    NoteAccess: ((), may_read_access),
    CaseDocument: (("case",), may_read_document),
    CopyChoice: (("case", "entry__case", "document__case"), may_read_choice),
    EntryMention: (("entry__case",), lambda actor, row: may_read_entry(actor, row.entry)),
    CaseArchive: ((), may_see_archive),
    LegalHold: (("archive",), may_see_hold),
    CourtOrder: (("case",), may_read_order),
    Prescription: (("order__case",), may_read_prescription),
    Removal: (("case",), may_read_order),
    RemovalStep: (("removal__case",), may_read_removal_step),
    SafePlace: (("removal__case",), may_read_place),
    CaseMeeting: (("case",), may_read_meeting),
    CaseTask: (("case", "meeting__case"), may_read_task),
    CaseFollowUp: (("case",), lambda actor, row: may_read_case(actor, row.case)),
    **dict.fromkeys(
        [MeetingPresence, MeetingSignature, Finding],
        (("meeting__case",), lambda actor, row: may_read_meeting(actor, row.meeting)),
    ),
}


@pytest.mark.parametrize(("role", "limited"), ROLES)
def test_verdict_set_and_wall_agree(house, role, limited):
    post = house.posts[role, limited]
    actor = enter(post.user_id, post.pk)

    for model, (related, verdict) in VERDICTS.items():
        rows = everything(model, *related)
        allowed = pks(row for row in rows if verdict(actor, row))
        seen = pks(model.objects.visible_to(actor))
        behind = pks(model.objects.unscoped("the second wall alone"))

        assert seen == allowed, model
        assert seen == behind, model
        assert len(seen) < len(rows), model


OF_ONE_CASE = {
    model: ways[0]
    for model, (ways, _verdict) in VERDICTS.items()
    if "of" in inspect.signature(model.objects.visible_to).parameters
}


@pytest.mark.parametrize(("role", "limited"), ROLES)
def test_of_one_case_one_sees_what_one_sees_of_it_among_all(house, role, limited):
    post = house.posts[role, limited]
    actor = enter(post.user_id, post.pk)
    cases = everything(Case)
    assert len(OF_ONE_CASE) > 20

    for model, way in OF_ONE_CASE.items():
        of = dict(model.objects.visible_to(actor).values_list("pk", way))
        for case in cases:
            one = pks(model.objects.visible_to(actor, case))
            assert one == {pk for pk, its in of.items() if its == case.pk}, (model, case)


@pytest.mark.parametrize(
    ("model", "role"),
    [
        (Case, RoleKey.CASEWORKER),
        (Case, RoleKey.AREA_MANAGER),
        (CaseNote, RoleKey.AREA_MANAGER),
        (DiaryEntry, RoleKey.CASEWORKER),
        (Plan, RoleKey.CASEWORKER),
        (GoalConsent, RoleKey.CASEWORKER),
        (CaseTie, RoleKey.CASEWORKER),
        (CaseDocument, RoleKey.CASEWORKER),
        (CourtOrder, RoleKey.CASEWORKER),
        (CaseMeeting, RoleKey.CASEWORKER),
        (CaseTask, RoleKey.CASEWORKER),
    ],
)
def test_and_it_is_not_by_showing_nothing(house, model, role):
    post = house.posts[role, False]

    assert model.objects.visible_to(enter(post.user_id, post.pk)).exists()


@pytest.mark.parametrize(("role", "limited"), ROLES)
def test_of_who_stands_in_a_case_they_say_the_same_too(house, role, limited):
    post = house.posts[role, limited]
    actor = enter(post.user_id, post.pk)
    people, phones = everything(Person), everything(Phone, "person")

    known = pks(Person.objects.known_to(actor))
    read = pks(Person.objects.visible_to(actor))

    assert known == pks(row for row in people if may_know_person(actor, row))
    assert known == pks(Person.objects.unscoped("the second wall alone"))
    assert read == pks(row for row in people if may_read_person(actor, row, "access"))
    assert read <= known
    assert pks(Phone.objects.visible_to(actor)) == pks(Phone.objects.unscoped("the wall"))
    assert pks(Phone.objects.visible_to(actor)) == pks(
        phone for phone in phones if may_reach_person(actor, phone)
    )
    assert len(known) < len(people)
