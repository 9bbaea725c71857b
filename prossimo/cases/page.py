"""What stands on the page of a case: tabs, panels, moments, promises, acts; declared by who owns them.

The page draws whatever was declared and imports nothing of theirs, so that a higher app may add its own.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from prossimo.accounts.rules import Actor
from prossimo.cases.models import Case
from prossimo.core.periods import ROME, today
from prossimo.core.policy import GRANTED, Verdict
from prossimo.core.registry import Registry
from prossimo.ui.parts import Entry, Tab

Asked = Callable[[Actor, Case], Verdict]


def to_who_reads(_actor: Actor, _case: Case) -> Verdict:
    """Whoever may open the case."""
    return GRANTED


@dataclass(frozen=True, slots=True)
class CaseTab:
    """A sheet of the case beside the first one, at an address of its own."""

    key: str
    label: Any  # lazy translation
    order: int
    url_name: str  # takes the id of the case
    policy: Asked = to_who_reads


@dataclass(frozen=True, slots=True)
class CasePanel:
    """A part of the first sheet: `build` gives the context of its template, or None to show nothing."""

    key: str
    label: Any
    order: int
    build: Callable[[Actor, Case], dict[str, Any] | None]
    template: str
    policy: Asked = to_who_reads
    side: bool = False  # in the right column
    first: bool = False  # above everything, no card around: a warning that must not be missed


@dataclass(frozen=True, slots=True)
class CaseMoments:
    """A source of the story: the latest things that happened, the last first, at most `most`.

    `build` writes its own journal lines of what it shows.
    """

    key: str  # stands in the address of the filter
    label: Any
    order: int
    build: Callable[[Actor, Case, int], Sequence[Entry]]
    policy: Asked = to_who_reads


@dataclass(frozen=True, slots=True)
class Promise:
    """Something somebody said they would do: what, who, by when, where it is told."""

    title: str
    due: dt.date | None = None
    who: str = ""
    url: str = ""
    kind: str = ""

    @property
    def late(self) -> bool:
        return self.due is not None and self.due < today()


@dataclass(frozen=True, slots=True)
class CasePromises:
    """A source of what was promised and is not done yet."""

    key: str
    order: int
    build: Callable[[Actor, Case], Sequence[Promise]]
    policy: Asked = to_who_reads


@dataclass(frozen=True, slots=True)
class CaseLink:
    """An act that stands at an address of its own; `url` answers nothing for who may not, or not now."""

    key: str
    label: Any
    order: int
    url: Callable[[Actor, Case], str]
    icon: str = ""


case_tabs: Registry[CaseTab] = Registry("tabs of a case")
case_panels: Registry[CasePanel] = Registry("panels of a case")
case_moments: Registry[CaseMoments] = Registry("moments of a case")
case_promises: Registry[CasePromises] = Registry("promises of a case")
case_links: Registry[CaseLink] = Registry("acts of a case")


@dataclass(frozen=True, slots=True)
class BuiltPanel:
    """A panel with the context of its template, for one case and one reader."""

    panel: CasePanel
    context: dict[str, Any]


def tabs_for(actor: Actor, case: Case, current: str) -> list[Tab]:
    """The sheets that this reader may open, in their order."""
    return [
        Tab(str(tab.label), reverse(tab.url_name, args=[case.pk]), tab.key == current)
        for tab in sorted(case_tabs, key=lambda tab: tab.order)
        if tab.policy(actor, case)
    ]


def panels_for(actor: Actor, case: Case) -> list[BuiltPanel]:
    """The panels that this reader has something to see in, in their order."""
    built = []
    for panel in sorted(case_panels, key=lambda panel: panel.order):
        context = panel.build(actor, case) if panel.policy(actor, case) else None
        if context is not None:
            built.append(BuiltPanel(panel, context))
    return built


def sources_for(actor: Actor, case: Case) -> list[CaseMoments]:
    """The sources of the story that this reader may have, in their order."""
    found = sorted(case_moments, key=lambda source: source.order)
    return [source for source in found if source.policy(actor, case)]


def story_of(actor: Actor, case: Case, *, most: int, only: str = "") -> list[Entry]:
    """What happened, whoever wrote it, the last first; one more than `most` if there is."""
    entries: list[Entry] = []
    for source in sources_for(actor, case):
        if not only or source.key == only:
            entries.extend(source.build(actor, case, most + 1))
    return sorted(entries, key=_when, reverse=True)[: most + 1]


def _when(entry: Entry) -> tuple[dt.date, dt.time]:
    if isinstance(entry.when, dt.datetime):
        local = entry.when.astimezone(ROME)
        return local.date(), local.time()
    return entry.when, dt.time.min


def promises_of(actor: Actor, case: Case) -> list[Promise]:
    """What was promised and is not done yet: the latest first, then what has no day."""
    found: list[Promise] = []
    for source in sorted(case_promises, key=lambda source: source.order):
        if source.policy(actor, case):
            found.extend(source.build(actor, case))
    return sorted(found, key=lambda each: (each.due is None, each.due or dt.date.max))


def links_for(actor: Actor, case: Case) -> list[tuple[CaseLink, str]]:
    """The acts that this reader may begin now, each with its address."""
    found = sorted(case_links, key=lambda link: link.order)
    return [(link, url) for link in found if (url := link.url(actor, case))]
