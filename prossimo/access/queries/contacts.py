"""Reads about contacts: the last ones of a person, what waits for the segretariato, how one changed."""

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from prossimo.access.models import Contact, ContactReason, Reason
from prossimo.access.models.contacts import ContactQuerySet
from prossimo.access.wording import label_of, reads
from prossimo.accounts.models import User
from prossimo.accounts.rules import Actor
from prossimo.citizens.models import Person, PersonQuerySet
from prossimo.core.periods import today
from prossimo.core.prepared import prepared
from prossimo.core.privacy import FieldClass, visible_fields
from prossimo.core.records import PersonalQuerySet

CARD_CONTACTS = 3


@dataclass(frozen=True, slots=True)
class Change:
    """One step of the life of a row: when, who, and what became of it."""

    at: dt.datetime
    who: str
    lines: tuple[str, ...]
    first: bool = False


def last_contacts(
    actor: Actor, person_id: uuid.UUID, *, limit: int = CARD_CONTACTS
) -> list[Contact]:
    """The last contacts of a person among those the actor may see."""
    return contacts_in_sight(actor, person_id, limit)


@prepared
def contacts_in_sight(actor: Actor, person_id: uuid.UUID, limit: int) -> ContactQuerySet:
    """The contacts of a person, with what one line of them says."""
    contacts = Contact.objects.visible_to(actor).filter(person=person_id)
    return contacts.select_related("desk", "main_reason", "author")[:limit]


def reasons_on_file(contacts: list[Contact]) -> dict[uuid.UUID, list[Reason]]:
    """All the reasons of contacts of one person, the last first, that are already within reach."""
    found: dict[uuid.UUID, list[Reason]] = {contact.pk: [] for contact in contacts}
    if contacts:
        oldest = contacts[-1]
        for one in reasons_since(oldest.person_id, oldest.happened_at):
            found.get(one.contact_id, []).append(one.reason)
    return found


@prepared
def reasons_since(
    person_id: uuid.UUID | None, moment: dt.datetime
) -> "PersonalQuerySet[ContactReason]":
    reasons = ContactReason.objects.unscoped("reasons of contacts already within reach")
    return reasons.filter(
        contact__person=person_id, contact__happened_at__gte=moment
    ).select_related("reason")


@prepared
def person_chosen(actor: Actor, person_id: uuid.UUID) -> PersonQuerySet:
    """The person for whom a contact is being recorded, if these eyes may see them."""
    return Person.objects.visible_to(actor).filter(pk=person_id)


class ReasonName(NamedTuple):
    """A reason as a list to choose from says it."""

    pk: uuid.UUID
    label: str


def reasons_to_choose(ambito_id: uuid.UUID | None) -> list[ReasonName]:
    """The reasons that a contact of today may have, where their names are enough."""
    return [ReasonName(*row) for row in usable_reason_names(ambito_id)]


@prepared
def usable_reason_names(
    ambito_id: uuid.UUID | None,
) -> "QuerySet[Reason, tuple[uuid.UUID, str]]":
    return Reason.objects.usable_in(ambito_id).values_list("pk", "label")


@prepared
def usable_reasons(ambito_id: uuid.UUID | None) -> "QuerySet[Reason]":
    """The reasons that a contact of today may have."""
    return Reason.objects.usable_in(ambito_id)


def history_of(actor: Actor, contact: Contact) -> list[Change]:
    """How the contact changed, oldest first, in the fields that the actor may see.

    The rows come from the triggers; what changed only beyond the actor's ceiling leaves no line.
    """
    rows = list(Contact.pgh_event_model.objects.filter(pgh_obj=contact).order_by("pgh_id"))  # type: ignore[attr-defined]
    reasons = list(
        ContactReason.pgh_event_model.objects.filter(contact=contact).order_by("pgh_id")  # type: ignore[attr-defined]
    )
    names = _names({row.pgh_user for row in [*rows, *reasons]})
    words = _Words(rows, reasons)
    changes = []
    before = None
    for row in rows:
        lines = tuple(words.of_step(before, row, actor)) if before else ()
        if before is None or lines:
            who = names.get(row.pgh_user, _("il sistema"))
            changes.append(Change(row.pgh_created_at, who, lines, first=before is None))
        before = row
    return changes


