"""Reads the rows of a CSV or JSON export, whatever program wrote it; says which line is wrong."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from prossimo.citizens.exchange.faults import ExchangeFault, Fault

LARGEST = 200 * 1024 * 1024
LONGEST_CELL = 10_000


@dataclass(frozen=True, slots=True)
class Row:
    file: str
    line: int
    cells: dict[str, str]

    def __getitem__(self, name: str) -> str:
        return self.cells.get(name, "")

    def wrong(self, field: str) -> ExchangeFault:
        return ExchangeFault(Fault.FILE_WRONG, file=self.file, line=self.line, field=field)


def rows(file: Path) -> Iterator[Row]:
    """The rows, with the names of the columns in small letters."""
    text = _text(file)
    if file.suffix.lower() == ".json":
        yield from _objects(file, text)
        return
    csv.field_size_limit(LONGEST_CELL)
    head = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text), delimiter=";" if ";" in head else ",", strict=True)
    try:
        names = [name.strip().lower() for name in next(reader, [])]
        for values in reader:
            if any(value.strip() for value in values):
                cells = {name: value.strip() for name, value in zip(names, values, strict=False)}
                yield Row(file.name, reader.line_num, cells)
    except csv.Error:
        raise _wrong(file, reader.line_num) from None


def _objects(file: Path, text: str) -> Iterator[Row]:
    try:
        listed = json.loads(text)
    except (ValueError, RecursionError):
        raise _wrong(file, 1) from None
    if not isinstance(listed, list):
        raise _wrong(file, 1)
    for number, each in enumerate(listed, start=1):
        if not isinstance(each, dict):
            raise _wrong(file, number)
        cells = {
            str(name).lower(): "" if value is None else str(value).strip()
            for name, value in each.items()
            if not isinstance(value, list | dict)
        }
        yield Row(file.name, number, cells)


def _text(file: Path) -> str:
    try:
        if file.stat().st_size > LARGEST:
            raise OSError
        content = file.read_bytes()
    except OSError:
        raise ExchangeFault(Fault.FILE_UNREADABLE, file=str(file)) from None
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise _wrong(file, 1)


def _wrong(file: Path, line: int) -> ExchangeFault:
    return ExchangeFault(Fault.FILE_WRONG, file=file.name, line=line, field="—")
