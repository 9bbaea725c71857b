"""What a telephone seals and only the server opens: a key of its own for each parcel.

The telephone makes a key pair for one parcel, agrees on a secret with the server's public key
(ECDH on P-256, HKDF-SHA-256) and encrypts with AES-GCM, bound to the identifier of the parcel. The
server's private key is worked out from the secret of the installation, as the keys that keep second
factors are; each has a name, so that what was sealed before a change of secret still opens.
"""

import hashlib
import os
import uuid
from functools import cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.crypto import salted_hmac

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

SALT = "prossimo.access.sealing"
MARK = b"P1"  # first of the envelope: how it is made
NAME, POINT, NONCE = 8, 65, 12  # bytes of the key's name, of a public key, of a nonce
HEAD = len(MARK) + NAME + POINT + NONCE
LONGEST = 65_536  # bytes of an envelope
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256


class Broken(Exception):
    """It does not open: made with a key that is gone, damaged on the way, or made up."""


def public_key() -> tuple[str, bytes]:
    """The name and the public half of the key that telephones seal to now."""
    return _named(settings.SECRET_KEY)


def opened(envelope: bytes, parcel_id: uuid.UUID) -> bytes:
    """What was sealed; raises `Broken` where it is not for us, or not for this parcel."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    if not HEAD < len(envelope) <= LONGEST or not envelope.startswith(MARK):
        raise Broken
    head, text = envelope[len(MARK) : HEAD], envelope[HEAD:]
    name, point, nonce = head[:NAME], head[NAME:-NONCE], head[-NONCE:]
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        if bytes.fromhex(_named(secret)[0]) == name:
            break
    else:
        raise Broken
    try:
        theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        shared = _private(secret).exchange(ec.ECDH(), theirs)
        return AESGCM(stretched(shared, name + point)).decrypt(nonce, text, str(parcel_id).encode())
    except (ValueError, InvalidTag) as error:
        raise Broken from error


def sealed(text: bytes, parcel_id: uuid.UUID) -> bytes:
    """An envelope as a telephone makes it, for the key of now."""
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    name, ours = public_key()
    pair = ec.generate_private_key(ec.SECP256R1())
    shared = pair.exchange(
        ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), ours)
    )
    point = pair.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    head, nonce = bytes.fromhex(name) + point, os.urandom(NONCE)
    once = AESGCM(stretched(shared, head))
    return MARK + head + nonce + once.encrypt(nonce, text, str(parcel_id).encode())


def stretched(shared: bytes, info: bytes) -> bytes:
    """The key of one parcel, from the secret that the two sides share."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), 32, salt=None, info=SALT.encode() + info).derive(shared)


def digest_of(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()


@cache
def _private(secret: str) -> "EllipticCurvePrivateKey":
    from cryptography.hazmat.primitives.asymmetric import ec

    drawn = salted_hmac(SALT, "p-256", secret=secret, algorithm="sha512").digest()
    return ec.derive_private_key(int.from_bytes(drawn) % (ORDER - 1) + 1, ec.SECP256R1())


@cache
def _named(secret: str) -> tuple[str, bytes]:
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    point = _private(secret).public_key().public_bytes(
        Encoding.X962, PublicFormat.UncompressedPoint
    )  # fmt: skip
    return hashlib.sha256(point).hexdigest()[: NAME * 2], point
