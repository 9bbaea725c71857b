"""The writes of a contact: record it, correct it the same day, amend it later, keep a private note."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from prossimo.access import policies
from prossimo.access.choices import Given, Urgency
from prossimo.access.faults import in_words
from prossimo.access.models import Amendment, Contact, ContactReason, Desk, PrivateNote, Reason
from prossimo.access.operations.requests import open_request
from prossimo.access.operations.supervision import begin_review
from prossimo.access.operations.unmet import classify_contact
from prossimo.access.rules import ROME
from prossimo.access.wording import label_of, ordered_reasons, reads
from prossimo.accounts import journal, outbox
from prossimo.accounts.choices import Action
from prossimo.accounts.rules import Actor
from prossimo.catalogue.models import Need
from prossimo.core.concurrency import save_versioned
from prossimo.core.privacy import FieldClass, visible_fields

FORWARDED = "access.forwarded"
LINKS = {"ambito", "desk", "person", "household", "neighbourhood", "main_reason", "author", "post"}


def record_contact(
    *,
    by: Actor,
    desk: Desk,
    reasons: Sequence[Reason],
    private_note: str = "",
    happened_at: dt.datetime | None = None,
    urgency: int = Urgency.ORDINARY,
    missing: Need | None = None,
    **values: Any,
) -> Contact:
    """Record that somebody knocked; the first of the reasons is the main one.

    Sent to the segretariato it becomes a request there, with this urgency; a need that no service
    answers (`missing`) enters the register of those.

    Raises `PermissionDenied` with the reason and `ValidationError` with what to mend.
    """
    policies.may_record_contact(by, desk).enforce()
    me, post, _ambito = policies.at_work(by)
    when = happened_at or timezone.now()
    day = when.astimezone(ROME).date()
    _check_moment(desk, when, day)
    _check_reasons(reasons, desk, day)
    contact = Contact(
        ambito_id=desk.ambito_id,
        desk=desk,
        author_id=me,
        post_id=post,
        main_reason=reasons[0],
        happened_at=when,
        day=day,
        **_settled(values),
    )
    contact.clean_fields(exclude=LINKS)
    with in_words(Contact):
        contact.save(force_insert=True)
        ContactReason.objects.bulk_create(
            ContactReason(contact=contact, reason=reason) for reason in reasons
        )
        if private_note:
            PrivateNote.objects.create(contact=contact, author_id=me, text=private_note)
    journal.note(Action.CREATE, "access.contact", contact.pk)
    begin_review(contact)
    _announce(contact, before=(), by=by, urgency=urgency)
    if contact.no_service and missing is not None:
        classify_contact(contact, by=by, need=missing)
    return contact


def correct_contact(
    contact: Contact, *, by: Actor, expected: int, reasons: Sequence[Reason], **values: Any
) -> Contact:
    """Put right what was just written: its author, until midnight of the same day.

    Raises `StaleVersion` when somebody saved after version `expected` was opened.
    """
    policies.may_correct_contact(by, contact).enforce()
    return _rewrite(contact, by=by, expected=expected, reasons=reasons, values=values)


def amend_contact(
    contact: Contact,
    *,
    by: Actor,
    expected: int,
    why: str,
    reasons: Sequence[Reason] | None = None,
    **values: Any,
) -> Amendment:
    """Change a contact of another day, saying why; what it was before stays beside it."""
    policies.may_amend_contact(by, contact).enforce()
    beyond = set(values) - set(visible_fields(Contact, FieldClass(by.ceiling)))
    if beyond:
        raise PermissionDenied(_("Il tuo ruolo non legge questi campi, e non li cambia."))
    if not why.strip():
        raise ValidationError({"why": _("Scrivi perché rettifichi: resta accanto al contatto.")})
    changes = changes_of(contact, values, reasons)
    if not changes:
        raise ValidationError(_("Non hai cambiato niente: non c'è nulla da rettificare."))
    me, *_where = policies.at_work(by)
    amendment = Amendment(contact=contact, author_id=me, why=why.strip(), changes=changes)
    amendment.clean_fields(exclude={"contact", "author"})
    _rewrite(contact, by=by, expected=expected, reasons=reasons, values=values)
    amendment.save(force_insert=True)
    return amendment


def write_private_note(
    contact: Contact, *, by: Actor, text: str, expected: int | None = None
) -> PrivateNote | None:
    """Keep, change or (with no text) throw away what the author noted for themselves."""
    policies.may_write_private_note(by, contact).enforce()
    note = PrivateNote.objects.visible_to(by).filter(contact=contact).first()
    journal.note(Action.CHANGE, "access.privatenote", contact.pk)
    if not text.strip():
        PrivateNote.objects.visible_to(by).filter(contact=contact).delete()
        return None
    if note is None:
        me, *_where = policies.at_work(by)
        with in_words(PrivateNote):
            return PrivateNote.objects.create(contact=contact, author_id=me, text=text)
    return save_versioned(note, {"text": text}, expected=expected or note.version)


def changes_of(
    contact: Contact, values: Mapping[str, Any], reasons: Sequence[Reason] | None
) -> list[dict[str, str]]:
    """Field by field what would change, before and after, in words."""
    pairs = {name: (getattr(contact, name), value) for name, value in values.items()}
    if reasons is not None:
        pairs["reasons"] = (ordered_reasons(contact), list(reasons))
    told = [
        {
            "field": name,
            "label": label_of(name),
            "before": reads(name, old),
            "after": reads(name, new),
        }
        for name, (old, new) in pairs.items()
    ]
    return [change for change in told if change["before"] != change["after"]]


def _rewrite(
    contact: Contact,
    *,
    by: Actor,
    expected: int,
    reasons: Sequence[Reason] | None,
    values: Mapping[str, Any],
) -> Contact:
    before = tuple(contact.given)
    was = contact.desk
    desk = values.get("desk", was)
    if desk != was:
        policies.may_record_contact(by, desk).enforce()
    fresh = _settled(values)
    if reasons is not None:
        kept = {one.reason_id for one in contact.reasons.all()}
        _check_reasons([r for r in reasons if r.pk not in kept] or reasons[:1], desk)
        fresh["main_reason"] = reasons[0]
    with in_words(Contact):
        save_versioned(contact, fresh, expected=expected)
        if reasons is not None:
            _keep_reasons(contact, reasons)
    journal.note(Action.CHANGE, "access.contact", contact.pk)
    if desk != was:
        begin_review(contact)
    _announce(contact, before=before, by=by)
    return contact


def _keep_reasons(contact: Contact, reasons: Sequence[Reason]) -> None:
    rows = ContactReason.objects.unscoped("reasons of the contact being written")
    had = set(rows.filter(contact=contact).values_list("reason_id", flat=True))
    wanted = {reason.pk for reason in reasons}
    if had - wanted:
        rows.filter(contact=contact, reason__in=had - wanted).delete()
    ContactReason.objects.bulk_create(
        ContactReason(contact=contact, reason_id=pk) for pk in wanted - had
    )


def _settled(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values with what follows from them: the neighbourhood of the person on that day."""
    fresh = dict(values)
    if "person" in fresh:
        person = fresh["person"]
        fresh["neighbourhood_id"] = person.neighbourhood_id if person else None
    if not fresh.get("no_service", True):
        fresh["missing_service"] = ""
    return fresh


def _check_moment(desk: Desk, when: dt.datetime, day: dt.date) -> None:
    if when > timezone.now() + dt.timedelta(minutes=5):
        raise ValidationError({"happened_at": _("Un contatto non può essere nel futuro.")})
    if day not in desk.period:
        said = _("Lo sportello «%(desk)s» quel giorno non era aperto.") % {"desk": desk}
        raise ValidationError({"desk": said})


def _check_reasons(reasons: Sequence[Reason], desk: Desk, day: dt.date | None = None) -> None:
    if not reasons:
        raise ValidationError({"reasons": _("Indica almeno un motivo.")})
    for reason in reasons:
        elsewhere = reason.ambito_id not in (None, desk.ambito_id)
        if elsewhere or (day is not None and day not in reason.period):
            said = _("Il motivo «%(reason)s» non è in uso.") % {"reason": reason}
            raise ValidationError({"reasons": said})


def _announce(
    contact: Contact, *, before: Sequence[str], by: Actor, urgency: int = Urgency.ORDINARY
) -> None:
    if Given.FORWARDED in contact.given and Given.FORWARDED not in before:
        open_request(contact, urgency=urgency)
        outbox.put(by, FORWARDED, contact.pk)
