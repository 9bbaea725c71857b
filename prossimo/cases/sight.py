"""Whom one knows of because one follows a case: whom it is about, and the family where it was opened."""

from typing import Any

from django.db.models import Q

from prossimo.accounts.rules import Actor, Right
from prossimo.cases.choices import Part
from prossimo.cases.models import Case, CaseMember, CaseWorker
from prossimo.cases.models.sight import by_glass, with_part
from prossimo.citizens.sights import Sight, sights


def subjects(actor: Actor) -> Any:
    """The people whom the cases given to the post are about."""
    if not actor.has(Right.CASE_READ):
        return None
    given = CaseWorker.objects.given_to(actor).values("case")
    seen = Q(pk__in=given) | by_glass(actor, Right.CASE_READ)
    cases = Case.objects.visible_to(actor).filter(seen)
    return cases.order_by().values("person")


def families(actor: Actor) -> Any:
    """Who stands in the cases of which the post was given family and network."""
    if not actor.has(Right.CASE_READ):
        return None
    cases = Case.objects.visible_to(actor).filter(with_part(actor, Part.NETWORK))
    members = CaseMember.objects.visible_to(actor).filter(case__in=cases)
    return members.order_by().values("person")


sights.add(Sight(key="cases.subjects", people=subjects))
sights.add(Sight(key="cases.families", people=families))
