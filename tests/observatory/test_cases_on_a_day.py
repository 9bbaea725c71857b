"""Who is in charge on 30 June, of how many residents; goals, pacts, passing of hands: rows and records."""

import datetime as dt
import io
import itertools
import json

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from prossimo.cases.models import CaseStep
from prossimo.core.periods import since, today
from prossimo.observatory import compute
from prossimo.observatory.questions import BadQuestion, Question
from tests.access.factories import ContactFactory
from tests.access.reading import words
from tests.arranging import arranging
from tests.cases.factories import CaseFactory, CaseMemberFactory
from tests.cases.plan_factories import GoalFactory, PlanFactory
from tests.citizens.factories import PersonFactory
from tests.observatory import photographs
from tests.observatory.photographs import YEAR, case, held

JUNE = dt.date(2018, 6, 30)


def open_case(number, citizenship="IT", **more):
    return held(number, citizenship=citizenship, with_minors="no", **more)


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

    assert ask("cases.on_day", in_charge=rows).rows[0].value == 30
    assert ask("cases.foreign_share", in_charge=rows).rows[0].value == pytest.approx(33.3, abs=0.1)
    by_area = ask("cases.on_day", "user_area", in_charge=rows)
    assert {row.label: row.value for row in by_area.rows} == {"famiglia e minori": 30, "anziani": 6}


def test_who_has_no_citizenship_written_weighs_on_neither_side(ask):
    rows = [open_case(n, "ES" if n < 10 else "IT") for n in range(20)]
    rows += [open_case(30 + n, None) for n in range(20)]

    assert ask("cases.foreign_share", in_charge=rows).rows[0].value == 50


def test_in_charge_of_a_hundred_residents_and_nothing_where_they_are_not_known(ask):
    rows = [open_case(n, sex="F", age_band="35-49") for n in range(28)]
    rows += [open_case(50 + n, person=n, user_area="ELD", sex="F", age_band="35-49")
             for n in range(6)]  # fmt: skip

    assert ask("cases.of_residents", in_charge=rows, residents=[lived(1000)]).rows[0].value == 2.8
    unknown = ask("cases.of_residents", in_charge=rows, residents=[lived(1000, year=2016)])
    assert not [row for row in unknown.rows if row.year == YEAR and row.value]


def test_minors_goals_hands_and_two_waits(ask):
    rows = [open_case(n) | {"with_minors": "yes" if n < 15 else "no"} for n in range(20)]
    goals = [case(n, goal_theme="home" if n < 12 else "work",
                  goal_state="reached" if n % 2 else "not") for n in range(24)]  # fmt: skip
    waits = [case(n, from_contact=5 * n, to_sign=10 * n) for n in range(1, 6)]

    assert ask("cases.minors_share", in_charge=rows).rows[0].value == 75
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

    told = facts("year, citizenship, with_minors", "in_charge")
    assert [row for row in told if row[2]] == [(2017, "ES", "yes"), (2018, "ES", "yes")], (
        "ends on the day: no longer open"
    )
    assert {row[0] for row in told if row[2] is None} == {2017, 2018, 2019}


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


# --- any other day ------------------------------------------------------------------------------------

MARCH, APRIL = dt.date(2018, 3, 15), dt.date(2018, 4, 1)


def moving():
    """Twenty from the beginning, five of them until April; ten more from April on; two for a day."""
    rows = [open_case(n, "ES" if n < 8 else "IT", closed_on=APRIL if n < 5 else None)
            for n in range(20)]  # fmt: skip
    rows += [open_case(40 + n, opened_on=APRIL) for n in range(10)]
    return rows + [open_case(80 + n, opened_on=MARCH, closed_on=dt.date(2018, 3, 16))
                   for n in range(2)]  # fmt: skip


@pytest.fixture
def told(root):
    taken = itertools.count(1)

    def asked(key, day, **rows):
        rows = rows or {"in_charge": moving(), "residents": [lived(1000)]}
        snapshot = photographs.take(root, (), name=f"20260301T080000-{next(taken):06}", **rows)
        question = Question(key, "bergamo", day=day)
        return compute.answer(question, compute.opened(snapshot))

    return asked


