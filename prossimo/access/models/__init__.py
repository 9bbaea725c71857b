"""Desks, the vocabulary of reasons, contacts, and what is added to them."""

from prossimo.access.models.contacts import Contact, ContactReason
from prossimo.access.models.desks import Desk, DeskDuty, DeskHours
from prossimo.access.models.notes import Amendment, PrivateNote
from prossimo.access.models.reasons import Reason

__all__ = [
    "Amendment",
    "Contact",
    "ContactReason",
    "Desk",
    "DeskDuty",
    "DeskHours",
    "PrivateNote",
    "Reason",
]
