"""What other apps show on the page of a person: panels, actions, moments, and the copy of one's data.

Declared by who owns them; the page draws whatever was declared, and imports nothing of theirs.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from prossimo.accounts.rules import Actor, Right
from prossimo.citizens.models import Merge, Person
from prossimo.core.pdf import Section
from prossimo.core.periods import ROME
from prossimo.core.registry import Registry
from prossimo.ui.parts import Entry


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of the page: `build` gives the context of its template, or None to show nothing."""

    key: str
    label: Any  # lazy translation
    order: int
    rights: frozenset[Right]
    build: Callable[[Actor, Person], dict[str, Any] | None]
    template: str
    side: bool = False  # in the right column


@dataclass(frozen=True, slots=True)
class PersonAction:
    """A step offered at the top of the page; the first by order is the obvious one."""

    key: str
    label: Any
    order: int
    rights: frozenset[Right]
    url: Callable[[Actor, Person], str]
    shortcut: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Moments:
    """A source of the timeline: the latest things that happened, the last first, at most `most`."""

    key: str
    label: Any
    order: int
    rights: frozenset[Right]
    build: Callable[[Actor, Person, int], Sequence[Entry]]


@dataclass(frozen=True, slots=True)
class LateMove:
    """How a row written while two files were one is moved to the other, once they are two again.

    `url` answers where, or nothing for who may not.
    """

    key: str  # «access.contact»
    url: Callable[[Actor, Merge, Any], str]


@dataclass(frozen=True, slots=True)
class Copied:
    """What an app holds of a person, for the copy that is handed over (GDPR art. 15)."""

    key: str
    label: Any
    order: int
    build: Callable[[Actor, Person], Sequence[Section]]


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file that goes with the copy: where it stands in it, how large it is, how it is read.

    `read` answers nothing where the file does not open any more.
    """

    path: str
    size: int
    read: Callable[[], bytes | None]


@dataclass(frozen=True, slots=True)
class CopiedFiles:
    """The files that an app hands over with the copy."""

    key: str
    build: Callable[[Actor, Person], Sequence[GivenFile]]


@dataclass(frozen=True, slots=True)
class CopyStep:
    """What is to be done before the copy is handed over: a sentence for each thing, and where."""

    key: str
    order: int
    build: Callable[[Actor, Person], Sequence[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class BuiltPanel:
    """A panel with the context of its template, for one person and one reader."""

    panel: Panel
    context: dict[str, Any]


person_panels: Registry[Panel] = Registry("panels of a person")
person_actions: Registry[PersonAction] = Registry("actions of a person")
person_moments: Registry[Moments] = Registry("moments of a person")
late_moves: Registry[LateMove] = Registry("moves after a merge was taken back")
person_copies: Registry[Copied] = Registry("copies of a person's data")
copied_files: Registry[CopiedFiles] = Registry("files given with the copy of a person's data")
copy_steps: Registry[CopyStep] = Registry("steps before a copy is handed over")


def allowed(actor: Actor, rights: frozenset[Right]) -> bool:
    return not rights or any(actor.has(right) for right in rights)


def panels_for(actor: Actor, person: Person) -> list[BuiltPanel]:
    """The panels that this reader has something to see in, in their order."""
    built = []
    for panel in sorted(person_panels, key=lambda panel: panel.order):
        context = panel.build(actor, person) if allowed(actor, panel.rights) else None
        if context is not None:
            built.append(BuiltPanel(panel, context))
    return built


def actions_for(actor: Actor, person: Person) -> list[tuple[PersonAction, str]]:
    """The actions that this reader may take, each with its address."""
    offered = sorted(person_actions, key=lambda action: action.order)
    return [(each, each.url(actor, person)) for each in offered if allowed(actor, each.rights)]


def sources_for(actor: Actor) -> list[Moments]:
    """The sources of the timeline that this reader may have, in their order."""
    return [
        source
        for source in sorted(person_moments, key=lambda source: source.order)
        if allowed(actor, source.rights)
    ]


def timeline_of(actor: Actor, person: Person, *, most: int, only: str = "") -> list[Entry]:
    """What happened to a person, whoever wrote it, the last first; one more than `most` if there is."""
    entries: list[Entry] = []
    for source in sources_for(actor):
        if not only or source.key == only:
            entries.extend(source.build(actor, person, most + 1))
    return sorted(entries, key=_when, reverse=True)[: most + 1]


def _when(entry: Entry) -> tuple[dt.date, dt.time]:
    if isinstance(entry.when, dt.datetime):
        local = entry.when.astimezone(ROME)
        return local.date(), local.time()
    return entry.when, dt.time.min


def copied_for(actor: Actor, person: Person) -> list[Section]:
    """Everything that is handed over, in the order of the apps."""
    return [section for _copied, sections in chapters_for(actor, person) for section in sections]


def chapters_for(actor: Actor, person: Person) -> list[tuple[Copied, Sequence[Section]]]:
    """The same, app by app."""
    ordered = sorted(person_copies, key=lambda copied: copied.order)
    return [(copied, copied.build(actor, person)) for copied in ordered]


def files_for(actor: Actor, person: Person) -> list[GivenFile]:
    """The files that go with the copy."""
    return [given for copied in copied_files for given in copied.build(actor, person)]


def steps_for(actor: Actor, person: Person) -> list[tuple[str, str]]:
    """What is still to be done before the copy is whole."""
    ordered = sorted(copy_steps, key=lambda step: step.order)
    return [told for step in ordered for told in step.build(actor, person)]
