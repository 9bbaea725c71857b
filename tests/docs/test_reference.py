"""The half of the manual that the code writes is fresh, and nothing of it is left unsaid."""

import pytest

from prossimo.core.navigation import places
from scripts import reference


@pytest.mark.parametrize("name", reference.HALVES)
def test_the_generated_half_is_what_the_code_says(name):
    page, fresh = reference.written(name)

    assert page == fresh, "run `make docs`"


def test_every_variable_that_the_code_reads_is_explained():
    assert set(reference.variables()) == set(reference.MEANINGS)
    assert "PROSSIMO_SECRET_KEY" in reference.MEANINGS


def test_no_two_places_share_a_key():
    keys = [place.shortcut for place in places if place.shortcut]

    assert sorted(keys) == sorted(set(keys))
    assert keys
