"""Reads a table of residents (CSV or XLSX) and says, row by row, what is wrong with it."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from prossimo.core.text import clean, fold
from prossimo.territory.choices import AgeBand, CitizenshipGroup, Sex
from prossimo.territory.models import Municipality, Neighbourhood, Residents

COLUMNS = ("anno", "comune", "quartiere", "sesso", "classe_eta", "cittadinanza", "residenti")
MOST_ROWS = 100_000
SEXES = {"f": Sex.FEMALE, "m": Sex.MALE, "x": Sex.OTHER, "femmina": "F", "maschio": "M"}
CITIZENSHIPS = {"it": "IT", "es": "ES", "italiana": "IT", "straniera": "ES"}


class UnreadableTable(ValueError):
    """The file is no table of residents: the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Fault:
    row: int
    column: str
    message: str


def rows_of(name: str, content: bytes, columns: Sequence[str] = COLUMNS) -> list[dict[str, str]]:
    """The rows of the file by column; raises `UnreadableTable` with a sentence."""
    cells = _spreadsheet(content) if name.lower().endswith((".xlsx", ".ods")) else _csv(content)
    head = [fold(cell).replace(" ", "_") for cell in next(cells, [])]
    if missing := [column for column in columns if column not in head]:
        raise UnreadableTable(_("Mancano le colonne: %(names)s.") % {"names": ", ".join(missing)})
    rows = [dict(zip(head, row, strict=False)) for row in cells if any(row)]
    if len(rows) > MOST_ROWS:
        raise UnreadableTable(_("Il file ha più di 100 000 righe: dividilo."))
    return rows


def _csv(content: bytes) -> Iterator[list[str]]:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        separator = ";" if text.partition("\n")[0].count(";") else ","
        try:
            yield from csv.reader(io.StringIO(text), delimiter=separator, strict=True)
        except csv.Error as error:
            raise UnreadableTable(
                _("Il file CSV è rovinato: una virgoletta resta aperta.")
            ) from error
        return


def _spreadsheet(content: bytes) -> Iterator[list[str]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    except (CalamineError, OSError) as error:
        raise UnreadableTable(_("Il foglio di calcolo non si apre: salvalo di nuovo.")) from error
    for row in sheet.to_python():
        yield [_whole(cell) for cell in row]


def _whole(cell: object) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def checked(
    rows: Iterable[Mapping[str, str]],
    municipalities: Iterable[Municipality],
    neighbourhoods: Iterable[Neighbourhood],
) -> tuple[list[Residents], list[Fault]]:
    """The cells to write, and every fault with its row and column."""
    towns = {fold(town.name): town for town in municipalities}
    quarters = {(place.municipality_id, fold(place.name)): place for place in neighbourhoods}
    cells, faults, seen = [], [], set()
    for number, row in enumerate(rows, start=2):
        told = {column: clean(str(row.get(column) or "")).strip() for column in COLUMNS}
        cell, found = _cell(number, told, towns, quarters)
        faults += found
        if cell is None:
            continue
        key = (cell.municipality_id, cell.neighbourhood_id, cell.year, cell.sex, cell.age_band)
        if (*key, cell.citizenship) in seen:
            faults.append(Fault(number, "", _("La stessa casella è già in una riga sopra.")))
        seen.add((*key, cell.citizenship))
        cells.append(cell)
    return cells, faults


def _cell(
    number: int, told: Mapping[str, str], towns: Mapping[str, Any], quarters: Mapping[Any, Any]
) -> tuple[Residents | None, list[Fault]]:
    faults = []

    def fault(column: str, message: str) -> None:
        faults.append(Fault(number, column, message))

    town = towns.get(fold(told["comune"]))
    quarter = quarters.get((town.pk, fold(told["quartiere"]))) if town else None
    year, count = told["anno"], told["residenti"].replace(".", "")
    if town is None:
        fault("comune", _("Non è un Comune dell'Ambito: «%(value)s».") % {"value": told["comune"]})
    elif told["quartiere"] and quarter is None:
        fault("quartiere", _("Il Comune non ha un quartiere con questo nome."))
    if not (year.isdecimal() and 1861 <= int(year) <= 2200):
        fault("anno", _("L'anno non è plausibile: «%(value)s».") % {"value": year})
    if not (count.isdecimal() and int(count) < 10_000_000):
        fault("residenti", _("Serve un numero intero: «%(value)s».") % {"value": count})
    sex, citizenship = SEXES.get(fold(told["sesso"])), CITIZENSHIPS.get(fold(told["cittadinanza"]))
    if sex is None:
        fault("sesso", _("Serve F, M o X."))
    if citizenship is None:
        fault("cittadinanza", _("Serve IT (italiana) o ES (straniera)."))
    if told["classe_eta"] not in AgeBand.values:
        fault("classe_eta", _("Classe sconosciuta: usa %(bands)s.") % {"bands": _bands()})
    if faults or town is None:
        return None, faults
    return Residents(
        municipality=town,
        neighbourhood=quarter,
        year=int(year),
        sex=str(sex),
        age_band=told["classe_eta"],
        citizenship=CitizenshipGroup(str(citizenship)),
        count=int(count),
    ), []


def _bands() -> str:
    return ", ".join(AgeBand.values)
