"""Households, minors and people of a co-designed service: F11, F12 and F13, by rows and by records."""

import datetime as dt

from django.db import connection

from prossimo.core.periods import between, since
from tests.arranging import arranging
from tests.cases.factories import CaseFactory, CaseMemberFactory
from tests.cases.joint_factories import (
    AssignedFactory,
    CaseActivityFactory,
    JointActivityFactory,
    JointServiceFactory,
)
from tests.citizens.factories import HouseholdFactory, PersonFactory
from tests.observatory.photographs import YEAR


def inside(number, **more):
    row = {"year": YEAR, "followed_case": number, "home": number, "person": number, "minor": True}
    row["opened_on"] = dt.date(2016, 1, 1)
    return {**row, "intensity": "full", **more}


def test_a_household_counts_once_and_only_with_minors(ask):
    rows = [inside(n) for n in range(6)] + [inside(20 + n, home=n) for n in range(6)]
    rows += [inside(40 + n, minor=False) for n in range(7)]

    assert ask("cases.joint.households", joint_case=rows).rows[0].value == 6
    assert ask("cases.joint.minors", joint_case=rows).rows[0].value == 12


def test_minors_are_told_by_intensity(ask):
    rows = [inside(n) for n in range(470)]
    rows += [inside(1000 + n, intensity="prevention") for n in range(500)]

    told = ask("cases.joint.minors", "intensity", joint_case=rows).rows

    assert sorted(row.value for row in told) == [470, 500]


def test_people_assigned_are_added_up(ask):
    numbers = (10, 9, 8, 8, 7, 10, 2, 2, 3, 3, 2, 6, 4)
    worker = {"year": YEAR, "opened_on": dt.date(2017, 5, 1)}
    rows = [{**worker, "assigned_kind": "operator", "people": n} for n in numbers]
    rows += [{**worker, "assigned_kind": "volunteer", "people": n} for n in (70, 50, 180)]

    told = ask("cases.joint.people", "assigned_kind", joint_worker=rows).rows

    assert {row.label: row.value for row in told} == {"operatore": 74, "volontario": 300}


def test_from_the_records_to_the_rows_year_by_year(bergamo):
    service = JointServiceFactory(ambito=bergamo, name="Minori e Famiglie")
    one, two = JointActivityFactory(service=service), JointActivityFactory(service=service)
    home = HouseholdFactory(ambito=bergamo)
    mother = PersonFactory(ambito=bergamo, household=home, born_on=dt.date(1980, 5, 1))
    child = PersonFactory(ambito=bergamo, household=home, born_on=dt.date(2000, 7, 1))
    case = CaseFactory(
        ambito=bergamo, person=mother, state="closed", reported_on=dt.date(2016, 2, 1),
        taken_on=dt.date(2016, 2, 1), closed_on=dt.date(2019, 5, 2), outcome="reached",
        intensity="full",
    )  # fmt: skip
    CaseMemberFactory(case=case, person=child, role="child", period=since(dt.date(2016, 2, 1)))
    CaseActivityFactory(case=case, activity=one, period=since(dt.date(2016, 3, 1)))
    CaseActivityFactory(
        case=case, activity=two, period=between(dt.date(2016, 3, 1), dt.date(2017, 3, 1))
    )
    AssignedFactory(
        service=service, number=9, period=between(dt.date(2016, 1, 1), dt.date(2017, 6, 1))
    )

    with arranging("prossimo_observatory"), connection.cursor() as cursor:
        cursor.execute("SELECT year, person, minor, opened_on, closed_on FROM facts.joint_case")
        followed = cursor.fetchall()
        cursor.execute(
            "SELECT year, people, opened_on, closed_on FROM facts.joint_worker ORDER BY 1"
        )
        assigned = cursor.fetchall()
        cursor.execute("SELECT label FROM facts.joint_service")
        services = cursor.fetchall()

    begun, half, over = dt.date(2016, 3, 1), dt.date(2017, 3, 2), dt.date(2019, 5, 2)
    adult, minor = (str(mother.pk), False), (str(child.pk), True)
    grown = (str(child.pk), False)  # eighteen in July 2018
    assert {(row[0], (row[1:3], row[3], row[4])) for row in followed} == {
        (year, (who, begun, until))
        for until, years in ((over, (2016, 2017, 2018, 2019)), (half, (2016, 2017)))
        for year in years
        for who in (adult, grown if year > 2017 else minor)
    }
    worked = (9, dt.date(2016, 1, 1), dt.date(2017, 6, 2))
    assert assigned == [(2016, *worked), (2017, *worked)]
    assert services == [("Minori e Famiglie",)]
