"""Which cells of a table must stay hidden, so that nobody is recognised and no margin gives them away.

A cell is small when fewer people than its threshold stand behind it; zero is not small. Tables are
decided from the coarsest to the finest, each by the margins already decided, so that a cell is
shown or hidden in the same way whatever the question. The last word has an audit: seen as a
network (lines are nodes, hidden cells are arcs), each small cell must be able to grow past its
threshold without moving any number that is shown. And how a percentage is rounded.
No Django and no engine in here.
"""

import itertools
from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

Key = str | int | None
At = tuple[Key, ...]
Dims = tuple[str, ...]
Place = tuple[Dims, At]  # a cell: its table, and where in it
Node = Hashable
TENTH = Decimal("0.1")


def hundredths(part: int, whole: int) -> float | None:
    """A percentage with one decimal, the half away from zero; none of nothing.

    >>> hundredths(9559 - 9308, 9308), hundredths(9559 - 6415, 6415), hundredths(1, 0)
    (2.7, 49.0, None)
    """
    if whole == 0:
        return None
    return float((Decimal(100 * part) / whole).quantize(TENTH, ROUND_HALF_UP))


def tenths(value: float) -> float:
    """A quantile with one decimal, the half away from zero.

    >>> tenths(12.25), tenths(7.0)
    (12.3, 7.0)
    """
    return float(Decimal(str(value)).quantize(TENTH, ROUND_HALF_UP))


@dataclass(frozen=True, slots=True)
class Cell:
    """What a table holds at one place: the sizes that add up, and the heads that decide.

    `sizes` are the published numbers, which add up along a line; `heads` say how many stand behind
    each of them (and more heads may follow): every head must be zero or reach the threshold.
    """

    sizes: tuple[int, ...]
    heads: tuple[int, ...]


@dataclass(frozen=True)
class Shape:
    """How the values of a dimension add up into the values of its parent dimension."""

    parents: Mapping[str, str] = field(default_factory=dict)  # dimension → its parent
    inside: Mapping[str, Mapping[Key, Key]] = field(default_factory=dict)  # dimension → value → …
    values: Mapping[str, Iterable[Key]] = field(default_factory=dict)  # every value there can be

    def closure(self, dims: Dims) -> list[Dims]:
        """The table and all its margins, coarsest first.

        >>> Shape(parents={"reason": "group"}).closure(("desk", "reason"))
        [(), ('desk',), ('group',), ('reason',), ('desk', 'group'), ('desk', 'reason')]
        """
        found: dict[Dims, int] = {}
        self._collect(tuple(sorted(dims)), found)
        return sorted(found, key=lambda table: (self._depth(table), len(table), table))

    def _collect(self, dims: Dims, found: dict[Dims, int]) -> None:
        found[dims] = len(dims)
        for name in dims:
            self._collect(self.above(dims, name), found)

    def _depth(self, dims: Dims) -> int:
        return sum(2 if name in self.parents else 1 for name in dims)

    def above(self, dims: Dims, name: str) -> Dims:
        """The table in which the values of one dimension are added up one step."""
        parent = self.parents.get(name)
        rest = [d for d in dims if d != name]
        return tuple(sorted([*rest, parent] if parent and parent not in rest else rest))

    def margin(self, dims: Dims, at: At, name: str) -> Place:
        """The margin into which a cell adds up along one dimension."""
        above = self.above(dims, name)
        known = dict(zip(dims, at, strict=True))
        parent = self.parents.get(name)
        if parent:
            known[parent] = self.inside.get(name, {}).get(known[name])
        return above, tuple(known[d] for d in above)


Tables = Mapping[Dims, Mapping[At, Cell]]
Threshold = Callable[[Dims, At], int]


def hidden_cells(tables: Tables, finest: Dims, shape: Shape, threshold: Threshold) -> set[Place]:
    """The cells to hide in the finest table and in all its margins.

    >>> year = {(): {(): Cell((40,), (40,))}}
    >>> by_sex = {("sex",): {("F",): Cell((37,), (37,)), ("M",): Cell((3,), (3,))}}
    >>> hidden = hidden_cells({**year, **by_sex}, ("sex",), Shape(), lambda dims, at: 5)
    >>> sorted(hidden)
    [(('sex',), ('F',)), (('sex',), ('M',))]
    """
    return _Protection(tables, tuple(sorted(finest)), shape, threshold).decide()


