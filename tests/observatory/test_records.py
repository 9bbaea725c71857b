"""Behind a number stand live records, for who may open them, and each one shown is journalled."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from prossimo.accounts.choices import Action, Purpose, RoleKey
from prossimo.accounts.models import JournalLine
from tests.access.factories import ContactFactory, DeskFactory
from tests.arranging import arranging
from tests.observatory.test_pages import page_of, words

pytestmark = pytest.mark.django_db
URL = reverse("observatory:records", args=["access.users"])


@pytest.fixture
def desk(bergamo):
    return DeskFactory(ambito=bergamo, name="Pass di via San Lazzaro")


@pytest.fixture
def contacts(desk):
    """Two at the Pass in 2018, one of them for nobody named; one the year before."""
    day = dt.date(2018, 6, 1)
    named = ContactFactory(desk=desk, day=day)
    ContactFactory(desk=desk, day=day, nobody=True)
    ContactFactory(desk=desk, day=dt.date(2017, 6, 1))
    return named


def journal_of(action):
    with arranging():
        return list(JournalLine.objects.filter(action=action))


def test_the_records_of_a_year_are_those_the_number_counts(client, reader, small_town, contacts):
    reader(RoleKey.SOCIAL_DESK)

    page = page_of(client, URL, anno="2018")

    rows = page.select("main tbody tr")
    assert len(rows) == 1
    assert "Pass di via San Lazzaro" in words(rows[0])
    assert rows[0].a["href"] == reverse("access:contact", args=[contacts.pk])


def test_each_record_shown_leaves_a_line(client, reader, small_town, contacts):
    reader(RoleKey.SOCIAL_DESK)

    page_of(client, URL, anno="2018")

    assert [line.object_id for line in journal_of(Action.LIST)] == [contacts.pk]


def test_a_coordinator_first_says_why(client, reader, small_town, contacts):
    post = reader(RoleKey.AREA_MANAGER)

    asked = client.get(URL, {"anno": "2018"}, follow=True)
    assert "finalit" in asked.content.decode().lower()
    assert not journal_of(Action.LIST)

    form = BeautifulSoup(asked.content, "lxml").select_one("main form")
    fields = {i["name"]: i.get("value", "") for i in form.select("input[type=hidden]")}
    purpose = next(c for c in form.select("[name]") if c["name"] not in fields)["name"]
    answer = client.post(
        form.get("action") or asked.request["PATH_INFO"],
        {**fields, purpose: Purpose.CHECK},
        follow=True,
    )

    assert answer.status_code == 200
    assert [line.purpose for line in journal_of(Action.LIST)] == [Purpose.CHECK]
    assert post


@pytest.mark.parametrize("role", [RoleKey.PLANNING, RoleKey.FRONT_DESK, RoleKey.ACCOUNTING])
def test_who_only_reads_figures_does_not_open_records(client, reader, small_town, contacts, role):
    reader(role)

    answer = client.get(URL, {"anno": "2018"})

    assert answer.status_code == 403
    assert not journal_of(Action.LIST)


def test_numbers_are_links_only_for_who_may_open_them(client, reader, small_town):
    page_url = reverse("observatory:indicator", args=["access.users"])
    reader(RoleKey.SOCIAL_DESK)
    assert page_of(client, page_url, anno="2018").select("table a[href*='/schede/']")

    reader(RoleKey.PLANNING)
    assert not page_of(client, page_url, anno="2018").select("a[href*='/schede/']")


@pytest.mark.parametrize(
    ("dove", "found"),
    [
        ("sex:F", 1),
        ("sex:M", 0),
        ("age_band:45-64", 1),
        ("age_band:0-2", 0),
        ("age_band:-", 0),
        ("citizenship:IT", 1),
        ("citizenship:ES", 0),
        ("target_group:-", 1),
        ("target_group:minors", 0),
        ("neighbourhood:-", 1),
    ],
)
def test_the_records_of_a_cell_are_narrowed_like_its_number(
    client, reader, small_town, contacts, dove, found
):
    reader(RoleKey.SOCIAL_DESK)

    page = page_of(client, URL, anno="2018", dove=dove)

    assert len(page.select("main tbody tr")) == found


def test_the_records_of_a_reason_are_found_by_any_reason_named(
    client, reader, small_town, contacts
):
    reader(RoleKey.SOCIAL_DESK)
    url = reverse("observatory:records", args=["access.contacts"])

    for dove, found in [
        (f"reason:{contacts.main_reason_id}", 1),
        ("reason_group:information", 2),
        ("reason_group:money", 0),
        (f"desk:{contacts.desk_id}", 2),
        ("channel:person", 2),
        ("given:leaflet", 0),
    ]:
        page = page_of(client, url, anno="2018", dove=dove)
        assert len(page.select("main tbody tr")) == found, dove


@pytest.mark.parametrize("dove", ["desk:1 OR 1=1", "sex:femmina", "reason:00", "age_band:minori"])
def test_a_value_that_does_not_exist_is_told(client, reader, small_town, dove):
    reader(RoleKey.SOCIAL_DESK)
    url = reverse("observatory:records", args=["access.contacts"])

    assert client.get(url, {"anno": "2018", "dove": dove}).status_code == 400
