"""How the fields of a contact read: labels, choices and lists in words, never keys."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from prossimo.access.choices import Given, Subject
from prossimo.access.models import Contact, Reason

NOTHING = "—"


def for_whom(contact: Contact) -> str:
    """Surname first; words where nobody gave a name or the name is not shared with the reader."""
    if contact.subject == Subject.HOUSEHOLD and contact.household:
        return str(contact.household)
    if contact.person:
        return contact.person.listed_name
    if contact.subject == Subject.NOBODY:
        return _("Senza nome")
    return _("Nome non condiviso con te")


def named(contact: Contact) -> str:
    """For headings: name first."""
    person = contact.subject != Subject.HOUSEHOLD and contact.person
    return person.full_name if person else for_whom(contact)


def label_of(name: str) -> str:
    """The name of a field as the screen says it."""
    if name == "reasons":
        return _("motivi")
    return str(Contact._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def reads(name: str, value: Any) -> str:
    """The value of a field in words; a dash where there is nothing."""
    if value is None or value in ("", []):
        return NOTHING
    if name == "given":
        return said_list(Given(key).label for key in value)
    if name == "reasons":
        return said_list(reason.label for reason in value)
    if isinstance(value, bool):
        return _("sì") if value else _("no")
    choices = dict(getattr(Contact._meta.get_field(name), "flatchoices", ()))
    return str(choices.get(value, value))


def said_list(words: Iterable[object]) -> str:
    return ", ".join(str(word) for word in words)


def ordered_reasons(contact: Contact) -> list[Reason]:
    """The reasons of a contact, the main one first (they were fetched with it)."""
    return main_first(contact, [one.reason for one in contact.reasons.all()])


def main_first(contact: Contact, chosen: list[Reason]) -> list[Reason]:
    return sorted(chosen, key=lambda reason: (reason.pk != contact.main_reason_id, reason.rank))
