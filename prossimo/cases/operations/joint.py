"""Services run together: the agreement, its activities and places, who is assigned, which cases."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from prossimo.access.faults import in_words
from prossimo.access.policies.contacts import at_work
from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.rules import Actor
from prossimo.cases.models import (
    Assigned,
    Case,
    CaseActivity,
    JointActivity,
    JointPlace,
    JointService,
)
from prossimo.cases.operations.bodies import end_shares
from prossimo.cases.operations.moving import locked_case
from prossimo.cases.operations.opening import KIND
from prossimo.cases.operations.parts import ended
from prossimo.cases.policies.bodies import may_end_shares
from prossimo.cases.policies.joint import may_attach, may_keep_joint, may_keep_joints
from prossimo.core.concurrency import save_versioned
from prossimo.core.periods import between, since, today
from prossimo.network.choices import OrganisationKind
from prossimo.network.models import Organisation

JOINT = "cases.jointservice"
PIECES = {"activity": JointActivity, "place": JointPlace}


@transaction.atomic
def begin_joint(
    *, by: Actor, name: str, purpose: str = "", lead: Organisation | None = None,
    first: dt.date | None = None, last: dt.date | None = None, activities: str = "",
) -> JointService:  # fmt: skip
    """An agreement from a day on, with its activities, one a line."""
    may_keep_joints(by).enforce()
    _me, _post, ambito = at_work(by)
    if last is not None and last < (first or today()):
        raise ValidationError({"last": _("Non può finire prima di cominciare.")})
    service = JointService(
        ambito_id=ambito, name=name.strip(), purpose=purpose.strip(), lead=lead,
        period=between(first or today(), last),
    )  # fmt: skip
    with in_words(JointService):
        service.full_clean(exclude={"ambito", "lead"})
        service.save(force_insert=True)
    wanted = dict.fromkeys(line.strip() for line in activities.splitlines() if line.strip())
    for position, activity in enumerate(wanted, start=1):
        JointActivity(service=service, name=activity[:160], position=position).save(
            force_insert=True
        )
    journal.note(Action.CREATE, JOINT, service.pk)
    return service


@transaction.atomic
def add_piece(
    service: JointService, *, by: Actor, kind: str, name: str, covers: str = ""
) -> JointActivity | JointPlace:
    """One more activity, or one more territorial post."""
    may_keep_joint(by, service).enforce()
    row: JointActivity | JointPlace
    if kind == "place":
        row = JointPlace(service=service, name=name.strip(), covers=covers.strip())
    else:
        last = service.activities.count()
        row = JointActivity(service=service, name=name.strip(), position=last + 1)
    with in_words(type(row)):
        row.full_clean(exclude={"service"})
        row.save(force_insert=True)
    journal.note(Action.CHANGE, JOINT, service.pk)
    return row


@transaction.atomic
def assign(
    service: JointService, *, by: Actor, kind: str, organisation: Organisation | None = None,
    name: str = "", number: int = 1, activity: JointActivity | None = None,
    place: JointPlace | None = None, first: dt.date | None = None,
) -> Assigned:  # fmt: skip
    """Somebody works in the service, or so many volunteers do: no case is opened to them."""
    may_keep_joint(by, service).enforce()
    row = Assigned(
        service=service, organisation=organisation, kind=kind, name=name.strip(), number=number,
        activity=activity, place=place, period=since(first or today()),
    )  # fmt: skip
    with in_words(Assigned):
        row.full_clean(exclude={"service", "organisation", "activity", "place", "post"})
        row.save(force_insert=True)
    journal.note(Action.CHANGE, JOINT, service.pk)
    return row


@transaction.atomic
def leave(row: Assigned, *, by: Actor, expected: int) -> Assigned:
    """They work in it no more, from tomorrow."""
    may_keep_joint(by, row.service).enforce()
    saved = save_versioned(row, {"period": ended(row.period, today())}, expected=expected)
    journal.note(Action.CHANGE, JOINT, row.service_id)
    return saved


@transaction.atomic
def end_joint(service: JointService, *, by: Actor, expected: int) -> int:
    """The agreement is over today: nobody is assigned any more, and its bodies follow no case.

    Answers how many cases were taken away from them. The work of the Comuni themselves goes on.
    """
    may_keep_joint(by, service).enforce()
    may_end_shares(by).enforce()
    rows = list(service.assigned.filter(period__contains=today()))
    bodies = {row.organisation_id: row.organisation for row in rows if row.organisation}
    for row in rows:
        save_versioned(row, {"period": ended(row.period, today())}, expected=row.version)
    save_versioned(service, {"period": ended(service.period, today())}, expected=expected)
    journal.note(Action.CHANGE, JOINT, service.pk)
    others = [body for body in bodies.values() if body.kind != OrganisationKind.MUNICIPALITY]
    return sum(end_shares(body, by=by) for body in others)


@transaction.atomic
def attach_case(
    case: Case, *, by: Actor, activity: JointActivity, place: JointPlace | None = None,
    since_on: dt.date | None = None, why: str = "",
) -> CaseActivity:  # fmt: skip
    """The case is followed within an activity, from a day on."""
    held = locked_case(case, by, may_attach)
    me, *_rest = at_work(by)
    service = activity.service
    when = since_on or today()
    if service.ambito_id != held.ambito_id or when not in service.period:
        raise ValidationError({"activity": _("In quel giorno l'accordo non è in vigore.")})
    if place is not None and place.service_id != service.pk:
        raise ValidationError({"place": _("È un presidio di un altro servizio.")})
    row = CaseActivity(
        case=held, activity=activity, place=place, why=why.strip(), period=since(when), by_id=me
    )
    with in_words(CaseActivity):
        row.save(force_insert=True)
    journal.note(Action.CHANGE, KIND, held.pk)
    return row


@transaction.atomic
def detach_case(row: CaseActivity, *, by: Actor, expected: int, last: dt.date) -> CaseActivity:
    """The case leaves the activity; that it was there stays."""
    held = locked_case(row.case, by, may_attach)
    saved = save_versioned(row, {"period": ended(row.period, last)}, expected=expected)
    journal.note(Action.CHANGE, KIND, held.pk)
    return saved


def values_of(told: dict[str, Any]) -> dict[str, Any]:
    """What a form of these asked, without what belongs to the form itself."""
    return {
        name: value for name, value in told.items() if name not in {"idempotency_key", "version"}
    }
