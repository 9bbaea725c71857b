"""ANPR through the PDND: who somebody is, where and with whom they live.

Each use is an e-service of its own, with its own purpose: C030 finds the number of the registry
from the tax code, C020 tells the residence (and death), C021 the family on the page of the registry.
"""

import datetime as dt
import json
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from prossimo.citizens.exchange import reading
from prossimo.citizens.exchange.channel import Channel, Question
from prossimo.citizens.exchange.faults import ExchangeFault, Fault
from prossimo.citizens.exchange.parties import Asking
from prossimo.citizens.exchange.registry import (
    Changes,
    FamilyMember,
    KnownPerson,
    RegistryAddress,
    RegistryPerson,
)
from prossimo.citizens.exchange.signals import Signals
from prossimo.citizens.taxcode import WrongTaxCode, read_tax_code

PATH = "/anpr-service-e002"
NOBODY = "EN122"  # «la richiesta effettuata non produce alcun risultato»
DEAD = "EN148"  # «il soggetto risulta deceduto»
OFFICE = ZoneInfo("Europe/Rome")
TRUE = {"1", "S", "SI", "TRUE"}


@dataclass(frozen=True, slots=True)
class Anpr:
    """Reads ANPR; what is not configured is not offered."""

    numbers: Channel  # C030
    residences: Channel  # C020
    families: Channel | None = None  # C021
    signals: Signals | None = None
    origin: str = "ANPR"

    def person(
        self, asking: Asking, *, tax_code: str = "", registry_id: str = ""
    ) -> RegistryPerson | None:
        if not registry_id:
            registry_id = self._number(asking, tax_code)
        if not registry_id:
            return None
        try:
            found = _ask(self.residences, asking, "C020", {"idANPR": registry_id})
        except ExchangeFault as fault:
            if fault.facts.get("code") != DEAD:
                raise
            return RegistryPerson(registry_id, dead=True)
        return _person(found[0], self.residences) if found else None

    def household(self, asking: Asking, *, registry_id: str) -> tuple[FamilyMember, ...]:
        if self.families is None:
            return ()
        found = _ask(self.families, asking, "C021", {"idANPR": registry_id})
        return tuple(_member(each, self.families) for each in found)

    def changes(self, asking: Asking, *, since: str, known: Iterable[KnownPerson]) -> Changes:
        if self.signals is None:
            return Changes(cursor=since)
        return self.signals.changes(asking, since=since, known=known, registry=self)

    def _number(self, asking: Asking, tax_code: str) -> str:
        try:
            code = read_tax_code(tax_code).text
        except WrongTaxCode:
            raise ExchangeFault(Fault.BAD_QUERY, field="tax_code") from None
        found = _ask(self.numbers, asking, "C030", {"codiceFiscale": code})
        return _text(found[0], "identificativi", "idANPR") if found else ""


