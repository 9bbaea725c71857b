"""The writes of a request to the segretariato: received, taken, assessed, moved to its outcome."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from prossimo.access import deadlines
from prossimo.access.choices import OPEN_ORIENTATIONS, OrientationState, Urgency
from prossimo.access.faults import in_words
from prossimo.access.models import Contact, Orientation, OrientationStep
from prossimo.access.policies.contacts import at_work
from prossimo.access.policies.requests import may_write_orientation
from prossimo.access.queries.closures import closed_days
from prossimo.access.workflow import ORIENTATION
from prossimo.accounts import journal, outbox
from prossimo.accounts.choices import Action, RoleKey
from prossimo.accounts.models import Post
from prossimo.accounts.outbox import NEWS
from prossimo.accounts.rules import Actor
from prossimo.core.concurrency import StaleVersion, save_versioned
from prossimo.core.periods import today
from prossimo.core.records import new_id

# Moves that say why, in words that stay.
SAY_WHY = frozenset({"inform", "orient", "accompany", "withdraw", "reopen"})
KIND = "access.orientation"


def open_request(contact: Contact, *, urgency: int = Urgency.ORDINARY) -> uuid.UUID:
    """A contact was forwarded: it becomes a request, of which who forwards may not read on."""
    closed = closed_days(contact.ambito_id, contact.desk.municipality_id)
    due = deadlines.due_on(contact.day, urgency, closed)
    with in_words(Orientation), connection.cursor() as cursor:
        cursor.execute(
            "SELECT wall.open_orientation(%s, %s, %s, %s)",
            [new_id(), contact.pk, int(urgency), due],
        )
        request_id: uuid.UUID = cursor.fetchone()[0]
    journal.note(Action.CREATE, KIND, request_id)
    return request_id


@transaction.atomic
def start_request(*, by: Actor, **values: Any) -> Orientation:
    """A request that comes straight to the segretariato, and is at once in the hands of who writes."""
    me, _post, ambito_id = at_work(by)
    person = values.get("person")
    request = Orientation(
        ambito_id=ambito_id,
        municipality_id=person.municipality_id if person else by.municipality_id,
        neighbourhood_id=person.neighbourhood_id if person else None,
        household_id=person.household_id if person else None,
        source="segretariato",
        owner_id=me,
        taken_at=timezone.now(),
        state=OrientationState.ASSESSING,
        **values,
    )
    may_write_orientation(by, request).enforce()
    closed = closed_days(ambito_id, request.municipality_id)
    request.due_on = deadlines.due_on(today(), request.urgency, closed)
    request.clean_fields(exclude={"ambito", "municipality", "owner", "person"})
    with in_words(Orientation):
        request.save(force_insert=True)
        note_step(request, "receive", by=by, source="", target=request.state)
    journal.note(Action.CREATE, KIND, request.pk)
    return request


@transaction.atomic
def move_request(
    request: Orientation, move: str, *, by: Actor, expected: int, note: str = "", **values: Any
) -> Orientation:
    """Make a move of the table: `IllegalMove`, `PermissionDenied`, `StaleVersion` where it cannot be.

    Who makes the first move of a request that nobody holds takes it in hand with it.
    """
    held = locked(request, by=by)
    target = ORIENTATION.step(held.state, move)
    if move in SAY_WHY and not note.strip():
        raise ValidationError({"note": _("Scrivi due parole: restano nella storia.")})
    source = held.state
    changes = {**values, "state": target, **_hands(held, move, by), **_times(target)}
    saved = save_versioned(held, changes, expected=expected)
    note_step(saved, move, by=by, source=source, target=target, note=note.strip())
    journal.note(Action.CHANGE, KIND, saved.pk)
    return saved


@transaction.atomic
def hand_over(
    request: Orientation, *, by: Actor, expected: int, to: Post, note: str = ""
) -> Orientation:
    """Pass an open request to a colleague, who is told that there is something new."""
    held = locked(request, by=by)
    if held.state not in OPEN_ORIENTATIONS:
        raise ValidationError(_("È già conclusa: prima si riprende, poi si affida."))
    if to.role != RoleKey.SOCIAL_DESK or to.ambito_id != held.ambito_id:
        raise ValidationError({"to": _("Si affida a chi lavora nel segretariato sociale.")})
    if to.user_id == held.owner_id:
        raise ValidationError({"to": _("È già in mano sua.")})
    source = held.state
    changes = {
        "owner": to.user,
        "state": OrientationState.ASSESSING,
        "taken_at": held.taken_at or timezone.now(),
    }
    saved = save_versioned(held, changes, expected=expected)
    said = _("A %(name)s.") % {"name": to.user.get_full_name()}
    note_step(
        saved, "hand_over", by=by, source=source, target=saved.state, note=f"{said} {note}".strip()
    )
    journal.note(Action.CHANGE, KIND, saved.pk)
    if to.user_id != by.user_id:
        outbox.put(by, NEWS, to.user_id)
    return saved


@transaction.atomic
def triage(
    request: Orientation, *, by: Actor, expected: int, values: Mapping[str, Any]
) -> Orientation:
    """Urgency, user area, group, what emerged; a new urgency counts its term again."""
    held = locked(request, by=by)
    changes = dict(values)
    if changes.get("urgency", held.urgency) != held.urgency:
        closed = closed_days(held.ambito_id, held.municipality_id)
        received = timezone.localtime(held.received_at).date()
        due = deadlines.due_on(received, changes["urgency"], closed)
        if held.notice_sent_on:
            due = deadlines.suspended(due, held.notice_sent_on, closed)
        changes["due_on"] = due
    saved = save_versioned(held, changes, expected=expected)
    note_step(saved, "triage", by=by, source=saved.state, target=saved.state)
    journal.note(Action.CHANGE, KIND, saved.pk)
    return saved


@transaction.atomic
def add_note(request: Orientation, *, by: Actor, text: str) -> OrientationStep:
    """What was said in an interview, or found out: beside the request, with date and name."""
    held = locked(request, by=by)
    if not text.strip():
        raise ValidationError({"note": _("Scrivi che cosa è emerso.")})
    step = note_step(held, "note", by=by, source=held.state, target=held.state, note=text.strip())
    journal.note(Action.CHANGE, KIND, held.pk)
    return step


@transaction.atomic
def send_notice(request: Orientation, *, by: Actor, expected: int, why: str) -> Orientation:
    """The notice of rejection (L. 241/1990, art. 10-bis): ten days for remarks, the term stands still."""
    held = locked(request, by=by)
    if held.state not in OPEN_ORIENTATIONS:
        raise ValidationError(_("È già conclusa: il preavviso si invia prima di decidere."))
    if held.notice_sent_on:
        raise ValidationError(_("Il preavviso è già stato inviato."))
    if not why.strip():
        raise ValidationError({"note": _("Scrivi i motivi: sono quelli del preavviso.")})
    closed = closed_days(held.ambito_id, held.municipality_id)
    changes = {
        "notice_sent_on": today(),
        "due_on": deadlines.suspended(held.due_on, today(), closed),
        **_hands(held, "notice", by),
    }
    saved = save_versioned(held, changes, expected=expected)
    note_step(saved, "notice", by=by, source=saved.state, target=saved.state, note=why.strip())
    journal.note(Action.CHANGE, KIND, saved.pk)
    return saved


def refuse(
    request: Orientation, *, by: Actor, expected: int, why: str, remarks: str = ""
) -> Orientation:
    """Not accepted, with its reason: after the notice, and after the remarks or their ten days."""
    if not why.strip():
        raise ValidationError({"note": _("Scrivi perché la richiesta non è accolta.")})
    if request.notice_sent_on is None:
        raise ValidationError(_("Prima si invia il preavviso: la persona ha dieci giorni."))
    last = remarks_end(request)
    if last and today() <= last and not remarks.strip():
        said = _("C'è tempo per le osservazioni fino al %(day)s: se sono arrivate, scrivile.")
        raise ValidationError({"remarks": said % {"day": f"{last:%d/%m/%Y}"}})
    told = "\n".join(filter(None, [why.strip(), remarks.strip()]))
    return move_request(request, "refuse", by=by, expected=expected, note=told, refusal=why.strip())


def remarks_end(request: Orientation) -> dt.date | None:
    """The last day for remarks; nothing where no notice was sent."""
    if request.notice_sent_on is None:
        return None
    closed = closed_days(request.ambito_id, request.municipality_id)
    return deadlines.remarks_until(request.notice_sent_on, closed)


def locked(request: Orientation, *, by: Actor) -> Orientation:
    """The row as it is now, held until the end, if these hands may write it."""
    may_write_orientation(by, request).enforce()  # the wall locks only what may be written
    held = Orientation.objects.visible_to(by).select_for_update(of=("self",)).get(pk=request.pk)
    may_write_orientation(by, held).enforce()
    return held


def check_version(request: Orientation, expected: int) -> None:
    if request.version != expected:
        raise StaleVersion(request, {})


def note_step(
    request: Orientation, name: str, *, by: Actor, source: str, target: str, note: str = ""
) -> OrientationStep:
    """The move stays written: from where to where, when, by whom, with which words."""
    step = OrientationStep(
        orientation=request,
        name=name,
        source=source,
        target=target,
        by_id=by.user_id,
        post_id=by.post_id,
        note=note,
    )
    step.save(force_insert=True)
    return step


def _hands(held: Orientation, move: str, by: Actor) -> dict[str, Any]:
    if move == "give_back":
        return {"owner": None, "taken_at": None}
    if move == "take" or held.owner_id is None:
        return {"owner_id": by.user_id, "taken_at": held.taken_at or timezone.now()}
    return {}


def _times(target: str) -> dict[str, Any]:
    return {"decided_at": None if target in OPEN_ORIENTATIONS else timezone.now()}
