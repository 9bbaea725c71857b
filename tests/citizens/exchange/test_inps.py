"""INPS gives the ISEE for a reason that stays with it; what it attests is read whole or not at all."""

import dataclasses
import datetime as dt
import time
from decimal import Decimal

import pytest

from prossimo.citizens.choices import IseeKind, IseeRelation
from prossimo.citizens.exchange import attestation
from prossimo.citizens.exchange.faults import ExchangeFault, Fault
from prossimo.citizens.exchange.isee import BENEFITS, ApplicationState, IseeQuery, Kind, Relation
from prossimo.citizens.exchange.wording import BENEFITS as LABELS
from prossimo.citizens.exchange.wording import sentence
from tests.citizens.exchange.attested import ALL, CURRENT, HEAD, PLAIN, TAIL
from tests.citizens.exchange.conftest import ASKING
from tests.citizens.exchange.double import Out, _soap

CODE = "RSSMRA60E52A794X"
QUERY = IseeQuery(CODE, dt.date(2026, 2, 1), "A1.05", "Dom. 77/2026")


def refused(ask, *arguments, **more):
    with pytest.raises(ExchangeFault) as caught:
        ask(*arguments, **more)
    assert sentence(caught.value)
    return caught.value


def test_a_certificate_comes_with_its_values_its_household_and_its_reason(inps, double):
    double.attestations[CODE] = PLAIN

    certificate = inps.certificate(ASKING, QUERY)

    (ordinary,) = certificate.values
    assert certificate.protocol == "INPS-ISEE-2026-01234567X-00"
    assert (certificate.presented_on, certificate.ends_on) == (
        dt.date(2026, 1, 20),
        dt.date(2026, 12, 31),
    )
    assert (ordinary.kind, ordinary.isee, ordinary.ise) == (Kind.ORDINARY, 1_000_000, 2_460_000)
    assert (ordinary.isr, ordinary.isp, ordinary.scale) == (2_000_000, 2_300_000, Decimal("2.46"))
    assert (ordinary.mode, ordinary.reckoning[0]) == (
        "ISEEOrdinario",
        ("SommaRedditiComponenti", "20000.00"),
    )
    assert [member.relation for member in certificate.members] == [
        Relation.DECLARANT,
        Relation.SPOUSE,
        Relation.MINOR,
        Relation.OTHER,
    ]
    assert certificate.remarks == ()
    assert (certificate.query, certificate.origin) == (QUERY, "INPS")


def test_the_question_says_for_what_and_in_which_state(inps, double):
    query = dataclasses.replace(QUERY, state=ApplicationState.GRANTED, benefit="A1.05.01")

    assert inps.certificate(ASKING, query) is None

    place, _, _, headers, body = double.seen[-1]
    text = body.decode()
    assert place == "INPS"
    assert "<con:PrestazioneDaErogare>A1.05.01</con:PrestazioneDaErogare>" in text
    assert (
        "<con:ProtocolloDomandaEnteErogatore>Dom. 77/2026</con:ProtocolloDomandaEnteErogatore>"
        in text
    )
    assert "<con:StatodomandaPrestazione>Erogata</con:StatodomandaPrestazione>" in text
    assert "<con:DataValidita>2026-02-01</con:DataValidita>" in text
    assert headers["soapaction"].endswith('/ConsultazioneAttestazione"')


def test_every_kind_is_told_apart(inps, double):
    double.attestations[CODE] = ALL

    certificate = inps.certificate(ASKING, QUERY)

    read = {(v.kind, v.beneficiary): v.isee for v in certificate.values}
    assert read == {
        (Kind.ORDINARY, ""): 1_000_000,
        (Kind.FAMILY, ""): 900_000,
        (Kind.UNIVERSITY, "NREDAA04A41A794U"): 1_200_050,
        (Kind.UNIVERSITY, "NREBBB04A41A794U"): 1_000_000,
        (Kind.MINORS, "RSSMRA24E52A794R"): 1_400_000,
        (Kind.MINORS, "NRECCC18A41A794U"): None,
        (Kind.RESIDENTIAL, "NREGUO58A01A794Y"): 1_500_000,
        (Kind.DOCTORATE, ""): 800_000,
        (Kind.HEALTH, ""): 750_000,
        (Kind.RESTRICTED, "NREGUO58A01A794Y"): 600_000,
    }
    student = certificate.of(Kind.UNIVERSITY, "NREDAA04A41A794U")
    assert (student.mode, student.released_on) == ("ISEEUniAttr", dt.date(2026, 1, 25))
    assert not certificate.of(Kind.MINORS, "NRECCC18A41A794U").computable
    assert certificate.of(Kind.CURRENT) is None
    (remark,) = certificate.remarks
    assert (remark.kind, remark.tax_code, remark.checked_on) == (
        "Omissione",
        "NREGUO58A01A794Y",
        dt.date(2026, 1, 23),
    )


