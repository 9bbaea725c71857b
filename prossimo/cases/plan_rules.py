"""By when a project has to be signed: dated terms, counted from the day of taking charge. No Django."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """From a day on, a kind of project is signed within so many days; with the text that says so."""

    since: dt.date
    kind: str  # empty: any kind without a term of its own
    days: int
    norm: str


TERMS = (
    Term(dt.date(2000, 1, 1), "", 120, "prassi dell'Ambito"),
    Term(dt.date(2024, 5, 2), "inclusion_pact", 120, "DM 72/2024, linee guida ADI"),
    Term(dt.date(2015, 1, 1), "placement", 10, "prassi SISO"),
)


def term_on(day: dt.date, kind: str, terms: Sequence[Term] = TERMS) -> Term:
    """The term of a kind in force on a day; raises `LookupError` before the first.

    >>> term_on(dt.date(2025, 1, 1), "placement").days
    10
    >>> term_on(dt.date(2020, 1, 1), "inclusion_pact").norm
    "prassi dell'Ambito"
    """
    in_force = [each for each in terms if each.since <= day]
    own = [each for each in in_force if each.kind == kind]
    found = own or [each for each in in_force if not each.kind]
    if not found:
        raise LookupError(f"no term for {kind} on {day}")
    return max(found, key=lambda each: each.since)


def sign_by(taken_on: dt.date, kind: str, terms: Sequence[Term] = TERMS) -> dt.date:
    """The last day to sign.

    >>> sign_by(dt.date(2026, 1, 1), "inclusion_pact")
    datetime.date(2026, 5, 1)
    """
    return taken_on + dt.timedelta(days=term_on(taken_on, kind, terms).days)
