"""A file that somebody hands over: believed only after looking at what it holds."""

import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.conf import settings
from django.core.files.base import File

from prossimo.core.uploads import images, packages, portable, scanning
from prossimo.core.uploads.kinds import ENDINGS, KINDS, FileKind
from prossimo.core.uploads.refusing import Refused, refuse
from prossimo.core.uploads.scanning import Scan

__all__ = ["Checked", "Refused", "Scan", "checked", "safe_name"]

LONGEST_NAME = 120
UNWANTED = re.compile(r'[\s\x00-\x1f\x7f<>:"|?*\\/\u202a-\u202e\u2066-\u2069\u200e\u200f]+')
OTHERS = (b"GIF8", b"%!PS", b"{\\rtf", b"MZ", b"#!")  # what could pass for a text and is none
MARKUP = re.compile(rb"<\s*(!doctype|html|script|svg|\?xml|\?php|iframe|body)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Checked:
    """A file as it may be kept: its name made harmless, what it is, its bytes, what the scan said."""

    name: str
    kind: FileKind
    data: bytes
    scan: Scan


def checked(upload: "File[bytes]") -> Checked:
    """Look at everything that can be looked at; raises `Refused` (a `ValidationError`) with the reason."""
    most = settings.UPLOAD_MOST_MB
    if (upload.size or 0) > most * 1024 * 1024:
        refuse("size", most=most)
    upload.seek(0)
    data = upload.read(most * 1024 * 1024 + 1)
    if not data:
        refuse("empty")
    if len(data) > most * 1024 * 1024:
        refuse("size", most=most)
    name = safe_name(upload.name or "")
    declared = ENDINGS.get(PurePosixPath(name).suffix.lstrip(".").lower())
    if declared is None:
        refuse("kind")
    scan = scanning.scan(data)  # what was handed over, before anything is taken off it
    kind, data = _looked_at(data)
    if kind is not declared:
        refuse("ending", ending=PurePosixPath(name).suffix.lstrip("."))
    return Checked(name, kind, data, scan)


def safe_name(name: str) -> str:
    """The last part of a name, without what could lead elsewhere, hide or reverse its ending.

    >>> safe_name("../../etc/passwd.pdf")
    'passwd.pdf'
    >>> safe_name("C:\\\\Documenti\\\\referto.pdf")
    'referto.pdf'
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    last = UNWANTED.sub(" ", last).lstrip().rstrip(" .")
    stem, dot, ending = last.rpartition(".")
    if not dot:
        return last[:LONGEST_NAME]
    return f"{stem[: LONGEST_NAME - 6].strip(' .') or 'documento'}.{ending[:5].lower()}"


def _looked_at(data: bytes) -> tuple[FileKind, bytes]:
    """What a file is by what it holds, and what of it is kept."""
    if data.startswith(b"%PDF-"):
        portable.portable(data)
        return KINDS["pdf"], data
    if data.startswith(b"\xff\xd8\xff"):
        return KINDS["jpeg"], images.jpeg(data)
    if data.startswith(images.PNG):
        return KINDS["png"], images.png(data)
    if data.startswith(b"PK"):
        return KINDS[packages.office(data)], data
    return KINDS["text"], _text(data)


def _text(data: bytes) -> bytes:
    """Words and nothing else, in UTF-8 whatever they were written in."""
    if MARKUP.search(data) or b"\0" in data or data.startswith(OTHERS):
        refuse("kind")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    if any(unicodedata.category(each) == "Cc" and each not in "\r\n\t\f" for each in text):
        refuse("kind")
    return text.encode()
