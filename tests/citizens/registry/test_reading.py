"""Every way in which a file of the registry may be badly made: read, or refused in a sentence."""

import io
import zipfile

import pytest

from prossimo.citizens.registry import reading, sheets, sniffing
from prossimo.citizens.registry.columns import missing, proposed
from prossimo.citizens.registry.faults import UnreadableFile

TEXT = "cognome;nome;data_nascita\nD'Angelò;Niccolò;12/05/1960\nRossi;Maria;29/02/2004\n"
ROWS = [["D'Angelò", "Niccolò", "12/05/1960"], ["Rossi", "Maria", "29/02/2004"]]


def read(tmp_path, content, name="anagrafe.csv"):
    file = tmp_path / name
    file.write_bytes(content)
    table = reading.Table(file, sniffing.sniff(file))
    return table.headers, [row for chunk in table.chunks(2) for row in chunk.rows]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1"]
)
def test_each_encoding_is_understood(tmp_path, encoding):
    assert read(tmp_path, TEXT.encode(encoding)) == (["cognome", "nome", "data_nascita"], ROWS)


@pytest.mark.parametrize("mark", [";", ",", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_each_separator_and_end_of_line_is_understood(tmp_path, mark, end):
    text = TEXT.replace(";", mark).replace("\n", end)

    assert read(tmp_path, text.encode())[1] == ROWS


def test_quotations_may_hold_separators_and_new_lines(tmp_path):
    text = 'cognome;nome\n"De; Rossi";"Maria\nAda"\n'

    assert read(tmp_path, text.encode())[1] == [["De; Rossi", "Maria\nAda"]]


def test_short_long_and_blank_rows_fit_the_headings(tmp_path):
    text = "cognome;nome;via\nRossi\n;;\n\nVerdi;Ugo;Via Roma;di troppo\n"

    assert read(tmp_path, text.encode())[1] == [["Rossi", "", ""], ["Verdi", "Ugo", "Via Roma"]]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "vuoto"),
        (b"\xef\xbb\xbf\n\n", "vuoto"),
        (b"\x7fELF\x02\x01\x00\x00" + bytes(60), "non è un testo"),
        (b'cognome;nome\nRossi;"Maria\nVerdi;Ugo\n', "riga 2 una virgoletta si apre"),
        (b'cognome;nome\nRossi;"' + b"x" * 40_000 + b"\n", "riga 2"),
        ("cognome;nome\nRossi;Mar\u00e8".encode()[:-1], "finisce a metà della riga 2"),
        (b"cognome;nome\n", "mancano le persone"),
        (b"cognome\nRossi\n", "una colonna sola"),
        (b"cognome;cognome\nRossi;Verdi\n", "compare due volte"),
        (b";".join(b"c%d" % n for n in range(10_000)) + b"\n1\n", "10000 colonne"),
        (b"cognome;nome\nRossi;Maria\n" + b";".join([b"x"] * 10_000) + b"\n", "10000 colonne"),
    ],
    ids=[
        "nothing",
        "only a mark",
        "a programme",
        "open quotation",
        "endless field",
        "cut letter",
        "no rows",
        "one column",
        "twice",
        "many headings",
        "many cells",
    ],
)
def test_what_cannot_be_read_says_where_and_what_to_do(tmp_path, content, said):
    with pytest.raises(UnreadableFile) as refused:
        read(tmp_path, content)

    assert said in str(refused.value)


def a_sheet(ending, rows):
    """A spreadsheet as an office makes one."""
    out = io.BytesIO()
    if ending == "xlsx":
        from openpyxl import Workbook

        book = Workbook()
        for row in rows:
            book.active.append(row)
        book.save(out)
        return out.getvalue()
    from django.utils import timezone

    from prossimo.core import cells, ods
    from prossimo.core.sheets import About

    heads = [cells.Heading(name, name, cells.Kind.TEXT, 0) for name in rows[0]]
    about = About(
        title="a", made_at=timezone.now(), filters="", by="", body="", rows=len(rows), notes=()
    )
    return ods.write(cells.Grid(heads, iter(map(tuple, rows[1:]))), about)


@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_spreadsheets_are_read_as_texts(tmp_path, ending):
    rows = [["cognome", "nome", "data_nascita"], *ROWS]

    headers, found = read(tmp_path, a_sheet(ending, rows), f"anagrafe.{ending}")

    assert headers == rows[0]
    assert found[:2] == ROWS


def test_a_spreadsheet_cut_in_half_is_refused(tmp_path):
    whole = a_sheet("xlsx", [["cognome", "nome"], ["Rossi", "Maria"]])

    with pytest.raises(UnreadableFile, match="foglio di calcolo"):
        read(tmp_path, whole[: len(whole) // 2])


def test_a_bomb_of_zeros_is_not_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr(sheets, "MOST_UNPACKED", 1 << 20)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", bytes(8 << 20))

    with pytest.raises(UnreadableFile, match="supera 1 MB"):
        read(tmp_path, out.getvalue())


def test_columns_are_recognised_by_their_usual_names_and_remembered():
    headers = ["COD_INDIVIDUO", "Cognome", "NOME", "Data di nascita", "C.F.", "campo1"]

    found = proposed(headers, {"street": "campo1", "surname": "sparita"})

    assert found == {
        "registry_id": "COD_INDIVIDUO", "surname": "Cognome", "given_name": "NOME",
        "born_on": "Data di nascita", "street": "campo1",
    } | ({"tax_code": "C.F."} if "tax_code" in found else {})  # fmt: skip
    assert missing(found) == []
    assert len(missing({"surname": "a", "given_name": "a"})) == 2


def test_a_last_row_that_is_quoted_and_not_ended_gains_no_new_line(tmp_path):
    text = 'cognome;nome\n"Rossi";Ada\n"Ver"di;"'

    assert read(tmp_path, text.encode())[1] == [["Rossi", "Ada"], ["Verdi", ""]]
