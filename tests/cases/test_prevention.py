"""A case that is prevention from the start, what it becomes as needs grow, and how it comes back."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from prossimo.cases.choices import Intensity
from prossimo.cases.models import Case, CaseNeed
from prossimo.cases.operations import opening, parts
from prossimo.cases.queries.cases import proposed_intensity
from tests.access.reading import rows, words
from tests.cases.factories import CaseFactory
from tests.catalogue.factories import NeedFactory
from tests.citizens.factories import PersonFactory
from tests.pages import form_of

pytestmark = pytest.mark.django_db


def as_it_is(case):
    return Case.objects.unscoped("test").get(pk=case.pk)


def becomes(case, by, intensity, why="", **values):
    held = as_it_is(case)
    told = {"intensity": intensity, "intensity_why": why, **values}
    return parts.change_case(held, by=by, expected=held.version, values=told)


def opened(owner, by, **more):
    person = PersonFactory(ambito=owner.ambito)
    return opening.open_case(person, by=by, user_area="FAM", why="Aiuto", owner=owner, **more)


@pytest.mark.parametrize(
    ("needs", "signs", "intensity"),
    [
        (1, {}, Intensity.PREVENTION),
        (2, {}, Intensity.PREVENTION),
        (0, {}, Intensity.LIGHT),
        (1, {"at_risk": True}, Intensity.FULL),
        (1, {"protected": True}, Intensity.FULL),
    ],
)
def test_a_case_opens_at_the_intensity_of_the_rule(owner, acting, needs, signs, intensity):
    mild = [NeedFactory() for _each in range(needs)]
    case = opened(owner, acting(owner), mild=mild, values=signs)

    assert as_it_is(case).intensity == intensity == proposed_intensity(case).intensity
    assert CaseNeed.objects.unscoped("test").filter(case=case, weight=1).count() == needs


def test_prevention_grows_to_light_and_full_by_the_rule_and_comes_back(owner, acting):
    by = acting(owner)
    case = opened(owner, by, mild=[NeedFactory()])

    heavier = parts.add_need(as_it_is(case), by=by, need=NeedFactory(), weight=2)
    assert becomes(case, by, Intensity.LIGHT).intensity_why == ""
    grave = parts.add_need(as_it_is(case), by=by, need=NeedFactory(), weight=3)
    assert becomes(case, by, Intensity.FULL).intensity_why == ""
    parts.meet_need(grave, by=by, expected=grave.version)
    assert becomes(case, by, Intensity.LIGHT).intensity_why == ""
    parts.meet_need(heavier, by=by, expected=heavier.version)
    assert becomes(case, by, Intensity.PREVENTION).intensity_why == ""

    assert as_it_is(case).intensity == Intensity.PREVENTION


@pytest.mark.parametrize("weight", [1, 2, 3])
@pytest.mark.parametrize("wanted", Intensity)
def test_another_intensity_than_the_rules_asks_for_a_reason(owner, acting, weight, wanted):
    by = acting(owner)
    case = opened(owner, by)
    parts.add_need(as_it_is(case), by=by, need=NeedFactory(), weight=weight)
    by_rule = proposed_intensity(as_it_is(case)).intensity

    if wanted == by_rule:
        assert becomes(case, by, wanted, "Non serve").intensity_why == ""
        return
    with pytest.raises(ValidationError, match="scrivi perché"):
        becomes(case, by, wanted)
    assert becomes(case, by, wanted, "La conosciamo da anni").intensity_why


def test_prevention_is_chosen_on_the_page_of_opening_and_told_on_the_case(owner, at_work):
    person, need = PersonFactory(ambito=owner.ambito), NeedFactory()
    client, address = at_work(owner), reverse("cases:case_open", args=[person.pk])
    told = {"user_area": "FAM", "why": "La scuola la segnala", "mild": str(need.pk)}

    done = client.post(address, form_of(client.get(address)) | told)

    assert done.status_code == 302
    page = words(client.get(done["Location"]))
    assert "prevenzione" in page
    assert "La regola propone: prevenzione" in page
    assert str(need) in page


def test_the_list_is_narrowed_to_those_of_prevention(owner, at_work):
    of_each = {
        each: CaseFactory(ambito=owner.ambito, owner=owner, intensity=each) for each in Intensity
    }
    client, address = at_work(owner), reverse("cases:cases")

    for intensity, case in of_each.items():
        listed = rows(client.get(address, {"intensity": intensity}))
        assert [row[0] for row in listed] == [case.person.listed_name]
    assert "prevenzione" in words(client.get(address, {"intensity": "prevention"}))


def test_the_reason_for_another_intensity_stands_among_the_facts(owner, at_work):
    case = CaseFactory(
        ambito=owner.ambito, owner=owner, intensity="full", intensity_why="Tre traslochi in un anno"
    )

    assert "Tre traslochi in un anno" in words(at_work(owner).get(case.get_absolute_url()))
