"""Schematic boundaries: each place gets what lies nearer to its centre than to any other."""

from dataclasses import dataclass
from typing import Any

from shapely import MultiPoint, Point, unary_union, voronoi_polygons
from shapely.affinity import scale
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from prossimo.web.demo.places import District

Geometry = dict[str, Any]
# At these latitudes a degree of longitude is shorter: cells are cut on a plane that knows it.
NARROWING = 0.71


@dataclass(frozen=True, slots=True)
class Shapes:
    comuni: list[Geometry]
    quarters: list[list[Geometry]]


def shapes_of(district: District) -> Shapes:
    """A boundary for each municipality and each neighbourhood of an Ambito."""
    centres = [
        [quarter.centre for quarter in comune.quarters] or [comune.centre]
        for comune in district.comuni
    ]
    flat = [(lon * NARROWING, lat) for group in centres for lon, lat in group]
    cells = iter(_cells(flat, district.margin))
    grouped = [[next(cells) for _ in group] for group in centres]
    return Shapes(
        [_geojson(unary_union(group)) for group in grouped],
        [
            [_geojson(cell) for cell in group] if comune.quarters else []
            for comune, group in zip(district.comuni, grouped, strict=True)
        ],
    )


def _cells(centres: list[tuple[float, float]], margin: float) -> list[BaseGeometry]:
    """Voronoi cells in the order of the centres, clipped to a rounded outline around them all."""
    points = MultiPoint(centres)
    outline = points.convex_hull.buffer(margin, quad_segs=4)
    parts = list(voronoi_polygons(points, extend_to=outline).geoms)
    found = []
    for centre in centres:
        cell = next(part for part in parts if part.covers(Point(centre)))
        found.append(cell.intersection(outline))
    return found


def _geojson(shape: BaseGeometry) -> Geometry:
    wide = scale(shape, xfact=1 / NARROWING, origin=(0, 0))
    geometry: Geometry = _rounded(mapping(wide))
    return geometry


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 5)
    if isinstance(value, dict):
        return {key: _rounded(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(part) for part in value]
    return value
