"""What is taken and what is not, tried with real bytes: disguises, bombs, programs, traces in photographs."""

import io
import socket
import sys
import threading
import zipfile

import pytest
from PIL import Image

from prossimo.core import uploads
from prossimo.core.uploads import scanning
from prossimo.core.uploads.kinds import KINDS
from tests.cases.papers_factories import (
    docx,
    odt,
    package,
    pdf,
    photograph,
    png_of,
    upload,
)

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def taken(data, name):
    return uploads.checked(upload(data, name))


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (pdf(), "domanda.pdf", "pdf"),
        (pdf(), "DOMANDA.PDF", "pdf"),
        (photograph(), "casa.jpeg", "jpeg"),
        (photograph("PNG"), "casa.png", "png"),
        ("Perché è così".encode(), "nota.txt", "text"),
        (docx(), "relazione.docx", "docx"),
        (odt(), "relazione.odt", "odt"),
        (
            package(
                {
                    "[Content_Types].xml": f'<Types><Override ContentType="{XLSX}"/></Types>',
                    "xl/workbook.xml": "<workbook/>",
                }
            ),
            "conti.xlsx",
            "xlsx",
        ),
    ],
)
def test_what_offices_use_is_taken_for_what_it_holds(data, name, kind):
    assert taken(data, name).kind is KINDS[kind]


@pytest.mark.parametrize(
    ("data", "name", "why"),
    [
        (b"", "vuoto.pdf", "empty"),
        (SVG, "disegno.svg", "kind"),
        (SVG, "disegno.txt", "kind"),
        (SVG, "disegno.png", "kind"),
        (b"<html><script>alert(1)</script>", "pagina.html", "kind"),
        (b"<html><script>alert(1)</script>", "pagina.txt", "kind"),
        (b"From: a@b.it\nSubject: x\n\nciao", "posta.eml", "kind"),
        (b"MZ\x90\x00\x03", "programma.exe", "kind"),
        (b"MZ\x90\x00\x03", "fattura.pdf", "kind"),
        (b"II*\0" + b"\0" * 40, "scansione.tiff", "kind"),
        (b"GIF89a=1/*" + b"a" * 20 + b"*/;alert(1)", "immagine.gif", "kind"),
        (b"GIF89a=1/*" + b"a" * 20 + b"*/;alert(1)", "immagine.txt", "kind"),
        (pdf(), "foto.jpg", "ending"),
        (photograph(), "documento.pdf", "ending"),
        (photograph("PNG"), "foto.jpg", "ending"),
        (docx(), "relazione.odt", "ending"),
        (docx(), "relazione.xlsx", "ending"),
        (pdf(), "senza-fine", "kind"),
        (pdf(), "fattura.pdf.exe", "kind"),
        (pdf()[:-30], "tronco.pdf", "broken"),
        (photograph()[:-40], "tronca.jpg", "broken"),
        (photograph("PNG")[:-6], "tronca.png", "broken"),
        (b"\xff\xd8\xff\xd9", "niente.jpg", "broken"),
        (b"PK\x03\x04 e poi niente", "rotto.docx", "broken"),
    ],
)
def test_what_is_not_what_it_says_is_refused(data, name, why):
    with pytest.raises(uploads.Refused) as refused:
        taken(data, name)

    assert refused.value.key == why


ZIP = package({"virus.html": "<script>alert(1)</script>"})


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (pdf() + ZIP, "due.pdf"),  # a package after the document
        (pdf() + b"\n<html><script>alert(1)</script>", "due.pdf"),
        (pdf().replace(b"\n", b"\n%<html><script>alert(1)</script>\n", 1), "due.pdf"),
        (pdf().replace(b"%%EOF", b"%" + ZIP + b"\n%%EOF"), "due.pdf"),  # one inside a comment
        (b"<html><!--" + pdf(), "due.txt"),
        (pdf() + docx(), "due.docx"),
        (docx() + b"<html>", "due.docx"),
        (b"\xff\xd8\xff\xd9"[:0] + b"MZ" + docx(), "due.docx"),
    ],
)
def test_a_file_that_is_two_things_is_refused(data, name):
    with pytest.raises(uploads.Refused):
        taken(data, name)


@pytest.mark.parametrize("after", [ZIP, SVG, b"<?php system('id'); ?>"])
@pytest.mark.parametrize(("kind", "name"), [("JPEG", "foto.jpg"), ("PNG", "foto.png")])
def test_what_is_glued_behind_a_picture_is_left_behind(kind, name, after):
    data = photograph(kind)

    kept = taken(data + after, name).data

    assert after not in kept
    assert Image.open(io.BytesIO(kept)).size == (8, 6)


