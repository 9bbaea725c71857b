"""Reads of a case: what is happening, what is late, how much the rule says it asks."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Q

from prossimo.accounts.choices import UserArea
from prossimo.accounts.rules import Actor
from prossimo.cases.choices import LIVE_STATES, CaseState
from prossimo.cases.models import Case, CaseMember, CaseNeed, CaseStep, CaseWorker, DiaryEntry
from prossimo.cases.models.silence import silence
from prossimo.cases.rules import Proposed, Signs, propose_intensity, threshold_on
from prossimo.core.periods import ROME, today


@dataclass(frozen=True, slots=True)
class Followed:
    """That somebody is followed, in which area, since when, by whom: to direct them there."""

    user_area: str
    since: dt.date | None
    owner: str

    @property
    def area(self) -> str:
        return str(UserArea(self.user_area).label)


def proposed_intensity(case: Case) -> Proposed:
    """What the rule proposes for a case as it stands, with everything it looked at."""
    open_needs = CaseNeed.objects.unscoped("the rule looks at the case in hand").filter(
        case=case, met_on=None
    )
    weights = tuple(open_needs.values_list("weight", flat=True))
    protected = case.protected or is_protected(case.pk)
    signs = Signs(weights, at_risk=case.at_risk, protected=protected)
    return propose_intensity(signs, threshold_on(case.reported_on))


def is_protected(case_id: uuid.UUID) -> bool:
    """Whether an order is in force or a minor is in a safe place: the sign, not the words."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.case_protected(%s)", [case_id])
        (answer,) = cursor.fetchone()
        return bool(answer)


def followed(person_id: uuid.UUID) -> list[Followed]:
    """Who follows a person, for who may direct them there; reserved cases are not told of."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT user_area, since, owner FROM wall.followed(%s)", [person_id])
        return [Followed(*row) for row in cursor.fetchall()]


def is_followed(person_id: uuid.UUID) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.is_followed(%s)", [person_id])
        (answer,) = cursor.fetchone()
        return bool(answer)


def members_of(actor: Actor, case: Case) -> list[CaseMember]:
    rows = CaseMember.objects.visible_to(actor, case).select_related("person")
    return list(rows.order_by("period__endswith", "role", "pk"))


def workers_of(actor: Actor, case: Case) -> list[CaseWorker]:
    rows = CaseWorker.objects.visible_to(actor, case)
    return list(rows.select_related("post__user", "post__organisation").order_by("period", "pk"))


def needs_of(actor: Actor, case: Case) -> list[CaseNeed]:
    rows = CaseNeed.objects.visible_to(actor, case).select_related("need")
    return list(rows)


def steps_of(actor: Actor, case: Case, most: int) -> list[CaseStep]:
    """The last moves, at most so many."""
    rows = CaseStep.objects.visible_to(actor, case).select_related("by")
    return list(rows.order_by("-at", "-pk")[:most])


def diary_of(
    actor: Actor, case: Case, most: int, *, year: int | None = None, words: str = ""
) -> list[DiaryEntry]:
    """The last pages, at most so many; of a year, with every one of the words in them."""
    rows = DiaryEntry.objects.visible_to(actor, case).for_list()
    if year:
        first, last = dt.datetime(year, 1, 1, tzinfo=ROME), dt.datetime(year + 1, 1, 1, tzinfo=ROME)
        rows = rows.filter(happened_at__gte=first, happened_at__lt=last)
    for word in words.split():
        rows = rows.filter(text__icontains=word)
    return list(rows[:most])


@dataclass(frozen=True, slots=True)
class Mine:
    """One's cases in numbers: to take in charge, silent, to be looked at again, all of them."""

    live: int
    to_take: int
    silent: int
    due: int


def counted_mine(actor: Actor) -> Mine:
    day = today()
    rows = Case.objects.visible_to(actor).filter(owner=actor.post_id, state__in=LIVE_STATES)
    told = rows.aggregate(
        live=Count("pk"),
        to_take=Count("pk", filter=Q(state=CaseState.ASSIGNED)),
        silent=Count("pk", filter=silence(day)),
        due=Count("pk", filter=Q(review_on__lte=day)),
    )
    return Mine(**told)


def counted_unowned(actor: Actor) -> int:
    """Cases that nobody has: for who assigns them."""
    return Case.objects.visible_to(actor).filter(state=CaseState.PROPOSED, owner=None).count()
