"""What nobody should type, and somebody will: kept whole, or refused in a sentence; never a fault."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from prossimo.citizens.forms import QuickPersonForm
from prossimo.citizens.models import Person
from prossimo.citizens.operations import PhoneEntry, register_person, update_person
from prossimo.citizens.queries import find_people, person_card
from tests.arranging import arranging
from tests.citizens.test_writing_pages import NEW, said, whole_form

LONG = "Wolfeschlegelsteinhausenbergerdorff" * 9
NAMES = [
    LONG[:300],
    "محمد عبد الله",
    "נועה",
    "D'Amico dell'Òrto",
    "李小龍",
    "Rosa 🌹 Zoë",
    "Nuñez-Łukasz ß",
    "<script>alert(1)</script>",
    "=cmd|'/c calc'!A1",
    "Robert'); DROP TABLE citizens_person;--",
    "%_\\",
    "ﷺ" * 60,  # folds to eighteen letters each
    "\u0301\u0302",  # accents of nothing
]


def person_now():
    with arranging():
        return Person.objects.unscoped("what the record holds").order_by("-created_at").first()


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_a_name_of_any_alphabet_is_kept_shown_and_found(desk, name):
    fields = whole_form(desk) | {"surname": name, "given_name": ""}

    answer = desk.post(NEW, fields)

    assert answer.status_code == 302
    assert person_now().surname == " ".join(name.split())
    page = desk.get(answer["Location"])
    assert page.status_code == 200
    assert b"<script>alert" not in page.content
    words = [word for word in name.split() if any(c.isalnum() for c in word)]
    for word in words[:2]:
        assert desk.get("/persone/", {"q": word[:50]}).status_code == 200


def test_a_name_too_long_is_refused_and_kept_on_the_page(desk):
    answer = desk.post(NEW, whole_form(desk) | {"surname": "A" * 301})

    assert answer.status_code == 422
    assert "A" * 301 in answer.content.decode()


def test_nul_and_lone_surrogates_are_left_out_of_what_is_kept(actor):
    form = QuickPersonForm(
        {"surname": "Ro\x00s\ud800si", "given_name": "A\u202eda\x07", "phone": "035\x00399888"},
        actor=actor,
    )

    assert form.is_valid(), form.errors
    person = register_person(by=actor, **form.values())
    assert (person.surname, person.given_name) == ("Rossi", "Ada")


def test_nul_in_what_a_browser_posts_is_no_fault(desk):
    answer = desk.post(NEW, whole_form(desk) | {"surname": "Ro\x00ssi", "street": "Via\x00"})

    assert answer.status_code == 302
    assert person_now().surname == "Rossi"


@pytest.mark.parametrize("address", ["/persone/?q=%00", "/persone/?q=%ED%A0%80", "/persone/%00/"])
def test_nul_and_surrogates_in_an_address_are_refused_in_a_sentence(desk, address):
    assert desk.get(address).status_code in {400, 404}


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("born_on", "2999-01-01", "è nel futuro"),
        ("born_on", "1700-01-01", "troppo lontana"),
        ("born_on", "29/02/2023", "data"),
        ("born_on", "ieri", "data"),
        ("tax_code", "RSSMRA60E52A794A", "L'ultimo carattere non torna"),
        ("tax_code", "RSSMRA60E52A79", "16 caratteri"),
        ("tax_code", "RSSMRA60E72A794X", "non esiste"),
        ("postcode", "2412", "cinque cifre"),
        ("citizenships_0", "ITALIA", "valid"),
        ("place", "q123", "valid"),
        ("phones-0-number", "telefono", "cifre"),
        ("phones-0-whose", "la figlia", "Manca il numero"),
        ("household_role", "imperatore", "valid"),
        ("joins", "non-uuid", None),
        ("phones-TOTAL_FORMS", "9999999", None),
        ("phones-0-id", "xyz", None),
        ("idempotency_key", "xyz", None),
        ("draft_key", "falso", None),
    ],
)
def test_every_wrong_field_is_a_sentence_next_to_it(desk, field, value, sentence):
    answer = desk.post(NEW, whole_form(desk) | {field: value})

    if sentence is None:
        assert answer.status_code in {200, 302, 422}
        return
    assert answer.status_code == 422
    assert sentence in said(answer)
    assert "Verdi" in answer.content.decode()


def test_an_omocodic_and_a_foreign_code_are_as_good_as_the_others(desk):
    answer = desk.post(NEW, whole_form(desk) | {"tax_code": "rssmra60e52a79qu"})

    assert answer.status_code == 302
    kept = person_now()
    assert (kept.tax_code, kept.tax_code_state) == ("RSSMRA60E52A79QU", "valid")
    assert (kept.sex, kept.birth_place_code, str(kept.born_on)) == ("F", "A794", "1960-05-12")


def test_a_temporary_number_is_told_apart(desk):
    desk.post(NEW, whole_form(desk) | {"tax_code": "01234567897"})

    assert person_now().tax_code_state == "temporary"


def test_a_code_that_tells_another_story_is_kept_and_pointed_out(desk):
    fields = whole_form(desk) | {"tax_code": "RSSMRA60E52A794X", "born_on": "1961-05-12"}

    page = desk.get(desk.post(NEW, fields)["Location"])

    assert "Il codice fiscale racconta un'altra cosa" in said(page)
    assert "cognome, data di nascita" in said(page)


def test_two_files_with_one_code_are_an_alarm_not_an_error(desk, actor):
    for name in ("Prima", "Seconda"):
        register_person(by=actor, surname=name, tax_code="RSSMRA60E52A794X")

    page = desk.get(reverse("citizens:person", args=[person_now().pk]))

    assert "Due schede con lo stesso codice fiscale" in said(page)


@pytest.mark.parametrize(
    "values",
    [
        {"surname": "A" * 301},
        {"tax_code": "RSSMRA60E52A794A"},
        {"citizenships": ["ITALIA"]},
        {"sex": "Z"},
        {"postcode": "2412345"},
        {"postcode": "123456"},
    ],
)
def test_operations_refuse_it_too(actor, values):
    with pytest.raises(ValidationError):
        register_person(by=actor, **values)


def test_operations_take_no_field_that_is_not_given(actor):
    for name in ("ambito", "household", "sort_key", "id", "version", "nonsense"):
        with pytest.raises(TypeError):
            register_person(by=actor, **{name: "x"})


def test_a_telephone_of_somebody_else_is_not_corrected_through_mine(actor, post):
    mine = register_person(by=actor, surname="Mia", phones=[PhoneEntry("+39035111111")])
    other = register_person(by=actor, surname="Altra", phones=[PhoneEntry("+39035222222")])
    with arranging():
        foreign = other.phones.unscoped("test").get()

    update_person(mine.pk, by=actor, expected=1, phones=[PhoneEntry("+39035333333", id=foreign.pk)])

    with arranging():
        assert other.phones.unscoped("test").get().number == "+39035222222"
        assert mine.phones.unscoped("test").count() == 2


@pytest.mark.parametrize("number", ["", "x", "00000000", "\x00", None, 7])
def test_no_number_of_a_file_breaks_the_card(actor, number):
    assert person_card(actor, number) is None


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(surname=st.text(max_size=300), given_name=st.text(max_size=40), street=st.text(max_size=60))
def test_whatever_is_typed_is_registered_or_refused(actor, surname, given_name, street):
    form = QuickPersonForm({"surname": surname, "given_name": given_name}, actor=actor)

    if form.is_valid():
        person = (
            register_person(by=actor, street=street.replace("\x00", ""), **form.values())
            if street.isprintable()
            else register_person(by=actor, **form.values())
        )
        assert person.pk in {found.id for found in find_people(actor, str(person.pk))}
