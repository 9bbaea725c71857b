"""Checks the rows of a file column by column: what each cell says, what is wrong with each row."""

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import add

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
ESCAPED = {*TEXTS, "sort_key", "problems", "birth_place_code", "neighbourhood"}  # any letter
# What stands in a row where the file says nothing: such a column is not sent at all.
BLANK = {**dict.fromkeys(COLUMNS, ""), **dict.fromkeys(("line", *NULLABLE), NULL)}
BLANK |= {"citizenships": "{}", "state": "read", "problems": "[]"}
UNTOLD = "-"  # in the place of the letters of a code that the row does not say
LONGEST_KEY = 620
Column = list[str]
Cells = Sequence[str]
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
    _derived: dict[str, dict[str, str]] = field(default_factory=dict)
    _cells_of: list[Cells] = field(default_factory=list)
    _rows: int = 0

    def check(self, chunk: Chunk) -> list[Column]:
        """The columns in the order of `COLUMNS`, each cell ready for COPY."""
        problems: Problems = {}
        self._cells_of, self._rows = chunk.columns, len(chunk.lines)
        kept = {name: self._column(name, problems) for name in values_asked()}
        kept["line"] = list(map(str, chunk.lines))
        kept["tax_code"], kept["tax_code_state"] = self._codes(problems)
        self._places(kept, problems)
        kept["sort_key"] = self._sort_keys(kept["surname"], kept["given_name"])
        if any(kept["died_on"]):
            kept["registry_state"] = [
                "dead" if died else state
                for died, state in zip(kept["died_on"], kept["registry_state"], strict=True)
            ]
        self._across(kept, problems)
        kept["state"] = ["read"] * self._rows
        kept["problems"] = ["[]"] * self._rows
        for row, found in problems.items():
            wrong = any(not fault.startswith(NOTE) for _field, fault, _text in found)
            kept["state"][row] = "wrong" if wrong else "read"
            kept["problems"][row] = json.dumps(found, ensure_ascii=False)
        return [_for_copy(name, kept[name]) for name in COLUMNS]

    def _cells(self, name: str) -> Cells | None:
        place = self.columns.get(name)
        return None if place is None else self._cells_of[place]

    def _column(self, name: str, problems: Problems) -> Column:
        """Each different cell is read once; a column of plain short texts is as it stands."""
        cells = self._cells(name)
        if cells is None:
            return ["{}" if name == "citizenships" else ""] * self._rows
        if name in TEXTS and values.all_plain(cells, TEXTS[name]):
            return list(cells)
        said, faults = self._said.setdefault(name, ({}, {}))
        if len(said) > REMEMBERED:
            said.clear()
            faults.clear()
        told = _recalled(said, cells)
        if told is None:
            reader = self._reader(name)
            for text in set(cells).difference(said):
                said[text], fault = reader(text)
                if fault:
                    faults[text] = fault
            told = list(map(said.__getitem__, cells))
        if faults and not faults.keys().isdisjoint(cells):
            for row, text in enumerate(cells):
                if text in faults:
                    _tell(problems, row, name, faults[text], text)
        return told

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

    def _codes(self, problems: Problems) -> tuple[Column, Column]:
        cells = self._cells("tax_code")
        if cells is None:
            return [""] * self._rows, ["missing"] * self._rows
        told = list(cells)
        if not codes.all_compact(told):
            told = [c if codes.all_compact([c]) else compact(c) for c in told]
        states = ["valid"] * len(told)
        for row in np.flatnonzero(~codes.right(told)).tolist():
            text, fault = values.code(told[row])
            if fault:
                _tell(problems, row, "tax_code", fault, cells[row])
            told[row] = text
            states[row] = "temporary" if text else "missing"
        return told, states

    def _places(self, kept: dict[str, Column], problems: Problems) -> None:
        """The neighbourhood by its name, or by the street; the code of a birth place by its name."""
        if "municipality" not in self.columns:
            kept["municipality_id"] = [self.towns.default] * self._rows
        towns, streets, numbers = kept["municipality_id"], kept["street"], kept["street_number"]
        by_street = self.towns.quarter_of_street
        found = (
            [
                by_street(town, street, number) if street else ""
                for town, street, number in zip(towns, streets, numbers, strict=True)
            ]
            if by_street
            else [""] * self._rows
        )
        for row, name in enumerate(self._cells("neighbourhood") or ()):
            if name and not (quarter := self.towns.quarter_named(towns[row], name)):
                _tell(problems, row, "neighbourhood", "note_unknown_quarter", name)
            elif name:
                found[row] = quarter
        kept["neighbourhood"] = found
        lat, lon = kept["latitude"], kept["longitude"]
        for row in range(self._rows if any(lat) or any(lon) else 0):
            if not (lat[row] and lon[row]) and (lat[row] or lon[row]):
                lat[row] = lon[row] = ""

    def _from_each(self, what: str, told: Callable[[str], str], column: Cells) -> Column:
        """What follows from each cell, asked once of each different one."""
        known = self._derived.setdefault(what, {})
        if len(known) > REMEMBERED:
            known.clear()
        found = _recalled(known, column)
        if found is None:
            for text in set(column).difference(known):
                known[text] = told(text)
            found = list(map(known.__getitem__, column))
        return found

    def _sort_keys(self, surnames: Column, given: Column) -> Column:
        folded = [self._from_each("folded", fold, names) for names in (surnames, given)]
        keys = list(map(" ".join, zip(*folded, strict=True)))
        if all(map(all, folded)) and len(max(keys, key=len)) <= LONGEST_KEY:
            return keys
        return [key.strip()[:LONGEST_KEY] for key in keys]

    def _expected(self, kept: dict[str, Column]) -> Iterator[str]:
        """How a code begins that agrees with the rest of its row."""
        surnames = self._from_each("surname", surname_letters, kept["surname"])
        given = self._from_each("given_name", given_name_letters, kept["given_name"])
        births = self._from_each(
            "birth", birth_letters, list(map(add, kept["sex"], kept["born_on"]))
        )
        return map(add, map(add, surnames, given), births)

    def _across(self, kept: dict[str, Column], problems: Problems) -> None:
        """What no cell says alone: who cannot be told, deaths before births, codes that disagree."""
        numbers, surnames, given = kept["registry_id"], kept["surname"], kept["given_name"]
        born, died, codes_ = kept["born_on"], kept["died_on"], kept["tax_code"]
        agree = list(map(str.startswith, codes_, self._expected(kept)))
        odd = _where(died, True) | (_where(agree, False) & _where(codes_, True))
        for column in (numbers, surnames, given):
            odd |= _where(column, False)
        for row in sorted(odd):
            number, code = numbers[row], codes_[row]
            if not (surnames[row] or given[row] or (number and self._newborn(born[row]))):
                _tell(problems, row, "surname", "no_name", "")
            if not (number or code or (surnames[row] and given[row] and born[row])):
                _tell(problems, row, "registry_id", "nobody", "")
            if died[row] and born[row] and died[row] < born[row]:
                _tell(problems, row, "died_on", "died_before_birth", died[row])
            if kept["tax_code_state"][row] == "valid" and not agree[row]:
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


def birth_letters(said: str) -> str:
    """How a fiscal code tells a sex and a day of birth.

    >>> birth_letters("F1960-05-12"), birth_letters("M1960-05-12"), birth_letters("1960-05-12")
    ('60E52', '60E12', '-')
    """
    sex, year, month, day = said[:1], said[3:5], said[6:8], said[9:]
    if sex not in {"F", "M"} or not day:
        return UNTOLD
    return f"{year}{MONTHS[int(month) - 1]}{int(day) + 40 * (sex == 'F'):02}"


def _recalled(known: Mapping[str, str], cells: Cells) -> Column | None:
    try:
        return list(map(known.__getitem__, cells))
    except KeyError:
        return None


def _where(column: Sequence[object], full: bool) -> set[int]:
    """The rows where a column says something, or nothing."""
    if not any(column) if full else all(column):
        return set()
    return {row for row, cell in enumerate(column) if bool(cell) is full}


def _for_copy(name: str, column: Column) -> Column:
    if name in NULLABLE:
        return column if all(column) else [cell or NULL for cell in column]
    if name in ESCAPED and "\\" in "".join(column):
        return [cell.replace("\\", "\\\\") for cell in column]
    return column


def as_text(columns: Sequence[Column]) -> str:
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
