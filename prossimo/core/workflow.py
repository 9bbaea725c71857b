"""The life of a thing as one table of moves."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Choices
from django.utils.translation import gettext as _


class IllegalMove(Exception):
    """A move that the table does not allow from this state: shown as a sentence, answered 409."""


@dataclass(frozen=True, slots=True)
class Move:
    name: str
    label: Any  # lazy translation
    sources: frozenset[str]
    target: str
    norm: str = ""


class Workflow:
    """A table of moves.

    >>> life = Workflow(Move(name="close", label="Concludi", sources=frozenset({"open"}), target="closed"))
    >>> life.step("open", "close")
    'closed'
    >>> [move.name for move in life.open_to("closed")]
    []
    """

    def __init__(self, *table: Move, states: type[Choices] | None = None) -> None:
        self._words = dict(states.choices) if states else {}
        self._table = {move.name: move for move in table}
        if len(self._table) != len(table):
            raise ValueError("two moves share a name")

    @property
    def moves(self) -> list[str]:
        return list(self._table)

    def __iter__(self) -> Iterator[Move]:
        return iter(self._table.values())

    def open_to(self, state: str) -> list[Move]:
        return [move for move in self if state in move.sources]

    def step(self, state: str, name: str) -> str:
        """The state after the move; raises `IllegalMove` where the table has no such step."""
        move = self._table[name]
        if state not in move.sources:
            said = {"move": move.label, "state": self._words.get(state, state)}
            raise IllegalMove(
                _("«%(move)s» non è possibile: lo stato attuale è «%(state)s».") % said
            )
        return move.target
