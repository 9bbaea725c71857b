"""What is drawn, and what stays where it cannot be: charts, the map, an engine that is silent."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from prossimo.observatory import engine
from tests.observatory import photographs
from tests.territory.factories import MunicipalityFactory, NeighbourhoodFactory

pytestmark = pytest.mark.django_db


def page_of(client, url, **query):
    answer = client.get(url, query)
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return BeautifulSoup(answer.content, "lxml")


def words(soup):
    return " ".join(soup.get_text(" ").split())


def indicator_url(key):
    return reverse("observatory:indicator", args=[key])


def test_an_engine_that_does_not_answer_is_a_sentence_and_not_a_fault(
    client, reader, small_town, monkeypatch
):
    reader()

    def silent(words):
        raise engine.EngineTrouble("L'osservatorio non ha risposto entro 20 secondi.")

    monkeypatch.setattr(engine._engine, "request", silent)
    answer = client.get(indicator_url("access.users"), {"anno": "2018"})

    assert answer.status_code == 503
    assert "non ha risposto entro 20 secondi" in answer.content.decode()


def test_without_a_drawing_the_numbers_remain(client, reader, small_town, monkeypatch):
    reader()

    def broken(drawing, snapshot):
        raise engine.EngineTrouble("guasto")

    monkeypatch.setattr(engine, "draw", broken)
    page = page_of(client, indicator_url("access.users"), anno="2018")

    assert "Il grafico non si è potuto disegnare" in words(page)
    assert "2018 53 53" in words(page.select_one("table"))


def test_the_chart_is_also_a_file(client, reader, small_town):
    reader()

    answer = client.get(reverse("observatory:chart", args=["access.users"]), {"anno": "2018"})

    assert answer["Content-Type"] == "image/svg+xml"
    assert answer["Content-Disposition"] == 'attachment; filename="access.users.svg"'
    assert answer.content.startswith(b"<svg")


def test_the_map_says_that_boundaries_are_sketched_and_what_is_not_on_it(
    client, reader, root, bergamo
):
    town = MunicipalityFactory(ambito=bergamo)
    place = NeighbourhoodFactory(
        municipality=town, name="Boccaleone", boundary=photographs.square(0)
    )
    contacts = [*photographs.people(30, neighbourhood=0), *photographs.people(9, first=60)]
    photographs.take(root, contacts, ambito_id=bergamo.pk, place_ids=[str(place.pk)])
    reader()

    page = page_of(client, indicator_url("access.users"), anno="2018", per="neighbourhood")

    assert "Confini schematici. Quartiere non noto: 9." in words(page)
    drawn = [text.get_text() for text in page.select_one(".ui-chart").select("text")]
    assert "Boccaleone" in drawn and "30" in drawn


def test_a_drawing_with_everything_forbidden_in_it_comes_out_clean():
    from prossimo.observatory import charts
    from prossimo.observatory.drawings import Drawing

    hostile = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1" viewBox="0 0 1 1" onload="x()">'
        '<script>alert(1)</script><style>*{}</style><a href="javascript:x"><text>via</text></a>'
        '<g style="x" onclick="x()"><text fill="url(#a)" class="c">9</text><image href="//x"/></g></svg>'
    )

    clean = charts.cleaned(
        hostile, Drawing("bars", "Titolo", "In parole.", "bergamo", "persone", ())
    )

    assert clean == (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1" width="1" height="1" role="img" '
        'aria-label="Titolo. In parole."><title>Titolo</title><desc>In parole.</desc>'
        "<g><text>9</text></g></svg>"
    )
