"""Office files: packages of which every piece is looked at before anything is believed."""

import io
import re
import zipfile
import zlib

from prossimo.core.uploads.refusing import refuse

MOST_PIECES = 5000
MOST_UNPACKED = 200 * 1024 * 1024
MOST_RATIO = 200  # a text packs ten or thirty times; a bomb, a thousand
OPEN_TYPES = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}
OFFICE_TYPES = {
    "word/document.xml": ("docx", b"wordprocessingml.document.main+xml"),
    "xl/workbook.xml": ("xlsx", b"spreadsheetml.sheet.main+xml"),
}
PROGRAMS = re.compile(
    r"(^|/)(vba\w*\.(bin|xml)|activex/|Basic/|Scripts/|ObjectReplacements/.*\.(exe|js)$"
    r"|embeddings/.*\.(bin|exe|js|vbs|hta|lnk)$)|\.(exe|dll|js|vbs|hta|lnk|bat|cmd|ps1|jar)$",
    re.IGNORECASE,
)


TIE = re.compile(rb"<Relationship\s[^>]*>")
BRINGS_IN = re.compile(rb"/(attachedTemplate|oleObject|frame|subDocument)\"")
ELSEWHERE = re.compile(
    rb"Target=\"(https?:|ftp:|mhtml:|\\\\\\\\|file:/{4}|file://[^/])", re.IGNORECASE
)


def office(data: bytes) -> str:
    """Which office file this package is; raises `Refused` for a bomb, a macro, a disguise."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return _looked_into(package, data)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError):
        refuse("broken")


def _looked_into(package: zipfile.ZipFile, data: bytes) -> str:
    pieces = package.infolist()
    begins = min((piece.header_offset for piece in pieces), default=1)
    if begins != 0 or not data.startswith(b"PK\x03\x04") or data[-22:-18] != b"PK\x05\x06":
        refuse("hidden")  # something stands before the package, or after it
    if any(piece.flag_bits & 1 for piece in pieces):
        refuse("locked")
    if len(pieces) > MOST_PIECES or sum(piece.file_size for piece in pieces) > MOST_UNPACKED:
        refuse("unpacked")
    names = [piece.filename for piece in pieces]
    if len(set(names)) != len(names) or any(_leads_out(name) for name in names):
        refuse("hidden")
    if any(PROGRAMS.search(name) for name in names):
        refuse("macro")
    _unpack(package, len(data))
    return _named(package, set(names))


def _leads_out(name: str) -> bool:
    """A name that would write outside the folder it is unpacked in."""
    return name.startswith(("/", "\\")) or ":" in name or ".." in re.split(r"[/\\]", name)


def _unpack(package: zipfile.ZipFile, packed: int) -> None:
    """What the directory says of sizes may be a lie: everything is really unpacked, and counted."""
    most = min(MOST_UNPACKED, max(packed * MOST_RATIO, 1024 * 1024))
    total = 0
    for piece in package.infolist():
        with package.open(piece) as stream:
            while block := stream.read(256 * 1024):
                total += len(block)
                if total > most:
                    refuse("unpacked")


def _named(package: zipfile.ZipFile, names: set[str]) -> str:
    if "mimetype" in names:
        kind = OPEN_TYPES.get(package.read("mimetype").strip())
        if kind and "content.xml" in names:
            return kind
    if "[Content_Types].xml" in names:
        declared = package.read("[Content_Types].xml")
        if b"macroEnabled" in declared or b"vbaProject" in declared or _calls_out(package, names):
            refuse("macro")
        for piece, (kind, main) in OFFICE_TYPES.items():
            if piece in names and main in declared:
                return kind
    refuse("kind")


def _calls_out(package: zipfile.ZipFile, names: set[str]) -> bool:
    """A template or an object that is fetched from elsewhere when the file is opened."""
    ties = (TIE.findall(package.read(name)) for name in names if name.endswith(".rels"))
    return any(BRINGS_IN.search(tie) and ELSEWHERE.search(tie) for each in ties for tie in each)
