"""The rule of intensity: what it looks at, when it came into force."""

import datetime as dt

import pytest

from prossimo.cases.rules import Signs, Threshold, propose_intensity, threshold_on

OLD, NEW = Threshold(dt.date(2020, 1, 1)), Threshold(dt.date(2026, 1, 1), serious=2, medium=4)


@pytest.mark.parametrize(
    ("signs", "proposed"),
    [
        (Signs(), "light"),
        (Signs((1,)), "prevention"),
        (Signs((1, 1, 1)), "prevention"),
        (Signs((2,)), "light"),
        (Signs((2, 2)), "light"),
        (Signs((2, 2, 2)), "full"),
        (Signs((3,)), "full"),
        (Signs((), at_risk=True), "full"),
        (Signs((1,), protected=True), "full"),
    ],
)
def test_the_rule_proposes(signs, proposed):
    assert propose_intensity(signs).intensity == proposed


def test_the_rule_tells_everything_it_looked_at():
    looked = {sign.key: sign.weighs for sign in propose_intensity(Signs((3, 2))).signs}

    assert looked == {"protected": False, "at_risk": False, "serious": True, "medium": False}


def test_the_rule_of_the_day_is_the_last_that_came_into_force():
    assert threshold_on(dt.date(2025, 6, 1), [NEW, OLD]) == OLD
    assert threshold_on(dt.date(2026, 1, 1), [NEW, OLD]) == NEW
    with pytest.raises(LookupError):
        threshold_on(dt.date(2019, 12, 31), [NEW, OLD])


def test_a_dated_rule_changes_what_is_proposed():
    assert propose_intensity(Signs((3,)), OLD).intensity == "full"
    assert propose_intensity(Signs((3,)), NEW).intensity == "light"
