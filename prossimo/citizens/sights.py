"""Whom somebody knows of because of what was given to them: declared by the apps above, by no name.

A sight says, for who asks, which people stand in what their post was given. It lets them know of a
person wherever that person lives, and lets who reaches the whole ambito open the file; it never lets
anybody search, write or pass on.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, F, Func, Q

from prossimo.accounts.rules import Actor
from prossimo.core.registry import Registry


@dataclass(frozen=True, slots=True)
class Sight:
    """`people` answers with one column, the numbers of the people in sight; nothing for nobody."""

    key: str
    people: Callable[[Actor], Any]


sights: Registry[Sight] = Registry("sights of people")


class IsAnyOf(Func):
    """«This number is one of those»: the array is gathered once, where IN would be joined."""

    template = "(%(expressions)s))"
    arg_joiner = " = ANY ("
    output_field = BooleanField()


def in_sight(actor: Actor) -> Q:
    """The condition on people: worked out once a query, not once a person."""
    shown = Q(pk__in=[])
    for sight in sights:
        people = sight.people(actor)
        if people is not None:
            shown |= Q(IsAnyOf(F("pk"), ArraySubquery(people)))
    return shown
