"""The voucher of the PDND: asked for with a signed assertion, kept until it expires.

The authorization server tells everybody the same («015-0008») whatever the link of the chain that
is missing, so that a stranger learns nothing. What can be known from outside (a clock that is
wrong, a code that says more) is said; for the rest the sentence lists what to look at.
"""

import email.utils
import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import jwt

from prossimo.citizens.exchange.faults import ExchangeFault, Fault
from prossimo.citizens.exchange.parties import Asking, Platform, Service
from prossimo.citizens.exchange.signing import Signer
from prossimo.citizens.exchange.wire import Answer, Wire

JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
MARGIN = 30  # a voucher is not spent in its last seconds
TOLERANCE = 60  # how wrong a clock may be before it is worth a word
ABSOLUTE = 10**9  # some releases answered the instant of expiry where seconds are promised
DEFAULT_LIFE = 600
TOLD = {
    "015-0003": Fault.PURPOSE_INACTIVE,
    "015-0004": Fault.CHAIN_INACTIVE,
    "015-0005": Fault.PURPOSE_INACTIVE,
    "015-0006": Fault.CHAIN_INACTIVE,
    "015-0007": Fault.CHAIN_INACTIVE,
    "015-0011": Fault.KEY_UNKNOWN,
    "015-0012": Fault.KEY_UNKNOWN,
}


@dataclass(frozen=True, slots=True)
class Grant:
    """A voucher, and the evidence whose digest it carries: one is worth nothing without the other."""

    voucher: str
    voucher_id: str
    evidence: str
    expires_at: int


class VoucherOffice:
    """Keeps the vouchers in this process's memory, and nowhere else."""

    def __init__(
        self,
        platform: Platform,
        signer: Signer,
        wire: Wire,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.platform, self.signer, self.wire, self.clock = platform, signer, wire, clock
        self._kept: dict[tuple[str, str, str], Grant] = {}
        self._lock = threading.Lock()

    def grant(self, service: Service, asking: Asking) -> Grant:
        """The voucher of this operator for this purpose; raise `ExchangeFault` where there is none."""
        key = _key(service, asking)
        now = int(self.clock())
        with self._lock:
            kept = self._kept.get(key)
        if kept and kept.expires_at - MARGIN > now:
            return kept
        grant = self._ask(service, asking, now)
        with self._lock:
            self._kept = {k: g for k, g in self._kept.items() if g.expires_at > now}
            self._kept[key] = grant
        return grant

    def forget(self, service: Service, asking: Asking) -> None:
        with self._lock:
            self._kept.pop(_key(service, asking), None)

    def _ask(self, service: Service, asking: Asking, now: int) -> Grant:
        evidence = self.signer.evidence(service, asking, now) if service.traced else ""
        form = {
            "client_id": self.platform.client_id,
            "client_assertion": self.signer.assertion(service, evidence, now),
            "client_assertion_type": JWT_BEARER,
            "grant_type": "client_credentials",
        }
        answer = self.wire.send(
            "POST",
            self.platform.auth_url,
            headers={
                "Content-Type": "application/x-www-form-urlencoded",
                "Accept": "application/json",
            },
            body=urlencode(form).encode(),
        )
        if not answer.fine:
            raise _refusal(answer, service, self.clock())
        return _granted(answer, evidence, service, now)


def _key(service: Service, asking: Asking) -> tuple[str, str, str]:
    return service.name, service.purpose, asking.user if service.traced else ""


def _granted(answer: Answer, evidence: str, service: Service, now: int) -> Grant:
    told = _document(answer)
    voucher = told.get("access_token")
    if not isinstance(voucher, str) or str(told.get("token_type", "")).lower() != "bearer":
        raise ExchangeFault(Fault.MALFORMED, service="PDND", where="access_token")
    try:
        # The voucher is for the provider, who verifies it: here only its dates are of interest.
        claims = jwt.decode(voucher, options={"verify_signature": False})
    except jwt.InvalidTokenError:
        claims = {}
    expiry = claims.get("exp") or told.get("expires_in") or DEFAULT_LIFE
    if not isinstance(expiry, int):
        raise ExchangeFault(Fault.MALFORMED, service="PDND", where="expires_in")
    expires_at = expiry if expiry > ABSOLUTE else now + expiry
    return Grant(voucher, str(claims.get("jti", "")), evidence, expires_at)


def _refusal(answer: Answer, service: Service, now: float) -> ExchangeFault:
    if answer.status == 429:
        return ExchangeFault(Fault.TOO_MANY, service="PDND", seconds=retry_after(answer, now))
    if answer.status >= 500:
        return ExchangeFault(Fault.OUT_OF_ORDER, service="PDND", status=answer.status)
    wrong = _seconds_apart(answer, now)
    if abs(wrong) > TOLERANCE:
        return ExchangeFault(Fault.CLOCK, seconds=wrong)
    told = _document(answer)
    reference = str(told.get("correlationId", ""))[:80]
    errors = told.get("errors")
    codes = (
        [e.get("code") for e in errors if isinstance(e, dict)] if isinstance(errors, list) else []
    )
    fault = next((TOLD[code] for code in codes if code in TOLD), Fault.NO_VOUCHER)
    return ExchangeFault(fault, service=service.name, reference=reference)


def _document(answer: Answer) -> dict[str, Any]:
    try:
        told = json.loads(answer.body)
    except ValueError:
        told = None
    if not isinstance(told, dict):
        if answer.fine:
            raise ExchangeFault(Fault.MALFORMED, service="PDND", where="JSON")
        return {}
    return told


def _seconds_apart(answer: Answer, now: float) -> int:
    """By how much our clock is ahead of the server's; 0 where the server does not say its own."""
    try:
        theirs = email.utils.parsedate_to_datetime(answer.headers.get("date", ""))
    except ValueError:
        return 0
    return round(now - theirs.timestamp())


def retry_after(answer: Answer, now: float) -> int:
    """The seconds of Retry-After, given as such or as a date; 60 where it does not say."""
    said = answer.headers.get("retry-after", "").strip()
    if said.isascii() and said.isdigit():
        return min(int(said), 24 * 3600)
    try:
        until = email.utils.parsedate_to_datetime(said)
    except ValueError:
        return 60
    return max(1, min(round(until.timestamp() - now), 24 * 3600))
