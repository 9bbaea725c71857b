"""ISEE certificates from files: attestations as INPS gives them (XML), or rows (CSV, JSON).

In rows, one for each member of each indicator: what is of the certificate is repeated.
"""

import dataclasses
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from prossimo.citizens.exchange import attestation, reading
from prossimo.citizens.exchange.faults import ExchangeFault, Fault
from prossimo.citizens.exchange.isee import (
    Certificate,
    IseeQuery,
    Kind,
    Member,
    Remark,
    Values,
)
from prossimo.citizens.exchange.parties import Asking
from prossimo.citizens.exchange.tables import Row, rows
from prossimo.citizens.taxcode import compact

KINDS = {
    "ordinario": Kind.ORDINARY,
    "sociosanitario": Kind.HEALTH,
    "sociosanitario residenze": Kind.RESIDENTIAL,
    "università": Kind.UNIVERSITY,
    "universita": Kind.UNIVERSITY,
    "dottorato": Kind.DOCTORATE,
    "minorenni": Kind.MINORS,
    "nucleo ristretto": Kind.RESTRICTED,
    "corrente": Kind.CURRENT,
    "famiglia": Kind.FAMILY,
}
SUFFIXES = {".xml", ".csv", ".json"}
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class IseeFile:
    place: Path  # a file, or a folder of them

    @property
    def origin(self) -> str:
        return self.place.name

    def certificate(self, asking: Asking, query: IseeQuery) -> Certificate | None:
        """The one presented last among those in force on the day."""
        found = [
            each
            for each in self._all()
            if query.tax_code in {each.declarant, *(m.tax_code for m in each.members)}
            and (each.valid_from or each.presented_on) <= query.valid_on <= each.ends_on
        ]
        if not found:
            return None
        latest = max(found, key=lambda each: (each.presented_on, each.protocol))
        return dataclasses.replace(latest, query=query)

    def _all(self) -> Iterator[Certificate]:
        for file in self._files():
            if file.suffix.lower() == ".xml":
                try:
                    content = file.read_bytes()
                except OSError:
                    raise ExchangeFault(Fault.FILE_UNREADABLE, file=str(file)) from None
                if (read := attestation.read(content, origin=file.name)) is not None:
                    yield read
            else:
                yield from _certificates(file)

    def _files(self) -> list[Path]:
        try:
            if not self.place.is_dir():
                return [self.place]
            return sorted(f for f in self.place.iterdir() if f.suffix.lower() in SUFFIXES)
        except OSError:
            raise ExchangeFault(Fault.FILE_UNREADABLE, file=str(self.place)) from None


def _certificates(file: Path) -> Iterator[Certificate]:
    built: dict[str, Certificate] = {}
    for row in rows(file):
        protocol = row["protocollo"]
        if not protocol:
            raise row.wrong("protocollo")
        so_far = built.get(protocol) or _opened(row, protocol)
        values, member, remark = _value(row), _member(row, so_far.presented_on), row["omissione"]
        built[protocol] = dataclasses.replace(
            so_far,
            values=_with(so_far.values, values),
            members=_with(so_far.members, member),
            remarks=_with(so_far.remarks, Remark(remark) if remark else None),
        )
    yield from built.values()


def _with(listed: tuple[T, ...], one: T | None) -> tuple[T, ...]:
    return listed if one is None or one in listed else (*listed, one)


def _opened(row: Row, protocol: str) -> Certificate:
    presented_on = _day(row, "data_presentazione")
    if presented_on is None:
        raise row.wrong("data_presentazione")
    return Certificate(
        protocol=protocol,
        declarant=compact(row["dichiarante"]),
        presented_on=presented_on,
        values=(),
        valid_from=_day(row, "data_validita"),
        expires_on=_day(row, "data_scadenza"),
        origin=row.file,
    )


def _value(row: Row) -> Values:
    kind = KINDS.get(row["tipo"].lower())
    if kind is None:
        raise row.wrong("tipo")
    try:
        scale = reading.decimal(row["scala"])
    except ValueError:
        raise row.wrong("scala") from None
    return Values(
        kind,
        isee=_cents(row, "isee"),
        ise=_cents(row, "ise"),
        isr=_cents(row, "isr"),
        isp=_cents(row, "isp"),
        scale=scale,
        mode=row["modalita"],
        beneficiary=compact(row["beneficiario"]),
        released_on=_day(row, "data_rilascio"),
    )


def _member(row: Row, presented_on: dt.date) -> Member | None:
    code = compact(row["componente"])
    if not code:
        return None
    letters = row["rapporto"].upper()
    return Member(
        code,
        row["cognome"],
        row["nome"],
        attestation.relation_of(letters, code, presented_on),
        letters,
    )


def _cents(row: Row, name: str) -> int | None:
    try:
        return reading.cents(row[name])
    except ValueError:
        raise row.wrong(name) from None


def _day(row: Row, name: str) -> dt.date | None:
    try:
        return reading.day(row[name])
    except ValueError:
        raise row.wrong(name) from None
