"""A page answers one question: a number in words, a chart with its table, how it was counted."""

import csv
import datetime as dt
import io
import json

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.urls import reverse

from prossimo.accounts.choices import RoleKey
from prossimo.core.indicators import indicators
from prossimo.observatory.fronts import fronts
from tests.observatory import photographs

pytestmark = pytest.mark.django_db


def page_of(client, url, **query):
    answer = client.get(url, query)
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return BeautifulSoup(answer.content, "lxml")


def words(soup):
    return " ".join(soup.get_text(" ").split())


def indicator_url(key):
    return reverse("observatory:indicator", args=[key])


def test_a_page_says_its_number_and_how_it_changed(client, reader, small_town):
    reader()

    page = page_of(client, indicator_url("access.users"), anno="2018")

    assert page.h1.get_text(strip=True) == "Quante persone si sono rivolte al Pass?"
    number = page.select_one(".ui-number")
    assert number.select_one(".ui-number__value").get_text(strip=True) == "53"
    assert "persone nel 2018" in words(number)
    assert "13 più del 2017, +32,5 %" in words(number)


def test_the_year_shown_first_is_the_last_whole_one(client, reader, small_town):
    reader()

    page = page_of(client, indicator_url("access.users"))

    assert page.select_one("select[name=anno] option[selected]")["value"] == "2018"


def test_the_chart_is_drawn_for_a_strict_page_and_says_itself_in_words(client, reader, small_town):
    reader()

    page = page_of(client, indicator_url("access.users"), anno="2018")

    svg = page.select_one(".ui-chart svg")
    assert svg["role"] == "img"
    assert "2018: 53" in svg["aria-label"]
    assert not svg.select("[style], [onclick], script, style, image, a")
    assert "53" in [text.get_text() for text in svg.select("text")]


def test_the_table_of_the_chart_holds_the_same_numbers(client, reader, small_town):
    reader()

    page = page_of(client, indicator_url("access.contacts"), anno="2018", per="desk")

    rows = [
        [cell.get_text(strip=True) for cell in row.select("td")]
        for row in page.select_one("table").select("tbody tr")
    ]
    assert rows == [
        ["2018", "Pass", "33", "33"],
        ["2018", "Contributi", "20", "20"],
        ["2018", "Quartiere", "9", "9"],
    ]


def test_a_small_cell_is_shown_as_hidden_with_the_reason(client, reader, small_town):
    reader()

    page = page_of(client, indicator_url("access.users"), anno="2018", per="neighbourhood")

    rows = [words(row) for row in page.select_one("table").select("tbody tr")]
    assert rows == ["2018 Boccaleone 30 30", "2018 Celadina nascosto —", "2018 Redona nascosto —"]
    said = words(page)
    assert "Nascosto: dietro ci sono meno di 5 persone" in said


def test_the_foot_says_how_it_is_counted_from_what_and_when(client, reader, small_town):
    reader()

    page = page_of(client, indicator_url("access.contacts"), anno="2018")

    said = words(page)
    assert "Contatti registrati nell'anno a tutti gli sportelli" in said
    assert "Che cosa non dice." in said
    assert "Contato su 62 registrazioni." in said
    assert "Dati al dom 1 mar 2026, 07:00" in said
    assert "prossimo ask access.contacts --ambito bergamo" in said


def test_the_page_of_accesses_answers_five_questions(client, reader, small_town):
    reader()

    page = page_of(client, reverse("observatory:access"), anno="2018")

    titles = [title.get_text(strip=True) for title in page.select("main h2")]
    assert titles[:5] == [
        "Quante persone si sono rivolte al Pass?",
        "Per quali motivi?",
        "A quali sportelli?",
        "Chi sono?",
        "Da quali quartieri?",
    ]
    assert len(page.select(".ui-chart svg")) == 5


