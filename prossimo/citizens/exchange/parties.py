"""Who takes part in an exchange: our body at the platform, each e-service, and who asks and why."""

import unicodedata
from dataclasses import dataclass
from pathlib import Path

from prossimo.citizens.exchange.faults import ExchangeFault, Fault

LONGEST_USER = 100
LONGEST_REASON = 60


@dataclass(frozen=True, slots=True)
class Platform:
    """Our client at the PDND: who we are and with which key we sign."""

    client_id: str
    key_id: str
    key_file: Path
    auth_url: str  # the whole address of token.oauth2
    audience: str  # of the client assertion
    location: str  # the office or system that asks (userLocation)
    assurance: str = "LoA2"  # how surely the operator was recognised (LoA)


@dataclass(frozen=True, slots=True)
class Service:
    """An e-service that we may use, and the purpose (finalità) declared for it."""

    name: str
    url: str
    purpose: str  # empty for the platform's own e-services
    audience: str = ""  # what the provider calls itself; empty where it asks for no tracing

    @property
    def traced(self) -> bool:
        """Whether the provider wants to know who asks (AUDIT_REST_02, INTEGRITY_REST_02)."""
        return bool(self.audience)


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks and why. The reason is the number of a case or of a protocol, never a story."""

    user: str
    reason: str

    def __post_init__(self) -> None:
        if not _clean(self.user, LONGEST_USER):
            raise ExchangeFault(Fault.NO_USER)
        if len(self.reason.strip()) < 3 or not _clean(self.reason, LONGEST_REASON):
            raise ExchangeFault(Fault.NO_REASON)


def _clean(text: str, longest: int) -> bool:
    """
    >>> _clean("Prot. 12/2026", 60), _clean("", 60), _clean("due\\nrighe", 60)
    (True, False, False)
    """
    controls = any(unicodedata.category(character).startswith("C") for character in text)
    return bool(text.strip()) and len(text) <= longest and not controls
