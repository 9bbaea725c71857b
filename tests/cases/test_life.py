"""A case from its opening to its closure and back: every state by every move, and who may."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from prossimo.cases.choices import CaseSource, CaseState, WorkerRole
from prossimo.cases.models import Case, CaseMember, CaseNeed, CaseStep, CaseWorker
from prossimo.cases.operations import closing, moving, opening, parts
from prossimo.cases.queries.cases import followed, is_followed
from prossimo.cases.workflow import CASE
from prossimo.core.concurrency import StaleVersion
from prossimo.core.periods import between, today
from prossimo.core.workflow import IllegalMove
from tests.access.segretariato_factories import AssessedNeedFactory, CaseProposalFactory
from tests.accounts.factories import PostFactory
from tests.arranging import arranging
from tests.cases.factories import CaseFactory, CaseNeedFactory, given
from tests.citizens.factories import PersonFactory

pytestmark = pytest.mark.django_db

S = CaseState
LAWFUL = {
    (S.PROPOSED, "assign"): S.ASSIGNED,
    (S.ASSIGNED, "assign"): S.ASSIGNED,
    (S.ASSIGNED, "take_charge"): S.IN_CHARGE,
    (S.IN_CHARGE, "suspend"): S.SUSPENDED,
    (S.SUSPENDED, "resume"): S.IN_CHARGE,
    (S.PROPOSED, "close"): S.CLOSED,
    (S.ASSIGNED, "close"): S.CLOSED,
    (S.IN_CHARGE, "close"): S.CLOSED,
    (S.SUSPENDED, "close"): S.CLOSED,
    (S.CLOSED, "reopen"): S.ASSIGNED,
}
ACT = {
    "take_charge": lambda case, by: moving.take_charge(case, by=by, expected=1),
    "suspend": lambda case, by: moving.suspend_case(case, by=by, expected=1, why="Ricovero"),
    "resume": lambda case, by: moving.resume_case(case, by=by, expected=1),
    "close": lambda case, by: closing.close_case(
        case, by=by, expected=1, outcome="reached", closing="La casa è trovata"
    ),
    "reopen": lambda case, by: moving.reopen_case(case, by=by, expected=1, why="È tornata"),
}


def as_it_is(row, model=Case):
    with arranging():
        return model.objects.unscoped("test").get(pk=row.pk)


def names_of(case):
    with arranging():
        rows = CaseStep.objects.unscoped("test").filter(case=case)
        return [step.name for step in rows.order_by("at", "pk")]


@pytest.mark.parametrize("state", S)
@pytest.mark.parametrize("move", CASE.moves)
def test_a_move_is_lawful_or_refused(state, move):
    if (state, move) in LAWFUL:
        assert CASE.step(state, move) == LAWFUL[state, move]
    else:
        with pytest.raises(IllegalMove, match="non è possibile"):
            CASE.step(state, move)


@pytest.mark.parametrize("state", [s for s in S if s != S.PROPOSED])
@pytest.mark.parametrize("move", ACT)
def test_the_owner_makes_each_move_where_the_table_has_it(owner, acting, state, move):
    case = CaseFactory(ambito=owner.ambito, owner=owner, state=state)
    by = acting(owner)
    if (state, move) not in LAWFUL:
        with pytest.raises(IllegalMove):
            ACT[move](case, by)
        return

    ACT[move](case, by)

    assert as_it_is(case).state == LAWFUL[state, move]
    assert names_of(case) == [move]


def test_a_case_is_opened_with_its_number_its_person_and_its_owner(owner, acting):
    person = PersonFactory(ambito=owner.ambito)

    first = opening.open_case(
        person, by=acting(owner), user_area="FAM", why="Chiede aiuto", owner=owner
    )
    second = opening.open_case(
        PersonFactory(ambito=owner.ambito), by=acting(owner), user_area="ELD", why="Vive solo",
        owner=owner,
    )  # fmt: skip

    assert (first.state, first.source) == (S.ASSIGNED, CaseSource.DIRECT)
    assert [first.number, second.number] == [f"{today().year}/00001", f"{today().year}/00002"]
    with arranging():
        assert CaseMember.objects.unscoped("test").get(case=first).person == person
        worker = CaseWorker.objects.unscoped("test").get(case=first)
    assert (worker.post, worker.role) == (owner, WorkerRole.OWNER)
    assert names_of(first) == ["open"]


def test_one_live_case_a_person_and_area_and_the_second_says_so(owner, acting):
    case = CaseFactory(ambito=owner.ambito, owner=owner, user_area="FAM")
    by = acting(owner)

    with pytest.raises(ValidationError, match="già una presa in carico aperta"):
        opening.open_case(case.person, by=by, user_area="FAM", why="Ancora", owner=owner)
    opening.open_case(case.person, by=by, user_area="DIS", why="Altra area", owner=owner)


def test_a_case_without_a_reason_or_with_an_owner_of_elsewhere_is_not_opened(owner, acting):
    person, by = PersonFactory(ambito=owner.ambito), acting(owner)

    with pytest.raises(ValidationError, match="perché"):
        opening.open_case(person, by=by, user_area="FAM", why="  ", owner=owner)
    with pytest.raises(ValidationError, match="non è in servizio"):
        opening.open_case(person, by=by, user_area="FAM", why="Sì", owner=PostFactory())


def test_accepting_a_proposal_opens_the_case_with_the_needs_that_were_found(owner, acting):
    proposal = CaseProposalFactory(
        orientation__ambito=owner.ambito, proposed_to=owner, why="Due figli e lo sfratto"
    )
    AssessedNeedFactory(orientation=proposal.orientation, intensity=3)
    AssessedNeedFactory(orientation=proposal.orientation, intensity=1)

    case = opening.open_from(proposal, by=acting(owner), expected=proposal.version)

    assert (case.source, case.proposal_id) == (CaseSource.PROPOSAL, proposal.pk)
    assert (case.why, case.intensity) == ("Due figli e lo sfratto", "full")
    with arranging():
        assert CaseNeed.objects.unscoped("test").filter(case=case).count() == 2


def test_another_owner_keeps_the_story_and_takes_the_sight_away_from_the_first(
    case, owner, colleague, acting
):
    moving.assign_case(case, by=acting(owner), expected=1, to=colleague, why="Cambio di zona")

    assert as_it_is(case).state == S.IN_CHARGE  # in charge it stays in charge
    assert not Case.objects.visible_to(acting(owner)).filter(pk=case.pk).exists()
    assert Case.objects.visible_to(acting(colleague)).get(pk=case.pk).owner == colleague
    with arranging():
        roles = CaseWorker.objects.unscoped("test").filter(case=case, period__contains=today())
        assert [worker.post for worker in roles] == [colleague]


def test_a_change_of_owner_asks_why_and_a_manager_makes_it_too(case, manager, colleague, acting):
    with pytest.raises(ValidationError, match="perché cambia"):
        moving.assign_case(case, by=acting(manager), expected=1, to=colleague)

    moving.assign_case(case, by=acting(manager), expected=1, to=colleague, why="Carico")

    assert as_it_is(case).owner == colleague


def test_a_colleague_neither_sees_nor_moves_it_and_a_manager_does_not_take_charge(
    case, colleague, manager, acting
):
    with pytest.raises(PermissionDenied):
        closing.close_case(
            case, by=acting(colleague), expected=1, outcome="reached", closing="Fatto"
        )
    with pytest.raises(PermissionDenied):
        moving.suspend_case(case, by=acting(manager), expected=1, why="No")


def test_who_comes_second_is_told_and_nothing_is_lost(case, owner, acting):
    moving.suspend_case(case, by=acting(owner), expected=1, why="Ricovero")

    with pytest.raises(StaleVersion):
        moving.resume_case(case, by=acting(owner), expected=1)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"outcome": "", "closing": "Fatto"}, "com'è andata"),
        ({"outcome": "reached", "closing": " "}, "che cosa si è concluso"),
        ({"outcome": "reached", "closing": "x", "day": dt.date(2100, 1, 1)}, "non nel futuro"),
        ({"outcome": "reached", "closing": "x", "day": dt.date(2026, 1, 1)}, "prima di cominciare"),
    ],
)
def test_a_closure_says_what_is_missing(case, owner, acting, values, said):
    with pytest.raises(ValidationError, match=said):
        closing.close_case(case, by=acting(owner), expected=1, **values)
    assert as_it_is(case).state == S.IN_CHARGE


def test_a_reserved_case_is_hidden_from_who_coordinates_and_from_the_desks(
    case, owner, manager, acting
):
    desk = PostFactory(ambito=owner.ambito)
    acting(desk)
    assert is_followed(case.person_id)

    moving.reserve_case(case, by=acting(owner), expected=1, restricted=True, why="Violenza")

    assert not Case.objects.visible_to(acting(manager)).filter(pk=case.pk).exists()
    assert followed(case.person_id) == []
    acting(desk)
    assert not is_followed(case.person_id)
    assert Case.objects.visible_to(acting(owner)).filter(pk=case.pk).exists()


def test_a_desk_learns_that_somebody_is_followed_and_only_who_directs_learns_by_whom(
    case, manager, acting
):
    acting(manager)
    assert [each.owner for each in followed(case.person_id)] == [case.owner.user.get_full_name()]
    acting(PostFactory(ambito=case.ambito))
    assert (is_followed(case.person_id), followed(case.person_id)) == (True, [])
    acting(PostFactory())  # of another ambito
    assert (is_followed(case.person_id), followed(case.person_id)) == (False, [])


def test_another_intensity_than_the_rules_asks_for_a_reason(case, owner, acting):
    CaseNeedFactory(case=case, weight=3)
    values = {"intensity": "light", "intensity_why": ""}
    with pytest.raises(ValidationError, match="scrivi perché"):
        parts.change_case(case, by=acting(owner), expected=1, values=values)

    told = {"intensity": "light", "intensity_why": "Lo segue già la scuola"}
    parts.change_case(case, by=acting(owner), expected=1, values=told)

    assert as_it_is(case).intensity_why == "Lo segue già la scuola"


def test_who_follows_with_me_sees_what_was_given_until_the_day_before_today(
    case, colleague, acting
):
    yesterday = today() - dt.timedelta(days=1)
    given(case, colleague, last=today())
    assert Case.objects.visible_to(acting(colleague)).filter(pk=case.pk).exists()
    with arranging():
        CaseWorker.objects.unscoped("test").filter(post=colleague).update(
            period=between(dt.date(2020, 1, 1), yesterday)
        )

    assert not Case.objects.visible_to(acting(colleague)).filter(pk=case.pk).exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_case WHERE id = %s", [case.pk])
        assert cursor.fetchone() == (0,)


def test_a_member_a_worker_and_a_need_come_and_go(case, owner, colleague, acting):
    by, sister = acting(owner), PersonFactory(ambito=owner.ambito)

    member = parts.add_member(case, by=by, person=sister, role="sibling")
    with pytest.raises(ValidationError, match="c'è già"):
        parts.add_member(case, by=by, person=sister, role="carer")
    parts.end_member(member, by=by, expected=1, last=today())
    worker = parts.add_worker(
        case, by=by, post=colleague, role="educator", parts=["diary"], why="Educativa"
    )
    with pytest.raises(ValidationError, match="Segue già"):
        parts.add_worker(case, by=by, post=colleague, role="other", parts=[], why="Ancora")
    parts.end_worker(worker, by=by, expected=1)
    need = CaseNeedFactory(case=case)
    parts.meet_need(need, by=by, expected=1, note="Casa trovata")

    assert as_it_is(need, CaseNeed).met_on == today()
    assert as_it_is(member, CaseMember).period.upper == today() + dt.timedelta(days=1)
    assert not Case.objects.visible_to(acting(colleague)).filter(pk=case.pk).exists()
