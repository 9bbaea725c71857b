"""What is late in the cases one may know of: silence, verifications, tasks, goals, who is to be heard."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.urls import reverse

from prossimo.accounts.rules import Actor
from prossimo.cases.choices import CaseState
from prossimo.cases.choices.late import LateKind
from prossimo.cases.models import Case
from prossimo.cases.models.case import CaseQuerySet
from prossimo.cases.rules import attention_on
from prossimo.core.periods import today


@dataclass(frozen=True, slots=True)
class Late:
    """Something of a case that should have happened by a day."""

    kind: str
    case: Case
    due: dt.date

    @property
    def days(self) -> int:
        """How many days late, today."""
        return (today() - self.due).days

    @property
    def pk(self) -> UUID:
        return self.case.pk

    @property
    def label(self) -> str:
        return str(LateKind(self.kind).label)

    @property
    def url(self) -> str:
        """Where it is mended."""
        if self.kind == LateKind.FOLLOW_UP:
            return reverse("cases:hear_again", args=[self.case.pk])
        if self.kind == LateKind.SILENT:
            return self.case.get_absolute_url()
        return reverse("cases:meetings", args=[self.case.pk])


def late_in(actor: Actor, cases: CaseQuerySet | None = None, kind: str = "") -> list[Late]:
    """What is late in these cases, the latest first; without any, in all that one may know of.

    Three questions to the database, however many the cases are.
    """
    rows = Case.objects.visible_to(actor) if cases is None else cases
    day = today()
    parts = _parts(day)
    wanted = Q(pk__in=list(parts)) | _silent_or_to_review(rows, day) | _to_hear(day)
    found = [
        late
        for case in rows.filter(wanted).for_list()
        for late in _late_of(case, parts.get(case.pk, ()), day)
        if not kind or late.kind == kind
    ]
    return sorted(found, key=lambda each: (each.due, each.case.number))


@dataclass(frozen=True, slots=True)
class Owed:
    """How much is late in the cases of one worker, kind by kind."""

    name: str
    owner: UUID | None
    counts: Counter[str]


def by_worker(found: Iterable[Late]) -> list[Owed]:
    """How much is late by who has it: the most first."""
    counts: dict[UUID | None, Counter[str]] = defaultdict(Counter)
    names: dict[UUID | None, str] = {}
    for late in found:
        owner = late.case.owner
        counts[late.case.owner_id][late.kind] += 1
        names[late.case.owner_id] = owner.user.get_full_name() if owner else ""
    listed = [Owed(names[key], key, count) for key, count in counts.items()]
    return sorted(listed, key=lambda each: (-each.counts.total(), each.name))


def _parts(day: dt.date) -> dict[UUID, list[tuple[str, dt.date]]]:
    """Tasks, goals and reviews of projects that are late, case by case: never what they say."""
    found: dict[UUID, list[tuple[str, dt.date]]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, case_id, due_on FROM wall.due_in_cases(NULL, %s)", [day])
        for kind, case_id, due in cursor.fetchall():
            found[case_id].append((kind, due))
    return found


def _silent_or_to_review(rows: CaseQuerySet, day: dt.date) -> Q:
    silent = Q(pk__in=rows.silent_on(day).values("pk"))
    review = Q(review_on__lt=day)
    for intensity, days in attention_on(day).review.items():
        begun = day - dt.timedelta(days=days)
        review |= Q(review_on=None, intensity=intensity, taken_on__lt=begun)
    return silent | Q(state=CaseState.IN_CHARGE) & review


def _to_hear(day: dt.date) -> Q:
    return Q(state=CaseState.CLOSED, follow_up_on__lte=day)


def _late_of(case: Case, parts: Iterable[tuple[str, dt.date]], day: dt.date) -> list[Late]:
    if case.state == CaseState.CLOSED:
        due = case.follow_up_on
        return [Late(LateKind.FOLLOW_UP, case, due)] if due and due <= day else []
    found = [Late(kind, case, due) for kind, due in parts if kind != LateKind.REVIEW]
    reviews = [due for kind, due in parts if kind == LateKind.REVIEW]
    if (due := review_due(case)) is not None and due < day:
        reviews.append(due)
    if reviews and case.state == CaseState.IN_CHARGE:
        found.append(Late(LateKind.REVIEW, case, min(reviews)))
    if case.is_silent:
        found.append(Late(LateKind.SILENT, case, case.silent_from()))
    return found


def review_due(case: Case) -> dt.date | None:
    """By when the case itself is to be looked at again: as agreed, else as often as the rule says."""
    if case.state != CaseState.IN_CHARGE or case.taken_on is None:
        return None
    every = attention_on(today()).review_within(case.intensity)
    return case.review_on or case.taken_on + dt.timedelta(days=every)
