"""What people do with a file of the registry: bring it, name its columns, approve, drop, undo."""

import uuid
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.policies import may
from prossimo.accounts.rules import Actor, Right
from prossimo.citizens import policies
from prossimo.citizens.choices import BatchPhase, BatchState
from prossimo.citizens.models import RegistryBatch, RegistryRow
from prossimo.citizens.registry import columns, keeping, reading, sniffing
from prossimo.territory.models import Municipality

WAITING = (BatchState.UPLOADED, BatchState.MAPPED, BatchState.STAGED, BatchState.COMPARED)
OPEN = (*WAITING, BatchState.FAILED)
FOLDER = "registry"


class AlreadyHere(Exception):
    """The very same file was brought before."""

    def __init__(self, batch: RegistryBatch) -> None:
        self.batch = batch
        super().__init__(batch.pk)


def root() -> Path:
    return Path(settings.STATE) / FOLDER


def path_of(batch: RegistryBatch) -> Path:
    return root() / batch.kept_at


@transaction.atomic
def receive_file(
    *,
    by: Actor,
    name: str,
    pieces: Iterable[bytes],
    municipality: Municipality | None = None,
    whole: bool = False,
) -> RegistryBatch:
    """Keep a file and propose what its columns are; nothing changes before it is approved.

    Raises `UnreadableFile` with a sentence, and `AlreadyHere` where the same bytes wait or count.
    """
    may(by, Right.REGISTRY_IMPORT).enforce()
    if by.ambito_id is None or by.user_id is None:
        raise PermissionDenied
    if by.municipality_id and (municipality is None or municipality.pk != by.municipality_id):
        raise PermissionDenied(_("Il tuo incarico è di un solo Comune: scegli quello."))
    kept = keeping.keep(root(), pieces)
    known = RegistryBatch.objects.visible_to(by).filter(fingerprint=kept.fingerprint)
    known = known.filter(state__in=[*WAITING, BatchState.APPROVED, BatchState.APPLIED])
    if earlier := known.order_by("-created_at").first():
        raise AlreadyHere(earlier)
    layout = sniffing.sniff(root() / kept.name)
    headers = reading.Table(root() / kept.name, layout).headers
    batch = RegistryBatch.objects.create(
        ambito_id=by.ambito_id,
        municipality=municipality,
        file_name=name[-200:],
        fingerprint=kept.fingerprint,
        size=kept.size,
        kept_at=kept.name,
        whole=whole,
        layout=layout.as_json(),
        columns=columns.proposed(headers, _kept_columns(by, municipality)),
        uploaded_by_id=by.user_id,
        uploaded_from_id=by.post_id,
    )
    journal.note(Action.IMPORT, RegistryBatch._meta.label_lower, batch.pk)
    return batch


def _kept_columns(by: Actor, municipality: Municipality | None) -> dict[str, str]:
    """The map of the last file of this municipality."""
    last = last_mapped(by, municipality)
    return dict(last.columns) if last else {}


def last_mapped(by: Actor, municipality: Municipality | None) -> RegistryBatch | None:
    """The last batch of the same source whose columns somebody confirmed."""
    mapped = RegistryBatch.objects.visible_to(by).filter(municipality=municipality)
    return mapped.exclude(state=BatchState.UPLOADED).order_by("-created_at").first()


def preview(batch: RegistryBatch, rows: int = 5) -> tuple[list[str], list[list[str]]]:
    """The names of the columns and the first rows, as they stand in the file."""
    table = reading.Table(path_of(batch), sniffing.Layout.of(batch.layout))
    for chunk in table.chunks(rows):
        return table.headers, chunk.rows[:rows]
    return table.headers, []


