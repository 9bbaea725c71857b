"""Services found by name, by who offers them, by the need in the words of who has it."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from prossimo.accounts.rules import Actor
from prossimo.catalogue.models import Need, Service, ServiceQuerySet
from prossimo.catalogue.rules import asked, closeness
from prossimo.core.text import tokens

BESIDE = 4  # services shown beside what is being written


@dataclass(frozen=True, slots=True)
class Found:
    """A service with how well it answers."""

    service: Service
    score: float


def find_services(
    actor: Actor, text: str, *, among: ServiceQuerySet | None = None, every: bool = True
) -> list[Service]:
    """Services in which the words are found, the closest first.

    A search asks for every word; a need as it was told (`every=False`) is happy with some of them.
    """
    words = asked(text)
    if not words:
        return []
    offered = Service.objects.visible_to(actor).on_offer() if among is None else among
    found = []
    for service in offered.for_list().prefetch_related("needs"):
        known = _words_of(service)
        scores = [closeness([word], known) for word in words]
        if all(scores) if every else any(score >= 2 for score in scores):
            found.append(Found(service, sum(scores)))
    found.sort(key=lambda one: (-one.score, one.service.name))
    return [one.service for one in found]


def beside(actor: Actor, text: str) -> list[Service]:
    """The few services that answer what is being written of somebody's needs."""
    return find_services(actor, text, every=False)[:BESIDE]


def answering(services: Iterable[Service], need: Need | None) -> list[Service]:
    """Those that answer the need, first; all of them where none is named."""
    rows = list(services)
    if need is None:
        return rows
    rows.sort(key=lambda service: need not in service.needs.all())
    return rows


def needs_to_choose(ambito_id: uuid.UUID | None) -> Sequence[Need]:
    return list(Need.objects.usable_in(ambito_id))


def _words_of(service: Service) -> list[str]:
    parts = [
        service.name,
        service.summary,
        service.for_whom,
        service.organisation.name,
        service.place,
        str(service.neighbourhood or ""),
        *(need.label for need in service.needs.all()),
    ]
    return tokens(" ".join(parts))
