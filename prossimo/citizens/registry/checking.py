"""Checks the rows of a file column by column: what each cell says, what is wrong with each row."""

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from prossimo.citizens.registry import codes, values
from prossimo.citizens.registry.reading import Chunk
from prossimo.citizens.registry.values import Read
from prossimo.citizens.taxcode import (
    MONTHS,
    compact,
    disagreements,
    given_name_letters,
    read_tax_code,
    surname_letters,
)
from prossimo.core.text import fold

NOTE = "note_"  # what begins so is told, and the row goes on
NULL = "\\N"
REMEMBERED = 40_000  # cells a column remembers
COLUMNS = (
    "line", "registry_id", "household_id", "surname", "given_name", "sort_key", "sex", "born_on",
    "birth_place", "birth_place_code", "citizenships", "tax_code", "tax_code_state",
    "household_role", "municipality_id", "neighbourhood", "street", "street_number", "postcode",
    "latitude", "longitude", "resides_since", "registry_state", "died_on", "state", "problems",
)  # fmt: skip
TEXTS = {
    "surname": 300, "given_name": 300, "birth_place": 200, "street": 200, "street_number": 20,
    "registry_id": 40, "household_id": 40,
}  # fmt: skip
NULLABLE = {
    "born_on", "municipality_id", "neighbourhood", "latitude", "longitude", "resides_since",
    "died_on",
}  # fmt: skip
# How a fiscal code tells a month, and a day of birth with the sex.
MONTH = {f"{number:02}": letter for number, letter in enumerate(MONTHS, start=1)}
DAY = {
    f"{sex}{day:02}": f"{day + more:02}"
    for sex, more in (("F", 40), ("M", 0))
    for day in range(1, 32)
}
Column = list[str]
Cells = tuple[str, ...]
Problem = list[str]  # field, fault, what was written
Problems = dict[int, list[Problem]]


@dataclass(frozen=True, slots=True)
class Towns:
    """The municipalities that the file may speak of, and how their neighbourhoods are found."""

    by_name: Mapping[str, str]  # folded name, ISTAT or cadastral code → id
    default: str = ""
    quarter_named: Callable[[str, str], str] = lambda _town, _name: ""
    quarter_of_street: Callable[[str, str, str], str] | None = None  # none: no directory
    place_code: Callable[[str], Read] = lambda text: (text, "")  # of a birth place, by name or code


class Name(NamedTuple):
    """A name as it is sorted, and its letters in a fiscal code."""

    folded: str
    surname: str
    given: str


