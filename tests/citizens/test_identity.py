"""Who a person was: codes that were replaced, citizenships with their dates, death."""

import datetime as dt

import pytest
from django.urls import reverse

from prossimo.citizens.models import Citizenship, FormerTaxCode, Person
from prossimo.citizens.operations import update_person
from prossimo.citizens.queries import person_card
from prossimo.core.periods import today
from tests.arranging import arranging
from tests.citizens.factories import PersonFactory
from tests.citizens.files import rows_of
from tests.pages import form_with, said

CODE, OMOCODIC, TEMPORARY = "RSSMRA60E52A794X", "RSSMRA60E52A79QU", "01234567897"
OTHER = "BNCRSO60E52A794L"


def url_of(person, name):
    return reverse(f"citizens:{name}", args=[person.pk])


def with_code(post, code, state="valid", **more):
    return PersonFactory(ambito=post.ambito, tax_code=code, tax_code_state=state, **more)


def edited(desk, person, **told):
    fields = form_with(desk.get(url_of(person, "person_edit")), "surname") | told
    return desk.post(url_of(person, "person_edit"), fields)


def test_a_temporary_code_gives_way_without_a_question_and_still_finds(desk, post):
    rosa = with_code(post, TEMPORARY, "temporary")

    assert edited(desk, rosa, tax_code=CODE).status_code == 302

    (former,) = rows_of(FormerTaxCode, person=rosa)
    assert (former.code, former.why, former.ended_on) == (TEMPORARY, "temporary", today())
    page = said(desk.get(url_of(rosa, "person_details")))
    assert CODE in page and TEMPORARY in page and "era provvisorio" in page
    assert "Codice fiscale sostituito" in said(desk.get(url_of(rosa, "person_history")))


def test_why_a_code_changes_is_asked_only_when_it_does(desk, post):
    rosa = with_code(post, CODE)
    opened = desk.get(url_of(rosa, "person_edit"))
    assert "Perché il codice fiscale cambia" not in said(opened)

    asked = edited(desk, rosa, tax_code=OMOCODIC)
    assert asked.status_code == 422
    assert "Perché il codice fiscale cambia" in said(asked)
    told = form_with(asked, "surname") | {"code_end": "homocody"}
    assert desk.post(url_of(rosa, "person_edit"), told).status_code == 302

    (former,) = rows_of(FormerTaxCode, person=rosa)
    assert former.why == "homocody"


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"tax_code": OMOCODIC}, "homocody"),
        ({"tax_code": ""}, "mistake"),
        ({"tax_code": TEMPORARY, "surname": "Altra"}, "changed"),
    ],
)
def test_where_nobody_says_why_the_codes_say_it(actor, post, values, why):
    rosa = with_code(post, CODE)

    update_person(rosa.pk, by=actor, expected=1, **values)

    (former,) = rows_of(FormerTaxCode, person=rosa)
    assert former.why == why


def test_a_code_that_comes_back_is_no_more_a_former_one(actor, post):
    rosa = with_code(post, CODE)
    update_person(rosa.pk, by=actor, expected=1, tax_code=OMOCODIC)
    update_person(rosa.pk, by=actor, expected=2, tax_code=CODE)

    assert [former.code for former in rows_of(FormerTaxCode, person=rosa)] == [OMOCODIC]


def test_two_people_with_one_code_are_an_alarm_on_both_files(desk, post):
    rosa = with_code(post, CODE, surname="Bianchi")
    ugo = PersonFactory(ambito=post.ambito, surname="Neri")

    assert edited(desk, ugo, tax_code=CODE).status_code == 302

    for one, other in ((rosa, "Neri"), (ugo, "Bianchi")):
        for name in ("person", "person_details"):
            page = said(desk.get(url_of(one, name)))
            assert "Due schede con lo stesso codice fiscale" in page
            assert other in page


def dated(desk, person, *rows):
    fields = form_with(desk.get(url_of(person, "citizenships")), "opened_version")
    for number, (country, first, last) in enumerate(rows):
        fields |= {
            f"citizenships-{number}-country": country,
            f"citizenships-{number}-since": first,
            f"citizenships-{number}-until": last,
        }
    return desk.post(url_of(person, "citizenships"), fields)


def test_citizenships_of_today_follow_from_the_dates(desk, post):
    rosa = PersonFactory(ambito=post.ambito, citizenships=["MA"])

    answer = dated(desk, rosa, ("MA", "", "2019-06-30"), ("IT", "2019-07-01", ""), ("FR", "", ""))

    assert answer.status_code == 302
    assert rows_of(Person, pk=rosa.pk)[0].citizenships == ["IT", "FR"]
    assert {row.country for row in rows_of(Citizenship, person=rosa)} == {"MA", "IT"}
    page = said(desk.get(url_of(rosa, "person_details")))
    assert "Italia (dal 01/07/2019)" in page and "Marocco (fino al 30/06/2019)" in page
    assert "Date di una cittadinanza aggiunte" in said(desk.get(url_of(rosa, "person_history")))


