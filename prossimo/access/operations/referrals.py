"""The writes of a referral: send it, answer it, add what was missing, remind, withdraw, open again."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from prossimo.access.choices import (
    AgreementKind,
    ReferralState,
    SharedField,
    Urgency,
)
from prossimo.access.faults import in_words
from prossimo.access.models import Contact, Orientation, Referral
from prossimo.access.operations import messages
from prossimo.access.operations.referral_letters import remind, renew_link, tell_the_body
from prossimo.access.operations.referral_steps import KIND, MOST, OVER, put_step
from prossimo.access.operations.referral_steps import locked as hold
from prossimo.access.policies import referrals as policies
from prossimo.access.policies.contacts import at_work, may_read_contact
from prossimo.access.queries.referrals import (
    FROM,
    accounts_of,
    closures,
    shareable,
    snapshot,
)
from prossimo.access.workflow import REFERRAL
from prossimo.accounts import journal, outbox
from prossimo.accounts.choices import Action
from prossimo.accounts.outbox import NEWS
from prossimo.accounts.rules import Actor, Right
from prossimo.catalogue.models import Need, Service
from prossimo.catalogue.policies import may_read_service
from prossimo.citizens.models import Person
from prossimo.citizens.policies import READING, may_read_person
from prossimo.core.concurrency import save_versioned
from prossimo.core.periods import ROME, today
from prossimo.core.text import clean
from prossimo.core.workdays import after_working_days

FOLLOWED_DAYS = 180  # once accepted: to say that it began, and how it ended
LINKS = {
    "ambito", "municipality", "desk", "contact", "orientation", "person", "neighbourhood",
    "organisation", "service", "need", "reopens", "sender", "post",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Agreement:
    """The person agreed that something of theirs be shared: how, when, by whose mouth."""

    kind: str
    on: dt.date
    by: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a referral comes from: a contact, a request, an earlier referral, or none of them."""

    contact: Contact | None = None
    orientation: Orientation | None = None
    reopens: Referral | None = None

    @property
    def desk(self) -> Any:
        if self.contact:
            return self.contact.desk
        if self.orientation:
            return self.orientation.desk
        return self.reopens.desk if self.reopens else None


