"""Paper: both standards, in Italian, who printed and when; whatever is typed stays text."""

import datetime as dt
import os
import subprocess
import sys
import time

import pytest

from prossimo.core import exports, pdf, sheets, tables
from prossimo.core.exports import Format
from prossimo.core.letterheads import Letterhead
from prossimo.core.privacy import TECHNICAL
from tests.core.reading import PdfReader, io, pdf_pages, pdf_text

NOON = dt.datetime(2025, 6, 3, 10, 0, tzinfo=dt.UTC)
HEAD = Letterhead("Comune di Bergamo", "Ugo Neri, Pass", NOON, invented=True)
MALICIOUS = [
    '#eval("1+1")',
    '"] #panic("x")',
    "\\u{41} \\",
    "*grassetto* _corsivo_ `codice` $x^2$",
    '#read("/etc/passwd")',
    "@riferimento <etichetta> // commento /* altro */",
    "= Titolo\n- elenco\n+ numero",
    "%PDF-1.7 \\end{document} {{ 7*7 }}",
]


def printed(title="Scheda di Rosa Bianchi", **section):
    return pdf.sheet(pdf.Sheet(title, sections=[pdf.Section("Chi è", **section)]), HEAD)


@pytest.fixture(scope="module")
def page():
    return printed(facts=[("Nata il", "3 giugno 1950"), ("Telefono", "")])


def test_a_sheet_claims_both_standards(page):
    packet = PdfReader(io.BytesIO(page)).trailer["/Root"]["/Metadata"].get_data().decode()

    assert "<pdfaid:part>2</pdfaid:part>" in packet
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in packet
    assert "<pdfuaid:part>1</pdfuaid:part>" in packet


def test_a_sheet_is_tagged_titled_and_in_italian(page):
    root = PdfReader(io.BytesIO(page)).trailer["/Root"]

    assert root["/Lang"].startswith("it")
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "/StructTreeRoot" in root
    assert PdfReader(io.BytesIO(page)).metadata.title == "Scheda di Rosa Bianchi"
    assert PdfReader(io.BytesIO(page)).metadata.author == "Comune di Bergamo"


def test_each_page_says_which_body_who_printed_and_when(page):
    text = pdf_text(page)

    assert "Comune di Bergamo" in text
    assert "Stampato da Ugo Neri, Pass il 03/06/2025 12:00" in text
    assert "pagina 1 / 1" in text
    assert "Dati inventati" in text


def test_what_is_missing_is_said(page):
    assert "Telefono non noto" in pdf_text(page)
    assert "Niente da mostrare." in pdf_text(printed())


def test_the_language_of_paper_is_not_that_of_the_screen(page):
    from django.utils import translation

    with translation.override("en"):
        text = pdf_text(printed())

    assert "Stampato da" in text


@pytest.mark.parametrize("text", MALICIOUS)
def test_what_is_typed_never_becomes_source(text):
    everywhere = pdf.Sheet(
        text,
        subtitle=text,
        notes=[text],
        sections=[
            pdf.Section(
                text,
                facts=[(text, text)],
                paragraphs=[text],
                moments=[pdf.Moment(text, text, text, text)],
                rows=pdf.Rows([text], [[text]]),
            )
        ],
    )

    said = pdf_text(pdf.sheet(everywhere, HEAD)).replace("\n", " ")

    assert " ".join(said.split()).count(" ".join(text.split())) >= 10


def test_arabic_and_hebrew_are_drawn_and_what_is_not_is_admitted():
    drawn = pdf_text(printed(facts=[("Nome", "مريم שלום Łucja Ελένη")]))
    text = pdf_text(printed(facts=[("Nome", "𒀀 Rosa"), ("Segno", "\ue000a")]))

    assert "□" not in drawn
    assert "□ Rosa" in text
    assert "i font installati non disegnano" in text


def test_a_name_of_three_hundred_letters_stays_on_the_page():
    lines = pdf_text(printed(facts=[("Nome", "Ab" * 150)])).splitlines()

    assert max(len(line) for line in lines) < 120
    assert sum(line.count("Ab") for line in lines) == 150


def test_two_hundred_pages_are_printed_within_the_time_of_a_request():
    before = time.monotonic()
    content = printed(paragraphs=["Una riga come tante. " * 200] * 320)

    pages = pdf_pages(content)
    assert len(pages) >= 200
    assert f"pagina {len(pages)} / {len(pages)}" in pages[-1].extract_text()
    assert time.monotonic() - before < 30


class Names(tables.Table):
    name = tables.Text(grade=TECHNICAL, label="nome")
    count = tables.Integer(grade=TECHNICAL, label="contatti")


def test_a_list_repeats_its_heading_on_each_wide_page():
    data = [{"name": f"Persona {n}", "count": n * 1000} for n in range(120)]
    content = exports.build(Names(data), Format.PDF, sheets.about("Persone", body="Bergamo"))

    pages = pdf_pages(content)
    assert len(pages) > 1
    assert pages[0].mediabox.width > pages[0].mediabox.height
    assert all("Contatti" in page.extract_text() for page in pages)
    assert "Persona 119 119.000" in pdf_text(content)


def test_an_empty_list_says_so():
    content = exports.build(Names([]), Format.PDF, sheets.about(""))

    assert "Nessuna riga." in pdf_text(content)
    assert PdfReader(io.BytesIO(content)).metadata.title == "Elenco"


def test_printing_leaves_the_web_process_as_small_as_it_was():
    def size():
        with open("/proc/self/statm", encoding="ascii") as statm:
            return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6

    printed()
    before = size()
    printed(paragraphs=["Una riga come tante. " * 200] * 60)

    assert size() - before < 10


def test_the_typesetter_sees_no_secret_of_ours():
    program = "import os, sys; sys.stdout.write(' '.join(sorted(os.environ)))"
    said = subprocess.run(
        [sys.executable, "-I", "-c", program], env={}, capture_output=True, text=True, check=True
    )

    assert "PROSSIMO" not in said.stdout


def test_a_typesetter_that_fails_is_our_fault_and_repeats_nothing(monkeypatch):
    with pytest.raises(pdf.CannotPrint) as fault:
        pdf.render("absent", pdf.Sheet("Rosa Bianchi").as_data(), HEAD)

    assert "Rosa" not in str(fault.value)
