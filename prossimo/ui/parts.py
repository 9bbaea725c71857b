"""What a view hands to the components: small frozen records, ready to be shown."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal

Tone = Literal["neutral", "info", "good", "warning", "bad"]
"""How a thing stands; always said in words and icon too, never by colour alone."""


@dataclass(frozen=True, slots=True)
class Action:
    """One line of a menu: a link, or a small form where `method` is post."""

    label: str
    url: str
    icon: str = ""
    method: Literal["get", "post"] = "get"
    confirm: str = ""
    reason: str = ""
    tone: Tone = "neutral"


@dataclass(frozen=True, slots=True)
class Tab:
    """One sheet among several, each with an address of its own."""

    label: str
    url: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """A name and what is known of it."""

    label: str
    value: object = ""
    url: str = ""
    note: str = ""
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that happened, on a timeline."""

    title: str
    when: dt.date | dt.datetime
    text: str = ""
    kind: str = ""
    icon: str = ""
    tone: Tone = "neutral"
    url: str = ""
    by: str = ""
    badge: str = ""

    @property
    def timed(self) -> bool:
        return isinstance(self.when, dt.datetime)


@dataclass(frozen=True, slots=True)
class MoveButton:
    """A move of a state machine; a refused one is shown with its reason."""

    name: str
    label: str
    granted: bool = True
    reason: str = ""
    tone: Tone = "neutral"
    confirm: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One answer of a search while typing."""

    value: str
    label: str
    detail: str = ""
    url: str = ""
    icon: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class ConflictField:
    """One field that two people wrote at once."""

    name: str
    label: str
    mine: str
    theirs: str
    original: str = ""

    @property
    def same(self) -> bool:
        return self.mine == self.theirs

    @property
    def long(self) -> bool:
        return len(self.mine) + len(self.theirs) > 120 or "\n" in self.mine + self.theirs


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What a confirmation asks, in the dialog and on the page that stands in for it."""

    title: str
    text: str
    confirm: str
    action_url: str
    back_url: str = ""
    fields: dict[str, str] = field(default_factory=dict)