@dataclass(frozen=True, slots=True)
class Answer:
    """What who was asked says: the move, and what goes with it."""

    move: str
    note: str = ""
    refused_why: str = ""
    outcome: str = ""
    day: dt.date | None = None
    signed: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a service for somebody, and what they agreed to share."""

    person: Person
    service: Service
    request: str
    shared: Iterable[str]
    agreement: Agreement
    urgency: int = Urgency.ORDINARY
    need: Need | None = None
    origin: Origin = field(default_factory=Origin)


@transaction.atomic
def send_referral(asked: Asked, *, by: Actor) -> Referral:
    """Send somebody to a service, with what they agreed to share as it stands at this moment.

    Raises `PermissionDenied` with the reason and `ValidationError` with what to mend.
    """
    _may_send(asked, by)
    me, post, ambito = at_work(by)
    fields = list(dict.fromkeys(asked.shared))
    _check(asked, fields)
    origin, service = asked.origin, asked.service
    offered = shareable(by, asked.person, origin.contact, origin.orientation)
    shared: dict[str, str] = snapshot(offered, fields)
    if not shared:
        raise ValidationError(
            {"shared": _("Nella scheda non c'è niente di quello che hai scelto.")}
        )
    desk = origin.desk
    shared[FROM] = ", ".join(filter(None, [by.name, str(desk or "")]))
    referral = Referral(
        ambito_id=ambito,
        municipality_id=asked.person.municipality_id,
        desk=desk,
        contact=origin.contact or (origin.orientation.contact if origin.orientation else None),
        orientation=origin.orientation,
        person=asked.person,
        neighbourhood_id=asked.person.neighbourhood_id,
        organisation_id=service.organisation_id,
        service=service,
        need=asked.need,
        urgency=asked.urgency,
        request=clean(asked.request).strip(),
        shared_fields=[key for key in fields if key in shared],
        shared=shared,
        agreement=asked.agreement.kind,
        agreed_on=asked.agreement.on,
        agreed_by=clean(asked.agreement.by).strip(),
        answer_due_on=_due(service, by),
        reopens=origin.reopens,
        sender_id=me,
        post_id=post,
    )
    referral.clean_fields(exclude=LINKS)
    with in_words(Referral):
        referral.save(force_insert=True)
    put_step(referral, by, "send", source="")
    if origin.reopens:
        put_step(origin.reopens, by, "reopened", source=origin.reopens.state)
    journal.note(Action.CREATE, KIND, referral.pk)
    tell_the_body(referral, by)
    return referral


@transaction.atomic
def answer_referral(
    referral: Referral, answer: Answer, *, by: Actor, expected: int, link: bool = False
) -> Referral:
    """Say that it arrived, that more is needed, yes or no, that it began, how it ended.

    Raises `StaleVersion` when somebody answered meanwhile, `IllegalMove` where it cannot be.
    """
    locked = hold(referral, by, expected, link=link)
    if link:
        policies.may_answer_by_link(by, locked).enforce()
    else:
        policies.may_answer(by, locked).enforce()
    told_by_others = link or policies.answers_for_others(by, locked)
    signed = clean(answer.signed).strip()[:120]
    if told_by_others and not signed and answer.move != "receive":
        raise ValidationError({"signed": _("Scrivi nome e cognome di chi risponde.")})
    values = _answered(locked, answer)
    _move(locked, by, answer.move, values, note=answer.note, signed=signed, link=link)
    if by.user_id != locked.sender_id and answer.move != "receive":
        outbox.put(by, NEWS, locked.sender_id)
    return locked


@transaction.atomic
def supply(referral: Referral, *, by: Actor, expected: int, note: str) -> Referral:
    """Add what who was asked said to be missing; the days to answer begin again."""
    locked = hold(referral, by, expected)
    policies.may_follow_up(by, locked).enforce()
    if not clean(note).strip():
        raise ValidationError({"note": _("Scrivi quello che serviva sapere.")})
    _move(locked, by, "supply", {"answer_due_on": _due(locked.service, by)}, note=note)
    tell_the_body(locked, by)
    return locked


@transaction.atomic
def withdraw(referral: Referral, *, by: Actor, expected: int, note: str = "") -> Referral:
    """Take it back: its link opens no more."""
    locked = hold(referral, by, expected)
    policies.may_follow_up(by, locked).enforce()
    _move(locked, by, "withdraw", {"link_until": timezone.now()}, note=note)
    messages.withdraw(locked.pk)
    for post in accounts_of(locked.organisation_id, locked.ambito_id):
        outbox.put(by, NEWS, post.user_id)
    return locked


@transaction.atomic
def mark_seen(referral: Referral, *, by: Actor) -> None:
    """Who sent it has seen what came back."""
    policies.may_follow_up(by, referral).enforce()
    put_step(referral, by, "seen", source=referral.state)
    journal.note(Action.CHANGE, KIND, referral.pk, note="seen")


@transaction.atomic
def open_by_link(referral: Referral, *, by: Actor) -> Referral:
    """Somebody of the body opened it: from now on it has been received."""
    locked = hold(referral, by, None, link=True)
    policies.may_answer_by_link(by, locked).enforce()
    if locked.link_opened_at is None:
        save_versioned(locked, {"link_opened_at": timezone.now()}, expected=locked.version)
    if locked.state == ReferralState.SENT:
        _move(locked, by, "receive", {"received_at": timezone.now()}, link=True)
    journal.note(Action.READ, KIND, locked.pk)
    return locked


def _may_send(asked: Asked, by: Actor) -> None:
    origin = asked.origin
    policies.may_send_from(by, origin.desk if not origin.reopens else None).enforce()
    may_read_person(by, asked.person, READING).enforce()
    may_read_service(by, asked.service).enforce()
    if origin.contact:
        may_read_contact(by, origin.contact).enforce()
    if origin.reopens:
        policies.may_follow_up(by, origin.reopens).enforce()
    of_others = any(
        each is not None and each.person_id != asked.person.pk
        for each in (origin.contact, origin.orientation, origin.reopens)
    )
    if of_others or (origin.orientation and not by.has(Right.ORIENTATION_READ)):
        raise ValidationError(_("Non riguarda questa persona: ricomincia dalla sua scheda."))


def _check(asked: Asked, fields: list[str]) -> None:
    service, agreement, wrong = asked.service, asked.agreement, {}
    if today() not in service.period or not service.organisation.active:
        wrong["service"] = _("Questo servizio oggi non si offre: scegline un altro.")
    if not clean(asked.request).strip():
        wrong["request"] = _("Scrivi che cosa si chiede.")
    if not fields or set(fields) - set(SharedField):
        wrong["shared"] = _("Scegli che cosa si condivide: almeno una voce.")
    if agreement.kind not in AgreementKind:
        wrong["agreement"] = _("Senza l'accordo della persona non si invia.")
    if agreement.on > today():
        wrong["agreed_on"] = _("L'accordo non può essere nel futuro.")
    if agreement.kind == AgreementKind.REPRESENTATIVE and not clean(agreement.by).strip():
        wrong["agreed_by"] = _("Scrivi chi la rappresenta.")
    earlier = asked.origin.reopens
    if earlier and earlier.state not in OVER:
        wrong["service"] = _("Quell'invio è ancora aperto.")
    if wrong:
        raise ValidationError(wrong)


def _answered(referral: Referral, answer: Answer) -> dict[str, Any]:
    """What each move writes, after asking what it cannot do without."""
    note, move = clean(answer.note).strip()[:MOST], answer.move
    if move not in {"receive", "ask_more", "accept", "refuse", "start", "end"}:
        raise ValidationError(_("Scegli una delle risposte."))
    if move == "receive":
        return {"received_at": timezone.now()}
    received = {"received_at": referral.received_at or timezone.now()}
    if move == "ask_more":
        if not note:
            raise ValidationError({"note": _("Scrivi che cosa serve sapere prima di rispondere.")})
        return {**received, "answer": note}
    if move in {"accept", "refuse"}:
        return {**received, "answered_at": timezone.now(), "answer": note} | (
            _refused(answer, note) if move == "refuse" else _accepted(referral)
        )
    day = answer.day or today()
    if day > today() or day < referral.sent_at.astimezone(ROME).date():
        raise ValidationError({"day": _("Il giorno sta fra l'invio e oggi.")})
    if move == "start":
        return {"started_on": day}
    if not answer.outcome:
        raise ValidationError({"outcome": _("Indica che cosa ne è venuto.")})
    if referral.started_on and day < referral.started_on:
        raise ValidationError({"day": _("Si conclude dopo essere iniziato.")})
    kept = {"answer": note} if note else {}
    return {"ended_on": day, "outcome": answer.outcome, **kept}


def _accepted(referral: Referral) -> dict[str, Any]:
    """The link goes on opening for who has to say that it began."""
    if referral.link_until is None:
        return {}
    return {"link_until": timezone.now() + dt.timedelta(days=FOLLOWED_DAYS)}


def _refused(answer: Answer, note: str) -> dict[str, Any]:
    if not answer.refused_why:
        raise ValidationError({"refused_why": _("Indica perché l'invio è rifiutato.")})
    if answer.refused_why == "other" and not note:
        raise ValidationError({"note": _("Scrivi qual è il motivo.")})
    return {"refused_why": answer.refused_why}


def _move(
    referral: Referral,
    by: Actor,
    name: str,
    values: Mapping[str, Any],
    *,
    note: str = "",
    signed: str = "",
    link: bool = False,
) -> None:
    source = referral.state
    target = REFERRAL.step(source, name)
    with in_words(Referral):
        save_versioned(referral, {**values, "state": target}, expected=referral.version)
    put_step(referral, None if link else by, name, source=source, note=note, signed=signed)
    journal.note(Action.CHANGE, KIND, referral.pk, note=name)


def _due(service: Service, by: Actor) -> dt.date:
    return after_working_days(today(), service.answer_days, closures(by.ambito_id))


__all__ = [
    "OVER", "Agreement", "Answer", "Asked", "Origin", "answer_referral", "mark_seen",
    "open_by_link", "remind", "renew_link", "send_referral", "supply", "withdraw",
]  # fmt: skip
