"""Who is in charge at the end of a year, what begins and what ends: by hand-made rows and by records."""

import datetime as dt

from django.db import connection

from tests.arranging import arranging
from tests.cases.factories import CaseFactory
from tests.citizens.factories import PersonFactory
from tests.observatory.photographs import case, held


def test_who_is_followed_in_two_areas_is_one_person(ask):
    rows = [held(n) for n in range(6)] + [held(10 + n, person=n, user_area="ELD") for n in range(6)]

    assert ask("cases.followed", in_charge=rows).rows[0].value == 6
    by_area = ask("cases.followed", "user_area", in_charge=rows)
    assert {row.label: row.value for row in by_area.rows} == {"famiglia e minori": 6, "anziani": 6}


def test_few_people_are_not_told(ask):
    rows = [held(n) for n in range(9)] + [held(20 + n, user_area="DIS") for n in range(2)]

    told = {row.label: row.value for row in ask("cases.followed", "user_area", in_charge=rows).rows}

    assert told["disabili"] is None


def test_days_to_be_taken_in_charge_and_of_life_are_medians(ask):
    taken = [case(n, to_take=days) for n, days in enumerate((1, 3, 5, 40, 60))]
    closed = [
        case(n, lasted=days, case_outcome="reached")
        for n, days in enumerate((10, 20, 30, 400, 900))
    ]

    assert ask("cases.taken", taken=taken).rows[0].value == 5
    assert ask("cases.taken.days", taken=taken).rows[0].value == 5
    assert ask("cases.closed.days", closed=closed).rows[0].value == 30


def test_a_case_stands_with_its_days_in_each_year_until_it_closes(bergamo):
    with arranging():
        person = PersonFactory(ambito=bergamo, sex="F", citizenships=["MA"])
    CaseFactory(
        ambito=bergamo, person=person, state="closed", reported_on=dt.date(2016, 2, 1),
        taken_on=dt.date(2016, 2, 11), closed_on=dt.date(2019, 5, 2), outcome="partly",
    )  # fmt: skip
    CaseFactory(ambito=bergamo, state="assigned")  # nobody has begun yet

    with arranging("prossimo_observatory"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT year, sex, citizenship, opened_on, closed_on FROM facts.in_charge ORDER BY year"
        )
        followed = cursor.fetchall()
        cursor.execute("SELECT year, to_take FROM facts.taken")
        taken = cursor.fetchall()
        cursor.execute("SELECT year, case_outcome, lasted FROM facts.closed")
        closed = cursor.fetchall()

    days = (dt.date(2016, 2, 11), dt.date(2019, 5, 2))
    assert followed == [(year, "F", "ES", *days) for year in (2016, 2017, 2018, 2019)]
    assert taken == [(2016, 10)]
    assert closed == [(2019, "partly", (dt.date(2019, 5, 2) - dt.date(2016, 2, 11)).days)]
