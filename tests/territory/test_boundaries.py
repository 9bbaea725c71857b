"""Boundaries come from files: every row says what it does, and nothing changes unconfirmed."""

import json
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from prossimo.accounts.choices import RoleKey
from prossimo.accounts.models import JournalLine
from prossimo.territory import geojson
from prossimo.territory.models import BoundaryImport, Municipality
from tests.accounts.factories import PostFactory
from tests.arranging import arranging
from tests.territory.factories import AmbitoFactory, MunicipalityFactory, NeighbourhoodFactory

SQUARE = [[[9.6, 45.6], [9.7, 45.6], [9.7, 45.7], [9.6, 45.7], [9.6, 45.6]]]
BOW_TIE = [[[9.6, 45.6], [9.7, 45.7], [9.7, 45.6], [9.6, 45.7], [9.6, 45.6]]]
REAL = Path("../shared/data/municipalities.geojson")


def feature(coordinates=None, kind="Polygon", **properties):
    geometry = {"type": kind, "coordinates": coordinates or SQUARE}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def file_of(*features, name="confini.geojson"):
    content = json.dumps({"type": "FeatureCollection", "features": features})
    return SimpleUploadedFile(name, content.encode())


def states(*features, towns=(), quarters=()):
    return [(o.state, o.message) for o in geojson.checked(features, towns, quarters)]


@pytest.fixture
def planner(client, db):
    post = PostFactory(role=RoleKey.PLANNING)
    client.force_login(post.user)
    return post


@pytest.mark.django_db
class TestRows:
    def test_a_place_is_found_by_istat_code_cadastral_code_or_name(self):
        town = MunicipalityFactory(istat_code="016024", cadastral_code="A794", name="Bergamo")
        quarter = NeighbourhoodFactory(municipality=town, name="Città Alta e Colli")

        outcomes = geojson.checked(
            [feature(istat=16024), feature(name="CITTA' ALTA E COLLI")], [town], [quarter]
        )

        assert [o.place_id for o in outcomes] == [str(town.pk), str(quarter.pk)]
        assert {o.state for o in outcomes} == {"change"}

    def test_an_unknown_place_is_refused(self):
        assert states(feature(name="Atlantide"))[0][0] == "refused"

    def test_metres_and_swapped_axes_are_refused_with_the_reason(self):
        town = MunicipalityFactory(istat_code="016024")
        metres = feature([[[554000, 5060000], [555000, 5060000], [554000, 5061000]]], istat=16024)

        state, message = states(metres, towns=[town])[0]

        assert state == "refused"
        assert "fuori dall'Italia" in message

    def test_a_boundary_that_crosses_itself_is_mended_with_a_notice(self):
        town = MunicipalityFactory(istat_code="016024")

        state, message = states(feature(BOW_TIE, istat=16024), towns=[town])[0]

        assert state == "change"
        assert "riparato" in message

    def test_the_same_place_twice_is_refused_the_second_time(self):
        town = MunicipalityFactory(istat_code="016024")

        found = states(feature(istat=16024), feature(istat=16024), towns=[town])

        assert [state for state, _ in found] == ["change", "refused"]

    @pytest.mark.parametrize(
        "broken",
        [None, {}, "x", {"properties": None}, feature(kind="Point", istat=1), feature([[["a"]]])],
    )
    def test_what_is_no_boundary_is_refused_and_never_breaks(self, broken):
        assert states(broken)[0][0] == "refused"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{", "troncato"),
        (b"\xff\xfe{}", "UTF-8"),
        (b"[]", "elenco di confini"),
        (b'{"features": []}', "elenco di confini"),
        (b"[" * 100_000, "troncato"),
    ],
)
def test_an_unreadable_file_says_why(content, said):
    with pytest.raises(geojson.UnreadableFile, match=said):
        geojson.features_of(content)


def test_a_file_is_read_shown_and_only_then_applied_once(client, planner):
    town = MunicipalityFactory(ambito=planner.ambito, istat_code="016024")

    shown = client.post("/territorio/confini/", {"file": file_of(feature(istat=16024))})
    page = client.get(shown.url)
    town.refresh_from_db()
    before = town.boundary
    client.post(f"{shown.url}applica/")
    client.post(f"{shown.url}applica/")
    town.refresh_from_db()

    assert page.status_code == 200
    assert (before, town.schematic, town.version) == (None, False, 2)
    assert town.boundary["type"] == "Polygon"
    with arranging():
        assert JournalLine.objects.filter(object_id=town.pk, action="change").count() == 1


def test_the_same_file_twice_is_one_import(client, planner):
    MunicipalityFactory(ambito=planner.ambito, istat_code="016024")

    first = client.post("/territorio/confini/", {"file": file_of(feature(istat=16024))})
    second = client.post("/territorio/confini/", {"file": file_of(feature(istat=16024))})

    assert first.url == second.url
    assert BoundaryImport.objects.count() == 1


def test_places_of_another_ambito_are_out_of_reach(client, planner):
    MunicipalityFactory(istat_code="016024")

    shown = client.post("/territorio/confini/", {"file": file_of(feature(istat=16024))})

    assert "1 righe rifiutate" in client.get(shown.url).text


def test_a_front_desk_may_not_load_boundaries(client, db):
    client.force_login(PostFactory().user)

    assert client.get("/territorio/confini/").status_code == 403


@pytest.mark.django_db
@pytest.mark.skipif(not REAL.exists(), reason="the real boundaries are not beside the checkout")
def test_the_real_boundaries_are_taken(capsys):
    ambito = AmbitoFactory(key="bergamo")
    codes = [
        (f["properties"]["istat"], f["properties"]["name"], f["properties"]["catasto"])
        for f in json.loads(REAL.read_text())["features"]
    ]
    for istat, name, cadastral in codes:
        MunicipalityFactory(ambito=ambito, istat_code=istat, name=name, cadastral_code=cadastral)

    with arranging():
        call_command("import_boundaries", str(REAL), "--ambito=bergamo", "--write")

    assert "24 confini scritti, 0 righe rifiutate" in capsys.readouterr().out
    assert Municipality.objects.filter(schematic=True).count() == 0
