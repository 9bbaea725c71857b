"""A project from its first word to its end: every state by every move, what is kept, who may."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import ProgrammingError, transaction

from prossimo.cases.choices import GoalState, PlanState
from prossimo.cases.models import Goal, GoalNeed, Plan, PlanAction, PlanSignature, PlanStep
from prossimo.cases.operations import plan_lines, planning
from prossimo.cases.plan_workflow import PLAN
from prossimo.cases.queries.agreed import answers_of, holding_signatures
from prossimo.cases.queries.comparing import CHANGED, SAME, Both, compared
from prossimo.cases.queries.pact import fingerprint_of
from prossimo.core.concurrency import StaleVersion
from prossimo.core.periods import today
from prossimo.core.workflow import IllegalMove
from tests.cases.factories import CaseFactory, CaseMemberFactory, CaseNeedFactory, given
from tests.cases.plan_factories import (
    BudgetLineFactory,
    CommitmentFactory,
    GoalFactory,
    PlanActionFactory,
    PlanFactory,
)
from tests.cases.plan_steps import again, answer, signature, subject
from tests.citizens.factories import RepresentationFactory

pytestmark = pytest.mark.django_db

S = PlanState
FORCE = {S.ACTIVE, S.IN_REVISION, S.SUSPENDED}
LAWFUL = {
    (S.DRAFT, "share"): S.SHARED,
    (S.SHARED, "take_back"): S.DRAFT,
    (S.SIGNED, "activate"): S.ACTIVE,
    (S.ACTIVE, "suspend"): S.SUSPENDED,
    (S.SUSPENDED, "resume"): S.ACTIVE,
    (S.ACTIVE, "revise"): S.IN_REVISION,
    **{(state, "end"): S.ENDED for state in FORCE},
    **{(state, "interrupt"): S.INTERRUPTED for state in {S.DRAFT, S.SHARED, S.SIGNED, *FORCE}},
}
ACT = {
    "share": lambda plan, by: planning.share_plan(plan, by=by, expected=1),
    "take_back": lambda plan, by: planning.take_back(
        plan, by=by, expected=1, why="Manca la scuola"
    ),
    "activate": lambda plan, by: planning.activate_plan(plan, by=by, expected=1, first=today()),
    "suspend": lambda plan, by: planning.suspend_plan(plan, by=by, expected=1, why="Ricovero"),
    "resume": lambda plan, by: planning.resume_plan(plan, by=by, expected=1),
    "revise": lambda plan, by: planning.revise_plan(plan, by=by, expected=1, why="Nasce un figlio"),
    "end": lambda plan, by: planning.end_plan(
        plan, by=by, expected=1, outcome="reached", ending="Ha la casa"
    ),
    "interrupt": lambda plan, by: planning.interrupt_plan(
        plan, by=by, expected=1, why="Non vuole più"
    ),
}
GOAL = {
    "theme": "home", "statement": "Una casa sua", "indicator": "Contratto", "baseline": "Sfratto",
    "target": "Contratto firmato", "horizon_on": today() + dt.timedelta(days=60), "member": None,
}  # fmt: skip


@pytest.fixture
def draft(case):
    return GoalFactory(plan=PlanFactory(case=case)).plan


@pytest.fixture
def signed(case, owner, acting):
    """A draft shared, answered and signed by both."""

    def sign(plan):
        by = acting(owner)
        plan = planning.share_plan(plan, by=by, expected=again(plan).version)
        answer(plan, by, "yes")
        signature(plan, by, role="person", member=subject(plan))
        signature(plan, by, role="worker", post=owner)
        return again(plan)

    return sign


@pytest.mark.parametrize("move", sorted(ACT))
@pytest.mark.parametrize("state", S)
def test_every_state_and_move(case, owner, acting, state, move):
    plan = GoalFactory(plan=PlanFactory(case=case, state=state)).plan
    by = acting(owner)

    if target := LAWFUL.get((state, move)):
        ACT[move](plan, by)
        assert again(plan).state == target
        last = PlanStep.objects.visible_to(by).filter(plan=plan).latest("at")
        assert (last.name, last.source, last.target) == (move, state, target)
    else:
        with pytest.raises(IllegalMove, match="stato attuale"):
            ACT[move](plan, by)
        assert again(plan).state == state


def test_the_table_holds_no_other_move():
    own = {(state, move.name) for move in PLAN for state in move.sources}
    inner = {(S.SHARED, "sign"), (S.IN_REVISION, "keep"), (S.IN_REVISION, "supersede")}

    assert own == set(LAWFUL) | inner


def test_a_project_is_written_shared_answered_signed_and_begins(case, owner, acting):
    by = acting(owner)
    need = CaseNeedFactory(case=case)
    plan = planning.make_plan(case, by=by, kind="inclusion_pact", values={"aim": "Una casa"})
    goal = plan_lines.add_goal(plan, by=by, values=GOAL, needs=[need])
    plan_lines.add_action(
        goal, by=by, values={"what": "Accompagna", "doer": "neighbour", "name": "Pina"}
    )

    plan = planning.share_plan(plan, by=by, expected=1)
    assert plan.fingerprint == fingerprint_of(plan.agreed)
    assert plan.agreed["goals"][0]["actions"][0]["who"] == "Pina"
    with pytest.raises(ValidationError, match="Manca la risposta su: Una casa sua"):
        signature(plan, by, role="person", member=subject(plan))
    answer(plan, by, "yes")
    signature(plan, by, role="person", member=subject(plan))
    assert again(plan).state == S.SHARED
    signature(plan, by, role="worker", post=owner)
    plan = again(plan)
    assert plan.state == S.SIGNED
    begun = planning.activate_plan(plan, by=by, expected=plan.version, first=today())

    assert begun.review_on == today() + dt.timedelta(days=90)
    assert [each.fingerprint for each in holding_signatures(by, begun)] == [plan.fingerprint] * 2


def test_nobody_signs_the_same_text_twice(draft, owner, acting):
    by = acting(owner)
    plan = planning.share_plan(draft, by=by, expected=1)
    answer(plan, by, "no")
    signature(plan, by, role="person", member=subject(plan))

    with pytest.raises(ValidationError, match="ha già firmato"):
        signature(plan, by, role="person", member=subject(plan))
    assert PlanSignature.objects.visible_to(by).count() == 1


def test_a_text_taken_back_and_changed_is_signed_again(draft, owner, acting):
    by = acting(owner)
    plan = planning.share_plan(draft, by=by, expected=1)
    answer(plan, by, "yes")
    signature(plan, by, role="person", member=subject(plan))
    plan = planning.take_back(plan, by=by, expected=2, why="Manca un obiettivo")
    plan_lines.add_goal(plan, by=by, values=GOAL)

    plan = planning.share_plan(plan, by=by, expected=3)

    assert holding_signatures(by, plan) == []
    with pytest.raises(ValidationError, match="Una casa sua"):
        signature(plan, by, role="person", member=subject(plan))


def test_a_text_taken_back_and_left_as_it_was_keeps_its_signatures(draft, owner, acting):
    by = acting(owner)
    plan = planning.share_plan(draft, by=by, expected=1)
    answer(plan, by, "yes")
    signature(plan, by, role="person", member=subject(plan))
    plan = planning.take_back(plan, by=by, expected=2, why="Da rileggere")

    plan = planning.share_plan(plan, by=by, expected=3)

    assert len(holding_signatures(by, plan)) == 1


def test_a_guardian_signs_with_a_decree_in_force_and_nobody_without(draft, owner, acting):
    by = acting(owner)
    plan = planning.share_plan(draft, by=by, expected=1)
    answer(plan, by, "yes", member=None, name="avv. Neri")
    with pytest.raises(ValidationError, match="decreto"):
        signature(plan, by, role="guardian")
    other = RepresentationFactory(person__ambito=owner.ambito)
    with pytest.raises(ValidationError, match="non vale per questa persona"):
        signature(plan, by, role="guardian", representation=other)
    decree = RepresentationFactory(person=plan.case.person)

    signature(plan, by, role="guardian", representation=decree)
    signature(plan, by, role="worker", post=owner)

    assert again(plan).state == S.SIGNED


def test_a_yes_may_be_taken_back_and_both_answers_stay(case, owner, acting):
    goal = GoalFactory(plan=PlanFactory(case=case, state=S.ACTIVE))
    by = acting(owner)
    answer(goal.plan, by, "yes")
    answer(goal.plan, by, "yes")
    answer(goal.plan, by, "withdrawn", note="Non se la sente più")

    assert goal.consents.unscoped("test").count() == 2
    last = answers_of(by, [goal])[goal.pk]
    assert (last.answer, last.is_yes) == ("withdrawn", False)


def test_changed_words_ask_for_a_new_answer(draft, owner, acting):
    by = acting(owner)
    answer(draft, by, "yes")
    goal = Goal.objects.visible_to(by).get(plan=draft)

    changed = plan_lines.change_goal(goal, by=by, expected=1, values=GOAL)

    assert not answers_of(by, [changed])[goal.pk].holds


def test_two_people_on_one_goal_the_second_is_shown_both_texts(draft, owner, colleague, acting):
    given(draft.case, colleague)
    by = acting(owner)
    mine, theirs = (Goal.objects.visible_to(by).get(plan=draft) for _n in range(2))
    plan_lines.change_goal(mine, by=by, expected=1, values=GOAL | {"statement": "Uno"})

    with pytest.raises(StaleVersion) as stale:
        plan_lines.change_goal(
            theirs, by=acting(colleague), expected=1, values=GOAL | {"statement": "Due"}
        )

    told = {each.name: (each.mine, each.theirs) for each in stale.value.differences()}
    assert told["statement"] == ("Due", "Uno")


def test_a_new_version_carries_forward_what_is_open_and_takes_its_place(
    case, owner, acting, signed
):
    old = PlanFactory(case=case, state=S.ACTIVE)
    goal = GoalFactory(plan=old)
    GoalFactory(plan=old, state=GoalState.REACHED, statement="Già fatto")
    PlanActionFactory(goal=goal)
    PlanActionFactory(goal=goal, state="done", what="Già fatta")
    CommitmentFactory(plan=old, state="kept")
    BudgetLineFactory(plan=old, goal=goal)
    by = acting(owner)

    new = planning.revise_plan(old, by=by, expected=1, why="Nasce un figlio")

    assert (new.number, new.previous_id, new.state) == (2, old.pk, S.DRAFT)
    copied = Goal.objects.visible_to(by).get(plan=new)
    assert (copied.line, copied.statement) == (goal.line, goal.statement)
    assert copied.pk != goal.pk
    assert [each.what for each in copied.actions.unscoped("test")] == [
        "Accompagna a vedere le case"
    ]
    assert [each.state for each in new.commitments.unscoped("test")] == ["open"]
    assert [each.goal_id for each in new.budget.unscoped("test")] == [copied.pk]
    plan_lines.change_goal(copied, by=by, expected=1, values=GOAL)
    plan_lines.add_goal(new, by=by, values=GOAL | {"statement": "Un posto al nido"})
    hows = {
        row.before.split("\n")[0] or row.after.split("\n")[0]: row.how
        for part in compared(by, again(old), again(new))
        for row in part.rows
        if part.title == "Obiettivi"
    }
    assert hows == {goal.statement: "changed", "Già fatto": "dropped", "Un posto al nido": "added"}

    new = signed(again(new))
    planning.activate_plan(new, by=by, expected=new.version, first=today())
    assert again(old).state == S.SUPERSEDED
    assert Plan.objects.visible_to(by).in_force().get() == new


def test_only_the_lines_that_changed_are_marked():
    row = Both("Una casa\nSfratto", "Una casa\nContratto\nper tutti", CHANGED)

    assert row.left == [("Una casa", False), ("Sfratto", True)]
    assert row.right == [("Una casa", False), ("Contratto", True), ("per tutti", True)]
    assert Both("Uguale", "Uguale", SAME).right == [("Uguale", False)]


def test_a_revision_given_up_leaves_the_old_version_in_force(case, owner, acting):
    old = GoalFactory(plan=PlanFactory(case=case, state=S.ACTIVE)).plan
    by = acting(owner)
    new = planning.revise_plan(old, by=by, expected=1, why="Da rivedere")

    planning.interrupt_plan(again(new), by=by, expected=1, why="Va bene com'è")

    assert (again(old).state, again(new).state) == (S.ACTIVE, S.INTERRUPTED)


def test_ending_a_project_stops_the_version_that_was_being_written(case, owner, acting):
    old = GoalFactory(plan=PlanFactory(case=case, state=S.ACTIVE)).plan
    by = acting(owner)
    new = planning.revise_plan(old, by=by, expected=1, why="Da rivedere")

    planning.end_plan(again(old), by=by, expected=2, outcome="partly", ending="Si trasferisce")

    assert (again(old).state, again(new).state) == (S.ENDED, S.INTERRUPTED)


def test_one_project_of_a_kind_at_a_time(draft, owner, acting):
    by = acting(owner)

    with pytest.raises(ValidationError, match="già un progetto di questo tipo"):
        planning.make_plan(draft.case, by=by, kind=draft.kind, values={})
    other = planning.make_plan(draft.case, by=by, kind="care_plan", values={})
    assert other.number == 1


@pytest.mark.parametrize("state", [S.SHARED, S.SIGNED, S.ACTIVE, S.ENDED])
def test_what_was_shared_takes_no_other_words(case, owner, acting, state):
    goal = GoalFactory(plan=PlanFactory(case=case, state=state))
    by = acting(owner)

    for write in (
        lambda: plan_lines.change_goal(goal, by=by, expected=1, values=GOAL),
        lambda: plan_lines.add_goal(goal.plan, by=by, values=GOAL),
        lambda: plan_lines.remove_line(goal, by=by),
        lambda: planning.change_plan(goal.plan, by=by, expected=1, values={"aim": "Altro"}),
    ):
        with pytest.raises(ValidationError, match="condiviso"):
            write()


def test_the_database_keeps_what_was_agreed_whoever_asks(case, owner, acting):
    goal = GoalFactory(plan=PlanFactory(case=case, state=S.ACTIVE))
    acting(owner)
    goals, plans = Goal.objects.unscoped("test"), Plan.objects.unscoped("test")

    with pytest.raises(ProgrammingError, match="does not change"), transaction.atomic():
        goals.filter(pk=goal.pk).update(statement="Altro")
    with pytest.raises(ProgrammingError, match="does not change"), transaction.atomic():
        plans.filter(pk=goal.plan_id).update(fingerprint="0" * 64)
    assert goals.filter(pk=goal.pk).update(state="reached") == 1
    assert goals.filter(pk=goal.pk).delete()[0] == 0


def test_how_it_went_is_said_only_of_what_is_in_force_and_with_the_evidence(case, owner, acting):
    goal = GoalFactory(plan=PlanFactory(case=case, state=S.ACTIVE))
    early = GoalFactory(plan=PlanFactory(case=case, kind="care_plan"))
    by = acting(owner)

    with pytest.raises(ValidationError, match="non è in corso"):
        plan_lines.state_line(early, by=by, expected=1, state="reached", why="Visto")
    with pytest.raises(ValidationError, match="da che cosa"):
        plan_lines.state_line(goal, by=by, expected=1, state="reached")
    said = plan_lines.state_line(goal, by=by, expected=1, state="partly", why="Un contratto")

    assert (said.state, said.stated_on) == ("partly", today())


def test_nobody_of_another_case_nor_a_need_of_another(draft, owner, acting):
    other = CaseMemberFactory(case=CaseFactory(ambito=owner.ambito, owner=owner))
    by = acting(owner)

    with pytest.raises(ValidationError, match="Non è in questa presa in carico"):
        plan_lines.add_goal(draft, by=by, values=GOAL | {"member": other})
    with pytest.raises(ValidationError, match="un'altra presa in carico"):
        plan_lines.add_goal(draft, by=by, values=GOAL, needs=[CaseNeedFactory(case=other.case)])
    assert not GoalNeed.objects.visible_to(by).filter(goal__plan=draft).exists()


def test_an_action_keeps_only_who_does_it(draft, owner, acting):
    by = acting(owner)
    goal = Goal.objects.visible_to(by).get(plan=draft)
    goal.plan = draft
    values = {"what": "Telefona", "doer": "worker", "post": owner, "name": "Pina"}

    action = plan_lines.add_action(goal, by=by, values=values)

    assert (action.post, action.name) == (owner, "")
    with pytest.raises(ValidationError, match="chi lo fa"):
        plan_lines.add_action(goal, by=by, values=values | {"doer": "shop", "name": ""})
    assert PlanAction.objects.visible_to(by).count() == 1


def test_only_the_owner_lets_a_project_begin_and_who_was_not_given_it_sees_nothing(
    case, colleague, acting
):
    plan = GoalFactory(plan=PlanFactory(case=case, state=S.SIGNED)).plan
    given(case, colleague, parts=["diary"])
    by = acting(colleague)
    assert not Plan.objects.visible_to(by).exists()
    with pytest.raises(PermissionDenied):
        planning.activate_plan(plan, by=by, expected=1, first=today())


def test_a_colleague_who_was_given_it_writes_and_does_not_lead(case, colleague, acting):
    plan = GoalFactory(plan=PlanFactory(case=case, state=S.SIGNED)).plan
    given(case, colleague, parts=["plan"])

    with pytest.raises(PermissionDenied, match="titolare"):
        planning.activate_plan(plan, by=acting(colleague), expected=1, first=today())


def test_a_closed_case_takes_no_project(owner, acting):
    closed = CaseFactory(ambito=owner.ambito, owner=owner, state="closed")

    with pytest.raises(PermissionDenied, match="chiusa"):
        planning.make_plan(closed, by=acting(owner), kind="care_plan", values={})
