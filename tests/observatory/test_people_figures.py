"""Who is known, who comes back, what files lack: by hand-made rows, and by files in the database."""

import datetime as dt

import pytest

from prossimo.citizens.choices import PairState
from prossimo.citizens.models import Address, DuplicatePair, Person
from prossimo.core.periods import today
from tests.access.factories import ContactFactory, DeskFactory
from tests.arranging import arranging
from tests.citizens.factories import PersonFactory
from tests.observatory.photographs import YEAR, people
from tests.territory.factories import MunicipalityFactory, NeighbourhoodFactory


def values(answer):
    return {row.label: row.value for row in answer.rows}


def known(count, **more):
    return {"year": YEAR, "acquaintance": "before", "people": count, **more}


def files(count, **more):
    gaps = {"no_address": False, "no_birth_place": False, "no_neighbourhood": False}
    return {"year": YEAR, "code": "valid", "shared_code": False, "files": count, **gaps, **more}


# --- by hand-made rows ------------------------------------------------------------------------


def test_people_known_are_added_up_by_what_they_are(ask):
    rows = [known(30, sex="F", age_band="65-74"), known(20, sex="M", age_band="65-74")]

    assert values(ask("citizens.known", "sex", known=rows)) == {"femmina": 30, "maschio": 20}
    answer = ask("citizens.known", known=rows)
    assert (answer.rows[0].value, answer.rows[0].n, answer.records) == (50, 50, 50)


def test_a_row_of_three_people_is_as_hidden_as_three_rows(ask):
    rows = [known(30, sex="F"), known(3, sex="M")]

    assert values(ask("citizens.known", "sex", known=rows)) == {"femmina": None, "maschio": None}


def test_nine_minors_of_a_neighbourhood_are_too_few(ask):
    rows = [
        known(9, neighbourhood=0, age_band="6-10"),
        known(40, neighbourhood=0, age_band="45-64"),
        known(40, neighbourhood=1, age_band="6-10"),
        known(40, neighbourhood=1, age_band="45-64"),
    ]

    crossed = values(ask("citizens.known", "neighbourhood", "age_band", known=rows))

    assert crossed["Boccaleone · 6-10 anni"] is None


@pytest.mark.parametrize(
    ("key", "gap"),
    [
        ("citizens.missing_code", {"code": "missing"}),
        ("citizens.temporary_code", {"code": "temporary"}),
        ("citizens.missing_address", {"no_address": True}),
        ("citizens.missing_birth_place", {"no_birth_place": True}),
        ("citizens.missing_neighbourhood", {"no_neighbourhood": True}),
    ],
)
def test_each_gap_is_a_share_of_the_files_of_the_year(ask, key, gap):
    rows = [files(60), files(20, **gap), {**files(99), "year": 2017}]

    (row,) = ask(key, file=rows).rows

    assert (row.value, row.n) == (25.0, 80)


def test_a_gap_of_very_few_files_is_hidden(ask):
    (row,) = ask("citizens.missing_code", file=[files(90), files(2, code="missing")]).rows

    assert (row.value, row.hidden) == (None, True)


def test_files_that_share_a_code_are_counted_and_not_the_others(ask):
    answer = ask("citizens.shared_code", file=[files(90), files(14, shared_code=True)])

    assert answer.rows[0].value == 14


def test_pairs_that_wait_are_counted_once_though_two_files_stand_behind(ask):
    pairs = [
        {"year": YEAR, "pair": n, "person": person, "found_by": "bulk"}
        for n in range(8)
        for person in (n, 100 + n)
    ]

    (row,) = ask("citizens.duplicates", doubles=pairs).rows

    assert (row.value, row.n) == (8, 16)


def test_who_comes_for_the_first_time_and_who_returns(ask):
    contacts = [*people(20, year=2017), *people(30), *people(6, first=25)]

    assert values(ask("access.came", "coming", contacts=contacts)) == {
        "già conosciute da anni prima": 20,
        "per la prima volta": 10,
    }
    assert ask("access.returning", contacts=contacts).rows[0].value == 66.7


def lived(count, **more):
    traits = {"neighbourhood": 0, "sex": "F", "age_band": "65-74", "citizenship": "IT"}
    return {"year": YEAR, "residents": count, **traits, **more}


def test_the_share_of_residents_who_turn_to_the_services(ask):
    contacts = [*people(20, neighbourhood=0, sex="F"), *people(10, first=50, neighbourhood=1)]
    residents = [lived(100), lived(100, sex="M"), lived(400, neighbourhood=1)]

    assert ask("access.known_share", contacts=contacts, residents=residents).rows[0].value == 5.0
    by_place = ask("access.known_share", "neighbourhood", contacts=contacts, residents=residents)
    assert values(by_place) == {"Boccaleone": 10.0, "Celadina": 2.5}