@pytest.mark.parametrize(
    ("day", "value"),
    [("2018-03-14", 20), ("2018-03-15", 22), ("2018-03-16", 20), ("2018-03-31", 20),
     ("2018-04-01", 25), ("2018-06-30", 25), ("2018-12-31", 25)],
)  # fmt: skip
def test_a_case_is_open_from_its_first_day_to_the_day_before_it_closes(told, day, value):
    for key in ("cases.on_day", "cases.followed"):
        (row,) = told(key, dt.date.fromisoformat(day)).rows
        assert (row.value, row.n) == (value, value)


def test_shares_of_a_day_are_of_who_was_there_that_day(told):
    assert told("cases.foreign_share", MARCH).rows[0].value == pytest.approx(36.4)
    assert told("cases.of_residents", MARCH).rows[0].value == 2.2


def test_on_a_day_too_few_people_are_not_told(told):
    few = {"in_charge": [open_case(n, opened_on=APRIL if n else MARCH) for n in range(9)]}

    (row,) = told("cases.on_day", MARCH, **few).rows
    assert (row.hidden, row.value, row.n) == (True, None, None)
    assert told("cases.on_day", APRIL, **few).rows[0].value == 9
    assert told("cases.on_day", dt.date(2018, 1, 1), **few).rows == ()


@pytest.mark.parametrize(
    ("key", "changes", "said"),
    [
        ("cases.on_day", {"by": ("sex",)}, "si mostra il totale"),
        ("cases.on_day", {"where": (("sex", "F"),)}, "si mostra il totale"),
        ("cases.on_day", {"day": dt.date(2026, 3, 2)}, "arriva al dom 1 mar 2026"),
        ("cases.minors_share", {}, "anno per anno"),
        ("cases.taken", {}, "anno per anno"),
        ("cases.on_day", {"year": 2018}, "non entrambi"),
    ],
)
def test_what_cannot_be_asked_of_a_day_is_told(root, key, changes, said):
    snapshot = photographs.take(root, (), in_charge=moving())
    question = Question(key, "bergamo", day=MARCH).about(**changes)

    with pytest.raises(BadQuestion, match=said):
        compute.answer(question, compute.opened(snapshot))


def test_page_file_and_command_give_the_number_of_the_day(client, reader, root, bergamo):
    snapshot = photographs.take(root, (), ambito_id=bergamo.pk, in_charge=moving())
    reader()
    url = reverse("observatory:indicator", args=["cases.on_day"])

    page = words(client.get(url, {"giorno": "2018-03-15"}))
    assert "persone in carico il gio 15 mar 2018 22" in page
    assert "--on 2018-03-15" in page
    assert 'value="2018-03-15"' in client.get(url, {"giorno": "2018-03-15"}).content.decode()
    split = words(client.get(url, {"giorno": "2018-03-15", "per": "sex"}))
    assert "persone in carico il gio 15 mar 2018 22" in split
    assert "farebbe riconoscere" in split
    file = client.get(url, {"giorno": "2018-03-15", "formato": "csv"}).content.decode()
    assert "22" in file
    assert "2018-03-15" in file or "15/03/2018" in file
    document = client.get(
        reverse("observatory:indicator_json", args=["cases.on_day"]), {"giorno": "2018-03-15"}
    ).json()
    assert document["rows"] == [{"day": "2018-03-15", "value": 22, "n": 22}]
    said = io.StringIO()
    call_command("ask", "cases.on_day", on="2018-03-15", format="json", stdout=said)
    assert json.loads(said.getvalue()) == document
    assert snapshot.at.date() == dt.date(2026, 3, 1)
    assert client.get(url, {"giorno": "2030-01-01"}).status_code == 400
    assert client.get(url, {"giorno": "ieri"}).status_code == 400