@transaction.atomic
def choose_columns(
    batch_id: uuid.UUID,
    *,
    by: Actor,
    chosen: Mapping[str, str],
    words: Mapping[str, Mapping[str, str]],
) -> RegistryBatch:
    """Say which column is which, and have the file read and compared by the worker."""
    batch = _locked(batch_id, by, Right.REGISTRY_IMPORT)
    if batch.state not in OPEN or batch.phase:
        raise ValidationError(_("Questo file è già in lavorazione o è già stato deciso."))
    lacking = columns.missing(chosen)
    if batch.municipality_id is None and "municipality" not in chosen:
        lacking.append(_("Il file è di più Comuni: scegli la colonna del Comune."))
    if lacking:
        raise ValidationError(lacking)
    batch.columns = dict(chosen)
    batch.layout = {**batch.layout, "words": {name: dict(said) for name, said in words.items()}}
    batch.uploaded_by_id, batch.uploaded_from_id = by.user_id or "", by.post_id
    _begin(batch, BatchPhase.READ, state=BatchState.MAPPED)
    return batch


@transaction.atomic
def approve(batch_id: uuid.UUID, *, by: Actor) -> RegistryBatch:
    """Have what was compared written, in one transaction, by the worker."""
    batch = _locked(batch_id, by, Right.REGISTRY_APPROVE)
    if batch.state != BatchState.COMPARED or batch.phase:
        raise ValidationError(_("Si approva un file già confrontato, e una volta sola."))
    batch.approved_by_id, batch.approved_at = by.user_id, timezone.now()
    _begin(batch, BatchPhase.APPLY, state=BatchState.APPROVED)
    return batch


@transaction.atomic
def undo(batch_id: uuid.UUID, *, by: Actor) -> RegistryBatch:
    """Have everything put back as it was, but for what was changed since."""
    batch = _locked(batch_id, by, Right.REGISTRY_APPROVE)
    if batch.state != BatchState.APPLIED or batch.phase:
        raise ValidationError(_("Si annulla un file applicato, e una volta sola."))
    batch.undone_by_id = by.user_id
    _begin(batch, BatchPhase.UNDO, state=BatchState.APPLIED)
    return batch


@transaction.atomic
def drop(batch_id: uuid.UUID, *, by: Actor) -> RegistryBatch:
    """Throw away a file that nobody approved: its rows go, the line in the list stays."""
    batch = _locked(batch_id, by, Right.REGISTRY_IMPORT)
    if batch.state not in OPEN or batch.phase:
        raise ValidationError(_("Si scarta solo un file che nessuno ha approvato."))
    RegistryRow.objects.filter(batch=batch).delete()
    batch.state = BatchState.DROPPED
    _write(batch)
    others = RegistryBatch.objects.visible_to(by).filter(fingerprint=batch.fingerprint)
    if not others.exclude(state=BatchState.DROPPED).exists():
        transaction.on_commit(lambda: path_of(batch).unlink(missing_ok=True))
    return batch


def _locked(batch_id: uuid.UUID, by: Actor, right: Right) -> RegistryBatch:
    batch = RegistryBatch.objects.visible_to(by).select_for_update(of=("self",)).get(pk=batch_id)
    may(by, right).enforce()
    policies.may_see_batch(by, batch).enforce()
    journal.note(Action.IMPORT, RegistryBatch._meta.label_lower, batch.pk)
    return batch


def _begin(batch: RegistryBatch, phase: BatchPhase, *, state: BatchState) -> None:
    """The long work is queued in the same transaction: it is done exactly if this is kept."""
    from prossimo.citizens.registry_tasks import work_on_registry

    batch.phase, batch.state, batch.problem = phase, state, ""
    batch.rows_done, batch.heard_at = 0, timezone.now()
    _write(batch)
    job: dict[str, Any] = {
        "batch": str(batch.pk), "user": str(batch.uploaded_by_id),
        "post": str(batch.uploaded_from_id),
    }  # fmt: skip
    work_on_registry.defer(**job)


def _write(batch: RegistryBatch) -> None:
    batch.version += 1
    batch.save()
