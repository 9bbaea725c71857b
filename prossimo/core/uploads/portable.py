"""PDF files: one document and nothing else, without programs inside."""

import re
import zlib
from collections.abc import Iterator

from prossimo.core.uploads.refusing import refuse

HEAD = re.compile(rb"%PDF-[12]\.\d")
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
# What acts, opens or carries: scripts, starting programs, files within, forms that send elsewhere.
ACTIVE = re.compile(
    rb"/(JavaScript|Launch|EmbeddedFiles?|RichMedia|Rendition|SubmitForm|ImportData)\b"
)
# Names so short that a compressed picture holds them by chance: looked for outside the streams.
SHORT = re.compile(rb"/(JS|XFA|GoToE)\b")
MARKUP = re.compile(rb"<\s*(!doctype|html|script|svg|body|iframe|\?php)", re.IGNORECASE)
STREAM = re.compile(rb"stream\r?\n")
STREAMS = re.compile(rb"stream\r?\n.*?endstream", re.DOTALL)
MOST_OBJECTS = 64 * 1024 * 1024


def portable(data: bytes) -> None:
    """Raises `Refused` where it is more, or less, than a document to be read."""
    if not HEAD.match(data):
        refuse("broken")
    end = data.rfind(b"%%EOF")
    if end < 0 or b"startxref" not in data:
        refuse("broken")
    if data[end + 5 :].strip(b"\r\n \t\0"):
        refuse("hidden")
    first = data.find(b" obj")
    if MARKUP.search(data[: first if 0 < first < 4096 else 1024]):
        refuse("hidden")
    if b"PK\x05\x06" in data and b"PK\x01\x02" in data:
        refuse("hidden")  # a package stands in it too
    written = STREAMS.sub(b"stream", data)
    if re.search(rb"/Encrypt\b", _plain(written)):
        refuse("locked")
    if SHORT.search(_plain(written)) or ACTIVE.search(_plain(data)):
        refuse("active")
    for objects in _objects(data):
        if SHORT.search(_plain(objects)) or ACTIVE.search(_plain(objects)):
            refuse("active")


def _plain(text: bytes) -> bytes:
    """Names as they are meant: `/J#61vaScript` is `/JavaScript`."""
    return ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), text)


def _objects(data: bytes) -> Iterator[bytes]:
    """What is written in compressed bundles of objects, where names of actions could hide."""
    left = MOST_OBJECTS
    for begun in STREAM.finditer(data):
        described = _plain(data[max(0, begun.start() - 1000) : begun.start()]).rpartition(b"obj")[2]
        if b"/ObjStm" not in described or b"/Filter" not in described:
            continue
        try:
            text = zlib.decompressobj().decompress(data[begun.end() :], left)
        except zlib.error:
            refuse("hidden")  # packed as no program that writes PDF does
        left -= len(text)
        if left <= 0:
            refuse("unpacked")
        yield text
