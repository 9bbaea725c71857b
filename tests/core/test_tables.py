"""One declaration makes the screen and the files; what is above the reader's ceiling is in neither."""

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone, translation

from prossimo.access.models import Contact
from prossimo.citizens.choices import Sex
from prossimo.citizens.models import Person
from prossimo.core import tables
from prossimo.core.privacy import CONTACT, IDENTITY, NARRATIVE, SEALED, TECHNICAL
from prossimo.network.models import Organisation

CANARY = "canarino-giallo"


class PersonTable(tables.Table):
    surname = tables.Text(of=Person)
    sex = tables.Choice(of=Person)
    born_on = tables.Day(of=Person)
    languages = tables.Many(of=Person)
    street = tables.Text(of=Person)
    visits = tables.Integer(grade=TECHNICAL, label="visite")
    told = tables.Text(of=Contact, field="needs")
    double = tables.Integer(grade=TECHNICAL, accessor=lambda record: record.visits * 2)


def person(**more):
    given = {
        "surname": "D'Èrcole",
        "sex": "F",
        "born_on": dt.date(1950, 6, 3),
        "languages": ["it", "ar"],
        "street": f"via {CANARY}",
        "visits": 9559,
        "told": CANARY,
    }
    return SimpleNamespace(**{**given, **more})


def shown(table, path="/elenco/"):
    table.configure(RequestFactory().get(path))
    template = Template("{% load django_tables2 %}{% render_table table %}")
    return template.render(Context({"table": table, "request": table.request}))


def names(table):
    return [heading.name for heading in table.grid().headings]


@pytest.mark.parametrize(
    ("ceiling", "hidden"),
    [
        (TECHNICAL, {"surname", "sex", "born_on", "languages", "street", "told"}),
        (IDENTITY, {"street", "told"}),
        (CONTACT, {"told"}),
        (NARRATIVE, set()),
        (SEALED, set()),
    ],
)
def test_columns_above_the_ceiling_are_nowhere(ceiling, hidden):
    table = PersonTable([person()], ceiling=ceiling)

    assert set(PersonTable.base_columns) - set(names(table)) == hidden
    canaries = len({"street", "told"} - hidden)
    assert str(list(table.grid().rows)).count(CANARY) == canaries
    assert shown(table).count(CANARY) == canaries


def test_without_a_ceiling_nothing_personal_is_shown():
    table = PersonTable([person()])

    assert CANARY not in shown(table)
    assert names(table) == ["visits", "double"]


def test_nobody_sorts_by_a_column_they_may_not_see():
    table = PersonTable([person(surname="B"), person(surname="A")])

    table.configure(RequestFactory().get("/elenco/?sort=surname&sort=-told"))

    assert [record.surname for record in table.data] == ["B", "A"]


def test_labels_and_choices_come_from_the_model():
    table = PersonTable([person()], ceiling=SEALED)

    headings = {heading.name: heading.label for heading in table.grid().headings}
    row = dict(zip(headings, next(iter(table.grid().rows)), strict=True))

    assert headings["born_on"] == "Data di nascita"
    assert row["sex"] == str(Sex.FEMALE.label)
    assert row["languages"] == ["it", "ar"]


def test_the_screen_speaks_as_people_write():
    page = shown(PersonTable([person()], ceiling=SEALED))

    assert "sab 3 giu 1950" in page
    assert "9.559" in page
    assert "it, ar" in page
    assert "D&#x27;Èrcole" in page


def test_what_is_typed_is_never_markup():
    page = shown(PersonTable([person(surname="<script>alert(1)</script>")], ceiling=SEALED))

    assert "<script>" not in page


def test_empty_cells_show_a_dash_and_export_nothing():
    table = PersonTable([person(surname="", born_on=None, languages=[])], ceiling=SEALED)

    row = next(iter(table.grid().rows))

    assert row[:4] == (None, "femmina", None, [])
    assert shown(table).count("—") == 3


def test_a_path_through_nothing_is_empty_and_a_misspelt_one_is_a_fault():
    class Paths(tables.Table):
        desk = tables.Text(grade=TECHNICAL, accessor="contact__desk")

    assert list(Paths([SimpleNamespace(contact=None)]).grid().rows) == [(None,)]
    with pytest.raises(AttributeError):
        list(Paths([SimpleNamespace(contract=None)]).grid().rows)


def test_a_column_whose_class_nobody_knows_does_not_start():
    with pytest.raises(ImproperlyConfigured, match=r"Careless\.name"):
        type("Careless", (tables.Table,), {"name": tables.Text(label="nome")})


def test_a_field_of_a_model_without_personal_data_is_for_everybody():
    class Organisations(tables.Table):
        name = tables.Text(of=Organisation)

    assert names(Organisations([])) == ["name"]


def test_every_kind_reads_its_own_type():
    class Kinds(tables.Table):
        at = tables.Instant(grade=TECHNICAL)
        day = tables.Day(grade=TECHNICAL, accessor="at")
        share = tables.Decimal(grade=TECHNICAL, places=1)
        money = tables.Money(grade=TECHNICAL)
        yes = tables.YesNo(grade=TECHNICAL)

    midnight = dt.datetime(2025, 6, 2, 22, 30, tzinfo=dt.UTC)  # half past midnight in Rome
    table = Kinds([{"at": midnight, "share": 2.66, "money": 123450, "yes": 0}])
    at, day, share, money, yes = next(iter(table.grid().rows))

    assert at == timezone.localtime(midnight)
    assert at.hour == 0
    assert (day, share, money, yes) == (dt.date(2025, 6, 3), Decimal("2.7"), 123450, False)
    page = shown(table)
    assert "mar 3 giu 2025, 00:30" in page
    assert "2,7" in page
    assert "€ 1.234,50" in page


def test_money_is_never_a_float():
    class Kinds(tables.Table):
        money = tables.Money(grade=TECHNICAL)

    with pytest.raises(TypeError, match="cents"):
        list(Kinds([{"money": 12.5}]).grid().rows)


@pytest.mark.parametrize(("page", "rows"), [("2", 25), ("999", 10), ("abc", 25), ("-1", 10)])
def test_a_page_that_does_not_exist_is_the_nearest_one(page, rows):
    table = PersonTable([person() for _ in range(60)], ceiling=SEALED)

    table.configure(RequestFactory().get(f"/elenco/?page={page}&per_page=100000"))

    assert len(list(table.paginated_rows)) == rows


def test_english_screens_write_english_dates():
    with translation.override("en"):
        page = shown(PersonTable([person()], ceiling=SEALED))

    assert "Sat 3 Jun 1950" in page
    assert "9,559" in page
