"""Residents come from files: written whole or not at all, and twice is once."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from prossimo.accounts.choices import RoleKey
from prossimo.territory.models import Residents
from tests.accounts.factories import PostFactory
from tests.territory.factories import MunicipalityFactory, NeighbourhoodFactory

HEAD = "anno;comune;quartiere;sesso;classe_eta;cittadinanza;residenti"
ROW = "2018;Bergamo;Redona;F;65-74;IT;412"

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(client):
    post = PostFactory(role=RoleKey.PLANNING)
    client.force_login(post.user)
    town = MunicipalityFactory(ambito=post.ambito, name="Bergamo")
    NeighbourhoodFactory(municipality=town, name="Redona")
    return town


def load(client, *rows, encoding="utf-8", name="residenti.csv"):
    content = "\n".join([HEAD, *rows]).encode(encoding)
    return client.post("/territorio/residenti/", {"file": SimpleUploadedFile(name, content)})


def test_a_good_file_is_written_and_twice_is_once(client, town):
    assert load(client, ROW).status_code == 302
    assert load(client, ROW.replace("412", "413")).status_code == 302

    assert [one.count for one in Residents.objects.all()] == [413]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("18;Bergamo;;F;65-74;IT;1", "anno non è plausibile"),
        ("2018;Atlantide;;F;65-74;IT;1", "Non è un Comune"),
        ("2018;Bergamo;Ovunque;F;65-74;IT;1", "non ha un quartiere"),
        ("2018;Bergamo;;Z;65-74;IT;1", "Serve F, M o X"),
        ("2018;Bergamo;;F;70;IT;1", "Classe sconosciuta"),
        ("2018;Bergamo;;F;65-74;??;1", "Serve IT"),
        ("2018;Bergamo;;F;65-74;IT;-3", "numero intero"),
    ],
)
def test_a_fault_is_told_by_row_and_nothing_is_written(client, town, row, said):
    answer = load(client, ROW, row)

    assert answer.status_code == 422
    assert said in answer.text
    assert not Residents.objects.exists()


def test_columns_that_lack_are_named(client, town):
    file = SimpleUploadedFile("x.csv", b"anno;comune\n2018;Bergamo")

    answer = client.post("/territorio/residenti/", {"file": file})

    assert "Mancano le colonne" in answer.text


def test_an_open_quote_is_told(client, town):
    assert "virgoletta" in load(client, '2018;"Bergamo').text


def test_windows_text_is_read(client, town):
    NeighbourhoodFactory(municipality=town, name="Città Alta")

    answer = load(client, "2018;Bergamo;Città Alta;M;0-2;ES;7", encoding="cp1252")

    assert answer.status_code == 302


def test_a_spreadsheet_is_read(client, town):
    book, content = openpyxl.Workbook(), io.BytesIO()
    book.active.append(HEAD.split(";"))
    book.active.append([2018, "Bergamo", "Redona", "F", "65-74", "IT", 412])
    book.save(content)

    file = SimpleUploadedFile("r.xlsx", content.getvalue())
    assert client.post("/territorio/residenti/", {"file": file}).status_code == 302
    assert Residents.objects.get().count == 412


@pytest.mark.parametrize("address", ["/territorio/", "/territorio/?formato=xlsx"])
def test_the_pages_show_the_residents(client, town, address):
    load(client, ROW)

    assert client.get(address).status_code == 200


def test_a_town_and_a_quarter_have_their_page(client, town):
    load(client, ROW)
    quarter = town.neighbourhoods.get()

    assert "412" in client.get(f"/territorio/comuni/{town.pk}/").text
    assert "412" in client.get(f"/territorio/quartieri/{quarter.pk}/").text


def test_a_place_of_another_ambito_is_not_there(client, town):
    elsewhere = MunicipalityFactory()

    assert client.get(f"/territorio/comuni/{elsewhere.pk}/").status_code == 404
