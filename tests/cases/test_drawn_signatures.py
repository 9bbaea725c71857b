"""Signatures drawn on the screen: kept as points, refused when they are none."""

import json

import pytest
from django.core.exceptions import ValidationError

from prossimo.cases.operations import agreeing


@pytest.mark.parametrize(
    "drawn",
    ["", "x", "[]", "{}", "[[]]", "[[[1, 2]]]", '[[["a", 2], [3, 4]]]', "[[[1, 2], [3, 9999]]]",
     json.dumps([[[1, 1]] * 5000]), "[[[true, 2], [3, 4]]]"],
)  # fmt: skip
def test_a_drawing_that_is_no_signature_is_refused(drawn):
    with pytest.raises(ValidationError, match="non si legge"):
        agreeing.checked_strokes(drawn)


def test_a_drawn_signature_is_kept_as_points():
    assert agreeing.checked_strokes("[[[1.5, 2], [3, 4]], [[9, 9]]]") == "[[[1,2],[3,4]]]"
