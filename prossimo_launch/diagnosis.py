"""What PostgreSQL says in English when it cannot start, said again for whoever must mend it."""

import os
import re
import shutil
from pathlib import Path

from prossimo_launch.errors import ClusterError
from prossimo_launch.places import Place, not_yours

TRANSIENT = re.compile(
    r'lock file "[^"]+" already exists|pre-existing shared memory block|'
    r"lock file .* (?:is empty|was removed)",
    re.IGNORECASE,
)
COMPLAINT = re.compile(r"(?:FATAL|PANIC|ERROR|initdb: error|pg_ctl: )[: ]+(.*)")


def no_space(folder: Path) -> ClusterError:
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free // 1024**2
    return ClusterError(
        f"Spazio esaurito sul disco di {folder}: restano {free} MB e PostgreSQL ne chiede almeno "
        "100. Liberare spazio, o indicare un altro disco con PROSSIMO_HOME, e riprovare."
    )


def wrong_major(place: Place, data_major: str, major: int, others: dict[int, Path]) -> ClusterError:
    way = (
        f"PG_BIN={others[int(data_major)]}"
        if data_major.isdigit() and int(data_major) in others
        else f"PG_BIN=<cartella dei programmi di PostgreSQL {data_major}>"
    )
    return ClusterError(
        f"I dati in {place.data} sono di PostgreSQL {data_major}, ma qui parte PostgreSQL {major}. "
        f"Per usarli: {way}. Per portarli alla nuova versione: con quel PG_BIN «prossimo db backup "
        "FILE», poi un'altra PROSSIMO_HOME e «prossimo db restore FILE»."
    )


def socket_taken(folder: Path, pid: int) -> ClusterError:
    return ClusterError(
        f"Il socket in {folder} è già in uso da un altro PostgreSQL (processo {pid}): fermarlo o "
        "indicare un'altra PROSSIMO_HOME."
    )


def transient(text: str) -> bool:
    """Whether the server may be refused only until the killed one is buried."""
    return bool(TRANSIENT.search(text))


def of(text: str, place: Place, doing: str) -> ClusterError:
    """The sentence for what a program or the server's log said."""
    if "No space left on device" in text or "Disk quota exceeded" in text:
        return no_space(place.base)
    if "has wrong ownership" in text or "invalid permissions" in text.lower():
        return ClusterError(not_yours(place.data))
    if "could not look up effective user ID" in text:
        return ClusterError(
            f"PostgreSQL vuole un utente con un nome, e su questa macchina il numero {os.geteuid()} "
            "non ne ha: aggiungerlo a /etc/passwd o lanciare il comando da un altro utente."
        )
    if "Cannot allocate memory" in text or "shared memory segment" in text:
        return ClusterError(
            f"La memoria non basta per {doing}: chiudere altri programmi e riprovare."
        )
    complaints = COMPLAINT.findall(text)
    last = complaints[0] if complaints else (text.strip().splitlines() or ["nessun messaggio"])[-1]
    return ClusterError(f"Non riesco a {doing}: {last.strip()} (tutto il resto in {place.log}).")