@dataclass(slots=True)
class Checker:
    """Turns chunks of cells into the columns of the staging table."""

    today: dt.date
    columns: Mapping[str, int]  # our field → place of the cell
    towns: Towns
    vocabularies: Mapping[str, Mapping[str, str]] = field(
        default_factory=lambda: values.VOCABULARIES
    )
    _said: dict[str, tuple[dict[str, str], dict[str, str]]] = field(default_factory=dict)
    _known: dict[str, Name] = field(default_factory=dict)
    _cells_of: list[Cells] = field(default_factory=list)

    def check(self, chunk: Chunk) -> list[Column]:
        """The columns in the order of `COLUMNS`, each cell ready for COPY."""
        problems: Problems = {}
        self._cells_of = list(zip(*chunk.rows, strict=True))
        kept = {name: self._column(name, chunk, problems) for name in values_asked()}
        kept["line"] = list(map(str, chunk.lines))
        kept["tax_code"], kept["tax_code_state"] = self._codes(chunk, problems)
        self._places(kept, chunk, problems)
        names = list(
            zip(self._names(kept["surname"]), self._names(kept["given_name"]), strict=True)
        )
        kept["sort_key"] = [f"{one.folded} {other.folded}".strip()[:620] for one, other in names]
        for row, died in enumerate(kept["died_on"]):
            if died:
                kept["registry_state"][row] = "dead"
        self._across(kept, names, problems)
        kept["state"] = ["read"] * len(chunk.rows)
        kept["problems"] = ["[]"] * len(chunk.rows)
        for row, found in problems.items():
            wrong = any(not fault.startswith(NOTE) for _field, fault, _text in found)
            kept["state"][row] = "wrong" if wrong else "read"
            kept["problems"][row] = json.dumps(found, ensure_ascii=False)
        return [_for_copy(name, kept[name]) for name in COLUMNS]

    def _cells(self, name: str) -> Cells | None:
        place = self.columns.get(name)
        return None if place is None else self._cells_of[place]

    def _column(self, name: str, chunk: Chunk, problems: Problems) -> Column:
        """Each different cell is read once; a column of plain short texts is as it stands."""
        cells = self._cells(name)
        if cells is None:
            return ["{}" if name == "citizenships" else ""] * len(chunk.rows)
        if name in TEXTS and values.all_plain(cells, TEXTS[name]):
            return list(cells)
        said, faults = self._said.setdefault(name, ({}, {}))
        if len(said) > REMEMBERED:
            said.clear()
            faults.clear()
        reader = self._reader(name)
        for text in set(cells).difference(said):
            said[text], fault = reader(text)
            if fault:
                faults[text] = fault
        if faults and not faults.keys().isdisjoint(cells):
            for row, text in enumerate(cells):
                if text in faults:
                    _tell(problems, row, name, faults[text], text)
        return list(map(said.__getitem__, cells))

    def _reader(self, name: str) -> Callable[[str], Read]:
        if name in TEXTS:
            return lambda text: values.limited(text, TEXTS[name])
        if name in self.vocabularies:
            return lambda text: values.chosen(text, self.vocabularies[name])
        if name in {"born_on", "died_on", "resides_since"}:
            early = values.EARLIEST if name == "born_on" else dt.date(1850, 1, 1)
            return lambda text: values.day(text, self.today, early)
        if name in {"latitude", "longitude"}:
            return lambda text: values.degrees(text, 90 if name == "latitude" else 180)
        return {
            "citizenships": values.citizenships,
            "postcode": values.postcode,
            "birth_place_code": self.towns.place_code,
            "municipality_id": self._town,
        }[name]

    def _town(self, text: str) -> Read:
        key = fold(text)
        if not key:
            return self.towns.default, "" if self.towns.default else "no_town"
        found = self.towns.by_name.get(key.lstrip("0") if key.isdigit() else key, "")
        if found and self.towns.default and found != self.towns.default:
            return "", "other_town"
        return found, "" if found else "unknown_town"

    def _codes(self, chunk: Chunk, problems: Problems) -> tuple[Column, Column]:
        cells = self._cells("tax_code")
        if cells is None:
            return [""] * len(chunk.rows), ["missing"] * len(chunk.rows)
        told = [c if len(c) == 16 and c.isupper() and c.isalnum() else compact(c) for c in cells]
        states = ["valid"] * len(told)
        for row in np.flatnonzero(~codes.right(told)).tolist():
            text, fault = values.code(told[row])
            if fault:
                _tell(problems, row, "tax_code", fault, cells[row])
            told[row] = text
            states[row] = "temporary" if text else "missing"
        return told, states

    def _places(self, kept: dict[str, Column], chunk: Chunk, problems: Problems) -> None:
        """The neighbourhood by its name, or by the street; the code of a birth place by its name."""
        size = len(chunk.rows)
        if "municipality" not in self.columns:
            kept["municipality_id"] = [self.towns.default] * size
        towns, streets, numbers = kept["municipality_id"], kept["street"], kept["street_number"]
        by_street = self.towns.quarter_of_street
        found = (
            [
                by_street(town, street, number) if street else ""
                for town, street, number in zip(towns, streets, numbers, strict=True)
            ]
            if by_street
            else [""] * size
        )
        for row, name in enumerate(self._cells("neighbourhood") or ()):
            if name and not (quarter := self.towns.quarter_named(towns[row], name)):
                _tell(problems, row, "neighbourhood", "note_unknown_quarter", name)
            elif name:
                found[row] = quarter
        kept["neighbourhood"] = found
        lat, lon = kept["latitude"], kept["longitude"]
        for row in range(size if any(lat) or any(lon) else 0):
            if not (lat[row] and lon[row]) and (lat[row] or lon[row]):
                lat[row] = lon[row] = ""

    def _names(self, column: Column) -> list[Name]:
        """What follows from each name, asked once of each different one."""
        known = self._known
        if len(known) > REMEMBERED:
            known.clear()
        for name in set(column).difference(known):
            known[name] = Name(fold(name), surname_letters(name), given_name_letters(name))
        return list(map(known.__getitem__, column))

    def _across(
        self, kept: dict[str, Column], names: list[tuple[Name, Name]], problems: Problems
    ) -> None:
        """What no cell says alone: who cannot be told, deaths before births, codes that disagree."""
        numbers, surnames, given = kept["registry_id"], kept["surname"], kept["given_name"]
        born, died, codes_ = kept["born_on"], kept["died_on"], kept["tax_code"]
        expected = [
            f"{one.surname}{other.given}{day[2:4]}{MONTH.get(day[5:7])}{DAY.get(sex + day[8:])}"
            for (one, other), day, sex in zip(names, born, kept["sex"], strict=True)
        ]  # how a code begins that agrees with the rest of its row
        rows = zip(
            numbers, surnames, given, died, codes_, kept["tax_code_state"], expected, strict=True
        )
        odd = [
            row
            for row, (number, surname, name, death, code, state, right) in enumerate(rows)
            if not (number and surname and name)
            or death
            or (state == "valid" and code[:11] != right)
        ]
        for row in odd:
            number, code, state = numbers[row], codes_[row], kept["tax_code_state"][row]
            if not (surnames[row] or given[row] or (number and self._newborn(born[row]))):
                _tell(problems, row, "surname", "no_name", "")
            if not (number or code or (surnames[row] and given[row] and born[row])):
                _tell(problems, row, "registry_id", "nobody", "")
            if died[row] and born[row] and died[row] < born[row]:
                _tell(problems, row, "died_on", "died_before_birth", died[row])
            if state == "valid" and code[:11] != expected[row]:
                person = (surnames[row], given[row], kept["sex"][row], born[row])
                _tell_disagreements(problems, row, code, person)

    def _newborn(self, born: str) -> bool:
        return bool(born) and (self.today - dt.date.fromisoformat(born)).days <= 366


