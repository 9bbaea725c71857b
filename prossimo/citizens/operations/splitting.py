"""A merge that was a mistake: two files again, and the memory that they are two people."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.rules import Actor
from prossimo.citizens import policies, rules
from prossimo.citizens.choices import PairFinder, PairState
from prossimo.citizens.models import DuplicatePair, FormerTaxCode, Merge, Person
from prossimo.citizens.operations.doubles import decide_pair
from prossimo.citizens.operations.merging import (
    DERIVED,
    GROUPS,
    WentElsewhere,
    ask_the_wall,
    pair_of,
    plain,
    row_of,
)
from prossimo.citizens.search_words import file_person
from prossimo.core.concurrency import save_versioned


@dataclass(frozen=True, slots=True)
class Undone:
    """A merge taken back, with what could not be put as it was."""

    merge: Merge
    untouched: tuple[str, ...]  # groups that changed since, and stay as they are now


@transaction.atomic
def undo_merge(merge_id: uuid.UUID, *, by: Actor, why: str = "") -> Undone:
    """Make two files of one again, and remember that they are two people.

    What was written on the file that stayed after the merge remains there: the caller lists it.
    Raises `Merge.DoesNotExist`, `PermissionDenied`, `WentElsewhere` where another merge must be
    undone first or this one was already.
    """
    merges = Merge.objects.visible_to(by).select_related("kept", "gone")
    merge = merges.select_for_update(of=("self",)).get(pk=merge_id)
    policies.may_undo(by, merge).enforce()
    _refuse_out_of_order(merge)
    ask_the_wall("SELECT wall.split_people(%s)", merge)
    kept = Person._base_manager.select_for_update(of=("self",)).get(pk=merge.kept_id)
    gone = Person._base_manager.select_for_update(of=("self",)).get(pk=merge.gone_id)
    untouched = _restored(kept, merge)
    _give_back(gone, merge)
    _drop_code(merge)
    for person in (kept, gone):
        file_person(person)
    _pairs_taken_back(merge, kept, gone, why, by)
    undone = {"undone_by_id": by.user_id, "undone_at": timezone.now(), "undone_why": why}
    save_versioned(merge, undone, expected=merge.version)
    kind = Person._meta.label_lower
    journal.note(Action.SPLIT, kind, kept.pk, note=f"→ {gone.pk}")
    journal.note(Action.SPLIT, kind, gone.pk, note=f"← {kept.pk}")
    return Undone(merge, untouched)


def _refuse_out_of_order(merge: Merge) -> None:
    if merge.undone_at:
        raise WentElsewhere(_("Queste schede sono già state separate."))
    if merge.kept.merged_into_id:
        raise WentElsewhere(
            _(
                "La scheda di %(kept)s è poi confluita in un'altra: separa prima quelle due, "
                "poi torna qui."
            )
            % {"kept": merge.kept.full_name}
        )


def _restored(kept: Person, merge: Merge) -> tuple[str, ...]:
    """Put the values of before where nobody touched them since; the groups that were touched."""
    before, after = merge.before.get("fields", {}), merge.after.get("fields", {})
    values: dict[str, Any] = {}
    untouched = []
    for group, names in {**GROUPS, **{name: (name,) for name in DERIVED}}.items():
        held = [name for name in names if name in before]
        if not held:
            continue
        if plain(kept, held) == {name: after.get(name) for name in held}:
            values |= {name: _read(name, before[name]) for name in held}
        elif group not in DERIVED:
            untouched.append(group)
    if {"surname", "given_name"} & set(values):
        called = [values.get(name, getattr(kept, name)) for name in ("surname", "given_name")]
        values["sort_key"] = rules.sort_key_of(*called)
    if values:
        save_versioned(kept, values, expected=kept.version)
    return tuple(untouched)


def _give_back(gone: Person, merge: Merge) -> None:
    """The number of the registry goes home, unless somebody else has it now."""
    number = merge.before.get("gone", {}).get("registry_id", "")
    if not number or gone.registry_id:
        return
    taken = Person._base_manager.filter(ambito=gone.ambito_id, registry_id=number)
    if not taken.exists():
        row_of(gone).update(registry_id=number)
        gone.registry_id = number


def _drop_code(merge: Merge) -> None:
    if code := merge.after.get("code"):
        FormerTaxCode._base_manager.filter(pk=code, person=merge.kept_id).delete()


def _pairs_taken_back(merge: Merge, kept: Person, gone: Person, why: str, by: Actor) -> None:
    """The two are known to be different people from now on."""
    pair = pair_of(kept, gone)
    if pair is None:
        left, right = sorted([kept.pk, gone.pk])
        pair = DuplicatePair(ambito_id=kept.ambito_id, left_id=left, right_id=right, score=0.5)
        pair.found_by = PairFinder.PERSON
        pair.save(force_insert=True)
    decide_pair(pair, PairState.DIFFERENT, by=by, note=why)
    pairs = DuplicatePair.objects.unscoped("passed on by this merge")
    for passed in pairs.filter(pk__in=merge.after.get("pairs", []), state=PairState.WAITING):
        save_versioned(passed, {"state": PairState.STALE}, expected=passed.version)


def _read(name: str, value: Any) -> Any:
    """A value kept as JSON, as the field has it; a reference comes back whole."""
    field: Any = Person._meta.get_field(name)
    if field.is_relation:
        return field.related_model._base_manager.get(pk=value) if value else None
    return field.to_python(value)
