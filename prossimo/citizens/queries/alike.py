"""Who may already be known, looked for before a file is opened.

Whoever may be the same is gathered by whatever of the new person is right (the code, the telephone,
the name as it may have been meant, the day of birth), then weighed by all that is known.
"""

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _
from rapidfuzz.distance import OSA

from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.rules import Actor, Reach, Right
from prossimo.citizens import asking, rules
from prossimo.citizens.models import Person, PersonQuerySet
from prossimo.citizens.queries import marks, words
from prossimo.citizens.queries.probes import ALWAYS, Pair, Years, alike_to
from prossimo.citizens.queries.scope import Scope
from prossimo.citizens.queries.search import FoundPerson, read, shown
from prossimo.citizens.queries.spelling import (
    SAME,
    SAME_SOUND,
    TWO_TYPOS,
    UNLIKE,
    closeness,
    distance,
    guesses,
)
from prossimo.citizens.sounds import words_of
from prossimo.citizens.taxcode import compact
from prossimo.core.prepared import prepared

REASONS = {
    "code": _("stesso codice fiscale"),
    "former": _("aveva lo stesso codice fiscale"),
    "same": _("stesso nome e stessa data di nascita"),
    "near_code": _("codice fiscale quasi uguale"),
    "same_day": _("stessa data di nascita, nome quasi uguale"),
    "phone": _("stesso telefono, nome simile"),
    "slip": _("stesso nome, data di nascita quasi uguale"),
    "unknown_day": _("stesso nome, data di nascita non nota"),
    "name": _("stesso nome"),
    "both_near": _("nome e data di nascita quasi uguali"),
    "age": _("stesso nome e quasi la stessa età"),
    "some_of_the_day": _("stessa data di nascita, nome simile"),
}
MOST_OF_A_DAY = 2000  # people of a partner who are looked through


@dataclass(frozen=True, slots=True)
class Newcomer:
    """What is known of the person about to be registered."""

    names: tuple[str, ...]
    born_on: dt.date | None
    code: str
    phone: str


class Known(NamedTuple):
    """What is compared of a person already known."""

    pk: uuid.UUID
    sort_key: str
    born_on: dt.date | None
    tax_code: str


def alike(
    actor: Actor,
    *,
    surname: str = "",
    given_name: str = "",
    born_on: dt.date | None = None,
    tax_code: str = "",
    phone: str = "",
    limit: int = 6,
) -> list[FoundPerson]:
    """People already known who may be the one about to be registered, the likeliest first."""
    names = tuple(rules.name_tokens(surname, given_name))[: asking.MAX_WORDS]
    new = Newcomer(names, born_on, compact(tax_code), phone)
    scope = Scope(actor)
    marked = _marked(actor, new)
    weighed = {
        (*likeness, known.pk)
        for known in _known(scope, new, marked)
        if (likeness := _likeness(new, known, marked.get(known.pk, "")))
    }
    because = {pk: (REASONS[reason],) for _rank, _far, reason, pk in sorted(weighed)[:limit]}
    return shown(read(scope, dict(because), limit))


# --- gathered by what is right ----------------------------------------------------------------


def _known(scope: Scope, new: Newcomer, marked: Iterable[uuid.UUID]) -> Iterable[Known]:
    """Who is worth a comparison: by a mark, by the names, by the day of birth; or all, if few."""
    if not (new.names or new.code or new.phone):
        return []
    if scope.actor.reach(Right.PERSON_READ) is Reach.DESKS:
        few = scope.people.order_by().values_list(*Known._fields)[:MOST_OF_A_DAY]
        return map(Known._make, few)
    borne = _borne(scope.actor, new) if new.names else []
    code = new.code if len(new.code) in marks.WHOLE else ""
    day = new.born_on if new.names else None
    return map(Known._make, alike_to(scope.actor, borne, marked, code, day))


