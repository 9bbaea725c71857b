"""Scales are totalled as published: every total, every band, and never a sheet with a hole."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

import prossimo.cases.panels.analysis  # noqa: F401 (declares the scales)
from prossimo.cases.declared import scales
from prossimo.cases.scoring import (
    Contradiction,
    Incomplete,
    contradictions,
    counted,
    faults_of,
    is_asked,
    missing,
    most_of,
    score,
)

ALL = [(scale, each.key) for scale in scales for each in scale.conventions]
NAMES = [f"{scale.key}-{convention}" for scale, convention in ALL]
PUBLISHED = {
    ("katz", "kept"): 6, ("katz", "lost"): 6, ("lawton", "eight"): 8, ("lawton", "five"): 5,
    ("barthel", "sum"): 100, ("barthel_shah", "sum"): 100,
}  # fmt: skip
FIFTEEN, TEN, FIVE = [0, 3, 8, 12, 15], [0, 2, 5, 8, 10], [0, 1, 3, 4, 5]
POINTS = {
    "katz": {
        "bathing": [1, 0], "dressing": [1, 0], "toilet": [1, 0], "transfer": [1, 0],
        "continence": [1, 0], "feeding": [1, 0],
    },
    "lawton": {
        "telephone": [1, 1, 1, 0], "shopping": [1, 0, 0, 0], "food": [1, 0, 0, 0],
        "house": [1, 1, 1, 1, 0], "laundry": [1, 1, 0], "transport": [1, 1, 1, 0, 0],
        "medicine": [1, 0, 0], "money": [1, 1, 0],
    },
    "barthel": {
        "feeding": [0, 5, 10], "transfer": [0, 5, 10, 15], "hygiene": [0, 5], "toilet": [0, 5, 10],
        "bathing": [0, 5], "walking": [0, 5, 10, 15], "stairs": [0, 5, 10],
        "dressing": [0, 5, 10], "bowels": [0, 5, 10], "bladder": [0, 5, 10],
    },
    "barthel_shah": {
        "feeding": TEN, "bathing": FIVE, "hygiene": FIVE, "dressing": TEN, "bowels": TEN,
        "bladder": TEN, "toilet": TEN, "transfer": FIFTEEN, "walking": FIFTEEN,
        "wheelchair": FIVE, "stairs": TEN,
    },
}  # fmt: skip
BANDS = {
    "katz": [(0, 2, "severe"), (3, 5, "moderate"), (6, 6, "full")],
    "lawton": [],
    "barthel": [(0, 20, "total"), (21, 60, "severe"), (61, 90, "moderate"), (91, 99, "slight"),
                (100, 100, "none")],
    "barthel_shah": [(0, 24, "total"), (25, 49, "severe"), (50, 74, "moderate"), (75, 90, "mild"),
                     (91, 99, "almost"), (100, 100, "none")],
}  # fmt: skip


@st.composite
def sheets(draw, scale, convention):
    """A whole sheet, with the items that are asked and no others."""
    sheet = {}
    for item in counted(scale, convention):
        if is_asked(item, sheet):
            sheet[item.key] = draw(st.sampled_from([option.key for option in item.options]))
    return sheet


@pytest.mark.parametrize("scale", scales, ids=lambda scale: scale.key)
def test_a_declaration_has_no_faults(scale):
    assert faults_of(scale) == []
    assert scale.publication


@pytest.mark.parametrize("scale", scales, ids=lambda scale: scale.key)
def test_items_and_points_are_those_that_were_published(scale):
    assert {item.key: [option.points for option in item.options] for item in scale.items} == POINTS[
        scale.key
    ]


@pytest.mark.parametrize("scale", scales, ids=lambda scale: scale.key)
def test_each_total_has_the_band_that_was_published(scale):
    told = {total: band for low, high, band in BANDS[scale.key] for total in range(low, high + 1)}

    most = most_of(scale, scale.conventions[0].key)
    found = {total: band.key for total in range(most + 1) if (band := scale.band_of(total))}

    assert found == told


@pytest.mark.parametrize(("scale", "convention"), ALL, ids=NAMES)
def test_the_highest_total_is_the_one_that_was_published(scale, convention):
    best = {
        item.key: max(item.options, key=lambda option: option.points).key
        for item in counted(scale, convention)
        if item.only_if is None
    }

    done = score(scale, best, convention)

    assert done.kept == done.most == PUBLISHED[scale.key, convention]
    assert done.lost == 0


@pytest.mark.parametrize(("scale", "convention"), ALL, ids=NAMES)
@given(data=st.data())
def test_a_whole_sheet_is_the_sum_of_its_points(scale, convention, data):
    sheet = data.draw(sheets(scale, convention))

    done = score(scale, sheet, convention)

    places = {item.key: [option.key for option in item.options] for item in scale.items}
    told = sum(POINTS[scale.key][key][places[key].index(option)] for key, option in sheet.items())
    assert done.kept == told
    assert done.kept + done.lost == PUBLISHED[scale.key, convention]
    if not scale.convention(convention).leaves_out and scale.bands:
        assert done.band.low <= done.kept <= done.band.high


@pytest.mark.parametrize(("scale", "convention"), ALL, ids=NAMES)
@given(data=st.data())
def test_a_sheet_with_a_hole_has_no_total(scale, convention, data):
    sheet = data.draw(sheets(scale, convention))
    lost = data.draw(st.sampled_from(sorted(sheet)))
    without = {key: option for key, option in sheet.items() if key != lost}

    with pytest.raises((Incomplete, Contradiction)) as told:
        score(scale, without, convention)

    assert set(told.value.items) <= {lost, "wheelchair"}


def test_every_katz_sheet_tells_the_kept_and_the_lost():
    katz = scales["katz"]
    keys = [item.key for item in katz.items]

    for chosen in product(["kept", "lost"], repeat=6):
        sheet = dict(zip(keys, chosen, strict=True))
        kept, lost = score(katz, sheet, "kept"), score(katz, sheet, "lost")
        assert kept.told == chosen.count("kept")
        assert lost.told == chosen.count("lost")
        assert (kept.kept, kept.band) == (lost.kept, lost.band)


def test_the_five_items_of_lawton_leave_out_meals_house_and_laundry_and_have_no_band():
    lawton = scales["lawton"]
    asked = [item.key for item in counted(lawton, "five")]

    assert asked == ["telephone", "shopping", "transport", "medicine", "money"]
    assert contradictions(lawton, {"food": "1"}, "five") == ("food",)
    assert score(lawton, dict.fromkeys(asked, "1"), "five").band is None


def test_the_wheelchair_counts_only_for_who_does_not_walk():
    shah = scales["barthel_shah"]
    walks = {item.key: "0" for item in shah.items if item.only_if is None}
    rolls = {**walks, "wheelchair": "5"}

    assert missing(shah, walks, "sum") == ("wheelchair",)
    assert score(shah, rolls, "sum").kept == 5
    with pytest.raises(Contradiction) as told:
        score(shah, {**rolls, "walking": "3"}, "sum")
    assert told.value.items == ("wheelchair",)
    assert score(shah, {**walks, "walking": "3"}, "sum").kept == 3


def test_an_option_that_is_not_one_is_refused():
    with pytest.raises(Contradiction):
        score(scales["katz"], {"bathing": "maybe"}, "kept")
