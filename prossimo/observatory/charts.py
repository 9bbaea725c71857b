"""Draws charts and maps as SVG that a strict page may hold: no style, no script, no address.

Zero-based, few hues, numbers written on the marks. Imports the heavy libraries: runs in the engine.
"""

import json
import math
from typing import Any
from xml.etree import ElementTree

import altair as alt
import pyarrow.parquet as pq
import vl_convert
from shapely import affinity
from shapely.geometry import mapping, shape

from prossimo.observatory.drawings import Drawing, Mark, from_json
from prossimo.observatory.snapshots import Snapshot

SVG = "http://www.w3.org/2000/svg"
FONT = "Titillium Web, sans-serif"
INK, STRONG, SOFT, EMPTY, LINE = "#17324D", "#0066CC", "#7FA8D9", "#EDF1F5", "#5C6F82"
STEPS = ("#D6E6F7", "#A3C7EC", "#5F9BDB", "#1F70C1", "#004080")  # light to dark, for areas
PALE_STEPS = 3  # areas dark enough for white words come after these
WIDTH = 640
PANEL = 150  # room for a name over a panel, in the same rough measure
LETTER = 6.0  # about the width of a letter of a place's name, in pixels
ALLOWED = {
    "g": {"transform", "fill", "stroke", "stroke-width", "opacity"},
    "path": {"d", "transform", "fill", "stroke", "stroke-width", "stroke-dasharray", "opacity"},
    "line": {"x1", "x2", "y1", "y2", "transform", "stroke", "stroke-width", "stroke-dasharray"},
    "rect": {"x", "y", "width", "height", "transform", "fill", "stroke", "stroke-width"},
    "text": {
        "transform",
        "fill",
        "text-anchor",
        "font-family",
        "font-size",
        "font-weight",
        "x",
        "y",
    },
    "tspan": {"x", "y", "dx", "dy"},
}


def draw(drawing: str, snapshot: Snapshot) -> str:
    """The SVG of a drawing."""
    asked = from_json(drawing)
    charts = {"columns": _columns, "bars": _bars, "multiples": _multiples}
    painter = charts.get(asked.kind)
    chart = painter(asked) if painter else _map(asked, _places(asked.ambito, snapshot))
    specification = json.dumps(_dressed(chart).to_dict(validate=False))
    return cleaned(vl_convert.vegalite_to_svg(specification), asked)


def _dressed(chart: Any) -> Any:
    return (
        chart.configure(font=FONT, background="transparent")
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=INK, labelFontSize=14, labelLimit=260, title=None, grid=False, domain=False,
            ticks=False, labelPadding=8,
        )
        .configure_header(labelColor=INK, labelFontSize=14, labelFontWeight=600, title=None)
        .configure_text(color=INK, fontSize=14)
    )  # fmt: skip


def _data(rows: list[dict[str, Any]]) -> Any:
    return alt.InlineData(values=rows)


def _rows(marks: tuple[Mark, ...]) -> list[dict[str, Any]]:
    return [
        {
            "label": mark.label,
            "year": str(mark.year),
            "value": mark.value,
            "tip": max(mark.value, 0.0),
            "said": mark.said,
            "strength": "hidden" if mark.hidden else "strong" if mark.strong else "soft",
        }
        for mark in marks
    ]


STRENGTH = alt.Color(
    "strength:N",
    scale=alt.Scale(domain=["strong", "soft", "hidden"], range=[STRONG, SOFT, EMPTY]),
    legend=None,
)


def _columns(drawing: Drawing) -> Any:
    years = alt.X("label:N", sort=None, axis=alt.Axis(labelAngle=0))
    size = alt.Y("value:Q", axis=None, scale=_roomy(drawing.marks))
    base = alt.Chart(_data(_rows(drawing.marks))).encode(x=years, y=size)
    many = len(drawing.marks) > 9
    return alt.layer(
        base.mark_bar(cornerRadiusEnd=2, width={"band": 0.7}).encode(color=STRENGTH),
        _over_and_under(base, 11 if many else 14),
        alt.Chart(_data([{}])).mark_rule(color=LINE).encode(y=alt.datum(0)),
    ).properties(width=WIDTH - 20, height=240)


