"""Pairs of files that may be one person: noted once, judged by somebody, and what was said remembered."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.policies import may
from prossimo.accounts.rules import Actor, Right
from prossimo.citizens import policies
from prossimo.citizens.choices import PairFinder, PairState, TaxCodeState
from prossimo.citizens.models import DuplicatePair, Merge, Person
from prossimo.core.concurrency import save_versioned

AGAIN = 0.25  # how much likelier a pair must have become to be looked at a second time
NOISE = 0.01  # how far a score moves because other files came in
TOGETHER = 500
Reasons = list[dict[str, Any]]
Key = tuple[uuid.UUID, uuid.UUID]


class AlreadyDecided(Exception):
    """Somebody else judged the pair meanwhile: `pair` says what, and who."""

    def __init__(self, pair: DuplicatePair) -> None:
        self.pair = pair
        super().__init__(f"pair {pair.pk} is {pair.state}")


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two files that somebody, or the machine, takes for one person."""

    left: uuid.UUID
    right: uuid.UUID
    score: float
    reasons: Reasons = field(default_factory=list)
    found_by: str = PairFinder.BULK

    @property
    def key(self) -> Key:
        return (self.left, self.right) if self.left < self.right else (self.right, self.left)


@dataclass(frozen=True, slots=True)
class Noted:
    """What became of the pairs that were found."""

    found: int = 0
    fresh: int = 0
    again: int = 0
    stale: int = 0


@transaction.atomic
def note_pairs(candidates: Iterable[Candidate], *, by: Actor, whole: bool = False) -> Noted:
    """Keep the pairs found; the same ones again change nothing, a decided one stays decided.

    `whole`: every file was compared with every other, so what waits and was not found any more is
    put aside. Raises `PermissionDenied`.
    """
    may(by, Right.PERSON_MERGE).enforce()
    found = {each.key: each for each in candidates if each.left != each.right}
    known = {(pair.left_id, pair.right_id): pair for pair in _known(by)}
    split = _split_before(by)
    fresh = [_pair(each, by) for key, each in found.items() if key not in known]
    for start in range(0, len(fresh), TOGETHER):
        DuplicatePair.objects.bulk_create(fresh[start : start + TOGETHER], ignore_conflicts=True)
    again = 0
    for key, pair in known.items():
        if each := found.get(key):
            again += _said_again(pair, each, was_split=key in split)
    stale = _put_aside([pair for key, pair in known.items() if key not in found]) if whole else 0
    return Noted(len(found), len(fresh), again, stale)


def _known(by: Actor) -> Iterable[DuplicatePair]:
    return DuplicatePair.objects.unscoped("compared as a whole, behind the second wall").filter(
        ambito=by.ambito_id
    )


def _split_before(by: Actor) -> set[Key]:
    """Pairs that were merged and separated: never proposed again."""
    undone = Merge.objects.unscoped("compared as a whole, behind the second wall").filter(
        ambito=by.ambito_id, undone_at__isnull=False
    )
    rows = undone.values_list("kept", "gone")
    return {(one, other) if one < other else (other, one) for one, other in rows}


def ambito_of(by: Actor) -> uuid.UUID:
    """Where the person is at work; nobody else comes so far."""
    if by.ambito_id is None:
        raise PermissionDenied
    return by.ambito_id


def _pair(each: Candidate, by: Actor) -> DuplicatePair:
    left, right = each.key
    return DuplicatePair(
        ambito_id=ambito_of(by),
        left_id=left,
        right_id=right,
        score=min(max(each.score, 0.0), 1.0),
        reasons=each.reasons,
        found_by=each.found_by,
    )


def _said_again(pair: DuplicatePair, each: Candidate, *, was_split: bool) -> bool:
    """Bring a known pair up to date; whether it was opened again."""
    if pair.state == PairState.SAME or (was_split and pair.state == PairState.DIFFERENT):
        return False
    opens = pair.state == PairState.STALE or (
        pair.state == PairState.DIFFERENT and _much_changed(pair, each)
    )
    if pair.state == PairState.DIFFERENT and not opens:
        return False
    values: dict[str, Any] = {}
    if (
        opens
        or abs(pair.score - each.score) > NOISE
        or _shape(pair.reasons) != _shape(each.reasons)
    ):
        values["score"] = min(max(each.score, 0.0), 1.0)
        values |= {"reasons": each.reasons} if each.reasons else {}
    if opens:
        values |= {"state": PairState.WAITING, "decided_by": None, "decided_at": None}
    if each.found_by == PairFinder.TAX_CODE != pair.found_by:
        values["found_by"] = each.found_by
    if values:
        save_versioned(pair, values, expected=pair.version)
    return opens


def _shape(reasons: Reasons) -> set[tuple[Any, Any]]:
    return {(each.get("part"), each.get("level")) for each in reasons}


def _much_changed(pair: DuplicatePair, each: Candidate) -> bool:
    """Whether what is known now is another thing than what somebody judged."""
    same_code = _agrees(each.reasons, "tax_code") and not _agrees(pair.reasons, "tax_code")
    return same_code or each.score - pair.score >= AGAIN


