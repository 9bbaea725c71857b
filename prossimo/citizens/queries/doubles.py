"""Reads about doubles: the work list, the next one, where a number went, what a merge left behind."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection, models
from django.db.models import Case, Prefetch, Q, Value, When
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from prossimo.accounts.rules import Actor, Right
from prossimo.citizens.choices import PairFinder, PairState
from prossimo.citizens.models import DoublesLook, DuplicatePair, Merge, Person
from prossimo.citizens.models.doubles import DuplicatePairQuerySet, MergeQuerySet
from prossimo.citizens.queries.cards import person_in_sight
from prossimo.citizens.queries.numbers import went_to

CERTAIN, LIKELY = 0.99, 0.9  # from here on «quasi certo», «probabile»; below, «possibile»
MOST_COUNTED = 1000
MOST_LATE = 200
ALARM_FIRST = Case(
    When(found_by=PairFinder.TAX_CODE, then=Value(0)), default=Value(1),
    output_field=models.SmallIntegerField(),
)  # fmt: skip


def pairs_asked(actor: Actor, asked: Mapping[str, Any]) -> DuplicatePairQuerySet:
    """The pairs that answer the filter, an alarm before all the others, then the likeliest."""
    pairs = DuplicatePair.objects.visible_to(actor)
    pairs = pairs.filter(state=asked.get("stato") or PairState.WAITING)
    if band := asked.get("fascia"):
        low, high = {"certo": (CERTAIN, 2), "probabile": (LIKELY, CERTAIN)}.get(band, (0, LIKELY))
        pairs = pairs.filter(score__gte=low, score__lt=high)
    if quarter := asked.get("quartiere"):
        pairs = pairs.filter(Q(left__neighbourhood=quarter) | Q(right__neighbourhood=quarter))
    if found_by := asked.get("trovata"):
        pairs = pairs.filter(found_by=found_by)
    return _in_order(pairs)


def _in_order(pairs: DuplicatePairQuerySet) -> DuplicatePairQuerySet:
    return pairs.annotate(rank=ALARM_FIRST).order_by("rank", "-score", "pk")


def with_people(actor: Actor, pairs: DuplicatePairQuerySet) -> DuplicatePairQuerySet:
    """The same with what a line says of the two."""
    people = Person.objects.visible_to(actor, Right.PERSON_MERGE).for_list()
    both = [Prefetch(side, people) for side in ("left", "right")]
    return pairs.select_related("decided_by").prefetch_related(*both)


def pair_in_sight(actor: Actor, pair_id: uuid.UUID) -> DuplicatePair | None:
    pairs = DuplicatePair.objects.visible_to(actor).filter(pk=pair_id)
    return with_people(actor, pairs).first()


def merge_of_pair(actor: Actor, pair_id: uuid.UUID) -> uuid.UUID | None:
    """The merge that made one file of a pair: the pair itself is out of sight with the file that went."""
    pairs = DuplicatePair.objects.unscoped("only its merge is told, and only if it is in sight")
    pair = pairs.filter(pk=pair_id, ambito=actor.ambito_id, state=PairState.SAME).first()
    if pair is None:
        return None
    both = [pair.left_id, pair.right_id]
    made = Merge.objects.visible_to(actor).filter(kept__in=both, gone__in=both, undone_at=None)
    return made.values_list("pk", flat=True).first()


def waiting_count(actor: Actor) -> int:
    """How many pairs wait, counted up to a thousand."""
    waiting = DuplicatePair.objects.visible_to(actor).waiting()
    return waiting.order_by()[:MOST_COUNTED].count()


def alarms_count(actor: Actor) -> int:
    """Of these, how many are one valid code on two files."""
    waiting = DuplicatePair.objects.visible_to(actor).waiting()
    return waiting.filter(found_by=PairFinder.TAX_CODE).order_by()[:MOST_COUNTED].count()


def next_pair(
    actor: Actor, asked: Mapping[str, Any], after: DuplicatePair | None = None
) -> uuid.UUID | None:
    """The pair to look at after this one, in the order of the list; then from the beginning."""
    pairs = pairs_asked(actor, {**asked, "stato": PairState.WAITING})
    if after is None:
        return _first(pairs)
    rank = 0 if after.found_by == PairFinder.TAX_CODE else 1
    later = (
        Q(rank__gt=rank)
        | Q(rank=rank, score__lt=after.score)
        | Q(rank=rank, score=after.score, pk__gt=after.pk)
    )
    others = pairs.exclude(pk=after.pk)
    return _first(others.filter(later)) or _first(others)


def _first(pairs: DuplicatePairQuerySet) -> uuid.UUID | None:
    return pairs.values_list("pk", flat=True).first()


def pairs_of(actor: Actor, person: Person) -> list[DuplicatePair]:
    """Pairs of one person that wait to be judged, for who may."""
    mine = (
        DuplicatePair.objects.visible_to(actor).waiting().filter(Q(left=person) | Q(right=person))
    )
    return list(with_people(actor, _in_order(mine))[:5])


def where_it_went(actor: Actor, person_id: uuid.UUID) -> Person | None:
    """The file into which a number was merged, through every merge, if it is for these eyes."""
    kept = went_to(person_id)
    return person_in_sight.first(actor, kept) if kept else None


@dataclass(frozen=True, slots=True)
class MergeTold:
    """A merge with the two files as far as these eyes may see them: a number leads on all the same."""

    merge: Merge
    kept: Person | None
    gone: Person | None

    @property
    def gone_name(self) -> str:
        return self.gone.full_name if self.gone else _("un'altra persona")

    @property
    def kept_name(self) -> str:
        return self.kept.full_name if self.kept else _("un'altra persona")


def merges_of(actor: Actor, person: Person) -> list[MergeTold]:
    """What went into a file, in force or undone, the last first."""
    merges = Merge.objects.visible_to(actor).filter(Q(kept=person) | Q(gone=person))
    return _told(merges)


def merge_in_sight(actor: Actor, merge_id: uuid.UUID) -> MergeTold | None:
    return next(iter(_told(Merge.objects.visible_to(actor).filter(pk=merge_id))), None)


def _told(merges: MergeQuerySet) -> list[MergeTold]:
    found = list(merges.select_related("by", "undone_by").order_by("-created_at", "-pk"))
    numbers = {pk for merge in found for pk in (merge.kept_id, merge.gone_id)}
    people = Person.objects.unscoped("names of a merge that is in sight; the wall shows which")
    known = people.in_bulk(numbers)
    return [MergeTold(m, known.get(m.kept_id), known.get(m.gone_id)) for m in found]


def last_look(actor: Actor) -> DoublesLook | None:
    return DoublesLook.objects.visible_to(actor).first()


@dataclass(frozen=True, slots=True)
class LateRow:
    """One row in words, with its address, and whose file it is on today."""

    text: str
    url: str
    row: Any
    person_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class LateRows:
    """Rows of one kind, written while the two files were one."""

    label: str
    rows: tuple[LateRow, ...]


def late_rows(actor: Actor, merge: Merge) -> list[LateRows]:
    """What was written after the merge, of any app, as far as these eyes may see it."""
    since, until = merge.created_at, merge.undone_at or dt.datetime.max.replace(tzinfo=dt.UTC)
    found = []
    for model, column in related_models():
        manager: Any = model._default_manager
        seen = manager.visible_to(actor)
        if any(field.name == "compartment" for field in model._meta.concrete_fields):
            seen = seen.filter(compartment="")  # what is sealed is listed nowhere, not even open
        both = [merge.kept_id, merge.gone_id] if merge.undone_at else [merge.kept_id]
        rows = list(seen.filter(**{f"{column}__in": both}).order_by("-pk")[:MOST_LATE])
        late = [row for row in rows if since < _written_at(row.pk) < until]
        if late:
            label = capfirst(str(model._meta.verbose_name_plural))
            found.append(LateRows(label, tuple(_late(row, column) for row in late)))
    return found


def _late(row: models.Model, column: str) -> LateRow:
    return LateRow(str(row), _address(row), row, getattr(row, f"{column}_id"))


def related_models() -> list[tuple[type[models.Model], str]]:
    """Whatever is kept of a person, of any app above: models that know who may see their rows."""
    found: list[tuple[type[models.Model], str]] = []
    for relation in Person._meta.related_objects:
        model: Any = relation.related_model
        if model in NOT_KEPT or hasattr(model, "pgh_tracked_model"):
            continue
        if hasattr(model._default_manager, "visible_to"):
            found.append((model, relation.field.name))
    return found


NOT_KEPT = {Person, Merge, DuplicatePair}


def _written_at(pk: Any) -> dt.datetime:
    """When a row was numbered: our numbers begin with their instant (UUID version 7)."""
    if not isinstance(pk, uuid.UUID) or pk.version != 7:
        return dt.datetime.min.replace(tzinfo=dt.UTC)
    return dt.datetime.fromtimestamp((pk.int >> 80) / 1000, dt.UTC)


def _address(row: models.Model) -> str:
    address = getattr(row, "get_absolute_url", None)
    return str(address()) if address else ""


def carried(person: Person) -> list[tuple[str, int]]:
    """What other apps keep of a person, in numbers: also what who judges may not read."""
    found = []
    with connection.cursor() as cursor:
        for model, _column in related_models():
            if model._meta.app_label == Person._meta.app_label:
                continue
            table = model._meta.db_table
            cursor.execute("SELECT wall.rows_of_file(%s, %s)", [person.pk, table])
            row = cursor.fetchone()
            label = capfirst(str(model._meta.verbose_name_plural))
            found.append((label, int(row[0]) if row else 0))
    return found
