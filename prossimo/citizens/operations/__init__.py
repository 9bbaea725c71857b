"""Every write of people, households, and what their files hold."""

from prossimo.citizens.operations.doubles import (
    Candidate,
    judge_different,
    note_alike,
    note_pairs,
    open_again,
    report_pair,
)
from prossimo.citizens.operations.looking import request_look
from prossimo.citizens.operations.merging import GROUPS, merge_people
from prossimo.citizens.operations.people import (
    PhoneEntry,
    register_person,
    update_person,
    wrong_tax_code,
)
from prossimo.citizens.operations.splitting import undo_merge

__all__ = [
    "GROUPS",
    "Candidate",
    "PhoneEntry",
    "judge_different",
    "merge_people",
    "note_alike",
    "note_pairs",
    "open_again",
    "register_person",
    "report_pair",
    "request_look",
    "undo_merge",
    "update_person",
    "wrong_tax_code",
]
