"""What other apps show on the page of a person: panels and actions, declared by who owns them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from prossimo.accounts.rules import Actor, Right
from prossimo.citizens.models import Person
from prossimo.core.registry import Registry


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
class BuiltPanel:
    """A panel with the context of its template, for one person and one reader."""

    panel: Panel
    context: dict[str, Any]


person_panels: Registry[Panel] = Registry("panels of a person")
person_actions: Registry[PersonAction] = Registry("actions of a person")


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
