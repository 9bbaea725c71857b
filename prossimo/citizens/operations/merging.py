"""Two files become one, with everything that hangs on them."""

import copy
import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.rules import Actor, Right
from prossimo.citizens import policies, rules, taxcode
from prossimo.citizens.choices import PairState, TaxCodeEnd, TaxCodeState
from prossimo.citizens.models import (
    DuplicatePair,
    EmailAddress,
    FormerTaxCode,
    Merge,
    Person,
    Phone,
)
from prossimo.citizens.operations.doubles import decide_pair
from prossimo.citizens.search_words import file_person
from prossimo.core.concurrency import StaleVersion, save_versioned
from prossimo.core.records import without_scope

KEPT, GONE, BOTH = "kept", "gone", "both"
# What is chosen together, and the columns that it is made of.
GROUPS: Mapping[str, tuple[str, ...]] = {
    "surname": ("surname",),
    "given_name": ("given_name",),
    "sex": ("sex",),
    "born_on": ("born_on",),
    "birth_place": ("birth_place", "birth_place_code"),
    "citizenships": ("citizenships",),
    "tax_code": ("tax_code", "tax_code_state"),
    "residence": (
        "municipality", "neighbourhood", "street", "street_number", "postcode", "latitude",
        "longitude", "resides_since",
    ),
    "household": ("household", "household_role"),
    "languages": ("languages",),
    "needs_interpreter": ("needs_interpreter",),
    "contact_warning": ("contact_warning",),
    "died_on": ("died_on",),
    "registry": ("registry_id", "registry_state", "registry_seen_on"),
}  # fmt: skip
TOGETHER = {"citizenships", "languages", "contact_warning"}  # where both may be kept
LISTS: Mapping[str, type[Phone] | type[EmailAddress]] = {"phones": Phone, "emails": EmailAddress}
DERIVED = ("sort_key", "first_known_on")


class WentElsewhere(Exception):
    """One of the two files was merged meanwhile, or the merge was undone: told in a sentence."""


@transaction.atomic
def merge_people(
    kept_id: uuid.UUID,
    gone_id: uuid.UUID,
    *,
    by: Actor,
    expected: Mapping[uuid.UUID, int],
    chosen: Mapping[str, str] | None = None,
    reason: str = "",
) -> Merge:
    """Make one file of two: `chosen` says for each group whose value stays (`kept` where unsaid).

    Raises `WentElsewhere` where somebody came first, `StaleVersion` where a file changed after the
    page was opened, `Person.DoesNotExist`, `PermissionDenied`, `ValidationError`.
    """
    kept, gone = _both_locked(kept_id, gone_id, by)
    for person in (kept, gone):
        if expected.get(person.pk) != person.version:
            raise StaleVersion(person, {})
    chosen = chosen or {}
    values = _values(kept, gone, chosen)
    _refuse_contradictions(kept, values)
    passed_on = {"registry_id"} if _takes_registry(kept, gone, chosen) else set()
    merge = Merge(
        ambito_id=kept.ambito_id,
        kept=kept,
        gone=gone,
        by_id=str(by.user_id),
        reason=reason,
        before={
            "fields": plain(kept, values),
            "gone": plain(gone, passed_on),
            "resting": _resting(kept, gone, chosen),
        },
    )
    merge.save(force_insert=True)
    if passed_on:
        row_of(gone).update(registry_id="")
    code = _former_code(kept, gone, values)
    save_versioned(kept, values, expected=kept.version)
    if code:
        code.save(force_insert=True)
    ask_the_wall("SELECT wall.merge_people(%s)", merge)
    _written_down(merge, kept, gone, by=by, changed=values, code=code)
    return merge


