"""Reads about direct services: places taken, who waits and at which place in the list."""

import uuid
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count

from prossimo.access.choices import DirectState
from prossimo.access.models import DirectService
from prossimo.access.models.direct import DirectServiceQuerySet
from prossimo.accounts.rules import Actor
from prossimo.catalogue.models import Service
from prossimo.core.prepared import prepared

TAKEN = (DirectState.ACTIVE, DirectState.SUSPENDED)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A service with its places, and who waits for one."""

    service: Service
    taken: int
    rows: list[DirectService]

    @property
    def left(self) -> int | None:
        return None if self.service.places is None else self.service.places - self.taken


def room_left(service: Service, *, lock: bool = False) -> int | None:
    """How many places of a service are free; nothing where it has no limit.

    With `lock` whoever else asks for the same service waits for the end of the transaction.
    """
    if service.places is None:
        return None
    if lock:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtext(%s))", [f"access.places {service.pk}"]
            )
    rows = DirectService.objects.unscoped("places are counted whoever has them")
    return service.places - rows.filter(service=service, state__in=TAKEN).count()


def waiting_lists(actor: Actor) -> list[Waiting]:
    """Every direct service that has a limit or somebody waiting, with its list in order."""
    rows = DirectService.objects.visible_to(actor)
    taken = dict(
        rows.filter(state__in=TAKEN).order_by().values_list("service").annotate(n=Count("pk"))
    )
    waiting: dict[uuid.UUID, list[DirectService]] = {}
    for row in rows.waiting().for_list():
        waiting.setdefault(row.service_id, []).append(row)
    services = Service.objects.filter(ambito=actor.ambito_id, is_direct=True).for_list()
    return [
        Waiting(service, taken.get(service.pk, 0), waiting.get(service.pk, []))
        for service in services
        if service.pk in waiting or service.places is not None
    ]


def next_waiting(actor: Actor, service_id: uuid.UUID) -> DirectService | None:
    """Who comes next when a place is free."""
    rows = DirectService.objects.visible_to(actor).filter(service=service_id)
    return rows.waiting().for_list().first()


def place_in_list(actor: Actor, direct: DirectService) -> int | None:
    """Which place in the waiting list; nothing for who does not wait."""
    if direct.state != DirectState.WAITING:
        return None
    rows = DirectService.objects.visible_to(actor).filter(service=direct.service_id).waiting()
    order = list(rows.values_list("pk", flat=True))
    return order.index(direct.pk) + 1 if direct.pk in order else None


@prepared
def services_of_person(actor: Actor, person_id: uuid.UUID, limit: int) -> DirectServiceQuerySet:
    """The direct services of a person, the last first."""
    rows = DirectService.objects.visible_to(actor).filter(person=person_id)
    return rows.select_related("service").order_by("-requested_on", "pk")[:limit]