def test_a_photograph_forgets_where_and_when_and_still_stands_upright():
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x0132] = 6, "Telefono di Maria", "2026:01:02 03:04:05"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (45.0, 38.0, 0.0)
    data = photograph(exif=exif.tobytes())

    kept = taken(data, "foto.jpg").data

    assert b"Telefono di Maria" in data
    assert b"Telefono di Maria" not in kept
    assert b"2026:01:02" not in kept
    left = Image.open(io.BytesIO(kept)).getexif()
    assert dict(left) == {0x0112: 6}
    assert not left.get_ifd(0x8825)
    drawn = [Image.open(io.BytesIO(each)).convert("RGB").tobytes() for each in (data, kept)]
    assert drawn[0] == drawn[1]


def test_a_progressive_photograph_is_kept_whole():
    made = io.BytesIO()
    Image.radial_gradient("L").convert("RGB").save(
        made, "JPEG", progressive=True, comment=b"segreto"
    )

    kept = taken(made.getvalue(), "foto.jpg").data

    assert b"segreto" not in kept
    drawn = [Image.open(io.BytesIO(each)).tobytes() for each in (made.getvalue(), kept)]
    assert drawn[0] == drawn[1]


def test_a_png_loses_its_texts():
    from PIL.PngImagePlugin import PngInfo

    info, made = PngInfo(), io.BytesIO()
    info.add_text("Author", "Maria Rossi")
    Image.new("RGB", (4, 4), "red").save(made, "PNG", pnginfo=info)

    assert b"Maria Rossi" in made.getvalue()
    assert b"Maria Rossi" not in taken(made.getvalue(), "foto.png").data


@pytest.mark.parametrize("size", [(60_000, 60_000), (100_000, 501)])
def test_a_picture_of_too_many_points_is_refused_unpacked(size):
    with pytest.raises(uploads.Refused, match="milioni di punti"):
        taken(png_of(*size), "grande.png")


def test_a_bomb_is_stopped_while_it_unpacks():
    with pytest.raises(uploads.Refused, match="troppo grande"):
        taken(docx(**{"word/media/a.xml": b"0" * 30_000_000}), "bomba.docx")


def test_a_bomb_that_lies_about_its_size_is_stopped_too():
    data = bytearray(docx(**{"word/media/a.xml": b"0" * 30_000_000}))
    real = (30_000_000).to_bytes(4, "little")
    assert data.count(real) == 2
    lying = bytes(data.replace(real, (10).to_bytes(4, "little")))

    with pytest.raises(uploads.Refused):
        taken(lying, "bomba.docx")


@pytest.mark.parametrize(
    "piece",
    ["word/vbaProject.bin", "word/vbaData.xml", "Basic/Standard/Module1.xml", "word/embeddings/a.exe",
     "word/activeX/activeX1.bin", "a.js"],
)  # fmt: skip
def test_programs_inside_office_files_are_refused(piece):
    with pytest.raises(uploads.Refused, match="macro"):
        taken(docx(**{piece: b"x"}), "relazione.docx")


def test_a_template_fetched_from_elsewhere_is_refused_and_a_link_in_the_text_is_not():
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    tie = (
        '<Relationship Id="a" Type="{}/{}" Target="https://male.example/a" TargetMode="External"/>'
    )
    link = tie.format(base, "hyperlink")

    assert taken(docx(**{"word/_rels/document.xml.rels": link}), "relazione.docx")
    with pytest.raises(uploads.Refused, match="macro"):
        taken(
            docx(**{"word/_rels/settings.xml.rels": tie.format(base, "attachedTemplate")}), "a.docx"
        )


@pytest.mark.parametrize(
    "name", ["../../etc/cron.d/male", "/etc/passwd", "C:\\male.txt", "a/../../b"]
)
def test_a_package_that_would_write_elsewhere_is_refused(name):
    with pytest.raises(uploads.Refused):
        taken(docx(**{name: b"x"}), "relazione.docx")


def test_a_locked_package_is_refused():
    data = bytearray(docx())
    data[6] |= 1
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1

    with pytest.raises(uploads.Refused, match="password"):
        taken(bytes(data), "relazione.docx")


def test_pdf_with_programs_inside_is_refused_however_it_is_written():
    plain = pdf(script="app.alert(1)")
    assert b"/JavaScript" in plain
    for data in (plain, plain.replace(b"/JavaScript", b"/J#61vaScript").replace(b"/JS", b"/#4aS")):
        with pytest.raises(uploads.Refused, match="programmi"):
            taken(data, "modulo.pdf")


def test_pdf_that_hides_a_program_in_a_packed_bundle_is_refused():
    import zlib

    packed = zlib.compress(b"1 0 << /S /JavaScript /JS (app.alert(1)) >>")
    bundle = b"9 0 obj\n<< /Type /Obj#53tm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n%b\n"
    bundle = bundle % (len(packed), packed) + b"endstream\nendobj\n"

    with pytest.raises(uploads.Refused, match="programmi"):
        taken(pdf().replace(b"xref\n", bundle + b"xref\n", 1), "modulo.pdf")


