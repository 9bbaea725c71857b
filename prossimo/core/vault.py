"""The vault: files encrypted one by one, each under its own key, kept by the hash of what is on disk.

The key of a file is wrapped by a key of the settings and lives beside the record, never beside the
file: a copy of the folder opens nothing without the database, a copy of the database opens nothing
without the settings. A record whose key is destroyed leaves a file that nobody can open any more.
"""

import contextlib
import hashlib
import hmac
import os
import re
import secrets
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

MARK = b"PRSM1"  # how a file of the vault begins: another way of closing will have another mark
WRAP = b"\x01"
NONCE, KEY, NAME = 12, 32, 8
CHANGE_NOTHING = b"prossimo.vault.wrap"
ADDRESS = re.compile(r"[0-9a-f]{64}")


class Unreadable(RuntimeError):
    """The file is not there, was altered, or its key is no longer known."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a file stands in the vault and what opens it: for the record that speaks of it."""

    address: str
    key: bytes
    size: int
    sha256: str  # of what was given, to recognise it


def keep(data: bytes, *, about: str) -> Kept:
    """Encrypt and write, surely on disk when this returns; `about` must be said again to open it."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    key, nonce = AESGCM.generate_key(bit_length=KEY * 8), secrets.token_bytes(NONCE)
    closed = MARK + nonce + AESGCM(key).encrypt(nonce, data, about.encode())
    address = hashlib.sha256(closed).hexdigest()
    _write(_place(address), closed)
    return Kept(address, wrapped(key), len(data), hashlib.sha256(data).hexdigest())


def read(address: str, key: bytes, *, about: str) -> bytes:
    """What was kept; raises `Unreadable`, with the reason, rather than give something else."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        closed = _place(address).read_bytes()
    except FileNotFoundError as error:
        raise Unreadable(f"{address}: not in the vault") from error
    if hashlib.sha256(closed).hexdigest() != address or not closed.startswith(MARK):
        raise Unreadable(f"{address}: altered on disk")
    nonce = closed[len(MARK) : len(MARK) + NONCE]
    try:
        return AESGCM(unwrapped(key)).decrypt(nonce, closed[len(MARK) + NONCE :], about.encode())
    except InvalidTag as error:
        raise Unreadable(f"{address}: does not belong to this record") from error


def wrapped(key: bytes) -> bytes:
    """The key of a file under the present key of the settings, whose name stands in front."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    name, master = next(iter(_masters().items()))
    nonce = secrets.token_bytes(NONCE)
    return WRAP + name + nonce + AESGCM(master).encrypt(nonce, key, CHANGE_NOTHING + name)


def unwrapped(key: bytes) -> bytes:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    name, rest = bytes(key[1 : 1 + NAME]), bytes(key[1 + NAME :])
    master = _masters().get(name)
    if bytes(key[:1]) != WRAP or master is None:
        raise Unreadable("its key was closed by a key of the settings that is no longer given")
    try:
        return AESGCM(master).decrypt(rest[:NONCE], rest[NONCE:], CHANGE_NOTHING + name)
    except InvalidTag as error:
        raise Unreadable("its key was altered") from error


def present_name() -> bytes:
    """The name of the key that closes today: what carries another one is to be closed again."""
    return WRAP + next(iter(_masters()))


def addresses(older_than: float) -> Iterator[str]:
    """Every file of the vault written more than so many seconds ago."""
    before = time.time() - older_than
    for place in _root().glob("??/??/*"):
        with contextlib.suppress(FileNotFoundError):  # somebody else swept it
            if ADDRESS.fullmatch(place.name) and place.stat().st_mtime < before:
                yield place.name


def drafts(older_than: float) -> Iterator[Path]:
    """What a death left half written."""
    before = time.time() - older_than
    for place in _root().glob("??/??/.*.draft"):
        with contextlib.suppress(FileNotFoundError):
            if place.stat().st_mtime < before:
                yield place


def throw_away(address: str) -> None:
    _place(address).unlink(missing_ok=True)


def _masters() -> dict[bytes, bytes]:
    """The keys of the settings by name: the first closes, all of them open."""
    given = [
        *filter(None, [settings.FILES_KEY, *settings.FILES_KEY_FALLBACKS]),
        settings.SECRET_KEY,
        *settings.SECRET_KEY_FALLBACKS,
    ]
    masters: dict[bytes, bytes] = {}
    for secret in given:
        master = hmac.digest(b"prossimo.vault.master", secret.encode(), "sha256")
        masters[hashlib.sha256(b"name" + master).digest()[:NAME]] = master
    return masters


def _root() -> Path:
    return Path(settings.FILES_ROOT)


def _place(address: str) -> Path:
    """Two levels of folders; anything but an address of ours is refused before it is a path."""
    if not ADDRESS.fullmatch(address):
        raise Unreadable("not an address of the vault")
    return _root() / address[:2] / address[2:4] / address


def _write(place: Path, closed: bytes) -> None:
    """A draft beside it, flushed, then the name, flushed: whole or not at all after a power cut."""
    made = [folder for folder in (place.parent, *place.parent.parents) if not folder.exists()]
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(prefix=".", suffix=".draft", dir=place.parent)
    try:
        with open(handle, "wb") as stream:
            stream.write(closed)
            stream.flush()
            os.fsync(stream.fileno())
        Path(draft).replace(place)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
    for folder in {place.parent, *(each.parent for each in made)}:
        _flush_folder(folder)


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