def _marked(actor: Actor, new: Newcomer) -> dict[uuid.UUID, str]:
    """Who had the same code, or answers the same telephone."""
    found: dict[uuid.UUID, str] = {}
    if new.phone:
        held = marks.by_phone(actor, rules.kept_phone(new.phone))
        found |= {pk: "phone" for pk, _why in held}
    if len(new.code) in marks.WHOLE:
        found |= dict.fromkeys((pk for pk, _why in marks.by_former_code(actor, new.code)), "former")
    return found


def _borne(actor: Actor, new: Newcomer) -> Iterator[tuple[Pair, Years]]:
    """These names, whatever their birth, or similar ones, of who was born in those years.

    Of a common name perhaps not all are looked at: those of about that age, or of no known one, are.
    """
    exact = [Pair.of(one, other) for one, other in combinations(new.names, 2)]
    exact = exact or [Pair.of(new.names[0])]
    yield from ((pair, ALWAYS) for pair in exact)
    if new.born_on is None:
        return
    years = (new.born_on.year - 1, new.born_on.year + 1)
    yield from ((pair, years) for pair in exact)
    yield from ((pair, (0, 0)) for pair in exact)
    near = words.meant_pairs(new.names, guesses(actor, new.names))
    yield from ((pair, years) for pair in near)


# --- weighed by all that is known -------------------------------------------------------------


def _likeness(new: Newcomer, known: Known, mark: str) -> tuple[int, int, str] | None:
    """How likely they are one person (0 most), how far the names are, and the reason to show."""
    if new.code and new.code == known.tax_code:
        return 0, 0, "code"
    if mark == "former":
        return 1, 0, "former"
    if not new.names:
        return (6, 0, "phone") if mark == "phone" else None
    date = _date(new.born_on, known.born_on)
    near_code = _near_codes(new.code, known.tax_code)
    if date == "other" and not (near_code or mark):
        return None
    theirs = words_of(known.sort_key)
    far = closeness(new.names, theirs)
    some = False
    if date == "same" or near_code or mark == "phone":
        some = any(distance(word, other) <= SAME_SOUND for word in new.names for other in theirs)
    for rank, (reason, holds) in enumerate(
        (
            ("same", far == SAME and date == "same"),
            ("near_code", some and near_code),
            ("same_day", far < UNLIKE and date == "same"),
            ("phone", some and mark == "phone"),
            ("slip", far == SAME and date == "near"),
            ("unknown_day", far == SAME and date == "unknown"),
            ("name", far == SAME and new.born_on is None),
            ("both_near", far <= TWO_TYPOS and date in {"near", "month"}),
            ("age", far == SAME and date in {"month", "age"}),
            ("some_of_the_day", some and date == "same"),
        ),
        start=2,
    ):
        if holds:
            return rank, far, reason
    return None


def _date(ours: dt.date | None, theirs: dt.date | None) -> str:
    """How two birth dates meet: the same, near (a slip of the hand), of a month, of about an age."""
    if ours is None:
        return ""
    if theirs is None:
        return "unknown"
    if ours == theirs:
        return "same"
    swapped = (ours.month, ours.day) == (theirs.day, theirs.month) and ours.year == theirs.year
    if swapped or OSA.distance(f"{ours:%d%m%Y}", f"{theirs:%d%m%Y}", score_cutoff=1) <= 1:
        return "near"
    if (ours.year, ours.month) == (theirs.year, theirs.month):
        return "month"
    return "age" if abs(ours.year - theirs.year) <= 1 else "other"


def _near_codes(ours: str, theirs: str) -> bool:
    if not (len(ours) == len(theirs) == 16):
        return False
    return OSA.distance(ours, theirs, score_cutoff=marks.ERRORS) <= marks.ERRORS


def same_tax_code(actor: Actor, person: Person) -> list[Person]:
    """Other files with the fiscal code of this one: an alarm to look into, not an error."""
    if not person.tax_code:
        return []
    others = with_tax_code(actor, person.tax_code, person.pk)
    journal.shown(Action.LIST, others)
    return others


@prepared
def with_tax_code(actor: Actor, tax_code: str, but: uuid.UUID) -> PersonQuerySet:
    people = Person.objects.visible_to(actor).for_list().filter(tax_code=tax_code)
    return people.exclude(pk=but)[:5]
