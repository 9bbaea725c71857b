"""Draws a family as a picture: generations from top to bottom, who lives together, each tie a line.

Pure: people and ties in, boxes and lines out; the page turns them into SVG, and says the same in
words beside it. Couples stand side by side, siblings under their parents, as genograms are drawn
(McGoldrick and Gerson, «Genograms», 1985).
"""

from collections import defaultdict, deque
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

# How many generations below the person the relative stands: a parent one above, a child one below.
STEPS: Mapping[str, int] = {
    "parent": -1,
    "child": 1,
    "grandparent": -2,
    "grandchild": 2,
    "aunt": -1,
    "niece": 1,
    "foster": -1,
    "fostered": 1,
}
INVERSE: Mapping[str, str] = {
    "parent": "child",
    "child": "parent",
    "grandparent": "grandchild",
    "grandchild": "grandparent",
    "aunt": "niece",
    "niece": "aunt",
    "foster": "fostered",
    "fostered": "foster",
    "formerly": "since",
    "since": "formerly",
}  # every other tie reads the same from both ends
COUPLES = frozenset({"spouse", "partner", "former"})
WIDTH, HEIGHT = 176, 64  # of a box, in the units of the picture
ACROSS, DOWN, MARGIN = 28, 72, 16
LETTERS = 21  # that a line of a box holds


@dataclass(frozen=True, slots=True)
class Relative:
    """Somebody in the picture; `key` is whatever tells them apart."""

    key: Hashable
    name: str
    detail: str = ""
    url: str = ""
    with_us: bool = False  # of the same household
    dead: bool = False


@dataclass(frozen=True, slots=True)
class Tie:
    """«`right` is the `kind` of `left`»; `weak` when only the household says so."""

    left: Hashable
    right: Hashable
    kind: str
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    relative: Relative
    x: int
    y: int
    lines: tuple[str, ...]
    me: bool

    @property
    def middle(self) -> int:
        return self.x + WIDTH // 2

    @property
    def first(self) -> int:
        """The height of the first line of words."""
        return self.y + (26 if len(self.lines) > 1 else 38)

    @property
    def second(self) -> int:
        return self.y + 48


@dataclass(frozen=True, slots=True)
class Line:
    path: str
    kind: str  # plain, couple, weak


@dataclass(frozen=True, slots=True)
class Picture:
    width: int
    height: int
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]

    @property
    def view_box(self) -> str:
        return f"0 0 {self.width} {self.height}"


def inverse(kind: str) -> str:
    """What the person is to the relative.

    >>> inverse("parent"), inverse("spouse"), inverse("aunt")
    ('child', 'spouse', 'niece')
    """
    return INVERSE.get(kind, kind)


def generations(me: Hashable, ties: Iterable[Tie]) -> dict[Hashable, int]:
    """In which generation each stands, the person's own being 0; the shortest way decides.

    >>> sorted(generations("me", [Tie("me", "ada", "parent"), Tie("ada", "ugo", "sibling")]).items())
    [('ada', -1), ('me', 0), ('ugo', -1)]
    """
    near: dict[Hashable, list[tuple[Hashable, int]]] = defaultdict(list)
    for tie in ties:
        step = STEPS.get(tie.kind, 0)
        near[tie.left].append((tie.right, step))
        near[tie.right].append((tie.left, -step))
    found, queue = {me: 0}, deque([me])
    while queue:
        here = queue.popleft()
        for other, step in near[here]:
            if other not in found:
                found[other] = found[here] + step
                queue.append(other)
    return found


def draw(me: Hashable, relatives: Sequence[Relative], ties: Sequence[Tie]) -> Picture:
    """The picture of a family around one person; who is tied to nobody stands beside them."""
    level = generations(me, ties)
    rows: dict[int, list[Relative]] = defaultdict(list)
    for relative in relatives:
        rows[level.get(relative.key, 0)].append(relative)
    ordered = {depth: _beside(rows[depth], ties, me) for depth in sorted(rows)}
    boxes = _placed(ordered, ties, me)
    by_key = {box.relative.key: box for box in boxes}
    lines = [
        _line(by_key[tie.left], by_key[tie.right], tie)
        for tie in ties
        if tie.left in by_key and tie.right in by_key
    ]
    width = max((box.x + WIDTH for box in boxes), default=WIDTH) + MARGIN
    height = max((box.y + HEIGHT for box in boxes), default=HEIGHT) + MARGIN
    return Picture(width, height, tuple(boxes), tuple(lines))


def _beside(row: list[Relative], ties: Sequence[Tie], me: Hashable) -> list[Relative]:
    """The person first, each couple side by side, the others in the order they came."""
    by_key = {relative.key: relative for relative in row}
    mates: dict[Hashable, list[Hashable]] = defaultdict(list)
    for tie in sorted(ties, key=lambda tie: tie.kind == "former"):  # who is there today first
        if tie.kind in COUPLES and tie.left in by_key and tie.right in by_key:
            mates[tie.left].append(tie.right)
            mates[tie.right].append(tie.left)
    ordered: dict[Hashable, None] = {}
    for relative in sorted(row, key=lambda relative: relative.key != me):
        for key in (relative.key, *mates[relative.key]):
            ordered.setdefault(key)
    return [by_key[key] for key in ordered]


def _placed(rows: Mapping[int, list[Relative]], ties: Sequence[Tie], me: Hashable) -> list[Box]:
    widest = max((len(row) for row in rows.values()), default=1)
    whole = widest * (WIDTH + ACROSS) - ACROSS
    boxes = []
    for floor, row in enumerate(rows.values()):
        used = len(row) * (WIDTH + ACROSS) - ACROSS
        left = MARGIN + (whole - used) // 2
        for place, relative in enumerate(row):
            x, y = left + place * (WIDTH + ACROSS), MARGIN + floor * (HEIGHT + DOWN)
            lines = tuple(shortened(text) for text in (relative.name, relative.detail) if text)
            boxes.append(Box(relative, x, y, lines, relative.key == me))
    return boxes


def shortened(text: str) -> str:
    """
    >>> shortened("Maria Addolorata Sanfilippo Castelbarco")
    'Maria Addolorata San…'
    """
    return text if len(text) <= LETTERS else f"{text[: LETTERS - 1].rstrip()}…"


def _line(left: Box, right: Box, tie: Tie) -> Line:
    kind = "weak" if tie.weak else "couple" if tie.kind in COUPLES else "plain"
    if left.y == right.y:
        first, second = sorted((left, right), key=lambda box: box.x)
        y = first.y + HEIGHT // 2
        if second.x - first.x == WIDTH + ACROSS:
            path = f"M{first.x + WIDTH} {y}H{second.x}"
            return Line(path, kind)
        over = first.y - 10
        path = f"M{first.middle} {first.y}V{over}H{second.middle}V{second.y}"
        return Line(path, kind)
    upper, lower = sorted((left, right), key=lambda box: box.y)
    half = lower.y - DOWN // 2
    path = f"M{upper.middle} {upper.y + HEIGHT}V{half}H{lower.middle}V{lower.y}"
    return Line(path, kind)
