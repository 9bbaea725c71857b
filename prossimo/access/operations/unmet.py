"""The writes of the register of needs that no service answers."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from prossimo.access.choices import UnmetState
from prossimo.access.faults import in_words
from prossimo.access.models import Contact, Orientation, UnmetNeed
from prossimo.access.policies.contacts import at_work
from prossimo.access.policies.requests import (
    may_classify_contact,
    may_read_orientation,
    may_settle_unmet,
    may_write_unmet,
)
from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.rules import Actor
from prossimo.catalogue.models import Need, Service
from prossimo.core.concurrency import save_versioned
from prossimo.core.periods import today

KIND = "access.unmetneed"


def hear_unmet(*, by: Actor, need: Need, wanted: str, **values: Any) -> UnmetNeed:
    """Write down a need with no service to answer it: where, about what, how many it concerns."""
    may_write_unmet(by).enforce()
    me, _post, ambito_id = at_work(by)
    if need.ambito_id not in (None, ambito_id):
        raise ValidationError({"need": _("Questo bisogno è di un altro Ambito.")})
    row = UnmetNeed(ambito_id=ambito_id, author_id=me, need=need, wanted=wanted.strip(), **values)
    row.clean_fields(
        exclude={"ambito", "author", "need", "contact", "orientation", "desk", "neighbourhood"}
    )
    with in_words(UnmetNeed):
        row.save(force_insert=True)
    journal.note(Action.CREATE, KIND, row.pk)
    return row


def classify_contact(contact: Contact, *, by: Actor, need: Need, wanted: str = "") -> UnmetNeed:
    """A contact that nothing answers enters the register, with a name or without."""
    may_classify_contact(by, contact).enforce()
    words = wanted.strip() or contact.missing_service.strip() or str(need)
    return hear_unmet(
        by=by,
        need=need,
        wanted=words[:200],
        day=contact.day,
        desk=contact.desk,
        neighbourhood_id=contact.neighbourhood_id or contact.desk.neighbourhood_id,
        target_group=contact.target_group,
        contact=contact,
    )


def unmet_of_request(request: Orientation, *, by: Actor, need: Need, wanted: str) -> UnmetNeed:
    """What the assessment found and nobody offers."""
    may_read_orientation(by, request).enforce()
    return hear_unmet(
        by=by,
        need=need,
        wanted=wanted,
        orientation=request,
        desk=request.desk,
        neighbourhood_id=request.neighbourhood_id,
        target_group=request.target_group,
    )


def settle_unmet(
    unmet: UnmetNeed,
    *,
    by: Actor,
    expected: int,
    state: UnmetState,
    service: Service | None = None,
) -> UnmetNeed:
    """A service answers now; or one was there already; or it is heard again."""
    may_settle_unmet(by, unmet).enforce()
    if state == UnmetState.ANSWERED and service is None:
        raise ValidationError({"service": _("Indica il servizio che ora risponde.")})
    if service is not None and service.ambito_id != unmet.ambito_id:
        raise ValidationError({"service": _("È un servizio di un altro Ambito.")})
    answered = state == UnmetState.ANSWERED
    changes = {
        "state": state,
        "service": service if state != UnmetState.HEARD else None,
        "answered_on": today() if answered else None,
    }
    saved = save_versioned(unmet, changes, expected=expected)
    journal.note(Action.CHANGE, KIND, saved.pk)
    return saved
