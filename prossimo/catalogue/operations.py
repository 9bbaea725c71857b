"""The writes of the catalogue: services offered, changed, verified, closed; needs of the ambito."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.rules import Actor
from prossimo.catalogue import policies
from prossimo.catalogue.models import Need, Service
from prossimo.core.concurrency import save_versioned
from prossimo.core.periods import between, since, today

SERVICE, NEED = "catalogue.service", "catalogue.need"
ROOM_FOR_NUMBER = 5


@transaction.atomic
def offer_service(*, by: Actor, values: Mapping[str, Any], needs: Sequence[Need]) -> Service:
    """Put a service of an organisation in the catalogue of one's own ambito."""
    service = Service(**values)
    service.ambito_id = values["organisation"].ambito_id
    policies.may_manage_service(by, service).enforce()
    _check(by, service, needs)
    service.full_clean()
    service.save(force_insert=True)
    service.needs.set(needs)
    journal.note(Action.CONFIGURE, SERVICE, service.pk, note="added")
    return service


@transaction.atomic
def change_service(
    service: Service, *, by: Actor, values: Mapping[str, Any], needs: Sequence[Need], expected: int
) -> Service:
    """Correct what the catalogue says; raises `StaleVersion` when somebody else did meanwhile."""
    policies.may_manage_service(by, service).enforce()
    _check(by, service, needs, values.get("organisation"))
    try:
        with transaction.atomic():
            saved = save_versioned(service, values, expected=expected)
    except IntegrityError as error:
        said = _("Questo ente ha già un servizio con questo nome.")
        raise ValidationError({"name": said}) from error
    saved.needs.set(needs)
    journal.note(Action.CONFIGURE, SERVICE, service.pk, note="changed")
    return saved


def verify_service(service: Service, *, by: Actor) -> Service:
    """Somebody asked, and it still is as it is written here."""
    policies.may_manage_service(by, service).enforce()
    saved = save_versioned(service, {"checked_on": today()}, expected=service.version)
    journal.note(Action.CONFIGURE, SERVICE, service.pk, note="verified")
    return saved


def close_service(service: Service, *, by: Actor, expected: int, last: dt.date | None) -> Service:
    """Offer it until a day and no longer (or, with none, again); what was sent to it stays."""
    policies.may_manage_service(by, service).enforce()
    if last is not None and last < service.period.lower:
        raise ValidationError({"last": _("Il servizio comincia dopo quel giorno.")})
    period = between(service.period.lower, last)
    saved = save_versioned(service, {"period": period}, expected=expected)
    journal.note(Action.CONFIGURE, SERVICE, service.pk, note="closed" if last else "reopened")
    return saved


def add_need(*, by: Actor, label: str, theme: str, rank: int = 100) -> Need:
    """A need that only this ambito keeps, beside the common ones."""
    need = Need(
        ambito_id=by.ambito_id,
        key=_free_key(label),
        label=label,
        theme=theme,
        rank=rank,
        period=since(today()),
    )
    policies.may_manage_need(by, need).enforce()
    need.clean_fields(exclude={"ambito"})
    if Need.objects.usable_in(by.ambito_id).filter(label__iexact=label).exists():
        raise ValidationError({"label": _("Questo bisogno c'è già.")})
    need.save(force_insert=True)
    journal.note(Action.CONFIGURE, NEED, need.pk, note="added")
    return need


def close_need(need: Need, *, by: Actor, expected: int, last: dt.date) -> Need:
    """Offer the need until a day and no longer; where it was written it stays."""
    policies.may_manage_need(by, need).enforce()
    if last < need.period.lower:
        raise ValidationError({"last": _("Il bisogno entra in uso dopo quel giorno.")})
    saved = save_versioned(need, {"period": between(need.period.lower, last)}, expected=expected)
    journal.note(Action.CONFIGURE, NEED, need.pk, note="closed")
    return saved


def _check(by: Actor, service: Service, needs: Sequence[Need], body: Any = None) -> None:
    if (body or service.organisation).ambito_id != by.ambito_id:
        raise ValidationError({"organisation": _("L'ente appartiene a un altro Ambito.")})
    if any(need.ambito_id not in (None, by.ambito_id) for need in needs):
        raise ValidationError({"needs": _("Uno dei bisogni non è di questo Ambito.")})


def _free_key(label: str) -> str:
    """A key that nobody has: the words of the label, numbered where they are taken."""
    room = Need._meta.get_field("key").max_length or 40
    stem = slugify(label)[: room - ROOM_FOR_NUMBER].strip("-") or "bisogno"
    taken = set(Need.objects.filter(key__startswith=stem).values_list("key", flat=True))
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return next(key for key in (stem, *numbered) if key not in taken)
