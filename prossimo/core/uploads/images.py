"""Photographs rewritten piece by piece: the picture stays, where and when it was taken does not."""

import struct
import zlib

from prossimo.core.uploads.refusing import refuse

MOST_PIXELS = 50_000_000
# What a JPEG needs to be drawn; everything else (EXIF, XMP, thumbnails, comments) is left out.
FRAMES = {*range(0xC0, 0xC4), *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0)}
KEPT_SEGMENTS = {0xDB, 0xC4, 0xCC, 0xDD, 0xDA, *FRAMES}
KEPT_NOTES = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
PNG = b"\x89PNG\r\n\x1a\n"
KEPT_CHUNKS = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"pHYs",
               b"sBIT", b"bKGD"}  # fmt: skip


def jpeg(data: bytes) -> bytes:
    """The same picture without what was written about it; which way up it is held is kept."""
    kept, at, turned, drawn = [b"\xff\xd8"], 2, 1, False
    while True:
        marker, at = _marker(data, at)
        if marker == 0xD9:
            break
        size = int.from_bytes(data[at : at + 2], "big")
        body = data[at + 2 : at + size]
        if size < 2 or len(body) != size - 2:
            refuse("broken")
        if marker == 0xE1 and body.startswith(b"Exif\0\0"):
            turned = _orientation(body[6:])
        if marker in FRAMES and len(body) > 5:
            _check_pixels(*struct.unpack(">HH", body[1:5]))
            drawn = True
        at += size
        if marker in KEPT_SEGMENTS or body.startswith(KEPT_NOTES.get(marker, b"\xff")):
            kept.append(b"\xff" + bytes([marker]) + data[at - size : at])
        if marker == 0xDA:
            after = _end_of_scan(data, at)
            kept.append(data[at:after])
            at = after
    if not drawn:
        refuse("broken")
    if turned != 1:
        kept.insert(1, _turned(turned))
    return b"".join(kept) + b"\xff\xd9"


def png(data: bytes) -> bytes:
    """The same picture, chunk by chunk: texts, dates and whatever follows the end are left out."""
    kept, at, drawn = [PNG], len(PNG), False
    while True:
        head = data[at : at + 8]
        if len(head) < 8:
            refuse("broken")
        size, name = int.from_bytes(head[:4], "big"), head[4:]
        body = data[at + 8 : at + 8 + size]
        check = data[at + 8 + size : at + 12 + size]
        if len(check) != 4 or zlib.crc32(name + body) != int.from_bytes(check, "big"):
            refuse("broken")
        if name == b"IHDR" and size == 13:
            _check_pixels(*struct.unpack(">II", body[:8]))
        drawn = drawn or name == b"IDAT"
        if name in KEPT_CHUNKS:
            kept.append(data[at : at + 12 + size])
        at += 12 + size
        if name == b"IEND":
            break
    if not drawn:
        refuse("broken")
    return b"".join(kept)


def _marker(data: bytes, at: int) -> tuple[int, int]:
    """The next marker of a JPEG and where its body begins."""
    if data[at : at + 1] != b"\xff":
        refuse("broken")
    while data[at : at + 1] == b"\xff":
        at += 1
    if at >= len(data):
        refuse("broken")
    return data[at], at + 1


def _end_of_scan(data: bytes, at: int) -> int:
    """Where the drawn part ends: at the first marker that is neither stuffing nor a restart."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            refuse("broken")
        if data[at + 1] == 0 or 0xD0 <= data[at + 1] <= 0xD7:
            at += 2
        elif data[at + 1] == 0xFF:
            at += 1
        else:
            return at


def _check_pixels(one: int, other: int) -> None:
    if not one or not other:
        refuse("broken")
    if one * other > MOST_PIXELS:
        refuse("pixels", most=MOST_PIXELS // 1_000_000)


def _orientation(tiff: bytes) -> int:
    """Which way the camera was held (1 to 8), read from the first directory of the EXIF."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None or len(tiff) < 8:
        return 1
    first = struct.unpack(order + "I", tiff[4:8])[0]
    count = struct.unpack(order + "H", tiff[first : first + 2])[0] if first + 2 <= len(tiff) else 0
    for number in range(min(count, 100)):
        entry = tiff[first + 2 + number * 12 : first + 14 + number * 12]
        if len(entry) == 12 and struct.unpack(order + "HH", entry[:4]) == (0x0112, 3):
            value = int(struct.unpack(order + "H", entry[8:10])[0])
            return value if 1 <= value <= 8 else 1
    return 1


def _turned(way: int) -> bytes:
    """An EXIF that says nothing but which way up."""
    entry = struct.pack(">HHIHH", 0x0112, 3, 1, way, 0)
    tiff = b"MM\0*" + struct.pack(">I", 8) + struct.pack(">H", 1) + entry + b"\0\0\0\0"
    body = b"Exif\0\0" + tiff
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
