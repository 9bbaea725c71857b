"""What the frame of every page lists: places to go and cards of the day, declared by the apps."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from prossimo.core.registry import Registry


class Group(IntEnum):
    """What a place is for: the entries of a long navigation stand together by it."""

    DAY = 0  # the work with whoever knocks
    ARRANGE = 1  # rotas, desks, records to put in order
    KNOW = 2  # the network, the territory, the figures
    ADMINISTER = 3


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of the navigation: shown to whoever holds one of the rights."""

    key: str
    label: Any  # lazy translation
    url_name: str
    icon: str
    order: int
    rights: frozenset[str] = field(default_factory=frozenset)  # empty: everybody at work
    group: Group = Group.DAY
    shortcut: str = ""
    also: tuple[str, ...] = ()  # pages that belong here without standing under its address
    count: Callable[[Any], int] | None = (
        None  # what waits there for this actor; asked on every page
    )


@dataclass(frozen=True, slots=True)
class Card:
    """A card of «Oggi»: `build(actor)` gives its context, or None where there is nothing to show."""

    key: str
    label: Any
    template: str
    order: int
    rights: frozenset[str]
    build: Callable[[Any], dict[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Finder:
    """A source of the omnibox: `find(actor, text)` gives (label, detail, url) rows, best first."""

    key: str
    label: Any
    order: int
    rights: frozenset[str]
    find: Callable[[Any, str], list[tuple[str, str, str]]]


places: Registry[Place] = Registry("navigation")
cards: Registry[Card] = Registry("home cards")
finders: Registry[Finder] = Registry("omnibox")
