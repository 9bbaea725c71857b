"""Where there is no platform, a file answers the same questions, and says which line is wrong."""

import datetime as dt
import json

import pytest

from prossimo.citizens.exchange.faults import ExchangeFault, Fault
from prossimo.citizens.exchange.isee import IseeQuery, Kind, Relation
from prossimo.citizens.exchange.isee_file import IseeFile
from prossimo.citizens.exchange.registry import ChangeKind, KnownPerson
from prossimo.citizens.exchange.registry_file import RegistryFile
from prossimo.citizens.exchange.wording import sentence
from tests.citizens.exchange.attested import PLAIN
from tests.citizens.exchange.conftest import ASKING

CODE = "RSSMRA60E52A794X"
REGISTRY = """\
progressivo;tipo;data;id_anpr;codice_fiscale;cognome;nome;data_nascita;comune_istat;comune;via;civico;codice_famiglia;legame
1;;;AB1;RSSMRA60E52A794X;Rossi;Niccolò;12/05/1960;016024;Bergamo;Via Tasso;8;F1;1
2;;;EF2;RSSMRA24E52A794R;Rossi;Ada;2024-05-12;016024;Bergamo;Via Tasso;8;F1;3
3;trasferimento;01/02/2026;AB1;RSSMRA60E52A794X;Rossi;Niccolò;12/05/1960;015146;Milano;Via Dante;1;F2;1
4;decesso;2026-03-01;ZZ9;;Ignoto;Uno;;;;;;;
"""
ISEE = """\
protocollo;tipo;dichiarante;data_presentazione;data_scadenza;isee;scala;componente;cognome;rapporto;omissione
INPS-ISEE-1;ordinario;RSSMRA60E52A794X;20/01/2026;;10.000,50;2,46;RSSMRA60E52A794X;Rossi;D;
INPS-ISEE-1;ordinario;RSSMRA60E52A794X;20/01/2026;;10.000,50;2,46;RSSMRA24E52A794R;Rossi;F;
INPS-ISEE-1;minorenni;RSSMRA60E52A794X;20/01/2026;;9000;;RSSMRA24E52A794R;Rossi;F;difformità
INPS-ISEE-0;ordinario;RSSMRA60E52A794X;20/01/2025;;8000;;RSSMRA60E52A794X;Rossi;D;
"""
KNOWN = [KnownPerson("AB1"), KnownPerson("EF2")]


def query(code=CODE, day=dt.date(2026, 2, 1)):
    return IseeQuery(code, day, "A1.05", "Dom. 77/2026")


@pytest.fixture
def registry(tmp_path):
    file = tmp_path / "anpr.csv"
    file.write_text(REGISTRY, encoding="utf-8-sig")
    return RegistryFile(file)


@pytest.fixture
def isee(tmp_path):
    file = tmp_path / "isee.csv"
    file.write_text(ISEE, encoding="cp1252")
    return IseeFile(file)


def wrong(ask, *arguments, **more):
    with pytest.raises(ExchangeFault) as caught:
        ask(*arguments, **more)
    assert sentence(caught.value)
    return caught.value


def test_a_person_is_as_the_last_row_says(registry):
    person = registry.person(ASKING, tax_code="rssmra60e52a794x")

    assert (person.registry_id, person.given_name, person.born_on) == (
        "AB1",
        "Niccolò",
        dt.date(1960, 5, 12),
    )
    assert person.address.municipality == "Milano"
    assert registry.person(ASKING, registry_id="EF2").surname == "Rossi"
    assert registry.person(ASKING, registry_id="nobody") is None


def test_changes_are_of_whom_we_know_and_after_the_cursor(registry):
    first = registry.changes(ASKING, since="", known=KNOWN)
    second = registry.changes(ASKING, since=first.cursor, known=KNOWN)

    (change,) = first.items
    assert (change.kind, change.happened_on) == (ChangeKind.MOVED, dt.date(2026, 2, 1))
    assert change.source_key == "anpr.csv 3"
    assert [member.person.registry_id for member in change.family] == ["AB1"]
    assert (first.cursor, second.items, second.cursor) == ("4", (), "4")


def test_a_household_is_the_living_of_the_same_family(registry):
    family = registry.household(ASKING, registry_id="EF2")

    assert [(member.person.registry_id, member.bond) for member in family] == [("EF2", "3")]
    assert registry.household(ASKING, registry_id="ZZ9") == ()


