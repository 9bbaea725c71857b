"""The frame lists what it is given, and puts what does not fit behind «Altro»."""

import pytest

from prossimo.ui.frame import Frame, NavItem


def frame(number):
    return Frame("Comune", nav=tuple(NavItem(str(at), "/", "user") for at in range(number)))


@pytest.mark.parametrize(
    ("number", "near", "far"), [(0, 0, 0), (1, 1, 0), (5, 5, 0), (6, 4, 2), (10, 4, 6)]
)
def test_on_a_telephone_four_are_near_and_no_one_hides_alone(number, near, far):
    shown = frame(number)

    assert (len(shown.near), len(shown.far)) == (near, far)
    assert shown.near + shown.far == shown.nav
    assert tuple(item for _name, items in shown.groups for item in items) == shown.nav


def test_only_a_long_navigation_has_headings():
    def entries(number):
        return tuple(NavItem(str(at), "/", "user", group="AB"[at > 5]) for at in range(number))

    short, long = Frame("Comune", nav=entries(9)), Frame("Comune", nav=entries(10))

    assert [name for name, _items in short.groups] == [""]
    assert [(name, len(items)) for name, items in long.groups] == [("A", 6), ("B", 4)]
    assert [(name, len(items)) for name, items in long.far_groups] == [("A", 2), ("B", 4)]