@pytest.fixture
def known_town(small_town, root, bergamo):
    """Files and people beside the contacts."""
    gaps = {"no_address": False, "no_birth_place": False, "no_neighbourhood": False}
    known = [
        {"year": year, "acquaintance": "before", "people": 60 + year - 2017, "sex": "F"}
        for year in (2017, 2018)
    ]
    files = [
        {"year": 2018, "code": code, "shared_code": False, "files": many, **gaps}
        for code, many in (("valid", 90), ("missing", 10))
    ]
    contacts = [*photographs.people(30, year=2017), *photographs.people(40, year=2018)]
    return photographs.take(
        root, contacts, ambito_id=bergamo.pk, name="20260303T060000-cccccc", known=known, file=files
    )


def test_the_page_of_people_says_who_is_known_and_who_returns(client, reader, known_town):
    reader()

    page = page_of(client, reverse("observatory:people"), anno="2018")

    said = words(page.main)
    assert "persone conosciute alla fine del 2018 61 1 più del 2017" in said
    titles = [title.get_text(strip=True) for title in page.select("main h2")]
    assert titles[1] == "Quante persone arrivano per la prima volta, e quante tornano?"
    assert "già conosciute da anni prima" in said


def test_the_page_of_quality_shows_each_gap_with_its_trend(client, reader, known_town):
    reader()

    page = page_of(client, reverse("observatory:quality"), anno="2018")

    assert len(page.select("main h2.ui-card__title")) == 7
    assert "schede senza codice fiscale, ogni cento, alla fine del 2018 10,0 %" in words(page.main)


def test_behind_a_gap_stand_the_files_that_the_reader_may_see(client, reader, known_town, bergamo):
    from tests.citizens.factories import PersonFactory

    PersonFactory(ambito=bergamo, surname="Senzacodice", first_known_on=dt.date(2018, 5, 5))
    coded = {"tax_code": "BNCRSO60E52A794X", "tax_code_state": "valid"}
    PersonFactory(ambito=bergamo, surname="Codificata", **coded)
    reader(RoleKey.SOCIAL_DESK)
    url = reverse("observatory:records", args=["citizens.missing_code"])

    page = page_of(client, url, anno="2018")

    assert "Senzacodice" in words(page.main)
    assert "Codificata" not in words(page.main)


@pytest.mark.parametrize(
    "key", [i.key for i in indicators if i.key.startswith("citizens.") and i.records]
)
@pytest.mark.parametrize("dove", ["neighbourhood:-", "age_band:45-64", "acquaintance:before"])
def test_every_figure_of_people_opens_to_its_files(client, reader, known_town, key, dove):
    reader(RoleKey.SOCIAL_DESK)
    there = dove.partition(":")[0] in indicators[key].grain

    answer = client.get(
        reverse("observatory:records", args=[key]), {"anno": "2018", "dove": dove if there else ""}
    )

    assert answer.status_code == 200


def test_the_list_shows_every_indicator_with_its_last_number(client, reader, small_town):
    reader()

    page = page_of(client, reverse("observatory:index"))

    assert "Quante persone si sono rivolte al Pass?" in words(page)
    assert "+32,5 %" in words(page)


def test_filtering_by_htmx_shows_what_reloading_would(client, reader, small_town):
    reader()
    url, query = indicator_url("access.contacts"), {"anno": "2017", "per": "desk"}

    part = client.get(url, query, headers={"HX-Request": "true"}).content.decode()
    whole = client.get(url, query).content.decode()

    fragment = BeautifulSoup(part, "lxml").select_one("#figura")
    assert words(fragment) == words(BeautifulSoup(whole, "lxml").select_one("#figura"))


def test_command_and_json_say_exactly_what_the_page_says(client, reader, small_town):
    reader()
    said = io.StringIO()
    call_command("ask", "access.contacts", by=["reason"], year="2018", format="json", stdout=said)
    command = json.loads(said.getvalue())

    door = client.get(
        reverse("observatory:indicator_json", args=["access.contacts"]),
        {"anno": "2018", "per": "reason"},
    ).json()

    assert command == door
    assert list(command) == ["key", "label", "unit", "definition", "snapshot_at", "rows"]
    assert command["rows"][0] == {"year": 2018, "reason": "Contributi", "value": 50, "n": 50}
    assert {"year": 2018, "reason": "Re.I", "value": 20, "n": 20} in command["rows"] or any(
        row["value"] is None for row in command["rows"]
    )


