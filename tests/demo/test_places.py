"""The places of the demo: real names and codes, schematic shapes, believable residents."""

import itertools
import json
from pathlib import Path

import pytest
from shapely import Point
from shapely.geometry import shape

from prossimo.web.demo import codes, residents
from prossimo.web.demo.boundaries import shapes_of
from prossimo.web.demo.foreign_names import COMMUNITIES
from prossimo.web.demo.places import BERGAMO, DALMINE, DISTRICTS, PUNTO_PER_TE, places_of

REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "municipalities.geojson"


def total(district, year, scale=1.0, keep=lambda place: True):
    places = [place for place in places_of(district) if keep(place)]
    return sum(row[3] for place in places for row in residents.table(place, year, scale))


def test_the_ambiti_have_their_municipalities_and_neighbourhoods():
    assert [len(district.comuni) for district in DISTRICTS] == [6, 17, 1]
    assert len(BERGAMO.comuni[0].quarters) == 22
    assert {"La Pieve", "Fabiano"} <= {q.name for q in PUNTO_PER_TE.comuni[0].quarters}


@pytest.mark.skipif(not REAL.exists(), reason="the real boundaries lie beside the project only")
def test_codes_are_those_of_the_real_boundaries():
    real = {
        feature["properties"]["name"]: feature["properties"]
        for feature in json.loads(REAL.read_text())["features"]
    }

    for district in DISTRICTS:
        for comune in district.comuni:
            town = codes.town(comune.name, district.province)
            assert town.istat == real[comune.name]["istat"]
            assert town.cadastral == real[comune.name]["catasto"]


def test_every_community_has_the_code_of_its_state():
    found = {community.iso: codes.state_code(community.state) for community in COMMUNITIES}

    assert len(set(found.values())) == len(COMMUNITIES)
    assert all(code.startswith("Z") for code in found.values())


@pytest.mark.parametrize("district", DISTRICTS, ids=lambda district: district.key)
def test_boundaries_hold_their_centres_and_do_not_overlap(district):
    shapes = shapes_of(district)
    cells = []
    for comune, outline, quarters in zip(
        district.comuni, shapes.comuni, shapes.quarters, strict=True
    ):
        centres = [quarter.centre for quarter in comune.quarters] or [comune.centre]
        found = [shape(quarter) for quarter in quarters] or [shape(outline)]
        assert all(cell.is_valid for cell in found)
        assert all(c.covers(Point(at)) for c, at in zip(found, centres, strict=True))
        assert shape(outline).area == pytest.approx(sum(cell.area for cell in found), rel=0.001)
        cells += found

    assert all(a.intersection(b).area < 1e-8 for a, b in itertools.combinations(cells, 2))


def test_bergamo_has_120_000_residents_in_2018_and_one_in_six_or_seven_is_foreign():
    city = [place for place in places_of(BERGAMO) if place.quarter is not None]
    rows = [row for place in city for row in residents.table(place, 2018, 1.0)]
    people = sum(row[3] for row in rows)

    assert people == pytest.approx(120_000, rel=0.01)
    assert 0.14 <= sum(row[3] for row in rows if row[2] == "ES") / people <= 0.17
    assert (
        0.22 <= sum(row[3] for row in rows if row[1] in {"65-74", "75-84", "85+"}) / people <= 0.28
    )


def test_the_desks_of_punto_per_te_cover_about_5_000_of_94_000_residents():
    names = [quarter.name for quarter in PUNTO_PER_TE.comuni[0].quarters]
    covered = {names.index("La Pieve"), names.index("Fabiano")}

    assert total(PUNTO_PER_TE, 2015) == pytest.approx(94_000, rel=0.01)
    assert total(PUNTO_PER_TE, 2015, keep=lambda place: place.quarter in covered) == pytest.approx(
        5_000, rel=0.02
    )


def test_a_smaller_town_has_residents_in_proportion():
    assert total(DALMINE, 2018, 0.1) == pytest.approx(total(DALMINE, 2018) / 10, rel=0.005)
