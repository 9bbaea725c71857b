"""The long work on a file of the registry, phase by phase: read, compare, write, undo.

Each phase may be begun again at any moment: reading starts from the file, which is kept; comparing,
writing and undoing are one transaction each.
"""

import contextlib
import gc
import time
import uuid
from collections.abc import Iterator
from itertools import chain

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone
from django.utils.translation import gettext as _

from prossimo.accounts import identity, journal
from prossimo.accounts.choices import Action
from prossimo.accounts.rules import Actor, Right
from prossimo.citizens.choices import BatchPhase, BatchState
from prossimo.citizens.models import RegistryBatch
from prossimo.citizens.operations import registry_undoing
from prossimo.citizens.operations.registry import path_of
from prossimo.citizens.registry import (
    alarms,
    checking,
    differing,
    filing,
    geography,
    matching,
    outcome,
    reading,
    sniffing,
    staging,
    writing,
)
from prossimo.citizens.registry.checking import Checker
from prossimo.citizens.registry.faults import UnreadableFile
from prossimo.core.periods import today

ROWS_A_TURN = 50_000
BREATH = 1.0  # seconds between two signs of life
STEPS = 6


def work(batch_id: uuid.UUID, user_id: uuid.UUID, post_id: uuid.UUID) -> None:
    """Carry out the phase that the batch waits for; a fault is written down in a sentence."""
    with _alone(batch_id) as mine:
        if not mine:
            return
        try:
            _carry_out(batch_id, user_id, post_id)
        except UnreadableFile as fault:
            _fail(batch_id, user_id, post_id, str(fault))
        except FileNotFoundError:
            _fail(batch_id, user_id, post_id, _("Il file non c'è più: caricalo di nuovo."))
        except KeyError as fault:
            sentence = _("Nel file non c'è più la colonna «%(name)s».") % {"name": fault.args[0]}
            _fail(batch_id, user_id, post_id, sentence)
        except IntegrityError:
            _fail(
                batch_id,
                user_id,
                post_id,
                _(
                    "Un codice del file è già di una scheda che non puoi vedere o che è appena "
                    "cambiata: ripeti il confronto, o chiedi a chi lavora per tutto l'Ambito."
                ),
            )
        except PermissionDenied as refusal:
            _fail(batch_id, user_id, post_id, str(refusal))


def _carry_out(batch_id: uuid.UUID, user_id: uuid.UUID, post_id: uuid.UUID) -> None:
    with identity.acting_as(user_id, post_id) as actor:
        batch = _seen(batch_id, actor)
    if batch is None:
        return
    if batch.phase in {BatchPhase.READ, BatchPhase.COMPARE}:
        with _uncollected():
            _read(batch, user_id, post_id)
        _compare(batch, user_id, post_id)
    elif batch.phase == BatchPhase.APPLY:
        _apply(batch, user_id, post_id)
    elif batch.phase == BatchPhase.UNDO:
        _undo(batch, user_id, post_id)


def _seen(batch_id: uuid.UUID, actor: Actor) -> RegistryBatch | None:
    """The batch, if whoever brought it may still bring files."""
    if not (actor.has(Right.REGISTRY_IMPORT) and actor.has(Right.PERSON_WRITE)):
        raise PermissionDenied(
            _("Chi ha caricato il file non ha più l'incarico: deve ripeterlo un'altra persona.")
        )
    return RegistryBatch.objects.visible_to(actor).filter(pk=batch_id).first()


def _read(batch: RegistryBatch, user_id: uuid.UUID, post_id: uuid.UUID) -> None:
    """The rows of the file in the temporary table, checked, with a sign of life now and then."""
    table = reading.Table(path_of(batch), sniffing.Layout.of(batch.layout))
    places = checking.column_places(batch.columns, table.headers)
    words = checking.with_own_words(batch.layout.get("words", {}))
    with identity.acting_as(user_id, post_id) as actor, connection.cursor() as cursor:
        checker = Checker(today(), places, geography.towns_of(actor, batch.municipality_id), words)
        staging.make_table(cursor)
    blocks = (checker.check(chunk) for chunk in table.chunks())
    done = 0
    for block in blocks:
        with identity.acting_as(user_id, post_id), connection.cursor() as cursor:
            staging.patiently(cursor)
            for columns in chain([block], blocks):
                staging.send(cursor, columns)
                done += len(columns[0])
                if done % ROWS_A_TURN < len(columns[0]):
                    break
            _hear(batch, BatchPhase.READ, rows_read=done)


def _compare(batch: RegistryBatch, user_id: uuid.UUID, post_id: uuid.UUID) -> None:
    with identity.acting_as(user_id, post_id), connection.cursor() as cursor:
        _hear(batch, BatchPhase.COMPARE)
    with identity.acting_as(user_id, post_id), connection.cursor() as cursor:
        staging.patiently(cursor)
        staging.mark_repeated(cursor)
        matching.match(cursor, batch.ambito_id)
        differing.compare(cursor, batch.ambito_id)
        outcome.find_shared(cursor, batch.ambito_id)
        counts = outcome.record(cursor, batch.pk, batch.ambito_id, whole=batch.whole)
        rows = sum(number for state, number in counts.items() if state != "missing")
        _settle(batch, BatchState.COMPARED, counts=counts, rows_read=rows, rows_done=0)
        cursor.execute(f"DROP TABLE {staging.INCOMING}")