def test_the_same_rows_may_come_as_json(registry, tmp_path):
    rows = [
        {"progressivo": 7, "tipo": "decesso", "id_anpr": "AB1", "data": "2026-03-01", "x": None}
    ]
    file = tmp_path / "anpr.json"
    file.write_text(json.dumps(rows))

    (change,) = RegistryFile(file).changes(ASKING, since="6", known=KNOWN).items

    assert (change.kind, change.person.dead) == (ChangeKind.DIED, True)


@pytest.mark.parametrize(
    ("true", "false", "line", "field"),
    [
        ("3;trasferimento", "3;trasloco", 4, "tipo"),
        ("3;trasferimento", "x;trasferimento", 4, "progressivo"),
        ("3;trasferimento", "2;trasferimento", 4, "progressivo"),
        ("3;trasferimento;01/02/2026", "3;trasferimento;31/02/2026", 4, "data"),
        ("12/05/1960", "00/00/1960", 2, "data_nascita"),
        ("1;;;AB1", "1;;;", 2, "id_anpr"),
        (";Rossi;Ada", ';"Rossi;Ada', 5, "—"),
    ],
)
def test_a_wrong_row_is_named_by_line_and_field(registry, true, false, line, field):
    text = registry.file.read_text(encoding="utf-8-sig").replace(true, false, 1)
    registry.file.write_text(text)

    fault = wrong(registry.changes, ASKING, since="", known=KNOWN)

    assert fault.fault is Fault.FILE_WRONG
    assert (fault.facts["line"], fault.facts["field"]) == (line, field)


@pytest.mark.parametrize("content", [b"\xff\xfea\x00b\x00", b"{}", b"[1]", b"["], ids=range(4))
def test_a_file_of_another_shape_is_refused(tmp_path, content):
    file = tmp_path / "anpr.json"
    file.write_bytes(content)

    assert wrong(RegistryFile(file).person, ASKING, tax_code=CODE).fault is Fault.FILE_WRONG


def test_a_file_that_is_not_there_is_said_so(tmp_path):
    away = tmp_path / "away.csv"

    assert wrong(RegistryFile(away).person, ASKING, tax_code=CODE).fault is Fault.FILE_UNREADABLE
    assert wrong(IseeFile(away).certificate, ASKING, query()).fault is Fault.FILE_UNREADABLE
    assert wrong(RegistryFile(away).changes, ASKING, since="x", known=[]).fault is Fault.BAD_QUERY


def test_rows_of_one_protocol_are_one_certificate(isee):
    certificate = isee.certificate(ASKING, query())

    assert [(each.kind, each.isee) for each in certificate] == [
        (Kind.ORDINARY, 1_000_050),
        (Kind.MINORS, 900_000),
    ]
    assert [member.relation for member in certificate.members] == [
        Relation.DECLARANT,
        Relation.MINOR,
    ]
    assert [each.kind for each in certificate.remarks] == ["difformità"]
    assert certificate.query == query()
    assert certificate.ends_on == dt.date(2026, 12, 31)


def test_the_certificate_is_the_one_in_force_on_the_day(isee):
    last_year = isee.certificate(ASKING, query(day=dt.date(2025, 6, 1)))

    assert last_year.protocol == "INPS-ISEE-0"
    assert isee.certificate(ASKING, query(day=dt.date(2027, 1, 1))) is None
    assert isee.certificate(ASKING, query("RSSMRA60E52A79QU")) is None


def test_a_folder_may_hold_what_inps_gave(tmp_path):
    (tmp_path / "a.xml").write_text(PLAIN)
    (tmp_path / "notes.txt").write_text("nothing")
    (tmp_path / "b.xml").write_text("<EsitoAttestazione/>")

    certificate = IseeFile(tmp_path).certificate(ASKING, query())

    assert (certificate.protocol, certificate.origin) == ("INPS-ISEE-2026-01234567X-00", "a.xml")


@pytest.mark.parametrize(
    ("true", "false", "field"),
    [
        ("INPS-ISEE-1;ordinario", ";ordinario", "protocollo"),
        ("INPS-ISEE-1;ordinario", "INPS-ISEE-1;altro", "tipo"),
        ("20/01/2026", "", "data_presentazione"),
        ("20/01/2026", "30/02/2026", "data_presentazione"),
        ("10.000,50", "dieci", "isee"),
        ("2,46", "due", "scala"),
    ],
)
def test_a_wrong_row_of_isee_is_named(isee, true, false, field):
    isee.place.write_text(ISEE.replace(true, false, 1))

    fault = wrong(isee.certificate, ASKING, query())

    assert (fault.fault, fault.facts["line"], fault.facts["field"]) == (Fault.FILE_WRONG, 2, field)
