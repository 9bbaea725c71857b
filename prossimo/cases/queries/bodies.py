"""Which bodies follow cases today, with how many people and how many cases."""

from dataclasses import dataclass

from django.db.models import Count

from prossimo.accounts.rules import Actor
from prossimo.cases.models import CaseWorker
from prossimo.network.models import Organisation


@dataclass(frozen=True, slots=True)
class Body:
    organisation: Organisation
    people: int
    cases: int


def bodies(actor: Actor) -> list[Body]:
    """By name; reserved cases are not counted for who may not know of them."""
    rows = (
        CaseWorker.objects.visible_to(actor)
        .in_force()
        .exclude(post__organisation=None)
        .order_by()
        .values("post__organisation")
        .annotate(people=Count("post", distinct=True), cases=Count("case", distinct=True))
    )
    found = {row["post__organisation"]: row for row in rows}
    known = Organisation.objects.visible_to(actor).filter(pk__in=found)
    return [Body(each, found[each.pk]["people"], found[each.pk]["cases"]) for each in known]
