"""What stood on a day: the rows of a fact narrowed to it, by the day they bear or by when they held.

Facts that last have the days `opened_on` and `closed_on` (the first day on which they no longer
hold, empty while they do). Imports the engine inside its function, as `compute` does.
"""

from typing import TYPE_CHECKING

from django.utils import timezone

from prossimo.core.indicators import Indicator
from prossimo.observatory.questions import DAY, Question
from prossimo.observatory.snapshots import Snapshot

if TYPE_CHECKING:
    import ibis

YEAR, OPENED, CLOSED = "year", "opened_on", "closed_on"


def narrowed(
    table: "ibis.Table", indicator: Indicator, question: Question, snapshot: Snapshot
) -> "ibis.Table":
    """The rows of the day in question; where none is asked, of the indicator's own day of each year."""
    import ibis

    if DAY in table.columns:
        return table.filter(table[DAY] == question.day) if question.day else table
    if OPENED not in table.columns or not indicator.on_day:
        return table
    taken = ibis.literal(timezone.localdate(snapshot.at))
    day = ibis.literal(question.day) if question.day else None
    if day is None:
        day = ibis.date(table[YEAR].cast("int32"), *indicator.on_day)
        if indicator.standing:  # of the year under way, what stands when the photograph is taken
            day = ibis.least(day, taken)
        else:
            table = table.filter(day <= taken)
    open_still = table[CLOSED].isnull() | (table[CLOSED] > day)
    return table.filter((table[OPENED] <= day) & open_still)
