"""The codice fiscale: every real one is read, every slip is caught, every doubt is told."""

import datetime as dt

import pytest
from codicefiscale import codicefiscale
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.it.codicefiscale import calc_check_digit

from prossimo.citizens.taxcode import (
    DIGIT_PLACES,
    OMOCODIC,
    WrongTaxCode,
    compact,
    disagreements,
    given_name_letters,
    read_tax_code,
    surname_letters,
    without_omocodia,
)

SURNAMES = ["Rossi", "Fo", "D'Amico", "De Luca", "Àgueda", "Bianchi-Neri", "Xu", "Aiò"]
NAMES = ["Maria", "Gianfranco", "Ugo", "Li", "Noè", "Maria Grazia", "Io"]
DAYS = st.dates(dt.date(1930, 1, 1), dt.date(2025, 12, 31))
PEOPLE = st.tuples(
    st.sampled_from(SURNAMES), st.sampled_from(NAMES), st.sampled_from("FM"), DAYS
)  # fmt: skip


def code_of(surname, name, sex, day, place="Bergamo"):
    """The oracle: another program, slower and older than ours."""
    return codicefiscale.encode(surname, name, sex, day.isoformat(), place)


@settings(max_examples=60, deadline=None)
@given(PEOPLE)
def test_what_another_program_encodes_we_read_without_a_doubt(person):
    surname, name, sex, day = person

    code = read_tax_code(code_of(*person))

    assert (code.sex, code.place, code.omocodic, code.temporary) == (sex, "A794", False, False)
    assert day in code.births(dt.date(2026, 1, 1))
    assert disagreements(
        code, surname=surname, given_name=name, sex=sex, born_on=day, birth_place_code="A794"
    ) == []  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(PEOPLE, st.sets(st.sampled_from(DIGIT_PLACES), min_size=1))
def test_an_omocodic_code_says_what_the_plain_one_says(person, places):
    plain = code_of(*person)
    letters = list(plain[:15])
    for place in places:
        letters[place] = OMOCODIC[int(letters[place])]
    text = "".join(letters) + calc_check_digit("".join(letters))

    code, expected = read_tax_code(text), read_tax_code(plain)

    assert code.omocodic
    assert (code.sex, code.day, code.month, code.year, code.place) == (
        expected.sex, expected.day, expected.month, expected.year, expected.place,
    )  # fmt: skip
    assert without_omocodia(text)[:15] == plain[:15]


@settings(max_examples=60, deadline=None)
@given(PEOPLE, st.integers(0, 15), st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"))
def test_one_wrong_character_never_passes_for_another_person_unnoticed(person, place, letter):
    """The check character catches every single slip, but for the few that it cannot see."""
    right = code_of(*person)
    assume(right[place] != letter)
    wrong = right[:place] + letter + right[place + 1 :]

    try:
        code = read_tax_code(wrong)
    except WrongTaxCode as refused:
        assert refused.reason in {"letters", "birth", "check"}
    else:  # pragma: no cover
        assert code.text != right


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("RSSMRA60E52A794", "length"),
        ("RSSMRA60E52A794XX", "length"),
        ("1234567890", "length"),
        ("RSSMR160E52A794X", "letters"),
        ("RSSMRA60F52A794X", "letters"),
        ("RSSMRA60E52A79AX", "letters"),
        ("RSSMRA60E72A794X", "birth"),
        ("RSSMRA61B30A794X", "birth"),
        ("RSSMRA60E00A794X", "birth"),
        ("RSSMRA60E52A794A", "check"),
        ("01234567890", "check"),
        ("ŘSSMRA60E52A794X", "letters"),
        ("٠١٢٣٤٥٦٧٨٩٠", "length"),
        ("", "length"),
    ],
)
def test_what_is_wrong_is_said(text, reason):
    with pytest.raises(WrongTaxCode) as refused:
        read_tax_code(text)

    assert refused.value.reason == reason


def test_the_twenty_ninth_of_february_is_of_one_century_only():
    code = "RSSMRA00B29A794"

    assert read_tax_code(code + calc_check_digit(code)).births(dt.date(2026, 1, 1)) == [
        dt.date(2000, 2, 29)
    ]


def test_somebody_born_abroad_has_a_state_for_a_place():
    code = "DPIMMD85A01Z343"

    assert read_tax_code(code + calc_check_digit(code)).abroad


@given(st.integers(0, 9_999_999_999))
def test_a_temporary_number_has_its_own_check(number):
    text = f"{number:010d}"

    assert read_tax_code(text + luhn.calc_check_digit(text)).temporary


def test_a_temporary_number_raises_no_doubts():
    assert disagreements(read_tax_code("01234567897"), surname="Rossi", sex="F") == []


@given(st.text(max_size=40))
def test_no_text_at_all_breaks_the_reading(text):
    try:
        code = read_tax_code(text)
    except WrongTaxCode:
        return
    assert code.text == compact(text)


@given(st.text(max_size=80))
def test_any_name_has_three_letters(name):
    for letters in (surname_letters(name), given_name_letters(name)):
        assert len(letters) == 3
        assert letters.isascii() and letters.isupper()
