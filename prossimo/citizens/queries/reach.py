"""How a person is reached, and what must not be done: said before anything else, in words."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from prossimo.accounts.rules import Actor
from prossimo.citizens import rules
from prossimo.citizens.choices import ContactSafety
from prossimo.citizens.models import EmailAddress, OfPersonQuerySet, Person, Phone
from prossimo.core.prepared import prepared
from prossimo.core.privacy import FieldClass, visible_fields


@dataclass(frozen=True, slots=True)
class Way:
    """A telephone or an e-mail address, with whose it is and what it asks."""

    label: str
    shown: str
    link: str  # empty where it must not be used
    whose: str
    safety: str
    care: str

    @property
    def is_phone(self) -> bool:
        return not self.link.startswith("mailto:") and "@" not in self.shown

    @property
    def never(self) -> bool:
        return self.safety == ContactSafety.NEVER

    @property
    def careful(self) -> bool:
        return self.safety == ContactSafety.CARE

    @property
    def in_words(self) -> str:
        """The same on paper, where nothing can be struck."""
        said = f"{self.shown} ({self.whose})" if self.whose else self.shown
        if self.never:
            said = _("NON USARE: %(said)s") % {"said": said}
        elif self.careful:
            said = _("CON CAUTELA: %(said)s") % {"said": said}
        return f"{said} – {self.care}" if self.care else said


@dataclass(frozen=True, slots=True)
class Reach:
    """The ways to a person and the sentences of the banner; both empty above the ceiling."""

    ways: tuple[Way, ...] = ()
    cautions: tuple[str, ...] = ()


def may_reach(actor: Actor) -> bool:
    """Whether the reader is shown where and how people are reached."""
    return "street" in visible_fields(Person, FieldClass(actor.ceiling))


def reach_of(actor: Actor, person: Person) -> Reach:
    """What this reader may know of how to reach a person who is in their sight."""
    mourning = mourning_of(person)
    if not may_reach(actor):
        return Reach(cautions=tuple(mourning))
    phones = [_phone(phone) for phone in phones_in_sight(actor, person.pk)]
    emails = [_email(email) for email in emails_in_sight(actor, person.pk)]
    said = [closed(person.contact_warning)] if person.contact_warning else []
    said += [_not_to_call(way) for way in phones if way.never]
    said += [_not_to_write(way) for way in emails if way.never]
    said += [_carefully(way) for way in (*phones, *emails) if way.careful]
    return Reach((*phones, *emails), (*mourning, *said))


def mourning_of(person: Person) -> list[str]:
    if person.died_on is None:
        return []
    day = {"day": date_format(person.died_on, "d/m/Y")}
    return [_("Deceduta il %(day)s: non chiamarla e non scriverle.") % day]


def _phone(phone: Phone) -> Way:
    link = "" if phone.safety == ContactSafety.NEVER or not phone.number.startswith("+") else (
        f"tel:{phone.number}"
    )  # fmt: skip
    shown = rules.shown_phone(phone.number)
    return Way(_("Telefono"), shown, link, phone.whose, phone.safety, phone.care)


def _email(email: EmailAddress) -> Way:
    link = "" if email.safety == ContactSafety.NEVER else f"mailto:{email.address}"
    return Way(_("E-mail"), email.address, link, email.whose, email.safety, email.care)


def _not_to_call(way: Way) -> str:
    return closed(_("Non chiamare al %(way)s") % {"way": _owned(way)}, way.care)


def _not_to_write(way: Way) -> str:
    return closed(_("Non scrivere a %(way)s") % {"way": _owned(way)}, way.care)


def _carefully(way: Way) -> str:
    return closed(_("Con cautela %(way)s") % {"way": _owned(way)}, way.care)


def _owned(way: Way) -> str:
    return f"{way.shown} ({way.whose})" if way.whose else way.shown


def closed(said: str, why: str = "") -> str:
    """«Non chiamare al 035 …: risponde il marito.»"""
    whole = f"{said}: {why}" if why else said
    return whole if whole.endswith((".", "!", "?")) else f"{whole}."


def reach_facts(ways: Iterable[Way]) -> list[tuple[str, str]]:
    """The ways on paper; one empty line where there is none."""
    return [(way.label, way.in_words) for way in ways] or [(_("Telefono"), "")]


@prepared
def phones_in_sight(actor: Actor, person_id: uuid.UUID) -> "OfPersonQuerySet[Phone]":
    return Phone.objects.visible_to(actor).filter(person=person_id)


@prepared
def emails_in_sight(actor: Actor, person_id: uuid.UUID) -> "OfPersonQuerySet[EmailAddress]":
    return EmailAddress.objects.visible_to(actor).filter(person=person_id)
