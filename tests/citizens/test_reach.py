"""How a person is reached: whose number it is, what must not be done, said before anything else."""

import pytest
from django.urls import reverse

from prossimo.accounts.choices import RoleKey
from prossimo.accounts.identity import enter
from prossimo.citizens.models import EmailAddress, Phone
from prossimo.citizens.queries import person_card
from prossimo.core import pdf
from tests.accounts.factories import PostFactory
from tests.citizens.factories import PersonFactory, PhoneFactory
from tests.citizens.files import EmailAddressFactory, rows_of
from tests.pages import form_with, said, soup

TABS = ["person", "person_details", "person_history", "person_edit", "citizenships", "death"]


def page_of(person, name="person"):
    return reverse(f"citizens:{name}", args=[person.pk])


@pytest.fixture
def rosa(post):
    rosa = PersonFactory(ambito=post.ambito, surname="Bianchi", given_name="Rosa")
    PhoneFactory(
        person=rosa, number="+39035399888", whose="casa", safety="never", care="risponde il marito"
    )
    PhoneFactory(person=rosa, number="+393351234567", safety="care", care="solo al mattino")
    PhoneFactory(person=rosa, number="+39035111222", whose="la sorella")
    EmailAddressFactory(person=rosa, address="marito@posta.example", safety="never")
    return rosa


@pytest.mark.parametrize("name", TABS)
def test_every_page_of_the_person_says_what_must_not_be_done(desk, rosa, name):
    words = said(desk.get(page_of(rosa, name)))

    assert "Non chiamare al 035 399888 (casa): risponde il marito." in words
    assert "Con cautela 335 123 4567: solo al mattino." in words
    assert "Non scrivere a marito@posta.example." in words


def test_a_number_that_harms_is_struck_with_words_and_cannot_be_dialled(desk, rosa):
    page = soup(desk.get(page_of(rosa)))

    assert page.find("s").get_text() == "035 399888"
    assert "non usare" in page.find("s").parent.get_text()
    links = {a["href"] for a in page.find_all("a", href=True)}
    assert "tel:+39035111222" in links and "tel:+393351234567" in links
    assert not any("399888" in link or "marito@" in link for link in links)


def test_the_print_says_it_before_anything_else(desk, rosa, monkeypatch):
    printed = []
    real = pdf.respond
    monkeypatch.setattr(
        pdf,
        "respond",
        lambda request, sheet, name: printed.append(sheet) or real(request, sheet, name=name),
    )

    assert desk.get(page_of(rosa, "person_print")).content.startswith(b"%PDF")

    (sheet,) = printed
    assert sheet.notes[0] == "Non chiamare al 035 399888 (casa): risponde il marito."
    facts = [value for section in sheet.sections for _label, value in section.facts]
    assert "NON USARE: 035 399888 (casa) – risponde il marito" in facts


def test_the_card_of_the_contact_screen_carries_the_cautions_and_no_harmful_number(post, rosa):
    card = person_card(enter(post.user_id, post.pk), rosa.pk)

    assert "Non chiamare al 035 399888" in card.contact_warning
    assert ("035 111222", "la sorella") in card.phones
    assert not any("399888" in number for number, _whose in card.phones)


def test_rows_are_written_corrected_and_taken_away(desk, post):
    rosa = PersonFactory(ambito=post.ambito)
    PhoneFactory(person=rosa, number="+39035000001")
    fields = form_with(desk.get(page_of(rosa, "person_edit")), "surname") | {
        "phones-0-number": "",
        "phones-1-number": "035 000002",
        "phones-1-whose": "il figlio",
        "phones-1-safety": "never",
        "phones-1-care": "litigano",
        "emails-0-address": "Rosa@posta.example",
        "emails-0-safety": "care",
        "emails-0-care": "la legge anche il figlio",
    }

    assert desk.post(page_of(rosa, "person_edit"), fields).status_code == 302

    (phone,) = rows_of(Phone, person=rosa)
    assert (phone.number, phone.safety, phone.care) == ("+39035000002", "never", "litigano")
    (email,) = rows_of(EmailAddress, person=rosa)
    assert (email.address, email.safety) == ("Rosa@posta.example", "care")
    history = said(desk.get(page_of(rosa, "person_history")))
    assert "E-mail aggiunta" in history and "Telefono tolto" in history
    assert "no, mai" in history


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"phones-0-number": "035 1234", "phones-0-safety": "care"}, "quale cautela serve"),
        ({"phones-0-whose": "la madre"}, "Manca il numero"),
        ({"phones-0-safety": "never"}, "Manca il numero"),
        ({"emails-0-address": "senza chiocciola"}, "nome@esempio.it"),
        ({"emails-0-address": "a@b.it", "emails-0-safety": "boh"}, "Scegli"),
        ({"phones-0-number": "1\x00\u202e35"}, ""),
    ],
)
def test_what_is_missing_is_asked_and_nothing_typed_is_lost(desk, post, told, words):
    rosa = PersonFactory(ambito=post.ambito)
    typed = (
        form_with(desk.get(page_of(rosa, "person_edit")), "surname") | told | {"street": "Via Mia"}
    )

    answer = desk.post(page_of(rosa, "person_edit"), typed)

    assert answer.status_code in {302, 422}
    if answer.status_code == 422:
        assert words in said(answer)
        assert form_with(answer, "surname")["street"] == "Via Mia"


def test_a_draft_brings_the_rows_back(desk, post):
    rosa = PersonFactory(ambito=post.ambito)
    typed = form_with(desk.get(page_of(rosa, "person_edit")), "surname") | {
        "emails-0-address": "a.meta@posta", "phones-0-number": "035", "phones-0-safety": "never",
    }  # fmt: skip
    body = {"key": f"person:{rosa.pk}", "fields": {k: [v] for k, v in typed.items()}}
    desk.post(reverse("accounts:draft"), body, content_type="application/json")

    again = form_with(desk.get(page_of(rosa, "person_edit")), "surname")

    assert again["emails-0-address"] == "a.meta@posta"
    assert (again["phones-0-number"], again["phones-0-safety"]) == ("035", "never")


def test_a_damaged_draft_opens_the_form_all_the_same(desk, post):
    rosa = PersonFactory(ambito=post.ambito)
    body = {"key": f"person:{rosa.pk}", "fields": {"phones-TOTAL_FORMS": ["x²"], "surname": ["A"]}}
    desk.post(reverse("accounts:draft"), body, content_type="application/json")

    assert desk.get(page_of(rosa, "person_edit")).status_code == 200


def test_the_manager_reads_the_cautions_too(client, rosa):
    manager = PostFactory(ambito=rosa.ambito, role=RoleKey.AREA_MANAGER)
    client.force_login(manager.user)
    stated = {"diritto": "person.read", "scheda": str(rosa.pk), "purpose": "supervision"}
    client.post("/finalita/", stated)

    assert "Non chiamare al 035 399888" in said(client.get(page_of(rosa)))
