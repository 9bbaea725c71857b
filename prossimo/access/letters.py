"""A parcel as it travels: what stands in the message, what in the envelope, and what is believed."""

import base64
import binascii
import datetime as dt
import json
import uuid
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from prossimo.access import sealing

MOST = 20  # parcels in one message
LONGEST_MESSAGE = 2_000_000  # bytes


class BadMessage(ValueError):
    """Not a message of ours."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """What a telephone says of one parcel, before anything is believed."""

    id: uuid.UUID
    token: str
    digest: str
    sealed: bytes


@dataclass(frozen=True, slots=True)
class Told:
    """What was in the envelope."""

    written_at: dt.datetime
    fields: dict[str, Any]


def read(body: bytes) -> list[Arrived]:
    """The parcels of a message; raises `BadMessage` with nothing believed."""
    if len(body) > LONGEST_MESSAGE:
        raise BadMessage
    message = _json(body)
    parcels = message.get("parcels")
    if not isinstance(parcels, list) or not 0 < len(parcels) <= MOST:
        raise BadMessage
    return [_arrived(each) for each in parcels]


def opened(arrived: Arrived) -> Told:
    """The content; raises `sealing.Broken` where it is not what was sealed, whole."""
    return content(sealing.opened(arrived.sealed, arrived.id), arrived.digest)


def content(text: bytes, digest: str) -> Told:
    """What a text in an envelope says; raises `sealing.Broken` where the digest is another's."""
    if sealing.digest_of(text) != digest:
        raise sealing.Broken
    try:
        told = _json(text)
    except BadMessage as error:
        raise sealing.Broken from error
    fields, written = told.get("fields"), told.get("written_at")
    if not isinstance(fields, dict) or not isinstance(written, str):
        raise sealing.Broken
    return Told(_moment(written), fields)


def _arrived(each: object) -> Arrived:
    if not isinstance(each, dict):
        raise BadMessage
    key, token, digest, sealed = (
        _text(each.get(name)) for name in ("id", "token", "digest", "sealed")
    )
    try:
        envelope = base64.b64decode(sealed, validate=True)
        return Arrived(uuid.UUID(key), token[:300], digest[:64], envelope)
    except (ValueError, binascii.Error) as error:
        raise BadMessage from error


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise BadMessage
    return value


def _json(text: bytes) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadMessage from error
    if not isinstance(found, dict):
        raise BadMessage
    return found


def _moment(written: str) -> dt.datetime:
    """When it was written; where the clock of the telephone says nothing sensible, now."""
    try:
        moment = parse_datetime(written)
    except ValueError:
        moment = None
    if moment is None or timezone.is_naive(moment):
        return timezone.now()
    return min(moment, timezone.now())
