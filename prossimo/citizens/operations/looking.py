"""The comparison of every file with every other: asked for, under way, ended; what it found is noted."""

import uuid
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from procrastinate.exceptions import AlreadyEnqueued

from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.policies import may
from prossimo.accounts.rules import Actor, Right
from prossimo.citizens.choices import LookState, PairFinder, TaxCodeState
from prossimo.citizens.linkage.pairs import Pair
from prossimo.citizens.models import DoublesLook, DuplicatePair, Person
from prossimo.citizens.operations.doubles import (
    Candidate,
    Noted,
    Reasons,
    ambito_of,
    note_pairs,
)

RULE = "rule"


@transaction.atomic
def request_look(*, by: Actor) -> DoublesLook:
    """Ask the worker to compare all the files; the one under way is answered where there is one.

    Raises `PermissionDenied` with the reason for the screen.
    """
    may(by, Right.PERSON_MERGE).enforce()
    under_way = DoublesLook.objects.visible_to(by).under_way().first()
    if under_way:
        return under_way
    look = DoublesLook.objects.create(ambito_id=ambito_of(by))
    journal.note(Action.CREATE, DoublesLook._meta.label_lower, look.pk)
    _defer(look, by)
    return look


def _defer(look: DoublesLook, by: Actor) -> None:
    """Queue the job in the same transaction; one in the queue is enough."""
    from prossimo.citizens.tasks import compare_all

    job = compare_all.configure(queueing_lock=f"doubles {look.ambito_id}")
    try:
        with transaction.atomic():
            job.defer(look=str(look.pk), user=str(by.user_id), post=str(by.post_id))
    except AlreadyEnqueued:
        end_look(look, error="una ricerca era già in coda")


def start_look(look_id: uuid.UUID | None, *, by: Actor) -> DoublesLook:
    """The comparison begins, asked for or started by hand."""
    may(by, Right.PERSON_MERGE).enforce()
    if look_id is None:
        return DoublesLook.objects.create(ambito_id=ambito_of(by), state=LookState.RUNNING)
    look = DoublesLook.objects.visible_to(by).get(pk=look_id)
    look.state, look.heard_at = LookState.RUNNING, timezone.now()
    look.save(update_fields=["state", "heard_at"])
    return look


def hear_look(look: DoublesLook, *, done: int, total: int) -> None:
    look.done, look.total, look.heard_at = done, total, timezone.now()
    look.save(update_fields=["done", "total", "heard_at"])


def end_look(look: DoublesLook, *, noted: Noted | None = None, error: str = "") -> None:
    """The comparison is made, or it is said why not."""
    look.state = LookState.FAILED if error else LookState.DONE
    look.ended_at = look.heard_at = timezone.now()
    look.error = error[:300]
    if noted:
        look.found, look.fresh = noted.found, noted.fresh + noted.again
    look.save(update_fields=["state", "ended_at", "heard_at", "error", "found", "fresh"])


@transaction.atomic
def note_found(pairs: Iterable[Pair] | None, *, by: Actor) -> Noted:
    """Keep what the machine found, and one valid code on two files; None where it did not run."""
    whole = pairs is not None
    found = {each.key: each for each in map(candidate_of, pairs or ())}
    for same in _one_code(by):
        known = found.get(same.key)
        reasons = known.reasons if known else same.reasons
        found[same.key] = Candidate(*same.key, same.score, reasons, same.found_by)
    note = f"{len(found)}"
    journal.note(Action.SEARCH, DuplicatePair._meta.label_lower, note=note)
    return note_pairs(found.values(), by=by, whole=whole)


def candidate_of(pair: Pair) -> Candidate:
    """What the machine says of two files, as it is kept."""
    reasons: Reasons = [
        {
            "part": each.key,
            "outcome": each.outcome.value,
            "level": each.level,
            "weight": each.weight,
        }
        for each in pair.reasons
    ]
    if pair.held:
        reasons.append({"part": RULE, "outcome": "", "level": pair.held, "weight": 0.0})
    score = round(pair.probability, 4)
    return Candidate(uuid.UUID(pair.left), uuid.UUID(pair.right), score, reasons, PairFinder.BULK)


def _one_code(by: Actor) -> Iterable[Candidate]:
    """One valid code on several files: an alarm, with or without the machine."""
    people = Person.objects.visible_to(by, Right.PERSON_MERGE).order_by()
    coded = people.filter(tax_code_state=TaxCodeState.VALID).exclude(tax_code="")
    doubled = coded.values("tax_code").annotate(files=Count("pk")).filter(files__gt=1)
    bearers: dict[str, list[uuid.UUID]] = {}
    codes = [row["tax_code"] for row in doubled]
    for code, pk in coded.filter(tax_code__in=codes).values_list("tax_code", "pk"):
        bearers.setdefault(code, []).append(pk)
    reasons = [{"part": "tax_code", "outcome": "agree", "level": "same", "weight": 0.0}]
    for files in bearers.values():
        first, *others = sorted(files)[:10]
        for other in others:
            yield Candidate(first, other, 0.99, reasons, PairFinder.TAX_CODE)
