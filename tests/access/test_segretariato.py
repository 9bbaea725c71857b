"""A request from the door to its outcome: every move from every state, and what goes with it."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from prossimo.access import deadlines
from prossimo.access.choices import (
    Given,
    Intensity,
    OrientationState,
    UnmetState,
    Urgency,
)
from prossimo.access.models import (
    AssessedNeed,
    CaseProposal,
    DirectService,
    Orientation,
    UnmetNeed,
)
from prossimo.access.operations import (
    assessment,
    record_contact,
    requests,
    unmet,
)
from prossimo.access.queries.requests import counted_inbox, forwarded, inbox
from prossimo.access.workflow import ORIENTATION
from prossimo.accounts import identity
from prossimo.accounts.choices import RoleKey
from prossimo.accounts.models import OutboxMessage
from prossimo.core.concurrency import StaleVersion
from prossimo.core.periods import today
from prossimo.core.workflow import IllegalMove
from tests.access.reading import now, steps
from tests.access.segretariato_factories import (
    CaseProposalFactory,
    DirectOfferFactory,
    DirectServiceFactory,
    OrientationFactory,
)
from tests.accounts.factories import PostFactory
from tests.arranging import arranging
from tests.catalogue.factories import NeedFactory
from tests.citizens.factories import PersonFactory

pytestmark = pytest.mark.django_db


# --- the door -------------------------------------------------------------------------------------


def test_a_contact_sent_on_becomes_a_request_with_its_term(door):
    contact = record_contact(
        by=door.actor, **door.told(given=[Given.FORWARDED]), urgency=Urgency.SOON
    )

    known = forwarded(contact.pk)
    with arranging():
        request = Orientation.objects.unscoped("test").get(contact=contact.pk)

    assert (known.stage, request.urgency) == ("received", Urgency.SOON)
    assert request.person_id == door.person.pk
    assert request.request == contact.needs
    assert request.due_on == deadlines.due_on(contact.day, Urgency.SOON)
    assert not Orientation.objects.visible_to(door.actor).exists(), "who sends may not read on"


def test_a_contact_that_is_not_sent_on_makes_no_request(door):
    record_contact(by=door.actor, **door.told(given=[Given.INFORMATION]))

    with arranging():
        assert not Orientation.objects.unscoped("test").exists()


# --- the moves ------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", OrientationState)
@pytest.mark.parametrize("move", [move for move in ORIENTATION.moves if move != "refuse"])
def test_each_move_of_a_request_goes_where_the_table_says(actor, worker, state, move):
    more = {"refusal": "Manca la residenza"} if state == OrientationState.REFUSED else {}
    row = OrientationFactory(ambito=worker.ambito, state=state, **more)
    legal = next(m for m in ORIENTATION if m.name == move)
    if state not in legal.sources:
        with pytest.raises(IllegalMove):
            requests.move_request(row, move, by=actor, expected=1, note="Detto")
        assert now(Orientation, row).state == state
        return
    requests.move_request(row, move, by=actor, expected=1, note="Detto")

    found = now(Orientation, row)
    assert (found.state, found.version) == (legal.target, 2)
    assert (found.decided_at is None) == (found.state in ("to_assess", "assessing"))
    assert (found.owner_id == worker.user_id) == (move != "give_back")
    assert steps(row) == [move]


def test_two_take_the_same_request_and_the_second_is_told(actor, worker):
    row = OrientationFactory(ambito=worker.ambito)
    requests.move_request(row, "take", by=actor, expected=1)

    with pytest.raises(StaleVersion):
        requests.move_request(row, "take", by=actor, expected=1)


@pytest.mark.parametrize("move", sorted(requests.SAY_WHY))
def test_an_outcome_says_why(actor, worker, move):
    state = "informed" if move == "reopen" else "assessing"
    row = OrientationFactory(ambito=worker.ambito, state=state)

    with pytest.raises(ValidationError):
        requests.move_request(row, move, by=actor, expected=1, note="  ")


@pytest.mark.parametrize(
    "role", [RoleKey.FRONT_DESK, RoleKey.CASEWORKER, RoleKey.AREA_MANAGER, RoleKey.PLANNING]
)
def test_only_the_segretariato_moves_a_request(worker, role):
    row = OrientationFactory(ambito=worker.ambito)
    other = PostFactory(role=role, ambito=worker.ambito)
    stranger = identity.enter(other.user_id, other.pk)

    with pytest.raises(PermissionDenied):
        requests.move_request(row, "take", by=stranger, expected=1)


def test_refusing_comes_after_the_notice_and_the_remarks(actor, worker):
    row = OrientationFactory(ambito=worker.ambito)
    due = row.due_on
    with pytest.raises(ValidationError):
        requests.refuse(row, by=actor, expected=1, why="Manca la residenza")

    row = requests.send_notice(row, by=actor, expected=1, why="Manca la residenza")
    assert row.notice_sent_on == today()
    assert row.due_on > due, "the term stands still for the remarks"
    with pytest.raises(ValidationError):
        requests.refuse(row, by=actor, expected=2, why="Manca la residenza")

    requests.refuse(row, by=actor, expected=2, why="Manca la residenza", remarks="Non risiede")
    found = now(Orientation, row)
    assert (found.state, found.refusal) == (OrientationState.REFUSED, "Manca la residenza")
    assert steps(row) == ["notice", "refuse"]


def test_after_ten_days_silence_is_enough(actor, worker):
    row = OrientationFactory(ambito=worker.ambito, notice_sent_on=today() - dt.timedelta(days=15))

    assert requests.refuse(row, by=actor, expected=1, why="Manca la residenza").decided_at


def test_a_colleague_who_is_handed_a_request_is_told(actor, worker):
    row = OrientationFactory(ambito=worker.ambito)
    other = PostFactory(role=RoleKey.SOCIAL_DESK, ambito=worker.ambito)

    requests.hand_over(row, by=actor, expected=1, to=other, note="La conosci già")

    found = now(Orientation, row)
    assert (found.owner_id, found.state) == (other.user_id, OrientationState.ASSESSING)
    with arranging():
        assert OutboxMessage.objects.filter(object_id=other.user_id).count() == 1


def test_a_request_is_handed_only_within_the_segretariato(actor, worker):
    row = OrientationFactory(ambito=worker.ambito)
    other = PostFactory(role=RoleKey.FRONT_DESK, ambito=worker.ambito)

    with pytest.raises(ValidationError):
        requests.hand_over(row, by=actor, expected=1, to=other)


def test_a_new_urgency_counts_the_term_again(actor, worker):
    row = OrientationFactory(ambito=worker.ambito)
    saved = requests.triage(row, by=actor, expected=1, values={"urgency": Urgency.TODAY})

    assert saved.due_on == deadlines.due_on(today(), Urgency.TODAY)


def test_a_need_said_twice_is_weighed_again(actor, worker):
    row, need = OrientationFactory(ambito=worker.ambito), NeedFactory()
    for intensity in (Intensity.MILD, Intensity.SEVERE):
        assessment.assess_need(row, by=actor, need=need, intensity=intensity)

    [found] = AssessedNeed.objects.visible_to(actor)
    assert (found.need, found.intensity) == (need, Intensity.SEVERE)
    assessment.drop_need(row, found.pk, by=actor)
    assert not AssessedNeed.objects.visible_to(actor).exists()


def test_the_inbox_has_the_urgent_first_and_then_the_oldest(actor, worker):
    late = OrientationFactory(ambito=worker.ambito, due_on=today() - dt.timedelta(days=3))
    urgent = OrientationFactory(ambito=worker.ambito, urgency=Urgency.TODAY)
    OrientationFactory(ambito=worker.ambito, state=OrientationState.INFORMED)
    OrientationFactory()

    count = counted_inbox(actor)
    assert [row.pk for row in inbox(actor).open()] == [urgent.pk, late.pk]
    assert (count.waiting, count.urgent, count.late, count.unowned) == (2, 1, 1, 2)


# --- what nobody answers --------------------------------------------------------------------------


def test_a_nameless_contact_feeds_the_register(door):
    contact = record_contact(
        by=door.actor,
        **door.told(person=None, subject="nobody", no_service=True, missing_service="Un pulmino"),
        missing=NeedFactory(),
    )

    [row] = UnmetNeed.objects.visible_to(door.actor)
    assert (row.wanted, row.contact_id, row.told) == ("Un pulmino", contact.pk, "")


def test_who_plans_reads_the_register_and_settles_nothing(worker):
    actor = identity.enter(worker.user_id, worker.pk)
    row = unmet.hear_unmet(by=actor, need=NeedFactory(), wanted="Un pulmino")
    offer = DirectOfferFactory(ambito=worker.ambito)
    planner = PostFactory(role=RoleKey.PLANNING, ambito=worker.ambito)
    by = identity.enter(planner.user_id, planner.pk)

    assert UnmetNeed.objects.visible_to(by).count() == 1
    with pytest.raises(PermissionDenied):
        unmet.settle_unmet(row, by=by, expected=1, state=UnmetState.MISTAKE)
    actor = identity.enter(worker.user_id, worker.pk)
    with pytest.raises(ValidationError):
        unmet.settle_unmet(row, by=actor, expected=1, state=UnmetState.ANSWERED)
    settled = unmet.settle_unmet(
        row, by=actor, expected=1, state=UnmetState.ANSWERED, service=offer
    )
    assert settled.answered_on == today()


def test_another_ambito_is_not_there(actor):
    OrientationFactory()
    CaseProposalFactory()
    DirectServiceFactory(person=PersonFactory())

    assert not Orientation.objects.visible_to(actor).exists()
    assert not CaseProposal.objects.visible_to(actor).exists()
    assert not DirectService.objects.visible_to(actor).exists()
