"""How a case ends and what follows: open tasks are settled, the goals propose, somebody is heard again."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from prossimo.cases.models import Case, CaseFollowUp, CaseTask
from prossimo.cases.operations import closing, tasks
from prossimo.core.concurrency import StaleVersion
from prossimo.core.periods import today
from tests.arranging import arranging
from tests.cases.factories import CaseFactory
from tests.cases.meetings_factories import CaseTaskFactory
from tests.cases.test_pages import page, post

pytestmark = pytest.mark.django_db
CLOSING = {"expected": 1, "outcome": "reached", "closing": "Casa trovata"}


@pytest.fixture
def closed(owner):
    return CaseFactory(
        ambito=owner.ambito, owner=owner, state="closed", follow_up_on=today(),
        closed_on=today() - dt.timedelta(days=30),
    )  # fmt: skip


def told(**more):
    return {"heard_on": today(), "how": "call", "goes": "well", "text": "", "again_on": None} | more


def as_it_is(row):
    with arranging():
        return type(row).objects.unscoped("test").get(pk=row.pk)


@pytest.mark.parametrize("who", ["owner", "manager"])
def test_a_case_with_open_tasks_ends_only_when_one_says_what_becomes_of_them(
    case, owner, manager, acting, who
):
    task = CaseTaskFactory(case=case)
    by = acting(owner if who == "owner" else manager)

    with pytest.raises(ValidationError, match="compiti aperti"):
        closing.close_case(case, by=by, **CLOSING)
    with pytest.raises(ValidationError, match="chi li porta avanti"):
        closing.close_case(case, by=by, tasks="handed", **CLOSING)
    closing.close_case(case, by=by, tasks="handed", tasks_why="Il consultorio", **CLOSING)

    row = as_it_is(task)
    assert (row.state, row.closing, row.closed_on) == ("handed", "Il consultorio", today())


def test_the_form_asks_of_open_tasks_only_where_there_are(case, owner, at_work):
    client, url = at_work(owner), page(case, "case_act", "chiudi")
    assert "compiti ancora aperti" not in client.get(url).content.decode()
    CaseTaskFactory(case=case)
    assert "compiti ancora aperti" in client.get(url).content.decode()
    values = {"version": 1, "outcome": "reached", "closing": "Casa", "day": today().isoformat()}

    wrong = post(client, url, **values)
    assert wrong.status_code == 422
    assert post(client, url, **values, tasks="done").status_code == 302


def test_somebody_is_heard_again_and_on_another_day(closed, owner, acting):
    by = acting(owner)
    later = today() + dt.timedelta(days=60)

    row = tasks.hear_again(closed, by=by, expected=1, values=told(again_on=later))

    assert (row.goes, as_it_is(closed).follow_up_on) == ("well", later)
    with pytest.raises(StaleVersion):
        tasks.hear_again(closed, by=by, expected=1, values=told())
    tasks.hear_again(closed, by=by, expected=2, values=told())
    assert as_it_is(closed).follow_up_on is None
    assert CaseFollowUp.objects.visible_to(by).filter(case=closed).count() == 2


def test_who_has_need_again_is_opened_again(closed, owner, acting):
    by = acting(owner)
    with pytest.raises(ValidationError, match="di che cosa ha bisogno"):
        tasks.hear_again(closed, by=by, expected=1, values=told(goes="needs"), reopen=True)

    tasks.hear_again(
        closed, by=by, expected=1, values=told(goes="needs", text="Ha perso il lavoro"), reopen=True
    )

    row = as_it_is(closed)
    assert (row.state, row.follow_up_on) == ("assigned", None)


def test_only_who_had_it_and_who_coordinates_hear_again(closed, case, manager, colleague, acting):
    with pytest.raises(PermissionDenied):
        tasks.hear_again(closed, by=acting(colleague), expected=1, values=told())
    tasks.hear_again(closed, by=acting(manager), expected=1, values=told(text="Sta bene"))
    with pytest.raises(PermissionDenied, match="aperta"):
        tasks.hear_again(case, by=acting(manager), expected=1, values=told())


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"heard_on": today() + dt.timedelta(days=1)}, "non nel futuro"),
        ({"heard_on": today() - dt.timedelta(days=40)}, "dopo la chiusura"),
        ({"again_on": today()}, "da domani"),
    ],
)
def test_the_days_of_a_contact_after_the_closure_hold_together(closed, owner, acting, values, said):
    with pytest.raises(ValidationError, match=said):
        tasks.hear_again(closed, by=acting(owner), expected=1, values=told(**values))


def test_a_task_is_given_moved_handed_and_ended(case, owner, colleague, acting):
    by, due = acting(owner), today() + dt.timedelta(days=3)
    with pytest.raises(ValidationError, match="uno solo"):
        tasks.give_task(case, by=by, what="Chiamare", due_on=due)
    with pytest.raises(ValidationError, match="da oggi"):
        tasks.give_task(case, by=by, what="X", due_on=today() - dt.timedelta(days=1), name="lei")
    task = tasks.give_task(case, by=by, what="Chiamare", due_on=due, name="la zia")

    moved = tasks.change_task(
        task, by=by, expected=1, values={"due_on": due, **tasks.hand(colleague, None, "")}
    )
    assert moved.who == colleague.user.get_full_name()
    with pytest.raises(ValidationError, match="perché"):
        tasks.end_task(moved, by=by, expected=2, state="dropped")
    ended = tasks.end_task(moved, by=by, expected=2, state="done")
    with pytest.raises(PermissionDenied, match="già concluso"):
        tasks.end_task(ended, by=by, expected=3, state="done")
    assert Case.objects.visible_to(by).exists()
    assert CaseTask.objects.visible_to(by).get().closed_on == today()