@pytest.mark.parametrize("name", ["csv", "xlsx", "ods"])
def test_the_files_hold_the_rows_of_the_page(client, reader, small_town, name):
    reader()

    answer = client.get(
        indicator_url("access.contacts"), {"anno": "2018", "per": "desk", "formato": name}
    )

    assert answer.status_code == 200
    assert f".{name}" in answer["Content-Disposition"]
    if name == "csv":
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
        assert rows[1][:3] == ["2018", "Pass", "33"]


def test_a_question_without_sense_is_answered_in_a_sentence(client, reader, small_town):
    reader()

    answer = client.get(indicator_url("access.users"), {"anno": "2018", "per": "desks"})

    assert answer.status_code == 400
    assert "non si divide per «desks»" in answer.content.decode()
    assert "Forse: desk" in answer.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        {"anno": "duemila"},
        {"anno": "2018", "dove": "desk"},
        {"anno": "2018", "dove": "desk:nessuno"},
        {"anno": "2018", "per": ["desk", "sex", "age_band"]},
        {"anno": "2018", "per": "desk", "dove": ["sex:F", "neighbourhood:place-0"]},
        {"anno": "9999"},
    ],
)
def test_a_broken_address_is_never_a_fault(client, reader, small_town, query):
    reader()

    assert client.get(indicator_url("access.users"), query).status_code == 400


def test_an_unknown_indicator_is_absent(client, reader, small_town):
    reader()

    assert client.get("/osservatorio/access.unknown/").status_code == 404


def test_without_a_photograph_the_page_says_how_to_take_one(client, reader, root):
    reader()

    page = page_of(client, reverse("observatory:index"))

    assert "Non c'è ancora una fotografia dei dati" in words(page)
    assert page.select_one("form[action$='/aggiorna/']")


def test_an_ambito_without_contacts_is_told_so(client, reader, root, bergamo):
    photographs.take(root, [], ambito_id=bergamo.pk)
    reader()

    assert "Ancora nessun dato" in words(page_of(client, reverse("observatory:index")))
    page = page_of(client, indicator_url("access.users"))
    assert "non c'è ancora nulla da contare nel tuo Ambito" in words(page)


def test_numbers_are_of_the_ambito_of_the_post_in_use(client, small_town, root, bergamo):
    from tests.accounts.factories import post_of
    from tests.territory.factories import AmbitoFactory

    post = post_of(RoleKey.PLANNING, AmbitoFactory(key="dalmine", name="Dalmine"))
    client.force_login(post.user)

    page = page_of(client, indicator_url("access.users"), anno="2018")

    assert "53" not in words(page.select_one("main"))
    assert "Il tuo Ambito non è ancora nella fotografia" in words(page)


@pytest.mark.parametrize("role", [RoleKey.PARTNER, RoleKey.DPO, RoleKey.ADMINISTRATOR])
def test_who_does_not_read_figures_is_told_so(client, reader, small_town, role):
    reader(role)

    for name in ("index", "access"):
        assert client.get(reverse(f"observatory:{name}")).status_code == 403
    assert client.get(indicator_url("access.users")).status_code == 403


def test_a_hostile_label_stays_a_label(client, reader, small_town, root, bergamo, monkeypatch):
    monkeypatch.setattr(photographs, "DESKS", ['<script>alert("1")</script>', "=1+1", "Pass & Co"])
    contacts = [
        *photographs.people(9, desk=0),
        *photographs.people(8, desk=1),
        *photographs.people(7, desk=2),
    ]
    photographs.take(root, contacts, ambito_id=bergamo.pk, name="20260302T060000-bbbbbb")
    reader()

    page = page_of(client, indicator_url("access.contacts"), anno="2018", per="desk")

    assert not page.select("main script")
    assert '<script>alert("1")</script>' in [t.get_text() for t in page.select(".ui-chart text")]


def test_every_front_page_is_reached_from_the_list(client, reader, small_town):
    reader()
    index = page_of(client, reverse("observatory:index"))
    linked = {link["href"] for link in index.select("main a[href]")}

    for front in fronts:
        address = reverse(f"observatory:{front.key}")
        assert address in linked
        shown = page_of(client, address, anno="2018")
        assert shown.h1.get_text(strip=True) == str(front.heading)
