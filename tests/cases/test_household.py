"""A household that splits and joins again: the case follows it, dated, and nothing is lost."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from prossimo.accounts.choices import RoleKey
from prossimo.cases.choices import CaseState, MemberRole
from prossimo.cases.models import Case, CaseMember, CaseStep, DiaryEntry
from prossimo.cases.operations import closing, opening, parts
from prossimo.cases.operations.household import END, KEEP, follow_household
from prossimo.cases.queries.household import change_of
from prossimo.citizens.choices import HouseholdRole, KinshipKind
from prossimo.citizens.models import Kinship, Person
from prossimo.citizens.operations.people import update_person
from prossimo.core.periods import since, today
from tests.access.reading import words
from tests.accounts.factories import PostFactory
from tests.arranging import arranging
from tests.cases.factories import CaseFactory, DiaryEntryFactory, given
from tests.citizens.factories import HouseholdFactory, PersonFactory
from tests.citizens.registry.desk import Desk, row
from tests.network.factories import OrganisationFactory
from tests.pages import form_of
from tests.territory.factories import MunicipalityFactory

pytestmark = pytest.mark.django_db
DAY = today() - dt.timedelta(days=10)


@pytest.fixture
def home(owner):
    return HouseholdFactory(ambito=owner.ambito)


@pytest.fixture
def family(owner, home):
    """The one the case is about, a partner and a child, at home together."""
    return {
        role: PersonFactory(ambito=owner.ambito, household=home, household_role=role)
        for role in (HouseholdRole.REFERENCE, HouseholdRole.PARTNER, HouseholdRole.CHILD)
    }


@pytest.fixture
def case(owner, family, acting):
    """Opened on the whole household, six months ago as far as its members go."""
    opened = opening.open_case(
        family["reference"], by=acting(owner), user_area="FAM", why="Chiede aiuto", owner=owner,
        with_household=True,
    )  # fmt: skip
    with arranging():
        CaseMember.objects.unscoped("test").filter(case=opened).update(
            period=since(today() - dt.timedelta(days=180))
        )
    return opened


def as_it_is(case):
    return Case.objects.unscoped("test").select_related("person").get(pk=case.pk)


def changed(case, actor):
    return change_of(actor, as_it_is(case))


def members(case):
    rows = CaseMember.objects.unscoped("test").filter(case=case).order_by("period", "pk")
    return [(each.person_id, each.role, each.period, each.apart_on) for each in rows]


def moves(person, actor, **where):
    held = Person.objects.visible_to(actor).get(pk=person.pk)
    update_person(person.pk, by=actor, expected=held.version, **where)
    person.household_id = Person.objects.unscoped("test").get(pk=person.pk).household_id


def followed(case, by, *, gone=END, role=None, day=DAY, note=""):
    """Everybody told of the change is said of in the same way."""
    held, change = as_it_is(case), changed(case, by)
    return follow_household(
        held, by=by, expected=held.version, day=day, note=note,
        gone={each.pk: gone for each in change.gone},
        new={each.person.pk: role or each.role for each in change.new},
        back=frozenset(each.pk for each in change.back),
    )  # fmt: skip


def test_a_case_of_a_household_begins_with_who_lives_there(case, family):
    assert {(person, role) for person, role, *_rest in members(case)} == {
        (family["reference"].pk, MemberRole.SUBJECT),
        (family["partner"].pk, MemberRole.PARTNER),
        (family["child"].pk, MemberRole.CHILD),
    }


def test_a_household_that_splits_and_joins_again_leaves_dated_members_and_its_story(
    case, family, owner, acting
):
    by = acting(owner)
    DiaryEntryFactory(case=case)
    assert not changed(case, by)

    moves(family["partner"], by, leaves_household=True)
    moves(family["child"], by, joins=family["partner"])
    split = changed(case, by)
    assert {each.person_id for each in split.gone} == {family["partner"].pk, family["child"].pk}
    assert not split.new
    followed(case, by, note="Separazione")
    assert not changed(case, by)
    moves(family["partner"], by, joins=family["reference"])
    moves(family["child"], by, joins=family["reference"])
    joined = changed(case, by)
    assert {(each.person.pk, each.role) for each in joined.new} == {
        (family["partner"].pk, MemberRole.PARTNER), (family["child"].pk, MemberRole.CHILD),
    }  # fmt: skip
    followed(case, by, day=today())

    assert not changed(case, by)
    of_the_child = [each for each in members(case) if each[0] == family["child"].pk]
    assert [each[2].upper for each in of_the_child] == [DAY, None]
    assert of_the_child[1][2].lower == today()
    rows = CaseStep.objects.unscoped("test").filter(case=case).order_by("at", "pk")
    assert [each.note for each in rows if each.name == "household"] == [
        "2 escono. Separazione", "2 persone entrano",
    ]  # fmt: skip
    assert DiaryEntry.objects.unscoped("test").filter(case=case).count() == 1


def test_the_case_follows_the_one_it_is_about_into_another_household(case, family, owner, acting):
    """Who moves is the one of the case: another home, with others in it."""
    by, elsewhere = acting(owner), HouseholdFactory(ambito=owner.ambito)
    aunt = PersonFactory(ambito=owner.ambito, household=elsewhere)
    with arranging():
        Kinship(person=aunt, relative=family["reference"], kind=KinshipKind.SIBLING).save()
    moves(family["reference"], by, joins=aunt)

    told = changed(case, by)

    assert {each.person_id for each in told.gone} == {family["partner"].pk, family["child"].pk}
    assert [(each.person.pk, each.role) for each in told.new] == [(aunt.pk, MemberRole.SIBLING)]
    followed(case, by, gone=KEEP)
    assert as_it_is(case).household_id == aunt.household_id
    assert not changed(case, by)
    apart = [each[3] for each in members(case) if each[0] == family["child"].pk]
    assert apart == [DAY]


def test_who_stays_in_the_case_though_elsewhere_is_told_of_when_back_at_home(
    case, family, owner, acting
):
    by = acting(owner)
    moves(family["partner"], by, leaves_household=True)
    followed(case, by, gone=KEEP)
    assert not changed(case, by)

    moves(family["partner"], by, joins=family["reference"])
    back = changed(case, by)
    assert [each.person_id for each in back.back] == [family["partner"].pk]
    assert not (back.gone or back.new)
    followed(case, by)
    moves(family["partner"], by, leaves_household=True)

    assert [each.person_id for each in changed(case, by).gone] == [family["partner"].pk]


def test_the_registry_splits_a_family_joins_it_and_tells_who_died(
    owner, acting, settings, tmp_path
):
    """The same through files of the registry: codes of family that change, and a death."""
    settings.STATE = tmp_path
    town = MunicipalityFactory(ambito=owner.ambito)
    desk = Desk(PostFactory(ambito=owner.ambito, role=RoleKey.SOCIAL_DESK), town)
    together = [
        row("A1", "Rossi", "Maria", family="F1"),
        row("A2", "Bianchi", "Ugo", family="F1", role="coniuge", sex="M", born="03/03/1958"),
        row("A3", "Bianchi", "Ida", family="F1", role="figlia", born="04/04/1990"),
    ]
    desk.apply(*together)
    maria = desk.person("A1")
    case = opening.open_case(
        maria, by=acting(owner), user_area="FAM", why="Chiede aiuto", owner=owner,
        with_household=True,
    )  # fmt: skip
    assert len(members(case)) == 3

    desk.again()
    apart = row("A3", "Bianchi", "Ida", family="F9", role="IS", born="04/04/1990")
    desk.apply(together[0], together[1], apart)
    by = acting(owner)
    assert [each.person.given_name for each in changed(case, by).gone] == ["Ida"]
    followed(case, by, day=today())
    desk.again()
    died = f"{DAY:%d/%m/%Y}"
    dead = row(
        "A2", "Bianchi", "Ugo", family="F1", role="coniuge", sex="M", born="03/03/1958", died=died
    )
    desk.apply(together[0], dead, together[2])
    by = acting(owner)
    told = changed(case, by)
    assert [each.person.given_name for each in told.gone] == ["Ugo"]
    assert [each.person.given_name for each in told.new] == ["Ida"]
    followed(case, by, gone=KEEP, day=today())

    assert not changed(case, by)
    assert len(members(case)) == 4


def test_what_is_not_shown_any_more_or_a_day_ahead_is_refused(case, family, owner, acting):
    by = acting(owner)
    moves(family["child"], by, leaves_household=True)
    held, change = as_it_is(case), changed(case, by)
    said = {"by": by, "expected": held.version, "new": {}}

    with pytest.raises(ValidationError, match="cambiata ancora"):
        follow_household(held, day=today(), gone={uuid.uuid4(): END}, **said)
    with pytest.raises(ValidationError, match="non nel futuro"):
        ahead = today() + dt.timedelta(days=1)
        follow_household(held, day=ahead, gone={change.gone[0].pk: END}, **said)
    assert changed(case, by).gone


def test_who_was_taken_out_while_at_home_is_not_proposed_again(case, family, owner, acting):
    by = acting(owner)
    rows = CaseMember.objects.unscoped("test").select_related("case", "person")
    child = rows.get(case=case, person=family["child"])
    parts.end_member(child, by=by, expected=child.version, last=today())

    tomorrow = as_it_is(case)
    assert not change_of(by, tomorrow).new


def test_who_enters_though_living_elsewhere_is_no_change(case, owner, acting):
    by, aunt = acting(owner), PersonFactory(ambito=owner.ambito)
    parts.add_member(as_it_is(case), by=by, person=aunt, role=MemberRole.RELATIVE)

    assert not changed(case, by)


def test_a_case_of_one_person_or_a_closed_one_is_not_compared(case, family, owner, acting):
    by = acting(owner)
    alone = CaseFactory(ambito=owner.ambito, owner=owner, person=family["child"])
    moves(family["partner"], by, leaves_household=True)
    held = as_it_is(case)
    assert not changed(alone, by)
    closing.close_case(held, by=by, expected=held.version, outcome="reached", closing="Fatto")

    assert as_it_is(case).state == CaseState.CLOSED
    assert not changed(case, by)


def test_the_page_says_who_and_one_form_brings_the_case_up_to_date(
    case, family, owner, acting, at_work
):
    by = acting(owner)
    cousin = PersonFactory(ambito=owner.ambito)
    moves(family["partner"], by, leaves_household=True)
    moves(cousin, by, joins=family["reference"])
    client, act = at_work(owner), reverse("cases:household", args=[case.pk])

    page = words(client.get(case.get_absolute_url()))
    assert "(coniuge o convivente): non vive più qui" in page
    assert "ora vive qui e non è nel caso" in page
    assert cousin.full_name in page
    assert "Rivedere chi c'è in famiglia" in page
    unsaid = client.post(act, form_of(client.get(act)))
    assert unsaid.status_code == 422
    gone = f"gone_{changed(case, acting(owner)).gone[0].pk}"
    done = client.post(act, form_of(client.get(act)) | {gone: KEEP})

    assert done.status_code == 302
    after = words(client.get(case.get_absolute_url()))
    assert "La famiglia è cambiata" in after  # in the story
    assert "non vive più qui" not in after
    assert "vive altrove" in after
    assert client.get(act).status_code == 302


def test_who_was_not_given_family_and_network_is_told_of_nobody(
    case, family, owner, colleague, manager, acting, at_work
):
    by = acting(owner)
    newcomer = PersonFactory(ambito=owner.ambito)
    moves(newcomer, by, joins=family["reference"])
    given(case, colleague, parts=["diary", "plan"])
    act = reverse("cases:household", args=[case.pk])

    for post in (colleague, manager):
        client = at_work(post)
        page = client.get(case.get_absolute_url())
        assert page.status_code == 200
        assert newcomer.full_name not in words(page)
        assert client.get(act).status_code == 403
    with pytest.raises(PermissionDenied):
        followed(case, acting(colleague))


def test_who_may_not_be_seen_is_not_named_though_they_came_home(
    case, family, owner, acting, at_work
):
    """A worker of another body with the family part: members they know, newcomers they do not."""
    by = acting(owner)
    newcomer = PersonFactory(ambito=owner.ambito)
    moves(newcomer, by, joins=family["reference"])
    moves(family["partner"], by, leaves_household=True)
    body = OrganisationFactory(ambito=owner.ambito)
    partner = PostFactory(ambito=owner.ambito, role=RoleKey.PARTNER, organisation=body)
    given(case, partner, parts=["network"])

    told = changed(case, acting(partner))

    assert newcomer.pk not in {each.person.pk for each in told.new}
    assert [each.person_id for each in told.gone] == [family["partner"].pk]
