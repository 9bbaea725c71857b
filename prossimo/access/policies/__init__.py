"""Who may do what at the door; the rules of each subject stand in a file of its own."""

from prossimo.access.policies.contacts import (
    at_desk,
    at_work,
    may_amend_contact,
    may_correct_contact,
    may_manage_desk,
    may_manage_reason,
    may_move_contact,
    may_open_desk,
    may_read_contact,
    may_read_private_note,
    may_record_contact,
    may_write_private_note,
    serves,
)

__all__ = [
    "at_desk",
    "at_work",
    "may_amend_contact",
    "may_correct_contact",
    "may_manage_desk",
    "may_manage_reason",
    "may_move_contact",
    "may_open_desk",
    "may_read_contact",
    "may_read_private_note",
    "may_record_contact",
    "may_write_private_note",
    "serves",
]
