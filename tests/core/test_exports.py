"""Files say what the screen says, compute nothing, break on nothing, and know how long they may be."""

import datetime as dt
import io
import time
import zipfile
from decimal import Decimal

import pytest
from django.core.exceptions import BadRequest
from django.test import RequestFactory
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from prossimo.accounts.rules import Actor
from prossimo.core import exports, letterheads, sheets, tables
from prossimo.core.exports import Format
from prossimo.core.privacy import NARRATIVE, TECHNICAL
from tests.core.reading import (
    csv_rows,
    json_document,
    pdf_text,
    sheet_names,
    sheet_rows,
    xlsx_cells,
)

SHEETS = [Format.XLSX, Format.ODS]
NOON = dt.datetime(2025, 6, 3, 10, 0, tzinfo=dt.UTC)
DANGEROUS = [
    '=HYPERLINK("http://example.org";"x")',
    "+39 035 399 111",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "  =1+1",
    "＝1+1",
    "#N/A",
]
AWKWARD = [
    "D'Èrcole-Łukasz",
    "مريم بنت محمد",
    "\u200fשלום\u200e",
    "👩‍👩‍👧 Rosa",
    'a;b"c\nd',
    "  due  spazi  ",
    "_x0041_",
    "<b>&amp;</b>]]>",
    "à" * 300,
]


class Everything(tables.Table):
    name = tables.Text(grade=TECHNICAL, label="Nome e cognome")
    day = tables.Day(grade=TECHNICAL)
    at = tables.Instant(grade=TECHNICAL)
    count = tables.Integer(grade=TECHNICAL)
    share = tables.Decimal(grade=TECHNICAL, places=1)
    money = tables.Money(grade=TECHNICAL)
    yes = tables.YesNo(grade=TECHNICAL)
    many = tables.Many(grade=TECHNICAL)
    secret = tables.Text(grade=NARRATIVE)
    tick = tables.Text(grade=TECHNICAL, exclude_from_export=True)


def record(**more):
    given_values = {
        "name": "Rosa Bianchi",
        "day": dt.date(2025, 6, 3),
        "at": NOON,
        "count": 9559,
        "share": Decimal("-2.7"),
        "money": 123450,
        "yes": True,
        "many": ["uno", "due"],
        "secret": "canarino-giallo",
        "tick": "x",
    }
    return {**given_values, **more}


def built(format_, *records, **about):
    facts = sheets.about("Contatti", rows=len(records), **about)
    return exports.build(Everything(list(records)), format_, facts)


def first_names(format_, texts):
    content = built(format_, *(record(name=text) for text in texts))
    rows = csv_rows(content) if format_ is Format.CSV else sheet_rows(content)
    return [row[0] for row in rows[1:]]


def test_csv_is_what_an_italian_spreadsheet_opens():
    content = built(Format.CSV, record())

    assert content.startswith(b"\xef\xbb\xbfNome e cognome;Day")
    assert content.endswith(b"\r\n")
    assert csv_rows(content)[1] == [
        "Rosa Bianchi",
        "2025-06-03",
        "2025-06-03 12:00:00",
        "9559",
        "-2,7",
        "1234,50",
        "sì",
        "uno, due",
    ]


@pytest.mark.parametrize("format_", SHEETS)
def test_spreadsheets_hold_real_dates_and_numbers(format_):
    rows = sheet_rows(built(format_, record()))

    assert rows[0][0] == "Nome e cognome"
    assert rows[1] == [
        "Rosa Bianchi",
        dt.date(2025, 6, 3),
        dt.datetime(2025, 6, 3, 12, 0),  # noqa: DTZ001 - spreadsheets know no zones
        9559,
        -2.7,
        1234.5,
        "sì",
        "uno, due",
    ]


def test_json_keeps_kinds_and_cents():
    document = json_document(built(Format.JSON, record(), filters="nel 2025", by="Ugo Neri"))

    assert document["filters"] == "nel 2025"
    assert document["made_by"] == "Ugo Neri"
    assert {"name": "money", "label": "Money", "kind": "money"} in document["columns"]
    assert document["rows"] == [
        {
            "name": "Rosa Bianchi",
            "day": "2025-06-03",
            "at": "2025-06-03T12:00:00+02:00",
            "count": 9559,
            "share": -2.7,
            "money": 123450,
            "yes": True,
            "many": ["uno", "due"],
        }
    ]


