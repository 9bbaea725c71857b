"""Reads of one page of diary: who was there, what it said before."""

import datetime as dt
import itertools
from dataclasses import dataclass
from typing import Any

from django.apps import apps

from prossimo.accounts.rules import Actor
from prossimo.cases.models import DiaryEntry, EntryPresence


@dataclass(frozen=True, slots=True)
class Before:
    """What a page said until a moment."""

    until: dt.datetime
    text: str


def presences_of(actor: Actor, entry: DiaryEntry) -> list[str]:
    """The names of who took part, as far as the reader may know them."""
    rows = EntryPresence.objects.visible_to(actor).filter(entry=entry)
    names = []
    for row in rows.select_related("person", "post__user"):
        if row.person is not None:
            names.append(row.person.full_name)
        elif row.post is not None:
            names.append(row.post.user.get_full_name())
        else:
            names.append(row.name)
    return names


def as_it_was(entry: DiaryEntry) -> list[Before]:
    """Each text that was changed, the last first."""
    events: Any = apps.get_model("cases", "DiaryEntryHistoryEvent")
    rows = events.objects.filter(pgh_obj_id=entry.pk).order_by("-pgh_id")
    past = list(rows.values_list("pgh_created_at", "text"))
    return [
        Before(changed, earlier)
        for (changed, now), (_then, earlier) in itertools.pairwise(past)
        if now != earlier
    ]
