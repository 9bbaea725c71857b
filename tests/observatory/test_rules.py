"""No small cell is shown, and none can be worked out from what is shown."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prossimo.observatory import rules
from prossimo.observatory.rules import Cell, Shape, hidden_cells

LOW = 5


PLAIN = Shape()
FAMILIES = {"rei": "money", "grants": "money", "home": "home", "work": "home"}


def known_at(dims, at):
    """The coordinates of a cell, with the family of its reason."""
    known = dict(zip(dims, at, strict=True))
    return {**known, "family": FAMILIES.get(known.get("reason"))}


def tables_of(cells, dims, shape=PLAIN):
    """The finest table with every margin of it, as counts of people that add up."""
    tables = {}
    for kept in shape.closure(dims):
        found = {}
        for at, count in cells.items():
            known = known_at(dims, at)
            place = tuple(known[d] for d in kept)
            found[place] = found.get(place, 0) + count
        tables[kept] = {at: Cell((n,), (n,)) for at, n in found.items() if n}
    return tables


def shape_of(cells, dims):
    values = {d: sorted({at[i] for at in cells}) for i, d in enumerate(dims)}
    if "reason" not in dims:
        return Shape(values=values)
    return Shape(parents={"reason": "family"}, inside={"reason": FAMILIES}, values=values)


def hide(cells, dims, low=LOW):
    shape = shape_of(cells, dims)
    tables = tables_of(cells, dims, shape)
    return tables, hidden_cells(tables, dims, shape, lambda _dims, _at: low)


class Reader:
    """Somebody patient, who knows what is shown and that a hidden cell is not empty.

    (Where cells with nobody are hidden too, not even that.)
    """

    def __init__(self, tables, hidden, dims):
        finest = {at: cell.sizes[0] for at, cell in tables[dims].items()}
        self.unknown = sorted(at for place, at in hidden if place == dims)
        self.least = 0 if any(not finest.get(at) for at in self.unknown) else 1
        self.lines = []
        for kept, cells in tables.items():
            for at, cell in cells.items():
                if kept != dims and (kept, at) not in hidden:
                    members = {
                        p for p in {*finest, *self.unknown} if self._within(p, dims, kept, at)
                    }
                    seen = sum(finest[p] for p in members if p not in self.unknown)
                    self.lines.append((members & set(self.unknown), cell.sizes[0] - seen))

    @staticmethod
    def _within(place, dims, kept, at):
        known = known_at(dims, place)
        return all(known[d] == v for d, v in zip(kept, at, strict=True))

    def could_be(self, place, value):
        """Whether some whole table agrees with all that is shown and with this guess."""
        order = [place, *(at for at in self.unknown if at != place)]
        return self._fill({place: value}, order[1:])

    def _fill(self, guess, left):
        for members, total in self.lines:
            known = [guess[at] for at in members if at in guess]
            open_ones = len(members) - len(known)
            rest = total - sum(known)
            if rest < self.least * open_ones or (open_ones == 0 and rest != 0):
                return False
        if not left:
            return True
        bounds = [
            t - sum(guess.get(m, 0) for m in members)
            for members, t in self.lines
            if left[0] in members
        ]
        most = min(bounds, default=self.least + 3)
        return any(self._fill({**guess, left[0]: n}, left[1:]) for n in range(self.least, most + 1))


def small(tables, low=LOW):
    return {
        (dims, at)
        for dims, cells in tables.items()
        for at, cell in cells.items()
        if 0 < cell.sizes[0] < low
    }


ONE_WAY = st.dictionaries(st.tuples(st.sampled_from("abcde")), st.integers(0, 12), min_size=2)
TWO_WAYS = st.dictionaries(
    st.tuples(st.sampled_from("ab"), st.sampled_from("xyz")), st.integers(0, 7), min_size=3
)
BY_REASON = st.dictionaries(
    st.tuples(st.sampled_from("pq"), st.sampled_from(sorted(FAMILIES))),
    st.integers(0, 9),
    min_size=3,
)
HARDER = st.dictionaries(
    st.tuples(st.sampled_from("abcd"), st.sampled_from("wxyz")), st.integers(0, 14), min_size=6
)


@given(HARDER)
@settings(max_examples=300, deadline=None)
def test_every_small_cell_is_hidden_and_no_zero_is_taken_for_small(cells):
    tables, hidden = hide(cells, ("one", "two"))

    assert small(tables) <= hidden
    if not small(tables):
        assert not hidden


@given(st.one_of(ONE_WAY, TWO_WAYS, BY_REASON))
@settings(max_examples=400, deadline=None)
def test_no_small_cell_is_worked_out_from_the_margins(cells):
    dims = ("place", "reason") if next(iter(cells))[-1] in FAMILIES else ("one", "two")
    dims = dims[: len(next(iter(cells)))]
    tables, hidden = hide(cells, dims)
    reader = Reader(tables, hidden, dims)

    for place, at in small(tables):
        if place == dims:
            truth = cells[at]
            others = [truth + 1, truth - 1, *range(LOW)]
            alone = len({*tables[dims], *reader.unknown}) == 1
            assert alone or any(
                reader.could_be(at, n) for n in others if n != truth and n >= reader.least
            ), f"{at} can only be {truth} in {cells}"


def test_the_control_reader_finds_what_is_hidden_alone():
    """Without the second hiding, subtraction is enough: the reader of these tests can do it."""
    tables = tables_of({("a",): 30, ("b",): 3, ("c",): 8}, ("one",))
    reader = Reader(tables, {(("one",), ("b",))}, ("one",))

    assert reader.could_be(("b",), 3)
    assert not any(reader.could_be(("b",), n) for n in (0, 1, 2, 4, 5))


def test_the_control_without_the_audit_a_cell_is_found(monkeypatch):
    """Two hidden cells in every line are not enough: here all four follow from the margins."""
    cells = {("a", "x"): 7, ("a", "y"): 1, ("b", "x"): 7, ("b", "z"): 1}
    dims = ("one", "two")
    monkeypatch.setattr(rules._Protection, "_audit", lambda self, dims: None)
    blind = Reader(*hide(cells, dims), dims)
    monkeypatch.undo()
    sound = Reader(*hide(cells, dims), dims)

    assert not any(blind.could_be(("b", "z"), n) for n in (2, 3, 4))
    assert any(sound.could_be(("b", "z"), n) for n in (2, 3, 4))


def test_a_cell_hidden_alone_takes_the_next_smallest_with_it():
    tables, hidden = hide({("a",): 30, ("b",): 3, ("c",): 8}, ("one",))

    assert hidden == {(("one",), ("b",)), (("one",), ("c",))}
    assert ("one",) in tables


def test_two_small_cells_that_add_up_to_nearly_nothing_take_a_third():
    _tables, hidden = hide({("a",): 1, ("b",): 1, ("c",): 40, ("d",): 9}, ("one",))

    assert hidden == {(("one",), ("a",)), (("one",), ("b",)), (("one",), ("d",))}


def test_a_hidden_margin_is_not_rebuilt_from_its_cells():
    """Celadina is hidden only to protect Redona: its split by sex must not give it back."""
    cells = {
        ("Boccaleone", "F"): 30,
        ("Boccaleone", "M"): 30,
        ("Celadina", "F"): 10,
        ("Celadina", "M"): 10,
        ("Redona", "F"): 3,
    }
    _tables, hidden = hide(cells, ("place", "sex"))

    assert (("place",), ("Celadina",)) in hidden
    assert {(("place", "sex"), ("Celadina", sex)) for sex in "FM"} & hidden


def test_the_same_cell_is_hidden_whatever_the_question():
    cells = {
        (place, sex): n for n, (place, sex) in enumerate(itertools.product("abcd", "FM"), start=2)
    }
    _tables, wide = hide(cells, ("place", "sex"))
    by_place = {}
    for (place, _sex), n in cells.items():
        by_place[(place,)] = by_place.get((place,), 0) + n
    _tables, narrow = hide(by_place, ("place",))

    assert {place for place in wide if place[0] == ("place",)} == narrow - {((), ())}


def test_reasons_do_not_reveal_one_another_through_their_family():
    """The second hidden reason stands in the same family: the total of the family is shown."""
    families = {"rei": "money", "contributi": "money", "casa": "home", "lavoro": "home"}
    sizes = {"rei": 3, "contributi": 90, "casa": 6, "lavoro": 50}
    by_reason = {(reason,): Cell((n,), (n,)) for reason, n in sizes.items()}
    by_family = {("money",): Cell((93,), (93,)), ("home",): Cell((56,), (56,))}
    shape = Shape(parents={"reason": "family"}, inside={"reason": families})
    tables = {(): {(): Cell((149,), (149,))}, ("family",): by_family, ("reason",): by_reason}

    hidden = hidden_cells(tables, ("reason",), shape, lambda _dims, _at: LOW)

    assert hidden == {(("reason",), ("rei",)), (("reason",), ("contributi",))}


def test_where_all_others_are_zero_the_zeros_are_hidden_too():
    shape = Shape(values={"sex": ["F", "M", "X"]})
    tables = {
        (): {(): Cell((6,), (6,))},
        ("sex",): {("F",): Cell((1,), (1,)), ("M",): Cell((5,), (5,))},
    }

    hidden = hidden_cells(tables, ("sex",), shape, lambda _dims, _at: LOW)

    assert {at for dims, at in hidden if dims == ("sex",)} >= {("F",), ("M",)}


def test_a_share_hides_its_part_and_what_is_left_of_it():
    """Two contacts without a name in a hundred: «2 %» of a known whole would say «two»."""
    tables = {
        (): {(): Cell((40, 160), (40, 160, 150))},
        ("desk",): {
            ("a",): Cell((2, 98), (2, 98, 90)),
            ("b",): Cell((38, 62), (38, 62, 60)),
        },
    }

    hidden = hidden_cells(tables, ("desk",), Shape(), lambda _dims, _at: LOW)

    assert hidden == {(("desk",), ("a",)), (("desk",), ("b",))}


@pytest.mark.parametrize("count", [1, 4])
def test_a_small_total_is_hidden_with_all_its_cells(count):
    _tables, hidden = hide({("a",): count}, ("one",))

    assert hidden == {((), ()), (("one",), ("a",))}


def test_a_town_with_many_small_cells_is_decided_at_once():
    """Twenty-two neighbourhoods by twenty reasons, mostly small: the audit must not crawl."""
    cells = {(f"n{i}", f"r{j}"): (i * j * 7) % 17 for i in range(22) for j in range(20)}

    _tables, hidden = hide(cells, ("one", "two"))

    assert hidden
