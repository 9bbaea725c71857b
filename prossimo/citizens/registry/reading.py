"""The rows of a file, a few thousand at a time: the file is never whole in memory."""

import codecs
import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import methodcaller
from pathlib import Path
from typing import NamedTuple

from prossimo.citizens.registry import faults, sheets
from prossimo.citizens.registry.faults import UnreadableFile
from prossimo.citizens.registry.sniffing import SHEET, Layout
from prossimo.core.text import clean

CHUNK = 4_000  # rows
MOST_COLUMNS = 500
MOST_ROWS = 5_000_000
LONGEST_FIELD = 32_768  # characters
PIECE = 256 * 1024
_ODD = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")

Cells = list[str]


Rows = Iterator[tuple[int, Cells]]  # each with the line of the file where it ends


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some rows of the table, column by column, each with the line of the file where it ends."""

    lines: Sequence[int]
    columns: list[Sequence[str]]

    @classmethod
    def of(cls, lines: Sequence[int], rows: list[Cells]) -> "Chunk":
        return cls(lines, list(zip(*rows, strict=True)))

    @property
    def rows(self) -> list[Cells]:
        return list(map(list, zip(*self.columns, strict=True)))


class Plain(NamedTuple):
    """Whole lines of a text in which no cell is quoted."""

    first: int
    lines: list[str]
    delimiter: str

    def rows(self) -> Rows:
        """Row by row, as they come: where a row differs from the others."""
        reader = csv.reader(self.lines, delimiter=self.delimiter)
        try:
            yield from enumerate(reader, self.first)
        except csv.Error:
            at = self.first + max(0, reader.line_num - 1)
            raise UnreadableFile(faults.LONG_LINE, line=at) from None

    def columns(self, width: int) -> Chunk | None:
        """All the cells at once, if all rows have as many of them and none is blank or too long."""
        sizes = [len(line) for line in self.lines]
        marks = set(map(methodcaller("count", self.delimiter), self.lines))
        wide = (marks.pop() if len(marks) == 1 else 0) + 1
        if not (
            width <= wide <= MOST_COLUMNS and min(sizes) >= wide and max(sizes) < LONGEST_FIELD
        ):
            return None
        cells = self.delimiter.join(self.lines).split(self.delimiter)
        lines = range(self.first, self.first + len(self.lines))
        return Chunk(lines, [cells[place::wide] for place in range(width)])


class Table:
    """A file opened to be read once, from top to bottom: the names of its columns, then its rows."""

    def __init__(self, path: Path, layout: Layout) -> None:
        self._pieces: Iterator[Plain | Rows] = (
            iter([_sheet_rows(path)]) if layout.kind == SHEET else _csv_pieces(path, layout)
        )
        piece = next(self._pieces, None)
        rows = piece.rows() if isinstance(piece, Plain) else piece
        first = next(rows, None) if rows else None
        if piece is None or first is None:
            raise UnreadableFile(faults.EMPTY)
        self.headers = _headers(first[1])
        if isinstance(piece, Plain):
            piece = Plain(piece.first + 1, piece.lines[1:], piece.delimiter)
        self._pieces = chain([piece], self._pieces)

    def chunks(self, size: int = CHUNK) -> Iterator[Chunk]:
        """Blank rows are skipped; short ones are filled, what is beyond the names is left out."""
        seen = 0
        for chunk in self._chunks(size):
            seen += len(chunk.lines)
            if seen > MOST_ROWS:
                raise UnreadableFile(faults.TOO_LONG, most=MOST_ROWS)
            yield chunk
        if not seen:
            raise UnreadableFile(faults.NO_ROWS)

    def _chunks(self, size: int) -> Iterator[Chunk]:
        width = len(self.headers)
        for piece in self._pieces:
            if not isinstance(piece, Plain):
                yield from _gathered(piece, width, size)
            elif piece.lines:
                if whole := piece.columns(width):
                    yield whole
                else:
                    yield from _gathered(piece.rows(), width, size)


def _gathered(source: Rows, width: int, size: int) -> Iterator[Chunk]:
    lines: list[int] = []
    rows: list[Cells] = []
    for line, cells in source:
        if not any(cells):
            continue
        if len(cells) > MOST_COLUMNS:
            raise UnreadableFile(faults.TOO_WIDE, found=len(cells), most=MOST_COLUMNS)
        lines.append(line)
        rows.append(cells if len(cells) == width else _fitted(cells, width))
        if len(rows) == size:
            yield Chunk.of(lines, rows)
            lines, rows = [], []
    if rows:
        yield Chunk.of(lines, rows)


def _fitted(cells: Cells, width: int) -> Cells:
    return (cells + [""] * (width - len(cells)))[:width]


def _headers(cells: Cells) -> Cells:
    if len(cells) > MOST_COLUMNS:
        raise UnreadableFile(faults.TOO_WIDE, found=len(cells), most=MOST_COLUMNS)
    names = [" ".join(cell.split())[:100] for cell in cells]
    while names and not names[-1]:
        names.pop()
    if len(names) < 2:
        raise UnreadableFile(faults.ONE_COLUMN)
    for name in names:
        if name and names.count(name) > 1:
            raise UnreadableFile(faults.TWICE, name=name)
    return [name or f"#{place}" for place, name in enumerate(names, start=1)]


def _csv_pieces(path: Path, layout: Layout) -> Iterator[Plain | Rows]:
    """Whole blocks as long as no cell is quoted; from the first quotation on, row by row."""
    csv.field_size_limit(LONGEST_FIELD)
    blocks = _Blocks(path, layout.encoding)
    first = 1
    for block in blocks:
        if '"' in block:
            yield _quoted_rows(_Lines(blocks, block), first, layout.delimiter)
            return
        lines = block.split("\n")
        if blocks.ended and blocks.cut:
            raise UnreadableFile(faults.CUT, line=first)
        yield Plain(first, lines, layout.delimiter)
        first += len(lines)


def _quoted_rows(source: "_Lines", first: int, delimiter: str) -> Rows:
    reader = csv.reader(source, delimiter=delimiter, strict=False)
    before = first - 1  # lines read already
    begins = first
    try:
        for cells in reader:
            ends = before + reader.line_num
            if source.ended and _left_open(source.tail, delimiter):
                raise UnreadableFile(faults.OPEN_QUOTE, line=begins)
            if source.ended and source.cut:
                raise UnreadableFile(faults.CUT, line=begins)
            yield ends, cells
            begins = ends + 1
            source.tail.clear()
    except csv.Error:
        open_ = before + reader.line_num > begins
        sentence = faults.OPEN_QUOTE if open_ else faults.LONG_LINE
        raise UnreadableFile(sentence, line=begins) from None


def _left_open(lines: list[str], delimiter: str) -> bool:
    """Whether the last row ends inside a quotation: strictly read, it would be refused."""
    try:
        list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False


class _Blocks:
    """A text file by pieces of whole lines, cleaned; remembers whether it was cut."""

    def __init__(self, path: Path, encoding: str) -> None:
        self.ended = self.cut = False
        self.read = 0
        self._blocks = self._read(path, encoding)

    def __iter__(self) -> Iterator[str]:
        return self._blocks

    def _read(self, path: Path, encoding: str) -> Iterator[str]:
        rest = ""
        for piece in self._decoded(path, encoding):
            block = rest + piece
            if "\n" not in block and len(block) > 4 * PIECE:
                raise UnreadableFile(faults.LONG_LINE, line=self.read + 1)
            whole, found, rest = block.rpartition("\n")
            if found:
                whole = _tidy(whole)
                self.read += whole.count("\n") + 1
                yield whole
        self.ended = True
        if rest:
            yield _tidy(rest)

    def _decoded(self, path: Path, encoding: str) -> Iterator[str]:
        decoder = codecs.getincrementaldecoder(encoding)()
        with path.open("rb") as stream:
            try:
                while piece := stream.read(PIECE):
                    yield decoder.decode(piece)
                yield decoder.decode(b"", final=True)
            except UnicodeDecodeError as wrong:
                if "end of data" in wrong.reason or "truncated" in wrong.reason:
                    self.cut = True
                    return
                raise UnreadableFile(faults.WRONG_BYTES, line=self.read + 1) from None


class _Lines:
    """The lines of some blocks, one by one; remembers those of the row that is being read."""

    def __init__(self, blocks: _Blocks, block: str) -> None:
        self.tail: list[str] = []
        self._blocks = blocks
        self._lines = self._of(chain([block], blocks))

    @property
    def ended(self) -> bool:
        return self._blocks.ended

    @property
    def cut(self) -> bool:
        return self._blocks.cut

    def _of(self, blocks: Iterable[str]) -> Iterator[str]:
        for block in blocks:
            lines = block.split("\n")
            last = lines.pop() + ("" if self.ended else "\n")  # nothing ends the very last line
            for line in lines:
                yield line + "\n"
            yield last

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        if len(self.tail) < 1000:
            self.tail.append(line)
        return line


def _tidy(text: str) -> str:
    """As `core.text.clean`, asked of a whole block; old Macintosh ends of line become plain ones."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
    if text.isascii() and not _ODD.search(text):
        return text
    return unicodedata.normalize("NFC", _ODD.sub("", text))


def _sheet_rows(path: Path) -> Rows:
    for line, cells in sheets.rows(path):
        yield line, [clean(cell).replace("\xa0", " ") for cell in cells]
