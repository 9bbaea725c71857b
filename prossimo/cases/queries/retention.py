"""Reads of the archive: what is closed, until when it is kept, what comes due."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from prossimo.accounts.choices import UserArea
from prossimo.accounts.rules import Actor
from prossimo.cases.choices import ArchiveState
from prossimo.cases.models import CaseArchive, LegalHold, RetentionClass
from prossimo.cases.rules import Kept, kept_until


@dataclass(frozen=True, slots=True)
class ClosedCase:
    """A closed case that is not in the archive: without a name."""

    case_id: uuid.UUID
    number: str
    user_area: str
    closed_on: dt.date

    @property
    def area(self) -> str:
        return str(UserArea(self.user_area).label)


@dataclass(frozen=True, slots=True)
class Shelf:
    """The archive as the page shows it."""

    terms: list[RetentionClass]
    closed: list[tuple[ClosedCase, dt.date | None]]
    archived: list[CaseArchive]
    proposed: list[CaseArchive]
    disposed: list[CaseArchive]
    holds: list[LegalHold]


def closed_cases() -> list[ClosedCase]:
    """What may be put away, for who keeps the archive; nothing for others."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT case_id, number, user_area, closed_on FROM wall.closed_cases()")
        return [ClosedCase(*row) for row in cursor.fetchall()]


def terms_of(actor: Actor) -> list[RetentionClass]:
    return list(RetentionClass.objects.filter(ambito=actor.ambito_id))


def due_of(user_area: str, closed_on: dt.date, terms: Sequence[RetentionClass]) -> dt.date | None:
    """Until when it is kept, by the term in force when it was closed; none where none was decided."""
    table = [Kept(term.user_area, term.years, term.since) for term in terms]
    return kept_until(user_area, closed_on, table)


def shelf_of(actor: Actor, most: int = 200) -> Shelf:
    terms = terms_of(actor)
    rows = CaseArchive.objects.visible_to(actor)
    closed = [(each, due_of(each.user_area, each.closed_on, terms)) for each in closed_cases()]
    return Shelf(
        terms=terms,
        closed=closed[:most],
        archived=list(rows.filter(state=ArchiveState.ARCHIVED)[:most]),
        proposed=list(
            rows.filter(state=ArchiveState.PROPOSED).select_related("proposed_by")[:most]
        ),
        disposed=list(
            rows.filter(state=ArchiveState.DISPOSED).select_related("proposed_by", "decided_by")[
                :most
            ]
        ),
        holds=list(
            LegalHold.objects.visible_to(actor)
            .filter(pk__in=LegalHold.objects.binding().values("pk"))
            .select_related("archive", "by")[:most]
        ),
    )
