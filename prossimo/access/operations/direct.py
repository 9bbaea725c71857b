"""The writes of a direct service: requested, waiting, active, suspended, ended."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from prossimo.access.choices import DirectState, Urgency
from prossimo.access.faults import in_words
from prossimo.access.models import DirectService, DirectStep, Orientation
from prossimo.access.models.direct import LIVE_SERVICES
from prossimo.access.operations.requests import check_version, locked, move_request
from prossimo.access.policies.contacts import at_work
from prossimo.access.policies.requests import may_write_direct
from prossimo.access.queries.direct import room_left
from prossimo.access.workflow import DIRECT
from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.rules import Actor
from prossimo.catalogue.models import Service
from prossimo.citizens.models import Person
from prossimo.core.concurrency import save_versioned
from prossimo.core.periods import today

KIND = "access.directservice"
SAY_WHY = frozenset({"suspend", "end", "refuse", "withdraw"})


@transaction.atomic
def request_service(
    *,
    by: Actor,
    person: Person,
    service: Service,
    orientation: Orientation | None = None,
    expected: int | None = None,
    urgency: int = Urgency.ORDINARY,
    **values: Any,
) -> DirectService:
    """Grant without a case: the request it comes from is answered with this."""
    me, _post, ambito_id = at_work(by)
    if orientation is not None:
        orientation = locked(orientation, by=by)
        if expected is not None:
            check_version(orientation, expected)
    if not service.is_direct or service.ambito_id != ambito_id:
        raise ValidationError({"service": _("Non è una prestazione del segretariato.")})
    row = DirectService(
        ambito_id=ambito_id,
        municipality_id=person.municipality_id,
        person=person,
        service=service,
        orientation=orientation,
        urgency=urgency,
        by_id=me,
        **values,
    )
    may_write_direct(by, row).enforce()
    row.clean_fields(exclude={"ambito", "municipality", "person", "service", "orientation", "by"})
    with in_words(DirectService):
        row.save(force_insert=True)
        _step(row, "request", by=by, source="")
    journal.note(Action.CREATE, KIND, row.pk)
    if orientation is not None:
        move_request(orientation, "grant", by=by, expected=orientation.version, note=service.name)
    return row


@transaction.atomic
def move_direct(
    direct: DirectService,
    move: str,
    *,
    by: Actor,
    expected: int,
    day: dt.date | None = None,
    review_on: dt.date | None = None,
    why: str = "",
) -> DirectService:
    """Make a move of the table on a day, saying why where somebody loses something by it."""
    held = _locked(direct, by)
    source = held.state
    target = DIRECT.step(source, move)
    when = day or today()
    _check(held, move, when, why)
    if move == "activate":
        _hold_a_place(held)
    changes = {"state": target, **_days(held, move, when), "why": why.strip()[:300] or held.why}
    if review_on or move in {"activate", "resume"}:
        changes["review_on"] = review_on or held.review_on
    saved = save_versioned(held, changes, expected=expected)
    _step(saved, move, by=by, source=source, note=why.strip())
    journal.note(Action.CHANGE, KIND, saved.pk)
    return saved


@transaction.atomic
def change_direct(
    direct: DirectService, *, by: Actor, expected: int, **values: Any
) -> DirectService:
    """How much, with which care, when it is looked at again."""
    held = _locked(direct, by)
    if held.state not in LIVE_SERVICES:
        raise ValidationError(_("È già conclusa: non si cambia più."))
    saved = save_versioned(held, values, expected=expected)
    journal.note(Action.CHANGE, KIND, saved.pk)
    return saved


def _locked(direct: DirectService, by: Actor) -> DirectService:
    may_write_direct(by, direct).enforce()  # the wall locks only what may be written
    held = DirectService.objects.visible_to(by).select_for_update(of=("self",)).get(pk=direct.pk)
    may_write_direct(by, held).enforce()
    return held


def _check(held: DirectService, move: str, when: dt.date, why: str) -> None:
    if move in SAY_WHY and not why.strip():
        raise ValidationError({"why": _("Scrivi il motivo: resta nella storia.")})
    if when > today():
        raise ValidationError({"day": _("Si segna quando è accaduto: non nel futuro.")})
    first = held.requested_on if move == "activate" else held.active_on or held.requested_on
    if when < first:
        said = _("Non può essere prima del %(day)s.") % {"day": f"{first:%d/%m/%Y}"}
        raise ValidationError({"day": said})


def _hold_a_place(held: DirectService) -> None:
    """Two who activate the last place at once: the second waits for the first, and is refused."""
    service = Service.objects.get(pk=held.service_id)
    left = room_left(service, lock=True)
    if left is not None and left <= 0:
        raise ValidationError(
            _("I posti di «%(service)s» sono tutti occupati: mettila in lista d'attesa.")
            % {"service": service.name}
        )


def _days(held: DirectService, move: str, when: dt.date) -> dict[str, Any]:
    if move == "activate":
        return {"active_on": when}
    if move == "suspend":
        return {"suspended_on": when}
    if move == "resume":
        return {"suspended_on": None}
    if move in {"end", "refuse", "withdraw"}:
        return {"ended_on": when}
    return {}


def _step(row: DirectService, name: str, *, by: Actor, source: str, note: str = "") -> None:
    DirectStep(
        direct=row,
        name=name,
        source=source,
        target=DirectState(row.state),
        by_id=by.user_id,
        post_id=by.post_id,
        note=note,
    ).save(force_insert=True)
