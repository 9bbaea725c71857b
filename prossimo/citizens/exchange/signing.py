"""The signatures of an exchange: assertion, tracing evidence, signed headers (AgID, ModI).

AUDIT_REST_02 binds the evidence of who asks to the voucher by its digest; INTEGRITY_REST_02 binds
the body to the request by the header Digest and the token Agid-JWT-Signature.
"""

import base64
import hashlib
import secrets
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from prossimo.citizens.exchange.faults import ExchangeFault, Fault
from prossimo.citizens.exchange.parties import Asking, Platform, Service

ALGORITHM = "RS256"
SMALLEST_KEY = 2048
ASSERTION_LIFE = 120  # it is spent at once
EVIDENCE_LIFE = 30 * 60  # longer than a voucher, which the same evidence accompanies
SIGNATURE_LIFE = 120


def digest_of(body: bytes) -> str:
    """The value of the header Digest.

    >>> digest_of(b"")
    'SHA-256=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='
    """
    return "SHA-256=" + base64.b64encode(hashlib.sha256(body).digest()).decode()


def private_key(file: Path) -> RSAPrivateKey:
    """The key of our client; what is not an RSA key of 2048 bits or more is refused."""
    try:
        content = file.read_bytes()
    except OSError:
        raise ExchangeFault(Fault.KEY_UNREADABLE, file=str(file)) from None
    try:
        key = load_pem_private_key(content, password=None)
    except (ValueError, TypeError):
        raise ExchangeFault(Fault.KEY_WRONG, file=str(file)) from None
    if not isinstance(key, RSAPrivateKey) or key.key_size < SMALLEST_KEY:
        raise ExchangeFault(Fault.KEY_WRONG, file=str(file))
    return key


@dataclass(frozen=True, slots=True)
class Signer:
    """Signs as our client does; `now` is always seconds since 1970, given by who calls."""

    platform: Platform
    key: RSAPrivateKey

    def assertion(self, service: Service, evidence: str, now: int) -> str:
        """What is exchanged for a voucher: only the claims that the PDND admits (no `nbf`)."""
        claims = self._claims(now, ASSERTION_LIFE) | {
            "sub": self.platform.client_id,
            "aud": self.platform.audience,
        }
        if service.purpose:
            claims["purposeId"] = service.purpose
        if evidence:
            value = hashlib.sha256(evidence.encode()).hexdigest()
            claims["digest"] = {"alg": "SHA256", "value": value}
        return self._signed(claims)

    def evidence(self, service: Service, asking: Asking, now: int) -> str:
        """Agid-JWT-TrackingEvidence: which operator asks, from where, how surely recognised."""
        claims = self._claims(now, EVIDENCE_LIFE) | {
            "nbf": now,
            "aud": service.audience,
            "purposeId": service.purpose,
            "dnonce": secrets.randbelow(9 * 10**12) + 10**12,
            "userID": asking.user,
            "userLocation": self.platform.location,
            "LoA": self.platform.assurance,
        }
        return self._signed(claims)

    def signature(self, service: Service, digest: str, content_type: str, now: int) -> str:
        """Agid-JWT-Signature: this body, of this type, in this one request."""
        headers = [{"digest": digest}, {"content-type": content_type}]
        claims = self._claims(now, SIGNATURE_LIFE) | {
            "nbf": now,
            "sub": self.platform.client_id,
            "aud": service.audience,
            "purposeId": service.purpose,
            "signed_headers": headers if content_type else headers[:1],
        }
        return self._signed(claims)

    def _claims(self, now: int, life: int) -> dict[str, Any]:
        return {
            "iss": self.platform.client_id,
            "jti": str(uuid.uuid4()),
            "iat": now,
            "exp": now + life,
        }

    def _signed(self, claims: dict[str, Any]) -> str:
        headers = {"kid": self.platform.key_id, "typ": "JWT"}
        return jwt.encode(claims, self.key, algorithm=ALGORITHM, headers=headers)