def _both_locked(kept_id: uuid.UUID, gone_id: uuid.UUID, by: Actor) -> tuple[Person, Person]:
    if kept_id == gone_id or by.user_id is None:
        raise Person.DoesNotExist
    people = Person.objects.visible_to(by, Right.PERSON_MERGE).filter(pk__in=[kept_id, gone_id])
    held = {each.pk: each for each in people.select_for_update(of=("self",)).order_by("pk")}
    if set(held) != {kept_id, gone_id}:
        gone = Person.objects.absorbed(by, Right.PERSON_MERGE).filter(pk__in=[kept_id, gone_id])
        if gone.exists():
            raise WentElsewhere(
                _("Una delle due schede è appena confluita in un'altra: guarda dove è andata.")
            )
        raise Person.DoesNotExist
    for person in held.values():
        policies.may_merge(by, person).enforce()
        policies.may_write_person(by, person).enforce()
    return held[kept_id], held[gone_id]


def _values(kept: Person, gone: Person, chosen: Mapping[str, str]) -> dict[str, Any]:
    """What the file that stays will say, where it will say something else than now."""
    values: dict[str, Any] = {}
    for group, names in GROUPS.items():
        choice = chosen.get(group, KEPT)
        if choice == BOTH and group in TOGETHER:
            values[group] = _joined(getattr(kept, group), getattr(gone, group))
        elif choice == GONE:
            values |= {name: getattr(gone, name) for name in names}
        elif choice != KEPT:
            raise ValidationError(_("Di questo dato se ne tiene uno solo."))
    known = [day for day in (kept.first_known_on, gone.first_known_on) if day]
    values["first_known_on"] = min(known)
    called = [values.get(name, getattr(kept, name)) for name in ("surname", "given_name")]
    values["sort_key"] = rules.sort_key_of(*called)
    return {name: value for name, value in values.items() if getattr(kept, name) != value}


def _refuse_contradictions(kept: Person, values: Mapping[str, Any]) -> None:
    """Two values that are right on their own may not stand together: said before anything is done."""
    would_be = copy.copy(kept)
    for name, value in values.items():
        setattr(would_be, name, value)
    with without_scope("constraints are checked on a file that is locked and allowed"):
        would_be.validate_constraints(exclude={"registry_id"})


def _joined(one: Any, other: Any) -> Any:
    if isinstance(one, list):
        return list(dict.fromkeys([*one, *other]))
    return "; ".join(dict.fromkeys(filter(None, [one, other])))


def _takes_registry(kept: Person, gone: Person, chosen: Mapping[str, str]) -> bool:
    """A number of the registry is on one file only: taken, it leaves the other."""
    return chosen.get("registry", KEPT) == GONE and bool(gone.registry_id)


def _resting(kept: Person, gone: Person, chosen: Mapping[str, str]) -> list[str]:
    """Telephones and addresses that are there already, or not wanted: they stay on the other file."""
    resting = []
    for name, model in LISTS.items():
        column = "number" if model is Phone else "address"
        rows = model._base_manager.filter(person__in=[kept, gone])
        known = {str(getattr(row, column)).lower() for row in rows if row.person_id == kept.pk}
        wanted = chosen.get(name, BOTH) != KEPT
        resting += [
            str(row.pk)
            for row in rows
            if row.person_id == gone.pk
            and not (wanted and str(getattr(row, column)).lower() not in known)
        ]
    return resting


def _former_code(kept: Person, gone: Person, values: Mapping[str, Any]) -> FormerTaxCode | None:
    """The code that is not chosen is still one under which the person is found."""
    stays = values.get("tax_code", kept.tax_code)
    other = gone.tax_code if stays == kept.tax_code else kept.tax_code
    state = gone.tax_code_state if stays == kept.tax_code else kept.tax_code_state
    held = FormerTaxCode._base_manager.filter(person=kept, code=other)
    if not other or other == stays or held.exists():
        return None
    why = TaxCodeEnd.TEMPORARY if state == TaxCodeState.TEMPORARY else TaxCodeEnd.MISTAKE
    if len(other) == len(stays) == 16 and _plain_code(other) == _plain_code(stays):
        why = TaxCodeEnd.HOMOCODY
    return FormerTaxCode(person=kept, code=other, why=why)


