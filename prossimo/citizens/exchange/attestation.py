"""Reads the attestation of INPS, an XML document with everything in attributes.

Schema of the ISEE reform: `Attestazione` holds `Ordinario` (household, ordinary indicator, and those
of students, minors and residential care), any number of `Ridotto` (restricted household), and the
omissions. Entities and document types are refused before anything is read.
"""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from prossimo.citizens.exchange import reading
from prossimo.citizens.exchange.faults import ExchangeFault, Fault
from prossimo.citizens.exchange.isee import (
    Certificate,
    IseeQuery,
    Kind,
    Member,
    Relation,
    Remark,
    Values,
)
from prossimo.citizens.taxcode import WrongTaxCode, read_tax_code

KINDS = {
    "ISEEOrdinario": Kind.ORDINARY,
    "ISEEFamiglia": Kind.FAMILY,
    "ISEEUni": Kind.UNIVERSITY,
    "ISEEMin": Kind.MINORS,
    "ISEEDott": Kind.DOCTORATE,
    "ISEEDottorato": Kind.DOCTORATE,
    "ISEESocioSan": Kind.HEALTH,
    "ISEESocioSanitario": Kind.HEALTH,
    "ISEESocioSanRes": Kind.RESIDENTIAL,
    "ISEERistretto": Kind.RESTRICTED,
    "ISEESocioSanRistretto": Kind.HEALTH,
    "ISEESocioSanResRistretto": Kind.RESIDENTIAL,
}
RELATIONS = {
    "D": Relation.DECLARANT,
    "C": Relation.SPOUSE,
    "G": Relation.PARENT,
    "GNC": Relation.PARENT,
    "MA": Relation.MINOR,
}
LONGEST_PROTOCOL = 60
LARGEST_SCALE = 100
DEEPEST = 40
MOST_NODES = 20_000
NO = {"", "0", "false", "no", "n"}


class _Wrong(ValueError):
    """A place of the document that does not say what it should."""


def root_of(content: bytes, service: str) -> Element:
    """The document, refused where it is broken, dressed up or far too large."""
    try:
        root: Element = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        raise ExchangeFault(Fault.MALFORMED, service=service, where="XML") from None
    _measure(root, service)
    return root


def _measure(root: Element, service: str) -> None:
    seen, waiting = 0, [(root, 1)]
    while waiting:
        node, depth = waiting.pop()
        seen += 1
        if depth > DEEPEST or seen > MOST_NODES:
            raise ExchangeFault(Fault.MALFORMED, service=service, where="XML")
        waiting += [(child, depth + 1) for child in node]


def name(node: Element) -> str:
    """Without its namespace.

    >>> name(Element("{http://inps.it/ISEERiforma}Valori"))
    'Valori'
    """
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def named(node: Element, wanted: str) -> Iterator[Element]:
    """Every element of this name, however deep."""
    return (each for each in node.iter() if name(each) == wanted)


def read(
    content: bytes, *, query: IseeQuery | None = None, origin: str = "INPS"
) -> Certificate | None:
    """The certificate that the document attests; `None` where it attests nothing."""
    root = root_of(content, origin)
    attested = next(named(root, "Attestazione"), None)
    if attested is None:
        return None
    try:
        return _certificate(attested, query, origin)
    except _Wrong as wrong:
        raise ExchangeFault(Fault.MALFORMED, service=origin, where=str(wrong)) from None


def _certificate(attested: Element, query: IseeQuery | None, origin: str) -> Certificate:
    presented_on = _day(attested, "DataPresentazione")
    protocol = _text(attested, "NumeroProtocolloDSU")
    if presented_on is None or not protocol or len(protocol) > LONGEST_PROTOCOL:
        raise _Wrong("Attestazione")
    return Certificate(
        protocol=protocol,
        declarant=_text(attested, "CodiceFiscaleDichiarante"),
        presented_on=presented_on,
        values=tuple(_values(attested)),
        members=tuple(_members(attested, presented_on)),
        remarks=tuple(_remarks(attested)),
        valid_from=_day(attested, "DataValidita"),
        expires_on=_day(attested, "DataScadenzaDSUCorrente"),
        sender_protocol=_text(attested, "ProtocolloMittente"),
        query=query,
        origin=origin,
    )


def _values(attested: Element) -> Iterator[Values]:
    for household in attested:
        if name(household) not in {"Ordinario", "Ridotto"}:
            continue
        current = _text(household, "Corrente").lower() not in NO
        for group in household:
            kind = KINDS.get(name(group))
            if kind is None:
                continue
            if kind is Kind.ORDINARY and current:
                kind = Kind.CURRENT
            people = [each for each in group if _text(each, "CodiceFiscale")]
            if people:
                yield from (_personal(each, kind) for each in people)
            elif (found := _indicator(group)) is not None:
                yield _of(found, kind, group, _beneficiary(household))