def as_it_was(contact: Contact, version: int) -> dict[str, Any] | None:
    """The fields of an earlier version, reasons included, or nothing where history has none."""
    then = Contact.pgh_event_model.objects.filter(pgh_obj=contact, version=version).last()  # type: ignore[attr-defined]
    if then is None:
        return None
    fields = {field.name: getattr(then, field.attname) for field in Contact._meta.concrete_fields}
    steps = ContactReason.pgh_event_model.objects.filter(  # type: ignore[attr-defined]
        contact=contact, pgh_created_at__lte=then.pgh_created_at
    ).order_by("pgh_id")
    reasons: dict[uuid.UUID, bool] = {}
    for step in steps:
        reasons[step.reason_id] = step.pgh_label != "delete"
    standing = [pk for pk, there in reasons.items() if there]
    fields["reasons"] = sorted(standing, key=lambda pk: pk != then.main_reason_id)
    return fields


class _Words:
    """Turns rows of history into sentences, fetching once the names they need."""

    SILENT = frozenset({"version", "changed_at", "created_at", "neighbourhood", "id", "ambito"})

    def __init__(self, rows: list[Any], reasons: list[Any]) -> None:
        wanted = {row.main_reason_id for row in rows} | {row.reason_id for row in reasons}
        self.labels = dict(Reason.objects.filter(pk__in=wanted).values_list("pk", "label"))
        self.reasons = reasons

    def of_step(self, before: Any, after: Any, actor: Actor) -> Iterator[str]:
        for name in visible_fields(Contact, FieldClass(actor.ceiling)):
            if name in self.SILENT:
                continue
            attribute = Contact._meta.get_field(name).attname  # type: ignore[union-attr]
            old, new = getattr(before, attribute), getattr(after, attribute)
            if old != new:
                yield self._told(name, old, new)
        yield from self._reasons_of(after)

    def _told(self, name: str, old: Any, new: Any) -> str:
        if name == "main_reason":
            old, new = self.labels.get(old, ""), self.labels.get(new, "")
        elif name in {"desk", "person", "household", "author", "post"}:
            return _("%(field)s: cambiato") % {"field": label_of(name)}
        pair = {"field": label_of(name), "old": reads(name, old), "new": reads(name, new)}
        return _("%(field)s: da «%(old)s» a «%(new)s»") % pair

    def _reasons_of(self, after: Any) -> Iterator[str]:
        for one in self.reasons:
            if one.pgh_request != after.pgh_request or one.pgh_created_at < after.pgh_created_at:
                continue
            said = {"reason": self.labels.get(one.reason_id, "")}
            if one.pgh_label == "insert":
                yield _("motivo aggiunto: %(reason)s") % said
            elif one.pgh_label == "delete":
                yield _("motivo tolto: %(reason)s") % said


def _names(ids: set[uuid.UUID | None]) -> dict[uuid.UUID | None, str]:
    return {user.pk: user.get_full_name() for user in User.objects.filter(pk__in=ids - {None})}


@prepared
def contacts_of_today(actor: Actor, limit: int) -> ContactQuerySet:
    """The last contacts of the day among those the actor may see."""
    return Contact.objects.visible_to(actor).filter(day=today()).for_list()[:limit]


Recorded = tuple[dt.datetime, list[str], bool]  # when, what was given, no service for it


@prepared
def recorded_today(actor: Actor) -> "QuerySet[Contact, Recorded]":
    """What the actor wrote today, in the three facts that a sentence needs."""
    mine = Contact.objects.visible_to(actor).filter(author=actor.user_id, day=today())
    return mine.values_list("happened_at", "given", "no_service")
