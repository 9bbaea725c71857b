"""One file under several numbers: the apps that merge files say which numbers lead to the one asked."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from prossimo.core.registry import Registry


@dataclass(frozen=True, slots=True)
class Numbering:
    """A kind of file that may be merged; `numbers` answers all those that lead to one today."""

    key: str
    numbers: Callable[[uuid.UUID], list[uuid.UUID]]


numberings: Registry[Numbering] = Registry("numbers of files")


def numbers_of(file_id: uuid.UUID) -> list[uuid.UUID]:
    """The number asked for, and those of the files that went into it."""
    found = dict.fromkeys([file_id])
    for kind in numberings:
        found |= dict.fromkeys(kind.numbers(file_id))
    return list(found)