def _ask(
    channel: Channel, asking: Asking, use: str, criteria: dict[str, str]
) -> list[dict[str, Any]]:
    """The people of the answer; nobody is an empty list, any other anomaly a fault."""
    body = {
        # Numeric and growing: the registry answers the same number with the same answer.
        "idOperazioneClient": str(time.time_ns() // 1000),
        "criteriRicerca": criteria,
        "datiRichiesta": {
            "dataRiferimentoRichiesta": dt.datetime.now(OFFICE).date().isoformat(),
            "motivoRichiesta": asking.reason,
            "casoUso": use,
        },
    }
    answer = channel.ask(asking, Question(use, PATH, body=json.dumps(body).encode()))
    told = channel.document(answer)
    errors = _list(told, "listaErrori") + _list(told, "listaAnomalie")
    if any(each.get("codiceErroreAnomalia") == NOBODY for each in errors):
        return []
    people = told.get("listaSoggetti")
    found = _list(people, "datiSoggetto") if isinstance(people, dict) else []
    if answer.fine and found:
        return found
    first = errors[0] if errors else {}
    if answer.fine and not first:
        return []
    raise ExchangeFault(
        Fault.REJECTED,
        service=channel.service.name,
        code=_text(first, "codiceErroreAnomalia") or str(answer.status),
        text=_text(first, "testoErroreAnomalia")[:200],
    )


def _person(told: dict[str, Any], channel: Channel) -> RegistryPerson:
    general = _part(told, "generalita")
    birth = _part(general, "luogoNascita")
    town, place = _part(birth, "comune"), _part(birth, "localita")
    death = _part(told, "datiDecesso")
    vague = {_text(general, "senzaGiorno"), _text(general, "senzaGiornoMese")} & TRUE
    died_on = _day(death, channel, "dataEvento") or _day(told, channel, "dataDecesso")
    return RegistryPerson(
        registry_id=_text(told, "identificativi", "idANPR"),
        tax_code=_text(general, "codiceFiscale", "codFiscale"),
        surname=_text(general, "cognome"),
        given_name=_text(general, "nome"),
        sex=_text(general, "sesso"),
        born_on=None if vague else _day(general, channel, "dataNascita"),
        birth_place_code=_text(town, "codiceIstat") or _text(place, "codiceStato"),
        birth_place=_text(town, "nomeComune")
        or ", ".join(
            filter(None, [_text(place, "descrizioneLocalita"), _text(place, "descrizioneStato")])
        ),
        died_on=died_on,
        dead=bool(death) or died_on is not None,
        address=_address(told, channel),
    )


def _address(told: dict[str, Any], channel: Channel) -> RegistryAddress | None:
    """The residence in force: the registry may list the past ones too."""
    listed = _list(told, "residenza")
    if not listed:
        return None
    dated = [(_day(each, channel, "dataDecorrenzaResidenza"), each) for each in listed]
    since, home = max(dated, key=lambda pair: pair[0] or dt.date.min)
    inside, outside = _part(home, "indirizzo"), _part(home, "localitaEstera")
    if not inside and outside:
        abroad = _part(outside, "indirizzoEstero")
        place, street = _part(abroad, "localita"), _part(abroad, "toponimo")
        return RegistryAddress(
            municipality=_text(place, "descrizioneLocalita"),
            street=_text(street, "denominazione"),
            number=_text(street, "numeroCivico"),
            postal_code=_text(abroad, "cap"),
            state_code=_text(place, "codiceStato"),
            state=_text(place, "descrizioneStato"),
            since=since,
        )
    street, number = _part(inside, "toponimo"), _part(inside, "numeroCivico")
    civic = filter(
        None, [_text(number, "numero"), _text(number, "lettera"), _text(number, "esponente1")]
    )
    return RegistryAddress(
        municipality_code=_text(inside, "comune", "codiceIstat"),
        municipality=_text(inside, "comune", "nomeComune"),
        street=" ".join(
            filter(None, [_text(street, "specie"), _text(street, "denominazioneToponimo")])
        ),
        number="/".join(civic),
        postal_code=_text(inside, "cap"),
        since=since,
    )


def _member(told: dict[str, Any], channel: Channel) -> FamilyMember:
    bond = _part(told, "legameSoggetto")
    return FamilyMember(
        _person(told, channel), _text(bond, "codiceLegame"), _day(bond, channel, "dataDecorrenza")
    )


# --- a stranger's JSON is believed nowhere -----------------------------------------------------


def _part(told: dict[str, Any], name: str) -> dict[str, Any]:
    part = told.get(name)
    return part if isinstance(part, dict) else {}


def _list(told: dict[str, Any], name: str) -> list[dict[str, Any]]:
    listed = told.get(name)
    if isinstance(listed, dict):  # one alone is sometimes not a list
        return [listed]
    return [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []


def _text(told: dict[str, Any], *path: str) -> str:
    for name in path[:-1]:
        told = _part(told, name)
    value = told.get(path[-1])
    return str(value).strip()[:300] if isinstance(value, str | int) else ""


def _day(told: dict[str, Any], channel: Channel, name: str) -> dt.date | None:
    try:
        return reading.day(_text(told, name))
    except ValueError:
        raise ExchangeFault(Fault.MALFORMED, service=channel.service.name, where=name) from None
