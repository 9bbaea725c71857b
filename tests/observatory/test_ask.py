"""The command answers what the page shows, or says in Italian why it cannot, with exit code 2."""

import csv
import io
import json

import pytest
from django.core.management import CommandError, call_command

from tests.observatory import photographs


@pytest.fixture
def town(root):
    """Users of the Pass grow from 2016 to 2018; Dalmine stands beside Bergamo."""
    contacts = [
        *photographs.people(20, year=2016),
        *photographs.people(30, year=2017),
        *photographs.people(31, year=2018, reasons=(0,)),
        *photographs.people(12, first=500, year=2018, reasons=(3,), desk=2),
    ]
    return photographs.take(root, contacts, others=[("dalmine", photographs.people(8, year=2018))])


def ask(*words, **options):
    said, refused = io.StringIO(), io.StringIO()
    call_command("ask", *words, stdout=said, stderr=refused, **options)
    return said.getvalue()


def refusal(*words, **options):
    said, refused = io.StringIO(), io.StringIO()
    with pytest.raises(SystemExit) as stopped:
        call_command("ask", *words, stdout=said, stderr=refused, **options)
    assert stopped.value.code == 2
    assert not said.getvalue()
    return refused.getvalue()


def rows(*words, **options):
    return json.loads(ask(*words, format="json", **options))["rows"]


def test_users_of_a_year(town):
    assert rows("access.users", ambito="bergamo", year="2018") == [
        {"year": 2018, "value": 31, "n": 31}
    ]


def test_without_a_year_every_year_is_answered(town):
    found = rows("access.users", ambito="bergamo")

    assert [(row["year"], row["value"]) for row in found] == [(2016, 20), (2017, 30), (2018, 31)]


def test_growth_on_the_year_before_and_since_another(town):
    assert rows("access.users.growth", ambito="bergamo", year="2018")[0]["value"] == 3.3
    since = rows("access.users.growth", ambito="bergamo", year="2018", since="2016")
    assert since == [{"year": 2018, "value": 55.0, "n": 31}]


def test_since_is_the_first_of_several_years_where_nothing_grows(town):
    found = rows("access.contacts", ambito="bergamo", since="2017", by=["desk"])

    assert [(row["year"], row["desk"], row["value"]) for row in found] == [
        (2017, "Pass", 30),
        (2018, "Pass", 31),
        (2018, "Quartiere", 12),
    ]


def test_by_year_is_what_every_answer_already_is(town):
    assert rows("access.users", ambito="bergamo", by=["year"]) == rows(
        "access.users", ambito="bergamo"
    )


def test_one_ambito_never_counts_another(town):
    assert rows("access.contacts", ambito="dalmine") == [{"year": 2018, "value": 8, "n": 8}]


def test_a_single_day(town):
    assert rows("access.contacts", ambito="bergamo", on="2018-06-01") == [
        {"day": "2018-06-01", "value": 43, "n": 43}
    ]


def test_csv_has_the_same_rows_for_programs(town):
    said = ask("access.contacts", ambito="bergamo", year="2018", by=["reason"], format="csv")

    assert list(csv.DictReader(io.StringIO(said))) == [
        {"year": "2018", "reason": "Contributi", "value": "31", "n": "31"},
        {"year": "2018", "reason": "Casa", "value": "12", "n": "12"},
    ]


def test_the_table_is_for_people(town):
    said = ask("access.users", ambito="bergamo", year="2018")

    assert "Persone che si sono rivolte al Pass" in said
    assert "Contato su 31 registrazioni." in said
    assert "Dati al dom 1 mar 2026, 07:00." in said


def test_a_hidden_cell_is_null_for_programs_and_a_word_for_people(root):
    photographs.take(root, [*photographs.people(30), *photographs.people(2, first=90, desk=1)])

    assert {row["value"] for row in rows("access.contacts", by=["desk"])} == {None}
    assert "nascosto" in ask("access.contacts", by=["desk"])


@pytest.mark.parametrize(
    ("words", "options", "said"),
    [
        (["access.user"], {}, "Non c'è un indicatore «access.user». Forse: access.users"),
        ([], {}, "Quale indicatore? Ci sono:"),
        (["access.users"], {"ambito": "bergmo"}, "Non c'è un Ambito «bergmo». Forse: bergamo?"),
        (["access.users"], {"by": ["quartiere"]}, "non si divide per «quartiere»"),
        (["access.users"], {"by": ["neighborhood"]}, "Forse: neighbourhood"),
        (["access.users"], {"year": "18"}, "«18» non è un anno"),
        (["access.users"], {"year": "٢٠١٨"}, "non è un anno"),
        (["access.users"], {"year": "2018", "on": "2018-01-01"}, "non entrambi"),
        (["access.users"], {"on": "1/6/2018"}, "non è un giorno"),
        (
            ["access.users"],
            {"on": "2018-06-01", "by": ["desk"]},
            "Di un giorno solo si mostra il totale",
        ),
        (["access.users.growth"], {"on": "2018-06-01"}, "Una crescita si misura fra anni"),
        (["access.users.growth"], {"year": "2016", "since": "2018"}, "deve venire prima"),
        (["access.users"], {"by": ["desk", "sex", "age_band"]}, "al massimo due dimensioni"),
        (["access.contacts"], {"by": ["reason", "reason_group"]}, "già contenuta"),
        (["access.users"], {"by": ["desk", "desk"]}, "due volte"),
        (["access.users"], {"where": ["desk"]}, "dimensione=valore"),
        (["access.users"], {"where": ["desk=Pas"]}, "non è un valore di «sportello». Forse: Pass"),
    ],
)
def test_what_cannot_be_answered_is_said_in_a_sentence(town, words, options, said):
    assert said in refusal(*words, **{"ambito": "bergamo", **options})


def test_with_many_ambiti_it_asks_which(town):
    assert "Quale Ambito? Indicarlo con --ambito:\n  bergamo: Bergamo\n  dalmine" in refusal(
        "access.users"
    )


def test_with_one_ambito_it_does_not_ask(root):
    photographs.take(root, photographs.people(9))

    assert rows("access.users")[0]["value"] == 9


def test_without_a_photograph_it_says_so(root):
    assert "Non c'è ancora una fotografia dei dati" in refusal("access.users")


def test_an_unknown_format_is_refused_by_the_command(town):
    with pytest.raises(CommandError):
        call_command("ask", "access.users", "--format", "xml")
