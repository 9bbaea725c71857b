"""The ISEE asked of INPS: a SOAP question through the PDND, an XML attestation inside the answer."""

import base64
import binascii
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from prossimo.citizens.exchange import attestation
from prossimo.citizens.exchange.channel import Channel, Question
from prossimo.citizens.exchange.faults import ExchangeFault, Fault
from prossimo.citizens.exchange.isee import Certificate, IseeQuery
from prossimo.citizens.exchange.parties import Asking

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
INPS = "http://inps.it/"
ISEE = "http://inps.it/ConsultazioneISEE"
OPERATION = "ConsultazioneAttestazione"
XML = ("text/xml", "application/xml", "application/soap+xml")
NOBODY = "DATI_NON_TROVATI"
LATER = {"ERRORE_INTERNO", "DATABASE_OFFLINE"}

register_namespace("soapenv", SOAP)
register_namespace("inps", INPS)
register_namespace("con", ISEE)


@dataclass(frozen=True, slots=True)
class Inps:
    channel: Channel
    user: str  # the body that asks, as INPS knows it
    office: str = "001"
    operation: str = OPERATION
    origin: str = "INPS"

    def certificate(self, asking: Asking, query: IseeQuery) -> Certificate | None:
        question = Question(
            operation=f"{self.operation} {query.benefit}",
            body=self._envelope(query),
            content_type="text/xml; charset=utf-8",
            expected=XML,
            headers={
                "SOAPAction": f'"{ISEE}/ISvcConsultazione/{self.operation}"',
                "INPS-Identity-UserId": self.user,
                "INPS-Identity-CodiceUfficio": self.office,
            },
        )
        content = self._attestation(self.channel.ask(asking, question).body)
        if content is None:
            return None
        return attestation.read(content, query=query, origin=self.origin)

    def _envelope(self, query: IseeQuery) -> bytes:
        """Built as a tree: nothing that is asked can become an element of its own."""
        envelope = Element(f"{{{SOAP}}}Envelope")
        identity = SubElement(SubElement(envelope, f"{{{SOAP}}}Header"), f"{{{INPS}}}Identity")
        SubElement(identity, "UserId").text = self.user
        SubElement(identity, "CodiceUfficio").text = self.office
        body = SubElement(envelope, f"{{{SOAP}}}Body")
        request = SubElement(SubElement(body, f"{{{ISEE}}}{self.operation}"), f"{{{ISEE}}}request")
        search = SubElement(request, f"{{{ISEE}}}RicercaCF")
        for name, text in (
            ("CodiceFiscale", query.tax_code),
            ("DataValidita", query.valid_on.isoformat()),
            ("PrestazioneDaErogare", query.benefit),
            ("ProtocolloDomandaEnteErogatore", query.application.strip()),
            ("StatodomandaPrestazione", query.state.value),
        ):
            SubElement(search, f"{{{ISEE}}}{name}").text = text
        written: bytes = tostring(envelope, encoding="utf-8", xml_declaration=True)
        return written

    def _attestation(self, answer: bytes) -> bytes | None:
        """The document inside the answer; `None` where INPS has none."""
        root = attestation.root_of(answer, self.origin)
        fault = next(attestation.named(root, "faultstring"), None)
        if fault is not None:
            raise self._rejected("SOAP", fault.text or "")
        outcome = self._child(root, "Esito")
        if outcome == NOBODY:
            return None
        if outcome in LATER:
            raise ExchangeFault(Fault.OUT_OF_ORDER, service=self.origin, status=outcome)
        if outcome != "OK":
            raise self._rejected(outcome or "—", self._child(root, "DescrizioneErrore"))
        try:
            packed = "".join(self._child(root, "XmlEsitoAttestazione").split())
            return base64.b64decode(packed, validate=True)
        except binascii.Error:
            raise ExchangeFault(
                Fault.MALFORMED, service=self.origin, where="XmlEsitoAttestazione"
            ) from None

    def _child(self, root: Element, name: str) -> str:
        found = next(attestation.named(root, name), None)
        return (found.text or "").strip() if found is not None else ""

    def _rejected(self, code: str, text: str) -> ExchangeFault:
        return ExchangeFault(Fault.REJECTED, service=self.origin, code=code, text=text[:200])