def test_who_becomes_stateless_has_no_other_citizenship_then(desk, post):
    rosa = PersonFactory(ambito=post.ambito, citizenships=["IT"])

    wrong = dated(desk, rosa, ("IT", "", ""), ("XX", "2020-01-01", ""))
    assert wrong.status_code == 422
    assert "apolide" in said(wrong)

    assert dated(desk, rosa, ("IT", "", "2019-12-31"), ("XX", "2020-01-01", "")).status_code == 302
    assert rows_of(Person, pk=rosa.pk)[0].citizenships == ["XX"]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (("IT", "2020-02-30", ""), "data valida"),
        (("IT", "2020-05-01", "2020-04-01"), "prima del primo"),
        (("", "2020-05-01", ""), "Scegli il Paese"),
        (("ZZ", "", ""), "Scegli"),
        (("FR", "", ""), "due volte"),
    ],
)
def test_a_wrong_row_is_said(desk, post, row, words):
    rosa = PersonFactory(ambito=post.ambito, citizenships=["FR", "IT"])

    answer = dated(desk, rosa, row)

    assert answer.status_code in {302, 422}
    if words != "due volte":
        assert words in said(answer)
    twice = dated(desk, rosa, ("FR", "", ""), ("FR", "", ""))
    assert "due volte" in said(twice)


def test_a_citizenship_taken_off_the_file_ends_today(actor, post):
    rosa = PersonFactory(ambito=post.ambito, citizenships=["IT", "MA"])
    with arranging():
        Citizenship(person=rosa, country="MA", period=(dt.date(2000, 1, 1), None)).save()

    update_person(rosa.pk, by=actor, expected=1, citizenships=["IT"])

    (row,) = rows_of(Citizenship, person=rosa)
    assert row.period.upper == today()


def test_a_death_is_told_on_every_page_and_stops_the_age(desk, post, actor):
    rosa = PersonFactory(ambito=post.ambito, born_on=dt.date(1950, 5, 1))
    fields = form_with(desk.get(url_of(rosa, "death")), "died_on") | {"died_on": "2020-04-30"}

    assert desk.post(url_of(rosa, "death"), fields).status_code == 302

    page = said(desk.get(url_of(rosa, "person")))
    assert "01/05/1950, deceduta il 30/04/2020 (69 anni)" in page
    assert "Deceduta il 30/04/2020: non chiamarla e non scriverle." in page
    card = person_card(actor, rosa.pk)
    assert (card.age, card.target_groups) == (None, ())
    assert "Deceduta il 30/04/2020" in card.contact_warning

    found = said(desk.get("/persone/", {"q": f"{rosa.surname} {rosa.given_name}"}))
    assert "01/05/1950 · deceduta il 30/04/2020" in found

    undone = form_with(desk.get(url_of(rosa, "death")), "died_on") | {"died_on": ""}
    desk.post(url_of(rosa, "death"), undone)
    assert "Deceduta" not in said(desk.get(url_of(rosa, "person")))


@pytest.mark.parametrize(
    ("day", "words"),
    [("2999-01-01", "futuro"), ("1949-01-01", "prima della nascita"), ("x", "data")],
)
def test_a_day_that_cannot_be_is_refused(desk, post, day, words):
    rosa = PersonFactory(ambito=post.ambito, born_on=dt.date(1950, 5, 1))
    fields = form_with(desk.get(url_of(rosa, "death")), "died_on") | {"died_on": day}

    answer = desk.post(url_of(rosa, "death"), fields)

    assert answer.status_code == 422
    assert words in said(answer)


def test_two_on_one_file_the_second_looks_again(desk, post):
    rosa = PersonFactory(ambito=post.ambito)
    fields = form_with(desk.get(url_of(rosa, "death")), "died_on") | {"died_on": "2024-01-02"}
    with arranging():
        Person.objects.unscoped("test").filter(pk=rosa.pk).update(version=2)

    stale = desk.post(url_of(rosa, "death"), fields)

    assert stale.status_code == 409
    assert form_with(stale, "died_on")["died_on"] == "2024-01-02"
    assert desk.post(url_of(rosa, "death"), form_with(stale, "died_on")).status_code == 302


def test_the_registry_link_is_told(desk, post):
    rosa = PersonFactory(
        ambito=post.ambito, registry_id="A00000123", registry_state="resident",
        registry_seen_on=dt.date(2026, 1, 9),
    )  # fmt: skip

    page = said(desk.get(url_of(rosa, "person_details")))

    assert "A00000123" in page and "residente" in page and "09/01/2026" in page
