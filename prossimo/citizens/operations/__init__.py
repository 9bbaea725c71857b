"""Every write of people, households, and what their files hold."""

from prossimo.citizens.operations.addresses import add_address, change_address
from prossimo.citizens.operations.doubles import (
    Candidate,
    judge_different,
    note_alike,
    note_pairs,
    open_again,
    report_pair,
)
from prossimo.citizens.operations.identity import (
    CitizenshipEntry,
    record_death,
    write_citizenships,
)
from prossimo.citizens.operations.looking import request_look
from prossimo.citizens.operations.merging import GROUPS, merge_people
from prossimo.citizens.operations.people import register_person, update_person, wrong_tax_code
from prossimo.citizens.operations.reach import EmailEntry, PhoneEntry
from prossimo.citizens.operations.splitting import undo_merge

__all__ = [
    "GROUPS",
    "Candidate",
    "CitizenshipEntry",
    "EmailEntry",
    "PhoneEntry",
    "add_address",
    "change_address",
    "judge_different",
    "merge_people",
    "note_alike",
    "note_pairs",
    "open_again",
    "record_death",
    "register_person",
    "report_pair",
    "request_look",
    "undo_merge",
    "update_person",
    "write_citizenships",
    "wrong_tax_code",
]