@pytest.mark.parametrize("format_", SHEETS)
def test_spreadsheets_say_what_they_are(format_):
    content = built(format_, record(), filters="allo sportello Pass", by="Ugo Neri", body="Bergamo")

    facts = dict(sheet_rows(content, sheet=1))

    assert sheet_names(content) == ["Contatti", "Informazioni"]
    assert facts["Filtri"] == "allo sportello Pass"
    assert facts["Preparato da"] == "Ugo Neri"
    assert facts["Righe"] == "1"


@pytest.mark.parametrize("text", DANGEROUS)
def test_nothing_that_looks_like_a_formula_computes(text):
    clean = text.replace("\r", "\n")

    assert first_names(Format.CSV, [text]) == [text if text[0] == "#" else f"'{clean}"]
    assert first_names(Format.ODS, [text]) == [clean.replace("\t", "")]  # calamine drops tabs
    cell = xlsx_cells(built(Format.XLSX, record(name=text)))[1][0]
    assert (cell.value, cell.data_type) == (clean, "s")
    assert cell.quotePrefix or text == "#N/A"


@pytest.mark.parametrize("format_", [Format.CSV, *SHEETS])
def test_headings_do_not_compute_either(format_):
    class Nasty(tables.Table):
        name = tables.Text(grade=TECHNICAL, label="=1+1")

    content = exports.build(Nasty([{"name": "x"}]), format_, sheets.about("=2+2"))

    if format_ is Format.CSV:
        assert csv_rows(content)[0] == ["'=1+1"]
    else:
        assert b"office:formula" not in content
        assert sheet_rows(content)[0] == ["=1+1"]


@pytest.mark.parametrize("format_", [Format.CSV, *SHEETS])
def test_awkward_text_comes_back_as_it_was_written(format_):
    assert first_names(format_, AWKWARD) == AWKWARD


@pytest.mark.parametrize("format_", list(Format))
def test_bytes_that_no_file_may_hold_are_dropped(format_):
    content = built(format_, record(name="Ro\x00sa\ud800\x0b\ufffe Bianchi"))

    said = pdf_text(content) if format_ is Format.PDF else ""
    if format_ is Format.JSON:
        said = json_document(content)["rows"][0]["name"]
    elif format_ in (Format.CSV, *SHEETS):
        rows = csv_rows(content) if format_ is Format.CSV else sheet_rows(content)
        said = rows[1][0]
    assert "Rosa Bianchi" in said


@given(st.text(max_size=40))
@settings(max_examples=150, deadline=None)
def test_whatever_is_typed_both_spreadsheets_agree_and_stay_well_formed(text):
    xlsx, ods = (built(format_, record(name=f"a{text}")) for format_ in SHEETS)

    for content in (xlsx, ods):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                if name.endswith((".xml", ".rels")):
                    etree.fromstring(archive.read(name))
    # calamine reads no tabs from ODS; LibreOffice does.
    assert sheet_rows(xlsx)[1][0].replace("\t", "") == sheet_rows(ods)[1][0]


@pytest.mark.parametrize("format_", list(Format))
def test_an_empty_table_is_still_a_file(format_):
    content = built(format_)

    assert content
    if format_ in SHEETS:
        assert len(sheet_rows(content)) == 1


@pytest.mark.parametrize("format_", list(Format))
def test_what_is_above_the_ceiling_is_in_no_file(format_):
    content = built(format_, record())

    whole = content
    if format_ in SHEETS:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            whole = b"".join(archive.read(name) for name in archive.namelist())
    elif format_ is Format.PDF:
        whole = pdf_text(content).encode()
    assert b"Rosa Bianchi" in whole
    assert b"canarino" not in whole
    assert b"Secret" not in whole
    assert b"Tick" not in whole


def test_days_before_spreadsheets_could_count_stay_readable():
    old = record(day=dt.date(1880, 1, 31))

    assert sheet_rows(built(Format.XLSX, old))[1][1] == "1880-01-31"
    assert sheet_rows(built(Format.ODS, old))[1][1] == dt.date(1880, 1, 31)


