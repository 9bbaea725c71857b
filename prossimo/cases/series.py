"""A scale over time, drawn small: a line from nothing to the highest total; its table says the same."""

from dataclasses import dataclass

from prossimo.cases.queries.scales import Scored, Series

WIDTH, HEIGHT, LEFT, TOP = 280, 64, 14, 18


@dataclass(frozen=True, slots=True)
class Dot:
    x: int
    y: int
    said: str  # the number beside it; empty where there is no room
    above: int  # where that number stands


@dataclass(frozen=True, slots=True)
class Line:
    """The picture, ready for SVG."""

    dots: tuple[Dot, ...]
    points: str
    floor: int

    @property
    def view_box(self) -> str:
        return f"0 0 {WIDTH + 2 * LEFT} {HEIGHT + 2 * TOP}"

    @property
    def right(self) -> int:
        return WIDTH + LEFT


def drawn(series: Series) -> Line | None:
    """The sheets counted like the last one, by their day; nothing to draw with fewer than two."""
    latest = series.latest
    alike = [
        each
        for each in series.sheets
        if latest and each.score and latest.score and each.score.most == latest.score.most
    ]
    if len(alike) < 2:
        return None
    dots = tuple(_dot(each, alike, place) for place, each in enumerate(alike))
    return Line(dots, " ".join(f"{dot.x},{dot.y}" for dot in dots), TOP + HEIGHT)


def _dot(each: Scored, alike: list[Scored], place: int) -> Dot:
    first, last = alike[0].sheet.done_on, alike[-1].sheet.done_on
    days = (last - first).days
    along = (each.sheet.done_on - first).days / days if days else place / (len(alike) - 1)
    score = each.score
    assert score is not None
    y = TOP + round(HEIGHT * (1 - score.kept / score.most))
    ends = place in {0, len(alike) - 1} or len(alike) < 5
    return Dot(LEFT + round(WIDTH * along), y, str(score.kept) if ends else "", y - 8)