def _agrees(reasons: Reasons, part: str) -> bool:
    return any(each.get("part") == part and each.get("outcome") == "agree" for each in reasons)


def _put_aside(pairs: Iterable[DuplicatePair]) -> int:
    by_machine = {PairFinder.BULK, PairFinder.TAX_CODE}
    gone = [p for p in pairs if p.state == PairState.WAITING and p.found_by in by_machine]
    for pair in gone:
        save_versioned(pair, {"state": PairState.STALE}, expected=pair.version)
    return len(gone)


def note_alike(person: Person, *, by: Actor) -> None:
    """A file just written that has the code, or the name and birth, of another: a second look.

    Whoever writes may not be among those who judge: nothing is read back, and a pair that is known
    already stays as it is.
    """
    noted = [_pair(each, by) for each in _very_alike(person, by)]
    if noted:
        DuplicatePair.objects.bulk_create(noted, ignore_conflicts=True)


def _very_alike(person: Person, by: Actor) -> Iterable[Candidate]:
    others = Person.objects.visible_to(by).exclude(pk=person.pk)
    found: dict[uuid.UUID, Candidate] = {}
    if person.sort_key and person.born_on:
        namesakes = others.filter(sort_key=person.sort_key, born_on=person.born_on)
        for pk in namesakes.values_list("pk", flat=True)[:5]:
            reasons = [_agree("surname"), _agree("given_name"), _agree("born_on")]
            found[pk] = Candidate(person.pk, pk, 0.9, reasons, PairFinder.CREATION)
    if person.tax_code and person.tax_code_state == TaxCodeState.VALID:
        for pk in others.filter(tax_code=person.tax_code).values_list("pk", flat=True)[:5]:
            reasons = [_agree("tax_code"), *(found[pk].reasons if pk in found else [])]
            found[pk] = Candidate(person.pk, pk, 0.99, reasons, PairFinder.TAX_CODE)
    return found.values()


def _agree(part: str) -> dict[str, Any]:
    return {"part": part, "outcome": "agree", "level": "same", "weight": 0.0}


@transaction.atomic
def report_pair(person_id: uuid.UUID, other_id: uuid.UUID, *, by: Actor) -> DuplicatePair:
    """Somebody at work says that two files are of one person; a known pair is opened again.

    Raises `Person.DoesNotExist` and `PermissionDenied`.
    """
    people = Person.objects.visible_to(by, Right.PERSON_MERGE)
    one, other = people.get(pk=person_id), people.get(pk=other_id)
    policies.may_merge(by, one).enforce()
    policies.may_merge(by, other).enforce()
    said = Candidate(one.pk, other.pk, 0.5, [], PairFinder.PERSON)
    DuplicatePair.objects.bulk_create([_pair(said, by)], ignore_conflicts=True)
    left, right = said.key
    pair = _locked(Q(left=left, right=right), by)
    if pair.state in {PairState.STALE, PairState.DIFFERENT}:
        save_versioned(pair, UNDECIDED, expected=pair.version)
    return pair


UNDECIDED: Mapping[str, Any] = {
    "state": PairState.WAITING,
    "decided_by": None,
    "decided_at": None,
    "note": "",
}


def _locked(which: Q, by: Actor) -> DuplicatePair:
    pairs = DuplicatePair.objects.visible_to(by).select_for_update(of=("self",))
    pair = pairs.get(which)
    policies.may_read_pair(by, pair).enforce()
    return pair


@transaction.atomic
def judge_different(pair_id: uuid.UUID, *, by: Actor, note: str = "") -> DuplicatePair:
    """«Non è la stessa persona»: remembered, and not asked again.

    Raises `DuplicatePair.DoesNotExist`, `PermissionDenied`, `AlreadyDecided`.
    """
    pair = _locked(Q(pk=pair_id), by)
    if pair.state in {PairState.SAME, PairState.DIFFERENT}:
        raise AlreadyDecided(pair)
    decide_pair(pair, PairState.DIFFERENT, by=by, note=note)
    journal.shown(Action.CHANGE, [pair])
    return pair


@transaction.atomic
def open_again(pair_id: uuid.UUID, *, by: Actor) -> DuplicatePair:
    """Take back a «non è la stessa persona»; raises `AlreadyDecided` for what was merged."""
    pair = _locked(Q(pk=pair_id), by)
    if pair.state == PairState.SAME:
        raise AlreadyDecided(pair)
    if pair.state != PairState.WAITING:
        save_versioned(pair, UNDECIDED, expected=pair.version)
        journal.shown(Action.CHANGE, [pair])
    return pair


def decide_pair(pair: DuplicatePair, state: str, *, by: Actor, note: str = "") -> None:
    """Write what was said of a pair, by whom and when."""
    values = {
        "state": state,
        "decided_by_id": by.user_id,
        "decided_at": timezone.now(),
        "note": note,
    }
    pair.decided_by_id = by.user_id
    save_versioned(pair, values, expected=pair.version)
