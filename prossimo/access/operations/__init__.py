"""All the writes of the door: contacts, desks, reasons."""

from prossimo.access.operations.contacts import (
    amend_contact,
    correct_contact,
    record_contact,
    write_private_note,
)
from prossimo.access.operations.desks import (
    assign_duty,
    change_desk,
    close_desk,
    end_duty,
    open_desk,
    reopen_desk,
    set_hours,
)
from prossimo.access.operations.reasons import add_reason, close_reason, rename_reason

__all__ = [
    "add_reason",
    "amend_contact",
    "assign_duty",
    "change_desk",
    "close_desk",
    "close_reason",
    "correct_contact",
    "end_duty",
    "open_desk",
    "record_contact",
    "rename_reason",
    "reopen_desk",
    "set_hours",
    "write_private_note",
]
