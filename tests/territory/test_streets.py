"""The street directory: read row by row, written whole, and asked where a house lies."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from prossimo.accounts.choices import RoleKey
from prossimo.territory import streets, whereabouts
from prossimo.territory.models import StreetRange
from tests.accounts.factories import PostFactory
from tests.arranging import arranging
from tests.territory.factories import MunicipalityFactory, NeighbourhoodFactory

HEAD = "comune;via;dal;al;lato;quartiere"
URL = "/territorio/stradario/"

pytestmark = pytest.mark.django_db


def square(west, south, size=0.01):
    east, north = west + size, south + size
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


@pytest.fixture
def town(client):
    post = PostFactory(role=RoleKey.PLANNING)
    client.force_login(post.user)
    town = MunicipalityFactory(ambito=post.ambito, name="Bergamo")
    town.redona = NeighbourhoodFactory(
        municipality=town, name="Redona", boundary=square(9.68, 45.71)
    )
    town.celadina = NeighbourhoodFactory(
        municipality=town, name="Celadina", boundary=square(9.70, 45.69)
    )
    return town


def load(client, *rows, name="stradario.csv", head=HEAD):
    content = "\n".join([head, *rows]).encode()
    return client.post(URL, {"file": SimpleUploadedFile(name, content)})


def where(town, street, number="", **more):
    found = whereabouts.on_street(town.ambito_id, street, number, **more)
    return found.neighbourhood.name if found else None


def test_a_good_file_is_written_and_says_what_it_did(client, town):
    page = load(
        client,
        "Bergamo;via dei Tigli;1;99;dispari;Redona",
        "Bergamo;via dei Tigli;2;;pari;Celadina",
    )
    assert page.status_code == 302
    assert "2 tratti nuovi" in client.get(URL).content.decode()

    load(client, "Bergamo;via dei Tigli;1;99;dispari;Celadina")

    (left,) = StreetRange.objects.all()
    assert (left.neighbourhood, left.key) == (town.celadina, "tigli, via")
    said = client.get(URL).content.decode()
    assert "1 cambiati" in said and "1 tolti" in said


def test_a_house_is_found_by_side_and_number(client, town):
    load(
        client,
        "Bergamo;via dei Tigli;1;99;dispari;Redona",
        "Bergamo;via dei Tigli;2;98;pari;Celadina",
        "Bergamo;viale Pioppi;;;;Redona",
        "Bergamo;via Pioppi;;;;Celadina",
    )

    assert where(town, "Via dei Tigli", "13/A") == "Redona"
    assert where(town, "via tigli", "14 bis") == "Celadina"
    assert where(town, "via dei Tigli", "101") is None
    assert where(town, "via dei Tigli") is None  # two neighbourhoods: nobody guesses
    assert where(town, "V.le dei Pioppi", "5") == "Redona"
    assert where(town, "Pioppi") is None
    assert where(town, "corso Pioppi", "5") is None
    assert where(town, "") is None


def test_another_ambito_knows_nothing_of_these_streets(client, town):
    load(client, "Bergamo;via dei Tigli;;;;Redona")

    assert whereabouts.on_street(MunicipalityFactory().ambito_id, "via dei Tigli", "1") is None
    assert where(town, "via dei Tigli", "1", municipality_id=MunicipalityFactory().pk) is None


def test_a_point_lies_in_the_boundary_that_holds_it(town):
    found = whereabouts.found_place(town.ambito_id, point=(45.695, 9.705))
    assert (found.neighbourhood.name, found.how) == ("Celadina", "dalle coordinate")
    assert whereabouts.at_point(town.ambito_id, 41.9, 12.5) is None

    with arranging():
        town.celadina.boundary = square(12.495, 41.895)
        town.celadina.save()

    assert whereabouts.at_point(town.ambito_id, 41.9, 12.5).neighbourhood == town.celadina


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("Milano;via dei Tigli;;;;Redona", "Non è un Comune dell"),
        ("Bergamo;via dei Tigli;;;;Altrove", "non ha un quartiere"),
        ("Bergamo;;;;;Redona", "Manca il nome della via"),
        ("Bergamo;via dei Tigli;9;1;;Redona", "prima del primo"),
        ("Bergamo;via dei Tigli;-1;;;Redona", "numeri interi"),
        ("Bergamo;via dei Tigli;uno;;;Redona", "numeri interi"),
        ("Bergamo;via dei Tigli;999999999999;;;Redona", "numeri interi"),
        ("Bergamo;via dei Tigli;;;sinistro;Redona", "pari"),
        (f"Bergamo;via {'a' * 300};;;;Redona", "troppo lungo"),
    ],
)
def test_a_wrong_row_is_said_with_its_number_and_nothing_is_written(client, town, row, words):
    answer = load(client, "Bergamo;via delle Rose;;;;Redona", row)

    said = answer.content.decode()
    assert answer.status_code == 422
    assert "<td>3</td>" in said
    assert words in said.replace("&#x27;", "'")
    assert not StreetRange.objects.exists()


def test_numbers_that_overlap_are_refused(client, town):
    answer = load(
        client, "Bergamo;via Tigli;1;50;;Redona", "Bergamo;Via dei Tigli;30;;pari;Celadina"
    )

    assert answer.status_code == 422
    assert "già nella riga 2" in answer.content.decode()


@pytest.mark.parametrize("content", [b"", b"\x00\xff\xfe", b"a;b\n1;2", b'comune;via;"aperta'])
def test_what_is_no_directory_is_refused_with_a_sentence(client, town, content):
    answer = client.post(URL, {"file": SimpleUploadedFile("x.csv", content)})

    assert answer.status_code == 422
    assert not StreetRange.objects.exists()


def test_only_who_keeps_the_places_writes_the_directory(client, town):
    client.force_login(PostFactory(ambito=town.ambito).user)

    assert client.get(URL).status_code == 403


def test_the_key_of_a_street_holds_its_name_first():
    assert streets.key_of("Piazza dell'Orologio") == "orologio, piazza"
    assert streets.key_of("Via") == "via, "
