"""Draws the network around a case as a picture: a stem from the person, a branch for each who counts.

Pure: ties in words go in, boxes and lines come out. Two columns, so that a telephone can read it.
The lines are those of ecomaps (Hartman, «Diagrammatic assessment of family relationships», 1978):
the thicker the stronger, broken for a weak tie, with bars across it for a conflict.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from prossimo.citizens.genogram import HEIGHT, MARGIN, WIDTH, Box, Relative, shortened

GAP, STEM = 14, 68  # between two boxes of a column, between the columns
FIRST = HEIGHT + 30  # where the branches begin, below the person


@dataclass(frozen=True, slots=True)
class Around:
    """Somebody around the person: a name, what they are, how the line to them is drawn."""

    name: str
    detail: str
    kind: str  # supports, cares, knows, conflicts
    strength: int  # 1 to 3
    with_us: bool = False


@dataclass(frozen=True, slots=True)
class Branch:
    path: str
    kind: str
    strength: int


@dataclass(frozen=True, slots=True)
class NetMap:
    width: int
    height: int
    boxes: tuple[Box, ...]
    branches: tuple[Branch, ...]
    stem: str

    @property
    def view_box(self) -> str:
        return f"0 0 {self.width} {self.height}"


def draw(name: str, detail: str, around: Sequence[Around]) -> NetMap:
    """The person on top, who is around on the two sides in the order they are given.

    >>> picture = draw("Ada", "", [Around("Ugo", "vicino", "supports", 2)])
    >>> [box.lines[0] for box in picture.boxes], len(picture.branches)
    (['Ada', 'Ugo'], 1)
    """
    width = 2 * (WIDTH + MARGIN) + STEM
    middle = width // 2
    me = _box(Relative("me", name, detail), middle - WIDTH // 2, MARGIN, me=True)
    boxes, branches, low = [me], [], MARGIN + HEIGHT
    for place, each in enumerate(around):
        left = place % 2 == 0
        x = MARGIN if left else MARGIN + WIDTH + STEM
        y = MARGIN + FIRST + place // 2 * (HEIGHT + GAP)
        relative = Relative(place, each.name, each.detail, with_us=each.with_us)
        boxes.append(_box(relative, x, y))
        low = y + HEIGHT // 2
        edge = x + WIDTH if left else x
        branches.append(Branch(_branch(middle, edge, low, each.kind), each.kind, each.strength))
    stem = f"M{middle} {MARGIN + HEIGHT}V{low}" if around else ""
    bottom = max(box.y for box in boxes) + HEIGHT + MARGIN
    return NetMap(width, bottom, tuple(boxes), tuple(branches), stem)


def _box(relative: Relative, x: int, y: int, *, me: bool = False) -> Box:
    lines = tuple(shortened(text) for text in (relative.name, relative.detail) if text)
    return Box(relative, x, y, lines, me)


def _branch(middle: int, edge: int, y: int, kind: str) -> str:
    """The line; a conflict has two bars across it."""
    path = f"M{middle} {y}H{edge}"
    if kind == "conflicts":
        half = (middle + edge) // 2
        path += f"M{half - 4} {y - 7}V{y + 7}M{half + 4} {y - 7}V{y + 7}"
    return path
