"""The ISEE of a household as INPS certifies it (DPCM 159/2013), and the question it answers.

The question carries its reason: for which benefit, for which application, to be granted or granted
already. INPS keeps it, and so do we, on every certificate that comes back.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from prossimo.citizens.exchange.faults import ExchangeFault, Fault
from prossimo.citizens.exchange.parties import Asking
from prossimo.citizens.taxcode import WrongTaxCode, read_tax_code


class Kind(StrEnum):
    """Kinds of ISEE; the values are those of the records."""

    ORDINARY = "ordinary"
    HEALTH = "health"
    RESIDENTIAL = "residential"
    UNIVERSITY = "university"
    DOCTORATE = "doctorate"
    MINORS = "minors"
    RESTRICTED = "restricted"
    CURRENT = "current"
    FAMILY = "family"


class Relation(StrEnum):
    """To the declarant; the values are those of the records."""

    DECLARANT = "declarant"
    SPOUSE = "spouse"
    MINOR = "minor"
    ADULT = "adult"
    PARENT = "parent"
    OTHER = "other"


class ApplicationState(StrEnum):
    """In the words of INPS."""

    TO_GRANT = "Da Erogare"
    GRANTED = "Erogata"


# Benefits for which the ISEE may be asked (labels in `wording`); INPS also knows sub-codes of some.
BENEFITS = (
    *(f"A1.{number:02}" for number in range(1, 21)),
    *(f"A2.{number:02}" for number in range(1, 13)),
    *(f"A3.{number:02}" for number in range(1, 4)),
    "Z9.99",
)
_BENEFIT = re.compile(r"(A[1-3]\.[0-9]{2}|Z9\.99)(\.[0-9]{2})?", re.ASCII)
LONGEST_APPLICATION = 32


@dataclass(frozen=True, slots=True)
class IseeQuery:
    """Raises `ExchangeFault` where the question could not be put to INPS."""

    tax_code: str
    valid_on: dt.date
    benefit: str
    application: str  # our protocol of the application
    state: ApplicationState = ApplicationState.TO_GRANT

    def __post_init__(self) -> None:
        try:
            object.__setattr__(self, "tax_code", read_tax_code(self.tax_code).text)
        except WrongTaxCode:
            raise ExchangeFault(Fault.BAD_QUERY, field="tax_code") from None
        if not _BENEFIT.fullmatch(self.benefit):
            raise ExchangeFault(Fault.BAD_QUERY, field="benefit")
        wanted = self.application.strip()
        if not wanted or len(wanted) > LONGEST_APPLICATION or not wanted.isprintable():
            raise ExchangeFault(Fault.BAD_QUERY, field="application")


@dataclass(frozen=True, slots=True)
class Values:
    """One indicator; amounts in cents. `beneficiary` is empty where it is of the whole household."""

    kind: Kind
    isee: int | None = None
    ise: int | None = None
    isr: int | None = None
    isp: int | None = None
    scale: Decimal | None = None
    mode: str = ""  # how it was reckoned, in the words of INPS
    reckoning: tuple[tuple[str, str], ...] = ()
    beneficiary: str = ""
    released_on: dt.date | None = None

    @property
    def computable(self) -> bool:
        """INPS may say that it cannot reckon one: the other parent has not declared."""
        return self.isee is not None


@dataclass(frozen=True, slots=True)
class Member:
    tax_code: str
    surname: str = ""
    given_name: str = ""
    relation: Relation = Relation.OTHER
    relation_code: str = ""  # as INPS writes it


@dataclass(frozen=True, slots=True)
class Remark:
    """An omission or a difference (omissione o difformità) that INPS has found."""

    kind: str
    tax_code: str = ""
    checked_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Certificate:
    """An attestation with all its indicators."""

    protocol: str  # of the DSU: INPS-ISEE-…
    declarant: str
    presented_on: dt.date
    values: tuple[Values, ...]
    members: tuple[Member, ...] = ()
    remarks: tuple[Remark, ...] = ()
    valid_from: dt.date | None = None
    expires_on: dt.date | None = None
    sender_protocol: str = ""
    query: IseeQuery | None = None  # why it was asked
    origin: str = ""

    @property
    def ends_on(self) -> dt.date:
        """The day told, or the end of the year in which it was presented (DPCM 159/2013, art. 10)."""
        return self.expires_on or dt.date(self.presented_on.year, 12, 31)

    def of(self, kind: Kind, tax_code: str = "") -> Values | None:
        """The indicator of this kind, of this person where it is personal."""
        return next(
            (v for v in self.values if v.kind is kind and v.beneficiary in {"", tax_code}), None
        )

    def __iter__(self) -> Iterator[Values]:
        return iter(self.values)


class IseeSource(Protocol):
    """Where certificates come from: INPS, or a file of what INPS gave."""

    @property
    def origin(self) -> str:
        """«INPS», or the name of the file."""

    def certificate(self, asking: Asking, query: IseeQuery) -> Certificate | None:
        """The certificate in force on the day, `None` where there is none."""