def _plain_code(code: str) -> str:
    return taxcode.without_omocodia(code)[:15]


def ask_the_wall(sql: str, merge: Merge) -> int:
    """The move itself is the database's: it reaches also what the person at work may not see."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, [merge.pk])
            row = cursor.fetchone()
    except IntegrityError as error:
        if getattr(error.__cause__, "sqlstate", "") == "23001":
            raise PermissionDenied(
                _(
                    "Queste due schede restano separate per decisione del servizio: "
                    "parlane con il responsabile di area."
                )
            ) from None
        raise WentElsewhere(
            _("Una delle due schede è confluita in un'altra nel frattempo: ricomincia da lì.")
        ) from None
    return int(row[0]) if row else 0


def _written_down(
    merge: Merge,
    kept: Person,
    gone: Person,
    *,
    by: Actor,
    changed: Iterable[str],
    code: FormerTaxCode | None,
) -> None:
    """Search words, what was before and after, the pairs, the journal."""
    kept.refresh_from_db()
    file_person(kept)
    forget_words(gone)
    merge.refresh_from_db()
    left = set(merge.before.get("fields", {}))  # what is protected was taken out
    after = {
        **merge.after,
        "fields": plain(kept, left & set(changed)),
        "code": str(code.pk) if code else "",
        "pairs": _pairs_passed_on(kept, gone, by),
    }
    save_versioned(merge, {"after": after}, expected=merge.version)
    pair = pair_of(kept, gone)
    if pair:
        decide_pair(pair, PairState.SAME, by=by, note=merge.reason)
    kind = Person._meta.label_lower
    journal.note(Action.MERGE, kind, kept.pk, note=f"← {gone.pk}")
    journal.note(Action.MERGE, kind, gone.pk, note=f"→ {kept.pk}")


def forget_words(person: Person) -> None:
    """Take a file out of the search: without a name there is nothing to file."""
    file_person(Person(pk=person.pk, ambito_id=person.ambito_id))


def pair_of(one: Person, other: Person) -> DuplicatePair | None:
    left, right = sorted([one.pk, other.pk])
    pairs = DuplicatePair.objects.unscoped("the two files are locked and allowed")
    return pairs.filter(left=left, right=right).first()


def _pairs_passed_on(kept: Person, gone: Person, by: Actor) -> list[str]:
    """What was said or waits of the file that goes holds for the one that stays."""
    pairs = DuplicatePair.objects.unscoped("of files that are locked and allowed")
    theirs = pairs.filter(Q(left=gone) | Q(right=gone), state__in=[*OPEN_STATES])
    passed = []
    for pair in theirs.exclude(left=kept).exclude(right=kept):
        other = pair.right_id if pair.left_id == gone.pk else pair.left_id
        left, right = sorted([kept.pk, other])
        if pairs.filter(left=left, right=right).exists():
            continue
        row = {
            name: getattr(pair, name)
            for name in ("score", "reasons", "found_by", "state", "decided_by_id", "decided_at")
        }
        made = DuplicatePair(ambito_id=pair.ambito_id, left_id=left, right_id=right, **row)
        DuplicatePair.objects.bulk_create([made], ignore_conflicts=True)
        passed.append(str(made.pk))
    return passed


OPEN_STATES = (PairState.WAITING, PairState.DIFFERENT)


def row_of(person: Person) -> "models.QuerySet[Person]":
    return Person.objects.unscoped("locked by the operation").filter(pk=person.pk)


def plain(person: Person, names: Iterable[str]) -> dict[str, Any]:
    """Some columns of a person as JSON keeps them."""
    return {name: _plain(getattr(person, _attname(name))) for name in sorted(names)}


def _attname(name: str) -> str:
    return str(getattr(Person._meta.get_field(name), "attname", name))


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value) if isinstance(value, uuid.UUID) else value
