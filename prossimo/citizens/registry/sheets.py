"""Spreadsheets, XLSX and ODS: unpacked only as far as they are reasonable."""

import datetime as dt
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from prossimo.citizens.registry import faults
from prossimo.citizens.registry.faults import UnreadableFile

MOST_UNPACKED = 64 * 1024 * 1024  # bytes: the reader holds a sheet whole, CSV has no such bound
MOST_PARTS = 2000
PIECE = 64 * 1024


def rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The rows of the first sheet that has any, as texts, with their numbers."""
    _weigh(path)
    try:
        book = CalamineWorkbook.from_path(str(path))
        for place in range(len(book.sheet_names)):
            sheet = book.get_sheet_by_index(place)
            if sheet.height:
                above = sheet.start[0] if sheet.start else 0
                for number, cells in enumerate(sheet.iter_rows(), start=above + 1):
                    yield number, [_text(cell) for cell in cells]
                return
    except (CalamineError, OSError, ValueError, zipfile.BadZipFile):
        raise UnreadableFile(faults.SHEET_BROKEN) from None


def _weigh(path: Path) -> None:
    """Unpack without keeping, and stop at the cap: what the archive says of itself may be a lie."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS:
                raise UnreadableFile(faults.UNPACKED, most=MOST_UNPACKED >> 20)
            total = 0
            for part in parts:
                with archive.open(part) as stream:
                    while piece := stream.read(PIECE):
                        total += len(piece)
                        if total > MOST_UNPACKED:
                            raise UnreadableFile(faults.UNPACKED, most=MOST_UNPACKED >> 20)
    except RuntimeError:  # a part asks for a password
        raise UnreadableFile(faults.SHEET_LOCKED) from None
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError):
        raise UnreadableFile(faults.SHEET_BROKEN) from None


def _text(cell: object) -> str:
    if isinstance(cell, dt.datetime):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, dt.date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)
