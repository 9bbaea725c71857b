"""The writes of an assessment: needs with their weight, somebody who goes along."""

import datetime as dt
import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from prossimo.access.choices import AccompanimentState, Intensity, OrientationState
from prossimo.access.faults import in_words
from prossimo.access.models import Accompaniment, AssessedNeed, Orientation
from prossimo.access.operations.requests import (
    KIND,
    check_version,
    locked,
    move_request,
    note_step,
)
from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.rules import Actor
from prossimo.catalogue.models import Need
from prossimo.core.concurrency import save_versioned


@transaction.atomic
def assess_need(
    request: Orientation,
    *,
    by: Actor,
    need: Need,
    intensity: Intensity,
    answered_by: str = "",
    note: str = "",
) -> AssessedNeed:
    """Say that there is a need and how heavy it is; said again, it is weighed again."""
    held = locked(request, by=by)
    if need.ambito_id not in (None, held.ambito_id):
        raise ValidationError({"need": _("Questo bisogno è di un altro Ambito.")})
    values = {"intensity": intensity, "answered_by": answered_by, "note": note}
    known = AssessedNeed.objects.visible_to(by).filter(orientation=held, need=need).first()
    journal.note(Action.CHANGE, KIND, held.pk)
    if known is not None:
        return save_versioned(known, values, expected=known.version)
    row = AssessedNeed(orientation=held, need=need, **values)
    row.clean_fields(exclude={"orientation", "need"})
    with in_words(AssessedNeed):
        row.save(force_insert=True)
    return row


@transaction.atomic
def drop_need(request: Orientation, need_id: uuid.UUID, *, by: Actor) -> None:
    """Take away a need that was noted by mistake; its history stays."""
    held = locked(request, by=by)
    AssessedNeed.objects.visible_to(by).filter(orientation=held, pk=need_id).delete()
    journal.note(Action.CHANGE, KIND, held.pk)


@transaction.atomic
def accompany(
    request: Orientation, *, by: Actor, expected: int, where: str, when: dt.datetime, **values: Any
) -> Accompaniment:
    """Somebody goes along: where, with whom, when; the request is answered with this."""
    held = locked(request, by=by)
    check_version(held, expected)
    row = Accompaniment(orientation=held, where=where, when=when, **values)
    row.clean_fields(exclude={"orientation", "by_post", "service"})
    if row.by_post_id is None and not row.by_whom.strip():
        raise ValidationError({"by_whom": _("Indica chi accompagna.")})
    with in_words(Accompaniment):
        row.save(force_insert=True)
    move_request(held, "accompany", by=by, expected=expected, note=str(row))
    return row


@transaction.atomic
def settle_accompaniment(
    request: Orientation,
    row_id: uuid.UUID,
    *,
    by: Actor,
    state: AccompanimentState,
    expected: int,
) -> Accompaniment:
    """It happened, or it was missed."""
    held = locked(request, by=by)
    rows = Accompaniment.objects.visible_to(by).filter(orientation=held)
    row = save_versioned(rows.get(pk=row_id), {"state": state}, expected=expected)
    note_step(
        held,
        f"accompany_{state}"[:20],
        by=by,
        source=OrientationState(held.state),
        target=held.state,
        note=str(row),
    )
    journal.note(Action.CHANGE, KIND, held.pk)
    return row