def _roomy(marks: tuple[Mark, ...], more: float = 1.1) -> Any:
    """From zero, with room for the number over the highest."""
    values = [mark.value for mark in marks]
    return alt.Scale(domain=[min(0.0, *values, 0.0) * more, (max(values, default=0) or 1) * more])


def _over_and_under(base: Any, size: int) -> Any:
    """The number over a column, or under it where it is below zero."""
    over = base.mark_text(dy=-8, fontSize=size).transform_filter("datum.value >= 0")
    under = base.mark_text(dy=12, fontSize=size).transform_filter("datum.value < 0")
    said = alt.Text("said:N")
    return alt.layer(over.encode(text=said), under.encode(text=said))


def _bars(drawing: Drawing) -> Any:
    names = alt.Y("label:N", sort=None)
    largest = max((abs(mark.value) for mark in drawing.marks), default=0) or 1
    lowest = min(0.0, *(mark.value for mark in drawing.marks)) * 1.2 if drawing.marks else 0
    size = alt.X("value:Q", axis=None, scale=alt.Scale(domain=[lowest, largest * 1.16], nice=False))
    base = alt.Chart(_data(_rows(drawing.marks))).encode(y=names, x=size)
    return alt.layer(
        base.mark_bar(cornerRadiusEnd=2, height={"band": 0.7}).encode(color=STRENGTH),
        base.mark_text(align="left", dx=6).encode(text="said:N", x="tip:Q"),
    ).properties(width=WIDTH - 250, height={"step": 30})


def _multiples(drawing: Drawing) -> Any:
    """A panel for each value, its number of the year beside its name."""
    names = list(dict.fromkeys(mark.label for mark in drawing.marks))
    said = {mark.label: mark.said for mark in drawing.marks if mark.strong}
    heads = {name: "|".join([*_in_lines(name, PANEL), said.get(name, "")]) for name in names}
    rows = [{**row, "head": heads[row["label"]]} for row in _rows(drawing.marks)]
    years = sorted({mark.year for mark in drawing.marks})
    ends = [str(year) for year in {years[0], years[-1]}] if years else []
    x = alt.X(
        "year:N",
        scale=alt.Scale(domain=[str(year) for year in years]),
        axis=alt.Axis(labelAngle=0, labelFontSize=12, values=sorted(ends)),
    )
    y = alt.Y("value:Q", axis=None, scale=_roomy(drawing.marks))
    panel = alt.Chart().mark_bar().encode(x=x, y=y, color=STRENGTH)
    header = alt.Header(labelAnchor="start", labelLimit=190, labelExpr="split(datum.label, '|')")
    facet = alt.Facet("head:N", sort=list(heads.values()), header=header)
    base = alt.layer(panel, data=_data(rows)).properties(width=(WIDTH - 80) / 3, height=80)
    return base.facet(facet=facet, columns=3, spacing=22)


# --- maps -----------------------------------------------------------------------------------------


def _places(ambito: str, snapshot: Snapshot) -> dict[str, Any]:
    """The boundaries of the photograph, flat: degrees of longitude shrink with latitude."""
    (file,) = snapshot.files("neighbourhood", ambito)
    rows = pq.read_table(file).to_pylist()
    found = {
        row["id"]: shape(json.loads(row["boundary"]))
        for row in rows
        if row["ambito"] in {ambito, None} and row["boundary"]
    }
    if not found:
        return {}
    middle = sum(place.centroid.y for place in found.values()) / len(found)
    shrink = math.cos(math.radians(middle))
    return {key: affinity.scale(place, xfact=shrink, origin=(0, 0)) for key, place in found.items()}


