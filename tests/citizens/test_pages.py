"""The pages of people: search first, one file, its history, its print; each leaves its lines."""

import datetime as dt
import uuid

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from prossimo.accounts.choices import Action, RoleKey
from prossimo.accounts.models import JournalLine
from tests.accounts.factories import PostFactory, post_of
from tests.arranging import arranging
from tests.citizens.factories import HouseholdFactory, PersonFactory, PhoneFactory

PEOPLE = "/persone/"


def soup(answer):
    return BeautifulSoup(answer.content, "lxml")


def text_of(answer):
    return " ".join(soup(answer).get_text(" ").split())


def journal():
    with arranging():
        return [
            (line.action, line.object_id)
            for line in JournalLine.objects.filter(object_kind__startswith="citizens.").order_by(
                "pk"
            )
        ]


def page_of(person, name="person"):
    return reverse(f"citizens:{name}", args=[person.pk])


@pytest.fixture
def rosa(post):
    return PersonFactory(
        ambito=post.ambito,
        surname="Bianchi",
        given_name="Rosa",
        contact_warning="Non chiamare a casa",
        needs_interpreter=True,
        languages=["ar"],
    )


def test_the_page_of_people_says_what_to_do_before_anything_is_typed(desk):
    assert "Scrivi qualcosa della persona" in text_of(desk.get(PEOPLE))
    assert journal() == []


def test_results_tell_homonyms_apart_and_say_why_they_match(desk, rosa):
    other = PersonFactory(
        ambito=rosa.ambito, surname="Bianchi", given_name="Rosa", born_on=dt.date(1990, 1, 2)
    )

    answer = desk.get(PEOPLE, {"q": "rosa bianchi"})

    said = text_of(answer)
    assert "12/05/1960" in said and "02/01/1990" in said
    assert "cognome e nome" in said
    assert sorted(journal()) == sorted([(Action.SEARCH, rosa.pk), (Action.SEARCH, other.pk)])


def test_the_fragment_shows_what_reloading_would(desk, rosa):
    whole = desk.get(PEOPLE, {"q": "bianchi"})
    part = desk.get(PEOPLE, {"q": "bianchi"}, headers={"HX-Request": "true"})

    assert b"<html" not in part.content
    assert soup(whole).find(id="found").get_text() == soup(part).find(id="found").get_text()


def test_nobody_found_offers_to_register(desk, rosa):
    answer = desk.get(PEOPLE, {"q": "zucchini"})

    assert "Nessuno per «zucchini»" in text_of(answer)
    assert "/persone/nuova/?q=zucchini" in answer.content.decode()


def test_a_date_that_cannot_be_is_said(desk):
    assert "«31/02/1960» non è una data possibile" in text_of(desk.get(PEOPLE, {"q": "31/02/1960"}))


def test_the_page_of_a_person_warns_before_anything_else(desk, rosa):
    PhoneFactory(person=rosa, number="+39035123456", whose="la figlia")

    answer = desk.get(page_of(rosa))

    said = text_of(answer)
    assert said.index("Non chiamare a casa") < said.index("035 123456")
    assert "Rosa Bianchi" in soup(answer).h1.get_text()
    assert "la figlia" in said and "arabo" in said and str(rosa.pk) in said
    assert journal() == [(Action.READ, rosa.pk)]


def test_the_household_shows_who_these_eyes_may_see(client, db):
    household = HouseholdFactory()
    limited = PostFactory(ambito=household.ambito, municipality_id=None)
    rosa = PersonFactory(ambito=household.ambito, household=household, surname="Rosati")
    ugo = PersonFactory(ambito=household.ambito, household=household, given_name="Ugo")
    client.force_login(limited.user)

    answer = client.get(page_of(rosa))

    assert "Ugo" in text_of(answer)
    assert (Action.LIST, ugo.pk) in journal()


@pytest.mark.parametrize("name", ["person", "person_details", "person_history", "person_edit"])
def test_what_one_may_not_see_is_not_there(desk, name):
    stranger = PersonFactory(surname="CANARINO")

    answer = desk.get(page_of(stranger, name))
    absent = desk.get(reverse(f"citizens:{name}", args=[uuid.uuid4()]))

    assert answer.status_code == absent.status_code == 404
    assert "CANARINO" not in text_of(answer)
    assert len(answer.content) == len(absent.content)


@pytest.mark.parametrize("role", [RoleKey.PLANNING, RoleKey.DPO, RoleKey.ADMINISTRATOR])
def test_a_role_without_people_is_told_so(client, db, role):
    person = PersonFactory(surname="CANARINO")
    client.force_login(post_of(role, person.ambito).user)

    for address in (PEOPLE, page_of(person), reverse("citizens:person_new")):
        answer = client.get(address)
        assert answer.status_code == 403
        assert "CANARINO" not in text_of(answer)


def test_the_print_is_a_pdf_and_leaves_its_line(desk, rosa):
    answer = desk.get(page_of(rosa, "person_print"))

    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert (Action.PRINT, rosa.pk) in journal()


def test_an_area_manager_says_why_first_and_is_not_shown_since_when(client, rosa):
    client.force_login(PostFactory(ambito=rosa.ambito, role=RoleKey.AREA_MANAGER).user)

    answer = client.get(page_of(rosa, "person_details"))
    assert answer.status_code == 302
    assert "finalita" in answer["Location"]

    stated = {"diritto": "person.read", "scheda": str(rosa.pk), "purpose": "supervision"}
    client.post(answer["Location"], stated)
    answer = client.get(page_of(rosa, "person_details"))
    assert "Bianchi" in text_of(answer)
    assert "Conosciuta dai servizi" not in text_of(answer)
    assert "modifica" not in answer.content.decode()


def test_suggestions_carry_the_id_and_leave_their_lines(desk, rosa):
    answer = desk.get(reverse("citizens:person_suggest"), {"q": "bian"})

    assert str(rosa.pk) in answer.content.decode()
    assert journal() == [(Action.SEARCH, rosa.pk)]


def test_the_page_of_a_person_asks_a_bounded_number_of_questions(
    desk, post, django_assert_max_num_queries
):
    household = HouseholdFactory(ambito=post.ambito)
    rosa = PersonFactory(ambito=post.ambito, household=household, tax_code="RSSMRA60E52A794X")
    desk.get(page_of(rosa))

    for _n in range(6):
        member = PersonFactory(ambito=post.ambito, household=household)
        PhoneFactory(person=member)
        PhoneFactory(person=rosa)

    with django_assert_max_num_queries(22) as asked:
        answer = desk.get(page_of(rosa))
    assert answer.status_code == 200
    print(f"person page: {len(asked)} queries")


def test_the_page_of_people_asks_the_same_for_one_and_for_many(desk, post):
    PersonFactory(ambito=post.ambito, surname="Unica")
    for n in range(30):
        PersonFactory(ambito=post.ambito, surname="Molti", given_name=f"Nome{n}")

    with CaptureQueriesContext(connection) as one:
        desk.get(PEOPLE, {"q": "unica nome"})
    with CaptureQueriesContext(connection) as many:
        desk.get(PEOPLE, {"q": "molti nome"})

    assert len(many) <= len(one) + 2
