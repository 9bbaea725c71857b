"""Services run together with other bodies: who keeps them, who works in them, which cases are in them."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import Error, transaction
from django.urls import reverse

from prossimo.accounts.choices import RoleKey
from prossimo.accounts.identity import enter
from prossimo.cases.models import Assigned, CaseActivity, CaseWorker, JointActivity, JointService
from prossimo.cases.operations import joint
from prossimo.core.periods import today
from tests.access.reading import words
from tests.accounts.factories import PostFactory
from tests.arranging import arranging
from tests.cases.factories import CaseFactory, given
from tests.cases.joint_factories import (
    AssignedFactory,
    JointActivityFactory,
    JointServiceFactory,
    joint_of,
)
from tests.network.factories import OrganisationFactory
from tests.pages import form_of

pytestmark = pytest.mark.django_db
ACTIVITIES = "Presa in carico\nEducativa domiciliare\n\nEducativa domiciliare\nAffido"


@pytest.fixture
def planner(owner):
    return PostFactory(role=RoleKey.PLANNING, ambito=owner.ambito)


def test_who_plans_registers_an_agreement_with_its_activities_and_who_works_in_it(planner, at_work):
    body = OrganisationFactory(ambito=planner.ambito, name="Cooperativa Ruah")
    client = at_work(planner)
    address = reverse("cases:joint_new")

    made = client.post(
        address,
        form_of(client.get(address))
        | {"name": "Minori e Famiglie", "activities": ACTIVITIES, "lead": str(body.pk)},
    )
    service = JointService.objects.get()
    assign = reverse("cases:joint_assign", args=[service.pk])
    for told in (
        {"kind": "operator", "organisation": str(body.pk), "number": "9"},
        {"kind": "operator", "organisation": str(body.pk), "name": "Rita Sala", "number": "1"},
        {"kind": "volunteer", "number": "300"},
    ):
        answer = client.post(assign, form_of(client.get(assign)) | told)
        assert answer.status_code == 302, words(answer)

    assert made.status_code == 302
    assert list(service.activities.values_list("name", flat=True)) == [
        "Presa in carico", "Educativa domiciliare", "Affido",
    ]  # fmt: skip
    page = words(client.get(service.get_absolute_url()))
    assert "Enti: 1 · operatori: 10 · volontari: 300" in page
    assert "Rita Sala" in page and "Cooperativa Ruah" in page
    leave = reverse(
        "cases:joint_leave", args=[service.pk, service.assigned.get(name="Rita Sala").pk]
    )
    assert leave in client.get(service.get_absolute_url()).content.decode()
    file = client.get(service.get_absolute_url(), {"formato": "csv"})
    assert file.status_code == 200
    assert "Togli" not in file.content.decode()
    assert "Minori e Famiglie" in words(client.get(reverse("cases:joints")))


def test_an_operator_is_of_a_body_and_a_name_is_one_person(planner):
    by = enter(planner.user_id, planner.pk)
    service = JointServiceFactory(ambito=planner.ambito)

    with pytest.raises(ValidationError, match="per quale ente"):
        joint.assign(service, by=by, kind="operator", name="Rita Sala")
    with pytest.raises(ValidationError, match="una persona"):
        joint.assign(service, by=by, kind="volunteer", name="Rita Sala", number=3)


def test_a_case_enters_an_activity_and_leaves_it_and_both_stay_told(case, owner, at_work):
    activity = JointActivityFactory(service__ambito=owner.ambito, name="Educativa domiciliare")
    client = at_work(owner)
    page = reverse("cases:case", args=[case.pk])
    attach = reverse("cases:case_attach", args=[case.pk])

    assert "In un servizio coprogettato" in words(client.get(page))
    answer = client.post(attach, form_of(client.get(attach)) | {"activity": str(activity.pk)})
    assert answer.status_code == 302, words(answer)
    assert "Educativa domiciliare" in words(client.get(page))
    again = client.post(attach, form_of(client.get(attach)) | {"activity": str(activity.pk)})
    assert "È già in questa attività." in words(again)
    with arranging():
        row = CaseActivity.objects.unscoped("test").get()
    detach = reverse("cases:case_detach", args=[case.pk, row.pk])
    assert client.post(detach, form_of(client.get(detach))).status_code == 302
    assert "finita" in words(client.get(page))


def test_an_agreement_that_is_over_takes_no_more_cases(case, owner):
    over = JointActivityFactory(service__ambito=owner.ambito)
    elsewhere = JointActivityFactory()
    with arranging():
        JointService.objects.filter(pk=over.service_id).update(
            period=[dt.date(2011, 9, 1), today() - dt.timedelta(days=1)]
        )
        over = JointActivity.objects.get(pk=over.pk)
    by = enter(owner.user_id, owner.pk)

    for activity in (over, elsewhere):
        with pytest.raises(ValidationError, match="non è in vigore"):
            joint.attach_case(case, by=by, activity=activity)


def test_when_it_ends_nobody_is_assigned_and_its_bodies_follow_no_case(case, manager, at_work):
    body = OrganisationFactory(ambito=case.ambito)
    town = OrganisationFactory(ambito=case.ambito, kind="municipality")
    service = JointServiceFactory(ambito=case.ambito)
    followers = []
    for each in (body, town):
        AssignedFactory(service=service, organisation=each)
        post = PostFactory(role=RoleKey.PARTNER, ambito=case.ambito, organisation=each)
        given(case, post)
        followers.append(post)
    client = at_work(manager)
    address = reverse("cases:joint_end", args=[service.pk])

    assert client.post(address, form_of(client.get(address))).status_code == 302

    with arranging():
        going_on = CaseWorker.objects.in_force().unscoped("test").values_list("post", flat=True)
        assert set(going_on) == {case.owner_id, followers[1].pk}
        ends = {str(row.period.upper) for row in Assigned.objects.all()}
    assert ends == {str(today() + dt.timedelta(days=1))}


@pytest.mark.parametrize("role", [RoleKey.CASEWORKER, RoleKey.PARTNER, RoleKey.FRONT_DESK])
def test_who_keeps_no_agreements_reads_them_and_the_wall_lets_nothing_in(role, owner, at_work):
    service = JointServiceFactory(ambito=owner.ambito)
    more = {"organisation": OrganisationFactory(ambito=owner.ambito)}
    post = PostFactory(role=role, ambito=owner.ambito, **more if role == RoleKey.PARTNER else {})
    client = at_work(post)

    assert client.get(service.get_absolute_url()).status_code == 200
    for name in ("joint_piece", "joint_assign", "joint_end"):
        assert client.get(reverse(f"cases:{name}", args=[service.pk])).status_code == 403
    enter(post.user_id, post.pk)
    with pytest.raises(Error, match="row-level security"), transaction.atomic():
        JointActivity(service=service, name="Di nascosto").save(force_insert=True)


def test_nobody_else_is_told_how_many_cases_are_in_it_nor_enters_them(case, planner, at_work):
    told = joint_of(case, "Insieme")
    reserved = CaseFactory(ambito=case.ambito, restricted=True)
    client = at_work(planner)

    assert "prese in carico" not in words(client.get(told["joint"].get_absolute_url())).lower()
    actor = enter(planner.user_id, planner.pk)
    assert not CaseActivity.objects.unscoped("the second wall").exists()
    assert not CaseActivity.objects.visible_to(actor).filter(case=reserved).exists()
