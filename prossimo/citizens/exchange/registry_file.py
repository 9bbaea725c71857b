"""The registry read from a file of its export: the same questions, without a network.

One row for each change (or just one for each person), oldest first; a later row of the same person
counts more. Columns in the manual: `progressivo`, `tipo`, `id_anpr`, `codice_fiscale`…
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from prossimo.citizens.exchange import reading
from prossimo.citizens.exchange.faults import ExchangeFault, Fault
from prossimo.citizens.exchange.parties import Asking
from prossimo.citizens.exchange.registry import (
    ChangeKind,
    Changes,
    FamilyMember,
    KnownPerson,
    RegistryAddress,
    RegistryChange,
    RegistryPerson,
)
from prossimo.citizens.exchange.tables import Row, rows
from prossimo.citizens.taxcode import compact

KINDS = {
    "decesso": ChangeKind.DIED,
    "trasferimento": ChangeKind.MOVED,
    "emigrazione": ChangeKind.LEFT,
    "cancellazione": ChangeKind.LEFT,
    "nucleo": ChangeKind.HOUSEHOLD,
    "codice": ChangeKind.CODE,
    "altro": ChangeKind.DOUBT,
}
PAGE = 1000


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    kind: ChangeKind | None
    row: Row
    person: RegistryPerson
    family: str


@dataclass(frozen=True, slots=True)
class RegistryFile:
    file: Path

    @property
    def origin(self) -> str:
        return self.file.name

    def person(
        self, asking: Asking, *, tax_code: str = "", registry_id: str = ""
    ) -> RegistryPerson | None:
        code = compact(tax_code)
        found = None
        for line in self._lines():
            who = line.person
            if who.registry_id == registry_id if registry_id else who.tax_code == code:
                found = who
        return found

    def household(self, asking: Asking, *, registry_id: str) -> tuple[FamilyMember, ...]:
        return _family({line.person.registry_id: line for line in self._lines()}, registry_id)

    def changes(self, asking: Asking, *, since: str, known: Iterable[KnownPerson]) -> Changes:
        if since and not (since.isascii() and since.isdigit()):
            raise ExchangeFault(Fault.BAD_QUERY, field="since")
        after = int(since or 0)
        ours = {each.registry_id for each in known}
        lines = list(self._lines())
        latest = {line.person.registry_id: line for line in lines}
        waiting = [line for line in lines if line.number > after and line.kind]
        page = waiting[:PAGE]
        return Changes(
            items=tuple(_change(line, latest) for line in page if line.person.registry_id in ours),
            cursor=str(page[-1].number) if page else since,
            more=len(waiting) > PAGE,
        )

    def _lines(self) -> Iterable[_Line]:
        last = 0
        for row in rows(self.file):
            number = row["progressivo"]
            if not (number.isascii() and number.isdigit()) or int(number) <= last:
                raise row.wrong("progressivo")
            last = int(number)
            kind = row["tipo"].lower()
            if kind and kind not in KINDS:
                raise row.wrong("tipo")
            if not row["id_anpr"]:
                raise row.wrong("id_anpr")
            yield _Line(last, KINDS.get(kind), row, _person(row, kind), row["codice_famiglia"])


def _change(line: _Line, latest: dict[str, _Line]) -> RegistryChange:
    assert line.kind is not None
    try:
        happened_on = reading.day(line.row["data"])
    except ValueError:
        raise line.row.wrong("data") from None
    who = line.person
    return RegistryChange(
        source_key=f"{line.row.file} {line.number}",
        kind=line.kind,
        registry_id=who.registry_id,
        tax_code=who.tax_code,
        happened_on=happened_on,
        person=who,
        family=_family(latest, who.registry_id),
    )


def _family(latest: dict[str, _Line], registry_id: str) -> tuple[FamilyMember, ...]:
    own = latest.get(registry_id)
    if own is None or not own.family:
        return ()
    return tuple(
        FamilyMember(line.person, line.row["legame"])
        for line in latest.values()
        if line.family == own.family and not line.person.dead
    )


def _person(row: Row, kind: str) -> RegistryPerson:
    days = {}
    for name in ("data_nascita", "data_decesso", "residente_dal"):
        try:
            days[name] = reading.day(row[name])
        except ValueError:
            raise row.wrong(name) from None
    address = RegistryAddress(
        municipality_code=row["comune_istat"],
        municipality=row["comune"],
        street=row["via"],
        number=row["civico"],
        postal_code=row["cap"],
        state=row["stato_estero"],
        since=days["residente_dal"],
    )
    return RegistryPerson(
        registry_id=row["id_anpr"],
        tax_code=compact(row["codice_fiscale"]),
        surname=row["cognome"],
        given_name=row["nome"],
        sex=row["sesso"].upper()[:1],
        born_on=days["data_nascita"],
        birth_place_code=row["comune_nascita_istat"],
        birth_place=row["luogo_nascita"],
        died_on=days["data_decesso"],
        dead=days["data_decesso"] is not None or kind == "decesso",
        address=address if str(address) else None,
    )
