"""Who counts around a case: added, drawn, ended, and shown to who was given that part."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from prossimo.cases.models import CaseTie
from prossimo.cases.netmap import Around, draw
from prossimo.cases.operations.ties import add_tie, end_tie
from prossimo.core.concurrency import StaleVersion
from prossimo.core.periods import today
from tests.access.reading import errors, words
from tests.arranging import arranging
from tests.cases.factories import CaseFactory, given
from tests.cases.test_pages import page, post
from tests.cases.ties_factories import CaseTieFactory
from tests.citizens.factories import HouseholdFactory, KinshipFactory, PersonFactory
from tests.network.factories import OrganisationFactory

pytestmark = pytest.mark.django_db
TOLD = {
    "who": "neighbour", "name": "La vicina", "kind": "supports", "strength": 3, "note": "",
    "organisation": None, "post": None, "person": None,
}  # fmt: skip


def ties(case):
    with arranging():
        return list(CaseTie.objects.unscoped("test").filter(case=case))


def drawn(answer):
    """The picture of the network, and nothing else of the page."""
    return answer.content.decode().partition('class="case-netmap"')[2].partition("</svg>")[0]


def test_a_neighbour_is_added_drawn_listed_and_ended(case, owner, at_work):
    client = at_work(owner)
    empty = words(client.get(page(case, "network")))
    assert "Chi conta per loro?" in empty

    typed = {
        "who": "shop", "name": "Bar <b>Sport</b>", "kind": "cares", "strength": 3,
        "note": "Tiene le chiavi", "since_on": "2026-03-01",
    }  # fmt: skip
    assert post(client, page(case, "tie_new"), **typed).status_code == 302
    (tie,) = ties(case)
    seen = client.get(page(case, "network"))
    assert "Bar &lt;b&gt;Sport&lt;/b&gt;" in seen.content.decode()
    assert "<title" in seen.content.decode().partition("<svg")[2]
    assert "Tiene le chiavi" in words(seen)

    ended = post(client, page(case, "tie_end", tie.pk), version=1, last=today().isoformat())
    assert ended.status_code == 302
    with arranging():
        past = CaseTieFactory(case=case, name="Don Luigi")
        end = {"period": type(past.period)(dt.date(2020, 1, 1), dt.date(2021, 1, 1))}
        CaseTie.objects.unscoped("test").filter(pk=past.pk).update(**end)
    seen = words(client.get(page(case, "network")))
    assert "Chi c'era" in seen
    assert seen.index("Chi c'era") < seen.index("Don Luigi")


def test_it_is_a_name_or_somebody_known_never_both_and_never_nobody(case, owner, at_work):
    client, body = at_work(owner), OrganisationFactory(ambito=owner.ambito)
    typed = {"who": "group", "kind": "supports", "strength": 2, "since_on": "2026-03-01"}

    nobody = post(client, page(case, "tie_new"), name="", **typed)
    assert nobody.status_code == 422
    assert "Scrivi un nome" in errors(nobody)
    both = post(client, page(case, "tie_new"), name="Caritas", organisation=str(body.pk), **typed)
    assert "Uno solo" in errors(both)
    assert "Caritas" in both.content.decode()
    assert not ties(case)

    assert (
        post(client, page(case, "tie_new"), organisation=str(body.pk), **typed).status_code == 302
    )
    assert body.name in words(client.get(page(case, "network")))


def test_household_and_kin_are_in_the_picture_and_may_be_told_of(case, owner, at_work):
    household = HouseholdFactory(ambito=owner.ambito)
    with arranging():
        case.person.household = household
        case.person.save()
    sister = PersonFactory(ambito=owner.ambito, household=household, surname="Zanzibar")
    uncle = PersonFactory(ambito=owner.ambito, surname="Quadrifoglio")
    KinshipFactory(person=case.person, relative=uncle, kind="aunt")
    client = at_work(owner)

    drawing = drawn(client.get(page(case, "network")))
    assert "Zanzibar" in drawing
    assert "Quadrifoglio" in drawing

    typed = {"who": "kin", "kind": "conflicts", "strength": 2, "since_on": "2026-03-01"}
    told = post(client, page(case, "tie_new"), person=str(sister.pk), **typed)
    assert told.status_code == 302
    drawing = drawn(client.get(page(case, "network")))
    assert drawing.count("Zanzibar") == 1, "whoever is told of is drawn once"
    assert "case-netmap__line--conflicts" in drawing


def test_only_who_was_given_the_network_sees_and_draws_it(case, owner, colleague, manager, acting):
    tie = CaseTieFactory(case=case)
    given(case, colleague, parts=["diary"])

    assert not CaseTie.objects.visible_to(acting(colleague)).exists()
    with pytest.raises(PermissionDenied):
        add_tie(case, by=acting(colleague), values=TOLD, since_on=today())
    assert not CaseTie.objects.visible_to(acting(manager)).exists()
    assert CaseTie.objects.visible_to(acting(owner)).get() == tie


def test_the_page_is_closed_to_who_was_not_given_it_and_its_tab_is_not_there(
    case, colleague, manager, at_work
):
    given(case, colleague, parts=["diary"])

    for who in (colleague, manager):
        client = at_work(who)
        assert client.get(page(case, "network")).status_code == 403
        assert "Famiglia e rete" not in words(client.get(page(case)))


def test_a_tie_of_another_case_is_not_there(case, owner, at_work):
    other = CaseTieFactory(case=CaseFactory(ambito=owner.ambito, owner=owner))

    assert at_work(owner).get(page(case, "tie_end", other.pk)).status_code == 404


def test_the_future_another_ambito_and_the_person_themself_are_refused(case, owner, acting):
    actor = acting(owner)
    tomorrow = today() + dt.timedelta(days=1)
    elsewhere = OrganisationFactory()

    for values, day in (
        (TOLD, tomorrow),
        (TOLD | {"name": "", "organisation": elsewhere}, today()),
        (TOLD | {"name": "", "person": case.person}, today()),
    ):
        with pytest.raises(ValidationError):
            add_tie(case, by=actor, values=values, since_on=day)
    tie = add_tie(case, by=actor, values=TOLD, since_on=today())
    for last in (tomorrow, today() - dt.timedelta(days=5)):
        with pytest.raises(ValidationError):
            end_tie(tie, by=actor, expected=1, last=last)


def test_of_two_who_end_it_the_second_is_told(case, owner, acting):
    actor, tie = acting(owner), CaseTieFactory(case=case)
    end_tie(tie, by=actor, expected=1, last=today())

    with pytest.raises(StaleVersion):
        end_tie(tie, by=actor, expected=1, last=today())


def test_long_names_are_cut_in_the_picture_and_whole_in_the_list(case, owner, at_work):
    name = "Associazione di volontariato delle famiglie del quartiere di Celadina e dintorni"
    CaseTieFactory(case=case, name=name)

    seen = at_work(owner).get(page(case, "network")).content.decode()
    assert name in seen
    assert name not in seen.partition('class="case-netmap"')[2].partition("</svg>")[0]


def test_the_picture_never_puts_two_boxes_on_each_other():
    around = [Around(f"N{n}", "", "supports", n % 3 + 1) for n in range(9)]
    picture = draw("Ada", "", around)

    places = {(box.x, box.y) for box in picture.boxes}
    assert len(places) == 10
    assert all(box.x >= 0 and box.x + 176 <= picture.width for box in picture.boxes)
    assert all(box.y + 64 <= picture.height for box in picture.boxes)


def test_the_page_costs_the_same_with_one_tie_and_with_twenty(
    case, owner, at_work, django_assert_max_num_queries
):
    client, url = at_work(owner), reverse("cases:network", args=[case.pk])
    CaseTieFactory(case=case)
    client.get(url)
    with django_assert_max_num_queries(100) as few:
        client.get(url)
    for n in range(20):
        CaseTieFactory(case=case, name=f"Vicino {n}")
    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get(url)
