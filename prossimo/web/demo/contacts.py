"""The contacts of an Ambito as columns: who, where, when, why, and what came of it."""

import datetime as dt
from dataclasses import dataclass, fields

import numpy as np

from prossimo.web.demo.desks import BUREAUS
from prossimo.web.demo.draws import Ints

NONE = -1
PERSON, HOUSEHOLD, NOBODY = range(3)  # as in `Subject`
DESK = {bureau.key: number for number, bureau in enumerate(BUREAUS)}


@dataclass
class Contacts:
    """One row a contact. Numbers point into people, homes, desks and vocabularies; -1 is nothing."""

    person: Ints
    home: Ints
    desk: Ints
    day: Ints  # days since 1970
    minute: Ints  # of the day, by the clock of Rome
    subject: Ints
    reason: Ints
    others: Ints  # second and third reason, two columns
    channel: Ints
    speaker: Ints
    kin: Ints  # which words name the speaker
    target: Ints
    given: Ints
    needs: Ints
    note: Ints
    missing: Ints
    no_service: Ints
    minutes: Ints
    follows: Ints  # 1 where it answers a contact forwarded to the segretariato

    def __len__(self) -> int:
        return len(self.person)

    def taken(self, rows: Ints) -> "Contacts":
        return Contacts(*(getattr(self, f.name)[rows] for f in fields(self)))

    def in_order(self) -> "Contacts":
        return self.taken(np.lexsort((self.desk, self.minute, self.day)))


def blank(size: int) -> Contacts:
    """Contacts that say nothing yet."""
    columns = {f.name: np.full(size, NONE, dtype=np.int64) for f in fields(Contacts)}
    columns["others"] = np.full((size, 2), NONE, dtype=np.int64)
    columns["follows"] = np.zeros(size, dtype=np.int64)
    columns["no_service"] = np.zeros(size, dtype=np.int64)
    return Contacts(**columns)


def joined(parts: list[Contacts]) -> Contacts:
    return Contacts(
        *(np.concatenate([getattr(part, f.name) for part in parts]) for f in fields(Contacts))
    )


def day_number(day: dt.date) -> int:
    return int(np.datetime64(day, "D").astype(np.int64))
