"""The hours that are shown to choose from: by day, with where, as buttons or links."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from prossimo.access.choices import Mode
from prossimo.access.models import Desk, Motive
from prossimo.access.queries.slots import Wanted, free_hours, is_free
from prossimo.access.slots import Slot
from prossimo.core.periods import ROME, today

MOST_SHOWN = 60
MOST_DAYS = 6


@dataclass(slots=True)
class Hour:
    """One free hour at one desk; `choice` is how it comes back."""

    starts: dt.datetime
    desk: Desk
    choice: str


@dataclass(slots=True)
class Day:
    day: dt.date
    hours: list[Hour] = field(default_factory=list)


@dataclass(slots=True)
class Shown:
    """What the page of the hours shows."""

    days: list[Day]
    desks: list[Desk]
    desk: uuid.UUID | None
    mode: str
    modes: list[tuple[str, str]]
    first: dt.date
    later: dt.date | None
    earlier: dt.date | None


def shown_hours(motive: Motive, asked: dict[str, str]) -> Shown:
    """The free hours as the page was asked for them; whatever is not understood is ignored."""
    desk, mode, first = _uuid(asked.get("desk")), asked.get("mode", ""), _day(asked.get("from"))
    mode = mode if mode in motive.modes else ""
    start = max(first or today(), today())
    wanted = Wanted(motive, desk=desk, mode=mode, first=start, notice=True)
    found = free_hours(wanted, MOST_SHOWN)
    desks = desks_of(motive)
    names = {each.pk: each for each in desks}
    days: dict[dt.date, Day] = {}
    seen: set[tuple[dt.datetime, uuid.UUID]] = set()
    for places in found:
        slot = places[0]
        day = slot.starts.astimezone(ROME).date()
        if (slot.starts, slot.desk) in seen or (day not in days and len(days) == MOST_DAYS):
            continue
        seen.add((slot.starts, slot.desk))
        days.setdefault(day, Day(day)).hours.append(
            Hour(slot.starts, names[slot.desk], choice_of(slot))
        )
    listed = list(days.values())
    full = len(found) == MOST_SHOWN or len(listed) == MOST_DAYS
    return Shown(
        days=listed,
        desks=desks,
        desk=desk if desk in names else None,
        mode=mode,
        modes=[(each.value, str(each.label)) for each in Mode if each in motive.modes],
        first=start,
        later=listed[-1].day + dt.timedelta(days=1) if listed and full else None,
        earlier=today() if start > today() else None,
    )


def desks_of(motive: Motive) -> list[Desk]:
    """Where the motive is given, by name."""
    return list(
        Desk.objects.in_service().filter(openings__motives=motive).distinct().order_by("name")
    )


def choice_of(slot: Slot) -> str:
    return f"{int(slot.starts.timestamp())}.{slot.opening.hex}"


def chosen(motive: Motive, choice: str, *, notice: bool = True) -> Sequence[Slot] | None:
    """The places of an hour that came back from the page, if it is still free."""
    stamp, _dot, opening = choice.partition(".")
    key = _uuid(opening)
    if key is None or not stamp.isdigit() or len(stamp) > 11:
        return None
    starts = dt.datetime.fromtimestamp(int(stamp), dt.UTC)
    return is_free(Wanted(motive, notice=notice), starts, key)


def _uuid(text: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(text) if text else None
    except ValueError:
        return None


def _day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        return None