def test_a_year_without_residents_has_no_share(ask):
    assert ask("access.known_share", contacts=people(20)).rows == ()


# --- by files in the database --------------------------------------------------------------------


def written_on(person, day, **values):
    """The file as it was from that day: the line of its history that a change would have left."""
    with arranging():
        event = person.events.order_by("-pgh_id").first()
        for name, value in {**values, "pgh_created_at": f"{day} 10:00+00"}.items():
            setattr(event, name, value)
        event.save()


def test_the_dead_and_the_absorbed_are_not_known(bergamo, fact):
    kept = PersonFactory(ambito=bergamo, first_known_on=dt.date(2024, 3, 1))
    PersonFactory(ambito=bergamo, first_known_on=dt.date(2024, 3, 1), merged_into=kept)
    PersonFactory(
        ambito=bergamo, first_known_on=dt.date(2024, 3, 1), died_on=dt.date(2025, 2, 1), sex="M"
    )

    found = {(row["year"], row["sex"], row["people"]) for row in fact("known", "year < 2026")}

    assert found == {(2024, "F", 1), (2024, "M", 1), (2025, "F", 1)}


def test_known_this_year_or_from_before(bergamo, fact):
    PersonFactory(ambito=bergamo, first_known_on=dt.date(2024, 3, 1))

    found = {row["year"]: row["acquaintance"] for row in fact("known")}

    assert found == {2024: "new", **dict.fromkeys(range(2025, today().year + 1), "before")}


def test_a_gap_that_was_filled_still_stands_in_the_years_before(bergamo, fact):
    person = PersonFactory(ambito=bergamo, tax_code="", tax_code_state="missing")
    written_on(person, "2023-04-02")
    with arranging():
        Person.objects.unscoped("test").filter(pk=person.pk).update(
            tax_code="BNCRSO60E52A794X", tax_code_state="valid"
        )
    written_on(person, "2025-05-05")

    found = {row["year"]: row["code"] for row in fact("file", "year < 2026")}

    assert found == {2023: "missing", 2024: "missing", 2025: "valid"}


def test_one_code_on_two_files_is_seen_and_a_protected_address_is_not(bergamo, fact):
    for _ in range(2):
        PersonFactory(ambito=bergamo, tax_code="BNCRSO60E52A794X", tax_code_state="valid")
    hidden = PersonFactory(ambito=bergamo, street="")
    domiciled = PersonFactory(ambito=bergamo, street="", birth_place="Bergamo")
    with arranging():
        for person, compartment in ((hidden, "address"), (domiciled, "")):
            Address.objects.create(
                person=person, kind="domicile", street="Via Nota", compartment=compartment,
                period=(dt.date(2020, 1, 1), None),
            )  # fmt: skip

    rows = fact("file")

    assert sum(row["files"] for row in rows if row["shared_code"]) == 2
    has_address = [row for row in rows if not row["no_address"]]
    assert [(row["files"], row["no_birth_place"]) for row in has_address] == [(1, False)]


def test_a_pair_waits_until_the_year_in_which_it_was_decided(bergamo, fact):
    one, other = sorted(PersonFactory.create_batch(2, ambito=bergamo), key=lambda p: p.pk)
    with arranging():
        pair = DuplicatePair.objects.create(
            ambito=bergamo, left=one, right=other, score=0.9, found_by="bulk"
        )
        DuplicatePair.objects.unscoped("test").filter(pk=pair.pk).update(
            found_at="2023-03-03 10:00+00", decided_at="2025-01-07 10:00+00",
            state=PairState.DIFFERENT,
        )  # fmt: skip

    found = {(row["year"], row["person"]) for row in fact("doubles")}

    assert found == {(year, str(p.pk)) for year in (2023, 2024) for p in (one, other)}


def test_somebody_new_comes_back_the_year_after(bergamo, fact):
    town = MunicipalityFactory(ambito=bergamo)
    place = NeighbourhoodFactory(municipality=town)
    person = PersonFactory(ambito=bergamo, municipality=town)
    desk = DeskFactory(ambito=bergamo)
    for day, where in [("2017-05-05", None), ("2018-01-09", None), ("2018-06-01", place)]:
        ContactFactory(
            desk=desk, person=person, day=dt.date.fromisoformat(day), neighbourhood=where
        )

    found = [(row["year"], row["coming"], row["neighbourhood"]) for row in fact("came")]

    assert sorted(found, key=str) == [(2017, "new", None), (2018, "back", str(place.pk))]


def test_a_comune_without_neighbourhoods_is_a_place(bergamo, fact):
    town = MunicipalityFactory(ambito=bergamo, name="Gorle")
    PersonFactory(ambito=bergamo, municipality=town, first_known_on=today())

    assert [row["label"] for row in fact("neighbourhood")] == ["Gorle"]
    assert [row["neighbourhood"] for row in fact("known")] == [str(town.pk)]
