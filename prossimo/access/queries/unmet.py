"""Reads of the register of needs without an answer: by place and theme, and what is to classify."""

import uuid
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Count, QuerySet, Sum
from django.utils.translation import gettext as _

from prossimo.access.models import Contact
from prossimo.access.models.contacts import ContactQuerySet
from prossimo.access.models.unmet import UnmetNeedQuerySet
from prossimo.accounts.rules import Actor
from prossimo.catalogue.choices import NeedTheme
from prossimo.catalogue.models import Need
from prossimo.core.prepared import prepared


class NeedName(NamedTuple):
    """A need of the vocabulary as a list to choose from says it."""

    pk: uuid.UUID
    theme: str
    label: str


def needs_to_choose(ambito_id: uuid.UUID | None) -> list[NeedName]:
    """The vocabulary in use, theme by theme."""
    return [NeedName(*row) for row in usable_needs(ambito_id)]


@prepared
def usable_needs(ambito_id: uuid.UUID | None) -> "QuerySet[Need, tuple[uuid.UUID, str, str]]":
    return Need.objects.usable_in(ambito_id).values_list("pk", "theme", "label")


@dataclass(frozen=True, slots=True)
class Crossed:
    """Needs by neighbourhood and theme."""

    themes: list[str]
    rows: list[tuple[str, list[int], int]]


def by_place_and_theme(rows: UnmetNeedQuerySet) -> Crossed:
    """How many were heard in each neighbourhood about each theme; the places that miss most first."""
    counted = rows.order_by().values_list("neighbourhood__name", "need__theme")
    table: dict[str, dict[str, int]] = {}
    for place, theme, number in counted.annotate(number=Count("pk")):
        table.setdefault(place or _("quartiere non noto"), {})[theme] = number
    used = [key for key in NeedTheme.values if any(key in line for line in table.values())]
    lines = [
        (place, [line.get(key, 0) for key in used], sum(line.values()))
        for place, line in table.items()
    ]
    lines.sort(key=lambda line: (-line[2], line[0]))
    return Crossed([str(NeedTheme(key).label) for key in used], lines)


def people_concerned(rows: UnmetNeedQuerySet) -> int:
    return rows.order_by().aggregate(all=Sum("people"))["all"] or 0


def to_classify(actor: Actor) -> ContactQuerySet:
    """Contacts that nothing answers and that are not in the register yet, the last first."""
    rows = Contact.objects.visible_to(actor).unanswered().filter(unmet=None)
    return rows.for_list().order_by("-happened_at", "pk")
