"""Some are registered twice, some only look so; who is who is known to the seed alone."""

import datetime as dt

import numpy as np
import pytest

from prossimo.citizens.taxcode import read_tax_code
from prossimo.web.demo import doubles, names, sheets, slips
from prossimo.web.demo.birthplaces import BirthPlaces
from prossimo.web.demo.draws import dice
from prossimo.web.demo.households import CHILD
from prossimo.web.demo.people import VALID, people_of
from prossimo.web.demo.places import BERGAMO

DAY = dt.date(2026, 6, 10)


def built():
    found = people_of(BERGAMO, names.NameBook(), BirthPlaces(), seed=2018, scale=0.2, day=DAY)
    sheets.number_people(found, 2018)
    return found


@pytest.fixture(scope="module")
def people():
    return built()


def test_eight_of_a_thousand_are_second_records_and_the_truth_is_drawn_again(people):
    pairs = doubles.truth(people)

    assert len(people.doubles.copy) == round(0.008 * len(people))
    assert len(pairs) >= len(people.doubles.copy)
    assert all(left < right for left, right in pairs)
    assert doubles.truth(built()) == pairs


def test_a_second_record_lives_where_its_neighbourhood_counts_it_and_has_grown_up(people):
    copy, original = people.doubles.copy, people.doubles.original

    assert (people.place[copy] == people.place[original]).all()
    assert (people.foreign[copy] == people.foreign[original]).all()
    assert people.members.age[original].min() >= 18
    assert len({*copy.tolist()} & {*original.tolist()}) == 0


def test_second_records_differ_in_every_way_that_desks_know(people):
    copy, original = people.doubles.copy, people.doubles.original
    swapped = [
        people.book.surnames.spelled[people.surname[a]]
        == people.book.given.spelled[people.given[b]]
        for a, b in zip(copy.tolist(), original.tolist(), strict=True)
    ]

    assert sum(swapped) > 3
    for column in (people.surname, people.given, people.born, people.tax_code, people.birth_place):
        share = np.mean(column[copy] != column[original])
        assert 0.03 < share < 0.8
    assert (people.known[copy] >= people.born[copy]).all()


def test_every_valid_code_is_right_in_its_form(people):
    codes = people.tax_code[people.tax_state == VALID][::20].astype("U16").tolist()
    copies = people.doubles.copy
    codes += people.tax_code[copies[people.tax_state[copies] == VALID]].astype("U16").tolist()

    assert len(codes) > 1_000
    assert not any(read_tax_code(code).temporary for code in codes)


def test_there_are_twins_and_namesakes_of_one_day(people):
    child = people.members.role == CHILD
    together = (people.home[1:] == people.home[:-1]) & child[1:] & child[:-1]
    twins = together & (people.born[1:] == people.born[:-1])
    known = np.ones(len(people), dtype=bool)
    known[people.doubles.copy] = False
    who = zip(
        *(column[known].tolist() for column in (people.surname, people.given, people.born)),
        strict=True,
    )

    assert twins.sum() > 10
    assert (people.given[1:][twins] != people.given[:-1][twins]).all()
    assert len(people) - len(people.doubles.copy) - len(set(who)) > 10


@pytest.mark.parametrize("name", ["Shevchenko", "Mohamed", "Xiaoling", "Fo", "D'Angelo"])
def test_slips_change_a_name_and_leave_something_of_it(name):
    rng = dice(1, name)

    for _ in range(20):
        assert slips.misspelt(rng, name)[0] == name[0]
        assert len(slips.misspelt(rng, name)) >= len(name) - 1
        assert slips.transliterated(rng, name)
