"""A case that is closed leaves no project in force: concluded goal by goal, or stopped with a reason."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from prossimo.cases.models import Case, Goal, Plan, PlanStep
from prossimo.cases.operations import closing, moving, planning
from prossimo.cases.operations.closing import CONCLUDED, STOPPED, Ending
from prossimo.core.periods import today
from tests.access.reading import errors
from tests.arranging import arranging
from tests.cases.plan_factories import GoalFactory, PlanFactory, project_of
from tests.cases.test_pages import page, post

pytestmark = pytest.mark.django_db
CLOSING = {"expected": 1, "outcome": "reached", "closing": "Casa trovata"}
FORM = {"version": 1, "outcome": "reached", "closing": "Casa trovata", "day": str(today())}


def stored(row):
    with arranging():
        return type(row).objects.unscoped("test").get(pk=row.pk)


@pytest.fixture
def plan(case):
    return project_of(case, state="active")


@pytest.fixture
def goal(plan):
    with arranging():
        return Goal.objects.unscoped("test").get(plan=plan)


def concluded(goal, state="reached", why="Contratto firmato"):
    return {goal.plan_id: Ending(CONCLUDED, "", {goal.pk: (state, why)})}


def test_with_a_project_in_force_nobody_closes_without_saying_what_becomes_of_it(
    case, plan, owner, acting
):
    by = acting(owner)

    with pytest.raises(ValidationError, match="scegli che cosa ne è"):
        closing.close_case(case, by=by, **CLOSING)
    with pytest.raises(ValidationError, match="perché si interrompe"):
        closing.close_case(case, by=by, endings={plan.pk: Ending(STOPPED)}, **CLOSING)

    assert (stored(case).state, stored(plan).state) == ("in_charge", "active")


@pytest.mark.parametrize(
    ("state", "outcome"), [("reached", "reached"), ("partly", "partly"), ("not", "not")]
)
def test_a_project_is_concluded_goal_by_goal(case, plan, goal, owner, acting, state, outcome):
    closing.close_case(case, by=acting(owner), endings=concluded(goal, state), **CLOSING)

    told = stored(goal)
    assert (told.state, told.stated_on, told.stated_why) == (state, today(), "Contratto firmato")
    over = stored(plan)
    assert (over.state, over.outcome, over.ended_on) == ("ended", outcome, today())
    assert over.ending == "Casa trovata", (
        "what was concluded of the case, where nothing else is said"
    )
    assert stored(case).state == "closed"


@pytest.mark.parametrize(
    ("state", "why", "said"),
    [
        ("", "Contratto", "com'è andata"),
        ("open", "x", "com'è andata"),
        ("reached", " ", "lo si vede"),
    ],
)
def test_what_is_missing_of_a_goal_is_told_and_nothing_has_moved(
    case, plan, goal, owner, acting, state, why, said
):
    with pytest.raises(ValidationError, match=said):
        closing.close_case(case, by=acting(owner), endings=concluded(goal, state, why), **CLOSING)

    assert (stored(case).state, stored(plan).state, stored(goal).state) == (
        "in_charge", "active", "open",
    )  # fmt: skip


def test_a_project_is_stopped_with_a_reason_and_its_goals_stay_as_they_are(
    case, plan, goal, owner, acting
):
    endings = {plan.pk: Ending(STOPPED, "È partita")}
    closing.close_case(case, by=acting(owner), endings=endings, **CLOSING)

    assert (stored(plan).state, stored(plan).ending) == ("interrupted", "È partita")
    assert stored(goal).state == "open"


def test_who_may_not_read_the_project_stops_it_with_a_reason(case, plan, manager, acting):
    by = acting(manager)

    with pytest.raises(ValidationError, match="non puoi leggere"):
        closing.close_case(case, by=by, **CLOSING)
    closing.close_case(case, by=by, plans_why="Passa al Comune di Seriate", **CLOSING)

    over = stored(plan)
    assert (over.state, over.ending) == ("interrupted", "Passa al Comune di Seriate")
    with arranging():
        step = PlanStep.objects.unscoped("test").get(plan=plan, name="interrupt")
    assert (step.name, step.source, step.by_id, step.post_id) == (
        "interrupt", "active", manager.user_id, manager.pk,
    )  # fmt: skip


@pytest.mark.parametrize("state", ["draft", "shared", "signed"])
def test_what_was_being_written_falls_with_the_case(case, owner, acting, state):
    plan = PlanFactory(case=case, state=state)

    closing.close_case(case, by=acting(owner), **CLOSING)

    assert (stored(plan).state, stored(plan).ended_on) == ("interrupted", today())


def test_a_version_in_revision_ends_with_the_one_that_was_to_follow(case, owner, acting):
    plan = project_of(case, state="in_revision")
    following = PlanFactory(case=case, number=2, previous=plan)
    GoalFactory(plan=following)
    endings = {plan.pk: Ending(STOPPED, "È partita")}

    closing.close_case(case, by=acting(owner), endings=endings, **CLOSING)

    assert {stored(plan).state, stored(following).state} == {"interrupted"}


def test_the_database_closes_no_case_with_a_project_whoever_asks(case, plan):
    with (
        pytest.raises(DatabaseError, match="after its projects"), arranging(), transaction.atomic()
    ):  # fmt: skip
        closed = {"state": "closed", "closed_on": today(), "outcome": "reached"}
        Case.objects.unscoped("test").filter(pk=case.pk).update(**closed)


def test_opened_again_it_begins_a_project_of_its_own(case, plan, goal, owner, acting):
    by = acting(owner)
    closed = closing.close_case(case, by=by, endings=concluded(goal), **CLOSING)
    again = moving.reopen_case(closed, by=by, expected=closed.version, why="Ha perso il lavoro")
    assert not Plan.objects.visible_to(by).filter(case=case).live().exists()
    held = moving.take_charge(again, by=by, expected=again.version)

    new = planning.make_plan(held, by=by, kind=plan.kind, values={"aim": "Un lavoro"})

    assert (new.state, new.number, new.previous) == ("draft", plan.number + 1, None)
    assert stored(plan).state == "ended"


# --- the page -----------------------------------------------------------------------------------------


def test_the_form_asks_of_the_project_and_keeps_what_was_typed(case, plan, goal, owner, at_work):
    client, url = at_work(owner), page(case, "case_act", "chiudi")
    fresh = client.get(url).content.decode()
    assert goal.statement in fresh
    assert "non puoi leggere" not in fresh
    key = f"goal_{goal.pk.hex}"
    told = {**FORM, f"plan_{plan.pk.hex}": "end", key: "partly"}

    wrong = post(client, url, **told)
    assert wrong.status_code == 422
    assert "Scrivi da che cosa lo si vede" in errors(wrong)
    again = wrong.context["form"]
    assert (again["closing"].value(), again[key].value()) == ("Casa trovata", "partly")

    done = post(client, url, **told, **{f"{key}_why": "Tre giorni su cinque"})
    assert done.status_code == 302
    assert (stored(plan).state, stored(plan).outcome) == ("ended", "partly")


def test_who_coordinates_is_asked_only_why_it_stops(case, plan, goal, manager, at_work):
    client, url = at_work(manager), page(case, "case_act", "chiudi")
    fresh = client.get(url).content.decode()
    assert "non puoi leggere" in fresh
    assert goal.statement not in fresh

    assert post(client, url, **FORM).status_code == 422
    assert post(client, url, **FORM, plans_why="Passa ad altri").status_code == 302
    assert stored(plan).state == "interrupted"


def test_without_a_project_nothing_is_asked_of_it(case, owner, at_work):
    client, url = at_work(owner), page(case, "case_act", "chiudi")
    fresh = client.get(url).content.decode()
    assert "plan_" not in fresh
    assert "plans_why" not in fresh
    assert post(client, url, **FORM).status_code == 302
