"""Signed links for who has no account: over an identifier and a serial, revoked by raising it."""

import uuid
from dataclasses import dataclass

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.utils.crypto import salted_hmac

APPOINTMENT, WISH, FEED = "appointment", "wish", "feed"
REFERRAL = "referral"
PHONE = "outreach-phone"  # made ready for the work in the neighbourhood: it only hands in
KIOSK, BOARD, DOOR = "kiosk", "board", "door"  # of a desk, under its `door_serial`
CLEAR, SHORT = "bcdfghjkmnpqrstvwxyz23456789", 6
TICKET_COOKIE, TICKET_AGE = "biglietto", 18 * 3600  # what a telephone remembers of its ticket


@dataclass(frozen=True, slots=True)
class Followed:
    """What an intact link says: which ambito, which thing, under which serial."""

    ambito_id: uuid.UUID
    object_id: uuid.UUID
    serial: int


def sign(what: str, ambito_id: uuid.UUID, object_id: uuid.UUID, serial: int) -> str:
    """The part of an address that nobody can make but us."""
    return _signer(what).sign(f"{ambito_id.hex}.{object_id.hex}.{serial}")


def read(what: str, signed: str) -> Followed | None:
    """What the link says, or nothing where somebody made it up."""
    try:
        ambito, thing, serial = _signer(what).unsign(signed).split(".")
        return Followed(uuid.UUID(ambito), uuid.UUID(thing), int(serial))
    except (BadSignature, ValueError):
        return None


def sign_ticket(desk_id: uuid.UUID, ticket_id: uuid.UUID) -> str:
    """What a browser keeps of its ticket."""
    return Signer(salt="access.ticket").sign(f"{desk_id.hex}.{ticket_id.hex}")


def read_ticket(word: str, desk_id: uuid.UUID) -> uuid.UUID | None:
    """The ticket of a word that we signed, if it is of this desk."""
    try:
        desk, _dot, ticket = Signer(salt="access.ticket").unsign(word).partition(".")
        return uuid.UUID(ticket) if desk == desk_id.hex else None
    except (BadSignature, ValueError):
        return None


def short_of(desk_id: uuid.UUID, serial: int) -> str:
    """The address of a desk's door as one types it: six signs that are not taken for each other."""
    told = salted_hmac("access.door", f"{desk_id.hex}.{serial}", algorithm="sha256").digest()
    number = int.from_bytes(told[:8])
    signs = []
    for _each in range(SHORT):
        number, at = divmod(number, len(CLEAR))
        signs.append(CLEAR[at])
    return "".join(signs)


def absolute(path: str) -> str:
    """The address as who receives a message needs it."""
    return f"{settings.PUBLIC_ADDRESS.rstrip('/')}{path}"


def _signer(what: str) -> Signer:
    return Signer(salt=f"access.{what}", sep="~")
