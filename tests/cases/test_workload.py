"""Who carries what: the weights, the owner that is proposed, the list of who leaves, the LEPS."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from prossimo.accounts.choices import RoleKey
from prossimo.accounts.models import Post
from prossimo.cases.models import Case
from prossimo.cases.operations.handover import hand_over
from prossimo.cases.queries import workload
from prossimo.cases.queries.twins import twins
from prossimo.cases.rules import (
    CaseWeights,
    StaffingRule,
    staffing_on,
    staffing_stands,
    weights_on,
)
from prossimo.core.concurrency import StaleVersion
from prossimo.core.periods import between, today
from prossimo.territory.models import Residents
from tests.access.segretariato_factories import AllocationRuleFactory
from tests.accounts.factories import PostFactory
from tests.arranging import arranging
from tests.cases.factories import LONG_AGO, CaseFactory
from tests.citizens.factories import PersonFactory
from tests.pages import form_of, said
from tests.pdfs import text_of
from tests.territory.factories import MunicipalityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def left(owner):
    """Somebody who was here until yesterday, and still has a case."""
    post = PostFactory(
        role=RoleKey.CASEWORKER,
        ambito=owner.ambito,
        period=between(LONG_AGO, today() - dt.timedelta(days=1)),
    )
    CaseFactory(ambito=owner.ambito, owner=post)
    return post


def test_the_weight_follows_the_intensity_and_the_heaviest_comes_first(
    owner, colleague, manager, acting
):
    for intensity in ("full", "light", "prevention"):
        CaseFactory(ambito=owner.ambito, owner=owner, intensity=intensity)
    CaseFactory(ambito=owner.ambito, owner=colleague, intensity="light")
    CaseFactory(ambito=owner.ambito, owner=owner, state="closed")
    CaseFactory(ambito=owner.ambito, owner=owner, restricted=True)

    loads = workload.loads_by(acting(manager), "chi")

    assert [(load.weight, load.live) for load in loads] == [(7, 3), (2, 1)]
    assert (loads[0].prevention, loads[0].light, loads[0].full) == (1, 1, 1)
    mine = workload.loads_by(acting(colleague), "chi")
    assert [load.live for load in mine] == [1]


@pytest.mark.parametrize("by", ["area", "quartiere"])
def test_the_same_cases_by_area_and_by_neighbourhood(owner, manager, acting, by):
    CaseFactory(ambito=owner.ambito, owner=owner, user_area="ELD")
    CaseFactory(ambito=owner.ambito, owner=owner, user_area="FAM")

    loads = workload.loads_by(acting(manager), by)

    assert sum(load.live for load in loads) == 2
    assert all(load.label for load in loads)


def test_an_owner_is_proposed_by_rule_and_else_by_area_and_load(owner, colleague, manager, acting):
    CaseFactory(ambito=owner.ambito, owner=owner)
    CaseFactory(ambito=owner.ambito, state="proposed", user_area="ELD")
    by_load = workload.unowned(acting(manager))[0]
    assert by_load.post == colleague
    assert "ne ha meno, 0" in by_load.explained[0]

    AllocationRuleFactory(post=owner, ambito=owner.ambito, user_area="ELD", most=None)

    by_rule = workload.unowned(acting(manager))[0]
    assert by_rule.post == owner
    assert "La regola dice" in by_rule.explained[0]


def test_one_click_assigns_and_the_second_is_told(owner, manager, at_work):
    case = CaseFactory(ambito=owner.ambito, state="proposed")
    client = at_work(manager)
    assert case.person.full_name in said(client.get(reverse("cases:workload")))
    address = reverse("cases:workload_assign", args=[case.pk])
    fields = {"to": str(owner.pk), "version": "1"}

    assert client.post(address, fields).status_code == 302
    client.post(address, fields)

    with arranging():
        assert Case.objects.unscoped("test").get(pk=case.pk).owner_id == owner.pk
    page = said(client.get(reverse("cases:workload")))
    assert "Assegnata a" in page
    assert "Perché" in page or "già" in page or "un'altra persona" in page.lower()


def test_who_left_and_who_is_leaving_stand_on_the_page(owner, left, manager, acting, at_work):
    soon = PostFactory(
        role=RoleKey.CASEWORKER,
        ambito=owner.ambito,
        period=between(LONG_AGO, today() + dt.timedelta(days=10)),
    )
    CaseFactory(ambito=owner.ambito, owner=soon)
    CaseFactory(ambito=owner.ambito, owner=owner)

    found = workload.leaving(acting(manager))

    assert [(each.post, each.ended) for each in found] == [(left, True), (soon, False)]
    assert "senza titolare in servizio" in said(at_work(manager).get(reverse("cases:workload")))


def test_all_are_handed_over_together_or_one_by_one(owner, colleague, left, manager, at_work):
    other = CaseFactory(ambito=owner.ambito, owner=left, user_area="ELD")
    client = at_work(manager)
    address = reverse("cases:handover", args=[left.pk])
    fields = form_of(client.get(address))
    assert client.post(address, fields | {"why": "Lascia"}).status_code == 422
    fields |= {"why": "Lascia", "to_all": str(owner.pk), f"to_{other.pk}": str(colleague.pk)}

    assert client.post(address, fields).status_code == 302

    with arranging():
        owners = set(Case.objects.unscoped("test").values_list("owner", flat=True))
    assert owners == {owner.pk, colleague.pk}
    assert "Non ha prese in carico aperte" in said(client.get(address))


def test_all_pass_or_none(owner, left, manager, acting):
    first = CaseFactory(ambito=owner.ambito, owner=left)
    by = acting(manager)
    cases = workload.cases_of_post(by, left)
    cases[-1].version = 9
    with pytest.raises(StaleVersion):
        hand_over([(case, owner) for case in cases], by=by, why="Lascia")
    with pytest.raises(ValidationError):
        hand_over([], by=by, why="Lascia")
    with pytest.raises(ValidationError):
        hand_over([(first, owner)], by=by, why=" ")


def test_the_list_is_printed_and_leaves_as_a_file(owner, left, manager, at_work):
    client = at_work(manager)
    paper = client.get(reverse("cases:handover_print", args=[left.pk]))
    assert left.user.get_full_name() in text_of(paper.content)
    sheet = client.get(reverse("cases:workload"), {"formato": "csv", "per": "area"})
    assert "famiglia e minori" in sheet.content.decode()


def test_who_only_has_cases_sees_their_own_and_hands_nothing_over(case, owner, left, at_work):
    client = at_work(owner)
    page = said(client.get(reverse("cases:workload")))
    assert "Quanto porto?" in page
    assert "senza titolare" not in page
    assert client.get(reverse("cases:handover", args=[left.pk])).status_code == 403


def test_social_workers_are_counted_against_residents(owner, colleague, manager, acting):
    town = MunicipalityFactory(ambito=owner.ambito)
    with arranging():
        Residents(
            municipality=town,
            year=today().year - 1,
            sex="F",
            age_band="30-34",
            citizenship="IT",
            count=9000,
        ).save(force_insert=True)

    found = workload.staffing(acting(manager))

    assert (found.workers, found.full_timers, found.residents, found.each) == (2, 2, 9000, 4500)
    assert found.stands == "owed"

    with arranging():
        Post.objects.filter(pk=owner.pk).update(weekly_hours=18)
    found = workload.staffing(acting(manager))
    assert (found.workers, found.full_timers, found.each) == (2, Decimal("1.5"), 6000)
    assert found.stands == "short"


def test_the_rules_are_of_their_day():
    later = CaseWeights(dt.date(2027, 1, 1), full=5)
    assert weights_on(dt.date(2026, 6, 1), [later, CaseWeights(LONG_AGO)]).of("full") == 4
    assert weights_on(dt.date(2027, 1, 1), [later, CaseWeights(LONG_AGO)]).of("full") == 5
    with pytest.raises(LookupError):
        weights_on(dt.date(1999, 1, 1))
    assert staffing_on(dt.date(2020, 12, 31)) is None
    rule = StaffingRule(LONG_AGO)
    assert staffing_stands(8000, 2, rule) == "target"
    assert staffing_stands(8001, 2, rule) == "owed"
    assert staffing_stands(10_001, 2, rule) == "short"


def test_two_live_cases_left_by_a_merge_are_told_on_both(owner, manager, acting, at_work):
    kept = PersonFactory(ambito=owner.ambito)
    gone = PersonFactory(ambito=owner.ambito)
    one = CaseFactory(ambito=owner.ambito, owner=owner, person=kept)
    other = CaseFactory(ambito=owner.ambito, owner=owner, person=gone)
    CaseFactory(ambito=owner.ambito, owner=owner, person=gone, user_area="ELD")
    with arranging():
        gone.merged_into = kept
        gone.save(update_fields=["merged_into"])

    client = at_work(owner)
    for case, twin in ((one, other), (other, one)):
        page = said(client.get(case.get_absolute_url()))
        assert "altra presa in carico aperta in quest'area" in page
        assert twin.number in page
    assert twins(acting(manager)) == [other]
    assert "Due cartelle" in said(at_work(manager).get(reverse("cases:workload")))
