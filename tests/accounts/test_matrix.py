"""The matrix on screen and in files is the declaration, and nothing else."""

import csv
import io

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from prossimo.accounts import wording
from prossimo.accounts.roles import roles
from prossimo.accounts.rules import Right

pytestmark = pytest.mark.django_db
URL = reverse("accounts:roles")


def declared():
    return [
        [str(wording.RIGHTS[right]), *(wording.cell(role, right) for role in roles)]
        for right in Right
    ]


def test_every_right_has_its_words():
    assert set(wording.RIGHTS) == set(Right)


def test_the_page_shows_each_role_and_right_as_declared(at_work, administrator):
    soup = BeautifulSoup(at_work(administrator).get(URL).content, "lxml")

    rows = [[td.get_text(strip=True) for td in tr("td")] for tr in soup.select("tbody tr")]
    assert rows == declared()
    assert len(soup.select("thead th")) == len(roles) + 1
    assert soup.get_text().count("con finalità") == 2


def test_the_file_holds_the_same(at_work, officer):
    answer = at_work(officer).get(URL, {"formato": "csv"})

    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[1:] == declared()
