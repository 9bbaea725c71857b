"""Reads of services run together: who works in them and for whom, how many households are followed."""

from dataclasses import dataclass

from django.db.models import Count, Sum

from prossimo.accounts.rules import Actor, Right
from prossimo.cases.choices import AssignedKind
from prossimo.cases.models import Case, CaseActivity, JointService
from prossimo.core.periods import today


@dataclass(frozen=True, slots=True)
class Told:
    """A service in numbers, as far as the reader may count cases."""

    service: JointService
    activities: int
    bodies: int
    operators: int
    volunteers: int
    cases: int | None


def services_told(actor: Actor) -> list[Told]:
    rows = JointService.objects.visible_to(actor).select_related("lead")
    return [told(actor, service) for service in rows]


def told(actor: Actor, service: JointService) -> Told:
    at_work = service.assigned.filter(period__contains=today())
    number = {
        row["kind"]: row["people"]
        for row in at_work.order_by().values("kind").annotate(people=Sum("number"))
    }
    return Told(
        service=service,
        activities=service.activities.count(),
        bodies=at_work.order_by()
        .exclude(organisation=None)
        .values("organisation")
        .distinct()
        .count(),
        operators=number.get(AssignedKind.OPERATOR, 0),
        volunteers=number.get(AssignedKind.VOLUNTEER, 0),
        cases=cases_in(actor, service),
    )


def cases_in(actor: Actor, service: JointService) -> int | None:
    """The open cases of it that the reader may know of; nothing for who follows none."""
    if not actor.has(Right.CASE_READ):
        return None
    inside = CaseActivity.objects.visible_to(actor).filter(
        activity__service=service, period__contains=today()
    )
    return Case.objects.visible_to(actor).live().filter(pk__in=inside.values("case")).count()


def cases_by_activity(actor: Actor, service: JointService) -> dict[object, int]:
    """How many open cases each activity has, among those that the reader may know of."""
    if not actor.has(Right.CASE_READ):
        return {}
    rows = CaseActivity.objects.visible_to(actor).filter(
        activity__service=service, period__contains=today()
    )
    counted = rows.order_by().values("activity").annotate(cases=Count("case", distinct=True))
    return {row["activity"]: row["cases"] for row in counted}


def activities_of(actor: Actor, case: Case) -> list[CaseActivity]:
    rows = CaseActivity.objects.visible_to(actor, case)
    return list(rows.select_related("activity__service", "place").order_by("-period", "pk"))
