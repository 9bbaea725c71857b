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
from prossimo.citizens.panels import Moments, allowed, person_moments
from prossimo.core import pdf
from prossimo.core.periods import ROME, today
from prossimo.core.policy import GRANTED, Verdict
from prossimo.core.registry import Registry
from prossimo.core.text import fold
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
class Narrow:
    """What of the story is asked for: a year, some words; nothing of both is everything."""

    year: int | None = None
    text: str = ""

    def __bool__(self) -> bool:
        return bool(self.year or self.text)

    def keeps(self, entry: Entry) -> bool:
        """Whether a moment is among what was asked for."""
        if self.year and _when(entry)[0].year != self.year:
            return False
        said = fold(f"{entry.title} {entry.text} {entry.by} {entry.kind}")
        return all(word in said for word in fold(self.text).split())


@dataclass(frozen=True, slots=True)
class CaseMoments:
    """A source of the story: the latest things that happened, the last first, at most `most`.

    `build` writes its own journal lines of what it shows. A source of thousands of moments has a
    `search` too, which asks the database for those of a year or with some words; of the others the
    latest `MANY` are looked through.
    """

    key: str  # stands in the address of the filter
    label: Any
    order: int
    build: Callable[[Actor, Case, int], Sequence[Entry]]
    policy: Asked = to_who_reads
    search: Callable[[Actor, Case, int, Narrow], Sequence[Entry]] | None = None


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


@dataclass(frozen=True, slots=True)
class CasePrint:
    """A part of the case on paper, chosen by who prints; `build` journals nothing: the print is."""

    key: str  # stands in the address
    label: Any
    order: int
    build: Callable[[Actor, Case], Sequence[pdf.Section]]
    policy: Asked = to_who_reads
    sealed: bool = False  # printed only where asked by name, never with everything else


case_tabs: Registry[CaseTab] = Registry("tabs of a case")
case_panels: Registry[CasePanel] = Registry("panels of a case")
case_moments: Registry[CaseMoments] = Registry("moments of a case")
case_promises: Registry[CasePromises] = Registry("promises of a case")
case_links: Registry[CaseLink] = Registry("acts of a case")
case_prints: Registry[CasePrint] = Registry("printed parts of a case")
MANY = 500  # moments of a source looked through, where it cannot look for itself


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
    """The sources of the story that this reader may have, in their order.

    What the page of the person tells (desks, requests, referrals, moves) is told here too.
    """
    found = sorted(case_moments, key=lambda source: source.order)
    told = [source for source in found if source.policy(actor, case)]
    lent = sorted(person_moments, key=lambda source: source.order)
    return [*told, *(_of_the_person(each) for each in lent if allowed(actor, each.rights))]


def _of_the_person(source: Moments) -> CaseMoments:
    def build(actor: Actor, case: Case, most: int) -> Sequence[Entry]:
        return source.build(actor, case.person, most)

    return CaseMoments(f"persona-{source.key}", source.label, 100 + source.order, build)


def story_of(
    actor: Actor, case: Case, *, most: int, only: str = "", narrow: Narrow | None = None
) -> list[Entry]:
    """What happened, whoever wrote it, the last first; one more than `most` if there is."""
    entries: list[Entry] = []
    for source in sources_for(actor, case):
        if not only or source.key == only:
            entries.extend(_asked_of(source, actor, case, most + 1, narrow or Narrow()))
    return sorted(entries, key=_when, reverse=True)[: most + 1]


def _asked_of(
    source: CaseMoments, actor: Actor, case: Case, most: int, narrow: Narrow
) -> Sequence[Entry]:
    if not narrow:
        return source.build(actor, case, most)
    if source.search is not None:
        return source.search(actor, case, most, narrow)
    return [entry for entry in source.build(actor, case, MANY) if narrow.keeps(entry)]


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


def prints_for(actor: Actor, case: Case) -> list[CasePrint]:
    """The parts that this reader may have on paper, in their order."""
    return [
        each for each in sorted(case_prints, key=lambda each: each.order)
        if each.policy(actor, case)
    ]  # fmt: skip
