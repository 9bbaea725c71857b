"""Checks the rows of a file column by column: what each cell says, what is wrong with each row."""

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

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
REMEMBERED = 20_000  # cells a column remembers
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
Column = list[str]
Problem = list[str]  # field, fault, what was written
Problems = dict[int, list[Problem]]


@dataclass(frozen=True, slots=True)
class Towns:
    """The municipalities that the file may speak of, and how their neighbourhoods are found."""

    by_name: Mapping[str, str]  # folded name, ISTAT or cadastral code → id
    default: str = ""
    quarter_named: Callable[[str, str], str] = lambda _town, _name: ""
    quarter_of_street: Callable[[str, str, str], str] = lambda _town, _street, _number: ""
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
    _memory: dict[str, dict[str, Read]] = field(default_factory=dict)
    _letters: dict[str, dict[str, str]] = field(default_factory=dict)

    def check(self, chunk: Chunk) -> list[Column]:
        """The columns in the order of `COLUMNS`, each cell ready for COPY."""
        problems: Problems = {}
        kept = {name: self._column(name, chunk, problems) for name in values_asked()}
        kept["line"] = [str(line) for line in chunk.lines]
        kept["tax_code"], kept["tax_code_state"] = self._codes(chunk, problems)
        self._places(kept, chunk, problems)
        kept["sort_key"] = self._sort_keys(kept)
        for row, died in enumerate(kept["died_on"]):
            if died:
                kept["registry_state"][row] = "dead"
        self._across(kept, problems)
        kept["state"] = ["read"] * len(chunk.rows)
        kept["problems"] = ["[]"] * len(chunk.rows)
        for row, found in problems.items():
            wrong = any(not fault.startswith(NOTE) for _field, fault, _text in found)
            kept["state"][row] = "wrong" if wrong else "read"
            kept["problems"][row] = json.dumps(found, ensure_ascii=False)
        return [_for_copy(name, kept[name]) for name in COLUMNS]

    def _cells(self, name: str, chunk: Chunk) -> Column | None:
        place = self.columns.get(name)
        return None if place is None else [row[place] for row in chunk.rows]

    def _column(self, name: str, chunk: Chunk, problems: Problems) -> Column:
        cells = self._cells(name, chunk)
        if cells is None:
            return ["{}" if name == "citizenships" else ""] * len(chunk.rows)
        reader = self._reader(name)
        memory = self._memory.setdefault(name, {})
        if len(memory) > REMEMBERED:
            memory.clear()
        out = []
        for row, text in enumerate(cells):
            read = memory.get(text)
            if read is None:
                read = memory[text] = reader(text)
            if read[1]:
                _tell(problems, row, name, read[1], text)
            out.append(read[0])
        return out

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
        cells = self._cells("tax_code", chunk)
        if cells is None:
            return [""] * len(chunk.rows), ["missing"] * len(chunk.rows)
        told = [c if len(c) == 16 and c.isupper() and c.isalnum() else compact(c) for c in cells]
        states = ["valid"] * len(told)
        for row, good in enumerate(codes.right(told).tolist()):
            if good:
                continue
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
        named = self._cells("neighbourhood", chunk) or [""] * size
        towns, streets, numbers = kept["municipality_id"], kept["street"], kept["street_number"]
        found = []
        for row in range(size):
            quarter = ""
            if named[row]:
                quarter = self.towns.quarter_named(towns[row], named[row])
                if not quarter:
                    _tell(problems, row, "neighbourhood", "note_unknown_quarter", named[row])
            if not quarter and streets[row]:
                quarter = self.towns.quarter_of_street(towns[row], streets[row], numbers[row])
            found.append(quarter)
        kept["neighbourhood"] = found
        lat, lon = kept["latitude"], kept["longitude"]
        for row in range(size):
            if not (lat[row] and lon[row]) and (lat[row] or lon[row]):
                lat[row] = lon[row] = ""

    def _sort_keys(self, kept: dict[str, Column]) -> Column:
        """Folded names: whole words of one text and of the other, remembered one by one."""
        memory = self._memory.setdefault("sort_key", {})
        if len(memory) > REMEMBERED:
            memory.clear()
        out = []
        for pair in zip(kept["surname"], kept["given_name"], strict=True):
            folded = []
            for name in pair:
                known = memory.get(name)
                if known is None:
                    known = memory[name] = (fold(name), "")
                folded.append(known[0])
            out.append(" ".join(filter(None, folded))[:620])
        return out

    def _across(self, kept: dict[str, Column], problems: Problems) -> None:
        """What no cell says alone: who cannot be told, deaths before births, codes that disagree."""
        births: dict[tuple[str, str], str] = {}
        rows = zip(
            kept["registry_id"], kept["surname"], kept["given_name"], kept["born_on"],
            kept["died_on"], kept["sex"], kept["tax_code"], kept["tax_code_state"],
            strict=True,
        )  # fmt: skip
        for row, (number, surname, given, born, died, sex, code, state) in enumerate(rows):
            if not surname and not given and (not number or not self._newborn(born)):
                _tell(problems, row, "surname", "no_name", "")
            if not number and not code and not (surname and given and born):
                _tell(problems, row, "registry_id", "nobody", "")
            if died and born and died < born:
                _tell(problems, row, "died_on", "died_before_birth", died)
            if state == "valid":
                expected = births.get((born, sex))
                if expected is None:
                    expected = births[(born, sex)] = _birth_letters(born, sex)
                letters = self._name_letters(surname, given)
                if code[:3] != letters[0] or code[3:6] != letters[1] or code[6:11] != expected:
                    _tell_disagreements(problems, row, code, (surname, given, sex, born))

    def _newborn(self, born: str) -> bool:
        return bool(born) and (self.today - dt.date.fromisoformat(born)).days <= 366

    def _name_letters(self, surname: str, given: str) -> tuple[str, str]:
        return (
            self._remembered("surname letters", surname, surname_letters),
            self._remembered("given letters", given, given_name_letters),
        )

    def _remembered(self, what: str, text: str, reader: Callable[[str], str]) -> str:
        memory = self._letters.setdefault(what, {})
        known = memory.get(text)
        if known is None:
            if len(memory) > REMEMBERED:
                memory.clear()
            known = memory[text] = reader(text)
        return known


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


def _birth_letters(born: str, sex: str) -> str:
    if not born or sex not in {"F", "M"}:
        return ""
    day = int(born[8:]) + (40 if sex == "F" else 0)
    return f"{born[2:4]}{MONTHS[int(born[5:7]) - 1]}{day:02}"


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
    if any("\\" in cell for cell in column):
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
