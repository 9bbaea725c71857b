"""Checks that wait, in words: what the registry said, before and after."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from prossimo.accounts.rules import Actor
from prossimo.citizens.choices import TaskKind, TaskState
from prossimo.citizens.models import Person, ReviewTask
from prossimo.citizens.queries.cards import place_line
from prossimo.core.privacy import CONTACT


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A check ready for the screen."""

    id: uuid.UUID
    version: int
    title: str
    person: Person
    place: str
    url: str
    happened: str
    facts: list[tuple[str, str, str]]  # what, before, after
    since: str
    done_url: str


def task_lines(actor: Actor, tasks: Iterable[ReviewTask]) -> list[TaskLine]:
    """What each check is about; where people live only for who may have it."""
    reached = actor.ceiling >= CONTACT
    return [
        TaskLine(
            task.pk,
            task.version,
            str(task.get_kind_display()).capitalize(),
            task.person,
            place_line(task.person),
            reverse("citizens:person", args=[task.person_id]),
            date_format(task.happened_on, "d/m/Y") if task.happened_on else "",
            facts_of(task) if reached else [],
            date_format(task.created_at, "d/m/Y"),
            reverse("citizens:task_close", args=[task.pk]),
        )
        for task in tasks
    ]


def facts_of(task: ReviewTask) -> list[tuple[str, str, str]]:
    """The fields that the source says changed: name, before, after."""
    before, after = task.facts.get("before") or {}, task.facts.get("after") or {}
    if not isinstance(before, Mapping) or not isinstance(after, Mapping):
        return []
    words = labels()
    names = [name for name in words if name in before or name in after]
    return [(words[name], _said(before.get(name)), _said(after.get(name))) for name in names]


def _said(value: object) -> str:
    """A value as it is read: a day is kept as a program writes it."""
    text = str(value or "—")
    try:
        return date_format(dt.date.fromisoformat(text), "d/m/Y")
    except ValueError:
        return text


def labels() -> dict[str, str]:
    return {
        "surname": _("cognome"),
        "given_name": _("nome"),
        "born_on": _("data di nascita"),
        "sex": _("sesso"),
        "tax_code": _("codice fiscale"),
        "municipality": _("Comune"),
        "neighbourhood": _("quartiere"),
        "street": _("via"),
        "street_number": _("numero civico"),
        "postcode": _("CAP"),
        "household": _("nucleo"),
        "household_role": _("posto nel nucleo"),
        "registry_state": _("posizione in anagrafe"),
        "died_on": _("data di morte"),
        "with": _("con"),
        "other": _("altra scheda"),
    }


def tasks_waiting(actor: Actor) -> list[tuple[str, int, str]]:
    """How many checks wait, by kind, each with the address of its list."""
    rows = (
        ReviewTask.objects.visible_to(actor)
        .filter(state=TaskState.OPEN)
        .values_list("kind")
        .annotate(n=Count("pk"))
        .order_by("-n", "kind")
    )
    url = reverse("citizens:tasks")
    return [(str(TaskKind(kind).label), n, f"{url}?kind={kind}") for kind, n in rows]