def _personal(person: Element, kind: Kind) -> Values:
    """The indicator of a student, a minor, somebody in care: their own, or the ordinary one."""
    code = _text(person, "CodiceFiscale")
    found = _indicator(person)
    if found is not None:
        return _of(found, kind, person, code)
    plain = next((each for each in person if name(each) in {"ISEEOrd", "ISEERistretto"}), None)
    amount = _text(person, "ISEE") or ((plain.text or "") if plain is not None else "")
    if next(named(person, "ISEENonCalcolabile"), None) is not None:
        amount = ""
    mode = name(plain) if plain is not None else ""
    return Values(kind, isee=_cents(amount, "ISEE"), mode=mode, beneficiary=code)


def _beneficiary(household: Element) -> str:
    """Of a restricted household, whom it is restricted for."""
    for each in named(household, "ComponenteNucleoRistretto"):
        if _text(each, "RelazioneConBeneficiario").upper() in {"B", "BENEFICIARIO"}:
            return _text(each, "CodiceFiscale")
    return ""


def _indicator(group: Element) -> Element | None:
    return next(named(group, "Valori"), None)


def _of(values: Element, kind: Kind, group: Element, beneficiary: str) -> Values:
    how = next((each for each in group.iter() if name(each).startswith("ModalitaCalcolo")), None)
    holder = next((each for each in group.iter() if values in list(each)), group)
    return Values(
        kind=kind,
        isee=_cents(_text(values, "ISEE"), "ISEE"),
        ise=_cents(_text(values, "ISE"), "ISE"),
        isr=_cents(_text(values, "ISR"), "ISR"),
        isp=_cents(_text(values, "ISP"), "ISP"),
        scale=_scale(values),
        mode=(name(how).removeprefix("ModalitaCalcolo") if how is not None else name(holder))[:60],
        reckoning=tuple((how.attrib if how is not None else {}).items())[:60],
        beneficiary=beneficiary,
        released_on=_day(holder, "DataRilascio") or _day(group, "DataRilascio"),
    )


def _members(attested: Element, presented_on: dt.date) -> Iterator[Member]:
    for each in named(attested, "ComponenteNucleo"):
        letters, tax_code = (
            _text(each, "RapportoConDichiarante").upper(),
            _text(each, "CodiceFiscale"),
        )
        yield Member(
            tax_code=tax_code,
            surname=_text(each, "Cognome"),
            given_name=_text(each, "Nome"),
            relation=relation_of(letters, tax_code, presented_on),
            relation_code=letters,
        )


def relation_of(letters: str, tax_code: str, presented_on: dt.date) -> Relation:
    """The letters of the DSU; of a child (F…) the age on the day decides.

    >>> relation_of("D", "RSSMRA60E52A794X", dt.date(2026, 1, 15)).value
    'declarant'
    >>> relation_of("F", "RSSMRA60E52A794X", dt.date(2026, 1, 15)).value
    'adult'
    """
    if not letters.startswith("F"):
        return RELATIONS.get(letters, Relation.OTHER)
    try:
        births = read_tax_code(tax_code).births(presented_on)
    except WrongTaxCode:
        return Relation.OTHER
    if not births:
        return Relation.OTHER
    of_age = (births[0].year + 18, births[0].month, births[0].day)
    adult = of_age <= (presented_on.year, presented_on.month, presented_on.day)
    return Relation.ADULT if adult else Relation.MINOR


def _remarks(attested: Element) -> Iterator[Remark]:
    """Some documents nest the element in one of the same name: the inner ones speak."""
    for each in named(attested, "OmissioneDifformita"):
        if kind := _text(each, "TipoOmissioneDifformita"):
            yield Remark(kind, _text(each, "CodiceFiscale"), _day(each, "DataControlloAE"))


def _text(node: Element, attribute: str) -> str:
    return (node.get(attribute) or "").strip()[:300]


def _day(node: Element, attribute: str) -> dt.date | None:
    try:
        return reading.day(_text(node, attribute))
    except ValueError:
        raise _Wrong(attribute) from None


def _cents(text: str, where: str) -> int | None:
    try:
        return reading.cents(text)
    except ValueError:
        raise _Wrong(where) from None


def _scale(values: Element) -> Decimal | None:
    try:
        scale = reading.decimal(_text(values, "ScalaEquivalenza"))
    except ValueError:
        raise _Wrong("ScalaEquivalenza") from None
    if scale is not None and not 0 < scale < LARGEST_SCALE:
        raise _Wrong("ScalaEquivalenza")
    return scale
