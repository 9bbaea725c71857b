"""The registered people are believable: names, ages, families, codes."""

import datetime as dt

import numpy as np
import pytest

from prossimo.core.text import fold, tokens
from prossimo.web.demo import households, names
from prossimo.web.demo.birthplaces import BirthPlaces
from prossimo.web.demo.households import CHILD, PARTNER, REFERENCE
from prossimo.web.demo.people import people_of
from prossimo.web.demo.places import BERGAMO

DAY = dt.date(2026, 6, 10)


@pytest.fixture(scope="module")
def people():
    return people_of(BERGAMO, names.NameBook(), BirthPlaces(), seed=2018, scale=0.1, day=DAY)


def rows_of(people, role):
    rows = np.flatnonzero(people.members.role == role)
    found = np.full(len(people.homes.place), -1)
    found[people.home[rows]] = rows
    return found


def test_the_city_has_its_share_of_people_to_the_last_one(people):
    city = [n for n, place in enumerate(people.places) if place.quarter is not None]

    assert np.isin(people.place, city).sum() == 12_000
    assert len(people) == 12_340


def test_every_household_has_one_reference_person_and_nobody_lives_nowhere(people):
    references = people.home[people.members.role == REFERENCE]

    assert references.tolist() == list(range(len(people.homes.place)))
    assert (
        people.homes.reference.tolist() == np.flatnonzero(people.members.role == REFERENCE).tolist()
    )


def test_children_are_younger_than_who_brings_them_up(people):
    children = np.flatnonzero(people.members.role == CHILD)
    parent = rows_of(people, REFERENCE)[people.home[children]]
    years = (people.born[children] - people.born[parent]).astype(int) / 365.25

    assert years.min() > 14
    assert 25 < np.median(years) < 36


def test_partners_are_grown_up_and_near_in_age(people):
    partners = np.flatnonzero(people.members.role == PARTNER)
    first = rows_of(people, REFERENCE)[people.home[partners]]

    assert people.members.age[partners].min() >= 18
    assert np.median(np.abs(people.members.age[partners] - people.members.age[first])) <= 6


def test_most_children_bear_the_surname_of_a_parent(people):
    children = np.flatnonzero(people.members.role == CHILD)
    surnames = [people.book.surnames.spelled[n].split()[0] for n in people.surname.tolist()]
    first, second = (rows_of(people, role)[people.home[children]] for role in (REFERENCE, PARTNER))

    kept = [
        surnames[child] in {surnames[a], surnames[b]}
        for child, a, b in zip(children.tolist(), first.tolist(), second.tolist(), strict=True)
    ]

    assert np.mean(kept) > 0.9


def test_one_in_six_or_seven_is_foreign_and_more_so_where_they_are_more(people):
    by_place = np.bincount(people.place, people.foreign) / np.bincount(people.place)
    names_ = [q.name for q in BERGAMO.comuni[0].quarters]

    assert 0.14 <= people.foreign.mean() <= 0.17
    assert by_place[names_.index("Malpensata")] > 2 * by_place[names_.index("Longuelo")]


def test_households_are_of_every_size_and_most_are_small():
    shapes = households.gather(households.Dice(np.random.PCG64(1)), 20_000, foreign=False)
    sizes = np.bincount(households.SIZES[shapes])

    assert households.SIZES[shapes].sum() == 20_000
    assert sizes[1] > sizes[2] > sizes[3] > sizes[4] > sizes[5] > 0


def test_names_are_folded_as_the_registry_folds_them(people):
    book = people.book
    for surname, given in zip(
        people.surname[::97].tolist(), people.given[::97].tolist(), strict=True
    ):
        name = f"{book.surnames.spelled[surname]} {book.given.spelled[given]}"
        folded = f"{book.surnames.folded[surname]} {book.given.folded[given]}"
        words = [*book.surnames.tokens[surname], *book.given.tokens[given]]

        assert folded == fold(name)
        assert list(dict.fromkeys(words)) == tokens(name)


def test_nobody_is_born_tomorrow_or_known_before_birth(people):
    assert people.born.max() <= np.datetime64(DAY)
    assert (people.known >= people.born).all()
    assert people.known.max() <= np.datetime64(DAY)


def test_names_do_not_all_come_from_one_list(people):
    shares = np.sort(np.bincount(people.surname))[::-1] / len(people)

    assert shares[0] < 0.02
    assert (shares > 0).sum() > 1_000