def _apply(batch: RegistryBatch, user_id: uuid.UUID, post_id: uuid.UUID) -> None:
    """Match and compare afresh, since days may have passed, and write: all of it or nothing."""
    tell = _Teller(batch, user_id, post_id)
    with identity.acting_as(user_id, post_id), connection.cursor() as cursor:
        staging.patiently(cursor)
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 7))", [f"registry {batch.ambito_id}"]
        )
        staging.take_up(cursor, batch.pk)
        tell(1)
        matching.match(cursor, batch.ambito_id)
        tell(2)
        differing.compare(cursor, batch.ambito_id)
        outcome.find_shared(cursor, batch.ambito_id)
        tell(3)
        writing.bring(cursor, batch_id=batch.pk, ambito_id=batch.ambito_id, today=today())
        tell(4)
        filing.file_new(cursor, batch.ambito_id)
        registry_undoing.file_again(cursor, "registry_diff WHERE after ? 'sort_key'", "person")
        tell(5)
        if batch.whole:
            outcome.find_missing(cursor, batch.pk, batch.ambito_id)
        tasks = alarms.raise_all(
            cursor, batch_id=batch.pk, ambito_id=batch.ambito_id, today=today(), whole=batch.whole
        )
        journal.note(Action.IMPORT, RegistryBatch._meta.label_lower, batch.pk)
        counts = {**batch.counts, "tasks": tasks}
        _settle(
            batch, BatchState.APPLIED, counts=counts, rows_done=batch.rows_read,
            applied_at=timezone.now(),
        )  # fmt: skip


def _undo(batch: RegistryBatch, user_id: uuid.UUID, post_id: uuid.UUID) -> None:
    with identity.acting_as(user_id, post_id), connection.cursor() as cursor:
        staging.patiently(cursor)
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 7))", [f"registry {batch.ambito_id}"]
        )
        back, kept = registry_undoing.put_back(cursor, batch.pk)
        journal.note(Action.IMPORT, RegistryBatch._meta.label_lower, batch.pk)
        counts = {**batch.counts, "undone": back, "kept": kept}
        _settle(batch, BatchState.UNDONE, counts=counts, undone_at=timezone.now())


def _hear(batch: RegistryBatch, phase: BatchPhase, **values: int) -> None:
    batches = RegistryBatch.objects.filter(pk=batch.pk)
    batches.update(phase=phase, heard_at=timezone.now(), **values)


def _settle(batch: RegistryBatch, state: BatchState, **values: object) -> None:
    """The phase is over: the batch waits for a person again."""
    RegistryBatch.objects.filter(pk=batch.pk).update(
        state=state, phase="", problem="", heard_at=timezone.now(), **values
    )


def _fail(batch_id: uuid.UUID, user_id: uuid.UUID, post_id: uuid.UUID, sentence: str) -> None:
    """Written as who asked; where they may not any more, the batch stands still and says so later."""
    with identity.acting_as(user_id, post_id):
        batches = RegistryBatch.objects.filter(pk=batch_id)
        state = batches.values_list("state", flat=True).first()
        # Nothing was written: what was applied stays so, what was approved may be approved again.
        after = {
            BatchState.APPLIED: BatchState.APPLIED, BatchState.APPROVED: BatchState.COMPARED,
        }.get(BatchState(state) if state else BatchState.FAILED, BatchState.FAILED)  # fmt: skip
        batches.update(state=after, phase="", problem=sentence[:2000], heard_at=timezone.now())


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """Rows and cells make no rings: to look for rings in them takes a sixth of the reading."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@contextlib.contextmanager
def _alone(batch_id: uuid.UUID) -> Iterator[bool]:
    """Hold the batch for this connection; who dies lets go of it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 8))", [str(batch_id)])
        mine = bool(cursor.fetchone()[0])
    try:
        yield mine
    finally:
        if mine and not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_advisory_unlock(hashtextextended(%s, 8))", [str(batch_id)]
                )


class _Teller:
    """Says how far the one long transaction is, on a connection of its own."""

    def __init__(self, batch: RegistryBatch, user_id: uuid.UUID, post_id: uuid.UUID) -> None:
        self.batch, self.user_id, self.post_id = batch, user_id, post_id
        self.spoke = time.monotonic()

    def __call__(self, step: int) -> None:
        if time.monotonic() - self.spoke < BREATH:
            return
        other = connection.copy()
        try:
            self._write(other, step)
        finally:
            other.close()
        self.spoke = time.monotonic()

    def _write(self, other: BaseDatabaseWrapper, step: int) -> None:
        done = self.batch.rows_read * step // STEPS
        with other.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("SELECT wall.enter(%s, %s, '')", [self.user_id, self.post_id])
            cursor.execute(
                "UPDATE citizens_registrybatch SET rows_done = %s, heard_at = now() WHERE id = %s",
                [done, self.batch.pk],
            )
            cursor.execute("COMMIT")