@pytest.mark.parametrize("title", ["a/b:c*d?[e]", "'", "", "x" * 80, "Informazioni"])
@pytest.mark.parametrize("format_", SHEETS)
def test_any_title_makes_a_lawful_sheet_name(format_, title):
    content = exports.build(Everything([record()]), format_, sheets.about(title))

    name = sheet_names(content)[0]

    assert 0 < len(name) <= 31
    assert name != "Informazioni"
    assert not set(name) & set("[]:*?/\\'")


def test_an_ods_is_known_by_its_first_bytes():
    with zipfile.ZipFile(io.BytesIO(built(Format.ODS, record()))) as archive:
        first = archive.infolist()[0]

    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)


@pytest.mark.parametrize("format_", [Format.CSV, Format.XLSX, Format.ODS, Format.JSON])
def test_twenty_thousand_rows_take_less_than_two_seconds(format_):
    table = Everything([record(count=n) for n in range(20_000)])

    before = time.process_time()
    content = exports.build(table, format_, sheets.about("Contatti"))

    assert len(content) > 100_000
    assert time.process_time() - before < 2


# --- answers to a request ---------------------------------------------------------------------


@pytest.fixture(autouse=True)
def _no_roof(monkeypatch):
    """The floor alone: without the app on top that knows the ambito and the post."""
    monkeypatch.setattr(letterheads, "_providers", [letterheads._plain])


def request(query=""):
    made = RequestFactory().get(f"/contatti/{query}")
    made.actor = Actor(name="Ugo Neri")
    return made


@pytest.mark.parametrize("format_", list(Format))
def test_the_answer_is_a_file_to_keep_and_no_cache_keeps_it(format_):
    answer = exports.respond(
        request(), Everything([record()]), format_, name="Contatti d'oggi/../é", title="Contatti"
    )

    assert answer.status_code == 200
    assert not answer.streaming
    day = timezone.localdate()
    disposition = f'attachment; filename="contatti-d-oggi-e-{day:%Y-%m-%d}.{format_}"'
    assert answer["Content-Disposition"] == disposition
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "", "   ", 'a"; x="b\r\nSet-Cookie: y', "م" * 9]
)
def test_a_file_name_is_safe_whatever_it_comes_from(name):
    safe = exports.file_name(name, Format.CSV)

    assert set(safe) <= set("abcdefghijklmnopqrstuvwxyz0123456789-.")
    assert safe.count(".") == 1


def test_the_file_is_sorted_as_the_screen_is():
    table = Everything([record(name="B"), record(name="A")])

    answer = exports.respond(request("?sort=name"), table, Format.CSV, name="x", title="x")

    assert [row[0] for row in csv_rows(answer.content)[1:]] == ["A", "B"]


def test_the_journal_sees_exactly_the_rows_that_leave():
    seen = []

    exports.respond(
        request(),
        Everything([record(count=n) for n in range(7)]),
        Format.ODS,
        name="x",
        title="x",
        seen=lambda row: seen.append(row["count"]),
    )

    assert seen == list(range(7))


def test_the_address_asks_for_a_format_that_exists():
    assert exports.asked(request()) is None
    assert exports.asked(request("?formato=ods")) is Format.ODS
    with pytest.raises(BadRequest):
        exports.asked(request("?formato=exe"))


def test_a_list_too_long_is_refused_with_the_way_out(monkeypatch):
    monkeypatch.setattr(exports, "MAX_ROWS", 3)

    answer = exports.respond(request(), Everything([record()] * 4), Format.CSV, name="x", title="x")

    assert answer.status_code == 413
    assert "ha 4 righe e un file può averne al massimo 3" in answer.content.decode()
    assert "restringi i filtri" in answer.content.decode()


def test_invented_data_is_said_inside_the_file(monkeypatch):
    head = letterheads.Letterhead("Comune di Bergamo", "Ugo Neri", NOON, invented=True)
    monkeypatch.setattr(letterheads, "_providers", [lambda _request: head])

    answer = exports.respond(request(), Everything([record()]), Format.ODS, name="x", title="x")

    facts = dict(sheet_rows(answer.content, sheet=1))
    assert facts["Ente"] == "Comune di Bergamo"
    assert "inventati" in facts["Nota"]
