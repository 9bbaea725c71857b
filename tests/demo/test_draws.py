"""Chance with a memory: distinct, ordered, and the same for the same seed."""

import uuid

import numpy as np
import pytest

from prossimo.web.demo import draws


def test_the_same_words_give_the_same_dice_and_others_do_not():
    first, again, other = (draws.dice(1, word).random(5).tolist() for word in ("a", "a", "b"))

    assert first == again
    assert first != other


@pytest.mark.parametrize("total", [0, 1, 7, 9_559])
def test_parts_add_up_to_the_total(total):
    parts = draws.apportion(total, [5.0, 3.0, 0.5, 1.5])

    assert parts.sum() == total
    assert abs(parts[0] - total / 2) < 1


def test_a_drawn_few_are_distinct_and_never_of_no_weight():
    weights = np.arange(100, dtype=np.float64)

    chosen = draws.some(draws.dice(1, "few"), weights, 60)

    assert len(set(chosen.tolist())) == 60
    assert 0 not in chosen


def test_of_too_few_all_are_chosen():
    weights = np.array([1.0, 0.0, 2.0])

    assert draws.some(draws.dice(1, "all"), weights, 9).tolist() == [0, 2]


def test_heavier_ones_are_chosen_more_often():
    weights = np.array([1.0] * 50 + [9.0] * 50)

    chosen = draws.some(draws.dice(1, "heavy"), weights, 40)

    assert (chosen >= 50).sum() > 25


def test_identifiers_are_version_seven_and_in_order_of_time():
    at = np.array([1_500_000_000_000, 1_600_000_000_000, 1_700_000_000_000])

    found = [uuid.UUID(text.decode()) for text in draws.identifiers(draws.dice(1, "id"), at)]

    assert [one.version for one in found] == [7, 7, 7]
    assert {one.variant for one in found} == {uuid.RFC_4122}
    assert found == sorted(found)
    assert [one.int >> 80 for one in found] == at.tolist()