def test_pdf_under_a_password_is_refused():
    from pypdf import PdfWriter

    writer, made = PdfWriter(), io.BytesIO()
    writer.add_blank_page(10, 10)
    writer.encrypt("segreta")
    writer.write(made)

    with pytest.raises(uploads.Refused, match="password"):
        taken(made.getvalue(), "modulo.pdf")


def test_a_file_too_large_is_refused_before_it_is_read(settings):
    settings.UPLOAD_MOST_MB = 1

    class Endless(io.RawIOBase):
        size, name, asked = 2 * 1024**3, "grande.pdf", 0

        def seek(self, *_where):
            return 0

        def read(self, most=-1):
            assert most <= 1024**2 + 1
            Endless.asked += most
            return b"%PDF-1.4" + b"0" * (most - 8)

    with pytest.raises(uploads.Refused, match="1 MB"):
        uploads.checked(Endless())
    assert Endless.asked == 0
    Endless.size = None  # who says nothing of its size is read up to the limit and no further
    with pytest.raises(uploads.Refused, match="1 MB"):
        uploads.checked(Endless())


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("../../../etc/passwd.pdf", "passwd.pdf"),
        ("..\\..\\Windows\\referto.pdf", "referto.pdf"),
        ("referto\u202efdp.exe.pdf", "referto fdp.exe.pdf"),
        ('a"; filename="male.html\r\nX: y.pdf', "a ; filename= male.html X y.pdf"),
        ("\x00.pdf", "documento.pdf"),
        (".pdf", "documento.pdf"),
        ("a" * 300 + ".PDF", "a" * 114 + ".pdf"),
    ],
)
def test_a_name_is_made_harmless(given, safe):
    assert uploads.safe_name(given) == safe


def test_words_in_the_old_alphabet_of_windows_are_kept_as_words():
    assert taken("Perché no".encode("cp1252"), "nota.txt").data == "Perché no".encode()


@pytest.mark.parametrize("data", [scanning.EICAR, pdf() + b"\n%" + scanning.EICAR + b"\n%%EOF"])
def test_the_test_virus_is_refused_even_where_nobody_scans(data):
    with pytest.raises(uploads.Refused, match="antivirus"):
        taken(data, "prova.pdf")


def test_where_nobody_scans_it_is_said_so():
    assert not taken(pdf(), "a.pdf").scan.done


@pytest.fixture
def clamd(tmp_path, settings):
    """A clamd that speaks its protocol on a real socket: it knows one bad word."""
    place = str(tmp_path / "clamd.ctl")
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(place)
    listening.listen()
    settings.SCANNER = f"clamd:{place}"

    def answer():
        while True:
            try:
                line, _who = listening.accept()
            except OSError:
                return
            with line, line.makefile("rb") as stream:
                assert stream.read(10) == b"zINSTREAM\0"
                data = b""
                while size := int.from_bytes(stream.read(4), "big"):
                    data += stream.read(size)
                said = b"stream: Male FOUND\0" if b"PAROLACCIA" in data else b"stream: OK\0"
                line.sendall(
                    b"INSTREAM size limit exceeded. ERROR\0" if b"TROPPO" in data else said
                )

    thread = threading.Thread(target=answer, daemon=True)
    thread.start()
    yield
    listening.shutdown(socket.SHUT_RDWR)
    listening.close()
    thread.join(5)


def test_clamd_is_asked_and_believed(clamd):
    assert taken(photograph(size=(400, 400)), "a.jpg").scan.by == "clamd"
    with pytest.raises(uploads.Refused, match="ha trovato"):
        taken(b"PAROLACCIA", "a.txt")
    with pytest.raises(uploads.Refused, match="non risponde"):
        taken(b"TROPPO", "a.txt")


@pytest.mark.parametrize("where", ["clamd:/nowhere/clamd.ctl", "command:/nowhere/scan", "boh:x"])
def test_a_scanner_that_does_not_answer_lets_nothing_through(settings, where):
    settings.SCANNER = where

    with pytest.raises(uploads.Refused, match="riprova tra poco"):
        taken(pdf(), "a.pdf")


@pytest.mark.parametrize(("code", "said"), [(0, None), (1, "ha trovato"), (2, "non risponde")])
def test_a_command_says_it_with_its_exit(settings, code, said):
    settings.SCANNER = f"command:{sys.executable} -S -c 'raise SystemExit({code})'"

    if said is None:
        assert taken(b"parole", "a.txt").scan.by == "command"
    else:
        with pytest.raises(uploads.Refused, match=said):
            taken(b"parole", "a.txt")


def test_a_package_made_by_a_real_program_is_taken():
    made = io.BytesIO()
    from openpyxl import Workbook

    book = Workbook()
    book.active["A1"] = "spesa"
    book.save(made)

    assert zipfile.is_zipfile(made)
    assert taken(made.getvalue(), "conti.xlsx").kind.key == "xlsx"
