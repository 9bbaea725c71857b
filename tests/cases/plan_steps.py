"""What the tests of projects do all the time: answering, signing, walking the pages."""

from django.urls import reverse

from prossimo.cases.models import Goal
from prossimo.cases.operations import agreeing
from prossimo.core.periods import today
from tests.arranging import arranging
from tests.cases.plan_factories import subject_of
from tests.pages import form_of


def again(row):
    with arranging():
        return type(row)._base_manager.select_related("case").get(pk=row.pk)


def subject(plan):
    with arranging():
        return subject_of(plan.case)


def answer(plan, by, said, **more):
    goals = Goal.objects.visible_to(by).filter(plan=plan)
    values = {"member": subject(plan), "name": "", "way": "spoken", "note": "", "on": today()}
    return agreeing.answer_goals(
        plan, by=by, answers={goal.pk: said for goal in goals}, values=values | more
    )


def signature(plan, by, **more):
    values = {"name": "Chi firma", "way": "paper", "on": today(), "reference": "", "drawn": ""}
    return agreeing.sign_plan(plan, by=by, values=values | more)


def page(plan, name="plan", **more):
    return reverse(f"cases:{name}", kwargs={"case_id": plan.case_id, "plan_id": plan.pk, **more})


def send(client, url, selector="main form[data-once]", **values):
    """The form as the page gave it, with these values over."""
    return client.post(url, {**form_of(client.get(url), selector), **values})


def all_of(model):
    with arranging():
        return list(model._base_manager.select_related(None).all())


def only(model):
    rows = all_of(model)
    assert len(rows) == 1
    return rows[0]
