"""Tax codes by the thousand agree with two programs that others wrote."""

import datetime as dt

import numpy as np
import pytest
from codicefiscale import codicefiscale as oracle
from stdnum.it import codicefiscale

from prossimo.web.demo import taxcodes
from prossimo.web.demo.draws import dice

PEOPLE = [
    ("Rossi", "Maria", "F", dt.date(1950, 1, 1), "A794"),
    ("D'Angelo", "Niccolò", "M", dt.date(2003, 12, 31), "A794"),
    ("Fo", "Ugo", "M", dt.date(1938, 2, 28), "E463"),
    ("Wu", "Yi", "F", dt.date(2000, 2, 29), "Z210"),
    ("El-Idrissi", "Abdelkader", "M", dt.date(1979, 7, 14), "Z330"),
    ("Gutiérrez Montaño", "Verónica", "F", dt.date(1991, 9, 9), "Z601"),
    ("Aiello", "Eia", "F", dt.date(1999, 10, 10), "F205"),
]


def composed(people):
    return taxcodes.compose(
        np.array([taxcodes.surname_letters(p[0]) for p in people], dtype="S3"),
        np.array([taxcodes.given_letters(p[1]) for p in people], dtype="S3"),
        np.array([p[3] for p in people], dtype="datetime64[D]"),
        np.array([p[2] == "F" for p in people]).astype(np.int64),
        np.array([p[4] for p in people], dtype="S4"),
    )


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person[0])
def test_the_code_is_the_one_that_another_program_composes(person):
    surname, given, sex, born, place = person
    cities = {"A794": "Bergamo", "E463": "La Spezia", "F205": "Milano"}
    states = {"Z210": "Repubblica Popolare Cinese", "Z330": "Marocco", "Z601": "Bolivia"}

    expected = oracle.encode(
        lastname=surname,
        firstname=given,
        gender=sex,
        birthdate=born.isoformat(),
        birthplace=(cities | states)[place],
    )

    assert composed([person])[0].decode() == expected


def test_people_with_the_same_code_are_told_apart_and_all_codes_hold():
    codes = [code.decode() for code in composed(PEOPLE[:1] * 20 + PEOPLE[1:])]

    assert len(set(codes)) == len(codes)
    assert all(codicefiscale.is_valid(code) for code in codes)
    assert {codicefiscale.get_birth_date(code) for code in codes[:20]} == {dt.date(1950, 1, 1)}


def test_provisional_codes_are_eleven_digits_that_hold():
    codes = taxcodes.temporary(dice(1, "codes"), 200)

    assert all(len(code) == 11 and codicefiscale.is_valid(code) for code in codes)