def test_a_current_one_is_no_ordinary_one():
    certificate = attestation.read(CURRENT.encode())

    assert [each.kind for each in certificate] == [Kind.CURRENT]


def test_kinds_and_relations_are_those_of_the_records():
    assert {each.value for each in Kind} == set(IseeKind.values)
    assert {each.value for each in Relation} == set(IseeRelation.values)


def test_each_benefit_has_its_label():
    assert set(BENEFITS) == set(LABELS)
    assert len(BENEFITS) == 36


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"tax_code": "RSSMRA60E52A794A"}, "tax_code"),
        ({"tax_code": ""}, "tax_code"),
        ({"benefit": "A9.99"}, "benefit"),
        ({"benefit": "A1.5"}, "benefit"),
        ({"application": " "}, "application"),
        ({"application": "x" * 33}, "application"),
        ({"application": "a\nb"}, "application"),
    ],
)
def test_a_question_without_its_reason_is_not_put(changed, field):
    fault = refused(dataclasses.replace, QUERY, **changed)

    assert (fault.fault, fault.facts["field"]) == (Fault.BAD_QUERY, field)
    assert field not in sentence(fault)


def test_nothing_that_is_asked_becomes_an_element(inps, double):
    query = dataclasses.replace(QUERY, application="</con:request><x>&amp;")

    assert inps.certificate(ASKING, query) is None
    assert b"&lt;/con:request&gt;&lt;x&gt;&amp;amp;" in double.seen[-1][4]


@pytest.mark.parametrize(
    ("body", "fault", "said"),
    [
        (_soap("RICHIESTA_INVALIDA", "CF errato"), Fault.REJECTED, "CF errato"),
        (_soap("ERRORE_INTERNO"), Fault.OUT_OF_ORDER, "ERRORE_INTERNO"),
        (_soap("DATABASE_OFFLINE"), Fault.OUT_OF_ORDER, "DATABASE_OFFLINE"),
        (b"<E><faultstring>Accesso negato</faultstring></E>", Fault.REJECTED, "Accesso negato"),
        (b"<E><Esito>OK</Esito><XmlEsitoAttestazione>***</XmlEsitoAttestazione></E>", Fault.MALFORMED, "Xml"),
        (b"<E><Esito>OK</Esito></E>", Fault.MALFORMED, "XML"),
        (b"<E>", Fault.MALFORMED, "XML"),
        (b"", Fault.MALFORMED, "XML"),
    ],
    ids=range(8),
)  # fmt: skip
def test_whatever_else_inps_says_is_understood(inps, double, body, fault, said):
    double.next("INPS", Out(body=body, content_type="text/xml"))

    found = refused(inps.certificate, ASKING, QUERY)

    assert found.fault is fault
    assert said in sentence(found)


def test_a_page_in_place_of_an_answer_is_refused(inps, double):
    double.next("INPS", Out(body=b"<html/>", content_type="text/html"))

    assert refused(inps.certificate, ASKING, QUERY).fault is Fault.WRONG_TYPE


BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]><x>&i;</x>"
)  # fmt: skip


@pytest.mark.parametrize(
    "document",
    [
        BOMB,
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>',
        '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd"><x/>',
        "<x>" * 100 + "</x>" * 100,
        "<x>" + "<y/>" * 30_000 + "</x>",
        '<?xml version="1.0" encoding="utf-42"?><x/>',
    ],
    ids=["bomb", "file", "dtd", "deep", "wide", "encoding"],
)
def test_xml_that_means_harm_is_refused_at_once(document):
    began = time.process_time()

    fault = refused(attestation.read, document.encode())

    assert fault.fault is Fault.MALFORMED
    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    ("true", "wrong", "where"),
    [
        ("2026-01-20", "2026-02-30", "DataPresentazione"),
        ("INPS-ISEE-2026-01234567X-00", "", "Attestazione"),
        ('DataPresentazione="2026-01-20"', "", "Attestazione"),
        ("2026-12-31", "mai", "DataScadenzaDSUCorrente"),
        ("10000.00", "molto", "ISEE"),
        ("10000.00", "NaN", "ISEE"),
        ("10000.00", "1e300", "ISEE"),
        ("2.46", "due", "ScalaEquivalenza"),
        ("2.46", "0", "ScalaEquivalenza"),
        ("2.46", "1000", "ScalaEquivalenza"),
        ("INPS-ISEE-2026-01234567X-00", "x" * 61, "Attestazione"),
    ],
)
def test_each_field_that_is_wrong_is_named(true, wrong, where):
    fault = refused(attestation.read, PLAIN.replace(true, wrong).encode())

    assert (fault.fault, fault.facts["where"]) == (Fault.MALFORMED, where)


def test_a_document_that_attests_nothing_is_no_certificate():
    assert attestation.read(b"<EsitoAttestazione/>") is None
    assert attestation.read((HEAD + TAIL).encode()).values == ()