def _map(drawing: Drawing, places: dict[str, Any]) -> Any:
    by_place = {mark.at: mark for mark in drawing.marks if mark.at in places}
    largest = max((mark.value for mark in by_place.values()), default=0) or 1
    pixel = _pixel(places)
    areas: list[dict[str, Any]] = []
    names: list[dict[str, Any]] = []
    numbers: list[dict[str, Any]] = []
    for key, place in places.items():
        mark = by_place.get(key)
        step = _step(mark, largest)
        fill = EMPTY if step is None else STEPS[step]
        areas.append({"type": "Feature", "geometry": mapping(place), "fill": fill})
        if mark:
            ink = "#FFFFFF" if step is not None and step >= PALE_STEPS else INK
            lines = _in_lines(mark.label, 0.8 * (place.bounds[2] - place.bounds[0]) / pixel)
            spot = place.representative_point()
            top = spot.y + (len(lines) - 1) * 6 * pixel
            for row, line in enumerate(lines):
                names.append(
                    {"x": spot.x, "y": top - (12 * row - 6) * pixel, "said": line, "ink": ink}
                )
            below = top - (12 * len(lines) - 4) * pixel
            numbers.append({"x": spot.x, "y": below, "said": mark.said, "ink": ink})
    shapes = alt.Chart(_data(areas)).mark_geoshape(stroke="#FFFFFF", strokeWidth=1.5)
    return (
        alt.layer(
            shapes.encode(color=alt.Color("fill:N", scale=None)),
            _words(names, 11, "normal"),
            _words(numbers, 14, 600),
        )
        .project(type="identity", reflectY=True)
        .properties(width=WIDTH, height=WIDTH * _slender(places))
    )


def _words(words: list[dict[str, Any]], size: int, weight: Any) -> Any:
    ink = alt.Color("ink:N", scale=None)
    return (
        alt.Chart(_data(words))
        .mark_text(fontSize=size, fontWeight=weight, baseline="middle")
        .encode(longitude="x:Q", latitude="y:Q", text="said:N", color=ink)
    )


def _in_lines(label: str, room: float) -> list[str]:
    """A name too long for its area, on two lines where it has a space."""
    if len(label) * LETTER <= room or " " not in label:
        return [label]
    spaces = [place for place, letter in enumerate(label) if letter == " "]
    middle = min(spaces, key=lambda place: abs(place - len(label) / 2))
    return [label[:middle], label[middle + 1 :]]


def _pixel(places: dict[str, Any]) -> float:
    """How much of the map one pixel is."""
    bounds = [place.bounds for place in places.values()]
    width = max((b[2] for b in bounds), default=1) - min((b[0] for b in bounds), default=0)
    return (width or 1) / WIDTH


def _step(mark: Mark | None, largest: float) -> int | None:
    if mark is None or mark.hidden or mark.value <= 0:
        return None
    return min(len(STEPS) - 1, int(len(STEPS) * mark.value / (largest * 1.0001)))


def _slender(places: dict[str, Any]) -> float:
    """Height over width of all the places together, within reason."""
    bounds = [place.bounds for place in places.values()]
    if not bounds:
        return 0.6
    width = max(b[2] for b in bounds) - min(b[0] for b in bounds)
    height = max(b[3] for b in bounds) - min(b[1] for b in bounds)
    return min(1.2, max(0.4, height / width)) if width else 0.6


# --- what a strict page may hold -------------------------------------------------------------------


def cleaned(svg: str, drawing: Drawing) -> str:
    """Only shapes and words, with a title and a sentence for who does not see them."""
    ElementTree.register_namespace("", SVG)
    found = ElementTree.fromstring(svg)
    kept = {name: found.get(name, "") for name in ("viewBox", "width", "height")}
    root = ElementTree.Element(f"{{{SVG}}}svg", {**kept, "role": "img"})
    ElementTree.SubElement(root, f"{{{SVG}}}title").text = drawing.title
    ElementTree.SubElement(root, f"{{{SVG}}}desc").text = drawing.summary
    root.set("aria-label", f"{drawing.title}. {drawing.summary}")
    _copy(found, root)
    return ElementTree.tostring(root, encoding="unicode")


def _copy(found: ElementTree.Element, into: ElementTree.Element) -> None:
    for child in found:
        name = child.tag.rpartition("}")[2]
        if name not in ALLOWED or child.get("display") == "none":
            continue
        if name == "path" and not child.get("d"):
            continue
        kept = {k: v for k, v in child.attrib.items() if k in ALLOWED[name] and "url(" not in v}
        made = ElementTree.SubElement(into, f"{{{SVG}}}{name}", kept)
        made.text = child.text if name in {"text", "tspan"} else None
        _copy(child, made)
