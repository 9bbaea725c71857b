"""What a higher app makes of a proposal that is accepted: it accepts and goes on, in one breath.

Declared by who owns what follows; the proposal's page knows only that it may lead elsewhere.
"""

from collections.abc import Callable
from dataclasses import dataclass

from prossimo.access.models import CaseProposal
from prossimo.accounts.rules import Actor
from prossimo.core.registry import Registry


@dataclass(frozen=True, slots=True)
class Acceptance:
    """`accept(proposal, actor, version)` accepts it, does what follows, and says where to go."""

    key: str
    accept: Callable[[CaseProposal, Actor, int], str]


acceptances: Registry[Acceptance] = Registry("what follows an accepted proposal")
