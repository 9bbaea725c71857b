"""What a search asks for is understood from the words, however they are typed."""

import datetime as dt
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prossimo.citizens.asking import MAX_WORDS, understand

TODAY = dt.date(2026, 11, 18)
DAY = ((dt.date(1960, 5, 12), dt.date(1960, 5, 13)),)
YEAR = ((dt.date(1960, 1, 1), dt.date(1961, 1, 1)),)


@pytest.mark.parametrize(
    "text", ["12/05/1960", "12.5.1960", "12-05-1960", "12051960", "1960-05-12", "12/5/60"]
)
def test_a_day_is_a_day_however_written(text):
    asked = understand(text, TODAY)

    assert (asked.born, asked.one_day, asked.words, asked.code) == (DAY, True, (), "")


def test_two_digits_of_a_year_may_mean_two_centuries():
    assert understand("1/2/15", TODAY).born == (
        (dt.date(2015, 2, 1), dt.date(2015, 2, 2)),
        (dt.date(1915, 2, 1), dt.date(1915, 2, 2)),
    )


def test_a_month_and_a_year_are_their_days():
    assert understand("12/1960", TODAY).born == ((dt.date(1960, 12, 1), dt.date(1961, 1, 1)),)
    assert understand("1960", TODAY).born == YEAR


@pytest.mark.parametrize("text", ["rossi 1960", "1960 ROSSI", "  Rossi   1960 "])
def test_names_and_years_stand_together(text):
    asked = understand(text, TODAY)

    assert (asked.words, asked.born, asked.one_day) == (("rossi",), YEAR, False)


@pytest.mark.parametrize("text", ["31/02/1960", "00/00/1960", "29/02/1961", "1960-13-01"])
def test_a_day_that_cannot_be_is_told_apart_from_a_name(text):
    asked = understand(text, TODAY)

    assert (asked.wrong_day, asked.words, bool(asked)) == (text, (), False)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("rssmra60e52a794x", "RSSMRA60E52A794X"),
        ("RSSMRA 60E52 A794X", "RSSMRA60E52A794X"),
        ("RSSMRA6", "RSSMRA6"),
        ("RSSMRA60E52A7", "RSSMRA60E52A7"),
        ("RSSMRASLERNATVQX", "RSSMRASLERNATVQX"),
        ("01234567897", "01234567897"),
        ("0123456", "0123456"),
    ],
)
def test_a_code_or_its_beginning_is_no_name(text, code):
    asked = understand(text, TODAY)

    assert (asked.code, asked.words) == (code, ())


@pytest.mark.parametrize("text", ["martins", "rossetto", "guzmans", "bianch", "o'neill 3"])
def test_long_names_are_no_codes(text):
    assert understand(text, TODAY).code == ""
    assert understand(text, TODAY).words


def test_the_number_of_a_file_is_itself():
    number = uuid.uuid4()

    assert understand(f" {number} ", TODAY).number == number
    assert understand(number.hex.upper(), TODAY).number == number


def test_no_search_has_too_many_words():
    assert (
        len(understand(" ".join(f"parola{chr(97 + n)}" for n in range(20)), TODAY).words)
        == MAX_WORDS
    )


@given(st.text(max_size=200))
def test_no_text_at_all_breaks_the_search(text):
    asked = understand(text, TODAY)

    assert all(first < after for first, after in asked.born)
    assert all(asked.words)
