"""The photographs on disk, as readers see them: which one is current, and what lies in it.

One folder a photograph, never changed once it is named by the pointer `current`; beside the facts
it keeps the answers already given about them (`memory`).
"""

import datetime as dt
import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from prossimo.core.facts import facts, schema_version

MANIFEST = "manifest.json"
POINTER = "current"


class NoSnapshot(Exception):
    """There is no photograph that can be read; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One photograph: when it was taken, of which ambiti, with how many rows."""

    folder: Path
    at: dt.datetime
    ambiti: Mapping[str, str]  # key → name
    ambito_ids: Mapping[str, str]  # id → key
    rows: Mapping[str, int] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def memory(self) -> Path:
        return self.folder / "memory"

    def files(self, fact: str, ambito: str) -> list[str]:
        """The files of one fact that speak of one ambito, and of no other."""
        place = self.folder / fact
        if facts[fact].by_year:
            place /= f"ambito={ambito}"
        return sorted(str(file) for file in place.glob("**/*.parquet"))

    def years(self, fact: str, ambito: str) -> list[int]:
        """The years of which there is anything."""
        places = (self.folder / fact / f"ambito={ambito}").glob("year=*")
        return sorted(int(place.name.partition("=")[2]) for place in places)


def current() -> Snapshot:
    """The photograph that is shown now. Raises `NoSnapshot` with the sentence for the screen."""
    pointer = settings.SNAPSHOT_ROOT / POINTER
    try:
        return opened(pointer.resolve(strict=True))
    except (OSError, ValueError, KeyError) as error:
        raise NoSnapshot(
            _("Non c'è ancora una fotografia dei dati: si fa con «Aggiorna i dati».")
        ) from error


@functools.lru_cache(maxsize=8)
def opened(folder: Path) -> Snapshot:
    said: dict[str, Any] = json.loads((folder / MANIFEST).read_text())
    if said["schema"] != schema_version():
        raise NoSnapshot(
            _("La fotografia dei dati è di un'altra versione di Prossimo: va rifatta.")
        )
    return Snapshot(
        folder=folder,
        at=dt.datetime.fromisoformat(said["snapshot_at"]),
        ambiti={ambito["ambito"]: ambito["label"] for ambito in said["ambiti"]},
        ambito_ids={ambito["id"]: ambito["ambito"] for ambito in said["ambiti"]},
        rows=said["rows"],
    )