class _Protection:
    def __init__(self, tables: Tables, finest: Dims, shape: Shape, threshold: Threshold) -> None:
        self.tables = {dims: dict(cells) for dims, cells in tables.items()}
        self.shape, self.threshold = shape, threshold
        self.order = shape.closure(finest)
        self.small: set[Place] = set()
        self.hidden: set[Place] = set()
        self.withheld: set[Dims] = set()  # tables in which even «nobody» is hidden

    def decide(self) -> set[Place]:
        for dims in self.order:
            small = {(dims, at) for at in self.tables[dims] if self._is_small(dims, at)}
            self.small |= small
            self.hidden |= small
            self._close_lines(dims)
            self._audit(dims)
        return self.hidden

    def _is_small(self, dims: Dims, at: At) -> bool:
        low = self.threshold(dims, at)
        return any(0 < head < low for head in self.tables[dims][at].heads)

    # --- lines: what is hidden alone is found by subtraction -----------------------------------

    def _lines(self, dims: Dims) -> Iterator[tuple[Place, list[Place]]]:
        """Each margin of the table with the cells that add up into it."""
        for name in dims:
            lines: dict[Place, list[Place]] = defaultdict(list)
            for at in self.tables[dims]:
                lines[self.shape.margin(dims, at, name)].append((dims, at))
            yield from lines.items()

    def _close_lines(self, dims: Dims) -> None:
        """Hide more until no line has exactly one unknown; each hiding may open another line."""
        lines = list(self._lines(dims))
        waiting = True
        while waiting:
            waiting = False
            for margin, cells in lines:
                unknown = [cell for cell in cells if cell in self.hidden]
                lonely = len(unknown) == (0 if margin in self.hidden else 1)
                if lonely and (next_one := self._smallest_shown(cells)):
                    self.hidden.add(next_one)
                    waiting = True

    def _smallest_shown(self, cells: Iterable[Place]) -> Place | None:
        shown = [c for c in cells if c not in self.hidden and any(self._cell(c).sizes)]
        return min(shown, key=lambda c: (self._cell(c).heads, str(c)), default=None)

    def _cell(self, place: Place) -> Cell:
        return self.tables[place[0]][place[1]]

    # --- audit: could the small cell be larger, for all one can see? ---------------------------

    def _audit(self, dims: Dims) -> None:
        """Hide more of this table until each small cell of it and of its margins has room."""
        below = set(self.shape.closure(dims))
        network = _Network(self, dims)
        for place in sorted((p for p in self.small if p[0] in below), key=str):
            while not network.has_room(place):
                helper = self._helper(dims, place)
                if helper is None:
                    if dims in self.withheld:
                        break
                    self._withhold(dims)
                    network = _Network(self, dims)
                    continue
                self.hidden.add(helper)
                self._close_lines(dims)
                network = _Network(self, dims)

    def _helper(self, dims: Dims, place: Place) -> Place | None:
        """The next cell to hide: in a line of the small cell first, anywhere in the table then."""
        near = {
            cell
            for margin, cells in self._lines(dims)
            if place in cells or place == margin
            for cell in cells
        }
        return self._smallest_shown(near) or self._smallest_shown(
            (dims, at) for at in self.tables[dims]
        )

    def _withhold(self, dims: Dims) -> None:
        """The last resort: hide also where nobody is, wherever the margins leave room for it."""
        self.withheld.add(dims)
        cells = self.tables[dims]
        zero = Cell(*(tuple(0 for _ in part) for part in self._any_cell(dims)))
        for at in itertools.product(*(self._values(dims, name) for name in dims)):
            margins = [self.shape.margin(dims, at, name) for name in dims]
            if at not in cells and all(place in self.tables[above] for above, place in margins):
                cells[at] = zero
                self.hidden.add((dims, at))

    def _any_cell(self, dims: Dims) -> tuple[tuple[int, ...], tuple[int, ...]]:
        cell = next(iter(self.tables[dims].values()))
        return cell.sizes, cell.heads

    def _values(self, dims: Dims, name: str) -> list[Key]:
        known = [at[dims.index(name)] for at in self.tables[dims]]
        return list(dict.fromkeys([*known, *self.shape.values.get(name, ())]))

    def lowest(self, place: Place) -> int:
        """What a reader knows of a hidden cell at least: nothing, where zeros are hidden too."""
        return 0 if place[0] in self.withheld else 1

    def need(self, place: Place, size: int) -> int:
        """By how much the cell must be able to grow to be past its threshold."""
        head = self._cell(place).heads[size]
        return max(1, self.threshold(*place) - head) if head else 1


