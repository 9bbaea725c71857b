"""How boundaries become a drawing, and what a plausible boundary is."""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

# A box around Italy, its islands and the sea between, in degrees (WGS 84).
ITALY = (6.0, 35.0, 19.0, 47.5)
WIDTH = 640.0
MARGIN = 6.0
LETTER = 8.0  # width of a letter of a name, in the units of the drawing

Ring = list[list[float]]


def rings_of(geometry: Mapping[str, Any]) -> list[Ring]:
    """Every ring of a GeoJSON Polygon or MultiPolygon.

    >>> len(rings_of({"type": "Polygon", "coordinates": [[[9.6, 45.6], [9.7, 45.6], [9.6, 45.6]]]}))
    1
    """
    polygons = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        polygons = [polygons]
    return [ring for polygon in polygons for ring in polygon]


def is_in_italy(points: Iterable[list[float]]) -> bool:
    """Whether every point falls in the box around Italy: metres or swapped axes do not.

    >>> is_in_italy([[9.67, 45.69]]), is_in_italy([[45.69, 9.67]]), is_in_italy([[554000, 5060000]])
    (True, False, False)
    """
    west, south, east, north = ITALY
    return all(west <= point[0] <= east and south <= point[1] <= north for point in points)


@dataclass(frozen=True, slots=True)
class Shape:
    """One place on the map: its outline as an SVG path, and where its name stands if it fits."""

    key: str
    label: str
    url: str
    path: str
    x: float
    y: float
    named: bool


@dataclass(frozen=True, slots=True)
class Map:
    width: float
    height: float
    shapes: tuple[Shape, ...]


def drawn(places: Iterable[tuple[str, str, str, Mapping[str, Any]]]) -> Map | None:
    """A map of the places (key, label, url, geometry); None where there is nothing to draw.

    Plate carrée with the parallel of the middle true to scale: enough for a district.
    """
    found = [(key, label, url, rings_of(geometry)) for key, label, url, geometry in places]
    points = [point for *_, rings in found for ring in rings for point in ring]
    if not points:
        return None
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    shrink = math.cos(math.radians((south + north) / 2))
    scale = (WIDTH - 2 * MARGIN) / max((east - west) * shrink, 1e-9)

    def put(point: list[float]) -> tuple[float, float]:
        across = MARGIN + (point[0] - west) * shrink * scale
        return round(across, 1), round(MARGIN + (north - point[1]) * scale, 1)

    shapes = tuple(_shape(key, label, url, rings, put) for key, label, url, rings in found)
    return Map(WIDTH, round(2 * MARGIN + (north - south) * scale, 1), shapes)


def _shape(key: str, label: str, url: str, rings: list[Ring], put: Any) -> Shape:
    outlines = [[put(point) for point in ring] for ring in rings]
    path = "".join(_outline(points) for points in outlines)
    biggest = max(outlines, key=lambda points: abs(area(points)))
    x = sum(point[0] for point in biggest) / len(biggest)
    y = sum(point[1] for point in biggest) / len(biggest)
    room = max(point[0] for point in biggest) - min(point[0] for point in biggest)
    return Shape(key, label, url, path, round(x, 1), round(y, 1), len(label) * LETTER <= room)


def _outline(points: list[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x} {y}" for x, y in points) + "Z"


def area(points: list[tuple[float, float]]) -> float:
    """Signed area of a ring (shoelace).

    >>> area([(0, 0), (2, 0), (2, 1), (0, 1)])
    2.0
    """
    return sum(_pairs(points)) / 2


def _pairs(points: list[tuple[float, float]]) -> Iterator[float]:
    for (x1, y1), (x2, y2) in zip(points, [*points[1:], points[0]], strict=True):
        yield x1 * y2 - x2 * y1
