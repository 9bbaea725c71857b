"""A verification: what it says of goals it says as everybody does, and when one looks again."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from prossimo.accounts.models import JournalLine
from prossimo.cases.models import Case, Finding, Goal, Plan
from prossimo.cases.operations import meetings
from prossimo.cases.operations.monitoring import Looked, look_at
from prossimo.core.concurrency import save_versioned
from tests.arranging import arranging
from tests.cases.meetings_factories import CaseMeetingFactory
from tests.cases.plan_factories import project_of

pytestmark = pytest.mark.django_db


def stored(model, pk):
    with arranging():
        return model.objects.unscoped("test").get(pk=pk)


@pytest.fixture
def plan(case):
    return project_of(case, state="active")


def goal_of(plan):
    with arranging():
        return Goal.objects.unscoped("test").select_related("plan__case").get(plan=plan)


def review(case, **more):
    return CaseMeetingFactory(case=case, kind="review", state="held", discussed="Visto", **more)


def test_what_is_found_is_told_of_the_goal_and_leaves_its_line_on_the_project(
    case, plan, owner, acting
):
    goal, meeting = goal_of(plan), review(case)

    look_at(meeting, by=acting(owner), rows=[Looked(goal, "partly", "Tre giorni su cinque")])

    row = stored(Goal, goal.pk)
    assert (row.state, row.stated_on, row.stated_why) == (
        "partly", meeting.day, "Tre giorni su cinque",
    )  # fmt: skip
    with arranging():
        assert JournalLine.objects.filter(object_id=plan.pk, object_kind="cases.plan").exists()


def test_of_a_project_that_is_over_nothing_is_told(case, plan, owner, acting):
    goal, meeting = goal_of(plan), review(case)
    with arranging():
        over = {"state": "interrupted", "ended_on": meeting.day}
        save_versioned(stored(Plan, plan.pk), over, expected=plan.version)

    with pytest.raises(ValidationError, match="non è in corso"):
        look_at(meeting, by=acting(owner), rows=[Looked(goal, "reached", "Contratto")])
    with arranging():
        assert not Finding.objects.unscoped("test").filter(meeting=meeting).exists()
    assert stored(Goal, goal.pk).state == "open"


def test_a_goal_still_open_has_no_day_on_which_it_ended(case, plan, owner, acting):
    goal = goal_of(plan)

    look_at(review(case), by=acting(owner), rows=[Looked(goal, "open", "Si continua")])

    row = stored(Goal, goal.pk)
    assert (row.state, row.stated_on, row.stated_why) == ("open", None, "Si continua")


@pytest.mark.parametrize(("agreed", "days"), [(None, 60), (dt.timedelta(days=20), 20)])
def test_after_a_verification_one_looks_again_when_agreed_or_as_often_as_the_project_says(
    case, plan, owner, acting, agreed, days
):
    past = timezone.now() - dt.timedelta(days=2)
    day = timezone.localdate(past)
    with arranging():
        Plan.objects.unscoped("test").filter(pk=plan.pk).update(
            review_every=60, review_on=day - dt.timedelta(days=5)
        )
        Case.objects.unscoped("test").filter(pk=case.pk).update(review_on=day)
    meeting = review(case, starts_at=past, next_on=agreed and day + agreed)

    meetings.seal_minutes(meeting, by=acting(owner), expected=1)

    later = day + dt.timedelta(days=days)
    assert stored(Plan, plan.pk).review_on == later
    assert stored(Case, case.pk).review_on == later


def test_without_a_project_the_rule_of_the_intensity_says_when(case, owner, acting):
    with arranging():
        Case.objects.unscoped("test").filter(pk=case.pk).update(intensity="full", review_on=None)
    meeting = review(case)

    meetings.seal_minutes(meeting, by=acting(owner), expected=1)

    assert stored(Case, case.pk).review_on == meeting.day + dt.timedelta(days=90)