class _Network:
    """Hidden cells as arcs between the lines they stand in: what may flow, may be.

    With one dimension the arcs run from the total down to the values; with two, on from there up
    to the other total. A second dimension with a parent of its own is audited by its values.
    """

    def __init__(self, of: _Protection, dims: Dims) -> None:
        self.of = of
        shape = of.shape
        nested = [d for d in dims if d in shape.parents]
        self.down = nested[0] if nested else (dims[0] if dims else "")
        self.up = next((d for d in dims if d != self.down), "")
        self.leaving: dict[Node, list[Place]] = defaultdict(list)
        self.arriving: dict[Node, list[Place]] = defaultdict(list)
        self.ends: dict[Place, tuple[Node, Node]] = {}
        known = set(shape.closure(dims))
        for place in of.hidden:
            if place[0] in known:
                self._draw(place)

    def _draw(self, place: Place) -> None:
        tail, head = self._ends(place)
        self.ends[place] = (tail, head)
        self.leaving[tail].append(place)
        self.arriving[head].append(place)

    def _ends(self, place: Place) -> tuple[Node, Node]:
        known = dict(zip(*place, strict=True))
        return self._across(known) if self.up in known else self._down(known)

    def _down(self, known: Mapping[str, Key]) -> tuple[Node, Node]:
        """From the total to the families, from each of them to its values."""
        parent = self.of.shape.parents.get(self.down, "")
        if self.down in known:
            start: Node = ("group", self._family(known)) if parent else "down"
            return start, ("value", known[self.down]) if self.up else "root"
        if parent in known:
            return "down", ("group", known[parent])
        return "root", "down"

    def _across(self, known: Mapping[str, Key]) -> tuple[Node, Node]:
        """From the values of one dimension, by their families, to those of the other."""
        parent = self.of.shape.parents.get(self.down, "")
        up = known[self.up]
        if self.down in known:
            end: Node = ("both", self._family(known), up) if parent else ("up", up)
            return ("value", known[self.down]), end
        if parent in known:
            return ("both", known[parent], up), ("up", up)
        return ("up", up), "root"

    def _family(self, known: Mapping[str, Key]) -> Key:
        return self.of.shape.inside.get(self.down, {}).get(known[self.down])

    def has_room(self, place: Place) -> bool:
        """Whether the cell may grow as needed, for each of the sizes that are published."""
        sizes = range(len(self.of._cell(place).sizes))
        return all(self._has_room(place, size, self.of.need(place, size)) for size in sizes)

    def _has_room(self, place: Place, size: int, need: int) -> bool:
        """Whether so much may come back from the head of the cell to its tail by other cells."""
        tail, head = self.ends[place]
        moved: dict[Place, int] = defaultdict(int)
        while need > 0 and tail != head:
            found = self._way(head, tail, place, size, moved)
            if found is None:
                return False
            way, bottleneck = found
            step = min(bottleneck, need)
            for cell, sign in way:
                moved[cell] += sign * step
            need -= step
        return True

    def _way(
        self, start: Node, goal: Node, apart: Place, size: int, moved: Mapping[Place, int]
    ) -> tuple[list[tuple[Place, int]], int] | None:
        """A way through hidden cells that may grow (forwards) or shrink (backwards)."""
        came: dict[Node, tuple[Node, Place, int, int]] = {}
        queue = deque([start])
        while queue and goal not in came:
            node = queue.popleft()
            for cell, other, sign, room in self._steps(node, apart, size, moved):
                if room > 0 and other not in came and other != start:
                    came[other] = (node, cell, sign, room)
                    queue.append(other)
        if goal not in came:
            return None
        way, bottleneck, node = [], 1 << 40, goal
        while node != start:
            node, cell, sign, room = came[node]
            way.append((cell, sign))
            bottleneck = min(bottleneck, room)
        return way, bottleneck

    def _steps(
        self, node: Node, apart: Place, size: int, moved: Mapping[Place, int]
    ) -> Iterator[tuple[Place, Node, int, int]]:
        for cell in self.leaving[node]:
            if cell != apart:
                yield cell, self.ends[cell][1], 1, 1 << 40
        for cell in self.arriving[node]:
            if cell != apart:
                least = min(self.of.lowest(cell), self.of._cell(cell).sizes[size])
                held = self.of._cell(cell).sizes[size] + moved.get(cell, 0) - least
                yield cell, self.ends[cell][0], -1, held
