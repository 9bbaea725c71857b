"""What kind of file it is: its encoding and its separator, guessed from the beginning."""

import codecs
import csv
import unicodedata
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from prossimo.citizens.registry import faults
from prossimo.citizens.registry.faults import UnreadableFile

CSV, SHEET = "csv", "sheet"
HEAD = 64 * 1024  # bytes looked at
DELIMITERS = ";,\t|"
SHEET_MAGIC = b"PK\x03\x04"
OLD_SHEET, LOCKED_SHEET = b"\xd0\xcf\x11\xe0", "EncryptedPackage".encode("utf-16-le")
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class Layout:
    """How the file is written."""

    kind: str = CSV
    encoding: str = "utf-8"
    delimiter: str = ";"

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of(cls, kept: dict[str, Any]) -> "Layout":
        return cls(**{name: kept[name] for name in cls.__slots__ if name in kept})


def sniff(path: Path) -> Layout:
    """The layout of a file; raises `UnreadableFile` for what is no table at all."""
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    if not head.strip(b"\x00\r\n\t ;,|\xff\xfe\xef\xbb\xbf"):
        raise UnreadableFile(faults.EMPTY)
    if head.startswith((SHEET_MAGIC, OLD_SHEET)):
        if LOCKED_SHEET in head or LOCKED_SHEET in path.read_bytes()[-HEAD:]:
            raise UnreadableFile(faults.SHEET_LOCKED)
        return Layout(SHEET, "", "")
    encoding = _encoding(path, head)
    text = codecs.getincrementaldecoder(encoding)(errors="replace").decode(head)
    return Layout(CSV, encoding, _delimiter(text))


def _encoding(path: Path, head: bytes) -> str:
    for mark, name in BOMS:
        if head.startswith(mark):
            return name
    if (nulls := head.count(0)) > len(head) // 4:
        return "utf-16-le" if head[1::2].count(0) > nulls // 2 else "utf-16-be"
    if nulls:
        raise UnreadableFile(faults.BINARY)
    if _is_utf8(path):
        return "utf-8"
    # Windows-1252 leaves five bytes without a letter: where one is met, it is Latin-1.
    return "cp1252" if _reads(path, "cp1252") else "latin-1"


def _is_utf8(path: Path) -> bool:
    return _reads(path, "utf-8")


def _reads(path: Path, encoding: str) -> bool:
    """Whether the whole file is in this encoding, a piece at a time."""
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as stream:
        try:
            while piece := stream.read(1 << 20):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError as wrong:
            # A file cut inside a letter of UTF-8 is still UTF-8: the reader says where it is cut.
            return encoding == "utf-8" and wrong.reason == "unexpected end of data"
    return True


def _delimiter(text: str) -> str:
    """The separator that divides the first lines most often and most evenly."""
    lines = [line for line in text.splitlines()[:20] if line.strip()]
    if len(lines) > 1 and len(text) >= HEAD // 4:
        lines = lines[:-1]
    if not lines:
        raise UnreadableFile(faults.EMPTY)
    csv.field_size_limit(HEAD)
    head, best, widest = lines[0], ";", 1
    for mark in DELIMITERS:
        width = len(next(csv.reader([head], delimiter=mark), []))
        if width > widest:
            best, widest = mark, width
    if widest == 1 and sum(unicodedata.category(c) == "Cc" for c in head) > len(head) // 10:
        raise UnreadableFile(faults.BINARY)
    return best
