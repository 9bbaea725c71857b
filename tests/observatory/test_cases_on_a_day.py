"""Who is in charge on 30 June, of how many residents; goals, pacts, passing of hands: rows and records."""

import datetime as dt

import pytest
from django.db import connection
from django.utils import timezone

from prossimo.cases.models import CaseStep
from prossimo.core.periods import since, today
from tests.access.factories import ContactFactory
from tests.arranging import arranging
from tests.cases.factories import CaseFactory, CaseMemberFactory
from tests.cases.plan_factories import GoalFactory, PlanFactory
from tests.citizens.factories import PersonFactory
from tests.observatory.photographs import YEAR, case

JUNE = dt.date(2018, 6, 30)


def open_case(number, citizenship="IT", **more):
    return case(number, citizenship=citizenship, with_minors="no", **more)


def lived(count, citizenship="IT", **more):
    row = {"year": YEAR, "sex": "F", "age_band": "35-49", "citizenship": citizenship}
    return {**row, "residents": count, **more}


def facts(columns, view):
    """The rows that the observatory reads."""
    with arranging("prossimo_observatory"), connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM facts.{view} ORDER BY 1, 2")
        return cursor.fetchall()


def test_people_in_charge_on_the_day_and_the_foreign_among_them(ask):
    rows = [open_case(n, "ES" if n < 10 else "IT") for n in range(30)]
    rows += [open_case(40 + n, "IT", person=20 + n, user_area="ELD") for n in range(6)]

    assert ask("cases.on_day", in_june=rows).rows[0].value == 30
    assert ask("cases.foreign_share", in_june=rows).rows[0].value == pytest.approx(33.3, abs=0.1)
    by_area = ask("cases.on_day", "user_area", in_june=rows)
    assert {row.label: row.value for row in by_area.rows} == {"famiglia e minori": 30, "anziani": 6}


def test_who_has_no_citizenship_written_weighs_on_neither_side(ask):
    rows = [open_case(n, "ES" if n < 10 else "IT") for n in range(20)]
    rows += [open_case(30 + n, None) for n in range(20)]

    assert ask("cases.foreign_share", in_june=rows).rows[0].value == 50


def test_in_charge_of_a_hundred_residents_and_nothing_where_they_are_not_known(ask):
    rows = [open_case(n, sex="F", age_band="35-49") for n in range(28)]
    rows += [open_case(50 + n, person=n, user_area="ELD", sex="F", age_band="35-49")
             for n in range(6)]  # fmt: skip

    assert ask("cases.of_residents", in_june=rows, residents=[lived(1000)]).rows[0].value == 2.8
    unknown = ask("cases.of_residents", in_june=rows, residents=[lived(1000, year=2016)])
    assert not [row for row in unknown.rows if row.year == YEAR and row.value]


def test_minors_goals_hands_and_two_waits(ask):
    rows = [open_case(n) | {"with_minors": "yes" if n < 15 else "no"} for n in range(20)]
    goals = [case(n, goal_theme="home" if n < 12 else "work",
                  goal_state="reached" if n % 2 else "not") for n in range(24)]  # fmt: skip
    waits = [case(n, from_contact=5 * n, to_sign=10 * n) for n in range(1, 6)]

    assert ask("cases.minors_share", in_june=rows).rows[0].value == 75
    assert ask("cases.goals", goal=goals).rows[0].value == 24
    by_theme = ask("cases.goals.reached", "goal_theme", goal=goals).rows
    assert {row.label: row.value for row in by_theme} == {"casa": 50, "lavoro": 50}
    assert ask("cases.contact.days", taken=waits).rows[0].value == 15
    assert ask("cases.pact.days", taken=waits).rows[0].value == 30
    assert ask("cases.handed", handed=goals[:7]).rows[0].value == 7


def test_the_records_say_who_was_in_charge_on_each_30_june(bergamo):
    with arranging():
        mother = PersonFactory(ambito=bergamo, sex="F", citizenships=["MA"])
        child = PersonFactory(ambito=bergamo, born_on=dt.date(2012, 1, 1))
    closed = {"state": "closed", "outcome": "reached"}
    held = CaseFactory(
        ambito=bergamo, person=mother, reported_on=dt.date(2017, 6, 1),
        taken_on=dt.date(2017, 6, 30), closed_on=dt.date(2019, 6, 30), **closed,
    )  # fmt: skip
    CaseMemberFactory(case=held, person=child, role="child", period=since(dt.date(2017, 1, 1)))
    CaseFactory(
        ambito=bergamo, person__citizenships=["IT"], reported_on=dt.date(2017, 7, 1),
        taken_on=dt.date(2017, 7, 1), closed_on=dt.date(2018, 6, 29), **closed,
    )  # fmt: skip
    CaseFactory(ambito=bergamo, state="assigned")

    told = facts("year, citizenship, with_minors", "in_june")
    assert told == [(2017, "ES", "yes"), (2018, "ES", "yes")], "ends on the day: no longer open"


def test_the_records_say_how_long_two_steps_took_and_who_is_silent(bergamo):
    held = CaseFactory(
        ambito=bergamo, reported_on=dt.date(2026, 3, 1), taken_on=dt.date(2026, 3, 11),
        last_heard_on=today() - dt.timedelta(days=61),
    )  # fmt: skip
    CaseFactory(ambito=bergamo, last_heard_on=today() - dt.timedelta(days=60))
    with arranging():
        for day in (dt.date(2020, 1, 1), dt.date(2026, 2, 1), dt.date(2026, 2, 20)):
            then = dt.datetime.combine(day, dt.time(10), dt.UTC)
            ContactFactory(desk__ambito=bergamo, person=held.person, day=day, happened_at=then)

    assert facts("from_contact, to_sign", "taken") == [(38, None), (None, None)]
    assert [(year,) for (year, *_rest) in facts("year, person", "silent")] == [(today().year,)]


def test_the_records_say_of_goals_once_a_thread_and_of_hands(bergamo):
    held = CaseFactory(ambito=bergamo)
    first = PlanFactory(case=held)
    goal = GoalFactory(plan=first, theme="home", state="partly", stated_on=dt.date(2026, 4, 1))
    later = PlanFactory(case=held, kind="care_plan")
    GoalFactory(
        plan=later, theme="home", state="reached", stated_on=dt.date(2026, 5, 1), line=goal.line
    )
    GoalFactory(plan=later, theme="work")
    with arranging():
        moves = (("assign", "proposed"), ("assign", "in_charge"), ("transfer", "in_charge"))
        for name, source in moves:
            step = CaseStep(case=held, name=name, source=source, target=source, at=timezone.now())
            step.save(force_insert=True)

    assert facts("goal_theme, goal_state", "goal") == [("home", "reached")]
    assert len(facts("year, person", "handed")) == 2
