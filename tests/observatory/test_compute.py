"""Each indicator counts what its definition says, and every door hides the same small cells."""

import pytest

from prossimo.core.indicators import dimensions, indicators
from prossimo.observatory import compute
from prossimo.observatory.questions import Question
from prossimo.territory.choices import AgeBand
from tests.observatory import photographs
from tests.observatory.photographs import contact, people

YEAR = 2018


@pytest.fixture
def ask(root):
    """Photograph the contacts and ask about them."""

    def asked(contacts, key, *by, where=(), **more):
        snapshot = photographs.take(root, contacts)
        question = Question(key, "bergamo", by=by, where=where, year=YEAR, **more)
        return compute.answer(question, compute.opened(snapshot))

    return asked


def values(answer):
    return {row.label: row.value for row in answer.rows}


def test_a_person_who_comes_back_counts_once(ask):
    answer = ask([*people(10), *people(10), *people(5)], "access.users")

    assert [(row.value, row.n) for row in answer.rows] == [(10, 10)]
    assert answer.records == 25


def test_only_desks_of_the_pass_and_named_people_are_its_users(ask):
    contacts = [*people(10), *people(9, first=50, desk=2), *(contact() for _ in range(7))]

    assert ask(contacts, "access.users").rows[0].value == 10


def test_a_contact_counts_once_for_each_reason_named(ask):
    contacts = [*people(10, reasons=(0, 2)), *people(6, first=50, reasons=(2,))]

    assert values(ask(contacts, "access.contacts", "reason")) == {
        "Informazioni": 16,
        "Contributi": 10,
    }


def test_two_reasons_of_one_family_are_one_contact_of_the_family(ask):
    answer = ask(people(10, reasons=(0, 1)), "access.contacts", "reason_group")

    assert values(answer) == {"contributi e Re.I": 10}


def test_contacts_by_what_was_given(ask):
    contacts = [
        *people(8, given=("information", "leaflet")),
        *people(6, first=50, given=("leaflet",)),
    ]

    assert values(ask(contacts, "access.contacts", "given")) == {"opuscolo": 14, "informazioni": 8}


def test_needs_without_a_service(ask):
    contacts = [*people(10), *people(7, first=50, no_service=True)]

    assert ask(contacts, "access.unanswered").rows[0].value == 7


def test_minutes_are_added_up_over_who_has_them(ask):
    answer = ask([*people(10, minutes=15), *people(5, first=50)], "access.minutes")

    assert (answer.rows[0].value, answer.rows[0].n) == (150, 10)


def test_the_share_of_contacts_with_nobody_named(ask):
    contacts = [*people(30), *(contact() for _ in range(10))]

    assert ask(contacts, "access.nobody_named").rows[0].value == 25.0


def test_one_person_who_comes_six_times_is_still_one_person(ask):
    """Six contacts of one person are not six people: the cell stays hidden."""
    contacts = [*people(30), *(contact(99, desk=2) for _ in range(6))]

    assert values(ask(contacts, "access.contacts", "desk")) == {"Pass": None, "Quartiere": None}


def test_ages_stand_in_their_own_order(ask):
    contacts = [*people(6, age_band="85+"), *people(9, first=50, age_band="18-29")]

    assert [row.label for row in ask(contacts, "access.users", "age_band").rows] == [
        "18-29 anni",
        "85 anni e più",
    ]


def test_minors_of_a_neighbourhood_need_ten(ask):
    """Nine minors of Boccaleone are hidden, nine older people are not; without the place, neither."""
    contacts = [
        *people(9, neighbourhood=0, target_group="minors"),
        *people(9, first=50, neighbourhood=0, target_group="older"),
        *people(20, first=90, neighbourhood=1, target_group="minors"),
        *people(20, first=150, neighbourhood=1, target_group="older"),
        *people(20, first=250, neighbourhood=1, target_group="frail"),
        *people(20, first=350, neighbourhood=0, target_group="frail"),
    ]

    crossed = values(ask(contacts, "access.users", "neighbourhood", "target_group"))

    assert crossed["Boccaleone · minori"] is None


@pytest.mark.parametrize("band", [band for band in AgeBand if band.value < "18" or band == "6-10"])
def test_ages_of_minors_are_minors(band):
    if band in {"0-2", "3-5", "6-10", "11-13", "14-17"}:
        assert band in dimensions["age_band"].minors


def test_nobody_is_not_few_and_needs_no_hiding(ask):
    answer = ask(people(10), "access.unanswered")

    assert answer.rows == ()
    assert answer.records == 0


def test_growth_is_hidden_where_either_year_is(root):
    contacts = [
        *people(30, year=2017),
        *people(3, first=60, year=2017, sex="M"),
        *people(30, year=2018),
        *people(9, first=60, year=2018, sex="M"),
    ]
    snapshot = photographs.take(root, contacts)
    question = Question("access.users.growth", "bergamo", by=("sex",), year=2018)

    answer = compute.answer(question, compute.opened(snapshot))

    assert {row.label: row.value for row in answer.rows}["maschio"] is None


def test_a_filter_is_a_slice_of_the_crossed_table(ask):
    """The same cell, asked by filter or by crossing, is shown or hidden alike."""
    contacts = [
        *people(12, neighbourhood=0, reasons=(0,)),
        *people(3, first=50, neighbourhood=0, reasons=(2,)),
        *people(20, first=90, neighbourhood=1, reasons=(2,)),
        *people(14, first=150, neighbourhood=1, reasons=(3,)),
    ]
    crossed = ask(contacts, "access.contacts", "reason", "neighbourhood")
    photographed = {
        (row.labels["reason"], row.labels["neighbourhood"]): row.value for row in crossed.rows
    }

    snapshot = compute.opened(photographs.current_one())
    for place in ("Boccaleone", "Celadina"):
        question = Question(
            "access.contacts",
            "bergamo",
            by=("reason",),
            where=(("neighbourhood", place),),
            year=YEAR,
        )
        for row in compute.answer(question, snapshot).rows:
            assert row.value == photographed[(row.label, place)]


@pytest.mark.parametrize("indicator", indicators, ids=lambda found: found.key)
def test_every_indicator_answers_by_each_of_its_dimensions(indicator, root):
    snapshot = photographs.take(
        root, [*people(20, year=2017), *people(20, minutes=5, given=("leaflet",))]
    )
    warehouse = compute.opened(snapshot)

    for dimension in ((), *((name,) for name in indicator.grain)):
        answer = compute.answer(Question(indicator.key, "bergamo", by=dimension), warehouse)
        assert answer.definition and answer.label and answer.unit


def test_every_declaration_explains_itself():
    for indicator in indicators:
        assert str(indicator.definition).endswith("."), indicator.key
        assert str(indicator.question).endswith("?"), indicator.key
        assert set(indicator.grain) <= {dimension.key for dimension in dimensions}