def values_asked() -> tuple[str, ...]:
    """The columns that are read cell by cell."""
    return (
        *TEXTS, "sex", "born_on", "birth_place_code", "citizenships", "household_role",
        "municipality_id", "postcode", "latitude", "longitude", "resides_since", "registry_state",
        "died_on",
    )  # fmt: skip


def _tell(problems: Problems, row: int, field_: str, fault: str, text: str) -> None:
    name = "municipality" if field_ == "municipality_id" else field_
    problems.setdefault(row, []).append([name, fault, text[:80]])


def _tell_disagreements(
    problems: Problems, row: int, code: str, person: tuple[str, str, str, str]
) -> None:
    surname, given, sex, born = person
    told = disagreements(
        read_tax_code(code),
        surname=surname,
        given_name=given,
        sex=sex,
        born_on=dt.date.fromisoformat(born) if born else None,
    )
    for name in told:
        _tell(problems, row, name, "note_code_disagrees", code)


def _for_copy(name: str, column: Sequence[str]) -> Column:
    if name in NULLABLE:
        return [cell or NULL for cell in column]
    if "\\" in "".join(column):
        return [cell.replace("\\", "\\\\") for cell in column]
    return list(column)


def as_text(columns: list[Column]) -> str:
    """The rows in the text format of COPY."""
    return "\n".join(map("\t".join, zip(*columns, strict=True))) + "\n"


def column_places(chosen: Mapping[str, str], headers: Sequence[str]) -> dict[str, int]:
    """Where each chosen column stands in this file; `KeyError` names what is not there."""
    places = {header: place for place, header in enumerate(headers)}
    found: dict[str, int] = {}
    for name, header in chosen.items():
        if header not in places:
            raise KeyError(header)
        found[name] = places[header]
    if "municipality" in found:
        found["municipality_id"] = found["municipality"]
    return found


def with_own_words(own: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """The vocabularies with what was said of this file: «S» stands for «figlio»."""
    return {
        name: {**known, **{fold(word): value for word, value in own.get(name, {}).items()}}
        for name, known in values.VOCABULARIES.items()
    }
