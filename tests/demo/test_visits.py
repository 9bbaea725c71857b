"""The published figures, decided in one place."""

import datetime as dt
import itertools

import pytest

from prossimo.web.demo.desks import BUREAUS, DEDICATED
from prossimo.web.demo.visits import STREAMS, desks_of, seat_contacts, users_of

PASS = STREAMS[0]
KIND = {bureau.key: bureau.kind for bureau in BUREAUS}


def users(year, scale=1.0):
    return users_of(PASS, year, scale, 1.0)


def test_9_559_people_in_2018_are_2_7_more_in_a_hundred_than_the_year_before():
    assert users(2018) == 9_559
    assert round(100 * (users(2018) / users(2017) - 1), 1) == 2.7


def test_they_are_49_more_in_a_hundred_than_in_2014():
    assert round(100 * (users(2018) / users(2014) - 1)) == 49


def test_years_rise_smoothly_but_for_the_one_of_the_pandemic():
    counts = [users(year) for year in range(2014, 2031)]
    falls = [2014 + n for n, (a, b) in enumerate(itertools.pairwise(counts)) if b < a]

    assert falls == [2019]  # from 2019 to 2020


def test_another_scale_multiplies_them():
    assert users(2018, 0.1) == 956
    assert users(2018, 8.33) == pytest.approx(9_559 * 8.33, abs=1)


def test_dedicated_desks_draw_what_the_others_lose():
    dedicated = [
        sum(share for key, share in desks_of(PASS, year).items() if KIND[key] in DEDICATED)
        for year in range(2014, 2019)
    ]

    assert dedicated[0] == 0
    assert dedicated == sorted(dedicated)
    general = [users(2014 + n) * (100 - share) / 100 for n, share in enumerate(dedicated)]
    assert general[-1] < general[0]


def test_the_seats_have_5_400_contacts_from_january_2021_to_march_2024():
    today = dt.date(2026, 6, 10)
    windows = [window for year in (2021, 2022, 2023, 2024) for window in seat_contacts(year, today)]

    assert sum(count for _, last, count in windows if last <= dt.date(2024, 3, 31)) == 5_400


def test_nothing_happens_after_today():
    assert seat_contacts(2021, dt.date(2020, 5, 1)) == []
    assert seat_contacts(2021, dt.date(2021, 7, 2))[0][1] == dt.date(2021, 7, 1)
