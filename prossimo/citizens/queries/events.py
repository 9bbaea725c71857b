"""What happened to a person as the registry knows it: moves, decrees, checks, merged files."""

import uuid

from django.db.models import QuerySet

from prossimo.accounts.rules import Actor
from prossimo.citizens.choices import TaskState
from prossimo.citizens.models import (
    Address,
    BenefitHeld,
    IseeCertificate,
    Merge,
    Representation,
    ReviewTask,
)
from prossimo.core.prepared import prepared


@prepared
def homes_left(actor: Actor, person_id: uuid.UUID) -> "QuerySet[Address]":
    """Addresses with an end, the latest first."""
    held = Address.objects.visible_to(actor).filter(person=person_id, compartment="")
    places = ("municipality", "neighbourhood")
    held = held.select_related(*places).defer(*(f"{place}__boundary" for place in places))
    return held.order_by("-period")[:20]


@prepared
def decrees(actor: Actor, person_id: uuid.UUID) -> "QuerySet[Representation]":
    return Representation.objects.visible_to(actor).filter(person=person_id)[:20]


@prepared
def checks(actor: Actor, person_id: uuid.UUID) -> "QuerySet[ReviewTask]":
    """What the registry said, waiting or looked at, the latest first."""
    return (
        ReviewTask.objects.visible_to(actor).filter(person=person_id).order_by("-created_at")[:20]
    )


@prepared
def merges_into(actor: Actor, person_id: uuid.UUID) -> "QuerySet[Merge]":
    return Merge.objects.visible_to(actor).filter(kept=person_id).order_by("-created_at")[:20]


@prepared
def certificates(actor: Actor, person_id: uuid.UUID) -> "QuerySet[IseeCertificate]":
    return IseeCertificate.objects.visible_to(actor).filter(person=person_id)[:10]


@prepared
def benefits(actor: Actor, person_id: uuid.UUID) -> "QuerySet[BenefitHeld]":
    return BenefitHeld.objects.visible_to(actor).filter(person=person_id)[:20]


def open_tasks(
    actor: Actor, *, kind: str = "", neighbourhood: uuid.UUID | None = None
) -> "QuerySet[ReviewTask]":
    """The checks that wait, the oldest first, with who they are about."""
    waiting = ReviewTask.objects.visible_to(actor).filter(state=TaskState.OPEN)
    if kind:
        waiting = waiting.filter(kind=kind)
    if neighbourhood:
        waiting = waiting.filter(person__neighbourhood=neighbourhood)
    places = ("person__municipality", "person__neighbourhood")
    waiting = waiting.select_related("person", *places)
    return waiting.defer(*(f"{place}__boundary" for place in places)).order_by("created_at", "pk")
