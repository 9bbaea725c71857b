"""The picture of a family: who stands above whom, and every tie a line between two boxes."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from prossimo.citizens.choices import KinshipKind
from prossimo.citizens.genogram import (
    HEIGHT,
    INVERSE,
    STEPS,
    WIDTH,
    Relative,
    Tie,
    draw,
    generations,
    inverse,
)

NAMES = ["me", "ada", "ugo", "lia", "teo", "zoe"]
ties = st.lists(
    st.builds(
        Tie, st.sampled_from(NAMES), st.sampled_from(NAMES), st.sampled_from(KinshipKind.values)
    ).filter(lambda tie: tie.left != tie.right),
    max_size=10,
)


def people(*names):
    return [Relative(name, name.title()) for name in names]


def test_parents_stand_above_and_children_below():
    family = [Tie("me", "ada", "parent"), Tie("me", "lia", "child"), Tie("me", "ugo", "spouse")]

    boxes = {
        box.relative.key: box for box in draw("me", people("me", "ada", "lia", "ugo"), family).boxes
    }

    assert boxes["ada"].y < boxes["me"].y < boxes["lia"].y
    assert boxes["ugo"].y == boxes["me"].y
    assert abs(boxes["ugo"].x - boxes["me"].x) < 2 * WIDTH, "a couple stands side by side"
    assert boxes["me"].me and not boxes["ugo"].me


def test_a_tie_is_read_backwards_from_the_other_end():
    for kind in KinshipKind.values:
        assert inverse(inverse(kind)) == kind
        assert STEPS.get(inverse(kind), 0) == -STEPS.get(kind, 0)
    assert set(STEPS) | set(INVERSE) <= set(KinshipKind.values)


@given(ties)
def test_no_two_boxes_touch_and_every_tie_has_its_line(family):
    picture = draw("me", people(*NAMES), family)

    for one, other in itertools.combinations(picture.boxes, 2):
        apart = abs(one.x - other.x) >= WIDTH or abs(one.y - other.y) >= HEIGHT
        assert apart, (one, other)
    assert len(picture.boxes) == len(NAMES)
    assert len(picture.lines) == len(family)
    assert all(box.x >= 0 and box.x + WIDTH <= picture.width for box in picture.boxes)
    assert all(box.y >= 0 and box.y + HEIGHT <= picture.height for box in picture.boxes)


@given(ties)
def test_whoever_is_tied_to_the_person_has_a_generation(family):
    level = generations("me", family)

    assert level["me"] == 0
    assert set(level) <= {"me", *itertools.chain(*((tie.left, tie.right) for tie in family))}


def test_somebody_alone_is_a_picture_too():
    picture = draw("me", people("me"), [])

    assert (len(picture.boxes), picture.lines) == (1, ())
    assert picture.view_box == f"0 0 {picture.width} {picture.height}"
