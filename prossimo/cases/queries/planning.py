"""Reads of projects: which there are, what they hold, whom one can choose while writing one."""

import uuid
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from prossimo.accounts.models import Post
from prossimo.accounts.rules import Actor
from prossimo.cases.choices import Doer
from prossimo.cases.models import Case, CaseMember, CaseNeed, CaseWorker, Plan, PlanStep
from prossimo.cases.models.case import OfCase
from prossimo.catalogue.models import Service
from prossimo.core.periods import today
from prossimo.network.models import Organisation


def plans_of(actor: Actor, case: Case) -> list[Plan]:
    """Every version of every project of the case, the living first, the last first."""
    rows = list(Plan.objects.visible_to(actor, case).order_by("-created_at", "pk"))
    return sorted(rows, key=lambda plan: plan.is_over)


def steps_of(actor: Actor, plan: Plan) -> list[PlanStep]:
    rows = PlanStep.objects.visible_to(actor).filter(plan=plan).select_related("by")
    return list(rows.order_by("-at", "-pk"))


def members_now(actor: Actor, case: Case) -> "OfCase[CaseMember]":
    """Who is in the case today, as a choice."""
    rows = CaseMember.objects.visible_to(actor, case).filter(period__contains=today())
    return rows.select_related("person").order_by("role", "pk")


def open_needs(actor: Actor, case: Case) -> "OfCase[CaseNeed]":
    rows = CaseNeed.objects.visible_to(actor, case).filter(met_on=None)
    return rows.select_related("need")


@dataclass
class Choosable:
    """Who may do an action: members, workers of the case, services on offer, bodies of the network."""

    actor: Actor
    case: Case

    @cached_property
    def rows(self) -> dict[str, dict[uuid.UUID, Any]]:
        given = CaseWorker.objects.visible_to(self.actor).filter(case=self.case).in_force()
        posts = Post.objects.in_force().of_ambito(self.case.ambito_id)
        found: dict[str, list[Any]] = {
            Doer.MEMBER: list(members_now(self.actor, self.case)),
            Doer.WORKER: list(
                posts.filter(pk__in=given.values("post")).select_related("user", "organisation")
            ),
            Doer.SERVICE: list(
                Service.objects.visible_to(self.actor).on_offer().for_list().order_by("name", "pk")
            ),
            Doer.BODY: list(
                Organisation.objects.visible_to(self.actor).filter(active=True).order_by("name")
            ),
        }
        return {str(doer): {row.pk: row for row in rows} for doer, rows in found.items()}

    def offered(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Each kind of doer with its choices."""
        return [
            (doer, [(f"{doer}:{key}", _said(doer, row)) for key, row in rows.items()])
            for doer, rows in self.rows.items()
        ]

    def row(self, doer: str, key: uuid.UUID) -> Any:
        return self.rows[doer][key]


def _said(doer: str, row: Any) -> str:
    if doer == Doer.MEMBER:
        return str(row.person.full_name)
    if doer == Doer.WORKER:
        return str(row.user.get_full_name())
    return f"{row.name}, {row.organisation.name}" if doer == Doer.SERVICE else str(row.name)
